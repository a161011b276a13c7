"""Store: write the rows to a new `policy.db`; the load fails unless every quote stands where it says."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import sqlite_utils

from extractors.errors import DuibiaoError
from extractors.records import NoticeRecords
from pipeline import schema
from pipeline.rows import rows_of
from pipeline.shared import Places, Row, Rows, Shared, digest

LAW = " UNION ALL ".join(
    f"""SELECT d.source_path, '{table}', record.id, record.quote_start, record.quote
    FROM {table} AS record JOIN documents AS d ON d.id = record.document_id
    WHERE record.quote = ''
       OR substr(d.text, record.quote_start + 1, record.quote_end - record.quote_start) <> record.quote
    """  # noqa: S608 - the names are our own
    for table in schema.QUOTED
)
"""The law of the whole project as one query: the records whose quote is not what stands at their place. No rows."""


class EvidenceError(DuibiaoError):
    """A record whose quote is not in the text where it says; the message names notice, offset and quote."""


class LoadError(DuibiaoError):
    """A row that points at a row which is not there."""


@dataclass(frozen=True, slots=True)
class Run:
    """The program that reads: its version, and hashes of its code and of its lexicons. No clock.

    `places` is the file of places that the corpus brings with it, as it stands; None without one.
    """

    version: str
    code: str
    lexicons: str
    places: str | None = None


def build(path: Path, notices: Iterable[tuple[str, NoticeRecords]], run: Run, places: Places) -> None:
    """Write a new database from (document id, records) pairs, in the order given, and check it.

    Raises:
        EvidenceError: a quote is not where it says.
        LoadError: a row points at a row that is not there.
    """
    shared = Shared(places)
    corpus = hashlib.sha256()
    with closing(sqlite_utils.Database(path)) as db:
        db.execute("PRAGMA journal_mode = MEMORY")
        db.execute("PRAGMA synchronous = OFF")
        with db.atomic():
            schema.create(db)
            for document_id, records in notices:
                corpus.update(f"{records.notice.source_path}\0{records.notice.sha256}\n".encode())
                insert(db, rows_of(document_id, records, shared))
            insert(db, shared.rows())
            insert(db, {"runs": [run_row(run, corpus.hexdigest()[:16])]})
        check(db)


def run_row(run: Run, corpus: str) -> Row:
    """Return the row that says what the database was made from."""
    parts = {"version": run.version, "corpus": corpus, "code": run.code, "lexicons": run.lexicons, "places": run.places}
    return {"id": digest(*parts.values()), **parts, "schema": schema.VERSION}


def insert(db: sqlite_utils.Database, rows: Rows) -> None:
    """Insert rows by table."""
    for table, some in rows.items():
        db.table(table).insert_all(some)


def check(db: sqlite_utils.Database) -> None:
    """Hold the database to the evidence law and to its foreign keys.

    Raises:
        EvidenceError: a quote is not where it says.
        LoadError: a row points at a row that is not there.
    """
    for path, table, key, start, quote in db.execute(LAW):
        raise EvidenceError(f"{path}: {table} {key} at {start} does not quote the text: {quote!r}")
    for table, row, parent, _ in db.execute("PRAGMA foreign_key_check"):
        raise LoadError(f"{table} row {row} points at a row of {parent} that is not there")


def settle(path: Path) -> None:
    """Rewrite the file from its content alone: equal content gives equal bytes, however often it was changed."""
    settled = path.with_name(f"{path.name}.settled")
    with closing(sqlite_utils.Database(path)) as db:
        db.execute("PRAGMA schema_version = 1")
        db.execute("VACUUM INTO ?", [str(settled)])
    settled.replace(path)
