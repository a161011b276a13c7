"""Report: what a database holds, as a summary for the terminal and as one page that needs nothing else."""

from __future__ import annotations

from pathlib import Path

import jinja2
import sqlite_utils
from markupsafe import Markup
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from extractors.bilingual import both, halves
from pipeline import page
from pipeline.reasons import gist

TEMPLATES = Path(__file__).parent / "templates"
SCRIPTS = ("report.js", "report_search.js", "report_review.js")
STYLES = {
    "notices": {"ok": "green", "warned": "yellow", "failed": "red", "copies": "dim", "older": "dim"},
    "reviews": {"still true": "green", "re-anchored": "yellow", "no longer anchorable": "red"},
    "comparisons": {"stricter": "red", "equal": "green", "weaker": "blue", "not comparable": "dim"},
}
FAILURES = 20
"""How many notices that could not be read the summary names."""

TITLES = {
    "notices": "文件 notices",
    "records": "记录 records",
    "comparisons": "对标 comparisons",
    "silences": "未提及 silences",
    "reviews": "审核 reviews",
}


def write(db: sqlite_utils.Database, path: Path) -> None:
    """Write the page of a database: one file, without a request to anywhere."""
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATES), autoescape=True, undefined=jinja2.StrictUndefined
    )
    environment.filters |= {"halves": halves, "gist": gist}
    content = page.gather(db)
    html = environment.get_template("report.html").render(
        page=content,
        content=Markup(content.embedded()),  # noqa: S704 - JSON without any <
        css=Markup((TEMPLATES / "report.css").read_text(encoding="utf-8")),  # noqa: S704 - our own file
        script=Markup("\n".join((TEMPLATES / name).read_text(encoding="utf-8") for name in SCRIPTS)),  # noqa: S704 - our own files
    )
    path.write_text(html, encoding="utf-8", newline="\n")


def figures(db: sqlite_utils.Database) -> dict[str, dict[str, int]]:
    """Count what a database holds: notices by status, records by kind, comparisons by verdict, silences by state.

    Decisions of reviewers are counted by what became of them.

    Copies of others and older versions of pages are counted by themselves, whatever their status, and what older versions
    said does not count.
    """
    statuses = page.statuses(db)
    verdicts = _counts(db, "SELECT value_verdict, count(*) FROM alignments GROUP BY 1")
    return {
        "notices": {status: statuses.get(status, 0) for status in STYLES["notices"]},
        "records": page.count_records(db),
        "comparisons": {verdict: verdicts.get(verdict, 0) for verdict in STYLES["comparisons"]},
        "silences": _counts(db, "SELECT state, count(*) FROM silences GROUP BY 1 ORDER BY 1"),
        "reviews": _counts(
            db,
            "SELECT outcome, count(DISTINCT document_id || decision || quote) FROM reviews GROUP BY 1 ORDER BY 1 DESC",
        ),
    }


def summary(db: sqlite_utils.Database) -> RenderableType:
    """Return those counts, and the notices that could not be read, as something rich can print."""
    counted = figures(db)
    table = Table(show_header=False, box=None, padding=(0, 1))
    table.add_column(style="bold", no_wrap=True)
    table.add_column()
    for group, counts in counted.items():
        if group == "reviews" and not counts:
            continue
        styles = STYLES.get(group, {})
        words = [Text(f"{name} {number}", styles.get(name, "")) for name, number in counts.items() if number]
        table.add_row(TITLES[group], Text("   ").join(words) if words else "0")
    failed = db.query(f"SELECT source_path, reason FROM documents WHERE status = 'failed' ORDER BY 1 LIMIT {FAILURES}")  # noqa: S608 - our own number
    lines = [
        Text(f" 未能读取 failed  {row['source_path']}: {both(gist(row['reason']), row['reason'])}", "red")
        for row in failed
    ]
    more = counted["notices"]["failed"] - FAILURES
    if more > 0:
        lines.append(Text(f" 未能读取 failed  {both(f'另有 {more} 份', f'{more} more')}", "red"))
    placeless = db.execute(page.PLACELESS).fetchone()[0]
    if placeless:
        told = both(
            f"{placeless} 份未作对照，地名可写入 places.csv",
            f"{placeless} not compared: name their places in places.csv",
        )
        lines.append(Text(f" 地区未定 unknown place  {told}", "yellow"))
    return Group(table, *lines)


def _counts(db: sqlite_utils.Database, sql: str) -> dict[str, int]:
    return dict(db.execute(sql).fetchall())
