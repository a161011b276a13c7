"""Rank the governments of one parent beside each other: who asks most, where the median lies, who copies whom."""

from __future__ import annotations

import statistics
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from pipeline.align.facts import TargetFact
from pipeline.align.groups import indicator_of
from pipeline.align.kinds import Kind
from pipeline.align.load import Government
from pipeline.align.subjects import limiting
from pipeline.align.units import measure
from pipeline.align.verdicts import bound, less_is_more
from pipeline.align.wording import squeezed

Key = tuple[str, str, str, str, str, str]

ENOUGH = 4
"""Below this many values nothing is called an outlier."""

FAR = 3
"""An outlier lies this many median deviations from the median."""

LEAST = Decimal("0.05")
"""The median deviation counts as at least this part of the median: where most say the same, one step away is no outlier."""


def rows(targets: Sequence[TargetFact], governments: Mapping[str, Government]) -> Iterator[dict[str, object]]:
    """Yield one row for each government that states a value two or more children of one parent state."""
    grouped: dict[Key, dict[str, TargetFact]] = defaultdict(dict)
    for target in targets:
        key = _key(target, governments)
        if key is None:
            continue
        held = grouped[key].get(target.document.jurisdiction or "")
        if held is None or _asks_more(target, held):
            grouped[key][target.document.jurisdiction or ""] = target
    for key, members in sorted(grouped.items()):
        if len(members) > 1:
            yield from _ranked(key, members)


def _key(target: TargetFact, governments: Mapping[str, Government]) -> Key | None:
    """Return what siblings must share to be ranked; totals are not ranked, they follow the size of the place."""
    government = governments.get(target.document.jurisdiction or "")
    indicator = indicator_of(target)
    if government is None or not government.above or indicator is None or target.value is None:
        return None
    if target.kind is Kind.TOTAL or target.document.standard:
        return None
    known = measure(target.unit)
    year = str(target.deadline.year) if target.deadline else ""
    subject = "、".join(sorted(target.stages)) + limiting(target)
    return indicator, government.above[0], year, subject, known.family if known else "", str(target.change or "")


def _asks_more(one: TargetFact, other: TargetFact) -> bool:
    falling = less_is_more(one, other)
    mine, theirs = bound(one, falling), bound(other, falling)
    return mine < theirs if falling else mine > theirs


def _ranked(key: Key, members: dict[str, TargetFact]) -> Iterator[dict[str, object]]:
    some = list(members.values())
    falling = less_is_more(some[0], some[0])
    values = {code: bound(target, falling) for code, target in members.items()}
    median = statistics.median(values.values())
    apart = statistics.median(abs(value - median) for value in values.values())
    best_first = sorted(values.values(), reverse=not falling)
    rank: dict[Decimal, int] = {}
    for place, value in enumerate(best_first, start=1):
        rank.setdefault(value, place)
    words = Counter(squeezed(target.quote) for target in some)
    for code, target in sorted(members.items()):
        value = values[code]
        far = len(values) >= ENOUGH and abs(value - median) > FAR * max(apart, LEAST * abs(median))
        yield {
            "indicator_id": key[0],
            "parent_code": key[1],
            "year": key[2],
            "subject": key[3],
            "target_id": target.id,
            "jurisdiction_code": code,
            "value": float(value),
            "rank": rank[value],
            "count": len(values),
            "median": float(median),
            "outlier": int(far),
            "copied": words[squeezed(target.quote)] - 1,
        }
