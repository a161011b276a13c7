"""What a notice reports of the past is no target, however it is laid out; what it sets for the time ahead is."""

from __future__ import annotations

from datetime import date

import pytest

from extractors.notice import Notice
from extractors.targets.exclude import is_past_heading
from pipeline.extract import read_notice

NUMBERED = """2024年某市政府工作报告
2024年1月12日在市人民代表大会上
一、2023年工作回顾
工业产值达到900亿元，新建学校12所。
居民收入增长6%。
二、2024年主要任务
工业产值增长8%，新建学校15所。
"""
BARE = """政府工作报告
2024年1月12日
2023年工作回顾
一、产业发展提速
工业产值突破900亿元，引进企业30家。
二、发展环境进一步优化
办理时限压缩50%。
2024年工作安排
工业产值增长8%，引进企业40家。
"""
PERIOD = """某市水利发展规划
2021年3月1日
一、立足新起点
“十三五”期间，水利建设成效明显。
供水能力达到30万吨/日。
新建水库4座。
到2025年，供水能力达到45万吨/日，新建水库6座。
"""
DATED = """某区实施意见
2022年5月10日
2021年，全区改造小区40个。2022年改造小区50个，2023年改造小区60个。
"""


def amounts(text: str) -> list[str]:
    records = read_notice(Notice("case.txt", "0" * 64, "text/plain", text))
    return [f"{t.indicator} {t.value:f}" for t in records.targets if t.value is not None]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (NUMBERED, ["工业产值 8", "新建学校 15"]),
        (BARE, ["工业产值 8", "引进企业 40"]),
        (PERIOD, ["供水能力 450000", "新建水库 6"]),
        (DATED, ["改造小区 50", "改造小区 60"]),
    ],
    ids=["numbered parts", "bare headings", "a past period", "dates"],
)
def test_only_what_lies_ahead(text: str, found: list[str]) -> None:
    assert amounts(text) == found


@pytest.mark.parametrize("heading", ["一、2023年工作回顾", "二、发展基础与形势", "过去五年工作", "（一）现状与问题"])
def test_headings_of_results(heading: str) -> None:
    assert is_past_heading(heading)


@pytest.mark.parametrize("heading", ["三、主要目标", "工作回顾和今后打算", "发展环境进一步优化", "二、2024年重点工作"])
def test_headings_of_plans(heading: str) -> None:
    assert not is_past_heading(heading)


def test_the_day_of_the_notice_is_what_past_is_measured_by() -> None:
    earlier = DATED.replace("2022年5月10日", f"{date(2020, 5, 10).year}年5月10日")
    assert "改造小区 40" in amounts(earlier)
