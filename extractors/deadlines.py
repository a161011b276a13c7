"""Find the time by which something is due, and whence it is known: clause, earlier clause, heading, title's period.

The nearest date before a value in its own sentence governs it; a date after it only inside the same clause or in the
bracket that closes the item (6月底完成). Failing that a lead sentence, a table's column, a heading; last the title's
period, which yearly duties and standing limits do not take. No deadline is taken from a beginning (从2018级起), from
what a value is compared with (比2020年), or from a time that had passed when the notice was issued.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from datetime import date

from extractors.clause import clause_around, closed_bracket, sentence_around
from extractors.mentions import own_day
from extractors.reading import Reading
from extractors.records import (
    Bound,
    Cell,
    Deadline,
    DeadlineSource,
    Grain,
    Mention,
    MentionKind,
    Recurrence,
    Section,
    Span,
    Table,
)

PAST_RULES = {"date.past-years", "date.years-since", "date.decade"}
# 全年 and 当年 mostly tell of a year gone; 年初 looks back too.
LOOKING_BACK = re.compile(r"(?:全年|当年度?|同年|年初)$")
STARTS_ONLY = {"date.point"}  # 2021年秋季 names when something begins, 学期末 when it ends
STRETCHES = {
    "date.years-range",
    "date.bare-years-range",
    "date.months-range",
    "date.days-range",
    "date.dotted-range",
    "date.range",
    "date.since-range",
    "date.between",
    "date.five-year-plan",
}
_LEADS_DATE = re.compile(r"(?:到|至|在|于|自|从|截至|截止|力争到?|确保到?|争取到?|不迟于|最迟|其中)[ \u3000]?$")
_COMPARED_BEFORE = re.compile(
    r"(?:比|较|同比|超过?|高于|低于|以|按|按照|根据|依据|自|从|迎接|针对|围绕|对|占|与|和|同)[ \u3000]?$"
)
_COMPARED_AFTER = re.compile(
    r"[ \u3000]?(?:全[省市县区国])?(?:的)?(?:相比|相较|基础上|基础|水平|为基[数期准]|基[数期]|同期|平均|以来|之后|版|"
    r"修[订正]|实际|数据|统计|预算|决算|级)"
)
# 2024年印发的意见 tells of a paper; 2024年底前印发 is something to do.
_ISSUED_THEN = re.compile(r"[^，。；\n]{0,6}(?:印发|发布|公布|出台|颁布|下发|召开|制定|修订)[^，。；\n]{0,20}的")
_SOME_YEAR = re.compile(r"(?:当|次|翌|同)年")
_NAMED_YEAR = re.compile(r"\d{4}|[一二][〇零○九][〇零○一二三四五六七八九]{2}|年")
_GOALS = re.compile(r"目标|指标|愿景|展望|任务书")
_LEAD_SENTENCE = re.compile(r"目标|任务|要(?!求)|将|工作|重点|力争|努力|实现|分[步阶]")
_CLOSING_BRACKET = re.compile(r"[（(【\[](?:完成|整改|办理|办结|责任)?(?:时限|时间|期限)?[:：]?[^（）()\n]{0,12}?$")
_DUE_LABEL = re.compile(
    r"(?:(?:完成|整改|办理|办结|工作|推进|落实)?(?:时限|期限)|完成时间|时间节点|时间安排|完成日期|时间要求)"
    r"[:：]?[ \u3000]*$"
)
_STANDING = re.compile(
    r"每|不得|不少于|不低于|不超过|不高于|不小于|不大于|至少|一般|按|以上的|以内|原则上|须|应当|任期|聘期"
)


def deadline_of(state: Reading, text: str, span: Span) -> Deadline | None:
    """Return the deadline that governs what stands at `span`, or None.

    Args:
        state: the notice as read so far: header, sections, tables and mentions are used.
        text: the text that all spans count.
        span: where the value (or action) stands; its start decides what is before it.
    """
    if in_cell := _cell_of(state, span):
        return _from_table(state, text, span, *in_cell)
    return (
        _from_sentence(state, text, span)
        or _from_closing_bracket(state, text, span)
        or _from_lead(state, text, span)
        or _from_headings(state, text, span)
        or _from_title(state, text, span)
    )


def recurrence_of(state: Reading, text: str, span: Span) -> Recurrence | None:
    """Return how often what stands at `span` is due, or None: by 每学期 in its clause, or in one that it goes on from.

    每5年 and 每季度 are not one of the recurrences of a record, and give None.
    """
    clause = clause_around(text, span)
    in_clause = [m for m in _between(state, clause.start, clause.end) if m.kind is MentionKind.RECURRENCE]
    before = [m for m in in_clause if m.span.start < span.end]
    if in_clause:
        found = before[-1] if before else in_clause[0]
        return found.recurrence if found.value is None else None
    sentence = sentence_around(text, span)
    earlier = [m for m in _between(state, sentence.start, clause.start) if m.kind is not None]
    times = [m for m in earlier if m.kind in {MentionKind.RECURRENCE, MentionKind.DATE, MentionKind.PERIOD}]
    dated = any(m.kind in {MentionKind.DATE, MentionKind.PERIOD} for m in _between(state, clause.start, span.end))
    if not times or dated or times[-1].kind is not MentionKind.RECURRENCE or times[-1].value is not None:
        return None
    return times[-1].recurrence if _GOES_ON.search(clause.cut(text)) and not _LASTS.search(clause.cut(text)) else None


# What is done again and again, or bounded, goes on under 每学期 of the clause before; a thing built once does not.
_GOES_ON = re.compile(
    r"[0-9一二三四五六七八九十两](?:次|节|场|期|天|小时|学时|课时|节次|人次|篇|轮)|不[低少高大小]于|不超过|至少"
)


_LASTS = re.compile(r"[0-9一二三四五六七八九十两半]个?(?:年|学年|学期|月)(?![度份])")


# ---------------------------------------------------------------- the dates that may govern


def _between(state: Reading, start: int, end: int) -> Iterator[Mention]:
    """Yield the mentions that begin in `[start, end)`."""
    mentions = state.mentions
    for i in range(bisect_left(mentions, start, key=lambda m: m.span.start), len(mentions)):
        if mentions[i].span.start >= end:
            return
        yield mentions[i]


def _due_dates(state: Reading, text: str, start: int, end: int) -> list[Mention]:
    """Return the mentions that begin in `[start, end)` and can be a deadline."""
    return [m for m in _between(state, start, end) if is_due(state, text, m)]


def is_due(state: Reading, text: str, mention: Mention) -> bool:
    """Tell whether a date can be a deadline: not past, not a beginning, not what something is compared with."""
    if mention.kind not in {MentionKind.DATE, MentionKind.PERIOD} or mention.end_date is None:
        return False
    if mention.bound is Bound.FROM or mention.rule in PAST_RULES:
        return False
    if counts_from_unsure_day(state, mention):
        return False
    floor = earliest_deadline(state)
    if floor and mention.end_date < floor:
        return False
    if LOOKING_BACK.match(mention.span.cut(text)):
        return False
    if _comes_every_year(state, text, mention):
        return False
    before = text[max(0, mention.span.start - 6) : mention.span.start]
    if _COMPARED_BEFORE.search(before) and mention.rule not in STRETCHES:
        return False
    if mention.rule == "date.within" and not re.search(
        r"(?:^|[，,；;。：:\s]|力争|争取|确保|在|于|用|拟|计划)$", before
    ):
        return False
    if mention.bound is not Bound.BY and _ISSUED_THEN.match(text, mention.span.end):
        return False
    return not _COMPARED_AFTER.match(text, mention.span.end)


def _comes_every_year(state: Reading, text: str, mention: Mention) -> bool:
    """Tell whether a day comes every year: 每年9月底前, or 当年9月底前 with no year that it could mean."""
    words = mention.span.cut(text)
    if _SOME_YEAR.match(words):
        sentence = sentence_around(text, mention.span)
        return not any(m.start_date or m.end_date for m in _between(state, sentence.start, mention.span.start))
    if mention.rule != "date.point" or _NAMED_YEAR.search(words):
        return False
    sentence = sentence_around(text, mention.span)
    times = [m for m in _between(state, sentence.start, mention.span.start) if m.value is None or m.recurrence]
    if times and _SOME_YEAR.match(times[-1].span.cut(text)):
        return _comes_every_year(state, text, times[-1])
    return bool(times) and times[-1].recurrence in {Recurrence.YEAR, Recurrence.SCHOOL_YEAR}


def counts_from_unsure_day(state: Reading, mention: Mention) -> bool:
    """Tell whether 三年内 or 用三年时间 could run from another day than the notice's: that of its plan."""
    start, end = state.header.period_start, state.header.period_end
    several_years = start is not None and end is not None and start.year < end.year
    return mention.rule == "date.taking" or (several_years and mention.rule == "date.within")


def earliest_deadline(state: Reading) -> date | None:
    """Return the first day that can be a deadline of the notice: its own, or the first of its title's period."""
    known = [d for d in (own_day(state.header), state.header.period_start) if d]
    return min(known) if known else None


def as_deadline(text: str, mention: Mention, source: DeadlineSource) -> Deadline:
    """Make a deadline of a date; 秋季 and 秋季学期 are due when they begin, all else on the last day named."""
    assert mention.end_date and mention.grain  # noqa: S101 - asked by is_due
    begins = mention.grain in {Grain.SEASON, Grain.TERM} and mention.rule in STARTS_ONLY
    day = mention.start_date if begins and mention.start_date else mention.end_date
    start = mention.start_date if mention.rule in STRETCHES else None
    lead = _LEADS_DATE.search(text, max(0, mention.span.start - 4), mention.span.start)
    span = Span(lead.start(), mention.span.end) if lead else mention.span
    return Deadline(day, span.cut(text), mention.grain, source, span, start)


def _from_sentence(state: Reading, text: str, span: Span) -> Deadline | None:
    sentence = sentence_around(text, span)
    before = [
        m
        for m in _due_dates(state, text, sentence.start, max(span.end, span.start + 1))
        if m.span.start <= sentence.start + 12 or not closed_bracket(text, m.span.end, span.start)
    ]
    clause = clause_around(text, span)
    if before:
        nearest = before[-1]
        if _starts_anew(state, text, nearest, clause, sentence):
            return None
        alone = _stands_alone(text, nearest, sentence) and nearest.span.end + 2 >= clause.start
        near = nearest.span.start >= clause.start or alone
        return as_deadline(text, nearest, DeadlineSource.CLAUSE if near else DeadlineSource.INHERITED)
    after = _due_dates(state, text, span.end, clause.end)
    return as_deadline(text, after[0], DeadlineSource.CLAUSE) if after else None


def _starts_anew(state: Reading, text: str, mention: Mention, clause: Span, sentence: Span) -> bool:
    """Tell whether a clause that opens with 每年 turns away from a date that an earlier clause had for itself."""
    if mention.span.start >= clause.start or _stands_alone(text, mention, sentence):
        return False
    return any(
        m.recurrence in {Recurrence.YEAR, Recurrence.SCHOOL_YEAR} and m.span.start <= clause.start + 2
        for m in _between(state, clause.start, clause.end)
    )


def _stands_alone(text: str, mention: Mention, sentence: Span) -> bool:
    """Tell whether a date is the whole of its clause: 到2027年，… is the leading word of what follows."""
    clause = clause_around(text, mention.span)
    return len(clause.cut(text).strip()) - len(mention.span.cut(text)) <= 3


def _from_closing_bracket(state: Reading, text: str, span: Span) -> Deadline | None:
    """Read the bracket that ends an item (6月底完成) or its label 完成时限：2025年12月."""
    section = state.section_at(span.start)
    limit = min(section.span.end if section else len(text), span.end + 400)
    line_end = text.find("\n", span.end)
    for mention in _due_dates(state, text, span.end, limit):
        before = text[max(span.end, mention.span.start - 16) : mention.span.start]
        if _DUE_LABEL.search(before):
            return as_deadline(text, mention, DeadlineSource.INHERITED)
        inside = line_end < 0 or mention.span.start < line_end
        after = text[mention.span.end : mention.span.end + 8]
        if (
            inside
            and _CLOSING_BRACKET.search(before)
            and re.match(r"[^，。（(]{0,6}(?:完成|[）)】]|启动|取得|建成)", after)
        ):
            return as_deadline(text, mention, DeadlineSource.INHERITED)
    return None


def governed_span(state: Reading, text: str, mention: Mention) -> Span:
    """Return what a date governs after itself: the rest of its sentence, or of the paragraph of goals that it opens."""
    sentence = sentence_around(text, mention.span)
    end = sentence.end
    if opens_sentence(text, mention) and stands_in_goals(state, text, mention.span):
        line_end = text.find("\n", mention.span.end)
        sections = _sections_up(state, mention.span.start)
        end = min(line_end if line_end >= 0 else len(text), sections[0].span.end)
    later = [m for m in _due_dates(state, text, mention.span.end, end) if m.grain not in {Grain.TERM, Grain.SEASON}]
    if later:
        end = max(mention.span.end, clause_around(text, later[0].span).start)
    return Span(mention.span.start, end)


def stands_in_goals(state: Reading, text: str, span: Span) -> bool:
    """Tell whether the innermost heading over `span` names goals (发展目标, 主要指标)."""
    section = state.section_at(span.start)
    return section is not None and _GOALS.search(section.heading.cut(text)) is not None


def opens_sentence(text: str, mention: Mention) -> bool:
    """Tell whether a date is the first thing its sentence says."""
    return _opens(text, mention, sentence_around(text, mention.span))


# ---------------------------------------------------------------- from above


def _from_lead(state: Reading, text: str, span: Span) -> Deadline | None:
    """Read a sentence that leads the list or the goals in which `span` stands: 到2030年的主要目标是：…."""
    sections = _sections_up(state, span.start)
    top = _back_to_paragraph(text, span.start)
    goal = any(_GOALS.search(s.heading.cut(text)) for s in sections)
    own_start = max(sections[0].heading.start if sections else 0, span.start - 3000)
    for mention in reversed(_due_dates(state, text, own_start, span.start)):
        sentence = sentence_around(text, mention.span)
        if not _opens(text, mention, sentence):
            continue
        same_paragraph = mention.span.start >= top
        colon = "：" in sentence.cut(text) or ":" in sentence.cut(text)
        if (goal and same_paragraph) or (colon and _LEAD_SENTENCE.search(sentence.cut(text))):
            return as_deadline(text, mention, DeadlineSource.INHERITED)
        break
    for section in sections[1:]:
        first_child = next((s.span.start for s in state.sections if s.parent == section.position), section.span.end)
        for mention in reversed(_due_dates(state, text, section.heading.end, min(first_child, span.start))):
            sentence = sentence_around(text, mention.span)
            if _opens(text, mention, sentence) and _LEAD_SENTENCE.search(sentence.cut(text)):
                return as_deadline(text, mention, DeadlineSource.INHERITED)
    return None


def _opens(text: str, mention: Mention, sentence: Span) -> bool:
    """Tell whether a date is the first thing its sentence says."""
    return len(text[sentence.start : mention.span.start].strip(" \u3000")) <= 6


def _back_to_paragraph(text: str, offset: int) -> int:
    return text.rfind("\n", max(0, offset - 3000), offset) + 1


def _sections_up(state: Reading, offset: int) -> list[Section]:
    """Return the sections that hold `offset`, innermost first."""
    found: list[Section] = []
    section = state.section_at(offset)
    while section is not None:
        found.append(section)
        section = state.sections[section.parent] if section.parent is not None else None
    return found


def _from_headings(state: Reading, text: str, span: Span) -> Deadline | None:
    for section in _sections_up(state, span.start):
        if span.start < section.heading.end:
            continue
        due = _due_dates(state, text, section.heading.start, section.heading.end)
        if due:
            return as_deadline(text, due[-1], DeadlineSource.INHERITED)
    return None


def _from_title(state: Reading, text: str, span: Span) -> Deadline | None:
    end = state.header.period_end
    if end is None:
        return None
    clause = clause_around(text, span).cut(text)
    if _STANDING.search(clause) or recurrence_of(state, text, span):
        return None
    start = state.header.period_start
    grain = Grain.YEAR if start and start.year == end.year else Grain.PERIOD
    words = f"{start.year}—{end.year}年" if start and start.year != end.year else f"{end.year}年"
    return Deadline(end, words, grain, DeadlineSource.DOCUMENT)


# ---------------------------------------------------------------- in a table


def _cell_of(state: Reading, span: Span) -> tuple[Table, Cell] | None:
    for table in state.tables:
        if table.span.contains(span):
            for cell in table.cells:
                if cell.span.contains(span):
                    return table, cell
    return None


def _from_table(state: Reading, text: str, span: Span, table: Table, cell: Cell) -> Deadline | None:
    """Read a value's own cell, the head of its column, the first cells of its row, then what stands above the table."""
    own = [m for m in _due_dates(state, text, cell.span.start, cell.span.end) if m.span.start < span.end]
    if own:
        return as_deadline(text, own[-1], DeadlineSource.CLAUSE)
    columns = range(cell.column, cell.column + cell.colspan)
    above = [
        c
        for c in table.cells
        if c.row < cell.row and (c.header or c.row < 3) and any(c.column <= i < c.column + c.colspan for i in columns)
    ]
    left = [c for c in table.cells if c.row == cell.row and c.column < cell.column]
    for other in [*reversed(above), *reversed(left)]:
        due = _due_dates(state, text, other.span.start, other.span.end)
        if due:
            return as_deadline(text, due[-1], DeadlineSource.INHERITED)
    return _from_headings(state, text, span) or _from_title(state, text, span)
