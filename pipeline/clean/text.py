"""Plain text and Markdown: front matter, lines copied from a page, text that others extracted from PDF."""

from __future__ import annotations

import re
from dataclasses import dataclass

from extractors.notice import Attachment, PageField
from pipeline.clean.chrome import names
from pipeline.clean.contents import without_contents
from pipeline.clean.edges import trim
from pipeline.clean.embedded import lines_of
from pipeline.clean.encoding import Decoded
from pipeline.clean.lines import Line
from pipeline.clean.markdown import without_markup
from pipeline.clean.pages import without_page_numbers
from pipeline.clean.small_type import without_small_type
from pipeline.clean.wraps import joined, wrap_width

FRONT_MATTER = re.compile(
    r"\ufeff?(?:---|\+\+\+)[ \t]*\r?\n((?:(?!---|\+\+\+)[^\n]{0,2000}\n){0,60})(?:---|\+\+\+)[ \t]*(?:\r?\n|\Z)"
)
ENTRY = re.compile(r"([\w\u4e00-\u9fff .-]{1,30}?)[ \t]*[:：][ \t]*(.*)")


@dataclass(frozen=True, slots=True)
class TextNotice:
    """What was read of a text file or page. `warning` is a reason to look at it, such as that it is a list of links."""

    lines: tuple[Line, ...]
    fields: tuple[PageField, ...]
    attachments: tuple[Attachment, ...]
    method: str
    warning: str | None = None


def read_text(source: Decoded, *, markdown: bool) -> TextNotice:
    """Read a plain text or Markdown file into lines, header fields and attachments."""
    fields, begin = _front_matter(source.text)
    lines = list(lines_of(source.text, begin))
    attachments = tuple(
        Attachment(field.value.rsplit("/", 1)[-1], field.value) for field in fields if field.name == "attachment"
    )
    fields = [field for field in fields if field.name != "attachment"]
    if markdown:
        lines, linked = without_markup(lines)
        attachments = linked or attachments
    lines, headings = without_contents(lines)
    usual = None if markdown else wrap_width(lines)
    lines = lines if usual is None else without_small_type(lines, usual)
    lines = without_page_numbers(lines, wrapped=usual is not None)
    if usual is not None:
        lines = joined(lines, usual, headings)
    lines, from_lines = trim(lines)
    method = "markdown" if markdown else "text" if usual is None else f"text, lines of {usual // 2} characters joined"
    return TextNotice(tuple(_without_outer_blanks(lines)), (*fields, *from_lines), attachments, method)


def _front_matter(text: str) -> tuple[list[PageField], int]:
    """Read the `key: value` lines between two fences at the top; return the fields and the place behind them."""
    whole = FRONT_MATTER.match(text)
    if whole is None:
        return [], 0
    fields: list[PageField] = []
    for line in whole[1].splitlines():
        entry = ENTRY.fullmatch(line.strip())
        if entry is None:
            continue
        label, value = entry[1].strip(), entry[2].strip().strip("\"'")
        name = names("label").get(label) or names("label").get(label.lower())
        if name and value:
            fields.append(PageField(name, value, label, "meta"))
    return fields, whole.end()


def _without_outer_blanks(lines: list[Line]) -> list[Line]:
    filled = [i for i, line in enumerate(lines) if line.text]
    return lines[filled[0] : filled[-1] + 1] if filled else []
