"""What aligning found, as rows of the database."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence

import sqlite_utils

from extractors.bilingual import both, halves
from pipeline.align import completions
from pipeline.align.candidates import Pair, Unsure
from pipeline.align.comparable import IN_CHINESE, NotComparable, Verdict
from pipeline.align.facts import DocumentFact, TargetFact
from pipeline.align.silences import Silence
from pipeline.align.subjects import Scope
from pipeline.align.verdicts import ValueVerdict, deadline_verdict, due, modality_verdict

Row = dict[str, object]


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
    deadline, days = deadline_verdict(due(lower), due(upper))
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
        why = both(f"{IN_CHINESE[verdict.code]}：{verdict.reason}", f"{verdict.code}: {verdict.reason}")
        return row | {"code": verdict.code.value, "reason": why}
    return row | {
        "value_verdict": verdict.value.value,
        "value_gap": None if verdict.gap is None else float(verdict.gap),
        "value_ratio": None if verdict.ratio is None else float(verdict.ratio),
        "scope_verdict": verdict.scope.value,
        "caveats": json.dumps(verdict.caveats, ensure_ascii=False) if verdict.caveats else None,
        "reason": same_indicator(lower, verdict.caveats),
    }


def same_indicator(lower: TargetFact, caveats: Sequence[str]) -> str:
    """Say that two targets measure one indicator, and what limits the verdict."""
    name = lower.entry.name if lower.entry else lower.indicator
    limits = [halves(caveat) for caveat in caveats]
    chinese, english = f"同一指标：{name}", f"same indicator: {name}"
    return both("；".join([chinese, *(c for c, _ in limits)]), "; ".join([english, *(e for _, e in limits)]))


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
        "message": both(
            f"{lower.indicator}：{len(unsure.candidates)}项上级目标同样相符，未作选择",
            f"{lower.indicator}: {len(unsure.candidates)} targets above fit equally well; none was chosen",
        ),
        "detail": {"target": lower.id, "candidates": [upper.id for upper in unsure.candidates]},
    }


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
    """Write findings on targets (`target` is the fact); each points at the words of its target."""
    rows = (finding_row(finding) for finding in findings)
    db.table("findings").insert_all({row["id"]: row for row in rows}.values())


def finding_row(finding: Row) -> Row:
    """Return one finding as a row."""
    target = finding["target"]
    if not isinstance(target, TargetFact):
        raise TypeError(f"a finding without its target: {finding}")
    detail = json.dumps(finding["detail"], ensure_ascii=False, sort_keys=True)
    kind = str(finding.get("kind", "unsure"))
    return {
        "id": "align-" + digest(target.id, kind, detail),
        "document_id": target.document.id,
        "kind": kind,
        "severity": finding.get("severity", "info"),
        "message": finding["message"],
        "start": target.start,
        "end": target.start + len(target.quote),
        "detail": detail,
    }


def digest(*parts: str) -> str:
    """Return a short stable name for some parts."""
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:16]
