"""Find the other documents that a notice names, with their numbers and why they are named."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache

from spacy.language import Language
from spacy.tokens import Doc

from extractors.doc_numbers import DocNumber, find_doc_numbers
from extractors.lexicon import Entry, Lexicon, load
from extractors.reading import Reading, reading
from extractors.records import Citation, Header
from extractors.span import Span
from extractors.titles import cited_kind
from extractors.vocabulary import Relation

LONGEST = 160
"""The most characters a cited title may have; an opening mark with no closing one in reach has lost it."""
LOOK_BACK = 80
LOOK_AHEAD = 60


class RelationCue(Entry, frozen=True):
    """Words that say why a document is cited."""

    relation: Relation
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()


class RelationCues(Lexicon, frozen=True):
    """`citation_relations.yaml`."""

    entries: tuple[RelationCue, ...]


@dataclass(frozen=True, slots=True)
class Named:
    """A document named in the text: the span of its title without marks, of the whole quote, and its number."""

    title: str | None
    inner: Span
    quote: Span
    number: str | None
    rule: str


@Language.component("duibiao_citations")
def citations(doc: Doc) -> Doc:
    """Fill `citations`."""
    state = reading(doc)
    state.citations = tuple(_by_heading(state.text, c, state) for c in find_citations(state.text, state.header))
    return doc


def _by_heading(text: str, citation: Citation, state: Reading) -> Citation:
    """Make a title listed under a heading such as 编制依据 a basis."""
    section = state.section_at(citation.quote.start)
    if citation.relation is not Relation.MENTIONS or section is None:
        return citation
    headed = "依据" in section.heading.cut(text) and not section.heading.overlaps(citation.quote)
    return replace(citation, relation=Relation.BASIS) if headed else citation


def find_citations(text: str, header: Header | None = None) -> tuple[Citation, ...]:
    """Find the cited documents: one record per distinct title (or number, where no title is given), at its first place.

    The notice's own number in `header` is not a citation; what its title says it issues is.
    """
    header = header or Header()
    named = sorted((*_titled(text), *_quoted(text)), key=lambda n: n.inner.start)
    named = sorted((*named, *_numbers_alone(text, named, header)), key=lambda n: n.inner.start)
    own = next((e.span for e in header.evidence if e.field == "title"), None)
    found: dict[str, Citation] = {}
    numbers: set[str | None] = set()
    relation, end = Relation.MENTIONS, 0
    for one in named:
        relation = _relation(text, one, end, relation, own)
        end = one.quote.end
        key = _key(one.title or one.number or "")
        if not one.title and one.number in numbers:
            continue
        numbers.add(one.number)
        citation = Citation(one.quote, one.title, one.number, relation, one.rule)
        found[key] = _merged(found[key], citation) if key in found else citation
    if not any(c.relation is Relation.ISSUES for c in found.values()):
        found |= {_key(c.title or ""): c for c in _issued_in_title(text, header)}
    return tuple(sorted(found.values(), key=lambda c: c.quote))


def _key(title: str) -> str:
    return re.sub(r"[\W_]", "", title)


def _merged(first: Citation, later: Citation) -> Citation:
    """Keep the first place; take from a later one that the notice issues it, and a number the first lacked."""
    relation = later.relation if later.relation is Relation.ISSUES else first.relation
    return replace(first, relation=relation, doc_number=first.doc_number or later.doc_number)


# ---------------------------------------------------------------- titles between marks

_OPEN, _CLOSE = "《", "》"
# An inner title printed with the outer marks: 《关于印发《…办法》的通知》.
_NESTS = re.compile(r"(?:印发|转发|批转|发布|公布|实施|修改|修订|废止|贯彻|落实|执行|施行)$")
# A title by its kind alone is the short form of one named before (以下简称《规划》). What ends with no kind of document
# (《山水之间》, 《申请表》) is a work of art, a form or a paper, and no citation.
_SHORT_FORM = re.compile(
    r"(?:总体|若干|实施|行动|工作|管理|暂行|具体|本|该)?"
    r"(?:规划|纲要|计划|方案|意见|通知|决定|办法|细则|规定|条例|标准|要点|措施|建议|报告|清单|目录|指南|规范|导则)(?:[（(][^（）()]*[)）])?$"
)
_GAP = re.compile(r"[\s\u3000]*(?:[（(〔\[【]\s*)?$")
_ISSUER_BEFORE_NUMBER = 30
_STANDARD = re.compile(
    r"\s?[（(]?\s?(?P<number>(?:GB|DB|JGJ|CJJ|HJ|JT|SL|NY|LY|WS|YY|QB|AQ|GA|JJF|TD|CJ)[A-Z]*"
    r"(?:\d{2,4}(?=/|\s\d))?(?:/[TZ])?"  # a province's own: DB37/T 1234-2023
    r"\s?[\d.]{2,}(?:[-—－]\d{4})?)"
)


def _titled(text: str) -> Iterator[Named]:
    at = 0
    while (start := text.find(_OPEN, at)) >= 0:
        end, closed = _title_end(text, start)
        at = max(end, start + 1)
        if end <= start + 1:
            continue
        inner = Span(start + 1, end)
        title = _normal(inner.cut(text))
        after = end + 1 if closed else end
        number, quote_end = _number_after(text, after)
        quote_start = start
        if number is None and (before := _number_before(text, start)) is not None:
            number, quote_start = before.normal, before.span.start
        if number is None and (cited_kind(title) is None or _SHORT_FORM.match(title)):
            continue
        rule = "marks" if closed else "marks.unclosed"
        yield Named(title, inner, Span(quote_start, quote_end), number, rule)


def _title_end(text: str, start: int) -> tuple[int, bool]:
    """Return where a title opened at `start` ends, and whether it is closed there.

    A second opening mark is a nested title where a verb of issuing stands before it; else the first one's closing
    mark was lost, and the title ends with the last kind of document before its number or the next break.
    """
    depth = 0
    limit = min(len(text), start + LONGEST)
    for i in range(start, limit):
        if text[i] == _OPEN:
            if depth and not _NESTS.search(text, max(start, i - 4), i):
                return _lost_end(text, start + 1, i), False
            depth += 1
        elif text[i] == _CLOSE:
            depth -= 1
            if depth == 0 or (depth == 1 and not _closes_later(text, i + 1, limit)):
                return i, True
        elif text[i] == "。" or (text[i] == "\n" and text[i - 1 : i + 2].count("\n") > 1):
            return _lost_end(text, start + 1, i), False
    return _lost_end(text, start + 1, limit), False


def _closes_later(text: str, start: int, limit: int) -> bool:
    close = text.find(_CLOSE, start, limit)
    opened = text.find(_OPEN, start, limit)
    return close >= 0 and (opened < 0 or close < opened)


def _lost_end(text: str, start: int, limit: int) -> int:
    """Return where a title without its closing mark ends, or `start` where no document can be seen in it."""
    for stop in re.finditer(r"[,，、；;]|和|及|精神|要求|$", text[start:limit]):
        if cited_kind(text[start : start + stop.start()]):
            return start + stop.start()
    return start


def _normal(title: str) -> str:
    """Return a title as it is written but for line breaks and inner marks."""
    return re.sub(r"[ \u3000]*\n\s*", "", title).strip().replace(_OPEN, "〈").replace(_CLOSE, "〉")


def _number_after(text: str, end: int) -> tuple[str | None, int]:
    """Return the number that stands straight behind a title, in brackets or not, and where the whole quote ends."""
    number = next(find_doc_numbers(text, end, min(len(text), end + LOOK_AHEAD)), None)
    if number is not None and _GAP.fullmatch(text, end, number.span.start):
        close = number.span.end
        bracketed = text[end : number.span.start].strip() != ""
        return number.normal, close + 1 if bracketed and text[close : close + 1] in {"）", ")", "】", "]"} else close
    standard = _STANDARD.match(text, end)
    if standard is None:
        return None, end
    close = standard.end("number")
    return standard["number"], close + 1 if text[close : close + 1] in {"）", ")"} else close


def _number_before(text: str, start: int) -> DocNumber | None:
    """Return the number that stands straight before a title (甲市人民政府令第132号《…》), or None."""
    for number in find_doc_numbers(text, max(0, start - _ISSUER_BEFORE_NUMBER), start):
        if number.span.end == start:
            return number
    return None


# ---------------------------------------------------------------- titles in quotation marks, numbers alone

_QUOTED = re.compile(r"“(?P<title>[^“”\n。]{0,40}关于[^“”\n。]{4,80})”")
# A title that lost both its marks: what stands between a verb of citing and a number in brackets.
_UNMARKED = re.compile(
    r"[\s\S]*(?:贯彻|落实|根据|按照|依据|印发的?|转发的?|[，,。；;：:、》\n])"
    r"(?P<title>[\u4e00-\u9fff“”（）()\d—－-]{6,60}?)(?=[（(]$)"
)
# A number alone is cited as a document where a word for one follows it: 国发〔2016〕40号文件.
_AS_DOCUMENT = re.compile(r"[)）]?\s?(?:文件?|等文件|精神|要求|规定)")


def _quoted(text: str) -> Iterator[Named]:
    for hit in _QUOTED.finditer(text):
        if cited_kind(hit["title"]) is not None:
            number, end = _number_after(text, hit.end())
            yield Named(hit["title"], Span(*hit.span("title")), Span(hit.start(), end), number, "quotes")


def _numbers_alone(text: str, named: Iterable[Named], header: Header) -> Iterator[Named]:
    """Yield the numbers that no marked title has: with the title that lost its marks before them, or alone."""
    taken = sorted(n.quote for n in named)
    for number in find_doc_numbers(text):
        i = bisect_right(taken, number.span)
        if number.normal == header.doc_number or any(s.overlaps(number.span) for s in taken[max(0, i - 1) : i + 1]):
            continue
        before = Span(max(0, number.span.start - LOOK_BACK), number.span.start)
        hit = _UNMARKED.match(before.cut(text))
        if hit and cited_kind(hit["title"]):
            inner = Span(before.start + hit.start("title"), before.start + hit.end("title"))
            close = number.span.end + (text[number.span.end : number.span.end + 1] in {"）", ")"})
            yield Named(_normal(hit["title"]), inner, Span(inner.start, close), number.normal, "marks.lost")
        elif _AS_DOCUMENT.match(text, number.span.end):
            yield Named(None, number.span, number.span, number.normal, "number")


# ---------------------------------------------------------------- relation

_SENTENCE_BREAK = re.compile(r"[。！？!?；;\n]")
_CLAUSE_BREAK = re.compile(r"[，,。！？!?；;：:\n]")
# Between two titles of one list: commas, 和, and the names of those who issued them, but no verb.
_JOINS = re.compile(r"[\s、，,]*(?:和|及|以及|与|、|，|,)?[\u4e00-\u9fff、]{0,20}[\s、]*$")
_HAN = re.compile(r"[\u4e00-\u9fff]")
# A clause of its own that names another title, and words straight before one.
_NEXT_TITLE = re.compile(r"[，,][^《，,]*[\u4e00-\u9fff][^《，,]*《")
_OPEN_NEXT = re.compile(r"\s*《")
_VERB = re.compile(
    r"根据|按照|依据|贯彻|落实|执行|实施|制定|制订|修订|印发|发布|出台|编制|推动|推进|完善|对照|达到|完成|宣传|要|将"
)


# …研究制定了《甲方案》。经市政府同意，现印发给你们: the next sentence issues what this one named last.
_ISSUED_NEXT = re.compile(
    r"[，,]?[^，。；《\n]{0,40}。\s*(?:已?经[^，。；《\n]{2,24}(?:同意|审议通过|批准)[，,])?现(?:将其)?(?:予以)?(?:印发|转发|下发)给"
)


@cache
def _cues(side: str) -> tuple[re.Pattern[str], dict[str, Relation]]:
    words = {w: e.relation for e in load("citation_relations", RelationCues).entries for w in getattr(e, side)}
    return re.compile("|".join(sorted(words, key=lambda w: (-len(w), w)))), words


def _relation(text: str, one: Named, previous_end: int, previous: Relation, own_title: Span | None) -> Relation:
    if own_title is not None and own_title.contains(one.inner):
        return Relation.ISSUES if _ISSUED.search(own_title.cut(text)) else Relation.MENTIONS
    start = one.quote.start
    between = text[previous_end:start] if previous_end else None
    if between is not None and len(between) <= 24 and _JOINS.fullmatch(between) and not _VERB.search(between):
        return previous
    after = _after(text, one.quote.end)
    if after is Relation.ISSUES or _ISSUED_NEXT.match(text, one.quote.end):
        return Relation.ISSUES
    before = _before(text, max(previous_end, start - LOOK_BACK, 0), start)
    # 推动《…》落实: the verb behind is what counts, the one before is only its helper
    return before if before in {Relation.BASIS, Relation.ISSUES} else after or before or Relation.MENTIONS


def _before(text: str, start: int, end: int) -> Relation | None:
    pattern, words = _cues("before")
    stretch = text[start:end]
    breaks = [m.end() for m in _CLAUSE_BREAK.finditer(stretch)]
    stretch = stretch[breaks[-1] :] if breaks else stretch
    hits = [m[0] for m in pattern.finditer(stretch)]
    return words[hits[-1]] if hits else None


def _after(text: str, end: int) -> Relation | None:
    """Read the words behind a title, beyond the rest of its list; 现印发给你们 may stand at the end of the sentence.

    What is said of the next title is not said of this one: 根据《…》，现将《…》印发给你们.
    """
    pattern, words = _cues("after")
    stop = _SENTENCE_BREAK.search(text, end, min(len(text), end + LOOK_BACK))
    stretch = text[end : stop.start() if stop else end + LOOK_BACK]
    if another := _NEXT_TITLE.search(stretch):
        stretch = stretch[: another.start()]
    for hit in pattern.finditer(stretch):
        near = hit.start() == 0 or re.fullmatch(r"[)）]?等?", stretch[: hit.start()]) is not None
        noun = not _HAN.match(stretch, hit.end()) or not hit[0].endswith("要求")  # 《…》要求各地 is a verb
        if _OPEN_NEXT.match(stretch, hit.end()):  # 现发布《…》
            continue
        if (near and noun) or words[hit[0]] is Relation.ISSUES:
            return words[hit[0]]
    return None


# ---------------------------------------------------------------- what the notice's title says it issues

_ISSUED = re.compile(r"(?:印发|转发|批转|公布|发布)(?P<what>[\s\S]+)的(?:通知|公告|通告|决定|函)\s*$")


def _issued_in_title(text: str, header: Header) -> Iterator[Citation]:
    """Yield the document that a title without marks issues (关于印发甲市…方案的通知)."""
    at = next((e.span for e in header.evidence if e.field == "title"), None)
    if at is None or _OPEN in at.cut(text):
        return
    hit = _ISSUED.search(at.cut(text))
    if hit and cited_kind(hit["what"].strip()):
        what = Span(at.start + hit.start("what"), at.start + hit.end("what"))
        yield Citation(what, _normal(hit["what"]), None, Relation.ISSUES, "own-title")
