"""Raw places: the way back from words of the clean text to the raw file, as byte ranges or as boxes on pages.

A place is a list, since words may be parted in the file: by markup, by a line end, by a page end. Each part is

- `[start, end)`, the half-open range of bytes in the file (of a Word file: in its `word/document.xml`), or
- `[page, x0, top, x1, bottom]`, a box on a page counted from 1, in points from the top left corner of the page as it is
  stored; of a picture a pixel is a point.

White space that only stands for layout is in no part, nor is what no byte of the part says: the numbers that Word makes.
"""

from __future__ import annotations

import json
from bisect import bisect_right
from collections.abc import Iterator, Sequence

from extractors.notice import Notice, OffsetRun
from extractors.span import Span

Bytes = tuple[int, int]
Box = tuple[int, float, float, float, float]

LEVEL = 0.5
"""The share of the lower of two boxes that must lie level with the other where they are neighbours on a line."""

EDGES_AND_PAGE = 5
"""The numbers that make a box; a range of bytes has two."""

GAP = 1.0
"""The white between two neighbours in one box, at most, in heights of the line: cells of a table are parted."""

FLUSH = 0.5
"""Points by which the edges of two boxes, one below the other, may differ to be one: characters of a turned page."""


class RawPlaces:
    """Where words of one notice stand in its raw file."""

    def __init__(self, notice: Notice) -> None:
        """Index the notice's offset map."""
        self._text = notice.text
        self._runs = notice.offsets
        self._starts = [run.clean for run in notice.offsets]
        self._known: dict[Span, str | None] = {}

    def column(self, span: Span) -> str | None:
        """Return the place of a span as the database keeps it: a JSON list; None where the file has no such place."""
        if span not in self._known:
            parts = self.parts(span)
            self._known[span] = json.dumps(parts, separators=(",", ":")) if parts else None
        return self._known[span]

    def parts(self, span: Span) -> list[Bytes] | list[Box]:
        """Return the parts of a span in the order of the text; empty where nothing in the file says its words."""
        boxes: list[Box] = []
        ranges: list[Bytes] = []
        for run, start, end in self._over(span):
            if run.page is not None:
                _add_box(boxes, _box(run, start, end))
            elif not self._is_layout(run):
                width = run.raw_length // run.length
                first = run.raw + (start - run.clean) * width
                _add_range(ranges, (first, first + (end - start) * width))
        return boxes or ranges

    def _over(self, span: Span) -> Iterator[tuple[OffsetRun, int, int]]:
        """Yield the runs that a span touches, with the part of the text that both cover."""
        for number in range(max(0, bisect_right(self._starts, span.start) - 1), len(self._runs)):
            run = self._runs[number]
            start, end = max(run.clean, span.start), min(run.clean + run.length, span.end)
            if run.clean >= span.end:
                return
            if start < end:
                yield run, start, end

    def _is_layout(self, run: OffsetRun) -> bool:
        """Tell whether a run is white space for which markup may stand (more than one byte), or nothing at all."""
        return not run.raw_length or (run.length == 1 and run.raw_length > 1 and self._text[run.clean].isspace())


def pages(parts: Sequence[Sequence[float]]) -> str:
    """Name the pages that a place lies on: 3, or 3–4; empty for a file without pages."""
    found = sorted({int(part[0]) for part in parts if len(part) == EDGES_AND_PAGE})
    return "–".join(str(page) for page in (found if len(found) < 2 else (found[0], found[-1])))


def _add_range(ranges: list[Bytes], new: Bytes) -> None:
    """Add a range; one that goes on where the last ended widens it, and one inside it (of one entity) is known."""
    if ranges and ranges[-1][0] <= new[0] <= ranges[-1][1]:
        ranges[-1] = (ranges[-1][0], max(ranges[-1][1], new[1]))
    else:
        ranges.append(new)


def _box(run: OffsetRun, start: int, end: int) -> Box:
    """Return the box of the characters from `start` to `end` of a run, which are all of one width."""
    x0, top, x1, bottom = run.box or (0.0, 0.0, 0.0, 0.0)
    each = (x1 - x0) / run.length
    left, right = x0 + (start - run.clean) * each, x0 + (end - run.clean) * each
    return (run.page or 0, round(left, 1), round(top, 1), round(right, 1), round(bottom, 1))


def _add_box(boxes: list[Box], new: Box) -> None:
    """Add a box, or widen the last one by its next neighbour. Layout, which has no width, is left out."""
    page, x0, top, x1, bottom = new
    if x1 <= x0:
        return
    last = boxes[-1] if boxes else None
    if last is not None and last[0] == page and (_beside(last, new) or _below(last, new)):
        _, left, above, right, below = last
        boxes[-1] = (page, min(x0, left), min(top, above), max(x1, right), max(bottom, below))
    else:
        boxes.append(new)


def _beside(last: Box, new: Box) -> bool:
    """Tell whether a box goes on on the same line."""
    _, _, above, right, below = last
    _, x0, top, _, bottom = new
    low = min(below - above, bottom - top)
    return min(below, bottom) - max(above, top) >= LEVEL * low and -low <= x0 - right <= GAP * low


def _below(last: Box, new: Box) -> bool:
    """Tell whether a box stands flush above or under the last one, as on a page that is turned."""
    _, left, above, right, below = last
    _, x0, top, x1, bottom = new
    flush = abs(x0 - left) <= FLUSH and abs(x1 - right) <= FLUSH
    return flush and max(top - below, above - bottom) <= GAP * min(x1 - x0, bottom - top)
