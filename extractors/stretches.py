"""A set of stretches of text, merged and sorted, that answers quickly whether an offset or span lies in it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable

from extractors.span import Span


class Stretches:
    """The characters that any of some spans cover."""

    def __init__(self, spans: Iterable[Span]) -> None:
        """Merge the spans; empty ones cover nothing."""
        merged: list[Span] = []
        for span in sorted(s for s in spans if s.start < s.end):
            if merged and span.start <= merged[-1].end:
                merged[-1] = merged[-1].cover(span)
            else:
                merged.append(span)
        self._spans = merged
        self._starts = [span.start for span in merged]

    def __contains__(self, offset: int) -> bool:
        """Tell whether the character at `offset` is covered."""
        i = bisect_right(self._starts, offset) - 1
        return i >= 0 and offset < self._spans[i].end

    def touches(self, span: Span) -> bool:
        """Tell whether any character of `span` is covered."""
        i = bisect_right(self._starts, span.end - 1) - 1
        return span.start < span.end and i >= 0 and self._spans[i].end > span.start
