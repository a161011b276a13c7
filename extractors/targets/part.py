"""One group of neighbouring values of a clause with the words on both sides, as the forms read it."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal

from extractors.span import Span
from extractors.targets.clauses import Clause
from extractors.targets.distribute import is_population
from extractors.targets.draft import Draft, Memory
from extractors.targets.phrases import (
    Phrase,
    any_verb,
    measure_at_end,
    population_ends,
    skip_opening,
    verb_at_end,
    verb_at_start,
)
from extractors.targets.roles import kind_of
from extractors.targets.values import Frame
from extractors.vocabulary import Comparator

JOIN = re.compile(r"[\s、，,/]*(?:、|和|及|以及|与|或)?[\s]*")
LIST_END = re.compile(r"(?:、|和|及|以及|与|并|或)\Z")
LIST_MARK = re.compile("、")
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
COMPARED = re.compile(r"(?:比(?![例重率值赛较])|较)[^，。；、比较]{2,14}\Z")
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
RIGHT_STOP = re.compile(
    r"[，,；;。]|[（(][^（）()]{0,80}\d[^（）()]{0,80}[）)]\s*\Z|[（(](?:含|其中|责任|牵头|完成|[^（）()]{0,30}(?:负责|牵头|配合))|(?<=^)[（(]|[\[【]责任"
)
NOT_WHOSE = re.compile(r"每|根据|按照?|结合|通过|依托|围绕|针对|参照|从|自")
AT_LEAST = re.compile(r"至少|最少|不少于|不低于")
# 返还上年度保险费的50%: a time of the sum that a share is taken of says nothing of whose it is.
YEAR_OF_BASE = re.compile(r"(?:上|前|当)一?(?:[两三]?个?)?年度?\Z|上[一半]?年|当[年月]")
OF_A_YEAR = re.compile(r"(?:达到|相当于|为|是)\d{4}年的\Z")
MANY_YEARS = re.compile(r"每[两三四五六七八九十2-9]个?学?年\Z")
MEANS = re.compile(r"(?:依托|利用|借助)[\u4e00-\u9fff]{3}")
# 每生 before 每年补助标准 says what the money is for, not who gets it.
PER_HEAD = re.compile(r"每[生人名户]\Z")
EVERY_ONE = re.compile(r"每[所个名家位校](?!月)")
TREASURY = re.compile(
    r"(?:(?:各级|中央|省市县|省|市|县|区)级?)?财政(?=(?:每年|累计|共|共计|合计)*(?:安排|投入|统筹|拨付|下达|落实))"
)


@dataclass(slots=True)
class Group:
    """Values that stand next to one another (4.5平方米、5.8平方米以上), the words left of them and right of them."""

    frames: list[Frame]
    left: Span
    right: Span


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


class Part:
    """One group of values being read; a form leaves what it found in `verb`, `thing`, `subject` and `indicator`."""

    def __init__(
        self, text: str, clause: Clause, run: Group, memory: Memory, carried: Phrase, following: Clause | None
    ) -> None:
        """Take the group, what earlier clauses left, and the verb of an earlier value of the same clause."""
        self.text, self.clause, self.run, self.memory, self.carried = text, clause, run, memory, carried
        self.following = following
        self.verb: Phrase = ()
        self.thing: Phrase = ()
        self.subject: Phrase = ()
        self.indicator: Phrase = ()
        self.frames = spread_comparators(run.frames)
        self.first = self.frames[0]
        self.kind = kind_of(text, self.first.mention)
        self.quote_end = self.frames[-1].end
        self.opened: Span | None = None
        self.right = self._right()
        self.core = self._core()
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

    def _core(self) -> Span:
        """Return the words left of the values without what opens them (dates, adverbs, 确保)."""
        low, high = self.run.left.start, self.first.start
        high = low + len(self.text[low:high].rstrip(" \u3000、"))
        start = min(skip_opening(self.text, low, high, self.memory.dates), high)
        done = self.right.cut(self.text)
        timed = self.kind == "time" and (not done or done.startswith("的"))  # 落实每天1小时的活动
        if start == high and not timed and (verb := verb_at_end().search(self.text[low:high])):
            start = low + verb.start()  # 推进144个项目: the word that opened is the verb
        elif opened := verb_at_end().search(self.text[low:start].rstrip()):
            self.opened = Span(low + opened.start(), low + opened.end())
        if match := BASE.search(self.text[start:high]):
            high = start + match.start() if match.start() else high
        if (often := MANY_YEARS.search(self.text[start:high])) and often.start() >= 2:
            high = start + often.start()  # 教师培训每五年不少于250学时
        if (means := MEANS.match(self.text, start, high)) and (verb := any_verb().search(self.text, means.end(), high)):
            start = verb.start()  # 依托少年宫建设留守儿童之家
        times = [p for p in self.memory.periods if not p.cut(self.text).startswith(("年均", "平均"))]
        for period in times + self.memory.dates:
            # 县教研室每学年组织…, 全省2025年粮食产量…: what stands before the time is whose it is.
            compared = self.text[period.start - 1 : period.start] in {"比", "较", "从", "由"}
            if self.kind == "rate" and YEAR_OF_BASE.match(period.cut(self.text)):
                continue
            measured = measure_at_end().search(self.text[start : period.start])
            bound = measured and FLOOR.match(self.text, period.end, high)
            if bound or OF_A_YEAR.search(self.text[start : period.end + 1]):
                continue  # 交流比例每年不低于教师总数的10%, 达到2020年的1.8倍
            dated = period.end == high and period in self.memory.dates and not compared  # 市场主体总量年底突破
            if start < period.start and (period.end < high or dated):
                after = skip_opening(self.text, period.end, high, self.memory.dates)
                if after >= high and period in self.memory.dates:
                    high = period.start  # 市场主体总量年底突破130万户
                    break
                head = PER_HEAD.search(self.text, start, period.start)
                whose = Span(start, head.start() if head else period.start)
                if after >= high and is_population(self.text, whose):
                    acts = verb_at_end().search(self.text[period.end : high])  # 每学期组织2次活动
                    self.subject, start = (whose,), period.end + acts.start() if acts else high
                    break
                if after < high and period.start - start <= 30:
                    if not NOT_WHOSE.match(self.text, start, whose.end) or EVERY_ONE.match(self.text, start, whose.end):
                        self.subject = (whose,)
                    start = after
        if treasury := TREASURY.match(self.text, start, high):
            self.subject = (Span(*treasury.span()),)  # 省财政|累计安排奖补资金
            start = skip_opening(self.text, treasury.end(), high, self.memory.dates)
        words = self.text[start:high]
        if (match := GOVERNING.search(words)) and 0 < match.start() <= 16 and not verb_at_start().match(words):
            self.subject = self.subject or (Span(start, start + match.start()),)
            start = skip_opening(self.text, start + match.end(), high, self.memory.dates)
        if match := COMPARED.search(self.text[start:high]):
            high = start + match.start() if match.start() else high
        return Span(start, max(start, high))

    def _right(self) -> Span:
        """Return the noun group right of the values, empty where a list mark or nothing follows."""
        low, high = self.run.right.start, self.run.right.end
        words = self.text[low:high]
        if not words or words[0] in "、，和及与":
            return Span(low, low)
        if re.fullmatch(r"(?:的?(?:台阶|大关|关口|目标))?", words):
            return Span(low, low)
        low += len(words) - len(words.lstrip(" \u3000"))
        bracket = re.compile(r"[（(][^（）()]{0,80}[）)]").match(self.text, low, high)
        low = bracket.end() if bracket else low
        end = RIGHT_STOP.search(self.text, low, high)
        high = end.start() if end else high
        return Span(low, low + len(self.text[low:high].rstrip(" \u3000、：:")))

    def counts(self) -> bool:
        """Tell whether the value counts things, people or physical amounts, and is no rate and no length of time."""
        return self.kind in UNITS_OF_OUTPUT and self.kind != "rate"

    def bound_left(self) -> bool:
        """Tell that 达到 or a change word stands between verb and value (建设规模达到10所)."""
        return self.first.level or self.first.change is not None

    def weak(self) -> bool:
        """Tell that a small Chinese numeral is more likely an article or a name (建立三个机制) than an amount."""
        mention = self.first.mention
        words = (mention.value_span or mention.span).cut(self.text)
        if len(words) > 1 or words not in ARTICLES or self.first.comparator is not None or self.floor() is not None:
            return False
        return (mention.unit or "") not in CONCRETE

    def floor(self) -> Span | None:
        """Return where 至少 or 不少于 stands left of the verb: 至少配备1名."""
        match = AT_LEAST.search(self.text, self.run.left.start, self.first.mention.span.start)
        return Span(*match.span()) if match else None

    def told_floor(self) -> Span | None:
        """Return where 至少 stands in the words left of the value, for a value that no comparator binds: 至少入校督导1次."""
        match = re.compile("至少|最少").search(self.text, self.run.left.start, self.first.mention.span.start)
        free = all(f.comparator is None and f.change is None for f in self.frames)
        return Span(*match.span()) if match and free else None

    def floor_inside(self, span: Span) -> Span:
        """Cut 不低于总数的 off the words left of a value, and let its comparator count for the values."""
        words = span.cut(self.text)
        found = None
        for match in FLOOR.finditer(words):
            found = match
        if (
            found is None
            or re.search(r"\d", words[found.end() :])
            or any(f.comparator not in {None, Comparator.EQUAL} for f in self.frames)
        ):
            return span
        comparator = WORD_OF_FLOOR[found["word"]]
        at = Span(span.start + found.start(), span.start + found.end())
        self.frames = [replace(f, comparator=comparator, comparator_span=at) for f in self.frames]
        self.first = self.frames[0]
        return Span(span.start, span.start + len(words[: found.start()].rstrip("均都也分别要应须")))

    def leading_population(self, span: Span) -> Phrase:
        """Return the name of people or places that opens some words, or nothing."""
        at = span.start
        while match := population_ends().match(self.text, at, span.end):
            at = match.end()
        return (Span(span.start, at),) if at > span.start else ()

    def drafts(self, rule: str, indicator: Phrase, subject: Phrase, frames: list[Frame] | None = None) -> list[Draft]:
        """Make a draft of each value; what stands in this clause widens the quote."""
        indicator = tuple(s for s in indicator if s.end > s.start)
        subject = tuple(s for s in subject if s.end > s.start)
        found: list[Draft] = []
        if not indicator:
            return found
        floor = self.told_floor()
        for seen in frames or self.frames:
            mention = seen.mention
            comparator_span = seen.comparator_span or floor
            comparator = seen.comparator or (Comparator.AT_LEAST if floor else Comparator.EQUAL)
            value_max: Decimal | None = None
            if mention.value_max is not None:
                comparator, value_max = Comparator.RANGE, mention.value_max
            spans = [
                s for s in (*indicator, *subject) if self.run.left.start <= s.start and s.end <= self.run.right.end
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
                    comparator_span=comparator_span,
                )
            )
        return found


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
