"""PDF printed from a web page: what the browser wrote round each page goes, and the head of the page becomes fields."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from extractors.notice import PageField
from pipeline.clean.edges import is_prose, trim
from pipeline.clean.lines import Line
from pipeline.clean.page_fields import read_cells, unique
from pipeline.clean.wraps import SENTENCE

ADDRESS = re.compile(r"(?:https?|file)://[^\s\u3000-\uffef]+")
PRINTED_AT = re.compile(
    r"(?:19|20)\d{2}[/.-]\d{1,2}[/.-]\d{1,2},?\ \s*(?:[上下]午\s?)?\d{1,2}:\d{2}(?::\d{2})?(?!\d)", re.VERBOSE
)
HEADER_FIELDS = 3


def is_of_browser(text: str) -> bool:
    """Tell whether a line at the edge of a page is what browsers write there: an address, or when it was printed."""
    at = PRINTED_AT.search(text)
    edge = at is not None and (at.start() == 0 or at.end() == len(text))
    return (edge or ADDRESS.search(text) is not None) and SENTENCE.search(ADDRESS.sub("", text)) is None


def as_page(lines: Sequence[Line], edges: Iterable[str]) -> tuple[list[Line], tuple[PageField, ...]]:
    """Return the lines of a printed page without its furniture, and its header fields.

    `edges` are the lines that the browser wrote; the address among them is where the page is from, unless it was cut off.
    """
    addresses = [found[0] for line in edges for found in [ADDRESS.match(line)] if found]
    fields = [PageField("source_url", a, "", "line") for a in addresses[:1] if not a.endswith(("…", "..."))]
    kept = list(lines)
    first = next((i for i, line in enumerate(lines) if line.table is not None), None)
    if first is not None and not any(line.table is None and is_prose(line.text) for line in lines[:first]):
        rows = [line for line in lines if line.table == lines[first].table]
        found_here = read_cells(cell.span.cut(row.text) for row in rows for cell in row.cells)
        if len(found_here) >= HEADER_FIELDS:
            fields += found_here
            kept = [line for line in lines if line.table != lines[first].table]
    kept, more = trim(kept)
    return kept, unique((*fields, *more))
