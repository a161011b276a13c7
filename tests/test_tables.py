"""Tables: indicator tables, quotas and task lists as grids, and tables found again in lines; and what gives no target."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from extractors.lexicon import load
from extractors.mentions import find_mentions
from extractors.notice import Cell, Notice, Table
from extractors.places import Gazetteer
from extractors.reading import Reading
from extractors.records import Header, Responsibility, Target
from extractors.span import Span
from extractors.tables import read_table
from extractors.tables.captions import task_of
from extractors.tables.grid import Grid
from extractors.tables.headers import HeaderEntry, Headers, kind_of
from extractors.tables.lines import recover_tables
from extractors.tables.rows import recover_rows
from extractors.tables.splits import recover_splits
from extractors.tables.tasks import CellReader
from extractors.tables.units import read_unit, unit_at_end
from extractors.vocabulary import Modality

GOLD = yaml.safe_load((Path(__file__).parent / "gold" / "tables.yaml").read_text(encoding="utf-8"))
HEADERS = load("table_headers", Headers).entries


def laid_out(rows: list[list[str]], before: str) -> tuple[str, Table]:
    """Lay a gold grid out as the clean text has it: a line for a row, tabs between the cells."""
    text, cells = before, {}
    start = len(text)
    for i, row in enumerate(rows):
        text += "\n" if i else ""
        for j, words in enumerate(row):
            text += "\t" if j else ""
            if words not in {"^", "<"}:
                cells[i, j] = Cell(i, j, Span(len(text), len(text) + len(words)))
                text += words
    for (i, j), cell in cells.items():
        down = next((k for k in range(i + 1, len(rows)) if rows[k][j] != "^"), len(rows)) - i
        right = next((k for k in range(j + 1, len(rows[i])) if rows[i][k] != "<"), len(rows[i])) - j
        cells[i, j] = Cell(i, j, cell.span, down, right)
    return text, Table(Span(start, len(text)), tuple(cells.values()), "html")


def reading_of(text: str, issued: date, tables: tuple[Table, ...]) -> Reading:
    state = Reading(Notice("gold.txt", "0" * 64, "text/plain", text), header=Header(issued_on=issued), tables=tables)
    state.mentions = tuple(find_mentions(text, issued))
    return state


def read(text: str, issued: date, tables: tuple[Table, ...]) -> tuple[list[Target], list[Responsibility]]:
    state = reading_of(text, issued, tables)
    reader = CellReader(state, text)
    found: list[Target] = []
    duties: list[Responsibility] = []
    for table in tables:
        some, who = read_table(state, text, Grid(table, text), reader)
        found, duties = found + some, duties + who
    return found, duties


def written(target: Target) -> str:
    """A target as the gold writes it."""
    value = f"{target.value}" if target.value_max is None else f"{target.value}..{target.value_max}"
    words = [target.indicator, target.comparator.value, value, target.unit or ""]
    words += [target.change.value] if target.change else []
    words += [f"every {target.recurrence.value}"] if target.recurrence else []
    words += ["aspirational"] if target.modality is Modality.ASPIRATIONAL else []
    words += ["absolute"] if target.absolute else []
    known = [str(target.deadline.day)] if target.deadline else []
    known += [target.note] if target.note else []
    line = " ".join(w for w in words if w) + (f" ({', '.join(known)})" if known else "")
    return f"{target.subject}：{line}" if target.subject else line


@pytest.mark.parametrize("case", GOLD["grids"], ids=lambda case: case["what"])
def test_grid(case: dict[str, Any]) -> None:
    text, table = laid_out(case["grid"], case.get("before", ""))
    found, duties = read(text, case["issued"], (table,))
    assert [written(t) for t in found] == case["targets"]
    assert [f"{d.name} {d.role}" for r in duties for d in r.duties] == case.get("duties", [])


@pytest.mark.parametrize("case", GOLD["lines"], ids=lambda case: case["what"])
def test_lines(case: dict[str, Any]) -> None:
    text: str = case["text"]
    lines = recover_tables(text, [])
    rows = recover_rows(text, [table.span for table in lines])
    tables = (*lines, *rows, *recover_splits(text, [table.span for table in (*lines, *rows)]))
    assert all(table.origin == "lines" for table in tables)
    found, _ = read(text, case["issued"], tables)
    assert [written(t) for t in found] == case["targets"]


@pytest.mark.parametrize("case", [c for c in GOLD["grids"] if c["targets"]], ids=lambda case: case["what"])
def test_every_field_points_at_its_words(case: dict[str, Any]) -> None:
    text, table = laid_out(case["grid"], case.get("before", ""))
    for target in read(text, case["issued"], (table,))[0]:
        places = {e.field: e.span for e in target.evidence}
        assert target.quote.contains(places["value"])
        assert places["value"].cut(text)
        if target.deadline and target.deadline.span:
            assert target.deadline.span.cut(text) == target.deadline.text
        assert target.rule


def test_a_duty_is_for_the_rows_that_its_cell_covers() -> None:
    text, table = laid_out([["重点任务", "责任单位"], ["改造公路50公里。", "市交通局"], ["改造危桥20座。", "^"]], "")
    _, (duty,) = read(text, date(2022, 2, 1), (table,))
    assert [d.span.cut(text) for d in duty.duties] == ["市交通局"]
    assert duty.scope.cut(text) == text[table.span.start + text.index("改造公路") : table.span.end].rstrip("\t")


@pytest.mark.parametrize(("kind", "head"), [(k, h) for k, heads in GOLD["heads"].items() for h in heads])
def test_heads(kind: str, head: str) -> None:
    assert kind_of(head) == kind


@pytest.mark.parametrize("entry", HEADERS, ids=lambda entry: entry.id)
def test_header_lexicon(entry: HeaderEntry) -> None:
    assert [kind_of(example) for example in entry.examples] == [entry.kind] * len(entry.examples)
    assert all(kind_of(example) != entry.kind for example in entry.counter_examples)


@pytest.mark.parametrize(("words", "expected"), GOLD["units"].items())
def test_units(words: str, expected: list[Any]) -> None:
    unit = read_unit(words)
    assert unit is not None
    assert [unit.name, unit.factor] == [expected[0], Decimal(expected[1])]


@pytest.mark.parametrize(("caption", "task"), GOLD["captions"].items())
def test_what_a_caption_asks_for(caption: str, task: str) -> None:
    assert task_of(caption, Gazetteer.load()) == task


@pytest.mark.parametrize("words", GOLD["no_units"])
def test_words_that_are_no_unit(words: str) -> None:
    assert read_unit(words) is None


def test_unit_behind_an_indicator() -> None:
    indicator, unit = unit_at_end("新增保障房（万套（间））")
    assert (indicator, unit and unit.name) == ("新增保障房", "套（间）")
    assert unit_at_end("鸟类指数（越冬）") == ("鸟类指数（越冬）", None)


@given(
    st.lists(
        st.sampled_from(
            ["序号", "指标", "单位", "属性", "2025年目标", "1", "2", "3", "%", "约束性", "95", "覆盖率", ""]
        )
    )
)
def test_a_recovered_table_lies_in_its_text(words: list[str]) -> None:
    text = "\n".join(words)
    end = 0
    for table in recover_tables(text, []):
        assert end <= table.span.start
        end = table.span.end
        for cell in table.cells:
            assert table.span.contains(cell.span)
            assert cell.span.cut(text).strip() == cell.span.cut(text) != ""


@settings(deadline=None)
@given(
    st.lists(
        st.sampled_from(
            ["序号", "地市", "任务（亩）", "临川市", "北屿市", "杭州", "合计", "1", "2", "3", "30", "—", "2022年"]
        ),
        max_size=40,
    ),
    st.sampled_from(["\n", " "]),
)
def test_a_recovered_split_lies_in_its_text_and_no_cell_over_another(words: list[str], between: str) -> None:
    text = between.join(words).replace(" 临川市", "\n临川市").replace(" 北屿市", "\n北屿市").replace(" 合计", "\n合计")
    for table in recover_splits(text, []):
        grid = Grid(table, text)
        assert len({id(cell) for cell in grid.places.values()}) == len(table.cells)
        assert all(cell.span.cut(text).strip() == cell.span.cut(text) != "" for cell in table.cells)


@given(
    st.lists(
        st.lists(
            st.sampled_from(["指标", "单位", "2025年目标", "%", "≥9", "^", "<", "", "合计", "率"]),
            min_size=3,
            max_size=3,
        ),
        max_size=6,
    )
)
def test_no_grid_breaks_the_reader(rows: list[list[str]]) -> None:
    if rows:
        rows[0] = [w if w not in {"^", "<"} else "" for w in rows[0]]
        rows = [[w if not (j == 0 and w == "<") else "" for j, w in enumerate(row)] for row in rows]
        text, table = laid_out(rows, "")
        for target in read(text, date(2021, 1, 1), (table,))[0]:
            assert 0 <= target.quote.start < target.quote.end <= len(text)
