"""Lists of agencies that lost their separators: 责任单位：市教育局市财政局."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import accumulate

from extractors.agencies import split_glued
from extractors.holes.lexicon import one_of
from extractors.reading_text import Repair
from extractors.span import Span

RULE = "mark.agency-separator"
HAN = r"[\u4e00-\u9fff]"
LEVELS = "省市区县州盟旗"
LONGEST_NAME = 14  # characters


@cache
def _lists() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """Return what a labelled list looks like, a name before the verb of its duty, and one whole name."""
    label, verb, end = (one_of(RULE, kind) for kind in ("labels", "verbs", "name endings"))
    labelled = re.compile(rf"{label}[:：](?P<list>[^。\n]{{6,300}})")
    before_verb = re.compile(rf"(?<!{HAN})(?P<list>[{LEVELS}]{HAN}{{7,60}}?)(?={verb})")
    name = re.compile(rf"[{LEVELS}]{HAN}{{1,{LONGEST_NAME}}}{end}")
    return labelled, before_verb, name


PIECE = re.compile(rf"(?<!{HAN})[{LEVELS}]{HAN}{{7,60}}(?!{HAN})")


def agency_separator(text: str) -> Iterator[Repair]:
    """责任单位：市教育局市财政局 → 市教育局、市财政局: names of one level run together where a duty is given to them."""
    labelled, before_verb, name = _lists()
    pieces = [
        Span(*piece.span()) for match in labelled.finditer(text) for piece in PIECE.finditer(text, *match.span("list"))
    ]
    pieces += [Span(*match.span("list")) for match in before_verb.finditer(text)]
    for piece in pieces:
        level = text[piece.start]
        parts = split_glued(piece.cut(text), ())
        if len(parts) > 1 and all(part[0] == level and name.fullmatch(part) for part in parts):
            for start in list(accumulate(map(len, parts), initial=piece.start))[1:-1]:
                yield Repair(Span(start, start + 1), "、" + text[start], RULE)
