"""Report: what a database holds, as a summary for the terminal and as one page that needs nothing else."""

from __future__ import annotations

from pathlib import Path

import jinja2
import sqlite_utils
from markupsafe import Markup
from rich.console import Group, RenderableType
from rich.table import Table

from pipeline import page

TEMPLATES = Path(__file__).parent / "templates"
STATUS_STYLES = {"ok": "green", "warned": "yellow", "failed": "red"}
VERDICT_STYLES = {"stricter": "red", "equal": "green", "weaker": "blue", "not comparable": "dim"}


def write(db: sqlite_utils.Database, path: Path) -> None:
    """Write the page of a database: one file, without a request to anywhere."""
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATES), autoescape=True, undefined=jinja2.StrictUndefined
    )
    content = page.gather(db)
    html = environment.get_template("report.html").render(
        page=content,
        content=Markup(content.embedded()),  # noqa: S704 - JSON without any <
        css=Markup((TEMPLATES / "report.css").read_text(encoding="utf-8")),  # noqa: S704 - our own file
        script=Markup((TEMPLATES / "report.js").read_text(encoding="utf-8")),  # noqa: S704 - our own file
    )
    path.write_text(html, encoding="utf-8", newline="\n")


def summary(db: sqlite_utils.Database) -> RenderableType:
    """Return the summary of a database as something rich can print."""
    parts: list[RenderableType] = [_notices(db), _records(db)]
    if db.table("alignments").count or db.table("silences").count:
        parts.append(_comparison(db))
    return Group(*parts)


def _notices(db: sqlite_utils.Database) -> Table:
    table = _table("Notices 文件")
    counts = dict(db.execute("SELECT status, count(*) FROM documents GROUP BY status").fetchall())
    for status, style in STATUS_STYLES.items():
        if status in counts:
            table.add_row(f"[{style}]{status}[/]", str(counts[status]))
    return table


def _records(db: sqlite_utils.Database) -> Table:
    table = _table("Records 记录")
    for kind in page.KINDS:
        table.add_row(kind, str(db.table(kind).count))
    return table


def _comparison(db: sqlite_utils.Database) -> Table:
    table = _table("Against the governments above 对标")
    counts = dict(db.execute("SELECT value_verdict, count(*) FROM alignments GROUP BY 1").fetchall())
    for verdict, style in VERDICT_STYLES.items():
        if verdict in counts:
            table.add_row(f"[{style}]{verdict}[/]", str(counts[verdict]))
    for state, number in db.execute("SELECT state, count(*) FROM silences GROUP BY 1 ORDER BY 1"):
        table.add_row(state, str(number))
    return table


def _table(title: str) -> Table:
    table = Table(title=title, title_justify="left", title_style="bold", show_header=False, box=None, padding=(0, 2))
    table.add_column(min_width=24)
    table.add_column(justify="right")
    return table
