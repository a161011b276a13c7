"""Rows: the records of one notice as rows of the tables in `pipeline.schema`; they depend on that notice alone."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable
from decimal import Decimal

from extractors.notice import Origin, Table
from extractors.records import (
    AgencyDuty,
    Citation,
    Deadline,
    Evidence,
    Finding,
    Mention,
    Milestone,
    NoticeRecords,
    Responsibility,
    Reviewed,
    Section,
    Target,
)
from extractors.span import Span
from pipeline.raw_places import RawPlaces
from pipeline.shared import Row, Rows, Shared, digest


def rows_of(document_id: str, records: NoticeRecords, shared: Shared) -> Rows:
    """Turn the records of one notice into rows, by table; governments and agencies go to `shared`."""
    if records.header.place:
        shared.add_place(records.header.place)
    return _NoticeRows(document_id, records, shared).rows()


class _NoticeRows:
    """The rows of one notice while they are made."""

    def __init__(self, document_id: str, records: NoticeRecords, shared: Shared) -> None:
        self._document = document_id
        self._records = records
        self._text = records.notice.text
        self._raw = RawPlaces(records.notice)
        self._shared = shared
        self._rows: Rows = defaultdict(list)
        self._names: Counter[str] = Counter()
        self._keys: dict[Target | Milestone, str] = {}

    def rows(self) -> Rows:
        """Make all rows, each kind in text order."""
        records = self._records
        self._header()
        for section in records.sections:
            self._section(section)
        for position, table in enumerate(records.notice.tables):
            self._table(position, table)
        for target in records.targets:
            self._target(target)
        for milestone in records.milestones:
            self._milestone(milestone)
        for responsibility in records.responsibilities:
            self._responsibility(responsibility)
        for citation in records.citations:
            self._citation(citation)
        for mention in records.mentions:
            self._mention(mention)
        for finding in records.findings:
            self._finding(finding)
        for reviewed in records.reviews:
            self._reviewed(reviewed)
        return dict(self._rows)

    def _add(self, table: str, **row: object) -> None:
        self._rows[table].append(row)

    def _name(self, kind: str, span: Span, *what: object) -> str:
        """Name a record by what it says and where, never by how many came before; a true double gets a number."""
        name = f"{self._document}-{kind}{digest(span.start, span.end, *what, length=10)}"
        self._names[name] += 1
        return name if self._names[name] == 1 else f"{name}-{self._names[name]}"

    def _quote(self, span: Span) -> Row:
        return {
            "quote": span.cut(self._text),
            "quote_start": span.start,
            "quote_end": span.end,
            "quote_raw_place": self._raw.column(span),
        }

    def _section_id(self, position: int | None) -> str | None:
        return None if position is None else f"{self._document}-s{position}"

    def _prove(self, key: str, evidence: Iterable[Evidence]) -> None:
        for one in evidence:
            span = one.span
            place = self._raw.column(span)
            self._add("evidence", record_id=key, field=one.field, start=span.start, end=span.end, raw_place=place)

    def _header(self) -> None:
        notice, header = self._records.notice, self._records.header
        self._add(
            "documents",
            id=self._document,
            source_path=notice.source_path,
            source_url=notice.source_url,
            sha256=notice.sha256,
            media_type=notice.media_type,
            title=header.title,
            kind=header.kind,
            doc_number=header.doc_number,
            issuer=header.issuer,
            jurisdiction_code=header.place and header.place.code,
            issued_on=iso(header.issued_on),
            printed_on=iso(header.printed_on),
            published_on=iso(header.published_on),
            index_number=header.index_number,
            validity=header.validity,
            addressees=json.dumps(header.addressees, ensure_ascii=False) if header.addressees else None,
            period_start=iso(header.period_start),
            period_end=iso(header.period_end),
            text=notice.text,
            method=notice.method,
            status=notice.status,
            reason=notice.reason,
            **origin_columns(notice.origin),
        )
        self._prove(self._document, header.evidence)
        for attachment in notice.attachments:
            self._add(
                "attachments",
                document_id=self._document,
                name=attachment.name,
                url=attachment.url,
                state=attachment.state,
            )

    def _section(self, section: Section) -> None:
        self._add(
            "sections",
            id=self._section_id(section.position),
            document_id=self._document,
            parent_id=self._section_id(section.parent),
            position=section.position,
            number=section.number,
            heading=section.heading.cut(self._text),
            depth=section.depth,
            start=section.span.start,
            end=section.span.end,
        )

    def _table(self, position: int, table: Table) -> None:
        key = f"{self._document}-b{position}"
        self._add(
            "tables",
            id=key,
            document_id=self._document,
            origin=table.origin,
            rows=max((c.row + c.rowspan for c in table.cells), default=0),
            columns=max((c.column + c.colspan for c in table.cells), default=0),
            start=table.span.start,
            end=table.span.end,
        )
        for cell in table.cells:
            self._add(
                "cells",
                table_id=key,
                row=cell.row,
                column=cell.column,
                rowspan=cell.rowspan,
                colspan=cell.colspan,
                header=int(cell.header),
                start=cell.span.start,
                end=cell.span.end,
            )

    def _target(self, target: Target) -> None:
        key = self._name(
            "t", target.quote, target.indicator, target.subject, target.value, target.value_max, target.unit
        )
        row: Row = {
            "id": key,
            "document_id": self._document,
            "section_id": self._section_id(target.section),
            **self._quote(target.quote),
            "indicator": target.indicator,
            "indicator_id": None,
            "subject": target.subject,
            "comparator": target.comparator,
            "value": number(target.value),
            "value_max": number(target.value_max),
            "unit": target.unit,
            "change": target.change,
            **deadline(target.deadline),
            "recurrence": target.recurrence,
            "modality": target.modality,
            "condition": target.condition,
            "absolute": int(target.absolute),
            "damaged": int(target.damaged),
            "note": target.note,
            "rule": target.rule,
        }
        self._rows["targets"].append(row)
        self._keys[target] = key
        self._prove(key, proof(target.evidence, target.deadline, target.duties))
        place = self._records.header.place
        for duty in target.duties:
            agency = self._shared.agency(duty, place)
            self._add("target_agencies", target_id=key, agency_id=agency, name=duty.name, role=duty.role)

    def _milestone(self, milestone: Milestone) -> None:
        due = deadline(milestone.deadline)
        key = self._name("m", milestone.quote, milestone.action, milestone.start_date, due["deadline"])
        row: Row = {
            "id": key,
            "document_id": self._document,
            "section_id": self._section_id(milestone.section),
            **self._quote(milestone.quote),
            "action": milestone.action,
            "subject": milestone.subject,
            "start_date": iso(milestone.start_date),
            **due,
            "damaged": int(milestone.damaged),
            "rule": milestone.rule,
        }
        self._rows["milestones"].append(row)
        self._keys[milestone] = key
        self._prove(key, proof(milestone.evidence, milestone.deadline))

    def _responsibility(self, responsibility: Responsibility) -> None:
        for duty in responsibility.duties:
            key = self._name("r", duty.span, duty.name, duty.role, responsibility.quote.start)
            row: Row = {
                "id": key,
                "document_id": self._document,
                "section_id": self._section_id(responsibility.section),
                "agency_id": self._shared.agency(duty, self._records.header.place),
                "name": duty.name,
                "role": duty.role,
                **self._quote(responsibility.quote),
                "scope_start": responsibility.scope.start,
                "scope_end": responsibility.scope.end,
                "rule": responsibility.rule,
            }
            self._rows["responsibilities"].append(row)
            self._prove(key, [Evidence("name", duty.span)])

    def _citation(self, citation: Citation) -> None:
        row: Row = {
            "id": self._name("c", citation.quote, citation.title, citation.doc_number),
            "document_id": self._document,
            "title": citation.title,
            "doc_number": citation.doc_number,
            "relation": citation.relation,
            "cited_document_id": None,
            **self._quote(citation.quote),
            "rule": citation.rule,
        }
        self._rows["citations"].append(row)

    def _mention(self, mention: Mention) -> None:
        self._add(
            "mentions",
            document_id=self._document,
            kind=mention.kind,
            start=mention.span.start,
            end=mention.span.end,
            value=number(mention.value),
            value_max=number(mention.value_max),
            unit=mention.unit,
            start_date=iso(mention.start_date),
            end_date=iso(mention.end_date),
            grain=mention.grain,
            recurrence=mention.recurrence,
            rule=mention.rule,
        )

    def _finding(self, finding: Finding) -> None:
        span = finding.span
        self._add(
            "findings",
            id=self._name("f", span or Span(0, 0), finding.kind, finding.message),
            document_id=self._document,
            kind=finding.kind,
            severity=finding.severity,
            message=finding.message,
            start=span and span.start,
            end=span and span.end,
            raw_place=span and self._raw.column(span),
            detail=json.dumps(finding.detail, ensure_ascii=False, sort_keys=True, default=str),
        )

    def _reviewed(self, reviewed: Reviewed) -> None:
        """Add a row per field that was changed, or one with no field where the record was judged as a whole."""
        for field, read, decided in reviewed.fields or ((None, None, None),):
            span = reviewed.span
            self._add(
                "reviews",
                document_id=self._document,
                record_id=self._keys.get(reviewed.after) if reviewed.after else None,
                kind=reviewed.kind,
                decision=reviewed.decision,
                field=field,
                value_read=read,
                value_reviewed=decided,
                reviewer=reviewed.reviewer,
                reason=reviewed.reason or None,
                outcome=reviewed.outcome,
                why=reviewed.why,
                quote=reviewed.quote,
                start=span and span.start,
                end=span and span.end,
            )


def proof(evidence: Iterable[Evidence], due: Deadline | None, duties: Iterable[AgencyDuty] = ()) -> Iterable[Evidence]:
    """Give the evidence of a record's fields, with that of its deadline and its agencies, which stand elsewhere."""
    spans = list(evidence)
    if due and due.span and not any(one.field == "deadline" for one in spans):
        spans.append(Evidence("deadline", due.span))
    return [*spans, *(Evidence("agency", duty.span) for duty in duties)]


def deadline(due: Deadline | None) -> Row:
    """Spread a deadline over its columns."""
    return {
        "deadline": iso(due and due.day),
        "deadline_text": due and due.text,
        "deadline_grain": due and due.grain,
        "deadline_from": due and due.source,
    }


def origin_columns(origin: Origin | None) -> Row:
    """Spread how a file was fetched over its columns."""
    return {
        "fetched_from": origin and origin.fetched_from,
        "fetched_on": iso(origin and origin.fetched_on),
        "content_type": origin and origin.content_type,
        "version": origin and origin.version,
    }


def number(value: Decimal | None) -> float | None:
    """Return a number as SQLite keeps it."""
    return None if value is None else float(value)


def iso(day: object) -> str | None:
    """Return a date as ISO text."""
    return None if day is None else str(day)
