"""Tell whose government a notice speaks for: the place of its issuer, found through issuer, title and text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property
from pathlib import PurePath

from extractors.lexicon import Entry, Lexicon, load
from extractors.places import LONGEST_NAME, NATION, Gazetteer
from extractors.records import Place
from extractors.vocabulary import Level

TEXT_READ = 20_000
"""How many characters of a text are searched for places; the first pages say where a notice is from."""

LEAST_NAMED = 2
"""How often a text has to name the place that it speaks for."""

# How a text calls its own jurisdiction; 全区 may be a district, a development zone or an autonomous region.
_OWN = (
    (re.compile(r"全省|我省|省委、?省政府|省人民政府"), frozenset({Level.PROVINCE})),
    (re.compile(r"自治区人民政府|自治区党委|全区(?=各市)"), frozenset({Level.PROVINCE})),
    (re.compile(r"全市|我市|本市|市委、?市政府|市人民政府"), frozenset({Level.CITY, Level.PROVINCE, Level.COUNTY})),
    (re.compile(r"全县|我县|全旗|我旗|县委、?县政府|县人民政府"), frozenset({Level.COUNTY})),
    (re.compile(r"全区|我区|本区|区委、?区政府|区人民政府"), frozenset({Level.COUNTY, Level.PROVINCE, Level.CITY})),
)
# The name of a congress names its place: 在甲省第十四届人民代表大会第四次会议上.
_CONGRESS = re.compile(r"在?(?P<place>[\u4e00-\u9fff]{2,15}?)第[一二三四五六七八九十]{1,3}届\s*人民代表大会")


# What may stand before the place in a title: 关于印发《甲市…, 2026年甲省政府工作报告.
_BEFORE_PLACE = re.compile(r"^(?:关于(?:印发|转发|批转|下达|公布|实施)?)?[《“]?(?:20\d\d\s?年(?:度)?)?")
_REPORT = re.compile(r"政府工作报告")
# What stands before the place in the name of a party committee.
_PARTY = re.compile(r"^(?:中共|中国共产党)(?!中央)")


class NationalAgency(Entry, frozen=True):
    """A central organ; `until` is the year that ended it."""

    name: str
    forms: tuple[str, ...] = ()
    until: int | None = None


class NationalAgencies(Lexicon, frozen=True):
    """`national_agencies.yaml`."""

    entries: tuple[NationalAgency, ...]


@cache
def _national() -> re.Pattern[str]:
    names = {n for e in load("national_agencies", NationalAgencies).entries for n in (e.name, *e.forms)}
    return re.compile("|".join(sorted(names, key=lambda n: (-len(n), n))))


@cache
def national_names() -> dict[str, str]:
    """Return every written form of a central organ with its full name (证监会: 中国证券监督管理委员会)."""
    return {n: e.name for e in load("national_agencies", NationalAgencies).entries for n in (e.name, *e.forms)}


def is_national(issuer: str) -> bool:
    """Tell whether an issuer is an organ of the centre: its name begins with one (财政部办公厅)."""
    return _national().match(issuer) is not None


@dataclass(frozen=True)
class Clues:
    """What may tell a notice's place; `on` is the day whose names of places hold, `site` the name of the web site."""

    gazetteer: Gazetteer
    issuer: str | None
    titles: tuple[str, ...]
    text: str
    site: str | None
    path: str
    on: date | None

    @cached_property
    def first_pages(self) -> str:
        """The part of the text that is searched."""
        return self.text[:TEXT_READ]

    @cached_property
    def named(self) -> Counter[Place]:
        """How often each place is named without doubt in issuer, titles and text."""
        texts = (self.issuer or "", *self.titles, self.first_pages)
        mentions = (m for text in texts for m in self.gazetteer.mentions(text, self.on))
        return Counter(m.candidates[0] for m in mentions if len(m.candidates) == 1)


def place_of(clues: Clues) -> Place | None:
    """Find the place that an issuer governs or belongs to; None where nothing tells.

    The evidence in its order: the issuer's own name, the title, the congress that heard a report, the web site, the
    places that the text names most at the level of its 全市 or 全县, and last the file's name.
    """
    steps = (_by_issuer, _by_title, _by_congress, _by_site, _by_text, _by_file)
    return next((place for step in steps if (place := step(clues)) is not None), None)


def _by_issuer(clues: Clues) -> Place | None:
    if clues.issuer is None:
        return None
    issuer = _PARTY.sub("", clues.issuer)
    if hit := _national().match(issuer):
        # a central organ's branch belongs to its place: 国家税务总局甲市税务局
        return _leading(clues, issuer[hit.end() :]) or NATION
    return _leading(clues, issuer)


def _by_title(clues: Clues) -> Place | None:
    for title in clues.titles:
        if is_national(title):
            return NATION
        bare = _BEFORE_PLACE.sub("", title)
        place = _leading(clues, bare)
        # a short name may begin a company's (甲市 in 甲银行股份有限公司): a title has its place in full
        if place is not None and (clues.issuer is not None or bare.startswith(place.name) or _REPORT.search(title)):
            return place
        inside = [m.candidates[0] for m in clues.gazetteer.mentions(title, clues.on) if len(m.candidates) == 1]
        if clues.issuer is not None and inside:
            return inside[0]
    return None


def _by_congress(clues: Clues) -> Place | None:
    hit = _CONGRESS.search(clues.first_pages)
    return _leading(clues, hit["place"]) if hit else None


def _by_site(clues: Clues) -> Place | None:
    return _leading(clues, clues.site) if clues.site else None


def _by_text(clues: Clues) -> Place | None:
    """Return the place named most at the level that the text calls its own, if it leads clearly; one name is no lead."""
    most, levels = max(((len(p.findall(clues.first_pages)), levels) for p, levels in _OWN), key=lambda c: c[0])
    ranked = [(n, p) for p, n in clues.named.most_common() if most and p.level in levels]
    if not ranked or ranked[0][0] < LEAST_NAMED or (len(ranked) > 1 and ranked[0][0] < 2 * ranked[1][0]):
        return None
    return ranked[0][1]


def _by_file(clues: Clues) -> Place | None:
    words = re.sub(r"[_\W\d]+", "", PurePath(clues.path).stem)
    return NATION if is_national(words) else _leading(clues, words)


def _leading(clues: Clues, head: str) -> Place | None:
    """Read the place that a name begins with; of several of one name, take the one whose parents the notice names."""
    place, _ = clues.gazetteer.leading(head, on=clues.on)
    if place is not None:
        return place
    for end in range(min(len(head), LONGEST_NAME), 1, -1):
        candidates = clues.gazetteer.find(head[:end], on=clues.on)
        if len(candidates) > 1 and head[:end] == candidates[0].name:
            return _whose_parents_are_named(clues, candidates)
    return None


def _whose_parents_are_named(clues: Clues, candidates: Sequence[Place]) -> Place | None:
    def named(place: Place) -> int:
        return sum(clues.named[above] for above in clues.gazetteer.parents(place) if above is not NATION)

    first, second = sorted(candidates, key=named, reverse=True)[:2]
    return first if named(first) > named(second) else None
