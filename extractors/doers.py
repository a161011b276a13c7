"""Who does something in a clause, and what is said to be done with an object before its verb: 各市完成排查, 将…纳入…."""

from __future__ import annotations

import re

from extractors.clause import clause_around
from extractors.milestone_words import words
from extractors.span import Span

LONGEST_WHO = 24
_ENDS = "市县区州乡镇街道村府局委办厅院校园位门站室队组户业构们"
_ENDS_WHO = re.compile(f"[{_ENDS}]")
# 将方案报市教育局备案: what is handed in comes before the verb.
HANDS_IN = re.compile(
    r"(?:书面|[^，。；\n]{0,20}将[^，。；\n]{2,30}?)?(?:报(?:送|请|备|经|至|[省市县区州国乡镇]|领导|本级|上级|我[省市县区局])|上报|报送)"
)
# 将本市建设成为示范市: what becomes of something.
MAKES = re.compile(
    r"[将把][^，。；\n]{2,40}?(?:建设|打造|培育|发展|改造|提升|转变|升级|建)(?:成为?|为)|[将把][^，。；\n]{2,60}?(?:纳入|列入|扩大到|推广到)"
)
# 各市完成排查: who, then a verb that takes an object; a state (机制全面建立, 质量达到标准) is said of its own subject.
_WHO_DOES = re.compile(
    rf"(?P<who>[^，。；：“”《》\n]{{1,40}}?[{_ENDS}物司心者民])(?:将(?![^，。；]{{2,30}}?报))?"
    r"(?P<does>(?:要|须|应|应当|需|分别|基本|全面|全部|率先|按期|及时|着力|加快|大力|持续|稳步)*"
    r"(?:将[^，。；]{2,30}?报|完成|建立|出台|报送|上报|启动|组织|开展|制定|印发|推行|推进|实施|召开|成立|形成|实现)[^，。；]{2,})"
)
_WHO_BEFORE_DATE = re.compile(
    rf"[ \u3000]*(?:请|由)?(?P<who>[^，。；：“”《》\n]{{1,30}}?[{_ENDS}）)])(?:要|应当?|须|需)?(?:于|在)?[ \u3000]*"
)


def somebody_does(action: str) -> bool:
    """Tell whether a clause names who, and at once what is to be done: 各村卫生室实施药品目录."""
    return any(words().doing.match(action, who.end()) for who in _ENDS_WHO.finditer(action, 1, LONGEST_WHO))


def who_and_what(text: str, said: Span) -> tuple[Span | None, Span]:
    """Divide what is said to be done into who does it, None where nobody is named, and what."""
    hit = _WHO_DOES.fullmatch(said.cut(text))
    if hit is None:
        return None, said
    return Span(said.start, said.start + hit.end("who")), Span(said.start + hit.start("does"), said.end)


def who_before_date(text: str, offset: int) -> Span | None:
    """Return who is named before a date: 各县要于6月底前…, or None."""
    start = clause_around(text, Span(offset, offset)).start
    who = _WHO_BEFORE_DATE.fullmatch(text, start, offset)
    return Span(*who.span("who")) if who else None
