"""What crawls kept, as files of a corpus: readable names, versions, and what source and list page say of each."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from email.utils import parsedate_to_datetime
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urlsplit

from extractors.notice import Origin
from pipeline.fetch.keep import MANIFEST, SOURCES, Fetched, entries
from pipeline.fetch.sources import FOLDER, Source, SourceError, load

BY_HASH = re.compile(r"[0-9a-f]{2}")
"""The folders beside a manifest that hold the files; what else lies there was put there by somebody."""

ODD = re.compile(r"[^\w.()（）〔〕\[\]-]+")
"""What a name does not hold, since shells, file systems and terminals read it specially."""

LONGEST_NAME = 120


@dataclass(frozen=True, slots=True)
class Kept:
    """One kept file: where its bytes are, the name it goes by, how it was fetched, and the source's words for fields.

    `listed` is what a table of the list page says of it, `columns` what the publisher's labels mean, `division` the code
    of the publisher's government, None where the source file is gone.
    """

    path: Path
    name: str
    origin: Origin
    listed: dict[str, str] = field(default_factory=dict)
    columns: dict[str, str] = field(default_factory=dict)
    division: str | None = None


def is_store(folder: Path) -> bool:
    """Tell whether a folder is one that crawls keep their files in."""
    return (folder / MANIFEST).is_file()


def kept_files(folder: Path) -> Iterator[Kept]:
    """Give every version of every address that a folder keeps, ordered by address.

    The newest version of an address has its plain name; the others have their number before the ending. A version that
    came back later is the newest again and counts once.
    """
    by_url: dict[str, dict[str, Fetched]] = defaultdict(dict)
    for entry in entries(folder):
        versions = by_url[entry.url]
        versions.pop(entry.sha256, None)
        versions[entry.sha256] = entry
    sources = _Sources(folder)
    taken: set[str] = set()
    for url, versions in sorted(by_url.items()):
        stem, ending = _name(url)
        while f"{stem}{ending}" in taken:
            stem += "~"
        taken.add(f"{stem}{ending}")
        for number, entry in enumerate(versions.values(), start=1):
            name = f"{stem}{ending}" if number == len(versions) else f"{stem}.v{number}{ending}"
            origin = Origin(url, number, entry.found_on, _day(entry.http_date), entry.content_type)
            source = sources.find(entry.source)
            known = (source.columns, source.division) if source else ({}, None)
            yield Kept(folder / entry.file, name, origin, entry.listed, *known)


class _Sources:
    """The source files of a store: as the crawls used them, else as the project has them."""

    def __init__(self, folder: Path) -> None:
        self._folders = (folder / SOURCES, FOLDER)
        self._known: dict[str, Source | None] = {}

    def find(self, name: str) -> Source | None:
        """Return a source by its name; None where it is gone or was never a name."""
        if name not in self._known:
            self._known[name] = next(filter(None, (self._load(name, folder) for folder in self._folders)), None)
        return self._known[name]

    @staticmethod
    def _load(name: str, folder: Path) -> Source | None:
        try:
            return load(PurePosixPath(name).name, folder)
        except SourceError:
            return None


def _name(url: str) -> tuple[str, str]:
    """Return a readable path for an address, and its ending apart: host, path, and what its query asks for."""
    parts = urlsplit(url)
    steps = [step for step in unquote(parts.path).split("/") if step.strip(". ")] or ["index"]
    if parts.path.endswith("/") and parts.path.strip("/"):
        steps.append("index")
    last = PurePosixPath(steps[-1])
    ending = last.suffix if ODD.sub("", last.suffix) == last.suffix else ""
    stem = last.name.removesuffix(ending) + (f"_{unquote(parts.query)}" if parts.query else "")
    path = [parts.netloc, *steps[:-1], stem]
    return "/".join(ODD.sub("_", step)[:LONGEST_NAME] for step in path), ending


def _day(http_date: str | None) -> date | None:
    try:
        return parsedate_to_datetime(http_date).date() if http_date else None
    except ValueError:
        return None
