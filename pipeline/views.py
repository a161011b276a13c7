"""The views an analyst opens first: plain SQL over the tables, each described in English and Chinese."""

from __future__ import annotations

from dataclasses import dataclass

import sqlite_utils


@dataclass(frozen=True, slots=True)
class View:
    """One view: its name, what a row of it is, and its query."""

    name: str
    english: str
    chinese: str
    sql: str


PAIRS = View(
    "pairs",
    "One row for each target that is lined up, with the words of both sides",
    "逐项对照：上下级目标及原文",
    """
    SELECT a.id, li.name AS jurisdiction, ui.name AS above,
           coalesce(i.name, t.indicator) AS indicator, t.subject,
           t.comparator, t.value, t.value_max, t.unit, t.deadline,
           r.comparator AS asked_comparator, r.value AS asked_value, r.value_max AS asked_value_max,
           r.unit AS asked_unit, r.deadline AS asked_deadline,
           a.basis, a.value_verdict, a.value_gap, a.value_ratio, a.deadline_verdict, a.deadline_gap_days,
           a.modality_verdict, a.scope_verdict, a.code, a.reason,
           t.quote, r.quote AS asked_quote, d.title, u.title AS asked_title,
           d.jurisdiction_code, u.jurisdiction_code AS above_code, t.indicator_id,
           a.target_id, a.reference_target_id
    FROM alignments AS a
    JOIN targets AS t ON t.id = a.target_id
    JOIN targets AS r ON r.id = a.reference_target_id
    JOIN documents AS d ON d.id = t.document_id
    JOIN documents AS u ON u.id = r.document_id
    LEFT JOIN indicators AS i ON i.id = t.indicator_id
    LEFT JOIN jurisdictions AS li ON li.code = d.jurisdiction_code
    LEFT JOIN jurisdictions AS ui ON ui.code = u.jurisdiction_code
    """,
)

MATRIX = View(
    "matrix",
    "Indicator by government: what each says of what the government above asks",
    "指标×地区矩阵：各地与上级的比较",
    """
    SELECT p.indicator_id, p.indicator, p.asked_title, p.above, p.asked_value, p.asked_unit, p.asked_deadline,
           p.jurisdiction_code, p.jurisdiction, p.subject, p.value, p.unit, p.deadline,
           p.value_verdict, p.deadline_verdict, p.modality_verdict, p.reference_target_id, p.target_id
    FROM pairs AS p
    WHERE p.value_verdict <> 'not comparable'
    UNION ALL
    SELECT r.indicator_id, coalesce(i.name, r.indicator), u.title, ui.name, r.value, r.unit, r.deadline,
           s.jurisdiction_code, j.name, r.subject, NULL, NULL, NULL,
           CASE s.state WHEN 'delegated' THEN 'delegated' ELSE 'silent' END, NULL, NULL, r.id, NULL
    FROM silences AS s
    JOIN targets AS r ON r.id = s.reference_target_id
    JOIN documents AS u ON u.id = r.document_id
    JOIN jurisdictions AS j ON j.code = s.jurisdiction_code
    LEFT JOIN indicators AS i ON i.id = r.indicator_id
    LEFT JOIN jurisdictions AS ui ON ui.code = u.jurisdiction_code
    WHERE s.state <> 'no document in corpus'
    """,
)

RAISINGS = View(
    "raisings",
    "What lower governments raise, biggest first: relative for levels, earlier days, harder wording",
    "层层加码：按加码幅度排列",
    """
    SELECT p.jurisdiction, p.above, p.indicator, p.subject, p.value, p.asked_value, p.unit, p.value_gap,
           p.value_ratio, abs(coalesce(p.value_gap / nullif(p.asked_value, 0), 0)) AS raised_by,
           p.value_verdict, p.deadline_verdict, max(0, -coalesce(p.deadline_gap_days, 0)) AS days_earlier,
           p.modality_verdict, p.quote, p.asked_quote, p.target_id, p.reference_target_id
    FROM pairs AS p
    WHERE p.value_verdict = 'stricter'
       OR (p.value_verdict = 'equal' AND (p.deadline_verdict = 'earlier' OR p.modality_verdict = 'hardened'))
    ORDER BY raised_by DESC, days_earlier DESC, p.target_id, p.reference_target_id
    """,
)

SILENT = View(
    "silent",
    "Who does not answer which target, and where it was searched for",
    "谁没有回应哪项目标",
    """
    SELECT j.name AS jurisdiction, u.title AS asked_title, coalesce(i.name, r.indicator) AS indicator, r.subject,
           r.comparator AS asked_comparator, r.value AS asked_value, r.unit AS asked_unit, r.deadline AS asked_deadline,
           s.state, s.searched_documents, s.nearest_misses, r.quote AS asked_quote,
           s.jurisdiction_code, s.reference_target_id
    FROM silences AS s
    JOIN targets AS r ON r.id = s.reference_target_id
    JOIN documents AS u ON u.id = r.document_id
    JOIN jurisdictions AS j ON j.code = s.jurisdiction_code
    LEFT JOIN indicators AS i ON i.id = r.indicator_id
    """,
)

DEADLINES = View(
    "deadlines",
    "Everything with a day, target or milestone, with who leads it; choose a year by its column",
    "时限清单：目标与节点及牵头部门，按年份列筛选",
    """
    WITH dated AS (
        SELECT t.id, t.document_id, t.section_id, 'target' AS kind, t.indicator AS what, t.deadline, t.deadline_grain,
               t.quote, t.quote_start
        FROM targets AS t WHERE t.deadline IS NOT NULL
        UNION ALL
        SELECT m.id, m.document_id, m.section_id, 'milestone', m.action, m.deadline, m.deadline_grain,
               m.quote, m.quote_start
        FROM milestones AS m WHERE m.deadline IS NOT NULL
    ),
    duties AS (
        SELECT target_id AS record_id, agency_id, name, role FROM target_agencies
        UNION
        SELECT m.id, r.agency_id, r.name, r.role
        FROM milestones AS m JOIN responsibilities AS r
            ON r.document_id = m.document_id AND m.quote_start >= r.scope_start AND m.quote_end <= r.scope_end
    )
    SELECT CAST(substr(d.deadline, 1, 4) AS INTEGER) AS year, d.deadline, d.deadline_grain, d.kind, d.what,
           coalesce(a.name, u.name) AS agency, u.role, n.jurisdiction_code, j.name AS jurisdiction, n.title,
           d.quote, d.id AS record_id
    FROM dated AS d
    JOIN documents AS n ON n.id = d.document_id AND n.replaced_by IS NULL
    LEFT JOIN jurisdictions AS j ON j.code = n.jurisdiction_code
    LEFT JOIN duties AS u ON u.record_id = d.id AND u.role <> 'support'
    LEFT JOIN agencies AS a ON a.id = u.agency_id
    """,
)

LOAD = View(
    "agency_load",
    "Agencies by load: targets and items they lead, answer for or support",
    "部门任务量：牵头、负责与配合",
    """
    WITH duties AS (
        SELECT agency_id, role, 'target' AS kind, target_id AS item, document_id
        FROM target_agencies JOIN targets ON targets.id = target_id
        UNION
        SELECT agency_id, role, 'item', document_id || ':' || scope_start, document_id FROM responsibilities
    )
    SELECT a.id AS agency_id, a.name AS agency, j.name AS jurisdiction,
           sum(d.kind = 'target') AS targets, sum(d.kind = 'item') AS items,
           sum(d.kind = 'item' AND d.role = 'lead') AS leads,
           sum(d.kind = 'item' AND d.role = 'responsible') AS responsible,
           sum(d.kind = 'item' AND d.role = 'support') AS supports
    FROM duties AS d JOIN agencies AS a ON a.id = d.agency_id
    JOIN documents AS n ON n.id = d.document_id AND n.replaced_by IS NULL
    LEFT JOIN jurisdictions AS j ON j.code = a.jurisdiction_code
    GROUP BY a.id, a.name, j.name
    """,
)

TO_FETCH = View(
    "to_fetch",
    "Documents that are cited and not in the corpus, most cited first: what to fetch next",
    "被引用而不在语料中的文件（按次数）",
    """
    SELECT coalesce(c.title, c.doc_number) AS cited, max(c.doc_number) AS doc_number,
           count(*) AS times, count(DISTINCT c.document_id) AS by_documents,
           sum(c.relation = 'basis') AS as_basis
    FROM citations AS c
    JOIN documents AS n ON n.id = c.document_id AND n.replaced_by IS NULL
    WHERE c.cited_document_id IS NULL AND c.relation <> 'issues'
    GROUP BY coalesce(c.title, c.doc_number)
    ORDER BY by_documents DESC, times DESC, cited
    """,
)

BINDING = View(
    "binding",
    "Every target with the days from which and to which its document binds",
    "目标的效力期间：某日约束某地的全部目标",
    """
    SELECT n.jurisdiction_code, j.name AS jurisdiction, f.since, f.until, f.reason AS ends_because,
           coalesce(i.name, t.indicator) AS indicator, t.subject, t.comparator, t.value, t.value_max, t.unit,
           t.deadline, t.recurrence, n.title, t.quote, t.id AS target_id
    FROM targets AS t
    JOIN documents AS n ON n.id = t.document_id
    JOIN in_force AS f ON f.document_id = n.id
    LEFT JOIN indicators AS i ON i.id = t.indicator_id
    LEFT JOIN jurisdictions AS j ON j.code = n.jurisdiction_code
    """,
)

CONTRADICTIONS = View(
    "contradictions",
    "What contradicts itself, inside a notice or between notices, with both places",
    "矛盾之处及两处原文",
    """
    SELECT json_extract(f.detail, '$.rule') AS rule, n.title, f.message,
           substr(n.text, f.start + 1, f.end - f.start) AS words, o.title AS other_title,
           substr(o.text, json_extract(f.detail, '$.other_start') + 1,
                  json_extract(f.detail, '$.other_end') - json_extract(f.detail, '$.other_start')) AS other_words,
           f.document_id, f.start, f.end
    FROM findings AS f
    JOIN documents AS n ON n.id = f.document_id
    LEFT JOIN documents AS o ON o.id = json_extract(f.detail, '$.other_document')
    WHERE f.kind = 'conflict'
    """,
)

IMPLEMENTS = View(
    "implements",
    "Which document carries out which: citations as a basis that are in the corpus",
    "文件之间的落实关系",
    """
    SELECT n.id AS document_id, n.title, j.name AS jurisdiction, o.id AS carries_out_id, o.title AS carries_out,
           k.name AS above, c.quote
    FROM citations AS c
    JOIN documents AS n ON n.id = c.document_id
    JOIN documents AS o ON o.id = c.cited_document_id
    LEFT JOIN jurisdictions AS j ON j.code = n.jurisdiction_code
    LEFT JOIN jurisdictions AS k ON k.code = o.jurisdiction_code
    WHERE c.relation = 'basis'
    """,
)

RAW_PLACES = View(
    "raw_places",
    "Where the words of each record and field stand in the raw file, part by part: bytes (of a Word file: of its"
    " word/document.xml), or the box on a page counted from 1, in points from the page's top left corner",
    "每条记录、每个字段的文字在原始文件中的位置，逐段列出：字节（Word 文件按其中的 word/document.xml 计），"
    "或第几页的哪个框（页码从1起，单位为点，从页面左上角量起）",
    """
    WITH owners AS (
        SELECT id, document_id FROM targets UNION ALL SELECT id, document_id FROM milestones
        UNION ALL SELECT id, document_id FROM responsibilities UNION ALL SELECT id, id FROM documents
    ),
    proofs AS (
        SELECT e.record_id, o.document_id, e.field, e.start, e.end, e.raw_place
        FROM evidence AS e JOIN owners AS o ON o.id = e.record_id
        UNION ALL SELECT id, document_id, 'quote', quote_start, quote_end, quote_raw_place FROM targets
        UNION ALL SELECT id, document_id, 'quote', quote_start, quote_end, quote_raw_place FROM milestones
        UNION ALL SELECT id, document_id, 'quote', quote_start, quote_end, quote_raw_place FROM responsibilities
        UNION ALL SELECT id, document_id, 'quote', quote_start, quote_end, quote_raw_place FROM citations
        UNION ALL SELECT id, document_id, 'quote', start, end, raw_place FROM findings
    )
    SELECT p.record_id, p.field, substr(d.text, p.start + 1, p.end - p.start) AS words, d.source_path, part.key AS part,
           iif(json_array_length(part.value) = 2, part.value ->> 0, NULL) AS byte_start,
           iif(json_array_length(part.value) = 2, part.value ->> 1, NULL) AS byte_end,
           iif(json_array_length(part.value) = 5, part.value ->> 0, NULL) AS page,
           iif(json_array_length(part.value) = 5, part.value ->> 1, NULL) AS x0,
           part.value ->> 2 AS top, part.value ->> 3 AS x1, part.value ->> 4 AS bottom, p.document_id
    FROM proofs AS p
    JOIN documents AS d ON d.id = p.document_id
    JOIN json_each(p.raw_place) AS part
    """,
)

VIEWS = (PAIRS, MATRIX, RAISINGS, SILENT, DEADLINES, LOAD, TO_FETCH, BINDING, CONTRADICTIONS, IMPLEMENTS, RAW_PLACES)


def create(db: sqlite_utils.Database) -> None:
    """Create the views anew."""
    for view in VIEWS:
        db.create_view(view.name, view.sql, replace=True)
