"""The lines of a text, with where they stand."""

from __future__ import annotations

import re
from dataclasses import dataclass

from extractors.records import Span

_LINE = re.compile(r"[^\s][^\n]*[^\s]|[^\s]")


@dataclass(frozen=True, slots=True)
class Line:
    """A line without the white space around it; never empty."""

    span: Span
    text: str


def lines_of(text: str) -> list[Line]:
    """Cut a text into the lines that hold anything."""
    return [Line(Span(*hit.span()), hit[0]) for hit in _LINE.finditer(text)]
