"""Read the notice's own header: title, 文号, issuer, dates, index number, validity, addressees, kind, period, place.

What the page gives in its fields is set beside what the text says: fields win where they are made for the purpose
(索引号, 文号, 成文日期), the text wins for what the notice itself signs.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from spacy.language import Language
from spacy.tokens import Doc

from extractors.doc_numbers import find_doc_numbers, whole_doc_number
from extractors.issuers import (
    Decree,
    Signature,
    day_under_title,
    find_addressees,
    find_decree,
    find_signature,
    issuer_in_title,
    read_day,
)
from extractors.jurisdiction import Clues, place_of
from extractors.lines import Line, lines_of
from extractors.notice import Notice, PageField
from extractors.places import Gazetteer
from extractors.reading import reading
from extractors.records import Evidence, Header, Place
from extractors.report_year import period_of_report
from extractors.span import Span
from extractors.titles import find_title, is_title, kind_of, period_of, state_behind

TOP_LINES = 40
"""How many lines of the text may hold title and 文号."""

BELOW_TITLE = 4000
"""How many characters below the title may hold the salutation."""

# Labels of the body that made the document, not of the office that put it on the page.
_MAKER_LABELS = frozenset(
    {"发文机关", "制发机关", "制定机关", "印发机关", "发文单位", "发文机构", "发文部门", "印发单位"}
)
_ORIGINS = {"table": 0, "line": 1, "meta": 2}
# The imprint at the foot (版记): 甲市人民政府办公室 2023年9月6日印发.
_PRINTED = re.compile(r"(?P<day>(?:19|20)\d\d\s?年\s?\d{1,2}\s?月\s?\d{1,2}\s?日)\s?印发")
_REPORT = re.compile(r"我?代表(?P<body>[\u4e00-\u9fff]{0,12}?人民政府)[，,]?(?:向|作)")
# A decree under a title: （2011年12月15日甲市人民政府令第61号公布）.
_DECREE = re.compile(r"(?P<body>[\u4e00-\u9fff]{2,20}?)令第?\s?\d+\s?号")
# A source that may have issued what it gave, unlike a newspaper or a news agency.
_MAY_ISSUE = re.compile(r"(?:政府|国务院|办公室|办公厅|委员会|管委会|委|局|厅|部|署|院|证监会)$")
_UNKNOWN = re.compile(r"^(?:无|暂无|—+|-+|/|\\|空|本站|本网|未知|null|None)$")


@dataclass(frozen=True, slots=True)
class Fields:
    """The page's fields, the most trustworthy first: header tables, then lines, then meta tags."""

    fields: tuple[PageField, ...]

    @classmethod
    def of(cls, notice: Notice) -> Fields:
        """Order the fields of a notice and drop those whose value says that there is none."""
        told = [f for f in notice.fields if f.value.strip() and not _UNKNOWN.match(f.value.strip())]
        return cls(tuple(sorted(told, key=lambda f: _ORIGINS.get(f.origin, 3))))

    def all(self, name: str) -> list[PageField]:
        """Return the fields of that name."""
        return [f for f in self.fields if f.name == name]

    def first(self, name: str) -> str | None:
        """Return the first value of that name, or None."""
        return next((f.value.strip() for f in self.all(name)), None)

    def day(self, name: str) -> date | None:
        """Return the first value of that name that is a day, or None."""
        return next((day for f in self.all(name) if (day := read_day(f.value))), None)


@Language.component("duibiao_header")
def header(doc: Doc) -> Doc:
    """Fill `header`."""
    state = reading(doc)
    state.header = read_header(state.text, state.notice, state.gazetteer)
    return doc


def read_header(text: str, notice: Notice, gazetteer: Gazetteer) -> Header:
    """Read the header of a notice from its text and the fields that its page gave."""
    fields = Fields.of(notice)
    lines = lines_of(text)
    top = lines[:TOP_LINES]
    evidence: list[Evidence] = []

    def seen(name: str, span: Span | None) -> None:
        if span is not None:
            evidence.append(Evidence(name, span))

    decree = find_decree(top)
    in_text = find_title([line for line in top if decree is None or line.span.start >= decree.number_span.end])
    in_text = in_text or find_title(top)
    title = _title(fields, in_text)
    below = lines_of(text, in_text[1].end, in_text[1].end + BELOW_TITLE) if in_text else top
    under = day_under_title(below[:3])
    seen("title", in_text[1] if in_text and in_text[0] == title else _where(text, title))

    doc_number, at = _doc_number(fields, top, below, under[2] if under else "")
    seen("doc_number", at)
    if at is not None and below and below[0].span.contains(at):  # the number stands between title and salutation
        below = lines_of(text, at.end, at.end + BELOW_TITLE)

    if doc_number is None and decree:
        doc_number = decree.doc_number
        seen("doc_number", decree.number_span)

    signature = find_signature(text, lines)
    issuer, at = _issuer(fields, title, signature, decree, text)
    seen("issuer", at)

    addressees, at = find_addressees(below)
    if not addressees and in_text:  # a letter that lost its title: the first title is that of the plan behind it
        addressees, at = find_addressees([line for line in top if line.span.end <= in_text[1].start])
    seen("addressees", at)
    issued_on = fields.day("issued_on") or signature.day or (under[0] if under else None) or fields.day("printed_on")
    if issued_on == signature.day:
        seen("issued_on", signature.day_span)
    elif under and issued_on == under[0]:
        seen("issued_on", under[1])
    printed = _PRINTED.search(text)
    if printed:
        seen("printed_on", Span(*printed.span("day")))

    titles = tuple(t for t in (title, in_text[0] if in_text else None) if t)
    day = issued_on or fields.day("published_on")
    place = place_of(Clues(gazetteer, issuer, titles, text, fields.first("site"), notice.source_path, day))
    if issuer is None:
        issuer, at = _reporter(text, under[2] if under else "", place)
        seen("issuer", at)
    period = period_of(title) if title else None
    if period is None and day is None:
        period = period_of_report(text)
    return Header(
        title=title,
        doc_number=doc_number,
        issuer=issuer,
        issued_on=issued_on,
        printed_on=(read_day(printed["day"]) if printed else None) or fields.day("printed_on"),
        published_on=fields.day("published_on"),
        index_number=fields.first("index_number"),
        validity=fields.first("validity") or next((told for line in top if (told := state_behind(line.text)[1])), None),
        kind=kind_of(title) if title else None,
        addressees=addressees,
        period_start=period[0] if period else None,
        period_end=period[1] if period else None,
        place=place,
        evidence=tuple(evidence),
    )


def _title(fields: Fields, in_text: tuple[str, Span] | None) -> str | None:
    """Take the page's title if it reads like one; else the text's if it does so plainly; else either."""
    given = [state_behind(f.value.strip())[0] for f in fields.all("title")]
    if whole := next((g for g in given if is_title(g)), None):
        return whole
    if in_text and ("关于" in in_text[0] or "《" in in_text[0] or not given):
        return in_text[0]
    return given[0] if given else None


def _where(text: str, words: str | None) -> Span | None:
    at = text.find(words) if words else -1
    return Span(at, at + len(words)) if words and at >= 0 else None


def _doc_number(
    fields: Fields, top: Sequence[Line], below: Sequence[Line], under: str
) -> tuple[str | None, Span | None]:
    """Take the page's 文号; else a line of its own near the top, or what follows the title; else the decree under it.

    A number inside a sentence is another document's.
    """
    for field in fields.all("doc_number"):
        return whole_doc_number(field.value) or field.value.strip(), None
    for line in top:
        number = whole_doc_number(line.text)
        if number is not None:
            at = next(find_doc_numbers(line.text)).span
            return number, Span(line.span.start + at.start, line.span.start + at.end)
    behind = next(find_doc_numbers(below[0].text), None) if below else None
    if behind is not None and not below[0].text[: behind.span.start].strip("（( "):
        start = below[0].span.start
        return behind.normal, Span(start + behind.span.start, start + behind.span.end)
    decree = _DECREE.search(under)
    return (whole_doc_number(decree[0]) if decree else None), None


def _issuer(
    fields: Fields, title: str | None, signature: Signature, decree: Decree | None, text: str
) -> tuple[str | None, Span | None]:
    """Choose the issuer: the maker's field, the signature, the head of a decree or of the title, another field, the source.

    A fuller form of the chosen name (with its province or city before it, or a second name in brackets behind it)
    is taken from the others.
    """
    issuers = fields.all("issuer")
    sources = [f.value.strip() for f in fields.all("source") if _MAY_ISSUE.search(f.value.strip())]
    names = [
        *(f.value.strip() for f in issuers if f.label in _MAKER_LABELS),
        signature.issuer,
        decree.issuer if decree else None,
        issuer_in_title(title) if title else None,
        *(f.value.strip() for f in issuers if f.label not in _MAKER_LABELS),
    ]
    told = [n for n in names if n]
    if not told:
        return (sources[0], None) if sources and title and kind_of(title) else (None, None)
    chosen = told[0]
    fuller = [n for n in told if _is_fuller(n, chosen)]
    chosen = max([chosen, *fuller], key=len)
    if decree and chosen == decree.issuer:
        return chosen, decree.issuer_span
    return chosen, signature.issuer_span if chosen == signature.issuer else _where(text, chosen)


def _is_fuller(name: str, than: str) -> bool:
    if name.endswith(than):
        return re.search(r"[省市区州盟]$", name[: -len(than)]) is not None
    return name.startswith(than) and name[len(than)] in "（("


def _reporter(text: str, under: str, place: Place | None) -> tuple[str | None, Span | None]:
    """Find who decreed a rule (甲市人民政府令第61号) or speaks in a report (我代表省人民政府)."""
    if hit := _DECREE.search(under):
        return hit["body"], _where(text, hit["body"])
    hit = _REPORT.search(text, 0, 3000)
    if hit is None or place is None:
        return None, None
    return f"{place.name}人民政府", Span(*hit.span("body"))
