"""What PDF, OFD and scans have in common: pages of printed characters and ruled lines become the lines of a notice."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from extractors.errors import UnreadableNotice
from extractors.notice import OffsetRun, PageField
from pipeline.clean import ocr
from pipeline.clean.limits import MAX_PRINTED
from pipeline.clean.lines import Line
from pipeline.clean.mapped import Mapped
from pipeline.clean.pdf_browser import as_page, is_of_browser
from pipeline.clean.pdf_page import BOXED, Page, Press, PrintedLine, Sheet, printed_lines
from pipeline.clean.pdf_paragraphs import Element, flow, without_running
from pipeline.clean.pdf_tables import ruled_parts
from pipeline.clean.pdf_unruled import unruled_tables

FEW, MAX_LOST_SHARE = 4, 0.01
"""So many lost characters, or such a share of all, leave a text that can be read."""
MIN_CHARACTERS_A_PAGE = 10


@dataclass(frozen=True, slots=True)
class PrintedNotice:
    """What was read of a file of pages: its lines, and the printed characters that their positions count."""

    lines: tuple[Line, ...]
    press: Press
    method: str
    warning: str | None = None
    fields: tuple[PageField, ...] = ()


def read_sheets(sheets: Iterable[Sheet], kind: str, scan: Callable[[], PrintedNotice]) -> PrintedNotice:
    """Read pages as they are printed; `kind` names the format, `scan` is asked to read pages that are but pictures.

    Raises:
        UnreadableNotice: there is nothing or too much of it, or its fonts do not say which characters they show.
    """
    press = Press()
    pictures = False
    unseen = 0
    heights: list[float] = []
    elements: list[list[Element]] = []
    for number, sheet in enumerate(sheets, 1):
        page = press.page(number, sheet)
        if len(press.places) > MAX_PRINTED:
            raise UnreadableNotice(f"too large: more than {MAX_PRINTED} characters")
        pictures = pictures or sheet.pictures
        unseen += sheet.unseen
        elements.append(elements_of(page))
        heights.append(page.height)
    if not heights:
        raise UnreadableNotice(f"{kind} without pages")
    if pictures and len(press.places) < MIN_CHARACTERS_A_PAGE * len(heights):
        return scan()
    warnings = [_lost(press), ocr.WARNING if pictures and 2 * unseen > len(press.places) else None]
    kept, running = without_running(elements, heights)
    lines: list[Line] = flow(kept)
    fields: tuple[PageField, ...] = ()
    method = f"{kind}, {len(heights)} pages"
    written = [line.text for line in running if is_of_browser(line.text)]
    if written:
        lines, fields = as_page(lines, written)
        method += " printed from a web page"
    return PrintedNotice(tuple(lines), press, method, "; ".join(filter(None, warnings)) or None, fields)


def _lost(press: Press) -> str | None:
    """Return a warning of characters that the file does not name.

    Raises:
        UnreadableNotice: there are so many that the rest is no text.
    """
    if not press.lost:
        return None
    if press.lost > max(FEW, MAX_LOST_SHARE * len(press.places)):
        raise UnreadableNotice(
            f"unreadable: font garbage: of {press.lost} of {len(press.places)} glyphs the file does not say which characters they show"
        )
    return f"{press.lost} characters are unreadable: the file does not say which they are"


def elements_of(page: Page) -> list[Element]:
    """Return the lines and tables of a page in reading order."""
    ruled, boxes = ruled_parts(page)
    taken = {at for table in ruled for row in table.rows for _, words in row for at in words.at}
    parts: list[list[Element]] = [[table] for table in ruled]
    for number, (x0, top, x1, bottom) in enumerate(boxes, page.number * BOXED):
        inside = [
            glyph
            for glyph in page.glyphs
            if x0 <= (glyph.x0 + glyph.x1) / 2 <= x1 and top <= glyph.middle <= bottom and glyph.index not in taken
        ]
        taken.update(glyph.index for glyph in inside)
        parts.append([replace(line, column=number) for line in printed_lines(inside, page.number)])
    free = [glyph for glyph in page.glyphs if glyph.index not in taken]
    elements: list[Element] = list(unruled_tables(printed_lines(free, page.number)))
    for part in parts:
        above = part[0].top if part else 0.0
        at = next((i for i, e in enumerate(elements) if e.top > above and _column(e) != 1), len(elements))
        elements[at:at] = part
    return elements


def _column(element: Element) -> int:
    return element.column if isinstance(element, PrintedLine) else 0


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
