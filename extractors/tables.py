"""Find tables again where text lost them, and read targets from indicator and task tables."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc


@Language.component("duibiao_tables")
def tables(doc: Doc) -> Doc:
    """Add to `tables` and `targets`."""
    return doc
