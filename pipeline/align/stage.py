"""The stage: read the facts, let the pure modules judge, and write what they found."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from pathlib import Path

import sqlite_utils

from extractors.places import Gazetteer
from pipeline import views
from pipeline.align import (
    allocation,
    completions,
    conflicts,
    groups,
    in_force,
    load,
    phases,
    references,
    siblings,
    tables,
)
from pipeline.align.candidates import Index, Pair, Unsure, line_up
from pipeline.align.documents import Library, Paper, Quoted
from pipeline.align.facts import DocumentFact, TargetFact
from pipeline.align.load import Government
from pipeline.align.results import alignment_row, completed, digest, silence_row, unsure_finding, write_findings
from pipeline.align.silences import Voice, is_answer, silences, voice


def align(
    db: sqlite_utils.Database,
    places: Gazetteer | None = None,
    tables_of_references: Sequence[Path] | None = None,
    *,
    also_ended: bool = False,
) -> None:
    """Line up everything in a database that `store` has written; what an earlier run of this stage wrote is replaced.

    Args:
        db: the database.
        places: knows the governments that the database does not hold; the project's own gazetteer unless given.
        tables_of_references: CSV files of reference standards; those that come with the project unless given.
        also_ended: compare the targets of repealed and replaced documents too, as they stood.
    """
    own = references.tables() if tables_of_references is None else tables_of_references
    with db.atomic():
        tables.prepare(db)
        references.load(db, own)
        governments = load.governments(db)
        documents = load.documents(db)
        forces = write_forces(db)
        ended = set() if also_ended else {key for key, force in forces.items() if force.by is not None}
        done = write_completions(db, documents, governments, ended)
        targets = load.targets(db, documents, governments)
        cited = resolve_citations(db)
        write_indicators(db, targets)
        speaking = [target for target in targets if target.document.id not in ended]
        dead = in_force.dead_pairs(forces, {key: document.issued_on for key, document in documents.items()})
        lined_up = line_up(speaking, Index(targets), governments, dead)
        pairs = write_alignments(db, completed(targets, done), lined_up, cited)
        gazetteer = places or Gazetteer.load()
        divided = allocation.splits(speaking, allocation.Below(governments, gazetteer))
        write_allocations(db, speaking, divided, governments, gazetteer)
        allotted = frozenset(part.id for split in divided for part in split.parts)
        voices = voices_of(db, speaking, {key: d for key, d in documents.items() if key not in ended})
        matched = {(p.upper.id, p.lower.document.id): p.lower.id for p in pairs if is_answer(p.verdict)}
        found = silences(speaking, voices, governments, cited, allotted, matched)
        db.table("silences").insert_all(silence_row(silence) for silence in found)
        db.table("siblings").insert_all(siblings.rows(speaking, governments))
        write_findings(db, conflicts.findings(speaking, pairs, [*divided, *allocation.by_year(speaking)]))
        write_phase_findings(db)
        views.create(db)


def write_completions(
    db: sqlite_utils.Database,
    documents: dict[str, DocumentFact],
    governments: dict[str, Government],
    ended: Collection[str],
) -> list[completions.Answer]:
    """Make targets of the completions that answer each other, in documents that have not ended; return them."""
    every = completions.find(db, load.targets(db, documents, governments))
    found = list(
        completions.answers([c for c in every if c.document in documents and c.document not in ended], governments)
    )
    db.table("targets").insert_all(completions.target_rows(found))
    db.table("milestone_alignments").insert_all(completions.milestone_rows(found))
    return found


def resolve_citations(db: sqlite_utils.Database) -> frozenset[tuple[str, str]]:
    """Fill `cited_document_id`; return the (citing, cited) pairs."""
    library = Library(papers(db))
    found = set()
    for row in db.query("SELECT id, document_id, title, doc_number FROM citations ORDER BY id"):
        cited = library.resolve(Quoted(row["id"], row["document_id"], row["title"], row["doc_number"]))
        if cited is not None:
            db.execute("UPDATE citations SET cited_document_id = ? WHERE id = ?", [cited, row["id"]])
            found.add((str(row["document_id"]), cited))
    return frozenset(found)


def papers(db: sqlite_utils.Database) -> list[Paper]:
    """Return every document as citing knows it."""
    known = load.documents(db)
    query = f"SELECT id, title, doc_number, issuer, jurisdiction_code FROM documents WHERE {load.SPEAKING} ORDER BY id"  # noqa: S608 - our own words
    return [
        Paper(r["id"], r["title"], r["doc_number"], r["issuer"], r["jurisdiction_code"], known[r["id"]].issued_on)
        for r in db.query(query)
    ]


def write_indicators(db: sqlite_utils.Database, targets: Sequence[TargetFact]) -> None:
    """Link every target to its indicator, and say where several fit."""
    db.table("indicators").insert_all(groups.indicator_rows(targets))
    db.table("links").insert_all(groups.link_rows(targets))
    for target in targets:
        db.execute("UPDATE targets SET indicator_id = ? WHERE id = ?", [groups.indicator_of(target), target.id])
    write_findings(db, groups.unsure_findings(targets))


def write_forces(db: sqlite_utils.Database) -> dict[str, in_force.Force]:
    """Write when each document binds."""
    by_id = {paper.id: paper for paper in papers(db)}
    period_ends = {key: document.period_end for key, document in load.documents(db).items()}
    rows = db.query(f"SELECT id, validity, text FROM documents WHERE {load.SPEAKING} ORDER BY id")  # noqa: S608 - our own words
    texts = [in_force.Text(by_id[r["id"]], r["validity"] or "", period_ends[r["id"]], r["text"]) for r in rows]
    found = in_force.forces(texts, Library(by_id.values()))
    db.table("in_force").insert_all(
        {
            "document_id": key,
            "since": force.since.isoformat() if force.since else None,
            "until": force.until.isoformat() if force.until else None,
            "reason": force.reason,
            "by_document_id": force.by,
        }
        for key, force in sorted(found.items())
    )
    return found


def write_alignments(
    db: sqlite_utils.Database,
    done: list[Pair],
    lined_up: Iterable[Pair | Unsure],
    cited: frozenset[tuple[str, str]],
) -> list[Pair]:
    """Write the alignments, completions (`done`) before all others; return them."""
    matched = {(pair.lower.id, pair.upper.document.id) for pair in done}
    pairs = list(done)
    unsure: list[Unsure] = []
    for found in lined_up:
        if isinstance(found, Unsure):
            unsure.append(found)
        elif (found.lower.id, found.upper.document.id) not in matched:
            pairs.append(found)
    db.table("alignments").insert_all(alignment_row(pair, cited) for pair in pairs)
    write_findings(db, map(unsure_finding, unsure))
    return pairs


def write_allocations(
    db: sqlite_utils.Database,
    targets: Sequence[TargetFact],
    divided: Sequence[allocation.Split],
    governments: dict[str, Government],
    gazetteer: Gazetteer,
) -> None:
    """Write how totals are split. Places that had no notice join the jurisdictions."""
    parts = list(allocation.parts(divided, allocation.Below(governments, gazetteer)))
    for place in {part.place.code: part.place for part in parts}.values():
        for known in (*reversed(gazetteer.parents(place)), place) if place.code not in governments else ():
            row = {"code": known.code, "name": known.name, "level": known.level.value, "parent_code": known.parent_code}
            db.table("jurisdictions").insert(row, pk="code", ignore=True)
    db.table("allocations").insert_all(allocation.rows(parts, targets))


def voices_of(
    db: sqlite_utils.Database, targets: Sequence[TargetFact], documents: dict[str, DocumentFact]
) -> dict[str, list[Voice]]:
    """Return the documents of each government that still speak for it, ready to be searched."""
    by_document: dict[str, list[TargetFact]] = defaultdict(list)
    for target in targets:
        by_document[target.document.id].append(target)
    actions: dict[str, list[str]] = defaultdict(list)
    for row in db.query("SELECT document_id, subject, action FROM milestones ORDER BY id"):
        actions[row["document_id"]].append(f"{row['subject'] or ''}{row['action']}")
    found: dict[str, list[Voice]] = defaultdict(list)
    for row in db.query("SELECT id, text FROM documents WHERE status <> 'failed' ORDER BY id"):
        document = documents.get(row["id"])
        if document is not None and document.jurisdiction is not None and not document.standard:
            known = by_document[document.id]
            found[document.jurisdiction].append(voice(document, known, row["text"], actions[document.id]))
    return found


def write_phase_findings(db: sqlite_utils.Database) -> None:
    """Write which deadlines lie before the phase they stand in."""
    for finding in list(phases.findings(db)):
        db.table("findings").insert({"id": f"align-{digest(*map(str, finding.values()))}", **finding}, ignore=True)
