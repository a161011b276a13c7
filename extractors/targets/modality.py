"""Tell an aim (力争, 原则上, 鼓励) from a duty."""

from __future__ import annotations

import re
from functools import cache

from extractors.lexicon import Entry, Lexicon, load
from extractors.span import Span


class ModalEntry(Entry, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Words of one shade of aspiration."""

    words: tuple[str, ...]


class ModalWords(Lexicon, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """`modality.yaml`."""

    entries: tuple[ModalEntry, ...]


@cache
def modal_pattern() -> re.Pattern[str]:
    """Return the pattern of the words that make a target an aim."""
    words = {w for e in load("modality", ModalWords).entries for w in e.words}
    return re.compile("|".join(re.escape(w) for w in sorted(words, key=lambda w: (-len(w), w))))


def aspiration(text: str, start: int, end: int) -> Span | None:
    """Return where the nearest aspirational word before `end` stands, or None where the words are firm."""
    found = None
    for match in modal_pattern().finditer(text, start, end):
        found = Span(*match.span())
    return found
