"""How the subjects of two targets relate: the same people and places, part of them, more than them, or others."""

from __future__ import annotations

import re
from enum import StrEnum
from functools import cache

from pipeline.align.facts import TargetFact
from pipeline.align.wording import contrasts, read_wording, squeezed, stages_of, words


class Scope(StrEnum):
    """The lower subject beside the upper one."""

    SAME = "same"
    NARROWER = "narrower"
    WIDER = "wider"
    UNSTATED = "unstated"
    OTHER = "other"


GENERIC = re.compile(
    r"""所有|全部|各级各类|各类|各级|各|每所|每个|每名|每位|每|一所|符合条件的?|适龄|专任|在编|公务|全体|主要
      | 教师 | 教职工 | 学生 | 学校 | 儿童 | 少年 | 青少年 | 幼儿 | 居民 | 家庭 | 人员 | 人口 | 阶段 | 教育 | 班级 | 机构 | 单位
      | 和 | 及 | 与 | 、 | , | ， | 的 | 内 | 等 | 校 | 园""",
    re.VERBOSE,
)
"""Words that say only that somebody is meant; without them a subject is left with what limits it."""

PARTS = re.compile(
    r"""^ (?: 各 (?:县|市|区|旗|州|设区市|地|地市|县区|市县|市州|盟市|县市区|市县区|区县|县\(市、区\)|县（市、区）|乡镇|街道|街镇|镇) (?:\(市、区\)|（市、区）)?
        | 每个? (?:县|市|区|旗|州|设区市|乡镇|街道) )""",
    re.VERBOSE,
)
"""A subject that binds every part by itself (各区): a part's own figure then answers it."""


def relate(lower: TargetFact, upper: TargetFact) -> Scope:
    """Return how the lower target's subject stands to the upper's.

    A group of pupils counts by what it includes (小学 is part of 义务教育). A subject that one side already names in its
    indicator is no difference. Words of contrast (农村, 公办) on one side alone make them others.
    """
    if lower.stages and upper.stages and not lower.stages & upper.stages:
        return Scope.OTHER
    mine, theirs = limiting(lower), limiting(upper)
    if contrasts(lower.indicator + (lower.subject or "")) != contrasts(upper.indicator + (upper.subject or "")):
        same_entry = lower.entry is not None and lower.entry is upper.entry
        if not (same_entry and not mine and not theirs):
            return Scope.OTHER
    by_words = _by_words(mine, theirs, lower, upper)
    if by_words is not Scope.SAME:
        return by_words
    said = lower.wording.stages | stages_of(lower.subject)
    asked = upper.wording.stages | stages_of(upper.subject)
    if bool(said) != bool(asked) and not (lower.entry and lower.entry.stages):
        return Scope.UNSTATED
    if lower.stages < upper.stages:
        return Scope.NARROWER
    return Scope.WIDER if lower.stages > upper.stages else Scope.SAME


def limiting(target: TargetFact) -> str:
    """Return what in a subject limits it beyond its group of pupils and its own government; empty where nothing does."""
    return _limiting(target.subject or "", target.places)


def binds_each_part(target: TargetFact) -> bool:
    """Tell whether the target is set for every part of the government's territory by itself."""
    return bool(PARTS.match(target.subject or ""))


@cache
def _limiting(subject: str, places: tuple[str, ...]) -> str:
    text = read_wording(subject).text if subject else ""
    if subject in places or text in places or subject in words("scope") or PARTS.match(subject):
        return ""
    for place in places:
        text = text.removeprefix(place)
    for word in sorted(words("stage"), key=len, reverse=True):
        text = text.replace(word, "")
    return squeezed_or_empty(GENERIC.sub("", text))


def squeezed_or_empty(text: str) -> str:
    """Return a text without fillers; what is filler alone counts as empty."""
    left = squeezed(text)
    return "" if left in words("filler") or left in words("scope") else left


def _by_words(mine: str, theirs: str, lower: TargetFact, upper: TargetFact) -> Scope:
    if mine == theirs:
        return Scope.SAME
    if mine and theirs:
        if mine in theirs:
            return Scope.WIDER
        return Scope.NARROWER if theirs in mine else Scope.OTHER
    if mine:
        return Scope.SAME if mine in squeezed(upper.indicator) else Scope.OTHER
    return Scope.SAME if theirs in squeezed(lower.indicator) else Scope.OTHER
