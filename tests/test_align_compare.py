"""Comparing two targets: a table of pairs a policy analyst could extend, and laws that hold for any pair."""

from __future__ import annotations

import doctest
import importlib
import pkgutil
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.vocabulary import Change, Comparator, Modality, Recurrence
from pipeline import align
from pipeline.align.comparable import Code, NotComparable, Verdict, compare
from pipeline.align.facts import DocumentFact, TargetFact
from pipeline.align.verdicts import DeadlineVerdict, ModalityVerdict, ValueVerdict

PROVINCE = DocumentFact("u", "某省规划", "330000", date(2021, 6, 1), date(2021, 1, 1), date(2025, 12, 31))
CITY = DocumentFact("l", "某市规划", "330100", date(2021, 9, 1), date(2021, 1, 1), date(2025, 12, 31))
BY_2025 = date(2025, 12, 31)


def upper(indicator: str, value: float | str, unit: str | None = "%", **fields: Any) -> TargetFact:
    return TargetFact("u-0", PROVINCE, indicator, Decimal(str(value)), unit, places=("浙江省", "浙江"), **fields)


def lower(indicator: str, value: float | str, unit: str | None = "%", **fields: Any) -> TargetFact:
    fields = {"places": ("杭州市", "杭州"), "level": "city"} | fields
    return TargetFact("l-0", CITY, indicator, Decimal(str(value)), unit, **fields)


AT_LEAST, AT_MOST, MORE, ABOUT, RANGE = (
    {"comparator": c}
    for c in (Comparator.AT_LEAST, Comparator.AT_MOST, Comparator.MORE_THAN, Comparator.ABOUT, Comparator.RANGE)
)
RISE, FALL = {"change": Change.INCREASE}, {"change": Change.DECREASE}

VALUES = [
    # lower, upper, verdict
    (lower("毛入园率", 96), upper("学前三年毛入园率", 93), "stricter"),
    (lower("普惠园覆盖率", 87), upper("普惠性幼儿园覆盖率", 87), "equal"),
    (lower("九年义务教育巩固率", 95.5), upper("九年义务教育巩固率", 96), "weaker"),
    # a limit: the smaller number asks for more
    (
        lower("班额", 40, "人", subject="小学", **AT_MOST),
        upper("班额", 45, "人", subject="小学", **AT_MOST),
        "stricter",
    ),
    (lower("城镇调查失业率", 6), upper("城镇调查失业率", 5.5), "weaker"),
    (lower("PM2.5浓度", 30, "微克/立方米"), upper("PM2.5年均浓度", 28, "微克/立方米"), "weaker"),
    # a fall: the greater number asks for more
    (lower("近视率", 1, "个百分点", **FALL), upper("近视率", 0.6, "个百分点", **FALL), "stricter"),
    (lower("万元GDP能耗", 3, **FALL), upper("单位地区生产总值能耗降低率", 3.5, **FALL), "weaker"),
    # comparators at equal values
    (lower("森林覆盖率", 50, **MORE), upper("森林覆盖率", 50, **AT_LEAST), "stricter"),
    (lower("森林覆盖率", 50, **AT_LEAST), upper("森林覆盖率", 50, **MORE), "weaker"),
    (lower("森林覆盖率", 50), upper("森林覆盖率", 50, **AT_LEAST), "equal"),
    (lower("森林覆盖率", 50, **ABOUT), upper("森林覆盖率", 50), "equal"),
    # ranges count by what they guarantee
    (lower("城镇化率", 70, value_max=Decimal(72), **RANGE), upper("常住人口城镇化率", 71), "weaker"),
    (lower("城镇化率", 70), upper("常住人口城镇化率", 70, value_max=Decimal(72), **RANGE), "equal"),
    # words that say all
    (lower("集团化办学", 100, absolute=True), upper("集团化办学覆盖率", 90), "stricter"),
    # a head that stands in the words before
    (lower("耐旱树种在新造林中的应用占比", 88), upper("新造林中的应用占比", 85, before="推广耐旱树种，在"), "stricter"),
    # units
    (lower("人均公园绿地面积", 12, "平方米/人"), upper("人均公园绿地面积", 12, "平方米"), "equal"),
    (lower("生均公用经费", "0.08", "万元"), upper("生均公用经费", 800, "元"), "equal"),
    (
        lower("12个班规模的配套幼儿园用地面积", "0.6", "公顷", **AT_LEAST),
        upper("12个班规模的配套幼儿园用地面积", 9, "亩", **AT_LEAST),
        "equal",
    ),
    (lower("婴儿死亡率", 3, "‰"), upper("婴儿死亡率", "0.3"), "equal"),
    # for each county, answered by a county's own count; for one place by name, answered by that place
    (
        lower("建成劳动教育实践基地", 3, "个", level="county"),
        upper("建成劳动教育实践基地", 2, "个", subject="每个县", **AT_LEAST),
        "stricter",
    ),
    (lower("新建口袋公园", 60, "个"), upper("新建口袋公园", 66, "个", subject="杭州市"), "weaker"),
]


@pytest.mark.parametrize(("mine", "asked", "expected"), VALUES)
def test_values(mine: TargetFact, asked: TargetFact, expected: str) -> None:
    found = compare(mine, asked)
    assert isinstance(found, Verdict), found
    assert found.value == expected


REFUSED = [
    # lower, upper, code
    (lower("公办幼儿园在园幼儿占比", 60), upper("普惠性幼儿园覆盖率", 87), Code.INDICATOR),
    (lower("新建雨水泵站", 8, "座"), upper("改造雨水泵站", 10, "座"), Code.INDICATOR),
    (lower("智慧校园", 50, "所"), upper("智慧校园", 60), Code.UNIT),
    (lower("大班额", 1), upper("消除大班额", 0, None), Code.UNIT),
    (lower("森林覆盖率", 50), upper("森林覆盖率", 20, redefined="本表按新口径折算"), Code.DEFINITION),
    (lower("河湖健康率", 5, **RISE), upper("河湖健康率", 80), Code.LEVEL_CHANGE),
    (lower("河湖健康率", 5, **RISE), upper("河湖健康率", 5, **FALL), Code.DIRECTION),
    (lower("乡村教师补助", 200, "元", quote="每月再增加200元"), upper("乡村教师补助", 400, "元"), Code.LEVEL_CHANGE),
    (lower("班额", 45, "人", subject="初中"), upper("班额", 45, "人", subject="小学"), Code.SUBJECT),
    (lower("厕所改造率", 90, subject="农村"), upper("厕所改造率", 85), Code.SUBJECT),
    (lower("厕所改造率", 90), upper("厕所改造率", 85, subject="旅游景区"), Code.SUBJECT),
    (lower("海域清洁率", 8), upper("海域清洁率增幅", 8), Code.LEVEL_CHANGE),
    (lower("新建口袋公园", 60, "个"), upper("新建口袋公园", 600, "个"), Code.PART_OF_WHOLE),
    (lower("新建口袋公园", 60, "个"), upper("新建口袋公园", 2, "个", subject="每个县"), Code.PART_OF_WHOLE),
    (lower("新建口袋公园", 60, "个"), upper("新建口袋公园", 60, "个", subject="宁波市"), Code.SUBJECT),
    (
        lower("送教上门", 2, "次", recurrence=Recurrence.WEEK),
        upper("送教上门", 2, "次", recurrence=Recurrence.TERM),
        Code.RECURRENCE,
    ),
    (
        lower("旧厂房改造", 100, absolute=True, quote="基本完成旧厂房改造"),
        upper("旧厂房改造", 100, absolute=True, quote="全面完成旧厂房改造"),
        Code.DEGREE,
    ),
    (
        lower("森林覆盖率", 48, deadline=date(2023, 12, 31)),
        upper("森林覆盖率", 50, deadline=BY_2025),
        Code.INTERIM,
    ),
]


@pytest.mark.parametrize(("mine", "asked", "code"), REFUSED)
def test_refusals_have_their_code(mine: TargetFact, asked: TargetFact, code: Code) -> None:
    found = compare(mine, asked)
    assert isinstance(found, NotComparable), found
    assert found.code is code
    assert found.reason


def year(number: int) -> DocumentFact:
    return replace(
        CITY, issued_on=date(number, 1, 20), period_start=date(number, 1, 1), period_end=date(number, 12, 31)
    )


PERIODS = [
    # year of the city's report, year of the province's, comparable
    (2021, 2021, True),
    (2018, 2026, False),
    (2026, 2018, False),
    (2012, 2026, False),
]


@pytest.mark.parametrize(("mine", "asked", "fits"), PERIODS)
def test_reports_of_other_years_do_not_meet(mine: int, asked: int, fits: bool) -> None:
    def growth(number: int) -> TargetFact:
        day = date(number, 12, 31)
        return replace(lower("地区生产总值", 5, deadline=day, **RISE), document=year(number))

    found = compare(growth(mine), replace(growth(asked), document=replace(year(asked), jurisdiction="330000")))
    assert isinstance(found, Verdict) == fits
    if isinstance(found, NotComparable):
        assert found.code is Code.PERIOD


def test_one_year_is_a_part_of_the_period() -> None:
    yearly = replace(lower("新建口袋公园", 12, "个"), document=year(2022))
    found = compare(yearly, upper("新建口袋公园", 45, "个", subject="杭州市"))
    assert isinstance(found, NotComparable)
    assert found.code is Code.RECURRENCE


def test_a_notice_that_says_nothing_of_its_time_meets_no_dated_target() -> None:
    timeless = DocumentFact("l", "某市办法", "330100")
    found = compare(replace(lower("森林覆盖率", 50), document=timeless), upper("森林覆盖率", 50, deadline=BY_2025))
    assert isinstance(found, NotComparable)
    assert found.code is Code.PERIOD


DEADLINES = [
    (date(2024, 12, 31), BY_2025, "earlier", -365),
    (BY_2025, BY_2025, "same", 0),
    (date(2026, 12, 31), BY_2025, "later", 365),
    (None, BY_2025, "same", 0),  # the plan's last day
    (date(2024, 12, 31), None, "earlier", -365),
]


@pytest.mark.parametrize(("mine", "asked", "expected", "days"), DEADLINES)
def test_deadlines(mine: date | None, asked: date | None, expected: str, days: int | None) -> None:
    found = compare(lower("森林覆盖率", 50, deadline=mine), upper("森林覆盖率", 50, deadline=asked))
    assert isinstance(found, Verdict)
    assert (found.deadline, found.deadline_days) == (expected, days)


def test_what_has_no_day_and_no_plan_is_due_at_no_known_time() -> None:
    standing = replace(upper("森林覆盖率", 50), document=replace(PROVINCE, period_start=None, period_end=None))
    found = compare(lower("森林覆盖率", 50, deadline=BY_2025), standing)
    assert isinstance(found, Verdict)
    assert (found.deadline, found.deadline_days) == (DeadlineVerdict.UNKNOWN, None)


WORDINGS = [
    (Modality.FIRM, Modality.ASPIRATIONAL, "hardened"),
    (Modality.FIRM, Modality.FIRM, "same"),
    (Modality.ASPIRATIONAL, Modality.FIRM, "softened"),
]


@pytest.mark.parametrize(("mine", "asked", "expected"), WORDINGS)
def test_wording(mine: Modality, asked: Modality, expected: str) -> None:
    found = compare(lower("森林覆盖率", 50, modality=mine), upper("森林覆盖率", 50, modality=asked))
    assert isinstance(found, Verdict)
    assert found.modality == expected


SCOPES = [
    ("小学", "小学、初中", "narrower"),
    ("义务教育学校", "初中", "wider"),
    ("小学、初中", "义务教育", "same"),
    ("全市", "全省", "same"),
    ("杭州市", None, "same"),
    ("市区", "全省", "narrower"),
    (None, "主城区和五个新城", "wider"),
    (None, "小学", "unstated"),
]


@pytest.mark.parametrize(("mine", "asked", "expected"), SCOPES)
def test_subjects(mine: str | None, asked: str | None, expected: str) -> None:
    found = compare(
        lower("课外阅读时间", 1, "小时", subject=mine, **AT_LEAST),
        upper("课外阅读时间", 1, "小时", subject=asked, **AT_LEAST),
    )
    assert isinstance(found, Verdict), found
    assert found.scope == expected


def test_gap_and_ratio_are_in_the_upper_unit() -> None:
    found = compare(lower("生均公用经费", "0.08", "万元"), upper("生均公用经费", 500, "元"))
    assert isinstance(found, Verdict)
    assert (found.gap, found.ratio) == (Decimal(300), Decimal("1.6"))


def test_a_growth_rate_has_a_gap_and_no_ratio() -> None:
    day = {"deadline": date(2021, 12, 31)}
    found = compare(lower("地区生产总值", 7, **RISE, **day), upper("地区生产总值", 6, **RISE, **day))
    assert isinstance(found, Verdict)
    assert (found.value, found.gap, found.ratio) == ("stricter", Decimal(1), None)


# ---------------------------------------------------------------- laws

numbers = st.decimals(min_value=1, max_value=1000, places=2)
comparators = st.sampled_from([Comparator.EQUAL, Comparator.AT_LEAST, Comparator.MORE_THAN])
MIRROR = {"stricter": "weaker", "weaker": "stricter", "equal": "equal"}
INDICATORS = st.sampled_from(
    [("森林覆盖率", "%"), ("班额", "人"), ("PM2.5浓度", "微克/立方米"), ("河湖健康指数", "分钟")]
)


@given(INDICATORS, numbers, numbers, comparators, comparators)
def test_turned_round_the_verdict_is_its_mirror(
    what: tuple[str, str], first: Decimal, second: Decimal, one: Comparator, other: Comparator
) -> None:
    name, unit = what
    here = compare(lower(name, str(first), unit, comparator=one), upper(name, str(second), unit, comparator=other))
    there = compare(lower(name, str(second), unit, comparator=other), upper(name, str(first), unit, comparator=one))
    assert isinstance(here, Verdict)
    assert isinstance(there, Verdict)
    assert there.value == MIRROR[here.value]


@given(INDICATORS, numbers, comparators)
def test_a_target_is_equal_to_itself(what: tuple[str, str], value: Decimal, sign: Comparator) -> None:
    name, unit = what
    found = compare(lower(name, str(value), unit, comparator=sign), upper(name, str(value), unit, comparator=sign))
    assert isinstance(found, Verdict)
    assert found.value is ValueVerdict.EQUAL
    assert found.deadline is DeadlineVerdict.SAME
    assert found.modality is ModalityVerdict.SAME


@given(numbers, numbers)
def test_units_change_no_verdict(first: Decimal, second: Decimal) -> None:
    plain = compare(lower("人均公园绿地面积", str(first), "平方米"), upper("人均公园绿地面积", str(second), "平方米"))
    mixed = compare(
        lower("人均公园绿地面积", str(first / 10000), "公顷"), upper("人均公园绿地面积", str(second), "平方米")
    )
    assert isinstance(plain, Verdict)
    assert isinstance(mixed, Verdict)
    assert plain.value is mixed.value


# ---------------------------------------------------------------- the examples in the code


@pytest.mark.parametrize("name", sorted(module.name for module in pkgutil.iter_modules(align.__path__)))
def test_the_examples_in_the_code_are_true(name: str) -> None:
    assert doctest.testmod(importlib.import_module(f"pipeline.align.{name}")).failed == 0
