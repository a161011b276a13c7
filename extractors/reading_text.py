"""The text that extractors read, where a notice lost characters, and the way back to the clean text."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass

from extractors.errors import RecordError
from extractors.span import Span

NARROW = {
    ord(wide): ord(wide) - 0xFEE0
    for wide in "０１２３４５６７８９％．＋－／＜＝＞～"
    "ＡＢＣＤＥＦＧＨＩＪＫＬＭＮＯＰＱＲＳＴＵＶＷＸＹＺａｂｃｄｅｆｇｈｉｊｋｌｍｎｏｐｑｒｓｔｕｖｗｘｙｚ"
}
"""Full-width digits, letters and signs, and their usual forms; one character each, so that offsets stay."""


def narrow(text: str) -> str:
    """Write full-width digits, letters and signs of number in the usual width, character for character.

    Chinese punctuation stays as it is.

    >>> narrow("增长５．５％，ＧＤＰ")
    '增长5.5%，GDP'
    """
    return text.translate(NARROW)


@dataclass(frozen=True, slots=True)
class Repair:
    """One place where characters were lost: `printed` covers the clean text, `meant` is what is read instead.

    `alternatives` are other plausible readings; `rule` is the id of what found it.
    """

    printed: Span
    meant: str
    rule: str
    alternatives: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Refuse a repair that covers nothing or reads nothing: neither could be mapped back."""
        if self.printed.start == self.printed.end or not self.meant:
            raise RecordError(f"{self.rule}: repair of {self.printed} as {self.meant!r} covers or reads nothing")


@dataclass(frozen=True, slots=True)
class ReadingText:
    """The text that extractors read, and the way back to the clean text; `repairs` are in text order, apart."""

    clean: str
    text: str
    repairs: tuple[Repair, ...] = ()
    starts: tuple[int, ...] = ()

    def to_clean(self, span: Span) -> Span:
        """Map a span of the reading text to the clean text; touching a repair it covers all that was printed there."""
        return Span(self._back(span.start, end=False), self._back(span.end, end=True))

    def to_reading(self, span: Span) -> Span:
        """Map a span of the clean text to the reading text; touching a repair it covers all that is read there."""
        return Span(self._forth(span.start, end=False), self._forth(span.end, end=True))

    def touches_repair(self, span: Span) -> bool:
        """Tell whether a span of the reading text holds characters that a repair put there."""
        i = bisect_left(self.starts, span.end) - 1  # the last repair that begins before the span ends
        return i >= 0 and span.start < self.starts[i] + len(self.repairs[i].meant)

    def _back(self, offset: int, *, end: bool) -> int:
        i = bisect_right(self.starts, offset - 1 if end else offset) - 1
        if i < 0:
            return offset
        start, repair = self.starts[i], self.repairs[i]
        after = start + len(repair.meant)
        if offset >= after:
            return repair.printed.end + offset - after
        return repair.printed.end if end else repair.printed.start

    def _forth(self, offset: int, *, end: bool) -> int:
        i = bisect_right(self.repairs, offset - 1 if end else offset, key=lambda repair: repair.printed.start) - 1
        if i < 0:
            return offset
        start, repair = self.starts[i], self.repairs[i]
        after = start + len(repair.meant)
        if offset >= repair.printed.end:
            return after + offset - repair.printed.end
        return after if end else start


def apply(clean: str, repairs: tuple[Repair, ...]) -> ReadingText:
    """Build the reading text from the clean text and repairs in text order."""
    pieces: list[str] = []
    starts: list[int] = []
    at = length = 0
    for repair in repairs:
        kept = clean[at : repair.printed.start]
        starts.append(length + len(kept))
        pieces += [kept, repair.meant]
        length += len(kept) + len(repair.meant)
        at = repair.printed.end
    pieces.append(clean[at:])
    return ReadingText(clean, "".join(pieces), repairs, tuple(starts))
