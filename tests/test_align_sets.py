"""Judged sets of notices: a province and its cities on one matter, each set lined up on its own and held against its key.

A set is a file in `gold/alignments/`: the notices, and for each target from above who answers it how, what only looks like an
answer, and who is silent. To add one, write the notices and the key before running the program on them.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from pipeline import run
from tests.conftest import write_notices
from tests.sample_key import SAMPLE, Strict
from tests.test_sample import case
from tests.test_sample_comparisons import Answer, NoAnswer, Outcome, UpperTarget

GOLD = Path(__file__).parent / "gold" / "alignments"
UP = "up"


class JudgedSet(Strict):
    """One file: `notices` by short name, the province's under `up`."""

    about: str
    notices: dict[str, str]
    targets: list[UpperTarget]


SETS = {path.stem: msgspec.yaml.decode(path.read_bytes(), type=JudgedSet) for path in sorted(GOLD.glob("*.yaml"))}
Outcomes = dict[str, Outcome]


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Outcomes]:
    """What the program makes of each set."""
    found = {}
    for name, judged in SETS.items():
        folder = tmp_path_factory.mktemp(name)
        notices = write_notices(folder / "in", {f"{stem}.txt": text for stem, text in judged.notices.items()})
        shutil.copy(SAMPLE / "places.csv", notices)
        found[name] = Outcome(run.extract(notices, folder / "out", workers=1))
    yield found
    for outcome in found.values():
        outcome.db.close()


ASKED = [(name, target) for name, judged in SETS.items() for target in judged.targets]
ANSWERED = [
    case(name, target, answer, gap=answer.known_gap, name=f"{name}-{answer.in_}-{answer.quote}")
    for name, target in ASKED
    for answer in target.answers
]
FORBIDDEN = [
    case(name, target, other, gap=other.known_gap, name=f"{name}-{other.in_}-{other.quote}")
    for name, target in ASKED
    for other in target.not_comparable
]
SILENT = [
    case(name, target, stem, gap=target.known_gaps.get(stem), name=f"{name}-{stem}-{target.quote}")
    for name, target in ASKED
    for stem in target.silent
]


@pytest.mark.parametrize(("name", "target", "answer"), ANSWERED)
def test_an_answer_has_its_verdict(outcomes: Outcomes, name: str, target: UpperTarget, answer: Answer) -> None:
    outcome = outcomes[name]
    rows = outcome.verdicts(outcome.targets(UP, target.quote), outcome.targets(answer.in_, answer.quote))
    assert answer.value in {row["value_verdict"] for row in rows}
    if answer.deadline is not None:
        assert answer.deadline in {row["deadline_verdict"] for row in rows}


@pytest.mark.parametrize(("name", "target", "other"), FORBIDDEN)
def test_what_only_looks_alike_is_not_compared(
    outcomes: Outcomes, name: str, target: UpperTarget, other: NoAnswer
) -> None:
    outcome = outcomes[name]
    assert not outcome.verdicts(outcome.targets(UP, target.quote), outcome.targets(other.in_, other.quote)), other.why


@pytest.mark.parametrize(("name", "target", "stem"), SILENT)
def test_silence_is_told(outcomes: Outcomes, name: str, target: UpperTarget, stem: str) -> None:
    outcome = outcomes[name]
    (place,) = outcome.db.execute(
        "SELECT jurisdiction_code FROM documents WHERE id = ?", [outcome.documents[stem][0]]
    ).fetchone()
    uppers = outcome.targets(UP, target.quote)
    rows = outcome.db.execute("SELECT reference_target_id FROM silences WHERE jurisdiction_code = ?", [place])
    assert {row["reference_target_id"] for row in rows} & set(uppers)
