"""Say what changed between two paired records, and between two notices."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from pipeline.amounts import amount
from pipeline.diff.match import pair
from pipeline.diff.sentences import SentenceChange, compare_sentences
from pipeline.diff.sides import Item, Side
from pipeline.flat import flat


class Kind(StrEnum):
    """The classes of change, in the order of how much they matter to a reviewer."""

    DROPPED = "dropped"
    LOWERED = "lowered"
    RAISED = "raised"
    POSTPONED = "postponed"
    BROUGHT_FORWARD = "brought forward"
    SOFTENED = "softened"
    HARDENED = "hardened"
    NARROWED = "scope narrowed"
    WIDENED = "scope widened"
    REDEFINED = "redefined"
    NEW = "new"
    LEAD_CHANGED = "lead changed"
    AGENCY_DROPPED = "agency dropped"
    AGENCY_ADDED = "agency added"
    MOVED = "moved"
    REWORDED = "only reworded"
    UNCHANGED = "unchanged"


CHINESE = {
    Kind.DROPPED: "取消",
    Kind.LOWERED: "降低",
    Kind.RAISED: "提高",
    Kind.POSTPONED: "推迟",
    Kind.BROUGHT_FORWARD: "提前",
    Kind.SOFTENED: "放松",
    Kind.HARDENED: "收紧",
    Kind.NARROWED: "范围缩小",
    Kind.WIDENED: "范围扩大",
    Kind.REDEFINED: "口径改变",
    Kind.NEW: "新增",
    Kind.LEAD_CHANGED: "牵头单位变更",
    Kind.AGENCY_DROPPED: "减少责任单位",
    Kind.AGENCY_ADDED: "增加责任单位",
    Kind.MOVED: "移位",
    Kind.REWORDED: "仅改措辞",
    Kind.UNCHANGED: "未变",
}

EVERYBODY = re.compile(r"^(?:所有|全部|全体|各级各类|各|每一?[个所名间家座]?)")
"""Words that only say that all of a kind are meant, or each."""

WHOLE_PLACE = re.compile(r"^(?:全[国省市州县区镇乡域]|[我本][省市州县区镇乡])(?:范围内?)?$")
"""A subject that only names the notice's own place: leaving it out changes no scope."""

BRACKETED = re.compile(r"[（(][^（）()]*[）)]")


@dataclass(frozen=True, slots=True)
class Change:
    """One class of change of a record: what it was and what it is, as words; None where that side has nothing."""

    kind: Kind
    old: str | None = None
    new: str | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a diff: the record on either side (None where it is new or dropped) and its changes.

    The changes stand in order of importance.
    """

    old: Item | None
    new: Item | None
    changes: tuple[Change, ...]

    @property
    def item(self) -> Item:
        """The newer of the two records."""
        item = self.new or self.old
        if item is None:
            raise ValueError("a line of a diff has a record on at least one side")
        return item

    @property
    def rank(self) -> int:
        """How much the line matters: the lower, the more."""
        return min(list(Kind).index(change.kind) for change in self.changes)


@dataclass(frozen=True, slots=True)
class Comparison:
    """What a new notice changes against an old one; `lines` hold every record, also the unchanged."""

    old: Side
    new: Side
    lines: tuple[Line, ...]
    sentences: tuple[SentenceChange, ...]

    @property
    def changed(self) -> tuple[Line, ...]:
        """The lines that a reviewer has to read, by how much they matter, then in text order."""
        moved = [line for line in self.lines if line.changes[0].kind is not Kind.UNCHANGED]
        return tuple(sorted(moved, key=lambda line: (line.rank, line.item.start, line.item.name)))

    @property
    def same(self) -> bool:
        """True where neither a record nor a sentence differs, re-wrapping and character width aside."""
        return not self.changed and not self.sentences

    def counts(self) -> dict[Kind, int]:
        """How often each class of change occurs, in order of importance; classes that do not occur are left out."""
        found = [change.kind for line in self.lines for change in line.changes]
        return {kind: found.count(kind) for kind in Kind if kind in found}


def compare(old: Side, new: Side) -> Comparison:
    """Compare two notices record by record, and their sentences under the records."""
    years = shift(old, new)
    pairs, dropped, added = pair(old.items, new.items)
    lines = [Line(a, b, changes_between(a, b, years)) for a, b in pairs]
    lines += [Line(a, None, (Change(Kind.DROPPED, a.quote, None),)) for a in dropped]
    lines += [Line(None, b, (Change(Kind.NEW, None, b.quote),)) for b in added]
    lines.sort(key=lambda line: (line.item.start, line.item.kind, line.item.name))
    return Comparison(old, new, tuple(lines), compare_sentences(old.sentences, new.sentences))


def shift(old: Side, new: Side) -> int:
    """Return by how many years the plan period of the new notice lies after that of the old one.

    0 where a title names no period, or where one period is longer: then the two are not one year's plan and the next.
    """
    if old.period is None or new.period is None:
        return 0
    years = new.period[0].year - old.period[0].year
    return years if old.period[1] == _moved(new.period[1], -years) else 0


def _moved(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:  # the 29th of February
        return day.replace(year=day.year + years, day=28)


def changes_between(old: Item, new: Item, years: int = 0) -> tuple[Change, ...]:
    """Class the changes between two records of the same thing; exactly one UNCHANGED where there are none.

    `years` is how far the plan moved on: from 9月底 of one year's plan to 8月底 of the next is brought forward.
    """
    found = [
        *_value(old, new),
        *_time(old, new, years),
        *_firmness(old, new),
        *_scope(old, new),
        *_agencies(old, new),
    ]
    places = [tuple(flat(words) for words in (item.chapter, item.section)) for item in (old, new)]
    if places[0] != places[1]:
        found.append(Change(Kind.MOVED, _place(old), _place(new)))
    if not found and flat(old.quote) != flat(new.quote):
        found.append(Change(Kind.REWORDED, old.quote, new.quote))
    if not found:
        found.append(Change(Kind.UNCHANGED))
    return tuple(sorted(found, key=lambda change: list(Kind).index(change.kind)))


def _amount(item: Item) -> str | None:
    return amount(item.comparator, item.value, item.value_max, item.unit, item.change) or None


def _value(old: Item, new: Item) -> list[Change]:
    words = (_amount(old), _amount(new))
    if old.value is None or new.value is None:
        return [] if old.value == new.value else [Change(Kind.REDEFINED, *words)]
    before = (old.value, old.value_max or old.value)
    after = (new.value, new.value_max or new.value)
    if before == after:
        return []
    if after[0] >= before[0] and after[1] >= before[1]:
        return [Change(Kind.RAISED, *words)]
    if after[0] <= before[0] and after[1] <= before[1]:
        return [Change(Kind.LOWERED, *words)]
    return [Change(Kind.REDEFINED, *words)]


def _place(item: Item) -> str | None:
    return " / ".join(filter(None, (item.chapter, item.section))) or None


def _time(old: Item, new: Item, years: int) -> list[Change]:
    found = []
    due = _moved(old.deadline, years) if old.deadline else None
    if due != new.deadline and not (_only_from_title(old, new) or _only_from_title(new, old)):
        words = (_day(old), _day(new))
        if due is None or new.deadline is None:
            # A deadline that appears binds sooner than none at all; one that goes leaves the duty open.
            found.append(Change(Kind.BROUGHT_FORWARD if due is None else Kind.POSTPONED, *words))
        else:
            found.append(Change(Kind.BROUGHT_FORWARD if new.deadline < due else Kind.POSTPONED, *words))
    if old.recurrence != new.recurrence:
        found.append(Change(Kind.REDEFINED, old.recurrence, new.recurrence))
    return found


def _only_from_title(dated: Item, other: Item) -> bool:
    """Tell whether one record has a day only because the title names a period, and the other has none at all."""
    return dated.deadline_from == "document" and other.deadline is None


def _day(item: Item) -> str | None:
    return item.deadline.isoformat() if item.deadline else None


def _firmness(old: Item, new: Item) -> list[Change]:
    if old.modality != new.modality and old.modality and new.modality:
        kind = Kind.SOFTENED if new.modality == "aspirational" else Kind.HARDENED
        return [Change(kind, old.modality, new.modality)]
    if old.comparator == new.comparator or "range" in (old.comparator, new.comparator):
        return []
    words = (_amount(old), _amount(new))
    if "~" in (old.comparator, new.comparator):
        return [Change(Kind.SOFTENED if new.comparator == "~" else Kind.HARDENED, *words)]
    return [Change(Kind.REDEFINED, *words)] if {old.comparator, new.comparator} != {"=", ">="} else []


def _scope(old: Item, new: Item) -> list[Change]:
    found = []
    if flat(old.condition) != flat(new.condition):
        kind = Kind.NARROWED if new.condition and not old.condition else Kind.WIDENED
        if old.condition and new.condition:
            kind = Kind.REDEFINED
        found.append(Change(kind, old.condition, new.condition))
    before, after = _members(old.subject), _members(new.subject)
    if before == after:
        return found
    if not after or (before and after > before) or _drops_qualifier(before, after):
        found.append(Change(Kind.WIDENED, old.subject, new.subject))
    elif not before or before > after or _drops_qualifier(after, before):
        found.append(Change(Kind.NARROWED, old.subject, new.subject))
    else:
        found.append(Change(Kind.REDEFINED, old.subject, new.subject))
    return found


def _members(subject: str | None) -> frozenset[str]:
    """Split 小学、初中 into its members, without words that only say everybody and without the notice's own place."""
    members = set()
    for piece in re.split(r"[、，]|和|及|(?<=[^共])与", _outside_brackets(subject or "")):
        name = EVERYBODY.sub("", flat(piece))
        if name and not WHOLE_PLACE.match(name):
            members.add(name)
    return frozenset(members)


def _outside_brackets(subject: str) -> str:
    """Hide the marks inside brackets: 县（市、区） is one member."""
    return BRACKETED.sub(lambda bracket: bracket[0].replace("、", "/").replace("，", "/"), subject)


def _drops_qualifier(narrow: frozenset[str], wide: frozenset[str]) -> bool:
    """Tell whether each narrow name is a wide one with less: 公办幼儿园 of 幼儿园, 县 of 县（市、区）."""
    return bool(narrow) and bool(wide) and all(any(_narrower(n, w) for w in wide) for n in narrow)


def _narrower(narrow: str, wide: str) -> bool:
    return narrow != wide and (narrow.endswith(wide) or BRACKETED.sub("", wide) == narrow)


def _agencies(old: Item, new: Item) -> list[Change]:
    if old.agencies == new.agencies:
        return []
    lead_before, lead_after = (sorted(n for n, role in item.agencies if role == "lead") for item in (old, new))
    found = []
    if lead_before != lead_after and lead_before and lead_after:
        found.append(Change(Kind.LEAD_CHANGED, "、".join(lead_before), "、".join(lead_after)))
    before, after = {n for n, _ in old.agencies}, {n for n, _ in new.agencies}
    explained = {*lead_before, *lead_after} if found else set()
    if gone := sorted(before - after - explained):
        found.append(Change(Kind.AGENCY_DROPPED, "、".join(gone), None))
    if come := sorted(after - before - explained):
        found.append(Change(Kind.AGENCY_ADDED, None, "、".join(come)))
    if not found:
        found.append(Change(Kind.REDEFINED, _roles(old), _roles(new)))
    return found


def _roles(item: Item) -> str:
    return "、".join(f"{name}({role})" for name, role in sorted(item.agencies))
