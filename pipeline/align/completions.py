"""Completions that answer each other: 全面完成, 基本完成 of one deed, promised by two governments of one chain.

A completion is a milestone as long as nobody above or below promises the same. Where somebody does, it is a target read
from a word (all of it: 100 %), and lined up like any other; the milestone stays beside it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import sqlite_utils

from extractors.vocabulary import Modality
from pipeline.align.comparable import YEARS_AFTER
from pipeline.align.facts import TargetFact
from pipeline.align.load import Government
from pipeline.align.verdicts import deadline_verdict
from pipeline.align.wording import read_wording, signature, squeezed

COMPLETION = re.compile(
    r"""(?: (?P<far> 全面 | 基本 | 全部 ) (?P<deed> 完成 | 启动 | 建成 | 消除 | 实现 )
          | (?P<done> 完成 | 启动 | 建成 | 消除 | 实现 ) (?P<all> 全部 | 所有 ) )
        (?P<thing> [^，,。；;：:、（(\n]{3,40} )""",
    re.VERBOSE,
)
BEFORE = re.compile(
    r"(?:^|[，,。；;：:、\n年月日底末前])(?:力争|争取|确保|努力|将|要|实现)*(?P<thing>[^，,。；;：:、\n年底末前]{4,30})$"
)
"""What is named before the words of completion, in the same clause (燃煤锅炉全部完成超低排放改造)."""

AMOUNT = re.compile(r"(?:约|剩余)*\d[\d.,]*[万亿]?(?:平方米|公顷|亩|公里|米|个|所|座|套|户|台|处|项|家|栋)")
SOFT = re.compile(r"力争|争取|原则上|努力")
RULE = "completion"
SHORTEST = 4


@dataclass(frozen=True, slots=True)
class Completion:
    """A completion in a notice. `target` is None while it is only a milestone (then `milestone` is its id)."""

    document: str
    jurisdiction: str
    key: str
    quote: str
    start: int
    deadline: date
    modality: Modality
    thing: str
    milestone: str | None = None
    target: str | None = None

    @property
    def id(self) -> str:
        """The id of the target it is, or becomes."""
        return self.target or f"{self.milestone}-done"


@dataclass(frozen=True, slots=True)
class Answer:
    """A completion that answers one above it."""

    lower: Completion
    upper: Completion


def completion_key(text: str) -> tuple[str, str] | None:
    """Return the key of the completion that a text promises, and the thing completed; None where it promises none.

    >>> completion_key("力争全面完成剩余约2万平方米旧厂房改造")[1]
    '旧厂房改造'
    >>> completion_key("完成全部燃煤锅炉超低排放改造") == completion_key("燃煤锅炉全部完成超低排放改造")
    True
    """
    found = COMPLETION.search(text)
    if found is None:
        return None
    before = BEFORE.search(text[: found.start()])
    thing = AMOUNT.sub("", (before["thing"] if before else "") + found["thing"])
    core = read_wording(thing).text
    far = "基本" if found["far"] == "基本" else "全面"
    known_by = signature(core)
    return (f"{far}{found['deed'] or found['done']}|{known_by}", thing) if len(squeezed(core)) >= SHORTEST else None


def answers(found: Sequence[Completion], governments: Mapping[str, Government]) -> Iterator[Answer]:
    """Yield each completion with the one it answers in each document above: the same deed, the nearest deadline."""
    by_key: dict[tuple[str, str], list[Completion]] = defaultdict(list)
    for one in found:
        by_key[one.jurisdiction, one.key].append(one)
    for lower in found:
        for code in governments[lower.jurisdiction].above if lower.jurisdiction in governments else ():
            nearest: dict[str, Completion] = {}
            for upper in by_key.get((code, lower.key), ()):
                held = nearest.get(upper.document)
                if held is None or _apart(lower, upper) < _apart(lower, held):
                    nearest[upper.document] = upper
            for upper in nearest.values():
                if abs(upper.deadline.year - lower.deadline.year) <= YEARS_AFTER:
                    yield Answer(lower, upper)


def find(db: sqlite_utils.Database, targets: Sequence[TargetFact]) -> list[Completion]:
    """Return the completions of the corpus, in milestones and in targets that say how far a deed is to be done."""
    found = list(_in_milestones(db))
    for target in targets:
        keyed = completion_key(target.quote)
        if keyed and target.deadline and target.document.jurisdiction and not target.document.standard:
            found.append(
                Completion(
                    target.document.id,
                    target.document.jurisdiction,
                    keyed[0],
                    target.quote,
                    target.start,
                    target.deadline,
                    target.modality,
                    keyed[1],
                    target=target.id,
                )
            )
    return found


def target_rows(found: Sequence[Answer]) -> Iterator[dict[str, object]]:
    """Yield the targets that milestones become because they answer, or are answered."""
    those = {c.id: c for answer in found for c in (answer.lower, answer.upper) if c.target is None}
    for key, one in sorted(those.items()):
        yield {
            "id": key,
            "document_id": one.document,
            "quote": one.quote,
            "quote_start": one.start,
            "quote_end": one.start + len(one.quote),
            "indicator": one.thing,
            "comparator": "=",
            "value": 100.0,
            "unit": "%",
            "deadline": one.deadline.isoformat(),
            "modality": one.modality.value,
            "absolute": 1,
            "damaged": 0,
            "note": f"from milestone {one.milestone}",
            "rule": RULE,
        }


def milestone_rows(found: Sequence[Answer]) -> Iterator[dict[str, object]]:
    """Yield the pairs of milestones that answer each other."""
    for answer in found:
        if answer.lower.milestone and answer.upper.milestone:
            verdict, days = deadline_verdict(answer.lower.deadline, answer.upper.deadline)
            yield {
                "milestone_id": answer.lower.milestone,
                "reference_milestone_id": answer.upper.milestone,
                "deadline_verdict": verdict.value,
                "deadline_gap_days": days,
            }


def remove(db: sqlite_utils.Database) -> None:
    """Take out the targets that an earlier run made of milestones."""
    db.execute("DELETE FROM targets WHERE rule = ?", [RULE])


def _in_milestones(db: sqlite_utils.Database) -> Iterator[Completion]:
    """Yield one completion for each deed of a document: of several that say the same, the first."""
    query = """SELECT m.id, m.document_id, d.jurisdiction_code, m.action, m.deadline, m.quote, m.quote_start,
            substr(d.text, max(1, m.quote_start - 3), 4) AS before
        FROM milestones AS m JOIN documents AS d ON d.id = m.document_id
        WHERE d.jurisdiction_code IS NOT NULL AND m.deadline IS NOT NULL
        ORDER BY m.document_id, m.deadline_from = 'clause' DESC, m.quote_start, m.id"""
    seen: set[tuple[str, str, str]] = set()
    for row in db.query(query):
        keyed = completion_key(row["action"])
        if keyed is None or (row["document_id"], keyed[0], row["deadline"]) in seen:
            continue
        seen.add((row["document_id"], keyed[0], row["deadline"]))
        yield Completion(
            row["document_id"],
            row["jurisdiction_code"],
            keyed[0],
            row["quote"],
            row["quote_start"],
            date.fromisoformat(row["deadline"]),
            Modality.ASPIRATIONAL if SOFT.search(row["before"] + row["quote"]) else Modality.FIRM,
            keyed[1],
            milestone=row["id"],
        )


def _apart(lower: Completion, upper: Completion) -> tuple[int, str]:
    return abs((lower.deadline - upper.deadline).days), upper.id
