"""Find in prose who does what: 由市教育局牵头, 财政部门要安排资金, 各县（市、区）人民政府负责落实."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extractors.agencies import is_field, is_known
from extractors.duty_lists import Listed, is_body, split_names
from extractors.span import Span
from extractors.vocabulary import Role

_NAMES = r"(?P<names>[\u4e00-\u9fff、，,（）()]{2,60}?)"
_BY_DUTY = r"(?:(?:按|按照|依|根据)(?:各自)?(?:职责|职能)(?:分工|范围)?|分别|共同|具体)?"
# 由市教育局牵头(的工作机制), 由各县人民政府负责, 由市教育局会同市财政局制定; not 由市政府组织实施的(项目)
_BY = re.compile(
    rf"(?P<quote>由){_NAMES}(?:会同(?P<helpers>[\u4e00-\u9fff、，（）()]{{2,60}}?))?{_BY_DUTY}"
    r"(?P<verb>牵头|负责|统筹|(?:组织|承担|另行|制定|研究|汇总|实施|审核|考核|落实|提出)"
    r"(?!(?:实施|推进|落实|管理|制定|编制)?的))"
)
# A body at the head of a clause with its duty: 财政部门要…, 市教育局负责…, 各级政府应当…
_SUBJECT = re.compile(
    rf"(?:^|(?<=[。；;：:\n]))\s*(?P<quote>){_NAMES}{_BY_DUTY}(?P<verb>牵头|负责|配合|要|应当|应|须)(?!的|求|对|用|急|点|素|件|人|责)"
)
_ROLES = {"牵头": Role.LEAD, "统筹": Role.LEAD, "配合": Role.SUPPORT}
# What a body in prose may be called by kind alone: 教育部门, 各级政府, 各地, 有关单位.
_KIND = re.compile(
    r"^(?:各级|各|有关|相关|所在|属地|当地|上级)?(?:[省市县区镇乡](?:[、和][省市县区镇乡])*)?(?:[（(][\u4e00-\u9fff、]{1,8}[)）])?"
    r"(?:[\u4e00-\u9fff]{0,10}部门|[\u4e00-\u9fff]{0,6}(?:人民政府|政府|党委)"
    r"|地(?:区|方)?|部门|单位|县区|市县|乡镇|街镇|街道|镇|区|县|市|学校|地各部门)(?:[（(][^（）()]{1,8}[)）])?$"
)


# Somebody speaks before the body is named: 会议要求各部门, 督促有关单位.
_SPEAKS = re.compile(r"要求|强调|指出|督促|指导|推动|通知")


@dataclass(frozen=True, slots=True)
class Prose:
    """A statement in prose: its clause, the sentence it is for, and the names."""

    quote: Span
    scope: Span
    listed: tuple[Listed, ...]
    rule: str


def find_prose(text: str, sentences: Sequence[Span], taken: Sequence[Span]) -> Iterator[Prose]:
    """Yield the statements in prose that touch none of the stretches `taken` by brackets; `taken` is in text order."""
    ends = [span.end for span in taken]
    for sentence in sentences:
        i = bisect_right(ends, sentence.start)
        blocked = taken[i] if i < len(taken) else None
        for pattern, rule in ((_BY, "prose.by"), (_SUBJECT, "prose.subject")):
            for hit in pattern.finditer(text, sentence.start, sentence.end):
                quote = Span(hit.start("quote"), hit.end("verb"))
                if blocked is not None and blocked.overlaps(quote):
                    continue
                role = _ROLES.get(hit["verb"], Role.RESPONSIBLE)
                names = split_names(text, Span(*hit.span("names")))
                helpers = split_names(text, Span(*hit.span("helpers"))) if hit.groupdict().get("helpers") else []
                if names and all(_names_body(name.cut(text)) for name in (*names, *helpers)):
                    listed = (*(Listed(n, role) for n in names), *(Listed(n, Role.SUPPORT) for n in helpers))
                    yield Prose(quote, sentence, listed, rule)


def _names_body(name: str) -> bool:
    """Tell whether words of a sentence are surely a body's name: a known department, or one by its kind."""
    if is_known(name) or is_field(name):
        return True
    return is_body(name) and _KIND.match(name) is not None and _SPEAKS.search(name) is None
