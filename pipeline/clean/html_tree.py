"""Parse a page into a Beautiful Soup tree whose strings know where they stand in the source."""

from __future__ import annotations

import html
import re
import warnings
from collections.abc import Iterator
from functools import partial
from typing import Any

from bs4 import BeautifulSoup, NavigableString, Tag
from bs4.builder import HTMLParserTreeBuilder
from bs4.builder._htmlparser import BeautifulSoupHTMLParser

from pipeline.clean.limits import MAX_DEPTH, Clock
from pipeline.clean.mapped import Mapped

GLUED_TAG = re.compile(r"(div|span|table|td|tr|p|font|center)(?=class|id|style|align|width)")
LINE_START = re.compile(r"\n")
CLOSES_PARAGRAPH = frozenset(
    "address article aside blockquote center div dl fieldset footer form h1 h2 h3 h4 h5 h6 header hr main nav ol p pre "
    "section table ul".split()
)
ENDED_BY = {
    "li": ({"li"}, {"ul", "ol", "menu"}),
    "td": ({"td", "th"}, {"table", "tr"}),
    "th": ({"td", "th"}, {"table", "tr"}),
    "tr": ({"tr"}, {"table", "tbody", "thead", "tfoot"}),
    "dt": ({"dt", "dd"}, {"dl"}),
    "dd": ({"dt", "dd"}, {"dl"}),
    "option": ({"option"}, {"select"}),
}
PARAGRAPH_SCOPE = frozenset({"table", "td", "th", "caption", "button", "object", "body"})
LOOK_BACK = 40


class Words(NavigableString):
    """A string of the page with its place: the source range `[start, end)`; `literal` where it stands there as it is."""

    start: int
    end: int
    literal: bool

    def __new__(cls, value: str, start: int = 0, end: int = 0, literal: bool = True) -> Words:
        """Make the string; a copy without a place is one at 0."""
        words = super().__new__(cls, value)
        words.start, words.end, words.literal = start, end, literal
        return words

    def mapped(self, source: str) -> Mapped:
        """Return the characters with their places."""
        if self.literal:
            return Mapped.verbatim(source, self.start, self.end)
        return Mapped.standing_for(str(self), self.start, self.end)


class _Parser(BeautifulSoupHTMLParser):
    """Beautiful Soup's own parser, which also hands over places, closes what HTML leaves open, and ends deep nesting."""

    source = ""
    clock: Clock
    _line_starts: list[int]

    def feed(self, data: str) -> None:
        """Parse the whole page."""
        self.source = data
        self.clock = Clock()
        self._line_starts = [0, *(match.end() for match in LINE_START.finditer(data))]
        super().feed(data)

    def _place(self) -> int:
        line, column = self.getpos()
        return self._line_starts[line - 1] + column

    def _add(self, text: str, start: int, end: int, *, literal: bool) -> None:
        self.soup.endData()
        self.soup.handle_data(text)
        self.soup.endData(partial(Words, start=start, end=end, literal=literal))  # type: ignore[arg-type]

    def handle_starttag(
        self, tag: str, attrs: list[tuple[str, str | None]], handle_empty_element: bool = True
    ) -> None:
        """Open a tag, closing first what it ends by the rules of HTML; tags below `MAX_DEPTH` are left out."""
        self.clock.check()
        glued = GLUED_TAG.match(tag)
        tag = glued[1] if glued else tag
        self._close_implied(tag)
        if len(self.soup.tagStack) < MAX_DEPTH:
            super().handle_starttag(tag, attrs, handle_empty_element)

    def _close_implied(self, tag: str) -> None:
        closed, scope = ENDED_BY.get(tag, (frozenset(), frozenset()))
        if tag in CLOSES_PARAGRAPH:
            closed, scope = frozenset({"p"}), PARAGRAPH_SCOPE
        if not closed:
            return
        for open_tag in self.soup.tagStack[: -LOOK_BACK - 1 : -1]:
            if open_tag.name in scope:
                return
            if open_tag.name in closed:
                self.soup.handle_endtag(open_tag.name)
                return

    def handle_data(self, data: str) -> None:
        """Add literal text."""
        self.clock.check()
        start = self._place()
        self._add(data, start, start + len(data), literal=True)

    def handle_charref(self, name: str) -> None:
        """Add the character of a numeric reference."""
        self._reference(f"&#{name}")

    def handle_entityref(self, name: str) -> None:
        """Add the character of a named reference."""
        self._reference(f"&{name}")

    def _reference(self, written: str) -> None:
        start = self._place()
        end = start + len(written)
        end += self.source[end : end + 1] == ";"
        text = html.unescape(self.source[start:end])
        self._add(text, start, end, literal=text == self.source[start:end])


class _Builder(HTMLParserTreeBuilder):
    """Beautiful Soup's tree builder over `_Parser`."""

    def feed(self, markup: Any, _parser_class: Any = None) -> None:
        """Parse `markup` with places."""
        super().feed(markup, _Parser)


def parse(source: str) -> BeautifulSoup:
    """Parse a page. The strings of text in the tree are `Words`; comments and declarations are not."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # bs4 warns of pages that look like XML or like a file name: they are what was given
        return BeautifulSoup(source, builder=_Builder())


def words_in(node: Tag) -> Iterator[Words]:
    """Yield the strings of text below `node`, in order."""
    for child in node.descendants:
        if isinstance(child, Words):
            yield child


def tags_in(node: Tag) -> Iterator[Tag]:
    """Yield the tags below `node`, in order."""
    for child in node.descendants:
        if isinstance(child, Tag):
            yield child


def attribute(tag: Tag, name: str) -> str:
    """Return an attribute as one string; empty where it is missing."""
    value = tag.get(name)
    return " ".join(value) if isinstance(value, list) else value or ""


def tokens(tag: Tag) -> list[str]:
    """Return the id and the classes of a tag."""
    return [*attribute(tag, "id").split(), *attribute(tag, "class").split()]

