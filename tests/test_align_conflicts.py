"""What contradicts itself, and totals that are split over places."""

from __future__ import annotations

import json
from typing import Any

import pytest
import sqlite_utils

from pipeline import schema
from pipeline.align import align
from tests.corpora import Row, fill, lined_up, milestone, notice, one, quota, rules, target

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
    [target("森林覆盖率", 42, deadline="2025-12-31", deadline_from="document"), target("森林覆盖率", 45, deadline="2025-12-31")],
    [quota(None, 4, deadline="2024-12-31"), quota(None, 1, deadline="2025-12-31")],  # so many in each year
    [target("地区生产总值", 130, change="increase")],
    [target("森林覆盖率", 50), target("森林覆盖率", 50)],
    [target("森林覆盖率", 50, comparator=">="), target("森林覆盖率", 52)],
    [target("班额", 45, "人", subject="小学"), target("班额", 50, "人", subject="初中")],
    [target("森林覆盖率", 50, deadline="2023-12-31"), target("森林覆盖率", 52, deadline="2025-12-31")],
    [target("新增口袋公园", 15, "个"), target("新增口袋公园", 7, "个", subject="西湖区"),
     target("新增口袋公园", 8, "个", subject="余杭区")],
]  # fmt: skip


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


def test_the_end_of_a_period_is_no_deadline_that_could_be_late() -> None:
    up = notice("up", "330000", "某省绿化规划", [target("森林覆盖率", 50, deadline="2024-12-31")])
    low = notice(
        "low", "330100", "某市绿化规划", [target("森林覆盖率", 50, deadline="2025-12-31", deadline_from="document")]
    )
    assert rules(lined_up(up, low)) == []


def test_so_many_in_one_year_do_not_contradict_so_many_in_the_plan() -> None:
    plan = notice("plan", "330100", "某市绿化方案", [target("改造公园", 20, "个", deadline="2023-12-31", rule="table.indicator")],
                  period_start=None, period_end=None)  # fmt: skip
    year = notice("year", "330100", "某市2023年工作要点", [target("改造公园", 12, "个", deadline="2023-12-31")],
                  issued_on="2023-02-01", period_start="2023-01-01", period_end="2023-12-31")  # fmt: skip
    assert rules(lined_up(plan, year)) == []


def of_a_phase(quote: str, deadline: str, before: str = "", **fields: Any) -> list[str]:
    """The conflicts of a notice in whose phase of November and December something is due."""
    paper = notice("one", None, "某市方案", milestones=[
        milestone("自查阶段", "2023-12-31", start_date="2023-11-01", quote="自查阶段（11月—12月）", section_id="s"),
        milestone(before, "2023-12-31"),
        milestone(quote, deadline, section_id="s", **fields),
    ])  # fmt: skip
    db = sqlite_utils.Database(memory=True)
    schema.create(db)
    fill(db, paper)
    db["sections"].insert(
        {"id": "s", "document_id": "one", "position": 0, "heading": "自查阶段", "depth": 1, "start": 0, "end": 60}
    )
    align(db, tables_of_references=())
    return rules(db)


def test_a_deadline_before_its_phase() -> None:
    assert of_a_phase("完成整改", "2023-10-31") == ["deadline before its phase"]


def test_what_was_to_be_done_first_and_the_end_of_the_period_do_not_contradict_a_phase() -> None:
    assert of_a_phase("全面开展自查", "2023-10-31", before="在10月底完成整改的基础上，") == []
    assert of_a_phase("完成整改", "2023-10-31", deadline_from="document") == []


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


def test_what_one_row_is_given_is_asked_of_nobody_else() -> None:
    up = notice("up", "330000", "某省绿化任务分解", [
        quota("杭州市", 10), quota("宁波市", 5), quota("省直单位", 1), quota(None, 16),
    ])  # fmt: skip
    low = notice("low", "330100", "某市绿化规划", [target("森林覆盖率", 50)])
    assert {row["reference_target_id"] for row in lined_up(up, low)["silences"].rows} == {"up-3"}


def test_new_and_renewed_are_divided_by_themselves() -> None:
    new, renewed = {"indicator": "新建高标准农田"}, {"indicator": "改造提升高标准农田"}
    paper = notice("one", "330100", "某市任务分解", [
        quota("西湖区", 7) | new, quota("西湖区", 1) | renewed, quota("余杭区", 8) | new, quota("余杭区", 2) | renewed,
        quota(None, 15) | new, quota(None, 3) | renewed,
    ])  # fmt: skip
    db = lined_up(paper)
    assert rules(db) == []
    assert sorted(row["share"] for row in db["allocations"].rows) == [0.3333, 0.4667, 0.5333, 0.6667]


def test_years_that_add_up_to_more_than_the_whole() -> None:
    def years(*values: int) -> list[str]:
        parts = [target("改造老旧小区", v, "个", deadline=f"{2023 + i}-12-31", rule="target.split-year", quote=f"{2023 + i}年{v}个")
                 for i, v in enumerate(values)]  # fmt: skip
        paper = notice("one", "330100", "某市规划", [target("改造老旧小区", 300, "个", deadline="2025-12-31"), *parts])
        return rules(lined_up(paper))

    assert years(100, 120, 90) == ["parts against total"]
    assert years(100, 120) == []


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
