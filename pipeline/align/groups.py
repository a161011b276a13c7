"""Give every target an indicator: the catalogue's, or the group of those worded alike in units of one family."""

from __future__ import annotations

import hashlib
import json
from collections import Counter, defaultdict
from collections.abc import Iterable

from pipeline.align.facts import SHORTEST, TargetFact
from pipeline.align.units import base_unit, measure
from pipeline.align.verdicts import LESS_IS_MORE
from pipeline.align.wording import signature, squeezed

Row = dict[str, object]


def key_of(target: TargetFact) -> str:
    """Return the key under which targets of one indicator are grouped.

    For what the catalogue does not know it is all that its wording names, without fillers and order. A wording too short
    to say what is measured (形成) is of no group but its own.
    """
    return keys_of(target)[0]


def keys_of(target: TargetFact) -> tuple[str, ...]:
    """Return the keys under which a target meets those it may be compared with: only targets that share one are compared.

    A share whose denominator is named meets those that name none; a subject may be named in the measure (小学教师占比).
    """
    if target.entry is not None:
        return (target.entry.id,)
    sides = target.wording.sides, target.wording.measured, target.full.sides
    keys = tuple(dict.fromkeys(signature(text) for text in sides if len(squeezed(text)) >= SHORTEST))
    return keys or (f"{squeezed(target.wording.measured)}#{target.id}",)


def indicator_of(target: TargetFact) -> str | None:
    """Return the id of a target's indicator; None where several entries of the catalogue fit."""
    if target.entry is not None:
        return target.entry.id
    if target.link.candidates:
        return None
    known = measure(target.unit)
    share = known is not None and known.family in {"share", "points"}
    written = f"{key_of(target)}|{'share' if share else known.family if known else target.unit}"
    return "own-" + hashlib.sha256(written.encode()).hexdigest()[:12]


def indicator_rows(targets: Iterable[TargetFact]) -> list[Row]:
    """Return the indicators in use: entries of the catalogue, and groups under the wording they bear most often."""
    members: dict[str, list[TargetFact]] = defaultdict(list)
    for target in targets:
        if (key := indicator_of(target)) is not None:
            members[key].append(target)
    return [_row(key, some) for key, some in sorted(members.items())]


def link_rows(targets: Iterable[TargetFact]) -> list[Row]:
    """Return how each target came to its indicator."""
    return [
        {
            "target_id": target.id,
            "state": "linked" if target.entry else "unsure" if target.link.candidates else "own",
            "parts": json.dumps(dict(target.link.parts), ensure_ascii=False) if target.link.parts else None,
            "candidates": json.dumps(target.link.candidates) if target.link.candidates else None,
        }
        for target in targets
    ]


def unsure_findings(targets: Iterable[TargetFact]) -> list[Row]:
    """Return a finding for each target whose wording fits several entries of the catalogue."""
    return [
        {
            "target": target,
            "message": f"{target.indicator}：可对应多个指标，未作选择 · {len(target.link.candidates)} indicators fit; none was chosen",
            "detail": {"indicator": target.indicator, "candidates": list(target.link.candidates)},
        }
        for target in targets
        if target.entry is None and target.link.candidates
    ]


def _row(key: str, members: list[TargetFact]) -> Row:
    entry = members[0].entry
    if entry is not None:
        return {
            "id": key,
            "name": entry.name,
            "unit": base_unit(entry.unit) or None,
            "better": entry.better,
            "domain": entry.domain,
            "source": entry.source,
        }
    wordings = Counter(member.wording.text for member in members)
    name = min(wordings, key=lambda text: (-wordings[text], len(text), text))
    falls = any(word in name for word in LESS_IS_MORE.split("|"))
    return {
        "id": key,
        "name": name,
        "unit": members[0].unit,
        "better": "lower" if falls else "higher",
        "domain": None,
        "source": None,
    }
