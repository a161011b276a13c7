"""Read a table of support policies: what is granted, by row, to whom or for what."""

from __future__ import annotations

from dataclasses import replace

from extractors.notice import Cell
from extractors.reading import Reading
from extractors.records import Evidence, Target
from extractors.span import Span
from extractors.tables.cells import CellValue, read_cell
from extractors.tables.grid import Grid
from extractors.tables.headers import UNIT_IN_HEAD, Column, Kind
from extractors.tables.tasks import CellReader
from extractors.tables.times import dates_in, title_deadline
from extractors.tables.units import Unit, read_unit

RULE = "table.grant"
NO_GROUND = frozenset({Kind.INDEX, Kind.GRANT, Kind.UNIT, Kind.TIME, Kind.NOTE, Kind.DUTY, Kind.LEAD, Kind.SUPPORT})


class GrantTable:
    """A table of support policies being read."""

    def __init__(self, state: Reading, text: str, grid: Grid) -> None:
        """Find the columns of what is granted."""
        self.state, self.text, self.grid = state, text, grid
        self.columns = grid.of_kind(Kind.GRANT)

    def targets(self, reader: CellReader) -> list[Target]:
        """Return what each row grants, in text order; the condition of the row is for whom, where the cell does not say."""
        found: list[Target] = []
        for row in self.grid.body:
            for column in self.columns:
                cell = self.grid.cell(row, column.place)
                if cell is None or cell.row != row or self.grid.is_repeated_head(row):
                    continue
                whose = self._whose(row, column)
                found += self._numbers(column, cell, whose) or self._sentences(reader, cell, whose)
        return found

    def _whose(self, row: int, column: Column) -> Cell | None:
        """Return the nearest cell on the left that says for whom or for what: 支持条件, 支持方向, the project's name."""
        for left in reversed(self.grid.columns[: column.place]):
            cell = self.grid.cell(row, left.place)
            if left.kind not in NO_GROUND and cell is not None and self.grid.words(cell):
                return cell
        return None

    def _sentences(self, reader: CellReader, cell: Cell, whose: Cell | None) -> list[Target]:
        found = []
        for target in reader.read_cell(cell.span):
            if target.subject is None and whose is not None:
                said = Evidence("subject", whose.span)
                target = replace(target, subject=self.grid.words(whose), evidence=(*target.evidence, said))  # noqa: PLW2901
            found.append(target)
        return found

    def _numbers(self, column: Column, cell: Cell, whose: Cell | None) -> list[Target]:
        """Read a cell that holds a bare amount; its unit stands in the column's head."""
        in_head = UNIT_IN_HEAD.search(column.head)
        unit = read_unit(in_head["unit"]) if in_head else None
        if unit is None:
            return []
        values = read_cell(self.text, cell.span, unit, [d.span for d in dates_in(self.state, cell.span)])
        return [self._target(column, cell, whose, unit, value) for value in values if value.value is not None]

    def _target(self, column: Column, cell: Cell, whose: Cell | None, unit: Unit, value: CellValue) -> Target:
        section = self.state.section_at(cell.span.start)
        evidence = [Evidence("value", value.value_span)]
        evidence += [Evidence("subject", whose.span)] if whose else []
        start = whose.span.start if whose and whose.row == cell.row else cell.span.start
        return Target(
            quote=Span(min(start, cell.span.start), value.span.end),
            indicator=UNIT_IN_HEAD.sub("", column.head),
            rule=RULE,
            value=value.value,
            subject=self.grid.words(whose) or None,
            comparator=value.comparator,
            value_max=value.value_max,
            unit=value.unit or unit.name,
            deadline=title_deadline(self.state),
            section=section.position if section else None,
            evidence=tuple(evidence),
        )
