"""Mentions together: what overlaps, what belongs to a name, and the day that 今年 counts from."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractors.mentions import find_mentions, own_day
from extractors.records import Header, Mention
from pipeline.read import read

ISSUED = date(2023, 9, 5)


def words(text: str) -> list[str]:
    return [f"{m.kind} {m.span.cut(text)}" for m in find_mentions(text, ISSUED)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("到2025年，入园率达到95%以上", ["date 2025年", "percent 95%"]),
        ("2023年9月至10月完成3次检查", ["period 2023年9月至10月", "quantity 3次"]),
        ("力争三年内新增床位1.2万张", ["period 三年内", "quantity 1.2万张"]),
        ("每年培训2000人次", ["recurrence 每年", "quantity 2000人次"]),
        ("5年不少于360学时", ["quantity 5年", "quantity 360学时"]),
        ("按照《行动计划（2021—2025年）》新建3所", ["quantity 3所"]),
        ("落实《三年行动十项措施》", []),
        ("根据某政发〔2023〕74号文件", []),
        ("师生比达到1:15", ["ratio 1:15"]),
        ("增长4.5%-5%", ["range 4.5%-5%"]),
    ],
)
def test_kinds(text: str, found: list[str]) -> None:
    assert words(text) == found


@pytest.mark.parametrize(
    ("issued", "period", "day"),
    [
        (date(2023, 9, 5), None, date(2023, 9, 5)),
        (date(2025, 12, 28), (date(2026, 1, 1), date(2026, 12, 31)), date(2026, 1, 1)),
        (date(2012, 3, 1), (date(2009, 1, 1), date(2009, 12, 31)), date(2009, 12, 31)),
        (date(2026, 7, 28), (date(2026, 1, 1), date(2030, 12, 31)), date(2026, 7, 28)),
        (None, (date(2018, 1, 1), date(2018, 12, 31)), date(2018, 1, 1)),
        (None, None, None),
    ],
)
def test_the_notices_own_day(issued: date | None, period: tuple[date, date] | None, day: date | None) -> None:
    start, end = period or (None, None)
    assert own_day(Header(issued_on=issued, period_start=start, period_end=end)) == day


@settings(deadline=None)
@given(st.text(alphabet="到2025年底前，达95%以上1-2项三至五名每学期《〔〕》“十四五”万亿个百分点 、。", max_size=60))
def test_mentions_lie_in_order_without_overlaps(text: str) -> None:
    found: tuple[Mention, ...] = find_mentions(text, ISSUED)
    at = 0
    for mention in found:
        assert at <= mention.span.start < mention.span.end <= len(text)
        at = mention.span.end


@settings(deadline=None, max_examples=50)
@given(st.text(alphabet="到2025年达95%以上三至五名每学期“十四五”，。", max_size=30))
def test_a_read_text_says_its_own_words(text: str) -> None:
    for mention in read(text, ISSUED)["mentions"]:  # type: ignore[attr-defined]
        assert text[mention["start"] : mention["end"]] == mention["text"]
