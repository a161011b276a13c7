"""The files of a corpus folder: which are notices, and how one is read from disk to records."""

from __future__ import annotations

import hashlib
import os
import stat
from dataclasses import dataclass
from pathlib import Path

from extractors.errors import DuibiaoError
from extractors.notice import Notice
from extractors.places import Gazetteer
from extractors.records import Header, NoticeRecords
from extractors.vocabulary import Status

COMPANIONS = frozenset({".csv", ".json", ".toml", ".yaml", ".yml"})
"""Files that stand beside notices to say something about them: overlays, answer keys, manifests, reviews."""

PLACES = "places.csv"
"""The file by which a folder of notices brings places of its own."""

LARGEST = 256 * 1024**2
"""Bytes; a larger file is not a notice."""


class CorpusError(DuibiaoError):
    """A corpus folder that is missing or holds no notices."""


@dataclass(frozen=True, slots=True)
class File:
    """One file of a corpus: where it is, and its path inside the corpus as outputs name it.

    `places` is the corpus's own file of places, if it has one; `refused` says why the file is not to be read at all.
    """

    path: Path
    source_path: str
    places: Path | None = None
    refused: str | None = None

    def gazetteer(self) -> Gazetteer:
        """Return the places that are known in this corpus."""
        return Gazetteer.load(*([self.places] if self.places else []))


def find(corpus: Path, *, besides: Path | None = None) -> tuple[File, ...]:
    """List the notices of a folder (or one notice), ordered by path; hidden files, README and companions are left out.

    `besides` is a folder inside it that is not part of the corpus: the outputs.

    Raises:
        CorpusError: it does not exist, cannot be listed, or holds no notices.
    """
    if not corpus.exists():
        raise CorpusError(f"{corpus}: there is no such file or folder; give the folder that holds the notices")
    if corpus.is_file():
        return (File(corpus, corpus.name, places_of(corpus.parent)),)
    places = places_of(corpus)
    root = corpus.resolve()
    found = []
    for folder, folders, names in os.walk(corpus, onerror=_refuse):
        here = Path(folder)
        folders[:] = [name for name in folders if not name.startswith(".") and (here / name) != besides]
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
    from pipeline.extract import read_notice  # noqa: PLC0415

    if file.refused:
        return failed(file, file.refused)
    try:
        raw = load(file.path)
    except OSError as error:
        return failed(file, f"unreadable: {error.strerror or error}")
    return read_notice(clean(raw, file.source_path), file.gazetteer())


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
