"""A correction made once stays made: what people decide survives a new reading of a notice that changed."""

from __future__ import annotations

import random
import re
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from extractors.errors import DuibiaoError
from extractors.notice import Notice
from extractors.records import Header, Milestone, NoticeRecords, Target
from extractors.span import Span
from extractors.vocabulary import Comparator
from pipeline.flat import flat, flatten
from pipeline.review.anchor import anchor_of, locate
from pipeline.review.apply import Outcome, apply, fields_of
from pipeline.review.corrections import Anchor, Correction, Decision, RecordKind, Review, decide, load, load_all, save
from tests.conftest import Duibiao

TEXT = """一、主要目标
到2025年，全县学前教育毛入园率达到92%，公办幼儿园占比达到55%以上。
二、重点任务
1.新建公办幼儿园12所，改扩建6所。
2.每年培训幼儿园教师300人次。
"""


def target(quote: str, indicator: str, value: str, **fields: object) -> Target:
    start = TEXT.index(quote)
    return Target(Span(start, start + len(quote)), indicator, "test", Decimal(value), **fields)  # type: ignore[arg-type]


RATE = target("毛入园率达到92%", "毛入园率", "92", subject="学前教育", unit="%")
BUILD = target("新建公办幼儿园12所", "新建公办幼儿园", "12", unit="所")


def read(text: str = TEXT, *targets: Target, milestones: tuple[Milestone, ...] = ()) -> NoticeRecords:
    return NoticeRecords(Notice("plan.txt", "0", "text/plain", text), Header(), targets=targets, milestones=milestones)


def decision(kind: Decision, about: Target, text: str = TEXT, **fields: str | None) -> Correction:
    return Correction(
        decision=kind, reviewer="LW", anchor=anchor_of(text, about.quote), read=fields_of(about), fields=dict(fields)
    )


def run(records: NoticeRecords, *corrections: Correction) -> tuple[tuple[Target, ...], list[Outcome]]:
    changed = apply(records, Review(notice="plan.txt", corrections=corrections))
    return changed.targets, [Outcome(one.outcome) for one in changed.reviews]


def test_a_change_is_made_and_the_record_as_read_is_kept_beside_it() -> None:
    change = decision(Decision.CHANGE, RATE, value="95", deadline="2024-12-31", comparator=">=")
    changed = apply(read(TEXT, RATE, BUILD), Review(notice="plan.txt", corrections=(change,)))
    (told,) = changed.reviews
    after = changed.targets[0]
    assert (after.value, after.comparator, after.deadline and after.deadline.day) == (
        Decimal(95),
        Comparator.AT_LEAST,
        date(2024, 12, 31),
    )
    assert told.before is RATE and told.after is after and changed.targets[1] is BUILD
    assert told.fields == (("comparator", "=", ">="), ("deadline", None, "2024-12-31"), ("value", "92", "95"))


def test_a_rejected_record_goes() -> None:
    assert run(read(TEXT, RATE, BUILD), decision(Decision.REJECT, BUILD)) == ((RATE,), [Outcome.STILL_TRUE])


def test_an_accepted_record_stays_even_when_the_program_stops_reading_it() -> None:
    (kept,), outcomes = run(read(TEXT), decision(Decision.ACCEPT, RATE))
    assert (kept.indicator, kept.value, kept.quote, kept.rule) == ("毛入园率", Decimal(92), RATE.quote, "reviewed")
    assert outcomes == [Outcome.STILL_TRUE]


def test_a_better_rule_that_reads_what_was_corrected_makes_no_second_record() -> None:
    better = target("毛入园率达到92%", "毛入园率", "95", subject="学前教育", unit="%")
    targets, outcomes = run(read(TEXT, better), decision(Decision.CHANGE, RATE, value="95"))
    assert (len(targets), targets[0].value, outcomes) == (1, Decimal(95), [Outcome.STILL_TRUE])


def test_a_missed_record_is_added_once() -> None:
    missed = target("改扩建6所", "改扩建公办幼儿园", "6", unit="所")
    add = Correction(
        decision=Decision.ADD, reviewer="LW", anchor=anchor_of(TEXT, missed.quote), fields=fields_of(missed)
    )
    assert len(run(read(TEXT, RATE), add)[0]) == 2
    assert len(run(read(TEXT, RATE, missed), add)[0]) == 2


def test_a_milestone_can_be_corrected_too() -> None:
    quote = "每年培训幼儿园教师300人次"
    start = TEXT.index(quote)
    stone = Milestone(Span(start, start + len(quote)), "培训幼儿园教师", "test")
    change = Correction(
        decision=Decision.CHANGE,
        record=RecordKind.MILESTONE,
        reviewer="LW",
        anchor=anchor_of(TEXT, stone.quote),
        read=fields_of(stone),
        fields={"deadline": "2025-12-31"},
    )
    changed = apply(read(TEXT, milestones=(stone,)), Review(notice="plan.txt", corrections=(change,)))
    assert changed.milestones[0].deadline and changed.milestones[0].deadline.day == date(2025, 12, 31)


@pytest.mark.parametrize(
    "text",
    [
        TEXT.replace("92%", "90%"),
        TEXT.replace("毛入园率达到92%，", ""),
    ],
    ids=["the number changed", "the words are gone"],
)
def test_a_decision_whose_words_are_gone_is_reported_and_changes_nothing(text: str) -> None:
    targets, outcomes = run(read(text), decision(Decision.ACCEPT, RATE))
    assert (targets, outcomes) == ((), [Outcome.LOST])


def test_a_decision_is_never_applied_to_one_of_several_places_by_chance() -> None:
    assert locate(flatten("甲县新建3所。" * 2), Anchor("新建3所", "甲县", "。")) is None


def test_of_several_places_the_surroundings_choose() -> None:
    text = "甲县：新建3所。\n乙县：新建3所。\n丙县：新建3所。\n"
    place = locate(flatten(text), Anchor("新建3所", "。\n乙县：", "。\n丙县"))
    assert place and place.span.start == text.index("乙县") + 3 and place.same


def test_a_link_changes_no_record_and_is_kept_for_the_comparison() -> None:
    link = decision(Decision.LINK, RATE, indicator_id="preschool-gross-enrolment")
    changed = apply(read(TEXT, RATE), Review(notice="plan.txt", corrections=(link,)))
    assert changed.targets == (RATE,)
    assert changed.reviews[0].fields == (("indicator_id", None, "preschool-gross-enrolment"),)
    assert apply(read(TEXT), Review(notice="plan.txt", corrections=(link,))).reviews[0].outcome == Outcome.LOST


def test_fields_that_make_no_record_are_reported() -> None:
    bad = decision(Decision.CHANGE, RATE, comparator="about")
    targets, outcomes = run(read(TEXT, RATE), bad)
    assert (targets, outcomes) == ((RATE,), [Outcome.LOST])


def test_a_review_file_comes_back_as_it_was_and_with_the_same_bytes(tmp_path: Path) -> None:
    review = Review(notice="县/plan.txt", corrections=(decision(Decision.CHANGE, RATE, value="95"),))
    path = save(tmp_path, review)
    first = path.read_bytes()
    assert load(path) == review and save(tmp_path, load(path)).read_bytes() == first
    assert load_all(tmp_path) == {"县/plan.txt": review}


@pytest.mark.parametrize(
    "text",
    [
        "notice: a\ncorrections:\n- {decision: perhaps, reviewer: L, anchor: {quote: x}}",
        "notice: a\ncorrections:\n- {decision: accept, reviewer: L, anchor: {quote: x}, resaon: typo}",
        "notice: a\ncorrections:\n- {decision: change, reviewer: L, anchor: {quote: x}}",
        "notice: a\ncorrections:\n- {decision: accept, reviewer: ' ', anchor: {quote: x}}",
    ],
    ids=["unknown decision", "unknown key", "change of nothing", "nobody"],
)
def test_a_file_that_is_no_review_is_refused_by_name(tmp_path: Path, text: str) -> None:
    path = tmp_path / "a.yaml"
    path.write_text(text, "utf8")
    with pytest.raises(DuibiaoError, match=r"a\.yaml"):
        load(path)


def test_a_second_thought_of_the_same_reviewer_replaces_the_first() -> None:
    review = decide(Review(notice="plan.txt"), [decision(Decision.ACCEPT, RATE)])
    review = decide(review, [decision(Decision.REJECT, RATE)])
    assert [c.decision for c in review.corrections] == [Decision.REJECT]


def test_a_file_from_the_page_is_added_to_what_lies_there(tmp_path: Path, duibiao: Duibiao) -> None:
    folder = tmp_path / "reviews"
    first, second = Anchor("到2025年"), Anchor("达到92%")
    old = (Correction(decision=Decision.ACCEPT, reviewer="LW", anchor=first),)
    new = (
        Correction(decision=Decision.REJECT, reviewer="LW", anchor=first),
        Correction(decision=Decision.ACCEPT, reviewer="ZY", anchor=second),
    )
    save(folder, Review(notice="市/甲.txt", corrections=old))
    made = save(tmp_path / "downloads", Review(notice="市/甲.txt", corrections=new))
    for _ in range(2):
        done = duibiao("merge", made, "--reviews", folder)
        assert done.returncode == 0
        assert load_all(folder)["市/甲.txt"].corrections == new


def test_two_hundred_decisions_survive_a_notice_that_was_rewrapped_renumbered_and_added_to() -> None:
    chance = random.Random(7)  # noqa: S311 - a fixed seed makes the same notice each time
    things = ["幼儿园", "小学", "初中", "教学点", "运动场", "实验室", "图书室", "食堂", "宿舍", "心理辅导室"]
    lines = []
    for i in range(200):
        thing, verb = chance.choice(things), chance.choice(["新建", "改建", "扩建", "维修"])
        lines.append(
            f"{i + 1}.第{i % 17 + 1}片区{verb}{thing}{chance.randint(1, 90)}所，由第{i % 17 + 1}片区负责落实，"
        )
        lines[-1] += f"并于每年{chance.randint(1, 12)}月检查{chance.choice(things)}的使用情况。"
    text = "\n".join(lines) + "\n"
    quotes = list(re.finditer(r"[新改扩维][建修]\D{2,5}(\d+)所", text))
    targets = tuple(
        Target(Span(*m.span()), m.group()[: -len(m.group(1)) - 1], "test", Decimal(m.group(1)), unit="所")
        for m in quotes
    )
    corrections = tuple(decision(Decision.ACCEPT, t, text) for t in targets)
    assert len(corrections) == 200
    new = []
    for i, line in enumerate(lines):
        if i % 9 == 4:
            new.append("各片区要把经费落实到位，并按月报告进展。")
        new.append(line.replace(f"{i + 1}.", f"（{i + 3}）", 1))
    joined = "".join(new)
    wrapped = "\n".join(joined[i : i + 31] for i in range(0, len(joined), 31))
    changed = apply(read(wrapped), Review(notice="plan.txt", corrections=corrections))
    found = [t for t in changed.reviews if t.outcome != Outcome.LOST]
    assert len(changed.reviews) == 200 and len(found) >= 198
    assert all(flat(t.span.cut(wrapped)) == flat(t.quote) for t in found if t.span is not None)
    assert len(changed.targets) == len(found)
