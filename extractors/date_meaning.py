"""What the words of a date mean: from the groups of a matched rule to first and last day, grain and bound."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from extractors import periods
from extractors.date_grammar import FROM_NOTICE, FROM_SENTENCE, PLAN_NUMBERS
from extractors.numerals import parse_numeral
from extractors.periods import Period
from extractors.records import Bound, Grain, MentionKind

_CHINESE_YEAR = str.maketrans("〇零○Ｏ一二三四五六七八九", "0000123456789")
_LENGTHS = {"年": Grain.YEAR, "个月": Grain.MONTH, "周": Grain.WEEK, "天": Grain.DAY}
_CENTURIES = {"上": 1900, "本": 2000}
THIS_CENTURYS_DECADES = 30
_DAYS_FROM_NOW = {"今": 0, "明": 1, "昨": -1, "后": 2, "前": -2, "大后": 3, "大前": -3}


@dataclass(frozen=True, slots=True)
class Now:
    """What a date may count from: the notice's own day, and the year last named in the sentence."""

    reference: date | None
    sentence_year: int | None = None

    @property
    def year(self) -> int | None:
        """The year that a bare month belongs to."""
        return self.sentence_year or self.own_year

    @property
    def own_year(self) -> int | None:
        """The notice's own year."""
        return self.reference.year if self.reference else None


@dataclass(frozen=True, slots=True)
class Found:
    """What a rule made of a match; `period` is None where a year is missing, `refused` where it is no date at all."""

    period: Period | None
    grain: Grain
    kind: MentionKind = MentionKind.DATE
    bound: Bound | None = None
    year: int | None = None
    refused: bool = False


Groups = dict[str, str | None]
REFUSED = Found(None, Grain.DAY, refused=True)


def _year(groups: Groups, end: str, now: Now) -> int | None:
    written = groups.get(f"year_{end}")
    if written:
        return int(written.translate(_CHINESE_YEAR))
    if short := groups.get(f"short_{end}"):
        return int(short) + (2000 if int(short) < 70 else 1900)
    word = groups.get(f"relative_{end}")
    if word is None:
        return None
    base = now.own_year if word in FROM_NOTICE else now.year
    return None if base is None else base + (FROM_NOTICE | FROM_SENTENCE)[word]


def _number(text: str) -> int:
    value = parse_numeral(text)
    return int(value) if value is not None else 0


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


def _group(groups: Groups, name: str, end: str) -> str | None:
    return groups.get(f"{name}_{end}") or groups.get(f"{name}_{end}_")


def _part(groups: Groups, end: str) -> tuple[str, Grain] | None:
    for name, grain in _FINER:
        if _group(groups, name, end):
            if name == "month" and _group(groups, "day", end):
                return name, Grain.DAY
            if name == "season" and _group(groups, "term", end):
                return name, Grain.TERM
            return name, grain
    return None


def _part_period(groups: Groups, end: str, y: int) -> Period | None:
    """Return the period of a part of year `y`, or None where the calendar has no such day."""
    part = _part(groups, end)
    if part is None:
        return periods.year(y)
    name = part[0]
    word = _group(groups, name, end) or ""
    if name == "half":
        return periods.half(y, 1 if word == "上" else 2)
    if name == "quarter":
        number = 1 if word == "首" else _number(word)
        whole = periods.quarters(y, number, number)
        return replace(whole, start=None) if _group(groups, "quarter_end", end) else whole
    if name == "quarters":
        return periods.quarters(y, 1, _number(word))
    if name == "first_months":
        count = _number(_group(groups, "months", end) or "一")
        return periods.months(y, 1, y, count, Grain.PERIOD) if 1 <= count <= 12 else None
    if name == "month":
        return _month(groups, end, y, _number(word))
    if name == "year_part":
        return periods.part_of_year(y, "底" if word == "末" else word[-1])
    if name == "season":
        return periods.term(y, word) if part[1] is Grain.TERM else periods.season(y, word)
    return periods.holiday(y, word)


def _month(groups: Groups, end: str, y: int, m: int) -> Period | None:
    if written := _group(groups, "day", end):
        return periods.day(y, m, _number(written))
    if part := _group(groups, "part", end):
        return periods.part_of_month(y, m, part)
    return periods.month(y, m)


def _bound(groups: Groups) -> Bound | None:
    word = groups.get("bound")
    if not word:
        return None
    if word in {"前", "之前", "以前", "止", "为止", "内", "之内", "以内"}:
        return Bound.BY if word[-1] != "内" else Bound.IN
    if word in {"期间", "期内", "间"}:
        return Bound.IN
    return Bound.FROM


def _point(groups: Groups, now: Now) -> Found:
    y = _year(groups, "a", now)
    named = any(groups.get(f"{name}_a") for name in ("year", "short", "relative"))
    part = _part(groups, "a")
    grain = part[1] if part else Grain.YEAR
    y = y if named else now.year
    bound = _bound(groups)
    if y is None:
        return Found(None, grain, bound=bound)
    period = _part_period(groups, "a", y)
    if period is None:
        known = part is not None and part[0] == "holiday"
        return Found(None, grain, bound=bound) if known else REFUSED
    return Found(period, period.grain, bound=bound, year=y if named else None)


def _range(groups: Groups, now: Now) -> Found:
    """Join two ends; what one end does not say, the other does: 2023年9月至次年3月, 9月10日—15日, 9—10月."""
    left_year = _year(groups, "a", now)
    right_year = _year(groups, "b", replace(now, sentence_year=left_year or now.sentence_year))
    if left_year is None and right_year is None:
        left_year = now.year
    first_month, last_month = (_number(_group(groups, "month", end) or "0") for end in "ab")
    if right_year is None and left_year is not None:
        right_year = left_year + (0 < last_month < first_month)
    if left_year is None and right_year is not None:
        left_year = right_year - (0 < last_month < first_month)
    if left_year is None or right_year is None:
        return Found(None, Grain.PERIOD, MentionKind.PERIOD)
    first = _part_period(groups, "a", left_year)
    right = dict(groups)
    if (groups.get("only_day_b") or groups.get("day_b")) and not _group(groups, "month", "b"):
        right |= {"month_b": _group(groups, "month", "a"), "day_b": groups.get("only_day_b") or groups.get("day_b")}
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
    return Found(period, period.grain, bound=_bound(groups), year=y)


def _school_year_now(groups: Groups, now: Now) -> Found:
    of = periods.school_year_of if groups["unit"] == "学年" else periods.term_of
    grain = Grain.SCHOOL_YEAR if groups["unit"] == "学年" else Grain.TERM
    if now.reference is None:
        return Found(None, grain, bound=_bound(groups))
    period = of(now.reference)
    if groups["now"] == "下" and period.end:
        period = of(periods.shift_days(period.end, 1))
    elif groups["now"] == "上" and period.start:
        period = of(periods.shift_days(period.start, -1))
    if groups.get("close"):
        period = replace(period, start=None)
    return Found(period, grain, bound=_bound(groups))


def _term_end(groups: Groups, now: Now) -> Found:
    grain = Grain.TERM if groups["unit"] == "期" else Grain.SCHOOL_YEAR
    if now.reference is None:
        return Found(None, grain, bound=_bound(groups))
    period = (periods.term_of if grain is Grain.TERM else periods.school_year_of)(now.reference)
    return Found(replace(period, start=None), grain, bound=_bound(groups))


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


def _coming(groups: Groups, now: Now) -> Found:
    """未来五年 counts whole years, the running one among them until September: a plan is announced as it begins."""
    count = _number(groups.get("upto") or str(groups["count"]))
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
    count = _number(str(groups["count"]))
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
    months = int(count * (12 if grain is Grain.YEAR else 1))
    end = periods.shift_months(now.reference, months)
    return Found(Period(now.reference, end, grain), grain, MentionKind.PERIOD)


def _decade(groups: Groups, now: Now) -> Found:
    """90年代 with no century named is of the century past, 10年代 of this one."""
    decade = _number(str(groups["decade"]))
    century = groups.get("century")
    if century is None:
        first = 2000 if decade < THIS_CENTURYS_DECADES else 1900
    elif century in _CENTURIES:
        first = _CENTURIES[century]
    else:
        first = (_number(century) - 1) * 100
    period = Period(date(first + decade, 1, 1), date(first + decade + 9, 12, 31), Grain.PERIOD)
    return Found(period, Grain.PERIOD, MentionKind.PERIOD)


def _century_part(groups: Groups, now: Now) -> Found:
    end = date(2050 if groups["middle"] == "中叶" else 2100, 12, 31)
    return Found(Period(None, end, Grain.PERIOD), Grain.PERIOD, MentionKind.PERIOD, _bound(groups))


def _year_part(groups: Groups, now: Now) -> Found:
    y = now.year
    if y is None:
        return Found(None, Grain.YEAR, bound=_bound(groups))
    part = str(groups["year_part"])
    period = periods.year(y) if part == "内" else periods.part_of_year(y, "底" if part == "末" else part)
    return Found(period, Grain.YEAR, bound=_bound(groups))


def _month_now(groups: Groups, now: Now) -> Found:
    if now.reference is None:
        return Found(None, Grain.MONTH, bound=_bound(groups))
    word = str(groups["month_now"])
    of = periods.shift_months(now.reference.replace(day=1), -1 if word[0] == "上" else int(word[0] == "下"))
    period = _month({**groups}, "a", of.year, of.month)
    return Found(period, period.grain, bound=_bound(groups)) if period else REFUSED


def _month_part(groups: Groups, now: Now) -> Found:
    if now.reference is None:
        return Found(None, Grain.MONTH, bound=_bound(groups))
    period = periods.part_of_month(now.reference.year, now.reference.month, "底")
    return Found(period, Grain.MONTH, bound=_bound(groups))


def _quarter_now(groups: Groups, now: Now) -> Found:
    if now.reference is None:
        return Found(None, Grain.QUARTER, bound=_bound(groups))
    word = str(groups["quarter_now"])
    of = periods.shift_months(now.reference.replace(day=1), 3 * (-1 if word[0] == "上" else int(word[0] == "下")))
    period = periods.quarters(of.year, (of.month + 2) // 3, (of.month + 2) // 3)
    if groups.get("close"):
        period = replace(period, start=None)
    return Found(period, Grain.QUARTER, bound=_bound(groups))


def _week_now(groups: Groups, now: Now) -> Found:
    if now.reference is None:
        return Found(None, Grain.WEEK, bound=_bound(groups))
    shift = {"上": -7, "下": 7}.get(str(groups["week_now"]), 0)
    monday = periods.shift_days(now.reference, shift - now.reference.weekday())
    first = 5 if groups.get("close") else 0
    period = Period(periods.shift_days(monday, first), periods.shift_days(monday, 6), Grain.WEEK)
    return Found(period, Grain.WEEK, bound=_bound(groups))


def _weekday(groups: Groups, now: Now) -> Found:
    if now.reference is None:
        return Found(None, Grain.DAY, bound=_bound(groups))
    shift = {"上": -7, "下": 7}.get(str(groups["week_now"]), 0)
    monday = periods.shift_days(now.reference, shift - now.reference.weekday())
    sign = str(groups["weekday"])
    only = periods.shift_days(monday, "一二三四五六日".find("日" if sign == "天" else sign))
    return Found(Period(only, only, Grain.DAY), Grain.DAY, bound=_bound(groups))


def _day_now(groups: Groups, now: Now) -> Found:
    if now.reference is None:
        return Found(None, Grain.DAY, bound=_bound(groups))
    only = periods.shift_days(now.reference, _DAYS_FROM_NOW[str(groups["day_now"])[:-1]])
    return Found(Period(only, only, Grain.DAY), Grain.DAY, bound=_bound(groups))


BUILDERS: dict[str, Callable[[Groups, Now], Found]] = {
    "school-year": _school_year,
    "school-year-now": _school_year_now,
    "term-end": _term_end,
    "intake": _intake,
    "years-range": _range,
    "bare-years-range": _range,
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
    "coming-years": _coming,
    "past-years": _past,
    "years-since": _past,
    "within": _within,
    "taking": _within,
    "decade": _decade,
    "century-part": _century_part,
    "point": _point,
    "year-part": _year_part,
    "month-now": _month_now,
    "month-part": _month_part,
    "quarter-now": _quarter_now,
    "weekday": _weekday,
    "week-now": _week_now,
    "day-now": _day_now,
}
