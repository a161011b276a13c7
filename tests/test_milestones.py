"""Milestones: dated actions and phases, and dates that ask for nothing."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
import yaml

from extractors.lexicon import load
from extractors.milestone_words import MilestoneLexicon, MilestoneWords
from extractors.milestones import find_milestones
from extractors.reading import Reading
from extractors.records import Header, Milestone, Target
from pipeline.read import read
from tests.test_deadlines import reading, table

CASES = yaml.safe_load((Path(__file__).parent / "gold" / "milestones.yaml").read_text("utf-8"))["cases"]
ISSUED = date(2023, 9, 5)


def state_of(text: str) -> Reading:
    """Read a text as far as milestones need it; its quantities are not turned into targets here."""
    return reading(text, Header(issued_on=ISSUED))


def line(milestone: Milestone) -> str:
    """Write a milestone as the table does."""
    last = milestone.deadline.day if milestone.deadline else ""
    who = f" / {milestone.subject}" if milestone.subject else ""
    return f"{milestone.start_date or ''}..{last} {milestone.action}{who}"


@pytest.mark.parametrize("case", CASES, ids=lambda c: c["text"][:40])
def test_found(case: dict[str, object]) -> None:
    text = str(case["text"])
    found = find_milestones(state_of(text), text)
    assert [line(m) for m in found] == case["found"]
    for milestone in found:
        assert milestone.action in milestone.quote.cut(text)
        for proof in milestone.evidence:
            assert proof.span.end <= len(text)


def test_a_table_of_tasks_gives_its_time_limits() -> None:
    rows = [
        ["序号", "工作任务", "责任单位", "完成时限"],
        ["1", "建立矛盾调解中心，完善制度", "县司法局", "2023年12月底前"],
        ["2", "开展排查", "县应急局", "长期坚持"],
    ]
    text, cells = table(rows)
    state = reading(text, Header(issued_on=ISSUED), (cells,))
    assert [line(m) for m in find_milestones(state, text)] == ["..2023-12-31 建立矛盾调解中心"]


def test_what_a_target_says_is_not_said_again() -> None:
    text = "到2027年，基本消除薄弱学校，全面完成标准化建设。"
    state = state_of(text)
    quote = next(m.quote for m in find_milestones(state, text))
    state.targets = (Target(quote, "薄弱学校", "target.word", value=None),)
    assert [m.action for m in find_milestones(state, text)] == ["全面完成标准化建设"]


@pytest.mark.parametrize("entry", load("milestone_words", MilestoneLexicon).entries, ids=lambda e: e.id)
def test_words(entry: MilestoneWords) -> None:
    says_action = entry.role not in {"naming", "telling"}
    for examples, wanted in ((entry.examples, says_action), (entry.counter_examples, not says_action)):
        for example in examples:
            assert bool(find_milestones(state_of(example), example)) == wanted, example


def test_a_sentence_read_to_plain_values() -> None:
    found = read("2026年6月底前完成排查，到2027年达标率达到95%以上。", ISSUED)
    records, mentions = found["records"], found["mentions"]
    assert [m["action"] for m in records["milestones"]] == ["完成排查"]  # type: ignore[index]
    assert [t["value"] for t in records["targets"]] == [95]  # type: ignore[index]
    assert [(m["kind"], m["text"]) for m in mentions] == [  # type: ignore[union-attr, call-overload]
        ("date", "2026年6月底前"),
        ("date", "2027年"),
        ("percent", "95%"),
    ]
