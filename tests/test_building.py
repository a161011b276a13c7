"""Outputs are swapped in whole; nothing of a run that was killed stays, and nothing of one that works is taken away."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from pipeline.building import beside, swap
from tests.conftest import PROJECT

KILLED = """
import os, signal, sys
from pathlib import Path
from pipeline.building import beside
with beside(Path(sys.argv[1])) as fresh:
    (fresh / "policy.db").write_text("half")
    os.kill(os.getpid(), signal.SIGKILL)
"""


def left(out: Path) -> list[str]:
    return sorted(path.name for path in out.iterdir())


def test_what_was_made_takes_the_place_of_what_was_there(tmp_path: Path) -> None:
    (tmp_path / "report.html").write_text("old")
    with beside(tmp_path) as fresh:
        (fresh / "report.html").write_text("new")
        (fresh / "policy.db").write_text("new")
        assert (tmp_path / "report.html").read_text() == "old"
        swap(fresh, tmp_path, last="policy.db")
    assert left(tmp_path) == ["policy.db", "report.html"]
    assert (tmp_path / "report.html").read_text() == "new"


def test_where_the_work_fails_all_is_as_before(tmp_path: Path) -> None:
    def fail() -> None:
        with beside(tmp_path / "out") as fresh:
            (fresh / "policy.db").write_text("half")
            raise ValueError

    with pytest.raises(ValueError):
        fail()
    assert left(tmp_path) == []


def test_the_next_run_takes_away_what_a_killed_run_left(tmp_path: Path) -> None:
    done = subprocess.run([sys.executable, "-c", KILLED, str(tmp_path)], cwd=PROJECT, check=False, timeout=60)
    assert done.returncode == -signal.SIGKILL
    assert len(left(tmp_path)) == 1
    with beside(tmp_path) as fresh:
        assert left(tmp_path) == [fresh.name]
    assert left(tmp_path) == []


def test_a_run_leaves_the_folder_of_another_alone(tmp_path: Path) -> None:
    with beside(tmp_path) as one, beside(tmp_path) as two:
        assert left(tmp_path) == sorted([one.name, two.name])


def test_a_left_over_that_cannot_be_removed_is_no_trouble(tmp_path: Path) -> None:
    (tmp_path / ".building-link").symlink_to(tmp_path / "nowhere")
    with beside(tmp_path) as fresh:
        assert fresh.is_dir()
