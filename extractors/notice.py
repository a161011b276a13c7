"""The notice as cleaned: text, tables, header fields as the page gives them, and the way back to the raw file."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from extractors.errors import RecordError
from extractors.span import Span
from extractors.vocabulary import Status


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a table: merged cells are one `Cell` with spans above 1. Rows and columns count from 0."""

    row: int
    column: int
    span: Span
    rowspan: int = 1
    colspan: int = 1
    header: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table whose cells point into the text. In the text a row is a line and its cells are separated by a tab.

    `origin` is html, pdf, ofd, docx, markdown, or lines (found again in text where each cell came out as a line).
    """

    span: Span
    cells: tuple[Cell, ...]
    origin: str


@dataclass(frozen=True, slots=True)
class PageField:
    """A header field as the page gives it: `name` is ours (doc_number, index_number, issued_on, …), `value` theirs.

    `origin` is meta (a meta tag), table (the 政府信息公开 table), or line (the same table flattened to lines).
    """

    name: str
    value: str
    label: str
    origin: str


@dataclass(frozen=True, slots=True)
class Origin:
    """How a file was fetched. `version` counts what its address `url` has given, from 1.

    `fetched_from` is the page that links to it, None for a start page. `fetched_on` is the server's own date and
    `content_type` what it called the file, None where it did not say.
    """

    url: str
    version: int
    fetched_from: str | None = None
    fetched_on: date | None = None
    content_type: str | None = None


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that the notice links to. `state` is read, not read, or missing."""

    name: str
    url: str | None = None
    state: str = "not read"


@dataclass(frozen=True, slots=True)
class OffsetRun:
    """`length` characters of the clean text from `clean`, taken in order from the raw file from `raw`.

    For text and HTML `raw` and `raw_length` count bytes of the raw file, and `page` is None; for a PDF or OFD `page` counts
    from 1 and `box` is (x0, top, x1, bottom) in points from the top left corner. A run of several characters whose
    raw bytes have one common width needs no finer division; otherwise a run holds one character.
    """

    clean: int
    length: int
    raw: int
    raw_length: int
    page: int | None = None
    box: tuple[float, float, float, float] | None = None


@dataclass(frozen=True, slots=True)
class Notice:
    """A notice after cleaning: text, tables, header fields as the page gives them, and the way back to the raw file.

    `status` failed goes with an empty `text` and a `reason`; `method` names how the main text was found. `origin` is None
    for a file that no crawl fetched.
    """

    source_path: str
    sha256: str
    media_type: str
    text: str = ""
    source_url: str | None = None
    offsets: tuple[OffsetRun, ...] = ()
    tables: tuple[Table, ...] = ()
    fields: tuple[PageField, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    status: Status = Status.OK
    reason: str | None = None
    method: str | None = None
    origin: Origin | None = None

    def __post_init__(self) -> None:
        """Refuse a notice that is warned or failed without saying why."""
        if (self.status is Status.OK) != (self.reason is None):
            raise RecordError(f"{self.source_path}: status {self.status} and reason {self.reason!r} do not go together")
