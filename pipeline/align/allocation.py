"""Where a government splits a total over those below it: each part, its share, and what that government says itself."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from extractors.places import Gazetteer
from extractors.records import Place
from extractors.vocabulary import Level
from pipeline.align.comparable import Verdict, compare
from pipeline.align.facts import TargetFact
from pipeline.align.groups import key_of
from pipeline.align.kinds import Kind
from pipeline.align.load import Government
from pipeline.align.subjects import limiting
from pipeline.align.units import in_base, measure


@dataclass(frozen=True, slots=True)
class Part:
    """A target that a government sets for one place below it, and the total it is part of, if one is stated."""

    target: TargetFact
    place: Place
    total: TargetFact | None

    @property
    def share(self) -> Decimal | None:
        """The part over the total, None without a total or for what does not add up."""
        if (
            self.total is None
            or self.target.kind is not Kind.TOTAL
            or not self.total.value
            or self.target.value is None
        ):
            return None
        whole = in_base(self.total.value, self.total.unit)
        return (in_base(self.target.value, self.target.unit) / whole).quantize(Decimal("0.0001"))


@dataclass(frozen=True, slots=True)
class Split:
    """What a column of a table, the list of a sentence, or the sentences of a notice divide among places.

    `total` is what it divides, None where that is not stated. `parts` are those beside each other: of a city and its counties
    only the city. `whole` tells that the parts are all there are, so that they must add up to the total.
    """

    total: TargetFact | None
    parts: tuple[TargetFact, ...]
    whole: bool


DIVIDED = ("table.quota", "table.quota-sum", "target.split")
"""The rules that read one place's part."""

SUM_OF_ALL = ("table.quota-sum", "target.split")
"""The rules that read a sum of which no part was left out: 合计 under a column read cell by cell, or at the end of a list."""


OVER_YEARS = "target.split-year"
"""The rule that read the part of one year."""


def splits(targets: Sequence[TargetFact], below: Below) -> list[Split]:
    """Return what tables and sentences divide, in text order."""
    columns: dict[tuple[object, ...], list[TargetFact]] = defaultdict(list)
    totals: dict[tuple[object, ...], list[TargetFact]] = defaultdict(list)
    for target in sorted(targets, key=lambda t: (t.document.id, t.start, t.id)):
        key = (
            target.document.id,
            thing(target),
            measured_in(target),
            target.change,
            target.recurrence,
            target.deadline,
        )
        if target.rule in DIVIDED or below.of(target) is not None:
            columns[(*key, target.rule in DIVIDED)].append(target)
        elif not limiting(target):
            totals[key].append(target)
    found = [s for key, some in columns.items() for run in _runs(some) for s in _split(run, totals[key[:-1]], below)]
    return sorted(found, key=lambda split: (split.parts[0].document.id, split.parts[0].start, split.parts[0].id))


def thing(target: TargetFact) -> tuple[str, str | None]:
    """Return what a target is of: new and renewed ones are divided by themselves, though both count to one indicator."""
    return key_of(target), target.wording.deed


def by_year(targets: Sequence[TargetFact]) -> Iterator[Split]:
    """Yield what sentences divide over years: each run of years with the total that stands before it."""
    total: TargetFact | None = None
    run: list[TargetFact] = []
    for target in sorted(targets, key=lambda t: (t.document.id, t.start, t.id)):
        if target.rule == OVER_YEARS:
            run.append(target)
            continue
        if total is not None and run and total.indicator == run[0].indicator:
            yield Split(total, tuple(run), whole=False)
        total, run = target, []
    if total is not None and run and total.indicator == run[0].indicator:
        yield Split(total, tuple(run), whole=False)


def measured_in(target: TargetFact) -> object:
    """Return the family of a target's unit, or the unit where no family knows it."""
    known = measure(target.unit)
    return known.family if known else target.unit


def _runs(column: Sequence[TargetFact]) -> Iterator[list[TargetFact]]:
    """Divide what stands in columns of one name: a sum that follows its parts ends one, and so does a place named again."""
    run: list[TargetFact] = []
    for target in column:
        subjects = [t.subject for t in run]
        if target.subject in subjects or (subjects[:1] == [None] and target.subject is None):
            yield run
            run = []
        run.append(target)
        if target.subject is None and len(run) > 1:
            yield run
            run = []
    if run:
        yield run


def _split(run: Sequence[TargetFact], elsewhere: Sequence[TargetFact], below: Below) -> Iterator[Split]:
    """Yield what one column divides, and what each of its cities divides among the counties that stand under it."""
    own = [t for t in run if t.subject is None]
    named = {t.id: (t, below.of(t)) for t in run if t.subject is not None}
    inside: dict[str, list[TargetFact]] = defaultdict(list)
    for part, place in named.values():
        above = set(below.above(place)) if place is not None else set()
        for other, whole in named.values():
            if whole.code in above if place and whole else not place and _is_of(part, other):
                inside[other.id].append(part)
                break
    inner = {part.id for some in inside.values() for part in some}
    beside = tuple(part for part, _ in named.values() if part.id not in inner)
    if beside:
        total = own[0] if own else _nearest(elsewhere, run[0])
        yield Split(total, beside, bool(own) and own[0].rule in SUM_OF_ALL)
    for city, some in inside.items():
        yield Split(named[city][0], tuple(some), whole=False)


def _is_of(part: TargetFact, other: TargetFact) -> bool:
    """Tell whether a part that is no place by itself belongs to another: 甲市市本级 to 甲市."""
    name = other.subject or ""
    return part.subject != name and (part.subject or "").startswith(name)


def _nearest(totals: Sequence[TargetFact], part: TargetFact) -> TargetFact | None:
    """Return the total that stands nearest before the parts, else the first behind them."""
    before = [t for t in totals if t.start < part.start]
    return before[-1] if before else next(iter(totals), None)


def parts(divided: Iterable[Split], below: Below) -> Iterator[Part]:
    """Yield the parts that are for a place that is known, each with its total."""
    for split in divided:
        for target in split.parts:
            if (place := below.of(target)) is not None:
                yield Part(target, place, split.total)


def rows(found: Sequence[Part], targets: Sequence[TargetFact]) -> Iterator[dict[str, object]]:
    """Yield one row for each part, with what its government says itself."""
    own: dict[tuple[object, ...], list[TargetFact]] = defaultdict(list)
    for target in targets:
        own[target.document.jurisdiction, thing(target)].append(target)
    for part in found:
        answer, verdict = _answer(part, own[part.place.code, thing(part.target)])
        yield {
            "target_id": part.target.id,
            "total_target_id": part.total.id if part.total else None,
            "jurisdiction_code": part.place.code,
            "value": None if part.target.value is None else float(part.target.value),
            "share": None if part.share is None else float(part.share),
            "answer_target_id": answer.id if answer else None,
            "answer_verdict": verdict.value.value if verdict else None,
        }


def _answer(part: Part, own: Sequence[TargetFact]) -> tuple[TargetFact | None, Verdict | None]:
    """Return what a government says of its part: its plan for the period before that of one year, the newest first."""
    for target in sorted(
        own, key=lambda t: (t.document.one_year, -(t.document.issued_on or date.min).toordinal(), t.id)
    ):
        verdict = compare(target, part.target)
        if isinstance(verdict, Verdict):
            return target, verdict
    return None, None


class Below:
    """The places below a government by name; those of the corpus go before the gazetteer, for it may have its own."""

    def __init__(self, governments: Mapping[str, Government], gazetteer: Gazetteer) -> None:
        """Index the governments of the corpus by their names."""
        self._governments = governments
        self._gazetteer = gazetteer
        self._named: dict[str, list[Government]] = defaultdict(list)
        for government in governments.values():
            for name in government.names:
                self._named[name].append(government)

    def of(self, target: TargetFact) -> Place | None:
        """Return the place below its government that a target is for; None where its subject is none."""
        code = target.document.jurisdiction
        if code is None or code not in self._governments or not target.subject or target.subject in target.places:
            return None
        return self.find(target.subject, code)

    def above(self, place: Place) -> list[str]:
        """Return the codes of the places above one, nearest first."""
        known = self._governments.get(place.code)
        return list(known.above) if known else [p.code for p in self._gazetteer.parents(place)]

    def find(self, name: str, code: str) -> Place | None:
        """Return the one place of that name below the government with the code given, None for no or several."""
        own = [g for g in self._named.get(name, ()) if code in g.above]
        if len(own) == 1:
            return Place(own[0].code, own[0].name, Level(own[0].level), own[0].above[0])
        whole = self._gazetteer.by_code(code)
        found = [p for p in self._gazetteer.find(name, whole) if p.code != code] if whole else []
        return found[0] if len(found) == 1 else None
