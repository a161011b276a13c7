"""Find the section tree: 一、 (一) 1. (1) ① 一是, also in a notice that is one run-on line."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc


@Language.component("duibiao_sections")
def sections(doc: Doc) -> Doc:
    """Fill `sections`."""
    return doc
