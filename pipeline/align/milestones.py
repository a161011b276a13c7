"""Line up dated actions: the same deed, to the same degree, promised by two governments of one chain."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

import sqlite_utils

from pipeline.align.comparable import YEARS_AFTER
from pipeline.align.load import Government
from pipeline.align.verdicts import deadline_verdict
from pipeline.align.wording import read_wording, squeezed

DEGREE = re.compile(r"(?P<far>基本|全面|全部)?(?P<deed>启动|完成|建成|实现|消除|形成|建立)")
AMOUNT = re.compile(r"(?:约|剩余)*\d[\d.,]*[万亿]?(?:平方米|公顷|亩|公里|个|所|座|套|户|台|处|项)?")


@dataclass(frozen=True, slots=True)
class Action:
    """A milestone as comparing needs it; `key` is the deed without fillers and amounts, with its degree before it."""

    id: str
    document: str
    jurisdiction: str
    key: str
    deadline: date


def rows(db: sqlite_utils.Database, governments: Mapping[str, Government]) -> Iterator[dict[str, object]]:
    """Yield the milestones that answer one above them, at most one in each document above."""
    actions = list(_actions(db))
    by_key: dict[tuple[str, str], list[Action]] = defaultdict(list)
    for action in actions:
        by_key[action.jurisdiction, action.key].append(action)
    for lower in actions:
        for code in governments[lower.jurisdiction].above if lower.jurisdiction in governments else ():
            nearest: dict[str, Action] = {}
            for upper in by_key.get((code, lower.key), ()):
                held = nearest.get(upper.document)
                if held is None or _apart(lower, upper) < _apart(lower, held):
                    nearest[upper.document] = upper
            for upper in nearest.values():
                if abs(upper.deadline.year - lower.deadline.year) <= YEARS_AFTER:
                    yield _row(lower, upper)


def key_of(action: str, subject: str | None) -> str | None:
    """Return the key of an action; None where nothing but its degree is said.

    >>> key_of("力争全面完成剩余约2万平方米旧厂房改造", None) == key_of("全面完成旧厂房改造", None)
    True
    """
    text = AMOUNT.sub("", read_wording(action).text)
    found = DEGREE.search(action)
    deed = f"{found['far'] or '全面'}{found['deed']}" if found else ""
    core = squeezed(read_wording(DEGREE.sub("", text)).text)
    return f"{deed}|{squeezed(subject) if subject else ''}|{core}" if len(core) > 1 else None


def _actions(db: sqlite_utils.Database) -> Iterator[Action]:
    query = """SELECT m.id, m.document_id, d.jurisdiction_code, m.action, m.deadline
        FROM milestones AS m JOIN documents AS d ON d.id = m.document_id
        WHERE d.jurisdiction_code IS NOT NULL AND m.deadline IS NOT NULL ORDER BY m.id"""
    for row in db.query(query):
        if key := key_of(row["action"], None):
            yield Action(
                row["id"], row["document_id"], row["jurisdiction_code"], key, date.fromisoformat(row["deadline"])
            )


def _apart(lower: Action, upper: Action) -> tuple[int, str]:
    return abs((lower.deadline - upper.deadline).days), upper.id


def _row(lower: Action, upper: Action) -> dict[str, object]:
    verdict, days = deadline_verdict(lower.deadline, upper.deadline)
    return {
        "milestone_id": lower.id,
        "reference_milestone_id": upper.id,
        "deadline_verdict": verdict.value,
        "deadline_gap_days": days,
    }
