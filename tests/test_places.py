"""The gazetteer: codes, parents, dates, short names, ambiguous names, overlay files."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from extractors.errors import LexiconError
from extractors.lexicon import load
from extractors.places import COLUMNS, NATION, OVERLAYS, Gazetteer, Peoples, PeoplesLexicon, aliases
from extractors.records import Place
from extractors.vocabulary import Level

GOLD: dict[str, Any] = yaml.safe_load((Path(__file__).parent / "gold" / "places.yaml").read_text("utf-8"))
PLACES = Gazetteer.load()


@pytest.mark.parametrize("case", GOLD["find"], ids=lambda case: f"{case['name']} {case.get('day', '')}")
def test_a_name_is(case: dict[str, Any]) -> None:
    whole = PLACES.find(case["within"])[0] if "within" in case else None
    found = PLACES.find(case["name"], whole, case.get("day"))
    assert {place.code: place.name for place in found} == case["is"]


@pytest.mark.parametrize("case", GOLD["leading"], ids=lambda case: case["text"])
def test_an_issuers_name_begins_with_its_place(case: dict[str, Any]) -> None:
    place, at = PLACES.leading(case["text"])
    assert (place.code if place else None, case["text"][at:]) == (case["place"], case["rest"])


@pytest.mark.parametrize(
    ("code", "line"),
    [
        ("310112", ["上海市", "中华人民共和国"]),
        ("640324", ["吴忠市", "宁夏回族自治区", "中华人民共和国"]),
        ("232761", ["大兴安岭地区", "黑龙江省", "中华人民共和国"]),
        ("500229", ["重庆市", "中华人民共和国"]),
        ("429004", ["湖北省", "中华人民共和国"]),
        ("659010", ["新疆维吾尔自治区", "中华人民共和国"]),
        ("370117", ["济南市", "山东省", "中华人民共和国"]),
        ("100000", []),
    ],
)
def test_the_governments_above(code: str, line: list[str]) -> None:
    place = PLACES.by_code(code)
    assert place is not None
    assert [above.name for above in PLACES.parents(place)] == line


def test_a_district_of_a_province_level_city_is_a_county() -> None:
    (district,) = PLACES.find("闵行区")
    assert district.level is Level.COUNTY


def test_a_code_gives_the_name_of_the_day() -> None:
    named = [PLACES.by_code("130502", on=date(year, 6, 1)) for year in (2015, 2024)]
    assert [place.name for place in named if place] == ["桥东区", "襄都区"]
    assert PLACES.by_code("999999") is None


def test_mentions_take_the_longest_name_and_tell_where_it_stands() -> None:
    text = "上海市闵行区和浙江的鼓楼区"
    found = PLACES.mentions(text)
    assert [m.span.cut(text) for m in found] == ["上海市", "闵行区", "浙江", "鼓楼区"]
    assert [len(m.candidates) for m in found] == [1, 1, 1, 4]


@pytest.mark.parametrize("text", ["和平发展是主题", "城关的夜景", "向城区推进", "各市、县、区"])
def test_everyday_words_are_no_places(text: str) -> None:
    assert PLACES.mentions(text) == ()


# ---------------------------------------------------------------- the files

CODES = [row for path in sorted(OVERLAYS.glob("*.csv")) for row in path.read_text("utf-8").splitlines()[1:]]


def test_overlays_are_sorted_and_sourced() -> None:
    for path in OVERLAYS.glob("*.csv"):
        rows = [line.split(",") for line in path.read_text("utf-8").splitlines()]
        assert tuple(rows[0]) == COLUMNS
        assert [row[0] for row in rows[1:]] == sorted(row[0] for row in rows[1:])
        assert all(row[6] for row in rows[1:])


def test_no_place_is_its_own_ancestor_and_every_line_ends_at_the_nation() -> None:
    for row in CODES:
        place = PLACES.by_code(row.split(",")[0])
        assert place is not None
        assert PLACES.parents(place)[-1] == NATION


def write(folder: Path, *rows: str) -> Path:
    path = folder / "places.csv"
    path.write_text("\n".join([",".join(COLUMNS), *rows]), "utf-8")
    return path


def test_a_folder_brings_its_own_places(tmp_path: Path) -> None:
    path = write(tmp_path, "980000,云川省,province,100000,2000,,invented", "980100,江北市,city,980000,2000,,invented")
    own = Gazetteer.load(path)
    place, _ = own.leading("江北市教育局")
    assert place is not None
    assert [p.name for p in own.parents(place)] == ["云川省", "中华人民共和国"]
    assert PLACES.find("江北市") == ()


def test_rows_of_a_code_replace_what_the_table_says_of_it(tmp_path: Path) -> None:
    own = Gazetteer.load(write(tmp_path, "130502,甲乙区,county,130500,2030,,invented"))
    assert [place.name for place in own.find("甲乙区")] == ["甲乙区"]
    assert [place.code for place in own.find("襄都区")] == []


@pytest.mark.parametrize("entry", load("peoples", PeoplesLexicon).entries, ids=lambda entry: entry.id)
def test_a_short_name_leaves_the_peoples_out(entry: Peoples) -> None:
    def short(tail: str) -> str:
        return aliases(Place("980100", f"江北{tail}自治县", Level.COUNTY, "980000"))[0]

    assert {short(tail) for tail in entry.examples} == {"江北"}
    assert {short(tail) for tail in entry.counter_examples} == {f"江北{tail}" for tail in entry.counter_examples}


@pytest.mark.parametrize(
    ("row", "complaint"),
    [
        ("980000,云川省,provinz,100000,,,invented", "line 2"),
        ("980000,云川省,province,100000,2000-13-01,,invented", "line 2"),
        ("980000,云川省,province,100000,,,", "source"),
        ("980000,,province,100000,,,invented", "name"),
        ("980100,江北市,city,980000,,,invented", "parent"),
    ],
)
def test_a_faulty_row_is_named(tmp_path: Path, row: str, complaint: str) -> None:
    with pytest.raises(LexiconError, match=complaint):
        Gazetteer.load(write(tmp_path, row))


def test_wrong_columns_and_a_missing_file_are_named(tmp_path: Path) -> None:
    path = tmp_path / "places.csv"
    with pytest.raises(LexiconError, match=r"places\.csv"):
        Gazetteer.load(path)
    path.write_text("code,name\n1,2\n", "utf-8")
    with pytest.raises(LexiconError, match="columns"):
        Gazetteer.load(path)
