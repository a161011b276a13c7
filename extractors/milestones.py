"""Find actions with a date and no quantity, and the phases of a timetable."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc


@Language.component("duibiao_milestones")
def milestones(doc: Doc) -> Doc:
    """Fill `milestones`."""
    return doc
