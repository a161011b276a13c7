"""Tell what is no target: past results, forecasts, examples, descriptive counts, names and durations."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from datetime import date
from functools import cache
from itertools import islice

from extractors.lexicon import Entry, Lexicon, load
from extractors.quantities import kind_of_unit
from extractors.reading import Reading
from extractors.records import Mention
from extractors.span import Span
from extractors.targets.clauses import Sentence
from extractors.targets.conditions import Conditions
from extractors.targets.values import Frame
from extractors.vocabulary import Bound, Grain, MentionKind


class ExclusionEntry(Entry, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Regex sources of one scope: past_heading, past_lead, past, future, described or case."""

    scope: str
    patterns: tuple[str, ...]


class Exclusions(Lexicon, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """`exclusions.yaml`."""

    entries: tuple[ExclusionEntry, ...]


# Units whose number ranks or names: 5级, 第2届, 3号 are never an amount.
RANKS = frozenset("届号级期步代路线字页面点岁段环档村镇县市区校班道") | {
    "星级",
    "周岁",
    "千伏",
    "万伏",
    "千兆",
    "兆",
    "千伏安",
}
# These never count, whatever verb stands before them.
NAMING = frozenset("届号级期页字代步")
# 二次开发, 一次能源: 次 after a Chinese numeral is part of many technical words.
TIMES_IN_NAME = re.compile(
    r"[一二三]次(?:开发|供水|装修|污染|创业|分配|加工|利用|能源|灾害|元件|设备|产业|衍生|转运|施工|搬迁)"
)
HELD = re.compile(r"(?:班|会|营|讲座|论坛|沙龙|培训)\Z")
TERM_OF = re.compile(r"(?:期限|年限|服务期|周期|时限|时长)\Z")
TERMS = frozenset(["任期", "个任期", "聘期", "个聘期", "学时", "课时", "标准学时", "学分", "周期", "个周期"])
# A line of its own that opens a part of a notice; 2009年工作安排 opens what is to come.
TITLE_WORDS = re.compile(r"回顾|总结|安排|部署|任务|目标|打算|思路|重点工作|建议|展望|成就|要求")
COMING_HEADING = re.compile(
    r"[一二三四五六七八九十]{1,2}、[^，。；]{0,20}(?:安排|部署|任务|目标|打算|思路|重点工作|今年)[^，。；]{0,8}\Z"
)
# A heading of what is to come, whatever else it names: 工作回顾和今后打算, 夯实发展基础, 优化发展环境.
PLANS = re.compile(
    r"目标|任务|打算|安排|部署|思路|建议|举措|措施|(?:夯实|筑牢|打牢|巩固|奠定|厚植|强化|加强)[^，。；、]{0,8}(?:基础|根基)"
)
NUMBERED = re.compile(
    r"[（(]?[一二三四五六七八九十0-9]{1,2}[、.．）)]|第[一二三四五六七八九十]+[章节]|[一二三四五六七八九十]是"
)
# 对新获评的企业给予奖励: what was won is the condition of what is given.
GIVES = re.compile(r"给予|予以奖|一次性(?:奖励|补助)|(?:奖励|补助|补贴|资助|奖补)(?:最高)?(?:不超过)?\d")
PAST_PERIOD = re.compile(r"过去(?:的)?[五三几]年|[五三]年来|本届政府")
# What a time before the notice is to what follows: 比2020年, and 巩固2018年成果, which goes on.
YEAR_BEFORE = re.compile(r"上一?(?:个)?年度?")
SINCE = re.compile(r"从\d{4}年[^，。；]{0,20}\Z")
COMPARED_WITH = re.compile(r"(?:[比较从由]|(?:保持|巩固|拓展|扩大|深化)[^，。；、]{0,4})\Z")
EACH_MORE = re.compile(
    r"每(?:新增|增加|增长|递增|减少|超过?|多|少|引进|招收|培养|吸纳|满)\Z"
)  # 每新增1亿元产值奖励10万元
INSIDE_NAME = re.compile(r"“[^“”\n]{0,60}”|《[^《》\n]{0,80}》|「[^「」\n]{0,60}」|‘[^‘’\n]{0,40}’|\"[^\"\n]{0,40}\"")
BRACKETED = re.compile(r"（[^（）\n]{0,80}）|\([^()\n]{0,80}\)|〔[^〔〕\n]{0,40}〕")


@cache
def cue(scope: str) -> re.Pattern[str]:
    """Return the pattern of one scope of `exclusions.yaml`."""
    entries = load("exclusions", Exclusions).entries
    return re.compile("|".join(p for e in entries if e.scope == scope for p in e.patterns))


def past_sections(state: Reading, text: str) -> tuple[Span, ...]:
    """Return the spans of sections whose heading announces past results or a description (工作回顾, 发展基础)."""
    return tuple(s.span for s in state.sections if is_past_heading(s.heading.cut(text)))


def is_past_heading(heading: str) -> bool:
    """Tell whether a heading announces results and not plans; 工作回顾和今后打算 announces both and is none."""
    return bool(cue("past_heading").search(heading)) and not PLANS.search(heading)


class Past:
    """Follows a notice from sentence to sentence and tells which of them report the past.

    A lead (过去五年, 去年, a date before the notice's own) opens a stretch of past results. It lasts until a cue of the future or
    another section begins, and, unless it names a whole past period (“十三五”期间), to the end of its paragraph.
    """

    def __init__(self, state: Reading, text: str, reference: date | None) -> None:
        """Prepare for one notice; `reference` is its own date, before which a dated value is a result."""
        self._sections = past_sections(state, text)
        self._starts = [span.start for span in self._sections]
        self._all_starts = [section.span.start for section in state.sections]
        self._text = text
        self._reference = reference
        self._dates = [m for m in state.mentions if m.kind in {MentionKind.DATE, MentionKind.PERIOD}]
        self._date_starts = [m.span.start for m in self._dates]
        self._at, self._section, self._turn = 0, -1, 0
        self._lead = self._period = self._retrospect = self._told = False
        self._conditions = Conditions(text)

    def is_past(self, sentence: Sentence) -> bool:
        """Tell whether a sentence reports results, a forecast or an example; call in text order."""
        at = sentence.span.start
        i = bisect_right(self._starts, at) - 1
        near = self._sections[max(0, i - 3) : i + 1]
        inside = any(self._turn <= span.start <= at < span.end for span in near)
        section = bisect_right(self._all_starts, at)
        if section != self._section:
            self._section, self._lead, self._period = section, False, False
        if self._text.find("\n", self._at, at) >= 0:
            self._lead = self._period
        self._at = at
        words = sentence.span.cut(self._text)
        if self._is_bare_heading(sentence.span):
            self._retrospect = is_past_heading(words)
            if not self._retrospect:
                self._turn, inside = at, False  # what is to come begins, whatever section it stands in
        elif self._retrospect and COMING_HEADING.match(words):
            self._retrospect = False
        inside = inside or self._retrospect
        if cue("case").search(words) or self._conditions.hold(sentence):
            self._told = True
            return True
        if cue("future").search(words) or self._ahead(sentence.span):
            self._lead = self._period = False
            return inside
        told = cue("past_lead").search(words) is not None
        ended = self._ended(sentence.span)
        if told or ended:
            self._lead = True
            self._period = self._period or (bool(ended) and Grain.PERIOD in ended) or bool(PAST_PERIOD.search(words))
        tells = bool(cue("past").search(words)) and not GIVES.search(words)
        self._told = tells or (self._told and words.startswith("其中"))  # …减负5亿元。其中，养老保险约3亿元
        return inside or self._lead or self._told

    def is_past_clause(self, span: Span) -> bool:
        """Tell whether a clause says that something is done already (已建成, 现有), or dates it before the notice."""
        return bool(cue("past_clause").search(self._text, span.start, span.end)) or bool(self._ended(span))

    def _is_bare_heading(self, span: Span) -> bool:
        """Tell that a sentence is a short line of its own without a number (2008年工作回顾), which no section tree holds."""
        words = span.cut(self._text)
        if len(words) > 30 or NUMBERED.match(words) or not TITLE_WORDS.search(words):
            return False
        before = self._text[max(0, span.start - 8) : span.start].rstrip(" \u3000")
        after = self._text[span.end : span.end + 8].lstrip(" \u3000\r")
        return before[-1:] in {"", "\n"} and after[:1] in {"", "\n"}

    def _ahead(self, span: Span) -> bool:
        """Tell whether a span names a time by which something is due that lies ahead of the notice (到2030年)."""
        year = self._reference.year if self._reference else 0
        for mention in islice(self._dates, bisect_left(self._date_starts, span.start), None):
            if mention.span.start >= span.end:
                break
            told = cue("past_clause").search(self._text, mention.span.end, span.end)
            if told and self._text.startswith("经过", mention.span.start):
                continue  # 经过三年努力，…已达到…: the efforts are behind it
            if SINCE.search(self._text, max(0, mention.span.start - 28), mention.span.start):
                continue  # 从2001年的4000亿元增加到2016年的6万亿元 tells what was
            if year == 0 and self._text[max(0, mention.span.start - 2) : mention.span.start] == "截至":
                continue
            due = mention.end_date is not None and mention.end_date.year >= year
            if due and (mention.bound is Bound.BY or (mention.end_date and mention.end_date.year > year > 0)):
                return True
        return False

    def _ended(self, span: Span) -> set[Grain]:
        """Return the grains of the dates in a span if all of them ended before the notice's own year; else nothing."""
        if self._reference is None:
            return set()
        grains: set[Grain] = set()
        for mention in islice(self._dates, bisect_left(self._date_starts, span.start), None):
            if mention.span.start >= span.end:
                break
            compared = bool(COMPARED_WITH.search(self._text, max(0, mention.span.start - 8), mention.span.start))
            if self._of_base(mention.span):
                continue
            if mention.end_date is None or (compared and mention.end_date.year < self._reference.year):
                continue
            if mention.end_date.year >= self._reference.year:
                return set()
            grains.add(mention.grain or Grain.YEAR)
        return grains

    def _of_base(self, span: Span) -> bool:
        """Tell that 上年度 says which sum is meant, as in 返还企业上年度保险费的50%; at the head of a clause it reports."""
        head = self._text[max(0, span.start - 1) : span.start] in {"", *"，。；：、\n 　"}
        return not head and YEAR_BEFORE.fullmatch(span.cut(self._text)) is not None


def names(text: str, start: int, end: int) -> list[Span]:
    """Return the quoted names and titles between two offsets; a quantity inside one is no target."""
    return [Span(*m.span()) for m in INSIDE_NAME.finditer(text, start, end)]


def brackets(text: str, start: int, end: int) -> list[Span]:
    """Return the bracketed parts between two offsets."""
    return [Span(*m.span()) for m in BRACKETED.finditer(text, start, end)]


def is_denominator(text: str, mention: Mention) -> bool:
    """Tell that a number is the base of a rate (每百名学生, 每12个班级) or an ordinal (第3)."""
    before = text[max(0, mention.span.start - 1) : mention.span.start]
    if before == "近":
        return mention.kind is not MentionKind.PERCENT and kind_of_unit(mention.unit) == "time"
    if before == "前":
        return mention.unit not in TERMS
    around = text[max(0, mention.span.start - 2) : mention.span.start]
    if EACH_MORE.search(text, max(0, mention.span.start - 5), mention.span.start):
        return True
    return before in {"每", "第", "届"} or around in {"周边", "方圆", "周围", "附近", "每隔", "间隔", "相距", "海拔"}


def is_rank(text: str, frame: Frame) -> bool:
    """Tell that a unit ranks (3级, 5号), unless a verb makes an amount of it (达到80.4岁)."""
    named = "\u4e00" <= text[frame.end : frame.end + 1] <= "\u9fff"  # 16岁青年
    unit = frame.mention.unit or ""
    if unit == "岁" and frame.bound and text.endswith("寿命", 0, frame.start):
        return False  # 人均预期寿命超过80岁
    if unit == "次" and TIMES_IN_NAME.match(text, frame.mention.span.start):
        return True
    if unit == "期" and (frame.comparator is not None or HELD.search(text, max(0, frame.start - 2), frame.start)):
        return False  # 举办培训班10期
    return unit in NAMING or (unit in RANKS and (not frame.level or named))


def is_duration(text: str, frame: Frame) -> bool:
    """Tell that a length of time only says how long or by when (三年内), unless a verb, comparator or 期限 binds it."""
    mention = frame.mention
    if kind_of_unit(mention.unit) != "time" or mention.unit in TERMS:
        return False
    if TERM_OF.search(text[max(0, frame.start - 8) : frame.start]):
        return False
    before = any(step.kind not in {"filler"} for step in frame.steps)
    return not before


def is_described(text: str, frame: Frame, high: int) -> bool:
    """Tell that a count only describes: 三个方面, 六个阶段, 等5类."""
    if kind_of_unit(frame.mention.unit) != "count":
        return False
    return cue("described").match(text, frame.end, min(high, frame.end + 12)) is not None
