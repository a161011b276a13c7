"""Counts that lost their measure word, percent sign or verb: 100优秀班主任, 骨干教师50, 分别达到100%95%."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from extractors.holes.lexicon import one_of
from extractors.quantities import unit_pattern
from extractors.reading_text import Repair
from extractors.span import Span

HAN = r"[\u4e00-\u9fff]"
NUMBER = r"(?P<number>[1-9]\d{0,4})(?![\d.])"
NOT_INSIDE = r"(?<![\d.A-Za-z第〔〈《（(“\"+＋\-—–~～－/／])"  # a number's start that is no code, ordinal or name
YEAR = re.compile(r"(?:19|20)\d\d\Z")
NEIGHBOURHOOD = 200  # characters on either side in which a parallel item counts as a witness
PEOPLE = re.compile(r"(?<![\d.])[1-9]\d{0,4}(?P<measure>名|位)")
PAIRED = re.compile(
    r"""
    (?:分别|依次) (?P<lead>[^\d。；;\n]{0,16})
    (?P<values> \d+(?:\.\d+)? (?P<unit>[%％‰]|[\u4e00-\u9fff]{1,3}?) (?:\d+(?:\.\d+)?(?P=unit))+ )
    """,
    re.VERBOSE,
)
OF_TIME = frozenset({"年", "月", "日", "时", "分", "号", "第"})
LIST_ITEM = re.compile(
    rf"""
    (?<![\d.]) [1-9]\d{{0,4}} (?P<unit>个|所|家|项|处|座|名|位|支|套|条|间) (?P<there>{HAN}{{2,12}}) [、和]
    (?P<number>[1-9]\d{{0,3}}) (?P<here>{HAN}{{2,12}}) (?= [、，,。；;和] )
    """,
    re.VERBOSE,
)


def paired_values(text: str) -> Iterator[Repair]:
    """分别达到100%95% → 分别达到100%、95%, 不低于12台18台 → 12台、18台: two values for two subjects, with nothing between them."""
    for match in PAIRED.finditer(text):
        values = match["values"]
        if match["unit"] in OF_TIME:
            continue
        meant = re.sub(rf"(?<={match['unit']})(?=\d)", "、", values)
        yield Repair(Span(*match.span("values")), meant, "count.paired-values")


@cache
def _before_person() -> re.Pattern[str]:
    person, project = one_of("count.measure-before-person", "persons"), one_of("count.measure-before-person", "names")
    return re.compile(rf"{NOT_INSIDE}{NUMBER}(?![名位个人批])(?P<noun>{HAN}{{0,6}}?{person})(?!{HAN}{{0,3}}{project})")


@cache
def _after_person() -> re.Pattern[str]:
    person, verb = one_of("count.measure-before-person", "persons"), one_of("count.measure-after-person", "verbs")
    return re.compile(rf"{verb}[^\d，,。；;\n]{{0,30}}{person}{NUMBER}(?=[，,。；;、\n（(]|\Z)")


def measure_before_person(text: str) -> Iterator[Repair]:
    """100优秀班主任 → 100名优秀班主任: a count of people needs its measure word, and an item beside it has one."""
    for match in _before_person().finditer(text):
        if YEAR.match(match["number"]) or unit_pattern(chinese=False).match(text, match.end("number")):
            continue
        yield from _with_measure(text, match, "count.measure-before-person")


def measure_after_person(text: str) -> Iterator[Repair]:
    """培养骨干教师50， → 培养骨干教师50名，: the count stands after its noun, at the end of the clause."""
    for match in _after_person().finditer(text):
        if not YEAR.match(match["number"]):
            yield from _with_measure(text, match, "count.measure-after-person")


def _with_measure(text: str, match: re.Match[str], rule: str) -> Iterator[Repair]:
    """Yield the repair, with the measure word that counts people nearest by; none where nobody is counted near."""
    number = Span(*match.span("number"))
    low, high = max(0, number.start - NEIGHBOURHOOD), number.end + NEIGHBOURHOOD
    witnesses = [m for m in PEOPLE.finditer(text, low, min(high, len(text))) if m.start() != number.start]
    if witnesses:
        nearest = min(witnesses, key=lambda m: abs(m.start() - number.start))
        yield Repair(number, number.cut(text) + nearest["measure"], rule)


def measure_in_list(text: str) -> Iterator[Repair]:
    """建成5所示范学校、3特色学校 → 3所特色学校: the item before counts the same thing with its measure word."""
    for match in LIST_ITEM.finditer(text):
        if unit_pattern(chinese=False).match(text, match.end("number")) or YEAR.match(match["number"]):
            continue
        if match["there"][-2:] == match["here"][-2:]:
            meant = match["number"] + match["unit"]
            yield Repair(Span(*match.span("number")), meant, "count.measure-in-list")


@cache
def _after_one() -> re.Pattern[str]:
    person, verb = one_of("count.measure-before-person", "persons"), one_of("count.measure-after-person", "verbs")
    words = one_of("count.measure-after-one", "words with 一")
    return re.compile(rf"{verb}(?!{words})(?P<one>一)(?={HAN}{{2,8}}(?:、{HAN}{{2,8}})+的{HAN}{{0,8}}?{person})")


def measure_after_one(text: str) -> Iterator[Repair]:
    """遴选一学识广博、经验丰富的教师 → 遴选一名…: 一 stands directly before an attribute."""
    for match in _after_one().finditer(text):
        if not unit_pattern(chinese=True).match(text, match.end()):
            yield Repair(Span(*match.span("one")), "一名", "count.measure-after-one", ("一位", "一批"))


@cache
def _without_percent() -> tuple[re.Pattern[str], re.Pattern[str]]:
    rate, number = one_of("count.percent-sign", "rates"), r"\d{1,3}(?:\.\d+)?"
    reach = r"(?:[^\d，,。；;、\n]{0,6}(?:达到|达|至|到|于|为|在))"
    bare = re.compile(rf"(?<!容积){rate}{reach}(?P<number>{number})(?=(?:以上|以下|以内|左右)?(?:[，,。；;\n（(]|\Z))")
    whole = re.compile(rf"{rate}{reach}{number}[%％]")
    return bare, whole


def percent_sign(text: str) -> Iterator[Repair]:
    """巩固率达到95，…毛入学率达到93% → 95%: a rate lost its sign, and a rate beside it has one."""
    bare, whole = _without_percent()
    for match in bare.finditer(text):
        low, high = max(0, match.start() - NEIGHBOURHOOD), min(len(text), match.end() + NEIGHBOURHOOD)
        if float(match["number"]) <= 100 and whole.search(text, low, high):
            yield Repair(Span(*match.span("number")), match["number"] + "%", "count.percent-sign")


@cache
def _without_verb() -> re.Pattern[str]:
    adverb, verb = one_of("count.verb-before-count", "adverbs"), one_of("count.verb-before-count", "verbs")
    return re.compile(rf"{adverb}(?P<number>[1-9]\d{{0,3}})(?=[个所家处座]{HAN}{{2,8}}?{verb})")


def verb_before_count(text: str) -> Iterator[Repair]:
    """逐步3所中学建设… → 逐步为3所中学建设…: an adverb has no verb, and the count's noun has one after it."""
    for match in _without_verb().finditer(text):
        meant = f"为{match['number']}"
        others = (f"在{match['number']}", f"对{match['number']}")
        yield Repair(Span(*match.span("number")), meant, "count.verb-before-count", others)
