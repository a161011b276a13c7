"""Find actions with a date and no quantity, and the phases of a timetable.

A phase is a line that names a stretch of time and a stage of work (第一阶段：2026年3月—4月，动员部署阶段). An action is
a clause under a date that says what is to be done or reached; what a target says already is not said again.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from spacy.language import Language
from spacy.tokens import Doc

from extractors.clause import CLAUSE_SIGNS, clause_around, line_around, sentence_around
from extractors.clause_holds import counts, has_other_date
from extractors.doers import HANDS_IN, MAKES, somebody_does, who_and_what, who_before_date
from extractors.due_dates import as_deadline, counts_from_unsure_day, is_due, opens_sentence
from extractors.governing import governed_span, stands_in_goals
from extractors.led_aims import items_below, later_sentences
from extractors.mentions import own_day
from extractors.milestone_words import words
from extractors.reading import Reading, reading
from extractors.records import Deadline, Evidence, Mention, Milestone
from extractors.span import Span
from extractors.task_milestones import find_task_milestones
from extractors.vocabulary import Bound, DeadlineSource, Grain, MentionKind

LONGEST_ACTION = 120
SHORTEST_ACTION = 4
SHORTEST_NAME = 2
LONGEST_ITEM = 400
_LEADING = re.compile(
    r"^(?:[ \u3000、，,：:]|力争|争取|确保|努力|要|我们|于|在|到|至|前|底|以及|并且|并|同时|使|其中|再|则|"
    r"[（(]?[一二三四五六七八九十\d]{1,2}[）)、.．])+"
)
_BEFORE_DATE = re.compile(r"(?:力争|确保|争取|努力|要|于|在|到|至|截至|截止|最迟|不迟于|[ \u3000])+$")
_STAGE = re.compile(r"第[一二三四五六七八九十\d]{1,2}阶段")
_STAGE_NAME = re.compile(r"[^，,。；;：:（）()\n]{2,30}")
_NUMBER = re.compile(
    r"^[ \u3000]*(?:[（(]?[一二三四五六七八九十\d]{1,3}[）)、.．:：]|[①-⑳]|[一二三四五六七八九十]是)[ \u3000]*"
)


# 今年是规划的开局之年, “十五五”时期在全局中具有重要地位: a time is described, nothing is to be done.
_DESCRIBES = re.compile(
    r"[，, \u3000]{0,2}(?:[^，。；\n]{0,20})?(?:是[^，。；：:\n]{0,40}(?:之年|时期|阶段|一年|五年)|具有)"
    # 今年工作的总体要求是：全面贯彻… says in what spirit, not what
    r"|[^，。；：:\n]{0,30}(?:要求|思路|思想|原则|主题|主线|(?<!总)基调)(?:是|为|[：:])"
    r"|[^，。；\n]{0,60}的(?:关键|重要)(?:时期|阶段|一年|五年|节点|期|之年)"
)
# 以…为指导，到2025年，… tells in what spirit a plan is made; its goals follow under their own heading.
_GUIDED = re.compile(r"(?<=以)[^。；\n]{2,80}为指导[，,、]")
_DUE_IN_BRACKET = re.compile(r"(?:(?:完成|整改|办理|办结)?(?:时限|时间|期限)[:：]?|于|在)?$")
_DONE_IN_BRACKET = re.compile(r"[^，,。；;（()）\n]{0,4}(?:完成|取得[^，,。；;（()）\n]{0,8}成效|启动|建成|[）)]$)")
_PROGRESS = re.compile(r"取得[^，,。；;（()）\n]{0,8}(?:成效|进展)[^，,。；;（()）\n]{0,8}")
# 通过问卷方式, 按照要求, 以应用为导向 say how; 通过验收 is something done. 竣工的建筑 is a thing.
_MANNER = re.compile(
    r"通过(?!.*(?:验收|评估|审核|认定|考核|督导|评审|复核|检查|认证|命名|达标|立法|表决))"
    r"|按照?|以(?!上|下|内)|对标|本着|采取|采用|适时|除|紧紧围绕|围绕|坚持|依托|依据|根据|结合|针对|聚焦|立足|瞄准|充分利用|充分发挥"
    r"|所有|每[个所县村镇名家]"  # said of all, a target in words if anything
    r"|(?:竣工|建成|完成|新建|开工|投产|实施|通过|新增|认定|形成)的"
)
_NAMED_GOALS = re.compile(r"[^，。；：:\n]{0,30}(?:目标|指标|任务)(?:是|为|[：:])")
# 形成以甲为主、乙为辅，丙、丁的体系 is one action over the comma: its object comes last.
_OPEN_VERB = re.compile(
    r"(?:形成|构建|建立|建成|打造|健全|完善|探索出|走出)(?![^，]*(?:体系|制度|机制|格局|模式|局面|生态|网络|平台|道路))"
)
_OBJECT_LAST = re.compile(
    r"[，,][^，,。；;：:\n]{2,60}的[^，,。；;：:\n]{0,20}(?:体系|制度|机制|格局|模式|局面|生态|网络|平台|道路)(?=[，,。；;：:\n]|$)"
)


# 群众满意度持续居于前列: how far, or on and on, makes a state to be reached of a clause that a year leads.
_DEGREE = re.compile("持续|更加|明显|显著|稳步|进一步|大幅|不断")
# 今后五年 and “十五五”期间 are for what is ahead, though they may have begun.
_AHEAD = {"date.coming-years", "date.five-year-plan"}
# 9月至12月 is a time set for something, not the time that runs.
_WITHIN_A_YEAR = {"date.months-range", "date.days-range"}


@Language.component("duibiao_milestones")
def milestones(doc: Doc) -> Doc:
    """Fill `milestones`."""
    state = reading(doc)
    state.milestones = find_milestones(state, state.text)
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
        due = is_due(state, text, mention) or _within_a_plan(state, mention)
        if not due or _in_heading(state, text, mention.span):
            continue
        for milestone in _actions(state, text, mention, taken):
            found.append(milestone)
            last = max(last, milestone.quote.end)
    found += find_task_milestones(state, text, [*taken, *(m.quote for m in found)])
    return tuple(sorted(found, key=lambda m: (m.quote.start, m.quote.end)))


# ---------------------------------------------------------------- phases


def _phase(state: Reading, text: str, mention: Mention) -> Milestone | None:
    """Read a phase: its name before its date in brackets, or after 第一阶段：date."""
    if mention.end_date is None or mention.bound is Bound.FROM:
        return None
    line = line_around(text, mention.span)
    sentence = sentence_around(text, mention.span)
    before = text[max(line.start, sentence.start) : mention.span.start]
    stage = _STAGE.search(before)
    if stage and len(before) - stage.end() <= 3:
        name = _STAGE_NAME.search(text, mention.span.end, sentence.end)
        if name:
            start = max(line.start, sentence.start) + stage.start()
            return _made(state, text, mention, (Span(start, name.end()), Span(*name.span())), "milestone.phase")
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
    timed = mention.kind is MentionKind.PERIOD or mention.grain in {Grain.MONTH, Grain.DAY, Grain.QUARTER, Grain.HALF}
    if not SHORTEST_NAME <= len(named) <= 40 or any(sign in named for sign in "。》；") or words().naming.search(named):
        return None
    if not timed or not ("阶段" in named or (number and _in_heading(state, text, mention.span))):
        return None
    return _made(
        state, text, mention, (Span(name_at.start, mention.span.end + closes.end()), name_at), "milestone.phase"
    )


def _in_heading(state: Reading, text: str, span: Span) -> bool:
    """Tell whether a date stands in a heading; an item whose first sentence has clauses (1.建立平台，6月底前…) has none."""
    section = state.section_at(span.start)
    if section is None or not section.heading.contains(span):
        return False
    return "，" not in section.heading.cut(text)


# ---------------------------------------------------------------- actions


@dataclass(frozen=True, slots=True)
class _Dated:
    """A date with what it governs; `goals` tells that it leads goals, `strict` that it names no time to finish by."""

    mention: Mention
    zone: Span
    goals: bool
    strict: bool


def _actions(state: Reading, text: str, mention: Mention, taken: Sequence[Span]) -> Iterator[Milestone]:
    """Yield what the clauses under a date say is to be done: the first that says so, and those that go on like it."""
    if bracket := _closing_bracket(text, mention):
        own = _PROGRESS.match(
            text, mention.span.end
        )  # （6月底取得阶段性成效）, of an item whose clauses are all targets
        if item := _item_before(state, text, bracket, taken):
            yield _made(state, text, mention, (Span(item.start, mention.span.end), item), "milestone.bracket")
        elif own:
            yield _made(
                state, text, mention, (Span(mention.span.start, own.end()), Span(*own.span())), "milestone.bracket"
            )
        return
    zone = governed_span(state, text, mention)
    if _GUIDED.search(text, sentence_around(text, mention.span).start, mention.span.start):
        return
    if _DESCRIBES.match(text, mention.span.end, zone.end):
        return
    goals = _among_goals(state, text, mention)
    dated = _Dated(mention, zone, goals, strict=not goals and _names_running_time(state, text, mention))
    first = True
    for clause in _clauses(text, zone.start + len(mention.span.cut(text)), zone.end):
        action = _action_in(state, text, clause, dated, first=first)
        if first and action is None:
            action = _clause_with_date_inside(state, text, clause, mention)
        if action and not _overlaps(action, taken):
            lead = min(_with_lead(text, mention.span.start), action.start)
            quote = Span(lead, action.end) if first else action
            source = DeadlineSource.CLAUSE if first else DeadlineSource.INHERITED
            yield _made(state, text, mention, (quote, action), "milestone.action", source)
        first = False
        if _within_a_plan(state, mention):
            return
    for action in _led_beyond(state, text, _Dated(mention, zone, goals=True, strict=False)):
        if not _overlaps(action, taken):
            yield _made(state, text, mention, (action, action), "milestone.action", DeadlineSource.INHERITED)


def _led_beyond(state: Reading, text: str, dated: _Dated) -> Iterator[Span]:
    """Yield what a date leads beyond its sentence: items under it, and states fully reached in later sentences."""
    for item in items_below(state, text, dated.mention):
        for clause in _clauses(text, item.start, item.end):
            if action := _action_in(state, text, clause, dated, first=False):
                yield action
    for sentence in later_sentences(state, text, dated.mention):
        for clause in _clauses(text, max(sentence.start, dated.zone.end), sentence.end):
            action = _action_in(state, text, clause, dated, first=False)
            if action and words().reached.search(action.cut(text)):
                yield action


def _within_a_plan(state: Reading, mention: Mention) -> bool:
    """Tell whether 三年内 stands in a plan of several years: the action is sure, the day is not."""
    return mention.rule == "date.within" and counts_from_unsure_day(state, mention)


def _names_running_time(state: Reading, text: str, mention: Mention) -> bool:
    """Tell whether a date only names the year or plan that runs when the notice is issued (今年, 2021—2025年)."""
    if mention.bound is Bound.BY or mention.grain not in {Grain.YEAR, Grain.PERIOD} or mention.rule in _WITHIN_A_YEAR:
        return False
    if mention.rule in _AHEAD and text[mention.span.end : mention.span.end + 1] in {"，", ","}:
        return False
    if _BEFORE_DATE.search(text, max(0, mention.span.start - 6), mention.span.start):
        return False
    today = own_day(state.header)
    if (
        today is None
    ):  # 2018年，开展试点 in a notice that does not say when it was issued: the year leads what is to be done
        return mention.grain is not Grain.YEAR or not text.startswith("，", mention.span.end)
    return mention.start_date is None or mention.start_date <= today


def _among_goals(state: Reading, text: str, mention: Mention) -> bool:
    """Tell whether a date leads goals: under a heading of goals, 到2030年，… or 今年的主要预期目标是：…."""
    if not opens_sentence(text, mention):
        clause = clause_around(text, mention.span)
        before = _BEFORE_DATE.sub("", text[clause.start : mention.span.start])
        leads = mention.bound is Bound.BY and mention.grain is Grain.YEAR and clause.end == mention.span.end
        return (leads and not before.strip()) or stands_in_goals(state, text, mention.span)
    return (
        mention.bound is Bound.BY
        or stands_in_goals(state, text, mention.span)
        or _NAMED_GOALS.match(text, mention.span.end) is not None
    )


def _clauses(text: str, start: int, end: int) -> Iterator[Span]:
    """Yield the clauses of a stretch; a comma in brackets, or before the object of an open verb, divides nothing."""
    at = start
    while at < end:
        stop, depth = at, 0
        while stop < end and (depth > 0 or text[stop] not in CLAUSE_SIGNS):
            depth = max(0, depth + (text[stop] in "（(") - (text[stop] in "）)"))
            stop += 1
        if _OPEN_VERB.search(text, at, stop) and (rest := _OBJECT_LAST.match(text, stop, end)):
            stop = rest.end()
        if text[at:stop].strip():
            yield Span(at, stop)
        at = stop + 1


def _action_in(state: Reading, text: str, clause: Span, dated: _Dated, *, first: bool) -> Span | None:
    """Return the words of an action in a clause, or None where it has none.

    Among goals a state to be reached (素质全面提升) is enough; elsewhere a clause must say what is to be done, and a
    year that is only named (今年, “十五五”时期) wants something completed, since 今年加强… is a manner of work.
    """
    lead = _LEADING.match(text[clause.start : clause.end])
    start = clause.start + (lead.end() if lead else 0)
    span = Span(start, start + len(text[start : clause.end].rstrip()))
    action = span.cut(text)
    if not SHORTEST_ACTION <= len(action) <= LONGEST_ACTION or action.endswith(("的", "时", "后", "下", "上")):
        return None
    known = words()
    if known.telling.search(action) or _MANNER.match(action) or action.count("“") != action.count("”"):
        return None
    if has_other_date(state, span, dated.mention) or counts(state, text, span):
        return None
    ends_line = span.end >= len(text) or text[span.end] in "\n\t"
    leads = dated.mention.bound is Bound.BY or text[dated.mention.span.end : dated.mention.span.end + 1] in {"，", ","}
    reaches = dated.goals and (leads or not first) and known.reaching.search(action)
    reaches = reaches or (
        dated.goals and leads and (known.reached.search(action) or (first and _DEGREE.search(action)))
    )
    loosely = (first and not dated.strict) or (dated.goals and dated.mention.bound is Bound.BY)
    if (known.doing if loosely else known.completing).match(action) or reaches or (first and HANDS_IN.match(action)):
        return span
    if ends_line or (known.naming.search(action) and not known.wholly.search(action)):
        return None
    if first and not dated.strict and (known.completing.search(action) or somebody_does(action) or MAKES.match(action)):
        return span
    return span if known.wholly.search(action) else None


def _clause_with_date_inside(state: Reading, text: str, rest: Span, mention: Mention) -> Span | None:
    """Return a whole clause whose verb alone follows its date: 申报指南于6月底前发布."""
    verb = rest.cut(text).strip()
    clause = clause_around(text, mention.span)
    whole = Span(clause.start + len(clause.cut(text)) - len(clause.cut(text).lstrip()), rest.end)
    short = len(verb) < SHORTEST_ACTION and words().doing.fullmatch(verb)
    spoken = mention.span.start - whole.start >= SHORTEST_ACTION and not words().telling.search(whole.cut(text))
    return whole if short and spoken and not counts(state, text, whole) else None


def _closing_bracket(text: str, mention: Mention) -> int | None:
    """Return where the bracket opens that ends an item with its date (6月底完成，…), or None."""
    near = max(0, mention.span.start - 12)
    opened = max(text.rfind(sign, near, mention.span.start) for sign in "（(")
    if opened < 0 or not _DUE_IN_BRACKET.match(text[opened + 1 : mention.span.start]):
        return None
    return opened if _DONE_IN_BRACKET.match(text, mention.span.end) else None


def _item_before(state: Reading, text: str, bracket: int, taken: Sequence[Span]) -> Span | None:
    """Return the words of the item that a bracket closes: its first clause that says what is to be done."""
    line = line_around(text, Span(bracket, bracket)).start
    section = state.section_at(bracket)
    start = max(line, section.span.start if section else 0, bracket - LONGEST_ITEM)
    number = _NUMBER.match(text[start:bracket])
    for clause in _clauses(text, start + (number.end() if number else 0), bracket):
        words_of_clause = clause.cut(text)
        said = words_of_clause.strip()
        if not SHORTEST_ACTION <= len(said) <= LONGEST_ACTION or _MANNER.match(said):
            continue
        at = clause.start + len(words_of_clause) - len(words_of_clause.lstrip())
        span = Span(at, at + len(said))
        if not (_overlaps(span, taken) or counts(state, text, span)):
            return span
    return None


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
    where: tuple[Span, Span],
    rule: str,
    source: DeadlineSource = DeadlineSource.CLAUSE,
) -> Milestone:
    quote, said = where
    subject, action = (None, said) if rule == "milestone.phase" else who_and_what(text, said)
    if subject is None and quote.start <= mention.span.start < action.start:
        subject = who_before_date(text, quote.start)
    unsure = counts_from_unsure_day(state, mention)
    deadline: Deadline | None = None if unsure else as_deadline(text, mention, source)
    start = deadline.start if deadline else None
    if rule == "milestone.phase" and mention.bound is Bound.IN:
        start = mention.start_date  # a phase of one month begins with it
    section = state.section_at(quote.start)
    evidence = [Evidence("action", action), Evidence("deadline", (deadline and deadline.span) or mention.span)]
    if start:
        evidence.append(Evidence("start_date", mention.span))
    if subject:
        evidence.append(Evidence("subject", subject))
    return Milestone(
        quote,
        action.cut(text),
        rule,
        subject=subject.cut(text) if subject else None,
        start_date=start,
        deadline=deadline,
        section=section.position if section else None,
        evidence=tuple(evidence),
    )
