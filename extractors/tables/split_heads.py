"""Put the head of a table that divides a task together again from its lines: one level, two levels, or a line of units."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from extractors.notice import Cell
from extractors.tables.headers import squeeze
from extractors.tables.pieces import Piece
from extractors.tables.units import is_unit

OPENERS, CLOSERS = "（(〔[【", "）)〕]】"
BELOW = re.compile(
    r"""(?: 到 | 至 )? 20\d\d 年? .{0,8} | “?十[一二三四五六七]五”? .{0,4} | 第[一二三四]季度 | [上下]半年
      | (?: 小 | 合 | 总 ) 计 | 其中 [：:]? .* | 其[他它] | 数量 | 面积 | 个数 | 户数 | 套数 | 人数 | 投资 | 金额 | 资金
      | 新建 | 改建 | 扩建 | 改造 | 新增 | 续建 | 提升 | 计划 | 任务 | 目标""",
    re.VERBOSE,
)
"""Heads that say little alone: they divide the head over them."""


@dataclass(frozen=True, slots=True)
class Column:
    """The head of one column: the head over it that it shares with its neighbours, if there is one, and its own."""

    above: Piece | None
    own: Piece
    unit: Piece | None = None


@dataclass(frozen=True, slots=True)
class Heads:
    """A head: of running numbers (or None), of places, and of each column of numbers.

    `outer` is the head of the places that those of `place` lie in (市 before 县), None where there is one column of places.
    """

    index: Piece | None
    outer: Piece | None
    place: Piece
    columns: tuple[Column, ...]

    @property
    def keys(self) -> list[Piece]:
        """The heads before the numbers, from left to right."""
        return [piece for piece in (self.index, self.outer, self.place) if piece is not None]

    @property
    def height(self) -> int:
        """How many rows it takes."""
        return 2 if any(c.above or c.unit for c in self.columns) else 1

    def cells(self) -> Iterator[Cell]:
        """Yield its cells; what stands alone in its column reaches down to the body."""
        for at, key in enumerate(self.keys):
            yield Cell(0, at, key.span, self.height, 1, header=True)
        first = at = len(self.keys)
        while at < first + len(self.columns):
            some = self._group(at - first)
            head = some[0]
            if head.above is not None:
                yield Cell(0, at, head.above.span, 1, len(some), header=True)
                yield from (Cell(1, at + i, c.own.span, header=True) for i, c in enumerate(some))
            elif head.unit is not None:
                yield Cell(0, at, head.own.span, header=True)
                yield Cell(1, at, head.unit.span, header=True)
            else:
                yield Cell(0, at, head.own.span, self.height, 1, header=True)
            at += len(some)

    def _group(self, at: int) -> tuple[Column, ...]:
        """Return the columns from `at` that share the head over them."""
        above = self.columns[at].above
        stop = at + 1
        while above is not None and stop < len(self.columns) and self.columns[stop].above == above:
            stop += 1
        return self.columns[at:stop]


def divide(pieces: Sequence[Piece], rows: Sequence[Sequence[str]]) -> tuple[Column, ...] | None:
    """Give each column of numbers its head; None where the lines of the head fit in no way, or in several.

    Args:
        pieces: the lines, or words, of the head behind that, in text order.
        rows: the numbers of each row, as written.
    """
    width = len(rows[0])
    if len(pieces) == 2 * width and all(is_unit(piece.words.strip("（）()")) for piece in pieces[width:]):
        return tuple(Column(None, own, unit) for own, unit in zip(pieces[:width], pieces[width:], strict=True))
    whole = _whole(pieces)
    if len(whole) == width:
        return tuple(Column(None, piece) for piece in whole)
    if len(whole) == width + 1 and width > 1:
        ways = list(_two_levels(whole, width))
        if len(ways) > 1:
            ways = [way for way in ways if _adds_up(way, rows)] or [w for w in ways if w[-1].above is not None]
        if len(ways) == 1:
            return ways[0]
    return None


def _whole(pieces: Sequence[Piece]) -> list[Piece]:
    """Join what a line break parted: a note or unit in brackets belongs to what stands before it."""
    found: list[Piece] = []
    for piece in pieces:
        open_still = found and sum(map(found[-1].words.count, OPENERS)) > sum(map(found[-1].words.count, CLOSERS))
        if found and (open_still or piece.words[:1] in OPENERS):
            found[-1] = found[-1].joined(piece)
        else:
            found.append(piece)
    return found


def _two_levels(pieces: list[Piece], width: int) -> Iterator[tuple[Column, ...]]:
    """Yield the ways in which one head of the first row lies over the heads of the second, which say little alone."""
    below = 0
    while below < len(pieces) and BELOW.fullmatch(pieces[-1 - below].words):
        below += 1
    if not 2 <= below <= width:
        return
    upper, lower = pieces[:-below], pieces[-below:]
    for at, above in enumerate(upper):
        yield (
            *(Column(None, piece) for piece in upper[:at]),
            *(Column(above, own) for own in lower),
            *(Column(None, piece) for piece in upper[at + 1 :]),
        )


def _adds_up(columns: Sequence[Column], rows: Sequence[Sequence[str]]) -> bool:
    """Tell whether in every row the column before (or the first of) those under one head is the sum of the others."""
    under = [i for i, column in enumerate(columns) if column.above is not None]
    for whole, parts in ((under[0] - 1, under), (under[0], under[1:]), (under[-1] + 1, under)):
        if 0 <= whole < len(columns) and len(parts) > 1:
            sums = [(_number(row[whole]), sum((_number(row[i]) for i in parts), Decimal(0))) for row in rows]
            if all(total == added for total, added in sums):
                return True
    return False


def _number(words: str) -> Decimal:
    """Return the number of a cell; a dash counts nothing."""
    digits = re.match(r"[^\d]*(\d[\d.]*)", squeeze(words).replace(",", "").replace("，", ""))
    return Decimal(digits[1].rstrip(".")) if digits else Decimal(0)
