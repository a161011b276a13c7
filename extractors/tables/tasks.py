"""Read a list of tasks: who does each row, by when, and the quantities that its sentences commit to."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from extractors.agencies import split_glued
from extractors.duty_lists import is_body, read_list, split_names
from extractors.notice import Cell
from extractors.reading import Reading
from extractors.records import AgencyDuty, Deadline, Responsibility, Target
from extractors.span import Span
from extractors.tables.grid import Grid
from extractors.tables.headers import Kind
from extractors.tables.times import dates_in, first_due
from extractors.targets.clauses import sentences
from extractors.targets.prose import ProseReader
from extractors.vocabulary import DeadlineSource, Role

DIGIT = re.compile(r"\d")
RULE_DUTY = "table.duty"
ROLES = {Kind.LEAD: Role.LEAD, Kind.SUPPORT: Role.SUPPORT, Kind.DUTY: Role.RESPONSIBLE}
PROSE_CELL = 6  # characters; a shorter cell holds no sentence


class CellReader(ProseReader):
    """Reads the sentences of single cells, which the reader of the whole text passes over."""

    def __init__(self, state: Reading, text: str) -> None:
        """Open what is shut for the reader of the whole text."""
        super().__init__(state, text)
        self.shut, self.shut_starts = [], []

    def read_cell(self, span: Span) -> list[Target]:
        """Return the targets of one cell's sentences."""
        found: list[Target] = []
        for sentence in sentences(self.text, span.start, span.end):
            if not self.past.is_past(sentence):
                found += self._sentence(sentence)
        return found


class TaskTable:
    """A list of tasks being read."""

    def __init__(self, state: Reading, text: str, grid: Grid) -> None:
        """Find the columns."""
        self.state, self.text, self.grid = state, text, grid
        self.tasks = grid.of_kind(Kind.TASK)
        self.duty_columns = grid.of_kind(*ROLES)

    @property
    def is_one(self) -> bool:
        """Tell whether the head is that of a list of tasks: tasks, and agencies or time limits."""
        return bool(self.tasks) and bool(self.duty_columns or self.grid.of_kind(Kind.TIME))

    def targets(self, reader: CellReader) -> list[Target]:
        """Return the targets of the task cells in text order; where they name no deadline, the row's is theirs."""
        found: list[Target] = []
        for row in self.grid.body:
            due = self._row_deadline(row)
            for column in self.tasks:
                cell = self.grid.cell(row, column.place)
                if cell is None or cell.row != row or len(self.grid.words(cell)) < PROSE_CELL:
                    continue
                for target in reader.read_cell(cell.span):
                    own = target.deadline is not None and target.deadline.source is not DeadlineSource.DOCUMENT
                    found.append(target if own or due is None else replace(target, deadline=due))
        return found

    def _row_deadline(self, row: int) -> Deadline | None:
        for column in self.grid.of_kind(Kind.TIME):
            cell = self.grid.cell(row, column.place)
            dates = dates_in(self.state, cell.span) if cell else []
            if due := first_due(self.state, self.text, reversed(dates), DeadlineSource.INHERITED):
                return due
        return None

    def responsibilities(self) -> list[Responsibility]:
        """Return who does the rows, in text order: one record for each run of rows that share their duty cells."""
        found: list[Responsibility] = []
        first = 0
        before: tuple[Cell, ...] = ()
        for row in [*self.grid.body, self.grid.height]:
            cells = self._duty_cells(row) if row < self.grid.height else ()
            if cells != before:
                found += self._run(first, row, before)
                first, before = row, cells
        return found

    def _duty_cells(self, row: int) -> tuple[Cell, ...]:
        if self.grid.is_repeated_head(row):
            return ()
        cells = (self.grid.cell(row, column.place) for column in self.duty_columns)
        return tuple(cell for cell in cells if cell is not None and self.grid.words(cell))

    def _run(self, first: int, stop: int, cells: tuple[Cell, ...]) -> Iterator[Responsibility]:
        """Yield the record of the rows `[first, stop)`; none where they name nobody.

        The whole row is the statement of who does it; where cells are lines, the tasks among them are prose of their own.
        """
        kinds = {column.place: column.kind for column in self.duty_columns}
        duties: dict[tuple[str, Role], AgencyDuty] = {}
        for cell in cells:
            kind = kinds.get(cell.column)
            for duty in self._duties(cell, ROLES[kind] if kind else Role.RESPONSIBLE):
                duties.setdefault((duty.name, duty.role), duty)
        if duties:
            rows = [c for row in range(first, stop) for c in self.grid.filled(row)]
            scope = Span(min(c.span.start for c in [*rows, *cells]), max(c.span.end for c in [*rows, *cells]))
            said = Span(min(c.span.start for c in cells), max(c.span.end for c in cells))
            quote = said if self.grid.table.origin == "lines" else scope
            section = self.state.section_at(scope.start)
            yield Responsibility(quote, scope, tuple(duties.values()), RULE_DUTY, section.position if section else None)

    def _duties(self, cell: Cell, role: Role) -> tuple[AgencyDuty, ...]:
        """Read the names in a duty cell; labels in it (牵头：…；配合：…) say the roles, else the column's head does."""
        listed = [(one.span, one.role) for one in read_list(self.text, cell.span)]
        if not listed:
            listed = [(span, role) for span in split_names(self.text, cell.span)]
        found: dict[tuple[str, Role], AgencyDuty] = {}
        for span, said in listed:
            at = span.start
            for name in split_glued(span.cut(self.text), ()):
                place = Span(at, at + len(name))
                at = place.end
                if is_body(name) and not DIGIT.search(name):
                    full = self.state.aliases.get(name)
                    found.setdefault((name, said), AgencyDuty(name, said, place, full))
        return tuple(found.values())
