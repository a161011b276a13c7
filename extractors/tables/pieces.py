"""Words of a table that came out as text: where they stand, and what they say without white space."""

from __future__ import annotations

import re
from dataclasses import dataclass

from extractors.span import Span
from extractors.tables.headers import squeeze

LINE = re.compile(r"[^\n]+")


@dataclass(frozen=True, slots=True)
class Piece:
    """A line, or words of one: where they stand, and the words without white space."""

    span: Span
    words: str

    def joined(self, other: Piece) -> Piece:
        """Return both as one."""
        return Piece(self.span.cover(other.span), self.words + other.words)


def lines_of(text: str) -> list[Piece]:
    """Return the lines that are not blank, without the white space at their ends."""
    return [_trimmed(m.start(), m.group()) for m in LINE.finditer(text) if not m.group().isspace()]


def _trimmed(start: int, line: str) -> Piece:
    low = start + len(line) - len(line.lstrip())
    return Piece(Span(low, start + len(line.rstrip())), squeeze(line))
