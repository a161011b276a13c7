"""PDF: its pages with pdfplumber, each character with page and box; scans and broken files are told apart and said so."""

from __future__ import annotations

import io
import logging
import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import pdfplumber
from pdfminer.layout import LTChar, LTContainer, LTCurve, LTImage, LTPage, LTRect
from pdfminer.pdfdocument import PDFPasswordIncorrect
from pdfminer.pdfexceptions import PDFException
from pdfplumber.utils.exceptions import MalformedPDFException, PdfminerException
from PIL.Image import Image

from extractors.errors import UnreadableNotice
from pipeline.clean import ocr
from pipeline.clean.limits import MAX_PDF_PAGES, MAX_SECONDS, SECONDS_A_PAGE, Clock
from pipeline.clean.pdf_layout import layout_of
from pipeline.clean.pdf_page import LOST, Char, Press, Rule, Sheet, printed_lines, turn_of
from pipeline.clean.pdf_paragraphs import Element, flow, without_running
from pipeline.clean.pdf_unpacked import Fonts, check_objects
from pipeline.clean.pdf_unruled import unruled_tables
from pipeline.clean.printed import PrintedNotice, read_sheets

STRAIGHT = 0.1
"""A line that leans by less, in points, lies or stands."""
UNNAMED = re.compile(r"\(cid:\d+\)|[\ue000-\uefff\uf100-\uf8ff\ufffd\x00-\x08]")
"""A glyph without a character; U+F000 to U+F0FF are the bullets of symbol fonts, which are no words."""
SOFT_HYPHEN = "\u00ad"

logging.getLogger("pdfminer").setLevel(logging.CRITICAL)  # it warns of every odd font


def read_pdf(raw: bytes) -> PrintedNotice:
    """Read a PDF.

    Raises:
        UnreadableNotice: it is broken, locked, scanned, too long, or takes too long.
    """
    return read_sheets(_sheets(raw), "pdf", lambda: read_scan(ocr.scanned_pages(raw)))


def read_scan(pages: Iterator[tuple[Image, float]]) -> PrintedNotice:
    """Read pages that are pictures.

    Raises:
        UnreadableNotice: the engine is not installed, or it takes too long.
    """
    if not ocr.is_installed():
        raise UnreadableNotice(ocr.MISSING)
    press = Press()
    read = list(ocr.recognise(pages, press, ocr.engine()))
    lines: list[list[Element]] = [
        list(unruled_tables(printed_lines(glyphs, number))) for number, (glyphs, _) in enumerate(read, 1)
    ]
    heights = [height for _, height in read]
    return PrintedNotice(tuple(flow(without_running(lines, heights)[0])), press, f"ocr, {len(read)} pages", ocr.WARNING)


def _sheets(raw: bytes) -> Iterator[Sheet]:
    check_objects(raw)
    fonts = Fonts()
    try:
        with pdfplumber.open(io.BytesIO(raw)) as pdf:
            if len(pdf.pages) > MAX_PDF_PAGES:
                raise UnreadableNotice(f"too large: {len(pdf.pages)} pages, the limit is {MAX_PDF_PAGES}")
            clock = Clock(MAX_SECONDS + SECONDS_A_PAGE * len(pdf.pages))
            for page in pdf.pages:
                clock.check()
                yield _sheet(page, *layout_of(page, fonts, clock))
                page.close()
    except UnreadableNotice:
        raise
    except (
        PDFException,
        PdfminerException,
        MalformedPDFException,
        ValueError,
        KeyError,
        TypeError,
        AttributeError,
        IndexError,
        RecursionError,
    ) as error:
        raise UnreadableNotice(_why(error)) from error


def _sheet(page: Any, layout: LTPage, unseen: int) -> Sheet:
    """Return what a page prints. Its layout is read as pdfminer gives it: as pdfplumber's own objects it costs twice."""
    left, height = page.mediabox[0], page.height + page.mediabox[1]
    chars: list[Char] = []
    rules: list[Rule] = []
    pictures = False
    for item in _items(layout):
        if isinstance(item, LTChar):
            box = (item.x0 + left, height - item.y1, item.x1 + left, height - item.y0)
            x0, top, x1, bottom = (round(edge, 2) for edge in box)
            chars.append(Char(_shown(item.get_text()), (x0, top, x1, bottom), item.size, turn_of(*item.matrix[:2])))
        elif isinstance(item, LTCurve):
            points = [
                (x + left, height - y) for x, y in (*item.pts, *(item.pts[:1] if isinstance(item, LTRect) else ()))
            ]
            rules += [
                Rule(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))
                for (x0, y0), (x1, y1) in pairwise(points)
                if abs(x0 - x1) < STRAIGHT or abs(y0 - y1) < STRAIGHT
            ]
        elif isinstance(item, LTImage):
            pictures = True
    return Sheet(float(page.width), float(page.height), chars, rules, pictures, unseen)


def _items(parent: Any) -> Iterator[Any]:
    for item in parent:
        if isinstance(item, LTContainer):
            yield from _items(item)
        else:
            yield item


def _shown(text: str) -> str:
    """Return the character that a glyph shows: a soft hyphen that is printed is a hyphen."""
    return UNNAMED.sub(LOST, text).replace(SOFT_HYPHEN, "-")


def _why(error: Exception) -> str:
    chain: BaseException | None = error
    while chain is not None:
        if isinstance(chain, PDFPasswordIncorrect) or any(isinstance(a, PDFPasswordIncorrect) for a in chain.args):
            return "locked with a password"
        chain = chain.__cause__ or chain.__context__
    return f"a broken PDF: {error or type(error).__name__}"
