"""Clean: the bytes of a file become a `Notice`: clean text, tables, header fields, and the way back to the bytes."""

from __future__ import annotations

import hashlib
from pathlib import PurePosixPath

from extractors.errors import UnreadableNotice
from extractors.records import Attachment, Notice, PageField, Status
from pipeline.clean.encoding import decode
from pipeline.clean.html import looks_like_html, read_html
from pipeline.clean.lines import assemble, byte_runs
from pipeline.clean.limits import MAX_TEXT_BYTES, check_size
from pipeline.clean.readable import check_readable
from pipeline.clean.text import read_text

__all__ = ["clean"]


def clean(raw: bytes, source_path: str, source_url: str | None = None) -> Notice:
    """Clean one file, whatever it is. Never raises for a bad file: that becomes a failed notice with a reason."""
    sha256 = hashlib.sha256(raw).hexdigest()
    suffix = PurePosixPath(source_path).suffix.lower()
    try:
        check_size(len(raw), MAX_TEXT_BYTES)
        if not raw.strip():
            raise UnreadableNotice("empty file")
        source = decode(raw)
        html = looks_like_html(source.text)
        markdown = not html and suffix in {".md", ".markdown"}
        read = read_html(source) if html else read_text(source, markdown=markdown)
        cleaned = assemble(read.lines, "html" if html else "markdown" if markdown else "lines", byte_runs(source))
        if not cleaned.text:
            raise UnreadableNotice("no text in it")
        check_readable(cleaned.text)
        url = source_url or next((field.value for field in read.fields if field.name == "source_url"), None)
        return Notice(
            source_path,
            sha256,
            "text/html" if html else "text/markdown" if markdown else "text/plain",
            cleaned.text,
            url,
            cleaned.offsets,
            cleaned.tables,
            read.fields,
            read.attachments,
            Status.WARNED if read.listing else Status.OK,
            "a list of links to other pages, not a notice" if read.listing else None,
            read.method,
        )
    except UnreadableNotice as error:
        return Notice(source_path, sha256, "application/octet-stream", status=Status.FAILED, reason=str(error))
