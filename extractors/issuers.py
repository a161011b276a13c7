"""Who issued a notice, when, and to whom: signature, head of the title, salutation."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from extractors.bodies import BODY, BODY_END, BODY_NAME
from extractors.dates import find_dates
from extractors.lines import Line
from extractors.span import Span
from extractors.vocabulary import Grain

_ZH = "〇○零O0一二三四五六七八九"
_DAY = (
    rf"(?:(?:19|20)\d\s?\d|[１２][０-９]{{3}}|[一二][{_ZH}]{{3}})\s*年\s*"
    r"(?:\d\s?\d?|[０-９]{1,2}|[一二三四五六七八九十]{1,2})\s*月\s*"
    r"(?:\d\s?\d?|[０-９]{1,2}|[一二三四五六七八九十]{1,3})\s*[日号]"
)
_DAY_LINE = re.compile(rf"[（(]?{_DAY}[)）]?")
_BODY_AND_DAY = re.compile(rf"(?P<name>{BODY_NAME})[\s\u3000]*(?P<day>{_DAY})")
# The signature at the end of a text without line breaks: …请抓好落实。甲市教育局2023年9月11日
_RUN_ON = re.compile(rf"[。）)\]】；]\s*(?P<name>{BODY_NAME})\s*(?P<day>{_DAY})\s*$")
# The day under the title: ——2026年1月31日在甲省第十四届人民代表大会第四次会议上;
# （2011年12月15日甲市人民政府令第61号公布）.
_UNDER_TITLE = re.compile(
    rf"^[—\-－（(〔\[【\s]*(?P<day>{_DAY})(?P<what>[^。]{{0,40}}(?:会议|大会|公布|通过|批准|发布|印发))"
)
MOST_SIGNERS = 12
RUN_ON_TAIL = 160


@dataclass(frozen=True, slots=True)
class Signature:
    """The name and the date under a letter; either may be missing."""

    issuer: str | None = None
    issuer_span: Span | None = None
    day: date | None = None
    day_span: Span | None = None


def read_day(text: str) -> date | None:
    """Return the first whole day that a header value or a signature line names, or None.

    Gaps that page layout left inside a date are closed first: 202 3年 9月 5 日, 2018- 08- 10 17: 33.
    """
    closed = re.sub(r"(?<=[-./年月])\s+|\s+(?=[年月日])|(?<=\d)\s+(?=\d+\s*[年月日])", "", text)
    days = (m.start_date for m in find_dates(closed, None) if m.grain is Grain.DAY and m.start_date == m.end_date)
    return next((day for day in days if day is not None), None)


def find_signature(text: str, lines: Sequence[Line]) -> Signature:
    """Find the first name with a date under it; a date alone on its line where no name stands; else nothing."""
    alone = Signature()
    for i, line in enumerate(lines):
        if hit := _BODY_AND_DAY.fullmatch(line.text):
            at = line.span.start
            return Signature(
                hit["name"],
                Span(at + hit.start("name"), at + hit.end("name")),
                read_day(hit["day"]),
                Span(at + hit.start("day"), at + hit.end("day")),
            )
        if not _DAY_LINE.fullmatch(line.text):
            continue
        names = _signers(lines, i)
        if not names and alone.day is not None:
            continue
        day = read_day(line.text)
        if names and day:
            spans = [n.span for n in names]
            bodies = "、".join(re.sub(r"[\s\u3000]+", "、", n.text) for n in names)
            return Signature(bodies, spans[0].cover(spans[-1]), day, line.span)
        alone = Signature(day=day, day_span=line.span if day else None)
    if hit := _RUN_ON.search(text, max(0, len(text) - RUN_ON_TAIL)):
        return Signature(hit["name"], Span(*hit.span("name")), read_day(hit["day"]), Span(*hit.span("day")))
    return alone


def _signers(lines: Sequence[Line], dated: int) -> list[Line]:
    """Return the lines straight above a date that are names of bodies and no sentence."""
    names: list[Line] = []
    for line in reversed(lines[max(0, dated - MOST_SIGNERS) : dated]):
        if not BODY.fullmatch(line.text) or "关于" in line.text:
            break
        names.insert(0, line)
    return names


def day_under_title(lines: Sequence[Line]) -> tuple[date, Span, str] | None:
    """Return the day of the meeting or decree that stands under a title, where it stands, and the words behind it."""
    for i, line in enumerate(lines):
        text = line.text + (lines[i + 1].text if i + 1 < len(lines) else "")
        hit = _UNDER_TITLE.match(text)
        day = read_day(hit["day"]) if hit else None
        if hit and day and hit.end("day") <= len(line.text):
            return day, Span(line.span.start + hit.start("day"), line.span.start + hit.end("day")), hit["what"]
    return None


# ---------------------------------------------------------------- the head of a decree

_DECREE_LINE = re.compile(rf"(?P<name>{BODY_NAME})?\s*(?P<kind>令|公告)")
_DECREE_NUMBER = re.compile(r"[（(]?(?P<number>(?:(?:19|20)\d\d\s?年\s?)?第\s?\d{1,5}\s?号)[)）]?")
DECREE_LINES = 16


@dataclass(frozen=True, slots=True)
class Decree:
    """The head of a decree or announcement whose issuers, 令 or 公告, and number stand on lines of their own."""

    issuer: str
    issuer_span: Span
    doc_number: str
    number_span: Span


def find_decree(lines: Sequence[Line]) -> Decree | None:
    """Find 令 or 公告 on a line of its own, or behind the last issuer, with its number below and its issuers above."""
    for i, line in enumerate(lines[:DECREE_LINES]):
        hit = _DECREE_LINE.fullmatch(line.text)
        below = lines[i + 1] if hit and i + 1 < len(lines) else None
        number = _DECREE_NUMBER.fullmatch(below.text) if below else None
        if hit is None or below is None or number is None:
            continue
        names = [(n.text, n.span) for n in _signers(lines, i)]
        if hit["name"]:
            names.append((hit["name"], Span(line.span.start, line.span.start + hit.end("name"))))
        if names:
            issuer = "、".join(re.sub(r"[\s\u3000]+", "、", name) for name, _ in names)
            order = issuer + hit["kind"] + "".join(number["number"].split())
            return Decree(issuer, names[0][1].cover(names[-1][1]), order, line.span.cover(below.span))
    return None


# ---------------------------------------------------------------- the head of the title

_TITLE_HEAD = re.compile(
    rf"^(?P<name>{BODY_NAME}(?:[\s\u3000、]+{BODY_NAME})*?(?:等[\d一二三四五六七八九十]{{1,3}}(?:个?部门|家?单位))?)[\s\u3000]*"
    r"(?=关于|印发|转发|批转|公告|通告|令)"
)


def issuer_in_title(title: str) -> str | None:
    """Return the issuer that a title begins with (甲市教育局关于…), or None."""
    hit = _TITLE_HEAD.match(title)
    return hit["name"] if hit else None


# ---------------------------------------------------------------- salutation

_ADDRESSEE = re.compile(
    r"^(?:各|有关|相关|市直|区直|县直|省直|市属|区属|省属|直属|机关|局属|局机关)"
    rf"|(?:{BODY_END}|单位|部门|机关|机构|办事处|街道|乡镇|企业|高校|院校|科室|园区|学院|医院|银行)(?:[（(][^（）()]*[)）])?$"
)
_WHOLE = re.compile(rf"(?:{BODY_END}|单位|部门|办事处|学院|医院|机构|企业)(?:[（(][^（）()]*[)）])?$")
# 国务院各部委、各直属机构: both belong to the State Council, and the name cannot be cut.
_SHARED_OWNER = re.compile(r"^[^各、]+各[^、]+、各")
_SALUTATION = re.compile(r"^(?P<names>[^。；;:：!！《]{2,400}?)[:：]")
_SPEECH = re.compile(r"^(?:各位|同志们|尊敬的|女士们|主席)")


def find_addressees(lines: Sequence[Line]) -> tuple[tuple[str, ...], Span | None]:
    """Find the bodies that a notice is sent to (主送机关) among the lines below its title; empty where it has none."""
    for i, line in enumerate(lines):
        if _SPEECH.match(line.text):
            break
        if hit := _SALUTATION.match(line.text):
            first = i
            while first > 0 and lines[first - 1].text[-1] in "、，,":  # the salutation was broken over lines
                first -= 1
            joined = "".join(part.text for part in lines[first:i]) + hit["names"]
            names = split_addressees(joined)
            if names and all(_ADDRESSEE.search(name) for name in names):
                return names, Span(lines[first].span.start, line.span.start + hit.end("names"))
        if "。" in line.text:
            break
    return (), None


def split_addressees(text: str) -> tuple[str, ...]:
    """Split a salutation at its commas, and at 、 only where every part is a body of its own (not 各委、办、局)."""
    names: list[str] = []
    for part in re.split(r"[，,]", re.sub(r"\s", "", text)):
        pieces = part.split("、")
        apart = all(len(p) > 2 and _WHOLE.search(p) for p in pieces) and not _SHARED_OWNER.match(part)
        names += pieces if apart else [part]
    return tuple(name for name in names if name)
