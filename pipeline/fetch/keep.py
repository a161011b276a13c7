"""Keep raw bytes for ever, by SHA-256, with a manifest that says where each came from."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, field
from pathlib import Path

MANIFEST = "manifest.jsonl"
CUT = ("…", "...")
"""How a cell of a list ends that does not show all it says."""

SOURCES = "sources"
"""The folder beside the manifest that keeps each source file as the last crawl used it."""


@dataclass(frozen=True, slots=True)
class Fetched:
    """One version of one address, as the manifest holds it.

    `found_on` is the page that linked to it, and `listed` what a table of that page says of it, by column heading.
    `etag`, `modified` (Last-Modified) and `http_date` (Date) are the server's own words, None where it gave none. `file`
    is relative to the folder of the manifest.
    """

    url: str
    source: str
    sha256: str
    file: str
    content_type: str | None = None
    found_on: str | None = None
    etag: str | None = None
    modified: str | None = None
    http_date: str | None = None
    listed: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Keep:
    """The folder of raw files. The last entry of an address in the manifest is its newest version."""

    folder: Path
    newest: dict[str, Fetched] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Read the manifest of earlier crawls."""
        self.folder.mkdir(parents=True, exist_ok=True)
        self.newest |= {entry.url: entry for entry in entries(self.folder)}

    def put(self, body: bytes, suffix: str, *, listed: dict[str, str], **origin: str | None) -> tuple[Fetched, bool]:
        """Keep a body; return its entry, and whether it is new or a new version. The same bytes again cost nothing."""
        sha256 = hashlib.sha256(body).hexdigest()
        name = f"{sha256[:2]}/{sha256}{suffix}"
        entry = Fetched(sha256=sha256, file=name, listed=listed, **origin)  # type: ignore[arg-type]
        known = self.newest.get(entry.url)
        if known is not None and known.sha256 == sha256:
            return known, False
        path = self.folder / name
        if not path.exists():
            path.parent.mkdir(exist_ok=True)
            part = path.with_suffix(path.suffix + ".part")
            part.write_bytes(body)
            part.replace(path)
        with (self.folder / MANIFEST).open("a", encoding="utf8") as manifest:
            manifest.write(json.dumps(asdict(entry), ensure_ascii=False, sort_keys=True) + "\n")
        self.newest[entry.url] = entry
        return entry, True


def entries(folder: Path) -> list[Fetched]:
    """Return the lines of a folder's manifest, the oldest first; a line that a crash cut short is left out."""
    path = folder / MANIFEST
    found = []
    for line in path.read_text("utf8").splitlines() if path.exists() else ():
        try:
            found.append(Fetched(**json.loads(line)))
        except (json.JSONDecodeError, TypeError):
            continue
    return found
