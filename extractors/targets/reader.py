"""Read the targets of one clause that carry a numeral: group its values, then find verb, subject and indicator of each."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import pairwise

from extractors.numerals import parse_numeral
from extractors.quantities import kind_of_unit
from extractors.records import Comparator, Mention, MentionKind, Span
from extractors.targets.clauses import Clause
from extractors.targets.distribute import Member, is_population, items, members, trailing_populations
from extractors.targets.draft import Draft, Memory
from extractors.targets.exclude import brackets, is_denominator, is_described, is_duration, is_rank, names
from extractors.targets.phrases import (
    Phrase,
    any_verb,
    area_at_start,
    measure_at_end,
    population_ends,
    skip_opening,
    split_name,
    split_subject,
    verb_at_end,
    verb_at_start,
)
from extractors.targets.values import Frame, frame

NUMBERS = frozenset(
    {MentionKind.NUMBER, MentionKind.PERCENT, MentionKind.QUANTITY, MentionKind.RANGE, MentionKind.RATIO}
)
JOIN = re.compile(r"[\s、，,/]*(?:、|和|及|以及|与|或)?[\s]*")
LIST_END = re.compile(r"(?:、|和|及|以及|与|并|或)\Z")
FLOOR = re.compile(
    r"(?P<word>超(?=每)|超过(?=每)|不低于|不得低于|不少于|不得少于|不小于|不超过|不得超过|不高于|至少|最高|高于|低于)"
)
WORD_OF_FLOOR = {
    "不低于": Comparator.AT_LEAST,
    "不得低于": Comparator.AT_LEAST,
    "不少于": Comparator.AT_LEAST,
    "不得少于": Comparator.AT_LEAST,
    "不小于": Comparator.AT_LEAST,
    "至少": Comparator.AT_LEAST,
    "不超过": Comparator.AT_MOST,
    "不得超过": Comparator.AT_MOST,
    "不高于": Comparator.AT_MOST,
    "最高": Comparator.AT_MOST,
    "高于": Comparator.MORE_THAN,
    "超": Comparator.MORE_THAN,
    "超过": Comparator.MORE_THAN,
    "低于": Comparator.LESS_THAN,
}
GOVERNING = re.compile(r"(?:实现|确保|力争|争取|推动|促进|使(?!用)|让)(?=[^，。；]{2})")
ACCORDING = re.compile(r"按照?|以")
SHARE_NOUN = re.compile(r"的?(?:比例|标准|幅度|速度|额度|规模|要求|金额|费用|价格)?的?")
COMPARED = re.compile(r"(?:比|较)[^，。；、比较]{2,14}\Z")
GRANT = re.compile(
    r"(?:一次性|给予|予以|每[^，。；]{1,8})*(?:奖励|补助|补贴|资助|奖补|贴息|扶持|支持|奖金|资金支持|经费支持|补偿)"
)
GIVES = re.compile(r"给予|发放|享受|提供|奖励|补助|补贴|资助|开展|进行|实施|实行|予以|核定|加强|加大")
GRANTED = re.compile(
    r"的?(?P<what>[^，。；的]{0,10}(?:津贴|补贴|补助|奖励|资助|安家费|奖金|支持|扶持|奖补|贴息|经费|资金))(?=[^\u4e00-\u9fff]|\Z|[，。；、])"
)
GRANTEE = re.compile(r"(?:对|给予?)(?P<who>[^，。；：]{2,60}?)(?:，|,|的?，|分别|一次性|给予|按|予以|最高|每|\Z)")
BASE = re.compile(r"(?:分别)?(?:由|从)(?:[^，。；]{0,12}的)?[^，。；\d]{0,6}\d[^，。；]{0,24}\Z")
ARTICLES = frozenset("一两二三四五六七八九十")
CONCRETE = frozenset(
    [
        "所",
        "名",
        "间",
        "座",
        "处",
        "次",
        "场",
        "节",
        "家",
        "台",
        "辆",
        "支",
        "栋",
        "人",
        "公里",
        "亩",
        "套",
        "件",
        "小时",
        "天",
        "任期",
        "个任期",
        "聘期",
        "个聘期",
        "学时",
        "课时",
        "门",
        "人次",
        "堂",
    ]
)
UNITS_OF_OUTPUT = frozenset(
    {"count", "people", "area", "length", "money", "mass", "volume", "power", "energy", "other"}
)
ATTRIBUTE = re.compile(r"(?:的|规模|标准的?)(?!奖|补|资助|支持|贴息|比例|标准|额度|速度|幅度|要求|目标|规定)")
PREPOSITION = re.compile(r"(?:在|于|由|面向|针对|对|为|从|向)(?P<noun>[^，。；]{2,})\Z")
AREA_TAIL = re.compile(r"(?:范围)?(?:内|中|里|上)?\Z")
RIGHT_STOP = re.compile(
    r"[，,；;。]|[（(](?:含|其中|责任|牵头|完成|[^（）()]{0,30}(?:负责|牵头|配合))|(?<=^)[（(]|[\[【]责任"
)
LIST_MARK = re.compile("、")
ATTRIBUTE_MEASURE = re.compile(
    r"(?:计划|预计|概算|年度)?总?(?:投资额?|面积|建筑面积|长度|里程|规模|装机|产能|金额|投资规模|建设规模|装机容量|用地|占地面积)"
)
HUNDREDS = re.compile(r"[两三四五六七八九十二]个\Z")
ELIMINATES = re.compile(r"(?:消除|化解|整治|淘汰|清理|取缔|对[^，。]{0,6})\Z")
PREDICATE = re.compile(
    r"的?(?:达到|通过|纳入|建成|配备|完成|实现|按要求|达标|具有|拥有|接入|开展|建有|设立|覆盖|取得|获得|符合|用于|参加|掌握|享受|得到|进入|持)"
)
NOT_WHOSE = re.compile(r"每|根据|按照?|结合|通过|依托|围绕|针对|参照|从|自")
AT_LEAST = re.compile(r"至少|最少|不少于|不低于")
EACH = re.compile(r"每|各|均|都|所有")


@dataclass(slots=True)
class Group:
    """Values that stand next to one another (4.5平方米、5.8平方米以上), the words left of them and right of them."""

    frames: list[Frame]
    left: Span
    right: Span


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
            is_rank(seen)
            or (is_duration(seen) and not _is_dose(text, clause, seen))
            or is_described(text, seen, clause.span.end)
        ):
            continue
        if (
            is_threshold(text, seen, clause)
            or is_attribute(text, seen, clause.span.start, clause.span.end)
            or is_base(text, seen, clause)
        ):
            continue
        if mention.unit is None and not seen.bound:
            continue
        frames.append(seen)
        low = seen.end
    return frames


def _is_dose(text: str, clause: Clause, seen: Frame) -> bool:
    """Tell that a length of time is a duty done each day, week or term: 每天锻炼1小时, 每学年至少组织1周时间."""
    left = text[clause.span.start : seen.start]
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
    if not words.endswith("的") and (lead is None or GIVES.search(words) or verb_at_end().search(words)):
        return None
    if lead is None and not re.search(r"\d|达到|认定|首次|新", words):
        return None
    start = clause.span.start + (lead.end() if lead else 0)
    return Span(skip_opening(text, start, clause.span.end, dates) if lead is None else start, clause.span.end)


def is_attribute(text: str, seen: Frame, low: int, high: int) -> bool:
    """Tell that a value only describes a noun behind it: 总投资10亿元的项目, 3000人以上规模的小区, 55人以上大班额."""
    kind = kind_of_unit(seen.mention.unit)
    before = [step for step in seen.steps if step.kind != "filler"]
    if kind == "money" and GRANTED.match(text, seen.end, high) and GIVES.search(text, low, seen.start):
        return False
    if kind != "rate" and ATTRIBUTE.match(text, seen.end, high):
        # 不少于360学时的培训 binds; 不足100人的学校 and 10亿元的项目 only describe.
        return not any(step.word.startswith(("不低", "不少", "不小", "不超", "至少", "不高")) for step in before)
    after = seen.comparator_span is not None and seen.comparator_span.start >= seen.mention.span.end
    short = any(step.word in {"不足", "不满", "不到", "满", "超过"} for step in before)
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
    if kind == "people" and short and seen.end < high:
        return True
    lasting = seen.change is not None and kind == "time" and seen.end < high  # 再延长30年试点
    return lasting or (kind == "time" and after and not before and seen.end < high)


def is_threshold(text: str, seen: Frame, clause: Clause) -> bool:
    """Tell that a value only says which ones get something: 对营收首次突破10亿元的企业奖励50万元."""
    if not re.match(r"对于?(?!标|接|口|外|照|俄)", text[clause.span.start : clause.span.end]):
        return False
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
            r".{0,8}(?:提高|增加|提升|下降|降低|减少|扩大|增长|缩短|压缩|上升|降|升|增)?(?:到|至)",
            text[seen.end : clause.span.end],
        )
        is not None
    )


def group(text: str, clause: Clause, frames: list[Frame]) -> list[Group]:
    """Put neighbouring values together and give each group the words on its left and right."""
    runs: list[list[Frame]] = []
    for seen in frames:
        if runs and JOIN.fullmatch(text[runs[-1][-1].end : seen.start]) and not _new_verb(seen):
            runs[-1].append(seen)
        else:
            runs.append([seen])
    found: list[Group] = []
    low = clause.span.start
    for i, run in enumerate(runs):
        left = Span(low, run[0].start)
        stop = runs[i + 1][0].start if i + 1 < len(runs) else clause.span.end
        cut = _boundary(text, run[-1].end, stop) if i + 1 < len(runs) else stop
        found.append(Group(run, left, Span(run[-1].end, cut)))
        low = cut
    return found


def _new_verb(seen: Frame) -> bool:
    return any(step.kind in {"increase", "decrease"} for step in seen.steps)


def _boundary(text: str, start: int, stop: int) -> int:
    """Return where the words between two values pass from the first value to the second."""
    between = text[start:stop]
    bare = between.rstrip()
    if LIST_END.search(bare):
        return start + len(bare) - 1
    lead = JOIN.match(between)
    if lead and lead.end() and lead[0].strip():
        return start
    at = max((m.start() for m in LIST_MARK.finditer(between)), default=-1)
    for mark in ("以及", "和", "及", "与", "并"):
        at = between.rfind(mark) if at < 0 else at
    if at > 0:
        return start + at
    if verb_at_start().match(between):
        return start
    verb = verb_at_end().search(bare)
    return start + verb.start() if verb else stop


def note_condition(text: str, clause: Clause, mentions: list[Mention], memory: Memory) -> bool:
    """Keep whom a condition clause names, for what is granted after it; tell whether the clause is one."""
    grantee = grantee_of(text, clause, memory.dates)
    if grantee is None:
        return False
    memory.grantee, memory.thresholds = (grantee,), [m.span for m in candidates(text, clause, mentions)]
    memory.condition = clause.span
    return True


def read_clause(
    text: str, clause: Clause, mentions: list[Mention], memory: Memory, following: Clause | None
) -> list[Draft]:
    """Read the targets of one clause and leave in `memory` what the next clause may lean on.

    `following` is the next clause, which names the thing in 按不低于5%的比例，核定编外教师.
    """
    found = frames_of(text, clause, candidates(text, clause, mentions))
    drafts: list[Draft] = []
    verb: Phrase = ()
    for part in group(text, clause, found):
        reader = GroupReader(text, clause, part, memory, verb, following)
        drafts += reader.read()
        verb = reader.verb or verb
        if reader.verb:
            memory.verb = reader.verb
        if reader.thing:
            memory.thing = reader.thing
        if reader.subject:
            memory.subject = reader.subject
        if reader.indicator:
            memory.indicator = reader.indicator
            memory.unit = (reader.first.mention.unit or "").split("/")[0]
    return drafts


class GroupReader:
    """Reads one group of values. After `read`, what it found is left in `verb`, `thing`, `subject` and `indicator`."""

    def __init__(
        self, text: str, clause: Clause, part: Group, memory: Memory, carried: Phrase, following: Clause | None
    ) -> None:
        """Take the group, what earlier clauses left, and the verb of an earlier value of the same clause."""
        self.text, self.clause, self.part, self.memory, self.carried = text, clause, part, memory, carried
        self.following = following
        self.verb: Phrase = ()
        self.thing: Phrase = ()
        self.subject: Phrase = ()
        self.indicator: Phrase = ()
        self.frames = spread_comparators(part.frames)
        self.first = self.frames[0]
        self.kind = kind_of_unit(self.first.mention.unit)
        self.quote_end = self.frames[-1].end
        self.opened: Span | None = None
        self.core = self._core()
        self.right = self._right()
        opening = skip_opening(text, clause.span.start, clause.span.end, memory.dates)
        opened = verb_at_end().search(text[clause.span.start : opening])
        self.clause_opened = opened[0] if opened else ""
        self._done_noun()

    def _done_noun(self) -> None:
        """Let 提升 belong to the thing in 完成林分优化提升200万亩, where an amount of work is done."""
        change = self.first.change_span
        worked = self.clause_opened in {"完成", "实施", "推进", "开展"}
        if change is not None and worked and self.kind in {"area", "length", "count"} and self.core.end == change.start:
            self.core = Span(self.core.start, change.end)
            self.frames = [replace(f, change=None, change_span=None) for f in self.frames]
            self.first = self.frames[0]

    # ------------------------------------------------------------ the words on both sides

    def _core(self) -> Span:
        """Return the words left of the values without what opens them (dates, adverbs, 确保)."""
        low, high = self.part.left.start, self.first.start
        high = low + len(self.text[low:high].rstrip(" \u3000、"))
        start = min(skip_opening(self.text, low, high, self.memory.dates), high)
        if start == high and (verb := verb_at_end().search(self.text[low:high])):
            start = low + verb.start()  # 推进144个项目: the word that opened is the verb
        elif opened := verb_at_end().search(self.text[low:start].rstrip()):
            self.opened = Span(low + opened.start(), low + opened.end())
        if match := BASE.search(self.text[start:high]):
            high = start + match.start() if match.start() else high
        for period in self.memory.periods + self.memory.dates:
            # 县教研室每学年组织…, 全省2025年粮食产量…: what stands before the time is whose it is.
            if start < period.start and period.end < high:
                after = skip_opening(self.text, period.end, high, self.memory.dates)
                if after >= high and is_population(self.text, Span(start, period.start)):
                    self.subject, start = (Span(start, period.start),), high
                    break
                if after < high and period.start - start <= 30:
                    if not NOT_WHOSE.match(self.text, start, period.start):
                        self.subject = (Span(start, period.start),)
                    start = after
        words = self.text[start:high]
        if (match := GOVERNING.search(words)) and 0 < match.start() <= 16 and not verb_at_start().match(words):
            self.subject = self.subject or (Span(start, start + match.start()),)
            start = skip_opening(self.text, start + match.end(), high, self.memory.dates)
        if match := COMPARED.search(self.text[start:high]):
            high = start + match.start() if match.start() else high
        return Span(start, max(start, high))

    def _right(self) -> Span:
        """Return the noun group right of the values, empty where a list mark or nothing follows."""
        low, high = self.part.right.start, self.part.right.end
        words = self.text[low:high]
        if not words or words[0] in "、，和及与":
            return Span(low, low)
        low += len(words) - len(words.lstrip(" \u3000"))
        end = RIGHT_STOP.search(self.text, low, high)
        high = end.start() if end else high
        return Span(low, low + len(self.text[low:high].rstrip(" \u3000、：:")))

    # ------------------------------------------------------------ the forms

    def read(self) -> list[Draft]:
        """Read the group in the first form that fits; an empty list where none does."""
        for form in (
            self._hundreds,
            self._according,
            self._grant,
            self._verb_then_value,
            self._share_of,
            self._measured,
        ):
            drafts = form()
            if drafts is not None:
                return drafts
        return []

    def _hundreds(self) -> list[Draft] | None:
        """封闭管理、专职保安、一键报警三个100%: one value for each member of the list."""
        words = self.core.cut(self.text)
        match = HUNDREDS.search(words)
        if match is None or self.first.mention.unit != "%":
            return None
        count = parse_numeral(match[0][0])
        core = Span(self.core.start, self.core.start + match.start())
        listed = members(self.text, core, int(count)) if count else None
        if listed is None:
            return None
        first = listed[0].indicator[0] if listed[0].indicator else core
        at = split_name(self.text, first)
        whose: Phrase = (Span(first.start, at),) if at > first.start else self.subject
        found: list[Draft] = []
        for i, member in enumerate(listed):
            indicator = (Span(at, first.end),) if i == 0 else (*member.subject, *member.indicator)
            found += self._drafts("target.hundreds", indicator, whose)
        return found

    def _according(self) -> list[Draft] | None:
        """按不低于总额的5%安排经费: the thing stands right of the value, the base left of it."""
        words = self.text[self.core.start : self.first.mention.span.start]
        match = ACCORDING.search(words)
        if match is None or len(self.frames) > 1 or self.kind not in {"rate", "people"}:
            return None
        if match.start() > 24 or not (match[0].startswith("按") or match.start() == 0):
            return None
        noun = SHARE_NOUN.match(self.text, self.right.start, self.right.end)
        start = noun.end() if noun else self.right.start
        thing = Span(start, self.right.end)
        if thing.start == thing.end:
            if self.following is None:
                return None
            low = skip_opening(self.text, self.following.span.start, self.following.span.end, [])
            low = low + 2 if self.text[low : low + 2] in {"据实", "足额"} else low
            stop = re.search(r"并|，|和落实", self.following.span.cut(self.text)[low - self.following.span.start :])
            thing = Span(low, low + stop.start() if stop else self.following.span.end)
        if match.start():
            self.subject = (Span(self.core.start, self.core.start + match.start()),)
        elif not self.subject:
            # 按义务教育学校在编教师总数的3%: the base says whose it is.
            self.subject = self._leading_population(Span(self.core.start + match.end(), self.core.end))
        self.quote_end = max(self.quote_end, self.right.end)
        self._floor_inside(self.core)
        self.indicator = (thing,)
        return self._drafts("target.share-by", (thing,), self.subject or self.memory.grantee)

    def _leading_population(self, span: Span) -> Phrase:
        """Return the name of people or places that opens some words, or nothing."""
        at = span.start
        while match := population_ends().match(self.text, at, span.end):
            at = match.end()
        return (Span(span.start, at),) if at > span.start else ()

    def _grant(self) -> list[Draft] | None:
        """给予一次性奖励50万元, 最高补助3000万元, 按20%给予补助: money that a policy grants."""
        if self.kind not in {"money", "rate"}:
            return None
        words = self.core.cut(self.text)
        left = re.search(GRANT.pattern + r"(?:标准|金额|资金|总额|额度)?\Z", words)
        right = GRANTED.match(self.right.cut(self.text)) or re.match(
            r"的?(?:" + GRANT.pattern + ")", self.right.cut(self.text)
        )
        if left is None and right is None:
            return None
        if left is not None:
            thing: Phrase = (Span(self.core.start + left.start(), self.core.end),)
            whose = Span(self.core.start, self.core.start + left.start())
        else:
            low = self.right.start + (1 if self.right.cut(self.text).startswith("的") else 0)
            thing = (Span(low, self.right.end),)
            whose = self.core
            self.quote_end = self.right.end
        grantee = GRANTEE.match(self.text, whose.start, whose.end)
        if grantee:
            self.subject = (Span(*grantee.span("who")),)
        elif len(named := re.sub(r"(?:最高|分别|按|年度|可|一次性|不超过)+\Z", "", whose.cut(self.text))) >= 2:
            giving = re.match(r"给予|予以|最高|每人|连续", named)
            self.subject = self.subject or (() if giving else (Span(whose.start, whose.start + len(named)),))
            self.subject = self.subject or self.memory.grantee
        else:
            self.subject = self.subject or self.memory.grantee
        most = re.compile("最高|不超过|最多").search(self.text, self.part.left.start, self.first.mention.span.start)
        if most and self.first.comparator is None:
            span = Span(*most.span())
            self.frames = [replace(f, comparator=Comparator.AT_MOST, comparator_span=span) for f in self.frames]
        self.indicator = thing
        if len(self.frames) > 1:
            if whose == self.core and "、" in self.core.cut(self.text):
                return None
            tiers = self._tiers(len(self.frames))
            pairs = zip(self.frames, tiers or [self.subject] * len(self.frames), strict=True)
            return [d for seen, who in pairs for d in self._drafts("target.grant", thing, who, [seen])]
        return self._drafts("target.grant", thing, self.subject)

    def _tiers(self, count: int) -> list[Phrase]:
        """Return the grantee of each tier: 营收突破10亿元、50亿元的企业，分别奖励50万元、100万元."""
        marks = self.memory.thresholds
        if len(marks) < count or not self.memory.grantee:
            return []
        whole, listed = self.memory.grantee[0], marks[-count:]
        if any(self.text[a.end : b.start].strip() not in {"、", "和", "及"} for a, b in pairwise(listed)):
            return []
        before, behind = Span(whole.start, listed[0].start), Span(listed[-1].end, whole.end)
        return [(before, tier, behind) for tier in listed]

    def _verb_then_value(self) -> list[Draft] | None:
        """培养50名骨干教师, 新开工1000套: an output verb directly left of the value, the thing right of it."""
        verb = self._verb_at_value()
        if verb is not None:
            return self._output((verb,), self._agent(verb.start))
        if self.core.start < self.core.end:
            return None
        if self.kind in {"count", "people"} and (some := self._some_do()) is not None:
            return some
        opens = self.part.left.start == self.clause.span.start
        carried = self.carried or (self.memory.verb if opens and not self._bound_left() else ())
        if carried and self._counts() and self.right.end > self.right.start:
            return self._output(carried, ())
        return None

    def _some_do(self) -> list[Draft] | None:
        """11个县通过评估, 3所高中建设实验室: so many of a population do or reach something."""
        whose = self._leading_population(self.right)
        if not whose:
            near = self.text[self.right.start : min(self.right.start + 24, self.right.end)]
            ends = [m.end() for m in population_ends().finditer(near) if _acts(near[m.end() :])]
            whose = (Span(self.right.start, self.right.start + ends[0]),) if ends else ()
        if not whose or self._weak():
            return None
        rest = Span(whose[0].end, self.right.end)
        acts = _acts(rest.cut(self.text))
        if acts is None:
            return None
        rest = Span(rest.start + acts, rest.end)
        self.quote_end = rest.end
        return self._drafts("target.some-do", (rest,), whose)

    def _verb_at_value(self) -> Span | None:
        words = self.core.cut(self.text)
        match = verb_at_end().search(words)
        if match and self.kind != "rate" and not self._bound_left():
            if match.start() and self.right.end == self.right.start:
                return None  # 开展就业帮扶1万人: the verb at the end is a noun here
            return Span(self.core.start + match.start(), self.core.end)
        area = area_at_start().match(words)
        if self.opened is not None and area and area.end() == len(words) and self.right.end > self.right.start:
            self.subject = (self.core,)
            return self.opened  # 完成全省1000所学校周边治理
        for step in reversed(self.first.steps):
            # 增加5万个学位, 完成50所学校改造: the word that could bind a level is itself the verb here.
            usable = self._counts() and (self.right.end > self.right.start or not words)
            if usable and step.kind in {"increase", "decrease", "level"} and verb_at_end().match(step.word):
                self.frames = [replace(f, change=None, change_span=None) for f in self.frames]
                return Span(self.core.start + match.start(), step.span.end) if match else step.span
        return None

    def _counts(self) -> bool:
        return self.kind in UNITS_OF_OUTPUT and self.kind != "rate"

    def _bound_left(self) -> bool:
        """Tell that 达到 or a change word stands between verb and value (建设规模达到10所)."""
        return self.first.level or self.first.change is not None

    def _agent(self, verb_start: int) -> Phrase:
        """Return who acts or where, from the words between the clause's opening and its verb."""
        if verb_start <= self.core.start:
            return self.subject
        span = Span(self.core.start, verb_start)
        place = re.match(r"(?:在|对|为|由|面向)", span.cut(self.text))
        if place:
            span = Span(span.start + place.end(), span.end)
        words = span.cut(self.text)
        if re.search(r"按|依托|通过|结合|利用|根据|围绕|以|并", words) or len(words) > 24:
            return self.subject
        return (span,) if len(words) >= 2 else self.subject

    def _output(self, verb: Phrase, agent: Phrase) -> list[Draft] | None:
        if self._weak():
            return None
        if self.right.cut(self.text).startswith("的") and self.right.end - self.right.start > 2:
            self.right = Span(self.right.start + 1, self.right.end)
        empty = re.fullmatch(r"(?:以上)?(?:时间)?的?(?:要求|目标|规定|标准)?", self.right.cut(self.text))
        thing: Phrase = () if empty else (self.right,)
        if self.kind == "time":
            dose = re.match(r"(?:以上)?的?(?:时间)?(?:用于)?", self.right.cut(self.text))
            thing = (Span(self.right.start + dose.end(), self.right.end),) if thing and dose else thing
            if not thing and self.core.end > self.core.start:
                return self._drafts("target.dose", (self.core,), self.subject)
            if thing and not verb_at_start().match(thing[0].cut(self.text)):
                named = re.sub(r"(?:的?(?:要求|规定|标准))\Z", "", thing[0].cut(self.text))
                thing = (Span(thing[0].start, thing[0].start + len(named)),)
            verb = () if thing and verb_at_start().match(thing[0].cut(self.text)) else verb
        if not thing:
            noun = self.memory.thing
            if not noun or self.kind == "time":
                return None
            thing = noun
        else:
            self.quote_end = self.right.end
            self.thing = thing
        self.verb = verb
        agent = agent or self.subject
        if agent:
            self.subject = agent
        if (floor := self._floor()) is not None and self.first.comparator is None:
            self.frames = [replace(f, comparator=Comparator.AT_LEAST, comparator_span=floor) for f in self.frames]
        if len(thing) == 1 and (both := self._two_alike(thing[0])):
            return [d for one in both for d in self._drafts("target.output", (*verb, one), agent)]
        return self._drafts("target.output", (*verb, *thing), agent)

    def _two_alike(self, thing: Span) -> list[Span]:
        """Return both halves of 运动技能和艺术技能, which are as long as each other and end alike; one amount is for each."""
        each = self.first.mention.value_max is not None or EACH.search(self.text, self.clause.span.start, thing.start)
        halves = items(self.text, thing, re.compile("和|与"))
        if not each or len(halves) != 2:
            return []
        one, other = halves[0].cut(self.text), halves[1].cut(self.text)
        return halves if len(one) == len(other) >= 3 and one[-2:] == other[-2:] else []

    def _weak(self) -> bool:
        """Tell that a small Chinese numeral is more likely an article or a name (建立三个机制) than an amount."""
        mention = self.first.mention
        words = (mention.value_span or mention.span).cut(self.text)
        if len(words) > 1 or words not in ARTICLES or self.first.comparator is not None or self._floor() is not None:
            return False
        if words == "一" and not EACH.search(self.text, self.clause.span.start, self.first.mention.span.start):
            return True
        return (mention.unit or "") not in CONCRETE

    def _floor(self) -> Span | None:
        """Return where 至少 or 不少于 stands left of the verb: 至少配备1名."""
        match = AT_LEAST.search(self.text, self.part.left.start, self.first.mention.span.start)
        return Span(*match.span()) if match else None

    def _share_of(self) -> list[Draft] | None:
        """60%以上县市区达到…, 100%教师配备电脑: whose share and what of them stand right of the value."""
        if self.kind != "rate" or self.first.mention.unit not in {"%", "‰"} or self.first.level or self.first.change:
            return None
        if self.right.end - self.right.start < 2:
            return None
        low = self.right.start + (1 if self.right.cut(self.text).startswith("的") else 0)
        rest = Span(low, self.right.end)
        own = self.core if self.core.end > self.core.start else None
        self.quote_end = rest.end
        if own is None:
            at = self._predicate(rest)
            self.subject = (Span(rest.start, at),)
            return self._drafts("target.share-of", (Span(at, rest.end),) if at < rest.end else (rest,), self.subject)
        area = area_at_start().match(self.text, own.start, own.end)
        if area and area.end() == own.end:
            at = self._predicate(rest)
            self.subject = (own, Span(rest.start, at))
            return self._drafts("target.share-of", (Span(at, rest.end),) if at < rest.end else (rest,), self.subject)
        floor = FLOOR.search(own.cut(self.text))
        whose = Span(own.start, own.start + floor.start()) if floor else own
        self._floor_inside(own)
        if any_verb().match(rest.cut(self.text)) or re.match(
            r"用于|达标|纳入|覆盖|通过|达到|实现", rest.cut(self.text)
        ):
            self.subject = self.subject or (whose,)
            return self._drafts("target.share-that", (rest,), self.subject)
        return None

    def _predicate(self, span: Span) -> int:
        """Return where the predicate begins in 县市区达到优质均衡水平, or the span's end where none is known."""
        match = PREDICATE.search(self.text, span.start + 1, span.end)
        return match.start() if match else span.end

    def _measured(self) -> list[Draft] | None:
        """毛入园率达到90%, 粮食产量1600亿斤以上, 新建学校20所: what is measured stands left of the value."""
        if self.core.end <= self.core.start:
            return self._leaning()
        if self.kind == "time" and is_population(self.text, self.core) and self.right.end - self.right.start >= 2:
            self.subject, self.quote_end = (self.core,), self.right.end
            return self._drafts("target.dose", (self.right,), self.subject)
        core = self._floor_inside(self.core)
        words = core.cut(self.text)
        if not words:
            return None
        verb = verb_at_start().match(words)
        if self._lists_names(words) and (named := self._verb_of_list(core)):
            # 改扩建甲校、乙校等33所中小学: the things counted stand right of the value.
            if self._weak() and not self._complete_list(core, max(named.end, core.start)):
                return None
            self.verb = (named,)
            return self._output(self.verb, self.subject) if not self._weak() else self._named(self.verb)
        tied = self.first.level or self.first.change is not None
        opens = self.part.left.start == self.clause.span.start
        listed = self.carried or (self.memory.verb if opens and self.memory.goes_on and self.kind == "count" else ())
        carried = not verb and not tied and bool(listed) and self._counts() and not measure_at_end().search(words)
        leans = (
            bool(self.memory.indicator) and is_population(self.text, core) and self.kind in {"money", "rate", "time"}
        )
        if self.right.cut(self.text).startswith("的") and self.right.end - self.right.start >= 3:
            return self._described_thing(core)
        if (self._counts() or self.kind is None) and self.right.end - self.right.start >= 2:
            return self._having(core) if self.first.level else None  # 营收过百亿元企业: a value within a name
        known = leans or self.first.bound or measure_at_end().search(words) or any_verb().search(words) or carried
        if not known or (self._weak() and not self.first.bound):
            return None
        if self.first.mention.kind is MentionKind.NUMBER and not re.search(r"[\u4e00-\u9fff]{2}", words):
            return None
        if verb and self._counts():
            self.verb = (Span(core.start, core.start + verb.end()),)
            self.thing = (Span(core.start + verb.end(), core.end),)
        elif carried:
            self.thing = (core,)
        return self._levels(core, listed if carried else ())

    def _verb_of_list(self, core: Span) -> Span | None:
        """Return the verb of a list of names: at its start, inside the words before it, or among what opened the clause."""
        words = core.cut(self.text)
        found = verb_at_start().match(words)
        if found is None and self.opened is not None:
            return self.opened
        found = found or any_verb().search(words)
        return Span(core.start + found.start(), core.start + found.end()) if found else None

    def _described_thing(self, core: Span) -> list[Draft] | None:
        """设立规模不低于50亿元的基金, 实施不少于360学时的培训: the value describes a thing that is to be made."""
        verb = verb_at_start().match(core.cut(self.text))
        if self.first.comparator is None or self.first.level or (verb is None and self.opened is None):
            return None
        thing = Span(self.right.start + 1, self.right.end)
        self.quote_end = thing.end
        if verb is None:
            return self._drafts("target.described", (thing, core), self.subject)
        measure = Span(core.start + verb.end(), core.end)
        if not measure_at_end().search(measure.cut(self.text)):
            return self._drafts("target.described", (Span(core.start, measure.start), thing), self.subject)
        return self._drafts("target.described", (thing, measure), self.subject)

    def _having(self, core: Span) -> list[Draft] | None:
        """每校至少有1名骨干教师: the thing had stands right of the value."""
        if not any(step.word in {"有", "拥有", "设有"} for step in self.first.steps):
            return None
        self.quote_end = self.right.end
        self.subject = (core,)
        return self._drafts("target.having", (self.right,), self.subject)

    def _named(self, verb: Phrase) -> list[Draft]:
        self.quote_end = self.right.end
        return self._drafts("target.output-list", (*verb, self.right), self.subject)

    def _lists_names(self, words: str) -> bool:
        counted = self._counts() and self.right.end - self.right.start >= 2 and not self.first.level
        return counted and ("、" in words or words.endswith("等"))

    def _complete_list(self, core: Span, verb_end: int) -> bool:
        """Tell that as many names are listed as the value says (甲园、乙园、丙园三个园区)."""
        names_listed = self.text[verb_end : core.end].count("、") + 1
        return self.first.mention.value == names_listed

    def _leaning(self) -> list[Draft] | None:
        """每年降低0.5%, 且不低于60%: the measure was named in the clause before."""
        if not self.memory.indicator or not (self.first.level or self.first.change or self.first.comparator):
            return None
        if (
            self.kind == "time"
            or self.right.end - self.right.start >= 2
            or self.part.left.start > self.clause.span.start
        ):
            return None
        firm = any(s.kind in {"increase", "decrease", "level"} or len(s.word) >= 3 for s in self.first.steps)
        if not firm and not (self.kind == "money" and self.first.comparator is not None):
            return None
        return self._drafts("target.leaning", self.memory.indicator, self.memory.subject)

    def _floor_inside(self, span: Span) -> Span:
        """Cut 不低于总数的 off the words left of a value, and let its comparator count for the values."""
        words = span.cut(self.text)
        found = None
        for match in FLOOR.finditer(words):
            found = match
        if found is None or any(f.comparator not in {None, Comparator.EQUAL} for f in self.frames):
            return span
        comparator = WORD_OF_FLOOR[found["word"]]
        at = Span(span.start + found.start(), span.start + found.end())
        self.frames = [replace(f, comparator=comparator, comparator_span=at) for f in self.frames]
        self.first = self.frames[0]
        return Span(span.start, span.start + len(words[: found.start()].rstrip("均都也分别要应须")))

    # ------------------------------------------------------------ levels and lists

    def _levels(self, core: Span, verb: Phrase) -> list[Draft]:
        count = len(self.frames)
        words = [step.word for step in self.first.steps]
        told = self.text[self.first.start : self.first.mention.span.start]
        parted = "分别" in told or "分别" in words
        each = parted or any(w in {"均", "都", "各"} or w.startswith("均") for w in words)
        total = any(w in {"总体", "整体", "合计", "共", "累计", "总计", "平均"} for w in words)
        listed: list[Member] | None = None
        whose = trailing_populations(self.text, core)
        if whose and measure_at_end().search(self.text[core.start : whose[0].start]):
            what: Phrase = (Span(core.start, whose[0].start),)
            self.indicator = what
            if count == len(whose):
                listed = [Member((name,), what) for name in whose]
            elif count == 1:
                return self._drafts("target.level", (*verb, *what), (Span(whose[0].start, whose[-1].end),))
        if listed:
            pass
        elif count > 1:
            listed = members(self.text, core, count)
        elif "、" in core.cut(self.text) and not verb_at_start().match(core.cut(self.text)) and not total:
            listed = self._shared_value(core, each)
        elif parted and verb_at_start().match(core.cut(self.text)):
            start = verb_at_start().match(core.cut(self.text))
            assert start is not None  # noqa: S101 - told by the condition above
            head = Span(core.start, core.start + start.end())
            rest = Span(head.end, core.end)
            found = members(self.text, rest, self.text[rest.start : rest.end].count("、") + 1)
            if found and len(found) > 1:
                listed = [Member((), (head, *(m.subject or ()), *m.indicator)) for m in found]
        if listed is not None and len(listed) > 1:
            return self._listed(listed, verb)
        if count > 1:
            at = split_subject(self.text, core.start, core.end)
            drafts = self._drafts("target.level", (*verb, Span(at, core.end)), self._own_subject(core.start, at))
            return [replace(d, unsure="several values, but no list of names to pair them with") for d in drafts]
        return self._single(core, verb)

    def _single(self, core: Span, verb: Phrase) -> list[Draft]:
        rest: Phrase = ()
        leans = self.memory.indicator and self.memory.unit == (self.first.mention.unit or "").split("/")[0]
        if (
            leans
            and not verb
            and self.kind in {"money", "rate", "area"}
            and is_population(self.text, core)
            and not measure_at_end().search(core.cut(self.text))
        ):
            # 小学统一为650元，初中统一为850元: the second clause only names for whom.
            self.subject = (core,)
            return self._drafts("target.leaning", self.memory.indicator, (core,))
        if ATTRIBUTE_MEASURE.fullmatch(core.cut(self.text)) and self.memory.thing:
            return self._drafts("target.level", (core,), self.memory.thing)
        after = self.right.cut(self.text)
        acts = PREDICATE.match(after) or verb_at_start().match(after)
        if self.kind == "rate" and not self.first.level and acts:
            rest = (self.right,)
            self.quote_end = self.right.end
        whole = bool(self.subject) or verb_at_start().match(core.cut(self.text)) is not None
        at = core.start if whole else split_subject(self.text, core.start, core.end)
        subject = self._own_subject(core.start, at)
        self.indicator = (Span(at, core.end),)
        if (
            not verb
            and self.clause_opened in {"完成", "实施", "推进", "开展"}
            and self._counts()
            and not self._bound_left()
        ):
            # 完成营造林128万亩: the work done is the indicator, with its verb.
            verb = (self.opened,) if self.opened else ()
        return self._drafts("target.level", (*verb, Span(at, core.end), *rest), subject)

    def _own_subject(self, start: int, end: int) -> Phrase:
        own: Phrase = (Span(start, end),) if end > start else ()
        if own:
            self.subject = own
        return own or self.subject

    def _shared_value(self, core: Span, each: bool) -> list[Member] | None:
        """One value over a list: a record per indicator, one record for several subjects."""
        parts = items(self.text, core, LIST_MARK)
        heads = [part for part in parts if is_population(self.text, part)]
        if heads and heads == parts[: len(heads)] and len(heads) < len(parts) - 1 and each:
            # 中小学、幼儿园专职保安配备率、视频联网率: whose it is leads the list of measures.
            cut_at = split_name(self.text, parts[len(heads)])
            whose = (Span(core.start, cut_at),)
            rest = [Span(cut_at, parts[len(heads)].end), *parts[len(heads) + 1 :]]
            if cut_at > parts[len(heads)].start and all(measure_at_end().search(r.cut(self.text)) for r in rest):
                return [Member(whose, (r,)) for r in rest]
        count = core.cut(self.text).count("、") + 1
        listed = members(self.text, core, count)
        if listed is None:
            return None
        if not all(m.indicator for m in listed) and not all(m.subject for m in listed):
            return None
        if all(m.subject for m in listed):
            whole = Span(listed[0].subject[0].start, listed[-1].subject[-1].end)
            return [Member((whole,), listed[0].indicator), Member((), ())] if listed[0].indicator else None
        full = all(measure_at_end().search(self.text[m.indicator[-1].start : m.indicator[-1].end]) for m in listed)
        if each and all(m.indicator and not m.subject for m in listed):
            return listed
        return listed if full else None

    def _listed(self, listed: list[Member], verb: Phrase) -> list[Draft]:
        real = [m for m in listed if m.indicator or m.subject]
        frames = self.frames if len(self.frames) == len(real) else [self.first] * len(real)
        drafts: list[Draft] = []
        for member, seen in zip(real, frames, strict=True):
            subject, indicator = member.subject, member.indicator
            if not subject:
                at = split_subject(self.text, indicator[0].start, indicator[0].end)
                if at > indicator[0].start:
                    subject, indicator = (Span(indicator[0].start, at),), (Span(at, indicator[0].end), *indicator[1:])
            if not indicator:
                indicator = self.memory.indicator or subject
                subject = subject if indicator != subject else ()
            drafts += self._drafts("target.distributed", (*verb, *indicator), subject or self.subject, [seen])
        if real[0].indicator:
            self.indicator = real[0].indicator
        return drafts

    def _drafts(self, rule: str, indicator: Phrase, subject: Phrase, frames: list[Frame] | None = None) -> list[Draft]:
        """Make a draft of each value; what stands in this clause widens the quote."""
        found: list[Draft] = []
        for seen in frames or self.frames:
            mention = seen.mention
            comparator = seen.comparator or Comparator.EQUAL
            value_max: Decimal | None = None
            if mention.value_max is not None:
                comparator, value_max = Comparator.RANGE, mention.value_max
            spans = [
                s for s in (*indicator, *subject) if self.part.left.start <= s.start and s.end <= self.part.right.end
            ]
            start = min([s.start for s in spans] + [self.first.start])
            found.append(
                Draft(
                    quote=Span(start, max([self.quote_end, *(s.end for s in spans)])),
                    indicator=indicator,
                    rule=rule,
                    value=mention.value,
                    anchor=mention.span,
                    subject=subject,
                    comparator=comparator,
                    value_max=value_max,
                    unit=mention.unit,
                    change=seen.change,
                    value_span=mention.value_span,
                    unit_span=mention.unit_span,
                    comparator_span=seen.comparator_span,
                )
            )
        return found


def _acts(words: str) -> int | None:
    """Return where the verb begins in words that say what a population does (免费接受…, 全部通过…); None if nothing."""
    lead = re.match(r"(?:[（(][^（）()]{0,20}[）)])?(?:等)?(?:全部|均|要|分别|免费|每年|普遍)*", words)
    at = lead.end() if lead else 0
    rest = words[at:]
    return at if verb_at_start().match(rest) or PREDICATE.match(rest) else None


def spread_comparators(frames: list[Frame]) -> list[Frame]:
    """Let the last 以上 of neighbouring values cover them all, and a 不超过 before the first too; likewise unit and change."""
    if len(frames) < 2:
        return frames
    last, first = frames[-1], frames[0]
    behind = last.comparator_span is not None and last.comparator_span.start >= last.mention.span.end
    found: list[Frame] = []
    for seen in frames:
        now = seen
        if now.comparator is None and behind:
            now = replace(now, comparator=last.comparator, comparator_span=last.comparator_span)
        if now.comparator is None and first.comparator is not None:
            now = replace(now, comparator=first.comparator, comparator_span=first.comparator_span)
        if now.change is None and first.change is not None:
            now = replace(now, change=first.change, change_span=first.change_span)
        mention = now.mention
        if last.mention.unit and (mention.unit is None or (mention.unit == "个" and "百分点" in last.mention.unit)):
            now = replace(now, mention=replace(mention, unit=last.mention.unit, unit_span=last.mention.unit_span))
        found.append(replace(now, level=now.level or first.level))
    return found
