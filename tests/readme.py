"""The commands of the READMEs, run again: `python -m tests.readme` rewrites their outputs, the tests compare them.

A block begins with ```console and a line `$ command`; a command whose quotes are still open goes on over the next lines.
What follows is its output. A line that is only … stands for the rest.
"""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from functools import cache
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
READMES = (PROJECT / "README.md", PROJECT / "README.zh.md")
BLOCK = re.compile(r"^```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)
REST = "…"
LINES = {"diff": 14, "read": 26}
"""How many lines of the output of a long command are shown."""


@dataclass(frozen=True)
class Block:
    """A command of a README and the output that stands under it."""

    command: str
    output: str

    @property
    def words(self) -> list[str]:
        """The command as a shell would split it."""
        return shlex.split(self.command)


def blocks(text: str) -> list[Block]:
    """Return the command blocks of a page."""
    return [cut(match[1]) for match in BLOCK.finditer(text)]


def cut(body: str) -> Block:
    """Cut the body of a block into its command and its output."""
    lines = body.removeprefix("$ ").splitlines()
    count = next(n for n in range(1, len(lines) + 1) if "\n".join(lines[:n]).count('"') % 2 == 0)
    return Block("\n".join(lines[:count]), "\n".join(lines[count:]))


@cache
def run(command: str, outputs: Path) -> str:
    """Run a command of the README with its outputs in another folder, once, and return what it prints, long ones cut."""
    words = given = shlex.split(command)
    if words == ["make", "extract"]:
        words = [sys.executable, "-m", "pipeline.cli", "extract", "corpus/sample", "--out", str(outputs)]
    elif words[0] == ".venv/bin/duibiao":
        words = [sys.executable, "-m", "pipeline.cli", *words[1:]]
    elif words[0] == ".venv/bin/sqlite-utils":
        words = [sys.executable, "-m", "sqlite_utils", *(w.replace("outputs/", f"{outputs}/") for w in words[1:])]
    done = subprocess.run(
        words,
        cwd=PROJECT,
        env=os.environ | {"COLUMNS": "100"},
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert not done.stderr, done.stderr
    printed = [line.rstrip() for line in done.stdout.replace(str(outputs), "outputs").strip("\n").splitlines()]
    shown = LINES.get(given[1], len(printed))
    return "\n".join([*printed[:shown], REST] if len(printed) > shown else printed)


def rewritten(page: str, outputs: Path) -> str:
    """Return a page with the outputs of its commands as they are now; that of make test is written by hand."""

    def again(match: re.Match[str]) -> str:
        block = cut(match[1])
        output = block.output if block.words == ["make", "test"] else run(block.command, outputs)
        return f"```console\n$ {block.command}\n{output}\n```".replace("\n\n```", "\n```")

    return BLOCK.sub(again, page)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        for path in READMES:
            path.write_text(rewritten(path.read_text("utf-8"), Path(folder)), "utf-8")
