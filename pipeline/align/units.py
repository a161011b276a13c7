"""Units that can be compared: the family of a unit, its factor to the family's base, and conversion inside one family."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from extractors.lexicon import Entry, Lexicon, load

MAGNITUDES = {"亿": Decimal(100_000_000), "万": Decimal(10_000), "千": Decimal(1000), "百": Decimal(100)}
"""A magnitude that still stands before the unit (万亩), largest first."""

DENOMINATOR = re.compile(r"[/／每]")


class FamilyEntry(Entry, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One family: `units` gives each unit's factor to `base`; an `additive` family counts parts of a whole."""

    name: str
    base: str
    additive: bool
    units: dict[str, Decimal]


class UnitFamilies(Lexicon, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The file `unit_families.yaml`."""

    entries: tuple[FamilyEntry, ...]


@dataclass(frozen=True, slots=True)
class Measure:
    """What a unit measures. `per` is the denominator as written (人, 年 …), None where there is none."""

    family: str
    factor: Decimal
    additive: bool
    per: str | None = None


@cache
def _units() -> dict[str, Measure]:
    found: dict[str, Measure] = {}
    for entry in load("unit_families", UnitFamilies).entries:
        for unit, factor in entry.units.items():
            found.setdefault(_flat(unit), Measure(entry.id, factor, entry.additive))
    return found


@cache
def measure(unit: str | None) -> Measure | None:
    """Return what `unit` measures: None for a unit no family knows; no unit at all is a coefficient.

    >>> measure("万亩").factor, measure("元/人年").per
    (Decimal('6666666.6666670000'), '人年')
    """
    written = _flat(unit or "")
    if (known := _simple(written)) is not None:
        return known
    numerator, *rest = DENOMINATOR.split(written, maxsplit=1)
    if rest and (top := _simple(numerator)) is not None:
        return Measure(top.family, top.factor, additive=False, per=rest[0])
    return None


def same_family(first: str | None, second: str | None) -> bool:
    """Tell whether values in the two units can be converted into each other; an unknown unit only into itself."""
    one, two = measure(first), measure(second)
    if one is None or two is None:
        return _flat(first or "") == _flat(second or "")
    if one.per and two.per and one.per[0] != two.per[0]:
        return False
    return one.family == two.family or {one.family, two.family} <= PERSON_OR_THING


PERSON_OR_THING = {"person", "things"}
"""个 counts people as well as things (5个学生), so the two families meet."""


@cache
def base_unit(family: str) -> str:
    """Return the base unit of a family; empty for a plain coefficient."""
    return next(str(entry.base) for entry in load("unit_families", UnitFamilies).entries if entry.id == family)


def in_base(value: Decimal, unit: str | None) -> Decimal:
    """Return `value` in the base unit of its family; unchanged where the unit is unknown."""
    known = measure(unit)
    return value * known.factor if known else value


def _simple(written: str) -> Measure | None:
    if (known := _units().get(written)) is not None:
        return known
    for sign, factor in MAGNITUDES.items():
        if written.startswith(sign) and (rest := _units().get(written[len(sign) :])) is not None:
            return Measure(rest.family, rest.factor * factor, rest.additive)
    return None


def _flat(unit: str) -> str:
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", unit))
