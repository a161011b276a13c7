"""From when to when documents bind, and which document a citation means."""

from __future__ import annotations

import pytest

from tests.corpora import Row, citation, lined_up, notice, one, target


def test_a_repealed_notice_asks_nothing_of_what_comes_after() -> None:
    old = notice("old", "330000", "某省绿化办法", [target("森林覆盖率", 50)], issued_on="2019-01-01", period_start=None,
                 period_end=None, doc_number="某政〔2019〕1号")  # fmt: skip
    new = notice("new", "330000", "某省绿化新办法", [target("森林覆盖率", 55)], issued_on="2021-02-01", period_start=None,
                 period_end=None, more="本办法自2021年3月1日起施行。《某省绿化办法》（某政〔2019〕1号）同时废止。")  # fmt: skip
    low = notice("low", "330100", "某市绿化规划", [target("森林覆盖率", 52)])
    db = lined_up(old, new, low)
    assert [row["reference_target_id"] for row in db["alignments"].rows] == ["new-0"]
    force = one(db, "in_force", document_id="old")
    assert (force["until"], force["by_document_id"], force["reason"]) == ("2021-02-28", "new", "repealed")


FORCE = [
    # what a notice of 2021-06-01 says, the last day it binds
    ("本办法有效期至2023年8月31日。", None, "2023-08-31"),
    ("自2021年7月1日起施行，有效期三年。", None, "2024-06-30"),
    ("本办法自2021年7月1日起施行至2023年6月30日止。", None, "2023-06-30"),
    ("本通知自印发之日起执行，有效期为2年。", None, "2023-05-31"),
    ("", "2025-12-31", "2025-12-31"),
    ("", None, None),
    # what is said of other things than the notice
    ("许可证有效期五年，到期前三十日申请延续。", None, None),
    ("公示期自2021年6月1日至2021年6月7日。", None, None),
    ("国庆节放假安排：10月1日至2021年10月7日。", None, None),
]


@pytest.mark.parametrize(("says", "period_end", "until"), FORCE)
def test_how_long_a_notice_binds(says: str, period_end: str | None, until: str | None) -> None:
    paper = notice("one", "330100", "某市办法", more=says, period_start=None, period_end=period_end)
    assert one(lined_up(paper), "in_force")["until"] == until


@pytest.mark.parametrize(
    ("validity", "until"),
    [
        ("有效期至2024年12月31日", "2024-12-31"),
        ("2024年12月31日失效", "2024-12-31"),
        ("自2021年6月1日起有效", None),
        ("有效", None),
        ("已废止", "2021-06-01"),
    ],
)
def test_what_the_header_says_of_validity(validity: str, until: str | None) -> None:
    paper = notice("one", "330100", "某市办法", validity=validity, period_start=None, period_end=None)
    assert one(lined_up(paper), "in_force")["until"] == until


def test_a_newer_version_ends_the_older_one() -> None:
    old = notice("old", "330100", "某市补贴办法（2019年版）", issued_on="2019-05-01")
    new = notice("new", "330100", "某市补贴办法（2021年版）", issued_on="2021-05-01")
    force = one(lined_up(old, new), "in_force", document_id="old")
    assert (force["until"], force["by_document_id"]) == ("2021-04-30", "new")


VERSIONS = [
    # two titles of one government, and whether the second, issued two years later, ends the first
    ("某市补贴办法（试行）", "某市补贴办法", True),
    ("某市补贴办法", "某市人民政府关于印发《某市补贴办法（修订）》的通知", True),
    ("某市补贴办法", "某市补贴办法", True),
    ("政府工作报告", "政府工作报告", False),
    ("某市补贴办法", "某市补助办法", False),
]


@pytest.mark.parametrize(("first", "second", "ends"), VERSIONS)
def test_versions(first: str, second: str, ends: bool) -> None:
    old = notice("old", "330100", first, issued_on="2019-05-01", period_start=None, period_end=None)
    new = notice("new", "330100", second, issued_on="2021-05-01", period_start=None, period_end=None)
    assert (one(lined_up(old, new), "in_force", document_id="old")["by_document_id"] == "new") is ends


def test_the_plan_of_the_next_period_ends_nothing() -> None:
    old = notice("old", "330100", "某市绿化计划（2018—2020年）", issued_on="2018-05-01", period_start="2018-01-01",
                 period_end="2020-12-31")  # fmt: skip
    new = notice("new", "330100", "某市绿化计划（2021—2025年）", issued_on="2020-11-01")
    force = one(lined_up(old, new), "in_force", document_id="old")
    assert (force["until"], force["by_document_id"]) == ("2020-12-31", None)


REPEALS = [
    # what a later notice says, and which of 绿化办法（某政〔2019〕1号） and 湿地办法 it ends
    ("《某市绿化办法》（某政〔2019〕1号）同时废止。", {"green"}),
    ("《某市绿化办法》（某政〔2019〕1号）、《某市湿地办法》同时废止。", {"green", "wet"}),
    ("决定废止《某市绿化办法》和《某市湿地办法》。", {"green", "wet"}),
    ("原某政〔2019〕1号文件同时废止。", {"green"}),
    ("《某市湿地办法》自2021年7月1日起停止执行。", {"wet"}),
    ("根据《某市绿化办法》，决定废止《某市湿地办法》。", {"wet"}),
    ("《某市绿化办法》中与本办法不一致的规定同时废止。", set()),
    ("贯彻《某市绿化办法》，加快湿地保护。", set()),
]


@pytest.mark.parametrize(("says", "ended"), REPEALS)
def test_repeals(says: str, ended: set[str]) -> None:
    rules_of_2019 = {"issued_on": "2019-01-01", "period_start": None, "period_end": None}
    green = notice("green", "330100", "某市绿化办法", doc_number="某政〔2019〕1号", **rules_of_2019)
    wet = notice("wet", "330100", "某市湿地办法", doc_number="某政〔2019〕2号", **rules_of_2019)
    new = notice("new", "330100", "某市生态条例", more=says, period_start=None, period_end=None)
    db = lined_up(green, wet, new)
    assert {row["document_id"] for row in db["in_force"].rows if row["by_document_id"] == "new"} == ended


def test_a_document_that_only_ends_others_ends_all_it_lists() -> None:
    green = notice("green", "330100", "某市绿化办法", issued_on="2019-01-01", period_start=None, period_end=None)
    new = notice("new", "330100", "某市关于废止部分文件的决定", more="一、《某市绿化办法》（某政〔2019〕1号）")
    assert one(lined_up(green, new), "in_force", document_id="green")["reason"] == "repealed"


CITED = [
    # how it is cited, and what is found
    (citation(None, "某政发〔2021〕5号"), "up"),
    (citation("关于印发《某省绿化规划》的通知"), "up"),
    (citation("某省绿化规划"), "up"),
    (citation("某省人民政府关于印发某省绿化规划的通知"), "up"),
    (citation("某省关于加快绿化的意见"), "view"),
    (citation("关于加快绿化的意见"), "view"),
    (citation("省政府关于加快造林的意见"), "trees"),
    (citation("国务院关于加快造林的意见"), None),  # another government's under the same title
    (citation("某省水利规划"), None),
    (citation("政府工作报告"), None),  # that of another province
    (citation(None, "第5号"), None),  # everybody has a 第5号
    (citation("某省森林规划"), None),  # it is younger than who cites it
]


@pytest.mark.parametrize(("cited", "found"), CITED)
def test_citations_are_resolved_by_number_and_title_and_never_to_a_younger_document(
    cited: Row, found: str | None
) -> None:
    up = notice(
        "up",
        "330000",
        "某省人民政府关于印发《某省绿化规划》的通知",
        doc_number="某政发[2021] 5号",
        issuer="某省人民政府",
    )
    view = notice("view", "330000", "关于加快绿化的意见")
    trees = notice("trees", "330000", "某省人民政府关于加快造林的意见", issuer="某省人民政府")
    other = notice("other", "310000", "政府工作报告", doc_number="第5号")
    young = notice("young", "330000", "某省森林规划", issued_on="2023-01-01")
    low = notice("low", "330100", "某市绿化规划", citations=[cited])
    assert lined_up(up, view, trees, other, young, low)["citations"].get("low-c0")["cited_document_id"] == found
