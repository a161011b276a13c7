"""What an OFD page draws (GB/T 33190-2016): text objects become characters with boxes, path objects become ruled lines.

Lengths are millimetres from the top left corner. A graphic unit has a boundary on its page and coordinates of its own within,
which its CTM transforms. A text code sets its first character at X and Y and each next one further by DeltaX and DeltaY.
Where a CGTransform gives glyphs of an embedded font, the text code still gives the characters; one of them from the private
use area, or a sign put in the place of one, names none: it is lost, and never guessed from its glyph.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import accumulate, pairwise
from math import ceil, isfinite, sqrt
from typing import Any, NamedTuple
from unicodedata import east_asian_width

from extractors.errors import UnreadableNotice
from pipeline.clean.limits import MAX_DEPTH, MAX_PAGE_CHARACTERS, MAX_PAGE_LINES, Clock
from pipeline.clean.pdf_page import LOST, Char, Rule, turn_of

POINTS = 72 / 25.4
ABOVE, BELOW = 0.86, 0.14
"""How far a character reaches above and below its line, in shares of its size."""
STRAIGHT = 0.05
MAX_PARTS = 50_000
MAX_SHARE = 20.0
LINE_END = re.compile(r"[\r\n\t]")
UNNAMED = re.compile(r"[\ue000-\uf8ff\ufffd\x00-\x08\x0e-\x1f]")
PLACEHOLDER = "¤"
"""What converters write for a glyph whose character they do not know."""
ARGUMENTS = {"M": 2, "S": 2, "L": 2, "Q": 4, "B": 6, "A": 7, "C": 0}


class Affine(NamedTuple):
    """A transformation of the plane: x' = ax + cy + e, y' = bx + dy + f."""

    a: float = 1.0
    b: float = 0.0
    c: float = 0.0
    d: float = 1.0
    e: float = 0.0
    f: float = 0.0

    def at(self, x: float, y: float) -> tuple[float, float]:
        """Return where a point comes to lie."""
        return self.a * x + self.c * y + self.e, self.b * x + self.d * y + self.f

    def inside(self, outer: Affine) -> Affine:
        """Return this transformation followed by `outer`."""
        e, f = outer.at(self.e, self.f)
        return Affine(
            outer.a * self.a + outer.c * self.b,
            outer.b * self.a + outer.d * self.b,
            outer.a * self.c + outer.c * self.d,
            outer.b * self.c + outer.d * self.d,
            e,
            f,
        )


def numbers(text: str | None) -> list[float]:
    """Return the finite numbers of an array as written, with what is no number left out."""
    found: list[float] = []
    for word in (text or "").split():
        try:
            number = float(word)
        except ValueError:
            continue
        if isfinite(number):
            found.append(number)
    return found


def steps(text: str | None, count: int) -> list[float]:
    """Return `count` steps from one character to the next; the last one given goes on, none given is none.

    >>> steps("5 g 3 4.5", 5)
    [5.0, 4.5, 4.5, 4.5, 4.5]
    """
    words = iter((text or "").split())
    found: list[float] = []
    for word in words:
        times, value = (next(words, "0"), next(words, "0")) if word in {"g", "G"} else ("1", word)
        step = numbers(value)
        if not step or not times.isdecimal():
            break
        found += step * min(int(times[:9]), count - len(found))
        if len(found) >= count:
            break
    return found + found[-1:] * (count - len(found))


class Drawing:
    """Draws the content of a page: `chars` and `rules` are in points; `units` are composite ones by id."""

    def __init__(self, units: dict[str, Any], clock: Clock) -> None:
        """Begin with an empty page."""
        self.units = units
        self.clock = clock
        self.chars: list[Char] = []
        self.rules: list[Rule] = []
        self.pictures = False
        self.parts = 0
        self.lines = 0

    def draw(self, parent: Any, outer: Affine = Affine(), depth: int = 0) -> None:  # noqa: B008 - an immutable tuple
        """Draw the layers, blocks and objects below `parent`.

        Raises:
            UnreadableNotice: there is too much to draw, or it takes too long.
        """
        self.clock.check()
        self.parts += 1
        if depth > MAX_DEPTH or self.parts > MAX_PARTS:
            raise UnreadableNotice("made to break programs: drawings in drawings without end")
        for child in parent:
            if child.get("Visible") == "false":
                continue
            match child.tag.rsplit("}", 1)[-1]:
                case "Layer" | "PageBlock" | "Content":
                    self.draw(child, outer, depth + 1)
                case "TextObject":
                    self._text(child, _placed(child, outer))
                case "PathObject":
                    self._path(child, _placed(child, outer))
                case "ImageObject":
                    self.pictures = True
                case "CompositeObject" if child.get("ResourceID") in self.units:
                    self.draw(self.units[child.get("ResourceID")], _placed(child, outer), depth + 1)
                case _:
                    pass

    def _text(self, item: Any, matrix: Affine) -> None:
        size = (numbers(item.get("Size")) or [0.0])[0]
        stretch = (numbers(item.get("HScale")) or [1.0])[0]
        turn = turn_of(matrix.a, -matrix.b)
        drawn = size * sqrt(abs(matrix.a * matrix.d - matrix.b * matrix.c))
        codes = [(code, LINE_END.sub("", code.text or "")) for code in item.iterfind("{*}TextCode")]
        shares = _glyph_shares(item, sum(len(text) for _, text in codes))
        if len(self.chars) + sum(len(text) for _, text in codes) > MAX_PAGE_CHARACTERS:
            raise UnreadableNotice(f"too large: a page of more than {MAX_PAGE_CHARACTERS} characters")
        x = y = 0.0
        begun = 0
        for code, text in codes:
            x, y = (numbers(code.get("X")) or [x])[0], (numbers(code.get("Y")) or [y])[0]
            across, down = _strides(code, [shares.get(begun + i, 1.0) for i in range(len(text))])
            at_x, at_y = x, y
            for i, character in enumerate(text):
                natural = size * stretch * _natural_width(character)
                last = i + 1 == len(text)
                step = natural if not across or last else across[i]
                advance = min(natural, step) if step > 0 else natural
                corners = [
                    matrix.at(at_x + dx, at_y + dy) for dx in (0.0, advance) for dy in (-ABOVE * size, BELOW * size)
                ]
                named = not UNNAMED.match(character) and not (character == PLACEHOLDER and begun + i in shares)
                self.chars.append(Char(character if named else LOST, _box(corners), drawn * POINTS, turn))
                at_x += natural if not across and not down else across[i] if across and not last else 0.0
                at_y += down[i] if down and not last else 0.0
            begun += len(text)

    def _path(self, item: Any, matrix: Affine) -> None:
        words = " ".join(node.text or "" for node in item.iterfind("{*}AbbreviatedData")).split()
        self.lines += len(words) // 3
        if self.lines > MAX_PAGE_LINES:
            return  # a drawing, whose lines are no rules
        for (x0, y0), (x1, y1) in _segments(words):
            box = _box([matrix.at(x0, y0), matrix.at(x1, y1)])
            if box[2] - box[0] < STRAIGHT or box[3] - box[1] < STRAIGHT:
                self.rules.append(Rule(*box))


def _natural_width(character: str) -> float:
    """Return how wide a character is set, in sizes, where no step says it: about so wide in most fonts."""
    if east_asian_width(character) in "WFA":
        return 1.0
    return 0.85 if character in "mwMW%@" else 0.7 if character.isupper() else 0.5


def _placed(item: Any, outer: Affine) -> Affine:
    """Return the transformation from the coordinates of a graphic unit to those of the page."""
    boundary = [*numbers(item.get("Boundary")), 0.0, 0.0]
    given = numbers(item.get("CTM"))
    own = Affine(*given) if len(given) == 6 else Affine()
    return own.inside(Affine(e=boundary[0], f=boundary[1])).inside(outer)


def _box(points: Sequence[tuple[float, float]]) -> tuple[float, float, float, float]:
    xs, ys = [x for x, _ in points], [y for _, y in points]
    x0, top, x1, bottom = (round(edge * POINTS, 2) for edge in (min(xs), min(ys), max(xs), max(ys)))
    return x0, top, x1, bottom


def _glyph_shares(item: Any, characters: int) -> dict[int, float]:
    """Return for each character that a CGTransform sets its share of the glyphs: half of one in a ligature of two."""
    shares: dict[int, float] = {}
    for change in item.iterfind("{*}CGTransform"):
        place, codes, glyphs = (
            int((numbers(change.get(name)) or [default])[0])
            for name, default in (("CodePosition", 0.0), ("CodeCount", 1.0), ("GlyphCount", 1.0))
        )
        for i in range(max(place, 0), min(place + codes, characters)):
            shares[i] = min(max(glyphs, 0) / codes, MAX_SHARE)
    return shares


def _strides(code: Any, shares: Sequence[float]) -> tuple[list[float], list[float]]:
    """Return the way from each character to the next, across and down; empty where the file gives none.

    The file gives steps from glyph to glyph; within a glyph its characters share the step.
    """
    begins = list(accumulate(shares, initial=0.0))
    strides: list[list[float]] = []
    for name in ("DeltaX", "DeltaY"):
        each = steps(code.get(name), max(ceil(begins[-1]) - 1, 0))
        places = list(accumulate(each, initial=0.0))
        ways = [_between(places, end) - _between(places, begin) for begin, end in pairwise(begins)] if each else []
        strides.append(ways)
    return strides[0], strides[1]


def _between(places: Sequence[float], at: float) -> float:
    """Return the place at a count of steps that need not be whole."""
    whole = min(int(at), len(places) - 1)
    rest = at - whole
    return places[whole] + (rest * (places[whole + 1] - places[whole]) if whole + 1 < len(places) else 0.0)


def _segments(words: Sequence[str]) -> Iterator[tuple[tuple[float, float], tuple[float, float]]]:
    """Yield the straight lines of a path: its curves are no rules."""
    begun = here = (0.0, 0.0)
    i = 0
    while i < len(words):
        operator = words[i]
        count = ARGUMENTS.get(operator)
        given = numbers(" ".join(words[i + 1 : i + 1 + count])) if count else []
        i += 1 + (count or 0)
        if operator == "C":
            yield here, begun
            here = begun
        elif count and len(given) == count:
            there = (given[-2], given[-1])
            if operator == "L":
                yield here, there
            if operator in {"M", "S"}:
                begun = there
            here = there
