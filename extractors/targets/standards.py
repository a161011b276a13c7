"""Read standards told per so many: 按每2000人一个站点的标准设置服务点, 按照每8名学生1名教师的比例配备."""

from __future__ import annotations

import re

from extractors.quantities import kind_of_unit
from extractors.span import Span
from extractors.targets.clauses import Clause
from extractors.targets.draft import Draft
from extractors.targets.part import FLOOR, WORD_OF_FLOOR, Part
from extractors.targets.phrases import Phrase, verb_at_start
from extractors.targets.values import Frame
from extractors.vocabulary import Comparator, MentionKind

PER = re.compile(
    r"""按照?(?P<least>不低于|不少于|至少)?
        (?P<per>每[\d一二两三四五六七八九十百千万]{1,6}(?:个|名|位)?[^，。；、\d]{1,8}?)
        (?P<act>配备|配置|设置|配|设|建|安排)?(?:不低于|不少于|至少)?\Z""",
    re.VERBOSE,
)
STANDARD = re.compile(r"(?P<thing>[^，。；的]{0,12}?)(?:以上)?的?(?:标准|比例|要求|规模)(?P<rest>[^，。；]*)")
RATIO_BY = re.compile(r"按照?(?:不低于|不高于)?(?P<what>[\u4e00-\u9fff]{2,12}比例?)")
PLAIN = re.compile(r"(?P<thing>[^，。；、的]{2,16})(?P<rest>)")  # 按每100名学生配备1名教师
OWN_AMOUNT = re.compile(r"\d+[个所名处座间家]")

# 按照小学生均2000元、初中生均2500元|标准配备公用经费
LAST_OF_LISTED = re.compile(r"(?:以上|以内)?的?标准(?P<thing>[^，。；、的（(]{2,16})")
LISTED_FOR = re.compile(
    rf"(?:[^，。；]{{0,12}}按照?(?:分别|均)*(?P<bound>{FLOOR.pattern})?|[、和及与])?(?P<who>[^，。；、]{{2,14}}?)的?"
)


def listed_standard(text: str, clause: Clause, frames: list[Frame]) -> list[Draft]:
    """Read the sums of a standard that lists for whom each is, all for the thing behind the last; nothing for other words."""
    sums = [seen for seen in frames if kind_of_unit(seen.mention.unit) == "money"]
    last = LAST_OF_LISTED.match(text, sums[-1].end, clause.span.end) if len(sums) > 1 else None
    if last is None or "按" not in text[clause.span.start : sums[0].mention.span.start]:
        return []
    thing, at, found = Span(*last.span("thing")), clause.span.start, []
    if thing.end - thing.start <= len("配备"):
        thing = Span(thing.start - len("标准"), thing.end)  # 标准配备: what with was told before
    bound: Comparator | None = None
    bound_at: Span | None = None
    for seen in sums:
        whose = LISTED_FOR.fullmatch(text, at, seen.start)
        if whose is None:
            return []
        if whose["bound"]:
            bound, bound_at = WORD_OF_FLOOR[whose["bound"]], Span(*whose.span("bound"))
        mention, at = seen.mention, seen.end
        found.append(
            Draft(
                quote=Span(whose.start("who"), thing.end),
                indicator=(thing,),
                rule="target.standard-listed",
                value=mention.value,
                anchor=mention.span,
                subject=(Span(*whose.span("who")),),
                comparator=seen.comparator or bound or Comparator.EQUAL,
                unit=mention.unit,
                value_span=mention.value_span,
                unit_span=mention.unit_span,
                comparator_span=seen.comparator_span or bound_at,
            )
        )
    return found


def per_so_many(part: Part) -> list[Draft] | None:
    """Read how many of a thing there are to be for so many people; None for any other words."""
    told = PER.search(part.text, part.clause.span.start, part.first.start)
    pattern = STANDARD if told and STANDARD.match(part.text, part.run.right.start, part.clause.span.end) else PLAIN
    rule = pattern.match(part.text, part.run.right.start, part.clause.span.end)
    if told is None or rule is None or not part.counts() or (pattern is PLAIN and not told["act"]):
        return None
    per, thing = Span(*told.span("per")), Span(*rule.span("thing"))
    what: Phrase = (Span(*told.span("act")), thing) if told["act"] else ()
    if not what:
        acts = verb_at_start().match(part.text, rule.start("rest"), rule.end("rest"))
        if acts is None:
            return None
        amount = OWN_AMOUNT.match(part.text, acts.end(), rule.end("rest"))
        named = Span(amount.end() if amount else acts.end(), rule.end("rest"))
        what = (Span(*acts.span()), named if named.end > named.start else thing)
    part.quote_end, part.thing = rule.end(), (thing,) if thing.end > thing.start else ()
    if told.start() > part.clause.span.start:
        part.subject = part.subject or part.leading_population(Span(part.core.start, told.start()))
    return part.drafts("target.per-so-many", (per, *what), part.subject)


def by_ratio(part: Part) -> list[Draft] | None:
    """Read the ratio of 按师生比1:18配备专任教师; None for any other words."""
    named = RATIO_BY.fullmatch(part.text, part.core.start, part.core.end)
    if named is None or part.first.mention.kind is not MentionKind.RATIO:
        return None
    return part.drafts("target.level", (Span(*named.span("what")),), part.subject)
