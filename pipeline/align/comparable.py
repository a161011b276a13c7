"""Decide whether two targets can be compared, and how the lower one stands to the upper: a pure function over plain rows.

Every refusal has a code and a sentence. The order of the checks is the order in which a reader would ask.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from extractors.bilingual import both
from pipeline.align.facts import TargetFact
from pipeline.align.kinds import Kind
from pipeline.align.subjects import Scope, binds_each, relate
from pipeline.align.units import same_family
from pipeline.align.verdicts import (
    DeadlineVerdict,
    ModalityVerdict,
    ValueVerdict,
    deadline_verdict,
    due,
    modality_verdict,
    value_verdict,
)
from pipeline.align.wording import class_of, elided, same_measure
from pipeline.amounts import amount


class Code(StrEnum):
    """Why two targets are not compared."""

    INDICATOR = "indicator"
    UNIT = "unit"
    NO_VALUE = "no value"
    LEVEL_CHANGE = "level against change"
    DIRECTION = "increase against decrease"
    STOCK_FLOW = "total against new"
    DEGREE = "degree of completion"
    SUBJECT = "subject"
    PART_OF_WHOLE = "part against whole"
    RECURRENCE = "yearly against once"
    PERIOD = "period"
    DEFINITION = "definition"
    NO_DIRECTION = "neither way is better"
    INTERIM = "a step on the way"


IN_CHINESE = {
    Code.INDICATOR: "指标不同",
    Code.UNIT: "单位不可换算",
    Code.NO_VALUE: "一方无数值",
    Code.LEVEL_CHANGE: "水平值对变化量",
    Code.DIRECTION: "增减方向相反",
    Code.STOCK_FLOW: "累计对新增",
    Code.DEGREE: "完成程度不同",
    Code.SUBJECT: "对象不同",
    Code.PART_OF_WHOLE: "局部数对全局数",
    Code.RECURRENCE: "年度数对期间数",
    Code.PERIOD: "时期不同",
    Code.DEFINITION: "统计口径不同",
    Code.NO_DIRECTION: "无优劣方向",
    Code.INTERIM: "阶段值对终期值",
}

SILENT_CODES = frozenset({Code.INDICATOR, Code.PERIOD})
"""Pairs refused for these have nothing to do with each other: no row is written for them."""


@dataclass(frozen=True, slots=True)
class NotComparable:
    """The pair is not compared; `code` says which rule forbids it, `reason` what is on either side: lower / upper."""

    code: Code
    reason: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """How the lower target stands to the upper one, each side judged by itself; `caveats` limit what it proves."""

    value: ValueVerdict
    gap: Decimal | None
    ratio: Decimal | None
    deadline: DeadlineVerdict
    deadline_days: int | None
    modality: ModalityVerdict
    scope: Scope
    caveats: tuple[str, ...] = ()


LEVELS = {Kind.SHARE, Kind.PER, Kind.INDEX}
STEP = 300
"""A level due this many days before the upper's last day, and below it, may still be on the way: it proves nothing."""

SCOPE_IN_CHINESE = {Scope.NARROWER: "较窄", Scope.WIDER: "较宽"}

Check = Callable[[TargetFact, TargetFact], NotComparable | None]


def compare(lower: TargetFact, upper: TargetFact, *, near: bool = False) -> Verdict | NotComparable:
    """Compare a target with one of a government above it; with `near` their indicators are known to be worded nearly alike."""
    for check in CHECKS[near:]:
        if refused := check(lower, upper):
            return refused
    scope = relate(lower, upper)
    value = value_verdict(lower, upper)
    if value.verdict is ValueVerdict.NOT_COMPARABLE:
        return NotComparable(Code.NO_DIRECTION, f"{_told(lower)} / {_told(upper)}")
    deadline, days = deadline_verdict(due(lower), due(upper))
    _, early = deadline_verdict(lower.deadline, upper.deadline)
    if value.verdict is ValueVerdict.WEAKER and lower.kind in LEVELS and early is not None and early < -STEP:
        return NotComparable(Code.INTERIM, f"{_told(lower)}, {lower.deadline} / {_told(upper)}, {upper.deadline}")
    return Verdict(
        value.verdict,
        value.gap,
        value.ratio,
        deadline,
        days,
        modality_verdict(lower.modality, upper.modality),
        scope,
        _caveats(lower, upper, scope, near=near),
    )


def same_indicator(lower: TargetFact, upper: TargetFact) -> NotComparable | None:
    """Both linked to one entry of the catalogue, or both outside it and worded alike."""
    if lower.entry is not None or upper.entry is not None:
        if lower.entry is upper.entry:
            return None
        return NotComparable(Code.INDICATOR, f"{lower.indicator} / {upper.indicator}")
    mine, theirs = lower.wording, upper.wording
    if same_measure(mine, theirs) or elided(mine.text, theirs.text, upper.before):
        return None
    if same_measure(lower.full, theirs) or same_measure(mine, upper.full):
        return None
    return NotComparable(Code.INDICATOR, f"{lower.indicator} / {upper.indicator}")


def has_values(lower: TargetFact, upper: TargetFact) -> NotComparable | None:
    """Both state a value."""
    if lower.value is None or upper.value is None:
        return NotComparable(Code.NO_VALUE, f"{_told(lower)} / {_told(upper)}")
    return None


def level_or_change(lower: TargetFact, upper: TargetFact) -> NotComparable | None:
    """A level is not a change (达到 against 提高), and a rise is not a fall."""
    if lower.kind is Kind.GROWTH and upper.kind is Kind.GROWTH:
        if lower.change and upper.change and lower.change is not upper.change:
            return NotComparable(Code.DIRECTION, f"{_told(lower)} / {_told(upper)}")
        return None
    one_grows = Kind.GROWTH in (lower.kind, upper.kind)
    if one_grows or (lower.change is None) != (upper.change is None) or lower.adds != upper.adds:
        return NotComparable(Code.LEVEL_CHANGE, f"{_told(lower)} / {_told(upper)}")
    if lower.change is not upper.change:
        return NotComparable(Code.DIRECTION, f"{_told(lower)} / {_told(upper)}")
    return None


def same_unit(lower: TargetFact, upper: TargetFact) -> NotComparable | None:
    """The units convert into each other; a share is not a count."""
    if same_family(lower.unit, upper.unit):
        return None
    return NotComparable(Code.UNIT, f"{_told(lower)} / {_told(upper)}")


def stock_or_flow(lower: TargetFact, upper: TargetFact) -> NotComparable | None:
    """What is added in a period is not what has been reached in all (新增 against 累计)."""
    if lower.kind is not Kind.TOTAL:
        return None
    if lower.wording.deed != upper.wording.deed and "total" in (lower.wording.deed, upper.wording.deed):
        return NotComparable(Code.STOCK_FLOW, f"{lower.indicator} / {upper.indicator}")
    return None


def same_degree(lower: TargetFact, upper: TargetFact) -> NotComparable | None:
    """Basically done is another stage than wholly done, starting another than finishing."""
    if lower.degree == upper.degree or None in (lower.degree, upper.degree):
        return None
    return NotComparable(Code.DEGREE, f"{lower.degree} / {upper.degree}")


def same_subject(lower: TargetFact, upper: TargetFact) -> NotComparable | None:
    """The subjects are of one kind."""
    if relate(lower, upper) is Scope.OTHER:
        return NotComparable(Code.SUBJECT, f"{lower.subject or '—'} / {upper.subject or '—'}")
    return None


def part_of_whole(lower: TargetFact, upper: TargetFact) -> NotComparable | None:
    """A part's total does not answer the whole's, nor what is asked of each thing the sum of all.

    It does where the whole sets it for that part by name, or for each government of its level (每个县).
    """
    if Kind.TOTAL not in (lower.kind, upper.kind) or lower.document.jurisdiction == upper.document.jurisdiction:
        return None
    if upper.subject and upper.subject in lower.places:
        return None
    if lower.kind is Kind.TOTAL and binds_each(upper, lower.level):
        return None
    return NotComparable(Code.PART_OF_WHOLE, f"{_told(lower)} / {_told(upper)}")


def same_definition(lower: TargetFact, upper: TargetFact) -> NotComparable | None:
    """A measure that one document counts in a new way, and the other not in the same words, is not one measure."""
    if lower.redefined == upper.redefined or lower.kind is Kind.TOTAL:
        return None
    return NotComparable(Code.DEFINITION, str(lower.redefined or upper.redefined))


def same_rhythm(lower: TargetFact, upper: TargetFact) -> NotComparable | None:
    """A yearly amount is not one for the whole period, a yearly average not one growth; 每周 is not 每学期."""
    if lower.kind is Kind.TOTAL and lower.document.one_year and not upper.document.one_year and not upper.recurrence:
        return NotComparable(Code.RECURRENCE, f"{_told(lower)} / {_told(upper)}")
    if lower.kind is Kind.GROWTH:
        if lower.yearly != upper.yearly:
            return NotComparable(Code.RECURRENCE, f"{_told(lower)} / {_told(upper)}")
        return None
    if lower.recurrence is upper.recurrence:
        return None
    if None in (lower.recurrence, upper.recurrence) and lower.kind is not Kind.TOTAL:
        return None
    if lower.yearly and upper.yearly:
        return None
    return NotComparable(Code.RECURRENCE, f"{_told(lower)} / {_told(upper)}")


LINGERS = 366
"""Days for which a reference standard is still asked after its last day."""

YEARS_AFTER = 5
"""How many years past the upper's last day a lower target may still aim and count as late, not as of another period."""


def same_period(lower: TargetFact, upper: TargetFact) -> NotComparable | None:
    """The two speak of times that meet; a year's growth answers only the same year's.

    A reference standard stays a measure for a year after its day.
    """
    starts, ends = lower.document.begins, lower.until or _year_end(lower.document.issued_on)
    opens, closes = upper.document.begins, upper.until
    refused = None
    if closes is not None and ends is None:
        refused = f"— / {closes}"
    elif ends and opens and ends < opens:
        refused = f"→ {ends} / {opens} →"
    elif starts and closes and starts > closes and not (upper.document.standard and _soon_after(ends, closes)):
        refused = f"{starts} → / → {closes}"
    elif lower.deadline and upper.deadline:
        of_one_year = lower.kind is Kind.GROWTH or (upper.document.one_year and upper.deadline == upper.until)
        if (
            of_one_year and lower.deadline.year != upper.deadline.year
        ) or lower.deadline.year > upper.deadline.year + YEARS_AFTER:
            refused = f"{lower.deadline.year} / {upper.deadline.year}"
    return NotComparable(Code.PERIOD, refused) if refused else None


def _soon_after(day: date | None, last: date) -> bool:
    return day is not None and (day - last).days <= LINGERS


def _year_end(day: date | None) -> date | None:
    return day.replace(month=12, day=31) if day else None


CHECKS: tuple[Check, ...] = (
    same_indicator,
    same_period,
    has_values,
    level_or_change,
    same_unit,
    stock_or_flow,
    same_degree,
    same_subject,
    part_of_whole,
    same_definition,
    same_rhythm,
)


def _caveats(lower: TargetFact, upper: TargetFact, scope: Scope, *, near: bool) -> tuple[str, ...]:
    found = []
    if near:
        found.append(
            both(
                f"名称相近、限定词有别：{lower.indicator} / {upper.indicator}",
                f"worded nearly alike: {lower.indicator} / {upper.indicator}",
            )
        )
    ranks = class_of(lower.indicator), class_of(upper.indicator)
    if ranks[0] != ranks[1] and lower.entry is None:
        found.append(
            both(f"级别范围：{ranks[0] or '—'} / {ranks[1] or '—'}", f"rank: {ranks[0] or '—'} / {ranks[1] or '—'}")
        )
    if scope in (Scope.NARROWER, Scope.WIDER):
        found.append(
            both(
                f"对象{SCOPE_IN_CHINESE[scope]}：{lower.subject or '—'} / {upper.subject or '—'}",
                f"subject {scope}: {lower.subject or '—'} / {upper.subject or '—'}",
            )
        )
    if scope is Scope.UNSTATED:
        found.append(both("一方未写明对象", "one side names no group"))
    if (lower.wording.whole is None) != (upper.wording.whole is None):
        found.append(both("一方未写明分母", "one side names no denominator"))
    if (lower.condition or "") != (upper.condition or ""):
        found.append(
            both(
                f"条件不同：{lower.condition or '—'} / {upper.condition or '—'}",
                f"condition: {lower.condition or '—'} / {upper.condition or '—'}",
            )
        )
    if lower.damaged or upper.damaged:
        found.append(both("原文有缺损", "read through damaged text"))
    return tuple(found)


def _told(target: TargetFact) -> str:
    return amount(target.comparator, target.value, target.value_max, target.unit, target.change) or "—"
