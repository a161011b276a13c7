"""Say who does not answer a target from above, and where it was searched for.

Absent is not the same as delegated (按省下达任务执行), nor as a government of which the corpus holds no document on the field.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from rapidfuzz import fuzz, process

from pipeline.align.comparable import Code, NotComparable, compare
from pipeline.align.facts import DocumentFact, TargetFact
from pipeline.align.groups import key_of
from pipeline.align.load import Government
from pipeline.align.topics import is_general, share_a_subject, speaks_of
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

MISSES = 3
NEAR = 55.0
"""How alike (0 to 100) a wording must be to be named a near miss."""


def voice(document: DocumentFact, targets: Iterable[TargetFact], text: str, actions: Iterable[str]) -> Voice:
    """Make ready one document of a lower government for searching."""
    by_key: dict[str, list[TargetFact]] = defaultdict(list)
    for target in targets:
        by_key[key_of(target)].append(target)
    windows = (_clause(text, hit.start(), hit.end()) for hit in DELEGATION.finditer(text))
    return Voice(document, by_key, tuple(map(_flat, windows)), tuple(map(_flat, actions)))


def _clause(text: str, start: int, end: int) -> str:
    """Return the clause (or the row of a table) round the words of delegation, without what stands beside it."""
    before, after = text[max(0, start - AROUND) : start], text[end : end + AROUND]
    for mark in CLAUSE_ENDS:
        before, after = before.rpartition(mark)[2], after.partition(mark)[0]
    return before + text[start:end] + after


def silences(
    uppers: Iterable[TargetFact],
    voices: Mapping[str, Sequence[Voice]],
    places: Mapping[str, Government],
    cited: Collection[tuple[str, str]],
    allotted: Collection[str],
) -> Iterator[Silence]:
    """Yield the silences on each target, for every government below that has any document in the corpus.

    That it has none on the matter is only told of those directly below: what a county lacks, its city is asked for.
    `voices` are the documents of each government; `cited` holds (citing, cited) pairs of documents; `allotted` are the
    targets set for one place by name, which are nobody else's to answer (allocations tell whether that place does).
    """
    below: dict[str, list[str]] = defaultdict(list)
    for code in sorted(voices):
        for above in places[code].above if code in places else ():
            below[above].append(code)
    for upper in uppers:
        if upper.id in allotted:
            continue
        asking = upper.document.jurisdiction or ""
        for code in below[asking]:
            silence = silence_of(upper, code, voices[code], cited)
            if silence and (silence.state is not State.NO_DOCUMENT or places[code].above[0] == asking):
                yield silence


def silence_of(
    upper: TargetFact, code: str, voices: Sequence[Voice], cited: Collection[tuple[str, str]]
) -> Silence | None:
    """Return one government's silence on one target, None where it answers."""
    searched = [v for v in voices if _on_topic(v.document, upper, cited)]
    if not searched:
        return Silence(upper, code, State.NO_DOCUMENT)
    core = _flat(upper.wording.measured)
    if any(_answers(v, upper, core) for v in searched):
        return None
    state = State.DELEGATED if any(_delegates(v, upper) for v in searched) else State.ABSENT
    return Silence(upper, code, state, tuple(v.document.id for v in searched), nearest(upper, searched))


def nearest(upper: TargetFact, voices: Sequence[Voice]) -> tuple[str, ...]:
    """Return the ids of the targets worded most like the one that was sought, nearest first."""
    found = [target for v in voices for some in v.targets.values() for target in some]
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
    for lower in v.targets.get(key_of(upper), ()):
        verdict = compare(lower, upper)
        if not isinstance(verdict, NotComparable) or verdict.code in STILL_AN_ANSWER:
            return True
    return False


def _delegates(v: Voice, upper: TargetFact) -> bool:
    """Tell whether a clause that leaves a value to the government above names the deed of a target."""
    named = {WAY_OF_MEASURING.sub("", without_deed(_flat(text))) for text in (upper.wording.text, upper.wording.core)}
    return any(len(thing) >= NAMED and thing in window for thing in named for window in v.delegated)


def _flat(text: str) -> str:
    return squeezed(read_wording(text).text) if text else ""
