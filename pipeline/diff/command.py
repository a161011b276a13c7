"""The verb `duibiao diff`: find the two notices, compare them, show what changed."""

from __future__ import annotations

import shutil
import sqlite3
import tempfile
from collections.abc import Callable
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
    from rich.text import Text

    from pipeline.diff.changes import Comparison
    from pipeline.diff.runs import RunComparison
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
    old: Annotated[str, typer.Argument(help="A file, the id or path of a document in the database, or a database.")],
    new: Annotated[str, typer.Argument(help="The newer one, named in the same way.")],
    database: Annotated[Path, typer.Option("--db", help="Database to find document ids in.")] = Path(
        "outputs/policy.db"
    ),
    form: Annotated[Form, typer.Option("--form", "-f", help="How to show it.")] = Form.TEXT,
    by: Annotated[By, typer.Option(help="Group the changes by section or by agency.")] = By.SECTION,
    to: Annotated[Path | None, typer.Option("--to", help="Write to this file instead of the terminal.")] = None,
) -> None:
    """Show what a new notice changes against an old one, record by record; or one run of a corpus against another.

    Two databases are two runs: each change is then told with its cause, the source, a rule, or a correction.
    Exit code 0 when they are the same, 1 when they differ, 2 when they could not be compared.

    Example: `duibiao diff plan-2022.txt plan-2024.txt --form markdown`
    """
    from pipeline.diff.changes import compare  # noqa: PLC0415

    found: Comparison | RunComparison
    try:
        if old.endswith(".db") and new.endswith(".db"):
            found = two_runs(Path(old), Path(new))
        else:
            found = compare(find(old, database), find(new, database))
    except (DuibiaoError, OSError, sqlite3.Error) as error:
        typer.echo(f"duibiao: {error}", err=True)
        raise typer.Exit(2) from error
    show(found, form, by, to)
    raise typer.Exit(0 if found.same else 1)


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

    with tempfile.TemporaryDirectory() as scratch:
        before = Path(scratch) / "before.db"
        try:
            shutil.copyfile(run.existing(outputs), before)
            runs = two_runs(before, run.extract(folder, outputs))
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


def two_runs(old: Path, new: Path) -> RunComparison:
    """Compare the databases of two runs of a corpus.

    Raises:
        DuibiaoError: one of them is not there.
    """
    from pipeline.diff.runs import compare_runs  # noqa: PLC0415

    for path in (old, new):
        if not path.is_file():
            raise DuibiaoError(f"{path}: there is no such database")
    with closing(sqlite_utils.Database(old)) as before, closing(sqlite_utils.Database(new)) as after:
        return compare_runs(before, after)


def show(found: Comparison | RunComparison, form: Form, by: By, to: Path | None) -> None:
    """Print what was found in the wanted form, or write it to a file."""
    from pipeline.diff import render  # noqa: PLC0415
    from pipeline.diff.runs import RunComparison  # noqa: PLC0415

    forms: dict[Form, Callable[[], str | Text]]
    if isinstance(found, RunComparison):
        forms = {
            Form.TEXT: lambda: render.runs_as_text(found, by),
            Form.MARKDOWN: lambda: render.runs_as_markdown(found, by),
            Form.JSON: lambda: render.runs_as_json(found),
            Form.HTML: lambda: render.runs_as_html(found, by),
        }
    else:
        forms = {
            Form.TEXT: lambda: render.as_text(found, by),
            Form.MARKDOWN: lambda: render.as_markdown(found, by),
            Form.JSON: lambda: render.as_json(found),
            Form.HTML: lambda: render.as_html(found, by),
        }
    made = forms[form]()
    if to is not None:
        to.write_text(str(made), "utf8")
    elif isinstance(made, str):
        typer.echo(made, nl=False)
    else:
        Console(highlight=False, soft_wrap=True).print(made, end="")
