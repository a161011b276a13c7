"""Dates, periods and recurrences: their words, first and last day, grain and bound; and what is no date."""

from __future__ import annotations

import time
from datetime import date
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from extractors import periods
from extractors.dates import find_dates
from extractors.lexicon import load
from extractors.records import Mention
from extractors.vocabulary import MentionKind

GOLD = yaml.safe_load((Path(__file__).parent / "gold" / "dates.yaml").read_text("utf-8"))
REFERENCE: date = GOLD["reference"]
GROUPS = ("calendar", "from-the-notice", "periods", "beginnings", "recurrences")
CASES = [(str(text), lines) for group in GROUPS for text, lines in GOLD[group].items()]


def line(mention: Mention, text: str) -> str:
    """Write a mention as the table does."""
    words = mention.span.cut(text)
    if mention.kind is MentionKind.RECURRENCE:
        return f"{words} {mention.value or 1} {mention.recurrence}"
    first, last = (day.isoformat() if day else "" for day in (mention.start_date, mention.end_date))
    return f"{words} {first}..{last} {mention.grain} {mention.bound}"


@pytest.mark.parametrize(("text", "lines"), CASES)
def test_found(text: str, lines: list[str]) -> None:
    assert [line(m, text) for m in find_dates(text, REFERENCE)] == lines


@pytest.mark.parametrize(("text", "lines"), GOLD["without-a-year"].items())
def test_without_a_reference(text: str, lines: list[str]) -> None:
    assert [line(m, text) for m in find_dates(text, None)] == lines


@pytest.mark.parametrize("text", GOLD["no-date"])
def test_no_date(text: str) -> None:
    found = [line(m, text) for m in find_dates(text, REFERENCE) if not text.startswith("2023年13月")]
    assert found == []


@pytest.mark.parametrize("entry", load("holidays", periods.HolidayLexicon).entries, ids=lambda e: e.id)
def test_holidays_name_a_day(entry: periods.Holiday) -> None:
    for name in entry.names:
        period = periods.holiday(2026, name)
        assert period is not None
        assert period.start == period.end
    for example in entry.examples:
        assert find_dates(example, REFERENCE), example


@settings(deadline=None)
@given(st.dates(date(1990, 1, 1), date(2060, 12, 31)))
def test_a_day_is_read_however_it_is_written(day: date) -> None:
    for text in (f"{day.year}年{day.month}月{day.day}日", day.isoformat(), f"{day.year}.{day.month}.{day.day}"):
        (only,) = find_dates(text, None)
        assert (only.start_date, only.end_date) == (day, day)
        assert only.span.cut(text) == text


@settings(deadline=None)
@given(st.integers(1990, 2060), st.integers(1, 12), st.integers(0, 40))
def test_a_range_of_months_begins_before_it_ends(year: int, month: int, length: int) -> None:
    last_year, last_month = divmod(year * 12 + month - 1 + length, 12)
    text = f"{year}年{month}月至{last_year}年{last_month + 1}月"
    if length:
        (only,) = find_dates(text, None)
        assert only.start_date == date(year, month, 1)
        assert only.end_date == periods.last_day(last_year, last_month + 1)


@settings(deadline=None)
@given(st.text(alphabet="0123年月日底前至—到上下半第一二三季度每学期“十四五”末起、，。今明内 ", max_size=40))
def test_spans_lie_in_the_text_in_order(text: str) -> None:
    at = 0
    for mention in find_dates(text, REFERENCE):
        assert at <= mention.span.start < mention.span.end <= len(text)
        at = mention.span.end
        if mention.start_date and mention.end_date:
            assert mention.start_date <= mention.end_date


@settings(deadline=None)
@given(st.integers(6, 20), st.integers(1, 60))
def test_five_year_plans_follow_one_another(number: int, months: int) -> None:
    first, then = periods.five_year_plan(number), periods.five_year_plan(number + 1)
    assert first.start is not None and first.end is not None and then.start is not None
    assert periods.shift_days(first.end, 1) == then.start
    assert periods.shift_months(periods.shift_months(first.start, months), -months) == first.start


@pytest.mark.parametrize("text", ["2", "2023年", "9月—", "一", "十", "每"])
def test_time_is_linear(text: str) -> None:
    times = []
    for n in (4_000, 32_000):
        start = time.perf_counter()
        find_dates(text * n, REFERENCE)
        times.append(time.perf_counter() - start)
    assert times[1] < 40 * times[0] + 0.5, times  # eight times as much text; quadratic time would be sixty-four
