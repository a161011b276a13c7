"""Deadlines and recurrences: what a date governs, from where it is inherited, and what is no deadline."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
import yaml

from extractors.deadlines import deadline_of, recurrence_of
from extractors.mentions import find_mentions, own_day
from extractors.notice import Cell, Notice, Table
from extractors.reading import Reading
from extractors.records import Header
from extractors.sections import find_sections
from extractors.span import Span

CASES = yaml.safe_load((Path(__file__).parent / "gold" / "deadlines.yaml").read_text("utf-8"))["cases"]
ISSUED = date(2023, 9, 5)


def reading(text: str, header: Header, tables: tuple[Table, ...] = ()) -> Reading:
    """Read a text as far as deadlines need it."""
    return Reading(
        Notice("-", "-", "text/plain", text),
        header=header,
        sections=find_sections(text),
        tables=tables,
        mentions=find_mentions(text, own_day(header)),
    )


@pytest.mark.parametrize("case", CASES, ids=lambda c: c["text"][:40])
def test_due(case: dict[str, object]) -> None:
    marked = str(case["text"])
    start, end = marked.index("【"), marked.index("】") - 1
    text = marked.replace("【", "").replace("】", "")
    first, last = case.get("period", (None, None))  # type: ignore[misc]
    header = Header(issued_on=case.get("issued", ISSUED), period_start=first, period_end=last)  # type: ignore[arg-type]
    state = reading(text, header)
    due = deadline_of(state, text, Span(start, end))
    every = recurrence_of(state, text, Span(start, end))
    assert (f"{due.day} {due.source}" if due else "-", every and every.value) == (case["due"], case.get("every"))
    if due and due.span:
        assert due.span.cut(text) == due.text


def table(rows: list[list[str]]) -> tuple[str, Table]:
    """Lay out rows as the clean text does: a line each, cells apart by a tab; the first row is the head."""
    lines, cells, at = [], [], 0
    for i, row in enumerate(rows):
        for j, cell in enumerate(row):
            cells.append(Cell(i, j, Span(at, at + len(cell)), header=i == 0))
            at += len(cell) + 1
        lines.append("\t".join(row))
    text = "\n".join(lines)
    return text, Table(Span(0, len(text)), tuple(cells), "html")


def test_the_head_of_a_column_gives_the_deadline() -> None:
    text, cells = table([["指标", "2022年实际", "2025年目标", "2030年目标"], ["绿化覆盖率", "38%", "41%", "43%"]])
    state = reading(text, Header(issued_on=ISSUED), (cells,))
    found = [deadline_of(state, text, Span(text.index(v), text.index(v) + 3)) for v in ("38%", "41%", "43%")]
    assert [d and d.day for d in found] == [None, date(2025, 12, 31), date(2030, 12, 31)]


def test_a_cell_of_its_own_row_gives_the_deadline() -> None:
    text, cells = table([["时间", "任务"], ["2024年底前", "改造管网30公里"]])
    state = reading(text, Header(issued_on=ISSUED), (cells,))
    due = deadline_of(state, text, Span(text.index("30"), text.index("30") + 4))
    assert due is not None and due.day == date(2024, 12, 31)
