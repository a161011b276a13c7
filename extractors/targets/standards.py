"""Read standards told per so many: 按每2000人一个站点的标准设置服务点, 按照每8名学生1名教师的比例配备."""

from __future__ import annotations

import re

from extractors.span import Span
from extractors.targets.draft import Draft
from extractors.targets.part import Part
from extractors.targets.phrases import Phrase, verb_at_start
from extractors.vocabulary import MentionKind

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
