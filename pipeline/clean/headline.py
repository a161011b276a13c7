"""Find the title of a notice on its page: what the page calls it, and the element where it is shown."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from bs4 import BeautifulSoup, Tag

from extractors.notice import PageField
from pipeline.clean.chrome import is_line, names, squeeze
from pipeline.clean.html_lines import SILENT, text_of
from pipeline.clean.html_tree import Words, attribute, tags_in, tokens, words_in
from pipeline.clean.lines import Line
from pipeline.clean.mapped import Mapped, join
from pipeline.clean.page_fields import AGENCY, DOC_NUMBER, SPACED_DAY, is_label, read_line
from pipeline.clean.spaces import tidy
from pipeline.clean.weights import SIGN, SIGNATURE_DAY

TITLE_TAGS = ("h1", "h2", "h3")
TITLE_NAME = re.compile(
    r"""
    (?:\w*[-_])?(?:lbl|doc|art|article|news|info|con|content|detail|main|page|xl|wz|zw|big)?  # lblTitle, xl-title
    (?:title|tit|bt|biaoti|headline|subject|ivs_title)
    (?:[-_]?\d+)?(?:[-_]\w+)?
    """,
    re.IGNORECASE | re.VERBOSE,
)
KIND = re.compile(
    r"(?:通知|通告|公告|公示|通报|意见|决定|决议|办法|细则|规则|规定|规划|计划|方案|预案|要点|措施|报告|批复|复函|函|清单|目录|标准|条例"
    r"|安排|指南|纲要|解读|实录)(?:[（(].{1,20}[）)])?"
)
"""What a title ends with: the kind of document that it is."""
NOTICE = re.compile(rf"[^，。；]*关于[^。；]{{4,}}{KIND.pattern}")
DATED = re.compile(rf"[（(]({SPACED_DAY.pattern})[）)]$")
"""The day of a page in brackets behind its title, in the same heading."""
NO_TITLE = re.compile(rf"文件$|[:：]|^(?:{DOC_NUMBER.pattern})$")
"""What stands above a title and is none of it: the head of official paper, a labelled line, the number of the notice."""
OF_PAPER = re.compile(rf"文件$|^(?:{DOC_NUMBER.pattern})$")
SITE_SUFFIX = re.compile(r"\s*[-_—–|｜－]+\s*[^-_—–|｜－]{2,40}$")
SITE_NAME = re.compile(r"(?:网|网站|门户|政府|管委会|委员会|首页|平台|集团|公司|中心|[局厅委办部院])[:：]*$")
SET_AS_TITLE = re.compile(
    r"text-align\s*:\s*center|font-size\s*:\s*(?:(?:1[89]|[2-4]\d)(?:\.\d+)?(?:px|pt)|x+-large)", re.IGNORECASE
)
TITLE_SEPARATOR = re.compile(r"\s*[-_—–|｜－]+\s*")
GAP = re.compile(r"\s+")
OF_A_TEMPLATE = re.compile(
    r"(?:文章|新闻|信息|内容|公告|政策|文件|打印)?(?:正文|详情|详细|预览|内容|显示|页面?|浏览)页?|(?:政务|信息|政府信息|政策)公开"
    r"|(?:政策)?文件|通知公告|无标题(?:文档|页)?|新建网页.{0,3}|untitled.{0,12}|document",
    re.IGNORECASE,
)
"""What templates write into `<title>` for every page alike."""
MIN_TITLE = 6
SHORT_TITLE = 4
MAX_TITLE = 160
MAX_HEAD = 400
MAX_HEADINGS = 50
MAX_ABOVE = 300
TITLE_LINES = 5
BROKEN_LINES = 3
"""A title without a name of its own is looked for in so many lines together."""
HEAD_LINES = 12


def title_of(
    page: BeautifulSoup,
    source: str,
    fields: Sequence[PageField],
    lines: Sequence[Line],
    outside: Sequence[Line],
    titles: Sequence[Tag],
) -> Mapped | None:
    """Return the title as it stands on the page, outside its `<head>` if it can be found there.

    Args:
        page: the page.
        source: the page as text.
        fields: the header fields that it gives.
        lines: the lines of the main text.
        outside: the other lines of the page.
        titles: the elements that show the title, as found by `headings`.
    """
    shown = list(_shown(page, source))
    named = next((field.value for field in fields if field.name == "title"), None)
    if named:
        anywhere = [*shown, *(line.words for line in [*lines, *outside] if line.table is None)]
        return next((words for words in anywhere if squeeze(words.text) == squeeze(named)), None)
    head = squeeze(text_of(page.title)) if page.title else ""
    found = (words for words in shown if len(squeeze(words.text)) >= MIN_TITLE and _begins(head, words.text))
    notices = (words for words in shown if is_notice(words.text))
    headings = (
        words
        for tag in page.find_all(["h1"])
        if 8 <= len(words := words_of(tag, source)) <= MAX_TITLE and not is_line(words.text)
    )
    kinds = (
        words
        for words in [*shown, *(words_of(tag, source) for tag in tags_in(page) if _prominent(tag))]
        if MIN_TITLE <= len(squeeze(words.text)) <= MAX_TITLE and ends_with_kind(words.text) and not is_line(words.text)
    )
    return (
        next(found, None)
        or _of_head(page, source, [*lines, *outside])
        or next(notices, None)
        or _first_line(lines)
        or _above(titles, source, lines)
        or next(headings, None)
        or next(kinds, None)
        or _left_of_head(page, source)
    )


def day_of(title: Mapped, lines: Iterable[Line]) -> str | None:
    """Return the day that stands in brackets behind the title where the page shows both as one heading."""
    for line in lines:
        dated = DATED.search(line.text)
        if dated and squeeze(line.text[: dated.start()]) == squeeze(title.text):
            return dated[1]
    return None


def _begins(head: str, words: str) -> bool:
    return bool(head) and head.startswith(squeeze(words))


def is_notice(text: str) -> bool:
    """Tell whether a text reads like the title of a notice: about something, and of which kind."""
    return NOTICE.fullmatch(squeeze(text)) is not None


def ends_with_kind(text: str) -> bool:
    """Tell whether a text ends as titles do, with the kind of document that it is."""
    words = squeeze(text)
    return any(kind.end() == len(words) for kind in KIND.finditer(words))


def _prominent(tag: Tag) -> bool:
    """Tell whether an element is set as titles are: centred, or in large letters, with no blocks in it."""
    large = tag.name == "font" and attribute(tag, "size").lstrip("+") in {"4", "5", "6", "7"}
    centred = tag.name == "center" or attribute(tag, "align").lower() in {"center", "middle"}
    styled = SET_AS_TITLE.search(attribute(tag, "style")) is not None
    return (large or centred or styled) and tag.find(["p", "div", "table", "td", "ul"]) is None


def _shown(page: BeautifulSoup, source: str) -> Iterator[Mapped]:
    """Yield what is shown as a heading: by its tag, or by the name of its class or id."""
    for tag in tags_in(page):
        if (tag.name in TITLE_TAGS or any(map(TITLE_NAME.fullmatch, tokens(tag)))) and not tag.find(
            ["p", "table", "ul"]
        ):
            words = words_of(tag, source)
            dated = DATED.search(words.text)
            words = words[: dated.start()].strip() if dated else words
            if words and len(words) <= MAX_TITLE:
                yield words


def _pieces(words: Mapped) -> list[Mapped]:
    """Return a `<title>` whole and in the parts that separators make, without names of sites and templates, longest first."""
    words = words[:MAX_HEAD]
    pieces = [words]
    for separator in TITLE_SEPARATOR.finditer(words.text):
        pieces += [words[: separator.start()], words[separator.end() :]]
    pieces += [words[gap.end() :] for gap in GAP.finditer(words.text) if ends_with_kind(words.text[gap.end() :])]
    pieces = [piece.strip().strip(":：") for piece in pieces]
    return sorted(
        (
            piece
            for piece in pieces
            if SHORT_TITLE <= len(piece) <= MAX_TITLE
            and not SITE_NAME.search(piece.text)
            and not OF_A_TEMPLATE.fullmatch(squeeze(piece.text))
        ),
        key=len,
        reverse=True,
    )


def _of_head(page: BeautifulSoup, source: str, lines: Sequence[Line]) -> Mapped | None:
    """Return the title out of `<title>`, where the site's name may stand before or behind it, as a line of the page."""
    if page.title is None:
        return None
    shown: dict[str, Mapped] = {}
    plain = [line for line in lines[:MAX_ABOVE] if line.table is None]
    for count in range(1, BROKEN_LINES + 1):
        for i in range(len(plain) - count + 1):
            together = join(line.words for line in plain[i : i + count])
            shown.setdefault(squeeze(together.text), together)
    return next(
        (shown[words] for piece in _pieces(words_of(page.title, source)) if (words := squeeze(piece.text)) in shown),
        None,
    )


def _first_line(lines: Sequence[Line]) -> Mapped | None:
    """Return the first line of the main text, or first lines together, that read like the title of a notice."""
    head = [line for line in lines[:HEAD_LINES] if line.table is None]
    for i in range(len(head)):
        end = end_of_title(head, i)
        if end is not None:
            return join(line.words for line in head[i:end])
    return None


def end_of_title(lines: Sequence[Line], begin: int) -> int | None:
    """Return where the title of a notice ends that begins with a line, or None where none does."""
    for end in range(begin + 1, min(begin + BROKEN_LINES, len(lines)) + 1):
        if NO_TITLE.search(squeeze(lines[end - 1].text)):
            return None
        if is_notice("".join(line.text for line in lines[begin:end])):
            return end
    return None


def _above(titles: Sequence[Tag], source: str, lines: Sequence[Line]) -> Mapped | None:
    """Return what shows the title nearest above the main text."""
    begin = lines[0].words.at[0] if lines else 0
    above = [words for tag in titles if (words := words_of(tag, source)) and words.at[0] < begin]
    return above[-1] if above else None


def _left_of_head(page: BeautifulSoup, source: str) -> Mapped | None:
    """Return `<title>` without the site's name, as the last resort: it is not shown on the page."""
    if page.title is None:
        return None
    words = words_of(page.title, source)
    suffix = SITE_SUFFIX.search(words.text)
    while suffix and suffix.start() >= MIN_TITLE:
        words = words[: suffix.start()]
        suffix = SITE_SUFFIX.search(words.text)
    return next((piece for piece in _pieces(words) if len(piece) >= MIN_TITLE or KIND.search(piece.text)), None)


def words_of(tag: Tag, source: str) -> Mapped:
    """Return the words below a tag as one line."""
    return tidy(join(child.mapped(source) for child in words_in(tag)))


def with_title(lines: list[Line], title: Mapped) -> list[Line]:
    """Put the title first where no line, or lines together, among the first of the main text are the title."""
    head = [squeeze(line.text) for line in lines[:HEAD_LINES]]
    wanted = squeeze(title.text)
    for i in range(len(head)):
        for j in range(i + 1, min(i + 1 + TITLE_LINES, len(head) + 1)):
            if "".join(head[i:j]) == wanted:
                return lines
    return [Line(title), *lines]


def begin_at_title(lines: Sequence[Line], titles: Sequence[Tag]) -> int:
    """Return the line at which a notice begins: its title, with the head of its paper and its number above it.

    It is the first line where nothing shows the title, or where something above it may be the notice's own: what only a
    notice has, or a table.
    """
    wanted = {squeeze(text_of(tag)) for tag in titles}
    head = [squeeze(line.text) for line in lines[:MAX_ABOVE]]
    spans = ((i, j) for i in range(len(head)) for j in range(i + 1, min(i + BROKEN_LINES, len(head)) + 1))
    begin = next((i for i, j in spans if "".join(head[i:j]) in wanted), 0)
    if any(line.table is not None or _is_own(line.text) for line in lines[:begin]):
        return 0
    if begin and head[begin].startswith("关于") and AGENCY.fullmatch(head[begin - 1]):
        begin -= 1  # the title goes on from the line with its issuer
    while begin and OF_PAPER.search(head[begin - 1]):
        begin -= 1
    return begin


def _is_own(text: str) -> bool:
    words = squeeze(text)
    own = SIGN.fullmatch(words) or SIGNATURE_DAY.fullmatch(words)
    return own is not None and not is_line(text) and is_label(text) is None and not read_line(text).whole


def headings(page: BeautifulSoup, root: Tag, dropped: set[int]) -> list[Tag]:
    """Return the elements that show the title: what the page calls it in its head or, failing that, what reads like one."""
    called = [squeeze(name) for name in _called(page)]
    texts = _small_texts(root, dropped)
    small = [(tag, texts[id(tag)]) for tag in tags_in(root) if id(tag) in texts]
    for wanted in called:
        found = [tag for tag, text in small if text == wanted]
        found = found or [tag for tag, text in small if text.startswith(wanted) and len(text) < 2 * len(wanted)]
        if found:
            return found[:MAX_HEADINGS]
    notices = [tag for tag, text in small if NOTICE.fullmatch(text)]
    set_apart = ((tag, text) for tag, text in small if tag.name in TITLE_TAGS or _prominent(tag))
    notices = notices or [tag for tag, text in set_apart if len(text) >= MIN_TITLE and ends_with_kind(text)]
    return notices[:MAX_HEADINGS]


def _called(page: BeautifulSoup) -> Iterable[str]:
    """Yield what the head of a page calls it."""
    for tag in page.find_all("meta"):
        label = (attribute(tag, "name") or attribute(tag, "property")).lower()
        if names("meta").get(label) == "title" and len(squeeze(attribute(tag, "content"))) >= SHORT_TITLE:
            yield attribute(tag, "content")
    if page.title:
        text = text_of(page.title)
        yield from (piece.text for piece in _pieces(tidy(Mapped.verbatim(text, 0, len(text)))))


def _small_texts(root: Tag, dropped: set[int]) -> dict[int, str]:
    """Return the words of each tag outside links that has few of them, by its id, without white space."""
    texts: dict[int, str] = {}

    def visit(tag: Tag) -> str | None:
        words = ""
        small = True
        for child in tag.children:
            if isinstance(child, Words):
                words += squeeze(child)
            elif isinstance(child, Tag) and child.name not in SILENT and id(child) not in dropped:
                below = visit(child)
                small = small and below is not None
                words += below or ""
            small = small and len(words) <= MAX_TITLE
            words = words if small else ""
        if tag.name == "a" and tag.get("href"):
            return words if small else None
        if small and words:
            texts[id(tag)] = words
        return words if small else None

    visit(root)
    return texts
