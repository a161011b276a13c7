"""The fields of a Word file: what they show is text, what they are made from is not; a table of contents is neither."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from pipeline.clean.docx_numbering import W

CONTENTS = "TOC"
GALLERY = "Table of Contents"


@dataclass(slots=True)
class _Field:
    code: str = ""
    shows: bool = False


class Fields:
    """The fields that are open at a place of the file. Give it their marks in order."""

    def __init__(self, marks: Iterable[Any]) -> None:
        """Begin at the top of a file with these marks; where not all that begin end, nothing is taken for hidden."""
        kinds = Counter(mark.get(f"{W}fldCharType") for mark in marks)
        self._trusted = kinds["begin"] == kinds["end"]
        self._open: list[_Field] = []

    def take(self, node: Any) -> None:
        """Take the next mark (`w:fldChar`) or piece of code (`w:instrText`) of a field."""
        kind = node.get(f"{W}fldCharType")
        if node.tag == f"{W}instrText":
            if self._open and not self._open[-1].shows:
                self._open[-1].code += node.text or ""
        elif kind == "begin":
            self._open.append(_Field())
        elif kind == "separate" and self._open:
            self._open[-1].shows = True
        elif kind == "end" and self._open:
            self._open.pop()

    @property
    def hides(self) -> bool:
        """Whether what stands here is the code of a field, or a table of contents that one made."""
        return self._trusted and any(not opened.shows or opened.code.split()[:1] == [CONTENTS] for opened in self._open)


def is_contents(node: Any) -> bool:
    """Tell whether a content control holds a table of contents."""
    gallery = node.find(f"{W}sdtPr/{W}docPartObj/{W}docPartGallery") if node.tag == f"{W}sdt" else None
    return gallery is not None and gallery.get(f"{W}val") == GALLERY
