"""Find the marks that open a heading or item (一、 (一) 1. (1) ① 一是 第一章 附件1 #), at a line's start or inside it.

Finding is generous; `extractors.sections` decides by sequence which marks really number the notice.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum
from functools import cache

from extractors.lexicon import Entry, Lexicon, load
from extractors.span import Span


class Style(IntEnum):
    """How a heading is marked, in the order in which official documents nest them (GB/T 9704: 一、（一）1.（1）)."""

    ANNEX = 0
    MARKDOWN = 1
    PART = 7
    CHAPTER = 8
    DIVISION = 9
    ARTICLE = 10
    HAN = 11
    HAN_PAREN = 12
    UNMARKED = 13
    PHASE = 14
    ARABIC = 15
    DECIMAL = 16
    DECIMAL_DEEP = 17
    ARABIC_PAREN = 18
    CIRCLED = 19
    POINT = 20


@dataclass(frozen=True, slots=True)
class Marker:
    """A possible heading: `span` covers the mark as printed, `number` its ordinal (0 where it has none).

    `rank` orders nesting (markdown levels lie between ANNEX and PART). `at_line_start` and `sure` say how much can be
    taken on trust: what is not sure counts only as a member of a sequence.
    """

    style: Style
    number: int
    rank: int
    span: Span
    at_line_start: bool
    sure: bool


class StockTitle(Entry, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A heading that most notices share; `title` is its exact words."""

    title: str


class StockTitles(Lexicon, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Headings that tell where a heading ends when nothing separates it from its text."""

    entries: tuple[StockTitle, ...]


def _han_ordinals() -> dict[str, int]:
    digits = "一二三四五六七八九"
    ones = {d: i + 1 for i, d in enumerate(digits)}
    tens = {"十": 10} | {f"{d}十": 10 * n for d, n in ones.items()}
    both = {f"{t}{d}": a + b for t, a in tens.items() for d, b in ones.items()}
    hundred = {"一百": 100} | {f"一百零{d}": 100 + n for d, n in ones.items()}
    hundred |= {f"一百{t if t != '十' else '一十'}": 100 + n for t, n in tens.items()}
    return ones | tens | both | hundred


HAN_ORDINALS = _han_ordinals()
HAN_NUMBER = r"一百(?:零[一二三四五六七八九])?|[二三四五六七八九]?十[一二三四五六七八九]?|[一二三四五六七八九]"
GAP = r"[^\S\n]"  # white space inside a line

MARK = re.compile(
    rf"""
    (?: ^ (?P<line>{GAP}*+ (?:[>*]{GAP}*+)*+ (?P<hashes>\#{{1,6}}{GAP}*+)? )   # a line's start, with markdown's signs,
      | (?<=[。；;！？!?：:)）\]】〕>”"{{}}\s]) {GAP}{{0,4}}                    # or after the end of something
    )
    (?P<mark>
        第 {GAP}? (?: (?P<han_part>{HAN_NUMBER}) | (?P<part>\d{{1,3}}) ) {GAP}?
            (?: (?P<kind>[编篇章节]) | (?P<article>条)(?![款项规的所之、和至及或])
              | (?P<phase>阶段) {GAP}? [：:，,、（(]?+ )
      | (?P<han>{HAN_NUMBER}) {GAP}? [、．.]
            (?! {GAP}?(?:{HAN_NUMBER}) [、产级类季线] )                          # 一、二产业 counts things
      | [（(〔\[] {GAP}? (?P<han_paren>{HAN_NUMBER}) {GAP}? [)）〕\]] 、?
      | (?P<half_paren>{HAN_NUMBER}) [)）]                                      # one bracket lost
      | [（(] (?P<open_paren>{HAN_NUMBER}) (?=[\u4e00-\u9fff]{{2}})
      | (?P<decimal>\d{{1,2}}(?:[.．]\d{{1,2}}){{1,3}}) {GAP}+ (?=[\u4e00-\u9fff])
      | (?P<arabic>\d{{1,3}}) {GAP}? [.．、] (?! {GAP}*(?:\d(?!\d{{3}}年)|[\n%％]|$) )   # 3.5 is none
      | [（(] {GAP}? (?P<arabic_paren>\d{{1,2}}) {GAP}? [)）]
      | (?P<half_arabic>\d{{1,2}}) [)）] (?=[\u4e00-\u9fff“《])
      | (?P<circled>[①-⑳]) | (?P<paren_sign>[⑴-⒇]) | (?P<stop_sign>[⒈-⒛])
      | (?P<point>{HAN_NUMBER}) [是要] (?!否|不是|[一二三])
      | (?P<annex>附{GAP}?[件录表]) {GAP}? (?: (?P<annex_number>\d{{1,2}}|{HAN_NUMBER}) (?![\d年月]) )? {GAP}? [：:]?+
    )?
    """,
    re.VERBOSE | re.MULTILINE,
)
GLUED_ITEM = re.compile(
    rf"[\u4e00-\u9fff、，]{{2,16}}(?P<mark>(?P<arabic>1?\d{{1,2}})[.．、])(?={GAP}*[\u4e00-\u9fff“《])"
)
"""二、主要任务1.实施…: a heading that runs straight into its first item."""

GLUED_POINT = re.compile(r"(?<=[\u4e00-\u9fff，,])(?<![第其之])(?P<point>[二三四五六七八九十])是")
"""…水平二是…: the stop before a further point was lost, or is a comma."""

KINDS = {"编": Style.PART, "篇": Style.PART, "章": Style.CHAPTER, "节": Style.DIVISION}
BY_SEQUENCE_ONLY = frozenset({Style.POINT, Style.CIRCLED, Style.DECIMAL, Style.DECIMAL_DEEP})
LINE_ONLY = ("half_paren", "open_paren", "decimal", "half_arabic", "annex")

CONTENTS_LINE = re.compile(r"[.…·．]{4,}|…{2,}")
HEADING_STOP = re.compile(r"[。！？!?；;：:]")
ANNEX_TITLE = re.compile(rf"{GAP}*+\n(?:{GAP}*+\n){{0,2}}{GAP}*+(?P<title>[^\n\t。；;：:，,|]{{4,40}}?){GAP}*(?=\n)")
"""The line under 附件1 that says what the annex is."""

INNER_GAP = re.compile(rf"(?<=[\u4e00-\u9fff]){GAP}+(?=[\u4e00-\u9fff])")
HEADING_PAUSE = re.compile(r"[，,。！？!?；;：:\n]")
CLOSES = re.compile(r"[)）〕\]]")
LONGEST_CONTENTS = 20_000  # characters of a contents page
LONGEST_HEADING = 60  # a longer first sentence is body text, not a heading
STOCK_FROM = 20  # a heading inside a line that runs longer than this is looked up in the stock titles


def find_markers(text: str) -> list[Marker]:
    """Return every possible heading mark in text order; lines of a contents page give none."""
    found: list[Marker] = []
    for match in MARK.finditer(text):
        marker = _marker(text, match)
        if marker is None:
            continue
        found.append(marker)
        if marker.style is Style.HAN and (glued := GLUED_ITEM.match(text, marker.span.end)):
            number = int(glued["arabic"])
            span = Span(*glued.span("mark"))
            found.append(Marker(Style.ARABIC, number, Style.ARABIC, span, at_line_start=False, sure=False))
    for match in GLUED_POINT.finditer(text):
        number, span = HAN_ORDINALS[match["point"]], Span(*match.span())
        found.append(Marker(Style.POINT, number, Style.POINT, span, at_line_start=False, sure=False))
    return sorted(found, key=lambda marker: marker.span.start)


def _marker(text: str, match: re.Match[str]) -> Marker | None:
    at_line_start = match["line"] is not None
    hashes = len((match["hashes"] or "").strip())
    if match["mark"] is None:
        if not hashes:
            return None
        words = match.end()
        if words == line_end(text, words, words + 1):
            return None
        return Marker(Style.MARKDOWN, 0, hashes, Span(words, words), at_line_start=True, sure=True)
    if not at_line_start and any(match[name] is not None for name in LINE_ONLY):
        return None
    if at_line_start and CONTENTS_LINE.search(text, match.end(), line_end(text, match.end(), match.end() + 400)):
        return None
    style, number = _kind(match)
    weak = style in BY_SEQUENCE_ONLY or match["half_paren"] or match["open_paren"] or match["half_arabic"]
    span = Span(*match.span("mark"))
    return Marker(style, number, int(style), span, at_line_start, sure=at_line_start and not weak)


def _kind(match: re.Match[str]) -> tuple[Style, int]:
    """Name the style and ordinal of a mark."""
    if part := match["part"] or match["han_part"]:
        style = KINDS.get(match["kind"] or "", Style.ARTICLE if match["article"] else Style.PHASE)
        return style, _number(part)
    for name, style, first in (
        ("han", Style.HAN, None),
        ("han_paren", Style.HAN_PAREN, None),
        ("half_paren", Style.HAN_PAREN, None),
        ("open_paren", Style.HAN_PAREN, None),
        ("arabic", Style.ARABIC, None),
        ("arabic_paren", Style.ARABIC_PAREN, None),
        ("half_arabic", Style.ARABIC_PAREN, None),
        ("point", Style.POINT, None),
        ("circled", Style.CIRCLED, "①"),
        ("paren_sign", Style.ARABIC_PAREN, "⑴"),
        ("stop_sign", Style.ARABIC, "⒈"),
    ):
        if (found := match[name]) is not None:
            return style, _number(found) if first is None else ord(found) - ord(first) + 1
    if (decimal := match["decimal"]) is not None:
        parts = re.split("[.．]", decimal)
        return (Style.DECIMAL if len(parts) == 2 else Style.DECIMAL_DEEP), int(parts[-1])
    return Style.ANNEX, _number(match["annex_number"] or "0")


def _number(digits: str) -> int:
    return HAN_ORDINALS[digits] if digits in HAN_ORDINALS else int(digits)


def line_end(text: str, at: int, limit: int) -> int:
    """Return the end of the line that holds `at`, or `limit` where that comes first."""
    end = text.find("\n", at, limit)
    return min(limit, len(text)) if end < 0 else end


def heading_end(text: str, marker: Marker, limit: int) -> int:
    """Return where the heading's words end: at the line's end or the first 。；：, before `limit`, the next mark.

    A sentence too long to be a heading is cut at its first comma; of an article only the number is its heading.
    Inside a line a stock title (总体要求) ends where it ends. The heading of an annex that stands alone (附件1) goes on over
    the line with its title.
    """
    start = marker.span.end
    if marker.style is Style.ARTICLE:
        return start
    if marker.style is Style.ANNEX and (title := ANNEX_TITLE.match(text, start, limit)):
        return title.end("title")
    last = line_end(text, start, limit)
    stop = HEADING_STOP.search(text, start, last)
    end = stop.start() if stop else last
    if not marker.at_line_start:
        title = stock_titles().match(text, start, end) if end - start > STOCK_FROM else None
        gap = INNER_GAP.search(text, start + 2, end)
        if title or gap:
            end = min(title.end() if title else end, gap.start() if gap else end)
    bracket = max(text.rfind(mark, start, end) for mark in "（(〔[")
    if bracket > start and not CLOSES.search(text, bracket, end):  # a duty in brackets follows: …学校（责任单位：…）
        end = bracket
    if end - start > LONGEST_HEADING and (pause := HEADING_PAUSE.search(text, start, end)):
        end = pause.start()
    end = min(end, start + 2 * LONGEST_HEADING)
    return start + len(text[start:end].rstrip())


@cache
def stock_titles() -> re.Pattern[str]:
    """Return one pattern of all stock titles, the longest first."""
    titles = sorted((entry.title for entry in load("headings", StockTitles).entries), key=lambda t: (-len(t), t))
    return re.compile(rf"{GAP}*(?:{'|'.join(map(re.escape, titles))})")


def contents_pages(text: str) -> Iterator[Span]:
    """Yield each contents page that has no dot leaders: from 目录 to where its first heading stands a second time."""
    for title in re.finditer(rf"^{GAP}*目{GAP}*录{GAP}*$", text, re.MULTILINE):
        first = re.compile(r"\S[^\n]*").search(text, title.end())
        if first is None:
            continue
        words = re.sub(r"[\s.…·．\d]+$", "", first.group())
        again = text.find(words, first.end(), title.end() + LONGEST_CONTENTS) if len(words) >= 3 else -1
        if again >= 0:
            yield Span(title.start(), again)
