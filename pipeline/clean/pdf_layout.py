"""What a page of a PDF prints, within bounds: pdfminer itself unpacks and draws whatever a file made to break it asks for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pdfminer.converter import PDFPageAggregator
from pdfminer.layout import LTPage
from pdfminer.pdfinterp import PDFPageInterpreter
from pdfminer.pdftypes import stream_value
from pdfplumber.utils.exceptions import PdfminerException

from extractors.errors import UnreadableNotice
from pipeline.clean.limits import MAX_PAGE_BYTES, MAX_PAGE_CHARACTERS, MAX_PAGE_LINES, Clock
from pipeline.clean.pdf_unpacked import Fonts, check_stream

WITHOUT_INK = frozenset({3, 7})
"""Modes in which text is there to be searched: that of a scan, read by OCR."""
FIGURE = 20
"""A form on a page costs as much as so many characters."""


def layout_of(page: Any, fonts: Fonts, clock: Clock) -> tuple[LTPage, int]:
    """Return the layout of a page opened by pdfplumber, and how many of its characters are printed without ink.

    `fonts` are those of its document.

    Raises:
        UnreadableNotice: it draws more than a page holds, or takes too long.
        PdfminerException: it is broken.
    """
    device = _Device(fonts, clock, page.page_number)
    try:
        _Interpreter(fonts, device).process_page(page.page_obj)
    except UnreadableNotice:
        raise
    except Exception as error:  # pdfminer raises whatever it stumbled over
        raise PdfminerException(error) from error
    return device.get_result(), device.unseen


class _Device(PDFPageAggregator):
    """Collects what is drawn, and counts it; of a drawing of very many lines, such as a map, the rest is left out."""

    def __init__(self, resources: Any, clock: Clock, number: int) -> None:
        super().__init__(resources, pageno=number, laparams=None)
        self.clock = clock
        self.marks = 0
        self.lines = 0
        self.unseen = 0

    def _add(self, marks: int) -> None:
        self.clock.check()
        self.marks += marks
        if self.marks > MAX_PAGE_CHARACTERS:
            raise UnreadableNotice(f"too large: a page of more than {MAX_PAGE_CHARACTERS} characters")

    def render_string(self, textstate: Any, seq: Any, ncs: Any, graphicstate: Any) -> None:
        count = sum(len(part) for part in seq if isinstance(part, bytes))
        self._add(count)
        self.unseen += count if textstate.render in WITHOUT_INK else 0
        super().render_string(textstate, seq, ncs, graphicstate)

    def paint_path(self, gstate: Any, stroke: bool, fill: bool, evenodd: bool, path: Sequence[Any]) -> None:
        self.clock.check()
        self.lines += len(path)
        if self.lines <= MAX_PAGE_LINES:
            super().paint_path(gstate, stroke, fill, evenodd, path)

    def begin_figure(self, name: str, bbox: Any, matrix: Any) -> None:
        self._add(FIGURE)
        super().begin_figure(name, bbox, matrix)


class _Interpreter(PDFPageInterpreter):
    """Follows the drawing operators of a page and of the forms on it."""

    def execute(self, streams: Sequence[object]) -> None:
        for stream in streams:
            check_stream(stream_value(stream), MAX_PAGE_BYTES)
        super().execute(streams)
