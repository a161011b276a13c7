"""What the readers of a clause hand on: drafts of targets, and what one clause leaves for the next to lean on."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

from extractors.span import Span
from extractors.targets.modality import Aim
from extractors.targets.phrases import Phrase
from extractors.vocabulary import Change, Comparator


@dataclass(frozen=True, slots=True)
class Draft:
    """A target without its deadline, modality and place in the notice.

    `carried` says that subject or verb come from an earlier clause, so they do not widen the quote. `anchor` is where the
    deadline is looked for. `unsure` is what to tell the reader where the words leave a doubt.
    """

    quote: Span
    indicator: Phrase
    rule: str
    value: Decimal | None
    anchor: Span
    subject: Phrase = ()
    comparator: Comparator = Comparator.EQUAL
    value_max: Decimal | None = None
    unit: str | None = None
    change: Change | None = None
    condition: Span | None = None
    absolute: bool = False
    note: str | None = None
    unsure: str | None = None
    value_span: Span | None = None
    unit_span: Span | None = None
    comparator_span: Span | None = None


@dataclass(slots=True)
class Memory:
    """What earlier clauses of a sentence leave for the later ones; empty where they left nothing.

    `lead` is the area named before a colon and `lead_measure` the measure there; `subject`, `verb`, `thing`, `indicator` and
    `unit` are the last ones read; `floor` a 至少 that may cover the next duty. `clause` is the clause just before, `goes_on`
    that it counted an output, `topic` that it only named whom the next is about (3000人以上规模的小区，). `grantee` is whom a
    condition names, `thresholds` the amounts it sets, `condition` its words; `place` what stands before 实现; `object` what the
    clause before acts on (提高公用经费标准，…). `aim` is the 力争 that holds still, `tiers` the grant whose tiers
    follow. `dates` and `periods` are those of this clause and the one before; `dated` and `recurring` tell of any in the
    sentence so far.
    """

    lead: Phrase = ()
    subject: Phrase = ()
    verb: Phrase = ()
    thing: Phrase = ()
    indicator: Phrase = ()
    unit: str = ""
    floor: Comparator | None = None
    floor_span: Span | None = None
    clause: Span | None = None
    grantee: Phrase = ()
    thresholds: list[Span] = field(default_factory=list)
    condition: Span | None = None
    place: Phrase = ()
    object: Phrase = ()
    topic: Phrase = ()
    lead_measure: Phrase = ()
    aim: Aim | None = None
    tiers: Phrase = ()
    goes_on: bool = False
    dated: bool = False
    recurring: bool = False
    dates: list[Span] = field(default_factory=list)
    periods: list[Span] = field(default_factory=list)
