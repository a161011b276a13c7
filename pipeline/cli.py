"""The command line: one verb per stage, over the same functions that everything else uses."""

from __future__ import annotations

import sqlite3
import sys
from contextlib import closing
from pathlib import Path
from typing import Annotated, NoReturn

import sqlite_utils
import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from extractors.errors import DuibiaoError
from pipeline import report, run
from pipeline.diff.command import diff
from pipeline.fetch.command import fetch

app = typer.Typer(
    name="duibiao",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="markdown",
    context_settings={"help_option_names": ["-h", "--help"]},
)
err = Console(stderr=True, highlight=False, soft_wrap=True)

app.command()(fetch)
app.command()(diff)

Out = Annotated[Path, typer.Option("--out", "-o", help="Folder for the outputs.")]


@app.command()
def extract(
    corpus: Annotated[Path, typer.Argument(help="Folder of notices (or one notice).")] = Path("corpus/sample"),
    out: Out = Path("outputs"),
    workers: Annotated[int | None, typer.Option(min=1, help="Processes to read with.")] = None,
    limit: Annotated[float, typer.Option(min=1, help="Seconds that one notice may take.")] = run.LIMIT,
) -> None:
    """Read a folder of notices: database, graph and page.

    Example: `duibiao extract my-notices --out results`
    """
    with Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        console=err,
        transient=True,
        disable=not err.is_terminal,
    ) as bar:
        task = bar.add_task("reading", total=None)
        database = run.extract(
            corpus,
            out,
            workers=workers,
            limit=limit,
            progress=lambda done, total: bar.update(task, completed=done, total=total),
        )
    show(database)


@app.command(name="report")
def report_(out: Out = Path("outputs")) -> None:
    """Print the summary of a database and write its page again.

    Example: `duibiao report --out results`
    """
    show(run.existing(out))


def show(database: Path) -> None:
    """Print the summary of a database, and where it is."""
    with closing(sqlite_utils.Database(database)) as db:
        Console().print(report.summary(db))
    typer.echo(str(database))


def main() -> NoReturn:
    """Run the command line; known trouble is one line, and a traceback only with --debug."""
    debug = "--debug" in sys.argv
    sys.argv = [word for word in sys.argv if word != "--debug"]
    try:
        app()
    except (DuibiaoError, OSError, sqlite3.Error) as error:
        if debug:
            raise
        err.print(f"duibiao: {error}", markup=False)
        sys.exit(1)
    sys.exit(0)


if __name__ == "__main__":
    main()
