"""Dates that lost a 年, 月 or dash: 202310月, 20239—202310月, 20182022年, 910月, 9月10月, 202395 under a signature."""

from __future__ import annotations

import re
from collections.abc import Iterator

from extractors.holes.lexicon import one_of
from extractors.reading_text import Repair
from extractors.span import Span

MONTH = r"(?:1[0-2]|0?[1-9])"
DASH = r"(?:[—–\-~～－至到]{1,2})"
YEAR_MONTH = re.compile(rf"(?<![\d.])(?P<year>20\d\d)(?P<month>{MONTH})(?=月)")
MONTH_RANGE_START = re.compile(rf"(?<![\d.])(?P<year>20\d\d)(?P<month>{MONTH})(?=\s?{DASH}\s?20\d\d年?{MONTH}月)")
YEAR_RANGE = re.compile(r"(?<![\d.])(?P<first>(?:19|20)\d\d)(?P<last>(?:19|20)\d\d)(?=年|学年)")
JOINED_MONTHS = re.compile(
    rf"""
    (?<![\d.]) (?P<year>20\d\d)年 (?P<month>{MONTH})(?P<mark>月)
    (?= (?:(?P<last_year>20\d\d)年)? (?P<last_month>{MONTH})月 (?P<day>\d{{1,2}}日)? )
    """,
    re.VERBOSE,
)
JOINED_DAYS = re.compile(
    rf"(?<!\d)(?P<month>{MONTH})月(?P<day>\d{{1,2}})(?P<mark>日)(?=(?P<last_month>{MONTH})月(?P<last_day>\d{{1,2}})日)"
)
LONGEST_PERIOD = 30  # years; more is not a planning period
MONTHS_IN_ONE = re.compile(r"(?<=\d年)(?P<digits>\d{2,4})(?=月(?!\d))")  # a day would follow one month only
DAYS_IN_ONE = re.compile(r"(?<=\d月)(?P<digits>\d{2,4})(?=日)")
BARE_DATE = re.compile(r"\n[^\S\n]*(?P<year>20\d\d)(?P<rest>\d{2,3})[^\S\n]*(?=\n|\Z)")


def year_month(text: str) -> Iterator[Repair]:
    """202310月 → 2023年10月: a year cannot run into a month."""
    for match in YEAR_MONTH.finditer(text):
        yield Repair(Span(*match.span()), f"{match['year']}年{match['month']}", "date.year-month")


def start_of_month_range(text: str) -> Iterator[Repair]:
    """20239—202310月 → 2023年9月—…: the first month of a range lost both its marks."""
    for match in MONTH_RANGE_START.finditer(text):
        yield Repair(Span(*match.span()), f"{match['year']}年{match['month']}月", "date.start-of-month-range")


def year_range(text: str) -> Iterator[Repair]:
    """20182022年 → 2018—2022年: two years in order, with nothing between them."""
    for match in YEAR_RANGE.finditer(text):
        if 0 < int(match["last"]) - int(match["first"]) <= LONGEST_PERIOD:
            yield Repair(Span(*match.span()), f"{match['first']}—{match['last']}", "date.year-range")


def impossible_month(text: str) -> Iterator[Repair]:
    """年910月 → 年9—10月: there is no such month, and only one way to cut it into two in order."""
    yield from _cut(text, MONTHS_IN_ONE, 12, "date.impossible-month")


def impossible_day(text: str) -> Iterator[Repair]:
    """9月2530日 → 9月25—30日: there is no such day, and only one way to cut it into two in order."""
    yield from _cut(text, DAYS_IN_ONE, 31, "date.impossible-day")


def joined_months(text: str) -> Iterator[Repair]:
    """2023年6月2025年6月 → 2023年6月—2025年6月: two months in order, with nothing between them; so too 2023年9月10月."""
    for match in JOINED_MONTHS.finditer(text):
        years = int(match["last_year"] or match["year"]) - int(match["year"])
        months = 12 * years + int(match["last_month"]) - int(match["month"])
        if 0 < months <= 12 * LONGEST_PERIOD and not match["day"]:
            yield Repair(Span(*match.span("mark")), "月—", "date.joined-months", ("月、",))


def joined_days(text: str) -> Iterator[Repair]:
    """9月1日10月31日 → 9月1日—10月31日: two days in order, with nothing between them."""
    for match in JOINED_DAYS.finditer(text):
        first = (int(match["month"]), int(match["day"]))
        if first < (int(match["last_month"]), int(match["last_day"])):
            yield Repair(Span(*match.span("mark")), "日—", "date.joined-days", ("日、",))


def _cut(text: str, pattern: re.Pattern[str], highest: int, rule: str) -> Iterator[Repair]:
    for match in pattern.finditer(text):
        digits = match["digits"]
        if int(digits) <= highest:
            continue
        ways = [(digits[:i], digits[i:]) for i in range(1, len(digits)) if digits[i] != "0"]
        ways = [(a, b) for a, b in ways if 0 < int(a) < int(b) <= highest]
        if len(ways) == 1:
            yield Repair(Span(*match.span()), "—".join(ways[0]), rule)


def signature_date(text: str) -> Iterator[Repair]:
    """202395 alone under the issuer's name → 2023年9月5日.

    Where the digits can be cut in two ways (2023111), a date printed elsewhere in the notice decides; where none does,
    the place is reported and left as it is.
    """
    issuer = re.compile(rf"[\u4e00-\u9fff（）()]{{2,40}}{one_of('date.signature', 'issuer endings')}\s*\Z")
    for match in BARE_DATE.finditer(text):
        if not issuer.search(text, max(0, match.start() - 60), match.start()):
            continue
        year, rest = match["year"], match["rest"]
        ways = [(rest[:i], rest[i:]) for i in range(1, len(rest)) if rest[i] != "0" and rest[0] != "0"]
        ways = [(m, d) for m, d in ways if int(m) <= 12 and int(d) <= 31]
        if len(ways) > 1:
            printed = [(m, d) for m, d in ways if _date_stands(text, year, m, d)]
            chosen = printed[0] if len(printed) == 1 else None
        else:
            chosen = ways[0] if ways else None
        span = Span(match.start("year"), match.end("rest"))
        others = tuple(f"{year}年{m}月{d}日" for m, d in ways if (m, d) != chosen)
        if ways:
            meant = f"{year}年{chosen[0]}月{chosen[1]}日" if chosen else span.cut(text)
            yield Repair(span, meant, "date.signature", others)


def _date_stands(text: str, year: str, month: str, day: str) -> bool:
    """Tell whether the notice gives this day anywhere in full."""
    return re.search(rf"(?<!\d){year}\s?[-年./]\s?0?{month}\s?[-月./]\s?0?{day}(?!\d)", text) is not None
