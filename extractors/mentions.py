"""Find the small things: numbers, quantities, ratios, dates, periods, recurrences; what overlaps is settled here.

A date wins over a quantity that shares a character with it (2025年 is no 2025 of years). What stands inside a title
《…》 or a document number is neither: it belongs to the name of a document.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from datetime import date

from spacy.language import Language
from spacy.tokens import Doc

from extractors.dates import find_dates
from extractors.quantities import find_quantities
from extractors.reading import reading
from extractors.records import Header, Mention
from extractors.span import Span

LONGEST_TITLE = 120
NAMES = re.compile(
    rf"""
    《[^《》\n]{{1,{LONGEST_TITLE}}}(?:〈[^〈〉\n]*〉[^《》\n]*)*》      # 《…》, also with 〈…〉 inside
  | [〔\[［【（(](?:19|20)\d\d[〕\]］】）)]\s?第?\s?\d{{1,5}}\s?号         # 〔2023〕74号
  | (?:19|20)\d\d年第\d{{1,4}}号                                      # 2020年第3号
    """,
    re.VERBOSE,
)


@Language.component("duibiao_mentions")
def mentions(doc: Doc) -> Doc:
    """Fill `mentions`."""
    state = reading(doc)
    state.mentions = find_mentions(state.text, own_day(state.header))
    return doc


def own_day(header: Header) -> date | None:
    """Return the day that 今年 and 6月底前 count from: the notice's date, held inside the year that its title names.

    A plan for 2026 that was issued in December 2025 speaks of 2026 when it says 3月底前.
    """
    issued = header.issued_on or header.printed_on or header.published_on
    start, end = header.period_start, header.period_end
    if start and end and start.year == end.year:
        return min(max(issued or start, start), end)
    return issued or start


def find_mentions(text: str, reference: date | None) -> tuple[Mention, ...]:
    """Return all mentions of `text` in text order, without overlaps."""
    names = [Span(m.start(), m.end()) for m in NAMES.finditer(text)]
    dates = [m for m in find_dates(text, reference) if not _inside(m.span, names)]
    taken = [m.span for m in dates]
    quantities = [m for m in find_quantities(text) if not _inside(m.span, names) and not _overlapping(m.span, taken)]
    return tuple(sorted([*dates, *quantities], key=lambda m: (m.span.start, m.span.end)))


def _overlapping(span: Span, others: Sequence[Span]) -> bool:
    """Tell whether a span shares a character with one of `others` (in text order, without overlaps)."""
    i = bisect_right(others, span.start, key=lambda s: s.start)
    return (i > 0 and others[i - 1].end > span.start) or (i < len(others) and others[i].start < span.end)


def _inside(span: Span, others: Sequence[Span]) -> bool:
    i = bisect_right(others, span.start, key=lambda s: s.start) - 1
    return i >= 0 and span.end <= others[i].end
