"""Lost characters: what the rules repair, what they must leave, and the laws of the way back to the clean text."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from extractors.damage import find_repairs, repair
from extractors.holes import RULES
from extractors.holes.lexicon import DamageRules
from extractors.lexicon import load
from extractors.reading_text import ReadingText, Repair, apply
from extractors.span import Span
from extractors.vocabulary import Severity

GOLD = yaml.safe_load((Path(__file__).parent / "gold" / "damage.yaml").read_text(encoding="utf-8"))
LEXICON = load("damage", DamageRules).entries
ARROW = " ⇒ "


@pytest.mark.parametrize("case", GOLD["repairs"], ids=lambda case: case["printed"][:30])
def test_repairs_what_the_text_shows_to_be_lost(case: dict[str, str]) -> None:
    text, findings = repair(case["printed"])
    assert text.text == case["meant"]
    assert case["rule"] in {finding.detail["rule"] for finding in findings}


@pytest.mark.parametrize("text", GOLD["intact"])
def test_leaves_what_is_whole(text: str) -> None:
    assert repair(text)[0].text == text


@pytest.mark.parametrize("text", GOLD["unknown"])
def test_reports_what_cannot_be_told(text: str) -> None:
    read, findings = repair(text)
    assert read.text == text
    assert [finding.detail["meant"] for finding in findings] == [None]


@pytest.mark.parametrize(("rule", "example"), [(e.id, x) for e in LEXICON for x in e.examples])
def test_lexicon_examples_are_repaired_by_their_rule(rule: str, example: str) -> None:
    printed, meant = example.split(ARROW)
    read, _ = repair(printed)
    assert read.text == meant
    assert rule in {repair.rule for repair in read.repairs}


@pytest.mark.parametrize(("rule", "example"), [(e.id, x) for e in LEXICON for x in e.counter_examples])
def test_lexicon_counter_examples_stay(rule: str, example: str) -> None:
    assert rule not in {repair.rule for repair in repair(example)[0].repairs}


def test_every_rule_is_in_the_lexicon_and_every_entry_has_a_rule() -> None:
    texts = [x.split(ARROW)[0] for e in LEXICON for x in e.examples] + GOLD["unknown"]
    seen = {found.rule for text in texts for rule in RULES for found in rule(text)}
    assert seen == {entry.id for entry in LEXICON}


def test_a_finding_says_what_was_printed_meant_and_by_which_rule() -> None:
    text = "培养班主任50名、100优秀教师。"
    (finding,) = repair(text)[1]
    assert finding.kind == "damage"
    assert finding.severity is Severity.WARNING
    assert finding.span is not None
    assert finding.span.cut(text) == "100"
    assert finding.detail == {
        "printed": "100",
        "meant": "100名",
        "rule": "count.measure-before-person",
        "alternatives": [],
    }


def test_a_repair_gives_other_plausible_readings() -> None:
    (finding,) = repair("每个乡镇聘请一经验丰富、群众信任的农民担任技术指导。")[1]
    assert finding.detail["meant"] == "一名"
    assert finding.detail["alternatives"] == ["一位", "一批"]


# ---------------------------------------------------------------- laws of the reading text


@st.composite
def repaired(draw: st.DrawFn) -> ReadingText:
    clean = draw(st.text("甲乙丙1２\n", max_size=40))
    cuts = sorted(draw(st.sets(st.integers(0, len(clean)), max_size=8)))
    pairs = list(zip(cuts[::2], cuts[1::2], strict=False))
    meanings = [draw(st.text("子丑寅", min_size=1, max_size=4)) for _ in pairs]
    return apply(clean, tuple(Repair(Span(a, b), m, "law") for (a, b), m in zip(pairs, meanings, strict=True)))


@st.composite
def repaired_with_span(draw: st.DrawFn) -> tuple[ReadingText, Span]:
    text = draw(repaired())
    start = draw(st.integers(0, len(text.text)))
    return text, Span(start, draw(st.integers(start, len(text.text))))


@given(repaired_with_span())
def test_a_span_outside_repairs_covers_the_same_words_in_both_texts(case: tuple[ReadingText, Span]) -> None:
    text, span = case
    if span.start < span.end and not text.touches_repair(span):
        back = text.to_clean(span)
        inside = [r for r in text.repairs if back.start < r.printed.end and r.printed.start < back.end]
        if not inside:
            assert back.cut(text.clean) == span.cut(text.text)


@given(repaired_with_span())
def test_a_span_that_touches_a_repair_covers_all_that_was_printed_there(case: tuple[ReadingText, Span]) -> None:
    text, span = case
    back = text.to_clean(span)
    for start, found in zip(text.starts, text.repairs, strict=True):
        if start < span.end and span.start < start + len(found.meant):
            assert back.contains(found.printed)


@given(repaired_with_span())
def test_there_and_back_never_loses_a_character(case: tuple[ReadingText, Span]) -> None:
    text, span = case
    assert text.to_reading(text.to_clean(span)).contains(span) or span.start == span.end


@given(repaired())
def test_the_whole_maps_to_the_whole(text: ReadingText) -> None:
    whole = Span(0, len(text.text))
    assert text.to_clean(whole) == Span(0, len(text.clean))


@given(st.text("年月日20139510、名教师培养分别达到%12-项《》〔〕号\n一二是", max_size=60))
def test_repairs_are_in_order_apart_and_true_to_the_text(clean: str) -> None:
    found = find_repairs(clean)
    for before, after in pairwise(found):
        assert before.printed.end <= after.printed.start
    assert all(r.printed.start < r.printed.end <= len(clean) for r in found)
    assert repair(clean)[0].clean == clean


@given(st.text("年月日20139510、名教师培养分别达到%12-项号\n一二是", max_size=60))
def test_no_character_is_taken_away_but_by_a_repair(clean: str) -> None:
    read = repair(clean)[0]
    length = len(clean) + sum(len(r.meant) - (r.printed.end - r.printed.start) for r in read.repairs)
    assert len(read.text) == length
