"""PDF: text and tables with pdfplumber, each character with page and box; scans and broken files are told apart and said so."""

from __future__ import annotations

import io
import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pdfplumber
from pdfminer.pdfdocument import PDFPasswordIncorrect
from pdfminer.pdfexceptions import PDFException
from pdfplumber.utils.exceptions import PdfminerException
from PIL.Image import Image

from extractors.errors import UnreadableNotice
from extractors.notice import OffsetRun
from pipeline.clean import ocr
from pipeline.clean.limits import MAX_CHARACTERS, MAX_PDF_PAGES, MAX_SECONDS, SECONDS_A_PAGE, Clock
from pipeline.clean.lines import Line
from pipeline.clean.mapped import Mapped
from pipeline.clean.pdf_page import Glyph, Press, PrintedLine, printed_lines
from pipeline.clean.pdf_paragraphs import Element, flow, without_running
from pipeline.clean.pdf_tables import PrintedTable, ruled_tables, unruled_tables

MIN_CHARACTERS_A_PAGE = 10

logging.getLogger("pdfminer").setLevel(logging.CRITICAL)  # it warns of every odd font


@dataclass(frozen=True, slots=True)
class PdfNotice:
    """What was read of a PDF: its lines, and the printed characters that their positions count."""

    lines: tuple[Line, ...]
    press: Press
    method: str
    warning: str | None = None


def read_pdf(raw: bytes) -> PdfNotice:
    """Read a PDF.

    Raises:
        UnreadableNotice: it is broken, locked, scanned, too long, or takes too long.
    """
    press = Press()
    pages: list[list[Element]] = []
    heights: list[float] = []
    pictures = 0
    try:
        with pdfplumber.open(io.BytesIO(raw)) as pdf:
            if len(pdf.pages) > MAX_PDF_PAGES:
                raise UnreadableNotice(f"too large: {len(pdf.pages)} pages, the limit is {MAX_PDF_PAGES}")
            clock = Clock(MAX_SECONDS + SECONDS_A_PAGE * len(pdf.pages))
            for number, page in enumerate(pdf.pages, 1):
                clock.check()
                glyphs = press.glyphs(number, page)
                pictures += bool(page.images)
                if len(press.places) > MAX_CHARACTERS:
                    raise UnreadableNotice(f"too large: more than {MAX_CHARACTERS} characters")
                pages.append(_elements(page, number, glyphs))
                heights.append(float(page.height))
                page.close()
    except UnreadableNotice:
        raise
    except (
        PDFException,
        PdfminerException,
        ValueError,
        KeyError,
        TypeError,
        AttributeError,
        IndexError,
        RecursionError,
    ) as error:
        raise UnreadableNotice(_why(error)) from error
    if not pages:
        raise UnreadableNotice("a PDF without pages")
    if len(press.places) < MIN_CHARACTERS_A_PAGE * len(pages) and pictures:
        return read_scan(ocr.scanned_pages(raw))
    return PdfNotice(tuple(flow(without_running(pages, heights))), press, f"pdf, {len(pages)} pages")


def read_scan(pages: Iterator[tuple[Image, float]]) -> PdfNotice:
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
    return PdfNotice(tuple(flow(without_running(lines, heights))), press, f"ocr, {len(read)} pages", ocr.WARNING)


def _elements(page: pdfplumber.page.Page, number: int, glyphs: list[Glyph]) -> list[Element]:
    """Return the lines and tables of a page in reading order."""
    ruled = ruled_tables(page, number, glyphs)
    free = [glyph for glyph in glyphs if not any(_inside(glyph, table) for table in ruled)]
    elements: list[Element] = list(unruled_tables(printed_lines(free, number)))
    for table in ruled:
        at = next((i for i, e in enumerate(elements) if e.top > table.top and _column(e) != 1), len(elements))
        elements.insert(at, table)
    return elements


def _column(element: Element) -> int:
    return element.column if isinstance(element, PrintedLine) else 0


def _inside(glyph: Glyph, table: PrintedTable) -> bool:
    x0, top, x1, bottom = table.box
    return x0 <= (glyph.x0 + glyph.x1) / 2 <= x1 and top <= glyph.middle <= bottom


def _why(error: Exception) -> str:
    chain: BaseException | None = error
    while chain is not None:
        if isinstance(chain, PDFPasswordIncorrect) or any(isinstance(a, PDFPasswordIncorrect) for a in chain.args):
            return "locked with a password"
        chain = chain.__cause__ or chain.__context__
    return f"a broken PDF: {error or type(error).__name__}"


def box_runs(press: Press) -> Callable[[Mapped], tuple[OffsetRun, ...]]:
    """Return the function that turns places among printed characters into pages and boxes.

    A run holds neighbours of one line and one width, so that each character's box follows from that of the run.
    """

    def runs(words: Mapped) -> tuple[OffsetRun, ...]:
        found: list[OffsetRun] = []
        for i, (at, to) in enumerate(zip(words.at, words.to, strict=True)):
            if not press.places:
                break
            page, (x0, top, x1, bottom) = press.places[min(at, len(press.places) - 1)]
            if to == at:  # layout: a place without width, behind the character before
                found.append(OffsetRun(i, 1, 0, 0, page, (x1, top, x1, bottom)))
                continue
            last = found[-1] if found else None
            if last is not None and last.page == page and last.box is not None:
                left, above, right, below = last.box
                each = (right - left) / last.length
                level = abs(above - top) < 0.1 and abs(below - bottom) < 0.1
                if level and abs(x0 - right) < 0.1 and abs(x1 - x0 - each) < 0.1 and words.at[i - 1] != at:
                    found[-1] = OffsetRun(last.clean, last.length + 1, 0, 0, page, (left, above, x1, below))
                    continue
            found.append(OffsetRun(i, 1, 0, 0, page, (x0, top, x1, bottom)))
        return tuple(found)

    return runs
