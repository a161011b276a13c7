"""Read what a bracket adds to a clause: 新增800户（累计约1200户）, 选派教师60名（其中农村教师不少于20名）, 基金（规模不低于5亿元）."""

from __future__ import annotations

import re
from dataclasses import replace

from extractors.records import Mention
from extractors.span import Span
from extractors.targets.clauses import Clause, sentences
from extractors.targets.draft import Draft, Memory
from extractors.targets.exclude import brackets
from extractors.targets.objects import object_of
from extractors.targets.phrases import Phrase, skip_opening
from extractors.targets.reader import read_clause
from extractors.targets.roles import candidates, frames_of

# A bracket that explains, dates or reports sets nothing: （2020年为35%）, （现状20%）, （满分100分）.
EXPLAINS = re.compile(
    r"\d{4}年(?!底)|现状|目前|截至|已|上年|去年|同比|满分|注|例|按.{0,8}计|见|详|约占|基数|全[国省市]平均"
)
TOTAL = re.compile(r"(?:全[省市县区])?(?:总?累计|总数|总量|合计|共)(?:达到?|为|约|建成|建设|完成)*\Z")
OF_THEM = re.compile(r"(?:其中|含|包括)+[，,：:]?")
PLACE = re.compile(r"[\u4e00-\u9fff]{1,8}(?:市|县|(?<![社小园景校])区|州|旗|镇|乡|街道)")
GRADE = re.compile(r"(?:国家|自治区|[省市县区州校])级")
BARE_SHARE = re.compile(r"(?:所)?占比(?:例|重)?|比[例重]|数量|规模|面积")


def read_inside(text: str, clause: Clause, mentions: list[Mention], memory: Memory, outer: list[Draft]) -> list[Draft]:
    """Return what the brackets of a clause set, given what the words outside them set (`outer`)."""
    found: list[Draft] = []
    for bracket in brackets(text, clause.span.start, clause.span.end):
        own = [m for m in mentions if bracket.contains(m.span)]
        if own and not EXPLAINS.search(text, bracket.start, bracket.end):
            whole = memory.thing if outer else object_of(text, clause, memory.dates)
            before = [d for d in outer if d.quote.start < bracket.start]
            for inner in (c for s in sentences(text, bracket.start + 1, bracket.end - 1) for c in s.clauses):
                found += _inner(text, inner, own, memory, before[-1] if before else None, whole)
    return found


def _inner(
    text: str, clause: Clause, mentions: list[Mention], memory: Memory, outer: Draft | None, whole: Phrase
) -> list[Draft]:
    """Read one clause of a bracket; `outer` is the value that the bracket stands beside, `whole` the thing it is about."""
    frames = frames_of(text, clause, candidates(text, clause, mentions))
    if not frames:
        return []
    first = frames[0]
    alike = outer is not None and outer.unit == first.mention.unit
    if (
        len(frames) == 1
        and outer is not None
        and alike
        and TOTAL.match(text[clause.span.start : first.mention.span.start])
    ):
        return [
            replace(
                outer,
                quote=outer.quote.cover(clause.span),
                value=first.mention.value,
                value_max=first.mention.value_max,
                comparator=first.comparator or type(outer.comparator).EQUAL,
                comparator_span=first.comparator_span,
                value_span=first.mention.value_span,
                unit_span=first.mention.unit_span,
                anchor=first.mention.span,
                change=None,
                rule="target.inside-total",
            )
        ]
    lead = OF_THEM.match(text, clause.span.start, clause.span.end)
    of_them = lead is not None and alike
    if lead is not None and lead.end() < clause.span.end:
        clause = replace(clause, span=Span(lead.end(), clause.span.end))
    if not of_them and not all(f.comparator is not None for f in frames):
        return []
    inner = Memory(verb=memory.verb, thing=memory.thing, dates=memory.dates, periods=memory.periods, goes_on=of_them)
    drafts = read_clause(text, clause, mentions, inner, None)
    if of_them and memory.thing:
        drafts = [_of_place(text, d, memory) for d in drafts]
    start = skip_opening(text, clause.span.start, clause.span.end, memory.dates)
    if BARE_SHARE.match(text, start, clause.span.end) and whole:
        drafts = [replace(d, subject=d.subject or whole) for d in drafts]
    return drafts


def _of_place(text: str, draft: Draft, memory: Memory) -> Draft:
    """Let 东城区 of 改造小区30个（其中东城区10个） be where the same is done; 国家级 of 产业园2个（其中国家级1个） shares the noun."""
    place = draft.indicator[-1]
    if GRADE.fullmatch(text, place.start, place.end):
        own = GRADE.match(text, memory.thing[0].start, memory.thing[0].end)
        rest = Span(own.end() if own else memory.thing[0].start, memory.thing[0].end)
        return replace(draft, indicator=(*memory.verb, place, rest, *memory.thing[1:]))
    if not PLACE.fullmatch(text, place.start, place.end):
        return draft
    return replace(draft, subject=(place,), indicator=(*memory.verb, *memory.thing))
