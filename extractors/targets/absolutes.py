"""Read values told in words: 全覆盖, 全面消除, 清零, 所有…均, 全部…, 全员参与."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from functools import cache

from extractors.lexicon import Entry, Lexicon, load
from extractors.span import Span
from extractors.targets.clauses import Clause
from extractors.targets.distribute import is_population, items
from extractors.targets.draft import Draft, Memory
from extractors.targets.phrases import Phrase, area_at_start, skip_opening, split_name, split_subject
from extractors.vocabulary import Change, Comparator


class AbsoluteEntry(Entry, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Words of one way to say all or none."""

    kind: str
    words: tuple[str, ...]


class AbsoluteWords(Lexicon, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """`absolutes.yaml`."""

    entries: tuple[AbsoluteEntry, ...]


HUNDRED, NONE, ONCE = Decimal(100), Decimal(0), Decimal(1)
DOUBLED = re.compile(r"(?:比[^，。；]{2,10})?(?:力争|基本)?(?:实现|再)?(?P<word>翻番)(?=目标|\Z|[，。；])")
COMMITS = re.compile(
    r"配齐|配足|取得|建有|达到|实现|建成|完成|纳入|配备|实行|通过|建设|建立|设立|设置|开设|开展|符合|就读|配置|接入|安装|落实|持证|覆盖|达标|具备|拥有|入学|参加|接受|实施|取得|满足|移交|改造"
)
# These need no adverb and no date to bind all: 所有中小学配齐专用教室.
BINDS = frozenset({"配齐", "配足", "达到", "达标", "持证", "取得", "实现"})
# 有需求的学生, 符合条件的儿童: whom a service covers.
DESCRIBED = re.compile(r"(?:有|符合|需要)[^，。；、的]{0,6}的")
LEVELS = re.compile(r"达到|符合|达标|实现")
BLOCK_BEFORE = re.compile(r"[非未不半安健齐完保周]\Z")
NOT_COVERED_AFTER = re.compile(
    r"的|巡查|检查|排查|监测|监管|走访|宣传|抽检|执法|培训|督导|管理|摸排|、无|、?全[链流过方]|(?:式|性|面|网络|格局|监管体系|体系)"
)
EXTENT = re.compile(
    r"(?:省域|市域|县域|全域|市县|县级|城乡|村级|乡镇|镇街|街道|社区|区域|全[省市县区])(?:基本|范围|层面)?"
)
WEAK = frozenset({"全域覆盖", "全面覆盖", "全部覆盖"})
INNER = re.compile(r"(?:全部|基本|全面|逐步|力争)?(?:实现|推进|推动|达到)")
THINGS = re.compile(r"[\u4e00-\u9fffⅠ-Ⅻ“”（）()A-Za-z0-9、+—-]{2,60}")


@cache
def words_of(kind: str) -> re.Pattern[str]:
    """Return the pattern of the words of one kind, longest first."""
    words = {w for e in load("absolutes", AbsoluteWords).entries if e.kind == kind for w in e.words}
    return re.compile("|".join(re.escape(w) for w in sorted(words, key=lambda w: (-len(w), w))))


def read_absolutes(text: str, clause: Clause, memory: Memory) -> list[Draft]:
    """Return the targets of one clause whose value is told in words."""
    for form in (_doubled, _covered, _cleared_before, _cleared_after, _all_do, _all_then):
        found = form(text, clause, memory)
        if found:
            return found
    return []


def _doubled(text: str, clause: Clause, memory: Memory) -> list[Draft]:
    """到2027年，经济总量实现翻番: 翻番 without a numeral is once doubled, as 翻一番."""
    match = DOUBLED.search(text, clause.span.start, clause.span.end)
    start = skip_opening(text, clause.span.start, clause.span.end, memory.dates)
    if match is None or match.start() - start < 2:
        return []
    what = Span(start, match.start())
    made = _draft(Span(start, match.end()), (what,), (), Span(*match.span("word")), ONCE, "doubled")
    return [replace(made, unit="番", change=Change.INCREASE, absolute=False)]


def _covered(text: str, clause: Clause, memory: Memory) -> list[Draft]:
    found: list[Draft] = []
    low = clause.span.start
    for match in words_of("covered").finditer(text, clause.span.start, clause.span.end):
        left = Span(low, match.start())
        low = match.end()
        memory.place = ()
        if (
            NOT_COVERED_AFTER.match(text, match.end(), clause.span.end)
            or (match[0] in WEAK and match.end() < clause.span.end)
            or BLOCK_BEFORE.search(left.cut(text))
        ):
            continue
        word = Span(*match.span())
        for thing in _things(text, left, memory):
            tail = Span(match.start() + 1, match.end()) if text[match.start()] == "全" and len(match[0]) == 3 else None
            verb: Phrase = (tail,) if tail and not match[0].startswith("全覆") else ()
            found += _covered_thing(text, thing, word, verb, memory, clause)
        if not found and not left.cut(text).strip("、"):
            continue
    return found


def _things(text: str, left: Span, memory: Memory) -> list[Span]:
    """Return the things left of 全覆盖: the words after what opens the clause, quoted items of a list each for itself."""
    words = left.cut(text)
    start = left.start + len(words) - len(words.lstrip("、， "))
    start = skip_opening(text, start, left.end, memory.dates)
    inner = INNER.search(text, start, left.end)
    if inner and inner.end() < left.end:
        memory.place = (Span(start, inner.start()),) if 2 <= inner.start() - start <= 14 else ()
        start = skip_opening(text, inner.end(), left.end, memory.dates)
    tail = re.compile(r"(?:基本|全部|要)?(?:实现|达到|做到)\Z").search(text[start : left.end])
    left = Span(left.start, start + tail.start()) if tail and start < left.end else left
    span = Span(start, left.end) if start < left.end else Span(left.end, left.end)
    return items(text, span, re.compile("、")) if "”、" in span.cut(text) else [span]


def _covered_thing(text: str, thing: Span, word: Span, verb: Phrase, memory: Memory, clause: Clause) -> list[Draft]:
    words = thing.cut(text)
    if len(words) < 2:
        # 普遍建立服务站点，到2025年基本实现全覆盖: the thing stands in the clause before.
        if not memory.clause:
            return []
        low = skip_opening(text, memory.clause.start, memory.clause.end, memory.dates)
        thing = Span(low, memory.clause.end)
        return [_draft(thing.cover(word), (thing,), (), word, HUNDRED, "covered")]
    if memory.place and EXTENT.fullmatch(words):
        return [_draft(memory.place[0].cover(word), memory.place, (thing,), word, HUNDRED, "covered")]
    if (re.fullmatch(r"(?:各|所有|全部)[^，]{2,16}", words) or EXTENT.fullmatch(words)) and memory.clause:
        low = skip_opening(text, memory.clause.start, memory.clause.end, memory.dates)
        if low < memory.clause.end:
            return [_draft(thing.cover(word), (Span(low, memory.clause.end),), (thing,), word, HUNDRED, "covered-for")]
    at = split_subject(text, thing.start, thing.end)
    described = DESCRIBED.match(text, thing.start, thing.end)
    if described and (end := split_name(text, Span(described.end(), thing.end))) < thing.end - 1:
        at = end if end > described.end() else at
    subject: Phrase = (Span(thing.start, at),) if at > thing.start else memory.place
    return [_draft(thing.cover(word), (Span(at, thing.end), *verb), subject, word, HUNDRED, "covered")]


def _cleared_before(text: str, clause: Clause, memory: Memory) -> list[Draft]:
    match = words_of("cleared_before").search(text, clause.span.start, clause.span.end)
    if match is None or clause.span.end - match.end() < 2:
        return []
    word = Span(*match.span())
    rest = Span(match.end(), clause.span.end)
    stop = re.search(r"持续|并|，|以及各|等问题", rest.cut(text))
    end = rest.start + stop.start() if stop else rest.end
    verb = Span(word.end - 2, word.end)
    found = []
    for part in items(text, Span(rest.start, end), re.compile("、")):
        if not THINGS.fullmatch(part.cut(text)):
            continue
        found.append(_draft(word.cover(part), (verb, part), memory.subject, word, NONE, "cleared"))
    return found


def _cleared_after(text: str, clause: Clause, memory: Memory) -> list[Draft]:
    match = words_of("cleared_after").search(text, clause.span.start + 2, clause.span.end)
    if match is None:
        return []
    start = skip_opening(text, clause.span.start, match.start(), memory.dates)
    if match.start() - start < 2:
        return []
    thing = Span(start, match.start())
    if re.search(r"表|台账|机制|制度", text[match.end() : match.end() + 3]):
        return []
    word = Span(*match.span())
    names = items(text, thing, re.compile("、"))
    return [_draft(thing.cover(word), (part,), (), word, NONE, "cleared") for part in names]


def _all_do(text: str, clause: Clause, memory: Memory) -> list[Draft]:
    match = words_of("all_do").search(text, clause.span.start, clause.span.end)
    if match is None:
        return []
    start = skip_opening(text, clause.span.start, match.start(), memory.dates)
    whose: Phrase = (Span(start, match.start()),) if match.start() - start >= 2 else memory.subject
    if not whose:
        return []
    rest = Span(match.start() + 2, clause.span.end)
    return [_draft(Span(start, clause.span.end), (rest,), whose, Span(*match.span()), HUNDRED, "all-do")]


def _all_then(text: str, clause: Clause, memory: Memory) -> list[Draft]:
    low, high = clause.span.start, clause.span.end
    start = skip_opening(text, low, high, memory.dates)
    adverb = re.compile(r"(?:均|都|一律|全部|普遍)(?:要|应|须|必须|实现)?(?!能|可|享)").search(text, start, high)
    every = re.compile(r"所有|全体").match(text, start, high)
    if every:
        commit = COMMITS.search(text, every.end() + 1, high)
        if commit is None or commit.start() - every.end() > 30:
            return []
        if adverb is None and not memory.dated and commit[0] not in BINDS:
            return []
        who_end = adverb.start() if adverb and adverb.start() < commit.start() else commit.start()
        what = adverb.end() if adverb and adverb.start() < commit.start() else commit.start()
        return [
            _draft(
                Span(start, high), (Span(what, high),), (Span(start, who_end),), Span(start, start + 2), HUNDRED, "all"
            )
        ]
    whole = re.compile(
        r"全部(?=(?:符合|达到|就读|通过|建成|完成|纳入|实现|达标|落实|接入|开展|实行|配备|移交|持证|改造|安装|设立|开设|开通|上线|投用|入园|取得|获得|更新|配齐))"
    ).search(text, start, high)
    if whole and whole.start() == start and memory.object:
        rest = Span(whole.end(), high)  # 梳理服务事项，全部纳入平台
        return [_draft(Span(start, high), (rest,), memory.object, Span(*whole.span()), HUNDRED, "all")]
    if whole and whole.start() - start >= 4:
        words = re.sub(r"(?:力争|争取|基本|要|应当?|须|必须|将)+\Z", "", text[start : whole.start()])
        own = Span(start, start + len(words))
        if words.endswith("已"):
            return []
        placed = area_at_start().match(words) is not None and not LEVELS.match(text, whole.end())
        if is_population(text, own) or placed:
            return [_draft(Span(start, high), (Span(whole.end(), high),), (own,), Span(*whole.span()), HUNDRED, "all")]
        return [_draft(Span(start, high), (own, Span(whole.end(), high)), (), Span(*whole.span()), HUNDRED, "all")]
    return []


def _draft(quote: Span, indicator: Phrase, subject: Phrase, word: Span, value: Decimal, rule: str) -> Draft:
    return Draft(
        quote=quote,
        indicator=indicator,
        rule=f"target.words-{rule}",
        value=value,
        anchor=word,
        subject=subject,
        comparator=Comparator.EQUAL,
        unit="%" if value else None,
        absolute=True,
        value_span=word,
    )
