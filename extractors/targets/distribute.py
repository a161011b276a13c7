"""Pair a list of names with a list of values: 乡镇、街道分别达到40平方米、60平方米以上.

A list may share what stands before it (站所面积|乡镇、街道) and behind it (花生|种植、收获|机械化率).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from extractors.span import Span
from extractors.targets.phrases import Phrase, heads, measure_at_end, population_ends

SETTLEMENTS = frozenset({"城市", "农村", "城镇", "城区", "县城", "乡村"})
ITEM_MARK = re.compile(r"、|以及|及(?!其)|和(?!谐|美)|与")
MARKS = (re.compile("、"), re.compile("、|和(?![谐美])"), re.compile("、|以及|及(?!其)|和(?![谐美])"), ITEM_MARK)
BRACKET = re.compile(r"（[^（）]{0,20}）|\([^()]{0,20}\)")
END_BRACKET = re.compile(r"(?:（[^（）]{0,30}）|\([^()]{0,30}\))\Z")
GRADE = re.compile(r"(?:国家|自治区|[省市县区州校乡镇村])级")
GROUPED = re.compile(r"（[^（）]{0,80}）|\([^()]{0,80}\)|“[^“”]{0,60}”|《[^《》]{0,80}》")


@dataclass(frozen=True, slots=True)
class Member:
    """One member of a list: whose (`subject`) and what (`indicator`). Either may be empty, not both."""

    subject: Phrase
    indicator: Phrase


def items(text: str, span: Span, mark: re.Pattern[str] = ITEM_MARK) -> list[Span]:
    """Cut a span at its list marks outside brackets and quotation marks."""
    closed = [Span(*m.span()) for m in GROUPED.finditer(text, span.start, span.end)]
    found: list[Span] = []
    at = span.start
    for match in mark.finditer(text, span.start, span.end):
        if any(c.start <= match.start() < c.end for c in closed) or match.start() == at:
            continue
        found.append(Span(at, match.start()))
        at = match.end()
    found.append(Span(at, span.end))
    return found


def members(text: str, span: Span, count: int) -> list[Member] | None:
    """Cut a noun group into the `count` members it lists; None where it does not list so many.

    With marks 、 first, and 和 and 及 only where 、 gives too few: 设施农业和初加工、水产养殖 are two.
    """
    for mark in MARKS:
        parts = items(text, span, mark)
        if len(parts) == count and all(part.end > part.start for part in parts):
            return _members(text, parts)
    return None


def _members(text: str, parts: list[Span]) -> list[Member]:
    """Find what the members share before the first and behind the last."""
    if len(parts) == 1:
        return [Member((), (parts[0],))]
    first, last = parts[0], parts[-1]
    if shared := _shared_head(text, parts):
        return [Member((Span(part.start, min(part.end, shared.start)), shared), ()) for part in parts]
    prefix_end = _shared_before(text, parts)
    suffix_start = _shared_behind(text, parts, prefix_end)
    before = (Span(first.start, prefix_end),) if prefix_end > first.start else ()
    behind = (Span(suffix_start, last.end),) if suffix_start < last.end else ()
    found: list[Member] = []
    for part in parts:
        start = prefix_end if part is first else part.start
        end = suffix_start if part is last else part.end
        own = Span(start, end)
        if is_population(text, own):
            found.append(Member((own,), before + behind))
        else:
            found.append(Member((), (*before, own, *behind)))
    return found


def _shared_head(text: str, parts: list[Span]) -> Span | None:
    """Return 学校 of 甲类、乙类、丙类学校: people or places that only the last of several kinds names; None for other lists."""
    own, last = parts[0].cut(text), parts[-1]
    if not is_population(text, last) or any(is_population(text, part) for part in parts[:-1]):
        return None
    alike = last.start + len(own)
    if alike >= last.end:
        return None
    shared = text[alike - 1] == own[-1] and len({len(part.cut(text)) for part in parts[:-1]}) == 1
    return Span(alike, last.end) if shared and is_population(text, Span(alike, last.end)) else None


@cache
def process() -> re.Pattern[str]:
    """Return the pattern of a process (种植, 出口), of which a noun may have several."""
    return re.compile(heads("process"))


def trailing_populations(text: str, span: Span) -> list[Span]:
    """Return the list of populations that ends a noun group, as in 生均面积小学、初中; empty where it ends otherwise."""
    found: list[Span] = []
    end = span.end
    while (start := _ending_population(text, Span(span.start, end))) is not None:
        found.insert(0, Span(start, end))
        mark = re.compile(r"(?:、|和|及|与)\Z").search(text[span.start : start])
        if mark is None:
            break
        end = span.start + mark.start()
    return found if found and found[0].start > span.start else []


def is_population(text: str, span: Span) -> bool:
    """Tell whether some words name people, places or institutions, and no measure."""
    words = END_BRACKET.sub("", span.cut(text))
    return any(m.end() == len(words) for m in population_ends().finditer(words)) or words in SETTLEMENTS


def _ending_population(text: str, span: Span) -> int | None:
    """Return where a population name that ends the span begins, the longest one; None if it ends otherwise."""
    words = span.cut(text)
    if words[-2:] in SETTLEMENTS and len(words) > 2:
        return span.end - 2
    starts = [m.start() for m in population_ends().finditer(words) if m.end() == len(words)]
    return span.start + min(starts) if starts else None


def _shared_before(text: str, parts: list[Span]) -> int:
    """Return where the first member itself begins, behind what all members share."""
    first, second = parts[0], parts[1]
    name = _ending_population(text, first)
    if name is not None and (is_population(text, second) or _starts_population(text, second)):
        if name > first.start and measure_at_end().search(text[first.start : name]):
            return name
        return first.start
    own, other = first.cut(text), second.cut(text)
    if measure_at_end().search(own):
        return first.start
    if own[:2] == other[:2]:
        return first.start
    # 花生种植、收获机械化率: two processes of one thing share what stands before them.
    if len(own) > 2 and process().fullmatch(own[-2:]) and process().match(other):
        return first.end - 2
    if len(own) > len(other) and not measure_at_end().search(other) and own[-1] == other[-1]:
        return first.end - len(other)
    return first.start


def _starts_population(text: str, span: Span) -> bool:
    words = span.cut(text)
    return any(m.start() == 0 for m in population_ends().finditer(words))


def _shared_behind(text: str, parts: list[Span], prefix_end: int) -> int:
    """Return where the tail begins that the last member shares with all others."""
    first, last = parts[0], parts[-1]
    own = text[prefix_end : first.end]
    words = last.cut(text)
    graded = GRADE.match(words)
    if graded and graded.end() < len(words) and all(GRADE.fullmatch(part.cut(text)) for part in parts[:-1]):
        return last.start + graded.end()  # 国家级、省级|示范区
    if all(measure_at_end().search(part.cut(text)) for part in parts[:-1]):
        return last.end
    if is_population(text, Span(prefix_end, first.end)):
        if is_population(text, last):
            return last.end
        if words[:2] in SETTLEMENTS:
            return last.start + 2  # 城区、农村|垃圾分类覆盖率
        ends = [m.end() for m in population_ends().finditer(words) if m.end() < len(words)]
        return last.start + min(ends) if ends else last.end
    if not measure_at_end().search(words):
        return last.end
    own = parts[-2].cut(text) if len(parts) > 2 else own
    for at in range(len(words) - 1, 1, -1):
        # 公益性、商业性|广告抽检率: members often end in the same character.
        if words[at - 1] == own[-1] and at <= len(own) + 4:
            bracket = BRACKET.match(words, at)  # 二氧化硫、有机物（VOCs）|排放总量
            return last.start + (bracket.end() if bracket else at)
    whole = re.search(  # 化肥、农药|总施用量
        rf"(?<=[\u4e00-\u9fff]{{2}})总(?![量数额值和])[\u4e00-\u9fff]{{0,2}}{heads('measure')}\Z", words
    )  # 化肥、农药|总施用量
    tail = re.search(rf"[\u4e00-\u9fff]{{2}}(?:（[^（）]*）|\([^()]*\))?(?P<measure>{heads('measure')})\Z", words)
    shared = whole or (tail if tail and len(tail["measure"]) > 1 and tail.start() > 1 else None)
    if shared:
        return last.start + shared.start()  # 氨氮、化学需氧量|排放总量
    if len(own) <= 4 and len(own) < len(words):
        return last.start + len(own)
    return last.start + max(1, tail.start()) if tail else last.end
