"""Extract: run the extractors over a notice, one visible tuple of components, and hand back plain records."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields, is_dataclass, replace
from typing import Any, TypeVar, cast

import extractors.assign
import extractors.citations
import extractors.header
import extractors.mentions
import extractors.milestones
import extractors.responsibilities
import extractors.sections
import extractors.tables
import extractors.targets  # noqa: F401 - importing a module registers its component
from extractors import damage
from extractors.notice import Notice, Table
from extractors.places import Gazetteer
from extractors.reading import Reading, reading
from extractors.reading_text import ReadingText, narrow
from extractors.records import NoticeRecords
from extractors.span import Span
from extractors.vocabulary import Status
from pipeline.segment import pipeline, sentences

COMPONENTS = (
    "duibiao_header",
    "duibiao_sections",
    "duibiao_mentions",
    "duibiao_citations",
    "duibiao_responsibilities",
    "duibiao_tables",
    "duibiao_targets",
    "duibiao_milestones",
    "duibiao_assign",
)

R = TypeVar("R")


def read_notice(notice: Notice, gazetteer: Gazetteer | None = None) -> NoticeRecords:
    """Read one clean notice. A failed notice gives records without any content.

    `gazetteer` is given where a folder of notices brings places of its own; None is the project's.
    """
    if notice.status is Status.FAILED:
        return NoticeRecords(notice, reading_of_nothing(notice).header)
    text, damaged = damage.repair(notice.text)
    nlp = pipeline(COMPONENTS)
    with nlp.memory_zone():
        plain = narrow(text.text)
        doc = nlp.make_doc(plain)
        doc._.reading = Reading(
            notice,
            plain,
            gazetteer or Gazetteer.load(),
            sentences=sentences(plain),
            tables=to_reading(notice.tables, text),
        )
        for _, component in nlp.pipeline:
            doc = component(doc)
        state = reading(doc)
    return NoticeRecords(
        notice,
        to_clean(state.header, text),
        to_clean(state.sections, text),
        tuple(mark_damage(t, text) for t in state.targets),
        tuple(mark_damage(m, text) for m in state.milestones),
        to_clean(state.responsibilities, text),
        to_clean(state.citations, text),
        to_clean(state.mentions, text),
        damaged + to_clean(state.findings, text),
    )


def reading_of_nothing(notice: Notice) -> Reading:
    """Return the reading of a notice that could not be read."""
    return Reading(notice)


def mark_damage(record: R, text: ReadingText) -> R:
    """Map a target or milestone to the clean text and flag it where its value, unit or date touches a repair."""
    evidence: tuple[Any, ...] = getattr(record, "evidence", ())
    spans = [e.span for e in evidence if e.field in {"value", "value_max", "unit", "deadline", "start_date"}]
    hit = any(text.touches_repair(span) for span in spans)
    mapped = to_clean(record, text)
    return replace(mapped, damaged=True) if hit else mapped  # type: ignore[type-var]


def to_reading(tables: tuple[Table, ...], text: ReadingText) -> tuple[Table, ...]:
    """Map the tables of the clean text to the reading text."""
    return moved(tables, text.to_reading) if text.repairs else tables


def to_clean(value: R, text: ReadingText) -> R:
    """Map every span in a record, however deep, from the reading text to the clean text."""
    return moved(value, text.to_clean) if text.repairs else value


def moved(value: R, move: Callable[[Span], Span]) -> R:
    """Return a record, or a tuple of them, with every span in it moved."""
    new: object = value
    if isinstance(value, Span):
        new = move(value)
    elif isinstance(value, tuple):
        new = tuple(moved(item, move) for item in value)
    elif is_dataclass(value) and not isinstance(value, type):
        new = replace(value, **{f.name: moved(getattr(value, f.name), move) for f in fields(value)})
    return cast(R, new)
