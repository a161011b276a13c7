"""Plain text and Markdown: front matter, lines copied from a page, text that others extracted from PDF."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from extractors.records import Attachment, PageField
from pipeline.clean.chrome import names
from pipeline.clean.edges import trim
from pipeline.clean.encoding import Decoded
from pipeline.clean.lines import Line
from pipeline.clean.mapped import Mapped
from pipeline.clean.pages import without_contents, without_page_numbers
from pipeline.clean.spaces import tidy
from pipeline.clean.wraps import joined, wrap_width

LINE_END = re.compile(r"\r\n|[\n\r\f\v\x85\u2028\u2029]")
FENCE = re.compile(r"(?:---|\+\+\+)[ \t]*")
ENTRY = re.compile(r"([\w\u4e00-\u9fff .-]{1,30}?)[ \t]*[:：][ \t]*(.*)")
MARKDOWN_LINK = re.compile(r"[-*+]\s+\[([^\]\n]{1,300})\]\((\S{1,1000}?)\)")
ATTACHMENTS_TITLE = re.compile(r"#{1,6}\s*附件(?:[（(].{0,20}[）)])?\s*[:：]?")
HEADING = re.compile(r"#{1,6}[ \t]+")
TABLE_RULE = re.compile(r"\|?[ \t]*:?-{2,}:?[ \t]*(?:\|[ \t]*:?-{2,}:?[ \t]*)*\|?")
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
        lines, linked = _without_markup(lines)
        attachments = linked or attachments
    lines = without_contents(lines)
    usual = None if markdown else wrap_width(lines)
    lines = without_page_numbers(lines, wrapped=usual is not None)
    if usual is not None:
        lines = joined(lines, usual)
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


def _without_markup(lines: list[Line]) -> tuple[list[Line], tuple[Attachment, ...]]:
    """Drop heading marks, rules of tables and the list of attachments that Markdown files carry at their end."""
    kept: list[Line] = []
    attachments: list[Attachment] = []
    listing = False
    for line in lines:
        text = line.text
        if ATTACHMENTS_TITLE.fullmatch(text):
            listing = True
            continue
        link = MARKDOWN_LINK.fullmatch(text)
        if listing and link:
            attachments.append(Attachment(link[1], link[2]))
            continue
        listing = listing and not text
        if text and TABLE_RULE.fullmatch(text) and "|" in text:
            continue
        mark = HEADING.match(text)
        kept.append(Line(line.words[mark.end() :]) if mark else line)
    return kept, tuple(attachments)


def _without_outer_blanks(lines: list[Line]) -> list[Line]:
    filled = [i for i, line in enumerate(lines) if line.text]
    return lines[filled[0] : filled[-1] + 1] if filled else []
