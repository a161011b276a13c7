"""Values and messages as people read them."""

from __future__ import annotations

from decimal import Decimal

import pytest

from extractors.bilingual import both, halves
from pipeline.amounts import amount


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ((">=", 95.0, None, "%"), "≥95%"),
        (("=", 30_000_000.0, None, "元"), "3000万元"),
        (("=", 250_000_000.0, None, "元"), "2.5亿元"),
        (("=", 12_345.0, None, "人"), "12345人"),
        (("range", 1.0, 2.0, "项"), "1—2项"),
        (("~", 5.0, None, "%", "increase"), "↑≈5%"),
        (("<=", 0.85), "≤0.85"),
        (("<", Decimal("0.30")), "<0.3"),
        ((">=", Decimal(100), None, "所"), "≥100所"),
        (("=", None), ""),
    ],
)
def test_values_are_written_as_people_write_them(value: tuple[object, ...], written: str) -> None:
    assert amount(*value) == written  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("message", "chinese", "english"),
    [
        (both("前后数值不一", "two values"), "前后数值不一", "two values"),
        (both("缺字：甲 · 乙", "lost: 甲 · 乙"), "缺字：甲 · 乙", "lost: 甲 · 乙"),
        ("编码声明有误", "编码声明有误", "编码声明有误"),
    ],
)
def test_a_message_has_two_halves(message: str, chinese: str, english: str) -> None:
    assert halves(message) == (chinese, english)
