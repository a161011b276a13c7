"""The cookbook in `outputs/README.md`: every query runs on the teaching corpus and gives the answer that is printed."""

from __future__ import annotations

import os
import re
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlite_utils

from extractors.bilingual import halves
from pipeline import run, schema, view_columns, views
from pipeline.align import align
from pipeline.align.comparable import IN_CHINESE, SILENT_CODES, Code
from tests.corpora import fill, notice, target

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "outputs" / "README.md"
RECIPE = re.compile(r"### (?P<title>[^\n]+)\n\n```sql\n(?P<query>.+?)```\n\n```text\n(?P<answer>.*?)```\n", re.DOTALL)
RECIPES = {found["title"]: found for found in RECIPE.finditer(PAGE.read_text("utf-8"))}


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Iterator[sqlite3.Connection]:
    db = sqlite3.connect(
        run.extract(ROOT / "corpus" / "sample", tmp_path_factory.mktemp("cookbook") / "out", workers=1)
    )
    yield db
    db.close()


def answer(db: sqlite3.Connection, query: str) -> str:
    """The answer as a table of plain text; NULL is empty."""
    cursor = db.execute(query)
    rows = [[column[0] for column in cursor.description]]
    rows += [["" if value is None else str(value) for value in row] for row in cursor]
    return "".join(" | ".join(row).rstrip() + "\n" for row in rows)


@pytest.mark.parametrize("title", RECIPES)
def test_the_cookbook_gives_its_answers(sample: sqlite3.Connection, title: str) -> None:
    recipe = RECIPES[title]
    found = answer(sample, recipe["query"])
    if os.environ.get("UPDATE_COOKBOOK"):
        page = PAGE.read_text("utf-8")
        old = f"{recipe['query']}```\n\n```text\n{recipe['answer']}```"
        PAGE.write_text(page.replace(old, f"{recipe['query']}```\n\n```text\n{found}```"), "utf-8")
        pytest.fail("the answer was written anew: read it before you keep it")
    assert found == recipe["answer"]


@pytest.mark.parametrize("column", ["findings.message", "alignments.reason"])
def test_what_is_told_is_told_in_both_languages(sample: sqlite3.Connection, column: str) -> None:
    table, name = column.split(".")
    for (message,) in sample.execute(f"SELECT DISTINCT {name} FROM {table}").fetchall():
        chinese, english = halves(message)
        assert re.match("[\u4e00-\u9fff]", chinese), message
        assert re.match("[a-z]", english), message


def test_every_code_of_a_refusal_is_explained() -> None:
    page = PAGE.read_text("utf-8")
    assert all(f"| `{code}` | {IN_CHINESE[code]} |" in page for code in Code if code not in SILENT_CODES)


def test_every_view_has_a_recipe() -> None:
    queries = " ".join(recipe["query"] for recipe in RECIPES.values())
    shown = {view.name for view in views.VIEWS if re.search(rf"\b{view.name}\b", queries)}
    assert shown >= {
        "pairs",
        "matrix",
        "raisings",
        "silent",
        "deadlines",
        "agency_load",
        "binding",
        "contradictions",
        "to_fetch",
    }


@pytest.fixture(scope="module")
def small() -> sqlite_utils.Database:
    db = sqlite_utils.Database(memory=True)
    schema.create(db)
    fill(
        db,
        notice("up", "330000", "某省绿化规划", [target("森林覆盖率", 50, deadline="2025-12-31"), target("绿地率", 40)]),
        notice("low", "330100", "某市绿化规划", [target("森林覆盖率", 60, deadline="2024-12-31")]),
    )
    align(db, tables_of_references=())
    return db


@pytest.mark.parametrize("view", views.VIEWS, ids=lambda view: view.name)
def test_every_view_runs_and_is_described(small: sqlite_utils.Database, view: views.View) -> None:
    small.execute(f"SELECT * FROM {view.name}").fetchall()
    assert view.english
    assert view.chinese


def test_no_column_is_described_that_no_view_has(small: sqlite_utils.Database) -> None:
    used = {name for view in views.VIEWS for name in small[view.name].columns_dict}
    assert set(view_columns.COLUMNS) == used


def test_raisings_and_silence_in_the_matrix(small: sqlite_utils.Database) -> None:
    assert [(row["indicator"], row["raised_by"], row["days_earlier"]) for row in small["raisings"].rows] == [
        ("森林覆盖率", 0.2, 365)
    ]
    assert {(row["indicator"], row["value_verdict"]) for row in small["matrix"].rows} == {
        ("森林覆盖率", "stricter"), ("建成区绿地率", "silent"),
    }  # fmt: skip


def test_deadlines_ask_no_clock(small: sqlite_utils.Database) -> None:
    assert [row["what"] for row in small.query("SELECT what FROM deadlines WHERE year = 2024")] == ["森林覆盖率"]
