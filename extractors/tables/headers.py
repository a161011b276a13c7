"""Say what each column of a table holds, by its head: indicator, unit, base, target, duty or time limit."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache

from extractors.lexicon import Entry, Lexicon, load


class Kind(StrEnum):
    """What a column holds."""

    INDEX = "index"
    CATEGORY = "category"
    INDICATOR = "indicator"
    UNIT = "unit"
    ATTRIBUTE = "attribute"
    BASE = "base"
    TARGET = "target"
    TASK = "task"
    GRANT = "grant"
    LEAD = "lead"
    SUPPORT = "support"
    DUTY = "duty"
    TIME = "time"
    PLACE = "place"
    SCORE = "score"
    NOTE = "note"


class HeaderEntry(Entry, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The heads of one kind of column: `matches` must match all of a head."""

    kind: str
    matches: str


class Headers(Lexicon, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """`table_headers.yaml`."""

    entries: tuple[HeaderEntry, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """A column: `head` is what stands over it, white space left out; `kind` is None where the head tells nothing."""

    place: int
    head: str
    kind: Kind | None


ATTRIBUTES = re.compile(r"(?:约束|预期|引导|指导|激励|底线|控制|必达|争先)性?(?:指标)?")
UNIT_IN_HEAD = re.compile(r"[（(](?P<unit>[^（()）]{1,10})[)）]$")
LONGEST_HEAD = 60  # characters
SPACE = re.compile(r"\s+")


@cache
def _patterns() -> tuple[tuple[Kind, re.Pattern[str]], ...]:
    return tuple((Kind(e.kind), re.compile(e.matches)) for e in load("table_headers", Headers).entries)


def squeeze(text: str) -> str:
    """Return the words of a cell without white space."""
    return SPACE.sub("", text)


@lru_cache(maxsize=10_000)
def kind_of(head: str) -> Kind | None:
    """Name what a column with this head (white space left out) holds, or None."""
    if len(head) > LONGEST_HEAD:
        return None
    bare = UNIT_IN_HEAD.sub("", head)
    for kind, pattern in _patterns():
        if pattern.fullmatch(head) or (bare and pattern.fullmatch(bare)):
            return kind
    return None
