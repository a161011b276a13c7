"""Cut a text file into lines; HTML tables that a converter left in it become rows, other tags in it go."""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterator
from dataclasses import replace

from pipeline.clean.html_lines import Layout
from pipeline.clean.html_tree import parse
from pipeline.clean.lines import Line
from pipeline.clean.mapped import Mapped
from pipeline.clean.spaces import tidy

LINE_END = re.compile(r"\r\n|[\n\r\f\v\x85\u2028\u2029]|<br\s*/?>", re.IGNORECASE)
TABLE_OPENS = re.compile(r"<table\b", re.IGNORECASE)
TABLE_CLOSES = re.compile(r"</table\s*>", re.IGNORECASE)
TAG = re.compile(
    r"</?(?:sup|sub|b|strong|i|em|u|s|font|span|center|a|img|small|big|o:p|div|p)\b[^<>]{0,300}>", re.IGNORECASE
)


def lines_of(text: str, begin: int = 0) -> Iterator[Line]:
    """Yield the lines of `text` from `begin` on, tidied, and the rows of the tables in it."""
    tables = 0
    at = begin
    while opens := TABLE_OPENS.search(text, at):
        closes = TABLE_CLOSES.search(text, opens.end())
        if closes is None:
            break
        yield from _plain(text, at, opens.start())
        rows = _rows(text, opens.start(), closes.end())
        numbers = {line.table for line in rows if line.table is not None}
        yield from (line if line.table is None else replace(line, table=line.table + tables) for line in rows)
        tables += len(numbers)
        at = closes.end()
    yield from _plain(text, at, len(text))


def _plain(text: str, start: int, end: int) -> Iterator[Line]:
    at = start
    for match in LINE_END.finditer(text, start, end):
        yield _line(text, at, match.start())
        at = match.end()
    yield _line(text, at, end)


def _line(text: str, start: int, end: int) -> Line:
    return Line(tidy(Mapped.verbatim(text, start, end).without(TAG), keep_tabs=True))


def _rows(text: str, start: int, end: int) -> list[Line]:
    """Read a table with the reader of pages, and move its places to where it stands in the file."""
    part = text[start:end]
    lines = Layout(part, set()).read(parse(part))
    return [replace(line, words=_moved(line.words, start)) for line in lines]


def _moved(words: Mapped, by: int) -> Mapped:
    return Mapped(words.text, array("q", (at + by for at in words.at)), array("q", (to + by for to in words.to)))
