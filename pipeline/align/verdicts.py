"""The verdicts on two targets that can be compared: value, deadline, wording, each by itself and each knowing the direction."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from extractors.vocabulary import Change, Comparator, Modality
from pipeline.align.facts import TargetFact
from pipeline.align.indicators import FALLING
from pipeline.align.kinds import Kind
from pipeline.align.units import in_base, measure


class ValueVerdict(StrEnum):
    """The lower value beside the upper one."""

    STRICTER = "stricter"
    EQUAL = "equal"
    WEAKER = "weaker"
    NOT_COMPARABLE = "not comparable"


class DeadlineVerdict(StrEnum):
    """The lower deadline beside the upper one."""

    EARLIER = "earlier"
    SAME = "same"
    LATER = "later"
    UNKNOWN = "unknown"


class ModalityVerdict(StrEnum):
    """The lower wording beside the upper one: 力争 made firm is hardened."""

    HARDENED = "hardened"
    SAME = "same"
    SOFTENED = "softened"


@dataclass(frozen=True, slots=True)
class Value:
    """The verdict on the values; `gap` (lower minus upper) and `ratio` are in the upper target's unit, None where senseless."""

    verdict: ValueVerdict
    gap: Decimal | None
    ratio: Decimal | None


UPPER_BOUNDS = {Comparator.AT_MOST, Comparator.LESS_THAN}
LOWER_BOUNDS = {Comparator.AT_LEAST, Comparator.MORE_THAN}
STRICT = {Comparator.MORE_THAN, Comparator.LESS_THAN}
PLACES = Decimal("0.0001")
ROUNDING = Decimal("1e-9")
"""Values this close are equal: 1公顷 is 15亩, and 亩 has no finite decimal in square metres."""

LESS_IS_MORE = (
    "失业率|死亡率|发病率|患病率|近视率|辍学率|漏损率|空置率|不良|差异系数|差异率|能耗|碳排放|二氧化碳|排放|浓度|涨幅|物价|污染|劣|事故|"
    "赤字|负债|债务|成本|时限|用时|办理时间|等待|用水量|大班额|垃圾产生|填埋|违法|缺口|差距|之比"
)
"""Words of measures that are to fall, for what the catalogue does not know."""


FALLS_TO = re.compile(r"(?:降低|下降|压减|压缩|减少|缩短|缩小|回落|降)(?:至|到)")
"""The words by which a notice itself says of a level that it is to fall (降低到13.5%)."""


def value_verdict(lower: TargetFact, upper: TargetFact) -> Value:
    """Judge two values of one indicator in one family of units.

    The bound that a target guarantees is what counts: the lower end of a range where more is better, the upper where less
    is. At equal values a strict bound (> 50) is stricter than the plain one. Where neither way is better, unequal values
    are not comparable; their gap is still given.
    """
    falling = less_is_more(lower, upper)
    mine, theirs = bound(lower, falling), bound(upper, falling)
    gap = _in_unit(mine - theirs, upper)
    ratio = (mine / theirs).quantize(PLACES) if theirs > 0 and lower.kind is not Kind.GROWTH else None
    if abs(mine - theirs) <= ROUNDING * max(abs(mine), abs(theirs)):
        return Value(_at_equal(lower, upper), gap, ratio)
    if lower.entry is not None and lower.entry.better == "none":
        return Value(ValueVerdict.NOT_COMPARABLE, gap, ratio)
    stricter = mine < theirs if falling else mine > theirs
    return Value(ValueVerdict.STRICTER if stricter else ValueVerdict.WEAKER, gap, ratio)


def less_is_more(lower: TargetFact, upper: TargetFact) -> bool:
    """Tell whether a smaller number asks for more: a limit, or a measure that is to fall, unless the number is the fall itself."""
    if Change.DECREASE in (lower.change, upper.change) or FALLING.search(upper.indicator):
        return False
    entry = lower.entry or upper.entry
    if entry is not None and entry.better != "none":
        return entry.better == "lower"
    comparators = {lower.comparator, upper.comparator}
    if comparators & UPPER_BOUNDS and not comparators & LOWER_BOUNDS:
        return not _is_grant(upper)
    falls_to = any(target.change is None and FALLS_TO.search(target.quote) for target in (lower, upper))
    return falls_to or any(word in upper.indicator for word in LESS_IS_MORE.split("|"))


def bound(target: TargetFact, falling: bool) -> Decimal:
    """Return the number that a target guarantees, in the base unit of its family."""
    value = target.value if target.value is not None else Decimal(0)
    if falling and target.value_max is not None:
        value = target.value_max
    return in_base(value, target.unit)


def due(target: TargetFact) -> date | None:
    """Return the day by which a target is due: where nothing nearer says it, the last day of its plan.

    None for a yearly duty, and where the notice speaks of no period.
    """
    return target.deadline or (None if target.recurrence else target.document.period_end)


def deadline_verdict(lower: date | None, upper: date | None) -> tuple[DeadlineVerdict, int | None]:
    """Judge two deadlines; the gap is in days after the upper one.

    >>> deadline_verdict(date(2025, 6, 30), date(2025, 12, 31))
    (<DeadlineVerdict.EARLIER: 'earlier'>, -184)
    """
    if lower is None or upper is None:
        return DeadlineVerdict.UNKNOWN, None
    days = (lower - upper).days
    if days == 0:
        return DeadlineVerdict.SAME, 0
    return (DeadlineVerdict.EARLIER if days < 0 else DeadlineVerdict.LATER), days


def modality_verdict(lower: Modality, upper: Modality) -> ModalityVerdict:
    """Judge two wordings."""
    if lower is upper:
        return ModalityVerdict.SAME
    return ModalityVerdict.HARDENED if lower is Modality.FIRM else ModalityVerdict.SOFTENED


def _at_equal(lower: TargetFact, upper: TargetFact) -> ValueVerdict:
    mine, theirs = lower.comparator in STRICT, upper.comparator in STRICT
    if mine != theirs:
        return ValueVerdict.STRICTER if mine else ValueVerdict.WEAKER
    if lower.comparator is upper.comparator is Comparator.RANGE and lower.value_max != upper.value_max:
        more = (lower.value_max or Decimal(0)) > (upper.value_max or Decimal(0))
        return ValueVerdict.STRICTER if more != less_is_more(lower, upper) else ValueVerdict.WEAKER
    return ValueVerdict.EQUAL


def _in_unit(base: Decimal, target: TargetFact) -> Decimal:
    known = measure(target.unit)
    return (base / known.factor).quantize(PLACES).normalize() + 0 if known else base


def _is_grant(target: TargetFact) -> bool:
    return target.kind is Kind.STANDARD and (known := measure(target.unit)) is not None and known.family == "money"
