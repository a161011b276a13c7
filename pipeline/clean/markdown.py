"""Markdown: heading marks go, pipe tables become rows, and the list of attachments at the end becomes attachments."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from extractors.notice import Attachment, Cell
from extractors.span import Span
from pipeline.clean.limits import MAX_TABLE_COLUMNS
from pipeline.clean.lines import Line, row_line
from pipeline.clean.mapped import Mapped

LINK = re.compile(r"[-*+]\s+\[([^\]\n]{1,300})\]\((\S{1,1000}?)\)")
ATTACHMENTS_TITLE = re.compile(r"#{1,6}\s*附件(?:[（(].{0,20}[）)])?\s*[:：]?")
HEADING = re.compile(r"#{1,6}[ \t]+")
TABLE_RULE = re.compile(r"\|?(?:[ \t]*:?-{2,}:?[ \t]*\|)+(?:[ \t]*:?-{2,}:?[ \t]*)?")


def without_markup(lines: Sequence[Line]) -> tuple[list[Line], tuple[Attachment, ...]]:
    """Return the lines without Markdown's marks, and the attachments that the list below a heading 附件 links to."""
    kept: list[Line] = []
    attachments: list[Attachment] = []
    listing = False
    tables = 0
    i = 0
    while i < len(lines):
        text = lines[i].text
        rows = _table_rows(lines, i)
        if rows:
            tables += 1
            kept += _table(lines[i : i + rows], tables)
            i += rows
            continue
        i += 1
        if ATTACHMENTS_TITLE.fullmatch(text):
            listing = True
            continue
        link = LINK.fullmatch(text)
        if listing and link:
            attachments.append(Attachment(link[1], link[2]))
            continue
        listing = listing and not text
        mark = HEADING.match(text)
        kept.append(Line(lines[i - 1].words[mark.end() :]) if mark else lines[i - 1])
    return kept, tuple(attachments)


def _table_rows(lines: Sequence[Line], i: int) -> int:
    """Return how many lines from `i` on are a pipe table: a row of heads, a rule, rows; 0 for none."""
    if i + 1 >= len(lines) or "|" not in lines[i].text or not TABLE_RULE.fullmatch(lines[i + 1].text):
        return 0
    end = i + 2
    while end < len(lines) and "|" in lines[end].text:
        end += 1
    return end - i


def _table(lines: Sequence[Line], number: int) -> list[Line]:
    rows = [_cells(line.words) for at, line in enumerate(lines) if at != 1]
    columns = min(max(map(len, rows)), MAX_TABLE_COLUMNS)
    laid: list[Line] = []
    for at, row in enumerate(rows):
        cells = [(Cell(at, k, Span(0, 0), header=at == 0), words) for k, words in enumerate(row[:columns])]
        line = row_line(cells, columns, number, lines[0].words)
        if line.text.strip():
            laid.append(line)
    return laid


def _cells(words: Mapped) -> list[Mapped]:
    edges = [-1, *(i for i, c in enumerate(words.text) if c == "|"), len(words)]
    cells = [words[a + 1 : b].strip() for a, b in pairwise(edges)]
    start = 1 if words.text.startswith("|") else 0
    return cells[start : len(cells) - (1 if words.text.endswith("|") else 0)]
