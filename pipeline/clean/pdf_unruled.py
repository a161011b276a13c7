"""Tables without lines: found where the pieces of several lines stand below each other in columns with white between them."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from extractors.notice import Cell
from extractors.span import Span
from pipeline.clean.mapped import Mapped, join
from pipeline.clean.pdf_page import PrintedLine
from pipeline.clean.pdf_tables import PrintedTable, Row, glue

MIN_ROWS = 3
MIN_COLUMNS = 3
MAX_LINES = 300
GUTTER = 0.4
"""White between two columns is at least so many sizes of a character wide."""
CROSSED = 0.12
"""Share of the lines that may cross it: those of cells over several columns."""
MAX_LONE = 0.6
"""A line of one piece amid a table is at most this share of its width: longer ones are running text."""
LEVEL = 0.1
FAR = 2.5

Columns = list[tuple[float, float]]


def unruled_tables(lines: Sequence[PrintedLine]) -> list[PrintedLine | PrintedTable]:
    """Replace runs of lines whose pieces stand in the same columns by tables; all else stays as it is."""
    result: list[PrintedLine | PrintedTable] = []
    i = 0
    while i < len(lines):
        end = _end_of_run(lines[i : i + MAX_LINES + 1]) + i
        table = _table(lines[i:end]) if MIN_ROWS <= end - i <= MAX_LINES else None
        result.append(lines[i] if table is None else table)
        i += 1 if table is None else end - i
    return result


def _end_of_run(lines: Sequence[PrintedLine]) -> int:
    """Return how many lines from the first on may be rows of a table; 0 if none begins there."""
    if lines[0].segments < MIN_COLUMNS or lines[0].column:
        return 0
    left, right = lines[0].x0, lines[0].x1
    end = i = 1
    while i < len(lines) and lines[i].column == 0 and lines[i].top - lines[i - 1].bottom < FAR * lines[i].size:
        line = lines[i]
        left, right = min(left, line.x0), max(right, line.x1)
        if line.segments > 1:
            end = i + 1
        elif line.x1 - line.x0 > MAX_LONE * (right - left):
            break
        i += 1
    while end < i and lines[end].top - lines[end - 1].bottom < LEVEL * lines[end].size and lines[end].x0 > left + 1:
        end += 1  # the last line of a cell in the last row
    return end


def _table(lines: Sequence[PrintedLine]) -> PrintedTable | None:
    columns = _columns(lines)
    if len(columns) < MIN_COLUMNS:
        return None
    rows = [_row(number, row, columns) for number, row in enumerate(_rows(lines, columns))]
    if len(rows) < MIN_ROWS or sum(_filled(row) >= MIN_COLUMNS for row in rows) < MIN_ROWS:
        return None
    box = (columns[0][0], min(line.top for line in lines), columns[-1][1], max(line.bottom for line in lines))
    edges = (*(left for left, _ in columns), columns[-1][1])
    return PrintedTable(lines[0].page, box, edges, tuple(rows))


def _filled(row: Row) -> int:
    return sum(bool(words) for _, words in row)


def _columns(lines: Sequence[PrintedLine]) -> Columns:
    """Return the left and right edges of the columns: what stands between two stretches of white down the lines."""
    ends = sorted({x for line in lines for x0, x1, _ in line.pieces for x in (x0, x1)})
    free: Columns = []
    allowed = max(int(CROSSED * len(lines)), int(len(lines) > MIN_ROWS))
    narrow = GUTTER * min(line.size for line in lines)
    for left, right in pairwise(ends):
        middle = (left + right) / 2
        crossed = sum(any(x0 < middle < x1 for x0, x1, _ in line.pieces) for line in lines)
        if crossed <= allowed:
            if free and free[-1][1] == left:
                free[-1] = (free[-1][0], right)
            else:
                free.append((left, right))
    gutters = [(left, right) for left, right in free if right - left >= narrow]
    edges = [ends[0], *(x for gutter in gutters for x in gutter), ends[-1]]
    columns: Columns = []
    for left, right in zip(edges[::2], edges[1::2], strict=True):
        begin = sum(any(left <= x0 < right for x0, _, _ in line.pieces) for line in lines)
        if columns and begin <= allowed:  # where the longest cell of the column before ends
            columns[-1] = (columns[-1][0], right)
        else:
            columns.append((left, right))
    return columns


def _rows(lines: Sequence[PrintedLine], columns: Columns) -> list[list[PrintedLine]]:
    """Group the lines into rows: lines that lie level, and those with few cells, which go with the nearer neighbour."""
    level: list[list[PrintedLine]] = []
    for line in lines:
        if level and line.top < max(other.bottom for other in level[-1]) - LEVEL * line.size:
            level[-1].append(line)
        else:
            level.append([line])
    rows: list[list[PrintedLine]] = []
    waiting: list[PrintedLine] = []
    for i, group in enumerate(level):
        if _is_row(group, columns):
            rows.append([*waiting, *group])
            waiting = []
            continue
        before = _gap(level[i - 1], group) if i else None
        after = _gap(group, level[i + 1]) if i + 1 < len(level) else None
        if waiting or not rows or (before is not None and after is not None and after < 0.8 * before):
            waiting += group
        else:
            rows[-1] += group
    if waiting:
        rows[-1:] = [[*(rows[-1] if rows else []), *waiting]]
    return rows


def _gap(above: Sequence[PrintedLine], below: Sequence[PrintedLine]) -> float:
    return min(line.top for line in below) - max(line.bottom for line in above)


def _is_row(lines: Sequence[PrintedLine], columns: Columns) -> bool:
    """Tell whether level lines are a row of their own: with a cell in the first column, or in most."""
    taken = {_over(x0, x1, columns)[0] for line in lines for x0, x1, _ in line.pieces}
    return (0 in taken and len(taken) > 1) or 2 * len(taken) > len(columns)


def _over(x0: float, x1: float, columns: Columns) -> tuple[int, int]:
    """Return the first column that a piece stands in and the one behind its last."""
    hit = [k for k, (left, right) in enumerate(columns) if x0 < right and x1 > left]
    if hit:
        return hit[0], hit[-1] + 1
    near = min(range(len(columns)), key=lambda k: abs(columns[k][0] - x0))
    return near, near + 1


def _row(number: int, lines: Sequence[PrintedLine], columns: Columns) -> Row:
    """Lay the pieces of a row out in its columns; one over several columns is a merged cell."""
    texts: dict[int, list[Mapped]] = {}
    ends: dict[int, int] = {}
    for line in sorted(lines, key=lambda line: (line.top + line.bottom) / 2):
        parts: dict[int, list[tuple[float, float, Mapped]]] = {}
        for piece in line.pieces:
            first, end = _over(piece[0], piece[1], columns)
            parts.setdefault(first, []).append(piece)
            ends[first] = max(ends.get(first, 0), end)
        for first, pieces in parts.items():
            texts.setdefault(first, []).append(_together(pieces, line.size))
    row: Row = []
    column = 0
    while column < len(columns):
        end = max(column + 1, ends.get(column, 0))
        if any(k in texts for k in range(column + 1, end)):
            end = column + 1
        row.append((Cell(number, column, Span(0, 0), 1, end - column), glue(texts.get(column, []))))
        column = end
    return row


def _together(pieces: Sequence[tuple[float, float, Mapped]], size: float) -> Mapped:
    words = [pieces[0][2]]
    for before, after in pairwise(pieces):
        if after[0] - before[1] > size:
            words.append(words[-1].layout(" "))
        words.append(after[2])
    return join(words)
