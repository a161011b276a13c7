"""What the words of a date mean: from the groups of a matched rule to first and last day, grain and bound."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from extractors import periods
from extractors.date_found import REFUSED, Found, Groups, Now, bound_of, group_of, month_of, number_in
from extractors.date_from_now import FROM_NOW
from extractors.date_grammar import FROM_NOTICE, FROM_SENTENCE, PLAN_NUMBERS
from extractors.periods import Period
from extractors.vocabulary import Bound, Grain, MentionKind

_CHINESE_YEAR = str.maketrans("〇零○Ｏ一二三四五六七八九", "0000123456789")
_CENTURIES = {"上": 1900, "本": 2000}
THIS_CENTURYS_DECADES = 30
HALF_A_YEAR = 182


def _year(groups: Groups, end: str, now: Now) -> int | None:
    written = groups.get(f"year_{end}")
    if written:
        return int(written.translate(_CHINESE_YEAR))
    if short := groups.get(f"short_{end}"):
        short_year = int(short.translate(_CHINESE_YEAR))
        return short_year + (2000 if short_year < 70 else 1900)
    word = groups.get(f"relative_{end}")
    if word is None:
        return None
    base = now.own_year if word in FROM_NOTICE else now.year
    return None if base is None else base + (FROM_NOTICE | FROM_SENTENCE)[word]


_FINER = (
    ("half", Grain.HALF),
    ("quarter", Grain.QUARTER),
    ("quarters", Grain.PERIOD),
    ("first_months", Grain.PERIOD),
    ("month", Grain.MONTH),
    ("year_part", Grain.YEAR),
    ("season", Grain.SEASON),
    ("holiday", Grain.DAY),
)


def _part(groups: Groups, end: str) -> tuple[str, Grain] | None:
    for name, grain in _FINER:
        if group_of(groups, name, end):
            if name == "month" and group_of(groups, "day", end):
                return name, Grain.DAY
            if name == "season" and group_of(groups, "term", end):
                return name, Grain.TERM
            return name, grain
    return None


def _part_period(groups: Groups, end: str, y: int) -> Period | None:
    """Return the period of a part of year `y`, or None where the calendar has no such day."""
    part = _part(groups, end)
    if part is None:
        return periods.year(y)
    name = part[0]
    word = group_of(groups, name, end) or ""
    if name == "half":
        return periods.half(y, 1 if word == "上" else 2)
    if name == "quarter":
        number = {"首": 1, "最后一": 4}.get(word) or number_in(word)
        whole = periods.quarters(y, number, number)
        return replace(whole, start=None) if group_of(groups, "quarter_end", end) else whole
    if name == "quarters":
        return periods.quarters(y, 1, number_in(word))
    if name == "first_months":
        count = number_in(group_of(groups, "months", end) or "一")
        return periods.months(y, 1, y, count, Grain.PERIOD) if 1 <= count <= 12 else None
    if name == "month":
        return month_of(groups, end, y, number_in(word))
    if name == "year_part":
        return periods.part_of_year(y, "底" if word == "末" else word[-1])
    if name == "season":
        return periods.term(y, word) if part[1] is Grain.TERM else periods.season(y, word)
    return periods.holiday(y, word)


def _point(groups: Groups, now: Now) -> Found:
    y = _year(groups, "a", now)
    named = any(groups.get(f"{name}_a") for name in ("year", "short", "relative"))
    part = _part(groups, "a")
    grain = part[1] if part else Grain.YEAR
    y = y if named else now.year
    bound = bound_of(groups)
    if y is None:
        return Found(None, grain, bound=bound)
    period = _part_period(groups, "a", y)
    if period is None:
        known = part is not None and part[0] == "holiday"
        return Found(None, grain, bound=bound) if known else REFUSED
    if not named and part and part[0] == "holiday" and bound is Bound.BY and _is_long_past(period, now):
        period = _part_period(groups, "a", y + 1) or period
    return Found(period, period.grain, bound=bound, year=y if named else None)


def _is_long_past(period: Period, now: Now) -> bool:
    """Tell whether a feast was over for half a year when the notice was issued: 春节前 in September is the next one."""
    if now.reference is None or now.sentence_year or period.end is None:
        return False
    return (now.reference - period.end).days > HALF_A_YEAR


def _week_of_month(groups: Groups, now: Now) -> Found:
    """The first week of a month begins with its first Monday."""
    y = _year(groups, "a", now) if any(groups.get(f"{name}_a") for name in ("year", "short", "relative")) else now.year
    if y is None:
        return Found(None, Grain.WEEK, bound=bound_of(groups))
    month = periods.month(y, number_in(str(groups["month_a"])))
    if month is None or month.start is None:
        return REFUSED
    monday = periods.shift_days(month.start, -month.start.weekday() % 7 + 7 * (number_in(str(groups["week"])) - 1))
    return Found(Period(monday, periods.shift_days(monday, 6), Grain.WEEK), Grain.WEEK, bound=bound_of(groups))


def _range(groups: Groups, now: Now) -> Found:
    """Join two ends; what one end does not say, the other does: 2023年9月至次年3月, 9月10日—15日, 9—10月."""
    left_year = _year(groups, "a", now)
    right_year = _year(groups, "b", replace(now, sentence_year=left_year or now.sentence_year))
    if left_year is None and right_year is None:
        left_year = now.year
    first_month, last_month = (number_in(group_of(groups, "month", end) or "0") for end in "ab")
    if right_year is None and left_year is not None:
        right_year = left_year + (0 < last_month < first_month)
    if left_year is None and right_year is not None:
        left_year = right_year - (0 < last_month < first_month)
    if left_year is None or right_year is None:
        return Found(None, Grain.PERIOD, MentionKind.PERIOD)
    first = _part_period(groups, "a", left_year)
    right = dict(groups)
    if (groups.get("only_day_b") or groups.get("day_b")) and not group_of(groups, "month", "b"):
        right |= {"month_b": group_of(groups, "month", "a"), "day_b": groups.get("only_day_b") or groups.get("day_b")}
        if not right["month_b"]:
            return REFUSED
    last = _part_period(right, "b", right_year)
    if first is None or last is None or last.end is None:
        return REFUSED
    start = first.start or first.end
    if start is None or start > last.end:
        return REFUSED
    return Found(Period(start, last.end, Grain.PERIOD), Grain.PERIOD, MentionKind.PERIOD, year=right_year)


def _school_year(groups: Groups, now: Now) -> Found:
    y = int(str(groups["first"]).translate(_CHINESE_YEAR))
    second = groups.get("second")
    if second and int(second) % 100 != (y + 1) % 100:
        last = periods.school_year(y // 100 * 100 + int(second) % 100 - 1)
        return Found(replace(last, start=date(y, 9, 1), grain=Grain.PERIOD), Grain.PERIOD, MentionKind.PERIOD)
    period = periods.school_year(y)
    if which := groups.get("which"):
        period = periods.term(y, "秋") if which in "一1上" else periods.term(y + 1, "春")
    return Found(period, period.grain, bound=bound_of(groups), year=y)


def _intake(groups: Groups, now: Now) -> Found:
    start = periods.school_year(int(str(groups["first"]).translate(_CHINESE_YEAR))).start
    return Found(Period(start, None, Grain.SCHOOL_YEAR), Grain.SCHOOL_YEAR, bound=Bound.FROM)


def _plan(groups: Groups, now: Now) -> Found:
    name = str(groups["plan"] or groups["open"])
    period = periods.five_year_plan(PLAN_NUMBERS[name])
    start, end = period.start, period.end
    assert start and end  # noqa: S101 - a plan has both
    before = Bound.BY if groups.get("before") else None
    if groups.get("since"):
        return Found(Period(start, None, Grain.PERIOD), Grain.PERIOD, MentionKind.PERIOD, Bound.FROM)
    stage = groups.get("stage") or ""
    if stage.startswith(("末", "期末")):
        return Found(Period(None, end, Grain.PERIOD), Grain.PERIOD, MentionKind.PERIOD, Bound.BY)
    if stage.startswith("初"):
        period = replace(periods.year(start.year), grain=Grain.PERIOD)
    thirds = {
        "前三年": (0, 2),
        "前两年": (0, 1),
        "后两年": (3, 4),
        "前半段": (0, 2),
        "前半期": (0, 2),
        "后半段": (2, 4),
        "后半期": (2, 4),
        "前期": (0, 1),
        "中期": (2, 2),
        "后期": (3, 4),
    }
    if third := groups.get("third"):
        first, last = thirds[third]
        period = Period(date(start.year + first, 1, 1), date(start.year + last, 12, 31), Grain.PERIOD)
    return Found(period, Grain.PERIOD, MentionKind.PERIOD, before or Bound.IN)


def _decade(groups: Groups, now: Now) -> Found:
    """90年代 with no century named is of the century past, 10年代 of this one."""
    decade = number_in(str(groups["decade"]))
    century = groups.get("century")
    if century is None:
        first = 2000 if decade < THIS_CENTURYS_DECADES else 1900
    elif century in _CENTURIES:
        first = _CENTURIES[century]
    else:
        first = (number_in(century) - 1) * 100
    period = Period(date(first + decade, 1, 1), date(first + decade + 9, 12, 31), Grain.PERIOD)
    return Found(period, Grain.PERIOD, MentionKind.PERIOD)


def _century_part(groups: Groups, now: Now) -> Found:
    end = date(2050 if groups["middle"] == "中叶" else 2100, 12, 31)
    return Found(Period(None, end, Grain.PERIOD), Grain.PERIOD, MentionKind.PERIOD, bound_of(groups))


def _year_part(groups: Groups, now: Now) -> Found:
    y = now.year
    if y is None:
        return Found(None, Grain.YEAR, bound=bound_of(groups))
    part = str(groups["year_part"])
    period = periods.year(y) if part == "内" else periods.part_of_year(y, "底" if part == "末" else part)
    return Found(period, Grain.YEAR, bound=bound_of(groups))


BUILDERS: dict[str, Callable[[Groups, Now], Found]] = FROM_NOW | {
    "school-year": _school_year,
    "intake": _intake,
    "years-range": _range,
    "bare-years-range": _range,
    "week-of-month": _week_of_month,
    "months-range": _range,
    "days-range": _range,
    "dotted-range": _range,
    "range": _range,
    "since-range": _range,
    "between": _range,
    "day": _point,
    "dotted-month": _point,
    "listed-year": _point,
    "five-year-plan": _plan,
    "decade": _decade,
    "century-part": _century_part,
    "point": _point,
    "year-part": _year_part,
}
