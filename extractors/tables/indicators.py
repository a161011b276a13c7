"""Read the targets of an indicator table: one record per row, target column and value; the base columns are history."""

from __future__ import annotations

import re
from dataclasses import dataclass

from extractors.deadlines import as_deadline, earliest_deadline, is_due
from extractors.reading import Reading
from extractors.records import (
    Cell,
    Change,
    Deadline,
    DeadlineSource,
    Evidence,
    Grain,
    Mention,
    MentionKind,
    Modality,
    Span,
    Target,
)
from extractors.tables.cells import CellValue, read_cell
from extractors.tables.grid import Grid
from extractors.tables.headers import ATTRIBUTES, UNIT_IN_HEAD, Column, Kind
from extractors.tables.spans import mentions_in
from extractors.tables.units import IN_WORDS, Unit, read_unit, unit_at_end
from extractors.targets.modality import aspiration

RULE = "table.indicator"
TIMES = frozenset({MentionKind.DATE, MentionKind.PERIOD})
NUMBER_BEFORE = re.compile(r"^(?:\d{1,3}[.．、]|[（(]\d{1,2}[)）]|[①-⑳]|[一二三四五六七八九十]{1,3}、)")
MARK_BEHIND = re.compile(r"[*＊△▲★☆①-⑳]+$|(?<=[率量重额数度值例])\d$")  # a footnote's mark
AMONG = re.compile(r"^其中[：:]?")
MEASURES = re.compile(r"[率数量度例重额值积长龄]$")
GROWS = re.compile(r"(?:增长|提高|提升|增加)(?:幅度)?$")
FALLS = re.compile(r"(?:降低|下降|减少|削减)(?:幅度)?$")
ADDS = re.compile(r"新增|增加|增量|新建")
LASTS = re.compile(r"年限|寿命|年龄|期限|时间|时长|教龄|周期")
CAPTION_UNIT = re.compile(r"[（(]?单位[：:]\s*(?P<unit>[^\s，,、;；）)]{1,8})[)）]?\s*$", re.MULTILINE)
ABOVE = 160  # characters above a table in which its caption stands


@dataclass(frozen=True, slots=True)
class Heading:
    """What is known of a target column before any row is read: by when, whence, and the unit in its head."""

    column: Column
    deadline: Deadline | None
    unit: Unit | None


def read_indicators(state: Reading, text: str, grid: Grid) -> list[Target]:
    """Return the targets of an indicator table in text order; none where no column is both a target's and not past."""
    names = grid.of_kind(Kind.INDICATOR)
    goals = [g for c in grid.of_kind(Kind.TARGET) if (g := _heading(state, text, grid, c)) is not None]
    if not names or not goals:
        return []
    found: list[Target] = []
    above: Cell | None = None
    for row in grid.body:
        if grid.is_repeated_head(row):
            continue
        name = _name_cell(grid, row, names)
        if name is None:
            continue
        for goal in goals:
            cell = grid.cell(row, goal.column.place)
            if cell is not None and cell.row == row:
                found += _targets(state, text, grid, row, name, above, goal, cell)
        if not AMONG.match(grid.words(name)):
            above = name
    return found


def _name_cell(grid: Grid, row: int, names: list[Column]) -> Cell | None:
    """Return the cell that names what the row measures: of 一级指标 and 二级指标 the deepest that holds words."""
    for column in reversed(names):
        cell = grid.cell(row, column.place)
        if cell is not None and grid.words(cell) and not grid.words(cell).isdigit():
            return cell
    return None


def _heading(state: Reading, text: str, grid: Grid, column: Column) -> Heading | None:
    """Settle by when a column's values are due; None where that time had passed when the notice was issued."""
    cells = [c for row in grid.head if (c := grid.cell(row, column.place)) is not None]
    dates = [m for c in reversed(cells) for m in mentions_in(state, c.span) if m.kind in TIMES]
    deadline = _due(state, text, dates, DeadlineSource.CLAUSE)
    if dates and deadline is None:
        return None
    if deadline is None:
        deadline = _caption_deadline(state, text, grid) or _title_deadline(state)
    match = UNIT_IN_HEAD.search(column.head)
    return Heading(column, deadline, read_unit(match["unit"]) if match else None)


def _due(state: Reading, text: str, dates: list[Mention], source: DeadlineSource) -> Deadline | None:
    for mention in dates:
        if not is_due(state, text, mention):
            continue
        named = source if mention.kind is MentionKind.DATE else DeadlineSource.INHERITED
        return as_deadline(text, mention, named)
    return None


def caption_span(text: str, grid: Grid) -> Span:
    """Return what stands directly above a table, back to the end of the paragraph before: caption, 单位：."""
    start = grid.table.span.start
    top = max(0, start - ABOVE)
    lines = text[top:start].rstrip("\n").split("\n")
    kept: list[str] = []
    for line in reversed(lines):
        if len(line.strip()) > 60 or line.rstrip().endswith(("。", "；")):
            break
        kept.append(line)
        if len([k for k in kept if k.strip()]) == 3:
            break
    length = len("\n".join(kept)) + (start - top - len(text[top:start].rstrip("\n")))
    return Span(start - min(length, start), start)


def _caption_deadline(state: Reading, text: str, grid: Grid) -> Deadline | None:
    above = caption_span(text, grid)
    title = Span(above.start, grid.table.span.start)
    inside = [c.span for row in range(grid.head.start) for c in grid.filled(row)]
    dates = [m for span in [*inside, title] for m in mentions_in(state, span) if m.kind in TIMES]
    return _due(state, text, dates[::-1], DeadlineSource.INHERITED)


def _title_deadline(state: Reading) -> Deadline | None:
    end = state.header.period_end
    floor = earliest_deadline(state)
    if end is None or (floor is not None and end < floor):
        return None
    start = state.header.period_start
    one_year = start is not None and start.year == end.year
    words = f"{end.year}年" if one_year or start is None else f"{start.year}—{end.year}年"
    return Deadline(end, words, Grain.YEAR if one_year else Grain.PERIOD, DeadlineSource.DOCUMENT)


# ---------------------------------------------------------------- one cell


def _targets(  # noqa: PLR0913 - a cell is read in the light of its row and column
    state: Reading, text: str, grid: Grid, row: int, name: Cell, above: Cell | None, goal: Heading, cell: Cell
) -> list[Target]:
    indicator, in_name = unit_at_end(MARK_BEHIND.sub("", NUMBER_BEFORE.sub("", grid.words(name))))
    indicator = MARK_BEHIND.sub("", indicator)
    subject_cell = next((c for p in grid.of_kind(Kind.PLACE) if (c := grid.cell(row, p.place)) and grid.words(c)), None)
    subject = grid.words(subject_cell) or None
    if AMONG.match(indicator):
        indicator = AMONG.sub("", indicator)
        if not MEASURES.search(indicator) and above is not None:
            subject, subject_cell = indicator, name
            indicator = unit_at_end(MARK_BEHIND.sub("", NUMBER_BEFORE.sub("", grid.words(above))))[0]
    unit_cell = next((c for u in grid.of_kind(Kind.UNIT) if (c := grid.cell(row, u.place)) and grid.words(c)), None)
    unit = (read_unit(grid.words(unit_cell)) if unit_cell else None) or in_name or goal.unit or _caption_unit(text, grid)
    if not indicator or (unit_cell and IN_WORDS.fullmatch(grid.words(unit_cell)) and len(grid.words(cell)) > 30):
        return []
    dates = [m for m in mentions_in(state, cell.span) if m.kind in TIMES]
    lasting = LASTS.search(indicator) is not None
    values = read_cell(text, cell.span, unit or Unit(None), [d.span for d in dates], lasting=lasting)
    attribute = _attribute(grid, row)
    found: list[Target] = []
    for value in values:
        own = [d for d in dates if d.span.end <= value.value_span.start]
        deadline = _due(state, text, own[::-1], DeadlineSource.CLAUSE) or goal.deadline
        tier = value.label if len(values) > 1 and value.label else None
        evidence = _evidence(name, unit_cell, value, deadline, tier or (subject_cell.span if subject_cell else None))
        aim = aspiration(text, cell.span.start, value.span.end)
        found.append(
            Target(
                quote=_quote(grid, row, name, cell, value),
                indicator=indicator,
                rule=RULE,
                value=value.value,
                subject=tier.cut(text).strip() if tier else subject,
                comparator=value.comparator,
                value_max=value.value_max,
                unit=value.unit,
                change=_change(indicator, value),
                deadline=deadline,
                modality=Modality.ASPIRATIONAL if aim else Modality.FIRM,
                absolute=value.absolute,
                note="；".join(n for n in (attribute, "累计值" if value.cumulative else "") if n) or None,
                section=s.position if (s := state.section_at(cell.span.start)) else None,
                evidence=evidence,
            )
        )
    return found


def _attribute(grid: Grid, row: int) -> str:
    """Return 约束性 or 预期性 where the row says it."""
    for column in grid.of_kind(Kind.ATTRIBUTE):
        words = grid.words(grid.cell(row, column.place))
        if ATTRIBUTES.fullmatch(words):
            return words
    return ""


def _caption_unit(text: str, grid: Grid) -> Unit | None:
    match = CAPTION_UNIT.search(caption_span(text, grid).cut(text))
    return read_unit(match["unit"]) if match else None


def _change(indicator: str, value: CellValue) -> Change | None:
    """Tell a change from a level: 增加20 in the cell, or an indicator that ends in 降低 or 增长.

    In the row of an indicator that counts what is added (新增住房) 新增 in the cell only says so again.
    """
    if value.change is not None:
        return None if ADDS.search(indicator) else value.change
    if FALLS.search(indicator):
        return Change.DECREASE
    return Change.INCREASE if GROWS.search(indicator) else None


def _quote(grid: Grid, row: int, name: Cell, cell: Cell, value: CellValue) -> Span:
    """Return the row from its indicator to the value; where the indicator's cell began in an earlier row, from this row's first."""
    if name.row == row and name.span.start <= value.span.start:
        return Span(name.span.start, max(value.span.end, cell.span.end if not value.label else value.span.end))
    first = next((c for c in grid.filled(row) if c.span.start <= value.span.start), cell)
    return Span(first.span.start, value.span.end)


def _evidence(
    name: Cell, unit: Cell | None, value: CellValue, deadline: Deadline | None, subject: Span | None
) -> tuple[Evidence, ...]:
    places = (
        ("indicator", name.span),
        ("value", value.value_span),
        ("unit", unit.span if unit else None),
        ("comparator", value.comparator_span),
        ("deadline", deadline.span if deadline else None),
        ("subject", subject),
    )
    return tuple(Evidence(field, span) for field, span in places if span is not None)
