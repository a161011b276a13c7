"""The plain facts that comparing works on: a document and a target as frozen rows, with what follows from them alone."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property

from extractors.vocabulary import Change, Comparator, Modality, Recurrence
from pipeline.align.decided import UNDECIDED, Decided
from pipeline.align.indicators import Around, IndicatorEntry, Link, catalogue, link
from pipeline.align.kinds import Kind, Said, is_average, kind_of
from pipeline.align.wording import Wording, read_wording, shared_head, squeezed, stages_of

ONE_YEAR = 366
YEARLY = re.compile(r"工作报告|年度计划|工作要点")
"""Documents that speak of one year, though their title names none."""


@dataclass(frozen=True)
class DocumentFact:
    """A document as comparing needs it. `standard` marks one loaded from a table of references."""

    id: str
    title: str
    jurisdiction: str | None
    issued_on: date | None = None
    period_start: date | None = None
    period_end: date | None = None
    standard: bool = False

    @property
    def begins(self) -> date | None:
        """The first day it can speak of: its period's, else the first of the year it was issued in; None if unknown."""
        return self.period_start or (self.issued_on.replace(month=1, day=1) if self.issued_on else None)

    @property
    def one_year(self) -> bool:
        """Whether it is a plan or a work report for a single year."""
        if self.period_start and self.period_end:
            return (self.period_end - self.period_start).days <= ONE_YEAR
        return self.period_end is None and YEARLY.search(self.title) is not None


@dataclass(frozen=True)
class TargetFact:
    """A target as comparing needs it.

    `places` are the names its government goes by, `level` its level; `redefined` is the note by which its document
    measures it in a new way (统计口径调整), None where there is none; `before` are the words before its quote; `rule` is
    the rule that read it; `period_only` tells that its deadline is only the end of its document's period; `decided` is what
    reviewers said of it.
    """

    id: str
    document: DocumentFact
    indicator: str
    value: Decimal | None
    unit: str | None = None
    subject: str | None = None
    comparator: Comparator = Comparator.EQUAL
    value_max: Decimal | None = None
    change: Change | None = None
    deadline: date | None = None
    recurrence: Recurrence | None = None
    modality: Modality = Modality.FIRM
    condition: str | None = None
    absolute: bool = False
    damaged: bool = False
    quote: str = ""
    start: int = 0
    heading: str = ""
    places: tuple[str, ...] = ()
    level: str | None = None
    redefined: str | None = None
    before: str = ""
    rule: str = ""
    period_only: bool = False
    decided: Decided = UNDECIDED

    @property
    def named(self) -> str:
        """The indicator, with the head that it shares with the one before it in a list (每千人口…、注册护士数).

        What is to be covered wholly (实现全覆盖) is named as its rate of coverage.
        """
        name = shared_head(self.indicator, self.before) + self.indicator
        return f"{name}覆盖率" if self.absolute and COVERED.search(self.quote) and not name.endswith("率") else name

    @cached_property
    def wording(self) -> Wording:
        """The indicator's wording, taken apart; one that names only a way of measuring (占比) takes its subject before it."""
        own = read_wording(self.named)
        if self.subject and (BARE.fullmatch(own.text) or len(squeezed(own.measured)) < SHORTEST):
            return read_wording(self.subject + self.indicator)
        return own

    @cached_property
    def full(self) -> Wording:
        """The wording with its subject before it."""
        return read_wording(self.subject + self.named) if self.subject else self.wording

    @cached_property
    def link(self) -> Link:
        """The indicator of the catalogue it was linked to, if any; a reviewer's word comes first."""
        if self.decided.indicator is not None:
            entry = catalogue().get(self.decided.indicator)
            return Link(entry, (entry.id,) if entry else (), (("reviewed", self.decided.indicator),))
        around = Around(f"{self.heading} {self.document.title}", self.before)
        found = link(self.named, self.subject, self.unit, self.change, around)
        if found.entry is None and self.named != self.indicator:
            return link(self.indicator, self.subject, self.unit, self.change, around)
        return found

    @property
    def entry(self) -> IndicatorEntry | None:
        """The catalogue's entry, None where nothing or several fit."""
        return self.link.entry

    @cached_property
    def kind(self) -> Kind:
        """What kind of value it is."""
        said = Said(self.subject or "", self.unit, self.change, self.recurrence, self.quote)
        return kind_of(self.entry, self.wording, said)

    @cached_property
    def said_stages(self) -> frozenset[str]:
        """The groups of pupils that its own words name."""
        return self.wording.stages | stages_of(self.subject)

    @cached_property
    def stages(self) -> frozenset[str]:
        """The groups of pupils it is for: by its own words, else by the catalogue, else by heading, else by title."""
        return (
            self.said_stages
            or frozenset((self.entry.stages if self.entry else "").split())
            or stages_of(self.heading)
            or stages_of(self.document.title)
        )

    @property
    def until(self) -> date | None:
        """The last day it speaks of: of its deadline and its plan; None for a standing duty without either."""
        return max(filter(None, (self.deadline, self.document.period_end)), default=None)

    @property
    def yearly(self) -> bool:
        """Whether its value is for one year: each year, on yearly average, or in a plan for a single year."""
        return is_average(self.quote, self.recurrence) or self.document.one_year

    @property
    def adds(self) -> bool:
        """Whether its value comes on top of another (再增加200元), said of it without a change of the measure itself."""
        return self.change is None and ON_TOP.search(self.quote) is not None

    @cached_property
    def degree(self) -> str | None:
        """For a value read from a word, how far the deed is to be done: 基本 or 全面, with 启动 or 完成; else None."""
        if not self.absolute:
            return None
        found = DEGREE.search(self.quote)
        return (
            f"{'基本' if found['far'] == '基本' else '全面'}{'启动' if found['deed'] == '启动' else '完成'}"
            if found
            else None
        )


SHORTEST = 3
"""Characters that a wording must have to name a measure by itself."""

COVERED = re.compile(r"全覆盖|全面覆盖|全域覆盖")
ON_TOP = re.compile(r"再(?:增加|提高|加|给予|奖励|补助)|另(?:行|外)?(?:增加|给予|奖励|补助|加)|额外|上浮")
BARE = re.compile(
    r"(?:新增|累计|建成|总)?(?:占比|比例|比重|数量|总数|总量|面积|规模|覆盖率|长度|人数|达标率|完成率|比率|率)"
    r"|(?:给予|最高|一次性|不超过)*(?:奖励|奖补|补助|补贴|资助|奖金)(?:资金|金额)?"
)
DEGREE = re.compile(r"(?P<far>基本|全面|全部|如期)?(?P<deed>启动|完成|实现|建成|消除)")
