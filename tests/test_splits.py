"""Prose that divides a total among places: each part is a target of its place."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from extractors.notice import Notice
from extractors.records import Target
from pipeline.extract import read_notice

GOLD = yaml.safe_load((Path(__file__).parent / "gold" / "splits.yaml").read_text(encoding="utf-8"))


def targets_of(text: str) -> tuple[Target, ...]:
    return read_notice(Notice("split.txt", "0" * 64, "text/plain", text)).targets


def written(target: Target) -> str:
    words = [target.indicator, target.comparator.value, str(target.value), target.unit or ""]
    words += [target.deadline.day.isoformat()] if target.deadline else []
    return (f"{target.subject}：" if target.subject else "") + " ".join(words)


READ = [case for case in GOLD["cases"] if "targets" in case]
LEFT = [case for case in GOLD["cases"] if case.get("split") is False]


@pytest.mark.parametrize("case", LEFT, ids=lambda case: case["text"])
def test_what_divides_nothing(case: dict[str, Any]) -> None:
    assert not [target for target in targets_of(case["text"]) if target.rule.startswith("target.split")]


@pytest.mark.parametrize("case", READ, ids=lambda case: case["text"])
def test_splits(case: dict[str, Any]) -> None:
    assert [written(target) for target in targets_of(case["text"])] == case["targets"]


@pytest.mark.parametrize("case", [c for c in READ if c["targets"]], ids=lambda case: case["text"])
def test_every_field_points_at_its_words(case: dict[str, Any]) -> None:
    text = case["text"]
    for target in targets_of(text):
        words = {e.field: e.span.cut(text) for e in target.evidence}
        assert words["value"] in target.quote.cut(text)
        assert target.rule != "target.split" or words["subject"] in {target.subject, "合计"}


@settings(deadline=None)
@given(
    st.lists(
        st.sampled_from(["杭州市", "临川市", "合计", "其中", "任务：", "10万亩", "5个", "、", "，", "。", "造林"]),
        max_size=14,
    )
)
def test_no_list_of_places_breaks_the_reader(pieces: list[str]) -> None:
    text = "".join(pieces) or "无"
    for target in targets_of(text):
        assert target.quote.cut(text)
        assert target.subject is None or target.subject in text
