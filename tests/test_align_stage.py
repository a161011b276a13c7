"""Aligning a database: what is written, from notices built by hand."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.align import align
from pipeline.align.facts import DocumentFact
from pipeline.align.references import tables
from pipeline.align.topics import share_a_subject
from tests.corpora import Row, citation, lined_up, milestone, notice, one, target

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


def test_what_is_worded_nearly_alike_answers_where_nothing_is_worded_the_same() -> None:
    up = notice("up", "330000", "某省道路运输规划", [target("重点营运车辆联网联控入网率", 99)])
    near, exact = target("重点营运车辆入网率", 98), target("重点营运车辆联网联控入网率", 97)
    found = one(lined_up(up, notice("low", "330100", "某市道路运输规划", [near])), "alignments")
    assert (found["value_verdict"], found["reason"].count("名称相近")) == ("weaker", 1)
    found = one(lined_up(up, notice("low", "330100", "某市道路运输规划", [near, exact])), "alignments")
    assert found["target_id"] == "low-1"


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


def test_who_answers_a_plan_of_many_fields_in_one_field_is_asked_for_no_other() -> None:
    schools = ["学前教育毛入园率", "高中阶段教育毛入学率", "九年义务教育巩固率"]
    asked = [*schools, "普惠性幼儿园覆盖率", "养老机构护理型床位占比"]
    up = notice("up", "330000", "某省公共服务“十四五”规划", [target(name, 95) for name in asked])
    low = notice("low", "330100", "某市人民政府关于办好人民满意学校的意见", [target(name, 96) for name in schools])
    told = {row["reference_target_id"]: row["state"] for row in lined_up(up, low)["silences"].rows}
    assert told.get("up-4") == "no document in corpus", "a paper on schools is not searched for beds"
    assert not {"up-0", "up-1", "up-2"} & told.keys()


def test_the_years_in_two_titles_make_no_common_subject() -> None:
    schools, trees = "某市学校提质方案（2022—2025年）", "某省林草规划纲要（2022—2030年）"
    assert not share_a_subject(DocumentFact("l", schools, "330100"), DocumentFact("u", trees, "330000"))
    assert share_a_subject(
        DocumentFact("l", "某市义务教育优质均衡方案（2022—2025年）", "330100"),
        DocumentFact("u", "义务教育优质均衡办法", "330000"),
    )


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
