"""The Makefile: what depends on what, with names as people give them. Nothing is installed here."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parent.parent
pytestmark = pytest.mark.skipif(shutil.which("make") is None, reason="no make on this machine")

FAKE = """#!/bin/sh
echo "$@" >> calls
mkdir -p "$4"
{ [ -n "$FAIL" ] && exit 1; } || touch "$4/policy.db"
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A copy of the project's shell whose `duibiao` only notes its calls."""
    for name in ("Makefile", "pyproject.toml", "requirements.lock"):
        shutil.copy(PROJECT / name, tmp_path)
    (tmp_path / "pipeline").mkdir()
    (tmp_path / "pipeline/a.py").touch()
    (tmp_path / "corpus/sample").mkdir(parents=True)
    (tmp_path / "corpus/sample/notice.txt").write_text("正文。", encoding="utf-8")
    program = tmp_path / ".venv/bin/duibiao"
    program.parent.mkdir(parents=True)
    program.write_text(FAKE)
    program.chmod(0o755)
    (tmp_path / ".venv/.ready").touch()
    return tmp_path


def make(project: Path, *words: str, **env: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["make", *words], cwd=project, capture_output=True, text=True, check=False, env={**os.environ, **env}
    )


def calls(project: Path) -> list[str]:
    path = project / "calls"
    return path.read_text(encoding="utf-8").splitlines() if path.exists() else []


def later(path: Path) -> None:
    """Make a file newer than what was made before."""
    now = time.time_ns()
    os.utime(path, ns=(now, now))


def test_help_lists_every_verb(project: Path) -> None:
    told = make(project).stdout
    verbs = [
        line.split(":")[0] for line in (PROJECT / "Makefile").read_text().splitlines() if ": " in line and "##" in line
    ]
    assert {"extract", "test", "report", "lint", "types"} <= set(verbs)
    assert all(f"make {verb}" in told for verb in verbs if verb)


def test_the_second_extract_does_nothing_and_says_so(project: Path) -> None:
    assert make(project, "extract").returncode == 0
    assert calls(project) == ["extract corpus/sample --out outputs"]
    again = make(project, "extract")
    assert again.returncode == 0
    assert "Nothing to do" in again.stdout
    assert len(calls(project)) == 1


@pytest.mark.parametrize("touched", ["corpus/sample/notice.txt", "pipeline/a.py"])
def test_a_changed_notice_or_program_is_read_again(project: Path, touched: str) -> None:
    make(project, "extract")
    later(project / touched)
    make(project, "extract")
    assert len(calls(project)) == 2


@pytest.mark.parametrize(
    "made", ["corpus/reviews/notice.txt.yaml", "corpus/references/own.csv", "pipeline/templates/a.js"]
)
def test_a_decision_a_standard_and_the_page_are_taken_up(project: Path, made: str) -> None:
    (project / made).parent.mkdir()
    (project / made).touch()
    make(project, "extract")
    assert "Nothing to do" in make(project, "extract").stdout
    later(project / made)
    make(project, "extract")
    assert len(calls(project)) == 2


def test_a_notice_more_or_less_is_read_again(project: Path) -> None:
    make(project, "extract")
    (project / "corpus/sample/new.txt").touch()
    later(project / "corpus/sample")
    make(project, "extract")
    (project / "corpus/sample/notice.txt").unlink()
    later(project / "corpus/sample")
    make(project, "extract")
    assert len(calls(project)) == 3


def test_another_corpus_into_the_same_outputs_is_read(project: Path) -> None:
    shutil.copytree(project / "corpus/sample", project / "other")
    make(project, "extract")
    make(project, "extract", "CORPUS=other")
    assert calls(project) == ["extract corpus/sample --out outputs", "extract other --out outputs"]


def test_a_run_that_failed_is_tried_again(project: Path) -> None:
    assert make(project, "extract", FAIL="1").returncode != 0
    assert make(project, "extract").returncode == 0
    assert len(calls(project)) == 2


@pytest.mark.parametrize(
    "name", ["两 个 空格.txt", "a:b.txt", "50%.txt", "#1.txt", "$x.txt", "《通知》（2）.txt", 'it\'s "q".txt']
)
def test_names_that_make_reads_specially(project: Path, name: str) -> None:
    folder = project / "my notices"
    folder.mkdir()
    (folder / name).touch()
    first = make(project, "extract", "CORPUS=my notices", "OUT=my results")
    assert first.returncode == 0, first.stderr
    assert (project / "my results/policy.db").exists()
    assert "Nothing to do" in make(project, "extract", "CORPUS=my notices", "OUT=my results").stdout
    later(folder / name)
    make(project, "extract", "CORPUS=my notices", "OUT=my results")
    assert len(calls(project)) == 2


def test_a_missing_corpus_is_for_the_program_to_tell(project: Path) -> None:
    make(project, "extract", "CORPUS=nowhere")
    assert calls(project) == ["extract nowhere --out outputs"]


def test_a_machine_without_a_python_is_told_so(project: Path) -> None:
    shutil.rmtree(project / ".venv")
    done = make(project, "setup", "PYTHON=")
    assert done.returncode != 0
    assert "needs Python 3.11 or later" in done.stderr


def test_a_python_without_venv_is_told_so(project: Path) -> None:
    shutil.rmtree(project / ".venv")
    done = make(project, "setup", "PYTHON=false")
    assert done.returncode != 0
    assert "install its venv module" in done.stderr


def test_the_environment_follows_the_lock_file(project: Path) -> None:
    later(project / "requirements.lock")
    assert "pip install" in make(project, "--dry-run", "extract").stdout


def test_the_lock_file_names_every_hash_and_no_host() -> None:
    lock = (PROJECT / "requirements.lock").read_text(encoding="utf-8")
    assert "://" not in lock
    assert "--hash=sha256:" in lock
    assert "--index-url" not in lock
