"""Plain text and Markdown: front matter, lines copied from a page, text that others extracted from PDF."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from extractors.records import Attachment, PageField
from pipeline.clean.chrome import names
from pipeline.clean.contents import without_contents
from pipeline.clean.edges import trim
from pipeline.clean.encoding import Decoded
from pipeline.clean.lines import Line
from pipeline.clean.mapped import Mapped
from pipeline.clean.markdown import without_markup
from pipeline.clean.pages import without_page_numbers
from pipeline.clean.spaces import tidy
from pipeline.clean.wraps import joined, wrap_width

LINE_END = re.compile(r"\r\n|[\n\r\f\v\x85\u2028\u2029]")
FENCE = re.compile(r"(?:---|\+\+\+)[ \t]*")
ENTRY = re.compile(r"([\w\u4e00-\u9fff .-]{1,30}?)[ \t]*[:：][ \t]*(.*)")
MAX_FRONT_MATTER = 60


@dataclass(frozen=True, slots=True)
class TextNotice:
    """What was read of a text file or page. `listing` tells that it is a list of links, not a notice."""

    lines: tuple[Line, ...]
    fields: tuple[PageField, ...]
    attachments: tuple[Attachment, ...]
    method: str
    listing: bool = False


def read_text(source: Decoded, *, markdown: bool) -> TextNotice:
    """Read a plain text or Markdown file into lines, header fields and attachments."""
    raw_lines = list(_lines(source.text))
    fields, begin = _front_matter(raw_lines) if markdown or _has_fence(raw_lines) else ([], 0)
    lines = [Line(tidy(words, keep_tabs=True)) for words in raw_lines[begin:]]
    attachments = tuple(
        Attachment(field.value.rsplit("/", 1)[-1], field.value) for field in fields if field.name == "attachment"
    )
    fields = [field for field in fields if field.name != "attachment"]
    if markdown:
        lines, linked = without_markup(lines)
        attachments = linked or attachments
    lines, headings = without_contents(lines)
    usual = None if markdown else wrap_width(lines)
    lines = without_page_numbers(lines, wrapped=usual is not None)
    if usual is not None:
        lines = joined(lines, usual, headings)
    lines, from_lines = trim(lines)
    method = "markdown" if markdown else "text" if usual is None else f"text, lines of {usual // 2} characters joined"
    return TextNotice(tuple(_without_outer_blanks(lines)), (*fields, *from_lines), attachments, method)


def _lines(text: str) -> Iterator[Mapped]:
    at = 0
    for match in LINE_END.finditer(text):
        yield Mapped.verbatim(text, at, match.start())
        at = match.end()
    yield Mapped.verbatim(text, at, len(text))


def _has_fence(lines: list[Mapped]) -> bool:
    return bool(lines) and FENCE.fullmatch(lines[0].text.lstrip("\ufeff")) is not None


def _front_matter(lines: list[Mapped]) -> tuple[list[PageField], int]:
    """Read the `key: value` lines between two fences at the top; return the fields and the first line behind them."""
    if not _has_fence(lines):
        return [], 0
    fields: list[PageField] = []
    for i, line in enumerate(lines[1:MAX_FRONT_MATTER], 1):
        if FENCE.fullmatch(line.text):
            return fields, i + 1
        entry = ENTRY.fullmatch(line.text.strip())
        if entry is None:
            continue
        label, value = entry[1].strip(), entry[2].strip().strip("\"'")
        name = names("label").get(label) or names("label").get(label.lower())
        if name and value:
            fields.append(PageField(name, value, label, "meta"))
    return [], 0


def _without_outer_blanks(lines: list[Line]) -> list[Line]:
    filled = [i for i, line in enumerate(lines) if line.text]
    return lines[filled[0] : filled[-1] + 1] if filled else []
