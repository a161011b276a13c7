"""Give each target the agencies of the item it stands in."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import replace
from itertools import accumulate

from spacy.language import Language
from spacy.tokens import Doc

from extractors.reading import reading
from extractors.records import AgencyDuty, Responsibility
from extractors.span import Span

PROSE = "prose."


@Language.component("duibiao_assign")
def assign(doc: Doc) -> Doc:
    """Fill the `duties` of targets; those that a table row already gave stay."""
    state = reading(doc)
    items = Items(state.responsibilities)
    state.targets = tuple(t if t.duties else replace(t, duties=items.duties_at(t.quote)) for t in state.targets)
    return doc


class Items:
    """The items that statements in brackets, labelled lines and tables are for; prose gives a target no agencies."""

    def __init__(self, responsibilities: Iterable[Responsibility]) -> None:
        """Order the statements by where their item begins."""
        self._stated = sorted((r for r in responsibilities if not r.rule.startswith(PROSE)), key=lambda r: r.scope)
        self._starts = [r.scope.start for r in self._stated]
        self._reach = list(accumulate((r.scope.end for r in self._stated), max))

    def duties_at(self, quote: Span) -> tuple[AgencyDuty, ...]:
        """Return the duties of the smallest item that holds a quote, from all statements that are for it."""
        i = bisect_right(self._starts, quote.start)
        around: list[Responsibility] = []
        while i > 0 and self._reach[i - 1] >= quote.end:
            i -= 1
            if self._stated[i].scope.contains(quote):
                around.append(self._stated[i])
        if not around:
            return ()
        smallest = min(around, key=lambda r: r.scope.end - r.scope.start)
        same = (r for r in reversed(around) if r.scope.start == smallest.scope.start)
        return tuple({(d.name, d.role): d for r in same for d in r.duties}.values())
