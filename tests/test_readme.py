"""The READMEs: their commands are run, their outputs are those of today, their links lead somewhere, both say the same."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.readme import PROJECT, READMES, Block, blocks, run

PAGES = [(path.name, n, block) for path in READMES for n, block in enumerate(blocks(path.read_text("utf-8")))]
BLOCKS = [pytest.param(name, block, id=f"{name}-{n}") for name, n, block in PAGES]
LINK = re.compile(r"\]\((?!http)([^)#]+)\)")
SUMMARY = re.compile(r"\d+ passed(?:, \d+ \w+)*(?:, \d+ warnings?)? in \d+(?:\.\d+)?s(?: \(\d+:\d\d:\d\d\))?")


@pytest.fixture(scope="module")
def fresh(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Outputs of the sample, made by the README's own command."""
    folder = tmp_path_factory.mktemp("readme") / "outputs"
    run("make extract", folder)
    return folder


@pytest.mark.parametrize(("page", "block"), BLOCKS)
def test_a_command_prints_what_stands_under_it(page: str, block: Block, fresh: Path) -> None:
    if block.command == "make test":  # its numbers and its time are those of the day it was pasted
        assert SUMMARY.fullmatch(block.output.splitlines()[-1]), block.output
    else:
        assert run(block.command, fresh) == block.output, f"{page} is out of date: python -m tests.readme"


def test_make_runs_the_commands_that_the_readme_shows() -> None:
    makefile = (PROJECT / "Makefile").read_text("utf-8")
    assert 'duibiao extract "$(CORPUS)" --out "$(OUT)"' in makefile
    assert "CORPUS ?= corpus/sample" in makefile
    assert "OUT ?= outputs" in makefile


@pytest.mark.parametrize(
    "path", [*READMES, PROJECT / "CONTRIBUTING.md", PROJECT / "corpus" / "README.md"], ids=lambda p: p.name
)
def test_links_lead_somewhere(path: Path) -> None:
    missing = [link for link in LINK.findall(path.read_text("utf-8")) if not (path.parent / link).exists()]
    assert missing == []


def test_both_languages_show_the_same() -> None:
    english, chinese = (path.read_text("utf-8") for path in READMES)
    assert english.count("\n## ") == chinese.count("\n## ")
    shown = [
        [re.sub(r'".*"', "", block.command, flags=re.DOTALL) for block in blocks(page)] for page in (english, chinese)
    ]
    assert shown[0] == shown[1]
    assert LINK.findall(english)[1:] == LINK.findall(chinese)[1:]
