"""What reviewers decided about the comparing: which indicator a target measures, and which upper target it answers."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

import sqlite_utils


@dataclass(frozen=True, slots=True)
class Decided:
    """The decisions on one target. `indicator` is an id of the catalogue, empty for none of it, None where undecided.

    `answers` are quotes of upper targets that it answers, `answers_not` those that it does not.
    """

    indicator: str | None = None
    answers: frozenset[str] = frozenset()
    answers_not: frozenset[str] = frozenset()


UNDECIDED = Decided()


def decisions(db: sqlite_utils.Database) -> dict[str, Decided]:
    """Return the links and unlinks of reviewers by target id; of two on the same thing the later one counts."""
    indicator: dict[str, str] = {}
    answers: dict[str, dict[str, bool]] = defaultdict(dict)
    rows = db.query(
        "SELECT record_id, decision, field, value_reviewed FROM reviews"
        " WHERE decision IN ('link', 'unlink') AND record_id IS NOT NULL ORDER BY rowid"
    )
    for row in rows:
        linked = row["decision"] == "link"
        if row["field"] == "indicator_id":
            indicator[row["record_id"]] = row["value_reviewed"] if linked else ""
        elif row["field"] == "reference":
            answers[row["record_id"]][row["value_reviewed"]] = linked
    return {
        key: Decided(
            indicator.get(key),
            frozenset(quote for quote, linked in answers[key].items() if linked),
            frozenset(quote for quote, linked in answers[key].items() if not linked),
        )
        for key in indicator.keys() | answers.keys()
    }
