"""Who does what: brackets, labelled lines and prose from `gold/responsibilities.yaml`, and what a bracket is for."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from extractors.aliases import find_aliases
from extractors.assign import Items
from extractors.notice import Notice
from extractors.reading import Reading
from extractors.records import AgencyDuty, Responsibility
from extractors.responsibilities import find_responsibilities
from extractors.sections import find_sections
from extractors.span import Span
from extractors.vocabulary import Role
from pipeline.segment import sentences

GOLD: dict[str, list[Any]] = yaml.safe_load(
    (Path(__file__).parent / "gold" / "responsibilities.yaml").read_text("utf-8")
)
NOTICE = Notice("x.txt", "0", "text/plain")


def read(text: str) -> tuple[Responsibility, ...]:
    state = Reading(NOTICE, sentences=sentences(text), sections=find_sections(text), aliases=find_aliases(text))
    return find_responsibilities(text, state)


def duties(found: tuple[Responsibility, ...]) -> list[list[str]]:
    return [[d.role.value, d.name] for r in found for d in r.duties]


@pytest.mark.parametrize("case", GOLD["brackets"], ids=lambda case: case["text"][5:33])
def test_a_bracket_says(case: dict[str, Any]) -> None:
    found = read(case["text"])
    assert duties(found) == case["duties"]
    assert {r.rule.partition(".")[0] for r in found} == {"bracket"}


@pytest.mark.parametrize("case", GOLD["lines"], ids=lambda case: case["text"][5:33])
def test_a_labelled_line_says(case: dict[str, Any]) -> None:
    found = read(case["text"])
    assert duties(found) == case["duties"]
    assert {r.rule for r in found} == {"line.label"}


@pytest.mark.parametrize("case", GOLD["prose"], ids=lambda case: case["text"][:28])
def test_prose_says(case: dict[str, Any]) -> None:
    found = read(case["text"])
    assert duties(found) == case["duties"]
    assert {r.rule.partition(".")[0] for r in found} == {"prose"}


@pytest.mark.parametrize("text", GOLD["nothing"])
def test_says_nothing_of_who(text: str) -> None:
    assert read(text) == ()


def test_the_name_stands_where_its_span_says() -> None:
    text = "建设渔港。（责任单位：区教育局区财政局、发改区住建局等）"
    (found,) = read(text)
    assert [d.span.cut(text) for d in found.duties] == [d.name for d in found.duties]
    assert found.quote.cut(text) == "（责任单位：区教育局区财政局、发改区住建局等）"


def test_prose_inside_a_bracket_is_not_read_twice() -> None:
    assert len(read("建设学校。（由市教育局牵头，市财政局配合）")) == 1


def test_a_declared_short_form_keeps_its_long_form_beside_it() -> None:
    text = "成立江北市渔港建设领导小组（以下简称领导小组）。建设渔港。（责任单位：领导小组）"
    (found,) = read(text)
    assert [(d.name, d.full) for d in found.duties] == [("领导小组", "江北市渔港建设领导小组")]


@pytest.mark.parametrize(
    ("text", "declared"),
    [
        ("自由贸易试验区（以下简称自贸试验区）", {"自贸试验区": "自由贸易试验区"}),
        ("根据《云川省渔业条例》（以下简称《条例》）规定", {"条例": "云川省渔业条例"}),
        ("成立云川省渔港专项办公室（以下简称“省港办”）", {"省港办": "云川省渔港专项办公室"}),
        (
            "我市成立江北市创建渔业强市工作领导小组(以下简称市“创强”领导小组)",
            {"市“创强”领导小组": "江北市创建渔业强市工作领导小组"},
        ),
        ("（以下简称）", {}),
        ("渔港（不含内河）建设", {}),
    ],
)
def test_short_forms_are_declared(text: str, declared: dict[str, str]) -> None:
    assert find_aliases(text) == declared


# ---------------------------------------------------------------- what a bracket is for

ITEMS = """一、主要任务
（一）建设渔港
1.扩建码头。一是新建泊位12个。二是改造堤岸3公里。（责任单位：市水利局）
2.更新渔船。到2025年更新渔船30艘。（责任单位：市农业农村局）
3.培训渔民。每年培训渔民500人次。
（二）保护资源（责任单位：市生态环境局）
4.增殖放流。每年放流鱼苗200万尾。
5.清理网具。清理违规网具90件。（责任单位：市公安局）
二、保障措施
落实资金1000万元。
"""


@pytest.mark.parametrize(
    ("quote", "names"),
    [
        ("新建泊位12个", ["市水利局"]),
        ("改造堤岸3公里", ["市水利局"]),
        ("更新渔船30艘", ["市农业农村局"]),
        ("每年培训渔民500人次", []),
        ("每年放流鱼苗200万尾", ["市生态环境局"]),
        ("清理违规网具90件", ["市公安局"]),
        ("落实资金1000万元", []),
    ],
)
def test_a_target_has_the_agencies_of_its_item(quote: str, names: list[str]) -> None:
    at = ITEMS.index(quote)
    found = Items(read(ITEMS)).duties_at(Span(at, at + len(quote)))
    assert [d.name for d in found] == names


def test_a_second_bracket_in_an_item_begins_behind_the_first() -> None:
    text = "1.扩建码头。新建泊位12个。（市水利局负责）更新渔船30艘。（市财政局负责）\n2.巡查。每周巡查2次。"
    items = Items(read(text))

    def names(quote: str) -> list[str]:
        at = text.index(quote)
        return [d.name for d in items.duties_at(Span(at, at + len(quote)))]

    assert names("新建泊位12个") == ["市水利局"]
    assert names("更新渔船30艘") == ["市财政局"]
    assert names("每周巡查2次") == []


def test_lines_that_follow_each_other_are_for_the_same_item() -> None:
    text = "1.扩建码头。新建泊位12个。\n牵头单位：市水利局\n配合单位：市财政局\n2.巡查。每周巡查2次。"
    at = text.index("新建泊位12个")
    found = Items(read(text)).duties_at(Span(at, at + 7))
    assert [(d.name, d.role) for d in found] == [("市水利局", Role.LEAD), ("市财政局", Role.SUPPORT)]


def test_prose_gives_a_target_no_agencies() -> None:
    duty = AgencyDuty("市教育局", Role.LEAD, Span(0, 4))
    prose = Responsibility(Span(0, 6), Span(0, 20), (duty,), "prose.by")
    assert Items([prose]).duties_at(Span(8, 12)) == ()


@given(st.text(alphabet="（）()[]【】责任单位：牵头负责配合，、；。市区教育局财政办公室等和\n1.一", max_size=150))
def test_every_name_stands_inside_its_statement(text: str) -> None:
    for found in read(text):
        for duty in found.duties:
            assert duty.name
            assert duty.span.cut(text) == duty.name
            assert found.quote.contains(duty.span)
