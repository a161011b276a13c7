"""The verb `duibiao fetch`: crawl one publisher, or all that are due."""

from __future__ import annotations

import os
import shutil
import signal
from collections.abc import Callable
from datetime import UTC, datetime
from importlib.util import find_spec
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from extractors.errors import DuibiaoError
from pipeline.fetch import due as calendar
from pipeline.fetch.keep import SOURCES
from pipeline.fetch.sources import FOLDER, Source, load, path_of

if TYPE_CHECKING:
    from pipeline.fetch.crawl import Report

Crawl = Callable[[Source, str, Path, str], "Report"]

MISSING = "fetching needs Scrapy; install duibiao[fetch]"
FINISHED = "finished"


def fetch(
    source: Annotated[
        str | None, typer.Argument(help="A publisher of corpus/sources, or the path of a source file.")
    ] = None,
    to: Annotated[Path, typer.Option("--to", help="Folder that keeps the raw files.")] = Path("corpus/raw"),
    contact: Annotated[str, typer.Option(help="Mail or page by which the site can reach you.")] = "",
    due: Annotated[bool, typer.Option("--due", help="Fetch every publisher whose time has come.")] = False,
    sources: Annotated[Path, typer.Option(help="Folder of the source files.")] = FOLDER,
) -> None:
    """Fetch the notices of a publisher; what is kept already is only asked for again if it changed.

    With --due all publishers are fetched that were not for as many days as their source file says. The contact may also
    stand in the environment variable DUIBIAO_CONTACT.

    Example: `duibiao fetch moe-documents --contact you@example.org`
    """
    if (source is None) is not due:
        raise DuibiaoError("name a publisher, or say --due for all whose time has come; not both")
    contact = contact or os.environ.get("DUIBIAO_CONTACT", "")
    if not contact:
        raise DuibiaoError("say who asks: --contact you@example.org, or DUIBIAO_CONTACT; it stands in the user agent")
    if source is not None:
        wanted = {path_of(source, sources): load(source, sources)}
    else:
        wanted = {path_of(name, sources): known for name, known in calendar.due(to, datetime.now(UTC), sources).items()}
        if not wanted:
            typer.echo("no publisher is due")
    if find_spec("scrapy") is None:
        raise DuibiaoError(MISSING)
    crawl = crawl_here if len(wanted) == 1 else crawl_apart
    trouble = [said for path, known in wanted.items() if (said := fetch_one(path, known, to, contact, crawl))]
    if trouble:
        raise DuibiaoError("; ".join(trouble))


def crawl_here(source: Source, name: str, to: Path, contact: str) -> Report:
    """Crawl one publisher; once per process. An interrupt lets it end in order, so that it can go on another time."""
    from pipeline.fetch.crawl import crawl  # noqa: PLC0415 - Scrapy is an extra, and slow to load

    return crawl(source, name, to, contact)


def crawl_apart(source: Source, name: str, to: Path, contact: str) -> Report:
    """Crawl one publisher of several, in a process of its own.

    Raises:
        DuibiaoError: the process died.
        KeyboardInterrupt: the user had enough; the crawl has ended in order.
    """
    context = get_context("spawn")
    ours, theirs = context.Pipe(duplex=False)
    process = context.Process(target=_crawl_into, args=(theirs, source, name, to, contact))
    process.start()
    theirs.close()
    try:
        report: Report = ours.recv()
    except KeyboardInterrupt:
        if process.pid is not None:
            os.kill(process.pid, signal.SIGINT)
        raise
    except EOFError as error:
        raise DuibiaoError(f"{name}: the crawl died") from error
    finally:
        process.join()
    return report


def _crawl_into(pipe: Connection, source: Source, name: str, to: Path, contact: str) -> None:
    if hasattr(os, "setsid"):
        os.setsid()  # an interrupt at the terminal reaches us once, from our parent: the second one would be rude
    pipe.send(crawl_here(source, name, to, contact))


def fetch_one(path: Path, source: Source, to: Path, contact: str, crawl: Crawl) -> str | None:
    """Crawl one publisher, tell what was done, and return what is wrong with it, if anything."""
    report = crawl(source, path.stem, to, contact)
    (to / SOURCES).mkdir(parents=True, exist_ok=True)
    shutil.copyfile(path, to / SOURCES / f"{path.stem}.yaml")
    typer.echo(
        f"{source.name}: {report.notices} notices, {report.new} new or changed, "
        f"{report.attachments} attachments; {report.ended}"
    )
    for line in report.lost:
        typer.echo(f"not had: {line}", err=True)
    if report.ended != FINISHED:
        return None
    calendar.note(to, path.stem, datetime.now(UTC))
    if source.expected.min <= report.notices <= source.expected.max:
        return None
    return (
        f"{path.stem}: {report.notices} notices where {source.expected.min} to {source.expected.max} are expected; "
        "look whether the site changed its list pages, and mend the source file"
    )
