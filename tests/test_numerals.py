"""Numerals: what they are worth, which are shares, and what is no numeral at all."""

from __future__ import annotations

import doctest
import re
import time
from decimal import Decimal
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from extractors import dates, numerals
from extractors.lexicon import load
from extractors.numerals import (
    NUMERAL,
    PERCENT,
    SPREAD,
    NumberWordLexicon,
    parse_numeral,
    parse_percent,
    parse_spread,
)

GOLD = yaml.safe_load((Path(__file__).parent / "gold" / "numerals.yaml").read_text("utf-8"))
ONES = "零一二三四五六七八九"


@pytest.mark.parametrize(("text", "value"), GOLD["values"])
def test_value(text: str, value: float | None) -> None:
    assert parse_numeral(str(text)) == (None if value is None else Decimal(str(value)))


@pytest.mark.parametrize(("text", "value", "unit"), GOLD["percents"])
def test_share_in_words(text: str, value: str | None, unit: str | None) -> None:
    assert parse_percent(text) == (None if value is None else (Decimal(value), unit))
    if value is not None:
        assert re.fullmatch(PERCENT, text)


@pytest.mark.parametrize(("text", "low", "high"), GOLD["spreads"])
def test_neighbouring_digits(text: str, low: int | None, high: int | None) -> None:
    assert parse_spread(text) == (None if low is None else (low, high))
    assert bool(re.fullmatch(SPREAD, text)) == (low is not None)


@pytest.mark.parametrize(("sentence", "numerals"), GOLD["found"].items())
def test_found_in_a_sentence(sentence: str, numerals: list[str]) -> None:
    assert re.findall(NUMERAL, sentence) == numerals


@pytest.mark.parametrize("entry", load("number_words", NumberWordLexicon).entries, ids=lambda e: e.id)
def test_words_that_count_nothing(entry: object) -> None:
    for example in entry.examples:  # type: ignore[attr-defined]
        assert not re.findall(NUMERAL, example.replace("650", "")), example
    for example in entry.counter_examples:  # type: ignore[attr-defined]
        assert re.findall(NUMERAL, example), example


@pytest.mark.parametrize("module", [numerals, dates])
def test_examples_in_the_docstrings(module: object) -> None:
    result = doctest.testmod(module)  # type: ignore[arg-type]
    assert result.attempted and not result.failed


def in_chinese(number: int) -> str:
    """Write a number below ten thousand as one says it."""
    said, zero = "", False
    for sign, place in (("千", 1000), ("百", 100), ("十", 10), ("", 1)):
        digit = number // place % 10
        if digit:
            said += ("零" if zero and said else "") + ONES[digit] + sign
        zero = digit == 0
    return said


@settings(deadline=None)
@given(st.integers(1, 9999))
def test_what_is_said_is_read(number: int) -> None:
    assert parse_numeral(in_chinese(number)) == number


@settings(deadline=None)
@given(st.integers(1, 9999), st.integers(1, 9999))
def test_ten_thousands_are_multiplied_out(high: int, low: int) -> None:
    said = f"{in_chinese(high)}万{'零' if low < 1000 else ''}{in_chinese(low)}"
    assert parse_numeral(said) == high * 10_000 + low


@settings(deadline=None)
@given(st.decimals(0, 10**9, allow_nan=False, places=2))
def test_arabic_with_separators(number: Decimal) -> None:
    assert parse_numeral(f"{number:,}") == number


@settings(deadline=None)
@given(st.text(alphabet="一二两三十百千万亿点分之半廿〇零第几数余1.2,，/-万 年", max_size=12))
def test_any_text_is_a_value_or_none(text: str) -> None:
    value = parse_numeral(text)
    assert value is None or value.is_finite()


@pytest.mark.parametrize("text", ["一", "1,", "十分之", "三五"])
def test_time_is_linear(text: str) -> None:
    times = []
    for n in (4_000, 32_000):
        start = time.perf_counter()
        re.findall(f"{PERCENT}|{SPREAD}|{NUMERAL}", text * n)
        times.append(time.perf_counter() - start)
    assert times[1] < 40 * times[0] + 0.5, times  # eight times as much text; quadratic time would be sixty-four
