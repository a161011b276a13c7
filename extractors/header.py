"""Read the notice's own header: title, 文号, issuer, dates, index number, validity, addressees, kind, period, place."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc


@Language.component("duibiao_header")
def header(doc: Doc) -> Doc:
    """Fill `header`."""
    return doc
