"""The tables and columns that aligning adds to the database, described like the others."""

from __future__ import annotations

import sqlite_utils

from pipeline.align import completions
from pipeline.columns import Column, Table, create, real, text, whole

IN_FORCE = Table(
    "in_force",
    "From when to when each document binds",
    "文件的效力期间",
    (
        text("document_id", "the document", "文件", "documents", required=True),
        text("since", "first day it binds, NULL if unknown", "生效日"),
        text("until", "last day it binds, NULL while it does", "失效日（空为仍有效）"),
        text("reason", "expiry, repeal, newer version, end of its period", "依据", required=True),
        text("by_document_id", "the document that ended it", "废止或取代它的文件", "documents"),
    ),
    key="document_id",
)

LINKS = Table(
    "links",
    "How each target came to its indicator",
    "目标与指标的对应方式",
    (
        text("target_id", "the target", "目标", "targets", required=True),
        text(
            "state",
            "linked, unsure (several fit) or own (not in the catalogue)",
            "已对应、不确定或目录外",
            required=True,
        ),
        text("parts", "what decided: wording, unit, stages, change, JSON", "判定依据（JSON）"),
        text("candidates", "ids of the indicators that fit, JSON list", "候选指标（JSON）"),
    ),
    key="target_id",
)

MILESTONE_ALIGNMENTS = Table(
    "milestone_alignments",
    "A dated action lined up with the same action of a government above",
    "时间节点的对标",
    (
        text("milestone_id", "the lower milestone", "下级节点", "milestones", required=True),
        text("reference_milestone_id", "the milestone it answers", "上级节点", "milestones", required=True),
        text("deadline_verdict", "earlier, same, later or unknown", "时限：提前、相同、推迟或不明", required=True),
        whole("deadline_gap_days", "days after the reference's deadline", "相差天数"),
    ),
    key=None,
)

SIBLINGS = Table(
    "siblings",
    "Governments of one parent beside each other, indicator by indicator",
    "同级比较",
    (
        text("indicator_id", "the indicator", "指标", "indicators", required=True),
        text("parent_code", "the government they share", "共同上级", "jurisdictions", required=True),
        text("year", "year of the deadline, empty where none is stated", "年份", required=True),
        text("subject", "whom the value is for, empty for all", "对象", required=True),
        text("target_id", "the target", "目标", "targets", required=True),
        text("jurisdiction_code", "whose target it is", "所属行政区", "jurisdictions", required=True),
        real("value", "value in the indicator's unit", "数值（统一单位）"),
        whole("rank", "1 for the most ambitious; equal values share a rank", "名次（1为最高要求）", required=True),
        whole("count", "how many governments state it", "参与比较数", required=True),
        real("median", "median of their values", "中位数"),
        whole("outlier", "1 where it lies far from the others", "是否离群", required=True),
        whole("copied", "how many siblings use the very same words", "措辞相同的同级数", required=True),
    ),
    key=None,
)

ALLOCATIONS = Table(
    "allocations",
    "A total that a government splits over those below it",
    "指标分解",
    (
        text("target_id", "the part", "分解到下级的目标", "targets", required=True),
        text("total_target_id", "the total, NULL where none is stated", "总量目标", "targets"),
        text("jurisdiction_code", "whose part it is", "承担者", "jurisdictions", required=True),
        real("value", "the part", "分解值"),
        real("share", "part over total", "占总量比例"),
        text("answer_target_id", "what that government says itself", "下级自己的目标", "targets"),
        text("answer_verdict", "stricter, equal, weaker; NULL where it says nothing", "与分解值相比"),
    ),
    key=None,
)

TABLES = (LINKS, IN_FORCE, MILESTONE_ALIGNMENTS, SIBLINGS, ALLOCATIONS)

MORE_COLUMNS: dict[str, tuple[Column, ...]] = {
    "alignments": (
        text("code", "which rule forbids the comparison", "不可比的规则代码"),
        text("scope_verdict", "subject: same, narrower, wider or unstated", "对象范围：相同、较窄、较宽或未说明"),
        text("caveats", "what limits the verdict, JSON list", "口径提示（JSON）"),
    ),
    "silences": (text("nearest_misses", "ids of the targets that come nearest, JSON list", "最相近的目标（JSON）"),),
    "indicators": (text("definition", "what it measures", "定义"), text("kind", "share, per, growth, total …", "类型")),
}


def prepare(db: sqlite_utils.Database) -> None:
    """Make room for the results: new tables and columns, and nothing left of an earlier aligning."""
    create(db, tuple(table for table in TABLES if not db.table(table.name).exists()))
    for name, columns in MORE_COLUMNS.items():
        present = db.table(name).columns_dict
        for column in columns:
            if column.name not in present:
                db.table(name).add_column(column.name, column.kind)
    for table in TABLES:
        db.execute(f"DELETE FROM {table.name}")  # noqa: S608 - our own names
    completions.remove(db)
    db.execute("UPDATE targets SET indicator_id = NULL")
    db.execute("UPDATE citations SET cited_document_id = NULL")
    for name in ("alignments", "silences", "indicators"):
        db.execute(f"DELETE FROM {name}")  # noqa: S608 - our own names
    db.execute("DELETE FROM findings WHERE id LIKE 'align-%'")
