"""Tell what a file is by its bytes, whatever its name says."""

from __future__ import annotations

import io
import zipfile
from enum import StrEnum

from extractors.errors import UnreadableNotice
from pipeline.clean.limits import MAX_UNPACKED_BYTES, MAX_XML_BYTES
from pipeline.clean.mhtml import is_mhtml


class Kind(StrEnum):
    """What a file is; the value is its media type."""

    TEXT = "text/plain"
    MARKDOWN = "text/markdown"
    HTML = "text/html"
    MHTML = "multipart/related"
    PDF = "application/pdf"
    DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    DOC = "application/msword"
    RTF = "application/rtf"
    OFD = "application/ofd"
    ZIP = "application/zip"
    RAR = "application/vnd.rar"
    SEVEN_ZIP = "application/x-7z-compressed"
    GZIP = "application/gzip"
    XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    PPTX = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
    IMAGE = "image/*"
    PROGRAM = "application/x-executable"


MAGIC: tuple[tuple[bytes, Kind], ...] = (
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", Kind.DOC),
    (b"{\\rtf", Kind.RTF),
    (b"Rar!\x1a\x07", Kind.RAR),
    (b"7z\xbc\xaf\x27\x1c", Kind.SEVEN_ZIP),
    (b"\x1f\x8b", Kind.GZIP),
    (b"\x89PNG\r\n", Kind.IMAGE),
    (b"\xff\xd8\xff", Kind.IMAGE),
    (b"GIF8", Kind.IMAGE),
    (b"II*\x00", Kind.IMAGE),
    (b"MM\x00*", Kind.IMAGE),
    (b"BM", Kind.IMAGE),
    (b"\x7fELF", Kind.PROGRAM),
    (b"MZ", Kind.PROGRAM),
)
NOT_READ = {
    Kind.ZIP: "a ZIP archive: not read, unpack it",
    Kind.RAR: "a RAR archive: not read, unpack it",
    Kind.SEVEN_ZIP: "a 7z archive: not read, unpack it",
    Kind.GZIP: "a gzip archive: not read, unpack it",
    Kind.XLSX: "an Excel sheet: not read, save it as PDF",
    Kind.PPTX: "a presentation: not read, save it as PDF",
    Kind.PROGRAM: "a program, not a document",
}
NAMES = {
    ".pdf": (Kind.PDF, "a PDF"),
    ".docx": (Kind.DOCX, "a Word file"),
    ".doc": (Kind.DOC, "a Word file"),
    ".wps": (Kind.DOC, "a WPS file"),
    ".ofd": (Kind.OFD, "an OFD file"),
}
PARTS = (
    ("word/document.xml", Kind.DOCX),
    ("xl/workbook.xml", Kind.XLSX),
    ("ppt/presentation.xml", Kind.PPTX),
    ("OFD.xml", Kind.OFD),
)


def kind_of(raw: bytes) -> Kind | None:
    """Return what the bytes are; None for anything that may be text.

    Raises:
        UnreadableNotice: a broken archive, or one that would unpack to more than the limit.
    """
    if b"%PDF-" in raw[:1024]:
        return Kind.PDF
    if raw.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _zip(raw)
    if is_mhtml(raw):
        return Kind.MHTML
    return next((kind for magic, kind in MAGIC if raw.startswith(magic) and _plausible(kind, raw)), None)


def _plausible(kind: Kind, raw: bytes) -> bool:
    """Two letters are weak evidence: believe them only of files with bytes that no text has."""
    return kind not in {Kind.IMAGE, Kind.PROGRAM} or b"\x00" in raw[:512]


def _zip(raw: bytes) -> Kind:
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise UnreadableNotice("a broken ZIP archive (also Word files are such): cut off or damaged") from error
    names = {part.filename for part in parts}
    if sum(part.file_size for part in parts) > MAX_UNPACKED_BYTES:
        raise UnreadableNotice(f"too large: unpacks to more than {MAX_UNPACKED_BYTES // 1_000_000} MB")
    if any(part.file_size > MAX_XML_BYTES for part in parts if part.filename.endswith(".xml")):
        raise UnreadableNotice(f"too large: XML of more than {MAX_XML_BYTES // 1_000_000} MB")
    return next((kind for name, kind in PARTS if name in names), Kind.ZIP)


def refuse(kind: Kind, suffix: str) -> str:
    """Return the reason why a file of this kind is not read; it also says when the name promised another."""
    reason = NOT_READ[kind]
    promised = NAMES.get(suffix)
    return f"not {promised[1]}, as its name says, but {reason}" if promised and promised[0] is not kind else reason
