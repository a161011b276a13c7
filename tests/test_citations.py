"""Sentences and what they cite, from `gold/citations.yaml`; and what a notice's own header changes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from extractors.citations import find_citations
from extractors.damage import repair
from extractors.doc_numbers import find_doc_numbers, whole_doc_number
from extractors.records import Evidence, Header
from extractors.span import Span
from extractors.vocabulary import Relation

GOLD: list[dict[str, Any]] = yaml.safe_load((Path(__file__).parent / "gold" / "citations.yaml").read_text("utf-8"))


@pytest.mark.parametrize("case", GOLD, ids=lambda case: case["text"][:24])
def test_a_sentence_cites(case: dict[str, Any]) -> None:
    found = find_citations(repair(case["text"])[0].text)
    wanted = [(c["title"], c.get("number"), c["relation"]) for c in case["cites"]]
    assert [(c.title, c.doc_number, c.relation.value) for c in found] == wanted


def header(text: str, title: str, number: str | None = None) -> Header:
    at = text.index(title)
    return Header(title=title, doc_number=number, evidence=(Evidence("title", Span(at, at + len(title))),))


def test_the_title_says_what_is_issued() -> None:
    text = "江北市人民政府关于印发《江北市渔港规划》的通知\n各区人民政府：\n《江北市渔港规划》是渔港建设的依据。"
    (found,) = find_citations(text, header(text, text.partition("\n")[0]))
    assert (found.title, found.relation) == ("江北市渔港规划", Relation.ISSUES)


def test_a_title_without_marks_says_so_too() -> None:
    text = "江北市渔业局关于转发渔港建设三年行动计划（2018—2020年）的通知\n各科室：\n请认真执行。"
    (found,) = find_citations(text, header(text, text.partition("\n")[0]))
    assert (found.title, found.relation) == ("渔港建设三年行动计划（2018—2020年）", Relation.ISSUES)


def test_a_decision_about_a_law_does_not_issue_it() -> None:
    text = "国务院关于在江北市暂时调整实施《渔业法实施细则》有关规定的决定\n各省人民政府："
    (found,) = find_citations(text, header(text, text.partition("\n")[0]))
    assert found.relation is Relation.MENTIONS


def test_the_notices_own_number_is_no_citation() -> None:
    text = "江北市渔港规划\n江政发〔2023〕5号文件\n一、总体要求"
    assert find_citations(text, header(text, "江北市渔港规划", "江政发〔2023〕5号")) == ()


@pytest.mark.parametrize(
    ("printed", "normal"),
    [
        ("江政发〔2023〕74号", "江政发〔2023〕74号"),
        ("江政发[2023]74号", "江政发〔2023〕74号"),
        ("江政发［2023］74号", "江政发〔2023〕74号"),
        ("江政发(2023)74号", "江政发〔2023〕74号"),
        ("江政发（2023）74号", "江政发〔2023〕74号"),
        ("江政发〔2023〕 74 号", "江政发〔2023〕74号"),
        ("江政发〔2023〕０7４号", "江政发〔2023〕074号"),
        ("江政发 〔2023〕第74号", "江政发〔2023〕74号"),
        ("（江政发〔2023〕74号）", "江政发〔2023〕74号"),
        ("发改办财金规〔2019〕860号", "发改办财金规〔2019〕860号"),
        ("江北市人民政府令第132号", "江北市人民政府令第132号"),
        ("江北市人民政府第132号令", "江北市人民政府第132号令"),
        ("财政部公告2023年第12号", "财政部公告2023年第12号"),
    ],
)
def test_a_number_has_one_normal_form(printed: str, normal: str) -> None:
    assert whole_doc_number(printed) == normal


@pytest.mark.parametrize(
    "text", ["渔港路7号", "第7号泊位", "〔2023〕", "江政发", "2023年第5期", "见江政发〔2023〕5号文件", "电话号码12号"]
)
def test_not_a_number_alone(text: str) -> None:
    assert whole_doc_number(text) is None


def test_words_before_a_number_are_not_part_of_it() -> None:
    (number,) = find_doc_numbers("各地要根据江政发〔2023〕5号抓好落实")
    assert number.normal == "江政发〔2023〕5号"


@given(st.text(alphabet="《》〈〉“”（）()〔〕[]根据落实通知办法方案号令第20235年，。、\n和及", max_size=120))
def test_every_quote_stands_in_the_text_and_none_is_empty(text: str) -> None:
    for found in find_citations(text):
        assert found.quote.cut(text)
        assert found.title or found.doc_number
