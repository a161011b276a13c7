"""The stage: of the files that hold one notice keep the records of the best, and say of the others whose copies they are."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from pathlib import PurePath
from typing import Any
from urllib.parse import urlsplit

import sqlite_utils

from extractors.bilingual import both
from extractors.vocabulary import Level
from pipeline import schema
from pipeline.same.headers import Head
from pipeline.same.recognise import File, recognise
from pipeline.same.texts import figures
from pipeline.shared import Row, digest

FORMATS = (
    "text/html",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "application/msword",
    "application/rtf",
    "application/ofd",
    "application/pdf",
    "text/markdown",
    "text/plain",
)
"""Media types, the one that keeps most of a notice first; all others, pictures among them, come last."""

LEVELS = tuple(Level)
HEADER = ("title", "doc_number", "issuer", "jurisdiction_code", "issued_on", "published_on", "index_number", "validity")
SAID = {
    "targets": "indicator, subject, comparator, value, value_max, unit, change, deadline, recurrence, modality, condition",
    "milestones": "action, subject, start_date, deadline",
    "responsibilities": "agency_id, role",
}
"""The columns of each kind of record that say what is promised."""

KEYED = frozenset(table.name for table in schema.TABLES if table.key == "id")

SHOWN = 5
"""Figures of either side that a finding names."""


def mark(db: sqlite_utils.Database) -> None:
    """Recognise the copies in a database that `store` has just built.

    A copy stays a row with its text and header, with `copy_of` and a reason; its records go. Of several files of one
    notice the whole is kept before a part of it that says less; then the newest of its address; one that was read
    without a warning; that of the highest government, since notices are passed on downwards; with most header fields;
    with most table cells; in the richest format; the first path last. A file that a reviewer has decided on always keeps
    its records. Files that differ in a figure or in what is read from them are never copies: both stay, with a finding
    that says how they differ.
    """
    files = _files(db)
    replaced = {key for (key,) in db.execute("SELECT id FROM documents WHERE replaced_by IS NOT NULL")}
    paths = {file.id: file.path for file in files}
    found = recognise(files, lambda key: _text(db, key), lambda key: _records(db, key))
    with db.atomic():
        for copy in found.copies:
            reason = f"copy of {paths[copy.of]}: {copy.how}"
            said = "status = 'warned', reason = ? || coalesce('; ' || reason, ''), copy_of = ?, replaced_by = NULL"
            db.execute(f"UPDATE documents SET {said} WHERE id = ?", [reason, copy.of, copy.id])  # noqa: S608 - our own words
        _remove_records(db, [copy.id for copy in found.copies])
        versions = (pair for pair in found.versions if not replaced & set(pair))
        db.table("findings").insert_all(_version(db, pair, paths) for pair in versions)


def _files(db: sqlite_utils.Database) -> list[File]:
    """Return every file that was read, the best first."""
    cells = dict(
        db.execute(
            "SELECT t.document_id, count(*) FROM cells AS c JOIN tables AS t ON t.id = c.table_id GROUP BY 1"
        ).fetchall()
    )
    settled = {key for (key,) in db.execute("SELECT DISTINCT document_id FROM reviews")}

    def preference(row: dict[str, Any]) -> tuple[object, ...]:
        return (
            row["id"] not in settled,
            row["replaced_by"] is not None,
            row["status"] != "ok",
            LEVELS.index(row["level"]) if row["level"] in LEVELS else len(LEVELS),
            -sum(row[name] is not None for name in HEADER),
            -cells.get(row["id"], 0),
            FORMATS.index(row["media_type"]) if row["media_type"] in FORMATS else len(FORMATS),
            row["source_path"],
        )

    columns = (
        "id, source_path, source_url, sha256, media_type, period_start, period_end, status, replaced_by, version, level"
    )
    query = f"""SELECT {columns}, {", ".join(HEADER)} FROM documents
        LEFT JOIN jurisdictions ON code = jurisdiction_code WHERE status <> 'failed'"""  # noqa: S608 - our own names
    return [
        File(row["id"], row["source_path"], row["sha256"], _head(row), row["id"] in settled)
        for row in sorted(db.query(query), key=preference)
    ]


def _head(row: dict[str, Any]) -> Head:
    period = f"{row['period_start']} {row['period_end']}" if row["period_start"] else None
    return Head(
        row["title"],
        row["doc_number"],
        row["issuer"],
        row["jurisdiction_code"],
        row["issued_on"],
        period,
        (urlsplit(row["source_url"]).hostname if row["version"] else None) or str(PurePath(row["source_path"]).parent),
    )


def _text(db: sqlite_utils.Database, key: str) -> str:
    return str(db.execute("SELECT text FROM documents WHERE id = ?", [key]).fetchone()[0])


def _records(db: sqlite_utils.Database, key: str) -> list[tuple[Any, ...]]:
    """Return what a document says, without where it says so."""
    return [
        row
        for table, columns in SAID.items()
        for row in db.execute(f"SELECT {columns} FROM {table} WHERE document_id = ? ORDER BY {columns}", [key])  # noqa: S608
    ]


def _remove_records(db: sqlite_utils.Database, copies: Sequence[str]) -> None:
    """Remove all that was read from some documents, but for the evidence of their headers and the files they link to."""
    db.execute("CREATE TEMP TABLE copies (id TEXT PRIMARY KEY)")
    db.conn.executemany("INSERT INTO copies VALUES (?)", [(key,) for key in copies])
    owners = [
        t.name for t in schema.TABLES if any(c.name == "document_id" for c in t.columns) and t.name != "attachments"
    ]
    for owner in owners:
        ids = f"SELECT id FROM {owner} WHERE document_id IN copies"  # noqa: S608 - our own names
        for table, column in (*_pointing_at(owner), ("evidence", "record_id")):
            if table not in owners and owner in KEYED:
                db.execute(f"DELETE FROM {table} WHERE {column} IN ({ids})")  # noqa: S608
    for owner in owners:
        db.execute(f"DELETE FROM {owner} WHERE document_id IN copies")  # noqa: S608
    used = " UNION ".join(f"SELECT {column} FROM {table}" for table, column in _pointing_at("agencies"))  # noqa: S608
    db.execute(f"DELETE FROM agencies WHERE id NOT IN ({used})")  # noqa: S608
    db.execute("DROP TABLE copies")


def _pointing_at(name: str) -> Iterator[tuple[str, str]]:
    """Name the tables and columns that hold ids of a table."""
    yield from ((table.name, c.name) for table in schema.TABLES for c in table.columns if c.refers == name)


def _version(db: sqlite_utils.Database, pair: tuple[str, str], paths: dict[str, str]) -> Row:
    """Return the finding that says of two files that they are nearly one notice."""
    other, document = sorted(pair, key=lambda key: (paths[key], key))
    ours, theirs = figures(_text(db, document), _text(db, other))
    chinese, english = "文字有别", "they differ in words"
    if ours or theirs:
        here, there = _some(ours), _some(theirs)
        chinese = f"此处独有的数字：{here}，彼处独有的：{there}"
        english = f"figures only here: {here}, only there: {there}"
    message = both(
        f"与 {paths[other]} 几乎相同而不全同（{chinese}），分别读取",
        f"nearly the text of {paths[other]} ({english}); both are read as notices of their own",
    )
    return {
        "id": f"{document}-f{digest('version', other, length=10)}",
        "document_id": document,
        "kind": "version",
        "severity": "warning",
        "message": message,
        "start": None,
        "end": None,
        "detail": json.dumps({"other_document": other, "only_here": ours, "only_there": theirs}, ensure_ascii=False),
    }


def _some(numbers: Iterable[str]) -> str:
    every = list(numbers)
    return "、".join(every[:SHOWN]) + ("…" if len(every) > SHOWN else "") or "—"
