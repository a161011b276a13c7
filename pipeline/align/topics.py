"""What field of policy a document or target belongs to, so that nobody is called silent on what was not their subject."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from extractors.lexicon import Entry, Lexicon, load
from pipeline.align.facts import DocumentFact, TargetFact
from pipeline.align.wording import MANY

GENERAL = "general"


class TopicEntry(Entry, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A field of policy and the words that name it."""

    words: tuple[str, ...]


class Topics(Lexicon, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The file `topics.yaml`."""

    entries: tuple[TopicEntry, ...]


@cache
def _words() -> tuple[tuple[str, str], ...]:
    return tuple((word, entry.id) for entry in load("topics", Topics).entries for word in entry.words)


@lru_cache(MANY)
def topics_of(text: str) -> frozenset[str]:
    """Return the fields that a text names.

    >>> sorted(topics_of("某区住房发展规划"))
    ['housing']
    """
    return frozenset(field for word, field in _words() if word in text)


def fields_of(target: TargetFact) -> frozenset[str]:
    """Return the fields of a target: the catalogue's, else what its wording names, else its heading, else its document."""
    if target.entry is not None:
        return frozenset({target.entry.domain})
    return (
        topics_of(target.indicator + (target.subject or "")) - {GENERAL}
        or topics_of(target.heading) - {GENERAL}
        or topics_of(target.document.title)
    )


def is_general(document: DocumentFact) -> bool:
    """Tell whether a document speaks of every field (a work report, a five-year plan)."""
    return GENERAL in topics_of(document.title)


def speaks_of(document: DocumentFact, target: TargetFact) -> bool:
    """Tell whether a document's title is about the target's field.

    One that is about everything the upper one is about answers all of it. A general document answers a general one; it
    is no answer to a plan of one field, for it cannot go into everything.
    """
    about, asked = topics_of(document.title), topics_of(target.document.title)
    if is_general(document):
        return GENERAL in asked
    if asked and asked <= about:
        return True
    return bool(about & fields_of(target)) or (not about and not fields_of(target))


def share_a_subject(first: DocumentFact, second: DocumentFact) -> bool:
    """Tell whether two titles name one thing in the same words, at least six characters of it; years are no words."""
    one, two = _bare(first.title), _bare(second.title)
    runs = (one[at : at + SHARED] for at in range(len(one) - SHARED + 1))
    return any(run in two for run in runs)


SHARED = 6
FORMAL = re.compile(
    r"关于|印发|转发|的通知|实施方案|实施意见|行动计划|工作方案|规划|办法|若干意见|人民政府|办公室|十[三四五]五|[^\u4e00-\u9fff]"
)


def _bare(title: str) -> str:
    return FORMAL.sub("", title)
