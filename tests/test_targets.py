"""Targets: what is read from a sentence, and the many numbers that commit nobody.

Each line of the gold files is `subject：indicator comparator value unit`, then, after strokes, what else the words say:
increase or decrease, by (the deadline), every (the recurrence), aim (aspirational), in words (no numeral). The subject is left
out where the words name none. A case with `xfail` says why it is not read yet, and speaks up when it is.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from extractors.notice import Notice
from extractors.records import NoticeRecords
from extractors.vocabulary import Comparator
from pipeline.extract import read_notice
from pipeline.review.gold import line

GOLD = Path(__file__).parent / "gold"
FILES = ("targets_education", "targets_reports", "targets_industry", "targets_none")


@cache
def read(text: str) -> NoticeRecords:
    return read_notice(Notice("case.txt", "0" * 64, "text/plain", text))


def cases(*, expected: bool) -> list[Any]:
    """Return all cases; where their `expected` outcome is asked for, those not read yet are marked."""
    found = []
    for name in FILES:
        for case in yaml.safe_load((GOLD / f"{name}.yaml").read_text("utf-8"))["cases"]:
            unread = expected and "xfail" in case
            marks = [pytest.mark.xfail(reason=case["xfail"], strict=True)] if unread else []
            found.append(pytest.param(case, id=f"{name[8:]}: {case['text'][:30]}", marks=marks))
    return found


@pytest.mark.parametrize("case", cases(expected=True))
def test_found(case: dict[str, Any]) -> None:
    records = read(case["text"])
    assert [line(target) for target in records.targets] == case["found"]


def test_there_are_enough_cases() -> None:
    assert len(cases(expected=True)) >= 250


@pytest.mark.parametrize("case", cases(expected=False))
def test_every_field_points_at_its_words(case: dict[str, Any]) -> None:
    text = case["text"]
    for target in read(text).targets:
        assert target.quote.cut(text).strip() == target.quote.cut(text) != ""
        assert target.rule.startswith("target.")
        fields = {proof.field: proof.span for proof in target.evidence}
        assert {"value", "indicator"} <= set(fields)
        assert all(span.cut(text) for span in fields.values())
        assert fields["indicator"].cut(text)[:2] in text


# ---------------------------------------------------------------- laws

BEFORE = {
    "不低于": ">=", "不少于": ">=", "至少": ">=", "不超过": "<=", "不高于": "<=",
    "高于": ">", "超过": ">", "低于": "<", "小于": "<", "达到": "=",
}  # fmt: skip
AFTER = {"以上": ">=", "以内": "<=", "以下": "<=", "左右": "~", "": "="}


@given(st.sampled_from(sorted(BEFORE)), st.integers(1, 100))
@settings(max_examples=60, deadline=None)
def test_a_comparator_before_the_value_is_never_reversed(word: str, value: int) -> None:
    (target,) = read(f"社区卫生服务覆盖率{word}{value}%。").targets
    assert (target.comparator, target.value) == (Comparator(BEFORE[word]), value)


@given(st.sampled_from(sorted(AFTER)), st.integers(1, 100))
@settings(max_examples=40, deadline=None)
def test_a_comparator_after_the_value_is_never_reversed(word: str, value: int) -> None:
    (target,) = read(f"社区卫生服务覆盖率达到{value}%{word}。").targets
    assert (target.comparator, target.value) == (Comparator(AFTER[word]), value)


@given(st.sampled_from(["增长", "提高", "下降", "降低", "减少"]), st.sampled_from(["", "到"]))
@settings(max_examples=10, deadline=None)
def test_a_change_is_no_level(verb: str, to: str) -> None:
    (target,) = read(f"工业用水重复利用率{verb}{to}8%。").targets
    if to:
        assert target.change is None
    else:
        assert target.change == ("increase" if verb in {"增长", "提高"} else "decrease")


WORDS = st.sampled_from(
    [
        *"，。；：、（）“”《》\n\t0123456789.%一二三百千万亿个所名元年月日第每各均到至达全部不低于以上分别学校率建设增长",
        "2025年",
        "50%",
        "全覆盖",
        "按",
        "对",
        "的",
    ]
)


@given(st.lists(WORDS, max_size=60).map("".join))
@settings(max_examples=300, deadline=None)
def test_no_text_breaks_the_reader_or_loosens_a_quote(text: str) -> None:
    records = read_notice(Notice("case.txt", "0" * 64, "text/plain", text))
    for target in records.targets:
        assert target.quote.cut(text)
        assert target.indicator
        for proof in target.evidence:
            assert 0 <= proof.span.start < proof.span.end <= len(text)
