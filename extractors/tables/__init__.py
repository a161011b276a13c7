"""Find tables again where text lost them, and read targets from indicator and task tables.

A table's head decides what it is: an indicator table has a column of indicators and one of targets; a list of tasks
has tasks with agencies or time limits. Tables of the past, lists of names and scoring tables give no targets.
"""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

from extractors.reading import Reading, reading
from extractors.records import Target
from extractors.tables.grid import Grid
from extractors.tables.headers import Kind
from extractors.tables.indicators import IndicatorTable
from extractors.tables.lines import recover_tables


@Language.component("duibiao_tables")
def tables(doc: Doc) -> Doc:
    """Add to `tables` and `targets`."""
    state = reading(doc)
    text = doc.text
    recovered = recover_tables(text, [table.span for table in state.tables])
    state.tables = tuple(sorted([*state.tables, *recovered], key=lambda t: t.span))
    found = [target for table in state.tables for target in read_table(state, text, Grid(table, text))]
    state.targets = tuple(sorted([*state.targets, *found], key=lambda t: t.quote))
    return doc


def read_table(state: Reading, text: str, grid: Grid) -> list[Target]:
    """Return the targets of one table, none where its head shows another kind of table."""
    if grid.of_kind(Kind.SCORE):
        return []
    return IndicatorTable(state, text, grid).targets()
