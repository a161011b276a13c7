"""Names of departments: dividing lists that lost their separators, one name for all forms, whose department it is."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from extractors.agencies import Agencies, canonical, home, is_known, split_glued
from extractors.lexicon import load
from extractors.places import Gazetteer

GOLD: dict[str, Any] = yaml.safe_load((Path(__file__).parent / "gold" / "agencies.yaml").read_text("utf-8"))
FORMS = [(name, form) for name, forms in GOLD["canonical"].items() for form in forms]
PLACES = Gazetteer.load()


@pytest.mark.parametrize("case", GOLD["split"], ids=lambda case: case["piece"])
def test_lost_separators(case: dict[str, Any]) -> None:
    assert split_glued(case["piece"], frozenset(case.get("pool", ()))) == case["parts"]


@pytest.mark.parametrize("name", GOLD["whole"])
def test_a_sound_name_stays_whole(name: str) -> None:
    assert split_glued(name, frozenset({"市委", "各学校", "区教育局"})) == [name]


@given(st.text(alphabet="市区县教育财政发改住建局委办股室中心学校公司科研院", max_size=30))
def test_the_parts_are_the_piece(piece: str) -> None:
    assert "".join(split_glued(piece, frozenset({"教育股", "市教育局"}))) == piece


@pytest.mark.parametrize(("name", "form"), FORMS)
def test_one_name_for_all_forms(name: str, form: str) -> None:
    assert canonical(form) == name


@pytest.mark.parametrize("form", ["证监会", "中国证监会", "中国证券监督管理委员会"])
def test_one_name_for_a_central_organ(form: str) -> None:
    assert canonical(form) == "中国证券监督管理委员会"
    assert canonical("甲" + form) != canonical(form)


@pytest.mark.parametrize(("one", "other"), GOLD["apart"])
def test_two_departments(one: str, other: str) -> None:
    assert canonical(one) != canonical(other)


def test_the_places_own_name_is_taken_off() -> None:
    (city,) = PLACES.find("滨州市")
    assert canonical("滨州市渔政管理站", city) == "渔政管理站"
    assert canonical("滨州市教育局(市委教育工委)", city) == "教育局"


@pytest.mark.parametrize(
    ("name", "notice_of", "place"),
    [
        ("区教育局", "闵行区", "闵行区"),
        ("教育局", "闵行区", "闵行区"),
        ("市教育委员会", "闵行区", "上海市"),
        ("省教育厅", "滨州市", "山东省"),
        ("市教育局", "滨州市", "滨州市"),
        ("市教育局", "沾化区", "滨州市"),
        ("国家卫生健康委", "滨州市", "中华人民共和国"),
        ("临沂市教育局", "滨州市", "临沂市"),
        ("各县（市、区）人民政府", "滨州市", "滨州市"),
        ("市场监管局", "沾化区", "沾化区"),
        ("市政管理所", "沾化区", "沾化区"),
        ("市政府办", "沾化区", "滨州市"),
        ("中山街道", "松江区", "松江区"),
        ("新区管委会", "滨州市", "滨州市"),
        ("上海海关", "闵行区", "上海市"),
        ("市北客运集团", "滨州市", "滨州市"),
        ("市北客运集团", "沾化区", "沾化区"),
        ("中国渔业银行山东分行", "滨州市", "山东省"),
        ("中国渔业银行", "滨州市", "中华人民共和国"),
        ("全国总工会", "滨州市", "中华人民共和国"),
        ("中华人民共和国渔业部", "滨州市", "中华人民共和国"),
        ("浙江教育厅", "滨州市", "浙江省"),
    ],
)
def test_whose_department_it_is(name: str, notice_of: str, place: str) -> None:
    (here,) = PLACES.find(notice_of)
    found = home(name, here, PLACES)
    assert found is not None
    assert found.name == place


@pytest.mark.parametrize(
    ("name", "notice_of", "kept"),
    [
        ("县教育局", "山东省", "县教育局"),
        ("区县发改局", "滨州市", "区县发改局"),
        ("县发改局", "滨州市", "县发展和改革局"),
        ("省教育厅", "全国", "省教育厅"),
        ("镇政府", "同心县", "镇政府"),
        ("县教育局", "同心县", "教育局"),
        ("区教育厅", "宁夏", "教育厅"),
        ("市教育委员会", "上海", "教育委员会"),
        ("市容管理中心", "滨州市", "市容管理中心"),
    ],
)
def test_a_department_of_a_lower_level_keeps_its_level(name: str, notice_of: str, kept: str) -> None:
    (here,) = PLACES.find(notice_of)
    assert canonical(name, here) == kept


@pytest.mark.parametrize("field", load("agencies", Agencies).entries, ids=lambda field: field.id)
def test_the_lexicons_examples_are_departments(field: Any) -> None:
    assert all(is_known(example) for example in field.examples)
    assert not any(is_known(example) for example in field.counter_examples)


@pytest.mark.parametrize(
    "word", ["责任感", "渔港局面", "各有关部门", "教育", "发改区住建局", "区教育局区财政局", "由市教育局"]
)
def test_words_that_are_no_department(word: str) -> None:
    assert not is_known(word)
