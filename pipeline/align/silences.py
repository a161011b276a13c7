"""Say who does not answer a target from above, and where it was searched for.

Absent is not the same as delegated (按省下达任务执行), nor as a government of which the corpus holds no document on the field.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from rapidfuzz import fuzz, process

from pipeline.align.comparable import Code, NotComparable, Verdict, compare
from pipeline.align.facts import DocumentFact, TargetFact
from pipeline.align.groups import keys_of
from pipeline.align.load import Government
from pipeline.align.topics import fields_of, is_general, share_a_subject, speaks_of
from pipeline.align.wording import read_wording, squeezed, without_deed


class State(StrEnum):
    """Why there is no answer."""

    ABSENT = "searched and absent"
    DELEGATED = "delegated"
    NO_DOCUMENT = "no document in corpus"


@dataclass(frozen=True, slots=True)
class Silence:
    """A target that a government below does not answer; `misses` are the ids of the targets that come nearest."""

    upper: TargetFact
    jurisdiction: str
    state: State
    searched: tuple[str, ...] = ()
    misses: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Voice:
    """A document of a lower government: its targets by key, what it delegates, and what it promises without a number."""

    document: DocumentFact
    targets: Mapping[str, Sequence[TargetFact]]
    delegated: tuple[str, ...]
    actions: tuple[str, ...]


DELEGATION = re.compile(
    r"""(?: 完成 | 按照? | 执行 | 落实 | 达到 | 以 )
        [^。；;]{0,8}
        (?: 上级 | 国家 | 中央 | 省 | 市 | 区 | 自治区 )
        [^。；;]{0,8}
        (?: (?: 下达 | 设定 | 确定 | 规定 | 分解 | 核定 )
                [^。；;]{0,6} (?: 指标 | 任务 | 目标 | 标准 | 计划 | 数 | 执行 | 为准 )
          | 统一 (?: 部署 | 安排 ) )
      | (?: 符合 | 达到 ) (?: 上级 | 国家 | 省 | 市 | 自治区 ) (?: 规定 | 要求 )""",
    re.VERBOSE,
)
"""The words with which a value is left to the government above."""

WAY_OF_MEASURING = re.compile(r"(?:覆盖率|达标率|完成率|比率|占比|率|面积|长度|人数)$")
"""What a clause that delegates leaves out: it names the deed, not how it is measured."""

AROUND = 60
"""How far from those words the indicator may stand: in the clause, or in the row of a table."""

CLAUSE_ENDS = ("。", "；", ";", "\n\n")

STILL_AN_ANSWER = frozenset(
    {Code.PART_OF_WHOLE, Code.LEVEL_CHANGE, Code.RECURRENCE, Code.NO_VALUE, Code.NO_DIRECTION, Code.INTERIM}
)
"""Refusals that leave the target answered, though not in figures that compare."""

NAMED = 4
"""Characters of an indicator that must stand together before a clause can be said to name it."""

ENOUGH = 3
"""Targets of one document on one field that another must answer to be a document on that field, whatever its title."""

MISSES = 3
NEAR = 55.0
"""How alike (0 to 100) a wording must be to be named a near miss."""


def voice(document: DocumentFact, targets: Iterable[TargetFact], text: str, actions: Iterable[str]) -> Voice:
    """Make ready one document of a lower government for searching."""
    by_key: dict[str, list[TargetFact]] = defaultdict(list)
    for target in targets:
        for key in keys_of(target):
            by_key[key].append(target)
    windows = (_clause(text, hit.start(), hit.end()) for hit in DELEGATION.finditer(text))
    return Voice(document, by_key, tuple(map(_flat, windows)), tuple(map(_flat, actions)))


def _clause(text: str, start: int, end: int) -> str:
    """Return the clause (or the row of a table) round the words of delegation, without what stands beside it."""
    before, after = text[max(0, start - AROUND) : start], text[end : end + AROUND]
    for mark in CLAUSE_ENDS:
        before, after = before.rpartition(mark)[2], after.partition(mark)[0]
    return before + text[start:end] + after


def silences(
    uppers: Sequence[TargetFact],
    voices: Mapping[str, Sequence[Voice]],
    places: Mapping[str, Government],
    cited: Collection[tuple[str, str]],
    allotted: Collection[str],
    lined_up: Mapping[tuple[str, str], str],
) -> Iterator[Silence]:
    """Yield the silences on each target, for every government below that has any document in the corpus.

    That it has none on the matter is only told of those directly below: what a county lacks, its city is asked for.
    `voices` are the documents of each government; `cited` holds (citing, cited) pairs of documents; `allotted` are the
    targets set for one place by name, which are nobody else's to answer (allocations tell whether that place does);
    `lined_up` gives for (upper target, lower document) the lower target lined up with it.
    """
    below: dict[str, list[str]] = defaultdict(list)
    for code in sorted(voices):
        for above in places[code].above if code in places else ():
            below[above].append(code)
    answering = _answering(uppers, voices, below) | set(lined_up)
    related = _related(uppers, answering)
    for upper in uppers:
        for code in below[upper.document.jurisdiction or ""] if upper.id not in allotted else ():
            searched = _searched(voices[code], upper, cited, related)
            if any((upper.id, v.document.id) in answering for v in searched or voices[code]):
                continue
            if searched:
                elsewhere = (lined_up.get((upper.id, v.document.id)) for v in voices[code])
                yield _absent(upper, code, searched, tuple(filter(None, elsewhere)))
            elif places[code].above[0] == upper.document.jurisdiction:
                yield Silence(upper, code, State.NO_DOCUMENT)


def _absent(upper: TargetFact, code: str, searched: Sequence[Voice], elsewhere: tuple[str, ...]) -> Silence:
    """Return a silence of the documents searched; what other documents of the government say leads the nearest misses."""
    state = State.DELEGATED if any(_delegates(v, upper) for v in searched) else State.ABSENT
    return Silence(upper, code, state, tuple(v.document.id for v in searched), elsewhere + nearest(upper, searched))


def _answering(
    uppers: Sequence[TargetFact], voices: Mapping[str, Sequence[Voice]], below: Mapping[str, Sequence[str]]
) -> set[tuple[str, str]]:
    """Return the pairs of a target and a document below that answers it, in figures that compare or not."""
    found: set[tuple[str, str]] = set()
    for upper in uppers:
        core = _flat(upper.wording.measured)
        for code in below.get(upper.document.jurisdiction or "", ()):
            found.update((upper.id, v.document.id) for v in voices[code] if _answers(v, upper, core))
    return found


def _related(uppers: Iterable[TargetFact], answering: Iterable[tuple[str, str]]) -> set[tuple[str, str, str]]:
    """Return which document below answers enough of a document above on a field: (lower, upper, field).

    Standards are left out: whoever meets a few of them has not set out to meet them all.
    """
    known = {upper.id: upper for upper in uppers if not upper.document.standard}
    times = Counter(
        (by, known[key].document.id, field) for key, by in answering if key in known for field in fields_of(known[key])
    )
    return {found for found, often in times.items() if often >= ENOUGH}


def _searched(
    voices: Sequence[Voice],
    upper: TargetFact,
    cited: Collection[tuple[str, str]],
    related: Collection[tuple[str, str, str]],
) -> list[Voice]:
    """Return the documents in which to look: those on the target's field, else those that answer enough of its document.

    A report or a yearly plan, which goes into nothing, is only asked by its field.
    """
    return [v for v in voices if _on_topic(v.document, upper, cited)] or [
        v
        for v in voices
        if any((v.document.id, upper.document.id, field) in related for field in fields_of(upper))
        and not (v.document.one_year or is_general(v.document))
    ]


def nearest(upper: TargetFact, voices: Sequence[Voice]) -> tuple[str, ...]:
    """Return the ids of the targets worded most like the one that was sought, nearest first."""
    found = list({target.id: target for v in voices for some in v.targets.values() for target in some}.values())
    hits = process.extract(
        squeezed(upper.wording.text),
        [squeezed(target.wording.text) for target in found],
        scorer=fuzz.ratio,
        score_cutoff=NEAR,
        limit=MISSES,
    )
    return tuple(found[at].id for _, _, at in hits)


def _on_topic(document: DocumentFact, upper: TargetFact, cited: Collection[tuple[str, str]]) -> bool:
    """Tell whether the target should be looked for in a document: one that cites it, or speaks of its field in its time."""
    if (document.id, upper.document.id) in cited:
        return True
    if upper.document.standard:
        return share_a_subject(document, upper.document)
    over = upper.deadline is not None and document.begins is not None and upper.deadline < document.begins
    return not over and speaks_of(document, upper) and _same_time(document, upper.document)


def _same_time(lower: DocumentFact, upper: DocumentFact) -> bool:
    """Tell whether the times of two documents meet.

    A lower document without a period speaks of the year it was issued in; an upper one stands from then on, unless it is
    a report or a yearly plan.
    """
    if lower.begins is None or upper.begins is None:
        return False
    stands = upper.period_end is None and not is_general(upper)
    return upper.begins <= _ends(lower) and (stands or lower.begins <= _ends(upper))


def _ends(document: DocumentFact) -> date:
    day = document.period_end or document.issued_on or document.begins or date.min
    return day if document.period_end else day.replace(month=12, day=31)


def _answers(v: Voice, upper: TargetFact, core: str) -> bool:
    if len(core) >= NAMED and any(core in action for action in v.actions):
        return True
    lowers = (lower for key in keys_of(upper) for lower in v.targets.get(key, ()))
    return any(is_answer(compare(lower, upper)) for lower in lowers)


def is_answer(verdict: Verdict | NotComparable) -> bool:
    """Tell whether a target that was compared so answers the one above, in figures that compare or not."""
    return not isinstance(verdict, NotComparable) or verdict.code in STILL_AN_ANSWER


def _delegates(v: Voice, upper: TargetFact) -> bool:
    """Tell whether a clause that leaves a value to the government above names the deed of a target."""
    named = {WAY_OF_MEASURING.sub("", without_deed(_flat(text))) for text in (upper.wording.text, upper.wording.core)}
    return any(len(thing) >= NAMED and thing in window for thing in named for window in v.delegated)


def _flat(text: str) -> str:
    return squeezed(read_wording(text).text) if text else ""
