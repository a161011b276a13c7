"""From when to when a document binds: its entry into force, its expiry, its repeal, and the newer version of itself."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import pairwise

from pipeline.align.documents import Library, Paper, Quoted, core_title


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
OWN = r"(?:本[\u4e00-\u9fff]{2,8}?|施行|实施|执行|生效|(?:印发|发布|公布|下发)之日起)"
"""What is said of the document itself, not of a licence that it speaks of."""

ENTERS = re.compile(rf"自{DAY}起(?:正式)?(?:施行|实施|执行|生效)")
TO_DAY = DAY.replace("?P<", "?P<to_")
EXPIRES_ON = re.compile(
    rf"""
      {OWN} [^。；\n]{{0,24}}? 有效期(?:限)? [^。；\n]{{0,16}}? [至到] {DAY}
    | (?: 施行 | 执行 | 试行 ) (?: 期限? )? [^。；\n《》]{{0,20}}? [至到] {TO_DAY} 止?
    """,
    re.VERBOSE,
)
VALID_TO = re.compile(rf"[至到]\s*{DAY}|{TO_DAY}\s*(?:止|失效|废止)")
"""The same in the header field 有效性."""

EXPIRES_AFTER = re.compile(
    rf"{OWN}[^。；\n]{{0,24}}?(?:有效期|试行期)(?:限)?(?:为)?(?P<years>\d{{1,2}}|[一二三四五六七八九十两])年"
)
LISTED = r"(?:原)?《[^《》]{2,80}》(?:[（(][^（()）]{2,40}[)）])?(?:的?通知|文件)?[、，,和及与以\s]*(?:以及)?"
REPEALS = re.compile(
    rf"""
      (?P<before> (?:{LISTED}){{1,12}} )                         # 《甲》（文号）、《乙》同时废止
      (?: 自 [^。；《》]{{0,20}} 起 | 从 [^。；《》]{{0,20}} 起 )?
      (?: 同时 | 即行 | 即 | 予以 | 均 | 一并 | 相应 | 现 | 已 | 自行 | 自动 | ，)* (?: 废止 | 停止执行 | 失效 )
    | (?<!不) 废止 (?: 以下 | 下列 )? [^《》。；]{{0,12}} (?P<after> (?:{LISTED}){{1,12}} )   # 决定废止《甲》《乙》
    | (?P<number> [\u4e00-\u9fff]{{1,10}} [〔\[【（(] [12]\d{{3}} [〕\]】）)] \d{{1,5}} 号 ) (?: 文件? )?
      (?: 同时 | 即行 | 予以 | 相应 )? (?: 废止 | 停止执行 )
    """,
    re.VERBOSE,
)
"""The documents that another ends: titles with or without their numbers, before or behind the verb, or a number alone."""

TITLED = re.compile(r"《(?P<title>[^《》]{2,80})》(?:[（(](?P<number>[^（()）]{4,40}?号)[^（()）]{0,6}[)）])?")
ENDING = re.compile(r"关于(?:公布|宣布)?(?:集中)?(?:废止|宣布失效|停止执行)(?![^》]{0,6}修改)")
"""The title of a document that does nothing but end those it lists."""

ENDED = re.compile(r"失效|废止|停止执行")
NUMERALS = {word: number for number, word in enumerate("一二三四五六七八九十", start=1)} | {"两": 2}
YEARS = r"[12]\d{3}(?:[—\-–~至][12]\d{3})?年?度?版?"
MARKED = re.compile(rf"修订稿?|修正|试行|暂行|征求意见稿|草案|{YEARS}|第[一二三四五六七八九十]版")
RULES = re.compile(r"(?:办法|规定|细则|条例|规则|规程|标准|规范|目录)$")
"""Documents of which one under the same title takes the place of the one before."""

TAIL = 1500
"""Entry into force and repeals stand at the end of a document; its first lines carry the notice that issues it."""


def forces(texts: Iterable[Text], library: Library) -> dict[str, Force]:
    """Return when each document binds, by id."""
    known = {text.paper.id: text for text in texts}
    found = {key: own_force(text) for key, text in known.items()}
    for key, text in known.items():
        starts = found[key].since or text.paper.issued_on
        for title, number in repealed(text):
            ended = library.resolve(Quoted("", key, title, number))
            if ended and ended in found and starts:
                found[ended] = _end(found[ended], starts - timedelta(days=1), "repealed", key)
    for older, newer in versions(known.values()):
        starts = found[newer].since
        if starts:
            found[older] = _end(found[older], starts - timedelta(days=1), "superseded by a newer version", newer)
    return found


def repealed(text: Text) -> list[tuple[str | None, str | None]]:
    """Return title and number of each document that a text ends; one that does nothing else ends all that it lists."""
    if ENDING.search(text.paper.title or ""):
        return [(hit["title"], hit["number"]) for hit in TITLED.finditer(text.text)]
    found: list[tuple[str | None, str | None]] = []
    for hit in REPEALS.finditer(_ends(text.text)):
        if hit["number"]:
            found.append((None, hit["number"].removeprefix("原")))
        found += [(one["title"], one["number"]) for one in TITLED.finditer(hit["before"] or hit["after"] or "")]
    return found


def own_force(text: Text) -> Force:
    """Return what a document says of its own force."""
    ends = _ends(text.text)
    since = _day(ENTERS.search(ends)) or text.paper.issued_on
    if until := _day(EXPIRES_ON.search(ends)) or _day(VALID_TO.search(text.validity)):
        return Force(text.paper.id, since, until, "expires on the day it names")
    if since and (years := EXPIRES_AFTER.search(ends)):
        count = NUMERALS.get(years["years"]) or int(years["years"])
        return Force(text.paper.id, since, _years_after(since, count) - timedelta(days=1), f"valid for {count} years")
    if ENDED.search(text.validity):
        return Force(text.paper.id, since, since, "marked as no longer valid")
    if text.period_end:
        return Force(text.paper.id, since, text.period_end, "its period ends")
    return Force(text.paper.id, since, None, "no end is stated")


def versions(texts: Iterable[Text]) -> list[tuple[str, str]]:
    """Return (older, newer) pairs of one document: same government, same title but for what marks the version.

    Rules that are issued again under the very same title are versions too; work reports of every year are none.
    """
    families: dict[tuple[str, str], list[Text]] = defaultdict(list)
    for text in texts:
        paper = text.paper
        if paper.title and paper.issued_on and paper.jurisdiction:
            families[paper.jurisdiction, MARKED.sub("", core_title(paper.title))].append(text)
    pairs = []
    for family in families.values():
        in_order = sorted(family, key=lambda t: (t.paper.issued_on or date.min, t.paper.id))
        pairs += [(a.paper.id, b.paper.id) for a, b in pairwise(in_order) if _is_version(a, b)]
    return pairs


def _is_version(older: Text, newer: Text) -> bool:
    """Tell whether one document takes the place of another of its title; plans of two periods follow each other."""
    if older.paper.issued_on == newer.paper.issued_on or older.period_end != newer.period_end:
        return False
    one, two = (core_title(text.paper.title or "") for text in (older, newer))
    return one != two or RULES.search(MARKED.sub("", one)) is not None


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


def _years_after(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:  # the 29th of February
        return date(day.year + years, 3, 1)


def _day(found: re.Match[str] | None) -> date | None:
    """Return the day of a match, None for none and for one that no calendar has."""
    if found is None:
        return None
    named = {key.removeprefix("to_"): value for key, value in found.groupdict().items() if value is not None}
    try:
        return date(int(named["year"]), int(named["month"]), int(named["day"]))
    except (KeyError, ValueError):
        return None
