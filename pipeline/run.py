"""A whole run: find → read in processes → store → same → align → graph → report, made beside the outputs and swapped in."""

from __future__ import annotations

import hashlib
import os
import shutil
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from functools import partial
from importlib.metadata import version
from pathlib import Path

import sqlite_utils

from extractors import agencies
from extractors.errors import DuibiaoError
from extractors.places import Gazetteer
from extractors.records import NoticeRecords
from pipeline import align, corpus, describe, report, same, store
from pipeline.building import beside, swap
from pipeline.fetch import linked
from pipeline.pool import Failure, Pool
from pipeline.review import apply, corrections
from pipeline.shared import Places

DATABASE = "policy.db"
PAGE = "report.html"
DESCRIPTIONS = "metadata.json"

LIMIT = 300.0
"""Seconds for one notice unless told otherwise: far more than the longest needs, so a slow machine changes nothing."""

READERS = ("pipeline.corpus", "pipeline.readers")
PROJECT = Path(__file__).resolve().parent.parent

Progress = Callable[[int, int], None]


class NothingRead(DuibiaoError):  # noqa: N818 - it is what happened
    """A run in which no notice at all could be read."""


def extract(
    folder: Path,
    out: Path,
    *,
    workers: int | None = None,
    limit: float = LIMIT,
    progress: Progress | None = None,
) -> Path:
    """Read a corpus folder and put database, graph and page into `out`; return the path of the database.

    Everything is written in a folder of its own and swapped in at the end, the database last: whoever looks sees the
    last good run or this one. Where no notice could be read the outputs of an earlier run stay.

    Raises:
        CorpusError: the corpus is missing or empty.
        DuibiaoError: a review file beside the corpus is no review.
        NothingRead: not one notice could be read.
        OSError, sqlite3.Error: `out` cannot be written.
    """
    files = corpus.find(folder, besides=out)
    reviews = corrections.load_all(folder.resolve().parent / corrections.FOLDER)
    with beside(out) as fresh:
        database = fresh / DATABASE
        reading = read_all(files, workers=workers or default_workers(len(files)), limit=limit, progress=progress)
        places = files[0].gazetteer()
        store.build(
            database,
            named(reviewed(reading, reviews)),
            replace(program(), places=own_places(files)),
            Places(places.by_code, agencies.canonical, partial(agencies.home, gazetteer=places)),
        )
        with closing(sqlite_utils.Database(database)) as db:
            linked.link(db)
            same.mark(db)
        finish(fresh, places)
        reasons = failures(database)
        nothing = len(reasons) == len(files)
        if not (nothing and (out / DATABASE).exists()):
            swap(fresh, out, last=DATABASE)
    if nothing:
        raise NothingRead(f"{folder}: nothing could be read; " + "; ".join(f"{p}: {why}" for p, why in reasons[:3]))
    return out / DATABASE


def realign(out: Path) -> Path:
    """Line up the targets of a database again, with new graph and page; return its path."""
    existing(out)
    with beside(out) as fresh:
        shutil.copyfile(out / DATABASE, fresh / DATABASE)
        finish(fresh, known_places(fresh))
        swap(fresh, out, last=DATABASE)
    return out / DATABASE


def rewrite_page(out: Path) -> Path:
    """Write the page of a database again; return the database's path."""
    with beside(out) as fresh, closing(sqlite_utils.Database(existing(out))) as db:
        report.write(db, fresh / PAGE)
        swap(fresh, out, last=DATABASE)
    return out / DATABASE


def around(out: Path, names: Sequence[str], to: Path, steps: int) -> tuple[int, int]:
    """Write the graph within some steps of the nodes so named; return how many nodes and edges it has.

    Raises:
        DuibiaoError: there is no database, or a name is nobody's.
    """
    from pipeline import graph  # noqa: PLC0415 - NetworkX is slow to load

    with closing(sqlite_utils.Database(existing(out))) as db:
        whole = graph.build(db)
    found = {name: graph.nodes_named(whole, name) for name in names}
    if missing := [name for name in names if not found[name]]:
        raise DuibiaoError(f"{out / DATABASE}: nothing in its graph is called {', '.join(missing)}")
    part = graph.neighbourhood(whole, [node for nodes in found.values() for node in nodes], steps)
    to.mkdir(parents=True, exist_ok=True)
    graph.save(part, to)
    return part.number_of_nodes(), part.number_of_edges()


def existing(out: Path) -> Path:
    """Return the database of an output folder.

    Raises:
        DuibiaoError: there is none.
    """
    database = out / DATABASE
    if not database.is_file():
        raise DuibiaoError(f"{database}: there is no database yet; run duibiao extract first")
    return database


def finish(fresh: Path, places: Gazetteer) -> None:
    """Bring a folder that holds a freshly built database to its end: align, check, settle, describe, graph, report."""
    # NetworkX is slow to load: only runs that write a graph shall pay for it, not every `--help`.
    from pipeline import graph  # noqa: PLC0415

    database = fresh / DATABASE
    with closing(sqlite_utils.Database(database)) as db:
        align.align(db, places)
        store.check(db)
    store.settle(database)
    with closing(sqlite_utils.Database(database)) as db:
        describe.write(db, fresh / DESCRIPTIONS)
        graph.write(db, fresh)
        report.write(db, fresh / PAGE)


def read_all(
    files: tuple[corpus.File, ...], *, workers: int, limit: float, progress: Progress | None = None
) -> Iterator[NoticeRecords]:
    """Read files in processes; give their records in the order of the files."""
    with Pool(corpus.read, workers=workers, limit=limit, preload=READERS) as pool:
        for number, (file, result) in enumerate(zip(files, pool.run(files), strict=True), start=1):
            yield corpus.failed(file, result.reason) if isinstance(result, Failure) else result
            if progress:
                progress(number, len(files))


def reviewed(reading: Iterable[NoticeRecords], reviews: dict[str, corrections.Review]) -> Iterator[NoticeRecords]:
    """Apply to each notice what reviewers decided about it; reviews of notices that are not in the corpus rest."""
    for records in reading:
        review = reviews.get(records.notice.source_path)
        yield apply.apply(records, review) if review else records


def named(reading: Iterable[NoticeRecords]) -> Iterator[tuple[str, NoticeRecords]]:
    """Give each notice its id, from its content; files of the same bytes get a number behind it."""
    times: Counter[str] = Counter()
    for records in reading:
        key = records.notice.sha256[:12]
        times[key] += 1
        yield (key if times[key] == 1 else f"{key}-{times[key]}"), records


def own_places(files: tuple[corpus.File, ...]) -> str | None:
    """Return the places that a corpus brings with it, as its file says them; None without such a file."""
    path = files[0].places
    return path.read_text(encoding="utf-8-sig") if path else None


def known_places(fresh: Path) -> Gazetteer:
    """Return the places that were known when a database was made, those of its corpus among them."""
    with closing(sqlite_utils.Database(fresh / DATABASE)) as db:
        own = next(iter(db.table("runs").rows)).get("places")
    if own is None:
        return Gazetteer.load()
    path = fresh / corpus.PLACES
    path.write_text(own, encoding="utf-8")
    try:
        return Gazetteer.load(path)
    finally:
        path.unlink()


def failures(database: Path) -> list[tuple[str, str]]:
    """List the paths of the notices that failed, with the reason."""
    with closing(sqlite_utils.Database(database)) as db:
        rows = db.query("SELECT source_path, reason FROM documents WHERE status = 'failed' ORDER BY source_path")
        return [(str(row["source_path"]), str(row["reason"])) for row in rows]


def default_workers(files: int) -> int:
    """Choose how many processes to read with: one for a few files, else as many as the machine has for us."""
    available = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return max(1, min(available, files // 4))


def program() -> store.Run:
    """Say which program reads: its version and the hashes of its code and of its lexicons and places."""
    code = [path for part in ("pipeline", "extractors") for path in (PROJECT / part).rglob("*.py")]
    pages = list((PROJECT / "pipeline" / "templates").rglob("*"))
    lexicons = list((PROJECT / "extractors" / "lexicons").rglob("*.*"))
    places = list((PROJECT / "corpus" / "places").glob("*.csv"))
    return store.Run(version("duibiao"), fingerprint(code + pages), fingerprint(lexicons + places))


def fingerprint(paths: Iterable[Path]) -> str:
    """Hash files with their places in the project."""
    total = hashlib.sha256()
    for name, path in sorted((path.relative_to(PROJECT).as_posix(), path) for path in paths if path.is_file()):
        total.update(f"{name}\0{hashlib.sha256(path.read_bytes()).hexdigest()}\n".encode())
    return total.hexdigest()[:16]
