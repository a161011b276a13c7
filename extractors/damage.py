"""Find where a scraped notice lost characters, and read it as it was most plausibly meant, beside its words."""

from __future__ import annotations

from extractors.bilingual import both
from extractors.holes import RULES
from extractors.holes.lexicon import rule_named
from extractors.reading_text import ReadingText, Repair, apply
from extractors.records import Finding
from extractors.span import Span


def repair(clean: str) -> tuple[ReadingText, tuple[Finding, ...]]:
    """Find damage in a clean text; return the text to read and one finding (spans of the clean text) per place."""
    repairs = find_repairs(clean)
    return apply(clean, repairs), tuple(_finding(clean, repair) for repair in repairs)


def find_repairs(clean: str) -> tuple[Repair, ...]:
    """Return the repairs of all rules in text order; of two that claim the same characters the earlier rule's stays."""
    kept: list[Repair] = []
    claimed: dict[int, Repair] = {}
    for rule in RULES:
        for found in rule(clean):
            places = range(found.printed.start, found.printed.end)
            if not any(place in claimed for place in places):
                kept.append(found)
                claimed.update(dict.fromkeys(places, found))
    return tuple(sorted(kept, key=lambda r: r.printed))


def _finding(clean: str, repair: Repair) -> Finding:
    printed = repair.printed.cut(clean)
    known = repair.meant != printed
    context = _around(clean, repair.printed)
    where, there = f"“{printed}”（{context}）", f"“{printed}” ({context})"
    chinese = f"读作“{repair.meant}”" if known else "原意不明"
    english = f"read as “{repair.meant}”" if known else "what was meant is not known"
    return Finding(
        kind="damage",
        severity=rule_named(repair.rule).severity,
        message=both(f"疑有缺字：{where}{chinese}", f"characters lost: {there}, {english}"),
        span=repair.printed,
        detail={
            "printed": printed,
            "meant": repair.meant if known else None,
            "rule": repair.rule,
            "alternatives": list(repair.alternatives),
        },
    )


def _around(clean: str, span: Span) -> str:
    """Return the words around a span on its own line, for a reader who has only the message."""
    before = clean[max(0, span.start - 8) : span.start].rpartition("\n")[2]
    after = clean[span.end : span.end + 8].partition("\n")[0]
    return f"…{before}{span.cut(clean)}{after}…"
