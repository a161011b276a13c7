"""Load reference standards: tables of targets that stand above the corpus, as documents and targets of their own.

A row of the table is the evidence: the document's text is its rows, and each target quotes its row.
"""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path

import sqlite_utils

from extractors.errors import DuibiaoError
from extractors.vocabulary import Change, Comparator, Modality, Recurrence
from pipeline.align.load import NATION, STANDARD

FOLDER = Path(__file__).resolve().parents[2] / "corpus" / "references"
COLUMNS = (
    "indicator", "subject", "comparator", "value", "unit", "change", "recurrence", "deadline", "condition",
    "document", "doc_number", "issuer", "issued", "place", "modality",
)  # fmt: skip
LATER = 1
"""Columns at the end that a table may go without."""


OPTIONAL: tuple[tuple[str, Callable[[str], object]], ...] = (
    ("change", Change),
    ("recurrence", Recurrence),
    ("deadline", date.fromisoformat),
    ("modality", Modality),
)
"""What the cells that may be empty hold."""


class TableError(DuibiaoError, ValueError):
    """A table of references that cannot be read; the message names file, line and column."""


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a table: its number in the file (from 1), its text as written, and its cells by column."""

    number: int
    text: str
    cells: dict[str, str]


def tables() -> tuple[Path, ...]:
    """Return the tables that come with the project."""
    return tuple(sorted(FOLDER.glob("*.csv")))


def read_table(path: Path) -> tuple[Line, ...]:
    """Read one table.

    Raises:
        TableError: a column is missing or unknown, or a cell does not hold what its column says.
    """
    rows = path.read_text(encoding="utf-8-sig").splitlines()
    columns = tuple(next(csv.reader(rows[:1]), ()))
    if columns not in (COLUMNS, COLUMNS[:-LATER]):
        raise TableError(f"{path.name}: the first line must name the columns {','.join(COLUMNS)}")
    lines = []
    for number, text in enumerate(rows[1:], start=2):
        cells = next(csv.reader([text]), [])
        if len(cells) != len(columns):
            raise TableError(f"{path.name}, line {number}: {len(cells)} cells instead of {len(columns)}")
        line = Line(number, text, dict.fromkeys(COLUMNS, "") | dict(zip(columns, cells, strict=True)))
        check(path, line)
        lines.append(line)
    return tuple(lines)


def check(path: Path, line: Line) -> None:
    """Hold a row to what its columns may say.

    Raises:
        TableError: a needed cell is empty, or one holds an unknown word, number or date.
    """
    for column in ("indicator", "comparator", "value", "document", "issued"):
        if not line.cells[column]:
            raise TableError(f"{path.name}, line {line.number}: {column} is empty")
    try:
        Decimal(line.cells["value"])
        Comparator(line.cells["comparator"])
        date.fromisoformat(line.cells["issued"])
        for column, shape in OPTIONAL:
            if line.cells[column]:
                shape(line.cells[column])
    except (ValueError, InvalidOperation) as error:
        raise TableError(f"{path.name}, line {line.number}: {error}") from error


def load(db: sqlite_utils.Database, paths: Sequence[Path]) -> None:
    """Add every table's documents and targets to the database; what an earlier loading added is taken out first."""
    remove(db)
    db.table("jurisdictions").insert(
        {"code": NATION, "name": "中华人民共和国", "level": "national", "parent_code": None}, pk="code", ignore=True
    )
    for path in sorted(paths, key=lambda p: p.name):
        for (title, number), lines in by_document(read_table(path)).items():
            add_document(db, f"references/{path.name}", title, number, lines)


def remove(db: sqlite_utils.Database) -> None:
    """Take out the documents that came from tables, with their targets."""
    of_standards = "SELECT id FROM documents WHERE media_type = ?"
    db.execute(f"DELETE FROM targets WHERE document_id IN ({of_standards})", [STANDARD])  # noqa: S608 - our own words
    db.execute("DELETE FROM documents WHERE media_type = ?", [STANDARD])


def by_document(lines: Sequence[Line]) -> dict[tuple[str, str], list[Line]]:
    """Group rows by the title and number of the document they stand in, in the order of the table."""
    grouped: dict[tuple[str, str], list[Line]] = {}
    for line in lines:
        grouped.setdefault((line.cells["document"], line.cells["doc_number"]), []).append(line)
    return grouped


def add_document(db: sqlite_utils.Database, source: str, title: str, number: str, lines: Sequence[Line]) -> None:
    """Add one standard: a document whose text is its rows."""
    text = "\n".join(line.text for line in lines)
    key = _digest("standard", title, number)
    cells = lines[0].cells
    db.table("documents").insert(
        {
            "id": key,
            "source_path": source,
            "sha256": hashlib.sha256(text.encode()).hexdigest(),
            "media_type": STANDARD,
            "title": title,
            "kind": "standard",
            "doc_number": number or None,
            "issuer": cells["issuer"] or None,
            "jurisdiction_code": NATION,
            "issued_on": cells["issued"],
            "text": text,
            "status": "ok",
        }
    )
    db.table("targets").insert_all(target_rows(key, lines))


def target_rows(document: str, lines: Sequence[Line]) -> Iterator[dict[str, object]]:
    """Yield the targets of one standard, each quoting its row."""
    at = 0
    for line in lines:
        cells = line.cells
        yield {
            "id": f"{document}-{_digest(line.text)[:8]}",
            "document_id": document,
            "quote": line.text,
            "quote_start": at,
            "quote_end": at + len(line.text),
            "indicator": cells["indicator"],
            "subject": cells["subject"] or None,
            "comparator": cells["comparator"],
            "value": float(cells["value"]),
            "unit": cells["unit"] or None,
            "change": cells["change"] or None,
            "deadline": cells["deadline"] or None,
            "recurrence": cells["recurrence"] or None,
            "modality": cells["modality"] or Modality.FIRM.value,
            "condition": cells["condition"] or None,
            "absolute": 0,
            "damaged": 0,
            "note": cells["place"] or None,
            "rule": "reference",
        }
        at += len(line.text) + 1


def _digest(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:12]
