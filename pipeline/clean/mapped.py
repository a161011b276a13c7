"""Text that knows where each of its characters came from: the only kind of text that cleaning handles."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator
from re import Pattern


class Mapped:
    """A string with, for each character, the half-open range `[at, to)` of source positions it was read from.

    Source positions count the characters of the decoded file (for a PDF: its printed characters in reading order). A
    character written as an entity covers the whole entity. A line end, tab or space that stands for layout (a tag, a
    soft break) has an empty range at the place where the layout is.
    """

    __slots__ = ("at", "text", "to")

    def __init__(self, text: str = "", at: array[int] | None = None, to: array[int] | None = None) -> None:
        """Pair `text` with its positions; the three must have one length."""
        self.text = text
        self.at = array("q") if at is None else at
        self.to = array("q") if to is None else to

    @classmethod
    def verbatim(cls, source: str, start: int, end: int) -> Mapped:
        """Return `source[start:end]`, each character at its own place."""
        return cls(source[start:end], array("q", range(start, end)), array("q", range(start + 1, end + 1)))

    @classmethod
    def standing_for(cls, text: str, start: int, end: int) -> Mapped:
        """Return `text` whose every character stands for the source range `[start, end)`, such as an entity."""
        return cls(text, array("q", [start]) * len(text), array("q", [end]) * len(text))

    def __len__(self) -> int:
        """Return the number of characters."""
        return len(self.text)

    def __bool__(self) -> bool:
        """Tell whether there is any character."""
        return bool(self.text)

    def __getitem__(self, key: slice) -> Mapped:
        """Return the characters of a slice, with their places."""
        return Mapped(self.text[key], self.at[key], self.to[key])

    def __add__(self, other: Mapped) -> Mapped:
        """Return the two one after the other."""
        return Mapped(self.text + other.text, self.at + other.at, self.to + other.to)

    def layout(self, text: str) -> Mapped:
        """Return layout characters that stand right behind this text."""
        place = self.to[-1] if self.to else 0
        return Mapped.standing_for(text, place, place)

    def strip(self, characters: str | None = None) -> Mapped:
        """Return it without white space (or `characters`) at both ends."""
        start = len(self.text) - len(self.text.lstrip(characters))
        end = len(self.text.rstrip(characters))
        return self if (start, end) == (0, len(self.text)) else self[start : max(start, end)]

    def without(self, pattern: Pattern[str]) -> Mapped:
        """Return it without what `pattern` matches."""
        return self.keep(_between(pattern, self.text)) if pattern.search(self.text) else self

    def spaced(self, pattern: Pattern[str]) -> Mapped:
        """Return it with one space in the place of the first character of each match of `pattern`."""
        pieces: list[Mapped] = []
        at = 0
        for match in pattern.finditer(self.text):
            if match[0] == " ":
                continue
            start = match.start()
            pieces += [self[at:start], Mapped(" ", self.at[start : start + 1], self.to[start : start + 1])]
            at = match.end()
        return join([*pieces, self[at:]]) if pieces else self

    def keep(self, spans: Iterable[tuple[int, int]]) -> Mapped:
        """Return only the characters in `spans`, which are in order."""
        return join(self[start:end] for start, end in spans)


def join(pieces: Iterable[Mapped]) -> Mapped:
    """Return all pieces one after the other."""
    parts = [piece for piece in pieces if piece.text]
    if len(parts) == 1:
        return parts[0]
    at, to = array("q"), array("q")
    for part in parts:
        at.extend(part.at)
        to.extend(part.to)
    return Mapped("".join(part.text for part in parts), at, to)


def _between(pattern: Pattern[str], text: str) -> Iterator[tuple[int, int]]:
    at = 0
    for match in pattern.finditer(text):
        yield at, match.start()
        at = match.end()
    yield at, len(text)
