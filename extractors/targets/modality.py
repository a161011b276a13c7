"""Tell an aim (力争, 原则上, 鼓励) from a duty."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from extractors.lexicon import Entry, Lexicon, load
from extractors.span import Span
from extractors.targets.clauses import Clause


class ModalEntry(Entry, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Words of one shade of aspiration."""

    words: tuple[str, ...]


class ModalWords(Lexicon, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """`modality.yaml`."""

    entries: tuple[ModalEntry, ...]


@dataclass(frozen=True, slots=True)
class Aim:
    """Where 力争 stands that holds for the clauses after it, and in which `part` of the sentence."""

    span: Span
    part: int


@cache
def modal_pattern() -> re.Pattern[str]:
    """Return the pattern of the words that make a target an aim."""
    words = {w for e in load("modality", ModalWords).entries for w in e.words}
    return re.compile("|".join(re.escape(w) for w in sorted(words, key=lambda w: (-len(w), w))))


# 力争 that leads a sentence holds for the clauses that go on after a comma, till another word takes its place.
_LEADS = re.compile("力争|争取|力求")
_FIRM = re.compile("确保|必须|务必|不得|应当")
_ENDS_AIM = re.compile(rf"{_FIRM.pattern}|\d{{4}}年|全覆盖|清零|所有|全部")


def aspiration(text: str, start: int, end: int) -> Span | None:
    """Return where the nearest aspirational word before `end` stands, or None where the words are firm.

    确保 after it makes the words firm again: 力争2800亿元、确保2600亿元.
    """
    found = None
    for match in modal_pattern().finditer(text, start, end):
        found = Span(*match.span())
    return None if found and _FIRM.search(text, found.end, end) else found


def aim_over(text: str, clause: Clause, before: Aim | None) -> Aim | None:
    """Return the 力争 that holds from a clause on: its own, where it leads the clause, or the one that held `before`.

    A semicolon, 确保 and a year of its own end it.
    """
    start, end = clause.span.start, clause.span.end
    own = _LEADS.match(text, start, end)
    if own and re.search(r"\d", text[start:end]):
        return Aim(Span(*own.span()), clause.part)
    if before is None or before.part != clause.part:
        return None
    return None if _ENDS_AIM.search(text, start, end) else before
