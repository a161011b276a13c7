"""Find again, in a text that may have changed, the words that a decision is about."""

from __future__ import annotations

import re
from dataclasses import dataclass

from rapidfuzz import fuzz

from extractors.span import Span
from pipeline.flat import Flat, flat
from pipeline.review.corrections import Anchor

CONTEXT = 24
"""Characters kept on either side of a quote, enough to tell apart rows of a table that hold the same number."""

ALIKE = 84
"""From this likeness (0 to 100) words that were edited lightly are still the same words; numbers must be equal."""

SAME_PLACE = 60
"""Below this likeness of the surroundings a quote that was found stands somewhere else, and that is told."""

NUMBER = re.compile(r"[0-9]+(?:\.[0-9]+)?")


@dataclass(frozen=True, slots=True)
class Place:
    """Where an anchor was found; `same` is False where words or surroundings are no longer what they were."""

    span: Span
    same: bool


def anchor_of(text: str, span: Span) -> Anchor:
    """Make the anchor of a span."""
    before = text[max(0, span.start - CONTEXT) : span.start]
    return Anchor(span.cut(text), before, text[span.end : span.end + CONTEXT])


def locate(whole: Flat, anchor: Anchor) -> Place | None:
    """Find an anchor, or None where its words are gone or their numbers changed.

    Where the quote stands several times the surroundings decide; where they decide nothing, None: a decision is never
    applied to one of several places by chance.
    """
    quote, before, after = (flat(part) for part in (anchor.quote, anchor.before, anchor.after))
    found = [m.start() for m in re.finditer(f"(?={re.escape(quote)})", whole.text)]
    if not found:
        return _edited(whole, quote)
    scored = sorted(((_surroundings(whole.text, at, len(quote), before, after), -at) for at in found), reverse=True)
    best, at = scored[0][0], -scored[0][1]
    if len(scored) > 1 and scored[1][0] >= best:
        return None
    return Place(whole.span(at, at + len(quote)), best >= SAME_PLACE)


def _surroundings(text: str, at: int, length: int, before: str, after: str) -> float:
    if not before and not after:
        return 100.0
    here_before = text[max(0, at - len(before)) : at]
    here_after = text[at + length : at + length + len(after)]
    return (
        max(fuzz.ratio(before, here_before), fuzz.ratio(after, here_after))
        + (fuzz.ratio(before, here_before) + fuzz.ratio(after, here_after)) / 1000
    )


def _edited(whole: Flat, quote: str) -> Place | None:
    close = fuzz.partial_ratio_alignment(quote, whole.text, score_cutoff=ALIKE)
    if close is None or close.dest_end <= close.dest_start:
        return None
    words = whole.text[close.dest_start : close.dest_end]
    if NUMBER.findall(words) != NUMBER.findall(quote):
        return None
    return Place(whole.span(close.dest_start, close.dest_end), False)
