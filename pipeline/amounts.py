"""Write values as people do: ≥95%, 1—2项, ↑5%, 3000万元."""

from __future__ import annotations

from decimal import Decimal

SIGNS = {">=": "≥", "<=": "≤", ">": ">", "<": "<", "~": "≈"}
"""How comparators are written; equality and ranges need no sign."""

CHANGES = {"increase": "↑", "decrease": "↓"}
"""A change stands before the comparator: ↓≥1个百分点 is a fall of one point or more."""

LARGE = ((Decimal(100_000_000), "亿"), (Decimal(10_000), "万"))


def amount(
    comparator: str | None,
    value: Decimal | float | None,
    value_max: Decimal | float | None = None,
    unit: str | None = None,
    change: str | None = None,
) -> str:
    """Write a value with its comparator and unit; empty where there is none."""
    if value is None:
        return ""
    high = "" if value_max is None else f"—{number(value_max)}"
    return f"{CHANGES.get(change or '', '')}{SIGNS.get(comparator or '', '')}{number(value)}{high}{unit or ''}"


def number(value: Decimal | float) -> str:
    """Write a number without a needless fraction, large round ones with 万 and 亿."""
    exact = value if isinstance(value, Decimal) else Decimal(repr(value))
    for size, word in LARGE:
        if abs(exact) >= size and exact % (size / 100) == 0:
            return f"{(exact / size).normalize():f}{word}"
    return f"{exact.normalize():f}"
