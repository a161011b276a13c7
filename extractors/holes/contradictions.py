"""Numbers that another place of the same notice contradicts: 12项 where the same phrase elsewhere has 1-2项."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from extractors.quantities import unit_pattern
from extractors.reading_text import Repair
from extractors.span import Span

RULE = "number.range-in-one"
INTACT = re.compile(r"(?<![\d.])(?P<low>[1-9]\d?)(?P<dash>[-—–~～－]{1,2})(?P<high>[1-9]\d?)(?![\d.])")
DIGITS = re.compile(r"(?<![\d.\-—–~～－第])(?P<digits>[1-9]\d{1,3})(?![\d.\-—–~～－])")
CONTEXT = 2  # characters of the same phrase on the left, or after the unit on the right, that must agree


def range_in_one(text: str) -> Iterator[Repair]:
    """掌握12项 → 掌握1-2项, where the notice elsewhere says 掌握1-2项: same digits, same unit, same words beside them.

    An ordinary 12项 is no damage: without such a witness nothing is repaired.
    """
    witnesses: dict[tuple[str, str], list[tuple[str, str, str]]] = defaultdict(list)
    for match in INTACT.finditer(text):
        unit = unit_pattern(chinese=False).match(text, match.end())
        if unit and int(match["low"]) < int(match["high"]):
            left, right = _beside(text, match.start(), unit.end())
            witnesses[match["low"] + match["high"], unit.group()].append((match.group(), left, right))
    if not witnesses:
        return
    for match in DIGITS.finditer(text):
        unit = unit_pattern(chinese=False).match(text, match.end())
        if unit is None:
            continue
        left, right = _beside(text, match.start(), unit.end())
        for intact, left_there, right_there in witnesses.get((match["digits"], unit.group()), ()):
            if (left and left == left_there) or (right and right == right_there):
                yield Repair(Span(*match.span()), intact, RULE, (match["digits"],))
                break


def _beside(text: str, start: int, end: int) -> tuple[str, str]:
    """Return the Han characters directly left of `start` and right of `end`, or "" for other characters."""
    left, right = text[max(0, start - CONTEXT) : start], text[end : end + CONTEXT]
    is_phrase = re.compile(rf"[\u4e00-\u9fff]{{{CONTEXT}}}")
    return (left if is_phrase.fullmatch(left) else "", right if is_phrase.fullmatch(right) else "")
