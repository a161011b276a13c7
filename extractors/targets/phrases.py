"""Find subject, verb and indicator in the words left of a value and the thing in the words right of it.

Phrases are tuples of spans, so that a record can always show the characters it was read from.
"""

from __future__ import annotations

import re
from functools import cache

from extractors.lexicon import Entry, Lexicon, load
from extractors.span import Span

Phrase = tuple[Span, ...]


class VerbEntry(Entry, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Verbs of one field of work."""

    verbs: tuple[str, ...]


class OutputVerbs(Lexicon, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """`output_verbs.yaml`."""

    entries: tuple[VerbEntry, ...]


class HeadEntry(Entry, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Heads of one `kind`: area (全省), population (学校), measure (覆盖率)."""

    kind: str
    words: tuple[str, ...]


class Heads(Lexicon, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """`populations.yaml`."""

    entries: tuple[HeadEntry, ...]


class OpeningEntry(Entry, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A word that may open a clause, and the continuations before which it is part of a longer word."""

    word: str
    not_before: tuple[str, ...]


class Openings(Lexicon, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """`openings.yaml`."""

    entries: tuple[OpeningEntry, ...]


def longest_first(words: set[str]) -> str:
    """Join words to a regex alternative in which no word hides a longer one."""
    return "|".join(re.escape(word) for word in sorted(words, key=lambda w: (-len(w), w)))


@cache
def verb_source() -> str:
    """Return the regex source of one output verb."""
    return (
        "(?:新|再|续|综合)?(?:"
        + longest_first({v for e in load("output_verbs", OutputVerbs).entries for v in e.verbs})
        + ")"
    )


@cache
def heads(kind: str) -> str:
    """Return the regex source of the heads of one kind."""
    return (
        "(?:" + longest_first({w for e in load("populations", Heads).entries if e.kind == kind for w in e.words}) + ")"
    )


# Verbs of having: the thing had stands right of its count (每校有2名校医).
HAS = frozenset(["有", "拥有", "设有", "建有", "配有", "办有"])
PREDICATE = re.compile(
    r"的?(?:达到|通过|纳入|建成|配备|完成|实现|按要求|达标|具有|拥有|接入|开展|建有|设立|覆盖|取得|获得|符合|用于|参加|掌握|享受|得到|进入|持证|持有|合格|上岗|就读|入学|全面|基本|消除|实行|推行|使用|采用|安装|具备|普及|建立|开通|设置|配置|设有|建有|开设|办有)"
)
# A population behind these is part of what is measured: 大班额占班级总数的比例, 名额分配到初中学校的比例, 每百名学生拥有….
NO_SUBJECT_BEHIND = re.compile(r"(?P<share>(?<!^)占(?![比地有用道线])|分配[到至给]|用于|投向)|每[百千万十\d]")
# 随迁子女在公办学校就读比例: a school they attend is not whose share it is; 在校, 在职 and 在园 are words.
WHERE_ONLY = re.compile(r"(?:在(?![校园职岗编读籍训孵建册线])|到|向|与)[^，。；]{0,8}\Z")
# A measure that says nothing without the noun before it.
BARE = re.compile(
    r"(?:的)?(?:(?:全|总)?覆盖率|覆盖面|占比|所占比[例重]|比[例重]|配备率|配置率|设置率|达标率|建成率|补助|补贴|标准|数|数量|总数|人数)(?:（[^（）]{0,30}）|\([^()]{0,30}\))?"
)
PART_OF_NAME = re.compile(r"总数|人数|比例|消费价格|阶段|共同体|联盟|联合体|集团|学校|校长|医生")
# What may open a clause before its subject or verb, and says nothing of either.
OPENING = re.compile(
    r"""
    [\s\u3000、，,：:”。.·*#>）)\-—]+
  | (?:\d{1,2}|[一二三四五六七八九十]{1,3})[.．、](?!\d)
  | [（(](?:\d{1,2}|[一二三四五六七八九十]{1,3})[）)]
  | [①-⑳⑴-⒇●○◆■□▲★※]
  | 年(?=培训|新增|开展|组织|处理|节水|节电|节煤|节约|减排)
  | [一二三四五六七八九十]{1,2}(?:是|要)(?=[^否])
  | (?:其中|同时|另外|此外|还要|并且|以及|进而|从而|今年内|今年|明年|全年|年内
     |规划期内|规划期间|规划期|本年度|当年|当前|期内|期末|届时|期间|到时|每年度
     |力争|争取|努力|力求|确保|保证|切实保障|预计|预期|计划|目标是|目标为|实现目标|主要目标
     |原则上|基本|一般|逐步|逐年|全面|大力|持续|稳步|着力|加快|加力|加速|进一步|切实|积极|深入|扎实|有序|严格|统一|统筹|科学|合理|继续
     |普遍|分批|分期|分类|分区|分步|分级|梯次|梯度|滚动|重点|因地制宜|一体|高标准|高质量|高水平|高起点|适时|有计划地?|按计划|按期|按时|如期|限期|按要求|按标准|按照标准|按规定
     |率先|试点|探索|鼓励|提倡|倡导|支持|引导|指导|督促|组织和?|推动|推进|促进|使得|使|让|要求|要|应当|应|须|必须|需|可以|可|将|拟|再|还|且|并|在此基础上|总体上|总体|整体|累计|共计|合计
     |实现|达到|保持|维持|做到|落实|坚持|控制|严控|保障|完成|围绕|坚决|及时|定期|大幅|显著|有效|真正|尽快|依法|逐校|逐一
     |至少|每年|每学年|每学期|每月|每周|每天|每日|每季度|每[两三四五2-5]年|全市每年|全省每年|年均|各级各类|新的?一年|从今年起|即日起|也|都|均|各|分别|已|只|仅|把|向|到|至|在|对|为|于|以|与(?![\u4e00-\u9fff]{1,8}(?:通话|联系|结对|签订|合作|共建|沟通|见面|建立))|和|由|从
    )
    """,
    re.VERBOSE,
)


@cache
def _blocked(word: str) -> re.Pattern[str] | None:
    """Return the pattern of continuations that make another word of an opening one (基本 in 基本公共服务)."""
    words = [w for e in load("openings", Openings).entries if e.word == word for w in e.not_before]
    return re.compile("|".join(map(re.escape, words))) if words else None


def skip_opening(text: str, low: int, high: int, dates: list[Span]) -> int:
    """Return where the clause's own words begin: after list marks, connectives, adverbs, modal verbs and dates."""
    at = low
    while at < high:
        date = next((d for d in dates if d.start <= at < d.end <= high), None)
        if date is not None:
            at = date.end
            tail = re.compile(r"(?:年?(?:初|底|末|中)?(?:以?前|之前|以内|内|期间|时|起|间))|时期|底|末|内").match(
                text, at, high
            )
            at = tail.end() if tail else at
            continue
        match = OPENING.match(text, at, high)
        if match is None:
            break
        blocked = _blocked(match[0])
        if blocked and blocked.match(text, at, high):
            break
        if match[0] in {"重点", "试点"} and not verb_at_start().match(text, match.end(), high):
            break  # 重点排污单位 is a name, 重点推进 is not
        at = match.end()
    return at


@cache
def verb_at_end() -> re.Pattern[str]:
    """Return the pattern of one or more output verbs at the end of some words."""
    return re.compile(rf"(?:{verb_source()}(?:、|和|并|或)?)*{verb_source()}(?:了|好|出|成)?\Z")


@cache
def verb_at_start() -> re.Pattern[str]:
    """Return the pattern of one or more output verbs at the start of some words."""
    return re.compile(rf"(?:{verb_source()}(?:、|和|并|或)?)*{verb_source()}")


def lead_verb(words: str) -> int:
    """Return where the verbs that open some words end, leaving a thing of two characters at least; 0 where none does.

    续建安置房 is 续建 and 安置房, though 安置 is a verb elsewhere.
    """
    one = re.compile(rf"{verb_source()}(?:、|和|并|或)?")
    at = 0
    while (match := one.match(words, at)) and len(words) - match.end() >= 2:
        at = match.end()
    return at


@cache
def any_verb() -> re.Pattern[str]:
    """Return the pattern of an output verb anywhere."""
    return re.compile(verb_source())


@cache
def measure_at_end() -> re.Pattern[str]:
    """Return the pattern of words that end in a measured thing (…率, …面积), maybe with a bracket behind it."""
    return re.compile(rf"{heads('measure')}(?<!需氧量)(?:（[^（）]{{0,30}}）|\([^()]{{0,30}}\))?\Z")


@cache
def area_at_start() -> re.Pattern[str]:
    """Return the pattern of a whole area at the start of some words."""
    return re.compile(heads("area"))


@cache
def population_ends() -> re.Pattern[str]:
    """Return the pattern that finds each population head."""
    return re.compile(rf"(?:中?小学|初中|高中|中学|大学|中职)生(?![均师源活产涯物态])|{heads('population')}")


def split_subject(text: str, low: int, high: int) -> int:
    """Return where the subject ends in the noun group `text[low:high]`, or `low` where it names none.

    全省常住人口城镇化率 is cut behind 全省, 公办养老机构护理型床位占比 behind 机构; what is left must be something measured.
    """
    area = area_at_start().match(text, low, high)
    if area and high - area.end() >= 2:
        return area.end()
    if not measure_at_end().search(text[low:high]):
        return low
    best = certain = low
    within = NO_SUBJECT_BEHIND.search(text, low, high)
    share = within is not None and within["share"] is not None
    stop = within.start() if within else high
    for match in population_ends().finditer(text, low, stop):
        if match.start() < best:
            continue  # 街道 inside the bracket of 乡镇（街道）
        rest = text[match.end() : high]
        if match.end() - low > 24 or len(rest) < 2 or WHERE_ONLY.search(text, best, match.start()):
            break
        bracket = re.compile(r"[（(][^（）()]{0,20}[）)]").match(text, match.end(), high)
        if len(match[0]) == 1 and bracket is None:
            continue  # 县道, 区域: one character is more often part of a word
        if bracket:
            best = bracket.end()
            continue
        if BARE.fullmatch(rest):
            share = True
            break
        if rest[0] in "中“":
            certain = match.end() if rest[0] == "“" else best  # 职业院校|“双师型”教师占…, 高校|专任教师中硕士比例
        if rest[0] in "占数人的类量化园内外率性总、和与及中" or PART_OF_NAME.match(rest):
            continue
        best = match.end()
        if PREDICATE.match(rest):
            break  # 教师|持有教师资格证上岗率: what follows is what they do
    if share and not re.fullmatch(heads("stage"), text[low:best]):
        return certain  # 公办幼儿园在园幼儿占比: the share is of all of it
    return best


def split_name(text: str, span: Span) -> int:
    """Return where the name of people or places that opens a span ends, brackets taken along; its start if none does."""
    at = span.start
    while match := population_ends().match(text, at, span.end):
        at = match.end()
    bracket = re.compile(r"[（(][^（）()]{0,20}[）)]").match(text, at, span.end)
    return bracket.end() if bracket and at > span.start else at


def cut(text: str, phrase: Phrase) -> str:
    """Return the words of a phrase, without white space."""
    return re.sub(r"\s+", "", "".join(span.cut(text) for span in phrase))
