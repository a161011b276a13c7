"""What the report page shows, gathered from a database: plain values, in an order that depends on the content alone."""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass, field
from decimal import Decimal

import sqlite_utils

from extractors.vocabulary import Change, Comparator, Modality, Recurrence
from pipeline.matrices import LEVELS, Matrix, Row, amount_of, comparison
from pipeline.raw_places import pages
from pipeline.review import anchor, apply
from pipeline.surroundings import Sentences

TEXTS = 4_000_000
"""Characters of notices that one page carries; beyond them the browser of notices names the notice without its text."""
RECORDS = 30_000
"""Records that one page carries. The database has all of them, and the page says how many it leaves out."""

REFERENCE = "reference"
"""The media type of documents that stand above the corpus as a table of their targets; they are no notices."""

STATUS = (
    """CASE WHEN d.copy_of IS NOT NULL THEN 'copies' WHEN d.replaced_by IS NOT NULL THEN 'older' ELSE d.status END"""
)
"""How the reading of a file ended; copies of others, and older versions of pages, are told apart."""

NOTICES = 3_000
"""Notices that one page lists, and findings, and silences in their list."""

KINDS = ("targets", "milestones", "responsibilities", "citations", "findings")
SILENCE = ("reference_target_id", "place", "state", "searched_documents", "nearest_misses")
REVIEWED = {"targets": apply.TARGET_FIELDS, "milestones": apply.MILESTONE_FIELDS}
"""The kinds of record that a reader can decide on in the page, with the fields that can be changed."""

CHOICES = {
    "comparator": [*Comparator],
    "change": ["", *Change],
    "recurrence": ["", *Recurrence],
    "modality": [*Modality],
}
"""The fields that hold one of a few words; the empty word stands for none."""


PLACELESS = """
    SELECT count(*) FROM documents WHERE jurisdiction_code IS NULL AND id IN (SELECT document_id FROM targets)
"""
"""How many notices set targets for a place that is not known, so that nothing can be held against them."""


@dataclass(slots=True)
class Page:
    """All that the page shows."""

    run: Row
    documents: list[Row]
    standards: list[Row]
    totals: dict[str, int]
    statuses: dict[str, int]
    levels: list[tuple[str, int]]
    verdicts: dict[str, int]
    matrices: tuple[Matrix, ...]
    matrices_left: int
    silences: list[Row]
    alignments: list[Row]
    findings: list[Row]
    records: dict[str, Row] = field(default_factory=dict)
    left_out: int = 0
    placeless: int = 0

    @property
    def listed(self) -> list[Row]:
        """The notices that the page lists."""
        return self.documents[:NOTICES]

    @property
    def silences_listed(self) -> list[Row]:
        """The silences that the page lists."""
        return self.silences[:NOTICES]

    def embedded(self) -> str:
        """Return what the page's script works on as JSON that cannot end its script element."""
        documents = {
            d["id"]: {
                "title": d["title"] or d["source_path"],
                "path": d["source_path"],
                "place": d["place"],
                "number": d["doc_number"],
                "issued": d["issued_on"],
                "text": d["shown_text"],
                "headings": d["headings"],
                "records": d["records"],
            }
            for d in (*self.documents, *self.standards)
            if d["records"]
        }
        content = {
            "documents": documents,
            "records": self.records,
            "alignments": self.alignments,
            "silences": [{name: row[name] for name in SILENCE} for row in self.silences],
            "review": {"context": anchor.CONTEXT, "fields": REVIEWED, "choices": CHOICES},
        }
        return json.dumps(content, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")


def gather(db: sqlite_utils.Database) -> Page:
    """Gather the page of a database."""
    documents = _documents(db)
    by_id = {d["id"]: d for d in documents}
    totals = count_records(db)
    compared = comparison(db, by_id)
    page = Page(
        run=next(iter(db.table("runs").rows), {}),
        documents=[d for d in documents if d["media_type"] != REFERENCE],
        standards=[d for d in documents if d["media_type"] == REFERENCE],
        totals=totals,
        statuses=statuses(db),
        levels=_levels(db),
        verdicts=dict(db.execute("SELECT value_verdict, count(*) FROM alignments GROUP BY value_verdict").fetchall()),
        matrices=compared.matrices,
        matrices_left=compared.left,
        silences=compared.silences,
        alignments=compared.alignments,
        findings=_findings(db),
    )
    page.records = _records(db, by_id)
    page.placeless = db.execute(PLACELESS).fetchone()[0]
    page.left_out = max(0, sum(totals.values()) - len(page.records))
    _share_texts(db, page)
    return page


def statuses(db: sqlite_utils.Database) -> dict[str, int]:
    """Count the files of the corpus by status, copies of others and older versions of pages by themselves."""
    counted = f"SELECT {STATUS}, count(*) FROM documents AS d WHERE media_type <> ? GROUP BY 1"  # noqa: S608 - our own words
    return dict(db.execute(counted, [REFERENCE]).fetchall())


def count_records(db: sqlite_utils.Database) -> dict[str, int]:
    """Count the records of each kind; those of a page's older versions stand beside them and do not count."""
    older = "SELECT id FROM documents WHERE replaced_by IS NOT NULL"
    counted = "SELECT count(*) FROM {0} WHERE document_id NOT IN ({1})"
    return {kind: int(db.execute(counted.format(kind, older)).fetchone()[0]) for kind in KINDS}


def _documents(db: sqlite_utils.Database) -> list[Row]:
    documents = list(
        db.query(
            "SELECT d.id, d.source_path, d.media_type, d.title, d.doc_number, d.jurisdiction_code, d.issued_on,"  # noqa: S608
            f" {STATUS} AS status, d.reason, length(d.text) AS length, j.name AS place, j.level AS level FROM documents d"
            " LEFT JOIN jurisdictions j ON j.code = d.jurisdiction_code ORDER BY d.source_path, d.id"
        )
    )
    counts = {
        kind: dict(db.execute(f"SELECT document_id, count(*) FROM {kind} GROUP BY document_id").fetchall())  # noqa: S608
        for kind in KINDS
    }
    headings: dict[str, list[list[int]]] = defaultdict(list)
    for document_id, start, heading in db.execute("SELECT document_id, start, heading FROM sections ORDER BY rowid"):
        headings[document_id].append([start, start + len(heading)])
    for document in documents:
        document["counts"] = {kind: counts[kind].get(document["id"], 0) for kind in KINDS}
        document["records"] = []
        document["headings"] = headings[document["id"]]
        document["shown_text"] = None
    return documents


def _levels(db: sqlite_utils.Database) -> list[tuple[str, int]]:
    found = dict(
        db.execute(
            "SELECT coalesce(j.level, ''), count(*) FROM targets t JOIN documents d ON d.id = t.document_id"
            " LEFT JOIN jurisdictions j ON j.code = d.jurisdiction_code GROUP BY 1"
        ).fetchall()
    )
    return [(level, found[level]) for level in (*LEVELS, "") if level in found]


def _findings(db: sqlite_utils.Database) -> list[Row]:
    rows = db.query(
        "SELECT f.*, d.title, d.source_path FROM findings f JOIN documents d ON d.id = f.document_id"
        " ORDER BY CASE f.severity WHEN 'error' THEN 0 WHEN 'warning' THEN 1 ELSE 2 END,"
        " f.kind, d.source_path, f.start, f.id"
    )
    return [row for row, _ in zip(rows, range(NOTICES), strict=False)]


def _records(db: sqlite_utils.Database, documents: dict[str, Row]) -> dict[str, Row]:
    """Return the records that the page shows, by id, each with the sentence it stands in."""
    agencies: dict[str, list[list[str]]] = defaultdict(list)
    for target, name, role in db.execute("SELECT target_id, name, role FROM target_agencies ORDER BY rowid"):
        agencies[target].append([name, role])
    found: dict[str, Row] = {}
    cutters: dict[str, Sentences] = {}
    for kind in KINDS:
        start, end = ("start", "end") if kind == "findings" else ("quote_start", "quote_end")
        first = "id IN (SELECT target_id FROM alignments UNION SELECT reference_target_id FROM alignments) DESC,"
        order = f"SELECT * FROM {kind} ORDER BY {first if kind == 'targets' else ''} document_id, {start}, {end}, id"  # noqa: S608
        for row in db.query(order):
            if len(found) >= RECORDS:
                return found
            document = documents[row["document_id"]]
            record = {"kind": kind, "document": row["document_id"], "start": row[start], "end": row[end]}
            if row[start] is not None:
                if document["id"] not in cutters:
                    cutters[document["id"]] = Sentences(_text(db, document["id"]))
                around = cutters[document["id"]].around(row[start], row[end])
                record["before"], record["quote"], record["after"] = around
            if on := pages(json.loads(row.get("quote_raw_place") or row.get("raw_place") or "[]")):
                record["page"] = on
            record["fields"] = _fields(kind, row, agencies.get(row["id"], []))
            if kind == "findings" and (others := _others(row["detail"])):
                record["others"] = others
            if kind in REVIEWED:
                record["read"] = read_fields(kind, row)
            found[row["id"]] = record
            document["records"].append(row["id"])
    return found


def _text(db: sqlite_utils.Database, document_id: str) -> str:
    return str(db.execute("SELECT text FROM documents WHERE id = ?", [document_id]).fetchone()[0])


def _fields(kind: str, row: Row, agencies: list[list[str]]) -> Row:
    """Pick what a reader wants to see of a record; empty fields are left out."""
    shown = {
        "targets": (
            *("indicator", "subject", "value", "change", "deadline", "deadline_text", "deadline_from", "recurrence"),
            *("modality", "condition", "agencies", "note"),
        ),
        "milestones": ("action", "subject", "start_date", "deadline", "deadline_text"),
        "responsibilities": ("name", "role"),
        "citations": ("title", "doc_number", "relation"),
        "findings": ("kind", "severity", "message"),
    }[kind]
    values = row | {"value": amount_of(row), "agencies": agencies} if kind == "targets" else row
    fields: Row = {name: values[name] for name in shown}
    if kind in {"targets", "milestones"} and row["damaged"]:
        fields["damaged"] = True
    if row.get("rule"):
        fields["rule"] = row["rule"]
    return {name: value for name, value in fields.items() if value not in (None, "", [])}


def read_fields(kind: str, row: Row) -> Row:
    """Return the fields of a stored target or milestone as a review file holds them: plain values, without empty ones."""
    fields: Row = {}
    for name in REVIEWED[kind]:
        value = row[name]
        if isinstance(value, float):
            fields[name] = f"{Decimal(repr(value)).normalize():f}"
        elif name == "absolute":
            fields |= {name: True} if value else {}
        elif value is not None:
            fields[name] = value
    return fields


def _share_texts(db: sqlite_utils.Database, page: Page) -> None:
    """Give the page the texts of notices that have records, as far as they fit."""
    room = TEXTS
    for document in page.documents:
        document["records"].sort(key=lambda key: (page.records[key]["start"] or 0, page.records[key]["end"] or 0, key))
        if document["records"] and document["length"] <= room:
            room -= document["length"]
            document["shown_text"] = _text(db, document["id"])


def _others(detail: str | None) -> list[str]:
    """Return the other records that a finding is about: what contradicts, or the candidates of which none was chosen."""
    told = json.loads(detail or "{}")
    return [*filter(None, [told.get("other")]), *told.get("candidates", ())]
