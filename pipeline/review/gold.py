"""Turn what reviewers decided into gold cases: a sentence, and the targets that a careful reader finds in it."""

from __future__ import annotations

from dataclasses import dataclass, replace

import yaml

from extractors.records import NoticeRecords, Target
from extractors.span import Span
from extractors.vocabulary import DeadlineSource, Modality
from pipeline.review.apply import Outcome
from pipeline.segment import sentences


@dataclass(frozen=True, slots=True)
class Case:
    """A gold case: the sentence, and one line a target in text order; no lines where nothing is to be found."""

    text: str
    found: tuple[str, ...]


def line(target: Target) -> str:
    """Write a target as gold files do: `subject：indicator comparator value unit`, then after strokes what else it says.

    increase or decrease, by (the deadline), every (the recurrence), aim (aspirational), in words (no numeral).
    """
    amount = f"{target.value:f}" if target.value is not None else "?"
    if target.value_max is not None:
        amount += f"..{target.value_max:f}"
    whom = f"{target.subject}：" if target.subject else ""
    told = [
        " ".join(part for part in (f"{whom}{target.indicator}", target.comparator.value, amount, target.unit) if part),
        target.change.value if target.change else "",
        f"by {target.deadline.day}" if target.deadline else "",
        f"every {target.recurrence.value}" if target.recurrence else "",
        "aim" if target.modality is Modality.ASPIRATIONAL else "",
        "in words" if target.absolute else "",
    ]
    return " | ".join(part for part in told if part)


def cases(records: NoticeRecords) -> list[Case]:
    """Make a case of every sentence whose targets were all decided on; a sentence read alone has no inherited deadline.

    `records` are those of a notice with its reviews applied.
    """
    applied = [r for r in records.reviews if r.outcome != Outcome.LOST and r.kind == "target" and r.span]
    decided = {r.after for r in applied if r.after}
    text = records.notice.text
    found = []
    for sentence in sentences(text):
        here = [t for t in records.targets if sentence.contains(t.quote)]
        judged = [r.span for r in applied if r.span and sentence.contains(r.span)]
        if judged and all(target in decided for target in here):
            found.append(Case(sentence.cut(text), tuple(line(_alone(t, sentence)) for t in here)))
    return found


def write(found: list[Case]) -> str:
    """Write cases as a gold file holds them."""
    plain = [{"text": case.text, "found": list(case.found)} for case in found]
    return str(yaml.safe_dump({"cases": plain}, allow_unicode=True, sort_keys=False, width=1000))


def _alone(target: Target, sentence: Span) -> Target:
    due = target.deadline
    own = due and due.source is DeadlineSource.CLAUSE and due.span and sentence.contains(due.span)
    return target if own or due is None else replace(target, deadline=None)
