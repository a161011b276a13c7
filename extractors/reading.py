"""What the extractors hand to one another: one typed `Reading` that travels on the spaCy Doc as `doc._.reading`.

The Doc holds the reading text: the clean text, or, where characters were lost, the text as it was most plausibly meant.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field

from spacy.tokens import Doc

from extractors.notice import Notice, Table
from extractors.places import Gazetteer
from extractors.records import Citation, Finding, Header, Mention, Milestone, Responsibility, Section, Target
from extractors.span import Span

if not Doc.has_extension("reading"):
    Doc.set_extension("reading", default=None)


@dataclass(slots=True)
class Reading:
    """The state of one notice while it is read; each component fills the fields that bear its name, in text order.

    `text` is the text of the Doc, which spaCy would put together anew at every access; spans count its characters.
    `aliases` maps a short form declared by the notice (以下简称) to the full name. `gazetteer` knows the places: the
    project's own, and those that the folder of notices brings.
    """

    notice: Notice
    text: str = ""
    gazetteer: Gazetteer = field(default_factory=Gazetteer.load)
    header: Header = field(default_factory=Header)
    sentences: tuple[Span, ...] = ()
    sections: tuple[Section, ...] = ()
    tables: tuple[Table, ...] = ()
    mentions: tuple[Mention, ...] = ()
    aliases: dict[str, str] = field(default_factory=dict)
    responsibilities: tuple[Responsibility, ...] = ()
    citations: tuple[Citation, ...] = ()
    targets: tuple[Target, ...] = ()
    milestones: tuple[Milestone, ...] = ()
    findings: tuple[Finding, ...] = ()

    def section_at(self, offset: int) -> Section | None:
        """Return the innermost section that holds the character at `offset`, or None before the first heading."""
        return innermost(self.sections, offset)


def innermost(sections: Sequence[Section], offset: int) -> Section | None:
    """Return the deepest of a notice's `sections` that holds `offset`, or None.

    All of them must be there, in text order: the last that begins before the offset, or one of its parents, is it.
    """
    last = bisect_right(sections, offset, key=lambda section: section.span.start) - 1
    section = sections[last] if last >= 0 else None
    while section is not None and section.span.end <= offset:
        section = sections[section.parent] if section.parent is not None else None
    return section


def reading(doc: Doc) -> Reading:
    """Return the typed reading of a Doc that came through `extractors.read`."""
    state = doc._.reading
    if not isinstance(state, Reading):
        raise TypeError("this Doc carries no Reading: make it with extractors.read.read_notice")
    return state
