"""Read a table that divides a task among places: rows are cities, columns what each is to reach."""

from __future__ import annotations

import re

from extractors.notice import Cell
from extractors.reading import Reading
from extractors.records import Deadline, Evidence, Target
from extractors.span import Span
from extractors.tables.cells import CellValue, read_cell
from extractors.tables.grid import Grid
from extractors.tables.headers import UNIT_IN_HEAD, Column, Kind
from extractors.tables.times import caption_deadline, caption_span, dates_in, first_due, title_deadline
from extractors.tables.units import Unit, read_unit
from extractors.vocabulary import DeadlineSource

RULE = "table.quota"
SETS = re.compile(r"任务|计划|目标|分解|指标|下达")
TELLS = re.compile(r"完成情况|统计|现状|情况表|得分|评分|名单|台账|一览")
TOTAL = re.compile(r"(?:合|总|小|共)计|总合计|合计数?|总数")
GENERIC = re.compile(r"(?:合|总|小|共)计|面积|株数|数量|个数|户数|人数|总数|任务|目标|计划|其中.*|20\d\d年.*")
CAPTION_UNITS = re.compile(r"单位[：:]\s*(?P<units>[^\s）)；;]{1,24})")
CAPTION_NAME = re.compile(
    r"^(?:附?表\s*[\d一二三四五六七八九十.．-]*|专栏\s*\d*)?[：:\s]*|(?:分解|计划|任务|目标)*(?:一览)?(?:表|清单)?(?:（.*）)?$"
)
NUMERIC = re.compile(r"[≥≤＞＜><]?\d[\d,，.]*[%％]?")
HALF = 0.5


class QuotaTable:
    """A table of quotas being read."""

    def __init__(self, state: Reading, text: str, grid: Grid) -> None:
        """Find the places and the columns of numbers; what lies in the past is none."""
        self.state, self.text, self.grid = state, text, grid
        self.places = grid.of_kind(Kind.PLACE)
        self.caption = caption_span(text, grid).cut(text)
        self.deadline = caption_deadline(state, text, grid) or title_deadline(state)
        self.columns: list[tuple[Column, Deadline | None]] = []
        for column in grid.columns:
            if column.kind in {None, Kind.TARGET, Kind.TASK, Kind.INDICATOR} and self._is_numeric(column):
                dates = [d for c in self._head_cells(column) for d in dates_in(state, c.span)]
                due = first_due(state, text, reversed(dates), DeadlineSource.CLAUSE)
                if due is not None or not dates:
                    self.columns.append((column, due or self.deadline))

    @property
    def is_one(self) -> bool:
        """Tell whether the table sets quotas: places, numbers, and words of tasks, not of results, over them."""
        said = self.caption + self.grid.title + "".join(c.head for c in self.grid.columns)
        return bool(self.places) and bool(self.columns) and bool(SETS.search(said)) and not TELLS.search(said)

    def targets(self) -> list[Target]:
        """Return one target for each number, in text order."""
        found: list[Target] = []
        for row in self.grid.body:
            whose = next((c for p in self.places if (c := self.grid.cell(row, p.place)) and self.grid.words(c)), None)
            if whose is None or self.grid.is_repeated_head(row):
                continue
            for column, deadline in self.columns:
                cell = self.grid.cell(row, column.place)
                if cell is not None and cell.row == row:
                    found += self._cell(whose, column, cell, deadline)
        return found

    def _cell(self, whose: Cell, column: Column, cell: Cell, deadline: Deadline | None) -> list[Target]:
        indicator, unit = self._indicator(column), self._unit(column)
        if not indicator or unit is None:
            return []
        values = read_cell(self.text, cell.span, unit, [d.span for d in dates_in(self.state, cell.span)])
        return [self._target(whose, indicator, cell, value, deadline) for value in values if value.value]

    def _target(self, whose: Cell, indicator: str, cell: Cell, value: CellValue, deadline: Deadline | None) -> Target:
        subject = self.grid.words(whose)
        section = self.state.section_at(cell.span.start)
        evidence = (
            ("subject", whose.span),
            ("value", value.value_span),
            ("comparator", value.comparator_span),
            ("deadline", deadline.span if deadline else None),
        )
        start = whose.span.start if whose.row == cell.row and whose.span.start <= value.span.start else cell.span.start
        return Target(
            quote=Span(start, value.span.end),
            indicator=indicator,
            rule=RULE,
            value=value.value,
            subject=None if TOTAL.fullmatch(subject) else subject,
            comparator=value.comparator,
            value_max=value.value_max,
            unit=value.unit,
            deadline=deadline,
            section=section.position if section else None,
            evidence=tuple(Evidence(field, span) for field, span in evidence if span is not None),
        )

    def _head_cells(self, column: Column) -> list[Cell]:
        found: list[Cell] = []
        for row in self.grid.head:
            cell = self.grid.cell(row, column.place)
            if cell is not None and cell not in found:
                found.append(cell)
        return found

    def _is_numeric(self, column: Column) -> bool:
        words = [w for row in self.grid.body if (w := self.grid.words(self.grid.cell(row, column.place)))]
        return bool(words) and sum(1 for w in words if NUMERIC.fullmatch(w)) > HALF * len(words)

    def _indicator(self, column: Column) -> str:
        """Return what a column counts: its head, with those over it while it says little alone (小计, 面积)."""
        pieces = [UNIT_IN_HEAD.sub("", self.grid.words(c)) for c in self._head_cells(column)]
        pieces = [p for p in pieces if p]
        if not pieces:
            return ""
        name = "" if TOTAL.fullmatch(pieces[-1]) or pieces[-1].startswith("20") else pieces[-1]
        for above in reversed(pieces[:-1]):
            if name and not GENERIC.fullmatch(name):
                break
            name = ("" if TOTAL.fullmatch(above) else above) + name
        if not name or GENERIC.fullmatch(name):
            lines = [line for line in self.caption.split("\n") if "单位" not in line and line.strip()]
            name = (CAPTION_NAME.sub("", lines[-1].strip()) if lines else "") + name
        return name

    def _unit(self, column: Column) -> Unit | None:
        """Return the unit in the head, or of the caption's the one that the head speaks of, else the first."""
        if in_head := UNIT_IN_HEAD.search(column.head):
            return read_unit(in_head["unit"])
        said = CAPTION_UNITS.search(self.caption)
        if said is None:
            return None
        units = [u for word in re.split("[、，,/／]", said["units"]) if (u := read_unit(word)) and u.name]
        named = [u for u in units if u.name and u.name in column.head]
        return named[0] if named else units[0] if units else None
