"""What a new notice changes against an old one, record by record."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.diff.changes import Kind, changes_between, compare
from pipeline.diff.render import as_html, as_json, as_markdown, as_text, grouped, summary
from pipeline.diff.sentences import compare_sentences, marked
from pipeline.diff.sides import Item, ItemKind, Side

RATE = Item(
    ItemKind.TARGET,
    "毛入园率",
    "学前教育毛入园率达到92%",
    10,
    "主要目标",
    subject="学前教育",
    comparator="=",
    value=Decimal(92),
    unit="%",
    deadline=date(2025, 12, 31),
    modality="firm",
    agencies=frozenset({("县教育局", "lead"), ("县财政局", "support")}),
)


def side(*items: Item, sentences: tuple[str, ...] = ()) -> Side:
    return Side("a.txt", "云岭县学前教育计划", sentences, items)


@pytest.mark.parametrize(
    ("edit", "kind"),
    [
        ({"value": Decimal(95)}, Kind.RAISED),
        ({"value": Decimal("91.5")}, Kind.LOWERED),
        ({"deadline": date(2024, 12, 31)}, Kind.BROUGHT_FORWARD),
        ({"deadline": date(2026, 12, 31)}, Kind.POSTPONED),
        ({"modality": "aspirational"}, Kind.SOFTENED),
        ({"comparator": "~"}, Kind.SOFTENED),
        ({"subject": "学前教育、特殊教育"}, Kind.WIDENED),
        ({"subject": "农村学前教育"}, Kind.NARROWED),
        ({"condition": "常住人口1万人以上的镇"}, Kind.NARROWED),
        ({"agencies": frozenset({("县教育局", "lead")})}, Kind.AGENCY_DROPPED),
        ({"agencies": RATE.agencies | {("县妇联", "support")}}, Kind.AGENCY_ADDED),
        ({"agencies": frozenset({("县财政局", "lead"), ("县教育局", "support")})}, Kind.LEAD_CHANGED),
        ({"section": "保障措施"}, Kind.MOVED),
        ({"chapter": "二、重点任务"}, Kind.MOVED),
        ({"quote": "学前教育的毛入园率要达到92%"}, Kind.REWORDED),
        ({"quote": "学前教育毛入园率\n达到９２％"}, Kind.UNCHANGED),
        ({"start": 700}, Kind.UNCHANGED),
    ],
)
def test_an_edit_of_one_field_is_told_as_its_class_and_nothing_else(edit: dict[str, object], kind: Kind) -> None:
    assert [change.kind for change in changes_between(RATE, replace(RATE, **edit))] == [kind]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("old", "new", "kind"),
    [
        (None, "全县", Kind.UNCHANGED),
        ("所有学校", "各学校", Kind.UNCHANGED),
        ("每个县", "每个县（市、区）", Kind.WIDENED),
        ("每个县（市、区）", "每个县", Kind.NARROWED),
        ("每所学校", "每所学校、幼儿园", Kind.WIDENED),
        ("每名教研员", "每名专职教研员", Kind.NARROWED),
        ("小学", "初中", Kind.REDEFINED),
    ],
)
def test_scope_is_compared_by_who_is_meant(old: str | None, new: str | None, kind: Kind) -> None:
    found = changes_between(replace(RATE, subject=old), replace(RATE, subject=new))
    assert [change.kind for change in found] == [kind]


def test_in_the_plans_of_two_years_a_day_counts_within_its_year() -> None:
    year = {y: (date(y, 1, 1), date(y, 12, 31)) for y in (2022, 2023)}
    old = replace(RATE, deadline=date(2022, 9, 30))
    same, sooner = replace(RATE, deadline=date(2023, 9, 30)), replace(RATE, deadline=date(2023, 8, 31))
    for new, kind in ((same, Kind.UNCHANGED), (sooner, Kind.BROUGHT_FORWARD)):
        before, after = replace(side(old), period=year[2022]), replace(side(new), period=year[2023])
        assert compare(before, after).counts() == {kind: 1}


def test_a_day_that_only_the_title_gives_is_no_day_that_was_taken_back() -> None:
    titled = replace(RATE, deadline_from="document")
    assert [c.kind for c in changes_between(titled, replace(RATE, deadline=None))] == [Kind.UNCHANGED]


def test_what_the_catalogue_knows_apart_is_apart() -> None:
    share = replace(RATE, name="公办幼儿园在园幼儿占比", subject=None, measure="public-share")
    other = replace(share, name="开设托班的公办幼儿园占比", measure="nursery-share")
    assert compare(side(share), side(other)).counts() == {Kind.DROPPED: 1, Kind.NEW: 1}


def test_hardening_is_the_other_way_round() -> None:
    soft = replace(RATE, modality="aspirational")
    assert [c.kind for c in changes_between(soft, RATE)] == [Kind.HARDENED]


def test_records_are_matched_by_what_they_measure_not_by_where_they_stand() -> None:
    gross = replace(
        RATE, name="毛入学率", subject="高中阶段教育", value=Decimal(93), start=40, quote="高中阶段毛入学率达到93%"
    )
    old = side(RATE, gross)
    new = side(replace(gross, start=5, value=Decimal(94)), replace(RATE, start=90))
    assert compare(old, new).counts() == {Kind.RAISED: 1, Kind.UNCHANGED: 1}


def test_the_same_indicator_for_two_years_stays_two_records() -> None:
    later = replace(RATE, value=Decimal(96), deadline=date(2030, 12, 31), start=60)
    raised = replace(later, value=Decimal(97))
    assert compare(side(RATE, later), side(RATE, raised)).counts() == {Kind.RAISED: 1, Kind.UNCHANGED: 1}


@pytest.mark.parametrize(
    "other",
    [
        replace(RATE, name="专任教师持证率", subject="幼儿园", quote="幼儿园专任教师持证率达到92%"),
        replace(RATE, unit="所"),
        replace(RATE, change="increase"),
    ],
)
def test_what_measures_something_else_is_dropped_and_new(other: Item) -> None:
    assert compare(side(RATE), side(other)).counts() == {Kind.DROPPED: 1, Kind.NEW: 1}


def test_the_weightiest_change_comes_first() -> None:
    school = replace(
        RATE, name="新建公办幼儿园", subject=None, unit="所", value=Decimal(12), quote="新建公办幼儿园12所", start=3
    )
    new = side(replace(school, section="重点任务"), replace(RATE, value=Decimal(90)))
    assert [line.changes[0].kind for line in compare(side(school, RATE), new).changed] == [Kind.LOWERED, Kind.MOVED]


def test_a_moved_passage_is_not_told_as_dropped_and_new() -> None:
    text = ["一、总体要求。", "坚持公益普惠。", "强化督导问责。", "加大财政投入。"]
    changes = compare_sentences(text, [text[0], text[2], text[3], text[1]])
    assert [(change.kind, change.new) for change in changes] == [("moved", "坚持公益普惠。")]


def test_rewrapping_and_width_are_no_difference() -> None:
    assert (
        compare_sentences(
            ["各县要加大投入，", "确保按时完成（2025年）。"], ["各县要加大投入,确保按时", "完成(2025年)。"]
        )
        == ()
    )


def test_a_changed_decimal_point_is_a_difference() -> None:
    (change,) = compare_sentences(["生均面积4.5平方米。"], ["生均面积45平方米。"])
    assert change.kind == "changed"


@given(st.text(max_size=60), st.text(max_size=60))
def test_marked_pieces_put_together_are_the_sentences(old: str, new: str) -> None:
    left, right = marked(old, new)
    assert ("".join(t for _, t in left), "".join(t for _, t in right)) == (old, new)


@given(st.lists(st.sampled_from("甲乙丙丁戊己"), max_size=8))
def test_a_text_does_not_differ_from_itself(letters: list[str]) -> None:
    text = [f"{letter}县完成任务。" for letter in letters]
    assert compare_sentences(text, text) == ()


def test_the_same_notice_twice_is_the_same() -> None:
    assert compare(side(RATE, sentences=("一。",)), side(RATE, sentences=("一。",))).same


def test_every_form_shows_the_change_and_the_words() -> None:
    raised = replace(RATE, value=Decimal(95), quote="学前教育毛入园率达到95%")
    comparison = compare(side(RATE), side(raised))
    assert summary(comparison).startswith("提高 1 项；未变 0 项 · 1 raised")
    assert "[提高 raised] 92% → 95%" in as_text(comparison).plain
    assert "~~2~~" in as_markdown(comparison) and "**5**" in as_markdown(comparison)
    assert json.loads(as_json(comparison))["counts"] == {"raised": 1}
    page = as_html(comparison)
    assert "<del>2</del>" in page and "<ins>5</ins>" in page and "http" not in page


def test_words_of_closed_lists_are_told_in_chinese_too() -> None:
    soft = replace(RATE, modality="aspirational")
    told = as_text(compare(side(soft), side(RATE))).plain
    assert "[收紧 hardened] 倡导性 aspirational → 刚性 firm" in told
    shared = replace(RATE, agencies=frozenset({("教育局", "support")}))
    led = replace(RATE, agencies=frozenset({("教育局", "responsible")}))
    assert "教育局（配合 support） → 教育局（负责 responsible）" in as_text(compare(side(shared), side(led))).plain


def test_words_that_look_like_markup_do_no_harm() -> None:
    evil = replace(RATE, quote="<script>alert(1)</script>达到92%", name="<b>率</b>")
    comparison = compare(side(RATE), side(evil))
    assert "<script>" not in as_html(comparison) and "<b>" not in as_html(comparison)
    assert "\\<script" in as_markdown(comparison)


def test_a_line_stands_under_each_of_its_agencies() -> None:
    comparison = compare(side(RATE), side(replace(RATE, value=Decimal(95))))
    assert [name for name, _ in grouped(comparison, "agency")] == ["县教育局", "县财政局"]
