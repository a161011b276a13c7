"""Give each target and milestone the agencies of the item it stands in."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc


@Language.component("duibiao_assign")
def assign(doc: Doc) -> Doc:
    """Fill the `duties` of targets."""
    return doc
