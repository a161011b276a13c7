"""Tell which numbers of a clause can be values: no ranks, thresholds, attributes, denominators or bases of a change."""

from __future__ import annotations

import re

from extractors.quantities import kind_of_unit
from extractors.records import Mention
from extractors.span import Span
from extractors.targets.clauses import Clause
from extractors.targets.distribute import is_population
from extractors.targets.draft import Memory
from extractors.targets.exclude import TERMS, brackets, is_denominator, is_described, is_duration, is_rank, names
from extractors.targets.phrases import HAS, skip_opening, verb_at_end
from extractors.targets.values import Frame, frame
from extractors.vocabulary import MentionKind

NUMBERS = frozenset(
    {MentionKind.NUMBER, MentionKind.PERCENT, MentionKind.QUANTITY, MentionKind.RANGE, MentionKind.RATIO}
)
BODY_AT_END = re.compile(
    r"的(?:[\u4e00-\u9fff]{0,6})(?:组织|单位|团队|个人|人员|平台|主体|协会|商会|作品|成果|品牌|产品)\Z"
)
GIVES = re.compile(r"设立|安排|申请|给予|发放|享受|提供|奖励|补助|补贴|资助|开展|进行|实施|实行|予以|核定|加强|加大")
GRANTED = re.compile(
    r"的?(?P<what>[^，。；的]{0,10}(?:津贴|补贴|补助|奖励|资助|安家费|奖金|支持|扶持|奖补|贴息|经费|资金|贷款))(?=[^\u4e00-\u9fff]|\Z|[，。；、])"
)
ATTRIBUTE = re.compile(
    r"(?:的|规模(?![以之]|化|较)|标准(?!化)的?)(?!给予|予以|发放|核[定拨]|安排|配|拨|执行|奖|补|资助|支持|贴息|比例|标准|额度|速度|幅度|要求|目标|规定)"
)
EACH = re.compile(r"每|各|均|都|所有|至少|最少|不少于")
FUND = re.compile(r"(?:设立|组建|发行|成立|建立)[^，。；]{0,10}(?:规模|总额|额度)\Z")
NEXT_TO = re.compile(r"[、和及与]")
TAKES_IN = re.compile(r"(?:招收|接收|吸纳|拥有|聘用|招用|有)\Z")
WHO_DOES = re.compile(r"[^，。；、的\d]{1,10}的[^，。；、\d]{2,}")
# 带宽不低于200兆的学校占比达到90%: the first value says which schools.
RATE_OF = re.compile(r"的[^，。；\d]{1,20}(?:占比|比[例重]|率)[^，。；\d]{0,8}\d")
# 12个县巩固率达到98%, 站点500米覆盖率, 30户以上村组通路比例: what stands before a rate with a value of its own names the rate.
NAMES_RATE = re.compile(
    r"[^，。；、\d的且并（(]{2,24}(?:率|占比|比[例重])(?:均|都|总体|基本|力争|要|应)*"
    r"(?:(?:达到?|超过|不低于|不少于|[提升上][高升]?[到至]|保持在?|稳定在|控制在|为)\D{0,4})?\d"
)
SIZES = frozenset({"count", "people", "length", "time", "area"})
# What a size in money is of, between a count and the ones counted: 5家|年营业收入过|10亿元….
SIZE_BEFORE = re.compile(r"年?(?:主营业务|销售|营业|业务)?(?:收入|产值|营收|销售额|纳税额?|税收|投资额?)(?:超|过|达)?")
BARE_SUM = re.compile(r"[万亿](?!以[上下内]|左右|[多余])[\u4e00-\u9fff]{2}")
SIZE_OF_WHICH = re.compile(r"[\u4e00-\u9fff]{1,6}(?:以上|以下)的")
ELIMINATES = re.compile(r"(?:消除|化解|整治|淘汰|清理|取缔|对[^，。]{0,6})\Z")


def candidates(text: str, clause: Clause, mentions: list[Mention]) -> list[Mention]:
    """Return the numbers of a clause that could be values: outside names and brackets, no ranks and denominators."""
    shut = names(text, clause.span.start, clause.span.end) + brackets(text, clause.span.start, clause.span.end)
    return [
        m
        for m in mentions
        if m.kind in NUMBERS
        and clause.span.contains(m.span)
        and not any(s.start <= m.span.start < s.end for s in shut)
        and not is_denominator(text, m)
    ]


def frames_of(text: str, clause: Clause, found: list[Mention]) -> list[Frame]:
    """Read the frame of each candidate and drop ranks, durations, descriptions and attributes (3000人以上规模的)."""
    frames: list[Frame] = []
    low = clause.span.start
    for i, mention in enumerate(found):
        high = found[i + 1].span.start if i + 1 < len(found) else clause.span.end
        seen = frame(text, low, mention, high)
        if (
            is_rank(text, seen)
            or (is_duration(text, seen) and not _is_dose(text, clause, seen))
            or is_described(text, seen, clause.span.end)
        ):
            continue
        if (
            is_threshold(text, seen, clause)
            or is_attribute(text, seen, clause.span.start, clause.span.end)
            or _describes_counted(text, seen, frames)
            or is_base(text, seen, clause)
        ):
            continue
        if _counts_percent(found, i) or _is_article(text, clause, seen):
            continue
        follows = bool(frames) and NEXT_TO.fullmatch(text, frames[-1].end, seen.start) is not None
        told = seen.bound or follows or mention.kind is MentionKind.RATIO
        if mention.unit is None and not told and not _counts_people(text, seen, low, frames):
            continue
        frames.append(seen)
        low = seen.end
    return frames


def _describes_counted(text: str, seen: Frame, frames: list[Frame]) -> bool:
    """Tell that a value stands between a count and what is counted: 5000个|30户以上的村组, 5家|产值过10亿元的企业.

    Or that it says how large those are who follow it: 1万名老人以上的街镇.
    """
    if kind_of(text, seen.mention) in {"people", "count"} and SIZE_OF_WHICH.match(text, seen.end):
        return True
    if not frames or kind_of(text, frames[-1].mention) != "count":
        return False
    between = text[frames[-1].end : seen.start]
    named = re.match("[\u4e00-\u9fff]", text[seen.end : seen.end + 1]) is not None
    return SIZE_BEFORE.fullmatch(between) is not None or (between == "" and named and seen.comparator is not None)


def _counts_people(text: str, seen: Frame, low: int, frames: list[Frame]) -> bool:
    """Tell that a sum of 万 counts without a unit: 培训5万农村劳动力, 新增3万就业岗位."""
    large = BARE_SUM.match(text, seen.mention.span.end - 1) is not None
    goes_on = bool(frames) and frames[-1].mention.unit is None and text[seen.start - 1] in "、和及"
    return large and (goes_on or verb_at_end().search(text[low : seen.start]) is not None)


def _is_article(text: str, clause: Clause, seen: Frame) -> bool:
    """Tell that 一 is no amount: 在一所学校, 建设一支队伍; it is one where 每, 各, 均 or 至少 stands before it."""
    words = (seen.mention.value_span or seen.mention.span).cut(text)
    verbs = [step for step in seen.steps if step.kind == "level" and len(step.word) > 1]
    if words != "一" or seen.comparator is not None or seen.change is not None or verbs:
        return False
    return EACH.search(text, clause.span.start, seen.mention.span.start) is None


def _counts_percent(found: list[Mention], i: int) -> bool:
    """Tell that a number only counts the value behind it, as 三个 does in 三个100%."""
    return (
        i + 1 < len(found)
        and found[i].unit == "个"
        and found[i + 1].kind is MentionKind.PERCENT
        and found[i + 1].span.start == found[i].span.end
    )


def _is_dose(text: str, clause: Clause, seen: Frame) -> bool:
    """Tell that a length of time is a duty done each day, week or term: 每天锻炼1小时, 每学年至少组织1周时间."""
    left = text[clause.span.start : seen.mention.span.start]
    return re.search(r"每(?:人|个)?(?:天|日|周|月|年|学期|学年|次)", left) is not None and seen.mention.unit not in {
        "年",
        "日",
    }


def grantee_of(text: str, clause: Clause, dates: list[Span]) -> Span | None:
    """Return whom a clause is about that only sets a condition: 对首次上榜的企业，…; 投资达到5000万元的，…; None for any other.

    Its quantities are thresholds and no targets.
    """
    words = clause.span.cut(text)
    if clause.mark not in {"，", ","} or len(words) < 4:
        return None
    lead = re.match(r"(?:对于?|凡|针对)(?!标|接|口|外|照|俄)", words)
    named = words.endswith("的") or (
        lead is not None and (is_population(text, clause.span) or BODY_AT_END.search(words))
    )
    if not named and (lead is None or GIVES.search(words) or verb_at_end().search(words)):
        return None
    if lead is None and not re.search(r"\d|达到|认定|首次|新", words):
        return None
    start = clause.span.start + (lead.end() if lead else 0)
    return Span(skip_opening(text, start, clause.span.end, dates) if lead is None else start, clause.span.end)


def note_condition(text: str, clause: Clause, mentions: list[Mention], memory: Memory) -> bool:
    """Keep whom a condition clause names, for what is granted after it; tell whether the clause is one."""
    grantee = grantee_of(text, clause, memory.dates)
    if grantee is None:
        return False
    memory.grantee, memory.thresholds = (grantee,), [m.span for m in candidates(text, clause, mentions)]
    memory.condition = clause.span
    return True


def kind_of(text: str, mention: Mention) -> str | None:
    """Return what a number counts: the kind of its unit, rate for a fraction (三分之二), None for a bare number."""
    if mention.unit is None and "分之" in mention.span.cut(text):
        return "rate"
    if mention.unit is None and BARE_SUM.match(text, mention.span.end - 1):
        return "count"  # 培训5万农村劳动力
    return kind_of_unit(mention.unit)


def is_attribute(text: str, seen: Frame, low: int, high: int) -> bool:
    """Tell that a value only describes a noun behind it: 总投资10亿元的项目, 3000人以上规模的小区, 55人以上大班额."""
    kind = kind_of(text, seen.mention)
    before = [step for step in seen.steps if step.kind != "filler"]
    if kind == "money" and GRANTED.match(text, seen.end, high) and GIVES.search(text, low, seen.start):
        return False
    if seen.mention.unit in TERMS and text[seen.start - 1 : seen.start] == "满":
        return False
    if kind == "money" and FUND.search(text[low : seen.mention.span.start]):
        return False  # 设立总规模100亿元的基金
    if kind == "length" and text[seen.end : seen.end + 1] in set("宽高长深厚"):
        return True  # 30米宽的缓冲带
    if kind != "rate" and ATTRIBUTE.match(text, seen.end, high):
        # 不少于360学时的培训, 拥有3个以上的组织 and 开发20个以上的岗位 bind; 不足100人的学校 and 10亿元的项目 only describe.
        made = kind == "count" and verb_at_end().search(text[low : seen.start])
        tied = any(s.word.startswith(("不低", "不少", "不小", "不超", "至少", "不高")) or s.word in HAS for s in before)
        return not (tied or (made and seen.comparator is not None))
    after = seen.comparator_span is not None and seen.comparator_span.start >= seen.mention.span.end
    short = any(step.word in {"不足", "不满", "不到", "满", "超过"} for step in before)
    if kind in {"money", "area", "power", "mass"} and re.match(r"[\u4e00-\u9fff]{1,10}\d", text[seen.end : high]):
        # 投资超10亿元项目20个: the sum tells which ones are counted
        return verb_at_end().search(text[max(low, seen.start - 8) : seen.start]) is None
    if kind == "people" and (seen.mention.unit == "人") and (after or short) and seen.end < high:
        left = text[max(low, seen.start - 8) : seen.start]
        verb = verb_at_end().search(left)
        ends = text[seen.end] in "、和及，"
        return (verb is None and not ends) or ELIMINATES.search(left) is not None
    if (
        kind in {"people", "count"}
        and after
        and re.search(r"对[^，。]{0,4}\Z", text[max(low, seen.start - 6) : seen.start])
    ):
        return True
    # 招收5名以上残疾学生的学校设立资源教室: whom the school takes in only tells which school.
    takes = TAKES_IN.search(text, low, seen.mention.span.start) and WHO_DOES.match(text, seen.end, high)
    if kind == "people" and seen.end < high and (short or (after and takes)):
        return True
    lasting = seen.change is not None and kind == "time" and seen.end < high  # 再延长30年试点
    return lasting or (kind == "time" and after and not before and seen.end < high)


def is_threshold(text: str, seen: Frame, clause: Clause) -> bool:
    """Tell that a value only says which ones get something: 对营收首次突破10亿元的企业奖励50万元."""
    kind = kind_of(text, seen.mention)
    if kind != "rate" and RATE_OF.match(text, seen.end, clause.span.end):
        return True
    told = any(step.kind != "filler" for step in seen.steps)
    if kind in SIZES and not told and NAMES_RATE.match(text, seen.end, clause.span.end):
        return True
    if not re.match(r"对于?(?!标|接|口|外|照|俄)", text[clause.span.start : clause.span.end]):
        return False
    if re.search(r"给予|予以|发放", text[clause.span.start : seen.start]):
        return False  # 对获评的企业分别给予30万元、10万元的奖励
    return (
        re.search(r"的[^，。；]{0,20}(?:给予|奖励|补助|补贴|资助|分别|按)", text[seen.end : clause.span.end])
        is not None
    )


def is_base(text: str, seen: Frame, clause: Clause) -> bool:
    """Tell that a value is where a change starts: 由50%提高到60%, 从3所增加到5所."""
    left = text[max(clause.span.start, seen.start - 10) : seen.start]
    word = seen.steps[-1].word if seen.steps else ""
    starts = re.search(r"(?:由|从)[^，。；到至]{0,10}\Z", left) or word in {"由", "从"}
    return (
        bool(starts)
        and re.match(
            r".{0,8}(?:提高|增加|提升|下降|降低|减少|扩大|增长|缩短|压缩|上升|降|升|增)?(?:到|至|为)",
            text[seen.end : clause.span.end],
        )
        is not None
    )
