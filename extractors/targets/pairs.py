"""Read names and values that follow one verb: 班额控制在小学45人、初中50人以内, 达标率达到城区100%、农村90%以上."""

from __future__ import annotations

import re
from dataclasses import replace

from extractors.span import Span
from extractors.targets.distribute import is_population
from extractors.targets.draft import Draft
from extractors.targets.part import FLOOR, WORD_OF_FLOOR, Part
from extractors.targets.phrases import measure_at_end

LEVEL = re.compile(
    rf"(?:分别)?(?:控制在|控制到|保持在|稳定在|维持在|达到|提高到|(?P<floor>{FLOOR.pattern.replace('?P<word>', '?:')}))"
)


def pair_behind_verb(part: Part) -> list[Draft] | None:
    """Read the first pair of such a list, whose measure and verb the others share; None for any other words."""
    if part.first.bound or len(part.frames) > 1:
        return None
    for verb in LEVEL.finditer(part.text, part.core.start, part.core.end):
        what, who = Span(part.core.start, verb.start()), Span(verb.end(), part.core.end)
        named = who.end > who.start and is_population(part.text, who)
        if named and what.end - what.start >= 2 and measure_at_end().search(what.cut(part.text)):
            part.indicator, part.subject = (what,), (who,)
            drafts = part.drafts("target.pair", (what,), (who,))
            if verb["floor"] is None:
                return drafts
            comparator = WORD_OF_FLOOR[verb["floor"]]
            return [replace(d, comparator=comparator, comparator_span=Span(*verb.span("floor"))) for d in drafts]
    return None


def share_bounds(drafts: list[Draft]) -> list[Draft]:
    """Let the 以内 behind the last value of such a list, or the 不超过 before the first, cover them all."""
    pairs = [d for d in drafts if d.rule in {"target.pair", "target.leaning"}]
    if len(pairs) < 2 or pairs[0].rule != "target.pair" or any(d.indicator != pairs[0].indicator for d in pairs):
        return drafts
    told = [d for d in (pairs[0], pairs[-1]) if d.comparator_span is not None]
    if not told:
        return drafts
    bound = told[0]
    return [
        replace(d, comparator=bound.comparator, comparator_span=bound.comparator_span)
        if d in pairs and d.comparator_span is None
        else d
        for d in drafts
    ]
