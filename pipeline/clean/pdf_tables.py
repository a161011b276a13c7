"""Tables of a PDF by their ruled lines; parts on several pages become one table."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import accumulate

from extractors.notice import Cell
from extractors.span import Span
from pipeline.clean.chrome import squeeze
from pipeline.clean.lines import JOINING, OWN_LINE, Line, row_line
from pipeline.clean.mapped import Mapped, join
from pipeline.clean.pdf_page import Box, Glyph, Page, mapped, rows_of
from pipeline.clean.pdf_rules import grids
from pipeline.clean.spaces import tidy

SAME_EDGE = 3.0
MAX_BOX = 0.6
"""Share of the height of a page that a box reaches at most: a higher one is the frame of the page."""
ROOM_LEFT = 1.6
"""A line of a cell that leaves room for more than so many characters was ended on purpose."""

Row = list[tuple[Cell, Mapped]]


@dataclass(frozen=True, slots=True)
class PrintedTable:
    """A table, or its part on one page: rows of cells with their text; `columns` counts grid columns, `edges` are their x."""

    page: int
    box: Box
    edges: tuple[float, ...]
    rows: tuple[Row, ...]

    @property
    def columns(self) -> int:
        """The number of grid columns."""
        return len(self.edges) - 1

    @property
    def top(self) -> float:
        """The upper edge, from the top of the page."""
        return self.box[1]


def ruled_parts(page: Page) -> tuple[list[PrintedTable], list[Box]]:
    """Return the tables that lines or boxes rule, and the boxes round text: with one column or one row there is no table."""
    tables: list[PrintedTable] = []
    boxes: list[Box] = []
    for cells in grids(page.rules):
        xs = _edges([x for box in cells for x in (box[0], box[2])])
        ys = _edges([y for box in cells for y in (box[1], box[3])])
        if len(xs) < 3 or len(ys) < 3:
            boxes += [cell for cell in cells if cell[3] - cell[1] < MAX_BOX * page.height]
        else:
            tables.append(_table(cells, xs, ys, page))
    return tables, boxes


def _table(boxes: Sequence[Box], xs: Sequence[float], ys: Sequence[float], page: Page) -> PrintedTable:
    fields: dict[tuple[int, int], int] = {}
    places: list[tuple[int, int, int, int]] = []
    for i, (x0, top, x1, bottom) in enumerate(boxes):
        place = (_nearest(xs, x0), _nearest(ys, top), _nearest(xs, x1), _nearest(ys, bottom))
        places.append(place)
        for column in range(place[0], place[2]):
            for row in range(place[1], place[3]):
                fields.setdefault((column, row), i)
    inside: dict[int, list[Glyph]] = {i: [] for i in range(len(boxes))}
    for glyph in page.glyphs:
        field = (bisect_right(xs, (glyph.x0 + glyph.x1) / 2) - 1, bisect_right(ys, glyph.middle) - 1)
        if field in fields:
            inside[fields[field]].append(glyph)
    rows: list[Row] = [[] for _ in range(len(ys) - 1)]
    for i, (column, row, end, below) in enumerate(places):
        if end > column and below > row:
            words = cell_text(inside[i], boxes[i])
            rows[row].append((Cell(row, column, Span(0, 0), below - row, end - column), words))
    return PrintedTable(page.number, (xs[0], ys[0], xs[-1], ys[-1]), tuple(xs), tuple(_compact(rows)))


def _compact(rows: Sequence[Row]) -> list[Row]:
    """Drop rows in which no text begins: double rules and cells that end a little apart make them."""
    filled = [any(words for _, words in row) for row in rows]
    index = list(accumulate(filled, initial=0))
    compact: list[Row] = [[] for _ in range(index[-1])]
    for row in rows:
        for cell, words in row:
            begin, end = index[cell.row], index[min(cell.row + cell.rowspan, len(rows))]
            if end > begin or words:
                compact[begin].append((replace(cell, row=begin, rowspan=max(1, end - begin)), words))
    return [sorted(row, key=lambda item: item[0].column) for row in compact]


def _edges(values: list[float]) -> list[float]:
    edges: list[float] = []
    for value in sorted(values):
        if not edges or value - edges[-1] > SAME_EDGE:
            edges.append(value)
    return edges


def _nearest(edges: Sequence[float], value: float) -> int:
    return min(range(len(edges)), key=lambda i: abs(edges[i] - value))


def cell_text(glyphs: Sequence[Glyph], box: Box) -> Mapped:
    """Return the text of a cell, its lines joined; a space parts what was meant to stand on lines of its own."""
    rows = [(row, [g for g in row if g.text.strip()]) for row in rows_of(glyphs)]
    rows = [(row, inked) for row, inked in rows if inked]
    margin = min((inked[0].x0 - box[0] for _, inked in rows), default=0.0)
    room = box[2] - box[0] - 2 * max(0.0, margin)
    pieces: list[Mapped] = []
    width = room
    for row, inked in rows:
        words = tidy(mapped(row))
        short = room - width > ROOM_LEFT * inked[0].size
        if pieces and short and min(len(pieces[-1]), len(words)) >= OWN_LINE and pieces[-1].text[-1] not in JOINING:
            pieces[-1] += pieces[-1].layout(" ")
        pieces.append(words)
        width = inked[-1].x1 - inked[0].x0
    return glue(pieces)


def glue(lines: Sequence[Mapped]) -> Mapped:
    """Join the lines of one cell; between two Latin words of different lines stands a space."""
    pieces: list[Mapped] = []
    for words in lines:
        if not words:
            continue
        if pieces and "!" <= pieces[-1].text[-1] <= "~" and words.text[0].isascii():
            pieces.append(pieces[-1].layout(" "))
        pieces.append(words)
    return join(pieces)


def _add_to_row(row: Row, texts: dict[int, Mapped]) -> Row:
    return [(cell, glue([words, texts[cell.column]]) if cell.column in texts else words) for cell, words in row]


def joined_over_pages(first: PrintedTable, after: PrintedTable) -> PrintedTable | None:
    """Join a table with its part on the next page: without repeated headings, a row cut in two made one; None if not its part."""
    if first.columns != after.columns:
        return None
    shift = after.edges[0] - first.edges[0]
    if any(abs(b - a - shift) > 4 * SAME_EDGE for a, b in zip(first.edges, after.edges, strict=True)):
        return None
    rows = list(after.rows)
    repeated = 0
    for above, row in zip(first.rows, rows, strict=False):
        if _texts(above) != _texts(row) or not any(_texts(row)):
            break
        repeated += 1
    rows = rows[repeated:]
    kept = [list(row) for row in first.rows]
    if not rows or not kept:
        return PrintedTable(after.page, after.box, first.edges, tuple(kept))
    is_rest = _is_rest(kept[-1], rows[0])
    if is_rest:
        kept[-1] = _add_to_row(kept[-1], {cell.column: words for cell, words in rows[0] if words})
    rows[0] = _without_groups(kept, rows[0], less=int(is_rest))
    base = len(kept) - repeated - is_rest
    moved = [[(replace(cell, row=cell.row + base), words) for cell, words in row] for row in rows[is_rest:]]
    return PrintedTable(after.page, after.box, first.edges, (*kept, *moved))


def _without_groups(kept: list[Row], row: Row, less: int) -> Row:
    """Let the merged cells at the left that a page cut in two reach on into its rows; return the row without their rest."""
    rest = list(row)
    while rest and not rest[0][1]:
        cell = rest.pop(0)[0]
        for above in reversed(kept):
            found = next((i for i, (c, _) in enumerate(above) if c.column == cell.column), None)
            if found is not None:
                group, words = above[found]
                above[found] = (replace(group, rowspan=group.rowspan + cell.rowspan - less), words)
                break
    return rest


def _texts(row: Row) -> list[str]:
    return [squeeze(words.text) for _, words in row]


def _is_rest(last: Row, row: Row) -> bool:
    """Tell whether the first row of a page goes on the last row of the page before: its key and more cells are empty."""
    texts = {cell.column: bool(words) for cell, words in row}
    before = {cell.column: bool(words) for cell, words in last}
    if texts.get(0) or not any(texts.values()):
        return False
    return any(filled and not texts.get(column) for column, filled in before.items() if column > 0) and all(
        before.get(column) for column, filled in texts.items() if filled
    )


def table_lines(table: PrintedTable, number: int) -> list[Line]:
    """Lay a table out as lines with tabs; rows without any text are left out."""
    place = next((words for row in table.rows for _, words in row if words), None)
    if place is None:
        return []
    lines: list[Line] = []
    for row in table.rows:
        line = row_line(row, table.columns, number, place)
        if line.text.strip():
            lines.append(line)
            place = next((words for _, words in reversed(row) if words), place)
    return lines
