"""From when to when a document binds: its entry into force, its expiry, its repeal, and the newer version of itself."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import pairwise

from pipeline.align.documents import Library, Paper, Quoted, flat_title


@dataclass(frozen=True, slots=True)
class Force:
    """When a document binds. `until` is the last day, None while it still does; `by` the document that ended it, if one did."""

    document: str
    since: date | None
    until: date | None
    reason: str
    by: str | None = None


@dataclass(frozen=True, slots=True)
class Text:
    """What is known of one document's force before others are heard: its stated validity, period and words."""

    paper: Paper
    validity: str
    period_end: date | None
    text: str


DAY = r"(?P<year>[12]\d{3})年(?P<month>1[0-2]|0?[1-9])月(?P<day>3[01]|[12]\d|0?[1-9])日"
ENTERS = re.compile(rf"自{DAY}起(?:施行|实施|执行|生效)")
EXPIRES_ON = re.compile(rf"(?:有效期(?:限)?(?:至|到)|至){DAY}(?:止|失效)?")
EXPIRES_AFTER = re.compile(r"有效期(?:限)?(?:为)?(?P<years>\d{1,2}|[一二三四五六七八九十])年")
REPEALS = re.compile(
    r"《(?P<title>[^《》]{4,60})》(?:[（(](?P<number>[^（）()]{4,30}?号)[）)])?[^《》。]{0,12}?(?:同时|即行|予以)?废止"
)
ENDED = re.compile(r"失效|废止|停止执行")
NUMERALS = {word: number for number, word in enumerate("一二三四五六七八九十", start=1)}
VERSION = re.compile(
    r"(?:修订|试行|暂行|征求意见稿|草案|[12]\d{3}年?版?|第[一二三四五六七八九十]版|修正|[12]\d{3}[—\-–]?[12]\d{3}年?)"
)
TAIL = 1500
"""Entry into force and repeals stand at the end of a document; its first lines carry the notice that issues it."""


def forces(texts: Iterable[Text], library: Library) -> dict[str, Force]:
    """Return when each document binds, by id."""
    known = {text.paper.id: text for text in texts}
    found = {key: own_force(text) for key, text in known.items()}
    for key, text in known.items():
        starts = found[key].since or text.paper.issued_on
        for hit in REPEALS.finditer(_ends(text.text)):
            ended = library.resolve(Quoted("", key, hit["title"], hit["number"]))
            if ended and starts:
                found[ended] = _end(found[ended], starts - timedelta(days=1), "repealed", key)
    for older, newer in versions(known.values()):
        starts = found[newer].since
        if starts:
            found[older] = _end(found[older], starts - timedelta(days=1), "superseded by a newer version", newer)
    return found


def own_force(text: Text) -> Force:
    """Return what a document says of its own force."""
    ends = _ends(text.text)
    since = _first_day(ENTERS, ends) or text.paper.issued_on
    said = f"{text.validity} {ends}"
    if until := _first_day(EXPIRES_ON, said):
        return Force(text.paper.id, since, until, "expires on the day it names")
    if since and (years := EXPIRES_AFTER.search(said)):
        count = NUMERALS.get(years["years"]) or int(years["years"])
        last = since.replace(year=since.year + count, day=min(since.day, 28)) - timedelta(days=1)
        return Force(text.paper.id, since, last, f"valid for {count} years")
    if ENDED.search(text.validity):
        return Force(text.paper.id, since, since, "marked as no longer valid")
    if text.period_end:
        return Force(text.paper.id, since, text.period_end, "its period ends")
    return Force(text.paper.id, since, None, "no end is stated")


def versions(texts: Iterable[Text]) -> list[tuple[str, str]]:
    """Return (older, newer) pairs of one document: same government, same title but for what marks the version."""
    families: dict[tuple[str, str], list[Paper]] = defaultdict(list)
    for text in texts:
        paper = text.paper
        if paper.title and paper.issued_on and VERSION.search(paper.title):
            title = VERSION.sub("", flat_title(paper.title))
            families[paper.jurisdiction or "", title].append(paper)
    pairs = []
    for papers in families.values():
        in_order = sorted(papers, key=lambda p: (p.issued_on or date.min, p.id))
        pairs += [(a.id, b.id) for a, b in pairwise(in_order) if a.issued_on != b.issued_on]
    return pairs


def binds(force: Force | None, on: date | None) -> bool:
    """Tell whether a document binds on a day; where nothing is known of either, it does."""
    if force is None or on is None:
        return True
    return (force.since is None or force.since <= on) and (force.until is None or on <= force.until)


def dead_pairs(found: Mapping[str, Force], days: Mapping[str, date | None]) -> frozenset[tuple[str, str]]:
    """Return (upper, lower) pairs where the upper document had been ended by another, or expired, when the lower came.

    A plan whose period is over stays out of this: periods are compared target by target.
    """
    ended = {key: f for key, f in found.items() if f.until and f.reason != "its period ends"}
    return frozenset(
        (upper, lower)
        for upper, force in ended.items()
        for lower, day in days.items()
        if day and force.until and day > force.until
    )


def _end(force: Force, until: date, reason: str, by: str) -> Force:
    if force.until is not None and force.until <= until:
        return force
    return replace(force, until=until, reason=reason, by=by)


def _ends(text: str) -> str:
    return text if len(text) <= 2 * TAIL else f"{text[:TAIL]}\n{text[-TAIL:]}"


def _first_day(pattern: re.Pattern[str], text: str) -> date | None:
    found = pattern.search(text)
    if found is None:
        return None
    try:
        return date(int(found["year"]), int(found["month"]), int(found["day"]))
    except ValueError:
        return None
