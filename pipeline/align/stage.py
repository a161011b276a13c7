"""The stage: read the facts, let the pure modules judge, and write what they found."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
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
from pipeline.align.comparable import NotComparable, Verdict
from pipeline.align.documents import Library, Paper, Quoted
from pipeline.align.facts import DocumentFact, TargetFact
from pipeline.align.load import Government
from pipeline.align.silences import Silence, Voice, silences, voice
from pipeline.align.subjects import Scope
from pipeline.align.verdicts import ValueVerdict, deadline_verdict, modality_verdict

Row = dict[str, object]


def align(
    db: sqlite_utils.Database, places: Gazetteer | None = None, tables_of_references: Sequence[Path] | None = None
) -> None:
    """Line up everything in a database that `store` has written; what an earlier run of this stage wrote is replaced.

    Args:
        db: the database.
        places: knows the governments that the database does not hold; the project's own gazetteer unless given.
        tables_of_references: CSV files of reference standards; those that come with the project unless given.
    """
    own = references.tables() if tables_of_references is None else tables_of_references
    with db.atomic():
        tables.prepare(db)
        references.load(db, own)
        governments = load.governments(db)
        documents = load.documents(db)
        found = list(completions.answers(completions.find(db, load.targets(db, documents, governments)), governments))
        db.table("targets").insert_all(completions.target_rows(found))
        db.table("milestone_alignments").insert_all(completions.milestone_rows(found))
        targets = load.targets(db, documents, governments)
        cited = resolve_citations(db)
        write_indicators(db, targets)
        forces = write_forces(db)
        dead = in_force.dead_pairs(forces, {key: document.issued_on for key, document in documents.items()})
        pairs = write_alignments(db, targets, governments, cited, dead, found)
        ended = {key for key, force in forces.items() if force.by is not None}
        speaking = {key: document for key, document in documents.items() if key not in ended}
        parts = write_allocations(db, targets, governments, places or Gazetteer.load())
        write_silences(db, targets, governments, speaking, cited, frozenset(part.target.id for part in parts))
        db.table("siblings").insert_all(siblings.rows(targets, governments))
        write_findings(db, conflicts.findings([t for t in targets if t.document.id not in ended], pairs, parts))
        for finding in phases.findings(db):
            key = digest(*map(str, finding.values()))
            db.table("findings").insert({"id": f"align-{key}", **finding}, ignore=True)
        views.create(db)


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
    query = "SELECT id, title, doc_number, issuer, jurisdiction_code FROM documents WHERE status <> 'failed' ORDER BY id"
    return [
        Paper(r["id"], r["title"], r["doc_number"], r["issuer"], r["jurisdiction_code"], known[r["id"]].issued_on)
        for r in db.query(query)
    ]


def write_indicators(db: sqlite_utils.Database, targets: Sequence[TargetFact]) -> None:
    """Link every target to its indicator, and say where several fit."""
    db.table("indicators").insert_all(groups.indicator_rows(targets))
    for target in targets:
        db.execute("UPDATE targets SET indicator_id = ? WHERE id = ?", [groups.indicator_of(target), target.id])
    write_findings(db, groups.unsure_findings(targets))


def write_forces(db: sqlite_utils.Database) -> dict[str, in_force.Force]:
    """Write when each document binds."""
    by_id = {paper.id: paper for paper in papers(db)}
    period_ends = {key: document.period_end for key, document in load.documents(db).items()}
    rows = db.query("SELECT id, validity, text FROM documents WHERE status <> 'failed' ORDER BY id")
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
    targets: Sequence[TargetFact],
    governments: dict[str, Government],
    cited: frozenset[tuple[str, str]],
    dead: frozenset[tuple[str, str]],
    done: Sequence[completions.Answer],
) -> list[Pair]:
    """Write the alignments; return those that were chosen. Completions were matched before, by their deed."""
    chosen = completed(targets, done)
    unsure: list[Unsure] = []
    matched = {(pair.lower.id, pair.upper.document.id) for pair in chosen}
    for found in line_up(targets, Index(targets), governments, dead):
        if isinstance(found, Unsure):
            unsure.append(found)
        elif (found.lower.id, found.upper.document.id) not in matched:
            chosen.append(found)
    db.table("alignments").insert_all(alignment_row(pair, cited) for pair in chosen)
    write_findings(db, map(unsure_finding, unsure))
    return chosen


def completed(targets: Sequence[TargetFact], done: Sequence[completions.Answer]) -> list[Pair]:
    """Return the completions that answer each other as pairs: the deed is the same and done as far, so the values are equal."""
    by_id = {target.id: target for target in targets}
    pairs = []
    for answer in done:
        lower, upper = by_id[answer.lower.id], by_id[answer.upper.id]
        deadline, days = deadline_verdict(lower.deadline, upper.deadline)
        wording = modality_verdict(lower.modality, upper.modality)
        verdict = Verdict(ValueVerdict.EQUAL, None, None, deadline, days, wording, Scope.SAME)
        pairs.append(Pair(lower, upper, verdict))
    return pairs


def alignment_row(pair: Pair, cited: frozenset[tuple[str, str]]) -> Row:
    """Return one alignment as a row."""
    lower, upper, verdict = pair.lower, pair.upper, pair.verdict
    deadline, days = deadline_verdict(lower.deadline, upper.deadline)
    row: Row = {
        "id": "al" + digest(lower.id, upper.id),
        "target_id": lower.id,
        "reference_target_id": upper.id,
        "basis": basis_of(lower.document, upper.document, cited),
        "value_verdict": ValueVerdict.NOT_COMPARABLE.value,
        "value_gap": None,
        "value_ratio": None,
        "deadline_verdict": deadline.value,
        "deadline_gap_days": days,
        "modality_verdict": modality_verdict(lower.modality, upper.modality).value,
        "code": None,
        "scope_verdict": None,
        "caveats": None,
    }
    if isinstance(verdict, NotComparable):
        return row | {"code": verdict.code.value, "reason": verdict.reason}
    return row | {
        "value_verdict": verdict.value.value,
        "value_gap": None if verdict.gap is None else float(verdict.gap),
        "value_ratio": None if verdict.ratio is None else float(verdict.ratio),
        "scope_verdict": verdict.scope.value,
        "caveats": json.dumps(verdict.caveats, ensure_ascii=False) if verdict.caveats else None,
        "reason": "; ".join((f"same indicator: {lower.entry.name if lower.entry else lower.indicator}", *verdict.caveats)),
    }


def basis_of(lower: DocumentFact, upper: DocumentFact, cited: frozenset[tuple[str, str]]) -> str:
    """Say why a target is a reference: its document is cited, is a standard, or stands above."""
    if (lower.id, upper.id) in cited:
        return "cites"
    return "standard" if upper.standard else "parent"


def unsure_finding(unsure: Unsure) -> Row:
    """Return the finding that several targets fit equally well."""
    lower = unsure.lower
    return {
        "target": lower,
        "message": f"{lower.indicator}: {len(unsure.candidates)} targets above fit equally well; none was chosen",
        "detail": {"target": lower.id, "candidates": [upper.id for upper in unsure.candidates]},
    }


def write_allocations(
    db: sqlite_utils.Database,
    targets: Sequence[TargetFact],
    governments: dict[str, Government],
    gazetteer: Gazetteer,
) -> list[allocation.Part]:
    """Write how totals are split; return the parts. Places that had no notice join the jurisdictions."""
    parts = list(allocation.parts(targets, governments, gazetteer))
    for place in {part.place.code: part.place for part in parts}.values():
        for known in (*reversed(gazetteer.parents(place)), place) if place.code not in governments else ():
            row = {"code": known.code, "name": known.name, "level": known.level.value, "parent_code": known.parent_code}
            db.table("jurisdictions").insert(row, pk="code", ignore=True)
    db.table("allocations").insert_all(allocation.rows(parts, targets))
    return parts


def write_silences(
    db: sqlite_utils.Database,
    targets: Sequence[TargetFact],
    governments: dict[str, Government],
    documents: dict[str, DocumentFact],
    cited: frozenset[tuple[str, str]],
    allotted: frozenset[str],
) -> None:
    """Write who does not answer what."""
    voices = voices_of(db, targets, documents)
    uppers = (target for target in targets if target.document.jurisdiction in governments)
    db.table("silences").insert_all(silence_row(s) for s in silences(uppers, voices, governments, cited, allotted))


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


def silence_row(silence: Silence) -> Row:
    """Return one silence as a row."""
    return {
        "reference_target_id": silence.upper.id,
        "jurisdiction_code": silence.jurisdiction,
        "state": silence.state.value,
        "searched_documents": json.dumps(silence.searched),
        "nearest_misses": json.dumps(silence.misses),
    }


def write_findings(db: sqlite_utils.Database, findings: Iterable[Row]) -> None:
    """Write findings on targets; each points at the words of its target."""
    for finding in findings:
        target = finding["target"]
        assert isinstance(target, TargetFact)
        detail = json.dumps(finding["detail"], ensure_ascii=False, sort_keys=True)
        db.table("findings").insert(
            {
                "id": "align-" + digest(target.id, str(finding.get("kind", "unsure")), detail),
                "document_id": target.document.id,
                "kind": finding.get("kind", "unsure"),
                "severity": finding.get("severity", "info"),
                "message": finding["message"],
                "start": target.start,
                "end": target.start + len(target.quote),
                "detail": detail,
            },
            ignore=True,
        )


def digest(*parts: str) -> str:
    """Return a short stable name for some parts."""
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:16]
