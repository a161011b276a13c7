"""Read totals that a sentence divides among places, or over years: 新建100公里，其中甲市60公里、乙市40公里; 其中2024年40公里、2025年60公里.

Each part is a target of its place, or due in its year, for what the total is of. Read clause by clause the place itself would pass
for what is measured. A task without a number may be divided too: 各县造林任务：甲县2万亩，乙县3万亩.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from extractors.deadlines import deadline_of
from extractors.due_dates import as_deadline, is_due
from extractors.mentions import own_day
from extractors.reading import Reading
from extractors.records import Evidence, Mention, Target
from extractors.span import Span
from extractors.tables.captions import task_of
from extractors.tables.keys import is_place, is_total
from extractors.tables.times import title_deadline
from extractors.targets.clauses import sentences
from extractors.targets.exclude import Past
from extractors.targets.values import frame
from extractors.vocabulary import Comparator, DeadlineSource, MentionKind

RULE = "target.split"
RULE_YEAR = "target.split-year"
COUNTED = frozenset({MentionKind.QUANTITY, MentionKind.PERCENT})
KEY = re.compile(
    r"""(?: 其中 | 分别[为是]? | 包括 | 任务 | 目标 | 计划 | 指标 )? [：:，,]? \s*
        (?P<key> [\u4e00-\u9fff]{2,12}? ) \s* (?: [：:]? (?: 任务 | 完成 | 新增 | 新建 | 建设 )? (?: 为 | 达到 | 达 )? )
        (?P<sign> 不低于 | 不少于 | 不超过 | 至少 | 约 )? \Z""",
    re.VERBOSE,
)
"""What stands between the last separator and a number: a place, and at most a word that leads over to the number."""

DONE_IN = re.compile(
    r"\s*(?:[前底末]|年底前)?\s*(?:计划)?(?:完成|新增|新建|建设|建成|改造|实施|安排|达到?|为|新开工|开工)?\s*(?:不低于|不少于|不超过|至少|约)?\Z"
)
"""What may stand between a year and its number."""

BEFORE_YEAR = re.compile(r"(?:[、，,；;（(：:]|其中|到|至|分别)\s*\Z")
TIMES = frozenset({MentionKind.DATE, MentionKind.PERIOD})
KIND_OF = re.compile(
    r"[国省市县]家?级|示范|试点|达标|先进|重点|特色|产业|工业|创新|美丽|文明|模范|标准|新型|国有|集体|现代|生态|贫困|脱贫|边境|民族|中心|一般|规模|智慧|农村|城市|农业|物流|科技"
)
"""Words of a kind of place (国家级示范县10个): no place by itself, whatever it ends in."""

SEPARATOR = re.compile(r"[、，,；;：:（(。！？!?\n]")
JOINS = re.compile(r"\s*(?:以上|以下|左右)?\s*(?:[、，,；;]|和|及|与|以及)?\s*\Z")
OPENS = re.compile(
    r"""(?: 以上 | 以下 | 左右 | 的? (?: 目标 | 任务 ) )? \s* [，,；;：:（(]? \s*
        (?: 其中 | 包括 | 具体为? | (?: 任务 )? 分解 (?: 到 | 为 | 如下 )? | 各 [市县区地州] [^，。；：\d]{0,8} [为是]? )?
        [：:，,]? \s* (?: 其中 )? \Z""",
    re.VERBOSE,
)
"""What may stand between a total and its first part."""

LEAD = re.compile(
    r"(?P<task>[^，。；：\n]{2,40}?(?:任务|目标|指标|计划)(?:数|分解|分配|安排)?)(?:如下|分别[为是]|[为是])?[：:，,]?\s*\Z"
)
LEAST = 2
LONGEST_LEAD = 60  # characters before the first part in which the task is named


@dataclass(frozen=True, slots=True)
class Part:
    """One place, or the sum at the end, with its number; or one year (`when`), with its."""

    key: Span
    mention: Mention
    when: Mention | None = None

    @property
    def span(self) -> Span:
        """The words of the part."""
        return self.key.cover(self.mention.span)


def with_splits(state: Reading, text: str, found: Sequence[Target]) -> list[Target]:
    """Return the targets of the prose with those of divided totals in place of what was read of their parts."""
    past = Past(state, text, own_day(state.header))
    kept = [_of_place(state, target) for target in found]
    for run in _runs(state, text):
        whole = run[0].span.cover(run[-1].span)
        inside = [t for t in kept if whole.contains(t.quote)]
        total = _total(text, run, [t for t in kept if t not in inside])
        if total is not None:
            parts = _by_year(state, text, run, total) if run[0].when else _parts(text, run, total)
        else:
            parts = [] if run[0].when else _under_task(state, text, run, past)
        if parts:
            kept = [_own_time(state, t, whole) if t is total else t for t in kept if t not in inside] + parts
    return sorted(kept, key=lambda t: t.quote)


def _runs(state: Reading, text: str) -> Iterator[list[Part]]:
    """Yield the runs of two or more places (or years), each with a number, all in one unit; a sum may end one of places."""
    run: list[Part] = []
    time: Mention | None = None
    for mention in state.mentions:
        if mention.kind in TIMES:
            time = mention
        if mention.kind not in COUNTED or mention.value is None:
            continue
        floor = run[-1].mention.span.end if run else 0
        part = _part(text, mention, floor) or _year(text, mention, time, floor)
        goes_on = (
            part is not None
            and bool(run)
            and part.mention.unit == run[-1].mention.unit
            and (part.when is None) == (run[-1].when is None)
            and JOINS.match(text[run[-1].mention.span.end : part.key.start]) is not None
        )
        if part is None or not goes_on:
            if _is_run(text, run):
                yield run
            run = []
        if part is not None:
            run.append(part)
    if _is_run(text, run):
        yield run


def _is_run(text: str, run: Sequence[Part]) -> bool:
    if run and run[0].when is not None:
        return len({part.when.end_date for part in run if part.when}) == len(run) >= LEAST
    places = {part.key.cut(text) for part in run if not is_total(part.key.cut(text))}
    sums = [i for i, part in enumerate(run) if is_total(part.key.cut(text))]
    return len(places) >= LEAST and len(places) + len(sums) == len(run) and sums in ([], [len(run) - 1])


def _part(text: str, mention: Mention, floor: int) -> Part | None:
    """Return the place whose number a mention is; None where anything else stands before it."""
    start = max(floor, mention.span.start - LONGEST_LEAD)
    breaks = [m.end() for m in SEPARATOR.finditer(text, start, mention.span.start)]
    for low in reversed([start, *breaks][-2:]):
        match = KEY.fullmatch(text, low, mention.span.start)
        words = match["key"] if match else ""
        if match and ((is_place(words) and not KIND_OF.search(words)) or is_total(words)):
            return Part(Span(*match.span("key")), mention)
    return None


def _year(text: str, mention: Mention, time: Mention | None, floor: int) -> Part | None:
    """Return the year whose number a mention is; None where other words stand between them, or before the year."""
    if time is None or time.span.start < floor or time.span.end > mention.span.start:
        return None
    if not DONE_IN.match(text[time.span.end : mention.span.start]):
        return None
    opens = BEFORE_YEAR.search(text, max(floor, time.span.start - 6), time.span.start) or time.span.start == floor
    return Part(time.span, mention, time) if opens else None


def _total(text: str, run: Sequence[Part], found: Sequence[Target]) -> Target | None:
    """Return the target that stands directly before the run and is in its unit."""
    before = [t for t in found if t.quote.end <= run[0].key.start and t.unit == run[0].mention.unit]
    last = max(before, key=lambda t: t.quote, default=None)
    return last if last and OPENS.match(text[last.quote.end : run[0].key.start]) else None


def _parts(text: str, run: Sequence[Part], total: Target) -> list[Target]:
    """Make the places' parts of a total: what it measures, when it is due and how firmly is theirs too."""
    due = replace(total.deadline, source=DeadlineSource.INHERITED) if total.deadline else None
    return [
        replace(_of_total(text, part, total), subject=part.key.cut(text), deadline=due)
        for part in run
        if not is_total(part.key.cut(text))
    ]


def _by_year(state: Reading, text: str, run: Sequence[Part], total: Target) -> list[Target]:
    """Make the years' parts of a total; a year that is over sets nothing."""
    made = []
    for part in run:
        if part.when is not None and is_due(state, text, part.when):
            due = replace(as_deadline(text, part.when, DeadlineSource.CLAUSE), text=part.key.cut(text), span=part.key)
            made.append(replace(_of_total(text, part, total), rule=RULE_YEAR, subject=total.subject, deadline=due))
    return made


def _own_time(state: Reading, total: Target, run: Span) -> Target:
    """Take a deadline from a total that it has from its parts: what is to be done by 2025 is not due in the first year."""
    if total.deadline is None or total.deadline.span is None or not run.overlaps(total.deadline.span):
        return total
    evidence = tuple(e for e in total.evidence if e.field != "deadline")
    return replace(total, deadline=title_deadline(state), evidence=evidence)


def _of_total(text: str, part: Part, total: Target) -> Target:
    own = {"value", "unit", "comparator", "deadline"} | ({"subject"} if part.when is None else set())
    return replace(
        _target(text, part, total.indicator),
        recurrence=total.recurrence,
        change=total.change,
        modality=total.modality,
        section=total.section,
        evidence=(*_evidence(part), *(e for e in total.evidence if e.field not in own)),
    )


def _under_task(state: Reading, text: str, run: Sequence[Part], past: Past) -> list[Target]:
    """Make the parts of a task that is named before them without a number; nothing where it lies in the past."""
    start = max(0, run[0].key.start - LONGEST_LEAD)
    lead = LEAD.search(text, start, run[0].key.start)
    if lead is None:
        return []
    task = task_of(lead["task"], state.gazetteer)
    around = [s for s in sentences(text, start, run[-1].span.end) if s.span.contains(run[0].span)]
    if len(task) < LEAST or any(past.is_past(sentence) for sentence in around):
        return []
    made = []
    for part in run:
        section = state.section_at(part.key.start)
        target = replace(
            _target(text, part, task),
            subject=part.key.cut(text),
            deadline=deadline_of(state, text, part.mention.span),
            section=section.position if section else None,
            evidence=_evidence(part),
        )
        made.append(replace(target, subject=None) if is_total(part.key.cut(text)) else target)
    return made


def _target(text: str, part: Part, indicator: str) -> Target:
    seen = frame(text, part.key.end, part.mention, part.mention.span.end + 4)
    return Target(
        quote=Span(part.key.start, seen.end),
        indicator=indicator,
        rule=RULE,
        value=part.mention.value,
        value_max=part.mention.value_max,
        comparator=Comparator.RANGE if part.mention.value_max is not None else seen.comparator or Comparator.EQUAL,
        unit=part.mention.unit,
    )


def _evidence(part: Part) -> tuple[Evidence, ...]:
    value = part.mention.value_span or part.mention.span
    unit = [Evidence("unit", part.mention.unit_span)] if part.mention.unit_span else []
    return (Evidence("deadline" if part.when else "subject", part.key), Evidence("value", value), *unit)


def _of_place(state: Reading, target: Target) -> Target:
    """Make the place the subject of what 甲、乙节能量分别达到… was read to measure: 甲节能量."""
    if target.rule != "target.distributed" or target.subject is not None:
        return target
    place, end = state.gazetteer.leading(target.indicator)
    rest = target.indicator[end:]
    if place is None or len(rest) < LEAST or rest.startswith("级"):
        return target  # 国家级 is a grade
    return replace(target, subject=target.indicator[:end], indicator=rest)
