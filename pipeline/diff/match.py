"""Pair the records of two notices by what they measure, wherever they stand."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

import numpy as np
from rapidfuzz import fuzz
from scipy.optimize import linear_sum_assignment  # type: ignore[import-untyped]

from pipeline.diff.sides import Item, ItemKind
from pipeline.flat import flat

ENOUGH = 0.62
"""Below this likeness two records measure different things; set on the pairs of the built-in corpus."""

Pair = tuple[Item, Item]


def pair(old: Iterable[Item], new: Iterable[Item]) -> tuple[list[Pair], list[Item], list[Item]]:
    """Pair items one to one; return the pairs, what only the old side has, and what only the new side has.

    Identical items are taken out first, so that the costly assignment sees only what may have changed.
    """
    pairs: list[Pair] = []
    left = defaultdict(list)
    for item in old:
        left[_identity(item)].append(item)
    rest_new: list[Item] = []
    for item in new:
        same = left[_identity(item)]
        if same:
            pairs.append((same.pop(0), item))
        else:
            rest_new.append(item)
    rest_old = [item for items in left.values() for item in items]
    for kind in ItemKind:
        pairs += _assign([i for i in rest_old if i.kind is kind], [i for i in rest_new if i.kind is kind])
    taken_old, taken_new = {id(a) for a, _ in pairs}, {id(b) for _, b in pairs}
    pairs.sort(key=lambda p: (p[1].start, p[0].start, p[1].name))
    return (
        pairs,
        sorted((i for i in rest_old if id(i) not in taken_old), key=lambda i: i.start),
        sorted((i for i in rest_new if id(i) not in taken_new), key=lambda i: i.start),
    )


def likeness(a: Item, b: Item) -> float:
    """Say from 0 to 1 (and a little over for near twins) how surely two items measure the same thing.

    Kind, unit and the difference between a level and a change must agree, and two indicators that the catalogue knows
    apart are apart however alike their words are; the rest is the wording of indicator and subject. Equal values,
    deadlines and headings only decide between candidates that are otherwise alike.
    """
    if a.kind is not b.kind or a.change != b.change or flat(a.unit) != flat(b.unit):
        return 0.0
    if a.measure and b.measure and a.measure != b.measure:
        return 0.0
    names = _alike(a.name, b.name)
    # That neither names a subject says nothing for the pair.
    apart = 0.7 * names + 0.3 * _alike(a.subject, b.subject) if a.subject or b.subject else names
    together = _alike((a.subject or "") + a.name, (b.subject or "") + b.name)
    ties = 0.05 * (a.value == b.value) + 0.04 * (a.deadline == b.deadline) + 0.03 * (a.section == b.section)
    twice = 0.04 * (a.recurrence == b.recurrence) if a.kind is ItemKind.TARGET else 0.0
    words = max(apart, together)
    return words + ties + twice if words >= ENOUGH else 0.0


def _alike(a: str | None, b: str | None) -> float:
    a, b = flat(a), flat(b)
    if a == b:
        return 1.0
    return fuzz.ratio(a, b) / 100 if a and b else 0.4


def _identity(item: Item) -> tuple[object, ...]:
    words = (flat(item.quote), flat(item.name), flat(item.subject), flat(item.unit))
    return (item.kind, words, item.value, item.value_max, item.change)


def _assign(old: list[Item], new: list[Item]) -> list[Pair]:
    if not old or not new:
        return []
    gain = np.array([[likeness(a, b) for b in new] for a in old])
    rows, columns = linear_sum_assignment(gain, maximize=True)
    return [(old[r], new[c]) for r, c in zip(rows, columns, strict=True) if gain[r, c] > 0]
