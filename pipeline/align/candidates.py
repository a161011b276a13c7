"""Choose what a target answers: of the targets above it with the same key, at most one in each document above.

Nothing is compared with everything: targets meet only under one key, and only along the chain of governments.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from pipeline.align.comparable import SILENT_CODES, Code, NotComparable, Verdict, compare
from pipeline.align.facts import TargetFact
from pipeline.align.groups import keys_of
from pipeline.align.load import Government
from pipeline.align.nearly import near_pairs
from pipeline.align.subjects import Scope
from pipeline.align.wording import ELIDED, elided, signature, squeezed

SCOPES = (Scope.SAME, Scope.UNSTATED, Scope.NARROWER, Scope.WIDER)
PAST = 500_000
"""Added to the distance of an upper deadline that lies before the lower one."""

STANDARDS = "standards"
"""All reference standards are asked together, and the one of the right time answers."""

NO_DATE = 1_000_000
"""Days of distance where one side has no deadline: worse than any dated one."""


@dataclass(frozen=True, slots=True)
class Pair:
    """A target lined up with one above it."""

    lower: TargetFact
    upper: TargetFact
    verdict: Verdict | NotComparable


@dataclass(frozen=True, slots=True)
class Unsure:
    """A target for which several of one document fit equally well and differ in what they ask: none was chosen."""

    lower: TargetFact
    candidates: tuple[TargetFact, ...]


class Index:
    """The targets of each government by key."""

    def __init__(self, targets: Iterable[TargetFact]) -> None:
        """Index the targets of documents whose government is known."""
        self._found: dict[tuple[str, str], list[TargetFact]] = defaultdict(list)
        self.targets = tuple(targets)
        for target in self.targets:
            if target.document.jurisdiction is not None:
                for key in keys_of(target):
                    self._found[target.document.jurisdiction, key].append(target)

    def headless(self, jurisdiction: str, lower: TargetFact) -> list[TargetFact]:
        """Return the targets outside the catalogue whose key is the end of the lower one's, their head left out."""
        if lower.entry is not None:
            return []
        text = squeezed(lower.wording.text.removesuffix("占比"))
        endings = (signature(text[at:]) for at in range(2, len(text) - ELIDED + 1))
        found = (upper for ending in endings for upper in self._found.get((jurisdiction, ending), ()))
        return [upper for upper in found if elided(lower.wording.text, upper.wording.text, upper.before)]

    def of(self, jurisdiction: str, lower: TargetFact) -> list[TargetFact]:
        """Return the targets of one government that share a key with a lower one, each once."""
        found = (upper for key in keys_of(lower) for upper in self._found.get((jurisdiction, key), ()))
        return list({upper.id: upper for upper in (*found, *self.headless(jurisdiction, lower))}.values())


def line_up(
    targets: Iterable[TargetFact],
    above: Index,
    places: Mapping[str, Government],
    dead: Collection[tuple[str, str]] = (),
) -> Iterator[Pair | Unsure]:
    """Line up every target with those above it; `dead` holds (upper document, lower document) pairs to leave out.

    What a document above says in the same words goes first; only where it says nothing in them, it is asked for the target
    that is worded nearly alike.
    """
    asking = [t for t in targets if t.document.jurisdiction in places and not t.document.standard]
    matched: set[tuple[str, str]] = set()
    answered: set[tuple[str, str]] = set()
    for lower in asking:
        by_document: dict[str, list[TargetFact]] = {}
        for code in places[lower.document.jurisdiction or ""].above:
            for upper in above.of(code, lower):
                if not _barred(lower, upper, dead):
                    source = STANDARDS if upper.document.standard else upper.document.id
                    by_document.setdefault(source, []).append(upper)
        for candidates in by_document.values():
            named = [upper for upper in candidates if upper.quote in lower.decided.answers]
            if chosen := choose(lower, named or candidates):
                matched.update((lower.id, upper.document.id) for upper in candidates)
                answered.update((upper.id, lower.document.id) for upper in candidates)
                yield chosen
    open_ones = [lower for lower in asking if lower.decided.indicator is None]  # a reviewer's word on one is the last
    for lower, candidates in near_pairs(open_ones, above.targets, places, matched, answered):
        allowed = [upper for upper in candidates if not _barred(lower, upper, dead)]
        if chosen := choose(lower, allowed, near=True):
            yield chosen


def _barred(lower: TargetFact, upper: TargetFact, dead: Collection[tuple[str, str]]) -> bool:
    return upper.quote in lower.decided.answers_not or (upper.document.id, lower.document.id) in dead


def choose(lower: TargetFact, candidates: Iterable[TargetFact], *, near: bool = False) -> Pair | Unsure | None:
    """Return the one target of a document that fits best; `Unsure` where several do; None where none has to do with it.

    What fits best has the nearest subject, then the nearest deadline, the next one before a past one. Restatements of one
    target (body and table) count as one, and the one worded most alike stands for them; of different values the one that
    the notice says more often is meant, else the only one that binds like the lower target (以上, 左右). Those worded
    `near` the lower one are only chosen where they compare, or the lower one is a part of them.
    """
    pairs = [Pair(lower, upper, compare(lower, upper, near=near)) for upper in candidates]
    comparable = [pair for pair in pairs if isinstance(pair.verdict, Verdict)]
    if not comparable:
        kept = set(Code) - SILENT_CODES if not near else {Code.PART_OF_WHOLE}
        refused = [p for p in pairs if isinstance(p.verdict, NotComparable) and p.verdict.code in kept]
        return min(refused, key=_likeness, default=None)
    best = min(map(_fit, comparable))
    fitting = [pair for pair in comparable if _fit(pair) == best]
    meant = _meant(fitting)
    return min(meant, key=_likeness) if meant else Unsure(lower, tuple(pair.upper for pair in fitting))


def _fit(pair: Pair) -> tuple[int, int]:
    """Return how far a candidate is from fitting: by subject, then by deadline."""
    if not isinstance(pair.verdict, Verdict):
        return len(SCOPES), NO_DATE
    lower, upper, scope = pair.lower, pair.upper, SCOPES.index(pair.verdict.scope)
    if upper.document.standard:
        return scope, _days_apart(lower.until or lower.document.issued_on, upper.until)
    return scope, _days_apart(lower.deadline, upper.deadline)


def _meant(fitting: Sequence[Pair]) -> Sequence[Pair]:
    """Return the pairs whose upper target states the value that its notice means: said most often, else bound alike.

    Empty where neither tells.
    """
    said = Counter(_asked(pair.upper) for pair in fitting)
    (first, times), *others = said.most_common(2)
    if not others or others[0][1] < times:
        return [pair for pair in fitting if _asked(pair.upper) == first]
    alike = [pair for pair in fitting if pair.lower.comparator is pair.upper.comparator]
    return alike if len({_asked(pair.upper) for pair in alike}) == 1 else ()


def _days_apart(mine: date | None, theirs: date | None) -> int:
    """Return how far apart two deadlines are: a target answers the next deadline above it sooner than a past one."""
    if mine is None or theirs is None:
        return 0 if mine is theirs else NO_DATE
    ahead = (theirs - mine).days
    return ahead if ahead >= 0 else PAST - ahead


def _asked(upper: TargetFact) -> tuple[Decimal | None, Decimal | None]:
    return upper.value, upper.value_max


def _likeness(pair: Pair) -> tuple[int, int, int, int]:
    """Order restatements: the same wording first, then the same comparator, then whichever stands first."""
    reasons = 0 if isinstance(pair.verdict, Verdict) else 1
    return (
        reasons,
        int(pair.lower.wording.text != pair.upper.wording.text),
        int(pair.lower.comparator is not pair.upper.comparator),
        pair.upper.start,
    )
