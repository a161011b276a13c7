"""Linking wordings to indicators: the catalogue's own examples, and pairs judged by reading."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path

import pytest
import yaml

from extractors.lexicon import load
from extractors.vocabulary import Change
from pipeline.align.comparable import same_indicator
from pipeline.align.facts import DocumentFact, TargetFact
from pipeline.align.groups import key_of
from pipeline.align.indicators import Around, IndicatorEntry, catalogue, link
from pipeline.align.topics import Topics, topics_of
from pipeline.align.units import UnitFamilies, measure
from pipeline.align.wording import IndicatorWords, read_wording

PAIRS = yaml.safe_load((Path(__file__).parent / "gold" / "indicator_pairs.yaml").read_text(encoding="utf-8"))
PRECISION, RECALL = 0.98, 0.92
WRITTEN = re.compile(r"^(?P<wording>.+?)(?:\s*\[(?P<unit>.*)\])?(?:\s*(?P<change>[↑↓]))?$")
ARROWS = {"↑": Change.INCREASE, "↓": Change.DECREASE}
PAPER = DocumentFact("d", "", "330000")

UNIT_OF = {
    "share": "%", "person": "人", "things": "个", "household": "户", "person-times": "人次", "area": "平方米",
    "length": "米", "money": "元", "mass": "吨", "volume": "立方米", "power": "千瓦", "duration": "小时", "lessons": "学时",
    "years": "年", "days": "天", "age": "岁", "concentration": "微克/立方米", "density": "公里/平方公里", "coefficient": None,
}  # fmt: skip


def one(written: str, name: str) -> TargetFact:
    found = WRITTEN.match(written.strip())
    assert found, written
    unit = "%" if found["unit"] is None else found["unit"] or None
    change = ARROWS.get(found["change"] or "")
    return TargetFact(name, PAPER, found["wording"], Decimal(1), unit=unit, change=change)


def joined(pair: str) -> bool:
    first, second = (one(side, name) for side, name in zip(pair.split(" | "), "ab", strict=True))
    return key_of(first) == key_of(second) and same_indicator(first, second) is None


def test_the_judged_set_is_large_and_a_third_of_it_near_misses() -> None:
    same, different = PAIRS["same"], PAIRS["different"]
    assert len(same) + len(different) >= 300
    assert len(different) * 3 >= len(same) + len(different)
    assert len({*same, *different}) == len(same) + len(different)


def test_judged_pairs() -> None:
    found = [pair for pair in PAIRS["same"] if joined(pair)]
    wrong = [pair for pair in PAIRS["different"] if joined(pair)]
    precision, recall = len(found) / (len(found) + len(wrong)), len(found) / len(PAIRS["same"])
    told = "\n".join(["joined though different:", *wrong, "missed:", *sorted(set(PAIRS["same"]) - set(found))])
    assert precision >= PRECISION, told
    assert recall >= RECALL, told


def linked(wording: str, entry: IndicatorEntry) -> bool:
    change = Change.INCREASE if entry.kind == "growth" else None
    return link(wording, None, UNIT_OF[entry.unit], change).entry is entry


@pytest.mark.parametrize("entry", catalogue().values(), ids=lambda entry: entry.id)
def test_catalogue_examples(entry: IndicatorEntry) -> None:
    assert entry.examples
    assert all(linked(wording, entry) for wording in entry.examples)
    assert not any(linked(wording, entry) for wording in entry.counter_examples)


def test_the_catalogue_is_large_and_complete() -> None:
    entries = catalogue().values()
    assert len(entries) >= 150
    assert {entry.better for entry in entries} <= {"higher", "lower", "none"}
    assert {entry.kind for entry in entries} <= {"share", "per", "growth", "total", "standard", "index"}
    families = {entry.id for entry in load("unit_families", UnitFamilies).entries}
    assert {entry.unit for entry in entries} <= families
    assert all(entry.definition and entry.source for entry in entries)


UNSURE = [
    # wording, subject, context, indicator (None: the candidates are kept and none is chosen)
    ("毛入学率", "高中阶段教育", "", "senior-gross-enrolment"),
    ("毛入学率", None, "高等教育内涵发展规划", "tertiary-gross-enrolment"),
    ("毛入学率", None, "", None),
    ("持证上岗率", "中小学专业教师", "", "teacher-certified-share"),
]


@pytest.mark.parametrize(("wording", "subject", "context", "expected"), UNSURE)
def test_the_group_of_pupils_decides_or_nobody(
    wording: str, subject: str | None, context: str, expected: str | None
) -> None:
    found = link(wording, subject, "%", None, Around(context))
    assert (found.entry.id if found.entry else None) == expected
    assert found.candidates


def test_a_head_that_was_left_out_is_found_before_it() -> None:
    before = "推行建筑垃圾电子联单，实现"
    assert (
        link("数字化监管覆盖率", None, "%", None, Around("", before)).entry
        is catalogue()["construction-waste-monitoring"]
    )
    assert link("数字化监管覆盖率", None, "%", None, Around("", "推行电子联单，实现")).entry is None


def test_unit_and_change_decide_between_a_level_and_its_growth() -> None:
    assert link("地区生产总值", None, "元", None).entry is catalogue()["gdp-level"]
    assert link("地区生产总值", None, "%", Change.INCREASE).entry is catalogue()["gdp-growth"]
    assert link("改造老旧小区", None, "个", None).entry is catalogue()["old-estates-renewed"]
    assert link("改造老旧小区", None, "平方米", None).entry is catalogue()["old-estates-renewed-area"]


@pytest.mark.parametrize("entry", load("unit_families", UnitFamilies).entries, ids=lambda entry: entry.id)
def test_unit_examples(entry: object) -> None:
    def family(unit: str) -> str | None:
        known = measure(unit)
        return known.family if known else None

    assert all(family(unit) == entry.id for unit in entry.examples)  # type: ignore[attr-defined]
    assert not any(family(unit) == entry.id for unit in entry.counter_examples)  # type: ignore[attr-defined]


@pytest.mark.parametrize("entry", load("topics", Topics).entries, ids=lambda entry: entry.id)
def test_topic_examples(entry: object) -> None:
    assert all(entry.id in topics_of(text) for text in entry.examples)  # type: ignore[attr-defined]
    assert not any(entry.id in topics_of(text) for text in entry.counter_examples)  # type: ignore[attr-defined]


@pytest.mark.parametrize("entry", load("indicator_words", IndicatorWords).entries, ids=lambda entry: entry.id)
def test_word_examples(entry: object) -> None:
    words = entry.words  # type: ignore[attr-defined]
    assert all(any(word in text for word in words) for text in entry.examples)  # type: ignore[attr-defined]


WORDINGS = [
    ("全市力争普惠园覆盖率", "普惠性幼儿园覆盖率"),
    ("老旧小区改造面积（万平方米）", "老旧小区改造面积"),
    ("“美丽街区”数量", "美丽街区数量"),
    ("新建、改扩建每百名学生拥有计算机台数", "每百名学生拥有计算机台数"),
    ("R&D经费投入强度", "研发经费强度"),
]


@pytest.mark.parametrize(("written", "text"), WORDINGS)
def test_normal_form(written: str, text: str) -> None:
    assert read_wording(written).text == text
