"""The comparisons and revisions of the teaching corpus against those that its answer key judges."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import msgspec
import pytest

from pipeline import run
from pipeline.diff.changes import Comparison, Kind, Line, compare
from pipeline.diff.sides import ItemKind, from_records
from tests.sample_key import ANSWERS, SAMPLE, Flat, Strict
from tests.test_sample import KEYS, case, judged

COMPARED = {"stricter", "equal", "weaker"}
OF_AGENCIES = {Kind.AGENCY_ADDED, Kind.AGENCY_DROPPED, Kind.LEAD_CHANGED}


class Answer(Strict):
    """A lower target that answers: `in_` is the notice's file name without its ending."""

    in_: str = msgspec.field(name="in")
    quote: str
    value: str
    subject: str | None = None
    deadline: str | None = None
    wording: str = "same"
    known_gap: str | None = None


class NoAnswer(Strict):
    """A lower target that looks like an answer and is none."""

    in_: str = msgspec.field(name="in")
    quote: str
    why: str
    known_gap: str | None = None


class UpperTarget(Strict):
    """A target from above, and what is said of it below."""

    quote: str
    subject: str | None = None
    restated: list[str] = msgspec.field(default_factory=list)
    answers: list[Answer] = msgspec.field(default_factory=list)
    silent: list[str] = msgspec.field(default_factory=list)
    delegated: list[str] = msgspec.field(default_factory=list)
    not_comparable: list[NoAnswer] = msgspec.field(default_factory=list)
    known_gaps: dict[str, str] = msgspec.field(default_factory=dict)


class Upper(Strict):
    """The targets of one notice from above."""

    upper: str
    targets: list[UpperTarget]


class Pair(Strict):
    """A record in two notices, and the classes of change."""

    old: str
    new: str
    changes: list[str]
    known_gap: str | None = None


class Revision(Strict):
    """What a newer notice changes against an older one."""

    old: str
    new: str
    targets: list[Pair]
    new_targets: list[str]
    dropped_targets: list[str]
    who: dict[str, list[str]]
    milestones: list[Pair] = msgspec.field(default_factory=list)
    known_gaps: dict[str, str] = msgspec.field(default_factory=dict)


UPPERS = msgspec.yaml.decode((ANSWERS / "alignments.yaml").read_bytes(), type=list[Upper])
REVISIONS = msgspec.yaml.decode((ANSWERS / "revisions.yaml").read_bytes(), type=list[Revision])
FILES = {Path(name).stem: name for name in KEYS}
PLACES = {stem: KEYS[name].header["place"] for stem, name in FILES.items()}


# ---------------------------------------------------------------- comparisons


class Outcome:
    """The database of the sample, asked in the words of the key."""

    def __init__(self, database: Path) -> None:
        self.db = sqlite3.connect(database)
        self.db.row_factory = sqlite3.Row
        rows = self.db.execute("SELECT id, source_path, text FROM documents")
        self.documents = {Path(row["source_path"]).stem: (row["id"], Flat(row["text"])) for row in rows}

    def targets(self, stem: str, quote: str, subject: str | None = None) -> list[str]:
        """The ids of the targets over a quote of a notice."""
        document, flat = self.documents[stem]
        found = []
        for place in flat.find(quote):
            found += self.db.execute(
                "SELECT id FROM targets WHERE document_id = ? AND quote_start < ? AND quote_end > ?"
                " AND (? IS NULL OR subject LIKE '%' || ? || '%') ORDER BY id",
                [document, place.end, place.start, subject, subject],
            ).fetchall()
        return [row["id"] for row in found]

    def verdicts(self, uppers: list[str], lowers: list[str]) -> list[sqlite3.Row]:
        """The alignments that join targets from above with targets below, comparable ones only."""
        rows = self.db.execute("SELECT * FROM alignments ORDER BY id").fetchall()
        return [
            r
            for r in rows
            if r["reference_target_id"] in uppers and r["target_id"] in lowers and r["value_verdict"] in COMPARED
        ]

    def allotted(self, uppers: list[str], lowers: list[str]) -> list[str]:
        """How targets below stand to the parts of a total that were allotted to them."""
        rows = self.db.execute("SELECT * FROM allocations").fetchall()
        return [r["answer_verdict"] for r in rows if r["target_id"] in uppers and r["answer_target_id"] in lowers]

    def silences(self, uppers: list[str], stem: str) -> set[str]:
        """What is said of a government's silence on targets from above."""
        rows = self.db.execute("SELECT * FROM silences WHERE jurisdiction_code = ?", [PLACES[stem]]).fetchall()
        return {row["state"] for row in rows if row["reference_target_id"] in uppers}


@pytest.fixture(scope="module")
def outcome(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Outcome]:
    found = Outcome(run.extract(SAMPLE, tmp_path_factory.mktemp("sample") / "outputs", workers=1))
    yield found
    found.db.close()


def upper_targets() -> Iterator[tuple[str, UpperTarget]]:
    for upper in UPPERS:
        for target in upper.targets:
            yield upper.upper, target


ANSWERED = [
    case(stem, target, answer, gap=answer.known_gap, name=f"{stem}-{target.quote}-{answer.in_}-{answer.subject}")
    for stem, target in upper_targets()
    for answer in target.answers
]
SPOKEN = [case(*param.values, gap=None, name=str(param.id)) for param in ANSWERED]
SILENT = [
    case(stem, target, lower, state, gap=target.known_gaps.get(lower), name=f"{stem}-{target.quote}-{lower}")
    for stem, target in upper_targets()
    for state, lowers in (("searched and absent", target.silent), ("delegated", target.delegated))
    for lower in lowers
]
FORBIDDEN = [
    case(stem, target, other, gap=other.known_gap, name=f"{stem}-{target.quote}-{other.in_}-{other.quote}")
    for stem, target in upper_targets()
    for other in target.not_comparable
]


@pytest.mark.parametrize(("stem", "target", "answer"), ANSWERED)
def test_an_answer_has_its_verdict(outcome: Outcome, stem: str, target: UpperTarget, answer: Answer) -> None:
    uppers = [i for quote in (target.quote, *target.restated) for i in outcome.targets(stem, quote, target.subject)]
    lowers = outcome.targets(answer.in_, answer.quote, answer.subject)
    assert uppers, "the target from above is not read"
    assert lowers, "the answer is not read"
    rows = outcome.verdicts(uppers, lowers)
    allotted = outcome.allotted(uppers, lowers)
    assert rows or allotted, "they are not lined up"
    assert {row["value_verdict"] for row in rows} | set(allotted) == {answer.value}
    if rows and answer.deadline:
        assert {row["deadline_verdict"] for row in rows} == {answer.deadline}
    assert {row["modality_verdict"] for row in rows} <= {answer.wording}


@pytest.mark.parametrize(("stem", "target", "answer"), SPOKEN)
def test_nobody_who_answers_is_called_silent(outcome: Outcome, stem: str, target: UpperTarget, answer: Answer) -> None:
    if not outcome.targets(answer.in_, answer.quote, answer.subject):
        pytest.skip("the answer is not read")
    silences = outcome.silences(outcome.targets(stem, target.quote, target.subject), answer.in_)
    if silences and answer.known_gap:
        pytest.xfail(answer.known_gap)
    assert not silences


@pytest.mark.parametrize(("stem", "target", "lower", "state"), SILENT)
def test_silence_is_told(outcome: Outcome, stem: str, target: UpperTarget, lower: str, state: str) -> None:
    uppers = outcome.targets(stem, target.quote, target.subject)
    assert uppers, "the target from above is not read"
    assert outcome.silences(uppers, lower) == {state}


@pytest.mark.parametrize(("stem", "target", "other"), FORBIDDEN)
def test_what_only_looks_alike_is_not_compared(
    outcome: Outcome, stem: str, target: UpperTarget, other: NoAnswer
) -> None:
    uppers = outcome.targets(stem, target.quote, target.subject)
    assert not outcome.verdicts(uppers, outcome.targets(other.in_, other.quote))


def test_a_repealed_notice_binds_nobody_who_came_later(outcome: Outcome) -> None:
    (repealed, _), (later, _) = outcome.documents["linlan-plan-2021"], outcome.documents["qingzhe-plan-2023"]
    joined = outcome.db.execute(
        "SELECT count(*) FROM alignments a JOIN targets l ON l.id = a.target_id"
        " JOIN targets u ON u.id = a.reference_target_id WHERE l.document_id = ? AND u.document_id = ?",
        [later, repealed],
    ).fetchone()
    assert joined[0] == 0


def test_a_deadline_before_its_phase_is_a_conflict(outcome: Outcome) -> None:
    document, flat = outcome.documents["qingzhe-plan-2023"]
    place = flat.only("2025年5月底前完成全部自查整改")
    found = outcome.db.execute(
        "SELECT kind FROM findings WHERE document_id = ? AND start < ? AND end > ?", [document, place.end, place.start]
    ).fetchall()
    assert "conflict" in {row["kind"] for row in found}


# ---------------------------------------------------------------- revisions


@cache
def compared(old: str, new: str) -> Comparison:
    sides = [from_records(judged(FILES[stem]).records, stem) for stem in (old, new)]
    return compare(*sides)


def lines_over(revision: Revision, kind: ItemKind, old: str | None, new: str | None) -> list[Line]:
    """The lines of the diff whose records stand over the quotes of the key."""
    found = []
    for line in compared(revision.old, revision.new).lines:
        sides = ((line.old, revision.old, old), (line.new, revision.new, new))
        if all((item is None) == (quote is None) for item, _, quote in sides) and line.item.kind is kind:
            places = [
                any(
                    p.start < item.start + len(item.quote) and item.start < p.end for p in judged(FILES[s]).flat.find(q)
                )
                for item, s, q in sides
                if item is not None and q is not None
            ]
            if all(places):
                found.append(line)
    return found


def kinds(line: Line) -> set[str]:
    return {c.kind.value for c in line.changes if c.kind not in OF_AGENCIES and c.kind is not Kind.UNCHANGED}


CHANGED = [
    case(revision, kind, pair, gap=pair.known_gap, name=f"{revision.new}-{pair.new}")
    for revision in REVISIONS
    for kind, pairs in ((ItemKind.TARGET, revision.targets), (ItemKind.MILESTONE, revision.milestones))
    for pair in pairs
]
CAME_OR_WENT = [
    case(revision, old, new, gap=revision.known_gaps.get(old or new or ""), name=f"{revision.new}-{old or new}")
    for revision in REVISIONS
    for old, new in [*((None, q) for q in revision.new_targets), *((q, None) for q in revision.dropped_targets)]
]
WHO = [
    case(revision, heading, wanted, gap=revision.known_gaps.get(heading), name=f"{revision.new}-{heading}")
    for revision in REVISIONS
    for heading, wanted in revision.who.items()
]


@pytest.mark.parametrize(("revision", "kind", "pair"), CHANGED)
def test_a_change_is_told_as_its_classes(revision: Revision, kind: ItemKind, pair: Pair) -> None:
    lines = lines_over(revision, kind, pair.old, pair.new)
    assert lines, "the two are not seen as one record"
    assert kinds(lines[0]) == set(pair.changes)


@pytest.mark.parametrize(("revision", "old", "new"), CAME_OR_WENT)
def test_what_came_or_went_is_told(revision: Revision, old: str | None, new: str | None) -> None:
    assert lines_over(revision, ItemKind.TARGET, old, new)


@pytest.mark.parametrize(("revision", "heading", "wanted"), WHO)
def test_a_change_of_agencies_is_told(revision: Revision, heading: str, wanted: list[str]) -> None:
    duties = [
        line
        for line in compared(revision.old, revision.new).lines
        if line.item.kind is ItemKind.DUTY and heading in line.item.name + line.item.section
    ]
    assert duties, "no statement of who does it"
    assert {c.kind.value for line in duties for c in line.changes if c.kind in OF_AGENCIES} == set(wanted)


def test_every_class_of_change_occurs_at_least_five_times_in_the_key() -> None:
    named = [c for r in REVISIONS for pair in (*r.targets, *r.milestones) for c in pair.changes or ["unchanged"]]
    named += [c for r in REVISIONS for wanted in r.who.values() for c in wanted]
    named += ["new"] * sum(len(r.new_targets) for r in REVISIONS)
    named += ["dropped"] * sum(len(r.dropped_targets) for r in REVISIONS)
    rare = {kind.value: named.count(kind.value) for kind in Kind if named.count(kind.value) < 5}
    assert set(rare) == {Kind.REDEFINED.value}
