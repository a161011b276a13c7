"""Diff: what a new notice changes against an old one, record by record, with the changed words marked."""

from pipeline.diff.changes import CHINESE, Change, Comparison, Kind, Line, changes_between, compare
from pipeline.diff.sides import Item, ItemKind, Side, from_database, from_records

__all__ = [
    "CHINESE",
    "Change",
    "Comparison",
    "Item",
    "ItemKind",
    "Kind",
    "Line",
    "Side",
    "changes_between",
    "compare",
    "from_database",
    "from_records",
]
