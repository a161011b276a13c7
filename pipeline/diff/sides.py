"""Lay one notice out for a diff: its records as comparable items, from a fresh reading or from a database."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

import sqlite_utils

from extractors.reading import innermost
from extractors.records import AgencyDuty, NoticeRecords, Section
from pipeline.segment import sentences

HEADING_NUMBER = re.compile(r"^[\s（(【\[#]*(?:第?[一二三四五六七八九十百\d]+[章节条]?|[①-⑳])[\s）)】\].．、:：]*")
SPACE = re.compile(r"\s+")


class ItemKind(StrEnum):
    """The three kinds of record that a reviewer compares."""

    TARGET = "target"
    MILESTONE = "milestone"
    DUTY = "duty"


@dataclass(frozen=True, slots=True)
class Item:
    """One record of one notice, reduced to what a diff compares.

    `name` is the indicator, the action, or (of a duty) the item it is for. `agencies` are (name, role) pairs.
    `section` is the heading it stands under, without its number; empty before the first heading. `start` is where
    the quote begins.
    """

    kind: ItemKind
    name: str
    quote: str
    start: int
    section: str = ""
    subject: str | None = None
    comparator: str | None = None
    value: Decimal | None = None
    value_max: Decimal | None = None
    unit: str | None = None
    change: str | None = None
    start_date: date | None = None
    deadline: date | None = None
    recurrence: str | None = None
    modality: str | None = None
    condition: str | None = None
    agencies: frozenset[tuple[str, str]] = frozenset()


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two notices: how to call it, its text cut into sentences, and its items in text order."""

    label: str
    title: str
    sentences: tuple[str, ...]
    items: tuple[Item, ...]


def plain(text: str | None) -> str:
    """Return the text without white space and with full width made half: what re-wrapping cannot change."""
    return SPACE.sub("", unicodedata.normalize("NFKC", text or ""))


def from_records(records: NoticeRecords, label: str) -> Side:
    """Lay out a fresh reading."""
    text = records.notice.text
    sections = records.sections

    def under(position: int | None, offset: int) -> str:
        section = sections[position] if position is not None else innermost(sections, offset)
        return _heading(section.heading.cut(text)) if section else ""

    items = [
        Item(
            ItemKind.TARGET,
            t.indicator,
            t.quote.cut(text),
            t.quote.start,
            under(t.section, t.quote.start),
            t.subject,
            str(t.comparator),
            t.value,
            t.value_max,
            t.unit,
            str(t.change) if t.change else None,
            None,
            t.deadline.day if t.deadline else None,
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
            under(m.section, m.quote.start),
            m.subject,
            start_date=m.start_date,
            deadline=m.deadline.day if m.deadline else None,
        )
        for m in records.milestones
    ]
    items += [
        Item(
            ItemKind.DUTY,
            _scope_name(text, r.scope.start, sections),
            r.quote.cut(text),
            r.quote.start,
            under(r.section, r.quote.start),
            agencies=_agencies(r.duties),
        )
        for r in records.responsibilities
    ]
    return Side(label, records.header.title or label, _sentences(text), _sorted(items))


def from_database(db: sqlite_utils.Database, document_id: str, label: str) -> Side:
    """Lay out a document of a database.

    Raises:
        KeyError: the database has no such document.
    """
    document = next(iter(db.query("select * from documents where id = ?", [document_id])), None)
    if document is None:
        raise KeyError(document_id)
    headings = {
        row["id"]: _heading(row["heading"] or "")
        for row in db.query("select id, heading from sections where document_id = ?", [document_id])
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
            headings.get(row["section_id"], ""),
            row["subject"],
            row["comparator"],
            _decimal(row["value"]),
            _decimal(row["value_max"]),
            row["unit"],
            row["change"],
            None,
            _date(row["deadline"]),
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
            headings.get(row["section_id"], ""),
            row["subject"],
            start_date=_date(row["start_date"]),
            deadline=_date(row["deadline"]),
        )
        for row in db.query("select * from milestones where document_id = ?", [document_id])
    ]
    duties: dict[tuple[str, int, str], set[tuple[str, str]]] = {}
    for row in db.query("select * from responsibilities where document_id = ?", [document_id]):
        key = (row["quote"], row["quote_start"], headings.get(row["section_id"], ""))
        duties.setdefault(key, set()).add((row["name"], row["role"]))
    items += [
        Item(ItemKind.DUTY, section or quote, quote, start, section, agencies=frozenset(names))
        for (quote, start, section), names in duties.items()
    ]
    return Side(label, document["title"] or label, _sentences(document["text"] or ""), _sorted(items))


def _heading(words: str) -> str:
    return HEADING_NUMBER.sub("", words).strip(" 。：:\n\t")


def _scope_name(text: str, offset: int, sections: Sequence[Section]) -> str:
    section = innermost(sections, offset)
    return _heading(section.heading.cut(text)) if section else text[offset : offset + 20]


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
