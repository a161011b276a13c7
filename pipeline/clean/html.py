"""Web pages: main text as lines, header fields from meta tags and header tables, attachments from links and scripts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from bs4 import BeautifulSoup, Tag

from extractors.notice import PageField
from pipeline.clean.attachments import attachments
from pipeline.clean.chrome import is_line, names, squeeze
from pipeline.clean.edges import trim
from pipeline.clean.encoding import Decoded
from pipeline.clean.html_lines import Layout, text_of
from pipeline.clean.html_tree import Words, attribute, parse, tags_in, tokens, words_in
from pipeline.clean.lines import Line
from pipeline.clean.main_text import MainText, find_main
from pipeline.clean.mapped import Mapped, join
from pipeline.clean.page_fields import MAX_VALUE, is_label, read_cells, read_line, unique
from pipeline.clean.spaces import tidy
from pipeline.clean.text import TextNotice
from pipeline.clean.wraps import joined, wrap_width

TAGS = re.compile(
    r"<(?:!doctype|html|head|body|meta|div|p|br)\b|<(?:div|span|p)(?:class|id|style|align)=", re.IGNORECASE
)
PAGE = re.compile(r"<(?:!doctype\s+html|html|body)\b", re.IGNORECASE)
TABLE = re.compile(r"<table\b.*?</table", re.IGNORECASE | re.DOTALL)
MIN_TAGS = 3

LABEL_TAGS = frozenset({"b", "strong", "span", "label", "em", "i", "font", "dt"})
TITLE_TAGS = ("h1", "h2", "h3")
TITLE_NAME = re.compile(
    r"(?:\w*[-_])?(?:title|tit|bt|biaoti|headline|subject|ivs_title)(?:[-_]?\d+)?(?:[-_]\w+)?", re.IGNORECASE
)
SITE_SUFFIX = re.compile(r"\s*[-_—–|｜－]+\s*[^-_—–|｜－]{2,40}$")
SITE_NAME = re.compile(r"(?:网|网站|门户|人民政府|管委会|委员会|首页|平台|[局厅委办部])$")
KIND = re.compile(
    r"(?:通知|通告|公告|公示|意见|决定|决议|办法|细则|规定|规划|计划|方案|要点|措施|报告|批复|函|清单|标准|条例|安排|指南|纲要)"
    r"(?:[（(].{1,20}[）)])?$"
)
POSITION = re.compile(r"(?:您|你)?(?:现在|当前|目前|所在|的)*位置")
TITLE_SEPARATOR = re.compile(r"\s*[-_—–|｜－]+\s*")
MIN_TITLE = 6
MAX_TITLE = 160
HEAD_LINES = 12
TITLE_LINES = 5


def looks_like_html(text: str) -> bool:
    """Tell whether a text is marked up, whatever its file is called; tables alone may be left in a text by a converter."""
    if PAGE.search(text, 0, 5_000):
        return True
    if sum(1 for _, _ in zip(range(MIN_TAGS), TAGS.finditer(text), strict=False)) < MIN_TAGS:
        return False
    return TAGS.search(TABLE.sub("", text)) is not None


def read_html(source: Decoded) -> TextNotice:
    """Read a page, or a text with tags left in it, into lines, header fields and attachments."""
    page = parse(source.text)
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
        usual = wrap_width(lines)
        lines = lines if usual is None else joined(lines, usual)
        lines, from_lines = trim(_unquoted(lines))
        fields += from_lines
        title = _title(page, source.text, fields, [*lines, *outside])
        lines = lines if title is None else _with_title(lines, title)
    if title is not None:
        fields.insert(0, PageField("title", title.text, "", "line"))
    method = "html, list of links" if main.listing else f"html, {main.method}"
    return TextNotice(tuple(lines), unique(fields), attachments(page.body or page, main.dropped), method, main.listing)


def _meta_fields(page: BeautifulSoup) -> list[PageField]:
    fields: list[PageField] = []
    for tag in page.find_all("meta"):
        label = attribute(tag, "name") or attribute(tag, "property")
        name = names("meta").get(label.lower())
        value = attribute(tag, "content").strip()
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
            if is_label(words) is not None:
                break
            value += words
        value = value.strip().lstrip(":：").strip()
        if value and len(value) <= MAX_VALUE:
            fields.append(PageField(name, _plain(value), label, "table"))
    return fields


def _cells(lines: Sequence[Line]) -> Iterator[str]:
    for line in lines:
        yield from line.text.split("\t")


def _title(page: BeautifulSoup, source: str, fields: Sequence[PageField], lines: Sequence[Line]) -> Mapped | None:
    """Return the title as it stands on the page, outside its `<head>` if it can be found there."""
    named = next((field.value for field in fields if field.name == "title"), None)
    head = text_of(page.title) if page.title else ""
    shown = [
        words
        for tag in tags_in(page)
        if (tag.name in TITLE_TAGS or any(map(TITLE_NAME.fullmatch, tokens(tag))))
        and tag.find(["p", "table", "ul"]) is None
        and (words := _words(tag, source))
        and len(words) <= MAX_TITLE
    ]
    if named:
        return next((words for words in shown if squeeze(words.text) == squeeze(named)), None)
    for words in shown:
        if len(squeeze(words.text)) >= 6 and (not head or squeeze(head).startswith(squeeze(words.text))):
            return words
    for tag in page.find_all(["h1"]):
        words = _words(tag, source)
        if 8 <= len(words) <= MAX_TITLE and not is_line(words.text):
            return words
    kinds = (words for words in shown if KIND.search(words.text) and not is_line(words.text))
    return _from_head(page, source, lines) or next(kinds, None)


def _from_head(page: BeautifulSoup, source: str, lines: Sequence[Line]) -> Mapped | None:
    """Return the title out of `<title>`, where the site's name may stand before or behind it: best as a line of the page."""
    if page.title is None:
        return None
    words = _words(page.title, source)
    pieces = [words]
    for separator in TITLE_SEPARATOR.finditer(words.text):
        pieces += [words[: separator.start()], words[separator.end() :]]
    pieces = [piece.strip() for piece in pieces if len(piece) >= MIN_TITLE and not SITE_NAME.search(piece.text)]
    shown = {squeeze(line.text): line.words for line in lines if line.table is None}
    for piece in sorted(pieces, key=len, reverse=True):
        if squeeze(piece.text) in shown:
            return shown[squeeze(piece.text)]
    suffix = SITE_SUFFIX.search(words.text)
    while suffix and suffix.start() >= MIN_TITLE:
        words = words[: suffix.start()]
        suffix = SITE_SUFFIX.search(words.text)
    return words if words and not SITE_NAME.search(words.text) else None


def _plain(text: str) -> str:
    return tidy(Mapped.verbatim(text, 0, len(text))).text


def _words(tag: Tag, source: str) -> Mapped:
    return tidy(join(child.mapped(source) for child in words_in(tag)))


def _end_of_path(page: BeautifulSoup, source: str) -> Mapped | None:
    """Return the last step of the path to a page (当前位置：首页 > 信息公开 > 年度报告), or None."""
    for tag in tags_in(page):
        if tag.name in {"td", "div", "p", "ul", "span"} and POSITION.match(squeeze(text_of(tag)[:200])):
            inner = tag.find(["td", "div"])
            if inner is None and len(text_of(tag)) < 400:
                steps = tag.find_all("a")
                return _words(steps[-1], source) if steps else None
    return None


def _with_title(lines: list[Line], title: Mapped) -> list[Line]:
    """Put the title first where no line, or lines together, among the first of the main text are the title."""
    head = [squeeze(line.text) for line in lines[:HEAD_LINES]]
    wanted = squeeze(title.text)
    for i in range(len(head)):
        for j in range(i + 1, min(i + 1 + TITLE_LINES, len(head) + 1)):
            if "".join(head[i:j]) == wanted:
                return lines
    return [Line(title), *lines]


def _unquoted(lines: list[Line]) -> list[Line]:
    """Drop the quote marks round a text that was a field of a CSV file."""
    if len(lines) > 1 and lines[0].text == '"' and lines[-1].text == '"':
        return lines[1:-1]
    return lines
