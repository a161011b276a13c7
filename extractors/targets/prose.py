"""Read the targets of a whole notice: sentence by sentence, clause by clause, outside tables, duties and past results."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import replace

from extractors.deadlines import deadline_of, recurrence_of
from extractors.mentions import own_day
from extractors.reading import Reading
from extractors.records import Evidence, Finding, Mention, Target
from extractors.span import Span
from extractors.targets.absolutes import read_absolutes
from extractors.targets.clauses import Clause, Sentence, sentences
from extractors.targets.conditions import led_conditions
from extractors.targets.distribute import is_population
from extractors.targets.doubts import doubts
from extractors.targets.draft import Draft, Memory
from extractors.targets.exclude import Past
from extractors.targets.inside import read_inside
from extractors.targets.modality import aim_over, aspiration
from extractors.targets.objects import note_object, whose_rate
from extractors.targets.phrases import (
    Phrase,
    any_verb,
    area_at_start,
    cut,
    measure_at_end,
    population_ends,
    skip_opening,
)
from extractors.targets.reader import read_clause
from extractors.targets.roles import note_condition
from extractors.targets.tiers import note_tiers, read_tiers
from extractors.vocabulary import MentionKind, Modality, Recurrence, Severity

TIMES = frozenset({MentionKind.DATE, MentionKind.PERIOD})
OUTPUTS = frozenset({"target.output", "target.level", "target.output-list"})
# A clause worth reading holds a numeral or one of the words that stand for all or none.
WORTH = re.compile(
    r"[0-9０-９一二两三四五六七八九十百千万半]|全覆盖|清零|翻番|消除|化解|所有|全部|全[员纳监达普接域面体]"
)
# A row of an indicator table that no table reader could put together again.
ROW = re.compile(r"(?:^|[\s（(])(?:预期性|约束性)(?:$|[\s）)])")
MEAN = re.compile(r"年均|平均")  # a mean over years is no yearly duty
OF_A_MEASURE = re.compile("[%‰/每℃]")
# 年均浓度 and 年均气温 stay part of the measure, even where they are to fall.
OF_AIR = re.compile("^[^，。；]{0,12}(?:浓度|气温|温度|降水)")
LEAD_GOAL = re.compile(r"(?:目标|任务|指标|计划|工作)(?:是|为)?\Z")
# 不足100名学生的村小 sets the condition under which a standard holds.
FEWER_THAN = re.compile(
    r"(?:学生|人数|规模|在校生)?(?:不足|不满|不到|少于|未达到?)[^，。；的]{0,12}\d[^，。；的]{1,12}的"
)
ACTOR = re.compile(
    r"(?:(?:所有|各|每[所个名间家座])[^，。；\d]{1,14}?|[^，。；\d的]{0,8}(?:中小学校?|小学|初中|高中|幼儿园|学校|教师|学生|教研员|企业|机构|单位|部门|教研室))"
    r"(?=坚持|(?<![主重需必])要|应(?![急用届])|须|必须|每|至少|原则上|全部|均|开展|组织|配备|建立|落实|设立|制定)"
)


class ProseReader:
    """Reads one notice; keeps its mentions sorted for fast cutting."""

    def __init__(self, state: Reading, text: str) -> None:
        """Prepare for one notice."""
        self.state, self.text = state, text
        self.mentions = list(state.mentions)
        self.starts = [m.span.start for m in self.mentions]
        self.past = Past(state, text, own_day(state.header))
        self.shut = _shut(state)
        self.shut_starts = [s.start for s in self.shut]
        self.findings: list[Finding] = []

    def read(self) -> list[Target]:
        """Return all targets of the prose in text order."""
        found: list[Target] = []
        for sentence in sentences(self.text):
            past = self.past.is_past(sentence) or ROW.search(sentence.span.cut(self.text))
            if past or self._is_shut(sentence.span) or not WORTH.search(sentence.span.cut(self.text)):
                continue
            found += self._sentence(sentence)
        return found

    def _between(self, start: int, end: int) -> list[Mention]:
        return self.mentions[bisect_left(self.starts, start) : bisect_left(self.starts, end)]

    def _is_shut(self, span: Span) -> bool:
        i = bisect_right(self.shut_starts, span.start) - 1
        return any(s.contains(span) for s in self.shut[max(0, i - 2) : i + 1])

    def _sentence(self, sentence: Sentence) -> list[Target]:
        memory = Memory()
        found: list[Target] = []
        conditions = led_conditions(self.text, sentence.clauses)
        for i, clause in enumerate(sentence.clauses):
            following = sentence.clauses[i + 1] if i + 1 < len(sentence.clauses) else None
            if self._is_shut(clause.span) or self.past.is_past_clause(clause.span):
                memory.clause = clause.span
                continue
            own = self._between(clause.span.start, clause.span.end)
            near = self._between(memory.clause.start if memory.clause else clause.span.start, clause.span.end)
            memory.dates = [m.span for m in near if m.kind in TIMES]
            memory.periods = [m.span for m in near if m.kind is MentionKind.RECURRENCE]
            memory.dated = memory.dated or bool(memory.dates)
            memory.recurring = memory.recurring or bool(memory.periods)
            named = note_condition(self.text, clause, own, memory)
            if named or i in conditions:
                memory.condition, memory.clause = conditions.get(i, memory.condition), clause.span
                if named and memory.condition and memory.condition.start < clause.span.start:
                    memory.grantee = (memory.condition,)  # 投资达到1亿元，且用工不少于40人的，
                continue
            memory.aim = aim_over(self.text, clause, memory.aim)
            drafts: list[Draft] = []
            if WORTH.search(self.text, clause.span.start, clause.span.end):
                self._actor(clause, memory)
                drafts = read_tiers(self.text, clause, own, memory)
                drafts = drafts or read_clause(self.text, clause, own, memory, following)
                drafts += read_inside(self.text, clause, own, memory, drafts)
                drafts = [self._with_context(d, memory, clause) for d in drafts]
                drafts = [self._with_floor(d, memory, clause) for d in drafts]
                if not drafts:
                    drafts = read_absolutes(self.text, clause, memory)
                if not drafts:
                    self.findings += doubts(self.text, clause, own)
            else:
                self._actor(clause, memory)
            memory.topic = () if drafts else self._topic(clause, memory)
            if not drafts and following is not None:
                note_object(self.text, clause, memory)
            if clause.mark in {"：", ":"}:
                self._lead(clause, memory)
                note_tiers(self.text, sentence, clause, memory)
            found += [t for d in drafts if (t := self._target(d, sentence, clause, memory)) is not None]
            memory.clause = clause.span
            memory.goes_on = bool(drafts) and drafts[-1].rule in OUTPUTS
        return found

    def _lead(self, clause: Clause, memory: Memory) -> None:
        """Keep the area of a lead such as 今年全省主要预期目标是：for all that follows."""
        start = skip_opening(self.text, clause.span.start, clause.span.end, memory.dates)
        area = area_at_start().match(self.text, start, clause.span.end)
        if measure_at_end().search(clause.span.cut(self.text)) and clause.span.end - start <= 24:
            memory.lead_measure = (Span(start, clause.span.end),)
        if area and LEAD_GOAL.search(clause.span.cut(self.text)):
            memory.lead = (Span(*area.span()),)

    def _topic(self, clause: Clause, memory: Memory) -> Phrase:
        """Return a clause that only names whom the next one is about: 3000人以上规模的小区，."""
        start = skip_opening(self.text, clause.span.start, clause.span.end, memory.dates)
        span = Span(start, clause.span.end)
        if (
            clause.mark not in {"，", ","}
            or not 2 <= span.end - span.start <= 24
            or any_verb().search(span.cut(self.text))
        ):
            return ()
        described = re.search(r"\d|的", span.cut(self.text))
        return (span,) if described and is_population(self.text, span) else ()

    def _actor(self, clause: Clause, memory: Memory) -> None:
        """Keep who has to act, for duties of later clauses (每所学校至少配备…，每学期至少召开…)."""
        start = skip_opening(self.text, clause.span.start, clause.span.end, memory.dates)
        match = ACTOR.match(self.text, start, clause.span.end)
        if match:
            memory.subject = (Span(*match.span()),)

    def _with_context(self, draft: Draft, memory: Memory, clause: Clause) -> Draft:
        """Give a draft without a subject the one that an earlier clause named, where it goes on."""
        if memory.condition is not None and draft.condition is None:
            draft = replace(draft, condition=memory.condition)
        if draft.subject:
            small = FEWER_THAN.match(self.text, draft.subject[0].start, draft.subject[-1].end)
            if small and draft.condition is None:
                draft = replace(draft, condition=Span(draft.subject[0].start, draft.subject[-1].end))
            return draft
        if memory.topic:
            return replace(draft, subject=memory.topic)
        mean = MEAN.search(self.text, clause.span.start, draft.anchor.start) is not None
        duty = not mean and recurrence_of(self.state, self.text, draft.anchor) is not None
        inner = self.text[clause.span.start : clause.span.start + 3].startswith("其中")
        own = population_ends().match(self.text, draft.indicator[0].start, draft.indicator[0].end)
        whose = own is not None or is_population(self.text, draft.indicator[0])
        if (duty or inner) and memory.subject and not whose:
            return replace(draft, subject=memory.subject)
        if draft.unit in {"%", "‰", "个百分点"} and (named := whose_rate(self.text, draft.indicator, memory)):
            return replace(draft, subject=named)
        if memory.lead and not (inner and whose):
            return replace(draft, subject=memory.lead)
        return draft

    def _with_floor(self, draft: Draft, memory: Memory, clause: Clause) -> Draft:
        """Let 至少 of 每学期至少召开1次家长会 cover 举办1次开放日 of the next clause, which goes on under 每学期."""
        own = any(clause.span.contains(p) for p in memory.periods)
        if draft.rule == "target.output" and draft.comparator_span is not None and memory.recurring:
            memory.floor, memory.floor_span = draft.comparator, draft.comparator_span
            return draft
        goes_on = not own and draft.comparator_span is None and memory.floor is not None
        if goes_on and draft.rule == "target.output" and self._recurrence(draft) is not None:
            return replace(draft, comparator=memory.floor or draft.comparator, comparator_span=memory.floor_span)
        return draft

    def _target(self, draft: Draft, sentence: Sentence, clause: Clause, memory: Memory) -> Target | None:
        indicator = tidy(cut(self.text, draft.indicator))
        if len(indicator) < 2:
            return None
        subject = tidy(cut(self.text, draft.subject)) or None
        evidence = [
            Evidence(name, span)
            for name, span in (
                ("value", draft.value_span),
                ("unit", draft.unit_span),
                ("comparator", draft.comparator_span),
                ("indicator", draft.indicator[0]),
                ("subject", draft.subject[0] if draft.subject else None),
            )
            if span is not None
        ]
        if draft.unsure is not None:
            self.findings.append(
                Finding(
                    "unsure", Severity.WARNING, draft.unsure, draft.quote, {"rule": draft.rule, "indicator": indicator}
                )
            )
        deadline = deadline_of(self.state, self.text, draft.anchor)
        if deadline is not None and deadline.span is not None:
            evidence.append(Evidence("deadline", deadline.span))
        aim = aspiration(self.text, clause.span.start, draft.anchor.end) or (memory.aim.span if memory.aim else None)
        if aim is not None:
            evidence.append(Evidence("modality", aim))
        return Target(
            quote=draft.quote,
            indicator=indicator,
            rule=draft.rule,
            value=draft.value,
            subject=subject,
            comparator=draft.comparator,
            value_max=draft.value_max,
            unit=draft.unit,
            change=draft.change,
            deadline=deadline,
            recurrence=self._recurrence(draft),
            modality=Modality.ASPIRATIONAL if aim is not None else Modality.FIRM,
            condition=draft.condition.cut(self.text) if draft.condition else None,
            absolute=draft.absolute,
            note=draft.note or draft.unsure,
            section=section.position if (section := self.state.section_at(draft.anchor.start)) else None,
            evidence=tuple(evidence),
        )

    def _recurrence(self, draft: Draft) -> Recurrence | None:
        """Return how often a draft is due; 逐年推进 in an earlier clause makes no yearly duty of it.

        年均 is part of the measure in 年均浓度控制在30微克/立方米, and says how often in 年均开发岗位200个.
        """
        found = recurrence_of(self.state, self.text, draft.anchor)
        if found is None:
            return None
        earlier = self._between(max(0, draft.anchor.start - 400), draft.anchor.start)
        times = [m for m in earlier if m.kind is MentionKind.RECURRENCE]
        words = times[-1].span.cut(self.text) if times else ""
        before = bool(times) and times[-1].span.end < draft.quote.start
        measured = draft.unit is not None and OF_A_MEASURE.search(draft.unit) is not None
        own = not times or "，" not in self.text[times[-1].span.end : draft.quote.start]
        what = self.text[times[-1].span.end : draft.anchor.start] if times else ""
        average = words.startswith(("年均", "平均")) and (
            OF_AIR.search(what) is not None or (draft.change is None and (measured or not own))
        )
        return None if (words.startswith("逐") and before) or average else found


ADVERBS = re.compile(r"(?:至少|基本|均|必须|一般|全部|每年)+\Z")


def tidy(words: str) -> str:
    """Take list marks and quotation marks without a partner off the ends of a name."""
    words = ADVERBS.sub("", words.strip("、，,：:的").replace("原则上", "").replace("分别", ""))
    if words.startswith("“") and "”" not in words:
        words = words[1:]
    if words.endswith("”") and "“" not in words:
        words = words[:-1]
    return words


def _shut(state: Reading) -> list[Span]:
    """Return what is not prose: tables, brackets of duties, header lines."""
    spans = [t.span for t in state.tables] + [r.quote for r in state.responsibilities]
    return sorted(spans)


def read_prose(state: Reading, text: str) -> tuple[list[Target], list[Finding]]:
    """Return the targets of a notice's prose and what a reader must know about them."""
    reader = ProseReader(state, text)
    return reader.read(), reader.findings
