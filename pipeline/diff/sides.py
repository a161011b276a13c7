"""Lay one notice out for a diff: its records as comparable items, from a fresh reading or from a database."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

import sqlite_utils

from extractors.reading import innermost
from extractors.records import AgencyDuty, NoticeRecords, Section
from extractors.span import Span
from extractors.vocabulary import Change
from pipeline.align.indicators import link
from pipeline.segment import sentences

HEADING_NUMBER = re.compile(r"^[\s（(【\[#]*(?:第?[一二三四五六七八九十百\d]+[章节条]?|[①-⑳])[\s）)】\].．、:：]*")


class ItemKind(StrEnum):
    """The three kinds of record that a reviewer compares."""

    TARGET = "target"
    MILESTONE = "milestone"
    DUTY = "duty"


@dataclass(frozen=True, slots=True)
class Item:
    """One record of one notice, reduced to what a diff compares.

    `name` is the indicator, the action, or (of a duty) the item it is for. `agencies` are (name, role) pairs.
    `section` is the heading it stands under, and `chapter` the one above that, both without their numbers and empty
    where there is none. `start` is where the quote begins. `measure` is the id of the catalogue's indicator, None where
    the catalogue does not know it.
    """

    kind: ItemKind
    name: str
    quote: str
    start: int
    section: str = ""
    chapter: str = ""
    measure: str | None = None
    subject: str | None = None
    comparator: str | None = None
    value: Decimal | None = None
    value_max: Decimal | None = None
    unit: str | None = None
    change: str | None = None
    start_date: date | None = None
    deadline: date | None = None
    deadline_from: str | None = None
    recurrence: str | None = None
    modality: str | None = None
    condition: str | None = None
    agencies: frozenset[tuple[str, str]] = frozenset()


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two notices: how to call it, its text cut into sentences, and its items in text order.

    `period` holds the first and last day that the title names, None where it names none.
    """

    label: str
    title: str
    sentences: tuple[str, ...]
    items: tuple[Item, ...]
    period: tuple[date, date] | None = None


def from_records(records: NoticeRecords, label: str) -> Side:
    """Lay out a fresh reading."""
    text, header = records.notice.text, records.header
    where: dict[int | None, tuple[str, str]] = {s.position: _under(s, records.sections, text) for s in records.sections}
    items = [
        Item(
            ItemKind.TARGET,
            t.indicator,
            t.quote.cut(text),
            t.quote.start,
            *where.get(_position(t.section, t.quote, records), ("", "")),
            _measure(t.indicator, t.subject, t.unit, t.change),
            t.subject,
            str(t.comparator),
            t.value,
            t.value_max,
            t.unit,
            str(t.change) if t.change else None,
            None,
            t.deadline.day if t.deadline else None,
            str(t.deadline.source) if t.deadline else None,
            str(t.recurrence) if t.recurrence else None,
            str(t.modality),
            t.condition,
            _agencies(t.duties),
        )
        for t in records.targets
    ]
    items += [
        Item(
            ItemKind.MILESTONE,
            m.action,
            m.quote.cut(text),
            m.quote.start,
            *where.get(_position(m.section, m.quote, records), ("", "")),
            subject=m.subject,
            start_date=m.start_date,
            deadline=m.deadline.day if m.deadline else None,
            deadline_from=str(m.deadline.source) if m.deadline else None,
        )
        for m in records.milestones
    ]
    for r in records.responsibilities:
        section, chapter = where.get(_position(r.section, r.scope, records), ("", ""))
        quote = r.quote.cut(text)
        items.append(
            Item(ItemKind.DUTY, section or quote, quote, r.quote.start, section, chapter, agencies=_agencies(r.duties))
        )
    period = (header.period_start, header.period_end) if header.period_start and header.period_end else None
    return Side(label, header.title or label, _sentences(text), _sorted(items), period)


def from_database(db: sqlite_utils.Database, document_id: str, label: str) -> Side:
    """Lay out a document of a database.

    Raises:
        KeyError: the database has no such document.
    """
    document = next(iter(db.query("select * from documents where id = ?", [document_id])), None)
    if document is None:
        raise KeyError(document_id)
    rows = {r["id"]: r for r in db.query("select * from sections where document_id = ?", [document_id])}
    where = {
        key: (_heading(row["heading"]), _heading(rows[row["parent_id"]]["heading"]) if row["parent_id"] else "")
        for key, row in rows.items()
    }
    agencies: dict[Any, set[tuple[str, str]]] = {}
    for row in db.query(
        "select target_id, name, role from target_agencies join targets on targets.id = target_id"
        " where document_id = ?",
        [document_id],
    ):
        agencies.setdefault(row["target_id"], set()).add((row["name"], row["role"]))
    items = [
        Item(
            ItemKind.TARGET,
            row["indicator"],
            row["quote"],
            row["quote_start"],
            *where.get(row["section_id"], ("", "")),
            _measure(row["indicator"], row["subject"], row["unit"], row["change"] and Change(row["change"])),
            row["subject"],
            row["comparator"],
            _decimal(row["value"]),
            _decimal(row["value_max"]),
            row["unit"],
            row["change"],
            None,
            _date(row["deadline"]),
            row["deadline_from"],
            row["recurrence"],
            row["modality"],
            row["condition"],
            frozenset(agencies.get(row["id"], ())),
        )
        for row in db.query("select * from targets where document_id = ?", [document_id])
    ]
    items += [
        Item(
            ItemKind.MILESTONE,
            row["action"],
            row["quote"],
            row["quote_start"],
            *where.get(row["section_id"], ("", "")),
            subject=row["subject"],
            start_date=_date(row["start_date"]),
            deadline=_date(row["deadline"]),
            deadline_from=row["deadline_from"],
        )
        for row in db.query("select * from milestones where document_id = ?", [document_id])
    ]
    duties: dict[tuple[str, int, tuple[str, str]], set[tuple[str, str]]] = {}
    for row in db.query("select * from responsibilities where document_id = ?", [document_id]):
        key = (row["quote"], row["quote_start"], where.get(row["section_id"], ("", "")))
        duties.setdefault(key, set()).add((row["name"], row["role"]))
    items += [
        Item(ItemKind.DUTY, place[0] or quote, quote, start, *place, agencies=frozenset(names))
        for (quote, start, place), names in duties.items()
    ]
    first, last = _date(document["period_start"]), _date(document["period_end"])
    period = (first, last) if first and last else None
    return Side(label, document["title"] or label, _sentences(document["text"] or ""), _sorted(items), period)


def _heading(words: str) -> str:
    return HEADING_NUMBER.sub("", words).strip(" 。：:\n\t")


def _under(section: Section, sections: Sequence[Section], text: str) -> tuple[str, str]:
    """Return the words of a section's heading, and those of the section it is part of."""
    above = _heading(sections[section.parent].heading.cut(text)) if section.parent is not None else ""
    return _heading(section.heading.cut(text)), above


def _position(known: int | None, span: Span, records: NoticeRecords) -> int | None:
    if known is not None:
        return known
    section = innermost(records.sections, span.start)
    return section.position if section else None


def _measure(indicator: str, subject: str | None, unit: str | None, change: Change | None) -> str | None:
    entry = link(indicator, subject, unit, change).entry
    return entry.id if entry else None


def _agencies(duties: Sequence[AgencyDuty]) -> frozenset[tuple[str, str]]:
    return frozenset((duty.name, str(duty.role)) for duty in duties)


def _sentences(text: str) -> tuple[str, ...]:
    return tuple(span.cut(text) for span in sentences(text))


def _sorted(items: list[Item]) -> tuple[Item, ...]:
    return tuple(sorted(items, key=lambda item: (item.start, item.kind, item.name, item.subject or "")))


def _decimal(number: object) -> Decimal | None:
    return None if number is None else Decimal(str(number))


def _date(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
