"""The lines of a notice on their way to be its clean text, and the assembly of text, tables and offset map from them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np

from extractors.notice import Cell, OffsetRun, Table
from extractors.span import Span
from pipeline.clean.encoding import Decoded
from pipeline.clean.mapped import Mapped, join

OWN_LINE = 3
JOINING = "、，（《“"
"""Two lines of a cell that were meant to stand apart are parted by a space, if each has so many characters."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the clean text: a paragraph, or a row of table number `table`, whose `cells` have spans within the line."""

    words: Mapped
    table: int | None = None
    cells: tuple[Cell, ...] = ()

    @property
    def text(self) -> str:
        """The characters of the line."""
        return self.words.text


@dataclass(frozen=True, slots=True)
class Cleaned:
    """What the reader of a format hands over: text, tables and offsets, all of one coordinate system."""

    text: str
    tables: tuple[Table, ...]
    offsets: tuple[OffsetRun, ...]


def row_line(cells: Sequence[tuple[Cell, Mapped]], columns: int, table: int, place: Mapped) -> Line:
    """Lay the cells that begin in one row out as a line with a slot for each of `columns` columns, tabs between.

    A merged cell stands in the slot of its first row and column; the other slots it covers are empty. `place` is a
    text behind which the layout characters stand when the row has no text at all.
    """
    by_column = {cell.column: (cell, words) for cell, words in cells}
    pieces: list[Mapped] = []
    laid: list[Cell] = []
    at = 0
    last = place
    for column in range(columns):
        if column:
            pieces.append(last.layout("\t"))
            at += 1
        if column in by_column:
            cell, words = by_column[column]
            laid.append(replace(cell, span=Span(at, at + len(words))))
            pieces.append(words)
            at += len(words)
            last = words or last
    return Line(join(pieces), table, tuple(laid))


def assemble(lines: Iterable[Line], origin: str, runs: Callable[[Mapped], tuple[OffsetRun, ...]]) -> Cleaned:
    """Join lines with line ends; tables become spans of the text, and `runs` says where its characters came from."""
    pieces: list[Mapped] = []
    cells: dict[int, list[Cell]] = {}
    extent: dict[int, Span] = {}
    at = 0
    for line in lines:
        if pieces:
            pieces.append(pieces[-1].layout("\n"))
            at += 1
        if line.table is not None:
            span = Span(at, at + len(line.words))
            extent[line.table] = extent[line.table].cover(span) if line.table in extent else span
            cells.setdefault(line.table, []).extend(
                replace(cell, span=Span(cell.span.start + at, cell.span.end + at)) for cell in line.cells
            )
        pieces.append(line.words)
        at += len(line.words)
    whole = join(pieces)
    tables = tuple(Table(extent[number], tuple(found), origin) for number, found in sorted(cells.items()))
    return Cleaned(whole.text, tables, runs(whole))


def no_runs(_words: Mapped) -> tuple[OffsetRun, ...]:
    """Say nothing of places: those of a converted file are of one that no longer exists."""
    return ()


def byte_runs(source: Decoded) -> Callable[[Mapped], tuple[OffsetRun, ...]]:
    """Return the function that turns positions of the decoded file into byte ranges of the raw file."""

    def runs(words: Mapped) -> tuple[OffsetRun, ...]:
        found: list[OffsetRun] = []
        for start, end in plain_stretches(words):
            i, place = start, words.at[start]
            if words.to[start] != place + 1:
                byte = source.byte_at(place)
                found.append(OffsetRun(i, 1, byte, source.byte_at(words.to[start]) - byte))
                continue
            while i < end:
                width, same = source.width_at(place)
                length = min(end - i, same - place)
                found.append(OffsetRun(i, length, source.byte_at(place), width * length))
                i, place = i + length, place + length
        return tuple(found)

    return runs


def plain_stretches(words: Mapped) -> list[tuple[int, int]]:
    """Cut a text where its characters are not neighbours in the source; entities and layout characters stand alone."""
    if not words:
        return []
    at = np.frombuffer(words.at, dtype=np.int64)
    width = np.frombuffer(words.to, dtype=np.int64) - at
    breaks = np.flatnonzero((np.diff(at) != 1) | (width[1:] != 1) | (width[:-1] != 1)) + 1
    edges = [0, *breaks.tolist(), len(words)]
    return list(pairwise(edges))
