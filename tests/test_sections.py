"""The section tree: gold texts with their trees, what opens no section, and the laws of a tree."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from extractors.headings import StockTitle, StockTitles, stock_titles
from extractors.lexicon import load
from extractors.records import Section
from extractors.sections import apart_from_headings, find_sections
from extractors.span import Span
from pipeline.segment import sentences

GOLD = yaml.safe_load((Path(__file__).parent / "gold" / "sections.yaml").read_text(encoding="utf-8"))


def drawn(text: str, found: tuple[Section, ...]) -> str:
    """The tree as the gold writes it."""
    words = (re.sub(r"\s*\n\s*", "／", section.heading.cut(text)) for section in found)
    return "".join("  " * (s.depth - 1) + heading + "\n" for s, heading in zip(found, words, strict=True))


@pytest.mark.parametrize("case", GOLD["cases"], ids=lambda case: case["what"])
def test_tree(case: dict[str, Any]) -> None:
    text, found = case["text"], find_sections(case["text"])
    assert drawn(text, found) == case["tree"].rstrip("\n") + "\n"
    for heading, end in case.get("ends", {}).items():
        (section,) = [s for s in found if s.heading.cut(text) == heading]
        assert section.span.cut(text).endswith(end)


@pytest.mark.parametrize("text", GOLD["nothing"])
def test_numbers_that_open_no_heading(text: str) -> None:
    assert find_sections(text) == ()


def test_what_stands_in_a_table_opens_no_section() -> None:
    text = "一、指标\n1.入园率\t95\n2.巩固率\t98\n二、任务"
    table = Span(text.index("1."), text.index("二、") - 1)
    assert drawn(text, find_sections(text, [table])) == "一、指标\n二、任务\n"


def test_the_preamble_belongs_to_no_section() -> None:
    text = "关于供水的通知\n各县：\n一、目标\n完成改造。"
    (section,) = find_sections(text)
    assert section.span.start == text.index("一、")


def test_sentences_do_not_run_from_a_heading_into_the_next() -> None:
    text = "一、目标达标。二、主要任务1.实施强师行动。加强培训。2.实施提质行动。"
    cut = apart_from_headings(text, sentences(text), find_sections(text))
    assert [span.cut(text) for span in cut] == [
        "一、目标达标。",
        "二、主要任务",
        "1.实施强师行动。",
        "加强培训。",
        "2.实施提质行动。",
    ]


@pytest.mark.parametrize("entry", load("headings", StockTitles).entries, ids=lambda entry: entry.id)
def test_stock_titles_match_their_examples(entry: StockTitle) -> None:
    for example in entry.examples:
        assert stock_titles().match(example, example.index("、") + 1)


@given(st.text("一二三、（）()12.①②是第章节条附件#\n 。；：加强工作.…", max_size=120))
def test_laws_of_the_tree(text: str) -> None:
    found = find_sections(text)
    for place, section in enumerate(found):
        assert section.position == place
        assert section.span.contains(section.heading)
        assert section.heading.cut(text) == section.heading.cut(text).strip()
        assert section.heading.cut(text).startswith(section.number)
        if place:
            assert found[place - 1].span.start <= section.span.start
        if section.parent is None:
            assert section.depth == 1
        else:
            parent = found[section.parent]
            assert parent.position < place
            assert parent.span.contains(section.span)
            assert section.depth == parent.depth + 1
    for a, b in pairwise(found):
        assert a.span.contains(b.span) or a.span.end <= b.span.start


@given(st.text("一二三、（）12.①是。；\n 加强", max_size=80))
def test_cutting_sentences_at_headings_loses_nothing(text: str) -> None:
    cut = apart_from_headings(text, sentences(text), find_sections(text))
    assert "".join("".join(s.cut(text).split()) for s in cut) == "".join(text.split())
