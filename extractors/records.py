"""What is read from a notice: frozen, typed records, checked at birth. Imports nothing of ours but the errors.

Offsets are half-open character positions. In the records of a `NoticeRecords` they count characters of
`Notice.text`, so `text[start:end] == quote`; while extractors work they count characters of the reading text
(see `extractors.damage`), and `extractors.read` maps them back.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum

from extractors.errors import RecordError


class Comparator(StrEnum):
    """How a value binds: 以上 is `>=`, 以内 `<=`, 左右 `~`, a plain count or 达到 `=`."""

    AT_LEAST = ">="
    AT_MOST = "<="
    MORE_THAN = ">"
    LESS_THAN = "<"
    EQUAL = "="
    ABOUT = "~"
    RANGE = "range"


class Change(StrEnum):
    """Set where the value is a change (增长5%), not a level."""

    INCREASE = "increase"
    DECREASE = "decrease"


class Modality(StrEnum):
    """力争, 争取, 原则上, 鼓励 make a target aspirational; all else is firm."""

    FIRM = "firm"
    ASPIRATIONAL = "aspirational"


class Role(StrEnum):
    """What an agency does for an item: 牵头 leads, 配合 supports, 责任单位 is responsible."""

    LEAD = "lead"
    SUPPORT = "support"
    RESPONSIBLE = "responsible"


class Relation(StrEnum):
    """Why a document is cited: 根据 (basis), 印发 (issues), any other (mentions)."""

    BASIS = "basis"
    ISSUES = "issues"
    MENTIONS = "mentions"


class Grain(StrEnum):
    """The length of the period that a date expression names; never finer than the words."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    HALF = "half"
    SEASON = "season"
    TERM = "term"
    SCHOOL_YEAR = "school-year"
    YEAR = "year"
    PERIOD = "period"


class Bound(StrEnum):
    """What a date expression says of its period: 到…, …前 end it; 从…起 begins it; 2025年 is in it; 期间 spans it."""

    BY = "by"
    FROM = "from"
    IN = "in"


class DeadlineSource(StrEnum):
    """Where a record has its deadline from: its own clause, a clause or heading above it, or the title's period."""

    CLAUSE = "clause"
    INHERITED = "inherited"
    DOCUMENT = "document"


class Recurrence(StrEnum):
    """每年, 每学年, 每学期, 每月, 每周, 每天."""

    YEAR = "year"
    SCHOOL_YEAR = "school-year"
    TERM = "term"
    MONTH = "month"
    WEEK = "week"
    DAY = "day"


class MentionKind(StrEnum):
    """The kinds of small thing that are found before any record is built."""

    NUMBER = "number"
    PERCENT = "percent"
    QUANTITY = "quantity"
    RANGE = "range"
    RATIO = "ratio"
    DATE = "date"
    PERIOD = "period"
    RECURRENCE = "recurrence"


class Level(StrEnum):
    """Level of government; a district of a province-level city counts as a county."""

    NATIONAL = "national"
    PROVINCE = "province"
    CITY = "city"
    COUNTY = "county"


class Status(StrEnum):
    """How the reading of one file ended; every file ends with one."""

    OK = "ok"
    WARNED = "warned"
    FAILED = "failed"


class Severity(StrEnum):
    """How much a finding matters to somebody who relies on the record."""

    INFO = "info"
    WARNING = "warning"
    ERROR = "error"


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Half-open character positions `[start, end)`."""

    start: int
    end: int

    def __post_init__(self) -> None:
        """Refuse a span that runs backwards or begins before the text."""
        if not 0 <= self.start <= self.end:
            raise RecordError(f"impossible span [{self.start}, {self.end})")

    def cut(self, text: str) -> str:
        """Return the characters of `text` that the span covers."""
        return text[self.start : self.end]

    def overlaps(self, other: Span) -> bool:
        """Tell whether the two share at least one character."""
        return self.start < other.end and other.start < self.end

    def contains(self, other: Span) -> bool:
        """Tell whether `other` lies wholly inside."""
        return self.start <= other.start and other.end <= self.end

    def cover(self, other: Span) -> Span:
        """Return the smallest span that holds both."""
        return Span(min(self.start, other.start), max(self.end, other.end))


# ---------------------------------------------------------------- the notice as cleaned


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a table: merged cells are one `Cell` with spans above 1. Rows and columns count from 0."""

    row: int
    column: int
    span: Span
    rowspan: int = 1
    colspan: int = 1
    header: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table whose cells point into the text. In the text a row is a line and its cells are separated by a tab.

    `origin` is html, pdf, docx, markdown, or lines (found again in text where each cell came out as a line).
    """

    span: Span
    cells: tuple[Cell, ...]
    origin: str


@dataclass(frozen=True, slots=True)
class PageField:
    """A header field as the page gives it: `name` is ours (doc_number, index_number, issued_on, …), `value` theirs.

    `origin` is meta (a meta tag), table (the 政府信息公开 table), or line (the same table flattened to lines).
    """

    name: str
    value: str
    label: str
    origin: str


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that the notice links to. `state` is read, not read, or missing."""

    name: str
    url: str | None = None
    state: str = "not read"


@dataclass(frozen=True, slots=True)
class OffsetRun:
    """`length` characters of the clean text from `clean`, taken in order from the raw file from `raw`.

    For text and HTML `raw` and `raw_length` count bytes of the raw file, and `page` is None; for a PDF `page` counts
    from 1 and `box` is (x0, top, x1, bottom) in points from the top left corner. A run of several characters whose
    raw bytes have one common width needs no finer division; otherwise a run holds one character.
    """

    clean: int
    length: int
    raw: int
    raw_length: int
    page: int | None = None
    box: tuple[float, float, float, float] | None = None


@dataclass(frozen=True, slots=True)
class Notice:
    """A notice after cleaning: text, tables, header fields as the page gives them, and the way back to the raw file.

    `status` failed goes with an empty `text` and a `reason`; `method` names how the main text was found.
    """

    source_path: str
    sha256: str
    media_type: str
    text: str = ""
    source_url: str | None = None
    offsets: tuple[OffsetRun, ...] = ()
    tables: tuple[Table, ...] = ()
    fields: tuple[PageField, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    status: Status = Status.OK
    reason: str | None = None
    method: str | None = None

    def __post_init__(self) -> None:
        """Refuse a notice that is warned or failed without saying why."""
        if (self.status is Status.OK) != (self.reason is None):
            raise RecordError(f"{self.source_path}: status {self.status} and reason {self.reason!r} do not go together")


# ---------------------------------------------------------------- what is read from it


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
