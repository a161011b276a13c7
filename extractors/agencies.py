"""Names of departments: which words are one, how a list that lost its separators divides, one name for all forms."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from functools import cache

import msgspec

from extractors.jurisdiction import national_names
from extractors.lexicon import Entry, Lexicon, load
from extractors.places import NATION, Gazetteer
from extractors.records import Place
from extractors.vocabulary import Level


class Former(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A field of work that went into another one in the reform of the year `until`; `forms` are its other forms."""

    name: str
    until: int
    source: str
    forms: tuple[str, ...] = ()


class Field(Entry, frozen=True):
    """A field of work and what its departments are called; see `agencies.yaml`."""

    name: str
    forms: tuple[str, ...] = ()
    endings: tuple[str, ...] = ()
    was: tuple[Former, ...] = ()


class Agencies(Lexicon, frozen=True):
    """`agencies.yaml`."""

    entries: tuple[Field, ...]


_SHORT_ENDINGS = {"委员会": ("委员会", "委"), "办公室": ("办公室", "办")}
# Whose department it is: a place (甲市), a level alone (市, 区), its party committee (市委) or its government (区政府).
_OWNER = (
    r"(?:(?P<place>[^\W\da-zA-Z_局委办厅部院科股室处站由和及与的在为把将向对以等要]{2,8}?)(?:自治区|自治州|自治县|新区|[省市区县州旗盟]))?"
    r"(?:国家|中央|自治区|[省市区县州旗盟乡镇])?(?:党委|委|政府)?"
)
_LEVELS = "省市区县州旗"
# 市 is no level in 市场, 市政, 市容, 市民, in parts of towns like 市北, nor 区 and 县 in 区域 and 县域.
_NO_LEVEL = r"(?!市(?:场|政(?!府)|容|民(?!政)|域|值|[南北])|[区县]域|区块|州际)"
_LEVEL = re.compile(rf"^{_NO_LEVEL}(?:国家|中央|自治区|自治州|[省市区县州旗盟])(?:党委|委|政府)?")
_LOWEST = re.compile(r"^(?:乡镇|镇街|[乡镇])(?=人民政府|政府|[党]?委)")
_BELOW = {
    Level.NATIONAL: "省自市州盟区县旗乡镇",
    Level.PROVINCE: "市州盟区县旗乡镇",
    Level.CITY: "区县旗乡镇",
    Level.COUNTY: "乡镇",
}
# The same where it can be taken off: not 中央, and not of a name shared by two levels (市、县教育局).
_OWN_LEVEL = re.compile(rf"^{_NO_LEVEL}(?:国家|自治区|自治州|[省市区县州旗盟])(?:党委|委|政府)?(?![、和与及级])")
# A second name in brackets: 教育局(市委教育工委).
_SECOND_NAME = re.compile(r"[（(][^（）()]{3,}(?:[委局办部室]|中心)[)）]$")


@dataclass(frozen=True, slots=True)
class _Forms:
    """All written forms of the lexicon: form to (canonical name)."""

    canonical: dict[str, str]
    stems: frozenset[str]
    pattern: re.Pattern[str]


@cache
def _forms() -> _Forms:
    canonical: dict[str, str] = {}
    stems: set[str] = set()
    for field in load("agencies", Agencies).entries:
        for now in (field, *field.was):
            for stem in (now.name, *now.forms):
                stems.add(stem)
                for ending in field.endings or ("",):
                    for short in _SHORT_ENDINGS.get(ending, (ending,)):
                        canonical.setdefault(stem + short, now.name + ending)
    ordered = sorted(canonical, key=lambda form: (-len(form), form))
    return _Forms(canonical, frozenset(stems), re.compile(rf"{_OWNER}(?P<form>{'|'.join(ordered)})"))


def is_known(name: str) -> bool:
    """Tell whether a name is a department of the lexicon, with or without its owner (区发改局, 甲市教育局)."""
    return _match(name) is not None


def _match(name: str) -> re.Match[str] | None:
    hit = _forms().pattern.fullmatch(name)
    if hit is None or hit["place"] is None:
        return hit
    # 发改区住建局 and 市妇联市教育局 are no departments of places called 发改区 and 市妇联市
    return None if is_field(hit["place"]) or _forms().pattern.fullmatch(hit["place"]) else hit


def is_field(word: str) -> bool:
    """Tell whether a word is a field of work without its ending (发改, 教育)."""
    return word in _forms().stems


# ---------------------------------------------------------------- one name for all forms


def canonical(name: str, place: Place | None = None) -> str:
    """Return the one name by which a jurisdiction's department is known: 发展和改革局 for 区发改局 and 甲区发展改革局.

    Only the owner is taken off and the field written in full; 发改委 and 发改局 stay apart, and so do departments
    before and after a reform; 中央宣传部 keeps its 中央. A department of a level below `place` keeps its level: 县教育局
    in a province's notice. A central organ has its full name (证监会). A name the lexicon does not know keeps its words without its owner.
    """
    bare = _SECOND_NAME.sub("", re.sub(r"\s", "", name))
    below = place is not None and _is_below(bare, place)
    if (hit := _match(bare)) and not bare.startswith("中央"):
        full = _forms().canonical[hit["form"]]
        return bare[: hit.start("form")] + full if below else full
    if below:
        return bare
    if not bare.startswith("中央") and (whole := national_names().get(bare)):
        return whole
    if place is not None:
        bare = bare.removeprefix(place.name) or bare
    without = _OWN_LEVEL.sub("", bare)
    return without if len(without) >= 3 else bare


def _is_below(name: str, place: Place) -> bool:
    """Tell whether a name begins with the word for a level below that of a place."""
    owner = _LEVEL.match(name) or _LOWEST.match(name)
    if owner is None or place.name.endswith(owner[0][0]):
        return False
    return owner[0][0] in _BELOW[place.level]


def home(name: str, place: Place | None, gazetteer: Gazetteer) -> Place | None:
    """Return the place whose department a name is: 省商务厅 in a city's notice is the province's.

    A name without an owner belongs to the notice's own `place`.
    """
    named = _named(name, place, gazetteer)
    if named == NATION:
        # a national body's branch: 中国某公司安徽分公司
        branches = [m.candidates[0] for m in gazetteer.mentions(name) if len(m.candidates) == 1]
        return branches[-1] if branches else NATION
    if named is not None:
        return named
    owner = _LEVEL.match(name)
    if owner is None or place is None:
        return place
    line = (place, *gazetteer.parents(place))
    wanted = {
        "国": (Level.NATIONAL,),
        "中": (Level.NATIONAL,),
        "省": (Level.PROVINCE,),
        "自": (Level.PROVINCE, Level.CITY),
        "市": (Level.CITY, Level.PROVINCE) if not place.name.endswith("市") else (place.level,),
        "州": (Level.CITY,),
        "盟": (Level.CITY,),
    }.get(owner[0][0])
    if wanted is None:
        return place
    if NATION.level in wanted:
        return NATION
    return next((p for level in wanted for p in line if p.level is level), place)


def _named(name: str, place: Place | None, gazetteer: Gazetteer) -> Place | None:
    """Return the place a name begins with: in full, or short before a known department or where it governs `place`.

    中山街道 is no street office of 中山市.
    """
    for within in (place, None):
        found, end = gazetteer.leading(name, within=within)
        if found is not None and (
            name[end - 1] == found.name[-1]
            or is_known(name[end:])
            or (place is not None and gazetteer.is_within(place, found))
        ):
            return found
    return None


# ---------------------------------------------------------------- lists whose separators were lost

_ENDING = re.compile(
    r"(?:人民政府|政府|办公室|委员会|中心|公司|学校|幼儿园|街道|园区|部门|单位|集团|银行|海关"
    r"|[局委办厅部院署科股室处站所馆队会社镇乡校园府行])$"
)
_HIGH = re.compile(r"(?:[局委厅部署]|政府)$")
_LOW = re.compile(r"(?:[科股室处站所队]|中心)$")
# A cut may not go through one of these words, nor between a committee or government and its department.
_WHOLE_WORDS = re.compile(
    r"科学|科技|科研|科教|办公|办事|委员|委办|局长|部门|部队|部委|社会|会议|会计|会展|处理|处置|院校|所属|站点|园林|园区|行政|行业|行动"
    r"|团委|室内|学校|校园|校长|府办|乡镇|乡村|镇街|镇村|会务|院长|署理|馆藏|社区|社保|社团|队伍"
)
_OFFICE_OF = re.compile(r"(?:(?:[省市区县州旗盟乡镇工纪党]|团[省市区县]?)委|政府)$")
_KNOWN, _FORMED, _FRAGMENT, _HOLDS_ANOTHER = 0, 2, 3, 8
MOST_GLUED = 60


def looks_sound(piece: str) -> bool:
    """Tell whether a piece can only be one name: a known department, or words with an ending nowhere but at the end."""
    if is_known(piece):
        return True
    inside = any(_ENDING.search(piece[:at]) and _may_cut(piece, at) for at in range(3, len(piece) - 1))
    return _ENDING.search(piece) is not None and not inside and not _holds_another(piece, ())


def split_glued(piece: str, pool: Collection[str]) -> list[str]:
    """Divide a piece of a list where separators were lost (发改区住建局 is 发改, 区住建局); a sound name stays whole.

    `pool` holds the names that stand with separators elsewhere in the notice. Parts must be known from there or from
    the lexicon, or be formed like a name; the division with the least that is unknown wins.
    """
    if len(piece) < 5 or len(piece) > MOST_GLUED or _cost(piece, pool) == _KNOWN:
        return [piece]
    best: list[tuple[int, int, list[str]] | None] = [None] * (len(piece) + 1)
    best[0] = (0, 0, [])
    for end in range(2, len(piece) + 1):
        for start in range(end - 1):
            head = best[start]
            if head is None or not _may_cut(piece, start):
                continue
            part = piece[start:end]
            cost = _cost(part, pool, whole=start == 0 and end == len(piece), last=end == len(piece))
            if cost is None or (head[2] and not _may_follow(head[2][-1], part, pool)):
                continue
            here = (head[0] + cost, head[1] + 1, [*head[2], part])
            old = best[end]
            if old is None or here[:2] < old[:2]:
                best[end] = here
    last = best[len(piece)]
    return last[2] if last else [piece]


def _may_cut(piece: str, at: int) -> bool:
    if at in {0, len(piece)}:
        return True
    return _WHOLE_WORDS.match(piece, at - 1) is None and not _OFFICE_OF.search(piece[:at])


def _cost(part: str, pool: Collection[str], *, whole: bool = False, last: bool = False) -> int | None:
    """Return how doubtful a part is, or None where it cannot be a name."""
    if part in pool or is_known(part):
        return _KNOWN
    if _ENDING.search(part) is None or (len(part) < 3 and not whole):
        fragment = is_field(part) and not last
        return _FRAGMENT if fragment else (_HOLDS_ANOTHER if whole else None)
    return _HOLDS_ANOTHER if _holds_another(part, pool) else _FORMED


def _holds_another(part: str, pool: Collection[str]) -> bool:
    """Tell whether a part holds a name of the pool, or a known department before or behind something else.

    教育督导室 beside 督导室 does not count: the field before it makes it a name of its own.
    """
    for name in pool:
        if len(name) >= 3 and name in part:
            before = part.removesuffix(name)
            if before == part or not is_field(before) or before in name:
                return True
    return any(
        (part[at] in _LEVELS and is_known(part[at:])) or (part[at] in f"{_LEVELS}各有相" and is_known(part[:at]))
        for at in range(2, len(part) - 2)
    )


def _may_follow(left: str, right: str, pool: Collection[str]) -> bool:
    """Tell whether two parts can be two names of a list.

    An office of the body before it (甲局某科) is one name with it. A field that lost its ending (发改) is a name only
    before one with its own level (区住建局) or one that names the field again.
    """
    if _ENDING.search(left) is None and not is_known(left):
        return right[0] in _LEVELS or left in right
    return not (_HIGH.search(left) and _LOW.search(right) and right not in pool)
