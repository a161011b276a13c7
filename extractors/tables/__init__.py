"""Find tables again where text lost them, and read targets and duties from them.

A table's head decides what it is: an indicator table has a column of indicators and one of targets; a list of tasks
has tasks with agencies or time limits; a table of support says what is granted to whom; a table of quotas divides a task
among places. Tables of the past, lists of names and scoring tables give no targets.
"""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

from extractors.notice import Table
from extractors.reading import Reading, reading
from extractors.records import Responsibility, Target
from extractors.tables.across import AcrossTable
from extractors.tables.grants import GrantTable
from extractors.tables.grid import Grid
from extractors.tables.headers import Kind
from extractors.tables.indicators import IndicatorTable
from extractors.tables.lines import recover_tables
from extractors.tables.quotas import QuotaTable
from extractors.tables.rows import recover_rows
from extractors.tables.splits import recover_splits
from extractors.tables.tasks import CellReader, TaskTable

LAYOUT_CELL = 200  # characters; a table whose cells are longer on the average only lays out a page


@Language.component("duibiao_tables")
def tables(doc: Doc) -> Doc:
    """Add to `tables`, `targets` and `responsibilities`; a table that only lays out prose leaves `tables`.

    Of a list of tasks found again in lines only the duties are read here: its tasks are lines, and read like all others.
    """
    state = reading(doc)
    text = state.text
    kept = [table for table in state.tables if not is_layout(table)]
    lines = recover_tables(text, [table.span for table in kept])
    rows = recover_rows(text, [table.span for table in (*kept, *lines)])
    recovered = [(table, Grid(table, text)) for table in (*lines, *rows)]
    splits = recover_splits(text, [table.span for table in (*kept, *lines, *rows)])
    quotas = [table for table in splits if QuotaTable(state, text, Grid(table, text)).is_one]
    found_again = [table for table, grid in recovered if grid.of_kind(Kind.INDICATOR)]
    state.tables = tuple(sorted([*kept, *found_again, *quotas], key=lambda t: t.span))
    for table, grid in recovered:
        if table not in state.tables:
            state.responsibilities += tuple(TaskTable(state, text, grid).responsibilities())
    reader = CellReader(state, text) if state.tables else None
    for table in state.tables:
        if reader is not None:
            found, duties = read_table(state, text, Grid(table, text), reader)
            state.targets += tuple(found)
            state.responsibilities += tuple(duties)
    state.targets = tuple(sorted(state.targets, key=lambda t: t.quote))
    state.responsibilities = tuple(sorted(state.responsibilities, key=lambda r: (r.quote, r.rule)))
    return doc


def is_layout(table: Table) -> bool:
    """Tell whether a table is there for the look of the page: one column, or cells as long as paragraphs."""
    cells = [cell.span.end - cell.span.start for cell in table.cells if cell.span.start < cell.span.end]
    columns = {cell.column for cell in table.cells}
    return not cells or len(columns) == 1 or sum(cells) > LAYOUT_CELL * len(cells)


def read_table(state: Reading, text: str, grid: Grid, reader: CellReader) -> tuple[list[Target], list[Responsibility]]:
    """Return the targets and duties of one table; neither where its head shows another kind of table."""
    if not grid.head or grid.of_kind(Kind.SCORE):
        return [], []
    tasks = TaskTable(state, text, grid)
    duties = tasks.responsibilities()
    quotas = QuotaTable(state, text, grid)
    if quotas.of_places_alone:
        return quotas.targets(), duties
    across = AcrossTable(state, text, grid)
    if across.is_one:
        return across.targets(), duties
    indicators = IndicatorTable(state, text, grid)
    targets = indicators.targets()
    if targets:
        return targets + (tasks.targets(reader) if indicators.of_tasks else []), duties
    grants = GrantTable(state, text, grid)
    if grants.columns:
        return grants.targets(reader), duties
    if tasks.is_one:
        return tasks.targets(reader), duties
    return (quotas.targets() if quotas.is_one else []), duties
