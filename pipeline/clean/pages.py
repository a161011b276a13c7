"""Paged text: find page numbers, on lines of their own or glued to a line, and running heads, and take them out."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from pipeline.clean.chrome import squeeze
from pipeline.clean.lines import Line

DRESSED = re.compile(
    r"[-—–－]+\s*\d{1,4}\s*[-—–－]+|第\s*\d{1,4}\s*页(?:[\s,，/／]*共\s*\d{1,4}\s*页)?|\d{1,4}\s*[/／]\s*\d{1,4}\s*页"
)
BARE = re.compile(r"\d(?:\s?\d){0,3}")
ROMAN = re.compile(r"[IVXivxⅠ-Ⅻ](?:\s?[IVXivx]){0,5}")
GLUED = re.compile(r"(\d{1,3})(?=[^\d\s.．,，、%％)）\]】:：;；/~～—–\-年月日时点个项万亿元家条度米吨公倍名号级类])")
NUMBERED = re.compile(r"[1-9]\d?(?:\.\d{1,2}){1,2}(?=\s|[\u4e00-\u9fff“《]{4})")
ITEM = re.compile(r"[1-9]\d?、(?=\S)")

FIRST_PAGES = 12
PAGE_LINES = (2, 90)
MIN_PAGES = 4
MAX_RUNNING = 40


@dataclass(frozen=True, slots=True)
class PageNumber:
    """A number at the start of a line that may be that of a page: line, value, and where it ends in the line."""

    line: int
    value: int
    end: int


def without_page_numbers(lines: Sequence[Line], *, wrapped: bool) -> list[Line]:
    """Drop page numbers, and what repeats beside them from page to page.

    Dressed numbers (— 3 —, 第3页) go always; bare and glued ones only from wrapped text where they count up through it.
    """
    if not wrapped:
        return [line for line in lines if not DRESSED.fullmatch(line.text)]
    cuts = {number.line: number.end for number in _counting(lines)}
    turns = {
        i
        for i, line in enumerate(lines)
        if DRESSED.fullmatch(line.text) or ROMAN.fullmatch(line.text) or cuts.get(i) == len(line.text)
    }
    turns |= _running(lines, turns | set(cuts))
    kept: list[Line] = []
    turned = False  # at the turn of a page: blank lines there end no paragraph
    for i, line in enumerate(lines):
        if i in turns:
            turned = True
            while kept and not kept[-1].text:
                kept.pop()
        elif line.text or not turned:
            turned = False
            kept.append(Line(line.words[cuts[i] :].strip()) if i in cuts else line)
    return kept


def _running(lines: Sequence[Line], turns: set[int]) -> set[int]:
    """Return the lines of running heads: short ones that stand beside many page numbers with the same words."""
    beside = {
        k: squeeze(lines[k].text)
        for i in turns
        for k in range(max(0, i - 2), min(i + 3, len(lines)))
        if k not in turns and 0 < len(lines[k].text) <= MAX_RUNNING
    }
    often = {words for words, count in Counter(beside.values()).items() if count >= max(MIN_PAGES, len(turns) // 3)}
    return {k for k, words in beside.items() if words in often}


def _counting(lines: Sequence[Line]) -> list[PageNumber]:
    """Return the longest chain of numbers that go up by one, a page of lines apart; empty if there are too few."""
    by_value: dict[int, list[PageNumber]] = {}
    for i, line in enumerate(lines):
        for number in _candidates(i, line.text):
            by_value.setdefault(number.value, []).append(number)
    best: list[PageNumber] = []
    for value in range(1, FIRST_PAGES):
        for first in by_value.get(value, ())[:20]:
            chain = _chain(first, by_value)
            if len(chain) > len(best):
                best = chain
    if len(best) < MIN_PAGES:
        return []
    items = [number for i, line in enumerate(lines) for number in _before_items(i, line.text)]
    for number in items:
        by_value.setdefault(number.value, []).append(number)
    between = [
        number  # of a page with hardly a line, such as one with a map, or before the number of an item
        for before, after in pairwise(best)
        for value in range(before.value + 1, after.value)
        for number in by_value.get(value, ())
        if before.line < number.line < after.line
    ]
    return best + between


def _before_items(i: int, text: str) -> list[PageNumber]:
    """Return what may be a page number glued to the number of an item, as in 14822、; too many may to count by them."""
    return [PageNumber(i, int(text[:k]), k) for k in (1, 2, 3) if text[:k].isdecimal() and ITEM.match(text, k)]


def _candidates(i: int, text: str) -> list[PageNumber]:
    if BARE.fullmatch(text):
        return [PageNumber(i, int(squeeze(text)), len(text))]
    glued = GLUED.match(text)
    if glued:
        return [PageNumber(i, int(glued[1]), glued.end(1))]
    return [PageNumber(i, int(text[:k]), k) for k in (1, 2, 3) if text[:k].isdecimal() and NUMBERED.match(text, k)]


def _chain(first: PageNumber, by_value: dict[int, list[PageNumber]]) -> list[PageNumber]:
    chain = [first]
    while True:
        last = chain[-1]
        usual = (last.line - first.line) / (len(chain) - 1) if len(chain) > 3 else None
        step = next((found for skip in (1, 2, 3) if (found := _next(last, skip, usual, by_value)) is not None), None)
        if step is None:
            return chain
        chain.append(step)


def _next(last: PageNumber, skip: int, usual: float | None, by_value: dict[int, list[PageNumber]]) -> PageNumber | None:
    shortest, longest = PAGE_LINES
    found = [n for n in by_value.get(last.value + skip, ()) if shortest <= n.line - last.line <= longest * skip]
    if not found:
        return None
    return min(found, key=lambda n: abs(n.line - last.line - usual * skip) if usual else n.line)
