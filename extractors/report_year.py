"""The year that a report plans where its title names none: by the headings of its plan and of its look back."""

from __future__ import annotations

import re
from datetime import date

from extractors.span import Span

OPENING = 600  # characters that hold the words by which a report opens
IS_REPORT = re.compile(r"工作报告|报告工作|报告[^，。\n]{0,12}情况")
YEAR = r"(?P<year>(?:19|20)\d\d|二[〇○零][〇○零一二三四五六七八九]{2})年"
NUMBER = r"[^\S\n]*(?P<number>[（(]?[一二三四五六七八九十]{1,2}[)）、.．])?[^\S\n]*"
PLAN = re.compile(
    rf"""
    ^ {NUMBER} {YEAR} (?: 政府|全[省市县区]|我[省市县区]|经济社会 )? 的?
    (?: 工作|目标|主要|重点|预期|总体|发展|任务|思路|安排 ) (?! [^\n]{{0,12}} (?:回顾|总结|完成情况|成绩) )
    [^\n。；，]{{0,16}} $
    """,
    re.VERBOSE | re.MULTILINE,
)
LOOK_BACK = re.compile(rf"^{NUMBER}(?:关于)?{YEAR}[^\n。；，]{{0,12}}(?:回顾|总结)[^\n。；，]{{0,4}}$", re.MULTILINE)
DIGITS = str.maketrans("〇○零一二三四五六七八九", "000123456789")


def period_of_report(text: str) -> tuple[date, date] | None:
    r"""Return the first and last day of the year whose work a report plans; None for other texts, or where none is told.

    The heading of the plan (2018年目标任务) tells it, failing that the one of the look back, which is on the year before.

    >>> period_of_report("市长代表市政府向大会报告工作。\n2018年工作回顾\n去年增长5%。\n今后工作安排\n增长6%。")
    (datetime.date(2019, 1, 1), datetime.date(2019, 12, 31))
    """
    if IS_REPORT.search(text, 0, OPENING) is None:
        return None
    back = LOOK_BACK.search(text)
    plan = PLAN.search(text, back.end() if back else 0)
    if plan is None and back is None:
        return None
    year = _year(plan) if plan else _year(back) + 1 if back else 0
    return date(year, 1, 1), date(year, 12, 31)


def unnumbered_parts(text: str) -> tuple[Span, ...]:
    """Return the headings of a report's look back and of its plan, where both stand alone on a line without a number."""
    if IS_REPORT.search(text, 0, OPENING) is None or (back := LOOK_BACK.search(text)) is None:
        return ()
    plan = PLAN.search(text, back.end())
    if plan is None or plan["number"] or back["number"]:
        return ()
    return Span(back.start("year"), back.end()), Span(plan.start("year"), plan.end())


def _year(heading: re.Match[str]) -> int:
    return int(heading["year"].translate(DIGITS))
