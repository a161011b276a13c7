"""Find actions with a date and no quantity, and the phases of a timetable.

A phase is a line that names a stretch of time and a stage of work (第一阶段：2026年3月—4月，动员部署阶段). An action is a clause
under a date that says what is to be done or reached; where a target was read from the clause, the target says it already.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal

from spacy.language import Language
from spacy.tokens import Doc

from extractors.clause import CLAUSE_SIGNS, sentence_around
from extractors.deadlines import (
    as_deadline,
    counts_from_unsure_day,
    governed_span,
    is_due,
    opens_sentence,
    stands_in_goals,
)
from extractors.lexicon import Entry, Lexicon, load
from extractors.reading import Reading, reading
from extractors.records import (
    Bound,
    Deadline,
    DeadlineSource,
    Evidence,
    Mention,
    MentionKind,
    Milestone,
    Span,
)

LONGEST_ACTION = 120
SHORTEST_ACTION = 4
_LEADING = re.compile(
    r"^(?:[ \u3000、，,：:]|力争|争取|确保|努力|要|我们|于|在|到|至|前|底|以及|并且|并|同时|使|其中|再|则|将|[（(]?[一二三四五六七八九十\d]{1,2}[）)、.．])+"
)
_BEFORE_DATE = re.compile(r"(?:力争|确保|争取|努力|要|于|在|到|至|截至|截止|最迟|不迟于|[ \u3000])+$")
_STAGE = re.compile(r"第[一二三四五六七八九十\d]{1,2}阶段")
_STAGE_NAME = re.compile(r"[^，,。；;：:（）()\n]{2,30}")
_NUMBER = re.compile(
    r"^[ \u3000]*(?:[（(]?[一二三四五六七八九十\d]{1,3}[）)、.．:：]|[①-⑳]|[一二三四五六七八九十]是)[ \u3000]*"
)
_MARK = re.compile(r"[（(]?[ \u3000]*$")


# 今年是规划的开局之年, “十五五”时期在全局中具有重要地位: a time is described, nothing is to be done.
_DESCRIBES = re.compile(
    r"[，, \u3000]{0,2}(?:[^，。；\n]{0,20})?(?:是[^，。；：:\n]{0,40}(?:之年|时期|阶段|一年|五年)|具有)|[^，。；\n]{0,60}的(?:关键|重要)"
)
_NAMED_GOALS = re.compile(r"[^，。；：:\n]{0,30}(?:目标|指标|任务)(?:是|为|[：:])")
# 形成以甲为主、乙为辅，丙、丁的体系 is one action over the comma: its object comes last.
_OPEN_VERB = re.compile(
    r"(?:形成|构建|建立|建成|打造|健全|完善|探索出|走出)(?![^，]*(?:体系|制度|机制|格局|模式|局面|生态|网络|平台|道路))"
)
_OBJECT_LAST = re.compile(
    r"[，,][^，,。；;：:\n]{2,60}的[^，,。；;：:\n]{0,20}(?:体系|制度|机制|格局|模式|局面|生态|网络|平台|道路)(?=[，,。；;：:\n]|$)"
)


class MilestoneWords(Entry, frozen=True):
    """Words that make a dated clause an action (`doing`), a state at its end (`reaching`), or neither (`telling`)."""

    role: Literal["doing", "reaching", "telling"]
    words: tuple[str, ...]


class MilestoneLexicon(Lexicon, frozen=True):
    """`lexicons/milestone_words.yaml`."""

    entries: tuple[MilestoneWords, ...]


@cache
def words(role: str) -> re.Pattern[str]:
    """Return the pattern of all words of a role; those of `reaching` stand at the end of a clause."""
    known = sorted(
        {w for e in load("milestone_words", MilestoneLexicon).entries if e.role == role for w in e.words},
        key=lambda w: (-len(w), w),
    )
    return re.compile(f"(?:{'|'.join(map(re.escape, known))})" + ("$" if role == "reaching" else ""))


@cache
def _thoroughly() -> re.Pattern[str]:
    """Return the pattern of something done wholly: 基本实现, 全面完成."""
    return re.compile(rf"(?:基本|全面|初步|普遍|总体|整体|率先|如期|全部)(?:{words('doing').pattern})")


@Language.component("duibiao_milestones")
def milestones(doc: Doc) -> Doc:
    """Fill `milestones`."""
    state = reading(doc)
    state.milestones = find_milestones(state, doc.text)
    return doc


def find_milestones(state: Reading, text: str) -> tuple[Milestone, ...]:
    """Return the milestones of a notice in text order; sections, mentions and targets must have been found."""
    found: list[Milestone] = []
    taken = sorted((t.quote for t in state.targets), key=lambda s: (s.start, s.end))
    last = 0
    for mention in state.mentions:
        if mention.kind not in {MentionKind.DATE, MentionKind.PERIOD} or mention.span.start < last:
            continue
        if phase := _phase(state, text, mention):
            found.append(phase)
            last = phase.quote.end
            continue
        due = is_due(state, text, mention) or counts_from_unsure_day(state, mention)
        if not due or _in_heading(state, mention.span):
            continue
        for milestone in _actions(state, text, mention, taken):
            found.append(milestone)
            last = max(last, milestone.quote.end)
    return tuple(sorted(found, key=lambda m: (m.quote.start, m.quote.end)))


# ---------------------------------------------------------------- phases


def _phase(state: Reading, text: str, mention: Mention) -> Milestone | None:
    """Read a phase: its name before its date in brackets, or after 第一阶段：date."""
    if mention.end_date is None or mention.bound is Bound.FROM:
        return None
    line = Span(text.rfind("\n", 0, mention.span.start) + 1, _line_end(text, mention.span.end))
    sentence = sentence_around(text, mention.span)
    before = text[max(line.start, sentence.start) : mention.span.start]
    stage = _STAGE.search(before)
    if stage and len(before) - stage.end() <= 3:
        name = _STAGE_NAME.search(text, mention.span.end, sentence.end)
        if name:
            start = max(line.start, sentence.start) + stage.start()
            return _made(state, text, mention, Span(start, name.end()), Span(*name.span()), "milestone:phase")
    opened = before.rstrip(" \u3000")
    closes = re.match(r"[ \u3000]*[）)]", text[mention.span.end : mention.span.end + 3])
    if not (opened.endswith(("（", "(")) and closes):
        return None
    title = opened[:-1]
    number = _NUMBER.match(title)
    name_at = Span(
        mention.span.start - len(before) + (number.end() if number else 0),
        mention.span.start - len(before) + len(title.rstrip()),
    )
    named = name_at.cut(text)
    in_heading = _in_heading(state, mention.span)
    if not ("阶段" in named or (in_heading and number)) or not SHORTEST_ACTION <= len(named) <= 40 or "。" in named:
        return None
    return _made(state, text, mention, Span(name_at.start, mention.span.end + closes.end()), name_at, "milestone:phase")


def _line_end(text: str, offset: int) -> int:
    end = text.find("\n", offset)
    return len(text) if end < 0 else end


def _in_heading(state: Reading, span: Span) -> bool:
    section = state.section_at(span.start)
    return section is not None and section.heading.contains(span)


# ---------------------------------------------------------------- actions


@dataclass(frozen=True, slots=True)
class _Clause:
    span: Span
    first: bool


def _actions(state: Reading, text: str, mention: Mention, taken: Sequence[Span]) -> Iterator[Milestone]:
    """Yield what the clauses under a date say is to be done: the first that says so, and those that go on in its manner."""
    zone = governed_span(state, text, mention)
    if _DESCRIBES.match(text, mention.span.end, zone.end):
        return
    goals = _among_goals(state, text, mention)
    for clause in _clauses(text, mention, zone):
        action = _action_in(text, clause, mention, state, taken, goals=goals)
        if action is None:
            continue
        quote = Span(min(clause.span.start, action.start), action.end)
        if clause.first:
            quote = Span(_with_lead(text, mention.span.start), action.end)
        source = DeadlineSource.CLAUSE if clause.first else DeadlineSource.INHERITED
        yield _made(state, text, mention, quote, action, "milestone:action", source)


def _among_goals(state: Reading, text: str, mention: Mention) -> bool:
    """Tell whether a date leads goals: under a heading of goals, 到2030年，… or 今年的主要预期目标是：…"""
    if not opens_sentence(text, mention):
        return stands_in_goals(state, text, mention.span)
    return (
        mention.bound is Bound.BY
        or stands_in_goals(state, text, mention.span)
        or _NAMED_GOALS.match(text, mention.span.end) is not None
    )


def _clauses(text: str, mention: Mention, zone: Span) -> Iterator[_Clause]:
    """Yield the clauses of a zone after its date; the date's own clause, or the one that it leads, is the first."""
    at = mention.span.end
    first = True
    while at < zone.end:
        stop = at
        while stop < zone.end and text[stop] not in CLAUSE_SIGNS:
            stop += 1
        if _OPEN_VERB.search(text, at, stop) and (rest := _OBJECT_LAST.match(text, stop, zone.end)):
            stop = rest.end()
        if text[at:stop].strip():
            yield _Clause(Span(at, stop), first)
            first = False
        at = stop + 1


def _action_in(
    text: str, clause: _Clause, mention: Mention, state: Reading, taken: Sequence[Span], *, goals: bool
) -> Span | None:
    """Return the words of an action in a clause, or None where it has none, or a target has it.

    Among goals a state to be reached (素质全面提升) is enough; elsewhere a later clause must say what is to be done.
    """
    said = clause.span.cut(text)
    lead = _LEADING.match(said)
    start = clause.span.start + (lead.end() if lead else 0)
    span = Span(start, start + len(text[start : clause.span.end].rstrip()))
    action = span.cut(text)
    if not SHORTEST_ACTION <= len(action) <= LONGEST_ACTION or _overlaps(span, taken):
        return None
    if words("telling").search(action) or action.endswith(("的", "时")):
        return None
    if _has_other_date(state, span, mention):
        return None
    if clause.first:
        return span if words("doing").search(action) or words("reaching").search(action) else None
    if goals and words("reaching").search(action):
        return span
    return span if words("doing").match(action) or _thoroughly().search(action) else None


def _has_other_date(state: Reading, span: Span, mention: Mention) -> bool:
    i = bisect_left(state.mentions, span.start, key=lambda m: m.span.start)
    while i < len(state.mentions) and state.mentions[i].span.start < span.end:
        other = state.mentions[i]
        if other is not mention and other.kind in {MentionKind.DATE, MentionKind.PERIOD}:
            return True
        i += 1
    return False


def _with_lead(text: str, offset: int) -> int:
    lead = _BEFORE_DATE.search(text, max(0, offset - 6), offset)
    return lead.start() if lead else offset


def _overlaps(span: Span, others: Sequence[Span]) -> bool:
    i = bisect_left(others, span.start, key=lambda s: s.start)
    near = others[max(0, i - 4) : i + 1]
    return any(span.overlaps(other) for other in near)


def _made(
    state: Reading,
    text: str,
    mention: Mention,
    quote: Span,
    action: Span,
    rule: str,
    source: DeadlineSource = DeadlineSource.CLAUSE,
) -> Milestone:
    unsure = counts_from_unsure_day(state, mention)
    deadline: Deadline | None = None if unsure else as_deadline(text, mention, source)
    section = state.section_at(quote.start)
    evidence = [Evidence("action", action), Evidence("deadline", (deadline and deadline.span) or mention.span)]
    if deadline and deadline.start:
        evidence.append(Evidence("start_date", mention.span))
    return Milestone(
        quote,
        action.cut(text),
        rule,
        start_date=deadline.start if deadline else None,
        deadline=deadline,
        section=section.position if section else None,
        evidence=tuple(evidence),
    )
