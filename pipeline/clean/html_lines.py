"""Lay a part of a page out as lines: blocks and `<br>` break lines, data tables become rows, layout tables become blocks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from bs4 import Tag

from extractors.notice import Cell
from extractors.span import Span
from pipeline.clean.html_tree import Words, attribute, words_in
from pipeline.clean.limits import MAX_SPAN, MAX_TABLE_COLUMNS
from pipeline.clean.lines import Line, row_line
from pipeline.clean.mapped import Mapped, join
from pipeline.clean.page_fields import begins_with_label, is_label
from pipeline.clean.spaces import SOURCE_BREAK, tidy

BLOCKS = frozenset(
    {
        "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "dialog", "div",
        "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6",
        "header", "hr", "html", "legend", "li", "main", "nav", "ol", "p", "pre", "section", "summary", "table",
        "tbody", "td", "tfoot", "th", "thead", "title", "tr", "ul",
    }
)  # fmt: skip
SILENT = frozenset(
    {
        "script", "style", "noscript", "iframe", "template", "head", "select", "option", "button", "input",
        "textarea", "object", "embed", "svg", "canvas", "audio", "video", "map", "frame", "frameset", "datalist",
        "link", "meta", "xml", "del", "noframes",
    }
)  # fmt: skip
LABELLED = frozenset({"a", "b", "em", "font", "i", "label", "small", "span", "strong"})
MAX_LABEL = 12
LINE_END = re.compile(r"\r\n|\r|\n")
LAYOUT_CELL = 300
"""A cell with more characters than this on average marks a table that lays out the page, not data."""


@dataclass(slots=True)
class Layout:
    """Lays out nodes of one page. `dropped` holds the ids of tags that are not to be read (furniture, hidden parts)."""

    source: str
    dropped: set[int]
    lines: list[Line] = field(default_factory=list)
    tables: int = 0
    _open: list[Mapped] = field(default_factory=list)
    _preformatted: int = 0

    def read(self, node: Tag) -> list[Line]:
        """Return the lines of `node`."""
        self._walk(node)
        self._close()
        lines, self.lines = self.lines, []
        return lines

    def _walk(self, node: Tag) -> None:
        for child in node.children:
            if isinstance(child, Words):
                self._words(child.mapped(self.source))
            elif isinstance(child, Tag):
                self._tag(child)

    def _tag(self, tag: Tag) -> None:
        name = tag.name
        if name in SILENT or id(tag) in self.dropped:
            return
        if name == "br":
            self._close()
            return
        if name == "table" and (rows := self._data_table(tag)):
            self._close()
            for caption in tag.find_all("caption", recursive=False):
                self._tag(caption)
            self.lines += rows
            return
        block = name in BLOCKS
        if block:
            self._close()
        elif self._open and name in LABELLED and begins_with_label(_first_words(tag)):
            self._space()  # 来源：某局<span>浏览：3</span>
        self._preformatted += name == "pre"
        self._walk(tag)
        if block:
            self._close()
        elif self._open and len(self._open[-1]) <= MAX_LABEL and is_label(self._open[-1].text):
            self._space()  # <b>文号</b>某发〔2024〕1号: the label is a word of its own
        self._preformatted -= name == "pre"

    def _space(self) -> None:
        """Part what comes from what is there, in the place of any white space."""
        while self._open and not self._open[-1].text.strip():
            self._open.pop()
        if self._open:
            last = self._open.pop()
            last = last[: len(last.text.rstrip())]
            self._open += [last, last.layout(" ")]

    def _words(self, words: Mapped) -> None:
        """Take text; in a `<pre>` its line ends are line ends."""
        if not self._preformatted:
            self._open.append(words)
            return
        at = 0
        for end in LINE_END.finditer(words.text):
            self._open.append(words[at : end.start()])
            self._close()
            at = end.end()
        self._open.append(words[at:])

    def _close(self) -> None:
        words = tidy(join(self._open).without(SOURCE_BREAK))
        self._open.clear()
        if words:
            self.lines.append(Line(words))

    def _data_table(self, table: Tag) -> list[Line]:
        """Return the rows of a table of data, or nothing for one that only lays out the page."""
        rows = [row for row in _rows(table) if id(row) not in self.dropped]
        grid = [[cell for cell in _cells(row) if id(cell) not in self.dropped] for row in rows]
        cells = [cell for row in grid for cell in row]
        wide = sum(len(row) > 1 for row in grid) + any(_span(cell, "rowspan") > 1 for cell in cells)
        if len(grid) < 2 or wide < 2 or table.find("table") is not None:
            return []
        words = {id(cell): self._cell(cell) for cell in cells}
        filled = [text for text in words.values() if text]
        if not filled or sum(map(len, filled)) > LAYOUT_CELL * len(filled):
            return []
        return self._lay(grid, words)

    def _cell(self, cell: Tag) -> Mapped:
        inner = Layout(self.source, self.dropped)
        pieces: list[Mapped] = []
        for line in inner.read(cell):
            if pieces and pieces[-1].text[-1:].isascii() and line.text[:1].isascii():
                pieces.append(pieces[-1].layout(" "))
            pieces.append(line.words)
        return join(pieces)

    def _lay(self, grid: list[list[Tag]], words: dict[int, Mapped]) -> list[Line]:
        taken: dict[int, int] = {}  # column -> rows for which a cell from above still covers it
        placed: list[list[tuple[Cell, Mapped]]] = []
        columns = 0
        for number, row in enumerate(grid):
            column = 0
            cells: list[tuple[Cell, Mapped]] = []
            covered = {c for c, left in taken.items() if left > 0}
            taken = {c: left - 1 for c, left in taken.items() if left > 1}
            for tag in row:
                while column in covered:
                    column += 1
                if column >= MAX_TABLE_COLUMNS:
                    break
                width = min(_span(tag, "colspan"), MAX_TABLE_COLUMNS - column)
                height = min(_span(tag, "rowspan", len(grid) - number), len(grid) - number)
                text = words[id(tag)]
                header = tag.name == "th" or (
                    tag.parent is not None and tag.parent.parent is not None and (tag.parent.parent.name == "thead")
                )
                cells.append((Cell(number, column, Span(0, 0), height, width, header), text))
                if height > 1:
                    taken.update(dict.fromkeys(range(column, column + width), height - 1))
                column += width
                columns = max(columns, column)
            placed.append(cells)
        self.tables += 1
        place = next(text for text in words.values() if text)
        lines = []
        for cells in placed:
            line = row_line(cells, columns, self.tables, place)
            if line.text.strip():
                lines.append(line)
                place = next((text for _, text in reversed(cells) if text), place)
        return lines


def _rows(table: Tag) -> Iterator[Tag]:
    for child in table.children:
        if isinstance(child, Tag):
            if child.name == "tr":
                yield child
            elif child.name in {"tbody", "thead", "tfoot"}:
                yield from (row for row in child.children if isinstance(row, Tag) and row.name == "tr")


def _cells(row: Tag) -> Iterator[Tag]:
    return (cell for cell in row.children if isinstance(cell, Tag) and cell.name in {"td", "th"})


def _span(tag: Tag, name: str, of_zero: int = 1) -> int:
    """Return a colspan or rowspan; rowspan="0" means all rows below."""
    value = attribute(tag, name).strip()
    if not value.isdigit() or len(value) > 6:
        return 1
    return min(int(value), MAX_SPAN) or max(1, of_zero)


def _first_words(tag: Tag) -> str:
    return next((str(words) for words in words_in(tag) if words.strip()), "")[: 2 * MAX_LABEL]


def text_of(node: Tag) -> str:
    """Return the text below a node, as it stands, without what is never shown."""
    return "".join(words for words in words_in(node) if words.parent is None or words.parent.name not in SILENT)
