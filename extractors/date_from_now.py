"""Dates that count from the notice's own day: this term, next month, within three years, the coming five."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal

from extractors import periods
from extractors.date_found import REFUSED, Found, Groups, Now, bound_of, month_of, number_in
from extractors.numerals import parse_numeral
from extractors.periods import Period
from extractors.vocabulary import Bound, Grain, MentionKind

_LENGTHS = {"年": Grain.YEAR, "个月": Grain.MONTH, "周": Grain.WEEK, "天": Grain.DAY}
_DAYS_FROM_NOW = {"今": 0, "明": 1, "昨": -1, "后": 2, "前": -2, "大后": 3, "大前": -3}


def _school_year_now(groups: Groups, now: Now) -> Found:
    of = periods.school_year_of if groups["unit"] == "学年" else periods.term_of
    grain = Grain.SCHOOL_YEAR if groups["unit"] == "学年" else Grain.TERM
    if now.reference is None:
        return Found(None, grain, bound=bound_of(groups))
    period = of(now.reference)
    if groups["now"] == "下" and period.end:
        period = of(periods.shift_days(period.end, 1))
    elif groups["now"] == "上" and period.start:
        period = of(periods.shift_days(period.start, -1))
    if groups.get("close"):
        period = replace(period, start=None)
    return Found(period, grain, bound=bound_of(groups))


def _term_end(groups: Groups, now: Now) -> Found:
    grain = Grain.TERM if groups["unit"] == "期" else Grain.SCHOOL_YEAR
    if now.reference is None:
        return Found(None, grain, bound=bound_of(groups))
    period = (periods.term_of if grain is Grain.TERM else periods.school_year_of)(now.reference)
    return Found(replace(period, start=None), grain, bound=bound_of(groups))


def _coming(groups: Groups, now: Now) -> Found:
    """未来五年 counts whole years, the running one among them until September: a plan is announced as it begins."""
    count = number_in(groups.get("upto") or str(groups["count"]))
    grain = _LENGTHS[str(groups["unit"])]
    if now.reference is None or not count:
        return Found(None, grain, MentionKind.PERIOD)
    if grain is Grain.MONTH:
        period = Period(now.reference, periods.shift_months(now.reference, count), grain)
    elif grain in {Grain.DAY, Grain.WEEK}:
        days = count * (7 if grain is Grain.WEEK else 1)
        period = Period(periods.shift_days(now.reference, 1), periods.shift_days(now.reference, days), grain)
    else:
        first = now.reference.year + (now.reference.month > 9)
        period = Period(date(first, 1, 1), date(first + count - 1, 12, 31), grain)
    return Found(period, grain, MentionKind.PERIOD)


def _past(groups: Groups, now: Now) -> Found:
    count = number_in(str(groups["count"]))
    grain = _LENGTHS[str(groups["unit"])]
    if now.reference is None or not count:
        return Found(None, grain, MentionKind.PERIOD)
    if grain in {Grain.WEEK, Grain.DAY}:
        start = periods.shift_days(now.reference, -count * (7 if grain is Grain.WEEK else 1))
    else:
        start = periods.shift_months(now.reference, -count * (12 if grain is Grain.YEAR else 1))
    return Found(Period(start, now.reference, grain), grain, MentionKind.PERIOD)


def _within(groups: Groups, now: Now) -> Found:
    """三年内 and 用三年时间 run from the notice's own day."""
    written = groups.get("upto") or str(groups["count"])
    count = parse_numeral(written) or Decimal(0)
    grain = Grain.YEAR if groups["unit"] == "年" else Grain.MONTH
    if now.reference is None or not count:
        return Found(None, grain, MentionKind.PERIOD)
    half = Decimal("0.5") if groups.get("half") else Decimal(0)
    months = int((count + half) * (12 if grain is Grain.YEAR else 1))
    end = periods.shift_months(now.reference, months)
    return Found(Period(now.reference, end, grain), grain, MentionKind.PERIOD)


def _since_issue(groups: Groups, now: Now) -> Found:
    """印发之日起30日内 ends on the thirtieth day after the notice's own."""
    count, unit = number_in(str(groups["count"])), str(groups["unit"])
    grain = {"年": Grain.YEAR, "个月": Grain.MONTH}.get(unit, Grain.DAY)
    if now.reference is None or not count:
        return Found(None, grain, MentionKind.PERIOD)
    if grain is Grain.DAY:
        end = periods.shift_days(now.reference, count)
    else:
        end = periods.shift_months(now.reference, count * (12 if grain is Grain.YEAR else 1))
    return Found(Period(now.reference, end, grain), grain, MentionKind.PERIOD, Bound.BY)


def _month_now(groups: Groups, now: Now) -> Found:
    if now.reference is None:
        return Found(None, Grain.MONTH, bound=bound_of(groups))
    word = str(groups["month_now"])
    of = periods.shift_months(now.reference.replace(day=1), -1 if word[0] == "上" else int(word[0] == "下"))
    period = month_of({**groups}, "a", of.year, of.month)
    return Found(period, period.grain, bound=bound_of(groups)) if period else REFUSED


def _month_part(groups: Groups, now: Now) -> Found:
    if now.reference is None:
        return Found(None, Grain.MONTH, bound=bound_of(groups))
    period = periods.part_of_month(now.reference.year, now.reference.month, "底")
    return Found(period, Grain.MONTH, bound=bound_of(groups))


def _quarter_now(groups: Groups, now: Now) -> Found:
    if now.reference is None:
        return Found(None, Grain.QUARTER, bound=bound_of(groups))
    word = str(groups["quarter_now"])
    of = periods.shift_months(now.reference.replace(day=1), 3 * (-1 if word[0] == "上" else int(word[0] == "下")))
    period = periods.quarters(of.year, (of.month + 2) // 3, (of.month + 2) // 3)
    if groups.get("close"):
        period = replace(period, start=None)
    return Found(period, Grain.QUARTER, bound=bound_of(groups))


def _week_now(groups: Groups, now: Now) -> Found:
    if now.reference is None:
        return Found(None, Grain.WEEK, bound=bound_of(groups))
    shift = {"上": -7, "下": 7}.get(str(groups["week_now"]), 0)
    monday = periods.shift_days(now.reference, shift - now.reference.weekday())
    first = 5 if groups.get("close") else 0
    period = Period(periods.shift_days(monday, first), periods.shift_days(monday, 6), Grain.WEEK)
    return Found(period, Grain.WEEK, bound=bound_of(groups))


def _weekday(groups: Groups, now: Now) -> Found:
    if now.reference is None:
        return Found(None, Grain.DAY, bound=bound_of(groups))
    shift = {"上": -7, "下": 7}.get(str(groups["week_now"]), 0)
    monday = periods.shift_days(now.reference, shift - now.reference.weekday())
    sign = str(groups["weekday"])
    only = periods.shift_days(monday, "一二三四五六日".find("日" if sign == "天" else sign))
    return Found(Period(only, only, Grain.DAY), Grain.DAY, bound=bound_of(groups))


def _day_now(groups: Groups, now: Now) -> Found:
    if now.reference is None:
        return Found(None, Grain.DAY, bound=bound_of(groups))
    only = periods.shift_days(now.reference, _DAYS_FROM_NOW[str(groups["day_now"])[:-1]])
    return Found(Period(only, only, Grain.DAY), Grain.DAY, bound=bound_of(groups))


FROM_NOW: dict[str, Callable[[Groups, Now], Found]] = {
    "school-year-now": _school_year_now,
    "term-end": _term_end,
    "coming-years": _coming,
    "past-years": _past,
    "years-since": _past,
    "within": _within,
    "taking": _within,
    "since-issue": _since_issue,
    "month-now": _month_now,
    "month-part": _month_part,
    "quarter-now": _quarter_now,
    "weekday": _weekday,
    "week-now": _week_now,
    "day-now": _day_now,
}
