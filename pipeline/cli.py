"""The command line: one verb per stage, over the same functions that everything else uses.

Exit codes: 0 done; 1 nothing could be done, said in one line; 2 the command itself was wrong. `diff` has its own.
"""

from __future__ import annotations

import json
import os
import sqlite3
import sys
from contextlib import closing
from datetime import date, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Annotated, NoReturn

import sqlite_utils
import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from extractors.errors import DuibiaoError
from extractors.vocabulary import Status
from pipeline import corpus, report, run
from pipeline.diff.command import diff, watch
from pipeline.fetch.command import fetch
from pipeline.review.command import agreement, gold, merge, review

app = typer.Typer(
    name="duibiao",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="markdown",
    context_settings={"help_option_names": ["-h", "--help"]},
)
out = Console(highlight=False)
err = Console(stderr=True, highlight=False, soft_wrap=True)

Outputs = Annotated[Path, typer.Option("--out", "-o", help="Folder of the outputs.")]
AsJson = Annotated[bool, typer.Option("--json/--table", help="Print JSON, or a table.")]


def tell_version(wanted: bool) -> None:
    """Print the version and end."""
    if wanted:
        typer.echo(f"duibiao {version('duibiao')}")
        raise typer.Exit


@app.callback()
def duibiao(
    _version: Annotated[
        bool, typer.Option("--version", callback=tell_version, is_eager=True, help="Print the version.")
    ] = False,
    _debug: Annotated[bool, typer.Option("--debug", help="Show a traceback where something fails.")] = False,
) -> None:
    """Read targets, deadlines and responsible agencies out of Chinese policy notices, and line governments up.

    从政策文件中读出目标、时限和责任部门，并与上级逐项对照。
    """


@app.command()
def extract(
    corpus_folder: Annotated[Path, typer.Argument(metavar="CORPUS", help="Folder of notices, or one notice.")],
    outputs: Outputs = Path("outputs"),
    as_json: AsJson = False,
    workers: Annotated[int | None, typer.Option(min=1, help="Processes to read with.")] = None,
    limit: Annotated[float, typer.Option(min=1, help="Seconds that one notice may take.")] = run.LIMIT,
) -> None:
    """Read a folder of notices into a database, a graph and a page.

    Example: `duibiao extract my-notices --out results`
    """
    columns = (TextColumn("reading"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=err, transient=True, disable=not err.is_terminal) as bar:
        task = bar.add_task("reading", total=None)

        def advance(done: int, total: int) -> None:
            bar.update(task, completed=done, total=total)

        database = run.extract(corpus_folder, outputs, workers=workers, limit=limit, progress=advance)
    show(database, as_json=as_json)


@app.command()
def align(outputs: Outputs = Path("outputs"), as_json: AsJson = False) -> None:
    """Line the targets of a database up again, and write its graph and page anew.

    Example: `duibiao align --out results`
    """
    show(run.realign(outputs), as_json=as_json)


@app.command(name="report")
def report_(outputs: Outputs = Path("outputs"), as_json: AsJson = False) -> None:
    """Print the summary of a database, and write its page anew.

    Example: `duibiao report --out results --json`
    """
    show(run.rewrite_page(outputs), as_json=as_json)


@app.command()
def around(
    names: Annotated[list[str], typer.Argument(help="Places, indicators, agencies or documents, by name or id.")],
    outputs: Outputs = Path("outputs"),
    to: Annotated[Path, typer.Option(help="Folder for the three files.")] = Path("around"),
    steps: Annotated[int, typer.Option(min=1, help="How many edges away.")] = 2,
) -> None:
    """Write the part of a big corpus's graph that lies around some nodes, for Gephi and NetworkX.

    Example: `duibiao around 临岚市 --out results --to linlan`
    """
    nodes, edges = run.around(outputs, names, to, steps)
    out.print(f"{to}: {nodes} 个节点 nodes, {edges} 条边 edges")


@app.command()
def explain(file: Annotated[Path, typer.Argument(help="A notice.")]) -> None:
    """Show one notice with its records marked in colour, and which rule read what.

    Example: `duibiao explain corpus/sample/shaze-plan-2022.txt`
    """
    from pipeline.explain import explain as marked  # noqa: PLC0415 - the readers are slow to load

    if file.is_dir():
        raise DuibiaoError(f"{file}: is a folder; give one notice in it")
    records = corpus.read(corpus.find(file)[0])
    if records.notice.status is Status.FAILED:
        raise DuibiaoError(f"{file}: {records.notice.reason}")
    out.print(marked(records))


@app.command()
def read(
    sentence: Annotated[str | None, typer.Argument(help="What to read; without it, or with -, standard input.")] = None,
    issued: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Day of issue, which 今年 and 年底 depend on.")
    ] = None,
) -> None:
    """Read a sentence (or standard input) and print its records and mentions as JSON.

    Example: `duibiao read "到2025年，毛入园率达到95%以上。" --issued 2023-09-05`
    """
    from pipeline.read import read as read_text  # noqa: PLC0415 - the readers are slow to load

    day: date | None = issued.date() if issued else None
    print_json(read_text(sys.stdin.read() if sentence in {None, "-"} else sentence, day))


app.command()(fetch)
app.command()(diff)
app.command()(watch)
app.command()(review)
app.command()(merge)
app.command()(agreement)
app.command()(gold)


def show(database: Path, *, as_json: bool) -> None:
    """Print what a database holds, and where it and its page are."""
    with closing(sqlite_utils.Database(database)) as db:
        if as_json:
            print_json(report.figures(db))
            return
        out.print(report.summary(db))
    page = database.with_name(run.PAGE)
    out.print(f" 输出 outputs      {database}, {page}", soft_wrap=True, markup=False)


def print_json(value: object) -> None:
    """Print a value as JSON that people can read."""
    typer.echo(json.dumps(value, ensure_ascii=False, indent=2))


def main() -> NoReturn:
    """Run the command line: known trouble becomes one line, and a traceback only with --debug (anywhere)."""
    debug = "--debug" in sys.argv
    sys.argv = [word for word in sys.argv if word != "--debug"]
    try:
        app()
    except BrokenPipeError:  # the reader of our output has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
    except (DuibiaoError, OSError, sqlite3.Error, UnicodeDecodeError) as error:
        if debug:
            raise
        err.print(f"duibiao: {tell(error)}", markup=False)
        sys.exit(1)
    sys.exit(0)


def tell(error: Exception) -> str:
    """Say an error in one line, with the file and what to do where it is the system's."""
    if isinstance(error, OSError) and error.strerror:
        where = f"{error.filename}: " if error.filename else ""
        advice = ADVICE.get(error.errno or 0, "")
        return f"{where}{error.strerror}{advice}"
    if isinstance(error, sqlite3.Error):
        return f"the database could not be written or read: {error}; see that there is space and permission in --out"
    return " ".join(str(error).split())


ADVICE = {
    13: "; check its permissions",
    20: "; a part of this path is a file",
    28: "; make room, the outputs of the last good run are untouched",
    30: "; choose another folder with --out",
}
"""What to do about errors of the system, by number: no permission, not a folder, no space, read-only."""

if __name__ == "__main__":
    main()
