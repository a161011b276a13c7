"""Where a date leads aims beyond its own sentence: the numbered lines under its lead line, later sentences of its paragraph."""

from __future__ import annotations

import re
from collections.abc import Iterator

from extractors.clause import line_around, sentence_around
from extractors.due_dates import TIMES, between, opens_sentence
from extractors.governing import sections_up
from extractors.reading import Reading
from extractors.records import Mention
from extractors.span import Span
from extractors.vocabulary import Bound, Grain

MOST_ITEMS = 60
# 到2027年将实现：, 到2027年实现以下目标： announce what the numbered lines below them say.
_LEAD_LINE = re.compile(
    r"[，, \u3000]{0,2}[^，。；：:\n]{0,20}(?:将|要|力争|努力)?(?:实现|达到|完成|做到)[^，。；：:\n]{0,12}[：:][ \u3000]*"
)
_ITEM = re.compile(r"[ \u3000]*(?:[（(]?[一二三四五六七八九十\d]{1,3}[）)、.．]|[①-⑳])(?!\d)[ \u3000]*(?P<said>[^\n]+)")


def items_below(state: Reading, text: str, mention: Mention) -> Iterator[Span]:
    """Yield the numbered lines under a lead line with a date, without their numbers, up to the first that has none."""
    end = line_around(text, mention.span).end
    if not opens_sentence(text, mention) or not _LEAD_LINE.fullmatch(text, mention.span.end, end):
        return
    for _ in range(MOST_ITEMS):
        item = _ITEM.match(text, end + 1)
        if item is None or any(m.kind in TIMES for m in between(state, item.start(), item.end())):
            return
        yield Span(*item.span("said"))
        end = item.end()


def later_sentences(state: Reading, text: str, mention: Mention) -> Iterator[Span]:
    """Yield the later sentences of a paragraph that opens with 到2027年，, up to the first that names a time itself.

    A year inside a sentence (2026年底前完成整改。) leads nothing beyond it.
    """
    line = line_around(text, mention.span)
    leads = mention.bound is Bound.BY and mention.grain is Grain.YEAR and text.startswith("，", mention.span.end)
    sentence = sentence_around(text, mention.span)
    opens = not text[line.start : sentence.start].strip()
    if not leads or not opens or not opens_sentence(text, mention):
        return
    sections = sections_up(state, mention.span.start)
    end = min(line.end, sections[0].span.end if sections else line.end)
    while sentence.end + 1 < end:
        start = sentence.end + 1
        sentence = sentence_around(text, Span(start, start))
        if any(m.kind in TIMES for m in between(state, sentence.start, sentence.end)):
            return
        yield sentence
