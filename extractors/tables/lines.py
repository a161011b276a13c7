"""Find a table again in text where each of its cells came out as a line, or several.

The head is a run of lines that are column heads; the rows are found by their numbers (1, 2, 3 …), and within a row
lines are dealt out to columns by what they look like: a unit, 约束性, a number, words. The cheapest dealing wins; a
table whose rows cannot be dealt out well is left alone.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from extractors.bodies import BODY
from extractors.duty_lists import is_body, split_names
from extractors.notice import Cell, Table
from extractors.span import Span
from extractors.stretches import Stretches
from extractors.tables.headers import ATTRIBUTES, Kind, kind_of
from extractors.tables.pieces import Piece, lines_of
from extractors.tables.units import is_unit

FIRST_HEADS = frozenset({Kind.INDEX, Kind.CATEGORY})
VALUES = frozenset({Kind.BASE, Kind.TARGET})
WORDS = frozenset({Kind.INDICATOR, Kind.CATEGORY, Kind.TASK, Kind.NOTE, Kind.PLACE})
DUTIES = frozenset({Kind.DUTY, Kind.LEAD, Kind.SUPPORT})
NUMBER = re.compile(r"\d{1,3}")
VALUE_LIKE = re.compile(
    r"[〔\[【（(]?[^\d。]{0,10}\d[\d.,，%％]*(?:[-—–~～至]{1,2}\d[\d.]*)?[^\d。]{0,4}[〕\]】）)]?|[-—–－/／]{1,3}|[—-]{2}"
)
STOP = re.compile(
    r"[注说][：:明]|资料来源|数据来源|[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[)）]|第[一二三四五六七八九十]+[章节]|\#|附[件表录]|表\d|专栏"
)
GOAL_WORDS = re.compile(r"目标|现状|基期|完成|任务|指标")  # a head has one of these
PERIODS = re.compile(r"20\d\d年|十[一二三四五六七]五")
ONCE = frozenset({Kind.INDEX, Kind.UNIT, Kind.ATTRIBUTE})  # a table has one column of these
MOST_HEADS = 40  # ways to divide a head that are tried
MOST_TABLES = 200  # places of a notice at which a table is looked for
TRIED_ROWS = 6  # rows that are dealt out to choose among them
LONGEST_FIRST_HEAD = 8  # characters: 序号, 任务类别
LONGEST_HEAD = 24  # lines
LONGEST_ROW = 24  # lines
LONGEST_CELL = 7  # lines
DEAR = 9.0
SURELY_CHEAPER = 2.0  # so much less must a row cost that ends the table before a line that could be the next number
GOOD_ROW = 2.5  # what a row may cost on the average in a table that was found


@dataclass(frozen=True, slots=True)
class Head:
    """The columns of a head, each with the lines that make it; `after` is the first line of the body."""

    kinds: tuple[Kind, ...]
    lines: tuple[range, ...]
    after: int


@dataclass(frozen=True, slots=True)
class Dealt:
    """A row dealt out: for each column the lines that it gets (an empty range for none), and the cost."""

    lines: tuple[range, ...]
    cost: float


def recover_tables(text: str, known: Sequence[Span]) -> list[Table]:
    """Return the tables that stand in the lines of `text`, outside those already known, in text order."""
    taken = Stretches(known)
    lines = [line for line in lines_of(text) if not taken.touches(line.span)]
    found: list[Table] = []
    at = tried = 0
    while at < len(lines) and tried < MOST_TABLES:
        table = None
        short = len(lines[at].words) <= LONGEST_FIRST_HEAD
        if short and kind_of(lines[at].words) in FIRST_HEADS and (first := _first_row(lines, at)) is not None:
            tried += 1
            table = _table_at(lines, at, first)
        if table is None:
            at += 1
            continue
        found.append(table[0])
        at = table[1]
    return found


# ---------------------------------------------------------------- the head


def _first_row(lines: list[Piece], start: int) -> int | None:
    """Return the line with the number of the first row under a head that begins at `start`, or None."""
    return next((i for i in range(start, min(start + LONGEST_HEAD, len(lines))) if lines[i].words == "1"), None)


def _table_at(lines: list[Piece], start: int, first: int) -> tuple[Table, int] | None:
    tried = [(head, _Rows(lines, head).rows(first, TRIED_ROWS)) for head in _heads(lines, start, first) if _worth(head)]
    tried = [(head, rows) for head, rows in tried if len(rows) > 1]
    if not tried:
        return None
    head, _ = min(tried, key=lambda t: _mean(t[1]) + 0.05 * len(t[0].kinds))
    rows = _Rows(lines, head).rows(first, len(lines))
    if len(rows) < 2 or _mean(rows) > GOOD_ROW:
        return None
    return _as_table(lines, head, rows), max(r.stop for r in rows[-1].lines if r)


def _mean(rows: list[Dealt]) -> float:
    return sum(dealt.cost for dealt in rows) / len(rows)


def _worth(head: Head) -> bool:
    """Tell whether the head is that of an indicator table, or of a list of tasks and who does them."""
    kinds = set(head.kinds)
    indicators = Kind.INDICATOR in kinds and kinds & VALUES
    tasks = Kind.TASK in kinds and kinds & DUTIES
    return bool(indicators or tasks) and Kind.SCORE not in kinds


def _heads(lines: list[Piece], start: int, first: int) -> list[Head]:
    """Return the ways to divide the lines from `start` into column heads; the rows under them will choose.

    Up to three lines before the first number may be a category's words.
    """
    found: list[Head] = []
    for after in range(first, max(start + 2, first - 4), -1):
        for kinds, places in _divisions(tuple(line.words for line in lines[start:after])):
            if kinds.count(Kind.INDEX) != 1:
                continue
            leads = Kind.CATEGORY in kinds[: kinds.index(Kind.INDEX)]
            if after == first or leads:
                found.append(Head(kinds, tuple(range(r.start + start, r.stop + start) for r in places), after))
    return found[:MOST_HEADS]


def _divisions(words: tuple[str, ...]) -> list[tuple[tuple[Kind, ...], tuple[range, ...]]]:
    """Return the divisions of head lines into columns of one to four lines that each make a head.

    The fewer lines that are heads themselves are swallowed by longer ones, the sooner a division comes.
    """
    ways: dict[int, list[tuple[int, tuple[Kind, ...], tuple[range, ...]]]] = {0: [(0, (), ())]}
    for end in range(1, len(words) + 1):
        ways[end] = []
        for start in range(max(0, end - 4), end):
            joined = "".join(words[start:end])
            kind = kind_of(joined)
            if kind is None or len(GOAL_WORDS.findall(joined)) > 1 or len(PERIODS.findall(joined)) > 1:
                continue
            swallowed = sum(kind_of(word) is not None for word in words[start:end]) if end - start > 1 else 0
            ways[end] += [
                (odd + swallowed, (*kinds, kind), (*places, range(start, end)))
                for odd, kinds, places in ways[start]
                if kind not in ONCE or kind not in kinds
            ]
        ways[end] = sorted(ways[end], key=lambda way: way[0])[:MOST_HEADS]
    return [(kinds, places) for _, kinds, places in ways[len(words)]]


# ---------------------------------------------------------------- the rows


class _Rows:
    """Deals the lines under a head out to rows and columns."""

    def __init__(self, lines: list[Piece], head: Head) -> None:
        """Remember where the number stands among the columns."""
        self.lines, self.head = lines, head
        self.index = head.kinds.index(Kind.INDEX)

    def rows(self, first: int, most: int) -> list[Dealt]:
        """Deal out at most `most` rows, numbered 1, 2, 3 …; each ends where the next number leaves it cheapest."""
        rows: list[Dealt] = []
        at, number = first, 1
        before = self.head.after  # where the words of a category before the number begin
        while len(rows) < most:
            limit = self._limit(at)
            ends = [j for j in range(at + 2, limit) if self.lines[j].words == str(number + 1)]
            options = [(dealt, tail, j) for j in ends for dealt, tail in self._with_tails(before, at, j)]
            dealt, tail, following = min(options, key=lambda option: option[0].cost, default=(None, 0, 0))
            ending = None
            if dealt is None or dealt.cost > SURELY_CHEAPER:
                last = (self._deal(before, at, j) for j in range(at + 2, limit + 1))
                ending = min(last, key=lambda d: d.cost, default=None)
            if dealt is None or (ending is not None and ending.cost + SURELY_CHEAPER < dealt.cost):
                return [*rows, ending] if ending is not None and ending.cost < DEAR else rows
            rows.append(dealt)
            at, number, before = following, number + 1, tail
        return rows

    def _limit(self, at: int) -> int:
        """Return the line before which a row that begins at `at` must end: a heading, a note, or too many lines on."""
        limit = min(at + LONGEST_ROW, len(self.lines))
        return next((j for j in range(at + 1, limit) if STOP.match(self.lines[j].words)), limit)

    def _with_tails(self, before: int, at: int, end: int) -> list[tuple[Dealt, int]]:
        """Deal out a row that ends before `end`, leaving none or a few of its lines to the category of the next."""
        tails = range(end, max(at + 1, end - 3), -1) if self.index > 0 else (end,)
        found = []
        for tail in tails:
            dealt = self._deal(before, at, tail)
            words = self._words(tail, end)
            extra = _cost(Kind.CATEGORY, words, several=True) - 0.3 if words else 0.0
            found.append((Dealt(dealt.lines, dealt.cost + extra), tail))
        return found

    def _deal(self, before: int, at: int, end: int) -> Dealt:
        """Deal the lines of one row out to the columns at the least cost."""
        kinds, index = self.head.kinds, self.index
        left = _deal_columns(self._words(before, at), kinds[:index])[-1]
        right = _deal_columns(self._words(at + 1, self._limit(at)), kinds[index + 1 :])[end - at - 1]
        places = [
            *(range(r.start + before, r.stop + before) for r in left.lines),
            range(at, at + 1),
            *(range(r.start + at + 1, r.stop + at + 1) for r in right.lines),
        ]
        return Dealt(tuple(places), left.cost + right.cost)

    def _words(self, start: int, end: int) -> tuple[str, ...]:
        return tuple(line.words for line in self.lines[start:end])


@lru_cache(maxsize=2_000)
def _deal_columns(words: tuple[str, ...], kinds: tuple[Kind, ...]) -> tuple[Dealt, ...]:
    """Deal lines out to columns in order at the least cost: for each count of lines, from none to all, the best dealing.

    What costs as much as `DEAR` is not gone on with.
    """
    count, several = len(words), sum(kind in WORDS for kind in kinds) > 1
    best = [0.0] + [DEAR * 2] * count  # the least cost at which the columns so far take so many lines
    steps: list[list[int]] = []
    for kind in kinds:
        row, came = [DEAR * 2] * (count + 1), [0] * (count + 1)
        for start in range(count + 1):
            if best[start] >= DEAR:
                continue
            for end in range(start, min(count, start + LONGEST_CELL) + 1):
                total = best[start] + _cost(kind, words[start:end], several)
                if total < row[end]:
                    row[end], came[end] = total, start
        best = row
        steps.append(came)
    return tuple(Dealt(_traced(steps, end), cost) for end, cost in enumerate(best))


def _traced(steps: list[list[int]], end: int) -> tuple[range, ...]:
    """Return the lines of each column, where `steps` say at which line a column that ends before `end` began."""
    dealt: list[range] = []
    for came in reversed(steps):
        dealt.append(range(came[end], end))
        end = came[end]
    return tuple(reversed(dealt))


@lru_cache(maxsize=20_000)
def _cost(kind: Kind, words: tuple[str, ...], several: bool) -> float:
    """Return what it costs that a column of `kind` gets these lines; `several`: there are several columns of words."""
    if not words:
        if kind in VALUES:
            return 1.5 if kind is Kind.TARGET else 1.2
        if kind in {Kind.ATTRIBUTE, Kind.INDICATOR}:
            return 1.0 if several and kind is Kind.INDICATOR else 3.5
        return 1.2 if kind is Kind.UNIT else 0.5
    joined, extra = "".join(words), 0.1 * (len(words) - 1) ** 2
    if kind is Kind.CATEGORY:  # the narrowest cells have the most line breaks
        extra /= 2
    if kind is Kind.UNIT:
        return extra if is_unit(joined) else DEAR / 2
    if kind is Kind.ATTRIBUTE:
        return extra if ATTRIBUTES.fullmatch(joined) else DEAR
    if kind in VALUES:
        like = [VALUE_LIKE.fullmatch(word) is not None for word in words]
        extra *= 1 if re.search(r"[\u4e00-\u9fff]", joined) else 3  # only tiers have a line each
        if any(ATTRIBUTES.fullmatch(word) for word in words):
            return DEAR / 2
        return extra + (0 if all(like) else 0.6 if any(ch.isdigit() for ch in joined) else 1.2)
    if kind in {Kind.TASK, *DUTIES} and (kind is Kind.TASK) == all(_is_list_of_bodies(word) for word in words):
        return 3.0
    if any(_is_alien(kind, word) for word in words):
        return 3.0
    return min(extra, 0.3 * (len(words) - 1))


@lru_cache(maxsize=2_000)
def _is_list_of_bodies(word: str) -> bool:
    """Tell whether a line holds nothing but names of agencies."""
    names = [name.cut(word) for name in split_names(word, Span(0, len(word)))]
    sure = any(BODY.fullmatch(name) or name.endswith(("街道", "街镇", "乡镇")) for name in names)
    return sure and not re.search(r"\d", word) and all(map(is_body, names))


def _is_alien(kind: Kind, word: str) -> bool:
    """Tell whether a line among a cell's words plainly belongs to another column, or to the head."""
    if ATTRIBUTES.fullmatch(word) or (is_unit(word) and kind is not Kind.NOTE):
        return True
    if VALUE_LIKE.fullmatch(word) and not re.search(r"[\u4e00-\u9fff]", word):
        return True
    return kind is Kind.CATEGORY and kind_of(word) in VALUES


def _as_table(lines: list[Piece], head: Head, rows: list[Dealt]) -> Table:
    """Make cells of the dealt lines; an empty cell of words is merged with the one above it."""

    def cover(places: range) -> Span:
        return lines[places.start].span.cover(lines[places[-1]].span)

    cells = [Cell(0, column, cover(places), header=True) for column, places in enumerate(head.lines)]
    open_words: dict[int, int] = {}
    for row, dealt in enumerate(rows, start=1):
        for column, places in enumerate(dealt.lines):
            if places:
                open_words[column] = len(cells)
                cells.append(Cell(row, column, cover(places)))
            elif head.kinds[column] in WORDS and column in open_words:
                above = cells[open_words[column]]
                cells[open_words[column]] = Cell(
                    above.row, column, above.span, above.rowspan + 1, above.colspan, above.header
                )
    last = max(cell.span.end for cell in cells)
    return Table(Span(lines[head.lines[0].start].span.start, last), tuple(cells), "lines")
