"""Compare two texts: the same notice in other clothes, a part of it, nearly the same, or another notice.

Two texts are one where nothing but white space, marks and what stands round the notice (letterhead, imprint) differs. Of
a changed word inside it no rule over characters can tell whether it changes a duty: that is decided over the records.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from hashlib import blake2b


class Relation(StrEnum):
    """What the first of two texts is of the second."""

    SAME = "same text"
    PART = "a part of its text"
    WHOLE = "its text and more"


SHORTEST = 30
"""Characters that two texts must share to be one: shorter ones (详见附件) are alike by accident."""

SHORTEST_PART = 200
SHARE_OF_WHOLE = 3
"""A part has at least this many characters, and the whole is at most so many times as long: a gazette that prints many
notices is no copy of any of them."""

SMALL = 40
"""Characters more than a part that a whole may have for the part to be a short one."""

LONGEST_IMPRINT = 1000
"""Characters; more than that before or behind a notice is no letterhead or imprint."""

ANCHOR = 32
"""Characters by which one text is looked for in the other, at several places of it."""

ANCHORS = 7

NEAR = 0.8
"""Share of the longer text that must stand in the other, sentence by sentence, for two to be nearly the same."""

LONG_PIECE = 12
"""Characters of a sentence that is hardly ever in two notices by accident."""

SKETCH = 16
"""Sentences of a text by which others that have them too are found."""

INSIDE_A_NUMBER = r"(?<=\d)[.:/~-](?=\d)"
MARKS = re.compile(rf"(?!{INSIDE_A_NUMBER}|[%‰<>=≥≤+])[\W_]")
VARIANTS = str.maketrans("—–―‐‑−○", "------〇")
BREAKS = re.compile(r"[。；;！!？?\n\t]")

DAY = r"(?:[12]\d{3}|[二一][〇零一二三四五六七八九]{3})年[\d一二三四五六七八九十]{1,3}月[\d一二三四五六七八九十]{1,3}日"
IMPRINT = re.compile(rf"(?:抄送|分送).*|{DAY}印发")
NUMBER = re.compile(r"\d+(?:\.\d+)?[%‰]?")
CELLS = re.compile(r"[\n\t]")
ROUND_A_NOTICE = re.compile(
    rf"""
      {DAY}(?:印发|公布|发布)?                 # a day
    | \w{{1,20}}?[12]\d{{3}}第?\d{{1,5}}号     # a document number, without its brackets
    | \w{{2,40}}?(?:人民政府|办公[厅室]|[会委局厅部署院办])文件  # the letterhead
    | (?:抄送|分送)\w{{1,400}}$                # who else has it, to the end
    | 此件\w{{0,10}}公开(?:发布)?
    | (?:公开属性|公开方式|信息公开选项)(?:主动公开|依申请公开|不予公开)
    """,
    re.VERBOSE,
)
OTHER_ACT = re.compile(r"征求\w{0,4}意见|征求意见|意见征集|草案|送审稿|讨论稿|代拟稿|报批稿|转发|批转")
"""Words round a notice that make it another one: a draft that is put out for comment, or its being passed on."""


@dataclass(frozen=True, slots=True)
class Bare:
    """A text as it is compared: letters, figures and what is part of a number; `known` are its title and number."""

    text: str
    known: tuple[str, ...] = ()


def bare(text: str, known: Iterable[str | None] = ()) -> Bare:
    """Make a text ready to be compared. `known` are its title and number, which may stand in any order above it.

    >>> bare("增长 ５％，达到 1.5—2 万元。").text
    '增长5%达到1.5-2万元'
    """
    words = sorted({_plain(word) for word in known if word}, key=lambda word: (-len(word), word))
    return Bare(_plain(text), tuple(word for word in words if len(word) > 3))


def relation(first: Bare, second: Bare) -> Relation | None:
    """Tell how two texts stand to each other; None where a word or figure inside them differs."""
    if first.text == second.text:
        return Relation.SAME if len(first.text) >= SHORTEST else None
    short, long = sorted((first, second), key=lambda flat: len(flat.text))
    core = _common(short.text, long.text)
    if core is None:
        return None
    (at, there), length = core
    heads = _without(short.text[:at], short.known), _without(long.text[:there], long.known)
    tails = _without(short.text[at + length :], short.known), _without(long.text[there + length :], long.known)
    if all(heads) or all(tails) or any(OTHER_ACT.search(edge) for edge in (*heads, *tails)):
        return None
    more_in_short, more_in_long = (sum(map(_weight_of, edges)) for edges in zip(heads, tails, strict=True))
    if not more_in_short and not more_in_long:
        return Relation.SAME if length >= SHORTEST else None
    part, whole = (short, long) if more_in_long else (long, short)
    least = SHORTEST if more_in_short + more_in_long <= SMALL else SHORTEST_PART
    if (more_in_short and more_in_long) or length < least or SHARE_OF_WHOLE * length < len(whole.text):
        return None
    return Relation.PART if part is first else Relation.WHOLE


def near(first: str, second: str) -> bool:
    """Tell whether most sentences of the longer text stand in the other one too."""
    ours, theirs = Counter(_pieces(first)), Counter(_pieces(second))
    return _weight(ours & theirs) >= NEAR * max(_weight(ours), _weight(theirs), 1)


def figures(first: str, second: str, known: Iterable[str | None] = ()) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the numbers that only the one text has, and those that only the other has, in their order.

    Those in `known` words (its title and number) and in an imprint do not count.
    """
    words = bare("", known).known
    ours, theirs = (Counter(_numbers(text, words)) for text in (first, second))
    return tuple((ours - theirs).elements()), tuple((theirs - ours).elements())


def _numbers(text: str, known: tuple[str, ...]) -> Iterator[str]:
    for piece in CELLS.split(_fold(text)):
        yield from NUMBER.findall(IMPRINT.sub("", _without(_without_marks(piece), known)))


def sketch(text: str) -> tuple[str, ...]:
    """Return a few sentences of a text as hashes: those that any text with mostly the same sentences would return too."""
    hashes = {
        blake2b(piece.encode("utf-8", "replace"), digest_size=8).hexdigest()
        for piece in _pieces(text)
        if len(piece) >= LONG_PIECE
    }
    return tuple(sorted(hashes)[:SKETCH])


def _fold(text: str) -> str:
    return unicodedata.normalize("NFKC", text).translate(VARIANTS)


def _plain(text: str) -> str:
    return _without_marks(_fold(text))


def _without_marks(folded: str) -> str:
    return MARKS.sub("", "".join(folded.split()))


def _pieces(text: str) -> list[str]:
    return [plain for piece in BREAKS.split(_fold(text)) if (plain := _without_marks(piece))]


def _weight(pieces: Counter[str]) -> int:
    return sum(len(piece) * count for piece, count in pieces.items())


def _common(short: str, long: str) -> tuple[tuple[int, int], int] | None:
    """Return where the stretch that two texts share begins in each, and its length; None where there is none of weight.

    It is looked for from a few places of the shorter text, each taken as far as both texts agree; the longest counts.
    """
    best: tuple[tuple[int, int], int] | None = None
    for number in range(1, ANCHORS + 1):
        at = (len(short) - ANCHOR) * number // (ANCHORS + 1)
        if at < 0 or (best and best[0][0] <= at < best[0][0] + best[1]):
            continue
        there = long.find(short[at : at + ANCHOR])
        if there < 0:
            continue
        before = _agree(short[:at][::-1], long[:there][::-1])
        length = before + _agree(short[at:], long[there:])
        if best is None or length > best[1]:
            best = (at - before, there - before), length
    return best


def _agree(one: str, other: str) -> int:
    """Return how many characters two texts begin with in common."""
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if one[low:middle] == other[low:middle] else (low, middle - 1)
    return low


def _without(edge: str, known: tuple[str, ...]) -> str:
    """Return what stands before or behind the shared stretch, without the notice's own title and number."""
    for word in known:
        edge = edge.replace(word, "")
    return edge


def _weight_of(edge: str) -> int:
    """Return how many characters before or behind the shared stretch are more than letterhead, day or imprint."""
    return len(edge if len(edge) > LONGEST_IMPRINT else ROUND_A_NOTICE.sub("", edge))
