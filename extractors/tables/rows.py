"""Find a table again in text where each of its rows came out as a line, its cells parted by spaces.

The head is a line that names indicators and units (or 属性); further column heads may stand on the lines after it. Rows are found
by their numbers, also where two were joined into one line. A row of which a cell was broken over lines is passed over.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from extractors.notice import Cell, Table
from extractors.span import Span
from extractors.stretches import Stretches
from extractors.tables.headers import ATTRIBUTES, Kind, kind_of
from extractors.tables.lines import VALUES
from extractors.tables.units import is_unit

HEAD_LINE = re.compile(r"^[^\n]*指标[^\S\n][^\n]*$", re.MULTILINE)
TOKEN = re.compile(r"\S+")
VALUE = re.compile(
    r"[〔\[【（(]?\D{0,8}\d[\d.,，%％]*(?:[-—–~～至]\d[\d.]*)?\D{0,4}|[-—–－/／]{1,3}|[\[〔]?[\u4e00-\u9fff]{2,14}[\]〕]?"
)
CLOSED = re.compile(r"[〔\[【][^〕\]】\s]*[〕\]】]|[-—－](?=[\u4e00-\u9fff])")  # a cell that what follows was joined to
HEAD_LINES = 4  # after the line that names the indicators
LONGEST_ROW = 160  # characters
MOST_ROWS = 200
MOST_SKIPPED = 4  # rows in a row that were broken over lines
LEAST_ROWS = 3


@dataclass(frozen=True, slots=True)
class Heads:
    """The columns in order, index first, each with where its head stands; `end` is where the rows may begin."""

    kinds: tuple[Kind, ...]
    spans: tuple[Span, ...]
    end: int


def recover_rows(text: str, known: Sequence[Span]) -> list[Table]:
    """Return the tables whose rows are lines of `text`, outside those already known, in text order."""
    taken = Stretches(known)
    found: list[Table] = []
    at = 0
    for line in HEAD_LINE.finditer(text):
        if line.start() < at or taken.touches(Span(*line.span())):
            continue
        heads = _heads(text, Span(*line.span()))
        table = _table(text, heads) if heads else None
        if table is not None:
            found.append(table)
            at = table.span.end
    return found


def _tokens(text: str, span: Span) -> list[Span]:
    return [Span(*m.span()) for m in TOKEN.finditer(text, span.start, span.end)]


def _heads(text: str, line: Span) -> Heads | None:
    """Read the head: its own line, and from the next lines the columns of values that are named there."""
    own = [(kind, span) for span in _tokens(text, line) if (kind := kind_of(span.cut(text))) is not None]
    kinds = [kind for kind, _ in own]
    if kinds.count(Kind.INDICATOR) != 1 or not {Kind.UNIT, Kind.ATTRIBUTE} & set(kinds) or Kind.SCORE in kinds:
        return None
    own = [(kind, span) for kind, span in own if kind is not Kind.INDEX]
    end = line.end
    for _ in range(HEAD_LINES):
        after = text.find("\n", end + 1)
        stop = len(text) if after < 0 else after
        tokens = _tokens(text, Span(min(end, stop), stop))
        if not tokens or tokens[0].cut(text) == "1":
            break
        own += [(kind, span) for span in tokens if (kind := kind_of(span.cut(text))) in VALUES and kind is not None]
        end = stop
    if not any(kind is Kind.TARGET for kind, _ in own):
        return None
    return Heads((Kind.INDEX, *(k for k, _ in own)), (Span(line.start, line.start), *(s for _, s in own)), end)


@lru_cache(maxsize=64)
def _number(number: int) -> re.Pattern[str]:
    return re.compile(rf"(?<![\d.]){number}[^\S\n]+(?=[\u4e00-\u9fff“（])")


def _table(text: str, heads: Heads) -> Table | None:
    cells = [Cell(0, i, span, header=True) for i, span in enumerate(heads.spans)]
    at, number, rows, missed = heads.end, 1, 0, 0
    while rows < MOST_ROWS and missed <= MOST_SKIPPED:
        start = _number(number).search(text, at, min(len(text), at + LONGEST_ROW * (missed + 1)))
        row = _row(text, start, number, heads) if start else None
        number += 1
        if start is None or row is None:
            missed += 1
            continue
        rows, missed = rows + 1, 0
        cells += [Cell(rows, column, span) for column, span in enumerate(row)]
        at = row[-1].end
    if rows < LEAST_ROWS:
        return None
    return Table(Span(heads.spans[0].start, at), tuple(cells), "lines")


def _row(text: str, start: re.Match[str], number: int, heads: Heads) -> list[Span] | None:
    """Divide a row into its cells: the columns behind the indicator take one word each, it takes the rest."""
    line_end = text.find("\n", start.start())
    end = min(line_end if line_end >= 0 else len(text), start.start() + LONGEST_ROW)
    following = _number(number + 1).search(text, start.end(), end)
    tokens = _tokens(text, Span(start.end(), following.start() if following else end))
    place = heads.kinds.index(Kind.INDICATOR)
    before, behind = heads.kinds[1:place], heads.kinds[place + 1 :]
    words = len(tokens) - len(before) - len(behind)
    if words < 1:
        return None
    first = tokens[: len(before)]
    name = tokens[len(before)].cover(tokens[len(before) + words - 1])
    last = tokens[len(before) + words :]
    if last and (whole := CLOSED.match(text, last[-1].start, last[-1].end)):
        last[-1] = Span(*whole.span())
    if not all(_fits(kind, span.cut(text)) for kind, span in zip(behind, last, strict=True)):
        return None
    return [Span(start.start(), start.start() + len(str(number))), *first, name, *last]


def _fits(kind: Kind, word: str) -> bool:
    if kind is Kind.UNIT:
        return is_unit(word)
    if kind is Kind.ATTRIBUTE:
        return ATTRIBUTES.fullmatch(word) is not None
    return kind not in VALUES or VALUE.fullmatch(word) is not None
