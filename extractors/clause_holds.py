"""What a clause that could be a milestone holds beside its words: a date of its own, or a quantity, which makes it a target."""

from __future__ import annotations

from extractors.due_dates import between
from extractors.reading import Reading
from extractors.records import Mention
from extractors.span import Span
from extractors.targets.exclude import NAMING, cue
from extractors.vocabulary import Bound, Grain, MentionKind


def has_other_date(state: Reading, span: Span, mention: Mention) -> bool:
    """Tell whether a clause has a date of its own.

    A school term or a feast may name what is done (秋季学期资助), and a time before is compared with (上年度平均水平).
    """
    dates = {MentionKind.DATE, MentionKind.PERIOD}
    named = {Grain.TERM, Grain.SEASON, Grain.SCHOOL_YEAR}
    begins = mention.start_date or mention.end_date
    return any(
        m is not mention
        and m.kind in dates
        and m.bound is not Bound.BY
        and m.grain not in named
        and not (begins and m.end_date and m.end_date < begins)
        for m in between(state, span.start, span.end)
    )


def counts(state: Reading, text: str, span: Span) -> bool:
    """Tell whether a clause holds a quantity outside quotation marks: then it is a target, or told.

    Ranks (二级旧里) and counts that only describe (十个方面) are none.
    """
    return any(
        m.unit is not None
        and m.unit not in NAMING
        and not cue("described").match(text, m.span.end, span.end)
        and text.count("“", span.start, m.span.start) == text.count("”", span.start, m.span.start)
        for m in between(state, span.start, span.end)
    )
