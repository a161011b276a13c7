"""The views an analyst opens first: plain SQL over the tables, each described."""

from __future__ import annotations

from dataclasses import dataclass

import sqlite_utils


@dataclass(frozen=True, slots=True)
class View:
    """One view: its name, what it shows in English and Chinese, and its query."""

    name: str
    english: str
    chinese: str
    sql: str


VIEWS: tuple[View, ...] = ()


def create(db: sqlite_utils.Database) -> None:
    """Create the views anew."""
    for view in VIEWS:
        db.create_view(view.name, view.sql, replace=True)
