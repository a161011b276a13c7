"""From printed lines to paragraphs: running heads, page numbers and soft line breaks go, footnotes move behind their paragraph."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from statistics import median

from pipeline.clean.chrome import squeeze
from pipeline.clean.contents import is_entry, without_contents
from pipeline.clean.lines import Line
from pipeline.clean.mapped import Mapped, join
from pipeline.clean.pages import BARE, DRESSED, ROMAN
from pipeline.clean.pdf_browser import is_of_browser
from pipeline.clean.pdf_page import BOXED, PrintedLine
from pipeline.clean.pdf_tables import PrintedTable, joined_over_pages, table_lines
from pipeline.clean.wraps import ENDS, HAN_NUMBER, LETTER, OPEN_DATE, SENTENCE, STRONG_MARK, WEAK_MARK

Element = PrintedLine | PrintedTable

EDGE = 0.12
"""Share of a page's height, above and below, in which running heads and page numbers stand."""
RUNNING_PAGES = 3
DIGITS = re.compile(r"\d+")
OF_ALL = re.compile(r"\d{1,4}\s?(?:[/／]|of)\s?\d{1,4}|[Pp](?:age)?[.\s]?\s?\d{1,4}(?:\s?of\s?\d{1,4})?")
"""3/10, or the same in English."""
UNIT = re.compile(r"单位\s*[:：]")
"""Above each part of a table its unit may be said again: the first time it is no running head."""
NOTE_MARK = re.compile(
    r"[\u2460-\u2473\u24ea]|[\[［〔(（]\d{1,2}[\]］〕)）]|\d{1,2}(?:\s|(?=[\u4e00-\u9fff]))|[*※]|注\s?\d?[:：]"
)
MAX_RUNNING_PROSE = 24
CONTINUED = re.compile(r"^续|[（(]续[）)表]|续表|^单位[:：]|^计量单位")
"""Above a table: that it goes on, or its unit again."""
MAX_CAPTION = 40
NOTE_SIZE = 0.9
INDENT_SHARE = 0.12
USUAL_LEADING = 0.8
PARTED = 0.25
"""White more than usual between two lines that parts two paragraphs, in sizes of their characters."""


def without_running(
    pages: Sequence[Sequence[Element]], heights: Sequence[float]
) -> tuple[list[list[Element]], list[PrintedLine]]:
    """Drop what repeats at the edges of pages, page numbers there, and what a browser writes there; return both."""
    edges = [_at_edges(elements, height, len(pages)) for elements, height in zip(pages, heights, strict=True)]
    seen = Counter(key for lines in edges for key in {key for _, key in lines})
    enough = len(pages) if len(pages) <= 2 else max(RUNNING_PAGES, len(pages) // 3)
    kept: list[list[Element]] = []
    running: list[PrintedLine] = []
    units: set[str] = set()
    for elements, lines in zip(pages, edges, strict=True):
        drop = [
            line
            for line, key in lines
            if (seen[key] >= enough > 1 and not _is_prose(line.text))
            or is_page_number(line.text)
            or is_of_browser(line.text)
        ]
        new = [line for line in drop if UNIT.search(line.text) and line.text not in units]
        units.update(line.text for line in new)
        running += [line for line in drop if line not in new]
        dropped = {id(line) for line in drop if line not in new}
        kept.append([element for element in elements if id(element) not in dropped])
    return kept, running


def _is_prose(text: str) -> bool:
    """Tell whether a line is of running text, which forms may repeat at the same place of each page."""
    return len(text) > MAX_RUNNING_PROSE and SENTENCE.search(text) is not None


def is_page_number(text: str) -> bool:
    """Tell whether a line at the edge of a page is its number."""
    return any(form.fullmatch(text) for form in (DRESSED, BARE, ROMAN, OF_ALL))


def _at_edges(elements: Sequence[Element], height: float, pages: int) -> list[tuple[PrintedLine, tuple[object, ...]]]:
    """Return the lines near the upper and lower edge, each with what is compared over pages: where, size and words.

    Of two pages these must be the same to the figure and at the same height.
    """
    found: list[tuple[PrintedLine, tuple[object, ...]]] = []
    for element in elements:
        if not isinstance(element, PrintedLine) or (
            EDGE * height <= element.bottom and element.top <= (1 - EDGE) * height
        ):
            continue
        words = squeeze(element.text)
        place = (round(element.top), words) if pages == 2 else (element.top < height / 2, DIGITS.sub("0", words))
        found.append((element, (*place, round(element.size))))
    return found


def flow(pages: Sequence[Sequence[Element]]) -> list[Line]:
    """Join the lines of all pages into paragraphs, and tables over pages into one."""
    tables = 0
    lines: list[Line] = []
    body = _body_size(pages)
    margins = _margins(pages, body)
    indented = _indents(pages, margins)
    run: list[PrintedLine] = []
    notes: list[tuple[int, list[PrintedLine]]] = []
    waiting: PrintedTable | None = None

    def close() -> None:
        at = 0
        for paragraph in [[], *_paragraphs(run, margins, indented)]:
            at += len(paragraph)
            lines.extend([_joined(paragraph)] if paragraph else [])
            while notes and notes[0][0] <= at:
                lines.extend(map(_joined, _paragraphs(notes.pop(0)[1], margins, False)))
        run.clear()

    for elements, after in zip(pages, [*pages[1:], []], strict=True):
        text, below = _notes(elements, after, body)
        for element in _without_continued(text, waiting):
            if isinstance(element, PrintedTable):
                bridged = joined_over_pages(waiting, element) if waiting is not None else None
                if bridged is not None:
                    waiting = bridged
                    continue
                if waiting is not None:
                    tables += 1
                    lines.extend(table_lines(waiting, tables))
                close()
                waiting = element
                continue
            if waiting is not None:
                tables += 1
                lines.extend(table_lines(waiting, tables))
                waiting = None
            run.append(element)
        if below:
            notes.append((len(run), below))
    if waiting is not None:
        tables += 1
        lines.extend(table_lines(waiting, tables))
    close()
    return without_contents(lines)[0]


def _without_continued(elements: Sequence[Element], waiting: PrintedTable | None) -> Sequence[Element]:
    """Leave out the lines above the part of a table on a next page that only say so: 续表, or its unit again."""
    first = next((i for i, element in enumerate(elements) if isinstance(element, PrintedTable)), 0)
    above = [squeeze(element.text) for element in elements[:first] if isinstance(element, PrintedLine)]
    table = elements[first] if elements else None
    if (
        waiting is None
        or not isinstance(table, PrintedTable)
        or not all(CONTINUED.search(words) and len(words) <= MAX_CAPTION for words in above)
        or joined_over_pages(waiting, table) is None
    ):
        return elements
    return elements[first:]


def _body_size(pages: Sequence[Sequence[Element]]) -> float:
    sizes = Counter[float]()
    for line in _lines(pages):
        sizes[round(line.size * 2) / 2] += len(line.words)
    return sizes.most_common(1)[0][0] if sizes else 0.0


def _lines(pages: Sequence[Sequence[Element]]) -> list[PrintedLine]:
    return [element for elements in pages for element in elements if isinstance(element, PrintedLine)]


def _margins(pages: Sequence[Sequence[Element]], body: float) -> dict[int, tuple[float, float]]:
    """Return the left and right edge of running text, for each column and box."""
    margins: dict[int, tuple[float, float]] = {}
    columns: dict[int, list[PrintedLine]] = {}
    for line in _lines(pages):
        if line.column >= BOXED or abs(line.size - body) <= 1.5:
            columns.setdefault(line.column, []).append(line)
    for column, lines in columns.items():
        lefts = Counter(round(line.x0 / 3) * 3 for line in lines)
        left = min(x for x, count in lefts.items() if count >= 0.1 * len(lines) or count == max(lefts.values()))
        rights = sorted(line.x1 for line in lines)
        margins[column] = (left, median(rights[len(rights) // 2 :]))
    return margins


def _indents(pages: Sequence[Sequence[Element]], margins: dict[int, tuple[float, float]]) -> bool:
    """Tell whether paragraphs of this file begin with an indent of two characters."""
    lines = [line for line in _lines(pages) if line.column in margins and line.column < BOXED]
    hits = [line for line in lines if 1.3 * line.size <= line.x0 - margins[line.column][0] <= 2.8 * line.size]
    return len(hits) >= INDENT_SHARE * max(1, len(lines))


def _notes(
    elements: Sequence[Element], after: Sequence[Element], body: float
) -> tuple[list[Element], list[PrintedLine]]:
    """Part the footnotes at the foot of a page, small lines from the first with a mark on, from its text.

    Only where the text goes on in its own size on the page after; elsewhere small lines are in their place.
    """
    at = len(elements)
    goes_on = after and isinstance(after[0], PrintedLine) and after[0].size > NOTE_SIZE * body
    for i in range(len(elements) - 1, -1, -1) if goes_on else ():
        element = elements[i]
        if not isinstance(element, PrintedLine) or element.size > NOTE_SIZE * body:
            break
        if element.note or NOTE_MARK.match(element.text):
            at = i
    notes = [
        replace(element, note=element.note or NOTE_MARK.match(element.text) is not None)
        for element in elements[at:]
        if isinstance(element, PrintedLine)
    ]
    return list(elements[:at]), notes


def _paragraphs(
    lines: Sequence[PrintedLine], margins: dict[int, tuple[float, float]], indented: bool
) -> Iterator[list[PrintedLine]]:
    """Yield the lines of each paragraph."""
    now: list[PrintedLine] = []
    leading = _leading(lines)
    for line in lines:
        if now and not _goes_on(now, line, margins, indented, leading):
            yield now
            now = []
        now.append(line)
    if now:
        yield now


def _joined(lines: Sequence[PrintedLine]) -> Line:
    pieces: list[Mapped] = []
    for line in lines:
        if pieces and LETTER.match(pieces[-1].text[-1:]) and LETTER.match(line.text[:1]):
            pieces.append(pieces[-1].layout(" "))
        pieces.append(line.words)
    return Line(join(pieces))


def _leading(lines: Sequence[PrintedLine]) -> float:
    """Return the white between two lines that is usual among these, in sizes of their characters."""
    whites = [
        (after.top - before.bottom) / before.size
        for before, after in pairwise(lines)
        if (before.page, before.column) == (after.page, after.column) and abs(before.size - after.size) < 0.5
    ]
    return median(whites) if whites else USUAL_LEADING


def _goes_on(
    now: Sequence[PrintedLine],
    line: PrintedLine,
    margins: dict[int, tuple[float, float]],
    indented: bool,
    leading: float,
) -> bool:
    """Tell whether `line` goes on the paragraph of `now`: its last line is full, and this one begins where it may."""
    last = now[-1]
    if line.note:
        return False
    size = max(last.size, line.size)
    if last.column not in margins or line.column not in margins or abs(last.size - line.size) > 0.12 * size:
        return False
    if max(last.column, line.column) >= BOXED and last.column != line.column:
        return False
    together = last.page == line.page and last.column == line.column
    if together and line.top - last.bottom > min(1.6, max(leading, 0.0) + 0.8) * size:
        return False
    if last.x1 < margins[last.column][1] - 1.6 * size or is_entry(last.text) or OPEN_DATE.fullmatch(squeeze(line.text)):
        return False
    marked = STRONG_MARK.match(line.text) is not None
    if line.x0 - margins[line.column][0] > 1.2 * size:
        hangs = STRONG_MARK.match(now[0].text) or WEAK_MARK.match(now[0].text)
        second = now[1] if len(now) > 1 else line
        aligned = together and abs(line.x0 - second.x0) < 0.5 * size and line.x0 - now[0].x0 > 0.5 * size
        return hangs is not None and aligned and not marked and not WEAK_MARK.match(line.text)
    ended = last.text.endswith(ENDS)
    if marked and not indented:
        amid = not ended and (len(now) > 1 or SENTENCE.search(last.text) is not None)
        return amid and HAN_NUMBER.match(line.text) is not None
    if indented:
        return True
    if ended:
        white = together and (line.top - last.bottom) / size > leading + PARTED
        return not white and not WEAK_MARK.match(line.text) and not last.text.endswith(("：", ":"))
    return True
