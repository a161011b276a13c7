"""Where a clause and a sentence begin and end around a place in the text, and where brackets close. Pure functions."""

from __future__ import annotations

import re
from functools import cache

from extractors.span import Span

# A semicolon ends a clause, not a sentence: 到2020年，A；B；C is one sentence, and the year governs all three.
SENTENCE_SIGNS = "。！？!?\n\t"
CLAUSE_SIGNS = "，,；;：:" + SENTENCE_SIGNS
FARTHEST = 2000
_THOUSANDS = re.compile(r"\d,\d{3}(?!\d)")


def sentence_around(text: str, span: Span) -> Span:
    """Return the sentence (or table cell, or line) that holds `span`, without the sign that ends it."""
    return Span(_back_to(text, span.start, SENTENCE_SIGNS), _on_to(text, span.end, SENTENCE_SIGNS))


def clause_around(text: str, span: Span) -> Span:
    """Return the clause that holds `span`, without the sign that ends it."""
    return Span(_back_to(text, span.start, CLAUSE_SIGNS), _on_to(text, span.end, CLAUSE_SIGNS))


def line_around(text: str, span: Span) -> Span:
    """Return the line that holds `span`, without its end."""
    return Span(_back_to(text, span.start, "\n"), _on_to(text, span.end, "\n"))


def _back_to(text: str, offset: int, signs: str) -> int:
    lowest = max(0, offset - FARTHEST)
    at = offset
    while (at := max(text.rfind(sign, lowest, at) for sign in signs)) >= 0:
        if not _joins_digits(text, at):
            return at + 1
    return lowest


def _on_to(text: str, offset: int, signs: str) -> int:
    highest = min(len(text), offset + FARTHEST)
    for found in _any_of(signs).finditer(text, offset, highest):
        if not _joins_digits(text, found.start()):
            return found.start()
    return highest


@cache
def _any_of(signs: str) -> re.Pattern[str]:
    return re.compile(f"[{re.escape(signs)}]")


def _joins_digits(text: str, at: int) -> bool:
    """Tell whether a comma groups the digits of one number (1,200)."""
    return text[at] == "," and at > 0 and _THOUSANDS.match(text, at - 1) is not None


def closed_bracket(text: str, start: int, end: int) -> bool:
    """Tell whether a bracket that is open at `start` closes before `end`."""
    depth = 0
    for sign in text[start:end]:
        if sign in "（(":
            depth += 1
        elif sign in "）)":
            depth -= 1
            if depth < 0:
                return True
    return False
