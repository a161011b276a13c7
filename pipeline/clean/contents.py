"""Pages of contents: find them by their dot leaders, take them out, and remember the headings they name."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from pipeline.clean.chrome import squeeze
from pipeline.clean.lines import Line

LEADER = re.compile(r"(?:\. ?){5,}|…{2,}|·{5,}|_{6,}|-{8,}|－{5,}|．{5,}")
TITLE = re.compile(r"[IVX]*目录")
TITLE_BEHIND = re.compile(r"(?:(?<=[\u4e00-\u9fff])目\s录|\s目录)$")
"""The title behind the last words of the page before, where the end of that line was lost."""
LAST_PAGE = re.compile(r"\d(?=[“《\u4e00-\u9fff])(?![年月日个项万亿元倍号级类条章节是、])")
"""The number of the last page of contents, glued to the first line behind it."""
PAGE_AT_END = re.compile(r"(?:\d\s?){1,4}$")
GLUED_PAGE = re.compile(r"^\d{1,3}(?=[一二三四五六七八九十第（(])")

MIN_ENTRIES = 3
MAX_ENTRY = 160
MAX_BETWEEN = 3
MAX_PART = 60


def without_contents(lines: Sequence[Line]) -> tuple[list[Line], frozenset[str]]:
    """Drop pages of contents: entries with leader and page number, what stands between them, and their title.

    Returns:
        The other lines, and the headings that the entries name, without white space.
    """
    hits = [i for i, line in enumerate(lines) if line.table is None and is_entry(line.text)]
    if len(hits) < MIN_ENTRIES:
        return list(lines), frozenset()
    drop = set(hits)
    headings: set[str] = set(_headings("", lines[hits[0]].text))
    for before, after in pairwise(hits):
        between = [i for i in range(before + 1, after) if lines[i].text]
        parts = [squeeze(lines[i].text) for i in between]
        if len(between) <= MAX_BETWEEN and all(len(part) <= MAX_PART for part in parts):
            drop.update(range(before + 1, after))
            headings.update(_headings("".join(parts), lines[after].text))
    drop.update(i for i in range(max(0, hits[0] - 4), hits[0]) if TITLE.fullmatch(squeeze(lines[i].text)))
    kept: list[Line] = []
    for i, line in enumerate(lines):
        if i == hits[-1] + 1 and (page := LAST_PAGE.match(line.text)):
            kept.append(Line(line.words[page.end() :]))
        elif i + 1 == hits[0] and i not in drop and (title := TITLE_BEHIND.search(line.text)):
            kept.append(Line(line.words[: title.start()].strip()))
        elif i not in drop:
            kept.append(line)
    return kept, frozenset(headings)


def without_entries(lines: Sequence[Line], led: Sequence[Line]) -> list[Line]:
    """Drop the lines of contents among `led`, those whose page number stands behind a leader, and their title; a few stay."""
    entries = {id(line) for line in led if PAGE_AT_END.search(line.text)}
    if len(entries) < MIN_ENTRIES:
        return list(lines)
    first = next((i for i, line in enumerate(lines) if id(line) in entries), 0)
    title = {first - 1} if first and TITLE.fullmatch(squeeze(lines[first - 1].text)) else set()
    return [line for i, line in enumerate(lines) if id(line) not in entries and i not in title]


def is_entry(text: str) -> bool:
    """Tell whether a line ends an entry of a page of contents: with a leader and a page number."""
    leader = LEADER.search(text) if 4 <= len(text) <= MAX_ENTRY else None
    return leader is not None and PAGE_AT_END.search(text.rstrip(" .…·)）")) is not None


def _headings(part: str, entry: str) -> Iterator[str]:
    """Yield what an entry may name: its own words, or those of a first part on the line above and its own."""
    leader = LEADER.search(entry)
    words = squeeze(entry[: leader.start()] if leader else entry)
    for heading in (words, part + words):
        yield heading
        yield GLUED_PAGE.sub("", heading)
