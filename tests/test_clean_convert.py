"""DOC, WPS and RTF: read where LibreOffice is installed, with nothing of the stranger's file reaching out of its folder."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import docx
import pytest

from extractors.vocabulary import Status
from pipeline.clean import clean, convert

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
WORD = "WordDocument".encode("utf-16-le")
installed = pytest.mark.skipif(convert.converter() is None, reason="LibreOffice (soffice) is not installed")


def word() -> bytes:
    document = docx.Document()
    for text in ("松阳市绿地养护年度方案", "到2025年，绿地率达到38%以上。"):
        document.add_paragraph(text)
    table = document.add_table(3, 3)
    table.style = "Table Grid"
    for row in range(3):
        for column in range(3):
            table.cell(row, column).text = f"格{row}{column}" if (row, column) != (2, 0) else ""
    table.cell(1, 0).merge(table.cell(2, 0))
    document.add_paragraph("落实责任", style="List Number")
    document.add_paragraph("加强督查", style="List Number")
    document.add_paragraph("松阳市绿化局")
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


@pytest.fixture(scope="module")
def old_formats(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The same document as DOC, WPS (a DOC by another name) and RTF."""
    folder = tmp_path_factory.mktemp("old")
    (folder / "notice.docx").write_bytes(word())
    made: dict[str, bytes] = {}
    for suffix in ("doc", "rtf"):
        command = [str(convert.converter()), f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless"]
        command += ["--convert-to", suffix, "--outdir", str(folder), str(folder / "notice.docx")]
        subprocess.run(command, check=True, capture_output=True, timeout=120)
        made[suffix] = (folder / f"notice.{suffix}").read_bytes()
    return made | {"wps": made["doc"]}


@installed
@pytest.mark.slow
@pytest.mark.parametrize(("suffix", "kind"), [("doc", "msword"), ("wps", "msword"), ("rtf", "rtf")])
def test_old_formats_are_read_with_tables_and_numbers(old_formats: dict[str, bytes], suffix: str, kind: str) -> None:
    notice = clean(old_formats[suffix], f"notice.{suffix}")
    assert (notice.status, notice.media_type, notice.method) == (Status.OK, f"application/{kind}", "converted to docx")
    assert notice.text.split("\n") == [
        "松阳市绿地养护年度方案",
        "到2025年，绿地率达到38%以上。",
        "格00\t格01\t格02",
        "格10\t格11\t格12",
        "\t格21\t格22",
        "1.落实责任",
        "2.加强督查",
        "松阳市绿化局",
    ]
    (table,) = notice.tables
    assert [cell.rowspan for cell in table.cells if cell.span.cut(notice.text) == "格10"] == [2]
    assert notice.offsets == (), "no place in the file is known, so none is claimed"


@pytest.fixture
def asked() -> Iterator[tuple[str, list[str]]]:
    """A server of this machine, and what it is asked for."""
    paths: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            paths.append(self.path)
            self.send_response(404)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}", paths
    server.shutdown()
    server.server_close()


@installed
@pytest.mark.slow
def test_a_file_cannot_reach_out(asked: tuple[str, list[str]], tmp_path: Path) -> None:
    address, paths = asked
    (tmp_path / "secret.txt").write_text("SECRET", encoding="ascii")
    fields = [
        rf'INCLUDETEXT "{(tmp_path / "secret.txt").as_uri()}"',
        rf'INCLUDEPICTURE "{address}/picture.png" \\d',
        rf'DDEAUTO "soffice" "{tmp_path}/secret.txt" "a"',
    ]
    linked = "".join(r"{\field{\*\fldinst " + field + r"}{\fldrslt }}" for field in fields)
    raw = r"{\rtf1\ansi{\*\template " + address + r"/a.dot}Before " + linked + r" after\par}"
    notice = clean(raw.encode(), "linked.rtf")
    assert notice.text == "Before after"
    assert paths == []


@installed
@pytest.mark.slow
def test_a_broken_file_says_so(old_formats: dict[str, bytes]) -> None:
    cut = old_formats["doc"][:6000] + WORD
    assert clean(cut, "a.doc").status is Status.FAILED
    deep = clean(b"{\\rtf1 " + b"{" * 200_000 + b"x", "a.rtf")
    assert (deep.status, deep.reason) == (Status.FAILED, "an RTF file: LibreOffice could not convert it")


STREAMS = {
    "Workbook": "an Excel sheet: not read, save it as PDF",
    "PowerPoint Document": "a presentation: not read, save it as PDF",
    "EncryptedPackage": "locked with a password",
    "Nothing": "a broken DOC or WPS file: no document in it, or cut off",
}


@pytest.mark.parametrize("stream", STREAMS)
def test_other_files_in_the_same_container_are_told_apart(stream: str) -> None:
    raw = OLE + bytes(600) + stream.encode("utf-16-le") + bytes(100)
    assert clean(raw, "a.doc").reason == STREAMS[stream]


def test_a_locked_document_says_so() -> None:
    header = b"\xec\xa5" + bytes(8) + b"\x00\x01"
    assert clean(OLE + bytes(504) + header + bytes(200) + WORD, "a.doc").reason == "locked with a password"


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (
            OLE + bytes(600) + WORD,
            "a DOC or WPS file: install LibreOffice (soffice) to have it read, or save it as DOCX",
        ),
        (b"{\\rtf1 a}", "an RTF file: install LibreOffice (soffice) to have it read, or save it as DOCX"),
    ],
)
def test_without_a_converter_the_notice_says_what_is_missing(
    raw: bytes, reason: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shutil, "which", lambda _: None)
    assert clean(raw, "a.doc").reason == reason


def test_what_a_converter_makes_is_read_and_no_place_in_it_claimed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A stand-in for LibreOffice: it gives the same document whatever it is asked to convert."""
    (tmp_path / "made.docx").write_bytes(word())
    stand_in = tmp_path / "soffice"
    stand_in.write_text(f'#!/bin/sh\ncp "{tmp_path}/made.docx" notice.docx\n', encoding="utf-8")
    stand_in.chmod(0o755)
    monkeypatch.setattr(convert, "converter", lambda: str(stand_in))
    notice = clean(b"{\\rtf1 a}", "a.rtf")
    assert (notice.status, notice.media_type, notice.method) == (Status.OK, "application/rtf", "converted to docx")
    assert "绿地率达到38%以上" in notice.text
    assert notice.offsets == ()


def test_a_converter_that_does_not_end_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A stand-in for LibreOffice that starts a child, as the real one does, and never ends."""
    slow, child = tmp_path / "soffice", tmp_path / "child"
    slow.write_text(f"#!/bin/sh\nsleep 60 & echo $! > {child}\nwait\n", encoding="ascii")
    slow.chmod(0o755)
    monkeypatch.setattr(convert, "converter", lambda: str(slow))
    monkeypatch.setattr(convert, "MAX_CONVERT_SECONDS", 1)
    begun = time.monotonic()
    reason = clean(b"{\\rtf1 a}", "a.rtf").reason
    assert reason == "an RTF file: LibreOffice took longer than 1 seconds"
    assert time.monotonic() - begun < 20
    with pytest.raises(ProcessLookupError):
        for _ in range(100):
            os.kill(int(child.read_text(encoding="ascii")), 0)
            time.sleep(0.05)
