"""Tell which stretch of text a statement of responsibility is for: the item that it closes, or the section it heads."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

from extractors.reading import innermost
from extractors.records import Section
from extractors.span import Span

# Numbers of points inside an item (一是, ①, 1）): a bracket behind the last of them closes the whole item.
_POINT = re.compile(r"^(?:第?[一二三四五六七八九十]{1,2}(?:是|要|[，,])|[①-⑳]|[（(]?\d{1,2}[)）]|首先|其次)")
_BETWEEN = re.compile(r"[\s。；;，,、]*")


class Scopes:
    """The scopes of all statements of one notice."""

    def __init__(self, text: str, sections: Sequence[Section], quotes: Sequence[Span]) -> None:
        """Take the sections and the statements' quotes, both in text order."""
        self._text = text
        self._sections = sections
        self._quotes = quotes
        self._starts = [q.start for q in quotes]

    def of(self, quote: Span) -> Span:
        """Return what a statement is for.

        A statement that closes an item covers it from its heading, or from the statement before it in the same
        item; statements that follow each other at once are for the same. A statement in or straight behind a heading
        covers the whole section. Without sections it is the paragraph.
        """
        section = innermost(self._sections, quote.start)
        if section is None:
            return self._since_last(Span(self._paragraph_start(quote.start), quote.end), quote)
        if self._heads(section, quote):
            return section.span
        while _POINT.match(section.number) and (parent := self._parent(section)) and not self._stated(parent, section):
            section = parent
        return self._since_last(Span(section.span.start, quote.end), quote)

    def _parent(self, section: Section) -> Section | None:
        return self._sections[section.parent] if section.parent is not None else None

    def _heads(self, section: Section, quote: Span) -> bool:
        """Tell whether a statement stands in a heading or just behind it, with the section's own text still to come."""
        behind = section.heading.contains(quote) or _BETWEEN.fullmatch(self._text, section.heading.end, quote.start)
        rest = self._text[quote.end : section.span.end].strip("。；; \t\u3000\n")
        return bool(behind) and bool(rest)

    def _stated(self, parent: Section, point: Section) -> bool:
        """Tell whether an earlier point of the same item has a statement of its own."""
        i = bisect_left(self._starts, parent.span.start)
        return i < len(self._starts) and self._starts[i] < point.span.start

    def _since_last(self, span: Span, quote: Span) -> Span:
        """Cut a scope at the last statement before it, unless that one stands directly before."""
        i = bisect_left(self._starts, quote.start)
        while i > 0:
            last = self._quotes[i - 1]
            if not _BETWEEN.fullmatch(self._text, last.end, quote.start):
                return Span(max(span.start, last.end), span.end)
            quote, i = last, i - 1
        return span

    def _paragraph_start(self, offset: int) -> int:
        return self._text.rfind("\n", 0, offset) + 1
