"""Bounds on what pdfminer unpacks of a PDF: a kilobyte may claim to be a gigabyte, and pdfminer believes it.

Streams of objects are checked once for the file, fonts when they are asked for, operators when they are drawn.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Mapping
from itertools import pairwise
from typing import Any

from pdfminer.pdffont import PDFFont
from pdfminer.pdfinterp import PDFResourceManager
from pdfminer.pdftypes import PDFStream, dict_value, list_value, resolve1
from pdfminer.psparser import literal_name

from extractors.errors import UnreadableNotice

MAX_OBJECTS_BYTES = 60_000_000
MAX_FONT_BYTES = 60_000_000
MAX_CODES_BYTES = 3_000_000
MAX_CODES = 200_000
"""Characters that a font may say something of; the largest have 65,536."""
FLATE = frozenset({"FlateDecode", "Fl"})
MAX_FLATE_RATIO = 1032
"""No deflated byte stands for more."""
OBJECTS = re.compile(rb"/(?:ObjStm|XRef)\b")
NEAR = 1_000
"""A stream begins within so many bytes of the word that says what it is."""
RANGES = re.compile(rb"begin(?:bf|cid)range")
TOKEN = re.compile(rb"<([0-9A-Fa-f]{1,16})>|[\[\]]|\d+")


def check_objects(raw: bytes) -> None:
    """Refuse a file whose streams of objects unpack to more than a document needs.

    Raises:
        UnreadableNotice: one does.
    """
    checked = 0
    for kind in OBJECTS.finditer(raw):
        word = raw.find(b"stream", kind.end(), kind.end() + NEAR)
        if word > checked:
            checked = word
            start = word + len(b"stream\r\n") if raw[word + 6 : word + 8] == b"\r\n" else word + len(b"stream\n")
            _check(memoryview(raw)[start:], MAX_OBJECTS_BYTES)


def check_stream(stream: PDFStream, limit: int) -> None:
    """Refuse a stream that unpacks to more than `limit` bytes.

    Raises:
        UnreadableNotice: it does.
    """
    packed = stream.get_rawdata()
    flates = sum(literal_name(name) in FLATE for name, _ in stream.get_filters())
    if packed is None or not flates or len(packed) * MAX_FLATE_RATIO**flates <= limit:
        return
    if flates > 1:
        raise UnreadableNotice("made to break programs: a stream packed twice")
    _check(packed, limit)


def _check(packed: bytes | memoryview, limit: int) -> None:
    try:
        size = len(zlib.decompressobj().decompress(packed, limit + 1))
    except zlib.error:
        return  # not packed so, or with another filter round it; the parser will say
    if size > limit:
        raise UnreadableNotice(f"too large: a part that unpacks to more than {limit / 1e6:.0f} MB")


class Fonts(PDFResourceManager):
    """The fonts of a document, each checked before it is opened."""

    def get_font(self, objid: object, spec: Mapping[str, object]) -> PDFFont:
        """Return a font.

        Raises:
            UnreadableNotice: it claims to be larger than fonts are.
        """
        if not objid or objid not in self._cached_fonts:
            _check_font(spec)
        return super().get_font(objid, spec)


def _check_font(spec: Mapping[str, Any]) -> None:
    descriptor = dict_value(spec.get("FontDescriptor") or {})
    for part, limit in (
        *((spec.get(name), MAX_CODES_BYTES) for name in ("ToUnicode", "Encoding")),
        *((descriptor.get(name), MAX_FONT_BYTES) for name in ("FontFile", "FontFile2", "FontFile3")),
    ):
        stream = resolve1(part)
        if isinstance(stream, PDFStream):
            check_stream(stream, limit)
            if limit == MAX_CODES_BYTES:
                _check_codes(sum(_codes(part) for part in RANGES.split(stream.get_data())[1:]))
    for name in ("W", "W2"):
        given = [resolve1(value) for value in list_value(spec.get(name) or [])]
        spans = [b - a for a, b in pairwise(given) if isinstance(a, int) and isinstance(b, int)]
        _check_codes(max(spans, default=0))
    first, last = resolve1(spec.get("FirstChar")), resolve1(spec.get("LastChar"))
    _check_codes(last - first if isinstance(first, int) and isinstance(last, int) else 0)


def _codes(ranges: bytes) -> int:
    """Return how many characters the ranges of a table name, each by its first, its last, and what they stand for."""
    codes: list[int] = []
    count = 0
    listed = False
    for token in TOKEN.finditer(ranges.partition(b"end")[0]):
        if token[0] == b"]":
            listed = False
        elif not listed:
            codes.append(int(token[1], 16) if token[1] else 0)
            listed = token[0] == b"["
            if len(codes) == 3:
                count += codes[1] - codes[0]
                codes = []
    return count


def _check_codes(count: int) -> None:
    if count > MAX_CODES:
        raise UnreadableNotice(f"made to break programs: a font of {count} characters")
