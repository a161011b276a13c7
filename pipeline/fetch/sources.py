"""What is known of a publisher: one YAML per publisher in `corpus/sources/`, with no code in it."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import urlsplit

import msgspec

from extractors.errors import DuibiaoError
from extractors.vocabulary import Level

FOLDER = Path(__file__).resolve().parents[2] / "corpus" / "sources"


class SourceError(DuibiaoError):
    """A source file that is missing or does not say what it must."""


class Paging(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How list pages follow one another.

    `next` is a CSS selector of the link to the next page. Where a script makes the links, `script` is a regular
    expression with a group `total` (the number of pages) and any other groups, and `url` the address of a page made
    from these groups and `page`, which counts from `first` (the second page of the list) on.
    """

    next: str | None = None
    script: str | None = None
    url: str | None = None
    first: int = 1


class Limits(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Where a crawl ends whatever the site says: bytes of one file, links deep, pages in all, seconds in all."""

    bytes: int = 50_000_000
    depth: int = 40
    pages: int = 5_000
    seconds: int = 3_600


class Expected(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How many notices the publisher has; fewer or more is told as trouble, since then the pages have changed."""

    min: int
    max: int


class Source(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One publisher.

    `division` is the division code of its jurisdiction. `article` is a regular expression that the address of a notice
    matches, `links` a CSS selector of the links of a list page. `attachments` are file endings. `columns` maps the
    publisher's words for header fields, on its pages and over the columns of its lists, to ours (empty for those that say
    nothing of the notice); what they mean in general is known without it. `every` is the number of days between two
    crawls, null for a source that is only fetched by name; `delay` the least number of seconds between two requests.
    `allow_local` lets a crawl ask private addresses (test sites only).
    """

    name: str
    level: Level
    division: str
    hosts: tuple[str, ...]
    start: tuple[str, ...]
    article: str
    links: str = "a[href]"
    paging: Paging = Paging()
    attachments: tuple[str, ...] = ("pdf", "doc", "docx", "wps", "ofd", "xls", "xlsx", "zip", "rar")
    columns: dict[str, str] = {}
    expected: Expected
    every: int | None = 7
    delay: float = 2.0
    limits: Limits = Limits()
    allow_local: bool = False

    def __post_init__(self) -> None:
        """Refuse a source whose start pages lie on other hosts, or whose patterns are no patterns."""
        for address in self.start:
            if urlsplit(address).scheme not in {"http", "https"} or urlsplit(address).hostname not in self.hosts:
                raise ValueError(f"start page {address} is not on one of the hosts {', '.join(self.hosts)}")
        for pattern in filter(None, (self.article, self.paging.script)):
            try:
                compiled = re.compile(pattern)
            except re.error as error:
                raise ValueError(f"{pattern!r} is no regular expression: {error}") from error
            if pattern == self.paging.script and "total" not in compiled.groupindex:
                raise ValueError("paging.script needs a group named total")
        if (self.paging.script is None) != (self.paging.url is None):
            raise ValueError("paging.script and paging.url go together")
        if self.expected.min > self.expected.max:
            raise ValueError("expected.min is above expected.max")
        from pipeline.clean.chrome import fields  # noqa: PLC0415 - cleaning is slow to load, and most verbs know no source

        if strange := set(self.columns.values()) - fields():
            known = ", ".join(sorted(fields() - {""}))
            raise ValueError(f"columns name no field of ours: {', '.join(sorted(strange))}; known are: {known}")


def path_of(name: str, folder: Path = FOLDER) -> Path:
    """Return the file of a source that is given by its name or by the path of its file."""
    return Path(name) if name.endswith((".yaml", ".yml")) else folder / f"{name}.yaml"


def load(name: str, folder: Path = FOLDER) -> Source:
    """Load a source by its name, or by the path of its file.

    Raises:
        SourceError: there is none, or it does not say what it must.
    """
    path = path_of(name, folder)
    if not path.is_file():
        known = ", ".join(sorted(p.stem for p in folder.glob("*.yaml")))
        raise SourceError(f"{path}: no such source; known are: {known}")
    try:
        return msgspec.yaml.decode(path.read_bytes(), type=Source)
    except msgspec.DecodeError as error:
        raise SourceError(f"{path}: {error}") from error
