"""Targets worded nearly alike: where nothing in a document above is worded the same, the one that says a word more inside.

Writers drop what goes without saying (重点营运车辆入网率 for 重点营运车辆联网联控入网率). A word too many is often another measure,
so all of this must hold: one wording has all the words of the other and begins and ends with the same (what stands before it
says of which things: 大型公园绿地服务半径覆盖率 is another rate); it is long, and little is left over; no word tells the measures
apart; and of the two documents neither says anything else that could be meant.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache

from pipeline.align.facts import TargetFact
from pipeline.align.groups import keys_of
from pipeline.align.load import Government
from pipeline.align.units import same_family
from pipeline.align.wording import MANY, TOKEN, class_of, contrasts, in_order, known_as

SHARED = 6
"""Characters that both wordings must have."""

LEFT_OVER = 0.5
"""How many characters more the longer wording may have, for each that both have."""

COMMON = 1000
"""A pair of characters met in more targets of one government tells nothing; it is not looked up."""

BEGINNING = 2
"""Characters at the beginning, which say of what, that must be the same, as must the last one, which says how it is measured."""


def nearly_alike(first: str, second: str) -> bool:
    """Tell whether one wording says the other with a qualifier more.

    >>> nearly_alike("重点营运车辆入网率", "重点营运车辆联网联控入网率")
    True
    >>> nearly_alike("公园绿地服务半径覆盖率", "大型公园绿地服务半径覆盖率")
    False
    """
    shorter, longer = sorted((known_as(first), known_as(second)), key=len)
    if len(shorter) < SHARED or shorter[:BEGINNING] != longer[:BEGINNING] or shorter[-1] != longer[-1]:
        return False
    if len(longer) - len(shorter) > LEFT_OVER * len(shorter) or not in_order(shorter, longer):
        return False
    if _numbers(first) != _numbers(second):
        return False
    return contrasts(first) == contrasts(second) and (class_of(first) is None or class_of(second) is None)


def near_pairs(
    lowers: Iterable[TargetFact],
    uppers: Iterable[TargetFact],
    places: Mapping[str, Government],
    matched: Collection[tuple[str, str]],
    answered: Collection[tuple[str, str]],
) -> Iterator[tuple[TargetFact, list[TargetFact]]]:
    """Yield each lower target with the restatements of the one target above that is worded nearly alike.

    `matched` holds (lower target, upper document) pairs and `answered` (upper target, lower document) pairs that are lined
    up already: neither side of those is asked again.
    """
    index = _Runs(upper for upper in uppers if not upper.document.standard)
    by_documents: dict[tuple[str, str], list[tuple[TargetFact, TargetFact]]] = defaultdict(list)
    for lower in lowers:
        government = places.get(lower.document.jurisdiction or "")
        for upper in index.near(lower, government.above if government else ()):
            pair = (lower.id, upper.document.id), (upper.id, lower.document.id)
            if pair[0] not in matched and pair[1] not in answered:
                by_documents[lower.document.id, upper.document.id].append((lower, upper))
    for found in by_documents.values():
        yield from _only_ones(found)


def _only_ones(found: Sequence[tuple[TargetFact, TargetFact]]) -> Iterator[tuple[TargetFact, list[TargetFact]]]:
    """Yield the pairs in which neither side has another wording to choose from."""
    of_lower, of_upper = defaultdict(set), defaultdict(set)
    for lower, upper in found:
        of_lower[keys_of(lower)].add(keys_of(upper))
        of_upper[keys_of(upper)].add(keys_of(lower))
    chosen: dict[str, tuple[TargetFact, list[TargetFact]]] = {}
    for lower, upper in found:
        if len(of_lower[keys_of(lower)]) == len(of_upper[keys_of(upper)]) == 1:
            chosen.setdefault(lower.id, (lower, []))[1].append(upper)
    yield from chosen.values()


class _Runs:
    """The targets of each government by the pairs of characters in their wordings."""

    def __init__(self, targets: Iterable[TargetFact]) -> None:
        self._found: dict[tuple[str, str], list[TargetFact]] = defaultdict(list)
        for target in targets:
            for run in _runs(known_as(target.full.sides)):
                self._found[target.document.jurisdiction or "", run].append(target)

    def near(self, lower: TargetFact, above: Sequence[str]) -> list[TargetFact]:
        """Return the targets of the governments above that are worded nearly alike, in units of one family."""
        runs = _runs(known_as(lower.full.sides))
        found: list[TargetFact] = []
        for code in above:
            telling = [some for run in runs if 0 < len(some := self._found.get((code, run), ())) <= COMMON]
            uppers = {upper.id: upper for some in telling for upper in some}
            hits = Counter(upper.id for some in telling for upper in some)
            found += [
                uppers[key] for key, times in hits.items() if times > len(telling) / 3 and _may_be(lower, uppers[key])
            ]
        return found


def _may_be(lower: TargetFact, upper: TargetFact) -> bool:
    known = lower.entry is not None and upper.entry is not None
    deeds = {lower.wording.deed, upper.wording.deed} - {None}
    return (
        not known
        and len(deeds) < 2
        and same_family(lower.unit, upper.unit)
        and (nearly_alike(lower.wording.sides, upper.wording.sides) or nearly_alike(lower.full.sides, upper.full.sides))
    )


def _runs(text: str) -> frozenset[str]:
    return frozenset(text[at : at + 2] for at in range(len(text) - 1))


@lru_cache(MANY)
def _numbers(text: str) -> frozenset[str]:
    return frozenset(token for token in TOKEN.findall(text) if token[0].isdigit())
