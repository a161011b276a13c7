"""Compare two runs of a corpus notice by notice, and say of each change what caused it: source, rule, or correction."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import sqlite_utils

from pipeline.diff.changes import Comparison, Line, compare
from pipeline.diff.sides import Item, Side, from_database
from pipeline.flat import flat


class Cause(StrEnum):
    """Why a record of one run differs from that of another."""

    SOURCE = "source"
    RULE = "rule"
    CORRECTION = "correction"


CAUSE_CHINESE = {Cause.SOURCE: "原文变化", Cause.RULE: "规则变化", Cause.CORRECTION: "人工更正"}


@dataclass(frozen=True, slots=True)
class NoticeChange:
    """What changed in one notice between two runs; `causes` go with `comparison.changed`, one for one."""

    source_path: str
    comparison: Comparison
    causes: tuple[Cause, ...]


@dataclass(frozen=True, slots=True)
class RunComparison:
    """What changed between two runs: notices that came, that went, and that changed, each by path."""

    came: tuple[str, ...]
    went: tuple[str, ...]
    changed: tuple[NoticeChange, ...]

    @property
    def same(self) -> bool:
        """True where nothing a reader would see differs."""
        return not (self.came or self.went or self.changed)


def compare_runs(old: sqlite_utils.Database, new: sqlite_utils.Database) -> RunComparison:
    """Compare two databases. Notices belong together by their path within the corpus."""
    before, after = _documents(old), _documents(new)
    reviewed = _reviewed(old) | _reviewed(new)
    changed = []
    for path in sorted(before.keys() & after.keys()):
        left, right = from_database(old, before[path], path), from_database(new, after[path], path)
        comparison = compare(left, right)
        if not comparison.same:
            causes = tuple(_cause(line, left, right, path, reviewed) for line in comparison.changed)
            changed.append(NoticeChange(path, comparison, causes))
    came, went = sorted(after.keys() - before.keys()), sorted(before.keys() - after.keys())
    return RunComparison(tuple(came), tuple(went), tuple(changed))


def _cause(line: Line, old: Side, new: Side, path: str, reviewed: set[tuple[str, str]]) -> Cause:
    """A correction, where a reviewer decided on these words; the source, where a side's words are new; else a rule."""
    sides = [item for item in (line.old, line.new) if item is not None]
    if any((path, flat(item.quote)) in reviewed for item in sides):
        return Cause.CORRECTION
    if line.old is not None and not _stands_in(line.old, new):
        return Cause.SOURCE
    if line.new is not None and not _stands_in(line.new, old):
        return Cause.SOURCE
    return Cause.RULE


def _stands_in(item: Item, side: Side) -> bool:
    return flat(item.quote) in flat("".join(side.sentences))


def _documents(db: sqlite_utils.Database) -> dict[str, str]:
    """Return the ids of documents by path, without the older versions of pages that were fetched again."""
    rows = db.query("select id, source_path from documents where replaced_by is null")
    return {str(row["source_path"]): str(row["id"]) for row in rows}


def _reviewed(db: sqlite_utils.Database) -> set[tuple[str, str]]:
    """Return path and words of every record a reviewer decided on in this run."""
    rows = db.query("select source_path, quote from reviews join documents on documents.id = document_id")
    return {(str(row["source_path"]), flat(row["quote"])) for row in rows}
