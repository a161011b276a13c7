"""The verb `duibiao diff`: find the two notices, compare them, show what changed."""

from __future__ import annotations

import shutil
import sqlite3
import tempfile
from contextlib import closing
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import sqlite_utils
import typer
from rich.console import Console

from extractors.errors import DuibiaoError
from extractors.vocabulary import Status
from pipeline import corpus

if TYPE_CHECKING:  # the readers load dictionaries: `duibiao --help` shall not pay for them
    from pipeline.diff.changes import Comparison
    from pipeline.diff.sides import Side


class Form(StrEnum):
    """The forms in which a comparison can be shown."""

    TEXT = "text"
    MARKDOWN = "markdown"
    JSON = "json"
    HTML = "html"


class By(StrEnum):
    """What the changed records are grouped by."""

    SECTION = "section"
    AGENCY = "agency"


def diff(
    old: Annotated[str, typer.Argument(help="A file, or the id or path of a document in the database.")],
    new: Annotated[str, typer.Argument(help="The newer one, named in the same way.")],
    database: Annotated[Path, typer.Option("--db", help="Database to find document ids in.")] = Path(
        "outputs/policy.db"
    ),
    form: Annotated[Form, typer.Option("--form", "-f", help="How to show it.")] = Form.TEXT,
    by: Annotated[By, typer.Option(help="Group the changes by section or by agency.")] = By.SECTION,
    to: Annotated[Path | None, typer.Option("--to", help="Write to this file instead of the terminal.")] = None,
) -> None:
    """Show what a new notice changes against an old one, record by record.

    Exit code 0 when they are the same, 1 when they differ, 2 when they could not be compared.

    Example: `duibiao diff plan-2022.txt plan-2024.txt --form markdown`
    """
    from pipeline.diff.changes import compare  # noqa: PLC0415

    try:
        comparison = compare(find(old, database), find(new, database))
    except (DuibiaoError, OSError) as error:
        typer.echo(f"duibiao: {error}", err=True)
        raise typer.Exit(2) from error
    show(comparison, form, by, to)
    raise typer.Exit(0 if comparison.same else 1)


def watch(
    folder: Annotated[Path, typer.Argument(help="The corpus folder.")] = Path("corpus/raw"),
    outputs: Annotated[Path, typer.Option("--out", "-o", help="Folder that holds the outputs of the last run.")] = Path(
        "outputs"
    ),
) -> None:
    """Read a corpus again and show what changed since the last run, notice by notice, and why.

    Writes changes.html and changes.json beside the database. Exit code 0 when nothing changed, 1 when something did, 2
    when there is trouble.

    Example: `duibiao watch corpus/raw --out outputs`
    """
    from pipeline import run  # noqa: PLC0415
    from pipeline.diff.render import runs_as_html, runs_as_json  # noqa: PLC0415
    from pipeline.diff.runs import compare_runs  # noqa: PLC0415

    with tempfile.TemporaryDirectory() as scratch:
        before = Path(scratch) / "before.db"
        try:
            shutil.copyfile(run.existing(outputs), before)
            after = run.extract(folder, outputs)
            with closing(sqlite_utils.Database(before)) as old, closing(sqlite_utils.Database(after)) as new:
                runs = compare_runs(old, new)
        except (DuibiaoError, OSError, sqlite3.Error) as error:
            typer.echo(f"duibiao: {error}", err=True)
            raise typer.Exit(2) from error
    (outputs / "changes.html").write_text(runs_as_html(runs), "utf8")
    (outputs / "changes.json").write_text(runs_as_json(runs), "utf8")
    for sign, paths in (("+", runs.came), ("-", runs.went), ("~", tuple(c.source_path for c in runs.changed))):
        for path in paths:
            typer.echo(f"{sign} {path}")
    typer.echo(f"{outputs / 'changes.html'}")
    raise typer.Exit(0 if runs.same else 1)


def find(name: str, database: Path) -> Side:
    """Lay out a notice that is named by a file, or by id or path in a database.

    Raises:
        DuibiaoError: it is neither, or it cannot be read.
    """
    from pipeline.diff.sides import from_database, from_records  # noqa: PLC0415

    path = Path(name)
    if path.is_file():
        records = corpus.read(corpus.File(path, path.name))
        if records.notice.status is Status.FAILED:
            raise DuibiaoError(f"{name}: {records.notice.reason}")
        return from_records(records, name)
    if not database.is_file():
        raise DuibiaoError(f"{name}: no such file, and no database {database} to find it in; name one with --db")
    with closing(sqlite_utils.Database(database)) as db:
        rows = list(db.query("select id from documents where id = ? or source_path = ?", [name, name]))
        if not rows:
            raise DuibiaoError(f"{name}: neither a file nor a document of {database}")
        return from_database(db, str(rows[0]["id"]), name)


def show(comparison: Comparison, form: Form, by: By, to: Path | None) -> None:
    """Print a comparison in the wanted form, or write it to a file."""
    from pipeline.diff.render import as_html, as_json, as_markdown, as_text  # noqa: PLC0415

    if form is Form.TEXT and to is None:
        Console(highlight=False, soft_wrap=True).print(as_text(comparison, by), end="")
        return
    text = {
        Form.TEXT: lambda: as_text(comparison, by).plain,
        Form.MARKDOWN: lambda: as_markdown(comparison, by),
        Form.JSON: lambda: as_json(comparison),
        Form.HTML: lambda: as_html(comparison, by),
    }[form]()
    if to is None:
        typer.echo(text, nl=False)
    else:
        to.write_text(text, "utf8")
