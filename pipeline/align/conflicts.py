"""Find what contradicts itself, inside one notice and between notices; every finding names both places.

A deadline before the phase it stands in, parts that exceed their total, two values for one thing, more than the whole,
an interim value beyond the final one, and a deadline after the one that the government above sets.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import pairwise

from extractors.bilingual import both
from extractors.vocabulary import Comparator
from pipeline.align.allocation import Split
from pipeline.align.candidates import Pair
from pipeline.align.comparable import Verdict
from pipeline.align.facts import TargetFact
from pipeline.align.groups import key_of
from pipeline.align.kinds import Kind
from pipeline.align.subjects import limiting
from pipeline.align.units import in_base, measure
from pipeline.align.verdicts import DeadlineVerdict, ValueVerdict, bound, less_is_more
from pipeline.align.wording import words
from pipeline.amounts import amount, number

Row = dict[str, object]

WHOLE = Decimal(100)
MAY_EXCEED = (
    "增长",
    "增速",
    "增幅",
    "完成率",
    "达产率",
    "提高",
    "相当于",
    "入学率",
    "入园率",
    "保障率",
    "覆盖倍数",
    "利用率",
    "指数",
)
"""Shares that may rightly exceed a hundred: what grows, and gross rates."""


RULES = {
    "over the whole": "超过百分之百",
    "two values": "前后数值不一",
    "interim beyond final": "阶段值超过终期值",
    "parts against total": "分解数与总数不符",
    "later than asked": "期限晚于上级要求",
}
"""Each kind of contradiction, with its name in Chinese."""

NUMBER = re.compile(r"(\d[\d,，]*)(?:\.(\d+))?")

STOCK = re.compile(r"达|累计|总量|总数|总规模|保有|存量|保持|稳定在|控制在")
"""Words of what is there at a time."""


BOUNDS_OTHERWISE = {Comparator.ABOUT, Comparator.RANGE}
"""Comparators that set no bound."""

STATEMENTS = 2
"""More values than this for one wording are a list of many places or projects, not a contradiction."""


NAMED = 4
"""Characters that a wording outside the catalogue must have to be taken for one measure in two places."""


def findings(targets: Sequence[TargetFact], pairs: Iterable[Pair], divided: Iterable[Split]) -> Iterator[Row]:
    """Yield the conflicts among targets."""
    yield from over_the_whole(targets)
    yield from two_values(targets)
    yield from interim_beyond_final(targets)
    yield from parts_against_total(divided)
    yield from later_than_asked(pairs)


def over_the_whole(targets: Iterable[TargetFact]) -> Iterator[Row]:
    """A share of more than a hundred percent."""
    for target in targets:
        known = measure(target.unit)
        if target.kind is not Kind.SHARE or known is None or known.family != "share" or target.value is None:
            continue
        highest = in_base(target.value_max or target.value, target.unit)
        if highest > WHOLE and not any(word in target.indicator for word in MAY_EXCEED):
            yield _finding(target, None, "over the whole", f"{target.indicator} {_told(target)}")


def two_values(targets: Iterable[TargetFact]) -> Iterator[Row]:
    """One measure, one subject, one deadline, and two values: between body and table, or between two notices."""
    for same in _alike(targets, with_deadline=True).values():
        if len({bound(target, falling=False) for target in same}) > STATEMENTS:
            continue
        first = same[0]
        for other in same[1:]:
            if bound(first, falling=False) != bound(other, falling=False) and _contradict(first, other):
                yield _finding(other, first, "two values", f"{first.indicator} {_told(first)} ≠ {_told(other)}")


def interim_beyond_final(targets: Iterable[TargetFact]) -> Iterator[Row]:
    """A level that is to be higher at first than at last."""
    for same in _alike(targets, with_deadline=False).values():
        said = (t for t in same if t.deadline and not t.period_only and t.kind is not Kind.GROWTH)
        dated = sorted(said, key=lambda t: (str(t.deadline), t.start))
        for early, late in pairwise(dated):
            if early.deadline == late.deadline or early.document.id != late.document.id or early.change or late.change:
                continue
            if early.comparator in BOUNDS_OTHERWISE or not (_is_level(early) and _is_level(late)):
                continue
            falling = less_is_more(early, late)
            sooner, later = bound(early, falling), bound(late, falling)
            if sooner < later if falling else sooner > later:
                steps = f"{early.deadline} {_told(early)} → {late.deadline} {_told(late)}"
                yield _finding(early, late, "interim beyond final", f"{early.indicator} {steps}")


def _is_level(target: TargetFact) -> bool:
    """Tell a value of what is there at a time from one of what is done in it, which may be less in a later year."""
    return target.kind is not Kind.TOTAL or (target.wording.deed is None and STOCK.search(target.quote) is not None)


def parts_against_total(divided: Iterable[Split]) -> Iterator[Row]:
    """Parts that add up to more than their total, or, where they are all there are, to less.

    Numbers that were rounded before they were added may be off by half of their last digit each. Where more is lacking than
    the largest part has, rows were lost, as on a page that shows the beginning of a table.
    """
    for split in divided:
        total = split.total
        if total is None or total.value is None or any(not _adds(part) for part in (total, *split.parts)):
            continue
        numbers = [_in_unit(part.value or Decimal(0), part, total) for part in split.parts]
        whole, added = total.value, sum(numbers, Decimal(0))
        allowed = _rounding((total, *split.parts))
        if added - whole > allowed or (split.whole and allowed < whole - added <= max(numbers)):
            sign = ">" if added > whole else "<"
            sums = f"{number(added)} {sign} {number(whole)} {total.unit or ''}"
            yield _finding(split.parts[0], total, "parts against total", f"{total.indicator} {sums.strip()}")


def _in_unit(value: Decimal, target: TargetFact, total: TargetFact) -> Decimal:
    """Return a value of one target in the unit of another of its family."""
    if target.unit == total.unit:
        return value
    known = measure(total.unit)
    return (in_base(value, target.unit) / (known.factor if known else 1)).quantize(Decimal("0.0001"))


def _adds(target: TargetFact) -> bool:
    """Tell whether a value is one exact number of what adds up over places."""
    exact = target.comparator not in {Comparator.ABOUT, Comparator.RANGE}
    return target.kind is Kind.TOTAL and exact and target.value is not None and not target.damaged


def _rounding(numbers: Sequence[TargetFact]) -> Decimal:
    """Return by how much rounding may have put a sum off, in the unit of the first of its numbers.

    It is half of the last digit of each; whole numbers are as they were set.
    """
    digits = [(target, NUMBER.findall(target.quote)) for target in numbers]
    if not any(written and written[-1][1] for _, written in digits):
        return Decimal(0)
    halves = (_in_unit(_half_digit(target, *written[-1]), target, numbers[0]) for target, written in digits if written)
    return sum(halves, Decimal(0))


def _half_digit(target: TargetFact, before: str, after: str) -> Decimal:
    said = Decimal(f"{re.sub('[,，]', '', before)}.{after or 0}")
    if not said or not target.value:
        return Decimal(0)
    return target.value / said / Decimal(10) ** len(after) / 2


def later_than_asked(pairs: Iterable[Pair]) -> Iterator[Row]:
    """A deadline after the one that the government above sets, for no more than it asks; said once of what is stated twice.

    The end of a plan's period is nobody's word on when a thing is due, and a plan for one year asks every year again.
    """
    told: set[tuple[str, str]] = set()
    for pair in pairs:
        verdict, key = pair.verdict, (pair.lower.document.id, pair.upper.id)
        if not isinstance(verdict, Verdict) or pair.upper.document.standard or key in told:
            continue
        if pair.lower.period_only or pair.lower.document.one_year:
            continue
        if verdict.deadline is DeadlineVerdict.LATER and verdict.value in {ValueVerdict.EQUAL, ValueVerdict.WEAKER}:
            told.add(key)
            days = f"{pair.lower.deadline} > {pair.upper.deadline}"
            yield _finding(pair.lower, pair.upper, "later than asked", f"{pair.lower.indicator} {days}")


def _alike(targets: Iterable[TargetFact], *, with_deadline: bool) -> dict[tuple[object, ...], list[TargetFact]]:
    """Group the targets that measure one thing for one subject of one government; of one notice where none is known."""
    found: dict[tuple[object, ...], list[TargetFact]] = defaultdict(list)
    for target in targets:
        known = measure(target.unit)
        if target.value is None or target.document.standard:
            continue
        key: tuple[object, ...] = (
            target.document.jurisdiction or target.document.id,
            key_of(target),
            target.wording.deed,
            target.wording.whole,
            target.wording.stages,
            _subject(target),
            limiting(target),
            known.family if known else target.unit,
            target.change,
            target.recurrence,
            target.condition,
        )
        if with_deadline:
            if target.deadline is None and target.kind is Kind.TOTAL:
                continue
            key += (target.deadline,)
        found[key].append(target)
    return found


def _subject(target: TargetFact) -> str:
    """Return the subject, empty where it is the whole of the government's own territory (全市), which goes without saying."""
    own = target.subject in target.places or target.subject in words("scope")
    return "" if own else target.subject or ""


def _contradict(first: TargetFact, other: TargetFact) -> bool:
    """Tell whether two unequal values of one wording are meant for one thing.

    A value without a stated time does not contradict one with it. Two totals, or two sizes of what is built, in running text
    may be of two projects; body against table they are not. Two notices must speak of one time, and neither of one year of
    the other's plan.
    """
    if first.period_only != other.period_only:
        return False
    if first.document.id != other.document.id:
        one_time = first.until is not None and first.until == other.until
        if not one_time or first.document.one_year != other.document.one_year:
            return False
    if (first.kind is Kind.TOTAL or first.wording.deed) and _in_table(first) == _in_table(other):
        return False
    named = first.entry is not None or len(first.wording.text) >= NAMED
    return named and not _one_inside(first, other)


def _in_table(target: TargetFact) -> bool:
    return target.rule.startswith("table.") or "\t" in target.quote or "\n" in target.quote


def _one_inside(first: TargetFact, other: TargetFact) -> bool:
    """Tell whether one value lies in the range, or keeps the bound, that the other sets: then they do not contradict."""
    for one, two in ((first, other), (other, first)):
        low = in_base(one.value or Decimal(0), one.unit)
        high = in_base(one.value_max, one.unit) if one.value_max is not None else None
        value = in_base(two.value or Decimal(0), two.unit)
        if high is not None and low <= value <= high:
            return True
        if one.comparator in {Comparator.AT_LEAST, Comparator.MORE_THAN} and value >= low:
            return True
        if one.comparator in {Comparator.AT_MOST, Comparator.LESS_THAN} and value <= low:
            return True
    return False


def _told(target: TargetFact) -> str:
    return amount(target.comparator, target.value, target.value_max, target.unit, target.change)


def _finding(target: TargetFact, other: TargetFact | None, rule: str, what: str) -> Row:
    """Make a finding; `what` is what stands on either side, in signs that need no translation."""
    detail: Row = {"rule": rule, "target": target.id}
    if other is not None:
        detail |= {
            "other": other.id,
            "other_document": other.document.id,
            "other_start": other.start,
            "other_end": other.start + len(other.quote),
        }
    return {
        "target": target,
        "kind": "conflict",
        "severity": "warning",
        "message": both(f"{RULES[rule]}：{what}", f"{rule}: {what}"),
        "detail": detail,
    }
