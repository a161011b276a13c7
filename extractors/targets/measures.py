"""Read what is measured left of its value: 毛入园率达到90%, 粮食产量1600亿斤以上, 60%以上县市区达到…."""

from __future__ import annotations

import re
from dataclasses import replace

from extractors.span import Span
from extractors.targets.distribute import is_population, items
from extractors.targets.draft import Draft
from extractors.targets.lists import leans_on_measure, levels, opens_pairs
from extractors.targets.outputs import output, placed
from extractors.targets.part import FLOOR, Part
from extractors.targets.phrases import (
    HAS,
    PREDICATE,
    Phrase,
    any_verb,
    area_at_start,
    lead_verb,
    measure_at_end,
    skip_opening,
    verb_at_start,
)
from extractors.vocabulary import Change, MentionKind

DOSE_OF = re.compile(r"(?:以上)?的(?P<what>[^，。；]{2,16}?)(?:的?(?:要求|规定|标准))?(?=[，。；]|\Z)")
DOSE_AHEAD = re.compile(r"(?:小时|分钟|天|次|节)(?:以上)?的(?P<what>[^，。；]{2,16}?)(?:的?(?:要求|规定|标准))?\Z")
DONE_TO = re.compile(r"消除|消减|淘汰|取缔|整治|改造|修复|治理|更新|替代|化解|盘活|完成")
REACHED = re.compile(r"(?<=[^，。；]{2})(?:达到|相当于)[^，。；]{2,20}的\Z")
SHARE_OF_WHOLE = re.compile(r"占(?![比地有用道线])[^，。；、\d]{2,20}的\Z")
LONGEST = frozenset({"最长", "期限最长", "时间最长"})  # 发放生活补助500元，最长不超过6个月
MORE = re.compile(r"新增|增加|净增(?=[\u4e00-\u9fff]{2})")
SHARES = re.compile(
    r"返还|减免|减征|减按|降低|报销|补贴|补助|承担|分担|支付|给予|安排|预留|提取|计提|下调|退还|奖励|资助"
)


def share_of(part: Part) -> list[Draft] | None:
    """60%以上县市区达到…, 100%教师配备电脑: whose share and what of them stand right of the value."""
    brought = [step.word for step in part.first.steps if step.kind == "level"] == ["实现"]  # 实现90%的村庄垃圾得到治理
    tied = (part.first.level and not brought) or part.first.change
    if part.kind != "rate" or part.first.mention.unit not in {None, "%", "‰"} or tied:
        return None
    if part.right.end - part.right.start < 2:
        return None
    low = part.right.start + (1 if part.right.cut(part.text).startswith("的") else 0)
    rest = Span(low, part.right.end)
    own = part.core if part.core.end > part.core.start else None
    part.quote_end = rest.end
    if own and DONE_TO.fullmatch(part.text, own.start, own.end) and part.text[rest.start - 1] == "的":
        part.verb, part.thing = (own,), (rest,)  # 消除50%以上的黑臭水体
        return part.drafts("target.share-done", (own, rest), part.subject)
    if own and own.cut(part.text) in {"覆盖", "惠及", "资助"} and is_population(part.text, rest):
        part.subject = (rest,)  # 覆盖30%的在校学生
        return part.drafts("target.share-of", (own,), part.subject)
    if own is None:
        at = _predicate(part, rest)
        part.subject = (Span(rest.start, at),)
        if both := _both_levels(part, Span(at, rest.end)):
            return [d for one in both for d in part.drafts("target.share-of", one, part.subject)]
        return part.drafts("target.share-of", (Span(at, rest.end),) if at < rest.end else (rest,), part.subject)
    area = area_at_start().match(part.text, own.start, own.end)
    inside = own.cut(part.text).endswith(("内", "中", "建成区", "中心城", "城区"))
    if inside or (area and area.end() == own.end):
        at = _predicate(part, rest)
        part.subject = (own, Span(rest.start, at))
        return part.drafts("target.share-of", (Span(at, rest.end),) if at < rest.end else (rest,), part.subject)
    floor = FLOOR.search(own.cut(part.text))
    whose = Span(own.start, own.start + floor.start()) if floor else own
    part.floor_inside(own)
    if any_verb().match(rest.cut(part.text)) or re.match(r"用于|达标|纳入|覆盖|通过|达到|实现", rest.cut(part.text)):
        part.subject = part.subject or (whose,)
        return part.drafts("target.share-that", (rest,), part.subject)
    return None


def _both_levels(part: Part, span: Span) -> list[Phrase]:
    """Return the two levels of 达到智慧养老试点和医养结合试点标准, which end alike; nothing for one level."""
    words = span.cut(part.text)
    verb, tail = PREDICATE.match(words), re.search(r"(?:水平|标准|要求)\Z", words)
    if verb is None or tail is None:
        return []
    halves = items(part.text, Span(span.start + verb.end(), span.start + tail.start()), re.compile("和|与"))
    if len(halves) != 2 or halves[0].cut(part.text)[-2:] != halves[1].cut(part.text)[-2:]:
        return []
    head, end = Span(span.start, span.start + verb.end()), Span(span.start + tail.start(), span.end)
    return [(head, half, end) for half in halves]


def _predicate(part: Part, span: Span) -> int:
    """Return where the predicate begins in 县市区达到优质均衡水平, or the span's end where none is known."""
    match = PREDICATE.search(part.text, span.start + 1, span.end)
    return match.start() if match else span.end


def measured(part: Part) -> list[Draft] | None:
    """毛入园率达到90%, 粮食产量1600亿斤以上, 新建学校20所: what is measured stands left of the value."""
    if part.core.end <= part.core.start or part.core.cut(part.text) in LONGEST:
        return _leaning(part)
    if part.kind == "time" and is_population(part.text, part.core) and part.right.end - part.right.start >= 2:
        part.subject, part.quote_end = (part.core,), part.right.end
        return part.drafts("target.dose", (part.right,), part.subject)
    core = _without_base(part, part.floor_inside(part.core))
    if (share := _share_of_base(part, core)) is not None:
        return share
    if core.end <= core.start:
        return None
    if part.kind == "money" and core.cut(part.text) == "投资" and verb_at_start().match(part.right.cut(part.text)):
        return part.drafts("target.level", (core,), part.subject)  # 投资1亿元实施迁建项目
    words = core.cut(part.text)
    if _lists_names(part, words) and (named := _verb_of_list(part, core)):
        return _named_list(part, core, named)
    if part.right.end - part.right.start >= 2 and not _goes_round(part):
        if words.endswith("的") and part.opened is not None and part.counts():
            return output(part, (part.opened,), ())  # 推进总投资20亿元的3个项目
        if part.right.cut(part.text).startswith("的") and not _has(part):
            return _described_thing(part, core)
        if part.counts() or part.kind is None:
            # 营收过百亿元企业 is a value within a name, 完成老城区8个菜市场改造 an output
            return (_having(part, core) or _grown_to(part, core)) if part.first.level else placed(part, core)
    return _plain(part, core)


def _share_of_base(part: Part, core: Span) -> list[Draft] | None:
    """骨干教师不低于交流轮岗教师总数的20%: whose share stands left of the comparator, of what right of it."""
    base = re.compile(
        r"(?:不低于|不少于|不超过|不高于|高于|低于)(?P<of>[^，。；\d]{2,20}(?:总数|总量|总额|人数|数量))的"
    ).fullmatch(part.text, core.end, part.core.end)
    if base is None or part.kind != "rate" or not is_population(part.text, core) or leans_on_measure(part, core):
        return None
    part.subject = (core,)
    return part.drafts("target.share-of", (Span(*base.span("of")),), part.subject)


def _without_base(part: Part, core: Span) -> Span:
    """Cut 达到普通高中的 off 拨款标准达到普通高中的, before 1.5倍."""
    base = REACHED.search(core.cut(part.text)) if part.kind == "rate" else None
    if base is None:
        return core
    part.frames = [replace(f, level=True) for f in part.frames]
    part.first = part.frames[0]
    return Span(core.start, core.start + base.start())


def _plain(part: Part, core: Span) -> list[Draft] | None:
    """Read a value whose measure, or verb and thing, stand left of it, where something tells that it is a commitment."""
    words = core.cut(part.text)
    if part.kind == "rate" and words.endswith("的") and SHARES.match(words):
        part.subject = part.subject or part.memory.grantee  # 对不裁员的企业，返还保险费的50%
    if part.first.mention.unit in {"个百分点", "百分点"} and (more := MORE.match(words)):
        # 新增覆盖率2个百分点: the verb says by how much the measure rises
        change = Span(core.start, core.start + more.end())
        part.frames = [replace(f, change=Change.INCREASE, change_span=change) for f in part.frames]
        part.first, core = part.frames[0], Span(change.end, core.end)
        words = core.cut(part.text)
    verb = verb_at_start().match(words)
    carried = () if verb else _carried(part, core)
    tied = part.first.level or part.first.change is not None
    lead = part.memory.lead_measure
    if lead and not verb and not tied and not carried and part.right.end == part.right.start:
        # 重点工程减排量：化学需氧量2.8万吨、氨氮0.12万吨
        return part.drafts("target.under-lead", (core, *lead), part.subject)
    if part.counts() and not verb and part.clause.mark in {"：", ":"} and not part.first.bound:
        return None  # 科技创新方面5项：… announces a list
    if not (part.first.bound or carried or (_is_told(part, core) and not part.weak())):
        return None
    if part.first.mention.kind is MentionKind.NUMBER and not re.search(r"[\u4e00-\u9fff]{2}", words):
        return None
    if verb and part.counts() and (at := lead_verb(words)):
        part.verb = (Span(core.start, core.start + verb.end()),)
        part.thing = (Span(core.start + at, core.end),) if at else ()
    elif carried or (part.opened is not None and part.counts()):
        part.verb, part.thing = carried, (core,)
    return levels(part, core, carried)


def _carried(part: Part, core: Span) -> Phrase:
    """Return the verb of an earlier count that goes on here (新增篮球场100个，乒乓球台50个), or nothing."""
    opens = part.run.left.start == part.clause.span.start
    goes_on = opens and part.memory.goes_on and part.kind == "count" and not _recurs(part)
    verb = part.carried or (part.memory.verb if goes_on else ())
    tied = part.first.level or part.first.change is not None or part.opened is not None
    if tied or not part.counts() or leans_on_measure(part, core):
        return ()
    if core.cut(part.text).endswith("数") or (part.kind == "money" and measure_at_end().search(core.cut(part.text))):
        return ()
    return () if part.weak() and not part.first.bound else verb


def _is_told(part: Part, core: Span) -> bool:
    """Tell whether something but a comparator makes a commitment of a value: a measure, a verb, what stood before."""
    words = core.cut(part.text)
    same_unit = part.memory.goes_on and part.memory.unit == part.first.mention.unit
    return (
        leans_on_measure(part, core)
        or opens_pairs(part, core)
        or measure_at_end().search(words) is not None
        or (_is_share_promised(part) and SHARE_OF_WHOLE.search(words) is not None)
        or any_verb().search(words) is not None
        or (part.kind == "rate" and words.endswith("的") and SHARES.match(words) is not None)  # 返还保险费的50%
        or (part.kind == "time" and part.memory.recurring)  # 小学生每天睡眠10小时: a dose needs no verb
        or (part.counts() and part.clause_opened != "")  # 完成有限公司改制700家
        or (part.first.mention.unit == "次" and _recurs(part))  # 校车每半年检验1次
        or (part.counts() and same_unit)  # 造林3.5万亩，其中封山育林1万亩
    )


def _is_share_promised(part: Part) -> bool:
    """Tell that a share is promised and no description: by a day (到2025年，甲类里程占总里程的23%), or beside a target."""
    return part.kind == "rate" and (part.memory.dated or bool(part.memory.indicator))


def _goes_round(part: Part) -> bool:
    """Tell that a duty is done so many times a period, whatever follows: 每半年汇总1次报县政府."""
    return part.first.mention.unit == "次" and _recurs(part) and part.right.cut(part.text)[:1] not in {"的", "以"}


def _recurs(part: Part) -> bool:
    """Tell that 每年, 每半年 or the like stands in the clause before the value."""
    return any(part.clause.span.start <= p.start < part.first.start for p in part.memory.periods)


def _verb_of_list(part: Part, core: Span) -> Span | None:
    """Return the verb of a list of names: at its start, inside the words before it, or among what opened the clause."""
    words = core.cut(part.text)
    found = verb_at_start().match(words)
    if found is None and part.opened is not None:
        return part.opened
    found = found or any_verb().search(words)
    return Span(core.start + found.start(), core.start + found.end()) if found else None


def _described_thing(part: Part, core: Span) -> list[Draft] | None:
    """设立规模不低于50亿元的基金, 实施不少于360学时的培训: the value describes a thing that is to be made."""
    verb = verb_at_start().match(core.cut(part.text))
    fund = part.kind == "money" and measure_at_end().search(core.cut(part.text)) is not None
    if (part.first.comparator is None and not fund) or part.first.level or (verb is None and part.opened is None):
        return None
    thing = Span(part.right.start + 1, part.right.end)
    part.quote_end = thing.end
    if verb is None:
        indicator = (thing,) if part.kind == "time" else (thing, core)
        return part.drafts("target.described", indicator, part.subject)
    if part.kind == "time":
        return part.drafts("target.dose", (thing,), part.subject)
    measure = Span(core.start + verb.end(), core.end)
    if not measure_at_end().search(measure.cut(part.text)):
        return part.drafts("target.described", (Span(core.start, measure.start), thing), part.subject)
    return part.drafts("target.described", (thing, measure), part.subject)


def _having(part: Part, core: Span) -> list[Draft] | None:
    """每校至少有1名骨干教师: the thing had stands right of the value."""
    if not _has(part):
        return None
    part.quote_end = part.right.end
    part.subject = (core,)
    had = Span(part.right.start + part.right.cut(part.text).startswith("的"), part.right.end)
    return part.drafts("target.having", (had,), part.subject)


def _has(part: Part) -> bool:
    return any(step.word in HAS for step in part.first.steps)


def _grown_to(part: Part, core: Span) -> list[Draft] | None:
    """托管帮扶扩大到57个县市, 实现省内2万公里线路信号覆盖: how many of the things behind the value are reached."""
    word = part.first.steps[0].word
    if part.kind == "money" or not part.counts():
        return None
    if word == "实现" and area_at_start().fullmatch(part.text, core.start, core.end):
        part.quote_end = part.right.end
        return part.drafts("target.having", (part.right,), (core,))
    if word.endswith(("到", "至")) and len(word) > 1 and any_verb().search(part.right.cut(part.text)) is None:
        part.quote_end = part.right.end
        return part.drafts("target.level", (core,), part.subject)
    return None


def _named_list(part: Part, core: Span, verb: Span) -> list[Draft] | None:
    """Read 改扩建甲校、乙校等33所中小学, where the things counted stand right of the value.

    A small Chinese numeral counts only where as many names are listed (甲园、乙园、丙园三个园区).
    """
    listed = part.text[max(verb.end, core.start) : core.end].count("、") + 1
    part.verb = (verb,)
    if not part.weak():
        return output(part, part.verb, part.subject)
    if part.first.mention.value != listed:
        return None
    part.quote_end = part.right.end
    return part.drafts("target.output-list", (*part.verb, part.right), part.subject)


def _lists_names(part: Part, words: str) -> bool:
    counted = part.counts() and part.right.end - part.right.start >= 2 and not part.first.level
    return counted and ("、" in words or words.endswith("等"))


def _leaning(part: Part) -> list[Draft] | None:
    """每年降低0.5%, 且不低于60%, 每天不少于2小时: the measure was named in the clause before, or is in the next."""
    start, end = part.clause.span.start, part.first.mention.span.start
    recurs = any(p.start >= start and p.end <= end for p in part.memory.periods)
    if part.kind == "time" and part.core.end <= part.core.start:
        return _dose(part) if recurs else None
    inner = part.run.left.start > start and part.first.change is None
    if not part.memory.indicator or not part.first.bound or inner or part.right.end - part.right.start >= 2:
        return None
    firm = any(s.kind in {"increase", "decrease", "level"} or len(s.word) >= 3 for s in part.first.steps)
    if not firm and not (part.kind == "money" and part.first.comparator is not None):
        return None
    return part.drafts("target.leaning", part.memory.indicator, part.memory.subject)


def _dose(part: Part) -> list[Draft] | None:
    """Read 每天至少2小时的课后服务, and 每周五天 before it or after 推行课后服务: what is done stands beside the dose."""
    own = DOSE_OF.match(part.text, part.right.start, part.right.end)
    if own:
        part.quote_end = own.end("what")
        part.indicator = (Span(*own.span("what")),)
        return part.drafts("target.dose", part.indicator, part.subject)
    if part.right.end > part.right.start:
        return None
    if part.memory.indicator:
        return part.drafts("target.leaning", part.memory.indicator, part.memory.subject)
    following = part.following.span if part.following else None
    if following and (ahead := DOSE_AHEAD.search(part.text, following.start, following.end)):
        return part.drafts("target.dose", (Span(*ahead.span("what")),), part.subject)
    before = part.memory.clause
    if before is None:
        return None
    low = skip_opening(part.text, before.start, before.end, part.memory.dates)
    low += 2 if part.text[low : low + 2] in {"推行", "开展", "实行", "提供"} else 0
    if not 2 <= before.end - low <= 20:
        return None
    part.indicator = (Span(low, before.end),)
    return part.drafts("target.leaning", part.indicator, part.memory.subject)
