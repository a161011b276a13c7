"""Read who does what from the words of a bracket: 责任单位：甲、乙; 甲牵头，乙、丙按职责分工配合."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from extractors.bodies import BODY_END
from extractors.lexicon import Entry, Lexicon, load
from extractors.span import Span
from extractors.vocabulary import Role

LONGEST_NAME = 60


class RoleWord(Entry, frozen=True):
    """What an agency does, and the words that say so."""

    role: Role
    labels: tuple[str, ...]
    verbs: tuple[str, ...]
    infix: tuple[str, ...] = ()


class Roles(Lexicon, frozen=True):
    """`roles.yaml`."""

    entries: tuple[RoleWord, ...]


@dataclass(frozen=True, slots=True)
class Listed:
    """A piece of a list of agencies as it stands between separators, with the role that the list gives it."""

    span: Span
    role: Role


@dataclass(frozen=True, slots=True)
class _Words:
    labels: dict[str, Role]
    verbs: dict[str, Role]
    infix: dict[str, Role]
    label: re.Pattern[str]
    verb: re.Pattern[str]
    joining: re.Pattern[str]


_THEN_WITH = re.compile(r"[，,、]?\s*(?:并)?会同(?P<helpers>[^。；;]{2,100}?)(?:等(?:有关|相关)?(?:部门|单位)|$)")
# The role of one name in a list: 市教育局（牵头）、市财政局.
_MARK = re.compile(r"\s*[（(](?P<verb>牵头|负责|主办|配合|协办|参与)(?:单位|部门)?[)）]")
_STOP = re.compile(r"[；;。]")
_CLAUSE = re.compile(r"[，,；;。]")
# What a colon may follow without its words being agencies (适用范围：…, 完成时限：…).
_OTHER_LABEL = re.compile(r"(?:^|[，,；;。、\s])[\u4e00-\u9fff]{2,10}[:：]")
_BY_DUTY = (
    r"(?:(?:按|按照|依|依据|根据|依照)(?:各自)?(?:工作)?(?:职责|职能|分工)(?:分工|范围)?|分别|共同|具体|联合|各自)*"
)
# The list that 列第一位者为牵头单位 speaks of, here and, with 下同, in every later list.
FIRST_LEADS = re.compile(
    r"(?:列|排|排名|排序)?(?:在)?(?:第一位?|第一个|首位|首个|首)(?:者|的)?(?:责任)?(?:部门|单位)?(?:者)?(?:为|是)(?:牵头|主办|牵头责任)(?:部门|单位)?"
    r"(?P<on>[，,]\s*下同)?"
)


@cache
def words() -> _Words:
    """Load the role words and compile them, the longest first."""
    entries = load("roles", Roles).entries
    labels = {w: e.role for e in entries for w in e.labels}
    verbs = {w: e.role for e in entries for w in e.verbs}
    infix = {w: e.role for e in entries for w in e.infix}
    return _Words(
        labels,
        verbs,
        infix,
        re.compile(rf"(?P<label>{_any(labels)})(?:[】\]］])?\s*[:：]"),
        re.compile(
            rf"{_BY_DUTY}(?P<verb>{_any(verbs)})(?=[，,；;、。\s]|$)|(?P<glued>牵头)(?!单位|部门|考核|责任|机关|科室|作用)"
        ),
        re.compile(_any(infix)),
    )


def _any(forms: dict[str, Role]) -> str:
    return "|".join(sorted(map(re.escape, forms), key=lambda w: (-len(w), w)))


def read_list(text: str, span: Span) -> list[Listed]:
    """Read the pieces of all lists in a stretch, by its labels or else by its verbs; empty where it names nobody."""
    if words().label.search(text, span.start, span.end):
        return list(_labelled(text, span))
    if _MARK.search(text, span.start, span.end):
        return _marked(text, split_names(text, span), Role.RESPONSIBLE)
    return list(_verbed(text, span))


def _marked(text: str, names: Sequence[Span], role: Role) -> list[Listed]:
    """Give each name of a list its role: the one marked behind it (市教育局（牵头）), else the list's."""
    listed: list[Listed] = []
    for name in names:
        mark = _MARK.search(text, name.start, name.end)
        if mark:
            listed.append(Listed(Span(name.start, mark.start()), words().verbs[mark["verb"]]))
        else:
            listed.append(Listed(name, role))
    return listed


def _labelled(text: str, span: Span) -> Iterator[Listed]:
    labels = list(words().label.finditer(text, span.start, span.end))
    for i, hit in enumerate(labels):
        end = labels[i + 1].start() if i + 1 < len(labels) else span.end
        for stop in (_STOP, _OTHER_LABEL):
            found = stop.search(text, hit.end(), end)
            end = found.start() if found else end
        yield from _marked(text, split_names(text, Span(hit.end(), end)), words().labels[hit["label"]])


def _verbed(text: str, span: Span) -> Iterator[Listed]:
    at = span.start
    for hit in words().verb.finditer(text, span.start, span.end):
        role = words().verbs[hit["verb"] or hit["glued"]]
        names, helpers = _before_verb(text, Span(at, max(at, hit.start())))
        at = hit.end()
        yield from (Listed(name, role) for name in names)
        yield from (Listed(name, Role.SUPPORT) for name in helpers)
    if at > span.start and (join := _THEN_WITH.match(text, at, span.end)):  # 市教育局牵头，会同市财政局等部门制定
        yield from (
            Listed(n, Role.SUPPORT) for n in split_names(text, Span(*join.span("helpers"))) if is_body(n.cut(text))
        )


def _before_verb(text: str, span: Span) -> tuple[list[Span], list[Span]]:
    """Return the names before a verb, and those behind a 会同; what is no list of bodies (2025年底前完成，) is passed over."""
    join = words().joining.search(text, span.start, span.end)
    helpers = split_names(text, Span(join.end(), span.end)) if join else []
    end = join.start() if join else span.end
    for start in (span.start, *(m.end() for m in _CLAUSE.finditer(text, span.start, end))):
        names = split_names(text, Span(start, end))
        if names and all(is_body(name.cut(text)) for name in (*names, *helpers)):
            return names, helpers
    return [], []


# ---------------------------------------------------------------- names

_SEPARATOR = re.compile(r"[、，,；;/／\s\u3000]+")
# 和 parts two names only behind a whole one: not in 文化和旅游局, not before a word that is no name (部门和单位).
_AND = re.compile(
    r"(?:(?<=等)|(?<=[局委部厅办院署会行社团府室科股处站所])|(?<=中心|公司|单位|部门|街道|学校|企业|乡镇))(?:和|及|以及|与)"
    r"(?!旅游|体育|信息|农村|社会|草原|规划|科技|退役|法制|单位|部门|个人|企业|国家机关|综合|市容|卫生|城乡|安全|数据)"
)
_LEVEL_ALONE = re.compile(r"各?(?:有关|相关)?[省市区县州镇乡](?:[、和][省市区县州镇乡])*")
_TAIL = re.compile(
    r"等(?:有关|相关|各有关|各相关|其他|多个)?(?:(?:部门|单位|科室|处室|机构)(?:[和及、](?:单位|部门|机构))?)?$"
)
# What a list says of itself behind its last name: 各高校（列第一位者为牵头单位，下同）.
_ASIDE = re.compile(r"[（(][^（）()]*(?:为牵头|是牵头|下同|排名不分先后)[^（）()]*[)）]$")
_HEAD = re.compile(r"^(?:由|其中|请|以(?!下)|是|为|以及|和|及|与|并|需|其余由|原则上由)")
_EDGE = " \t\u3000\n:：、，,；;。."
_NO_NAME = re.compile(
    r"[，。；：！？]|的|应当|必须|不得|不再|以下|均需|均由|\d{3,}|完成|持续|推进(?!组|办|委|中心|领导|工作)|长期|年底|月底|适用|坚持|列第|下同|排在"
)
_BODY_WORDS = re.compile(
    rf"(?:{BODY_END}|单位|部门|机构|机关|企业|高校|院校|校|街道|街镇|[乡镇村区市县盟园队股室司组]|银行|海关|妇联|残联|科协|工商联"
    r"|人民团体|地方|各地|军区)$"
)


def split_names(text: str, span: Span) -> list[Span]:
    """Cut a list at its separators outside brackets; a trailing 等 and what introduces the list are dropped.

    A level alone shares the name behind it and stays with it (市、县（区）教育局).
    """
    found: list[Span] = []
    shared: Span | None = None
    for piece in _outside_brackets(text, span, _SEPARATOR):
        for part in _outside_brackets(text, _trim(text, piece), _AND):
            name = _trim(text, part if shared is None else shared.cover(part))
            shared = None
            if _LEVEL_ALONE.fullmatch(name.cut(text)):
                shared = name
            elif name.start < name.end and name.end - name.start <= LONGEST_NAME:
                found.append(name)
    return found if shared is None else [*found, shared]


def _outside_brackets(text: str, span: Span, separator: re.Pattern[str]) -> Iterator[Span]:
    at = span.start
    for hit in separator.finditer(text, span.start, span.end):
        before = text[at : hit.start()]
        if len(re.findall(r"[（(〔\[]", before)) > len(re.findall(r"[)）〕\]]", before)):
            continue
        yield Span(at, hit.start())
        at = hit.end()
    yield Span(at, span.end)


def _trim(text: str, span: Span) -> Span:
    words_ = span.cut(text)
    start = span.start + len(words_) - len(words_.lstrip(_EDGE))
    end = span.start + len(words_.rstrip(_EDGE))
    if aside := _ASIDE.search(text, start, max(start, end)):
        end = aside.start()
    if start >= end:
        return Span(span.start, span.start)
    if head := _HEAD.match(text[start:end]):
        start += head.end() if head.end() < end - start - 1 else 0
    if tail := _TAIL.search(text[start:end]):
        end = start + tail.start()
    return Span(start, end)


def is_body(name: str) -> bool:
    """Tell whether words can name a body: they end like one and hold nothing that a name does not."""
    return _BODY_WORDS.search(re.sub(r"[（(][^（）()]*[)）]$", "", name)) is not None and _NO_NAME.search(name) is None
