"""Find what a clause acts on, for the next clause that gives only the value: 提高公用经费标准，小学每生不低于750元."""

from __future__ import annotations

import re
from functools import cache

from extractors.span import Span
from extractors.targets.clauses import Clause
from extractors.targets.draft import Memory
from extractors.targets.phrases import Phrase, area_at_start, measure_at_end, population_ends, skip_opening, verb_source

# What is done to a policy, a standard or people, beside the verbs of outputs.
ACTS = re.compile(
    r"提高|提升|加强|强化|优化|改善|完善|健全|规范|落实|执行|发放|给予|提供|降低|压减|控制|严控|压缩|保障|实施|实行|推行|加快|促进|扩大|增加"
)
# The nouns of money that people are given, and of rates.
PAID = re.compile(r"(?:津贴|补贴|补助|经费|工资|养老金|定额|奖励|资助|救助|保障|低保)(?:金|标准|水平|待遇)?\Z")
# 对…的企业给予奖励: what is given stands behind the last verb of giving.
GIVEN = re.compile(r"(?:给予|予以|发放|提供)(?P<what>[^，。；、\d（(]{2,16})\Z")
RATED = re.compile(r"(?:率|占比|比例|比重)\Z")
LONGEST = 24  # characters of an object


@cache
def acting() -> re.Pattern[str]:
    """Return the pattern of one verb, or of several joined by 和 or 并, at the start of a clause."""
    one = f"(?:{ACTS.pattern}|{verb_source()})"
    return re.compile(f"{one}(?:[和并、]{one})*")


def object_of(text: str, clause: Clause, dates: list[Span]) -> Phrase:
    """Return the noun group that a clause's verb governs, or nothing where it has no such verb or goes on behind it."""
    start = skip_opening(text, clause.span.start, clause.span.end, dates)
    verb = acting().match(text, start, clause.span.end)
    bracket = re.compile(r"[（(]").search(text, start, clause.span.end)
    end = bracket.start() if bracket else clause.span.end
    found = Span(verb.end(), end) if verb and verb.end() < end else None
    if found is None or not 2 <= found.end - found.start <= LONGEST or re.search(r"[\d、]", found.cut(text)):
        return ()
    return (found,)


def note_object(text: str, clause: Clause, memory: Memory) -> None:
    """Keep a clause's object as what is measured, where it names money or a rate, and for whom else it may tell."""
    memory.object = object_of(text, clause, memory.dates)
    given = GIVEN.search(clause.span.cut(text))
    if given and PAID.search(given["what"]):
        memory.object = (Span(clause.span.start + given.start("what"), clause.span.end),)
    words = memory.object[0].cut(text) if memory.object else ""
    if PAID.search(words):
        memory.indicator, memory.unit = memory.object, "元"
    elif RATED.search(words):
        memory.indicator, memory.unit = memory.object, "%"


def whose_rate(text: str, indicator: Phrase, memory: Memory) -> Phrase:
    """Return whom a rate is of that names nobody, from the object before: 加强青少年视力保护，近视率每年下降…."""
    if not memory.object or not RATED.search(indicator[-1].cut(text)):
        return ()
    named = indicator[0].cut(text)
    if (
        population_ends().search(named)
        or area_at_start().match(named)
        or measure_at_end().search(memory.object[0].cut(text))
    ):
        return ()
    whole = memory.object[0]
    head = population_ends().match(text, whole.start, whole.end)
    return (Span(whole.start, head.end()),) if head and head.end() - whole.start >= 2 else ()
