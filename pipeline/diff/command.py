"""The verb `duibiao diff`: find the two notices, compare them, show what changed."""

from __future__ import annotations

from contextlib import closing
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import sqlite_utils
import typer
from rich.console import Console

from extractors.errors import DuibiaoError
from extractors.records import Status
from pipeline import corpus

if TYPE_CHECKING:  # the readers load dictionaries: `duibiao --help` shall not pay for them
    from pipeline.diff import Comparison, Side


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
    from pipeline.diff import compare  # noqa: PLC0415

    try:
        comparison = compare(find(old, database), find(new, database))
    except (DuibiaoError, OSError) as error:
        typer.echo(f"duibiao: {error}", err=True)
        raise typer.Exit(2) from error
    show(comparison, form, by, to)
    raise typer.Exit(0 if comparison.same else 1)


def find(name: str, database: Path) -> Side:
    """Lay out a notice that is named by a file, or by id or path in a database.

    Raises:
        DuibiaoError: it is neither, or it cannot be read.
    """
    from pipeline.diff import from_database, from_records  # noqa: PLC0415

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
