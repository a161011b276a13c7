"""Read the targets of one clause that carry a numeral: group its values, then try the forms on each group."""

from __future__ import annotations

import re
from dataclasses import replace

from extractors.records import Mention
from extractors.span import Span
from extractors.targets.clauses import Clause
from extractors.targets.draft import Draft, Memory
from extractors.targets.grants import grant, share_by_rule
from extractors.targets.lists import hundreds
from extractors.targets.measures import measured, share_of
from extractors.targets.outputs import term, verb_then_value
from extractors.targets.pairs import pair_behind_verb, share_bounds
from extractors.targets.part import Part, group
from extractors.targets.phrases import Phrase
from extractors.targets.roles import candidates, frames_of
from extractors.targets.standards import by_ratio, listed_standard, per_so_many

# What an output brings about is not done to the next one: 改造小区300个、惠及居民5万户，….
RESULTS = re.compile(r"惠及|覆盖|带动|服务|接待|吸引")
SIZED = re.compile(r"[^，。；、的\d]{2,10}[\d.百千万亿]+元(?:以上)?")
NAMED_BY_SIZE = re.compile(rf"{SIZED.pattern}(?P<tail>的[^，。；、]{{2,}})")
GIVES = re.compile(r"(?:分别)?(?:一次性)?(?:给予|予以|发给)(?:对)?")
GRADE = re.compile(r"[^，。；、级]{1,4}级")
# The forms in the order in which they are tried; the first that fits reads the group.
FORMS = (
    hundreds,
    term,
    per_so_many,
    by_ratio,
    share_by_rule,
    grant,
    verb_then_value,
    share_of,
    pair_behind_verb,
    measured,
)


def read_clause(
    text: str, clause: Clause, mentions: list[Mention], memory: Memory, following: Clause | None
) -> list[Draft]:
    """Read the targets of one clause and leave in `memory` what the next clause may lean on.

    `following` is the next clause, which names the thing in 按不低于5%的比例，核定编外教师.
    """
    found = frames_of(text, clause, candidates(text, clause, mentions))
    if listed := listed_standard(text, clause, found):
        memory.indicator, memory.unit = listed[-1].indicator, "元"
        return listed
    drafts: list[Draft] = []
    before = memory.indicator
    verb: Phrase = ()
    for part in group(text, clause, found):
        reader = Part(text, clause, part, memory, verb, following)
        drafts += read_part(reader)
        verb = reader.verb or verb
        if reader.verb and not RESULTS.match(text, reader.verb[0].start, reader.verb[-1].end):
            memory.verb = reader.verb
        if reader.thing:
            memory.thing = reader.thing
        if named := tuple(span for span in reader.subject if span.end > span.start):
            memory.subject = named
        if reader.indicator:
            memory.indicator = reader.indicator
            memory.unit = (reader.first.mention.unit or "").split("/")[0]
    drafts = share_bounds(share_grants(text, share_tails(text, drafts)))
    return [_of_before(text, draft, before) for draft in drafts]


def share_tails(text: str, drafts: list[Draft]) -> list[Draft]:
    """Give 县级 and 市级 of 3个县级、2个市级、1个省级展销中心 the noun that only the last of them carries.

    So too for sizes: 5家年产值过10亿元、2家年产值过50亿元的企业.
    """
    found = list(drafts)
    for i in range(len(found) - 2, -1, -1):
        one, other = found[i], found[i + 1]
        outputs = one.rule == other.rule == "target.output"
        if not outputs or len(one.indicator) != 2 or len(other.indicator) < 2:
            continue
        thing, last = one.indicator[1], other.indicator[1]
        if SIZED.fullmatch(text, thing.start, thing.end) and (
            named := NAMED_BY_SIZE.fullmatch(text, last.start, last.end)
        ):
            found[i] = replace(one, indicator=(*one.indicator, Span(named.start("tail"), last.end)))
            continue
        grade = GRADE.match(text, other.indicator[1].start, other.indicator[1].end)
        if grade and GRADE.fullmatch(text, one.indicator[1].start, one.indicator[1].end):
            own = Span(grade.end(), other.indicator[1].end)
            tail = ((own,) if own.end > own.start else ()) + other.indicator[2:]
            found[i] = replace(one, indicator=(*one.indicator, *tail))
    return found


def _of_before(text: str, draft: Draft, before: Phrase) -> Draft:
    """Give 占全省比重 what the clause before measured (新能源汽车产量达到30万辆，占全省比重超过20%)."""
    if draft.subject or not before or not text.startswith("占", draft.indicator[0].start):
        return draft
    return replace(draft, subject=before)


def share_grants(text: str, drafts: list[Draft]) -> list[Draft]:
    """Give each sum of 给予甲类企业50万元、乙类企业20万元奖励 the noun behind the last, and whom it stands beside."""
    found = list(drafts)
    for i in range(len(found) - 2, -1, -1):
        one, other = found[i], found[i + 1]
        gives = GIVES.match(text, one.indicator[0].start, one.indicator[0].end)
        if not gives or other.rule != "target.grant" or one.unit != other.unit or one.rule != "target.level":
            continue
        who = Span(gives.end(), one.indicator[0].end)
        if who.end - who.start >= 2:
            found[i] = replace(one, indicator=other.indicator, subject=(who,), rule=other.rule)
    return found


def read_part(part: Part) -> list[Draft]:
    """Read one group of values in the first form that fits; an empty list where none does."""
    for form in FORMS:
        drafts = form(part)
        if drafts is not None:
            return drafts
    return []
