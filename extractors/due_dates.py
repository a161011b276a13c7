"""Which dates can be a deadline: not past, not a beginning, not what something is compared with, not every year's."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from datetime import date

from extractors.clause import clause_around, sentence_around
from extractors.mentions import own_day
from extractors.reading import Reading
from extractors.records import Deadline, Mention
from extractors.span import Span
from extractors.vocabulary import Bound, DeadlineSource, Grain, MentionKind, Recurrence

MOST_BACK = 50
TIMES = {MentionKind.RECURRENCE, MentionKind.DATE, MentionKind.PERIOD}
PAST_RULES = {"date.past-years", "date.years-since", "date.decade"}
# 全年 and 当年 mostly tell of a year gone, 上年度 of one that something is compared with; 年初 looks back too.
LOOKING_BACK = re.compile(r"(?:全年|当年度?|同年|上一?年度?|年初)$")
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
    r"(?:比|较|超过?|高于|低于|以|按|按照|根据|依据|自|从|由|迎接|针对|围绕|对|占|巩固|深化)[ \u3000]?$"
)
_COMPARED_AFTER = re.compile(
    r"[ \u3000]?(?:全[省市县区国])?(?:的)?(?:相比|相较|持平|基础上|水平|为基[数期准]|基[数期]|同期|以来|之后|版|"
    r"修[订正]|数据|统计|预算|决算|级|远景目标)"
)
# 三年内 is a time to do something where it leads; in 毕业三年内的学生 it is not.
_WITHIN_LEADS = re.compile(r"(?:^|[，,；;。：:\s]|力争|争取|确保|在|于|用|拟|计划)$")
# 对2024年新认定的企业给予奖励: the date says whom, not by when.
_SAYS_WHOM = re.compile(
    r"[ \u3000]*(?:[（(]?[一二三四五六七八九十\d]{1,3}[）)、.．])?(?:对于?|凡是?|符合|经|获|首次|上述)"
)
# 2024年印发的意见 tells of a paper; 2024年底前印发 is something to do.
_ISSUED_THEN = re.compile(r"[^，。；\n]{0,6}(?:印发|发布|公布|出台|颁布|下发|召开|制定|修订)[^，。；\n]{0,20}的")
_SOME_YEAR = re.compile(r"(?:当|次|翌|同)年")
_NAMED_YEAR = re.compile(r"\d{4}|[一二][〇零○九][〇零○一二三四五六七八九]{2}|年")
_NOTHING_BEFORE = re.compile(
    r"[ \u3000]*(?:[（(]?[一二三四五六七八九十\d]{1,3}[）)、.．][ \u3000]*|[一二三四五六七八九十]是|——|[●•·]\s*)?"
    r"(?:力争|确保|争取|努力|规划|计划)?(?:到|至|在|于|截至|预计|其中)?[ \u3000]*"
)


def between(state: Reading, start: int, end: int) -> Iterator[Mention]:
    """Yield the mentions that begin in `[start, end)`."""
    mentions = state.mentions
    for i in range(bisect_left(mentions, start, key=lambda m: m.span.start), len(mentions)):
        if mentions[i].span.start >= end:
            return
        yield mentions[i]


def due_dates(state: Reading, text: str, start: int, end: int) -> Iterator[Mention]:
    """Yield the mentions that begin in `[start, end)` and can be a deadline, in text order."""
    return (m for m in between(state, start, end) if is_due(state, text, m))


def last_due_date(state: Reading, text: str, start: int, end: int) -> Mention | None:
    """Return the last mention that begins in `[start, end)` and can be a deadline, or None."""
    return next(due_dates_back(state, text, start, end), None)


def due_dates_back(state: Reading, text: str, start: int, end: int) -> Iterator[Mention]:
    """Yield the mentions that begin in `[start, end)` and can be a deadline, the last first."""
    for i in range(bisect_left(state.mentions, end, key=lambda m: m.span.start) - 1, -1, -1):
        mention = state.mentions[i]
        if mention.span.start < start:
            return
        if is_due(state, text, mention):
            yield mention


def is_due(state: Reading, text: str, mention: Mention) -> bool:
    """Tell whether a date can be a deadline: not past, not a beginning, not what something is compared with."""
    if mention.kind not in {MentionKind.DATE, MentionKind.PERIOD} or mention.end_date is None:
        return False
    if mention.bound is Bound.FROM or mention.rule in PAST_RULES or counts_from_unsure_day(state, mention):
        return False
    floor = earliest_deadline(state)
    if floor and mention.end_date < floor:
        return False
    if mention.grain is Grain.DAY and mention.end_date in _own_days(state):
        return False
    if LOOKING_BACK.match(mention.span.cut(text)) or _comes_every_year(state, text, mention):
        return False
    return not _is_said_of_something_else(text, mention)


def _own_days(state: Reading) -> tuple[date | None, ...]:
    """Return the days on which the notice itself was issued, printed and published."""
    return state.header.issued_on, state.header.printed_on, state.header.published_on


def _is_said_of_something_else(text: str, mention: Mention) -> bool:
    """Tell whether a date says what is compared, which paper is meant, or whom a rule is for, by its neighbours."""
    before = text[max(0, mention.span.start - 6) : mention.span.start]
    if _COMPARED_BEFORE.search(before) and mention.rule not in STRETCHES:
        return True
    if mention.rule == "date.within" and not _WITHIN_LEADS.search(before):
        return True
    if mention.bound is not Bound.BY and _ISSUED_THEN.match(text, mention.span.end):
        return True
    clause = clause_around(text, mention.span)
    if _SAYS_WHOM.match(text, clause.start, mention.span.start) and "的" in text[mention.span.end : clause.end]:
        return True
    return _COMPARED_AFTER.match(text, mention.span.end) is not None


def _comes_every_year(state: Reading, text: str, mention: Mention) -> bool:
    """Tell whether a day comes every year: 每年9月底前, or 当年9月底前 with no year that it could mean."""
    words = mention.span.cut(text)
    some_year = _SOME_YEAR.match(words) is not None
    if not some_year and (mention.rule != "date.point" or _NAMED_YEAR.search(words)):
        return False
    before = _time_before(state, text, mention)
    if some_year:
        return before is None or before.kind is MentionKind.RECURRENCE
    if before is None:
        return False
    if _SOME_YEAR.match(before.span.cut(text)):
        return _time_before(state, text, before) is None
    return before.recurrence in {Recurrence.YEAR, Recurrence.SCHOOL_YEAR}


def _time_before(state: Reading, text: str, mention: Mention) -> Mention | None:
    """Return the date or recurrence named last before a date in its sentence, or None."""
    start = sentence_around(text, mention.span).start
    last = bisect_left(state.mentions, mention.span.start, key=lambda m: m.span.start)
    for other in reversed(state.mentions[max(0, last - MOST_BACK) : last]):
        if other.span.start < start:
            return None
        if other.kind in TIMES:
            return other
    return None


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


def opens_sentence(text: str, mention: Mention) -> bool:
    """Tell whether a date is the first thing its sentence says, and the sentence does not say what the time is."""
    sentence = sentence_around(text, mention.span)
    if not _NOTHING_BEFORE.fullmatch(text, sentence.start, mention.span.start):
        return False
    return not text.startswith("是", mention.span.end)
