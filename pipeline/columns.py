"""What a table and a column of the database are: a name, a kind, and what it holds in English and Chinese."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import sqlite_utils


@dataclass(frozen=True, slots=True)
class Column:
    """One column: `kind` is str, int or float; `refers` names the table whose `id` (or `code`) it holds.

    `required` columns are never NULL, `indexed` ones have an index of their own.
    """

    name: str
    kind: type
    english: str
    chinese: str
    refers: str | None = None
    required: bool = False
    indexed: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """One table: its columns in order and its primary key (None where rows have no name of their own)."""

    name: str
    english: str
    chinese: str
    columns: tuple[Column, ...]
    key: str | None = "id"


def text(name: str, english: str, chinese: str, refers: str | None = None, *, required: bool = False) -> Column:
    """Describe a text column; one that refers to another table has an index."""
    return Column(name, str, english, chinese, refers, required, refers is not None)


def whole(name: str, english: str, chinese: str, *, required: bool = False) -> Column:
    """Describe a column of whole numbers."""
    return Column(name, int, english, chinese, required=required)


def real(name: str, english: str, chinese: str) -> Column:
    """Describe a column of numbers."""
    return Column(name, float, english, chinese)


def create(db: sqlite_utils.Database, tables: Iterable[Table]) -> None:
    """Create the tables with their keys, foreign keys and indexes. The database must not have them yet."""
    for table in tables:
        db.table(table.name).create(
            {column.name: column.kind for column in table.columns},
            pk=table.key,
            not_null={column.name for column in table.columns if column.required},
            foreign_keys=[
                (column.name, column.refers, "code" if column.refers == "jurisdictions" else "id")
                for column in table.columns
                if column.refers
            ],
            strict=True,
        )
        for column in table.columns:
            if column.indexed:
                db.table(table.name).create_index([column.name])
