"""Doubts: a value that could be a target, but that no form of reading fits, is shown to the reviewer and not dropped."""

from __future__ import annotations

import pytest

from extractors.notice import Notice
from extractors.records import Finding
from extractors.vocabulary import Severity
from pipeline.extract import read_notice

SHOWN = [
    ("对抵达货场的鲜活货物实行6小时内放行措施。", "对抵达货场的鲜活货物实行6小时内放行措施"),
    (
        "按照每平方公里排涝能力不低于100立方米/小时的标准建设泵站。",
        "按照每平方公里排涝能力不低于100立方米/小时的标准建设泵站",
    ),
    ("培育一批营收过百亿元食品企业。", "培育一批营收过百亿元食品企业"),
]
NO_DOUBT = [
    "新建学校20所。",  # read as a target
    "去年新建学校20所。",  # a result of the past
    "三年内建成综合交通枢纽。",  # says only by when
    "坚持三个原则。",  # an article, no amount
    "推进“三通两平台”建设。",  # a name
]


def doubts(text: str) -> list[tuple[Finding, str]]:
    found = read_notice(Notice("case.txt", "0" * 64, "text/plain", text)).findings
    return [(f, f.span.cut(text)) for f in found if f.kind == "unsure" and f.span is not None]


@pytest.mark.parametrize(("text", "clause"), SHOWN)
def test_a_value_that_no_form_reads_is_shown_with_its_clause(text: str, clause: str) -> None:
    ((finding, words),) = doubts(text)
    assert words == clause
    assert finding.severity is Severity.INFO
    assert finding.detail["rule"] == "target.doubt"


@pytest.mark.parametrize("text", NO_DOUBT)
def test_what_is_read_or_commits_nobody_raises_no_doubt(text: str) -> None:
    assert doubts(text) == []
