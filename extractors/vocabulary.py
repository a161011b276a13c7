"""The closed sets of words that records speak: comparators, roles, grains, levels and the like."""

from __future__ import annotations

from enum import StrEnum


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
