"""Lay a table out as a grid: every place knows its cell, merged or not; find its head rows and name its columns."""

from __future__ import annotations

import re
from functools import cached_property

from extractors.notice import Cell, Table
from extractors.tables.headers import Column, Kind, kind_of, squeeze
from extractors.tables.keys import keyed_by_place
from extractors.tables.units import is_unit

NUMBERED = re.compile(r"[0-9０-９]{1,3}|[（(]?[一二三四五六七八九十]{1,3}[)）]?")
VALUE = re.compile(r"[^0-9０-９]{0,6}[0-9０-９][0-9０-９.,，%％]*[^0-9０-９]{0,4}|[-—–－/／]+")
BARE_NUMBER = re.compile(r"\d[\d,，.]*[%％]?")
YEAR_HEAD = re.compile(r"(?:到|至)?20\d\d年?(?:底|末)?")
MOST_HEAD_ROWS = 6


class Grid:
    """A table of the text, readable by row and column."""

    def __init__(self, table: Table, text: str) -> None:
        """Place the cells; a cell that lies over another (a table badly merged) gives way to the first."""
        self.table, self.text = table, text
        self.places: dict[tuple[int, int], Cell] = {}
        for cell in table.cells:
            for row in range(cell.row, cell.row + cell.rowspan):
                for column in range(cell.column, cell.column + cell.colspan):
                    self.places.setdefault((row, column), cell)
        self.height = 1 + max((row for row, _ in self.places), default=-1)
        self.width = 1 + max((column for _, column in self.places), default=-1)

    def cell(self, row: int, column: int) -> Cell | None:
        """Return the cell that covers a place, or None."""
        return self.places.get((row, column))

    def words(self, cell: Cell | None) -> str:
        """Return a cell's words without white space; "" for no cell."""
        return squeeze(cell.span.cut(self.text)) if cell else ""

    def row(self, row: int) -> list[Cell]:
        """Return the different cells of a row from left to right, those merged from above included."""
        found: list[Cell] = []
        for column in range(self.width):
            cell = self.places.get((row, column))
            if cell is not None and (not found or found[-1] is not cell):
                found.append(cell)
        return found

    def filled(self, row: int) -> list[Cell]:
        """Return the cells that begin in a row and hold words."""
        return [cell for cell in self.row(row) if cell.row == row and self.words(cell)]

    @cached_property
    def head(self) -> range:
        """The rows of the table's head, empty where no row names the columns; rows above it are the table's title."""
        for row in range(min(self.height, MOST_HEAD_ROWS)):
            cells = self.filled(row)
            if len(cells) < 2 and not any(c.row < row for c in self.row(row)):
                continue
            named = [c for c in cells if c.header or kind_of(self.words(c))]
            if len(named) < (1 if self._numbers_follow(row) or self._places_follow(row, named) else 2):
                return range(0)
            last = max((c.row + c.rowspan - 1 for c in cells if c.rowspan < self.height), default=row)
            while last + 1 < self.height and last + 1 < row + MOST_HEAD_ROWS and self._is_head(last + 1, named):
                last += 1
            return range(row, min(last + 1, self.height))
        return range(0)

    def _numbers_follow(self, row: int) -> bool:
        """Tell whether a row without numbers stands over rows of them, so that one known head is enough."""
        if any(BARE_NUMBER.fullmatch(self.words(c)) for c in self.filled(row)):
            return False
        below = [self.filled(r) for r in range(row + 1, min(self.height, row + 1 + MOST_HEAD_ROWS))]
        return any(2 * sum(1 for c in r if BARE_NUMBER.fullmatch(self.words(c))) > len(r) > 2 for r in below)

    def _places_follow(self, row: int, named: list[Cell]) -> bool:
        """Tell whether a known head is that of places, and places stand under it."""
        keys = [c for c in named if kind_of(self.words(c)) is Kind.PLACE]
        below = (self.cell(r, keys[0].column) for r in range(row + 1, self.height)) if keys else ()
        return keyed_by_place([words for c in below if (words := self.words(c))])

    def _is_head(self, row: int, above: list[Cell]) -> bool:
        """Tell whether a row goes on naming columns: each of its cells stands under a head that spans several."""
        cells = self.filled(row)
        if not cells or any(NUMBERED.fullmatch(self.words(c)) for c in cells[:1]):
            return False
        spans = [c for c in above if c.colspan > 1]
        under = all(any(s.column <= c.column < s.column + s.colspan for s in spans) for c in cells)
        named = all(kind_of(self.words(c)) or YEAR_HEAD.fullmatch(self.words(c)) for c in cells)
        values = any(VALUE.fullmatch(self.words(c)) and not YEAR_HEAD.fullmatch(self.words(c)) for c in cells)
        return not values and (under or named)

    @cached_property
    def title(self) -> str:
        """The words in the rows above the head."""
        return "".join(self.words(c) for row in range(self.head.start) for c in self.filled(row))

    @cached_property
    def body(self) -> range:
        """The rows under the head; a head repeated on a later page is skipped by `is_repeated_head`."""
        return range(self.head.stop, self.height) if self.head else range(0)

    def is_repeated_head(self, row: int) -> bool:
        """Tell whether a row prints the head once more, as tables over several pages do."""
        words = [self.words(c) for c in self.filled(row)]
        return any(words == [self.words(c) for c in self.filled(r)] for r in self.head)

    @cached_property
    def columns(self) -> tuple[Column, ...]:
        """What each column holds; heads that leave it open are settled by what stands under them."""
        found: list[Column] = []
        for place in range(self.width):
            pieces: list[Cell] = []
            for row in self.head:
                cell = self.cell(row, place)
                if cell is not None and cell not in pieces:
                    pieces.append(cell)
            words = [w for c in pieces if (w := self.words(c))]
            head = "".join(words)
            kind = kind_of(head) or (kind_of(words[-1]) if words else None)
            found.append(Column(place, head, self._settled(place, head, kind)))
        return tuple(found)

    def _settled(self, place: int, head: str, kind: Kind | None) -> Kind | None:
        """单位 heads a column of units or of places, and a first column of places may have any head: the cells tell."""
        if kind not in {None, Kind.UNIT, Kind.INDICATOR, Kind.CATEGORY}:
            return kind
        cells = [self.words(c) for row in self.body if (c := self.cell(row, place)) and self.words(c)]
        if kind is Kind.UNIT:
            return Kind.UNIT if sum(map(is_unit, cells)) * 2 >= len(cells) else Kind.PLACE
        first = place == 0 or (place == 1 and bool(cells) and self._is_numbered())
        return Kind.PLACE if first and keyed_by_place(cells) else kind

    def _is_numbered(self) -> bool:
        """Tell whether the first column holds nothing but running numbers."""
        cells = [self.words(c) for row in self.body if (c := self.cell(row, 0)) and self.words(c)]
        return all(NUMBERED.fullmatch(words) for words in cells)

    def of_kind(self, *kinds: Kind) -> list[Column]:
        """Return the columns of some kinds, from left to right."""
        return [column for column in self.columns if column.kind in kinds]
