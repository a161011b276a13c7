"""The calendar behind date expressions: years, quarters, months, terms, school years, five-year plans, holidays.

Pure functions from numbers to first and last days; the words that name them are in `extractors.dates`.
"""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from msgspec import field

from extractors.lexicon import Entry, Lexicon, load
from extractors.vocabulary import Grain

SCHOOL_YEAR_STARTS = 9
SPRING_TERM = (2, 7)
AUTUMN_TERM = (9, 1)
SEASONS = {"春": 3, "夏": 6, "秋": 9, "冬": 12}
FIRST_PLAN_OF_CALENDAR = (6, 1981)  # from the sixth on, every five-year plan begins on 1 January, five years apart


@dataclass(frozen=True, slots=True)
class Period:
    """First and last day (inclusive) of what is named, and the grain of its words.

    `start` is None where only the end is named (2025年底), `end` where only the beginning is (2018年以来).
    """

    start: date | None
    end: date | None
    grain: Grain


class Holiday(Entry, frozen=True):
    """A day named by a feast: on `month_day` each year, or by year (the lunar ones) in `days`."""

    names: tuple[str, ...]
    month_day: str | None = None
    days: dict[int, str] = field(default_factory=dict)


class HolidayLexicon(Lexicon, frozen=True):
    """`lexicons/holidays.yaml`."""

    entries: tuple[Holiday, ...]


def year(y: int) -> Period:
    """Return a calendar year."""
    return Period(date(y, 1, 1), date(y, 12, 31), Grain.YEAR)


def half(y: int, which: int) -> Period:
    """Return 上半年 (1) or 下半年 (2)."""
    return months(y, 6 * which - 5, y, 6 * which, Grain.HALF)


def quarters(y: int, first: int, last: int) -> Period:
    """Return the quarters `first` to `last` of a year: 前三季度 is 1 to 3."""
    return months(y, 3 * first - 2, y, 3 * last, Grain.QUARTER if first == last else Grain.PERIOD)


def month(y: int, m: int) -> Period:
    """Return a calendar month."""
    return months(y, m, y, m, Grain.MONTH)


def months(y1: int, m1: int, y2: int, m2: int, grain: Grain) -> Period:
    """Return the stretch from the first day of one month to the last of another."""
    return Period(date(y1, m1, 1), last_day(y2, m2), grain)


def part_of_month(y: int, m: int, part: str) -> Period:
    """Return 上旬, 中旬, 下旬, 上半月, 月初, 月中, or 月底, of which only the end is named."""
    if part in {"底", "末"}:
        return Period(None, last_day(y, m), Grain.MONTH)
    first, last = {
        "上旬": (1, 10),
        "初": (1, 10),
        "中旬": (11, 20),
        "中": (11, 20),
        "下旬": (21, 31),
        "上中旬": (1, 20),
        "中上旬": (1, 20),
        "中下旬": (11, 31),
        "上半月": (1, 15),
        "下半月": (16, 31),
    }[part]
    end = last_day(y, m)
    return Period(date(y, m, first), min(end, date(y, m, min(last, end.day))), Grain.MONTH)


def part_of_year(y: int, part: str) -> Period:
    """Return 年初 (the first quarter), 年中 and 年底, of which only the end is named."""
    if part == "初":
        return months(y, 1, y, 3, Grain.YEAR)
    return Period(None, date(y, 6, 30) if part == "中" else date(y, 12, 31), Grain.YEAR)


def day(y: int, m: int, d: int) -> Period | None:
    """Return one day, or None where the calendar has no such day."""
    try:
        only = date(y, m, d)
    except ValueError:
        return None
    return Period(only, only, Grain.DAY)


def season(y: int, sign: str) -> Period:
    """Return 春 (March to May), 夏, 秋 or 冬 (December to February)."""
    first = SEASONS[sign]
    last = first + 2
    return months(y, first, y + (last > 12), (last - 1) % 12 + 1, Grain.SEASON)


def term(y: int, sign: str) -> Period:
    """Return 秋季学期 (September to January) or 春季学期 (February to July) that begins in year `y`."""
    if sign == "秋":
        return months(y, AUTUMN_TERM[0], y + 1, AUTUMN_TERM[1], Grain.TERM)
    return months(y, SPRING_TERM[0], y, SPRING_TERM[1], Grain.TERM)


def school_year(y: int) -> Period:
    """Return the school year that begins in September of year `y`."""
    return months(y, SCHOOL_YEAR_STARTS, y + 1, SCHOOL_YEAR_STARTS - 1, Grain.SCHOOL_YEAR)


def school_year_of(day_in_it: date) -> Period:
    """Return the school year that holds a day."""
    return school_year(day_in_it.year - (day_in_it.month < SCHOOL_YEAR_STARTS))


def term_of(day_in_it: date) -> Period:
    """Return the school term that holds a day; August counts to the term that follows it."""
    if day_in_it.month >= SCHOOL_YEAR_STARTS - 1:
        return term(day_in_it.year, "秋")
    return term(day_in_it.year - 1, "秋") if day_in_it.month == 1 else term(day_in_it.year, "春")


def five_year_plan(number: int) -> Period:
    """Return the years of a five-year plan by its number, from 六五 on: 14 is 2021 to 2025."""
    first_number, first_year = FIRST_PLAN_OF_CALENDAR
    start = first_year + 5 * (number - first_number)
    return Period(date(start, 1, 1), date(start + 4, 12, 31), Grain.PERIOD)


def last_day(y: int, m: int) -> date:
    """Return the last day of a month."""
    return date(y, m, monthrange(y, m)[1])


def shift_months(day_: date, by: int) -> date:
    """Return the day some months later or earlier, at the latest the last of its month."""
    count = day_.year * 12 + day_.month - 1 + by
    y, m = divmod(count, 12)
    return date(y, m + 1, min(day_.day, monthrange(y, m + 1)[1]))


def shift_days(day_: date, by: int) -> date:
    """Return the day some days later or earlier."""
    return day_ + timedelta(days=by)


@cache
def holidays() -> dict[str, Holiday]:
    """Return the holidays of the lexicon by each of their names."""
    return {name: entry for entry in load("holidays", HolidayLexicon).entries for name in entry.names}


def holiday(y: int, name: str) -> Period | None:
    """Return the day of a holiday in a year, or None where its lexicon does not know that year."""
    entry = holidays()[name]
    month_day = entry.days.get(y, entry.month_day)
    return day(y, int(month_day[:2]), int(month_day[3:])) if month_day else None
