"""The quality gate: floors that may not silently fall, and the gate itself."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.quality import PINNED, fingerprint, measure, repinned, sunk

FLOORS = {"targets found": 0.9, "targets right": 0.8}


def test_no_measure_lies_below_its_floor() -> None:
    assert sunk(json.loads(PINNED.read_text("utf8"))["floors"], measure()) == []


def test_the_floors_were_pinned_for_this_answer_key() -> None:
    pinned = json.loads(PINNED.read_text("utf8"))
    assert pinned["fingerprint"] == fingerprint(), (
        "the key changed: read the change, then python -m tests.quality --pin"
    )


def test_a_measure_that_fell_is_told() -> None:
    assert sunk(FLOORS, {"targets found": 0.95, "targets right": 0.79}) == ["targets right: 0.79 is below 0.8"]


def test_a_measure_that_is_no_longer_taken_is_told() -> None:
    assert sunk(FLOORS, {"targets found": 0.9}) == ["targets right: None is below 0.8"]


def test_a_gain_raises_the_floor() -> None:
    new = repinned({"floors": FLOORS}, {"targets found": 0.95, "targets right": 0.8}, "key", regression=False)
    assert new == {"fingerprint": "key", "floors": {"targets found": 0.95, "targets right": 0.8}}


def test_a_loss_is_only_pinned_when_that_is_said() -> None:
    worse = {"targets found": 0.5, "targets right": 0.8}
    with pytest.raises(ValueError, match="allow-regression"):
        repinned({"floors": FLOORS}, worse, "key", regression=False)
    assert repinned({"floors": FLOORS}, worse, "key", regression=True)["floors"] == worse


def test_another_key_has_another_fingerprint(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("x", "utf8")
    first = fingerprint(tmp_path)
    (tmp_path / "a.yaml").write_text("y", "utf8")
    assert fingerprint(tmp_path) != first
