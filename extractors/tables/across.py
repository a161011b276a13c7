"""Read a table that divides tasks among places where the places are the columns: rows are what each is to reach."""

from __future__ import annotations

from dataclasses import replace

from extractors.notice import Cell
from extractors.reading import Reading
from extractors.records import Deadline, Target
from extractors.span import Span
from extractors.tables.captions import units_of
from extractors.tables.cells import CellValue, read_cell
from extractors.tables.grid import Grid
from extractors.tables.headers import Column, Kind
from extractors.tables.keys import keyed_by_place
from extractors.tables.quotas import NOTHING, NUMERIC, RULE_SUM, SETS, TELLS, stands_alone, subject_of, target_of_cell
from extractors.tables.times import caption_deadline, caption_span, dates_in, first_due, title_deadline
from extractors.tables.units import Unit, read_unit, unit_at_end
from extractors.vocabulary import DeadlineSource

NAMES = (Kind.INDICATOR, Kind.TASK)


class AcrossTable:
    """A table of quotas with a column for each place being read."""

    def __init__(self, state: Reading, text: str, grid: Grid) -> None:
        """Find the columns of places, and the one that says what each row counts."""
        self.state, self.text, self.grid = state, text, grid
        left = [c for c in grid.columns if c.kind in {None, *NAMES} and c.head]
        self.names = next(iter(grid.of_kind(*NAMES)), None)
        self.places = [c for c in left if self.names is not None and c.place > self.names.place and c.kind is None]
        self.caption = caption_span(text, grid).cut(text) + grid.title
        self.deadline = caption_deadline(state, text, grid) or title_deadline(state)

    @property
    def is_one(self) -> bool:
        """Tell whether all columns behind what is counted are places, and words of tasks, not of results, stand over them."""
        said = self.caption + "".join(c.head for c in self.grid.columns)
        keyed = keyed_by_place([c.head for c in self.places])
        return keyed and bool(SETS.search(said)) and not TELLS.search(said)

    def targets(self) -> list[Target]:
        """Return one target for each number, in text order."""
        found: list[Target] = []
        for row in self.grid.body:
            name = self.grid.cell(row, self.names.place) if self.names else None
            if name is None or self.grid.is_repeated_head(row) or not self.grid.words(name):
                continue
            indicator, in_name = unit_at_end(self.grid.words(name))
            unit = self._unit(row) or in_name or next(iter(units_of(self.caption)), None)
            dates = dates_in(self.state, name.span)
            due = first_due(self.state, self.text, reversed(dates), DeadlineSource.CLAUSE)
            if unit is None or (dates and due is None):
                continue
            whole = all(self._is_number(row, column) for column in self.places)
            for column in self.places:
                cell = self.grid.cell(row, column.place)
                if cell is not None and stands_alone(cell):
                    some = self._cell(indicator, column, cell, unit, due or self.deadline)
                    found += [replace(t, rule=RULE_SUM) if whole and t.subject is None else t for t in some]
        return found

    def _is_number(self, row: int, column: Column) -> bool:
        """Tell whether a cell of a place is one number, or empty."""
        cell = self.grid.cell(row, column.place)
        words = self.grid.words(cell)
        alone = cell is None or stands_alone(cell)
        return alone and (not words or bool(NUMERIC.fullmatch(words) or NOTHING.fullmatch(words)))

    def _unit(self, row: int) -> Unit | None:
        cells = (self.grid.cell(row, column.place) for column in self.grid.of_kind(Kind.UNIT))
        return next((unit for c in cells if c is not None and (unit := read_unit(self.grid.words(c)))), None)

    def _cell(self, indicator: str, column: Column, cell: Cell, unit: Unit, due: Deadline | None) -> list[Target]:
        head = self.grid.cell(self.grid.head[-1], column.place)
        values = read_cell(self.text, cell.span, unit, [d.span for d in dates_in(self.state, cell.span)])
        return [self._target(indicator, column, cell, value, due, head) for value in values if value.value]

    def _target(
        self, indicator: str, column: Column, cell: Cell, value: CellValue, due: Deadline | None, head: Cell | None
    ) -> Target:
        first = next((c for c in self.grid.filled(cell.row) if c.span.start <= value.span.start), cell)
        whose = subject_of(column.head), head.span if head else None
        quote = Span(first.span.start, value.span.end)
        return target_of_cell(self.state.section_at(cell.span.start), quote, indicator, whose, value, due)
