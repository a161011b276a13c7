"""What the damage rules know in words: `lexicons/damage.yaml`, one entry per rule."""

from __future__ import annotations

from functools import cache

import msgspec

from extractors.lexicon import Entry, Lexicon, load
from extractors.vocabulary import Severity


class DamageRule(Entry, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A rule: `what` it finds, how much that matters, and the `words` it needs, by what they are.

    Examples are written printed ⇒ meant; counter-examples must stay as they are.
    """

    what: str
    severity: Severity
    words: dict[str, tuple[str, ...]] = msgspec.field(default_factory=dict)


class DamageRules(Lexicon, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """`damage.yaml`."""

    entries: tuple[DamageRule, ...]


@cache
def rule_named(rule: str) -> DamageRule:
    """Return the entry of a rule's id."""
    entries: dict[str, DamageRule] = {entry.id: entry for entry in load("damage", DamageRules).entries}
    return entries[rule]


def one_of(rule: str, kind: str) -> str:
    """Return the rule's words of one kind as a regex alternation, the longest first."""
    words = sorted(rule_named(rule).words[kind], key=lambda w: (-len(w), w))
    return "(?:" + "|".join(words) + ")"
