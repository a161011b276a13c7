"""DOC, WPS and RTF: converted to DOCX by LibreOffice where it is installed; without it the notice says what is missing.

The converter is given a stranger's file, so it gets a folder and a profile of its own, no macros, no links to follow, no
network where the system can withhold it, and limits of time, memory and disk; what it leaves behind is removed with the folder.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from contextlib import suppress
from functools import cache
from pathlib import Path

from extractors.errors import UnreadableNotice
from pipeline.clean.kinds import NOT_READ, Kind, kind_of
from pipeline.clean.limits import MAX_CONVERT_MEMORY, MAX_CONVERT_SECONDS, MAX_UNPACKED_BYTES

SUFFIX = {Kind.DOC: ".doc", Kind.RTF: ".rtf"}
NAME = {Kind.DOC: "a DOC or WPS file", Kind.RTF: "an RTF file"}
OTHERS = (("Workbook", Kind.XLSX), ("PowerPoint Document", Kind.PPTX))
"""Streams of other files in the container that DOC and WPS files are (OLE)."""
PROGRAMS = ("soffice", "libreoffice")
NO_NETWORK = ("unshare", "--net", "--map-root-user")
SETTINGS = (
    ("Common/Security/Scripting", "MacroSecurityLevel", "3"),
    ("Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("Common/Security/Scripting", "DisableActiveContent", "true"),
    ("Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("Common/Misc", "UseLocking", "false"),
    ("Writer/Content/Update", "Link", "2"),  # never
    ("Writer/Content/Update", "Field", "false"),
)


def converter() -> str | None:
    """Return the path of LibreOffice, or None where it is not installed."""
    return next((found for name in PROGRAMS if (found := shutil.which(name))), None)


def to_docx(raw: bytes, kind: Kind) -> bytes:
    """Convert a file to DOCX.

    Raises:
        UnreadableNotice: no converter is installed, the file is no document or locked, or converting failed or took too long.
    """
    if kind is Kind.DOC:
        _check_document(raw)
    program = converter()
    if program is None:
        raise UnreadableNotice(f"{NAME[kind]}: install LibreOffice (soffice) to have it read, or save it as DOCX")
    with tempfile.TemporaryDirectory(prefix="duibiao-") as name:
        folder = Path(name)
        source = folder / f"notice{SUFFIX[kind]}"
        source.write_bytes(raw)
        _write_profile(folder / "profile")
        _run([*_without_network(), program, *_options(folder, source)], folder, kind)
        made = source.with_suffix(".docx")
        docx = made.read_bytes() if made.is_file() else b""
    if kind_of(docx) is not Kind.DOCX:
        raise UnreadableNotice(f"{NAME[kind]}: LibreOffice could not convert it")
    return docx


def _check_document(raw: bytes) -> None:
    """Tell documents from other files in the same container, by the names of the streams in them.

    Raises:
        UnreadableNotice: it is another one, or locked.
    """

    def holds(stream: str) -> bool:
        return stream.encode("utf-16-le") in raw

    if holds("EncryptedPackage") or (raw[512:514] == b"\xec\xa5" and raw[523:524] and raw[523] & 1):
        raise UnreadableNotice("locked with a password")
    if not holds("WordDocument"):
        other = next((kind for stream, kind in OTHERS if holds(stream)), None)
        raise UnreadableNotice(NOT_READ[other] if other else "a broken DOC or WPS file: no document in it, or cut off")


def _options(folder: Path, source: Path) -> list[str]:
    return [
        f"-env:UserInstallation={(folder / 'profile').as_uri()}",
        "--headless",
        "--norestore",
        "--nolockcheck",
        "--convert-to",
        "docx:MS Word 2007 XML",
        "--outdir",
        str(folder),
        str(source),
    ]


def _write_profile(profile: Path) -> None:
    items = "".join(
        f'<item oor:path="/org.openoffice.Office.{path}"><prop oor:name="{name}" oor:op="fuse"><value>{value}</value></prop></item>'
        for path, name, value in SETTINGS
    )
    user = profile / "user"
    user.mkdir(parents=True)
    (user / "registrymodifications.xcu").write_text(
        f'<?xml version="1.0" encoding="UTF-8"?><oor:items xmlns:oor="http://openoffice.org/2001/registry">{items}</oor:items>',
        encoding="utf-8",
    )


@cache
def _without_network() -> tuple[str, ...]:
    """Return the words that run a command without a network; none where the system does not allow it."""
    if shutil.which(NO_NETWORK[0]) is None:
        return ()
    try:
        tried = subprocess.run([*NO_NETWORK, "true"], check=False, capture_output=True, timeout=20)  # noqa: S603 - own words
    except (OSError, subprocess.TimeoutExpired):
        return ()
    return NO_NETWORK if tried.returncode == 0 else ()


def _limits() -> None:
    import resource  # noqa: PLC0415 - not on Windows

    resource.setrlimit(resource.RLIMIT_AS, (MAX_CONVERT_MEMORY, MAX_CONVERT_MEMORY))
    resource.setrlimit(resource.RLIMIT_FSIZE, (MAX_UNPACKED_BYTES, MAX_UNPACKED_BYTES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _run(command: list[str], folder: Path, kind: Kind) -> None:
    """Run the converter in a session of its own, so that its children end with it.

    Raises:
        UnreadableNotice: it fails or takes too long.
    """
    seen = {name: os.environ[name] for name in ("PATH", "LANG", "LC_ALL") if name in os.environ}
    try:
        process = subprocess.Popen(  # noqa: S603 - no shell, own words, a name of our own for the file
            command,
            cwd=folder,
            env=seen | {"HOME": str(folder), "TMPDIR": str(folder)},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
            preexec_fn=_limits if os.name == "posix" else None,  # noqa: PLW1509 - it only sets limits
        )
    except OSError as error:
        raise UnreadableNotice(f"{NAME[kind]}: LibreOffice could not be started") from error
    try:
        failed = process.wait(MAX_CONVERT_SECONDS)
    except subprocess.TimeoutExpired as error:
        raise UnreadableNotice(f"{NAME[kind]}: LibreOffice took longer than {MAX_CONVERT_SECONDS} seconds") from error
    finally:
        _end(process)
    if failed:
        raise UnreadableNotice(f"{NAME[kind]}: LibreOffice could not convert it")


def _end(process: subprocess.Popen[bytes]) -> None:
    with suppress(ProcessLookupError, PermissionError):  # all of them may have ended
        if os.name == "posix":
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()
    process.wait()
