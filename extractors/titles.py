"""Read a notice's title: join it over line breaks, tell its kind and the period it speaks of."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from functools import cache

from extractors.bodies import BODY
from extractors.doc_numbers import whole_doc_number
from extractors.lexicon import Entry, Lexicon, load
from extractors.lines import Line
from extractors.periods import five_year_plan
from extractors.span import Span

MOST_LINES = 6
LONGEST_TITLE = 160

# Behind the kind: (试行), （2021—2035年）, （征求意见稿）.
_TAIL = r"(?:\s*[（(〔\[][^（）()〔〕\[\]]{1,24}[）)〕\]])*"
_CLOSING = re.compile(rf"[》”\"」]?{_TAIL}\s*$")
# Lines that cannot begin a title: headings with a number, labels of header fields, salutations, sentences.
_NO_START = re.compile(
    r"""
    ^(?:
        [一二三四五六七八九十]{1,3}[、.．] | [（(][一二三四五六七八九十\d]{1,3}[）)] | \d{1,3}[、.．](?!\d)
      | 第[一二三四五六七八九十百\d]+[章节条]
      | 附件 | 附[:：] | [•·>|※-] | .*[【】]
      | [\w\s]{2,10}[:：]
      | .{1,4}$                                      # 下载, 要闻: a button or a column's name
      | .{2,60}(?:文\s?件|政府公报)$                 # 甲市人民政府文件: the letterhead, or the gazette's
      | (?:19|20)\d\d[年./-]\d.{1,8}$                # a date
    )""",
    re.VERBOSE,
)
_SENTENCE = re.compile(r"[。；;!！?？]|[,，:：]$")
# What a page sets around a title: 【规范性文件】 before it, （已废止） behind it.
_MARK_BEFORE = re.compile(r"^[【\[［][^【】\[\]［］]{2,10}[】\]］]\s*")
_STATE_BEHIND = re.compile(
    r"\s*[（(](?P<state>(?:已|全文|部分)?(?:废止|失效|停止执行|宣布失效|继续有效|现行有效))[）)]$"
)
# A title that seems complete goes on where the next line begins with one of these.
_GOES_ON = re.compile(r"^(?:[和与及暨（(〔]|的(?:通知|意见|决定|函))")
# What follows an issuer that stands on a line of its own above the rest of the title.
_TAKES_UP = re.compile(r"关于|印发|转发|批转|令|公告|通告")
# Behind a title that runs into the next words: its number, the addressees, or a gap.
_RUN_ON_END = re.compile(
    r"(?:通知|意见|决定|公告|通告|通报|批复|函)(?=\s|[（(]?[\u4e00-\u9fff]{2,10}[〔\[]|各|有关|[省市区县]直)"
)
_PAIRS = (("《", "》"), ("“", "”"), ("（", "）"), ("(", ")"), ("〔", "〕"), ("〈", "〉"))


class DocumentKind(Entry, frozen=True):
    """A kind of document; its `id` is the word itself."""

    group: str


class DocumentKinds(Lexicon, frozen=True):
    """`document_kinds.yaml`."""

    entries: tuple[DocumentKind, ...]


def find_title(lines: Sequence[Line]) -> tuple[str, Span] | None:
    """Find the title among the first lines: its text joined over line breaks, and its span, without marks of the page."""
    lines = [_unmarked(line) for line in lines]
    for i, line in enumerate(lines):
        if _SENTENCE.search(line.text):
            run_on = _run_on(line)
            if run_on is not None or len(line.text) > LONGEST_TITLE:
                return run_on
        if not _may_stand(line.text) or _stands_alone(lines, i):
            continue
        joined = ""
        for j in range(i, min(i + MOST_LINES, len(lines))):
            if j > i and not _may_stand(lines[j].text):
                break
            joined = join(joined, lines[j].text)
            if len(joined) > LONGEST_TITLE:
                break
            if is_title(joined):
                last, joined = _extend(joined, lines, j)
                return joined, line.span.cover(lines[last].span)
    return None


def state_behind(title: str) -> tuple[str, str | None]:
    """Part a title from the state of validity that a page set behind it (…的通知（已废止）), None where it set none."""
    hit = _STATE_BEHIND.search(title)
    return (title[: hit.start()], hit["state"]) if hit else (title, None)


def _unmarked(line: Line) -> Line:
    """Return a line without the marks of the page, where there is more than them."""
    mark = _MARK_BEFORE.match(line.text)
    start = mark.end() if mark else 0
    text, _ = state_behind(line.text[start:])
    return Line(Span(line.span.start + start, line.span.start + start + len(text)), text) if text else line


def _run_on(line: Line) -> tuple[str, Span] | None:
    """Read the title at the beginning of a text without line breaks."""
    for end in _RUN_ON_END.finditer(line.text, 0, LONGEST_TITLE):
        title = line.text[: end.end()]
        if "关于" in title and not _SENTENCE.search(title) and is_title(title):
            return title, Span(line.span.start, line.span.start + end.end())
    return None


def _may_stand(line: str) -> bool:
    return not (_NO_START.match(line) or _SENTENCE.search(line) or whole_doc_number(line))


def _stands_alone(lines: Sequence[Line], i: int) -> bool:
    """Tell whether a line is a body's name that the next line does not take up with 关于…, as a signature is."""
    following = lines[i + 1].text if i + 1 < len(lines) else ""
    return (
        BODY.fullmatch(lines[i].text) is not None and not _TAKES_UP.match(following) and kind_of(lines[i].text) is None
    )


def _extend(title: str, lines: Sequence[Line], last: int) -> tuple[int, str]:
    while last + 1 < len(lines) and _GOES_ON.match(lines[last + 1].text):
        longer = join(title, lines[last + 1].text)
        if not is_title(longer):
            break
        last, title = last + 1, longer
    return last, title


def join(left: str, right: str) -> str:
    """Join two lines of a title: without a space, but for one between Latin letters or digits."""
    latin = left[-1:].isascii() and left[-1:].isalnum() and right[:1].isascii() and right[:1].isalnum()
    return f"{left} {right}" if latin else left + right


def is_title(text: str) -> bool:
    """Tell whether a text reads like a whole title: it ends with a kind of document, and what it opens it closes."""
    return len(text) >= 5 and all(text.count(a) == text.count(b) for a, b in _PAIRS) and kind_of(text) is not None


def kind_of(title: str) -> str | None:
    """Return the kind of document that ends a title: 通知 for 关于印发《…办法》的通知; None where it ends otherwise."""
    return _ending(title, cited=False)


def cited_kind(title: str) -> str | None:
    """Return the kind that ends a cited title: as `kind_of`, and laws, agreements and what else is no notice."""
    return _ending(title, cited=True)


def _ending(title: str, *, cited: bool) -> str | None:
    closing = _CLOSING.search(title)
    hit = _kinds(cited).search(title[: closing.start()] if closing else title)
    return hit[0] if hit else None


@cache
def _kinds(cited: bool) -> re.Pattern[str]:
    entries = load("document_kinds", DocumentKinds).entries
    words = sorted((e.id for e in entries if cited or e.group != "cited"), key=lambda w: (-len(w), w))
    return re.compile(f"(?:{'|'.join(words)})$")


# ---------------------------------------------------------------- the period a title speaks of

_ZH = "〇○零一二三四五六七八九"
_PLAN = {"十": 10, "十一": 11, "十二": 12, "十三": 13, "十四": 14, "十五": 15, "十六": 16, "十七": 17}
_YEARS = re.compile(r"(?P<first>20\d\d)\s?年?\s?(?:[-—－–~～至到―]+|­)\s?(?P<last>20\d\d)\s?年?")
_FIVE_YEARS = re.compile(
    r"[“\"]?(?P<short>十[一二三四五六七]?)五(?:[”\"]|(?=规划|时期|期间))|第(?P<long>十[一二三四五六七]?)个五年"
)
_YEAR = re.compile(
    rf"(?P<year>20\d\d|二[{_ZH}]{{3}})\s?年(?:度)?"
    r"(?!\s?\d{1,2}\s?月|\s?[—－–~～至到-]|远景|版|修订|修正|以?[前后来]|第\s?\d|[上下]半年)"
)


def period_of(title: str) -> tuple[date, date] | None:
    """Return the first and last day of the period that a title states (2018—2020年, “十四五”, 2021年), or None."""
    if hit := _YEARS.search(title):
        first, last = int(hit["first"]), int(hit["last"])
        return (date(first, 1, 1), date(last, 12, 31)) if first <= last else None
    if hit := _FIVE_YEARS.search(title):
        plan = five_year_plan(_PLAN[hit["short"] or hit["long"]])
        return (plan.start, plan.end) if plan.start and plan.end else None
    if hit := _YEAR.search(title):
        digits = hit["year"].replace("○", "〇").replace("零", "〇")
        year = int(digits) if digits.isascii() else int("".join(str("〇一二三四五六七八九".index(c)) for c in digits))
        return date(year, 1, 1), date(year, 12, 31)
    return None
