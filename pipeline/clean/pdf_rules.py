"""The ruled lines of a page become the cells of its tables: what lines part is parted, what no line parts is one cell."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from pipeline.clean.pdf_page import Box, Rule

MAX_RULES = 20_000
MAX_CROSSINGS = 400_000
NEAR = 3.0
"""Lines this near are one line, and lines that miss each other by no more meet, in points."""
OPEN_SIDE = 10.0
OPEN_LINES = 3
"""So many lines that reach so far beyond the outermost line across them, all to one end, have cells there: a table without
lines at its sides, or cut off by the end of the page."""


@dataclass(frozen=True, slots=True)
class _Stroke:
    """A line: `at` is its height if it lies and its x if it stands; it reaches from `start` to `end`."""

    at: float
    start: float
    end: float


def grids(rules: Sequence[Rule]) -> list[list[Box]]:
    """Return the cells of each table that the lines of a page rule, from the top of the page; none for a drawing."""
    if len(rules) > MAX_RULES:
        return []
    lying = _joined((rule.top, rule.x0, rule.x1) for rule in rules if rule.x1 - rule.x0 > rule.bottom - rule.top)
    standing = _joined(
        (rule.x0, rule.top, rule.bottom) for rule in rules if rule.x1 - rule.x0 <= rule.bottom - rule.top
    )
    if len(lying) * len(standing) > MAX_CROSSINGS:
        return []
    found = [_cells(across, down) for across, down in _groups(lying, standing)]
    return sorted((cells for cells in found if len(cells) > 1), key=lambda cells: min((c[1], c[0]) for c in cells))


def _joined(lines: Iterable[tuple[float, float, float]]) -> list[_Stroke]:
    """Bring lines that lie side by side to one place, and join their pieces."""
    rows: list[list[tuple[float, float, float]]] = []
    for line in sorted(lines):
        if rows and line[0] - rows[-1][-1][0] <= NEAR and line[0] - rows[-1][0][0] <= 2 * NEAR:
            rows[-1].append(line)
        else:
            rows.append([line])
    strokes: list[_Stroke] = []
    for row in rows:
        at = sum(line[0] for line in row) / len(row)
        start, end = row[0][1], row[0][1]
        for _, begin, stop in sorted(row, key=lambda line: line[1]):
            if begin - end > NEAR:
                strokes.append(_Stroke(at, start, end))
                start = begin
            end = max(end, stop) if begin - end <= NEAR else stop
        strokes.append(_Stroke(at, start, end))
    return [stroke for stroke in strokes if stroke.end - stroke.start > NEAR]


def _groups(lying: Sequence[_Stroke], standing: Sequence[_Stroke]) -> list[tuple[list[_Stroke], list[_Stroke]]]:
    """Part the lines into groups that hang together by their crossings."""
    parent = list(range(len(lying) + len(standing)))

    def root(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    for i, across in enumerate(lying):
        for j, down in enumerate(standing, len(lying)):
            if (
                across.start - NEAR <= down.at <= across.end + NEAR
                and down.start - NEAR <= across.at <= down.end + NEAR
            ):
                parent[root(j)] = root(i)
    groups: dict[int, tuple[list[_Stroke], list[_Stroke]]] = defaultdict(lambda: ([], []))
    for i, stroke in enumerate([*lying, *standing]):
        groups[root(i)][i >= len(lying)].append(stroke)
    return [group for group in groups.values() if len(group[0]) > 1 and group[1]]


def _cells(lying: list[_Stroke], standing: list[_Stroke]) -> list[Box]:
    """Return the cells of one group: the fields of its grid, joined where no line parts them, that are closed."""
    standing = [*standing, *_open_sides(lying, standing)]
    lying = [*lying, *_open_sides(standing, lying)]
    xs = sorted({stroke.at for stroke in standing})
    ys = sorted({stroke.at for stroke in lying})
    columns, rows = len(xs) - 1, len(ys) - 1
    if columns < 1 or rows < 1:
        return []
    above = [[False] * columns for _ in ys]
    for stroke in lying:
        line = above[ys.index(stroke.at)]
        for i, (left, right) in enumerate(pairwise(xs)):
            line[i] = line[i] or (stroke.start <= left + NEAR and right - NEAR <= stroke.end)
    before = [[False] * rows for _ in xs]
    for stroke in standing:
        line = before[xs.index(stroke.at)]
        for j, (top, bottom) in enumerate(pairwise(ys)):
            line[j] = line[j] or (stroke.start <= top + NEAR and bottom - NEAR <= stroke.end)
    seen = [[False] * columns for _ in range(rows)]
    cells: list[Box] = []
    for j in range(rows):
        for i in range(columns):
            if not seen[j][i]:
                cells += [(xs[a], ys[b], xs[c], ys[d]) for a, b, c, d in _field(i, j, above, before, seen)]
    return cells


def _open_sides(lines: Sequence[_Stroke], across: Sequence[_Stroke]) -> list[_Stroke]:
    """Return the sides of a table that no line closes: `lines` reach beyond the outermost of `across`, all to one end."""
    inner = [stroke.at for stroke in across]
    ends = (
        [(stroke.at, stroke.start) for stroke in lines if min(inner) - stroke.start > OPEN_SIDE],
        [(stroke.at, stroke.end) for stroke in lines if stroke.end - max(inner) > OPEN_SIDE],
    )
    return [
        _Stroke(sum(end for _, end in side) / len(side), min(side)[0], max(side)[0])
        for side in ends
        if len(side) >= OPEN_LINES and max(end for _, end in side) - min(end for _, end in side) <= 2 * NEAR
    ]


def _field(
    i: int, j: int, above: list[list[bool]], before: list[list[bool]], seen: list[list[bool]]
) -> list[tuple[int, int, int, int]]:
    """Return the cell round field (i, j) as columns and rows of its edges; none if it is open to the outside.

    One that is no rectangle, because a line is missing, is cut into its rows.
    """
    columns, rows = len(above[0]), len(above) - 1
    seen[j][i] = True
    fields = [(i, j)]
    closed = True
    for x, y in fields:
        for a, b, parted in (
            (x - 1, y, before[x][y]),
            (x + 1, y, before[x + 1][y]),
            (x, y - 1, above[y][x]),
            (x, y + 1, above[y + 1][x]),
        ):
            if parted:
                continue
            if not (0 <= a < columns and 0 <= b < rows):
                closed = False
            elif not seen[b][a]:
                seen[b][a] = True
                fields.append((a, b))
    if not closed:
        return []
    lefts, tops = [x for x, _ in fields], [y for _, y in fields]
    width, height = max(lefts) - min(lefts) + 1, max(tops) - min(tops) + 1
    if len(fields) == width * height:
        return [(min(lefts), min(tops), max(lefts) + 1, max(tops) + 1)]
    by_row: dict[int, list[int]] = defaultdict(list)
    for x, y in fields:
        by_row[y].append(x)
    return [(min(found), y, max(found) + 1, y + 1) for y, found in sorted(by_row.items())]
