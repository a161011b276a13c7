"""Scanned PDFs and pictures: read with RapidOCR, which works offline, where the extra `duibiao[ocr]` is installed."""

from __future__ import annotations

import importlib
import importlib.util
import io
import logging
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from typing import Any

import pypdfium2
from PIL import Image

from extractors.errors import UnreadableNotice
from pipeline.clean.limits import MAX_OCR_PAGES, MAX_OCR_SECONDS, MAX_PIXELS, Clock
from pipeline.clean.pdf_page import Box, Glyph, Press

MISSING = "scanned, install duibiao[ocr]"
WARNING = "read by OCR: compare figures with the page"
DOTS_PER_INCH = 200
POINTS_PER_INCH = 72
MIN_SCORE = 0.5
MAX_STRETCH = 1.6
"""A character is hardly ever set wider than this share of its height; a longer box holds spaces."""

Engine = Callable[[Image.Image], Sequence[tuple[str, Box]]]
"""Reads a picture into lines of text with their boxes in pixels."""


def is_installed() -> bool:
    """Tell whether the engine is there."""
    return importlib.util.find_spec("rapidocr") is not None


@cache
def engine() -> Engine:
    """Load the engine, once per process."""
    logging.getLogger("RapidOCR").setLevel(logging.CRITICAL)
    module: Any = importlib.import_module("rapidocr")
    numpy: Any = importlib.import_module("numpy")
    rapid = module.RapidOCR(params={"Global.log_level": "critical"})

    def read(picture: Image.Image) -> list[tuple[str, Box]]:
        result = rapid(numpy.asarray(picture.convert("RGB")))
        if result.txts is None:
            return []
        found: list[tuple[str, Box]] = []
        for corners, text, score in zip(result.boxes, result.txts, result.scores, strict=True):
            xs, ys = [float(x) for x, _ in corners], [float(y) for _, y in corners]
            if score >= MIN_SCORE and text.strip():
                found.append((text, (min(xs), min(ys), max(xs), max(ys))))
        return found

    return read


def scanned_pages(raw: bytes) -> Iterator[tuple[Image.Image, float]]:
    """Yield each page of a PDF as a picture, with the points that one of its pixels measures.

    Raises:
        UnreadableNotice: there are too many pages.
    """
    document = pypdfium2.PdfDocument(raw)
    try:
        if len(document) > MAX_OCR_PAGES:
            raise UnreadableNotice(f"scanned, and too large: {len(document)} pages, the limit is {MAX_OCR_PAGES}")
        for page in document:
            yield page.render(scale=DOTS_PER_INCH / POINTS_PER_INCH).to_pil(), POINTS_PER_INCH / DOTS_PER_INCH
    finally:
        document.close()


def picture_pages(raw: bytes) -> Iterator[tuple[Image.Image, float]]:
    """Yield a picture file as a page of which one pixel measures one point.

    Raises:
        UnreadableNotice: it is broken or too large.
    """
    try:
        picture = Image.open(io.BytesIO(raw))
        if picture.width * picture.height > MAX_PIXELS:
            raise UnreadableNotice(f"too large: a picture of {picture.width} x {picture.height} pixels")
        picture.load()
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise UnreadableNotice("a broken picture") from error
    yield picture, 1.0


def recognise(
    pages: Iterator[tuple[Image.Image, float]], press: Press, read: Engine
) -> Iterator[tuple[list[Glyph], float]]:
    """Yield for each page its characters and its height in points.

    The engine gives boxes of lines; each character has its share of the width of its line.
    """
    clock = Clock(MAX_OCR_SECONDS)
    for number, (picture, points) in enumerate(pages, 1):
        clock.check()
        glyphs: list[Glyph] = []
        for text, box in read(picture):
            left, top, right, bottom = (edge * points for edge in box)
            each = min((right - left) / len(text), MAX_STRETCH * (bottom - top))
            for i, character in enumerate(text):
                place = (left + i * each, top, left + (i + 1) * each, bottom)
                glyphs.append(Glyph(character, *place, bottom - top, len(press.places)))
                press.places.append((number, place))
        yield glyphs, picture.height * points
