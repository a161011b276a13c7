"""Units as tables write them: in a column of their own (万平方米), or in brackets behind the indicator."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from extractors.quantities import unit_pattern

SCALES = (("万亿", 10**12), ("百亿", 10**10), ("百万", 10**6), ("亿", 10**8), ("万", 10**4))
NO_UNIT = re.compile(r"[-—–－/／]*")
IN_WORDS = re.compile(r"定性|文字|文字描述")
LONGEST_UNIT = 20  # characters
PER = re.compile(r"[\u4e00-\u9fffA-Za-z0-9]{1,6}")  # what a rate is per: 亿元, 千人, 100户
CLOSERS = {"）": "（", ")": "("}


@dataclass(frozen=True, slots=True)
class Unit:
    """A base unit as written (None for pure numbers) and the factor that 万 or 亿 before it multiplies values by."""

    name: str | None
    factor: Decimal = Decimal(1)


@lru_cache(maxsize=10_000)
def read_unit(words: str) -> Unit | None:
    """Read a unit (white space left out); None where the words are no unit (定性, a name)."""
    if len(words) > LONGEST_UNIT:
        return None
    words = words.strip("（）()") if words[:1] in "（(" and words[-1:] in "）)" else words
    if NO_UNIT.fullmatch(words):
        return Unit(None)
    if words in {"%", "％", "‰"}:
        return Unit("%" if words != "‰" else words)
    for scale, factor in SCALES:
        rest = words.removeprefix(scale)
        if rest != words and rest and unit_pattern(chinese=False).fullmatch(rest):
            return Unit(rest, Decimal(factor))
    if unit_pattern(chinese=False).fullmatch(words):
        return Unit(words)
    counted, slash, by = words.partition("/")
    if slash and PER.fullmatch(by) and (found := read_unit(counted)) is not None and found.name:
        return Unit(f"{found.name}/{by}", found.factor)
    return None


def is_unit(words: str) -> bool:
    """Tell whether a cell of a unit column could hold these words."""
    return read_unit(words) is not None or IN_WORDS.fullmatch(words) is not None


def unit_at_end(words: str) -> tuple[str, Unit | None]:
    """Split an indicator from the unit in brackets behind it: 新增住房数量（万套（间））."""
    if words[-1:] not in CLOSERS:
        return words, None
    depth, closer = 0, words[-1]
    for i in range(len(words) - 1, -1, -1):
        depth += (words[i] == closer) - (words[i] == CLOSERS[closer])
        if depth == 0:
            unit = read_unit(words[i + 1 : -1]) if len(words) - i > 2 else None
            return (words[:i], unit) if unit and unit.name and i else (words, None)
    return words, None
