"""What a date governs from above: the goals or list that it leads, the part under its heading, the cells of its column."""

from __future__ import annotations

import re
from bisect import bisect_left

from extractors.clause import FARTHEST, clause_around, line_around, sentence_around
from extractors.due_dates import as_deadline, due_dates, due_dates_back, is_due, last_due_date, opens_sentence
from extractors.notice import Cell, Table
from extractors.reading import Reading
from extractors.records import Deadline, Mention, Section
from extractors.span import Span
from extractors.vocabulary import DeadlineSource, Grain, MentionKind

LONGEST_OPENING = 300
LONGEST_HEADING = 30
NEARLY_ALONE = 6
LONGEST_LEAD = 120
MOST_DATES_BACK = 2000
_REPORT = re.compile(r"工作报告|报告工作")
_LOOKS_BACK = re.compile(r"回顾|总结|成绩|成就")
_ANNEX = re.compile(r"附件\s*\d*[:：]?\s*$|附[:：]?$")
_NEXT_LINE = re.compile(r"[：:]?\s*[^\n]{0,60}")
_YEARS_WORK = re.compile(r"目标|任务|工作|安排|重点|要求|思路|打算")
_GOALS = re.compile(r"目标|指标|愿景|展望|任务书")
_LEAD_SENTENCE = re.compile(r"目标|任务|要(?!求)|将|工作|重点|力争|努力|实现|分[步阶]")


def governed_span(state: Reading, text: str, mention: Mention) -> Span:
    """Return what a date governs after itself: the rest of its sentence, or of the paragraph of goals that it opens."""
    sentence = sentence_around(text, mention.span)
    end = sentence.end
    if opens_sentence(text, mention) and stands_in_goals(state, text, mention.span):
        sections = sections_up(state, mention.span.start)
        end = min(line_around(text, mention.span).end, sections[0].span.end)
    within = {Grain.TERM, Grain.SEASON}
    later = next((m for m in due_dates(state, text, mention.span.end, end) if m.grain not in within), None)
    if later:
        end = max(mention.span.end, clause_around(text, later.span).start)
    return Span(mention.span.start, end)


def stands_in_goals(state: Reading, text: str, span: Span) -> bool:
    """Tell whether the innermost heading over `span` names goals (发展目标, 主要指标)."""
    section = state.section_at(span.start)
    return section is not None and _GOALS.search(section.heading.cut(text)) is not None


def from_above(state: Reading, text: str, span: Span) -> Deadline | None:
    """Read what governs the list or part in which `span` stands, from the nearest outward: lead sentence, heading."""
    sections = sections_up(state, span.start)
    if due := _from_own_lead(state, text, span, sections):
        return due
    for i, section in enumerate(sections):
        if span.start >= section.heading.end and (due := _from_heading(state, text, section)):
            return due
        if i > 0 and (due := _from_lead_of(state, text, span, section)):
            return due
    return _from_lead_of_list(state, text, sections) or _from_year_of_report(state, text, span.start)


def _from_lead_of_list(state: Reading, text: str, sections: list[Section]) -> Deadline | None:
    """Read the line that ends in a colon right above the first of a notice's parts: 到2027年实现以下目标：."""
    if not sections:
        return None
    first = state.sections[0].heading.start
    above = text[max(0, first - LONGEST_LEAD) : first].rstrip()
    lead = above[above.rfind("\n") + 1 :]
    if not lead.endswith(("：", ":")) or not _LEAD_SENTENCE.search(lead):
        return None
    start = first - len(text[max(0, first - LONGEST_LEAD) : first]) + len(above) - len(lead)
    for mention in due_dates(state, text, start, first):
        if opens_sentence(text, mention):
            return as_deadline(text, mention, DeadlineSource.INHERITED)
    return None


def _from_own_lead(state: Reading, text: str, span: Span, sections: list[Section]) -> Deadline | None:
    """Read the sentence that leads the goals or the list of the innermost part: 到2030年的主要目标是：…."""
    top = line_around(text, span).start
    goal = any(_GOALS.search(s.heading.cut(text)) for s in sections)
    start = max(sections[0].heading.start if sections else 0, span.start - FARTHEST)
    for mention in due_dates_back(state, text, start, span.start):
        if not opens_sentence(text, mention):
            continue
        said = sentence_around(text, mention.span).cut(text)
        colon = ("：" in said or ":" in said) and _LEAD_SENTENCE.search(said)
        governs = (goal and mention.span.start >= top) or colon
        return as_deadline(text, mention, DeadlineSource.INHERITED) if governs else None
    return None


def _from_lead_of(state: Reading, text: str, span: Span, section: Section) -> Deadline | None:
    """Read a sentence that stands between a heading and its first part, and leads all parts."""
    first_part = next((s.span.start for s in state.sections if s.parent == section.position), section.span.end)
    end = min(first_part, span.start, section.heading.end + FARTHEST)
    for mention in due_dates_back(state, text, section.heading.end, end):
        said = sentence_around(text, mention.span).cut(text)
        if opens_sentence(text, mention) and _LEAD_SENTENCE.search(said):
            return as_deadline(text, mention, DeadlineSource.INHERITED)
    return None


def _from_heading(state: Reading, text: str, section: Section) -> Deadline | None:
    """Read a heading's date; the title of an annex stands in the line after 附件1."""
    end = section.heading.end
    if _ANNEX.match(section.heading.cut(text)):
        title = _NEXT_LINE.match(text, end)
        end = title.end() if title else end
    due = last_due_date(state, text, section.heading.start, end)
    return as_deadline(text, due, DeadlineSource.INHERITED) if due else None


def _from_year_of_report(state: Reading, text: str, offset: int) -> Deadline | None:
    """In a work report, let the line that names the year's work (2026年工作安排) govern the parts after it."""
    if not _REPORT.search(state.header.title or text[:LONGEST_OPENING]):
        return None
    last = bisect_left(state.mentions, offset, key=lambda m: m.span.start)
    for i in range(last - 1, max(0, last - MOST_DATES_BACK) - 1, -1):
        mention = state.mentions[i]
        if mention.kind is not MentionKind.DATE or mention.grain is not Grain.YEAR:
            continue
        line = line_around(text, mention.span).cut(text)
        if len(line) <= LONGEST_HEADING and "。" not in line:
            if _LOOKS_BACK.search(line):
                return None
            if _YEARS_WORK.search(line) and is_due(state, text, mention):
                return as_deadline(text, mention, DeadlineSource.INHERITED)
    return None


def sections_up(state: Reading, offset: int) -> list[Section]:
    """Return the sections that hold `offset`, innermost first."""
    found: list[Section] = []
    section = state.section_at(offset)
    while section is not None:
        found.append(section)
        section = state.sections[section.parent] if section.parent is not None else None
    return found


def cell_of(state: Reading, span: Span) -> tuple[Table, Cell] | None:
    """Return the cell that holds `span`, and its table, or None outside tables."""
    for table in state.tables:
        if table.span.contains(span):
            for cell in table.cells:
                if cell.span.contains(span):
                    return table, cell
    return None


def from_table(state: Reading, text: str, span: Span, table: Table, cell: Cell) -> Deadline | None:
    """Read the head of a cell's column, then a cell of its row that is a date, then what stands above the table."""
    columns = range(cell.column, cell.column + cell.colspan)
    above = [
        c
        for c in table.cells
        if c.row < cell.row and (c.header or c.row < 3) and any(c.column <= i < c.column + c.colspan for i in columns)
    ]
    for head in reversed(above):
        if due := last_due_date(state, text, head.span.start, head.span.end):
            return as_deadline(text, due, DeadlineSource.INHERITED)
    row = [c for c in table.cells if c.row <= cell.row < c.row + c.rowspan and c.column != cell.column]
    for other in row:
        due = last_due_date(state, text, other.span.start, other.span.end)
        if due and len(other.span.cut(text).strip()) - len(due.span.cut(text)) <= NEARLY_ALONE:
            return as_deadline(text, due, DeadlineSource.INHERITED)
    return from_above(state, text, span)
