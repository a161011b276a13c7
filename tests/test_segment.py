"""Words and sentences: the numbered promises of `pipeline.segment`, one test each."""

from __future__ import annotations

import re
from pathlib import Path

import jieba
import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline import segment
from pipeline.segment import JiebaTokenizer, sentences

NOTICE = st.text("一、（）1.加强学校 建设\n\t\u3000。；！？”%a２℃😀", max_size=80)


@pytest.fixture(scope="module")
def tokenizer() -> JiebaTokenizer:
    return JiebaTokenizer(spacy.blank("zh").vocab)


@settings(deadline=None)
@given(text=NOTICE)
def test_1_the_words_are_the_text(tokenizer: JiebaTokenizer, text: str) -> None:
    doc = tokenizer(text)
    assert doc.text == text
    assert all(text[token.idx : token.idx + len(token)] == token.text for token in doc)


@given(NOTICE)
def test_2_sentences_are_in_order_apart_and_trimmed(text: str) -> None:
    at = 0
    for span in sentences(text):
        assert at <= span.start < span.end
        assert span.cut(text) == span.cut(text).strip()
        at = span.end


@given(NOTICE)
def test_3_every_character_lies_in_a_sentence(text: str) -> None:
    inside = {place for span in sentences(text) for place in range(span.start, span.end)}
    assert all(char.isspace() for place, char in enumerate(text) if place not in inside)


def test_4_words_added_to_the_global_jieba_do_not_reach_us(tokenizer: JiebaTokenizer) -> None:
    before = [token.text for token in tokenizer("毛入园率稳步提高")]
    jieba.add_word("稳步提高", freq=10_000_000)
    try:
        assert [token.text for token in tokenizer("毛入园率稳步提高")] == before
    finally:
        jieba.del_word("稳步提高")


def test_words_come_out_the_same_where_no_cache_can_be_kept(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    open_to_all = tmp_path / "cache"
    open_to_all.mkdir(mode=0o777)
    open_to_all.chmod(0o777)
    expected = segment.words().lcut("推进城乡义务教育一体化")
    monkeypatch.setattr(segment, "_cache_folder", lambda: None)
    segment.words.cache_clear()
    try:
        assert segment.words().lcut("推进城乡义务教育一体化") == expected
    finally:
        segment.words.cache_clear()


def test_a_cache_folder_that_others_can_write_is_not_used(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(segment.tempfile, "gettempdir", lambda: str(tmp_path))
    folder = segment._cache_folder()
    assert folder is not None
    folder.chmod(0o777)
    assert segment._cache_folder() is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("巩固率达到95%。入园率达到90%；覆盖率达到100%", ["巩固率达到95%。", "入园率达到90%；", "覆盖率达到100%"]),
        ("会议指出：“要抓紧。”各地执行。", ["会议指出：“要抓紧。”", "各地执行。"]),
        ("（一）优先发展。\n\n　　（二）统筹规划。", ["（一）优先发展。", "（二）统筹规划。"]),
        ("平均增长3.5%，其中工业5.1%", ["平均增长3.5%，其中工业5.1%"]),
        ("见www.example.cn/detail?id=3", ["见www.example.cn/detail?id=3"]),
        ("指标\t单位\t2025年\n入园率\t%\t95", ["指标\t单位\t2025年", "入园率\t%\t95"]),
        ("怎么办?抓落实!", ["怎么办?", "抓落实!"]),
        ("", []),
        (" \n\u3000", []),
    ],
)
def test_sentences_end_at_stops_and_lines(text: str, expected: list[str]) -> None:
    assert [re.sub(r"^\s+", "", span.cut(text)) for span in sentences(text)] == expected
