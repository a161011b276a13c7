"""Flat text: without white space and with full width made half, which is what re-wrapping and re-typing cannot change."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

from extractors.span import Span


class _Flattened(dict[int, str]):
    """What is left of each character, by its code; each is looked up once."""

    def __missing__(self, code: int) -> str:
        self[code] = "".join(unicodedata.normalize("NFKC", chr(code)).split())
        return self[code]


FLATTENED = _Flattened()


@dataclass(frozen=True, slots=True)
class Flat:
    """A flat text, and for each of its characters the place in the text that it was made of."""

    text: str
    places: tuple[int, ...]

    def span(self, start: int, end: int) -> Span:
        """Return the span in the original text of the flat characters from `start` to `end`, which is above `start`."""
        return Span(self.places[start], self.places[end - 1] + 1)


def flat(text: str | None) -> str:
    """Flatten a text; None is the empty text.

    >>> flat("达到 ９５％ 以上")
    '达到95%以上'
    """
    return (text or "").translate(FLATTENED)


def flatten(text: str) -> Flat:
    """Flatten a text, keeping the way back."""
    places = [place for place, letter in enumerate(text) for _ in FLATTENED[ord(letter)]]
    return Flat(flat(text), tuple(places))
