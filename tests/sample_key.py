"""The answer key of `corpus/sample/`: its files as typed entries, and how they are compared with what was read.

In the key a list in a field stands for several readings that are all right, the best first; what is left out is None.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import msgspec

from extractors.records import AgencyDuty, Milestone, NoticeRecords, Responsibility, Target
from extractors.span import Span
from extractors.vocabulary import Role

SAMPLE = Path(__file__).resolve().parent.parent / "corpus" / "sample"
ANSWERS = SAMPLE / "answers"
COMPARISONS = ("alignments", "revisions")

Text = str | None | list[str | None]
Day = date | None | list[date | None]
Reading = object
"""What a field of the key accepts: one value, or a list of values."""


class Strict(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """An entry whose misspelt fields are errors, not silence."""


class KeyTarget(Strict):
    """A target: `value` is written as `">= 93 %"` in the file's field `is`; `from_` in its field `from`."""

    quote: str
    indicator: str | list[str]
    value: str = msgspec.field(name="is")
    subject: Text = None
    change: Text = None
    by: Day = None
    from_: Text = msgspec.field(name="from", default=None)
    every: Text = None
    modality: str = "firm"
    absolute: bool = False
    damaged: bool | list[bool] = False
    condition: Text = None
    agencies: str = "of the item"
    optional: bool = False
    known_gap: str | None = None


class KeyMilestone(Strict):
    """A milestone or a phase; `start` and `end` are days."""

    quote: str
    action: str | list[str]
    subject: Text = None
    start: date | None = None
    end: date | None = None
    damaged: bool = False
    known_gap: str | None = None


class KeyItem(Strict):
    """An item of the notice, named by its heading: who does it, and what is set in it."""

    heading: str
    who: dict[str, list[str]] = msgspec.field(default_factory=dict)
    targets: list[KeyTarget] = msgspec.field(default_factory=list)
    milestones: list[KeyMilestone] = msgspec.field(default_factory=list)
    known_gap: str | None = None


class KeyCitation(Strict):
    """A document that the notice names."""

    title: Text
    relation: str | list[str]
    doc_number: str | None = None
    known_gap: str | None = None


class KeyFinding(Strict):
    """Something that a reader of the notice must be told; `note` says what."""

    kind: str
    quote: str
    note: str
    known_gap: str | None = None


class Key(Strict):
    """The whole key of one notice. `extras` are readings beside the key that are known to be wrong, each with its reason.

    `header_gap` says why the header is not yet read as the key has it.
    """

    notice: str
    header: dict[str, Any]
    items: list[KeyItem]
    citations: list[KeyCitation]
    findings: list[KeyFinding]
    extras: dict[str, str] = msgspec.field(default_factory=dict)
    header_gap: str | None = None


def keys() -> list[Key]:
    """Load the key of every notice."""
    paths = (p for p in sorted(ANSWERS.glob("*.yaml")) if p.stem not in COMPARISONS)
    return [msgspec.yaml.decode(path.read_bytes(), type=Key) for path in paths]


# ---------------------------------------------------------------- places in a text


class Flat:
    """A text without white space, where quotes can be looked for whatever their line breaks."""

    def __init__(self, text: str) -> None:
        self.at = [i for i, c in enumerate(text) if not c.isspace()]
        self.text = "".join(text[i] for i in self.at)

    def find(self, quote: str) -> list[Span]:
        """Every place of a quote, as spans of the text with its white space."""
        wanted = "".join(quote.split())
        found, start = [], self.text.find(wanted)
        while start >= 0:
            found.append(Span(self.at[start], self.at[start + len(wanted) - 1] + 1))
            start = self.text.find(wanted, start + 1)
        return found

    def only(self, quote: str) -> Span:
        """The place of a quote that must be there."""
        found = self.find(quote)
        assert found, f"the key quotes what is not in the text: {quote}"
        return found[0]


# ---------------------------------------------------------------- one record against its key


def readings(value: Reading) -> list[object]:
    """The readings that a field of the key accepts."""
    return value if isinstance(value, list) else [value]


def plain(value: object) -> object:
    """A value as the key writes it: text without white space, or itself."""
    return "".join(value.split()) if isinstance(value, str) else value


def differs(name: str, wanted: Reading, got: object) -> Iterator[str]:
    """Say how a field differs from every reading that the key accepts."""
    if plain(got) not in [plain(reading) for reading in readings(wanted)]:
        yield f"{name}: expected {' or '.join(map(str, readings(wanted)))}, read {got}"


def value_of(text: str) -> tuple[str, Decimal, Decimal | None, str | None]:
    """Read `">= 93 %"` as comparator, value, largest value of a range, unit."""
    comparator, number, *rest = text.split()
    most = Decimal(rest.pop(0)) if comparator == "range" else None
    return comparator, Decimal(number), most, rest[0] if rest else None


def same_value(wanted: KeyTarget, got: Target) -> bool:
    """Tell whether the numbers and their units are the same."""
    _, value, most, unit = value_of(wanted.value)
    return (got.value, got.value_max, got.unit) == (value, most, unit)


def target_differences(wanted: KeyTarget, got: Target, who: dict[str, list[str]], period_end: date | None) -> list[str]:
    """List the fields in which a target differs from its key."""
    day = got.deadline.day if got.deadline else None
    titled = wanted.by is None and None in readings(wanted.every) and day == period_end
    return [
        *differs("indicator", wanted.indicator, got.indicator),
        *differs("subject", wanted.subject, got.subject),
        *differs("comparator", value_of(wanted.value)[0], got.comparator.value),
        *differs("change", wanted.change, got.change.value if got.change else None),
        *([] if titled else differs("deadline", wanted.by, day)),
        *(
            differs("deadline_from", wanted.from_ or "clause", got.deadline.source.value)
            if wanted.by and got.deadline
            else ()
        ),
        *differs("recurrence", wanted.every, got.recurrence.value if got.recurrence else None),
        *differs("modality", wanted.modality, got.modality.value),
        *differs("absolute", wanted.absolute, got.absolute),
        *differs("damaged", wanted.damaged, got.damaged),
        *differs("condition", wanted.condition, got.condition),
        *(duty_differences(who, got.duties) if wanted.agencies != "any" else ()),
    ]


def milestone_differences(wanted: KeyMilestone, got: Milestone) -> list[str]:
    """List the fields in which a milestone differs from its key."""
    return [
        *differs("action", wanted.action, got.action),
        *differs("subject", wanted.subject, got.subject),
        *differs("start", wanted.start, got.start_date),
        *differs("end", wanted.end, got.deadline.day if got.deadline else None),
        *differs("damaged", wanted.damaged, got.damaged),
    ]


def duty_differences(who: dict[str, list[str]], duties: Iterable[AgencyDuty]) -> Iterator[str]:
    """Say how the agencies differ from those of the item."""
    wanted = {(name, Role(role).value) for role, names in who.items() for name in names}
    got = {(duty.name, duty.role.value) for duty in duties}
    if wanted != got:
        yield f"agencies: missing {sorted(wanted - got)}, too many {sorted(got - wanted)}"


# ---------------------------------------------------------------- a notice against its key


class Judged:
    """What was read from a notice beside its key, each entry with the record that answers it."""

    def __init__(self, key: Key, records: NoticeRecords) -> None:
        self.key, self.records = key, records
        self.flat = Flat(records.notice.text)
        self.targets = self._answers()
        answered = set(self.targets.values())
        self.extra_targets = [t for n, t in enumerate(records.targets) if n not in answered]

    def target(self, item: int, number: int) -> Target | None:
        """The target that answers an entry of the key, or None."""
        index = self.targets.get((item, number))
        return None if index is None else self.records.targets[index]

    def differences(self, item: int, number: int) -> list[str]:
        """What is wrong with the answer to an entry of the key."""
        entry = self.key.items[item]
        wanted, got = entry.targets[number], self.target(item, number)
        if got is None:
            near = [f"{t.indicator} {t.comparator.value} {t.value} {t.unit}" for t in self._over(wanted.quote)]
            return ["not read; over the same words: " + ("; ".join(near) or "nothing")]
        return target_differences(wanted, got, entry.who, self.period_end)

    @property
    def period_end(self) -> date | None:
        """The last day of the period in the title."""
        period = self.key.header.get("period")
        return period[1] if period else None

    def milestone(self, wanted: KeyMilestone) -> list[str]:
        """What is wrong with the answer to a milestone of the key."""
        places = self.flat.find(wanted.quote)
        assert places, f"the key quotes what is not in the text: {wanted.quote}"
        over = [m for m in self.records.milestones if any(m.quote.overlaps(place) for place in places)]
        if not over:
            return ["not read"]
        return min((milestone_differences(wanted, m) for m in over), key=len)

    def responsibility(self, number: int) -> tuple[list[str], list[Responsibility]]:
        """What is wrong with the bracket that says who does an item, and the brackets found in it; prose is not judged."""
        item = self.key.items[number]
        heads = [self.flat.only(i.heading).start for i in self.key.items]
        start = heads[number]
        end = min((h for h in heads if h > start), default=len(self.records.notice.text))
        brackets = [r for r in self.records.responsibilities if r.rule.startswith("bracket")]
        found = [r for r in brackets if start <= r.quote.start < end]
        if len(found) != bool(item.who):
            return [f"{len(found)} statements of who does it"], found
        return [d for r in found for d in duty_differences(item.who, r.duties)], found

    def _over(self, quote: str) -> list[Target]:
        places = self.flat.find(quote)
        assert places, f"the key quotes what is not in the text: {quote}"
        return [t for t in self.records.targets if any(t.quote.overlaps(place) for place in places)]

    def _answers(self) -> dict[tuple[int, int], int]:
        """Pair each entry with a target of the same words and value: those that differ least first."""
        pairs = []
        for i, item in enumerate(self.key.items):
            for n, wanted in enumerate(item.targets):
                over = {id(t) for t in self._over(wanted.quote)}
                pairs += [
                    (len(target_differences(wanted, t, item.who, self.period_end)), (i, n), index)
                    for index, t in enumerate(self.records.targets)
                    if id(t) in over and same_value(wanted, t)
                ]
        answers: dict[tuple[int, int], int] = {}
        for _, entry, index in sorted(pairs):
            if entry not in answers and index not in answers.values():
                answers[entry] = index
        return answers


def twice(names: Iterable[str]) -> list[str]:
    """The names that stand more than once."""
    return sorted(name for name, times in Counter(names).items() if times > 1)
