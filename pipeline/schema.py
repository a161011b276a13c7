"""The shape of `policy.db`: every table and column with what it holds, in English and Chinese, as Datasette shows it.

Column names are a public interface. `None` (NULL) everywhere means that the text does not say it.
"""

from __future__ import annotations

import sqlite_utils

from pipeline import columns
from pipeline.columns import Column, Table, real, text, whole

VERSION = 2

KEY = text("id", "stable identifier, derived from the content", "由内容得出的稳定编号", required=True)
DOCUMENT = text("document_id", "the notice it was read from", "所在文件", "documents", required=True)
SECTION = text("section_id", "innermost section it stands in", "所在章节", "sections")
START = whole("start", "first character in documents.text, from 0", "起始字符位置（从0起）", required=True)
END = whole("end", "one past the last character", "结束字符位置（不含）", required=True)
DEADLINE = text("deadline", "last day of the period named, ISO date", "完成时限：所述时段的最后一天")
DEADLINE_TEXT = text("deadline_text", "the words that name the time", "时限原文")
GRAIN = text("deadline_grain", "length of the period named: day, month, year …", "时限的精度")
RULE = text("rule", "id of the rule that read it", "识别规则编号")
ROLE = text("role", "lead, support or responsible", "牵头、配合或负责", required=True)
AGENCY = text("agency_id", "the agency under its canonical name", "对应的部门", "agencies")
RAW_PLACE = text("raw_place", "its place in the raw file, JSON: see raw_places", "在原始文件中的位置，见 raw_places")
QUOTE = (
    text("quote", "the exact words it was read from", "原文摘录", required=True),
    whole(
        "quote_start", "first character of the quote in documents.text, from 0", "摘录起始位置（从0起）", required=True
    ),
    whole("quote_end", "one past the last character of the quote", "摘录结束位置（不含）", required=True),
    text("quote_raw_place", "its place in the raw file, JSON: see raw_places", "在原始文件中的位置，见 raw_places"),
)

TABLES = (
    Table(
        "runs",
        "What this database was made from; no clock",
        "本库由何而来（不含时间）",
        (
            text("id", "hash of what made it, the places included", "以下各项的合并指纹", required=True),
            text("version", "version of Duibiao", "程序版本", required=True),
            text("corpus", "hash of every file's path and content", "语料指纹", required=True),
            text("code", "hash of the program", "程序指纹", required=True),
            text("lexicons", "hash of the lexicons", "词典指纹", required=True),
            text("places", "the corpus's own places.csv, as it stands", "语料自带的地名表 places.csv 原文"),
            whole("schema", "version of the table layout", "库结构版本", required=True),
        ),
    ),
    Table(
        "jurisdictions",
        "Governments: those that issue the notices, and everything above them",
        "行政区：发文政府及其上级",
        (
            text("code", "division code (GB/T 2260, or an overlay's own)", "行政区划代码", required=True),
            text("name", "full official name", "全称", required=True),
            text("level", "national, province, city or county", "层级", required=True),
            text("parent_code", "the division directly above", "上级代码", "jurisdictions"),
        ),
        key="code",
    ),
    Table(
        "documents",
        "One row per file, whatever became of it",
        "每个文件一行，无论能否读出",
        (
            KEY,
            text("source_path", "path inside the corpus folder", "语料内相对路径", required=True),
            text("source_url", "address it was fetched from", "来源网址"),
            text("sha256", "hash of the raw bytes", "原始字节的哈希", required=True),
            text("media_type", "what the file really is", "实际文件类型", required=True),
            text("title", "title as published, rejoined where a line break cut it", "标题"),
            text("kind", "notice, plan, work report, measures …", "文种"),
            text("doc_number", "document number (文号)", "文号"),
            text("issuer", "who issued it", "发文机关"),
            text("jurisdiction_code", "the government it speaks for", "所属行政区", "jurisdictions"),
            text("issued_on", "date of issue (成文日期)", "成文日期"),
            text("printed_on", "date of printing (印发日期)", "印发日期"),
            text("published_on", "date of publication (发布日期)", "发布日期"),
            text("index_number", "index number (索引号)", "索引号"),
            text("validity", "validity as stated", "有效性"),
            text("addressees", "whom it is addressed to, JSON list", "主送机关（JSON）"),
            text("period_start", "first day of the period in the title", "标题所述时段起"),
            text("period_end", "last day of the period in the title", "标题所述时段止"),
            text("text", "the clean text that all offsets count in", "清洗后的正文，一切位置以此计", required=True),
            text("method", "how the main text was found", "正文提取方法"),
            text("status", "ok, warned or failed", "状态", required=True),
            text("reason", "why, where the status is not ok", "原因"),
            text(
                "copy_of",
                "the file of the same notice whose records stand for both",
                "同一文件的另一份，记录以其为准",
                "documents",
            ),
            text("replaced_by", "the newer version of the same page", "同一网页的新版本", "documents"),
            text("attached_to", "the page that this file is attached to", "本附件所属网页", "documents"),
            text("fetched_from", "address of the page that links to it", "链出页面的网址"),
            text("fetched_on", "day on which the server gave it, ISO date", "抓取日期"),
            text("content_type", "what the server said that it is", "服务器所称类型"),
            whole("version", "version of its address, from 1; NULL where it was not fetched", "同一网址的第几版"),
        ),
    ),
    Table(
        "attachments",
        "Files that notices link to",
        "文件所附链接",
        (
            DOCUMENT,
            text("name", "as written", "名称", required=True),
            text("url", "address", "网址"),
            text("state", "read, not read or missing", "状态", required=True),
        ),
        key=None,
    ),
    Table(
        "sections",
        "The section tree of each notice",
        "章节树",
        (
            KEY,
            DOCUMENT,
            text("parent_id", "the section that holds it", "上级章节", "sections"),
            whole("position", "order in the notice, from 0", "次序（从0起）", required=True),
            text("number", "its number as written", "序号原文"),
            text("heading", "its heading as written", "标题原文"),
            whole("depth", "1 for the outermost", "层次", required=True),
            START,
            END,
        ),
    ),
    Table(
        "tables",
        "Tables of the notices",
        "文中表格",
        (
            KEY,
            DOCUMENT,
            text("origin", "html, pdf, ofd, docx, markdown or lines", "来源格式", required=True),
            whole("rows", "number of rows", "行数", required=True),
            whole("columns", "number of columns", "列数", required=True),
            START,
            END,
        ),
    ),
    Table(
        "cells",
        "Cells of those tables; a merged cell is one row",
        "表格单元（合并单元格为一行）",
        (
            text("table_id", "the table", "所在表格", "tables", required=True),
            whole("row", "from 0", "行（从0起）", required=True),
            whole("column", "from 0", "列（从0起）", required=True),
            whole("rowspan", "rows it covers", "跨行数", required=True),
            whole("colspan", "columns it covers", "跨列数", required=True),
            whole("header", "1 for a header cell", "是否表头", required=True),
            START,
            END,
        ),
        key=None,
    ),
    Table(
        "agencies",
        "Agencies under their canonical names",
        "部门（规范名称）",
        (
            KEY,
            text("name", "canonical name", "规范名称", required=True),
            text("jurisdiction_code", "the government it belongs to", "所属行政区", "jurisdictions"),
        ),
    ),
    Table(
        "indicators",
        "What targets measure",
        "指标",
        (
            KEY,
            text("name", "canonical name", "规范名称", required=True),
            text("unit", "unit that values are compared in", "单位"),
            text("better", "higher, lower or none", "方向：越高越好、越低越好或无"),
            text("domain", "field of policy", "领域"),
            text("source", "where the definition comes from", "出处"),
        ),
    ),
    Table(
        "targets",
        "Quantities that a notice commits somebody to",
        "量化目标",
        (
            KEY,
            DOCUMENT,
            SECTION,
            *QUOTE,
            text("indicator", "the measured thing as the text names it", "指标（原文）", required=True),
            text("indicator_id", "the indicator it was linked to", "对应的指标", "indicators"),
            text("subject", "the population or place it is for", "对象"),
            text("comparator", ">= <= > < = ~ or range", "比较关系", required=True),
            real("value", "the value, 万 and 亿 multiplied out", "数值（万、亿已换算）"),
            real("value_max", "upper end of a range", "区间上限"),
            text("unit", "base unit as written", "单位（原文）"),
            text("change", "increase or decrease, where the value is a change", "增减（数值为变化量时）"),
            DEADLINE,
            DEADLINE_TEXT,
            GRAIN,
            text("deadline_from", "clause, inherited or document", "时限的来处"),
            text("recurrence", "year, school-year, term, month, week or day", "周期"),
            text("modality", "firm or aspirational", "刚性或倡导性", required=True),
            text("condition", "the condition it holds under, as written", "条件（原文）"),
            whole("absolute", "1 where the value was read from a word (全覆盖)", "数值由词语得出时为1", required=True),
            whole("damaged", "1 where the source lost characters here", "原文此处有缺损时为1", required=True),
            text("note", "what was hard about it", "备注"),
            RULE,
        ),
    ),
    Table(
        "target_agencies",
        "Who is to reach a target",
        "目标的责任部门",
        (
            text("target_id", "the target", "目标", "targets", required=True),
            AGENCY,
            text("name", "as written", "名称（原文）", required=True),
            ROLE,
        ),
        key=None,
    ),
    Table(
        "milestones",
        "Actions with a date and no quantity",
        "时间节点",
        (
            KEY,
            DOCUMENT,
            SECTION,
            *QUOTE,
            text("action", "what is to be done, as written", "事项（原文）", required=True),
            text("subject", "who or where", "对象"),
            text("start_date", "first day, ISO date", "开始日期"),
            DEADLINE,
            DEADLINE_TEXT,
            GRAIN,
            text("deadline_from", "clause, inherited or document", "时限的来处"),
            whole("damaged", "1 where the source lost characters here", "原文此处有缺损时为1", required=True),
            RULE,
        ),
    ),
    Table(
        "responsibilities",
        "Statements of who does an item: one row per agency",
        "责任分工：每个部门一行",
        (
            KEY,
            DOCUMENT,
            SECTION,
            AGENCY,
            text("name", "as written", "名称（原文）", required=True),
            ROLE,
            *QUOTE,
            whole("scope_start", "first character of the item it is for", "所指事项起始位置", required=True),
            whole("scope_end", "one past the last character of the item", "所指事项结束位置（不含）", required=True),
            RULE,
        ),
    ),
    Table(
        "citations",
        "Other documents that a notice names",
        "引用文件",
        (
            KEY,
            DOCUMENT,
            text("title", "without 《》", "标题（不含书名号）"),
            text("doc_number", "document number", "文号"),
            text("relation", "basis, issues or mentions", "关系：依据、印发或提及", required=True),
            text("cited_document_id", "the document in the corpus", "语料中的对应文件", "documents"),
            *QUOTE,
            RULE,
        ),
    ),
    Table(
        "evidence",
        "Where each single field of a record was read",
        "各字段的原文位置",
        (
            Column(
                "record_id", str, "the record, or the document for its header", "所属记录", required=True, indexed=True
            ),
            text("field", "name of the field", "字段名", required=True),
            START,
            END,
            RAW_PLACE,
        ),
        key=None,
    ),
    Table(
        "mentions",
        "Every number, quantity, date and period in the text",
        "文中全部数字、数量与时间",
        (
            DOCUMENT,
            text("kind", "number, percent, quantity, range, ratio, date, period or recurrence", "类别", required=True),
            START,
            END,
            real("value", "the value", "数值"),
            real("value_max", "upper end of a range", "区间上限"),
            text("unit", "base unit as written", "单位"),
            text("start_date", "first day", "首日"),
            text("end_date", "last day", "末日"),
            text("grain", "length of the period named", "精度"),
            text("recurrence", "year, school-year, term, month, week or day", "周期"),
            RULE,
        ),
        key=None,
    ),
    Table(
        "alignments",
        "A target lined up with one of a government above it",
        "对标：与上级目标的比较",
        (
            KEY,
            text("target_id", "the lower target", "下级目标", "targets", required=True),
            text("reference_target_id", "the target it answers", "上级目标", "targets", required=True),
            text("basis", "cites, parent or standard", "依据", required=True),
            text(
                "value_verdict",
                "stricter, equal, weaker or not comparable",
                "数值：加码、一致、弱化或不可比",
                required=True,
            ),
            real("value_gap", "lower value minus reference value", "差值"),
            real("value_ratio", "lower value over reference value", "比值"),
            text("deadline_verdict", "earlier, same, later or unknown", "时限：提前、相同、推迟或不明", required=True),
            whole("deadline_gap_days", "days after the reference's deadline", "相差天数"),
            text("modality_verdict", "hardened, same or softened", "语气：加强、相同或减弱", required=True),
            text("reason", "why", "理由"),
        ),
    ),
    Table(
        "silences",
        "Targets of a government above that a lower one does not answer",
        "未回应的上级目标",
        (
            text("reference_target_id", "the target not answered", "上级目标", "targets", required=True),
            text("jurisdiction_code", "who does not answer it", "未回应者", "jurisdictions", required=True),
            text("state", "searched and absent, delegated, or no document in corpus", "状态", required=True),
            text("searched_documents", "ids of the documents searched, JSON list", "查过的文件（JSON）"),
        ),
        key=None,
    ),
    Table(
        "findings",
        "What a reader must know before relying on a notice",
        "提示：使用前须知",
        (
            KEY,
            DOCUMENT,
            text("kind", "damage, conflict, unreadable, unsure, version …", "类别", required=True),
            text("severity", "info, warning or error", "严重程度", required=True),
            text("message", "in words", "说明", required=True),
            whole("start", "first character in documents.text, from 0", "起始字符位置（从0起）"),
            whole("end", "one past the last character", "结束字符位置（不含）"),
            RAW_PLACE,
            text("detail", "parts, JSON", "详情（JSON）"),
        ),
    ),
    Table(
        "reviews",
        "What reviewers decided, and what became of it in this run; the records hold the decided values",
        "人工审核意见及其在本次运行中的落实情况；各记录中已采用审核后的值",
        (
            DOCUMENT,
            text("record_id", "the target or milestone as decided; NULL where it was rejected or lost", "所涉记录"),
            text("kind", "target or milestone", "记录类别", required=True),
            text("decision", "accept, reject, change, add, link or unlink", "审核意见", required=True),
            text("field", "the field that was changed; NULL where the whole record was judged", "更改的字段"),
            text("value_read", "as the program read it", "程序读出的值"),
            text("value_reviewed", "as the reviewer decided", "审核后的值"),
            text("reviewer", "initials of who decided", "审核人", required=True),
            text("reason", "why", "理由"),
            text("outcome", "still true, re-anchored, or no longer anchorable", "落实情况", required=True),
            text("why", "what stands in the way where it is no longer anchorable", "未能落实的原因"),
            text("quote", "the words it was decided on", "审核时的原文", required=True),
            whole("start", "where these words stand in documents.text, from 0", "起始字符位置（从0起）"),
            whole("end", "one past the last character", "结束字符位置（不含）"),
        ),
        key=None,
    ),
)

QUOTED = tuple(table.name for table in TABLES if set(QUOTE) <= set(table.columns))
"""The tables whose rows carry a quote; the evidence law holds for each of them."""


def create(db: sqlite_utils.Database) -> None:
    """Create the tables. The database must not have them yet."""
    columns.create(db, TABLES)
