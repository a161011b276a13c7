"""Find where a scraped notice lost characters, and read it as it was most plausibly meant, beside its words."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass

from extractors.records import Finding, Span


@dataclass(frozen=True, slots=True)
class Repair:
    """One place where characters were lost: `printed` covers the clean text, `meant` is what is read instead.

    `alternatives` are other plausible readings; `rule` is the id of what found it.
    """

    printed: Span
    meant: str
    rule: str
    alternatives: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ReadingText:
    """The text that extractors read, and the way back to the clean text. `repairs` are in text order and do not overlap."""

    clean: str
    text: str
    repairs: tuple[Repair, ...] = ()
    starts: tuple[int, ...] = ()

    def to_clean(self, span: Span) -> Span:
        """Map a span of the reading text to the clean text; a span that touches a repair covers all that was printed there."""
        return Span(self._back(span.start, end=False), self._back(span.end, end=True))

    def to_reading(self, span: Span) -> Span:
        """Map a span of the clean text to the reading text; a span that touches a repair covers all that is read there."""
        return Span(self._forth(span.start, end=False), self._forth(span.end, end=True))

    def touches_repair(self, span: Span) -> bool:
        """Tell whether a span of the reading text holds characters that a repair put there."""
        return any(
            start < span.end and span.start < start + len(repair.meant)
            for start, repair in zip(self.starts, self.repairs, strict=True)
        )

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
        moved = 0
        for start, repair in zip(self.starts, self.repairs, strict=True):
            if offset <= repair.printed.start and not (end and offset > repair.printed.start):
                break
            if offset < repair.printed.end:
                return start + len(repair.meant) if end else start
            moved = start + len(repair.meant) - repair.printed.end
        return offset + moved


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


def repair(clean: str) -> tuple[ReadingText, tuple[Finding, ...]]:
    """Find damage in a clean text; return the text to read and one finding (spans of the clean text) per place."""
    return apply(clean, ()), ()
