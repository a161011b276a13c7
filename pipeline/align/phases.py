"""Find deadlines that lie before the phase they stand in: a timetable that cannot be kept as printed."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

import sqlite_utils

from extractors.bilingual import both

QUERY = """
    WITH phases AS (  -- a span of time that stands in the heading of a section
        SELECT m.id, m.document_id, m.section_id, m.action, m.start_date, m.deadline, m.quote_start, m.quote_end,
               s.start AS opens, s.end AS closes
        FROM milestones AS m JOIN sections AS s ON s.id = m.section_id
        WHERE m.start_date IS NOT NULL AND m.quote_start < s.start + coalesce(length(s.heading), 0) + 12
    ),
    dated AS (
        SELECT id, document_id, deadline, deadline_from, quote_start, quote_end FROM targets WHERE deadline IS NOT NULL
        UNION ALL
        SELECT id, document_id, deadline, deadline_from, quote_start, quote_end FROM milestones
        WHERE deadline IS NOT NULL AND start_date IS NULL
    )
    SELECT d.id, d.document_id, d.deadline, d.quote_start, d.quote_end, p.id AS phase, p.action, p.start_date,
           p.quote_start AS phase_start, p.quote_end AS phase_end,
           substr(n.text, max(1, d.quote_start - 11), min(12, d.quote_start)) AS before
    FROM phases AS p
    JOIN dated AS d ON d.document_id = p.document_id AND d.quote_start >= p.quote_end AND d.quote_start < p.closes
    JOIN documents AS n ON n.id = d.document_id
    WHERE d.deadline < p.start_date AND coalesce(d.deadline_from, '') <> 'document'
    ORDER BY d.document_id, d.quote_start, d.id
"""

GROUND = re.compile(r"(?:基础上|之后|以后|前提下|情况下)[，,]?\s*$")
"""Words that make the date before them that of what had to be done first: 在4月底完成设计的基础上."""


def findings(db: sqlite_utils.Database) -> Iterator[dict[str, object]]:
    """Yield a row of `findings` (without its id) for each deadline before the start of its phase."""
    for row in db.query(QUERY):
        if GROUND.search(row["before"] or ""):
            continue
        yield {
            "document_id": row["document_id"],
            "kind": "conflict",
            "severity": "warning",
            "message": both(
                f"期限早于所属阶段：{row['action']}从{row['start_date']}开始，其中事项却在{row['deadline']}到期",
                f"deadline before its phase: {row['action']} begins {row['start_date']},"
                f" but what stands in it is due {row['deadline']}",
            ),
            "start": row["quote_start"],
            "end": row["quote_end"],
            "detail": json.dumps(
                {
                    "rule": "deadline before its phase",
                    "record": row["id"],
                    "other": row["phase"],
                    "other_document": row["document_id"],
                    "other_start": row["phase_start"],
                    "other_end": row["phase_end"],
                },
                ensure_ascii=False,
                sort_keys=True,
            ),
        }
