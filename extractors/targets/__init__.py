"""Read targets from prose: find the value, its comparator, what is measured, for whom, by when and how firmly."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc


@Language.component("duibiao_targets")
def targets(doc: Doc) -> Doc:
    """Add to `targets`."""
    return doc
