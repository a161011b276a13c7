"""What a rule makes of a date's words, and the small readings that all rules share."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from extractors import periods
from extractors.numerals import parse_numeral
from extractors.periods import Period
from extractors.vocabulary import Bound, Grain, MentionKind


@dataclass(frozen=True, slots=True)
class Now:
    """What a date may count from: the notice's own day, and the year last named in the sentence."""

    reference: date | None
    sentence_year: int | None = None

    @property
    def year(self) -> int | None:
        """The year that a bare month belongs to."""
        return self.sentence_year or self.own_year

    @property
    def own_year(self) -> int | None:
        """The notice's own year."""
        return self.reference.year if self.reference else None


@dataclass(frozen=True, slots=True)
class Found:
    """What a rule made of a match; `period` is None where a year is missing, `refused` where it is no date at all."""

    period: Period | None
    grain: Grain
    kind: MentionKind = MentionKind.DATE
    bound: Bound | None = None
    year: int | None = None
    refused: bool = False


Groups = dict[str, str | None]
REFUSED = Found(None, Grain.DAY, refused=True)


def number_in(text: str) -> int:
    """Return the whole number that a group holds, 0 for none."""
    value = parse_numeral(text)
    return int(value) if value is not None else 0


def bound_of(groups: Groups) -> Bound | None:
    """Return what the words after a date make of it, or None where there are none."""
    word = groups.get("bound")
    if not word:
        return None
    if word in {"前", "之前", "以前", "止", "为止", "内", "之内", "以内"}:
        return Bound.BY if word[-1] != "内" else Bound.IN
    if word in {"期间", "期内", "间"}:
        return Bound.IN
    return Bound.FROM


def group_of(groups: Groups, name: str, end: str) -> str | None:
    """Return a group of the left (a) or right (b) end, whichever alternative matched it."""
    return groups.get(f"{name}_{end}") or groups.get(f"{name}_{end}_")


def month_of(groups: Groups, end: str, y: int, m: int) -> Period | None:
    """Return a month, its part or its day as the groups say, or None where there is no such day."""
    if written := group_of(groups, "day", end):
        return periods.day(y, m, number_in(written))
    if part := group_of(groups, "part", end):
        return periods.part_of_month(y, m, part)
    return periods.month(y, m)
