"""Read any sentence: the records and the small things found in it, as plain values for JSON."""

from __future__ import annotations

import hashlib
from datetime import date
from decimal import Decimal

from extractors.notice import Notice, PageField
from extractors.records import Mention
from pipeline.extract import read_notice
from pipeline.rows import rows_of
from pipeline.shared import Places, Row, Rows, Shared

Value = dict[str, object]

RECORDS = ("targets", "milestones", "responsibilities", "citations")
NOT_OF_A_SENTENCE = {
    "id",
    "document_id",
    "section_id",
    "indicator_id",
    "agency_id",
    "cited_document_id",
    "quote_raw_place",
}


def read(text: str, issued: date | None = None) -> Value:
    """Return what is read from `text`: `records` by table with the database's columns, and `mentions`.

    Args:
        text: a sentence, or more; all offsets count its characters.
        issued: the day that 今年 and 6月底前 count from; without it such dates are null.
    """
    dated = (PageField("issued_on", issued.isoformat(), "成文日期", "table"),) if issued else ()
    notice = Notice("-", hashlib.sha256(text.encode()).hexdigest(), "text/plain", text, fields=dated)
    found = read_notice(notice)
    rows = rows_of("-", found, Shared(Places(lambda code: None, lambda name, place: name)))
    return {
        "records": {table: [_plain(row, rows) for row in rows.get(table, [])] for table in RECORDS},
        "mentions": [_mention(m, text) for m in found.mentions],
    }


def _plain(row: Row, rows: Rows) -> Value:
    """Return a row without the ids that only a database needs, a target with its agencies."""
    plain = {name: _short(value) for name, value in row.items() if name not in NOT_OF_A_SENTENCE}
    if "indicator" in row:
        plain["agencies"] = [
            {"name": agency["name"], "role": agency["role"]}
            for agency in rows.get("target_agencies", [])
            if agency["target_id"] == row["id"]
        ]
    return plain


def _mention(mention: Mention, text: str) -> Value:
    return {
        "kind": mention.kind.value,
        "text": mention.span.cut(text),
        "start": mention.span.start,
        "end": mention.span.end,
        "value": _number(mention.value),
        "value_max": _number(mention.value_max),
        "unit": mention.unit,
        "parts": [_number(part) for part in mention.parts],
        "start_date": mention.start_date.isoformat() if mention.start_date else None,
        "end_date": mention.end_date.isoformat() if mention.end_date else None,
        "grain": mention.grain.value if mention.grain else None,
        "bound": mention.bound.value if mention.bound else None,
        "recurrence": mention.recurrence.value if mention.recurrence else None,
        "rule": mention.rule,
    }


def _number(value: Decimal | None) -> int | float | None:
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)


def _short(value: object) -> object:
    """Return a whole number without its empty decimals."""
    return int(value) if isinstance(value, float) and value.is_integer() else value
