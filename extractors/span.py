"""Half-open character positions: the one way in which everything read points at its words."""

from __future__ import annotations

from dataclasses import dataclass

from extractors.errors import RecordError


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Half-open character positions `[start, end)`."""

    start: int
    end: int

    def __post_init__(self) -> None:
        """Refuse a span that runs backwards or begins before the text."""
        if not 0 <= self.start <= self.end:
            raise RecordError(f"impossible span [{self.start}, {self.end})")

    def cut(self, text: str) -> str:
        """Return the characters of `text` that the span covers."""
        return text[self.start : self.end]

    def overlaps(self, other: Span) -> bool:
        """Tell whether the two share at least one character."""
        return self.start < other.end and other.start < self.end

    def contains(self, other: Span) -> bool:
        """Tell whether `other` lies wholly inside."""
        return self.start <= other.start and other.end <= self.end

    def cover(self, other: Span) -> Span:
        """Return the smallest span that holds both."""
        return Span(min(self.start, other.start), max(self.end, other.end))
