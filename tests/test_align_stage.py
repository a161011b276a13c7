"""Aligning a database: what is written, from notices built by hand."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import sqlite_utils
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline import schema
from pipeline.align import align
from pipeline.align.references import TableError, read_table, tables
from tests.corpora import Paper, citation, fill, milestone, notice, target

Row = dict[str, Any]


def lined_up(*papers: Paper, references: tuple[Path, ...] = ()) -> sqlite_utils.Database:
    db = sqlite_utils.Database(memory=True)
    schema.create(db)
    fill(db, *papers)
    align(db, tables_of_references=references)
    return db


def one(db: sqlite_utils.Database, table: str, **where: Any) -> Row:
    found = [row for row in db[table].rows if all(row[name] == value for name, value in where.items())]
    assert len(found) == 1, found
    return found[0]


UP = notice(
    "up",
    "330000",
    "某省城市绿化“十四五”规划",
    [
        target("建成区绿化覆盖率", 42, deadline="2025-12-31"),
        target("新增口袋公园", 800, "个"),
        target("绿道长度", 9000, "公里"),
        target("公园绿地服务半径覆盖率", 85),
    ],
)


def test_alignments_say_what_why_and_by_which_words() -> None:
    low = notice(
        "low",
        "330100",
        "某市城市绿化“十四五”规划",
        [target("绿化覆盖率", 44, subject="全市", deadline="2024-12-31"), target("新建口袋公园", 90, "个")],
        citations=[citation("某省城市绿化“十四五”规划")],
    )
    db = lined_up(UP, low)
    raised = one(db, "alignments", target_id="low-0")
    assert raised["reference_target_id"] == "up-0"
    assert (raised["basis"], raised["value_verdict"], raised["value_gap"]) == ("cites", "stricter", 2.0)
    assert (raised["deadline_verdict"], raised["deadline_gap_days"]) == ("earlier", -365)
    part = one(db, "alignments", target_id="low-1")
    assert (part["value_verdict"], part["code"]) == ("not comparable", "part against whole")
    assert db["targets"].get("low-0")["indicator_id"] == "green-coverage"
    assert db["citations"].get("low-c0")["cited_document_id"] == "up"


def test_what_the_catalogue_does_not_know_meets_its_own_kind() -> None:
    up = notice("up", "330000", "某省消防规划", [target("微型消防站达标率", 90)])
    low = notice("low", "330100", "某市消防规划", [target("全市微型消防站达标率", 95)])
    db = lined_up(up, low)
    assert one(db, "alignments", target_id="low-0")["value_verdict"] == "stricter"
    assert db["targets"].get("low-0")["indicator_id"] == db["targets"].get("up-0")["indicator_id"]


def test_restatements_count_as_one_and_different_values_leave_it_unsure() -> None:
    up = notice("up", "330000", "某省绿化规划", [target("绿地率", 40), target("建成区绿地率", 40), target("森林覆盖率", 50),
                                              target("全省森林覆盖率", 52)])  # fmt: skip
    low = notice("low", "330100", "某市绿化规划", [target("建成区绿地率", 41), target("森林覆盖率", 55)])
    db = lined_up(up, low)
    assert one(db, "alignments", target_id="low-0")["reference_target_id"] == "up-1"
    assert not [row for row in db["alignments"].rows if row["target_id"] == "low-1"]
    unsure = one(db, "findings", kind="unsure", document_id="low")
    assert json.loads(unsure["detail"])["candidates"] == ["up-2", "up-3"]


def test_what_a_notice_says_twice_goes_before_what_it_says_once() -> None:
    up = notice("up", "330000", "某省绿化规划", [target("森林覆盖率", 50), target("森林覆盖率", 50, comparator=">="),
                                              target("全省森林覆盖率", 48)])  # fmt: skip
    low = notice("low", "330100", "某市绿化规划", [target("森林覆盖率", 55, comparator=">=")])
    assert one(lined_up(up, low), "alignments")["reference_target_id"] == "up-1"


def test_a_standing_measure_asks_later_notices_too() -> None:
    up = notice("up", "100000", "义务教育优质均衡评估办法", [target("班额", 45, "人", subject="小学")], issued_on="2017-04-19",
                period_start=None, period_end=None)  # fmt: skip
    low = notice("low", "330106", "某区义务教育优质均衡方案", [target("森林覆盖率", 50)])
    assert one(lined_up(up, low), "silences")["state"] == "searched and absent"


def test_no_government_is_compared_with_a_sibling_or_with_another_province() -> None:
    papers = [notice(code, code, "绿化规划", [target("森林覆盖率", 50)]) for code in ("330100", "330200", "310000")]
    assert lined_up(*papers)["alignments"].count == 0


def test_a_county_answers_its_city_and_its_province() -> None:
    papers = [notice(code, code, "绿化规划", [target("森林覆盖率", 50)]) for code in ("330106", "330100", "330000")]
    found = {(row["target_id"], row["reference_target_id"]) for row in lined_up(*papers)["alignments"].rows}
    assert found == {("330106-0", "330100-0"), ("330106-0", "330000-0"), ("330100-0", "330000-0")}


SILENCES = [
    # what the city's notice is called and says, and what is told of 公园绿地服务半径覆盖率
    ("某市城市绿化规划", "", "searched and absent"),
    ("某市城市绿化规划", "公园绿地服务半径覆盖率完成省下达指标。", "delegated"),
    ("某市住房发展规划", "", "no document in corpus"),
]


@pytest.mark.parametrize(("title", "more", "state"), SILENCES)
def test_silences(title: str, more: str, state: str) -> None:
    low = notice("low", "330100", title, [target("绿化覆盖率", 44)], more=more)
    db = lined_up(UP, low)
    told = one(db, "silences", reference_target_id="up-3")
    assert (told["jurisdiction_code"], told["state"]) == ("330100", state)
    assert json.loads(told["searched_documents"]) == ([] if state == "no document in corpus" else ["low"])


def test_silence_names_the_nearest_miss() -> None:
    low = notice("low", "330100", "某市城市绿化规划", [target("大型公园绿地服务半径覆盖率", 90)])
    told = one(lined_up(UP, low), "silences", reference_target_id="up-3")
    assert json.loads(told["nearest_misses"]) == ["low-0"]


def test_who_answers_is_not_silent_though_the_figures_do_not_compare() -> None:
    low = notice("low", "330100", "某市城市绿化规划", [target("新增口袋公园", 90, "个")])
    asked = {row["reference_target_id"] for row in lined_up(UP, low)["silences"].rows}
    assert asked == {"up-0", "up-2", "up-3"}


def test_a_plan_of_another_period_is_no_document_on_the_matter() -> None:
    low = notice("low", "330100", "某市城市绿化规划", [], issued_on="2013-05-01", period_start="2013-01-01",
                 period_end="2015-12-31")  # fmt: skip
    assert {row["state"] for row in lined_up(UP, low)["silences"].rows} == {"no document in corpus"}


def test_completions_that_two_governments_promise_become_targets_and_meet() -> None:
    up = notice("up", "310000", "某市住房规划", milestones=[milestone("全面完成约3万平方米旧厂房改造", "2026-12-31")])
    low = notice("low", "310112", "某区住房规划", milestones=[milestone("力争全面完成旧厂房改造", "2027-12-31"),
                                                         milestone("基本完成旧厂房改造", "2026-12-31")])  # fmt: skip
    db = lined_up(up, low)
    found = one(db, "alignments")
    assert (found["target_id"], found["reference_target_id"]) == ("low-m0-done", "up-m0-done")
    assert (found["value_verdict"], found["deadline_verdict"], found["modality_verdict"]) == (
        "equal",
        "later",
        "softened",
    )
    assert db["targets"].get("low-m0-done")["absolute"] == 1
    assert one(db, "milestone_alignments")["deadline_gap_days"] == 365


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


def quota(subject: str | None, value: float, unit: str = "个", shown: str | None = None, **fields: Any) -> Row:
    """A cell of a table that divides a task; `shown` is the number as the table writes it."""
    rule = "table.quota-sum" if subject is None else "table.quota"
    quote = f"{subject or '合计'}\t{shown or f'{value:g}'}"
    return target("新增口袋公园", value, unit, subject=subject, quote=quote, rule=rule) | fields


CONFLICTS = [
    ([target("森林覆盖率", 130)], "over the whole"),
    ([target("森林覆盖率", 50), target("森林覆盖率", 52)], "two values"),
    ([target("新建泵站", 2, "座", deadline="2025-12-31"),
      target("新建泵站", 3, "座", deadline="2025-12-31", quote="新建泵站\t座\t3")], "two values"),
    ([target("森林覆盖率", 55, deadline="2023-12-31"), target("森林覆盖率", 52, deadline="2025-12-31")], "interim beyond final"),
    (
        [target("新增口袋公园", 10, "个"), target("新增口袋公园", 7, "个", subject="西湖区"),
         target("新增口袋公园", 8, "个", subject="余杭区")],
        "parts against total",
    ),
]  # fmt: skip
NO_CONFLICTS = [
    [target("新建泵站", 2, "座"), target("新建泵站", 1, "座")],  # two projects
    [quota(None, 4, deadline="2024-12-31"), quota(None, 1, deadline="2025-12-31")],  # so many in each year
    [target("地区生产总值", 130, change="increase")],
    [target("森林覆盖率", 50), target("森林覆盖率", 50)],
    [target("森林覆盖率", 50, comparator=">="), target("森林覆盖率", 52)],
    [target("班额", 45, "人", subject="小学"), target("班额", 50, "人", subject="初中")],
    [target("森林覆盖率", 50, deadline="2023-12-31"), target("森林覆盖率", 52, deadline="2025-12-31")],
    [target("新增口袋公园", 15, "个"), target("新增口袋公园", 7, "个", subject="西湖区"),
     target("新增口袋公园", 8, "个", subject="余杭区")],
]  # fmt: skip


def rules(db: sqlite_utils.Database) -> list[str]:
    return [json.loads(row["detail"])["rule"] for row in db["findings"].rows if row["kind"] == "conflict"]


@pytest.mark.parametrize(("said", "rule"), CONFLICTS)
def test_conflicts_in_a_notice(said: list[Row], rule: str) -> None:
    assert rules(lined_up(notice("one", "330100", "某市绿化规划", said))) == [rule]


@pytest.mark.parametrize("said", NO_CONFLICTS)
def test_what_is_no_conflict(said: list[Row]) -> None:
    assert rules(lined_up(notice("one", "330100", "某市绿化规划", said))) == []


def test_a_deadline_after_the_one_asked_for_is_told_with_both_places() -> None:
    up = notice("up", "330000", "某省绿化规划", [target("森林覆盖率", 50, deadline="2024-12-31")])
    low = notice("low", "330100", "某市绿化规划", [target("森林覆盖率", 50, deadline="2025-12-31")])
    finding = one(lined_up(up, low), "findings", kind="conflict")
    detail = json.loads(finding["detail"])
    assert (finding["document_id"], detail["rule"], detail["other_document"]) == ("low", "later than asked", "up")


def test_a_deadline_before_its_phase() -> None:
    paper = notice("one", "330100", "某市方案", milestones=[
        milestone("自查阶段", "2023-12-31", start_date="2023-11-01", quote="自查阶段（11月—12月）", section_id="s"),
        milestone("完成整改", "2023-10-31", section_id="s"),
    ])  # fmt: skip
    db = sqlite_utils.Database(memory=True)
    schema.create(db)
    fill(db, paper)
    db["sections"].insert(
        {"id": "s", "document_id": "one", "position": 0, "heading": "自查阶段", "depth": 1, "start": 0, "end": 40}
    )
    align(db, tables_of_references=())
    assert rules(db) == ["deadline before its phase"]


def test_a_total_that_is_split_over_places() -> None:
    up = notice(
        "up",
        "330100",
        "某市绿化规划",
        [target("新增口袋公园", 20, "个"), target("新增口袋公园", 8, "个", subject="西湖区")],
    )
    low = notice("low", "330106", "某区绿化规划", [target("新建口袋公园", 9, "个")])
    part = one(lined_up(up, low), "allocations")
    assert (part["jurisdiction_code"], part["total_target_id"], part["share"]) == ("330106", "up-0", 0.4)
    assert (part["answer_target_id"], part["answer_verdict"]) == ("low-0", "stricter")


TABLES_OF_PARTS = [
    # the cells of a column, and what is wrong with them
    ([quota("西湖区", 7), quota("余杭区", 8), quota(None, 15)], []),
    ([quota(None, 15), quota("西湖区", 7), quota("余杭区", 8)], []),
    ([quota("西湖区", 7), quota("余杭区", 8), quota(None, 16)], ["parts against total"]),
    ([quota("西湖区", 7), quota("余杭区", 8), quota("市直单位", 1), quota(None, 16)], []),
    # not every row was read: only too much is a contradiction
    ([quota("西湖区", 7), quota("余杭区", 8), quota(None, 16, rule="table.quota")], []),
    ([quota("西湖区", 7), quota("余杭区", 8), quota(None, 14, rule="table.quota")], ["parts against total"]),
    # rounded before they were added
    ([quota("西湖区", 12000, "亩", "1.2"), quota("余杭区", 13000, "亩", "1.3"), quota(None, 26000, "亩", "2.6")], []),
    ([quota("西湖区", 12000, "亩", "1.2"), quota("余杭区", 13000, "亩", "1.3"), quota(None, 36000, "亩", "3.6")],
     ["parts against total"]),
    # whole numbers are as they were set
    ([quota("西湖区", 10000, "亩", "1"), quota("余杭区", 20000, "亩", "2"), quota(None, 20000, "亩", "2")],
     ["parts against total"]),
    # two tables, each with its own sum
    ([quota("西湖区", 7), quota("余杭区", 8), quota(None, 15), quota("西湖区", 1), quota("余杭区", 2), quota(None, 3)], []),
    # the body says one thing and the sum of the table another
    ([target("新增口袋公园", 20, "个", subject="全市"), quota("西湖区", 7), quota("余杭区", 8), quota(None, 15)], ["two values"]),
]  # fmt: skip


@pytest.mark.parametrize(("said", "wrong"), TABLES_OF_PARTS)
def test_the_parts_of_a_table_add_up_to_its_sum(said: list[Row], wrong: list[str]) -> None:
    dated = [row | {"deadline": "2025-12-31"} for row in said]
    assert rules(lined_up(notice("one", "330100", "某市绿化任务分解", dated))) == wrong


def test_new_and_renewed_are_divided_by_themselves() -> None:
    new, renewed = {"indicator": "新建高标准农田"}, {"indicator": "改造提升高标准农田"}
    paper = notice("one", "330100", "某市任务分解", [
        quota("西湖区", 7) | new, quota("西湖区", 1) | renewed, quota("余杭区", 8) | new, quota("余杭区", 2) | renewed,
        quota(None, 15) | new, quota(None, 3) | renewed,
    ])  # fmt: skip
    db = lined_up(paper)
    assert rules(db) == []
    assert sorted(row["share"] for row in db["allocations"].rows) == [0.3333, 0.4667, 0.5333, 0.6667]


def test_counties_divide_what_their_city_was_given() -> None:
    paper = notice("one", "330000", "某省绿化任务分解", [
        quota("杭州市", 10), quota("西湖区", 4), quota("余杭区", 6), quota("宁波市", 5), quota(None, 15),
    ])  # fmt: skip
    db = lined_up(paper)
    assert rules(db) == []
    totals = {row["jurisdiction_code"]: (row["total_target_id"], row["share"]) for row in db["allocations"].rows}
    assert totals == {
        "330100": ("one-4", 0.6667),
        "330200": ("one-4", 0.3333),
        "330106": ("one-0", 0.4),
        "330110": ("one-0", 0.6),
    }


def test_siblings_are_ranked_beside_each_other() -> None:
    papers = [
        notice(code, code, "绿化规划", [target("森林覆盖率", value)])
        for code, value in (("330100", 60), ("330200", 50))
    ]
    ranked = {row["jurisdiction_code"]: row for row in lined_up(*papers)["siblings"].rows}
    assert [ranked[code]["rank"] for code in ("330100", "330200")] == [1, 2]
    assert ranked["330100"]["median"] == 55.0


def test_aligning_again_changes_nothing() -> None:
    low = notice("low", "330100", "某市城市绿化规划", [target("绿化覆盖率", 44)], [milestone("全面完成绿道贯通", "2024-12-31")],
                 [citation("某省城市绿化“十四五”规划")])  # fmt: skip
    db = lined_up(UP, low, references=tables())
    before = {name: list(db[name].rows) for name in db.table_names()}
    align(db, tables_of_references=tables())
    assert {name: list(db[name].rows) for name in db.table_names()} == before


# ---------------------------------------------------------------- reference standards


def test_the_shipped_standards_give_verdicts() -> None:
    low = notice("low", "330106", "某区推进义务教育优质均衡发展方案", [
        target("生均教学及辅助用房面积", 4.5, "平方米", subject="小学", comparator=">="),
        target("班额", 40, "人", subject="初中", comparator="<="),
        target("交流轮岗教师比例", 8, comparator=">=", recurrence="year"),
    ])  # fmt: skip
    found = [(row["basis"], row["value_verdict"]) for row in sorted(
        lined_up(low, references=tables())["alignments"].rows, key=lambda row: row["target_id"])]  # fmt: skip
    assert found == [("standard", "equal"), ("standard", "stricter"), ("standard", "weaker")]


def test_a_standard_is_its_own_evidence() -> None:
    db = lined_up(references=tables())
    rows = list(
        db.query(
            "SELECT t.quote, t.quote_start, t.quote_end, d.text FROM targets t JOIN documents d ON d.id = t.document_id"
        )
    )
    assert len(rows) >= 40
    assert all(row["text"][row["quote_start"] : row["quote_end"]] == row["quote"] for row in rows)


def test_the_shipped_standards_are_facts_with_a_place_and_stated_once() -> None:
    rows = [line.cells for path in tables() for line in read_table(path)]
    assert all(row["place"] and row["issuer"] for row in rows)
    assert all(not row["deadline"] or row["deadline"] > row["issued"] for row in rows)
    stated = [tuple(row[c] for c in ("indicator", "subject", "deadline", "document")) for row in rows]
    assert len(set(stated)) == len(stated)


def test_a_table_may_say_how_firmly_a_standard_is_meant(tmp_path: Path) -> None:
    path = tmp_path / "standards.csv"
    rows = [
        "森林覆盖率,,>=,50,%,,,,,某标准,,某部,2020-01-01,总则,",
        "绿地率,,>=,40,%,,,,,某标准,,某部,2020-01-01,总则,aspirational",
    ]
    path.write_text("\n".join([f"{HEAD},modality", *rows]), encoding="utf-8")
    said = {row["indicator"]: row["modality"] for row in lined_up(references=(path,))["targets"].rows}
    assert said == {"森林覆盖率": "firm", "绿地率": "aspirational"}


HEAD = "indicator,subject,comparator,value,unit,change,recurrence,deadline,condition,document,doc_number,issuer,issued,place"
BROKEN = [
    ("indicator,value\n森林覆盖率,50", "first line"),
    (f"{HEAD}\n森林覆盖率,,>=,五十,%,,,,,某标准,,某部,2020-01-01,", "line 2"),
    (f"{HEAD}\n森林覆盖率,,不低于,50,%,,,,,某标准,,某部,2020-01-01,", "line 2"),
    (f"{HEAD}\n森林覆盖率,,>=,50,%,,,2025年,,某标准,,某部,2020-01-01,", "line 2"),
    (f"{HEAD}\n,,>=,50,%,,,,,某标准,,某部,2020-01-01,", "indicator is empty"),
    (f"{HEAD}\n森林覆盖率,50", "2 cells"),
    (f"{HEAD},modality\n森林覆盖率,,>=,50,%,,,,,某标准,,某部,2020-01-01,,力争", "line 2"),
]


@pytest.mark.parametrize(("written", "told"), BROKEN)
def test_a_broken_table_is_refused_with_its_line(tmp_path: Path, written: str, told: str) -> None:
    path = tmp_path / "standards.csv"
    path.write_text(written, encoding="utf-8")
    with pytest.raises(TableError, match=told):
        read_table(path)


# ---------------------------------------------------------------- laws

words = st.text(alphabet="全市公办幼儿园在占比例新增累计的、每所县（%）“十四五”12万平方米小学", min_size=1, max_size=14)
values = st.one_of(st.none(), st.floats(min_value=0, max_value=1e9, allow_nan=False))
said = st.builds(
    lambda indicator, value, unit, subject, sign, change: target(
        indicator, value, unit, subject=subject, comparator=sign, change=change, quote=indicator
    ),
    words,
    values,
    st.sampled_from(["%", "个", "万亩", "元/人年", None, "莫名"]),
    st.one_of(st.none(), words),
    st.sampled_from([">=", "<=", "=", "~"]),
    st.sampled_from([None, "increase", "decrease"]),
)


@settings(max_examples=25, deadline=None)
@given(st.lists(said, max_size=4), st.lists(said, max_size=4))
def test_whatever_is_read_can_be_lined_up(ups: list[Row], lows: list[Row]) -> None:
    db = lined_up(notice("up", "330000", "", ups), notice("low", "330100", "绿化规划", lows, issued_on=None))
    for row in db["alignments"].rows:
        assert row["target_id"].startswith("low")
        assert row["reference_target_id"].startswith("up")
        assert (row["code"] is None) == (row["value_verdict"] != "not comparable")
    assert all(row["jurisdiction_code"] == "330100" for row in db["silences"].rows)
    assert not list(db.execute("PRAGMA foreign_key_check"))


def test_an_empty_database_can_be_lined_up() -> None:
    assert lined_up()["alignments"].count == 0
