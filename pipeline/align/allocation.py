"""Where a government splits a total over those below it: each part, its share, and what that government says itself."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
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
from pipeline.align.units import in_base, same_family


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


def parts(targets: Sequence[TargetFact], governments: Mapping[str, Government], gazetteer: Gazetteer) -> Iterator[Part]:
    """Yield the targets whose subject is a place below the government that sets them, with their totals."""
    totals: dict[tuple[str, str], list[TargetFact]] = defaultdict(list)
    for target in targets:
        if not limiting(target):
            totals[target.document.id, key_of(target)].append(target)
    below = Below(governments, gazetteer)
    for target in targets:
        code = target.document.jurisdiction
        if code is None or code not in governments or not target.subject or target.subject in target.places:
            continue
        place = below.find(target.subject, code)
        if place is None:
            continue
        fitting = [t for t in totals[target.document.id, key_of(target)] if _is_total_of(t, target)]
        yield Part(target, place, fitting[0] if fitting else None)


def rows(found: Sequence[Part], targets: Sequence[TargetFact]) -> Iterator[dict[str, object]]:
    """Yield one row for each part, with what its government says itself."""
    own: dict[tuple[str, str], list[TargetFact]] = defaultdict(list)
    for target in targets:
        own[target.document.jurisdiction or "", key_of(target)].append(target)
    for part in found:
        answer, verdict = _answer(part, own[part.place.code, key_of(part.target)])
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

    def find(self, name: str, code: str) -> Place | None:
        """Return the one place of that name below the government with the code given, None for no or several."""
        own = [g for g in self._named.get(name, ()) if code in g.above]
        if len(own) == 1:
            return Place(own[0].code, own[0].name, Level(own[0].level), own[0].above[0])
        whole = self._gazetteer.by_code(code)
        found = [p for p in self._gazetteer.find(name, whole) if p.code != code] if whole else []
        return found[0] if len(found) == 1 else None


def _is_total_of(total: TargetFact, part: TargetFact) -> bool:
    return (
        same_family(total.unit, part.unit)
        and total.change is part.change
        and total.deadline == part.deadline
        and total.recurrence is part.recurrence
    )
