"""Diff two texts sentence by sentence; a passage that stands elsewhere is moved, not dropped and new."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from rapidfuzz import fuzz

from pipeline.flat import flat

SENTENCE_END = re.compile(r"(?<=[。！？；])")

ALIKE = 55
"""From this likeness (0 to 100) a dropped and a new sentence at the same place are one sentence, changed."""


@dataclass(frozen=True, slots=True)
class SentenceChange:
    """`kind` is changed, moved, dropped or new; `old` and `new` are the sentence, None on the side that has none."""

    kind: str
    old: str | None
    new: str | None


def compare_sentences(old: Sequence[str], new: Sequence[str]) -> tuple[SentenceChange, ...]:
    """Return what differs, in the order of the new text, dropped sentences where they stood.

    White space and character width are ignored, and so is where lines break.
    """
    before = [(flat(s), s) for s in old if flat(s)]
    after = [(flat(s), s) for s in new if flat(s)]
    matcher = SequenceMatcher(None, [k for k, _ in before], [k for k, _ in after], autojunk=False)
    found: list[SentenceChange] = []
    for tag, i, j, k, m in matcher.get_opcodes():
        if tag != "equal" and "".join(key for key, _ in before[i:j]) != "".join(key for key, _ in after[k:m]):
            found += _block([s for _, s in before[i:j]], [s for _, s in after[k:m]])
    return tuple(_join_moved(found))


def marked(old: str, new: str) -> tuple[list[tuple[bool, str]], list[tuple[bool, str]]]:
    """Cut two sentences into pieces of (changed, text), so that the changed characters can be marked on either side."""
    left: list[tuple[bool, str]] = []
    right: list[tuple[bool, str]] = []
    for tag, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if i < j:
            left.append((tag != "equal", old[i:j]))
        if k < m:
            right.append((tag != "equal", new[k:m]))
    return left, right


def _rejoin(lines: list[str]) -> list[str]:
    """Join lines and cut them only where a sentence ends, so that a moved line break is no change."""
    return [piece for piece in SENTENCE_END.split("".join(lines)) if piece]


def _block(old: list[str], new: list[str]) -> list[SentenceChange]:
    old, new = _rejoin(old), _rejoin(new)
    both = {flat(s) for s in old} & {flat(s) for s in new}
    found: list[SentenceChange] = []
    rest = [s for s in old if flat(s) not in both]
    for sentence in (s for s in new if flat(s) not in both):
        best = max(rest, key=lambda s: fuzz.ratio(flat(s), flat(sentence)), default=None)
        if best is not None and fuzz.ratio(flat(best), flat(sentence)) >= ALIKE:
            rest.remove(best)
            found.append(SentenceChange("changed", best, sentence))
        else:
            found.append(SentenceChange("new", None, sentence))
    return [SentenceChange("dropped", sentence, None) for sentence in rest] + found


def _join_moved(changes: list[SentenceChange]) -> list[SentenceChange]:
    """Turn a dropped and a new sentence with the same words into one that moved; it is told where it now stands."""
    gone: dict[str, list[SentenceChange]] = defaultdict(list)
    for change in changes:
        if change.kind == "dropped" and change.old is not None:
            gone[flat(change.old)].append(change)
    moved: set[int] = set()
    found: list[SentenceChange] = []
    for change in changes:
        same = gone.get(flat(change.new)) if change.kind == "new" else None
        if same:
            origin = same.pop(0)
            moved.add(id(origin))
            found.append(SentenceChange("moved", origin.old, change.new))
        else:
            found.append(change)
    return [change for change in found if id(change) not in moved]
