"""DOC, WPS and RTF: converted to DOCX by LibreOffice where it is installed; without it the notice says what is missing."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path

from extractors.errors import UnreadableNotice
from pipeline.clean.kinds import Kind

SECONDS = 120
SUFFIX = {Kind.DOC: ".doc", Kind.RTF: ".rtf"}
NAME = {Kind.DOC: "a DOC or WPS file", Kind.RTF: "an RTF file"}


def to_docx(raw: bytes, kind: Kind) -> bytes:
    """Convert a file to DOCX, in a folder of its own that is removed afterwards.

    Raises:
        UnreadableNotice: no converter is installed, or it failed or took too long.
    """
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None:
        raise UnreadableNotice(f"{NAME[kind]}: install LibreOffice (soffice) to have it read, or save it as DOCX")
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        source = home / f"notice{SUFFIX[kind]}"
        source.write_bytes(raw)
        profile = (home / "profile").as_uri()
        command = [
            program,
            f"-env:UserInstallation={profile}",
            "--headless",
            "--convert-to",
            "docx",
            "--outdir",
            folder,
            str(source),
        ]
        try:
            subprocess.run(command, check=True, capture_output=True, timeout=SECONDS)  # noqa: S603 - no shell, own file
        except subprocess.TimeoutExpired as error:
            raise UnreadableNotice(f"{NAME[kind]}: LibreOffice took longer than {SECONDS} seconds") from error
        except (subprocess.CalledProcessError, OSError) as error:
            raise UnreadableNotice(f"{NAME[kind]}: LibreOffice could not convert it") from error
        made = source.with_suffix(".docx")
        if not made.exists():
            raise UnreadableNotice(f"{NAME[kind]}: LibreOffice could not convert it")
        return made.read_bytes()
