"""When a publisher was crawled, and which are due again."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

from pipeline.fetch.sources import FOLDER, Source, SourceError, load

CRAWLS = "crawls.jsonl"


def note(folder: Path, source: str, ended: datetime) -> None:
    """Note that a crawl of a source came to its end."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / CRAWLS).open("a", encoding="utf8") as crawls:
        crawls.write(
            json.dumps({"source": source, "ended": ended.astimezone(UTC).isoformat(timespec="seconds")}) + "\n"
        )


def last_crawls(folder: Path) -> dict[str, datetime]:
    """Return when each source was last crawled to the end; a line that a crash cut short is left out."""
    path = folder / CRAWLS
    found: dict[str, datetime] = {}
    for line in path.read_text("utf8").splitlines() if path.exists() else ():
        try:
            crawl = json.loads(line)
            found[crawl["source"]] = datetime.fromisoformat(crawl["ended"])
        except (ValueError, KeyError, TypeError):
            continue
    return found


def due(folder: Path, now: datetime, sources: Path = FOLDER) -> dict[str, Source]:
    """Return the sources, by name, that were not crawled to the end for as many days as they say.

    One whose `every` is null is only crawled when it is named.

    Raises:
        SourceError: the folder of source files is not there, or one of them does not say what it must.
    """
    if not sources.is_dir():
        raise SourceError(f"{sources}: there is no such folder of source files")
    last = last_crawls(folder)
    known = {path.stem: load(path.stem, sources) for path in sorted(sources.glob("*.yaml"))}
    return {
        name: source
        for name, source in known.items()
        if source.every is not None and (name not in last or now - last[name] >= timedelta(days=source.every))
    }
