"""The files of a corpus folder: which are notices, and how one is read from disk to records."""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from extractors.errors import DuibiaoError
from extractors.notice import Notice, PageField
from extractors.places import Gazetteer
from extractors.records import Header, NoticeRecords
from extractors.vocabulary import Status
from pipeline.fetch.keep import CUT
from pipeline.fetch.kept import BY_HASH, Kept, is_store, kept_files

COMPANIONS = frozenset({".csv", ".json", ".jsonl", ".toml", ".yaml", ".yml"})
"""Files that stand beside notices to say something about them: overlays, answer keys, manifests, reviews."""

LIST_OF_LINKS = "html, list of links"
"""The method of a page that `clean` knows to be a list of other pages."""

PLACES = "places.csv"
"""The file by which a folder of notices brings places of its own."""

LARGEST = 256 * 1024**2
"""Bytes; a larger file is not a notice."""


class CorpusError(DuibiaoError):
    """A corpus folder that is missing or holds no notices."""


@dataclass(frozen=True, slots=True)
class File:
    """One file of a corpus: where it is, and its path inside the corpus as outputs name it.

    `places` is the corpus's own file of places, if it has one; `refused` says why the file is not to be read at all;
    `kept` how it was fetched, if a crawl kept it.
    """

    path: Path
    source_path: str
    places: Path | None = None
    refused: str | None = None
    kept: Kept | None = None

    def gazetteer(self) -> Gazetteer:
        """Return the places that are known in this corpus."""
        return Gazetteer.load(*([self.places] if self.places else []))


def find(corpus: Path, *, besides: Path | None = None) -> tuple[File, ...]:
    """List the notices of a folder (or one notice), ordered by path; hidden files, README and companions are left out.

    Where crawls keep their files, these come with what is known of them, under readable names. `besides` is a folder
    inside the corpus that is not part of it: the outputs.

    Raises:
        CorpusError: it does not exist, cannot be listed, or holds no notices.
    """
    if not corpus.exists():
        raise CorpusError(f"{corpus}: there is no such file or folder; give the folder that holds the notices")
    if corpus.is_file():
        return (File(corpus, corpus.name, places_of(corpus.parent)),)
    places = places_of(corpus)
    root = corpus.resolve()
    found: list[File] = []
    for folder, folders, names in os.walk(corpus, onerror=_refuse):
        here = Path(folder)
        folders[:] = [name for name in folders if not name.startswith(".") and (here / name) != besides]
        if is_store(here):
            folders[:] = [name for name in folders if not BY_HASH.fullmatch(name)]
            found += _kept(corpus, here, places)
        for path in (here / name for name in names if is_notice(name)):
            leaves = path.is_symlink() and not path.resolve().is_relative_to(root)
            refused = "a link that leads out of the corpus folder" if leaves else None
            found.append(File(path, _named(path.relative_to(corpus)), places, refused))
    if not found:
        raise CorpusError(f"{corpus}: no notices in it; put HTML, PDF, DOCX or text files there")
    return tuple(sorted(found, key=lambda file: file.source_path))


def places_of(folder: Path) -> Path | None:
    """Return the file of places that a corpus folder brings with it, or None."""
    path = folder / PLACES
    return path if path.is_file() else None


def is_notice(name: str) -> bool:
    """Tell whether a file name may be a notice's."""
    path = Path(name)
    return not (name.startswith((".", "~$")) or path.stem.upper() == "README" or path.suffix.lower() in COMPANIONS)


def read(file: File) -> NoticeRecords:
    """Read one file from disk to records; what cannot be read is a failed notice with its reason."""
    # The readers load dictionaries: only processes that read notices shall pay for them.
    from pipeline.clean import clean  # noqa: PLC0415
    from pipeline.clean.chrome import labels_of_publisher  # noqa: PLC0415
    from pipeline.extract import read_notice  # noqa: PLC0415

    if file.refused:
        return failed(file, file.refused)
    try:
        raw = load(file.path)
    except OSError as error:
        return failed(file, f"unreadable: {error.strerror or error}")
    kept, gazetteer = file.kept, file.gazetteer()
    if kept is None:
        notice = clean(raw, file.source_path)
    else:
        with labels_of_publisher(kept.columns):
            notice = clean(raw, file.source_path, kept.origin.url)
            fields = (*notice.fields, *_told(kept, gazetteer))
        notice = replace(notice, origin=kept.origin, fields=fields)
    records = read_notice(notice, gazetteer)
    return NoticeRecords(notice, records.header) if notice.method == LIST_OF_LINKS else records


def _told(kept: Kept, gazetteer: Gazetteer) -> Iterator[PageField]:
    """Give what the list page and the source say of a file; what the file itself says is believed before it."""
    from pipeline.clean.chrome import names, squeeze  # noqa: PLC0415

    for heading, value in kept.listed.items():
        field = names("label").get(squeeze(heading))
        if field and not value.endswith(CUT):
            yield PageField(field, value, heading, "list")
    place = gazetteer.by_code(kept.division) if kept.division else None
    if place is not None:
        yield PageField("site", place.name, "division", "source")


def _kept(corpus: Path, store: Path, places: Path | None) -> Iterator[File]:
    """Give the files that crawls kept in a folder of the corpus."""
    inside = store.resolve()
    for kept in kept_files(store):
        leaves = not kept.path.resolve().is_relative_to(inside)
        refused = "a path that leads out of the corpus folder" if leaves else None
        yield File(kept.path, _named(store.relative_to(corpus) / kept.name), places, refused, kept)


def load(path: Path) -> bytes:
    """Return the bytes of a regular file.

    Raises:
        OSError: it may not be read, is no regular file, or is too large to be a notice.
    """
    state = path.stat()
    if not stat.S_ISREG(state.st_mode):
        raise OSError("not a regular file")
    if state.st_size > LARGEST:
        raise OSError(f"larger than {LARGEST // 1024**2} MB")
    return path.read_bytes()


def failed(file: File, reason: str) -> NoticeRecords:
    """Return the records of a file that nothing could be read from."""
    try:
        raw = b"" if file.refused else load(file.path)
    except OSError:
        raw = b""
    sha256 = hashlib.sha256(raw).hexdigest()
    notice = Notice(file.source_path, sha256, "application/octet-stream", status=Status.FAILED, reason=reason)
    return NoticeRecords(notice, Header())


def _named(path: Path) -> str:
    """Write a path so that any database and terminal can hold it: bytes that are no UTF-8 become �."""
    return os.fsencode(path.as_posix()).decode("utf-8", "replace")


def _refuse(error: OSError) -> None:
    raise CorpusError(f"{error.filename}: cannot be listed ({error.strerror}); check its permissions")
