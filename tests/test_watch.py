"""What changed since the last run, and why: the source, a rule, or a correction."""

from __future__ import annotations

import json
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import sqlite_utils

from pipeline.diff.runs import Cause, compare_runs
from pipeline.review.corrections import Anchor, Correction, Decision, Review, save
from pipeline.run import extract

PLAN = """云岭县教育局关于印发学前教育工作计划的通知

各乡镇中心校：
    到2025年，全县学前教育毛入园率达到92%。新建公办幼儿园12所。
"""


def watch(folder: Path, out: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "pipeline.cli", "watch", str(folder), "--out", str(out)]
    return subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)


def diff(old: Path, new: Path, form: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "pipeline.cli", "diff", str(old), str(new), "--form", form]
    return subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)


def test_each_change_is_told_with_its_cause(tmp_path: Path) -> None:
    notices, old, new = tmp_path / "notices", tmp_path / "old", tmp_path / "new"
    notices.mkdir()
    for name, county in (("a.txt", "云岭"), ("b.txt", "柳泉"), ("gone.txt", "松溪")):
        (notices / name).write_text(PLAN.replace("云岭", county), "utf8")
    before = extract(notices, old, workers=1)
    (notices / "gone.txt").unlink()
    (notices / "came.txt").write_text(PLAN.replace("云岭", "竹溪"), "utf8")
    (notices / "a.txt").write_text(PLAN.replace("12所", "15所"), "utf8")
    add = Correction(
        decision=Decision.ADD,
        reviewer="LW",
        anchor=Anchor("学前教育毛入园率达到92%"),
        fields={"indicator": "在园幼儿数", "value": "92"},
    )
    save(tmp_path / "reviews", Review(notice="b.txt", corrections=(add,)))
    after = extract(notices, new, workers=1)
    with closing(sqlite_utils.Database(before)) as one, closing(sqlite_utils.Database(after)) as two:
        runs = compare_runs(one, two)
        assert compare_runs(two, two).same
    assert (runs.came, runs.went) == (("came.txt",), ("gone.txt",))
    for form, words in (
        ("text", "人工更正 correction × 1"),
        ("markdown", "*b.txt*"),
        ("json", '"cause": "source"'),
        ("html", "12所"),
    ):
        done = diff(before, after, form)
        assert done.returncode == 1 and words in done.stdout.replace("<del>", "").replace("</del>", ""), (
            form,
            done.stdout,
        )
    assert diff(after, after, "text").returncode == 0
    assert diff(after, tmp_path / "none.db", "text").returncode == 2
    causes = {change.source_path: set(change.causes) for change in runs.changed}
    assert causes == {"a.txt": {Cause.SOURCE}, "b.txt": {Cause.CORRECTION}}


def test_watching_reads_again_and_exits_like_diff(tmp_path: Path) -> None:
    notices, out = tmp_path / "notices", tmp_path / "out"
    notices.mkdir()
    (notices / "a.txt").write_text(PLAN, "utf8")
    assert watch(notices, out).returncode == 2, "there is no run to compare with"
    extract(notices, out, workers=1)
    assert watch(notices, out).returncode == 0
    (notices / "a.txt").write_text(PLAN.replace("92%", "95%"), "utf8")
    done = watch(notices, out)
    assert (done.returncode, done.stdout.splitlines()[0]) == (1, "~ a.txt")
    changes = json.loads((out / "changes.json").read_text("utf8"))
    assert changes["changed"][0]["lines"][0]["cause"] == "source"
    assert "<ins>5</ins>" in (out / "changes.html").read_text("utf8")
