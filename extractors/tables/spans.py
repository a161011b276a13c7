"""Find the mentions inside a span without going through all of them."""

from __future__ import annotations

from bisect import bisect_left

from extractors.reading import Reading
from extractors.records import Mention, Span


def mentions_in(state: Reading, span: Span) -> list[Mention]:
    """Return the mentions that begin inside `span`, in text order."""
    low = bisect_left(state.mentions, span.start, key=lambda m: m.span.start)
    high = bisect_left(state.mentions, span.end, key=lambda m: m.span.start)
    return list(state.mentions[low:high])
