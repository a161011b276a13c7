"""The year that a report plans, where its title names none."""

from __future__ import annotations

import pytest

from extractors.report_year import period_of_report

OPENING = "各位代表：\n现在，我代表县人民政府向大会报告工作，请予审议。\n"


@pytest.mark.parametrize(
    ("text", "year"),
    [
        (OPENING + "一、2016年工作回顾\n去年很好。\n二、2017年目标任务\n今年更好。\n", 2017),
        (OPENING + "2010年工作回顾\n过去一年很好。\n2011年工作安排\n今年更好。\n", 2011),
        (OPENING + "2010年工作回顾\n过去一年很好。\n今年的主要工作\n修路三条。\n", 2011),
        (OPENING + "一、二〇一二年工作回顾\n很好。\n二、二〇一三年重点工作\n更好。\n", 2013),
        (OPENING + "一、过去五年工作回顾\n很好。\n二、2022年主要工作\n更好。\n", 2022),
        (OPENING + "一、工作情况\n2016年很好。\n二、下一步打算\n更好。\n", None),
        ("关于做好防汛工作的通知\n2016年工作回顾\n很好。\n2017年工作安排\n更好。\n", None),
    ],
)
def test_the_year_of_a_report(text: str, year: int | None) -> None:
    period = period_of_report(text)
    assert (period[0].year if period else None) == year
