"""Explain: one notice in the terminal, its records marked in colour where they stand, and which rule read what."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from extractors.notice import Notice
from extractors.records import Deadline, NoticeRecords, Target
from extractors.span import Span
from pipeline.amounts import amount
from pipeline.raw_places import RawPlaces, pages

STYLES = {
    "target": "black on yellow",
    "milestone": "black on magenta",
    "duty": "black on cyan",
    "citation": "black on blue",
    "finding": "bold red underline",
}


@dataclass(frozen=True, slots=True)
class Mark:
    """One record to show: its kind, its words, the rule that read it, and its fields in one line."""

    kind: str
    span: Span
    rule: str
    told: str


def explain(records: NoticeRecords) -> RenderableType:
    """Return a notice with its header, its text with numbered marks, and the records by number."""
    found = sorted(marks(records), key=lambda mark: (mark.span.start, mark.span.end, mark.kind))
    return Group(_header(records), Text(), _text(records.notice.text, found), Text(), _records(found, records.notice))


def marks(records: NoticeRecords) -> Iterator[Mark]:
    """Give all records of a notice that stand somewhere in its text."""
    for target in records.targets:
        yield Mark("target", target.quote, target.rule, tell_target(target))
    for milestone in records.milestones:
        start = f"from {milestone.start_date}" if milestone.start_date else ""
        yield Mark(
            "milestone", milestone.quote, milestone.rule, _join(milestone.action, start, _due(milestone.deadline))
        )
    for responsibility in records.responsibilities:
        duties = "、".join(f"{duty.name} ({duty.role})" for duty in responsibility.duties)
        yield Mark("duty", responsibility.quote, responsibility.rule, duties)
    for citation in records.citations:
        yield Mark(
            "citation", citation.quote, citation.rule, _join(citation.title, citation.doc_number, citation.relation)
        )
    for finding in records.findings:
        if finding.span:
            yield Mark("finding", finding.span, finding.kind, finding.message)


def tell_target(target: Target) -> str:
    """Say a target in one line."""
    flags = [name for name in ("absolute", "damaged") if getattr(target, name)]
    duties = "、".join(f"{duty.name} ({duty.role})" for duty in target.duties)
    return _join(
        target.indicator,
        target.subject,
        amount(target.comparator, target.value, target.value_max, target.unit, target.change),
        _due(target.deadline),
        f"every {target.recurrence}" if target.recurrence else None,
        "aspirational" if target.modality == "aspirational" else None,
        f"if {target.condition}" if target.condition else None,
        *flags,
        duties,
    )


def _due(deadline: Deadline | None) -> str | None:
    return f"by {deadline.day} ({deadline.text}, {deadline.source})" if deadline else None


def _join(*parts: str | None) -> str:
    return " · ".join(part for part in parts if part)


def _header(records: NoticeRecords) -> Table:
    notice, header = records.notice, records.header
    table = Table(show_header=False, box=None, padding=(0, 1))
    table.add_column(style="dim", no_wrap=True)
    table.add_column()
    place = header.place and f"{header.place.name} ({header.place.code}, {header.place.level})"
    told = {
        "file": f"{notice.source_path} ({notice.media_type}, {notice.status})",
        "reason": notice.reason,
        "title": header.title,
        "number": header.doc_number,
        "issuer": header.issuer,
        "place": place,
        "issued": header.issued_on and str(header.issued_on),
        "published": header.published_on and str(header.published_on),
        "kind": header.kind,
        "sections": str(len(records.sections)),
    }
    for name, value in told.items():
        if value:
            table.add_row(name, Text(value))
    return table


def _text(text: str, found: list[Mark]) -> Text:
    """Return the text with every mark in its colour, and its number after it."""
    numbers: dict[int, list[int]] = {}
    for number, mark in enumerate(found, start=1):
        numbers.setdefault(mark.span.end, []).append(number)
    shown = Text()
    at = 0
    places: list[tuple[int, int]] = [(0, 0)]
    for end in sorted(numbers):
        shown.append(text[at:end])
        shown.append("".join(f"[{number}]" for number in numbers[end]), "dim")
        at = end
        places.append((end, len(shown) - end))
    shown.append(text[at:])
    moved = _Moved(places)
    for mark in reversed(found):
        shown.stylize(STYLES[mark.kind], moved.start(mark.span.start), moved.end(mark.span.end))
    return shown


class _Moved:
    """Where characters of the text stand after the numbers were put in."""

    def __init__(self, places: list[tuple[int, int]]) -> None:
        self._places = places

    def start(self, offset: int) -> int:
        return offset + max(shift for place, shift in self._places if place <= offset)

    def end(self, offset: int) -> int:
        return offset + max(shift for place, shift in self._places if place < offset or place == 0)


def _records(found: list[Mark], notice: Notice) -> Table:
    """Return the records by number; of a file with pages each with its page."""
    places = RawPlaces(notice)
    paged = bool(notice.offsets) and notice.offsets[0].page is not None
    table = Table(box=None, padding=(0, 1), header_style="bold")
    for name, style in (
        ("no.", "dim"),
        ("record", ""),
        *([("page", "dim")] if paged else []),
        ("read as", ""),
        ("rule", "dim"),
    ):
        table.add_column(name, style=style)
    for number, mark in enumerate(found, start=1):
        page = [pages(places.parts(mark.span))] if paged else []
        table.add_row(str(number), Text(mark.kind, STYLES[mark.kind]), *page, Text(mark.told), Text(mark.rule))
    return table
