"""What the decisions say about the program and about the reviewers: precision by rule, agreement between two people."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations

from pipeline.review.corrections import Correction, Decision, Review

JUDGED = {Decision.ACCEPT, Decision.CHANGE, Decision.REJECT}


@dataclass(frozen=True, slots=True)
class RulePrecision:
    """How often the records of a rule were accepted as read; `share` is from 0 to 1."""

    rule: str
    accepted: int
    judged: int

    @property
    def share(self) -> float:
        """The part of the judged records that was right."""
        return self.accepted / self.judged


@dataclass(frozen=True, slots=True)
class Agreement:
    """How often two reviewers decided alike on records both saw; `kappa` is Cohen's, None where chance explains all."""

    reviewers: tuple[str, str]
    both: int
    alike: int
    kappa: float | None


def precision_by_rule(reviews: Iterable[Review]) -> list[RulePrecision]:
    """Count the decisions by rule; the rule that errs most comes first."""
    counts: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for review in reviews:
        for correction in review.corrections:
            if correction.decision in JUDGED and correction.rule:
                counts[correction.rule][0] += correction.decision is Decision.ACCEPT
                counts[correction.rule][1] += 1
    table = [RulePrecision(rule, right, judged) for rule, (right, judged) in counts.items()]
    return sorted(table, key=lambda row: (row.share, -row.judged, row.rule))


def agreement(reviews: Iterable[Review]) -> list[Agreement]:
    """Compare each two reviewers over all records that both decided on."""
    decided: dict[str, dict[tuple[object, ...], str]] = defaultdict(dict)
    for review in reviews:
        for correction in review.corrections:
            if correction.decision in JUDGED:
                decided[correction.reviewer][review.notice, *_record(correction)] = _verdict(correction)
    table = []
    for one, other in combinations(sorted(decided), 2):
        shared = sorted(decided[one].keys() & decided[other].keys(), key=str)
        if shared:
            table.append(_agreement((one, other), [(decided[one][key], decided[other][key]) for key in shared]))
    return table


def _agreement(reviewers: tuple[str, str], verdicts: list[tuple[str, str]]) -> Agreement:
    both = len(verdicts)
    alike = sum(a == b for a, b in verdicts)
    words = {word for pair in verdicts for word in pair}
    chance = sum(sum(a == w for a, _ in verdicts) * sum(b == w for _, b in verdicts) for w in words) / both**2
    kappa = None if chance == 1 else (alike / both - chance) / (1 - chance)
    return Agreement(reviewers, both, alike, kappa)


def _record(correction: Correction) -> tuple[object, ...]:
    return (correction.record, correction.anchor, *sorted(correction.read.items(), key=str))


def _verdict(correction: Correction) -> str:
    """Two changes agree only where they say the same."""
    return f"{correction.decision} {sorted(correction.fields.items())}"
