"""The database: its laws, its shape, and that what goes in comes out."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
import sqlite_utils
from hypothesis import given
from hypothesis import strategies as st

from extractors import agencies
from extractors.notice import Notice
from extractors.places import Edition, Gazetteer
from extractors.records import Citation, Header, NoticeRecords
from extractors.span import Span
from extractors.vocabulary import Relation
from pipeline import schema, store
from pipeline.rows import rows_of
from pipeline.shared import Places, Shared
from tests import house

PUBLIC = {
    "documents": "id source_path source_url sha256 media_type title kind doc_number issuer jurisdiction_code issued_on"
    " published_on index_number validity period_start period_end text status reason",
    "sections": "id document_id parent_id position number heading depth start end",
    "targets": "id document_id section_id quote quote_start quote_end indicator indicator_id subject comparator value"
    " value_max unit change deadline deadline_text deadline_grain deadline_from recurrence modality condition absolute"
    " damaged note rule",
    "target_agencies": "target_id agency_id name role",
    "milestones": "id document_id section_id quote quote_start quote_end action subject start_date deadline"
    " deadline_text",
    "responsibilities": "id document_id section_id agency_id name role quote quote_start quote_end",
    "citations": "id document_id title doc_number relation cited_document_id quote quote_start quote_end",
    "evidence": "record_id field start end",
    "jurisdictions": "code name level parent_code",
    "agencies": "id name jurisdiction_code",
    "indicators": "id name unit better domain source",
    "alignments": "id target_id reference_target_id basis value_verdict value_gap value_ratio deadline_verdict"
    " deadline_gap_days modality_verdict reason",
    "silences": "reference_target_id jurisdiction_code state searched_documents",
    "findings": "id document_id kind severity message start end detail",
}


@pytest.fixture
def db(database: Path) -> Iterator[sqlite_utils.Database]:
    with closing(sqlite_utils.Database(database)) as opened:
        yield opened


@pytest.mark.parametrize("table", PUBLIC)
def test_public_columns_are_there(db: sqlite_utils.Database, table: str) -> None:
    assert set(PUBLIC[table].split()) <= set(db.table(table).columns_dict)


def test_every_table_and_column_is_described_in_both_languages() -> None:
    for table in schema.TABLES:
        assert table.english and table.chinese, table.name
        for column in table.columns:
            assert column.english and column.chinese, f"{table.name}.{column.name}"


def test_no_record_breaks_the_evidence_law(db: sqlite_utils.Database) -> None:
    assert list(db.execute(store.LAW)) == []
    assert db.table("targets").count == 6


@pytest.mark.parametrize("change", ["quote_start = quote_start + 1", "quote = quote || '。'", "quote = ''"])
@pytest.mark.parametrize("table", schema.QUOTED)
def test_the_load_fails_where_a_quote_is_not_in_its_place(tmp_path: Path, table: str, change: str) -> None:
    path = house.build(tmp_path / "policy.db")
    with closing(sqlite_utils.Database(path)) as broken:
        with broken.conn:
            broken.conn.execute(f"UPDATE {table} SET {change}")
        with pytest.raises(store.EvidenceError, match=table):
            store.check(broken)


def test_the_load_fails_where_a_row_points_nowhere(tmp_path: Path) -> None:
    path = house.build(tmp_path / "policy.db")
    with closing(sqlite_utils.Database(path)) as broken:
        with broken.conn:
            broken.conn.execute("UPDATE targets SET indicator_id = 'nowhere'")
        with pytest.raises(store.LoadError, match="indicators"):
            store.check(broken)


def test_a_target_comes_out_as_it_went_in(db: sqlite_utils.Database) -> None:
    row = next(db.query("SELECT * FROM targets WHERE indicator = '城市建成区绿地率' AND value = 38"))
    expected = {
        "quote": "城市建成区绿地率达到38%以上",
        "comparator": ">=",
        "value": 38.0,
        "value_max": None,
        "unit": "%",
        "deadline": "2025-12-31",
        "deadline_text": "到2025年",
        "deadline_grain": "year",
        "deadline_from": "clause",
        "modality": "firm",
        "absolute": 0,
        "rule": "by-hand",
    }
    assert expected.items() <= row.items()
    agencies = list(db.query("SELECT name, role FROM target_agencies WHERE target_id = ? ORDER BY rowid", [row["id"]]))
    assert agencies == [{"name": "省住房城乡建设厅", "role": "lead"}, {"name": "省财政厅", "role": "support"}]


def test_each_field_has_its_own_evidence(db: sqlite_utils.Database) -> None:
    found = db.query(
        "SELECT e.field, substr(d.text, e.start + 1, e.end - e.start) AS words FROM evidence e"
        " JOIN targets t ON t.id = e.record_id JOIN documents d ON d.id = t.document_id WHERE t.value = 38"
    )
    assert [(row["field"], row["words"]) for row in found] == [
        ("value", "38"),
        ("deadline", "到2025年"),
        ("agency", "省住房城乡建设厅"),
        ("agency", "省财政厅"),
    ]


def test_governments_come_with_all_above_them(db: sqlite_utils.Database) -> None:
    rows = db.query("SELECT code, level, parent_code FROM jurisdictions ORDER BY code")
    assert [(row["code"], row["level"], row["parent_code"]) for row in rows] == [
        ("100000", "national", None),
        ("970000", "province", "100000"),
        ("970100", "city", "970000"),
        ("970121", "county", "970100"),
    ]


def test_a_notice_that_failed_is_a_row_with_its_reason(db: sqlite_utils.Database) -> None:
    row = next(db.query("SELECT * FROM documents WHERE status = 'failed'"))
    assert (row["source_path"], row["text"], row["reason"]) == ("坏.pdf", "", "unreadable: 乱码")


def test_equal_content_gives_equal_bytes(tmp_path: Path) -> None:
    paths = [house.build(tmp_path / name) for name in ("one.db", "two.db")]
    for path in paths:
        store.settle(path)
    assert paths[0].read_bytes() == paths[1].read_bytes()


def test_ids_do_not_depend_on_what_else_was_found() -> None:
    places = Places(house.PLACES.get, lambda name, _: name)
    whole = house.province()
    part = replace(whole, targets=whole.targets[1:])
    ids = [row["id"] for row in rows_of("d", whole, Shared(places))["targets"]]
    assert [row["id"] for row in rows_of("d", part, Shared(places))["targets"]] == ids[1:]
    assert len(set(ids)) == len(ids)


def test_an_agency_is_stored_under_its_full_name_with_its_own_government() -> None:
    def named(record: NoticeRecords, name: str, full: str | None) -> NoticeRecords:
        (stated,) = record.responsibilities
        duty = replace(stated.duties[0], name=name, full=full)
        return replace(record, header=Header(place=house.CITY), responsibilities=(replace(stated, duties=(duty,)),))

    gazetteer = Gazetteer(Edition(place, None, None) for place in house.PLACES.values())
    shared = Shared(Places(house.PLACES.get, agencies.canonical, partial(agencies.home, gazetteer=gazetteer)))
    for record in (
        named(house.province(), "省商务厅", None),
        named(house.province(), "市商务局", None),
        named(house.province(), "领导小组", "青浦口市渔港建设领导小组"),
    ):
        rows_of("d", replace(record, targets=()), shared)
    stored = shared.rows()
    assert {(row["name"], row["jurisdiction_code"]) for row in stored["agencies"]} == {
        ("商务厅", house.PROVINCE.code),
        ("商务局", house.CITY.code),
        ("渔港建设领导小组", house.CITY.code),
    }
    assert house.PROVINCE.code in {row["code"] for row in stored["jurisdictions"]}


def test_two_records_that_say_the_same_keep_apart() -> None:
    whole = house.province()
    double = replace(whole, targets=whole.targets[:1] * 2)
    ids = [row["id"] for row in rows_of("d", double, Shared(Places(house.PLACES.get, lambda n, _: n)))["targets"]]
    assert ids[1] == f"{ids[0]}-2"


@given(
    text=st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), min_size=1, max_size=60),
    data=st.data(),
)
def test_offsets_count_the_same_characters_in_sqlite(text: str, data: st.DataObject) -> None:
    """Also for characters outside the basic plane, combining marks and line ends of every kind."""
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    records = NoticeRecords(
        Notice("a.txt", "0" * 64, "text/plain", text),
        Header(),
        citations=(Citation(Span(start, end), "题", None, Relation.MENTIONS, "by-hand"),),
    )
    with closing(sqlite_utils.Database(memory=True)) as db:
        schema.create(db)
        store.insert(db, rows_of("d", records, Shared(Places(house.PLACES.get, lambda name, _: name))))
        store.check(db)
