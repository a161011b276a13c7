"""Find who does what: bracketed 责任单位 and 牵头, and the same in prose."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc


@Language.component("duibiao_responsibilities")
def responsibilities(doc: Doc) -> Doc:
    """Fill `responsibilities`."""
    return doc
