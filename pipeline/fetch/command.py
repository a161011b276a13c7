"""The verb `duibiao fetch`: crawl one publisher."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from extractors.errors import DuibiaoError
from pipeline.fetch.sources import load

MISSING = "fetching needs Scrapy; install duibiao[fetch]"


def fetch(
    source: Annotated[str, typer.Argument(help="A publisher of corpus/sources, or the path of a source file.")],
    to: Annotated[Path, typer.Option("--to", help="Folder that keeps the raw files.")] = Path("corpus/raw"),
    contact: Annotated[str, typer.Option(help="Mail or page by which the site can reach you.")] = "",
) -> None:
    """Fetch the notices of a publisher; what is kept already is only asked for again if it changed.

    The contact may also stand in the environment variable DUIBIAO_CONTACT.

    Example: `duibiao fetch gov-cn --contact you@example.org`
    """
    try:
        from pipeline.fetch.crawl import crawl  # noqa: PLC0415 - Scrapy is an extra, and slow to load
    except ModuleNotFoundError as error:
        raise DuibiaoError(MISSING) from error
    contact = contact or os.environ.get("DUIBIAO_CONTACT", "")
    if not contact:
        raise DuibiaoError("say who asks: --contact you@example.org, or DUIBIAO_CONTACT; it stands in the user agent")
    known = load(source)
    report = crawl(known, Path(source).stem, to, contact)
    typer.echo(
        f"{known.name}: {report.notices} notices, {report.new} new or changed, "
        f"{report.attachments} attachments; {report.ended}"
    )
    for line in report.lost:
        typer.echo(f"not had: {line}", err=True)
    if report.ended == "finished" and not known.expected.min <= report.notices <= known.expected.max:
        raise DuibiaoError(
            f"{source}: {report.notices} notices where {known.expected.min} to {known.expected.max} are expected; "
            "look whether the site changed its list pages, and mend the source file"
        )
