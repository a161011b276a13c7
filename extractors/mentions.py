"""Find the small things: numbers, quantities, ratios, dates, periods, recurrences."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc


@Language.component("duibiao_mentions")
def mentions(doc: Doc) -> Doc:
    """Fill `mentions`."""
    return doc
