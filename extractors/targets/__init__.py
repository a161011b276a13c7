"""Read targets from prose: find the value, its comparator, what is measured, for whom, by when and how firmly."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

from extractors.reading import reading
from extractors.targets.prose import read_prose
from extractors.targets.splits import with_splits
from extractors.targets.values import read_value

__all__ = ["read_prose", "read_value", "targets"]


@Language.component("duibiao_targets")
def targets(doc: Doc) -> Doc:
    """Add the targets of the prose to `targets`, in text order with those of tables."""
    state = reading(doc)
    found, findings = read_prose(state, state.text)
    found = with_splits(state, state.text, found)
    state.targets = tuple(sorted([*state.targets, *found], key=lambda t: t.quote))
    state.findings += tuple(findings)
    return doc
