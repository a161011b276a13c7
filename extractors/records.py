"""What is read from a notice: frozen, typed records, checked at birth. Imports `span`, `vocabulary`, `notice` and the errors.

Offsets are half-open character positions. In the records of a `NoticeRecords` they count characters of
`Notice.text`, so `text[start:end] == quote`; while extractors work they count characters of the reading text
(see `extractors.reading_text`), and `pipeline.extract` maps them back.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from extractors.errors import RecordError
from extractors.notice import Notice
from extractors.span import Span
from extractors.vocabulary import (
    Bound,
    Change,
    Comparator,
    DeadlineSource,
    Grain,
    Level,
    MentionKind,
    Modality,
    Recurrence,
    Relation,
    Role,
    Severity,
)


@dataclass(frozen=True, slots=True)
class Mention:
    """A small thing in the text: a number, a quantity, a date. `rule` is the id of what found it.

    For numbers: `value` (万 and 亿 multiplied out), `value_max` for a range, `unit` (base unit as written; None for a
    bare number), `unit_span`. For ratios `parts` holds the members (1:2:3) and `value` the quotient of two.
    For dates and periods: `start_date` and `end_date` (inclusive first and last day of the period named; one of them
    None where the words give only the other; both None where a year is needed and no reference date was given),
    `grain`, `bound`. For a recurrence: `recurrence`, and `value` where it is every so many (每5年 is 5, year).
    """

    kind: MentionKind
    span: Span
    rule: str
    value: Decimal | None = None
    value_max: Decimal | None = None
    unit: str | None = None
    value_span: Span | None = None
    unit_span: Span | None = None
    parts: tuple[Decimal, ...] = ()
    start_date: date | None = None
    end_date: date | None = None
    grain: Grain | None = None
    bound: Bound | None = None
    recurrence: Recurrence | None = None


@dataclass(frozen=True, slots=True)
class Deadline:
    """The time by which a record is due: `day` is the last day of the period that the words name, at their `grain`.

    `start` is set where the words name a stretch (2023年9月—10月). `span` is where the words stand (None when only the
    title's period gives it), `text` the words.
    """

    day: date
    text: str
    grain: Grain
    source: DeadlineSource
    span: Span | None = None
    start: date | None = None


@dataclass(frozen=True, slots=True)
class Section:
    """A numbered or titled part of the notice. `position` counts from 0 in text order; `parent` is a position or None.

    `span` runs from the heading to the end of the last line under it, `heading` covers the heading's number and words.
    """

    position: int
    parent: int | None
    number: str
    heading: Span
    span: Span
    depth: int


@dataclass(frozen=True, slots=True)
class AgencyDuty:
    """An agency as written, and its role. `span` is where the name stands.

    `full` is the long form where the notice declares the name as a short one (以下简称), else None.
    """

    name: str
    role: Role
    span: Span
    full: str | None = None


@dataclass(frozen=True, slots=True)
class Responsibility:
    """A statement of who does an item. `quote` is the whole bracket (or clause), `scope` the item's text it is for.

    `rule` tells a bracket from prose; `section` is the position of the section it stands in.
    """

    quote: Span
    scope: Span
    duties: tuple[AgencyDuty, ...]
    rule: str
    section: int | None = None


@dataclass(frozen=True, slots=True)
class Citation:
    """Another document named in the text. `title` is without 《》; None where only a number is given."""

    quote: Span
    title: str | None
    doc_number: str | None
    relation: Relation
    rule: str


@dataclass(frozen=True, slots=True)
class Evidence:
    """The span from which one field of a record was read."""

    field: str
    span: Span


@dataclass(frozen=True, slots=True)
class Target:
    """A quantity that the notice commits somebody to. What the text does not say is None.

    `value` is in the base unit (万, 亿 multiplied out) and `unit` as written; `absolute` marks a value given in words.
    """

    quote: Span
    indicator: str
    rule: str
    value: Decimal | None
    subject: str | None = None
    comparator: Comparator = Comparator.EQUAL
    value_max: Decimal | None = None
    unit: str | None = None
    change: Change | None = None
    deadline: Deadline | None = None
    recurrence: Recurrence | None = None
    modality: Modality = Modality.FIRM
    condition: str | None = None
    absolute: bool = False
    damaged: bool = False
    note: str | None = None
    section: int | None = None
    duties: tuple[AgencyDuty, ...] = ()
    evidence: tuple[Evidence, ...] = ()

    def __post_init__(self) -> None:
        """Refuse a target without an indicator, and a range without both ends in order."""
        if not self.indicator:
            raise RecordError(f"target at {self.quote} has no indicator")
        if (self.comparator is Comparator.RANGE) != (self.value_max is not None):
            raise RecordError(f"target at {self.quote}: comparator {self.comparator} with value_max {self.value_max}")
        if self.value is not None and self.value_max is not None and self.value > self.value_max:
            raise RecordError(f"target at {self.quote}: range {self.value} to {self.value_max} runs backwards")


@dataclass(frozen=True, slots=True)
class Milestone:
    """An action with a date and no quantity, or a phase of a timetable.

    One of `start_date` and `deadline` may be None.
    """

    quote: Span
    action: str
    rule: str
    subject: str | None = None
    start_date: date | None = None
    deadline: Deadline | None = None
    damaged: bool = False
    section: int | None = None
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """Something a reader must know before relying on the notice: damage, conflict, unreadable, unsure and the like.

    `detail` holds plain JSON values: for damage printed, meant, rule and alternatives.
    """

    kind: str
    severity: Severity
    message: str
    span: Span | None = None
    detail: dict[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Place:
    """A jurisdiction: six-digit code (GB/T 2260, or an overlay's own), full official name, level, its parent's code."""

    code: str
    name: str
    level: Level
    parent_code: str | None


@dataclass(frozen=True, slots=True)
class Header:
    """The notice's own header. Each field is None, or empty, where neither the page nor the text gives it.

    `issued_on` is 成文日期 (or the date under the signature), `printed_on` 印发日期, `published_on` 发布日期.
    `period_start` and `period_end` come from the title (2018—2020年), or from the headings of a report without a year.
    """

    title: str | None = None
    doc_number: str | None = None
    issuer: str | None = None
    issued_on: date | None = None
    printed_on: date | None = None
    published_on: date | None = None
    index_number: str | None = None
    validity: str | None = None
    kind: str | None = None
    addressees: tuple[str, ...] = ()
    period_start: date | None = None
    period_end: date | None = None
    place: Place | None = None
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class Reviewed:
    """A reviewer's decision, and what became of it in this run.

    `kind` is target or milestone; `outcome` still true, re-anchored, or no longer anchorable, and then `why` says so
    and `span` is None. `before` and `after` are the record as read and as decided, None where there is none. `fields`
    holds (field, as read, as decided) for each field that differs.
    """

    kind: str
    decision: str
    reviewer: str
    reason: str
    quote: str
    outcome: str
    span: Span | None = None
    before: Target | Milestone | None = None
    after: Target | Milestone | None = None
    fields: tuple[tuple[str, str | None, str | None], ...] = ()
    why: str | None = None


@dataclass(frozen=True, slots=True)
class NoticeRecords:
    """All that was read from one notice; spans count characters of `notice.text`. `reviews` are applied already."""

    notice: Notice
    header: Header
    sections: tuple[Section, ...] = ()
    targets: tuple[Target, ...] = ()
    milestones: tuple[Milestone, ...] = ()
    responsibilities: tuple[Responsibility, ...] = ()
    citations: tuple[Citation, ...] = ()
    mentions: tuple[Mention, ...] = ()
    findings: tuple[Finding, ...] = ()
    reviews: tuple[Reviewed, ...] = ()
