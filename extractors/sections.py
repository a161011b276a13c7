"""Find the section tree: 一、 (一) 1. (1) ① 一是 第一章 附件1, also in a notice that is one run-on line.

Text before the first heading (title, addressees, preamble) belongs to no section; contents pages and the list of
attachments are no sections.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from spacy.language import Language
from spacy.tokens import Doc

from extractors.headings import Marker, Style, contents_pages, find_markers, heading_end
from extractors.reading import reading
from extractors.records import Section
from extractors.report_year import unnumbered_parts
from extractors.span import Span
from extractors.stretches import Stretches

TITLE_LINE = re.compile(r"[^\S\n]*(?P<title>[\u4e00-\u9fff“”（）()、\-—]{4,30})[^\S\n]*")
"""A line that could be a heading whose mark was lost: a few Han words without a sentence's punctuation."""
CLOSING_BRACKET = re.compile(r"(?<=[。；;！!])[^\S\n]*[（(\[【][^（(\[【\n]{2,200}[)）\]】][^\S\n]*$")
LEADS_ON = re.compile(r"[^\S\n]*[，,：:。；;！!？?、（(\]）)”]")
ATTACHED_LIST = re.compile(
    r"^[^\S\n]*附[^\S\n]?[件表录][^\S\n]*[：:][^\n]*(?:\n[^\S\n]*\d{1,2}[.．、][^\n。]*)*", re.MULTILINE
)
ANNEX_ALONE = re.compile(
    r"^[^\S\n]*附[^\S\n]?[件表录][^\S\n]*(?:\d{1,2}|[一二三四五六七八九十])?[^\S\n]*[：:]?[^\S\n]*$", re.M
)
ANNEX_BODY = 300  # an annex heading has at least this much text under it; a list of attachments has only the signature


@Language.component("duibiao_sections")
def sections(doc: Doc) -> Doc:
    """Fill `sections`, and cut `sentences` where headings begin and end."""
    state = reading(doc)
    text = state.text
    state.sections = find_sections(text, tuple(table.span for table in state.tables))
    state.sentences = apart_from_headings(text, state.sentences, state.sections)
    return doc


def apart_from_headings(text: str, sentences: Sequence[Span], sections: Sequence[Section]) -> tuple[Span, ...]:
    """Cut sentences where a heading begins or ends inside them: 二、主要任务1.加强管理。 is two headings.

    A heading that a comma or colon leads on from stays in its sentence.
    """
    cuts = set()
    for section in sections:
        cuts.add(section.heading.start)
        if LEADS_ON.match(text, section.heading.end) is None:
            cuts.add(section.heading.end)
    found: list[Span] = []
    ordered = sorted(cuts)
    for sentence in sentences:
        low, high = bisect_right(ordered, sentence.start), bisect_left(ordered, sentence.end)
        for start, end in pairwise([sentence.start, *ordered[low:high], sentence.end]):
            piece = text[start:end]
            if piece.strip():
                low = start + len(piece) - len(piece.lstrip())
                found.append(Span(low, start + len(piece.rstrip())))
    return tuple(found)


def find_sections(text: str, outside: Sequence[Span] = ()) -> tuple[Section, ...]:
    """Return the section tree of `text` in text order; nothing inside `outside` (tables) opens a section."""
    shut = Stretches([*outside, *contents_pages(text), *_attached_lists(text)])
    candidates = [m for m in find_markers(text) if m.span.start not in shut]
    markers = _without_document_title(_in_sequence(text, candidates))
    markers = _with_unmarked_titles(text, markers)
    markers = _with_parts_of_report(text, markers)
    return _tree(text, markers)


def _attached_lists(text: str) -> list[Span]:
    """Return the lists of attachments (附件：1.… 2.…) that stand under a notice, which name annexes and open none."""
    alone = [m.start() for m in ANNEX_ALONE.finditer(text)]
    found = [Span(*m.span()) for m in ANNEX_ALONE.finditer(text) if "：" in m.group() and alone[-1] > m.start()]
    for match in ATTACHED_LIST.finditer(text):
        if ANNEX_ALONE.fullmatch(match.group()):
            continue
        numbered = re.match(r"[^：:]*[：:]\s*1?[.．、]", match.group())
        announced = bool(alone) and alone[-1] > match.end()
        if numbered or announced or len(text) - match.end() < ANNEX_BODY or len(match.group()) > 200:
            found.append(Span(*match.span()))
    return found


# ---------------------------------------------------------------- which marks number the notice


def _in_sequence(text: str, candidates: list[Marker]) -> list[Marker]:
    """Keep what is sure, and of the rest what continues a sequence: n after n-1, or a first that a second follows."""
    following: dict[int, Marker] = {}
    latest: dict[Style, Marker] = {}
    for marker in reversed(candidates):
        if marker.style in latest:
            following[marker.span.start] = latest[marker.style]
        latest[marker.style] = marker
    kept: list[Marker] = []
    last: dict[Style, int] = {}
    for marker in candidates:
        successor = following.get(marker.span.start)
        opens = marker.number == 1 and successor is not None and successor.number == 2
        continues = last.get(marker.style) == marker.number - 1 and marker.number > 1
        if marker.sure or opens or continues:
            kept.append(marker)
            last[marker.style] = marker.number
            if marker.style < Style.ARABIC:  # a point list does not run on under the next heading
                last.pop(Style.POINT, None)
    return kept


def _without_document_title(markers: list[Marker]) -> list[Marker]:
    """Drop a single markdown heading of the first level: it is the document's title."""
    first_level = [m for m in markers if m.style is Style.MARKDOWN and m.rank == 1]
    return [m for m in markers if m not in first_level] if len(first_level) == 1 else markers


def _with_unmarked_titles(text: str, markers: list[Marker]) -> list[Marker]:
    """Add title lines that lost their mark (一): each stands directly over a 1. that is numbered on under a 一、.

    One such line could be anything; two or more under the same 一、 are headings.
    """
    by_parent: dict[int, list[Marker]] = defaultdict(list)
    parent: Marker | None = None
    for before, marker in pairwise(markers):
        if before.style is Style.HAN:
            parent = before
        elif before.rank < Style.ARABIC:
            parent = None
        if parent is None or marker.style is not Style.ARABIC or not marker.at_line_start:
            continue
        above = text[before.span.end : marker.span.start].rstrip()
        line_start = above.rfind("\n") + 1
        title = TITLE_LINE.fullmatch(above[line_start:])
        if title and line_start:
            start = before.span.end + line_start + title.start("title")
            mark = Marker(Style.UNMARKED, 0, Style.UNMARKED, Span(start, start), at_line_start=True, sure=True)
            by_parent[parent.span.start].append(mark)
    added = [mark for marks in by_parent.values() if len(marks) > 1 for mark in marks]
    return sorted([*markers, *added], key=lambda m: (m.span.start, m.rank))


def _with_parts_of_report(text: str, markers: list[Marker]) -> list[Marker]:
    """Add the look back and the plan of a report that numbers neither; what is numbered lies under them."""
    added = []
    for part in unnumbered_parts(text):
        at = Span(part.start, part.start)
        added.append(Marker(Style.PART, 0, Style.PART, at, at_line_start=True, sure=True))
    return sorted([*markers, *added], key=lambda m: (m.span.start, m.rank)) if added else markers


# ---------------------------------------------------------------- the tree


@dataclass(slots=True)
class _Open:
    """A section that is still open while the tree grows."""

    marker: Marker
    position: int
    end: int  # known at birth only for a point list inside a line


def _tree(text: str, markers: list[Marker]) -> tuple[Section, ...]:
    places: dict[int, list[int]] = defaultdict(list)  # for each rank, the positions of its marks
    for i, marker in enumerate(markers):
        places[marker.rank].append(i)
    line_ends = [m.start() for m in re.finditer(r"\n|\Z", text)]
    stack: list[_Open] = []
    grown: list[Section] = []
    ends: dict[int, int] = {}
    turned: set[tuple[int | None, int, int]] = set()  # (parent, outer rank, inner rank) of nestings against the rule

    def close(until: int, at: int) -> None:
        while len(stack) > until:
            node = stack.pop()
            ends[node.position] = min(at, node.end)

    for i, marker in enumerate(markers):
        start = marker.span.start
        while stack and stack[-1].end <= start:
            close(len(stack) - 1, start)
        level = _level(stack, marker, markers, places, i)
        while level < len(stack) and marker.number == 1 and _key(stack, level, marker, grown) in turned:
            level += 1
        close(level, start)
        if stack and stack[-1].marker.rank > marker.rank:
            turned.add(_key(stack, len(stack) - 1, marker, grown))
        limit = markers[i + 1].span.start if i + 1 < len(markers) else len(text)
        heading = Span(start, max(heading_end(text, marker, limit), marker.span.end))
        parent = stack[-1].position if stack else None
        stack.append(_Open(marker, i, _own_end(text, marker, line_ends)))
        number = marker.span.cut(text).strip()
        grown.append(Section(i, parent, number, heading, Span(start, start), len(stack)))
    close(0, len(text))
    return tuple(_with_span(text, section, ends[section.position]) for section in grown)


def _key(stack: list[_Open], level: int, marker: Marker, grown: list[Section]) -> tuple[int | None, int, int]:
    outer = stack[level]
    return grown[outer.position].parent, outer.marker.rank, marker.rank


def _level(stack: list[_Open], marker: Marker, markers: list[Marker], places: dict[int, list[int]], i: int) -> int:
    """Return how many open sections stay open above `marker`.

    A style that is open continues at its level. A new style goes under every open section of a higher style, and also
    under one of a lower style that goes on after it: 一是 … 1. … 2. … 二是 nests 1. and 2. in 一是. (What was so nested
    under one of a row of siblings is nested so under the last of them too, though nothing goes on after that one.)
    """
    for level, node in enumerate(stack):
        if node.marker.rank == marker.rank:
            return level
    for level, node in enumerate(stack):
        if node.marker.rank > marker.rank and not _goes_on(node.marker, stack[:level], markers, places, i):
            return level
    return len(stack)


def _goes_on(marker: Marker, above: list[_Open], markers: list[Marker], places: dict[int, list[int]], i: int) -> bool:
    """Tell whether the next mark of its style after position `i` continues `marker` before a section above it ends."""
    same = places[marker.rank]
    k = bisect_right(same, i)
    if k == len(same) or markers[same[k]].number != marker.number + 1:
        return False
    for node in above:
        others = places[node.marker.rank]
        j = bisect_right(others, i)
        if j < len(others) and others[j] < same[k]:
            return False
    return True


def _own_end(text: str, marker: Marker, line_ends: list[int]) -> int:
    """Return where a point inside a line must end: with its line, before a bracket that speaks for the whole item."""
    if marker.at_line_start or marker.style is not Style.POINT:
        return len(text)
    end = line_ends[bisect_left(line_ends, marker.span.start)]
    bracket = CLOSING_BRACKET.search(text, max(marker.span.end, end - 210), end)
    return bracket.start() if bracket else end


def _with_span(text: str, section: Section, end: int) -> Section:
    start = section.heading.start
    end = start + len(text[start:end].rstrip())
    span = Span(start, max(end, section.heading.end))
    return Section(section.position, section.parent, section.number, section.heading, span, section.depth)
