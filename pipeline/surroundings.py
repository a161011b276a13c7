"""Show words in the sentence they stand in."""

from __future__ import annotations

from bisect import bisect_right

from extractors.span import Span


class Sentences:
    """The sentences of one text, to show words in the sentence they stand in."""

    LONGEST = 220
    """Characters shown on either side of the words at most."""

    def __init__(self, text: str) -> None:
        """Cut the text into sentences."""
        # Loading it loads the tokenizer: only pages that are written shall pay for it, not every `--help`.
        from pipeline.segment import sentences  # noqa: PLC0415

        self._text = text
        self._spans = sentences(text)
        self._starts = [span.start for span in self._spans]

    def around(self, start: int, end: int) -> tuple[str, str, str]:
        """Return what stands before the words in their sentence, the words, and what stands after."""
        first = self._at(start)
        last = self._at(max(start, end - 1))
        left = max(min(first.start, start), start - self.LONGEST)
        right = min(max(last.end, end), end + self.LONGEST)
        before = ("…" if left > first.start else "") + self._text[left:start]
        after = self._text[end:right] + ("…" if right < last.end else "")
        return before, self._text[start:end], after

    def _at(self, offset: int) -> Span:
        number = bisect_right(self._starts, offset) - 1
        return self._spans[number] if number >= 0 else Span(offset, offset)
