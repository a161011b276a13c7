"""The gazetteer: jurisdictions with their codes, parents and dates, and the finding of their names in text.

The table of GB/T 2260 codes, with the years in which each name held, is that of the installed package python-stdnum;
`corpus/places/` lies over it with what it lacks or has wrong, and a folder of notices may bring rows of its own.
"""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from stdnum import numdb

from extractors.errors import LexiconError
from extractors.lexicon import Entry, Lexicon, load
from extractors.records import Place
from extractors.span import Span
from extractors.vocabulary import Level

OVERLAYS = Path(__file__).resolve().parent.parent / "corpus" / "places"
COLUMNS = ("code", "name", "level", "parent", "valid_from", "valid_to", "source")

NATION = Place("100000", "中华人民共和国", Level.NATIONAL, None)
NATION_ALIASES = ("中国", "全国", "国家")
MUNICIPALITIES = ("11", "12", "31", "50")
"""Province-level cities: their districts stand directly below them."""

SINCE = 2000
"""Names that went out of use before this year are left out: notices that stand on the web hardly reach back further."""

# Rows of the table that group counties and are no governments: 市辖区, 县, 省直辖县级行政单位.
GROUPING = re.compile(r"^(?:市辖区|[市县]|林区|(?:省|自治区)直辖县级行政单位)$")
# A name of the table with its years; either may be missing: [1983-2004]城区, [-2010]崇文区, 东城区.
DATED = re.compile(r"(?:\[(?P<first>\d{4})?-(?P<last>\d{4})?\])?(?P<name>[^\[\],]+)")
# The word at the end that says what kind of division it is.
KIND = re.compile(r"(?:特别行政区|自治[区州县旗]|各族自治县|综合实验区|地区|林区|特区|新区|省|市|区|县|旗|盟)$")
# Names of districts that a text uses for its own parts far more often; an issuer's name has a larger place before them.
EVERYDAY = frozenset({"城区", "郊区", "矿区", "市区", "新区"})
NAME_END = re.compile(r"[省市区县旗州盟]")
LONGEST_NAME = 18


@dataclass(frozen=True, slots=True)
class Edition:
    """A place under one name, valid from the first to the last day given; None is open."""

    place: Place
    valid_from: date | None
    valid_to: date | None

    def holds(self, on: date | None) -> bool:
        """Tell whether it is valid on a day; without a day, whether it is valid still."""
        if on is None:
            return self.valid_to is None
        return (self.valid_from is None or self.valid_from <= on) and (self.valid_to is None or on <= self.valid_to)


@dataclass(frozen=True, slots=True)
class PlaceMention:
    """A place's name in a text, and all places it may be."""

    span: Span
    candidates: tuple[Place, ...]


class Peoples(Entry, frozen=True):
    """The names of the peoples; see `peoples.yaml`."""

    names: tuple[str, ...]


class PeoplesLexicon(Lexicon, frozen=True):
    """`peoples.yaml`."""

    entries: tuple[Peoples, ...]


class Gazetteer:
    """Places by code, by full name and by the short names derived from it."""

    def __init__(self, editions: Iterable[Edition]) -> None:
        """Index the editions; a later one replaces an earlier one of the same code and name."""
        by_key = {(e.place.code, e.place.name): e for e in editions}
        self._codes: dict[str, list[Edition]] = defaultdict(list)
        self._names: dict[str, list[Edition]] = defaultdict(list)
        self._aliases: dict[str, list[Edition]] = defaultdict(list)
        for edition in sorted(by_key.values(), key=lambda e: (e.place.code, e.valid_to or date.max)):
            self._codes[edition.place.code].append(edition)
            self._names[edition.place.name].append(edition)
            for alias in aliases(edition.place):
                self._aliases[alias].append(edition)
        short = [a for a, found in self._aliases.items() if any(e.place.level is not Level.COUNTY for e in found)]
        self._short = re.compile("|".join(sorted(short, key=lambda a: (-len(a), a))))

    @staticmethod
    @cache
    def load(*overlays: Path) -> Gazetteer:
        """Load the installed table, the project's overlays, and further overlay files in the order given.

        Raises:
            LexiconError: an overlay file is missing or has a wrong column, level, date or parent.
        """
        own = sorted(OVERLAYS.glob("*.csv"))
        gazetteer = Gazetteer(
            [Edition(NATION, None, None), *_under(_table(), [e for p in (*own, *overlays) for e in _overlay(p)])]
        )
        gazetteer._check(overlays)
        return gazetteer

    def _check(self, overlays: tuple[Path, ...]) -> None:
        for editions in self._codes.values():
            parent = editions[-1].place.parent_code
            if parent is not None and parent not in self._codes:
                files = ", ".join(p.name for p in overlays) or "the table"
                raise LexiconError(f"{files}: parent {parent!r} of {editions[-1].place.name} is not known")

    def by_code(self, code: str, on: date | None = None) -> Place | None:
        """Return the place with that code, under its name of a given day, else its last name; None if unknown."""
        editions = self._codes.get(code)
        if not editions:
            return None
        return next((e.place for e in editions if on is not None and e.holds(on)), editions[-1].place)

    def find(self, name: str, within: Place | None = None, on: date | None = None) -> tuple[Place, ...]:
        """Return every place of that full or short name, by code: none, one, or several that only context tells apart.

        A full name wins over a short one. Places that were abolished (or not yet set up) on the day are given only
        where no valid one bears the name.
        """
        for index in (self._names, self._aliases):
            editions = [e for e in index.get(name, ()) if within is None or self.is_within(e.place, within)]
            if editions:
                valid = _latest([e for e in editions if e.holds(on)] or editions)
                return tuple({e.place.code: e.place for e in valid}.values())
        return ()

    def parents(self, place: Place) -> tuple[Place, ...]:
        """Return the governments above a place, nearest first, up to the nation."""
        above: list[Place] = []
        while place.parent_code is not None and (parent := self.by_code(place.parent_code)) is not None:
            above.append(parent)
            place = parent
        return tuple(above)

    def is_within(self, place: Place, whole: Place) -> bool:
        """Tell whether a place is `whole` itself or lies in it."""
        return place.code == whole.code or any(p.code == whole.code for p in self.parents(place))

    def mentions(self, text: str, on: date | None = None) -> tuple[PlaceMention, ...]:
        """Find the places named in a text: by full names, provinces and cities by short names too; none in another."""
        found: list[PlaceMention] = []
        at = 0
        for span in sorted(self._spans(text), key=lambda s: (s.start, -s.end)):
            if span.start < at:
                continue
            found.append(PlaceMention(span, self.find(span.cut(text), on=on)))
            at = span.end
        return tuple(found)

    def _spans(self, text: str) -> Iterator[Span]:
        for end in NAME_END.finditer(text):
            for start in range(max(0, end.end() - LONGEST_NAME), end.end() - 1):
                if text[start : end.end()] in self._names and text[start : end.end()] not in EVERYDAY:
                    yield Span(start, end.end())
                    break
        for hit in self._short.finditer(text):
            yield Span(*hit.span())

    def leading(self, text: str, within: Place | None = None, on: date | None = None) -> tuple[Place | None, int]:
        """Read the places at the beginning of a text (上海市闵行区人民政府) from the largest down.

        Returns the last one and the offset behind its name; None where none stands there or context leaves several.
        """
        place, at = within, 0
        found: Place | None = None
        while step := self._step(text, at, place, on):
            found = place = step[0]
            at = step[1]
        return found, at

    def _step(self, text: str, at: int, within: Place | None, on: date | None) -> tuple[Place, int] | None:
        for end in range(min(len(text), at + LONGEST_NAME), at + 1, -1):
            name = text[at:end]
            if (name not in self._names and name not in self._aliases) or (name in EVERYDAY and within is None):
                continue
            candidates = self.find(name, within, on)
            if name not in self._names and KIND.search(name) is None:
                # a county's short name (和平, 新华) is an everyday word
                candidates = tuple(p for p in candidates if p.level is not Level.COUNTY)
            if within is not None:
                candidates = tuple(p for p in candidates if p.code != within.code)
            if len(candidates) == 1:
                return candidates[0], end
        return None


def aliases(place: Place) -> tuple[str, ...]:
    """Derive the short names of a place: 宁夏 for 宁夏回族自治区, 延边 and 延边州; never a single character."""
    if place.level is Level.NATIONAL:
        return NATION_ALIASES
    bare = KIND.sub("", place.name)
    if bare == place.name or len(bare) < 2:
        return ()
    if "自治" in place.name[len(bare) :]:
        short = _peoples().sub("", bare)
        bare = short if len(short) >= 2 else bare
        if place.name[-1] in "州县旗":
            return bare, bare + place.name[-1]
    return (bare,)


@cache
def _peoples() -> re.Pattern[str]:
    """Match the peoples at the end of an autonomous area's name (土家族苗族, 维吾尔, 蒙古)."""
    names = {n for entry in load("peoples", PeoplesLexicon).entries for n in entry.names}
    forms = {form for name in names for form in (name, name.removesuffix("族")) if len(form) >= 2}
    return re.compile("(?:" + "|".join(sorted(forms, key=lambda n: (-len(n), n))) + "|各族)+$")


def _latest(editions: list[Edition]) -> list[Edition]:
    """Leave out a code that ended in the year in which the same name came to another code: the place was moved."""
    begun = {(e.place.name, e.valid_from.year) for e in editions if e.valid_from}
    return [e for e in editions if e.valid_to is None or (e.place.name, e.valid_to.year) not in begun]


def _table() -> list[Edition]:
    rows: dict[str, list[re.Match[str]]] = {}
    for _, province, _, _, counties in numdb.get("cn/loc").prefixes:
        for _, code, _, properties, _ in counties:
            names = [hit for hit in DATED.finditer(properties["county"]) if int(hit["last"] or SINCE) >= SINCE]
            rows[province + code] = [hit for hit in names if not GROUPING.match(hit["name"])]
    known = {code for code, names in rows.items() if names}
    return [
        Edition(_tabled(code, hit["name"], known), _day(hit["first"], first=True), _day(hit["last"], first=False))
        for code, names in rows.items()
        for hit in names
    ]


def _under(table: list[Edition], overlay: list[Edition]) -> Iterator[Edition]:
    """Yield the rows of the table whose codes no overlay has, and the overlay's."""
    codes = {edition.place.code for edition in overlay}
    yield from (edition for edition in table if edition.place.code not in codes)
    yield from overlay


def _tabled(code: str, name: str, known: Collection[str]) -> Place:
    """Give a row of the table its level and parent by the build of its code."""
    province, city = code[:2] + "0000", code[:4] + "00"
    if code == province:
        return Place(code, name, Level.PROVINCE, NATION.code)
    if code == city:
        return Place(code, name, Level.CITY, province)
    direct = code[:2] in MUNICIPALITIES or city not in known
    return Place(code, name, Level.COUNTY, province if direct else city)


def _overlay(path: Path) -> Iterator[Edition]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            if tuple(reader.fieldnames or ()) != COLUMNS:
                raise LexiconError(f"{path.name}: the columns must be {', '.join(COLUMNS)}")
            for number, row in enumerate(reader, 2):
                yield _edition(path, number, row)
    except (OSError, UnicodeDecodeError) as error:
        raise LexiconError(f"{path.name}: cannot be read: {error}") from error


def _edition(path: Path, number: int, row: dict[str, str]) -> Edition:
    try:
        place = Place(row["code"], row["name"], Level(row["level"]), row["parent"] or None)
        edition = Edition(place, _day(row["valid_from"], first=True), _day(row["valid_to"], first=False))
    except ValueError as error:
        raise LexiconError(f"{path.name}, line {number}: {error}") from error
    if not (place.code and place.name and row["source"]):
        raise LexiconError(f"{path.name}, line {number}: code, name and source must be given")
    return edition


def _day(text: str | None, *, first: bool) -> date | None:
    """Read a year or an ISO date: the first, or the last, day it may mean; None where none is given."""
    if not text:
        return None
    if len(text) == 4:
        return date(int(text), 1, 1) if first else date(int(text), 12, 31)
    return date.fromisoformat(text)
