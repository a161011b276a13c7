"""What tests share: a small database made by hand, and a folder of notices that was run once."""

from __future__ import annotations

import io
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, redirect_stderr, redirect_stdout
from pathlib import Path
from unittest import mock

import pytest
import sqlite_utils
from playwright.sync_api import Browser, Page, sync_playwright

from pipeline import cli, report
from tests import house

PROJECT = Path(__file__).resolve().parent.parent
BROWSERS = ("chromium", "chromium-browser", "google-chrome")

NOTICES = {
    "云泽省/行动方案.txt": """云泽省人民政府办公厅关于印发云泽省城市更新行动方案的通知
云政办发〔2021〕7号

各市、县人民政府：
现将《云泽省城市更新行动方案》印发给你们，请认真贯彻执行。

一、主要目标
到2025年，全省城市建成区绿地率达到38%以上，新建口袋公园300个。（省住房城乡建设厅牵头，省财政厅配合）
二、进度安排
2022年6月底前完成摸底调查。

云泽省人民政府办公厅
2021年3月2日
""",
    "青浦口市/实施方案.md": """# 青浦口市城市更新实施方案

根据《云泽省城市更新行动方案》（云政办发〔2021〕7号），制定本方案。

到2024年，全市城市建成区绿地率达到40%以上。
""",
    "空.txt": "",
}

Done = subprocess.CompletedProcess[str]
Duibiao = Callable[..., Done]


@pytest.fixture(scope="session")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database made by hand: see `tests.house`."""
    return house.build(tmp_path_factory.mktemp("house") / "policy.db")


def run_cli(*words: object) -> Done:
    """Run the command line within this process, where the readers are loaded only once."""
    told, complained = io.StringIO(), io.StringIO()
    command = ["duibiao", *map(str, words)]
    code: int | str | None = None
    with redirect_stdout(told), redirect_stderr(complained), mock.patch.object(sys, "argv", command):
        try:
            cli.main()
        except SystemExit as ended:
            code = ended.code
    return Done(command, code if isinstance(code, int) else 0, told.getvalue(), complained.getvalue())


def run_alone(*words: object, **how: object) -> Done:
    """Run the command line as a process of its own."""
    command = [sys.executable, "-m", "pipeline.cli", *map(str, words)]
    settings = {"capture_output": True, "text": True, "timeout": 240, "cwd": PROJECT} | how
    return subprocess.run(command, check=False, **settings)  # type: ignore[call-overload, no-any-return]


@pytest.fixture(scope="session")
def duibiao() -> Duibiao:
    """The command line as a user gives it: words in; exit code, output and complaints out."""
    return run_cli


def write_notices(folder: Path, notices: dict[str, str] = NOTICES) -> Path:
    """Write notices to a folder."""
    for name, text in notices.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


@pytest.fixture(scope="session")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of three notices, one of them empty."""
    return write_notices(tmp_path_factory.mktemp("corpus"))


@pytest.fixture(scope="session")
def outputs(corpus: Path, duibiao: Duibiao, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The outputs of that folder, made once."""
    out = tmp_path_factory.mktemp("run") / "outputs"
    done = duibiao("extract", corpus, "--out", out, "--workers", 1)
    assert done.returncode == 0, done.stderr
    return out


@pytest.fixture(scope="session")
def browser() -> str:
    """The path of a Chromium; tests that need one are skipped without it."""
    path = next((found for name in BROWSERS if (found := shutil.which(name))), None)
    if path is None:
        pytest.skip("no Chromium on this machine")
    return path


@pytest.fixture(scope="session")
def report_path(database: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page of the database made by hand."""
    written = tmp_path_factory.mktemp("page") / "report.html"
    with closing(sqlite_utils.Database(database)) as db:
        report.write(db, written)
    return written


@pytest.fixture(scope="module")
def chromium(browser: str) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=browser, args=["--no-sandbox"])
        yield launched
        launched.close()


@pytest.fixture
def shown(chromium: Browser, report_path: Path) -> Iterator[Page]:
    """The page, opened by a Chinese reader; it fails when the page asks for anything or throws."""
    tab = chromium.new_page(locale="zh-CN")
    trouble: list[str] = []
    tab.on("pageerror", lambda error: trouble.append(str(error)))
    tab.on("console", lambda message: trouble.append(message.text))
    tab.on(
        "request",
        lambda request: (
            trouble.append(request.url)
            if request.url.split(":")[0] != "blob" and request.url.split("#")[0] != report_path.as_uri()
            else None
        ),
    )
    tab.goto(report_path.as_uri())
    yield tab
    tab.close()
    assert trouble == []
