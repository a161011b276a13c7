"""The lines of a text, with where they stand."""

from __future__ import annotations

import re
from dataclasses import dataclass

from extractors.span import Span

_LINE = re.compile(r"[^\s][^\n]*[^\s]|[^\s]")


@dataclass(frozen=True, slots=True)
class Line:
    """A line without the white space around it; never empty."""

    span: Span
    text: str


def lines_of(text: str, start: int = 0, end: int | None = None) -> list[Line]:
    """Cut a text, or the stretch of it between two offsets, into the lines that hold anything."""
    stop = len(text) if end is None else end
    return [Line(Span(*hit.span()), hit[0]) for hit in _LINE.finditer(text, start, stop)]
