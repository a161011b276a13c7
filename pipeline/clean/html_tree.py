"""Parse a page into a Beautiful Soup tree whose strings know where they stand in the source."""

from __future__ import annotations

import html
import re
import warnings
from collections.abc import Iterator
from functools import partial
from typing import Any

from bs4 import BeautifulSoup, Tag
from bs4.builder._htmlparser import BeautifulSoupHTMLParser, HTMLParserTreeBuilder
from bs4.element import NavigableString

from pipeline.clean.limits import MAX_DEPTH, Clock
from pipeline.clean.mapped import Mapped

GLUED_TAG = re.compile(r"(div|span|table|td|tr|p|font|center)(?=class|id|style|align|width)")
LINE_START = re.compile(r"\n")
CLOSES_PARAGRAPH = frozenset(
    {
        "address", "article", "aside", "blockquote", "center", "div", "dl", "fieldset", "footer", "form", "h1",
        "h2", "h3", "h4", "h5", "h6", "header", "hr", "main", "nav", "ol", "p", "pre", "section", "table", "ul",
    }
)  # fmt: skip
ENDED_BY: dict[str, tuple[set[str], set[str]]] = {
    "li": ({"li"}, {"ul", "ol", "menu"}),
    "td": ({"td", "th"}, {"table", "tr"}),
    "th": ({"td", "th"}, {"table", "tr"}),
    "tr": ({"tr"}, {"table", "tbody", "thead", "tfoot"}),
    "dt": ({"dt", "dd"}, {"dl"}),
    "dd": ({"dt", "dd"}, {"dl"}),
    "option": ({"option"}, {"select"}),
}
PARAGRAPH_SCOPE = {"table", "td", "th", "caption", "button", "object", "body"}
LOOK_BACK = 40
MAX_UNCLOSED = 100


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

    soup: Any
    source = ""
    clock: Clock
    _line_starts: list[int]
    _start = 0
    _end = 0

    def feed(self, data: str) -> None:
        """Parse the whole page."""
        self.source = data
        self.clock = Clock()
        self._line_starts = [0, *(match.end() for match in LINE_START.finditer(data))]
        super().feed(data)

    def close(self) -> None:
        """Finish the page."""
        super().close()
        self._flush()

    def _place(self) -> int:
        line, column = self.getpos()
        return self._line_starts[line - 1] + column

    def _add(self, text: str, start: int, end: int, *, literal: bool) -> None:
        self.soup.endData()
        self.soup.handle_data(text)
        self.soup.endData(partial(Words, start=start, end=end, literal=literal))

    def _flush(self) -> None:
        """Make one string of the literal text collected; the parser hands it over in pieces at every stray `<` and `&`."""
        if self._end > self._start:
            self._add(self.source[self._start : self._end], self._start, self._end, literal=True)
        self._start = self._end = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]], handle_empty_element: bool = True) -> None:
        """Open a tag, closing first what it ends by the rules of HTML; tags below `MAX_DEPTH` are left out."""
        self.clock.check()
        self._flush()
        glued = GLUED_TAG.match(tag)
        tag = glued[1] if glued else tag
        self._close_implied(tag)
        if len(self.soup.tagStack) < MAX_DEPTH:
            super().handle_starttag(tag, attrs, handle_empty_element)

    def _close_implied(self, tag: str) -> None:
        closed, scope = ({"p"}, PARAGRAPH_SCOPE) if tag in CLOSES_PARAGRAPH else ENDED_BY.get(tag, (set(), set()))
        if not closed:
            return
        for open_tag in self.soup.tagStack[: -LOOK_BACK - 1 : -1]:
            if open_tag.name in scope:
                return
            if open_tag.name in closed:
                self.soup.handle_endtag(open_tag.name)
                return

    def handle_endtag(self, tag: str, check_already_closed: bool = True) -> None:
        """Close a tag."""
        self._flush()
        super().handle_endtag(tag, check_already_closed)

    def handle_comment(self, data: str) -> None:
        """Take a comment."""
        self._flush()
        super().handle_comment(data)

    def handle_decl(self, decl: str) -> None:
        """Take a declaration such as the document type."""
        self._flush()
        super().handle_decl(decl)

    def parse_marked_section(self, i: int, report: bool = True) -> int:
        """Pass over `<![…`. Of a kind that Python's parser does not know, it is a comment up to the next `>`, as in HTML."""
        place = self.lineno, self.offset
        try:
            return int(super().parse_marked_section(i, report))
        except AssertionError:
            self.lineno, self.offset = place  # the parser has counted some of it before it gave up
            return int(self.parse_bogus_comment(i))

    def handle_pi(self, data: str) -> None:
        """Take a processing instruction."""
        self._flush()
        super().handle_pi(data)

    def handle_data(self, data: str) -> None:
        """Collect literal text."""
        self.clock.check()
        start = self._place()
        if start != self._end:
            self._flush()
            self._start = start
        self._end = start + len(data)

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
        if text == self.source[start:end]:
            self.handle_data(text)
            return
        self._flush()
        self._add(text, start, end, literal=False)


class _Builder(HTMLParserTreeBuilder):
    """Beautiful Soup's tree builder over `_Parser`."""

    def feed(self, markup: Any, _parser_class: Any = None) -> None:
        """Parse `markup` with places."""
        super().feed(markup, _Parser)


def parse(source: str) -> BeautifulSoup:
    """Parse a page. The strings of text in the tree are `Words`; comments and declarations are not."""
    source = _without_endless_end(source)
    with warnings.catch_warnings():
        warnings.simplefilter(
            "ignore"
        )  # bs4 warns of pages that look like XML or like a file name: they are what was given
        return BeautifulSoup(source, builder=_Builder())


def _without_endless_end(source: str) -> str:
    """Cut off an end of countless tags or comments that never close: the parser would look for each one's end in vain."""
    after_comments = source.rfind("-->") + 1
    if source.count("<!--", after_comments) > MAX_UNCLOSED:
        source = source[: source.index("<!--", after_comments)]
    after_tags = source.rfind(">") + 1
    return source[:after_tags] if source.count("<", after_tags) > MAX_UNCLOSED else source


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
