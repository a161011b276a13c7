"""Find the other documents that a notice names, with their numbers and why they are named."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc


@Language.component("duibiao_citations")
def citations(doc: Doc) -> Doc:
    """Fill `citations`."""
    return doc
