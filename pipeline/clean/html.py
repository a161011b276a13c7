"""Web pages: main text as lines, header fields from meta tags and header tables, attachments from links and scripts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from bs4 import BeautifulSoup, Tag

from extractors.errors import UnreadableNotice
from extractors.notice import PageField
from pipeline.clean.attachments import attachments
from pipeline.clean.chrome import names, squeeze
from pipeline.clean.contents import without_contents
from pipeline.clean.edges import trim
from pipeline.clean.encoding import Decoded
from pipeline.clean.headline import begin_at_title, day_of, title_of, with_title, words_of
from pipeline.clean.html_lines import Layout, text_of
from pipeline.clean.html_tree import Words, attribute, parse, tags_in
from pipeline.clean.lines import Line
from pipeline.clean.main_text import MainText, find_main
from pipeline.clean.mapped import Mapped
from pipeline.clean.page_fields import MAX_VALUE, begins_with_label, is_label, read_cells, read_line, unique
from pipeline.clean.page_info import read_info
from pipeline.clean.pages import without_page_numbers
from pipeline.clean.spaces import tidy
from pipeline.clean.text import TextNotice
from pipeline.clean.wraps import joined, wrap_width

TAGS = re.compile(
    r"<(?:!doctype|html|head|body|meta|div|p|br)\b|<(?:div|span|p)(?:class|id|style|align)=", re.IGNORECASE
)
PAGE = re.compile(r"<(?:!doctype\s+html|html|body)\b", re.IGNORECASE)
TABLE = re.compile(r"<table\b.*?</table", re.IGNORECASE | re.DOTALL)
MIN_TAGS = 3
BREAK = re.compile(r"</?\s*(?:br|p|b|strong|font|span)\b[^<>]{0,80}>", re.IGNORECASE)
"""A tag inside the value of a meta tag, as in a title broken over two lines."""

LABEL_TAGS = frozenset({"b", "strong", "span", "label", "em", "i", "font", "dt"})
POSITION = re.compile(r"(?:您|你)?(?:现在|当前|目前|所在|的)*位置")

FEW_WORDS = 20
LISTING = "a list of links to other pages, not a notice"


def looks_like_html(text: str) -> bool:
    """Tell whether a text is marked up, whatever its file is called; tables alone may be left in a text by a converter."""
    if PAGE.search(text, 0, 5_000):
        return True
    if sum(1 for _, _ in zip(range(MIN_TAGS), TAGS.finditer(text), strict=False)) < MIN_TAGS:
        return False
    return TAGS.search(TABLE.sub("", text)) is not None


def read_html(source: Decoded) -> TextNotice:
    """Read a page, or a text with tags left in it, into lines, header fields and attachments.

    Raises:
        UnreadableNotice: the page consists of frames, whose text is on other pages.
    """
    page = parse(source.text)
    if page.find("frameset") is not None:
        raise UnreadableNotice("no text in it: it shows other pages in frames")
    main = find_main(page)
    header = {id(table) for part in main.parts for table in _header_tables(part)}
    layout = Layout(source.text, main.dropped | header)
    outside = Layout(source.text, main.dropped | {id(part) for part in main.parts}).read(page.body or page)
    fields = _meta_fields(page)
    for table in (tag for part in main.parts for tag in tags_in(part) if id(tag) in header):
        fields += read_cells(_cells(Layout(source.text, main.dropped).read(table)))
    fields += _labelled_parts(page, main)
    fields += read_cells(_cells(outside))
    lines = [line for part in main.parts for line in layout.read(part)]
    if main.listing:
        title = _end_of_path(page, source.text)
    else:
        lines = without_page_numbers(without_contents(lines)[0], wrapped=False)
        usual = wrap_width(lines)
        lines = lines if usual is None else joined(lines, usual)
        begin = 0 if main.known else begin_at_title(lines, main.titles)
        fields += read_cells(_cells(lines[:begin]))
        lines, from_lines = trim(_unquoted(lines[begin:]))
        fields += from_lines
        title = title_of(page, source.text, fields, lines, outside, main.titles)
        lines = lines if title is None else with_title(lines, title)
    if title is not None:
        fields.insert(0, PageField("title", title.text, "", "line"))
        day = day_of(title, [*lines, *outside])
        fields += [PageField("published_on", day, "", "line")] if day else _between(title, lines, outside)
    method = "html, list of links" if main.listing else f"html, {main.method}"
    files = attachments(page.body or page, main.dropped)
    warning = LISTING if main.listing else None if files else _without_words(page, main, lines, title)
    return TextNotice(tuple(lines), unique(fields), files, method, warning)


def _without_words(page: BeautifulSoup, main: MainText, lines: Sequence[Line], title: Mapped | None) -> str | None:
    """Return why a page has hardly more words than its title, or None for one that has more."""
    words = sum(len(squeeze(line.text)) for line in lines) - len(squeeze(title.text) if title else "")
    if words >= FEW_WORDS:
        return None
    if any(part.find("img") is not None for part in main.parts):
        return "hardly a word: its text may be in pictures"
    return "hardly a word: a script may put its text there" if page.find("script") is not None else None


def _meta_fields(page: BeautifulSoup) -> list[PageField]:
    fields: list[PageField] = []
    for tag in page.find_all("meta"):
        label = attribute(tag, "name") or attribute(tag, "property")
        name = names("meta").get(label.lower())
        value = BREAK.sub("", attribute(tag, "content")).strip()
        if name and value:
            fields.append(PageField(name, value, label, "meta"))
    return fields


def _header_tables(part: Tag) -> list[Tag]:
    """Return the tables below `part` that are a header: no table in them, at least two known labels, few other cells."""
    found: list[Tag] = []
    for table in part.find_all("table"):
        if table.find("table") is not None:
            continue
        cells = [text_of(cell) for cell in table.find_all(["td", "th"], limit=60)]
        labels = sum(is_label(text) is not None or bool(read_line(text.strip()).fields) for text in cells)
        if labels >= 2 and 3 * labels >= len([text for text in cells if text.strip()]):
            found.append(table)
    return found


def _labelled_parts(page: BeautifulSoup, main: MainText) -> list[PageField]:
    """Read header fields whose label is an element of its own with nothing between it and the value: <b>文号</b>某发〔2024〕1号."""
    fields: list[PageField] = []
    for tag in tags_in(page):
        if tag.name not in LABEL_TAGS or id(tag) in main.dropped or any(part in tag.parents for part in main.parts):
            continue
        label = is_label(text_of(tag))
        name = names("label")[label] if label else ""
        if not label or not name:
            continue
        value = ""
        for sibling in tag.next_siblings:
            words = str(sibling) if isinstance(sibling, Words) else text_of(sibling) if isinstance(sibling, Tag) else ""
            if is_label(words) is not None or begins_with_label(words):
                break
            value += words
        value = value.strip().lstrip(":：").strip()
        if value and len(value) <= MAX_VALUE:
            fields.append(PageField(name, _plain(value), label, "table"))
    return fields


def _cells(lines: Sequence[Line]) -> Iterator[str]:
    for line in lines:
        yield from line.text.split("\t")


def _between(title: Mapped, lines: Sequence[Line], outside: Sequence[Line]) -> list[PageField]:
    """Return what lines between the title and the main text say without labels: the day, who put the page up."""
    begin = title.at[-1]
    end = min((line.words.at[0] for line in lines if line.words.at[0] > begin), default=begin)
    between = [line.text for line in outside if begin < line.words.at[0] < end]
    return [field for text in between for field in read_info(text) or ()]


def _plain(text: str) -> str:
    return tidy(Mapped.verbatim(text, 0, len(text))).text


def _end_of_path(page: BeautifulSoup, source: str) -> Mapped | None:
    """Return the last step of the path to a page (当前位置：首页 > 信息公开 > 年度报告), or None."""
    for tag in tags_in(page):
        if tag.name in {"td", "div", "p", "ul", "span"} and POSITION.match(squeeze(text_of(tag)[:200])):
            inner = tag.find(["td", "div"])
            if inner is None and len(text_of(tag)) < 400:
                steps = tag.find_all("a")
                return words_of(steps[-1], source) if steps else None
    return None


def _unquoted(lines: list[Line]) -> list[Line]:
    """Drop the quote marks round a text that was a field of a CSV file."""
    if len(lines) > 1 and lines[0].text == '"' and lines[-1].text == '"':
        return lines[1:-1]
    return lines
