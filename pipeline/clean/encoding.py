"""Decode a text file or web page as it was really written, whatever it declares, and find each character's bytes."""

from __future__ import annotations

import codecs
import re
from array import array
from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property

from charset_normalizer import from_bytes

from extractors.errors import UnreadableNotice

BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
DECLARED = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([A-Za-z0-9_.:-]+)""", re.IGNORECASE)
BIG5 = re.compile(r"big5|big5-?hkscs|x-x-big5", re.IGNORECASE)
GIVEN_UP = 0.02
"""Above this share of undecodable characters a file is called unreadable, below it is read with them marked."""

UTF8_WIDTHS = re.compile("[\x00-\x7f]+|[\x80-\u07ff]+|[\u0800-\uffff]+|[\U00010000-\U0010ffff]+")
OTHER_WIDTHS = re.compile("[\x00-\x7f]+|[^\x00-\x7f]")


@dataclass(frozen=True)
class Decoded:
    """A decoded file. `bom` counts the bytes before the text; `lost` the characters that no encoding explains (U+FFFD)."""

    raw: bytes
    text: str
    encoding: str
    bom: int = 0
    lost: int = 0

    @cached_property
    def _runs(self) -> tuple[list[int], list[int], list[int]]:
        """Character positions, byte positions and byte widths of runs of characters with one width."""
        if self.lost or self.text.encode(self.encoding, "surrogatepass") != self.raw[self.bom :]:
            return _runs_by_step(self.raw, self.bom, self.encoding)
        starts: list[int] = []
        places: list[int] = []
        widths: list[int] = []
        byte = self.bom
        for match in (UTF8_WIDTHS if self.encoding == "utf-8" else OTHER_WIDTHS).finditer(self.text):
            width = len(match[0][0].encode(self.encoding, "surrogatepass"))
            if not widths or width != widths[-1] or self.encoding == "utf-8":
                starts.append(match.start())
                places.append(byte)
                widths.append(width)
            byte += width * len(match[0])
        return starts, places, widths

    def byte_at(self, position: int) -> int:
        """Return the byte at which the character at `position` begins; for the end of the text, the end of the file."""
        if position >= len(self.text):
            return len(self.raw)
        starts, places, widths = self._runs
        run = bisect_right(starts, position) - 1
        return places[run] + (position - starts[run]) * widths[run]

    def width_at(self, position: int) -> tuple[int, int]:
        """Return the byte width of the character at `position` and the position at which its run of that width ends."""
        starts, _, widths = self._runs
        run = bisect_right(starts, position) - 1
        return widths[run], starts[run + 1] if run + 1 < len(starts) else len(self.text)


def decode(raw: bytes, *, big5: bool = False) -> Decoded:
    """Decode by BOM, strict UTF-8, strict GB18030 (or Big5 where the page says so), then by guess.

    Raises:
        UnreadableNotice: no encoding makes text of it.
    """
    for bom, name in BOMS:
        if raw.startswith(bom):
            text = raw[len(bom) :].decode(name, "replace")
            return _checked(Decoded(raw, text, name, len(bom), text.count("\ufffd")))
    if b"\x00" in raw:
        raise UnreadableNotice("not a text file: it holds zero bytes")
    says_big5 = big5 or any(BIG5.fullmatch(name.decode("ascii")) for name in DECLARED.findall(raw[:4096]))
    for name in ("utf-8", *(("big5hkscs",) if says_big5 else ()), "gb18030"):
        try:
            return Decoded(raw, raw.decode(name), name)
        except UnicodeDecodeError:
            continue
    return _checked(_damaged(raw) or _guessed(raw))


def _damaged(raw: bytes) -> Decoded | None:
    """Read UTF-8 or GB18030 with a few broken bytes (a file cut off in the middle of a character), or None."""
    tries = [
        Decoded(raw, text, name, 0, text.count("\ufffd"))
        for name in ("utf-8", "gb18030")
        for text in [raw.decode(name, "replace")]
    ]
    best = min(tries, key=lambda t: t.lost)
    return best if best.lost <= GIVEN_UP * len(best.text) else None


def _guessed(raw: bytes) -> Decoded:
    guess = from_bytes(raw[:200_000]).best()
    if guess is None:
        raise UnreadableNotice("unreadable: not text in any known encoding")
    text = raw.decode(guess.encoding, "replace")
    return Decoded(raw, text, guess.encoding, 0, text.count("\ufffd"))


def _checked(decoded: Decoded) -> Decoded:
    if decoded.lost > GIVEN_UP * len(decoded.text):
        raise UnreadableNotice("unreadable: not text in any known encoding")
    return decoded


def _runs_by_step(raw: bytes, bom: int, encoding: str) -> tuple[list[int], list[int], list[int]]:
    """Find each character's bytes by decoding byte after byte; exact for every encoding, and slow."""
    decoder = codecs.getincrementaldecoder(encoding)("replace")
    places = array("q")
    begun = bom
    for byte in range(bom, len(raw)):
        made = decoder.decode(raw[byte : byte + 1], final=byte == len(raw) - 1)
        places.extend([begun] * min(1, len(made)) + [byte] * (len(made) - 1))  # a broken lead byte, then this one
        if made:
            begun = byte + 1
    ends = [*places[1:], len(raw)]
    return list(range(len(places))), list(places), [end - start for start, end in zip(places, ends, strict=True)]
