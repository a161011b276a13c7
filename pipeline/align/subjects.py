"""How the subjects of two targets relate: the same people and places, part of them, more than them, or others."""

from __future__ import annotations

import re
from enum import StrEnum
from functools import cache

from pipeline.align.facts import TargetFact
from pipeline.align.indicators import IndicatorEntry
from pipeline.align.kinds import Kind
from pipeline.align.wording import (
    areas_of,
    contrasts,
    in_order,
    read_wording,
    signature,
    squeezed,
    without_areas,
    words,
)


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
      | 面积 | 区域 | 范围 | 和 | 及 | 与 | 、 | , | ， | 的 | 内 | 等 | 校 | 园""",
    re.VERBOSE,
)
"""Words that say only that somebody is meant; without them a subject is left with what limits it."""

PARTS = re.compile(
    r"""^ (?: 各 | 每 个? )
        (?P<part> 设区市 | 县 [(（] 市、区 [)）] | 市 [(（] 州 [)）] | 县市区 | 市县区 | 区县 | 县区 | 市县
                | 市 | 州 | 盟 | 县 | 区 | 旗 | 乡镇 | 街道 | 街镇 | 镇 | 地 )
        (?: 至少 | 均 | 都 | 应 )? $""",
    re.VERBOSE,
)
"""A subject that binds every part of the territory by itself (各区, 每个县): a part's own figure then answers it."""

SHORTENED = 5
"""Characters that a shortened name of a subject must keep."""

LEVELS = {"县": "county", "区": "county", "旗": "county", "市": "city", "州": "city", "盟": "city"}


def relate(lower: TargetFact, upper: TargetFact) -> Scope:
    """Return how the lower target's subject stands to the upper's.

    A group of pupils counts by what it includes (小学 is part of 义务教育), a part of a town (主城区) as part of all. A
    subject that one side already names in its indicator is no difference. For shares and levels a word of contrast (农村,
    公办) on one side alone makes them others; what binds each thing (每所学校) binds also a part of them.
    """
    if lower.stages and upper.stages and not lower.stages & upper.stages:
        return Scope.OTHER
    known = _words_of_entry(lower)
    mine = contrasts(lower.indicator + (lower.subject or "")) - known
    theirs = contrasts(upper.indicator + (upper.subject or "")) - known
    each = lower.kind is Kind.STANDARD and upper.kind is Kind.STANDARD
    if mine != theirs and not (each and (mine < theirs or theirs < mine)):
        return Scope.OTHER
    by_words = _by_words(limiting(lower), limiting(upper, lower.places), lower, upper, each=each)
    if by_words is not Scope.SAME:
        return by_words
    by_areas = _by_areas(lower, upper)
    return by_areas if by_areas is not Scope.SAME else _by_stages(lower, upper)


def _by_areas(lower: TargetFact, upper: TargetFact) -> Scope:
    said, asked = (areas_of((target.subject or "") + target.indicator) for target in (lower, upper))
    if said == asked:
        return Scope.SAME
    if said and asked:
        return Scope.OTHER
    return Scope.NARROWER if said else Scope.WIDER


def _by_stages(lower: TargetFact, upper: TargetFact) -> Scope:
    said, asked = lower.said_stages, upper.said_stages
    if said == asked or "special" in said & asked:
        return Scope.SAME
    if not said or not asked:
        return Scope.SAME if lower.entry is not None and lower.entry.stages else Scope.UNSTATED
    if said < asked:
        return Scope.NARROWER
    return Scope.WIDER if said > asked else Scope.SAME


def _words_of_entry(target: TargetFact) -> frozenset[str]:
    """Return the words of contrast that the indicator itself has in one of its wordings: they tell nothing apart."""
    if target.entry is None:
        return frozenset()
    return frozenset(word for wording in target.entry.wordings for word in contrasts(wording))


def limiting(target: TargetFact, also: tuple[str, ...] = ()) -> str:
    """Return what limits a subject beyond its group of pupils and its own government; empty where nothing does.

    `also` are names of a government below that it may be set for: for that one they limit nothing.
    """
    if target.link.took_subject:
        return ""
    left = _limiting(target.subject or "", target.places + also)
    return "" if left and target.entry is not None and _of_entry(target.entry, left) else left


def _of_entry(entry: IndicatorEntry, subject: str) -> bool:
    """Tell whether one of an entry's wordings names a subject: it is then whom the indicator is of anyway."""
    said = set(subject)
    return any(said <= set(read_wording(wording).text) for wording in (entry.name, *entry.wordings))


def binds_each(target: TargetFact, level: str | None) -> bool:
    """Tell whether a target is set for every government of a level by itself (每个县: for each county)."""
    found = PARTS.match(target.subject or "")
    return found is not None and level is not None and LEVELS.get(found["part"][0]) == level


@cache
def _limiting(subject: str, places: tuple[str, ...]) -> str:
    text = read_wording(subject).text if subject else ""
    if subject in places or text in places or subject in words("scope") or PARTS.match(subject):
        return ""
    for place in places:
        text = text.removeprefix(place)
    for word in sorted(words("stage"), key=len, reverse=True):
        text = text.replace(word, "")
    text = without_areas(text)
    return squeezed_or_empty(GENERIC.sub("", text))


def squeezed_or_empty(text: str) -> str:
    """Return a text without fillers; what is filler alone counts as empty."""
    left = squeezed(text)
    return "" if left in words("filler") or left in words("scope") else left


def _by_words(mine: str, theirs: str, lower: TargetFact, upper: TargetFact, *, each: bool) -> Scope:
    if mine == theirs:
        return Scope.SAME
    if mine and theirs:
        if mine in theirs or _shortened(mine, theirs):
            return Scope.WIDER
        return Scope.NARROWER if theirs in mine or _shortened(theirs, mine) else Scope.OTHER
    if mine:
        return Scope.SAME if _says(upper, mine) else Scope.NARROWER if each else Scope.OTHER
    return Scope.SAME if _says(lower, theirs) else Scope.WIDER if each else Scope.OTHER


def _shortened(short: str, long: str) -> bool:
    """Tell whether a name leaves out a word inside another (县级图书馆 for 县级公共图书馆)."""
    return len(short) >= SHORTENED and short[:2] == long[:2] and short[-2:] == long[-2:] and in_order(short, long)


def _says(target: TargetFact, words_of_subject: str) -> bool:
    """Tell whether a target names a subject somewhere, in its own subject or its measure, in whatever order."""
    named = (target.subject or "") + target.wording.text
    return words_of_subject in squeezed(named) or set(signature(words_of_subject)) <= set(signature(named))
