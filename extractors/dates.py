"""Find dates, periods and recurrences in official prose, as they are said: never finer than the words.

What counts from now (今年, 6月底前, 三年内) needs a reference date, the notice's own; without it both days are None. A
month without a year takes the year last named in its sentence, else the reference's. Not dates: 〔2020〕 and other
numbers without 年, ordinals (第3年), durations (5年不少于360学时), intake years but as a beginning (从2018级起).
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from decimal import Decimal

from extractors.date_found import Found, Groups, Now
from extractors.date_grammar import ANY, COMPILED, RULES
from extractors.date_meaning import BUILDERS
from extractors.numerals import FULL_WIDTH, parse_numeral
from extractors.records import Mention
from extractors.span import Span
from extractors.vocabulary import Bound, MentionKind, Recurrence

_SENTENCE_ENDS = re.compile(r"[。！？!?\n]")
_BY = re.compile(r"(?:到|至|截至|截止到?|截至到|止于|不迟于|不晚于|最迟于?|最晚于?)[ \u3000]?(?:了|在|于)?$")
_SINCE = re.compile(r"(?:自|从|始于|自从)$")
_UNITS = {
    "学年": Recurrence.SCHOOL_YEAR,
    "学期": Recurrence.TERM,
    "年": Recurrence.YEAR,
    "年度": Recurrence.YEAR,
    "月": Recurrence.MONTH,
    "周": Recurrence.WEEK,
    "星期": Recurrence.WEEK,
    "天": Recurrence.DAY,
    "日": Recurrence.DAY,
    "工作日": Recurrence.DAY,
}
_MANY_OF = {"季度": (Recurrence.MONTH, 3), "季": (Recurrence.MONTH, 3), "旬": (Recurrence.DAY, 10)}


def find_dates(text: str, reference: date | None) -> list[Mention]:
    """Return every date, period and recurrence of `text` in text order, without overlaps.

    Args:
        text: any text; spans count its characters.
        reference: the notice's own day, from which 今年, 6月底 and 三年内 count.

    >>> text = "到2027年底前建成，每年巡查"
    >>> [(m.span.cut(text), str(m.end_date), str(m.bound)) for m in find_dates(text, None)]
    [('2027年底前', '2027-12-31', 'by'), ('每年', 'None', 'None')]
    """
    plain = text.translate(FULL_WIDTH)
    found: list[Mention] = []
    sentence_year: int | None = None
    last_end = 0
    for match in ANY.finditer(plain):
        rule = RULES[_which(match)][0]
        exact = COMPILED[rule].match(plain, match.start())
        if exact is None:
            continue
        if _SENTENCE_ENDS.search(plain, last_end, exact.start()):
            sentence_year = None
        groups = exact.groupdict()
        span = Span(exact.start(), exact.end())
        if rule.startswith("recurrence"):
            found.append(_recurrence(rule, groups, span))
            continue
        made = BUILDERS[rule](groups, Now(reference, sentence_year))
        if made.refused:
            continue
        last_end = exact.end()
        sentence_year = made.year or sentence_year
        found.append(_mention(rule, made, span, plain))
    return found


def _which(match: re.Match[str]) -> int:
    return int(str(match.lastgroup)[1:])


def _mention(rule: str, made: Found, span: Span, plain: str) -> Mention:
    before = plain[max(0, span.start - 5) : span.start]
    bound = made.bound
    if bound is None or bound is Bound.IN:
        if _BY.search(before):
            bound = Bound.BY
        elif _SINCE.search(before) and made.kind is MentionKind.DATE:
            bound = Bound.FROM
    period = made.period
    if period and bound is Bound.FROM and made.kind is MentionKind.DATE:
        period = replace(period, end=None)
    return Mention(
        made.kind,
        span,
        f"date.{rule}",
        start_date=period.start if period else None,
        end_date=period.end if period else None,
        grain=made.grain,
        bound=bound or Bound.IN,
    )


def _recurrence(rule: str, groups: Groups, span: Span) -> Mention:
    word = groups.get("average")
    unit = word[:1] if word and word.endswith("均") else (word[1:] if word else groups["unit"])
    assert unit is not None  # noqa: S101 - each recurrence rule names a unit
    unit = unit if unit in _UNITS or unit in _MANY_OF else unit.removesuffix("度")
    kind, many = _MANY_OF[unit] if unit in _MANY_OF else (_UNITS[unit], 1)
    every = groups.get("every")
    count = parse_numeral(every) if every else Decimal(1)
    value = (count or Decimal(1)) * many
    if value == Decimal("0.5") and kind is Recurrence.YEAR:
        kind, value = Recurrence.MONTH, Decimal(6)
    return Mention(MentionKind.RECURRENCE, span, f"date.{rule}", recurrence=kind, value=None if value == 1 else value)
