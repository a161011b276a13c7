"""Find again in text the tables that divide a task among places, where each cell, or each row, came out as a line.

What tells such a table is its body: a place, as many numbers as there are columns, the next place. The head stands over it, from a
line that names places (地区, 县（市、区）) on; a head of two levels is put together again where only one way to do so fits.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile

from extractors.notice import Cell, Table
from extractors.span import Span
from extractors.stretches import Stretches
from extractors.tables.headers import LONGEST_HEAD, Kind, kind_of
from extractors.tables.keys import MOSTLY, is_key, is_place, is_total, keyed_by_place
from extractors.tables.pieces import Piece, lines_of
from extractors.tables.split_heads import Heads, divide

TOKEN = re.compile(r"\S+")
VALUE = re.compile(
    r"""[≥≤＞＜><约]? \d[\d,，.]* (?: [-—–~～至]{1,2} \d[\d.]* )? (?: [%％‰] | [\u4e00-\u9fff]{1,2} )?
      | [-—–－/／]{1,3} | 无""",
    re.VERBOSE,
)
"""What fills a cell of numbers; a unit of one or two characters may stand behind."""

NUMBER = re.compile(r"\d{1,3}")
LONGEST_KEY = 24  # characters
LEAST_ROWS = 3
MOST_REMARKS = 3  # words of a remark behind the numbers of a line
MOST_ROWS = 400
MOST_COLUMNS = 24
HEAD_LINES = 30  # lines above the first row in which the head must begin
PLACE_HEADS = frozenset({Kind.PLACE, Kind.UNIT})
CAPTION = re.compile(r"[。；;：:]$|^附[件表录]|^表\s*\d|[（(]?单位[：:]")


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the body: its key, its numbers, and the running number before the key, if it has one.

    `outer` is the place before the key that the key's lies in, where a line has both. A row that lost a cell has fewer
    numbers than the others, and nobody can say which is whose.
    """

    index: Piece | None
    key: Piece
    values: tuple[Piece, ...]
    outer: Piece | None = None


@dataclass(frozen=True, slots=True)
class Body:
    """Rows, most of them with `width` numbers; `start` and `stop` are the lines from the first to behind the last."""

    rows: tuple[Row, ...]
    width: int
    start: int
    stop: int

    @property
    def whole(self) -> list[Row]:
        """The rows that have all their numbers."""
        return [row for row in self.rows if len(row.values) == self.width]

    @property
    def is_regular(self) -> bool:
        """Whether there are rows enough, and most of them of one width."""
        whole = len(self.whole)
        return whole >= LEAST_ROWS and whole >= MOSTLY * len(self.rows)


def recover_splits(text: str, known: Sequence[Span]) -> list[Table]:
    """Return the tables keyed by places that stand in the lines of `text`, outside those already known, in text order."""
    taken = Stretches(known)
    lines = [line for line in lines_of(text) if not taken.touches(line.span)]
    found: list[Table] = []
    for body in _bodies(text, lines):
        heads = _heads(text, lines, body)
        if heads is not None:
            found.append(_as_table(heads, body))
    return found


# ---------------------------------------------------------------- the body


def _bodies(text: str, lines: list[Piece]) -> Iterator[Body]:
    """Yield the bodies in text order; where rows are lines of their own they are read so, else cells are."""
    at = 0
    while at < len(lines):
        body = _of_rows(text, lines, at) or _of_cells(lines, at)
        if body is not None and body.is_regular and keyed_by_place([row.key.words for row in body.rows]):
            yield body
        at = body.stop if body is not None else at + 1


def _of_rows(text: str, lines: list[Piece], at: int) -> Body | None:
    """Read rows that are lines, their cells parted by white space."""
    first = _row_of(text, lines[at])
    if first is None:
        return None
    rows = [first]
    stop = at + 1
    while stop < len(lines) and len(rows) < MOST_ROWS and (row := _row_of(text, lines[stop])):
        rows.append(row)
        stop += 1
    widths = Counter(len(row.values) for row in rows)
    width = min(widths, key=lambda w: (-widths[w], w))
    return Body(tuple(rows), width, at, stop)


def _row_of(text: str, line: Piece) -> Row | None:
    """Read a line as a row: its number, its key, its numbers; a remark may stand behind them."""
    if len(line.words) == line.span.end - line.span.start:
        return None  # one word
    pieces = _pieces(text, line.span) if line.span.end - line.span.start <= LONGEST_HEAD * 4 else []
    index = pieces[0] if len(pieces) > 2 and NUMBER.fullmatch(pieces[0].words) else None
    key, *rest = pieces[1:] if index else pieces or [line]
    outer = None
    if len(rest) > 1 and is_place(key.words) and is_key(rest[0].words):
        outer, (key, *rest) = key, rest
    values = list(takewhile(lambda piece: VALUE.fullmatch(piece.words), rest))
    if not 0 < len(values) <= MOST_COLUMNS or len(rest) - len(values) > MOST_REMARKS:
        return None
    return Row(index, key, tuple(values), outer) if len(key.words) <= LONGEST_KEY and is_key(key.words) else None


def _pieces(text: str, line: Span) -> list[Piece]:
    """Divide a line at its white space; 合 计, spread out over its cell, stays one."""
    found: list[Piece] = []
    for match in TOKEN.finditer(text, line.start, line.end):
        piece = Piece(Span(*match.span()), match.group())
        if (
            found
            and _is_letter(found[-1].words[-1:])
            and len(piece.words) == 1
            and is_total(found[-1].words + piece.words)
        ):
            found[-1] = Piece(found[-1].span.cover(piece.span), found[-1].words + piece.words)
        else:
            found.append(piece)
    return found


def _is_letter(char: str) -> bool:
    return "\u4e00" <= char <= "\u9fff"


def _of_cells(lines: list[Piece], at: int) -> Body | None:
    """Read rows each of whose cells is a line."""
    if not _opens(lines, at):
        return None
    second = _next_key(lines, at)
    third = _next_key(lines, second) if second else None
    if second is None or third is None:
        return None
    numbered = _follow(lines[second - 1], lines[third - 1]) or (at > 0 and _follow(lines[at - 1], lines[second - 1]))
    width = second - at - 1 - (1 if numbered and NUMBER.fullmatch(lines[second - 1].words) else 0)
    if not 0 < width <= MOST_COLUMNS:
        return None
    rows: list[Row] = []
    start = stop = at - 1 if numbered and at > 0 and lines[at - 1].words == "1" else at
    while len(rows) < MOST_ROWS and (found := _row_at(lines, stop, width, numbered=numbered)) is not None:
        row, stop = found
        rows.append(row)
    return Body(tuple(rows), width, start, stop)


def _opens(lines: list[Piece], at: int) -> bool:
    """Tell whether a line can be the key of a row: a place or a total with a number behind it."""
    words = lines[at].words
    following = at + 1 < len(lines) and VALUE.fullmatch(lines[at + 1].words) is not None
    return following and len(words) <= LONGEST_KEY and is_key(words)


def _next_key(lines: list[Piece], at: int) -> int | None:
    """Return the line of the key behind the numbers of the row at `at`; None where something else stands there."""
    stop = _behind(lines, at + 1)
    return stop if stop < len(lines) and _opens(lines, stop) else None


def _behind(lines: list[Piece], at: int) -> int:
    """Return the first line from `at` on that fills no cell of numbers."""
    while at < len(lines) and VALUE.fullmatch(lines[at].words):
        at += 1
    return at


def _follow(first: Piece, second: Piece) -> bool:
    """Tell whether two lines are the running numbers 1 and 2, or 2 and 3."""
    return (first.words, second.words) in {("1", "2"), ("2", "3")}


def _row_at(lines: list[Piece], at: int, width: int, *, numbered: bool) -> tuple[Row, int] | None:
    """Read the row that begins with the number or key at `at`, and say where the next begins; None where no key stands."""
    index = lines[at] if numbered and at + 1 < len(lines) and NUMBER.fullmatch(lines[at].words) else None
    at += 1 if index else 0
    if at >= len(lines) or not _opens(lines, at):
        return None
    stop = _behind(lines, at + 1)
    goes_on = stop < len(lines) and is_key(lines[stop].words)
    last = lines[stop - 1].words
    if goes_on and numbered and NUMBER.fullmatch(last) and (not is_total(lines[stop].words) or stop - at - 2 == width):
        stop -= 1
    elif not goes_on:
        stop = min(stop, at + 1 + width)
    return Row(index, lines[at], tuple(lines[at + 1 : stop])), stop


# ---------------------------------------------------------------- the head


def _heads(text: str, lines: list[Piece], body: Body) -> Heads | None:
    """Read the head above a body: the column of places, and as many columns as the rows have numbers."""
    start = _head_start(text, lines, body)
    if start is None:
        return None
    pieces = [piece for line in lines[start : body.start] for piece in _head_pieces(text, line, body)]
    keys = next((i for i, p in enumerate(pieces) if kind_of(p.words) in PLACE_HEADS), None)
    if keys is None or keys > 1 or (keys == 1 and kind_of(pieces[0].words) is not Kind.INDEX):
        return None
    index, outer = pieces[0] if keys else None, None
    if any(row.outer for row in body.rows):
        outer, keys = pieces[keys], keys + 1
        if keys == len(pieces) or kind_of(pieces[keys].words) not in PLACE_HEADS:
            return None
    while pieces and kind_of(pieces[-1].words) is Kind.NOTE:
        pieces = pieces[:-1]
    numbers = [[value.words for value in row.values] for row in body.whole]
    columns = divide(pieces[keys + 1 :], numbers)
    return Heads(index, outer, pieces[keys], columns) if columns else None


def _head_start(text: str, lines: list[Piece], body: Body) -> int | None:
    """Return the line where the head begins: the nearest above that names places, or the running number before it."""
    for at in range(body.start - 1, max(-1, body.start - HEAD_LINES), -1):
        words = lines[at].words
        if CAPTION.search(words) and kind_of(words) is None:
            return None
        first = [kind_of(p.words) for p in _head_pieces(text, lines[at], body)][:2]
        if first[:1] and first[0] in PLACE_HEADS:
            numbered = at > 0 and kind_of(lines[at - 1].words) is Kind.INDEX
            return at - 1 if numbered else at
        if first[:1] == [Kind.INDEX] and first[1:] and first[1] in PLACE_HEADS:
            return at
    return None


def _head_pieces(text: str, line: Piece, body: Body) -> list[Piece]:
    """Divide a head's line where the rows are lines; where the cells are, it is a cell, or part of one."""
    by_rows = "\n" not in text[body.rows[0].key.span.end : body.rows[0].values[0].span.start]
    return _pieces(text, line.span) if by_rows else [line]


# ---------------------------------------------------------------- the table


def _as_table(heads: Heads, body: Body) -> Table:
    """Make cells of a head and a body; the column of running numbers is there only where the head names it.

    The numbers of a row that lost a cell are one merged cell.
    """
    first = len(heads.keys) - 1
    cells = list(heads.cells())
    for number, row in enumerate(body.rows, start=heads.height):
        if heads.index and row.index:
            cells.append(Cell(number, 0, row.index.span))
        if heads.outer and row.outer:
            cells.append(Cell(number, first - 1, row.outer.span))
        cells.append(Cell(number, first, row.key.span))
        if len(row.values) == body.width:
            cells += [Cell(number, first + 1 + i, value.span) for i, value in enumerate(row.values)]
        else:
            cells.append(Cell(number, first + 1, row.values[0].span.cover(row.values[-1].span), 1, body.width))
    start, end = min(c.span.start for c in cells), max(c.span.end for c in cells)
    return Table(Span(start, end), tuple(cells), "lines")
