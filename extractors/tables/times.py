"""By when the values of a table are due: its columns' heads, its caption, the notice's title."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable

from extractors.due_dates import as_deadline, earliest_deadline, is_due
from extractors.reading import Reading
from extractors.records import Deadline, Mention
from extractors.span import Span
from extractors.tables.grid import Grid
from extractors.vocabulary import DeadlineSource, Grain, MentionKind, Recurrence

TIMES = frozenset({MentionKind.DATE, MentionKind.PERIOD})
ABOVE = 160  # characters above a table in which its caption stands
CAPTION_LINES = 3
LONGEST_CAPTION = 60  # characters of one line


def dates_in(state: Reading, span: Span) -> list[Mention]:
    """Return the dates and periods that begin inside `span`, in text order."""
    low = bisect_left(state.mentions, span.start, key=lambda m: m.span.start)
    high = bisect_left(state.mentions, span.end, key=lambda m: m.span.start)
    return [m for m in state.mentions[low:high] if m.kind in TIMES]


def recurrence_in(state: Reading, span: Span) -> Recurrence | None:
    """Return how often what a cell says is due (每年200人次), or None; every so many years is not one of a record's."""
    low = bisect_left(state.mentions, span.start, key=lambda m: m.span.start)
    high = bisect_left(state.mentions, span.end, key=lambda m: m.span.start)
    found = (m for m in state.mentions[low:high] if m.kind is MentionKind.RECURRENCE and m.value is None)
    return next((m.recurrence for m in found), None)


def first_due(state: Reading, text: str, dates: Iterable[Mention], source: DeadlineSource) -> Deadline | None:
    """Return the first of `dates` that can be a deadline; a period (“十五五”) is inherited whatever `source` says."""
    for mention in dates:
        if is_due(state, text, mention):
            return as_deadline(text, mention, source if mention.kind is MentionKind.DATE else DeadlineSource.INHERITED)
    return None


def caption_span(text: str, grid: Grid) -> Span:
    """Return the short lines directly above a table: its caption, 单位：. A line that ends like a sentence is none."""
    start = grid.table.span.start
    top = max(0, start - ABOVE)
    at = start
    for _ in range(CAPTION_LINES):
        line_end = len(text[top:at].rstrip()) + top
        line_start = max(text.rfind("\n", top, line_end) + 1, top)
        line = text[line_start:line_end].strip()
        if not line or len(line) > LONGEST_CAPTION or line.endswith(("。", "；", "：")):
            break
        at = line_start
    return Span(at, start)


def caption_deadline(state: Reading, text: str, grid: Grid) -> Deadline | None:
    """Return the deadline that the table's title row or caption names, the line nearest the table first."""
    inside = [cell.span for row in range(grid.head.start) for cell in grid.filled(row)]
    dates = [m for span in [caption_span(text, grid), *inside] for m in dates_in(state, span)]
    return first_due(state, text, reversed(dates), DeadlineSource.INHERITED)


def title_deadline(state: Reading) -> Deadline | None:
    """Return the end of the period in the notice's title, or None where it has none or had passed."""
    end, start = state.header.period_end, state.header.period_start
    floor = earliest_deadline(state)
    if end is None or (floor is not None and end < floor):
        return None
    one_year = start is not None and start.year == end.year
    words = f"{end.year}年" if one_year or start is None else f"{start.year}—{end.year}年"
    return Deadline(end, words, Grain.YEAR if one_year else Grain.PERIOD, DeadlineSource.DOCUMENT)
