"""Every reason not to read a file has its gist in Chinese; one without speaks up here."""

from __future__ import annotations

import re

import pytest

from pipeline.clean import ocr
from pipeline.clean.kinds import Kind, refuse
from pipeline.reasons import OTHER, gist
from tests.conftest import PROJECT

RAISED = re.compile(r"UnreadableNotice\(\s*f?\"([^\"{]{4,})")
"""The beginning of a reason as a program file has it, up to what it fills in."""

WRITTEN = sorted(
    {
        reason
        for path in (PROJECT / "pipeline" / "clean").glob("*.py")
        for reason in RAISED.findall(path.read_text("utf-8"))
    }
)


@pytest.mark.parametrize("reason", WRITTEN)
def test_every_reason_has_a_gist(reason: str) -> None:
    assert gist(reason) != OTHER, f"say in pipeline/reasons.py what {reason!r} is in Chinese"


def test_reasons_are_found() -> None:
    assert len(WRITTEN) > 10


@pytest.mark.parametrize(
    ("reason", "chinese"),
    [
        (ocr.MISSING, "扫描件，需安装 duibiao[ocr]"),
        (ocr.WARNING, "由 OCR 识别，数字请与原件核对"),
        (refuse(Kind.RAR, ".rar"), "此类文件不读取"),
        (refuse(Kind.ZIP, ".pdf"), "内容与文件名的后缀不符"),
        ("same bytes as a.txt, whose records stand for both", "与另一文件相同"),
        ("copy of a.txt: same text", "与另一文件相同"),
        ("reading it took more than 300 seconds", "读取超时"),
        ("reading it ended its process (exit code 1)", "读取时出错"),
        ("unreadable: Permission denied", "读取时出错"),
        ("3 characters could not be decoded as gb18030", "部分字符无法解码"),
        ("编码声明有误", OTHER),
    ],
)
def test_the_gist_of_a_reason(reason: str, chinese: str) -> None:
    assert gist(reason) == chinese
