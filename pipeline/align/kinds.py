"""What kind of value a target states: it decides whether a part's figure can answer the whole's."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from extractors.vocabulary import Change, Recurrence
from pipeline.align.indicators import IndicatorEntry
from pipeline.align.units import measure
from pipeline.align.wording import RISE, Wording


class Kind(StrEnum):
    """share, per head or unit, growth, index and standard mean the same at every level; a total is the sum of its parts."""

    SHARE = "share"
    PER = "per"
    GROWTH = "growth"
    TOTAL = "total"
    STANDARD = "standard"
    INDEX = "index"


PER = re.compile(
    r"^(?:年)?(?:人均|生均|师均|户均|亩均|地均|床均|校均|园均|单位|平均|每|千人|万人|百名)|[人生亩户师地床校园车]均"
)
PER_HEAD = re.compile(r"(?:人均|生均|户均|亩均|每[十百千万]+|[十百千万]+人口?)")
"""A measure per head whose head was read as its subject (人均公共图书馆 | 藏书量)."""

GRANT = re.compile(r"补助|补贴|奖励|奖补|资助|津贴|贴息|标准|定额|最低工资|保费|给予|限额|低保")
EACH = re.compile(r"^(?:每(?:[一二两三]|\d+)?[个所名间家座条座辆人班校园村县区市]?|各|所有|单[个体]|一[所个名])")
SIZE = re.compile(r"规模的|(?:超过|不足|达到|满)?\d[\d.]*万?[个名人]?(?:班|人|名)?(?:以上|以下)?(?:规模)?的(?=.)")
"""A class of things by their size (12个班规模的幼儿园, 人口超过1万人的乡镇): what is asked is asked of each of them."""

DUTY = {Recurrence.TERM, Recurrence.WEEK, Recurrence.DAY, Recurrence.MONTH, Recurrence.SCHOOL_YEAR}
ANNUAL_AVERAGE = re.compile(r"年均|年平均")


@dataclass(frozen=True, slots=True)
class Said:
    """What a target says beside its indicator, as far as it tells the kind of its value."""

    subject: str
    unit: str | None
    change: Change | None
    recurrence: Recurrence | None
    quote: str


def kind_of(entry: IndicatorEntry | None, wording: Wording, said: Said) -> Kind:
    """Return the kind of a value: the catalogue's word where there is one, else what unit, wording and subject say.

    What binds each school, pupil or case (每所学校, 补助标准, 每学期) is a standard, whatever its unit.
    """
    each = bool(EACH.match(said.subject) or SIZE.search(said.subject))
    if entry is not None and not (entry.kind == Kind.TOTAL and each):
        return Kind(entry.kind)
    known = measure(said.unit)
    if known is not None and known.family in {"share", "points"}:
        return Kind.GROWTH if said.change is not None or RISE.search(wording.text) else Kind.SHARE
    if PER.search(wording.text) or PER_HEAD.match(said.subject) or (known is not None and known.per):
        return Kind.PER
    granted = known is not None and known.family == "money" and GRANT.search(wording.text + said.quote)
    if granted or each or EACH.match(wording.text) or SIZE.search(wording.text) or said.recurrence in DUTY:
        return Kind.STANDARD
    return Kind.INDEX if known is not None and not known.additive else Kind.TOTAL


def is_average(quote: str, recurrence: Recurrence | None) -> bool:
    """Tell whether a rate of growth is a yearly average over several years, not that of one year."""
    return bool(ANNUAL_AVERAGE.search(quote)) or recurrence is Recurrence.YEAR
