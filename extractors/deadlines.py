"""Find the time by which something is due, and whence it is known: clause, earlier clause, heading, title's period.

The nearest date before a value in its own sentence governs it; a date after it only inside the same clause or in the
bracket that closes the item (6月底完成). Failing that a lead sentence, a table's column, a heading; last the title's
period, which yearly duties and standing limits do not take. No deadline is taken from a beginning (从2018级起), from
what a value is compared with (比2020年), or from a time that had passed when the notice was issued.
"""

from __future__ import annotations

import re

from extractors.clause import clause_around, closed_bracket, sentence_around
from extractors.due_dates import as_deadline, between, due_dates, due_dates_back, earliest_deadline
from extractors.governing import cell_of, from_above, from_table
from extractors.reading import Reading
from extractors.records import Deadline, Mention
from extractors.span import Span
from extractors.vocabulary import DeadlineSource, Grain, MentionKind, Recurrence

_CLOSING_BRACKET = re.compile(r"[（(【\[](?:完成|整改|办理|办结|责任)?(?:时限|时间|期限)?[:：]?[^（）()\n]{0,12}?$")
_DONE_BY = re.compile(r"[^，。（()）]{0,6}(?:完成|启动|取得|建成)|[）)】]")
# 三年行动计划（2024—2026）: the years belong to the plan.
_TITLE_BEFORE_BRACKET = re.compile(r"(?:计划|规划|方案|行动|纲要|意见|办法|工程)[”》]?[（(][^（）()]{0,4}\Z")
_OPENS_IN_BRACKET = re.compile(r"[ \u3000]*[（(【]?(?:力争|确保)?(?:到|至|在|于)?")
_DUE_LABEL = re.compile(
    r"(?:(?:完成|整改|办理|办结|工作|推进|落实)?(?:时限|期限)|完成时间|时间节点|时间安排|完成日期|时间要求)"
    r"[:：]?[ \u3000]*$"
)
_STANDING = re.compile(
    r"每|不得|不少于|不低于|不超过|不高于|不小于|不大于|至少|一般|按|以上的|以内|原则上|须|应当|任期|聘期|奖励|奖补|补助|补贴|资助|贴息|给予|最高|封顶|减免|返还|免收|兑现|拨付"
)


def deadline_of(state: Reading, text: str, span: Span) -> Deadline | None:
    """Return the deadline that governs what stands at `span`, or None.

    Args:
        state: the notice as read so far: header, sections, tables and mentions are used.
        text: the text that all spans count.
        span: where the value (or action) stands; its start decides what is before it.
    """
    if due := _from_sentence(state, text, span):
        return due
    if in_cell := cell_of(state, span):
        return from_table(state, text, span, *in_cell) or _from_title(state, text, span)
    return _from_closing_bracket(state, text, span) or from_above(state, text, span) or _from_title(state, text, span)


def recurrence_of(state: Reading, text: str, span: Span) -> Recurrence | None:
    """Return how often what stands at `span` is due, or None: by 每学期 in its clause, or in one that it goes on from.

    每5年 and 每季度 are not one of the recurrences of a record, and give None.
    """
    clause = clause_around(text, span)
    in_clause = [m for m in between(state, clause.start, clause.end) if m.kind is MentionKind.RECURRENCE]
    before = [m for m in in_clause if m.span.start < span.end]
    if in_clause:
        found = before[-1] if before else in_clause[0]
        return found.recurrence if found.value is None else None
    sentence = sentence_around(text, span)
    earlier = [m for m in between(state, sentence.start, clause.start) if m.kind is not None]
    times = [m for m in earlier if m.kind in {MentionKind.RECURRENCE, MentionKind.DATE, MentionKind.PERIOD}]
    dated = any(m.kind in {MentionKind.DATE, MentionKind.PERIOD} for m in between(state, clause.start, span.end))
    if not times or dated or times[-1].kind is not MentionKind.RECURRENCE or times[-1].value is not None:
        return None
    return times[-1].recurrence if _GOES_ON.search(clause.cut(text)) and not _LASTS.search(clause.cut(text)) else None


# What is done again and again, or bounded, goes on under 每学期 of the clause before; a thing built once does not.
_GOES_ON = re.compile(
    r"[0-9一二三四五六七八九十两](?:次|节|场|期|天|小时|学时|课时|节次|人次|篇|轮)|不[低少高大小]于|不超过|至少"
)


_LASTS = re.compile(r"[0-9一二三四五六七八九十两半]个?(?:年|学年|学期|月)(?![度份])")


def _from_sentence(state: Reading, text: str, span: Span) -> Deadline | None:
    clause = clause_around(text, span)
    if whole_year := _from_whole_year(state, text, span, clause):
        return whole_year
    sentence = sentence_around(text, span)
    for nearest in due_dates_back(state, text, sentence.start, max(span.end, span.start + 1)):
        opens = _OPENS_IN_BRACKET.fullmatch(text, sentence.start, nearest.span.start)
        if not opens and closed_bracket(text, nearest.span.end, span.start):
            continue
        if _starts_anew(state, text, nearest, clause, sentence):
            return None
        alone = _stands_alone(text, nearest, sentence) and nearest.span.end + 2 >= clause.start
        near = nearest.span.start >= clause.start or alone
        return as_deadline(text, nearest, DeadlineSource.CLAUSE if near else DeadlineSource.INHERITED)
    for after in due_dates(state, text, span.end, clause.end):
        told = closed_bracket(text, after.span.end, clause.end) and not _DONE_BY.match(text, after.span.end)
        if not told:  # 新建5个（2020年为3个）tells what was
            return as_deadline(text, after, DeadlineSource.CLAUSE)
    return None


def _from_whole_year(state: Reading, text: str, span: Span, clause: Span) -> Deadline | None:
    """Read 全年 in a value's own clause: the year that the notice speaks of, unless it had passed."""
    floor = earliest_deadline(state)
    for mention in between(state, clause.start, span.end):
        if mention.span.cut(text) != "全年" or mention.end_date is None:
            continue
        if floor is None or mention.end_date >= floor:
            return as_deadline(text, mention, DeadlineSource.CLAUSE)
    return None


def _starts_anew(state: Reading, text: str, mention: Mention, clause: Span, sentence: Span) -> bool:
    """Tell whether a clause that opens with 每年 turns away from a date that an earlier clause had for itself."""
    if mention.span.start >= clause.start or _stands_alone(text, mention, sentence):
        return False
    return any(
        m.recurrence in {Recurrence.YEAR, Recurrence.SCHOOL_YEAR} and m.span.start <= clause.start + 2
        for m in between(state, clause.start, clause.end)
    )


def _stands_alone(text: str, mention: Mention, sentence: Span) -> bool:
    """Tell whether a date is the whole of its clause: 到2027年，… is the leading word of what follows."""
    clause = clause_around(text, mention.span)
    return len(clause.cut(text).strip()) - len(mention.span.cut(text)) <= 3


def _from_closing_bracket(state: Reading, text: str, span: Span) -> Deadline | None:
    """Read the bracket that ends an item (6月底完成) or its label 完成时限：2025年12月."""
    section = state.section_at(span.start)
    limit = min(section.span.end if section else len(text), span.end + 400)
    line_end = text.find("\n", span.end, limit)
    for mention in due_dates(state, text, span.end, limit):
        before = text[max(span.end, mention.span.start - 16) : mention.span.start]
        if _DUE_LABEL.search(before):
            return as_deadline(text, mention, DeadlineSource.INHERITED)
        inside = line_end < 0 or mention.span.start < line_end
        after = text[mention.span.end : mention.span.end + 8]
        titled = _TITLE_BEFORE_BRACKET.search(text, max(span.end, mention.span.start - 24), mention.span.start)
        if inside and not titled and _CLOSING_BRACKET.search(before) and _DONE_BY.match(after):
            return as_deadline(text, mention, DeadlineSource.INHERITED)
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
