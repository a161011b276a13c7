"""Read the targets of an indicator table: one record per row, target column and value; base columns are history."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from extractors.notice import Cell
from extractors.reading import Reading
from extractors.records import Deadline, Evidence, Target
from extractors.span import Span
from extractors.tables.captions import units_of
from extractors.tables.cells import CellValue, read_cell
from extractors.tables.grid import Grid
from extractors.tables.headers import ATTRIBUTES, UNIT_IN_HEAD, Column, Kind
from extractors.tables.times import caption_deadline, caption_span, dates_in, first_due, recurrence_in, title_deadline
from extractors.tables.units import IN_WORDS, Unit, read_unit, unit_at_end
from extractors.targets.modality import aspiration
from extractors.vocabulary import Change, DeadlineSource, Modality

RULE = "table.indicator"
NUMBER_BEFORE = re.compile(r"^(?:\d{1,3}[.．、]|[（(]\d{1,2}[)）]|[①-⑳]|[一二三四五六七八九十]{1,3}、)")
MARK_BEHIND = re.compile(r"[*＊△▲★☆①-⑳]+$|(?<=[率量重额数度值例])\d$")  # a footnote's mark
AMONG = re.compile(r"^其中[：:]?")
MEASURES = re.compile(r"[率数量度例重额值积长龄]$")
GROWS = re.compile(r"(?:增长|提高|提升|增加)(?:幅度)?$")
FALLS = re.compile(r"(?:降低|下降|减少|削减)(?:幅度)?$")
GROWTH_HEAD = re.compile(r"年均(?:增长|增速|增幅|递增)|增长率|增速|增幅")
ADDS = re.compile(r"新增|增加|增量|新建")
LASTS = re.compile(r"年限|寿命|年龄|期限|时间|时长|教龄|周期")
TOLD_IN_WORDS = 30  # characters; a longer cell of a 定性 row tells steps, not a value


@dataclass(frozen=True, slots=True)
class Goal:
    """What is known of a target column before any row is read: by when, and the unit in its head."""

    column: Column
    deadline: Deadline | None
    unit: Unit | None
    growth: bool  # 年均增长: the values are by how much, in per cent, whatever the row counts in


@dataclass(frozen=True, slots=True)
class Row:
    """A row's own words: what it measures, for whom, in what unit, and 约束性 or 预期性 (empty where not said)."""

    place: int
    name: Cell
    indicator: str
    subject: str | None
    subject_span: Span | None
    unit_cell: Cell | None
    unit: Unit | None
    attribute: str


class IndicatorTable:
    """An indicator table being read, or the rows of a list of tasks that count something: 新建学校（所） under 2025年目标."""

    def __init__(self, state: Reading, text: str, grid: Grid) -> None:
        """Settle what the columns hold; a column whose time had passed when the notice was issued is no target's."""
        self.state, self.text, self.grid = state, text, grid
        indicators = grid.of_kind(Kind.INDICATOR)
        self.of_tasks = not indicators
        self.names = indicators or grid.of_kind(Kind.TASK)
        self.goals = [goal for column in grid.of_kind(Kind.TARGET) if (goal := self._goal(column)) is not None]
        units = units_of(caption_span(text, grid).cut(text))
        self.caption_unit = units[0] if len(units) == 1 else None

    def targets(self) -> list[Target]:
        """Return the targets of all rows in text order."""
        if not self.names or not self.goals:
            return []
        found: list[Target] = []
        above: Cell | None = None
        for place in self.grid.body:
            name = None if self.grid.is_repeated_head(place) else self._name(place)
            if name is None:
                continue
            row = self._row(place, name, above)
            if self.of_tasks and row.unit is None:
                continue  # a task told in words
            for goal in self.goals:
                cell = self.grid.cell(place, goal.column.place)
                if cell is not None and cell.row == place:
                    found += self._cell(row, goal, cell)
            if not AMONG.match(self.grid.words(name)):
                above = name
        return found

    def _goal(self, column: Column) -> Goal | None:
        cells = [c for row in self.grid.head if (c := self.grid.cell(row, column.place)) is not None]
        dates = [m for cell in reversed(cells) for m in dates_in(self.state, cell.span)]
        deadline = first_due(self.state, self.text, dates, DeadlineSource.CLAUSE)
        if dates and deadline is None:
            return None
        deadline = deadline or caption_deadline(self.state, self.text, self.grid) or title_deadline(self.state)
        unit = UNIT_IN_HEAD.search(column.head)
        growth = GROWTH_HEAD.search(column.head) is not None
        return Goal(column, deadline, read_unit(unit["unit"]) if unit else None, growth)

    def _name(self, place: int) -> Cell | None:
        """Return the cell that names what a row measures: of 一级指标 and 二级指标 the deepest that holds words."""
        for column in reversed(self.names):
            cell = self.grid.cell(place, column.place)
            if cell is not None and self.grid.words(cell) and not self.grid.words(cell).isdigit():
                return cell
        return None

    def _row(self, place: int, name: Cell, above: Cell | None) -> Row:
        """Read a row's own words; 其中：农村 under 覆盖率 is the 覆盖率 of 农村."""
        indicator, in_name = self._plain(name)
        whose = self._first(place, Kind.PLACE)
        subject = self.grid.words(whose) or None
        if AMONG.match(indicator):
            indicator = AMONG.sub("", indicator)
            if above is not None and not MEASURES.search(indicator):
                subject, whose = indicator, name
                indicator, in_name = self._plain(above)
        unit_cell = self._first(place, Kind.UNIT)
        unit = (read_unit(self.grid.words(unit_cell)) if unit_cell else None) or in_name
        words = self.grid.words(self._first(place, Kind.ATTRIBUTE))
        attribute = words if ATTRIBUTES.fullmatch(words) else ""
        return Row(place, name, indicator, subject, whose.span if whose else None, unit_cell, unit, attribute)

    def _plain(self, name: Cell) -> tuple[str, Unit | None]:
        """Return an indicator without its number, footnote mark and unit, and that unit."""
        words = MARK_BEHIND.sub("", NUMBER_BEFORE.sub("", self.grid.words(name)))
        indicator, unit = unit_at_end(words)
        return MARK_BEHIND.sub("", indicator), unit

    def _first(self, place: int, kind: Kind) -> Cell | None:
        """Return the first cell with words in a row's columns of a kind."""
        cells = (self.grid.cell(place, column.place) for column in self.grid.of_kind(kind))
        return next((cell for cell in cells if cell is not None and self.grid.words(cell)), None)

    def _cell(self, row: Row, goal: Goal, cell: Cell) -> list[Target]:
        in_words = row.unit_cell is not None and IN_WORDS.fullmatch(self.grid.words(row.unit_cell))
        if not row.indicator or (in_words and len(self.grid.words(cell)) > TOLD_IN_WORDS):
            return []
        unit = row.unit or goal.unit or self.caption_unit or Unit(None)
        if goal.growth:
            unit = goal.unit or Unit("%")
        dates = dates_in(self.state, cell.span)
        lasting = LASTS.search(row.indicator) is not None
        values = read_cell(self.text, cell.span, unit, [d.span for d in dates], lasting=lasting)
        found: list[Target] = []
        for value in values:
            own = [d for d in reversed(dates) if d.span.end <= value.value_span.start]
            deadline = first_due(self.state, self.text, own, DeadlineSource.CLAUSE) or goal.deadline
            target = self._target(row, cell, value, deadline, value.label if len(values) > 1 else None)
            found.append(replace(target, change=target.change or Change.INCREASE) if goal.growth else target)
        return found

    def _target(self, row: Row, cell: Cell, value: CellValue, deadline: Deadline | None, tier: Span | None) -> Target:
        aim = aspiration(self.text, cell.span.start, value.span.end)
        section = self.state.section_at(cell.span.start)
        evidence = (
            ("indicator", row.name.span),
            ("value", value.value_span),
            ("unit", row.unit_cell.span if row.unit_cell else None),
            ("comparator", value.comparator_span),
            ("deadline", deadline.span if deadline else None),
            ("subject", tier or row.subject_span),
        )
        return Target(
            quote=self._quote(row, cell, value),
            indicator=row.indicator,
            rule=RULE,
            value=value.value,
            subject=tier.cut(self.text).strip() if tier else row.subject,
            comparator=value.comparator,
            value_max=value.value_max,
            unit=value.unit,
            change=change_of(row.indicator, value),
            deadline=deadline,
            recurrence=recurrence_in(self.state, cell.span),
            modality=Modality.ASPIRATIONAL if aim else Modality.FIRM,
            absolute=value.absolute,
            note="；".join(note for note in (row.attribute, "累计值" if value.cumulative else "") if note) or None,
            section=section.position if section else None,
            evidence=tuple(Evidence(field, span) for field, span in evidence if span is not None),
        )

    def _quote(self, row: Row, cell: Cell, value: CellValue) -> Span:
        """Return the row from its indicator to the value; an indicator merged from above is not part of it."""
        if row.name.row == row.place and row.name.span.start <= value.span.start:
            return Span(row.name.span.start, value.span.end if value.label else max(value.span.end, cell.span.end))
        first = next((c for c in self.grid.filled(row.place) if c.span.start <= value.span.start), cell)
        return Span(first.span.start, value.span.end)


def change_of(indicator: str, value: CellValue) -> Change | None:
    """Tell a change from a level: 增加20 in the cell, or an indicator that ends in 降低 or 增长.

    In the row of an indicator that counts what is added (新增住房) 新增 in the cell only says so again.
    """
    if value.change is not None:
        return None if ADDS.search(indicator) else value.change
    if FALLS.search(indicator):
        return Change.DECREASE
    return Change.INCREASE if GROWS.search(indicator) else None
