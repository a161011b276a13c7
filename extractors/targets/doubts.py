"""Show a reviewer the values that could be targets but that no form of reading fits, instead of dropping them silently."""

from __future__ import annotations

import re

from extractors.bilingual import both
from extractors.quantities import kind_of_unit
from extractors.records import Finding, Mention
from extractors.span import Span
from extractors.targets.clauses import Clause
from extractors.targets.phrases import any_verb, measure_at_end
from extractors.targets.roles import candidates, frames_of, kind_of
from extractors.targets.values import Frame
from extractors.vocabulary import Severity

UNREAD = both("可能是指标，但没有一种读法适用", "may be a target, but no form of reading fits it")
LIMIT = both("可能是办理时限，未作指标", "may be a time limit, not read as a target")
PENALTY = re.compile(r"罚款|处以|违法所得")
ARTICLE = re.compile(r"[一二两三四五六七八九十]")
WITHIN = re.compile(r"(?:以|之)?内(?!容|部|外|陆|涵|需|心|在|地|设|生|控)(?P<act>[^，。；]{2,})?")
SHOWN = frozenset({"rate", "money", "people", "count", "area", "length", "mass", "volume", "power", "energy", "other"})


def doubts(text: str, clause: Clause, mentions: list[Mention]) -> list[Finding]:
    """Return what a reviewer should look at in a clause of which no target was read; most clauses give nothing."""
    found = candidates(text, clause, mentions)
    if not found or PENALTY.search(text, clause.span.start, clause.span.end):
        return []
    read = [seen for seen in frames_of(text, clause, found) if _could_be(text, clause, seen)]
    if read:
        return [_finding(UNREAD, clause.span, read[0].mention)]
    limits = [m for m in found if kind_of_unit(m.unit) == "time" and _limits(text, clause, m)]
    return [_finding(LIMIT, clause.span, m) for m in limits[:1]]


def _could_be(text: str, clause: Clause, seen: Frame) -> bool:
    """Tell that something but the number itself speaks for a commitment: a verb, a measure, or a word that binds."""
    words = (seen.mention.value_span or seen.mention.span).cut(text)
    if kind_of(text, seen.mention) not in SHOWN or (ARTICLE.fullmatch(words) and seen.comparator is None):
        return False
    left = text[clause.span.start : seen.start]
    return seen.bound or any_verb().search(left) is not None or measure_at_end().search(left) is not None


def _limits(text: str, clause: Clause, mention: Mention) -> bool:
    """Tell that something is to be done within a time: 48小时内放行. 三年内 alone only says by when."""
    within = WITHIN.match(text, mention.span.end, clause.span.end)
    return within is not None and within["act"] is not None and mention.unit not in {"年", "个月", "月"}


def _finding(message: str, span: Span, mention: Mention) -> Finding:
    value = None if mention.value is None else str(mention.value)
    return Finding(
        "unsure", Severity.INFO, message, span, {"rule": "target.doubt", "value": value, "unit": mention.unit}
    )
