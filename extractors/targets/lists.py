"""Give each member of a list its value: 分别, 均, 三个100%, or one value for several indicators."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

from extractors.bilingual import both
from extractors.numerals import parse_numeral
from extractors.span import Span
from extractors.targets.distribute import Member, is_population, items, members, trailing_populations
from extractors.targets.draft import Draft
from extractors.targets.part import LIST_MARK, Part
from extractors.targets.phrases import (
    PREDICATE,
    Phrase,
    lead_verb,
    measure_at_end,
    split_name,
    split_subject,
    verb_at_start,
)
from extractors.vocabulary import Comparator

NEXT_PAIR = re.compile(r"[、和](?P<name>[^，。；、\d]{2,10}?)(?=[\d不至])")
EACH_AT_END = re.compile(r"(?:分别|(?<![人户生平年亩件班月日])均|都)\Z")
# 给予奖励，单人最高1万元，每家企业最高5万元: one of those who get it.
EACH_ONE = re.compile(r"单[人户]|(?:每|单|同一|一)[个家名位户项所件][^，。；、\d]{0,10}|同一[^，。；、\d]{2,8}")
GRADE_ONLY = re.compile(r"(?:国家|自治区|[省市县区州])级(?:的)?")  # 国家级给予20万元，省级10万元
ATTRIBUTE_MEASURE = re.compile(
    r"(?:计划|预计|概算|年度)?总?(?:投资额?|面积|建筑面积|长度|里程|规模|装机|产能|金额|投资规模|建设规模|装机容量|用地|占地面积)"
)
UNPAIRED = both("有多个数值，但没有可与之配对的名目", "several values, but no list of names to pair them with")
OWN_RATE = re.compile(r"[\u4e00-\u9fff”\"]{2}(?:率|占比|比例|比重|覆盖面)\Z")
HUNDRED = Decimal(100)
HUNDREDS = re.compile(r"[两三四五六七八九十二]个\Z")


def hundreds(part: Part) -> list[Draft] | None:
    """封闭管理、专职保安、一键报警三个100%: one value for each member of the list."""
    words = part.core.cut(part.text)
    match = HUNDREDS.search(words)
    if match is None or part.first.mention.unit != "%":
        return None
    count = parse_numeral(match[0][0])
    core = Span(part.core.start, part.core.start + match.start())
    listed = members(part.text, core, int(count)) if count else None
    if listed is None:
        return None
    first = listed[0].indicator[0] if listed[0].indicator else core
    at = split_name(part.text, first)
    whose: Phrase = (Span(first.start, at),) if at > first.start else part.subject
    found: list[Draft] = []
    for i, member in enumerate(listed):
        indicator = (Span(at, first.end),) if i == 0 else (*member.subject, *member.indicator)
        found += part.drafts("target.hundreds", indicator, whose)
    return found


def levels(part: Part, core: Span, verb: Phrase) -> list[Draft]:
    """Read values whose measures are `core`, one or a list of them; `verb` is carried over from an earlier count."""
    count = len(part.frames)
    if (adverb := EACH_AT_END.search(core.cut(part.text))) and adverb.start() >= 2:
        core = Span(core.start, core.start + adverb.start())
    words = [step.word for step in part.first.steps]
    told = part.text[core.end : part.first.mention.span.start]  # more than 下降 in 分别比上年下降5%
    parted = "分别" in told or "分别" in words
    each = parted or any(w in {"均", "都", "各"} or w.startswith("均") for w in words) or told[:1] in {"均", "都"}
    # 达标率保持100% over a list binds each of them, with or without 均.
    each = each or (part.first.mention.unit == "%" and part.first.mention.value == HUNDRED)
    total = any(w in {"总体", "整体", "合计", "共", "累计", "总计", "平均"} for w in words)
    listed: list[Member] | None = None
    whose = trailing_populations(part.text, core)
    if whose and measure_at_end().search(part.text[core.start : whose[0].start]):
        what: Phrase = (Span(core.start, whose[0].start),)
        part.indicator = what
        if count == len(whose) > 1:
            listed = [Member((name,), what) for name in whose]
        elif count == 1 and (part.first.bound or opens_pairs(part, core)):
            return part.drafts("target.level", (*verb, *what), (Span(whose[0].start, whose[-1].end),))
    both = core.cut(part.text)[:2] == "城乡"
    if listed:
        pass
    elif count == 2 and both and core.end - core.start > 2:
        # 城乡低保标准分别提高到900元、750元: for towns and for the country
        town, country, what = core.start, core.start + 1, (Span(core.start + 2, core.end),)
        listed = [Member((Span(town, country),), what), Member((Span(country, country + 1),), what)]
    elif count == 1 and parted and "、" not in core.cut(part.text):
        listed = members(part.text, core, 2)
    elif count > 1:
        listed = members(part.text, core, count)
    elif "、" in core.cut(part.text) and not verb_at_start().match(core.cut(part.text)) and not total:
        listed = _shared_value(part, core, each)
    elif count == 1 and not total and not verb and (two := _two_measures(part, core)):
        listed = two
    elif parted and verb_at_start().match(core.cut(part.text)):
        start = verb_at_start().match(core.cut(part.text))
        assert start is not None  # noqa: S101 - told by the condition above
        head = Span(core.start, core.start + start.end())
        rest = Span(head.end, core.end)
        found = members(part.text, rest, part.text[rest.start : rest.end].count("、") + 1)
        if found and len(found) > 1:
            listed = [Member((), (head, *(m.subject or ()), *m.indicator)) for m in found]
    if listed is not None and len(listed) > 1:
        return _listed(part, listed, verb)
    if count > 1:
        at = split_subject(part.text, core.start, core.end)
        drafts = part.drafts("target.level", (*verb, Span(at, core.end)), own_subject(part, core.start, at))
        return [replace(d, unsure=UNPAIRED) for d in drafts]
    return _single(part, core, verb)


def opens_pairs(part: Part, core: Span) -> bool:
    """Tell that a measure is told for one after another without a verb: 班额小班25人、中班30人."""
    whose = trailing_populations(part.text, core)
    if len(whose) != 1 or not measure_at_end().search(part.text[core.start : whose[0].start]):
        return False
    follows = NEXT_PAIR.match(part.text, part.first.end, part.clause.span.end)
    return follows is not None and is_population(part.text, Span(*follows.span("name")))


def leans_on_measure(part: Part, core: Span) -> bool:
    """Tell that a clause only names for whom, and its measure was named before: 小学统一为650元，初中统一为850元."""
    unit = (part.first.mention.unit or "").split("/")[0]
    capped = part.kind == "money" and part.first.comparator is Comparator.AT_MOST and part.memory.unit == "%"
    if not part.memory.indicator or (part.memory.unit != unit and not capped):
        return False  # 按80%补助，每个企业不超过10万元 caps what was granted
    named = part.memory.indicator[-1].cut(part.text)
    acts = part.first.mention.unit in {"次", "节", "场", "学时", "课时"} or bool(measure_at_end().search(named))
    if lead_verb(core.cut(part.text)):
        return False  # 建设油茶基地2万亩 does what it says
    goes_on = part.clause.span.start < part.run.left.start and part.text[part.run.left.start] in "、和及"
    listed = goes_on and not part.carried and measure_at_end().search(named) is not None
    told = part.kind in {"money", "rate", "area", "time"} or (part.first.bound and acts) or listed
    named_so = any(
        pattern.fullmatch(part.text, core.start, core.end) for pattern in (GRADE_ONLY, EACH_ONE)
    ) or is_population(part.text, core)
    return told and bool(named_so) and not measure_at_end().search(core.cut(part.text))


def _single(part: Part, core: Span, verb: Phrase) -> list[Draft]:
    rest: Phrase = ()
    if leans_on_measure(part, core) and not verb:
        # 小学统一为650元，初中统一为850元: the second clause only names for whom.
        part.subject = (core,)
        return part.drafts("target.leaning", part.memory.indicator, (core,))
    if ATTRIBUTE_MEASURE.fullmatch(core.cut(part.text)) and part.memory.thing:
        return part.drafts("target.level", (core,), part.memory.thing)
    after = part.right.cut(part.text)
    acts = PREDICATE.match(after) or verb_at_start().match(after)
    if part.kind == "rate" and not part.first.level and acts:
        rest = (part.right,)
        part.quote_end = part.right.end
    whole = bool(part.subject) or verb_at_start().match(core.cut(part.text)) is not None
    at = core.start if whole else split_subject(part.text, core.start, core.end)
    subject = own_subject(part, core.start, at)
    part.indicator = (Span(at, core.end),)
    if (
        not verb
        and part.clause_opened in {"完成", "实施", "推进", "开展", "统筹", "落实", "组织"}
        and not (part.clause_opened == "组织" and (part.subject or verb_at_start().match(core.cut(part.text))))
        and part.counts()
        and not part.bound_left()
    ):
        # 完成营造林128万亩: the work done is the indicator, with its verb.
        verb = (part.opened,) if part.opened else ()
        part.verb = verb
    return part.drafts("target.level", (*verb, Span(at, core.end), *rest), subject)


def own_subject(part: Part, start: int, end: int) -> Phrase:
    """Return the subject cut off a noun group, or the one that stood before it; an empty cut is no subject."""
    own: Phrase = (Span(start, end),) if end > start else ()
    if own:
        part.subject = own
    return own or part.subject


def _two_measures(part: Part, core: Span) -> list[Member]:
    """Return both measures of 环评执行率和排污许可持证率, which have one value; nothing where 和 joins anything else."""
    halves = items(part.text, core, re.compile("和|及|与"))
    if len(halves) != 2 or not all(OWN_RATE.search(half.cut(part.text)) for half in halves):
        return []
    return members(part.text, core, 2) or []


def _shared_value(part: Part, core: Span, each: bool) -> list[Member] | None:
    """One value over a list: a record per indicator, one record for several subjects."""
    parts = items(part.text, core, LIST_MARK)
    heads = [p for p in parts if is_population(part.text, p)]
    if heads and heads == parts[: len(heads)] and len(heads) < len(parts) - 1 and each:
        # 中小学、幼儿园专职保安配备率、视频联网率: whose it is leads the list of measures.
        cut_at = split_name(part.text, parts[len(heads)])
        whose = (Span(core.start, cut_at),)
        rest = [Span(cut_at, parts[len(heads)].end), *parts[len(heads) + 1 :]]
        if cut_at > parts[len(heads)].start and all(measure_at_end().search(r.cut(part.text)) for r in rest):
            return [Member(whose, (r,)) for r in rest]
        tailed = members(part.text, Span(cut_at, core.end), len(rest)) if cut_at > parts[len(heads)].start else None
        if tailed and all(m.indicator and not m.subject for m in tailed):
            return [Member(whose, m.indicator) for m in tailed]  # 中小学封闭管理、一键报警达标率
    count = core.cut(part.text).count("、") + 1
    listed = members(part.text, core, count)
    if listed is None:
        return None
    if not all(m.indicator for m in listed) and not all(m.subject for m in listed):
        return None
    if all(m.subject for m in listed):
        whole = Span(listed[0].subject[0].start, listed[-1].subject[-1].end)
        return [Member((whole,), listed[0].indicator), Member((), ())] if listed[0].indicator else None
    if "等" in parts[-1].cut(part.text):
        return None  # 蔬菜、水果等农产品合格率 is one rate of all of them
    full = all(measure_at_end().search(p.cut(part.text)) for p in parts)
    if each and all(m.indicator and not m.subject for m in listed):
        return listed
    return listed if full else None


def _listed(part: Part, listed: list[Member], verb: Phrase) -> list[Draft]:
    real = [m for m in listed if m.indicator or m.subject]
    frames = part.frames if len(part.frames) == len(real) else [part.first] * len(real)
    drafts: list[Draft] = []
    for member, seen in zip(real, frames, strict=True):
        subject, indicator = member.subject, member.indicator
        if not subject:
            at = split_subject(part.text, indicator[0].start, indicator[0].end)
            if at > indicator[0].start:
                subject, indicator = (Span(indicator[0].start, at),), (Span(at, indicator[0].end), *indicator[1:])
        if not indicator:
            indicator = part.memory.indicator or subject
            subject = subject if indicator != subject else ()
        drafts += part.drafts("target.distributed", (*verb, *indicator), subject or part.subject, [seen])
    if real[0].indicator:
        part.indicator = real[0].indicator
    return drafts
