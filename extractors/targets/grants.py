"""Read shares and money that a policy grants: 按总额的5%安排, 给予一次性奖励50万元, 最高3000万元."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise

from extractors.span import Span
from extractors.targets.distribute import is_population, items
from extractors.targets.draft import Draft
from extractors.targets.lists import UNPAIRED
from extractors.targets.part import LIST_MARK, Part
from extractors.targets.phrases import Phrase, measure_at_end, population_ends, skip_opening
from extractors.targets.roles import GRANTED
from extractors.vocabulary import Comparator

ACCORDING = re.compile(r"按照?(?![期时质需])|以")  # 按期办结 and 按需供给 say how
SHARE_NOUN = re.compile(r"的?(?:比例|标准|幅度|速度|额度|规模|要求|金额|费用|价格)?的?")
GRANT = re.compile(
    r"(?:一次性|给予|予以|每[^，。；]{1,8})*(?:奖励|补助|补贴|资助|奖补|贴息|扶持|支持|奖金|资金支持|经费支持|补偿)"
)
# 一次性奖励招商企业或个人10万元: whom the grant is for stands behind it.
GIVEN_TO = re.compile(
    rf"(?P<grant>{GRANT.pattern})该?(?P<who>[^，。；、]{{0,20}}(?:企业|旅行社|合作社|个人|单位|机构|团队|家庭|农户|学校|村|者|人员|员工|职工|教师|学生|县区|市县|园区|开发区|乡镇|街道|社区)(?:（[^（）]{{0,12}}）)?)"
)
NAMED_GRANT = re.compile(r"[\u4e00-\u9fff]{2}(?:补贴|补助|津贴|奖励|资助|救助)(?:标准|金额|金)?(?:分别)?\Z")
JUST_GIVES = re.compile(r"(?:的?(?:比例|标准))?(?:给予|予以)?(?:一次性)?(?:不超过|最高|最多|累计)*")
CAPPED = re.compile(r"\d[^，。；]{0,4}?元(?:以内)?的?(?P<what>[^，。；\d]{2,14})\Z")
GIVEN_OUT = re.compile(r"确定|执行|计算|核定|发放|支付|配备|收取|计发|拨付|兑付")
HEAD_COUNT = re.compile(r"[\u4e00-\u9fff]{1,6}的(?:标准|规模)")
SPENT = re.compile(r"发放|兑现|支付|安排|投入|统筹|筹措|设立|拨付|下达|落实")
# The noun of a grant (生活补助), and no word of how it is given (给予补助, 年度补助).
FOR_WHAT = re.compile(
    r"(?!年度?|每|按|给|予|最高|一次|分别|不|可|连续|再|将|要|应|的|和|及|、)"
    r"[\u4e00-\u9fff]{2,6}(?<!给予)(?<!最高)(?<!一次性)(?<!的)"
)
ONCE_FOR = re.compile(r"(?:给予|予以|发放|享受)?一次性[\u4e00-\u9fff]{2,6}")  # 一次性求职|补贴
LIST_OR_AND = re.compile(r"[、和及或]")
GRADE = r"(?:国家|世界|全国|自治区|[省市县区州部校厅旗镇乡]|[ABC甲乙丙一二三]|A{1,5})[级类等]"
GRADES = re.compile(rf"{GRADE}(?:[、和及或]{GRADE})+")
GRANTEE = re.compile(r"(?:对|给予?)(?P<who>[^，。；：]{2,60}?)(?:，|,|的?，|分别|一次性|给予|按|予以|最高|每|\Z)")


def grantee(part: Part) -> Phrase:
    """Return who gets it: whom a condition named, or the clause before where that is but a name (投资1亿元以上的项目，)."""
    before = part.memory.clause
    if part.memory.grantee or before is None or not is_population(part.text, before):
        return part.memory.grantee
    return (before,) if "的" in before.cut(part.text) else ()


def share_by_rule(part: Part) -> list[Draft] | None:
    """按不低于总额的5%安排经费: the thing stands right of the value, the base left of it."""
    words = part.text[part.core.start : part.first.mention.span.start]
    match = ACCORDING.search(words)
    standard = re.match(r"的?标准", part.right.cut(part.text))
    if part.kind == "money" and standard is None:
        return None
    if match is None or len(part.frames) > 1 or part.kind not in {"rate", "people", "money"}:
        return None
    if part.first.level and measure_at_end().search(part.core.cut(part.text)) and part.right.end == part.right.start:
        return None  # 按规定动作完成率达到98%
    if match.start() > 24 or not (match[0].startswith("按") or match.start() == 0):
        return None
    noun = SHARE_NOUN.match(part.text, part.right.start, part.right.end)
    start = noun.end() if noun else part.right.start
    if part.kind == "people" and (of := HEAD_COUNT.match(part.text, start, part.right.end)):
        start = of.end()  # 按照不低于100名学生的标准核定公用经费
    thing = Span(start, part.right.end)
    if JUST_GIVES.fullmatch(thing.cut(part.text)) and (
        capped := CAPPED.search(part.text, part.right.end, part.clause.span.end)
    ):
        thing = Span(*capped.span("what"))  # 按补助资金的30%给予最高300万元的配套补助
    if thing.start == thing.end:
        if part.following is None:
            return None
        low = skip_opening(part.text, part.following.span.start, part.following.span.end, [])
        low = low + 2 if part.text[low : low + 2] in {"据实", "足额"} else low
        stop = re.search(r"并|，|和落实", part.following.span.cut(part.text)[low - part.following.span.start :])
        thing = Span(low, low + stop.start() if stop else part.following.span.end)
    if match.start():
        part.subject = (Span(part.core.start, part.core.start + match.start()),)
    elif not part.subject:
        # 按义务教育学校在编教师总数的3%: the base says whose it is.
        base = min(part.core.start + match.end(), part.core.end)
        part.subject = part.leading_population(Span(base, part.core.end))
    part.quote_end = max(part.quote_end, part.right.end)
    part.floor_inside(part.core)
    if part.kind != "people" and GIVEN_OUT.fullmatch(thing.cut(part.text)):
        if part.subject:
            return part.drafts("target.share-by", part.subject, ())  # 实习补助按不低于工资的80%确定
        if part.memory.object:
            return part.drafts("target.share-by", part.memory.object, part.memory.grantee)  # 给予补贴，按每月500元发放
    part.indicator = (thing,)
    return part.drafts("target.share-by", (thing,), part.subject or grantee(part))


def grant(part: Part) -> list[Draft] | None:
    """给予一次性奖励50万元, 最高补助3000万元, 按20%给予补助: money that a policy grants."""
    if part.kind not in {"money", "rate"}:
        return None
    words = part.core.cut(part.text)
    left = re.search(GRANT.pattern + r"(?:标准|金额|资金|总额|额度)?\Z", words)
    right = GRANTED.match(part.right.cut(part.text)) or re.match(
        r"的?(?:" + GRANT.pattern + ")", part.right.cut(part.text)
    )
    if left is None and right is None:
        given = GIVEN_TO.fullmatch(words)
        if given is None or part.right.end > part.right.start:
            return None
        at = part.core.start + given.end("grant")
        return part.drafts(
            "target.grant", (Span(part.core.start, at),), (Span(part.core.start + given.start("who"), part.core.end),)
        )
    if left is not None and len(part.frames) > 1 and _each_named(part):
        return None  # 甲补贴、乙补贴标准分别提高到220元、300元: each is measured for itself
    if left is not None:
        at = part.core.start + (0 if SPENT.match(words) else _noun_start(words, left.start()))
        thing: Phrase = (Span(at, part.core.end),)
        whose = Span(part.core.start, at)
    else:
        low = part.right.start + (1 if part.right.cut(part.text).startswith("的") else 0)
        thing = (Span(low, part.right.end),)
        whose = part.core
        part.quote_end = part.right.end
    grantee = GRANTEE.match(part.text, whose.start, whose.end)
    if grantee:
        part.subject = (Span(*grantee.span("who")),)
    elif len(named := re.sub(r"(?:最高|分别|按|年度|可|一次性|不超过|给予|予以)+\Z", "", whose.cut(part.text))) >= 2:
        by_rule = len(part.frames) == 1 and re.match("按照?|根据", named)  # 根据贷款额度给予20%贴息 names nobody
        giving = by_rule or re.match(r"给予|予以|最高|每人|连续|上述|以上|采[用取]", named)
        acts = SPENT.fullmatch(named)  # 设立1000万元的专项资金: who sets it up is not told
        if acts:
            thing = (Span(whose.start, whose.start + len(named)), *thing)
        at = whose.start + len((re.match(r"(?:按照?|根据)?", named) or [""])[0])
        part.subject = part.subject or (() if giving or acts else (Span(at, whose.start + len(named)),))
        part.subject = part.subject or part.memory.grantee
    else:
        part.subject = part.subject or part.memory.grantee
    most = re.compile("最高|不超过|最多").search(part.text, part.run.left.start, part.first.mention.span.start)
    if most and part.first.comparator is None:
        span = Span(*most.span())
        part.frames = [replace(f, comparator=Comparator.AT_MOST, comparator_span=span) for f in part.frames]
    part.indicator = thing
    if len(part.frames) > 1:
        if whose == part.core and "、" in part.core.cut(part.text):
            if not part.subject or "分别" not in part.text[part.clause.span.start : part.first.start]:
                return None
            named_tiers = _named_tiers(part, part.subject[0], len(part.frames))
            if not named_tiers:
                return [replace(d, unsure=UNPAIRED) for d in part.drafts("target.grant", thing, part.subject)]
            told = zip(part.frames, named_tiers, strict=True)
            return [d for seen, who in told for d in part.drafts("target.grant", thing, who, [seen])]
        tiers = _tiers(part, len(part.frames))
        pairs = zip(part.frames, tiers or [part.subject] * len(part.frames), strict=True)
        return [d for seen, who in pairs for d in part.drafts("target.grant", thing, who, [seen])]
    return part.drafts("target.grant", thing, part.subject)


def _each_named(part: Part) -> bool:
    """Tell that the words before several sums list as many grants, each with its own noun."""
    names = items(part.text, part.core, LIST_OR_AND)
    return len(names) == len(part.frames) and all(NAMED_GRANT.search(name.cut(part.text)) for name in names)


def _noun_start(words: str, at: int) -> int:
    """Return where the noun of 补助 begins: 生活 in 乡村教师生活补助 says what for, 乡村教师 who gets it."""
    if ONCE_FOR.fullmatch(words, 0, at):
        return 0
    ends = [m.end() for m in population_ends().finditer(words) if m.end() < at]
    tail = words[ends[-1] : at] if ends else ""
    return ends[-1] if FOR_WHAT.fullmatch(tail) else at


def _tiers(part: Part, count: int) -> list[Phrase]:
    """Return the grantee of each tier: 营收突破10亿元、50亿元的企业，分别奖励50万元、100万元."""
    marks = part.memory.thresholds
    if not part.memory.grantee:
        return []
    whole, listed = part.memory.grantee[0], marks[-count:]
    if len(marks) < count:
        return _named_tiers(part, whole, count)
    if any(part.text[a.end : b.start].strip() not in {"、", "和", "及"} for a, b in pairwise(listed)):
        return []
    before, behind = Span(whole.start, listed[0].start), Span(listed[-1].end, whole.end)
    return [(before, tier, behind) for tier in listed]


def _named_tiers(part: Part, whole: Span, count: int) -> list[Phrase]:
    """Return the grantee of each tier that is named: 国家级、省级、市级技术中心，分别奖励…; nothing where it lists fewer."""
    if graded := _graded(part.text, whole, count):
        return graded
    names = items(part.text, whole, LIST_MARK)
    if len(names) != count:
        return []
    last = names[-1].cut(part.text)
    if is_population(part.text, names[-2]):
        return [(name,) for name in names]  # 百强企业、重点企业: each is whole
    at = last.find(names[-2].cut(part.text)[-1]) + 1
    if not at:
        return []
    own = [*names[:-1], Span(names[-1].start, names[-1].start + at)]
    shared = Span(names[-1].start + at, names[-1].end)
    return [(name, shared) for name in own]


def _graded(text: str, whole: Span, count: int) -> list[Phrase]:
    """Return the tiers of 新认定的国家级、省级、市级实验室和技术中心: grades that share what stands before and behind them."""
    run = GRADES.search(text, whole.start, whole.end)
    if run is None:
        return []
    grades = items(text, Span(*run.span()), LIST_OR_AND)
    if len(grades) != count or run.end() == whole.end:
        return []
    before, behind = Span(whole.start, run.start()), Span(run.end(), whole.end)
    return [tuple(s for s in (before, grade, behind) if s.end > s.start) for grade in grades]
