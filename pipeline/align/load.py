"""Read the database's rows into the plain facts that comparing works on."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any

import sqlite_utils

from extractors.vocabulary import Change, Comparator, DeadlineSource, Modality, Recurrence
from pipeline.align.decided import UNDECIDED, decisions
from pipeline.align.facts import DocumentFact, TargetFact
from pipeline.align.wording import read_wording

NATION = "100000"
SPEAKING = "status <> 'failed' AND copy_of IS NULL AND replaced_by IS NULL"
"""Which documents speak for a government: each notice once, as its page reads now."""

STANDARD = "reference"
"""The media type of a document that was loaded from a table of references."""

REDEFINED = re.compile(
    r"(?:统计)?口径[^。；]{0,12}(?:调整|折算|变化|变更)|[原新旧]口径|按[^。；]{0,16}口径[^。；]{0,6}(?:折算|计算|测算)"
)
NAMED = 4
"""Characters that the name of a measure must have to be known again in such a line."""

KINDS = ("省", "市", "区", "县", "自治州", "州", "盟", "旗", "地区", "自治区", "自治县", "自治旗", "特别行政区")


@dataclass(frozen=True)
class Government:
    """A jurisdiction with the codes above it, nearest first, and the names it goes by."""

    code: str
    name: str
    level: str
    above: tuple[str, ...]

    @cached_property
    def names(self) -> tuple[str, ...]:
        """Its full name and its short one (闵行区, 闵行)."""
        ending = next((e for e in sorted(KINDS, key=len, reverse=True) if self.name.endswith(e)), "")
        short = self.name.removesuffix(ending)
        return (self.name, short) if len(short) > 1 else (self.name,)


def governments(db: sqlite_utils.Database) -> dict[str, Government]:
    """Return the jurisdictions by code."""
    rows = {row["code"]: row for row in db.query("SELECT * FROM jurisdictions")}

    def above(code: str) -> Iterator[str]:
        at = rows[code]["parent_code"]
        while at in rows:
            yield at
            at = rows[at]["parent_code"]
        if code != NATION and NATION in rows and at != NATION:
            yield NATION

    return {
        code: Government(code, row["name"], row["level"], tuple(dict.fromkeys(above(code))))
        for code, row in sorted(rows.items())
    }


def documents(db: sqlite_utils.Database) -> dict[str, DocumentFact]:
    """Return the documents that were read, by id: neither copies of others nor older versions of their page."""
    return {
        row["id"]: DocumentFact(
            row["id"],
            row["title"] or "",
            row["jurisdiction_code"],
            _date(row["issued_on"]) or _date(row["printed_on"]) or _date(row["published_on"]),
            _date(row["period_start"]),
            _date(row["period_end"]),
            row["media_type"] == STANDARD,
        )
        for row in db.query(f"SELECT * FROM documents WHERE {SPEAKING} ORDER BY id")  # noqa: S608 - our own words
    }


def targets(
    db: sqlite_utils.Database, of: dict[str, DocumentFact], places: dict[str, Government]
) -> tuple[TargetFact, ...]:
    """Return all targets in the order of their documents and places in them."""
    headings = headings_of(db)
    notes = redefinitions(db)
    decided = decisions(db)
    query = """SELECT t.*, substr(d.text, max(1, t.quote_start - 59), min(60, t.quote_start)) AS before
        FROM targets AS t JOIN documents AS d ON d.id = t.document_id ORDER BY t.document_id, t.quote_start, t.id"""
    return tuple(
        replace(
            _target(row, of[row["document_id"]], headings.get(row["section_id"], ""), places, notes),
            decided=decided.get(row["id"], UNDECIDED),
        )
        for row in db.query(query)
        if row["document_id"] in of
    )


def redefinitions(db: sqlite_utils.Database) -> dict[str, tuple[str, ...]]:
    """Return for each document the lines that say of a measure that it is counted in a new way."""
    found = {}
    for row in db.query("SELECT id, text FROM documents WHERE text LIKE '%口径%' ORDER BY id"):
        found[row["id"]] = tuple(line for line in row["text"].splitlines() if REDEFINED.search(line))
    return found


def headings_of(db: sqlite_utils.Database) -> dict[str | None, str]:
    """Return each section's heading, with those of the sections around it."""
    rows = {row["id"]: row for row in db.query("SELECT id, parent_id, heading FROM sections")}

    def path(key: str | None) -> Iterator[str]:
        while key is not None and key in rows:
            yield rows[key]["heading"] or ""
            key = rows[key]["parent_id"]

    return {key: " ".join(path(key)) for key in rows}


def _target(
    row: dict[str, Any],
    document: DocumentFact,
    heading: str,
    places: dict[str, Government],
    notes: dict[str, tuple[str, ...]],
) -> TargetFact:
    government = places.get(document.jurisdiction or "")
    name = read_wording(row["indicator"]).text
    return TargetFact(
        id=row["id"],
        document=document,
        indicator=row["indicator"],
        value=_number(row["value"]),
        unit=row["unit"],
        subject=row["subject"],
        comparator=Comparator(row["comparator"]),
        value_max=_number(row["value_max"]),
        change=Change(row["change"]) if row["change"] else None,
        deadline=_date(row["deadline"]),
        recurrence=Recurrence(row["recurrence"]) if row["recurrence"] else None,
        modality=Modality(row["modality"]),
        condition=row["condition"],
        absolute=bool(row["absolute"]),
        damaged=bool(row["damaged"]),
        quote=row["quote"],
        start=row["quote_start"],
        heading=heading,
        places=government.names if government else (),
        level=government.level if government else None,
        before=row["before"],
        rule=row["rule"] or "",
        period_only=row["deadline_from"] == DeadlineSource.DOCUMENT.value,
        redefined=next((note for note in notes.get(document.id, ()) if len(name) >= NAMED and name in note), None),
    )


def _date(written: str | None) -> date | None:
    return date.fromisoformat(written) if written else None


def _number(value: float | None) -> Decimal | None:
    return None if value is None else Decimal(repr(value))
