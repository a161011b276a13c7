"""Report: what a run found, as a summary for the terminal and as one page for the browser."""

from __future__ import annotations

from pathlib import Path

import sqlite_utils
from rich.console import RenderableType
from rich.table import Table

COUNTS = ("targets", "milestones", "responsibilities", "citations", "findings")


def summary(db: sqlite_utils.Database) -> RenderableType:
    """Return the summary of a database as something rich can print."""
    table = Table(title="Duibiao 对标", show_header=False)
    for status, number in db.execute("SELECT status, count(*) FROM documents GROUP BY status ORDER BY status"):
        table.add_row(f"notices {status}", str(number))
    for name in COUNTS:
        table.add_row(name, str(db.table(name).count))
    return table


def write(db: sqlite_utils.Database, page: Path) -> None:
    """Write the page of a database."""
    page.write_text(f"<!doctype html><title>Duibiao</title><p>{db.table('targets').count} targets", encoding="utf-8")
