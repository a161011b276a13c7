"""Find the milestones of a table of tasks: a row with a time limit whose task no target says already."""

from __future__ import annotations

from collections.abc import Iterator

from extractors.clause import CLAUSE_SIGNS
from extractors.due_dates import as_deadline, between, is_due
from extractors.notice import Cell
from extractors.reading import Reading
from extractors.records import Evidence, Mention, Milestone
from extractors.span import Span
from extractors.tables.grid import Grid
from extractors.tables.headers import Kind
from extractors.vocabulary import DeadlineSource, MentionKind

SHORTEST_TASK = 4
LONGEST_TASK = 120
LONGEST_ROW = 300
_NUMBERING = "0123456789０１２３４５６７８９一二三四五六七八九十.．、（）() \u3000①②③④⑤⑥⑦⑧⑨⑩"


def find_task_milestones(state: Reading, text: str, taken: list[Span]) -> Iterator[Milestone]:
    """Yield the milestones of all tables that have a column of tasks and one of time limits, row by row."""
    for table in state.tables:
        grid = Grid(table, text)
        tasks, times = grid.of_kind(Kind.TASK), grid.of_kind(Kind.TIME)
        if not tasks or not times:
            continue
        for row in grid.body:
            task, time = grid.cell(row, tasks[-1].place), grid.cell(row, times[-1].place)
            if task is None or time is None or task.row != row:
                continue
            due = [m for m in between(state, time.span.start, time.span.end) if is_due(state, text, m)]
            said = _task(text, task)
            if due and said and not any(said.overlaps(span) or task.span.contains(span) for span in taken):
                yield _made(state, text, said, due[-1])


def _task(text: str, cell: Cell) -> Span | None:
    """Return the first clause of a task, without its number, or None where it is too short to say anything."""
    words = cell.span.cut(text)
    start = cell.span.start + len(words) - len(words.lstrip(_NUMBERING))
    end = start
    while end < cell.span.end and text[end] not in CLAUSE_SIGNS:
        end += 1
    return Span(start, end) if SHORTEST_TASK <= end - start <= LONGEST_TASK else None


def _made(state: Reading, text: str, task: Span, mention: Mention) -> Milestone:
    deadline = as_deadline(text, mention, DeadlineSource.CLAUSE)
    row = task.cover(mention.span)
    quote = row if len(row.cut(text)) <= LONGEST_ROW and "\n" not in row.cut(text) else task
    section = state.section_at(task.start)
    evidence = [Evidence("action", task), Evidence("deadline", mention.span)]
    start = deadline.start if mention.kind is MentionKind.PERIOD else None
    if start:
        evidence.append(Evidence("start_date", mention.span))
    return Milestone(
        quote,
        task.cut(text),
        "milestone.task-table",
        start_date=start,
        deadline=deadline,
        section=section.position if section else None,
        evidence=tuple(evidence),
    )
