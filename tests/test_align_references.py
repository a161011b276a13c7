"""Reference standards: tables of targets that stand above the corpus."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.align.references import TableError, read_table, tables
from tests.corpora import lined_up, notice, target


def test_the_shipped_standards_give_verdicts() -> None:
    low = notice("low", "330106", "某区推进义务教育优质均衡发展方案", [
        target("生均教学及辅助用房面积", 4.5, "平方米", subject="小学", comparator=">="),
        target("班额", 40, "人", subject="初中", comparator="<="),
        target("交流轮岗教师比例", 8, comparator=">=", recurrence="year"),
    ])  # fmt: skip
    found = [(row["basis"], row["value_verdict"]) for row in sorted(
        lined_up(low, references=tables())["alignments"].rows, key=lambda row: row["target_id"])]  # fmt: skip
    assert found == [("standard", "equal"), ("standard", "stricter"), ("standard", "weaker")]


def test_a_standard_is_its_own_evidence() -> None:
    db = lined_up(references=tables())
    rows = list(
        db.query(
            "SELECT t.quote, t.quote_start, t.quote_end, d.text FROM targets t JOIN documents d ON d.id = t.document_id"
        )
    )
    assert len(rows) >= 40
    assert all(row["text"][row["quote_start"] : row["quote_end"]] == row["quote"] for row in rows)


def test_the_shipped_standards_are_facts_with_a_place_and_stated_once() -> None:
    rows = [line.cells for path in tables() for line in read_table(path)]
    assert all(row["place"] and row["issuer"] for row in rows)
    assert all(not row["deadline"] or row["deadline"] > row["issued"] for row in rows)
    stated = [tuple(row[c] for c in ("indicator", "subject", "deadline", "document")) for row in rows]
    assert len(set(stated)) == len(stated)


def test_a_table_may_say_how_firmly_a_standard_is_meant(tmp_path: Path) -> None:
    path = tmp_path / "standards.csv"
    rows = [
        "森林覆盖率,,>=,50,%,,,,,某标准,,某部,2020-01-01,总则,",
        "绿地率,,>=,40,%,,,,,某标准,,某部,2020-01-01,总则,aspirational",
    ]
    path.write_text("\n".join([f"{HEAD},modality", *rows]), encoding="utf-8")
    said = {row["indicator"]: row["modality"] for row in lined_up(references=(path,))["targets"].rows}
    assert said == {"森林覆盖率": "firm", "绿地率": "aspirational"}


HEAD = "indicator,subject,comparator,value,unit,change,recurrence,deadline,condition,document,doc_number,issuer,issued,place"
BROKEN = [
    ("indicator,value\n森林覆盖率,50", "first line"),
    (f"{HEAD}\n森林覆盖率,,>=,五十,%,,,,,某标准,,某部,2020-01-01,", "line 2"),
    (f"{HEAD}\n森林覆盖率,,不低于,50,%,,,,,某标准,,某部,2020-01-01,", "line 2"),
    (f"{HEAD}\n森林覆盖率,,>=,50,%,,,2025年,,某标准,,某部,2020-01-01,", "line 2"),
    (f"{HEAD}\n,,>=,50,%,,,,,某标准,,某部,2020-01-01,", "indicator is empty"),
    (f"{HEAD}\n森林覆盖率,50", "2 cells"),
    (f"{HEAD},modality\n森林覆盖率,,>=,50,%,,,,,某标准,,某部,2020-01-01,,力争", "line 2"),
]


@pytest.mark.parametrize(("written", "told"), BROKEN)
def test_a_broken_table_is_refused_with_its_line(tmp_path: Path, written: str, told: str) -> None:
    path = tmp_path / "standards.csv"
    path.write_text(written, encoding="utf-8")
    with pytest.raises(TableError, match=told):
        read_table(path)
