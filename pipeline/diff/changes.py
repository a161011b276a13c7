"""Say what changed between two paired records, and between two notices."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from pipeline.diff.match import pair
from pipeline.diff.sentences import SentenceChange, compare_sentences
from pipeline.diff.sides import Item, Side, plain


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

EVERYBODY = ("所有", "全部", "全体", "各级各类", "各")


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
    pairs, dropped, added = pair(old.items, new.items)
    lines = [Line(a, b, changes_between(a, b)) for a, b in pairs]
    lines += [Line(a, None, (Change(Kind.DROPPED, a.quote, None),)) for a in dropped]
    lines += [Line(None, b, (Change(Kind.NEW, None, b.quote),)) for b in added]
    lines.sort(key=lambda line: (line.item.start, line.item.kind, line.item.name))
    return Comparison(old, new, tuple(lines), compare_sentences(old.sentences, new.sentences))


def changes_between(old: Item, new: Item) -> tuple[Change, ...]:
    """Class the changes between two records of the same thing; exactly one UNCHANGED where there are none."""
    found = [
        *_value(old, new),
        *_time(old, new),
        *_firmness(old, new),
        *_scope(old, new),
        *_agencies(old, new),
    ]
    if old.section != new.section and plain(old.section) != plain(new.section):
        found.append(Change(Kind.MOVED, old.section or None, new.section or None))
    if not found and plain(old.quote) != plain(new.quote):
        found.append(Change(Kind.REWORDED, old.quote, new.quote))
    if not found:
        found.append(Change(Kind.UNCHANGED))
    return tuple(sorted(found, key=lambda change: list(Kind).index(change.kind)))


def amount(item: Item) -> str | None:
    """Write a record's value the way a reviewer reads it: comparator, number, unit."""
    if item.value is None:
        return None
    high = f"—{_number(item.value_max)}" if item.value_max is not None else ""
    mark = {None: "", "=": "", "range": "", "~": "约", ">=": "≥", "<=": "≤"}.get(item.comparator, item.comparator or "")
    return f"{mark}{_number(item.value)}{high}{item.unit or ''}"


def _number(value: Decimal) -> str:
    return f"{value.normalize():f}"


def _value(old: Item, new: Item) -> list[Change]:
    words = (amount(old), amount(new))
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


def _time(old: Item, new: Item) -> list[Change]:
    found = []
    if old.deadline != new.deadline:
        words = (_day(old), _day(new))
        if old.deadline is None or new.deadline is None:
            # A deadline that appears binds sooner than none at all; one that goes leaves the duty open.
            found.append(Change(Kind.BROUGHT_FORWARD if old.deadline is None else Kind.POSTPONED, *words))
        else:
            found.append(Change(Kind.BROUGHT_FORWARD if new.deadline < old.deadline else Kind.POSTPONED, *words))
    if old.recurrence != new.recurrence:
        found.append(Change(Kind.REDEFINED, old.recurrence, new.recurrence))
    return found


def _day(item: Item) -> str | None:
    return item.deadline.isoformat() if item.deadline else None


def _firmness(old: Item, new: Item) -> list[Change]:
    if old.modality != new.modality and old.modality and new.modality:
        kind = Kind.SOFTENED if new.modality == "aspirational" else Kind.HARDENED
        return [Change(kind, old.modality, new.modality)]
    if old.comparator == new.comparator or "range" in (old.comparator, new.comparator):
        return []
    words = (amount(old), amount(new))
    if "~" in (old.comparator, new.comparator):
        return [Change(Kind.SOFTENED if new.comparator == "~" else Kind.HARDENED, *words)]
    return [Change(Kind.REDEFINED, *words)] if {old.comparator, new.comparator} != {"=", ">="} else []


def _scope(old: Item, new: Item) -> list[Change]:
    found = []
    if plain(old.condition) != plain(new.condition):
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
    """Split 小学、初中 into its members, without words that only say everybody."""
    members = set()
    for piece in (subject or "").replace("和", "、").replace("及", "、").split("、"):
        name = plain(piece)
        for word in EVERYBODY:
            name = name.removeprefix(word)
        if name:
            members.add(name)
    return frozenset(members)


def _drops_qualifier(narrow: frozenset[str], wide: frozenset[str]) -> bool:
    """Tell whether each narrow name is a wide one with something before it (公办幼儿园, 幼儿园)."""
    return bool(narrow) and bool(wide) and all(any(n != w and n.endswith(w) for w in wide) for n in narrow)


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
