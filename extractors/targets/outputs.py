"""Read what is to be made or done: 培养50名骨干教师, 11个县通过评估, 每天锻炼1小时."""

from __future__ import annotations

import re
from dataclasses import replace

from extractors.span import Span
from extractors.targets.distribute import is_population, items
from extractors.targets.draft import Draft
from extractors.targets.exclude import TERMS
from extractors.targets.part import Part
from extractors.targets.phrases import (
    PREDICATE,
    Phrase,
    area_at_start,
    lead_verb,
    measure_at_end,
    population_ends,
    skip_opening,
    verb_at_end,
    verb_at_start,
)
from extractors.targets.roles import EACH
from extractors.vocabulary import Comparator

ALL_OR_PART = re.compile(r"对(?:其中的?)?(?=\d|[约近超]|不|至少|\Z)")
WORK = re.compile(r"的?(?P<thing>[^，。；、]{0,20}?)(?:进行|实施|开展|予以|加以)?(?P<work>[^，。；]{2,12})")
# 建成覆盖|12个县的网络, 惠及|3万人: these take the amount for themselves and do not tell which ones are counted.
BESIDE = re.compile(r"(?:和|以及|及)\Z")
NOT_WHICH = re.compile(
    r"[、，并或]|(?:(?<!下)达|[过超处罚涉含等与和及共近前后第每按以从由比]|覆盖|涉及|包括|涵盖|辐射|连接|惠及|服务|带动)\Z"
)
# The last character of who can act: 教育局, 教研室, 县区. 累计 and 规划 before a verb are nobody.
ACTORS = frozenset("局委厅部院校室处科股所心站会署社团镇乡村县市区旗省州园队组员师生人户家企内中司关")
# 10个农产品通过认证: whatever is counted, these verbs say what it reaches.
REACHES = re.compile(r"[^，。；、]{2,14}?(?P<reach>通过|达到|纳入|进入|入选|获得|建成投|竣工|开工|投产|投用|落地)")


def term(part: Part) -> list[Draft] | None:
    """满2个任期的校长应交流, 前两个聘期实行捆绑聘用: a term that binds those who serve it."""
    if part.first.mention.unit not in TERMS or part.first.bound:
        return None
    core, right = part.core.cut(part.text), part.right.cut(part.text)
    part.quote_end = part.right.end
    if core.endswith("满") and right.startswith("的"):
        part.frames = [replace(f, comparator=Comparator.AT_MOST) for f in part.frames]
        whose: Phrase = (Span(part.right.start + 1, part.right.end),)
        return part.drafts("target.term", (Span(part.core.start, part.core.end - 1),), whose)
    if core.endswith("前") and len(right) >= 2:
        return part.drafts("target.term", (part.right,), (Span(part.core.start, part.core.end - 1),))
    return None


def verb_then_value(part: Part) -> list[Draft] | None:
    """培养50名骨干教师, 新开工1000套: an output verb directly left of the value, the thing right of it."""
    if (done := _paired(part) or _worked_on(part)) is not None:
        return done
    verb = _verb_at_value(part)
    if verb is not None:
        return output(part, (verb,), _agent(part, verb.start))
    described = part.core.cut(part.text).endswith("的") and part.text[part.core.start - 1 : part.core.start] in {
        "为",
        "给",
    }
    if part.core.start < part.core.end and not described:
        return None
    if not part.carried and part.kind in {"count", "people"} and (some := some_do(part)) is not None:
        return some
    opens = part.run.left.start == part.clause.span.start
    carried = part.carried or (part.memory.verb if opens and not part.bound_left() else ())
    if carried and part.counts() and part.right.end > part.right.start:
        return output(part, carried, ())
    return None


def _paired(part: Part) -> list[Draft] | None:
    """每所小学至少与2所幼儿园建立结对关系: with how many of a population something is to be done."""
    before = re.search(
        r"(?:至少|最少|应当?|须|必须|要)*(?:与|同)\Z", part.text[part.clause.span.start : part.first.start]
    )
    whom = _whom(part) if before and part.kind in {"count", "people"} else ()
    if before is None or not whom or verb_at_start().match(part.text, whom[0].end, part.right.end) is None:
        return None
    start = part.clause.span.start + before.start()
    if not part.subject and start - part.core.start >= 2:
        part.subject = (Span(part.core.start, start),)
    part.quote_end = part.right.end
    link = Span(part.clause.span.start + before.end() - 1, part.clause.span.start + before.end())
    return part.drafts("target.paired", (link, part.right), part.subject)


def _whom(part: Part) -> Phrase:
    """Return the people or bodies right of a value, up to the verb of what is done with them (5家规模以上企业|建立合作)."""
    if leading := part.leading_population(part.right):
        return leading
    for found in population_ends().finditer(part.text, part.right.start, min(part.right.start + 20, part.right.end)):
        if verb_at_start().match(part.text, found.end(), part.right.end):
            return (Span(part.right.start, found.end()),)
    return ()


def _worked_on(part: Part) -> list[Draft] | None:
    """实施管网检测80公里，对其中的20公里进行修复: how much of a thing the work named at the end of the clause is done to."""
    if not part.counts() or not ALL_OR_PART.search(part.text, part.clause.span.start, part.first.start):
        return None
    work = WORK.fullmatch(part.text, part.right.start, part.right.end)
    thing: Phrase = (Span(*work.span("thing")),) if work and work["thing"] else part.memory.thing
    if work is None or not thing or verb_at_start().match(work["work"]) is None:
        return None
    part.quote_end, part.verb, part.thing = part.right.end, (Span(*work.span("work")),), thing
    return part.drafts("target.output", (*part.verb, *thing), part.subject)


def some_do(part: Part) -> list[Draft] | None:
    """11个县通过评估, 3所高中建设实验室: so many of a population do or reach something."""
    whose = part.leading_population(part.right)
    if not whose:
        near = part.text[part.right.start : min(part.right.start + 24, part.right.end)]
        ends = [m.end() for m in population_ends().finditer(near) if _acts(near[m.end() :]) is not None]
        whose = (Span(part.right.start, part.right.start + ends[0]),) if ends else ()
    if not whose and (reach := REACHES.match(part.text, part.right.start, part.right.end)):
        whose = (Span(part.right.start, reach.start("reach")),)
    if not whose or part.weak():
        return None
    rest = Span(whose[0].end, part.right.end)
    acts = _acts(rest.cut(part.text))
    if acts is None:
        return None
    rest = Span(rest.start + acts, rest.end)
    part.quote_end = rest.end
    return part.drafts("target.some-do", (rest,), whose)


def _verb_at_value(part: Part) -> Span | None:
    words = part.core.cut(part.text)
    match = verb_at_end().search(words)
    made = bool(part.first.steps) and part.first.steps[-1].word in {"为", "成"}  # 整合为3个机构
    if match and part.kind != "rate" and (not part.bound_left() or (made and part.right.end > part.right.start)):
        whole = match.start() or match[0].endswith(("树", "林", "岗", "课", "就业"))
        if whole and part.right.end == part.right.start:
            return None  # 开展就业帮扶1万人: the verb at the end is a noun here
        return Span(part.core.start + match.start(), part.core.end)
    area = area_at_start().match(words)
    if part.opened is not None and area and area.end() == len(words) and part.right.end > part.right.start:
        part.subject = (part.core,)
        return part.opened  # 完成全省1000所学校周边治理
    for step in reversed(part.first.steps):
        # 增加5万个学位, 完成50所学校改造: the word that could bind a level is itself the verb here.
        usable = part.counts() and (part.right.end > part.right.start or not words)
        if usable and step.kind in {"increase", "decrease", "level"} and verb_at_end().match(step.word):
            part.frames = [replace(f, change=None, change_span=None) for f in part.frames]
            return Span(part.core.start + match.start(), step.span.end) if match else step.span
    return None


def _agent(part: Part, verb_start: int) -> Phrase:
    """Return who acts or where, from the words between the clause's opening and its verb."""
    if verb_start <= part.core.start:
        return part.subject
    span = Span(part.core.start, verb_start)
    place = re.match(r"(?:在(?![校园职岗编读籍训建册线])|对|为|由|面向)", span.cut(part.text))
    if place:
        span = Span(span.start + place.end(), span.end)
    if any(period.start <= span.start and span.end <= period.end for period in part.memory.periods):
        return part.subject  # 每半年|通报一次
    if re.match(r"每\d", span.cut(part.text)) and span.cut(part.text).endswith(("年", "个月")):
        return part.subject
    words = span.cut(part.text)
    way = re.search(r"按|依托|通过|结合|利用|根据|围绕|以(?![上下内])|并", words)
    if way and way.start() >= 2 and is_population(part.text, Span(span.start, span.start + way.start())):
        return (Span(span.start, span.start + way.start()),)
    if way or len(words) > 24 or skip_opening(part.text, span.start, span.end, []) >= span.end:
        return part.subject  # 全面|完成: an adverb is nobody
    words = re.sub(r"(?:均|都|基本|各|分别|至少|必须|全部|普遍|平均|一般|原则上)+\Z", "", words)
    span = Span(span.start, span.start + len(words))
    acts = (
        words[-1:] in ACTORS
        or is_population(part.text, span)
        or re.match(r"每|各|所有|全体|全|.{1,6}[两三四]级\Z", words)
    )
    return (span,) if len(words) >= 2 and acts else part.subject


def output(part: Part, verb: Phrase, agent: Phrase) -> list[Draft] | None:
    """Read verb, amount and thing, whichever of them stand right of the value; `agent` is who does it."""
    if part.weak():
        return None
    if part.right.cut(part.text).startswith("的") and part.right.end - part.right.start > 2:
        part.right = Span(part.right.start + 1, part.right.end)
    empty = re.fullmatch(r"(?:以上)?(?:时间)?的?(?:要求|目标|规定|标准)?", part.right.cut(part.text))
    thing: Phrase = () if empty else (part.right,)
    if part.kind == "time":
        dose = re.match(r"(?:以上)?的?(?:时间)?(?:用于)?", part.right.cut(part.text))
        thing = (Span(part.right.start + dose.end(), part.right.end),) if thing and dose else thing
        if not thing and part.core.end > part.core.start:
            return part.drafts("target.dose", (part.core,), part.subject)
        if thing and not verb_at_start().match(thing[0].cut(part.text)):
            named = re.sub(r"(?:的?(?:要求|规定|标准))\Z", "", thing[0].cut(part.text))
            thing = (Span(thing[0].start, thing[0].start + len(named)),)
        verb = () if thing and verb_at_start().match(thing[0].cut(part.text)) else verb
    if not thing and part.first.mention.unit == "次" and agent:
        return part.drafts("target.output", verb, agent)  # 校车每半年检修1次
    if not thing:
        noun = part.memory.thing
        if not noun or part.kind == "time":
            return None
        thing = noun
    else:
        part.quote_end = part.right.end
        part.thing = thing
    part.verb = verb
    agent = agent or part.subject
    if agent:
        part.subject = agent
    if (floor := part.floor()) is not None and part.first.comparator is None:
        part.frames = [replace(f, comparator=Comparator.AT_LEAST, comparator_span=floor) for f in part.frames]
    if len(thing) == 1 and (both := _two_alike(part, thing[0])):
        return [d for one in both for d in part.drafts("target.output", (*verb, one), agent)]
    return part.drafts("target.output", (*verb, *thing), agent)


def placed(part: Part, core: Span) -> list[Draft] | None:
    """完成老城区8个菜市场改造, 联通市本级30个部门的数据: where, or which ones, stands between the verb and the amount."""
    words = core.cut(part.text)
    at = lead_verb(words)
    verb: Phrase = (Span(core.start, core.start + at),) if at else (part.opened,) if part.opened else ()
    which = Span(core.start + at, core.end)
    telling = which.cut(part.text)
    if not verb or part.bound_left() or not part.counts() or not 2 <= len(telling) <= 16:
        return None
    if (beside := BESIDE.search(telling)) and beside.start() >= 2:
        return output(part, verb, ())  # 建成疾控中心和3个卫生院
    if NOT_WHICH.search(telling) or measure_at_end().search(telling) or verb_at_end().search(telling):
        return None
    if part.kind == "money" and not is_population(part.text, which):
        return None
    return output(part, (*verb, which), ())


def _two_alike(part: Part, thing: Span) -> list[Span]:
    """Return both halves of 运动技能和艺术技能, which are as long as each other and end alike; one amount is for each."""
    each = part.first.mention.value_max is not None or EACH.search(part.text, part.clause.span.start, thing.start)
    halves = items(part.text, thing, re.compile("和|与"))
    if not each or len(halves) != 2:
        return []
    one, other = halves[0].cut(part.text), halves[1].cut(part.text)
    return halves if len(one) == len(other) >= 3 and one[-2:] == other[-2:] else []


def _acts(words: str) -> int | None:
    """Return where the verb begins in words that say what a population does (免费接受…, 全部通过…); None if nothing."""
    lead = re.match(r"(?:[（(][^（）()]{0,20}[）)])?(?:等)?(?:全部|均|要|分别|免费|每年|普遍)*", words)
    at = lead.end() if lead else 0
    rest = words[at:]
    return at if verb_at_start().match(rest) or PREDICATE.match(rest) else None
