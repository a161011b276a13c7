"""What field of policy a document or target belongs to, so that nobody is called silent on what was not their subject."""

from __future__ import annotations

import re
from functools import cache

from extractors.lexicon import Entry, Lexicon, load
from pipeline.align.facts import DocumentFact, TargetFact

GENERAL = "general"


class TopicEntry(Entry, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A field of policy and the words that name it."""

    words: tuple[str, ...]


class Topics(Lexicon, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The file `topics.yaml`."""

    entries: tuple[TopicEntry, ...]


@cache
def _words() -> tuple[re.Pattern[str], dict[str, frozenset[str]]]:
    fields: dict[str, set[str]] = {}
    for entry in load("topics", Topics).entries:
        for word in entry.words:
            fields.setdefault(word, set()).add(entry.id)
    longest_first = sorted(fields, key=lambda word: (-len(word), word))
    return re.compile("|".join(map(re.escape, longest_first))), {w: frozenset(f) for w, f in fields.items()}


@cache
def topics_of(text: str) -> frozenset[str]:
    """Return the fields that a text names.

    >>> sorted(topics_of("某区住房发展规划"))
    ['housing']
    """
    pattern, fields = _words()
    return frozenset(field for word in pattern.findall(text) for field in fields[word])


def fields_of(target: TargetFact) -> frozenset[str]:
    """Return the fields of a target: the catalogue's, else what its wording names, else its heading, else its document."""
    if target.entry is not None:
        return frozenset({target.entry.domain})
    return (
        topics_of(target.indicator + (target.subject or "")) - {GENERAL}
        or topics_of(target.heading) - {GENERAL}
        or topics_of(target.document.title)
    )


def speaks_of(document: DocumentFact, target: TargetFact) -> bool:
    """Tell whether a document's title is about the target's field; a general document is about all of them."""
    about = topics_of(document.title)
    return GENERAL in about or bool(about & fields_of(target)) or (not about and not fields_of(target))


def share_a_subject(first: DocumentFact, second: DocumentFact) -> bool:
    """Tell whether two titles name one thing in the same words, at least six characters of it."""
    one, two = _bare(first.title), _bare(second.title)
    runs = (one[at : at + SHARED] for at in range(len(one) - SHARED + 1))
    return any(run in two for run in runs)


SHARED = 6
FORMAL = re.compile(r"关于|印发|转发|的通知|实施方案|实施意见|行动计划|工作方案|规划|办法|若干意见|人民政府|办公室|“|”|《|》|十[三四五]五")


def _bare(title: str) -> str:
    return FORMAL.sub("", title)
