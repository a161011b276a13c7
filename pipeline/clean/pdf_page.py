"""One page of a PDF as printed characters in lines: in reading order, columns apart, each character with its place."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from statistics import median
from typing import Literal, NamedTuple

from pipeline.clean.mapped import Mapped, join
from pipeline.clean.spaces import tidy

Box = tuple[float, float, float, float]

LOST = "\ufffd"
"""Stands for a glyph of which the file does not say which character it shows."""

LEVEL = 0.05
"""A line of text that leans by a smaller share is level: scans do so."""
GAP, WIDE_GAP = 0.5, 1.1
"""White between neighbours on a line that may part, or does part, two cells, in sizes of their characters."""

BOXED = 1_000
"""A page has fewer boxes round text than this; those of each page count from a multiple of it."""
RAISED_SIZE, RAISED = 0.75, 0.12
"""Raised figures are at most of this share of the size of their line, and end so much of it above where the others do."""
NOTED = re.compile(r"[\u3001-\u303f\u3400-\u9fff\uff01-\uff60“”‘’%％‰)]")
"""Behind a Han character or a stop a raised figure is no exponent, as it is in m² and 10⁴."""
GUTTER_STEP = 2.0
COLUMN_LINES = 8
COLUMN_GAP = 10.0
COLUMN_CROSSED = 0.12
COLUMN_CHARACTERS = 8


Turn = Literal[0, 90, 180, 270, 1]
"""How text runs: from left to right, upwards, upside down, downwards, aslant (as watermarks do)."""


def turn_of(across: float, up: float) -> Turn:
    """Return how text runs whose line goes `across` and `up` by so much."""
    if abs(up) <= LEVEL * abs(across):
        return 0 if across >= 0 else 180
    if abs(across) <= LEVEL * abs(up):
        return 90 if up > 0 else 270
    return 1


class Char(NamedTuple):
    """A character as the file prints it, in points from the top left corner of the page. Lost ones are `LOST`."""

    text: str
    box: Box
    size: float
    turn: Turn = 0


class Rule(NamedTuple):
    """A straight line along an edge of the page, or one edge of a box."""

    x0: float
    top: float
    x1: float
    bottom: float


class Sheet(NamedTuple):
    """What a file prints on one page; `unseen` counts the characters (or bytes of them) printed without ink."""

    width: float
    height: float
    chars: Sequence[Char]
    rules: Sequence[Rule]
    pictures: bool = False
    unseen: int = 0


@dataclass(frozen=True, slots=True)
class Glyph:
    """A printed character (or ligature). `index` is its place among all printed characters of the file."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    size: float
    index: int

    @property
    def middle(self) -> float:
        """The height of its middle, from the top of the page."""
        return (self.top + self.bottom) / 2


class Page(NamedTuple):
    """A page held upright, ready to be read; its coordinates are those of the page so held."""

    number: int
    height: float
    glyphs: list[Glyph]
    rules: list[Rule]


@dataclass(slots=True)
class Press:
    """All printed characters of a file: page and box of each, by index. `lost` counts those that name no character."""

    places: list[tuple[int, Box]] = field(default_factory=list)
    lost: int = 0

    def page(self, number: int, sheet: Sheet) -> Page:
        """Take the characters of a page, as they are read when it is held upright.

        Left out are turned characters (watermarks), unless most are, and those printed twice to look bold.
        """
        turns = Counter(char.turn for char in sheet.chars)
        turn: Turn = max(turns, key=lambda t: (t != 1, turns[t], t == 0)) if turns else 0
        found: list[Glyph] = []
        seen: set[tuple[str, int, int]] = set()
        for char in sheet.chars:
            key = (char.text, round(char.box[0] / 1.5), round(char.box[1] / 1.5))
            if char.turn != turn or key in seen or not char.text:
                continue
            seen.add(key)
            found.append(Glyph(char.text, *_turned(char.box, turn, sheet), char.size, len(self.places)))
            self.places.append((number, char.box))
            self.lost += char.text == LOST
        rules = [Rule(*_turned(rule, turn, sheet)) for rule in sheet.rules]
        return Page(number, sheet.width if turn in {90, 270} else sheet.height, found, rules)


def _turned(box: Box | Rule, turn: Turn, sheet: Sheet) -> Box:
    """Return a box of a page that is turned so that its text runs from left to right."""
    x0, top, x1, bottom = box
    if turn == 90:
        return sheet.height - bottom, x0, sheet.height - top, x1
    if turn == 180:
        return sheet.width - x1, sheet.height - bottom, sheet.width - x0, sheet.height - top
    if turn == 270:
        return top, sheet.width - x1, bottom, sheet.width - x0
    return x0, top, x1, bottom


@dataclass(frozen=True, slots=True)
class PrintedLine:
    """A line as printed. `column` is 0 for one across the page, 1 and 2 for those of two columns, from `BOXED` on a box.

    `pieces` are its parts between gaps, with their left and right edges; `note` tells that the mark of a note opens it.
    """

    words: Mapped
    page: int
    x0: float
    top: float
    x1: float
    bottom: float
    size: float
    column: int = 0
    pieces: tuple[tuple[float, float, Mapped], ...] = ()
    note: bool = False

    @property
    def text(self) -> str:
        """The characters of the line."""
        return self.words.text

    @property
    def segments(self) -> int:
        """The number of its parts between gaps wider than a character."""
        wide = WIDE_GAP * self.size
        return 1 + sum(after[0] - before[1] > wide for before, after in pairwise(self.pieces))


def mapped(glyphs: Sequence[Glyph]) -> Mapped:
    """Return glyphs of one line, from left to right, as text; wide gaps between them become spaces, marks of notes go."""
    pieces: list[Mapped] = []
    last: Glyph | None = None
    marks = note_marks(glyphs)
    for glyph in glyphs:
        if glyph.index in marks:
            last = glyph if last is not None else None
            continue
        if last is not None:
            gap = glyph.x0 - last.x1
            size = max(glyph.size, last.size)
            narrow = glyph.text.isascii() and last.text.isascii()
            if gap > 2.2 * size:
                pieces.append(pieces[-1].layout("   "))
            elif gap > (0.28 if narrow else 0.75) * size:
                pieces.append(pieces[-1].layout(" "))
        pieces.append(Mapped.standing_for(glyph.text, glyph.index, glyph.index + 1))
        last = glyph
    return join(pieces)


def note_marks(glyphs: Sequence[Glyph]) -> set[int]:
    """Return the raised figures of a line that refer to notes, by index: at its start, or behind what takes no exponent."""
    inked = [glyph for glyph in glyphs if glyph.text.strip()]
    if len(inked) < 2 or max(g.size for g in inked) * RAISED_SIZE < min(g.size for g in inked):
        return set()
    size, base = median(g.size for g in inked), median(g.bottom for g in inked)
    marks: set[int] = set()
    noted = True  # at the start
    for glyph in inked:
        raised = glyph.size <= RAISED_SIZE * size and glyph.bottom < base - RAISED * size
        if noted and raised and glyph.text.isdecimal():
            marks.add(glyph.index)
        else:
            noted = NOTED.match(glyph.text) is not None
    return marks


def rows_of(glyphs: Iterable[Glyph]) -> list[list[Glyph]]:
    """Group glyphs into rows by height on the page, each from left to right; raised and lowered signs stay in their row."""
    rows: list[list[Glyph]] = []
    top = bottom = 0.0
    tallest = 0.0
    for glyph in sorted(glyphs, key=lambda g: (g.middle, g.x0)):
        height = glyph.bottom - glyph.top
        inside = rows and (top <= glyph.middle <= bottom or glyph.top <= (top + bottom) / 2 <= glyph.bottom)
        if not inside:
            rows.append([glyph])
            top, bottom, tallest = glyph.top, glyph.bottom, height
            continue
        rows[-1].append(glyph)
        if height > tallest * 1.05:
            top, bottom, tallest = glyph.top, glyph.bottom, height
    return [sorted(row, key=lambda g: g.x0) for row in rows]


def printed_lines(glyphs: Sequence[Glyph], page: int) -> list[PrintedLine]:
    """Return the lines of a page in reading order; two columns are read one after the other."""
    rows = [row for row in rows_of(glyphs) if any(g.text.strip() for g in row)]
    gutter = _gutter(rows)
    if gutter is None:
        return [_line(row, page) for row in rows]
    lines: list[PrintedLine] = []
    left: list[PrintedLine] = []
    right: list[PrintedLine] = []
    for row in rows:
        if any(g.x0 < gutter < g.x1 for g in row) or not _parted(row, gutter):
            lines += [*left, *right, _line(row, page)]
            left, right = [], []
            continue
        for side, part, number in (
            (left, [g for g in row if g.x1 <= gutter], 1),
            (right, [g for g in row if g.x0 >= gutter], 2),
        ):
            if any(g.text.strip() for g in part):
                side.append(replace(_line(part, page), column=number))
    return [*lines, *left, *right]


def _line(row: list[Glyph], page: int) -> PrintedLine:
    inked = [g for g in row if g.text.strip()]
    size = median(g.size for g in inked)
    pieces: list[list[Glyph]] = [[inked[0]]]
    for before, glyph in pairwise(inked):
        if glyph.x0 - before.x1 > GAP * size:
            pieces.append([])
        pieces[-1].append(glyph)
    words = tidy(mapped(row))
    return PrintedLine(
        words,
        page,
        inked[0].x0,
        min(g.top for g in inked),
        max(g.x1 for g in inked),
        max(g.bottom for g in inked),
        size,
        pieces=tuple((part[0].x0, part[-1].x1, tidy(mapped(part)) if len(pieces) > 1 else words) for part in pieces),
        note=inked[0].index in note_marks(inked),
    )


def _parted(row: list[Glyph], gutter: float) -> bool:
    """Tell whether a row keeps the gutter free, so that it is a line of each column and not a title across both."""
    left = max((g.x1 for g in row if g.x1 <= gutter), default=None)
    right = min((g.x0 for g in row if g.x0 >= gutter), default=None)
    if left is None or right is None:
        return True
    return right - left >= COLUMN_GAP * 0.8


def _crossed(row: Sequence[Glyph], first: float, last: float) -> set[int]:
    """Return the steps from `first` to `last` that characters of a row cover."""
    covered: set[int] = set()
    for glyph in row:
        if glyph.x1 > first and glyph.x0 < last and glyph.text.strip():
            begin = max(0, math.floor((glyph.x0 - first) / GUTTER_STEP) + 1)
            covered.update(range(begin, math.ceil((min(glyph.x1, last + GUTTER_STEP) - first) / GUTTER_STEP)))
    return covered


def _gutter(rows: Sequence[Sequence[Glyph]]) -> float | None:
    """Return the x of the white gap between two columns of running text, or None."""
    if len(rows) < COLUMN_LINES:
        return None
    left_edge = min(row[0].x0 for row in rows)
    width = max(row[-1].x1 for row in rows) - left_edge
    first, last = left_edge + 0.35 * width, left_edge + 0.65 * width
    crossed = Counter(step for row in rows for step in _crossed(row, first, last))
    best: tuple[float, float] | None = None
    start: float | None = None
    steps = int((last - first) / GUTTER_STEP)
    for step in range(steps + 1):
        x = first + GUTTER_STEP * step
        free = crossed[step] <= COLUMN_CROSSED * len(rows)
        if free and start is None:
            start = x
        if (not free or step == steps) and start is not None:
            if best is None or x - start > best[1] - best[0]:
                best = (start, x)
            start = None
    if best is None or best[1] - best[0] < COLUMN_GAP:
        return None
    gutter = (best[0] + best[1]) / 2
    lefts = [sum(1 for g in row if g.x1 <= gutter and g.text.strip()) for row in rows]
    rights = [sum(1 for g in row if g.x0 >= gutter and g.text.strip()) for row in rows]
    both = [(a, b) for a, b in zip(lefts, rights, strict=True) if a and b]
    if len(both) < max(COLUMN_LINES, 0.4 * len(rows)):
        return None
    if median(a for a, _ in both) < COLUMN_CHARACTERS or median(b for _, b in both) < COLUMN_CHARACTERS:
        return None
    return gutter
