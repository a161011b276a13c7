"""Quantities: numerals with units, shares, ranges and ratios, and the digits that are none of them."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from extractors.lexicon import load
from extractors.quantities import UnitEntry, Units, find_quantities, kind_of_unit
from extractors.records import Mention
from extractors.vocabulary import MentionKind

CASES = yaml.safe_load((Path(__file__).parent / "gold" / "quantities.yaml").read_text("utf-8"))["cases"]


def line(mention: Mention) -> str:
    """Write a mention as the gold does."""
    if mention.kind is MentionKind.RATIO and mention.value is None:
        amount = ":".join(f"{part:f}" for part in mention.parts)
    else:
        assert mention.value is not None
        amount = f"{round(mention.value, 4).normalize():f}"
    if mention.value_max is not None:
        amount += f"..{mention.value_max:f}"
    return " ".join(part for part in (mention.kind.value, amount, mention.unit) if part)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"])
def test_found(case: dict[str, Any]) -> None:
    assert [line(mention) for mention in find_quantities(case["text"])] == case["found"]


@pytest.mark.parametrize("entry", load("units", Units).entries, ids=lambda entry: entry.id)
def test_units_show_what_they_measure(entry: UnitEntry) -> None:
    for example in entry.examples:
        assert entry.kind in {kind_of_unit(mention.unit) for mention in find_quantities(example)}, example
    for example in entry.counter_examples:
        assert find_quantities(example) == [], example


@given(st.integers(1, 10**6), st.sampled_from(["所", "名", "元", "%", "平方米", "公里", "个百分点", "人次", "吨"]))
def test_an_amount_and_its_unit_are_read_back(amount: int, unit: str) -> None:
    (mention,) = find_quantities(f"达到{amount}{unit}")
    assert (mention.value, mention.unit) == (Decimal(amount), unit)


@given(st.text("0123456789.%,一二三十百千万亿个所名元年月日-—至到第每余多:：比分之 A+", max_size=40))
def test_spans_hold_and_do_not_overlap(text: str) -> None:
    end = 0
    for mention in find_quantities(text):
        assert end <= mention.span.start < mention.span.end <= len(text)
        end = mention.span.end
        if mention.unit_span:
            assert mention.span.contains(mention.unit_span)
        if mention.value_span:
            assert mention.span.contains(mention.value_span)
