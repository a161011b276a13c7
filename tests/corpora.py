"""Small databases built by hand, in the shape that `store` writes, for the tests of aligning, views and graph."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import sqlite_utils

from pipeline import schema
from pipeline.align import align

PLACES = (
    ("100000", "中华人民共和国", "national", None),
    ("330000", "浙江省", "province", "100000"),
    ("330100", "杭州市", "city", "330000"),
    ("330200", "宁波市", "city", "330000"),
    ("330106", "西湖区", "county", "330100"),
    ("310000", "上海市", "province", "100000"),
    ("310112", "闵行区", "county", "310000"),
)

Row = dict[str, Any]


@dataclass(frozen=True)
class Paper:
    """A notice and what stands in it."""

    row: Row
    targets: Sequence[Row] = ()
    milestones: Sequence[Row] = ()
    citations: Sequence[Row] = ()
    more: str = ""
    sections: Sequence[Row] = field(default_factory=tuple)


def target(indicator: str, value: float | None, unit: str | None = "%", **fields: Any) -> Row:
    """A target; its quote is put together unless it is given."""
    said = f"{fields.get('subject') or ''}{indicator}{value:g}{unit or ''}" if value is not None else indicator
    return {
        "indicator": indicator,
        "value": value,
        "unit": unit,
        "quote": said.replace("\t", "").replace("\n", ""),
    } | fields


def milestone(action: str, deadline: str, **fields: Any) -> Row:
    return {"action": action, "deadline": deadline, "quote": action} | fields


def citation(title: str | None, number: str | None = None, relation: str = "basis") -> Row:
    return {"title": title, "doc_number": number, "relation": relation, "quote": title or number}


def notice(
    key: str, code: str | None, title: str, targets: Sequence[Row] = (), milestones: Sequence[Row] = (),
    citations: Sequence[Row] = (), more: str = "", **fields: Any,
) -> Paper:  # fmt: skip
    """A notice issued in 2021 for 2021 to 2025 unless it says otherwise."""
    row = {
        "id": key, "source_path": f"{key}.txt", "sha256": key, "media_type": "text/plain", "title": title, "status": "ok",
        "jurisdiction_code": code, "issued_on": "2021-06-01", "period_start": "2021-01-01", "period_end": "2025-12-31",
    }  # fmt: skip
    return Paper(row | fields, targets, milestones, citations, more)


def fill(db: sqlite_utils.Database, *papers: Paper) -> None:
    """Insert places and papers; the text of a paper is its quotes, line by line, and what it says more."""
    db["jurisdictions"].insert_all(
        {"code": code, "name": name, "level": level, "parent_code": parent} for code, name, level, parent in PLACES
    )
    for paper in papers:
        key, lines, rows = paper.row["id"], [], {"targets": [], "milestones": [], "citations": []}
        for table, some in (
            ("targets", paper.targets),
            ("milestones", paper.milestones),
            ("citations", paper.citations),
        ):
            for number, record in enumerate(some):
                start = sum(len(line) + 1 for line in lines)
                lines.append(record["quote"])
                mark = {"targets": "", "milestones": "m", "citations": "c"}[table]
                own = {
                    "id": f"{key}-{mark}{number}",
                    "document_id": key,
                    "quote_start": start,
                    "quote_end": start + len(record["quote"]),
                }
                rows[table].append(DEFAULTS[table] | own | record)
        db["documents"].insert(paper.row | {"text": "\n".join([*lines, paper.more])})
        for table, some in rows.items():
            db[table].insert_all(some)


DEFAULTS: dict[str, Row] = {
    "targets": {"comparator": "=", "modality": "firm", "absolute": 0, "damaged": 0},
    "milestones": {"damaged": 0},
    "citations": {},
}


def lined_up(*papers: Paper, references: tuple[Path, ...] = ()) -> sqlite_utils.Database:
    """A database with these papers in it, lined up."""
    db = sqlite_utils.Database(memory=True)
    schema.create(db)
    fill(db, *papers)
    align(db, tables_of_references=references)
    return db


def one(db: sqlite_utils.Database, table: str, **where: Any) -> Row:
    """The only row of a table that holds these values."""
    found = [row for row in db[table].rows if all(row[name] == value for name, value in where.items())]
    assert len(found) == 1, found
    return found[0]


def rules(db: sqlite_utils.Database) -> list[str]:
    """The rules of the conflicts that were found."""
    return [json.loads(row["detail"])["rule"] for row in db["findings"].rows if row["kind"] == "conflict"]


def quota(subject: str | None, value: float, unit: str = "个", shown: str | None = None, **fields: Any) -> Row:
    """A cell of a table that divides a task; `shown` is the number as the table writes it."""
    rule = "table.quota-sum" if subject is None else "table.quota"
    quote = f"{subject or '合计'}\t{shown or f'{value:g}'}"
    return target("新增口袋公园", value, unit, subject=subject, quote=quote, rule=rule) | fields
