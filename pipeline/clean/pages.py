"""Paged text: find page numbers (on lines of their own or glued to a line) and pages of contents, and take them out."""

from __future__ import annotations

import re
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
LEADER = re.compile(r"(?:\.\ ?){5,}|…{2,}|·{5,}|_{6,}|-{8,}|－{5,}|．{5,}")
CONTENTS_TITLE = re.compile(r"[IVX]*目录")
CONTENTS_END = re.compile(r"(?:\d\s?){1,4}$")

FIRST_PAGES = 12
PAGE_LINES = (2, 90)
MIN_PAGES = 4
MAX_CONTENTS_LINE = 160


@dataclass(frozen=True, slots=True)
class PageNumber:
    """A number at the start of a line that may be that of a page: line, value, and where it ends in the line."""

    line: int
    value: int
    end: int


def without_contents(lines: Sequence[Line]) -> list[Line]:
    """Drop pages of contents: lines with dot leaders and a page number, what stands between them, and their title."""
    hits = [i for i, line in enumerate(lines) if line.table is None and _is_contents(line.text)]
    if len(hits) < 3:
        return list(lines)
    drop = set(hits)
    for before, after in pairwise(hits):
        between = [i for i in range(before + 1, after) if lines[i].text]
        if len(between) <= 3 and all(len(squeeze(lines[i].text)) <= 60 for i in between):
            drop.update(range(before + 1, after))
    for i in range(max(0, hits[0] - 4), hits[0]):
        words = squeeze(lines[i].text)
        if CONTENTS_TITLE.fullmatch(words):
            drop.add(i)
        elif i == hits[0] - 1 and words.endswith("目录"):
            continue
    return [line for i, line in enumerate(lines) if i not in drop]


def _is_contents(text: str) -> bool:
    return (
        4 <= len(text) <= MAX_CONTENTS_LINE
        and LEADER.search(text) is not None
        and CONTENTS_END.search(text.rstrip(" .…·)）")) is not None
    )


def without_page_numbers(lines: Sequence[Line], *, wrapped: bool) -> list[Line]:
    """Drop page numbers. Dressed ones (— 3 —, 第3页) always; bare and glued ones only where they count up through the text."""
    if not wrapped:
        return [line for line in lines if not DRESSED.fullmatch(line.text)]
    cuts = {number.line: number for number in _counting(lines)}
    kept: list[Line] = []
    turned = False  # at the turn of a page: blank lines there end no paragraph
    for i, line in enumerate(lines):
        if DRESSED.fullmatch(line.text) or ROMAN.fullmatch(line.text) or (i in cuts and cuts[i].end == len(line.text)):
            turned = True
            while kept and not kept[-1].text:
                kept.pop()
            continue
        if turned and not line.text:
            continue
        turned = False
        kept.append(Line(line.words[cuts[i].end :].strip()) if i in cuts else line)
    return kept


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
    return best if len(best) >= MIN_PAGES else []


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
