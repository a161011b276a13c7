"""Find the files of a corpus that hold one notice.

Two files are compared only where they share their bytes, a number, a title or a few sentences: the work grows with the
corpus and not with its square.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from pipeline.align.documents import Paper, flat_number
from pipeline.same.headers import Head, agree, apart, differ
from pipeline.same.texts import Bare, Relation, bare, figures, near, relation, sketch

MANY = 40
"""What more files than this have in common (政府工作报告 as a title) tells nothing of any two of them."""

TEXTS = 64
"""Texts that are held ready to be compared again."""

SAME_BYTES = "same bytes"
SAME_RECORDS = "nearly the same text, the same records"


@dataclass(frozen=True, slots=True)
class File:
    """A file that was read. One that is `settled` keeps its records, whatever it is a copy of."""

    id: str
    path: str
    sha256: str
    head: Head
    settled: bool = False


@dataclass(frozen=True, slots=True)
class Copy:
    """A file that holds the same notice as the file `of`, and how that was seen."""

    id: str
    of: str
    how: str


@dataclass(frozen=True, slots=True)
class Found:
    """The copies, and the pairs of files that are nearly one notice: no header speaks against it, and most words agree."""

    copies: tuple[Copy, ...]
    versions: tuple[tuple[str, str], ...]


def recognise(files: Sequence[File], text_of: Callable[[str], str], records_of: Callable[[str], object]) -> Found:
    """Find the copies among files, which are given in the order of preference: of equal files the first is kept.

    A part is set aside for the whole of it, unless both say the same: then the first is kept here too.

    `text_of` gives the text of a file by its id; `records_of` what was read from it, without the places where it stands.
    """
    return _Search(files, text_of, records_of).run()


class _Search:
    """The files kept so far, and what is known of them."""

    def __init__(
        self, files: Sequence[File], text_of: Callable[[str], str], records_of: Callable[[str], object]
    ) -> None:
        self._files = {file.id: file for file in files}
        self._text_of = text_of
        self._records_of = records_of
        self._bared = lru_cache(TEXTS)(self._bare)
        self._kept: dict[str, list[str]] = defaultdict(list)
        self._copies: dict[str, Copy] = {}
        self._parts: dict[str, list[str]] = defaultdict(list)
        self._versions: list[tuple[str, str]] = []

    def run(self) -> Found:
        for file in self._files.values():
            keys = tuple(self._keys(file))
            if not self._is_copy(file, keys):
                for key in keys:
                    self._kept[key].append(file.id)
        self._set_parts_aside()
        versions = (pair for pair in self._versions if not self._copies.keys() & set(pair))
        return Found(tuple(self._copies.values()), tuple(versions))

    def _keys(self, file: File) -> Iterator[str]:
        """Name what this file would have in common with a copy of it."""
        yield f"bytes {file.sha256}"
        head = file.head
        if head.doc_number:
            yield f"number {flat_number(head.doc_number)}"
        paper = Paper(file.id, head.title, None, head.issuer, None, None)
        yield from (f"title {title}" for title in sorted(paper.titles))
        yield from (f"sentence {piece}" for piece in sketch(self._text_of(file.id)))

    def _is_copy(self, file: File, keys: Sequence[str]) -> bool:
        near_ones = {other: None for key in keys if len(self._kept[key]) <= MANY for other in self._kept[key]}
        for other in (self._files[key] for key in near_ones):
            how = self._compare(file, other)
            if how and not file.settled:
                self._copies[file.id] = Copy(file.id, other.id, how)
                return True
        return False

    def _compare(self, file: File, other: File) -> str | None:
        """Say how a file is a copy of another; None where it is not. A part of it, or nearly the same, is remembered."""
        if file.sha256 == other.sha256:
            return SAME_BYTES
        if differ(file.head, other.head):
            return None
        found = relation(self._bared(file.id), self._bared(other.id))
        if found is Relation.SAME:
            return str(found)
        if found is None:
            if not near(self._text_of(file.id), self._text_of(other.id)):
                return None
            if self._say_the_same(file, other):
                return SAME_RECORDS
            self._versions.append((other.id, file.id))
            return None
        part, whole = (file, other) if found is Relation.PART else (other, file)
        if not apart(part.head, whole.head) and self._records_of(file.id) == self._records_of(other.id):
            return str(found)
        self._parts[part.id].append(whole.id)
        return None

    def _say_the_same(self, file: File, other: File) -> bool:
        """Tell whether two files of one header have the same figures and the same records."""
        if not agree(file.head, other.head):
            return False
        known = (file.head.title, file.head.doc_number, other.head.title, other.head.doc_number)
        if any(figures(self._text_of(file.id), self._text_of(other.id), known)):
            return False
        return self._records_of(file.id) == self._records_of(other.id)

    def _set_parts_aside(self) -> None:
        """Make the parts copies of the longest file that holds them, and the copies of a part copies of that one too."""
        kin: dict[str, list[Head]] = defaultdict(list)
        for copy in self._copies.values():
            kin[copy.of].append(self._files[copy.id].head)
        longest_first = sorted(self._parts, key=lambda key: (-len(self._bared(key).text), key))
        for part in longest_first:
            own = self._files[part].head
            wholes = [
                key
                for key in self._parts[part]
                if key not in self._copies and not all(apart(own, head) for head in (self._files[key].head, *kin[key]))
            ]
            if wholes and not self._files[part].settled:
                whole = max(wholes, key=lambda key: len(self._bared(key).text))
                self._copies[part] = Copy(part, whole, str(Relation.PART))
        for copy in tuple(self._copies.values()):
            if copy.of in self._copies:
                self._copies[copy.id] = Copy(copy.id, self._copies[copy.of].of, str(Relation.PART))

    def _bare(self, key: str) -> Bare:
        head = self._files[key].head
        return bare(self._text_of(key), (head.title, head.doc_number))
