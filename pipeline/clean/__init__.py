"""Clean: the bytes of a file become a `Notice`: clean text, tables, header fields, and the way back to the bytes."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from pathlib import PurePosixPath

from extractors.errors import UnreadableNotice
from extractors.notice import Attachment, Notice, PageField
from extractors.vocabulary import Status
from pipeline.clean.convert import to_docx
from pipeline.clean.docx import part_runs, read_docx
from pipeline.clean.encoding import decode
from pipeline.clean.html import looks_like_html, read_html
from pipeline.clean.kinds import Kind, kind_of, refuse
from pipeline.clean.limits import MAX_DOCX_BYTES, MAX_PDF_BYTES, MAX_TEXT_BYTES, check_size
from pipeline.clean.lines import Cleaned, assemble, byte_runs, no_runs
from pipeline.clean.mhtml import page_in
from pipeline.clean.ocr import picture_pages
from pipeline.clean.ofd import read_ofd
from pipeline.clean.pdf import read_pdf, read_scan
from pipeline.clean.printed import box_runs
from pipeline.clean.readable import check_readable
from pipeline.clean.text import read_text

__all__ = ["clean"]

CONVERTED = frozenset({Kind.DOC, Kind.RTF})


@dataclass(frozen=True, slots=True)
class Reading:
    """What the reader of one format made of a file. `warning` is a reason to look at it, not to refuse it."""

    kind: Kind
    cleaned: Cleaned
    method: str
    fields: tuple[PageField, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    warning: str | None = None


def clean(raw: bytes, source_path: str, source_url: str | None = None) -> Notice:
    """Clean one file, whatever it is.

    What is true of the notice afterwards:

    1. A file that cannot be read is a failed notice with a reason and no text; nothing is ever raised for a bad file.
    2. The kind of a file is told by its bytes, its encoding by what decodes; neither by what it is called or declares.
    3. Lines end with a line feed. None begins or ends with a space, and the text has no empty line at either end.
    4. White space in a line is single spaces, or one tab between two cells; there are no invisible or control characters.
    5. Nothing is repaired: but for white space, the characters are those of the file, in the order of the file; radicals
       and old forms that a font's table gives for a character are that character. What stands in no run of a Word file
       (the numbers it makes, its footnotes) is added where Word shows it. A glyph that names no character is U+FFFD.
    6. The furniture of pages is gone: menus, paths, tools, related links, imprints; what a style hides is no text.
    7. Header fields that a page gives beside its text are `fields`, as written, and not text.
    8. A paragraph is one line, also over pages: soft line breaks go, and a footnote stands behind the paragraph it is on.
       Headings, list items, signatures and cells keep lines of their own.
    9. Page numbers, running heads, pages of contents, watermarks, raised marks of notes and what a browser prints round a
       page are gone; so are small figures that a converter left on lines of their own.
    10. A row of a table is one line with a slot for each column of its grid, tabs between; a merged cell stands once, in
        its first slot, and a table over pages is one. Each `Cell` covers exactly its words; a space parts two of its lines
        that each say something.
    11. Empty lines stand only in the text of text files, where they may stand for empty cells.
    12. `offsets` cover the text without a gap. The bytes at the place of a character are that character (or its entity);
        at the place of a line end, tab or space there is white space, markup or nothing. In a PDF or OFD a place is a
        page and a box; in a Word file it counts the bytes of its `word/document.xml`; one that is converted or packed has none.
    13. The same bytes give the same notice.

    Args:
        raw: the bytes of the file.
        source_path: its path inside the corpus; of it only the suffix .md is believed.
        source_url: where it came from, if that is known; else the page may say.
    """
    sha256 = hashlib.sha256(raw).hexdigest()
    suffix = PurePosixPath(source_path).suffix.lower()
    kind: Kind | None = None
    try:
        if not raw.strip():
            raise UnreadableNotice("empty file")
        kind = kind_of(raw)
        read = _read(raw, kind, suffix)
        if not read.cleaned.text:
            raise UnreadableNotice("no text in it")
        check_readable(read.cleaned.text)
    except UnreadableNotice as error:
        return _failed(source_path, sha256, kind, str(error))
    except (RecursionError, MemoryError) as error:
        return _failed(source_path, sha256, kind, f"made to break programs, or too large: {type(error).__name__}")
    except Exception as error:  # noqa: BLE001 - one bad file must not end a run; its row says what happened
        return _failed(source_path, sha256, kind, f"could not be read: {type(error).__name__}: {error}")
    url = source_url or next((field.value for field in read.fields if field.name == "source_url"), None)
    return Notice(
        source_path,
        sha256,
        read.kind.value,
        read.cleaned.text,
        url,
        read.cleaned.offsets,
        read.cleaned.tables,
        read.fields,
        read.attachments,
        Status.OK if read.warning is None else Status.WARNED,
        read.warning,
        read.method,
    )


def _failed(source_path: str, sha256: str, kind: Kind | None, reason: str) -> Notice:
    media_type = kind.value if kind else "application/octet-stream"
    return Notice(source_path, sha256, media_type, status=Status.FAILED, reason=reason)


def _read(raw: bytes, kind: Kind | None, suffix: str) -> Reading:
    if kind is Kind.PDF:
        check_size(len(raw), MAX_PDF_BYTES)
        pdf = read_pdf(raw)
        return Reading(
            kind, assemble(pdf.lines, "pdf", box_runs(pdf.press)), pdf.method, pdf.fields, warning=pdf.warning
        )
    if kind is Kind.OFD:
        check_size(len(raw), MAX_DOCX_BYTES)
        ofd = read_ofd(raw)
        return Reading(
            kind, assemble(ofd.lines, "ofd", box_runs(ofd.press)), ofd.method, ofd.fields, warning=ofd.warning
        )
    if kind is Kind.MHTML:
        check_size(len(raw), MAX_TEXT_BYTES)
        page = _read_text(page_in(raw), suffix)
        return replace(page, kind=kind, cleaned=replace(page.cleaned, offsets=()))
    if kind is Kind.IMAGE:
        scan = read_scan(picture_pages(raw))
        return Reading(kind, assemble(scan.lines, "pdf", box_runs(scan.press)), scan.method, warning=scan.warning)
    if kind is Kind.DOCX or kind in CONVERTED:
        check_size(len(raw), MAX_DOCX_BYTES)
        if kind is Kind.DOCX:
            word = read_docx(raw)
            return Reading(kind, assemble(word.lines, "docx", part_runs), word.method)
        return Reading(kind, assemble(read_docx(to_docx(raw, kind)).lines, "docx", no_runs), "converted to docx")
    if kind is not None:
        raise UnreadableNotice(refuse(kind, suffix))
    return _read_text(raw, suffix)


def _read_text(raw: bytes, suffix: str) -> Reading:
    check_size(len(raw), MAX_TEXT_BYTES)
    source = decode(raw)
    kind = Kind.HTML if looks_like_html(source.text) else Kind.MARKDOWN if suffix in {".md", ".markdown"} else Kind.TEXT
    read = read_html(source) if kind is Kind.HTML else read_text(source, markdown=kind is Kind.MARKDOWN)
    origin = {Kind.HTML: "html", Kind.MARKDOWN: "markdown"}.get(kind, "lines")
    warnings = [
        read.warning or "",
        f"{source.lost} characters could not be decoded as {source.encoding}" if source.lost else "",
    ]
    return Reading(
        kind,
        assemble(read.lines, origin, byte_runs(source)),
        read.method,
        read.fields,
        read.attachments,
        "; ".join(filter(None, warnings)) or None,
    )
