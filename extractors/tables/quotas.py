"""Read a table that divides a task among places: rows are cities, columns what each is to reach."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cached_property

from extractors.notice import Cell
from extractors.reading import Reading
from extractors.records import Deadline, Evidence, Section, Target
from extractors.span import Span
from extractors.tables.captions import task_of, units_of
from extractors.tables.cells import CellValue, read_cell
from extractors.tables.grid import Grid
from extractors.tables.headers import UNIT_IN_HEAD, Column, Kind
from extractors.tables.indicators import change_of
from extractors.tables.keys import is_local, is_total
from extractors.tables.times import caption_deadline, caption_span, dates_in, first_due, title_deadline
from extractors.tables.units import Unit, is_unit, read_unit
from extractors.vocabulary import DeadlineSource

RULE = "table.quota"
RULE_SUM = "table.quota-sum"  # the row of the sum, where every part of its column was read
SETS = re.compile(r"任务|计划|目标|分解|指标|下达|分配")
TELLS = re.compile(
    r"完成情况|统计|现状|(?<!分解)(?<!下达)(?<!分配)情况(?:一览)?表?$|得分|评分|名单|台账|一览", re.MULTILINE
)
TASK_WORD = r"(?:任务|计划|目标|指标|分解|下达|分配)"
BARE_TASK = re.compile(
    rf"(?:年度|本年|全年|总|工作|整治|建设|改造|实施)?(?:{TASK_WORD})+(?:[数量]|总数|总量)?|20\d\d.*|[“\"]?十[一二三四五六七]五[”\"]?.*|其中"
)
"""Heads that only say that something is asked; what is asked stands over them, or over the table."""
MEASURE = re.compile(
    r"(?:任务|建设|计划)?(?:面积|数量|规模|里程|长度|投资额?|资金|金额|(?:[个株户套人间座处项头]|户次|人次)数)|新建|改建|扩建|改造|新增|续建"
)
"""Heads that only say how it is counted, or which part of it: they need what is counted before them."""
STOCK = re.compile(r"现有.*|.*(?:总数|总量|数量|存量|底数|基数|总户数|总人口|总面积)")
"""Heads of what there is; beside a column of tasks in the same unit they are what the task is set against."""
FACTS = re.compile(
    r"(?:常住|户籍|总|农业|城镇)?人口(?:总?数)?|邮政?编码?|.*电话|区号|.*代码|编码|排名|名次|.*系数|权重|经度|纬度|海拔|行政村(?:个?数)?"
)
"""Heads of what a place is like; nobody sets it."""
COLUMNS = frozenset({None, Kind.TARGET, Kind.TASK, Kind.INDICATOR, Kind.GRANT})
CALLED_TASK = re.compile(rf"(?<=..)(?:年度)?{TASK_WORD}+(?:[数量值]|总数|总量)?$")
AMONG = re.compile(r"^其中[：:]?")
NOTHING = re.compile(r"[-—–－/／]{1,3}|无")
NUMERIC = re.compile(r"[≥≤＞＜><]?\d[\d,，.]*[%％]?")
HALF = 0.5


def stands_alone(cell: Cell) -> bool:
    """Tell whether a cell is of one row and one column; nobody can say how places share the number of a merged one."""
    return cell.rowspan == 1 and cell.colspan == 1


def subject_of(key: str) -> str | None:
    """Return for whom the values of a place's row or column are; None for the sum, which is the whole government's."""
    return None if is_total(key) else key


def target_of_cell(
    section: Section | None,
    quote: Span,
    indicator: str,
    whose: tuple[str | None, Span | None],
    value: CellValue,
    due: Deadline | None,
) -> Target:
    """Make the target that a cell sets for a place; `whose` is the place (None for the sum) and where it is named."""
    subject, named = whose
    evidence = (
        ("subject", named),
        ("value", value.value_span),
        ("comparator", value.comparator_span),
        ("deadline", due.span if due else None),
    )
    return Target(
        quote=quote,
        indicator=indicator,
        rule=RULE,
        value=value.value,
        subject=subject,
        comparator=value.comparator,
        value_max=value.value_max,
        unit=value.unit,
        change=change_of(indicator, value),
        deadline=due,
        section=section.position if section else None,
        evidence=tuple(Evidence(field, span) for field, span in evidence if span is not None),
    )


class QuotaTable:
    """A table of quotas being read."""

    def __init__(self, state: Reading, text: str, grid: Grid) -> None:
        """Find the places and the columns of numbers; what lies in the past is none."""
        self.state, self.text, self.grid = state, text, grid
        self.places = grid.of_kind(Kind.PLACE)
        self.caption = caption_span(text, grid).cut(text) + grid.title
        self.deadline = caption_deadline(state, text, grid) or title_deadline(state)
        self.columns: list[tuple[Column, Deadline | None]] = []
        for column in grid.columns:
            if column.kind in COLUMNS and self._is_numeric(column):
                dates = [d for c in self._head_cells(column) for d in dates_in(state, c.span)]
                due = first_due(state, text, reversed(dates), DeadlineSource.CLAUSE)
                if due is not None or not dates:
                    self.columns.append((column, due or self.deadline))
        self.columns = [(column, due) for column, due in self.columns if not self._is_stock(column)]

    @property
    def is_one(self) -> bool:
        """Tell whether the table sets quotas: places, numbers, and words of tasks, not of results, over them."""
        said = self.caption + "".join(c.head for c in self.grid.columns)
        return bool(self.places) and bool(self.columns) and bool(SETS.search(said)) and not TELLS.search(said)

    @cached_property
    def of_places_alone(self) -> bool:
        """Tell whether nothing but places and numbers stands in it, so that no other reading of it can be meant."""
        named = self.grid.of_kind(Kind.INDICATOR, Kind.TASK)
        numeric = [column for column, _ in self.columns]
        return self.is_one and all(column in numeric for column in named)

    def targets(self) -> list[Target]:
        """Return one target for each number, in text order."""
        found: list[Target] = []
        for row in self.grid.body:
            keys = [c for p in self.places if (c := self.grid.cell(row, p.place)) and self.grid.words(c)]
            whose = self._whose(keys)
            if whose is None or self.grid.is_repeated_head(row):
                continue
            for column, deadline in self.columns:
                cell = self.grid.cell(row, column.place)
                if cell is not None and cell.row == row and (stands_alone(cell) or self._shares_rows(cell, whose[0])):
                    found += self._cell(whose, column, cell, deadline)
        return found

    def _shares_rows(self, cell: Cell, key: Cell) -> bool:
        """Tell whether a number is merged over just the rows over which its place is."""
        return cell.colspan == 1 and (cell.row, cell.rowspan) == (key.row, key.rowspan)

    def _is_whole(self, column: Column) -> bool:
        """Tell whether every cell of a column is one number, or empty."""
        cells = [c for row in self.grid.body if (c := self.grid.cell(row, column.place)) is not None]
        words = [self.grid.words(c) for c in cells if not self.grid.is_repeated_head(c.row)]
        numbers = all(not w or NUMERIC.fullmatch(w) or NOTHING.fullmatch(w) for w in words)
        return numbers and all(map(stands_alone, cells))

    def _whose(self, keys: list[Cell]) -> tuple[Cell, str | None] | None:
        """Return the cell that keys a row, and for whom its values are: the place, or None for the government that speaks.

        Of 市 and 县 columns the inner one counts; its 小计 and 市本级 are those of the outer one.
        """
        if not keys:
            return None
        cell = keys[-1]
        inner = self.grid.words(cell)
        outer = [w for c in keys[:-1] if c is not cell and not is_total(w := self.grid.words(c))]
        if is_total(inner):
            if not outer:
                return (cell, None) if not inner.startswith("小") or len(self.places) > 1 else None
            return cell, outer[-1]
        return cell, outer[-1] + inner if outer and is_local(inner) else inner

    def _cell(
        self, whose: tuple[Cell, str | None], column: Column, cell: Cell, deadline: Deadline | None
    ) -> list[Target]:
        indicator, unit = self._indicator(column), self._unit(column)
        if not indicator or unit is None:
            return []
        values = read_cell(self.text, cell.span, unit, [d.span for d in dates_in(self.state, cell.span)])
        rule = RULE_SUM if whose[1] is None and self._is_whole(column) else RULE
        return [
            replace(self._target(whose, indicator, cell, value, deadline), rule=rule) for value in values if value.value
        ]

    def _target(
        self, whose: tuple[Cell, str | None], indicator: str, cell: Cell, value: CellValue, deadline: Deadline | None
    ) -> Target:
        key, subject = whose
        start = key.span.start if key.row == cell.row and key.span.start <= value.span.start else cell.span.start
        quote = Span(start, value.span.end)
        section = self.state.section_at(cell.span.start)
        return target_of_cell(section, quote, indicator, (subject, key.span), value, deadline)

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

    def _is_stock(self, column: Column) -> bool:
        """Tell whether a column says what a place is like, or what there is of what another in its unit asks for."""
        head = UNIT_IN_HEAD.sub("", column.head)
        if column.kind is Kind.TARGET or not STOCK.fullmatch(head):
            return FACTS.fullmatch(head) is not None
        unit = self._unit(column)
        tasks = (c for c, _ in self.columns if c.kind is Kind.TARGET and c is not column)
        return any(unit is None or self._unit(task) == unit for task in tasks)

    def _indicator(self, column: Column) -> str:
        """Return what a column counts: its head, with those over it and the caption while it says too little alone."""
        heads = [AMONG.sub("", UNIT_IN_HEAD.sub("", self.grid.words(c))) for c in self._head_cells(column)]
        heads = [h for h in heads if h and not is_unit(h.strip("（）()"))]
        name = ""
        for head in reversed(heads):
            if not is_total(head) and not BARE_TASK.fullmatch(head):
                name = head + name
            if name and not MEASURE.fullmatch(name):
                return CALLED_TASK.sub("", name)
        task = task_of(self.caption, self.state.gazetteer)
        return "" if not task else task if task.endswith(name) else task + name

    def _unit(self, column: Column) -> Unit | None:
        """Return the unit in a head, or of the caption's the one that the head speaks of, else the first."""
        for cell in reversed(self._head_cells(column)):
            words = self.grid.words(cell)
            inside = UNIT_IN_HEAD.search(words)
            unit = read_unit(inside["unit"]) if inside else read_unit(words.strip("（）()"))
            if unit is not None and unit.name:
                return unit
        units = units_of(self.caption)
        named = [u for u in units if u.name and u.name in column.head]
        return next(iter(named or units), None)
