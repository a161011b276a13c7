"""Punctuation whose loss the text shows: a stop before 二是, a comma between counted items, an opening quote."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from extractors.holes.lexicon import one_of
from extractors.reading_text import Repair
from extractors.span import Span

HAN = r"[\u4e00-\u9fff]"
ORDER = "一二三四五六七八九十"
GLUED_POINT = re.compile(rf"(?P<before>{HAN})(?<![第其之])(?P<point>[二三四五六七八九])是(?={HAN})")
QUOTES = re.compile(r'[“”"\n]')


def stop_before_point(text: str) -> Iterator[Repair]:
    """一是…能力二是…质量三是… → 能力。二是…: a point begins inside a sentence, and the line has the point before it."""
    for match in GLUED_POINT.finditer(text):
        line_start = text.rfind("\n", max(0, match.start() - 2000), match.start()) + 1
        previous = ORDER[ORDER.index(match["point"]) - 1] + "是"
        if text.find(previous, max(line_start, match.start() - 1000), match.start()) >= 0:
            yield Repair(Span(*match.span("before")), match["before"] + "。", "mark.stop-before-point")


@cache
def _glued_items() -> re.Pattern[str]:
    person = one_of("count.measure-before-person", "persons")
    return re.compile(
        rf"""
        (?<![\d.每]) [1-9]\d{{0,4}} [名位个]? {HAN}{{0,6}}? (?P<end>{person})
        (?= [1-9]\d{{0,4}} [名位个] {HAN}{{0,8}}? {person} )
        """,
        re.VERBOSE,
    )


def comma_in_list(text: str) -> Iterator[Repair]:
    """100名班主任10名校长 → 100名班主任、10名校长: two counted groups of people, with nothing between them."""
    for match in _glued_items().finditer(text):
        last = Span(match.end("end") - 1, match.end("end"))
        yield Repair(last, last.cut(text) + "、", "mark.comma-in-list")


@cache
def _glued_counts() -> re.Pattern[str]:
    person = one_of("count.measure-before-person", "persons")
    count = rf"{person} (?:数量|达到|达|共)?+ [1-9]\d{{0,4}}+ [名位人]"
    return re.compile(rf"{count} (?= {HAN}{{0,4}} {count} (?! {HAN} ))", re.VERBOSE)


def comma_behind_count(text: str) -> Iterator[Repair]:
    """带头人20名骨干教师80名 → 带头人20名、骨干教师80名: two groups with their counts behind, and nothing between them."""
    for match in _glued_counts().finditer(text):
        last = Span(match.end() - 1, match.end())
        yield Repair(last, last.cut(text) + "、", "mark.comma-behind-count")


def unopened_quote(text: str) -> Iterator[Repair]:
    """…各司其责”的机制: a quotation closes that never opened; nothing tells where it began.

    A straight quote may open or close one as well, on its own line.
    """
    opened: str | None = None
    for match in QUOTES.finditer(text):
        mark = match.group()
        if mark == "\n":
            opened = None if opened == '"' else opened
        elif mark == "“":
            opened = mark
        elif mark == '"':
            opened = None if opened else mark
        elif opened:
            opened = None
        else:
            yield Repair(Span(*match.span()), mark, "mark.unopened-quote")
