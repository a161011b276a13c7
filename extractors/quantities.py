"""Find numbers with their units: quantities, percentages, fractions, ranges and ratios.

One pass over the numerals of a text; what stands around each (a unit after it, a dash or colon to the next) makes
it a quantity, a percentage, a range or a ratio. Nothing here knows what is a target.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache

import msgspec

from extractors.lexicon import Entry, Lexicon, load
from extractors.numerals import NUMERAL, PERCENT, SPREAD, parse_numeral, parse_percent, parse_spread
from extractors.records import Mention
from extractors.span import Span
from extractors.vocabulary import MentionKind


class UnitEntry(Entry, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Units of one kind; `digits_only` follow Arabic numerals only, `not_before` are endings that make another word."""

    kind: str
    units: tuple[str, ...]
    digits_only: tuple[str, ...] = ()
    not_before: dict[str, tuple[str, ...]] = msgspec.field(default_factory=dict)


class Units(Lexicon, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """`units.yaml`."""

    entries: tuple[UnitEntry, ...]


@dataclass(frozen=True, slots=True)
class Numeral:
    """One numeral. `high` is set for neighbouring digits said together (三五名), `share` for a share in words (八成).

    `chinese` tells whether it is written in Chinese characters only.
    """

    span: Span
    value: Decimal
    chinese: bool
    text: str
    high: Decimal | None = None
    share: str | None = None


# 一小 and 二小 are short for schools, so 一小时 needs a branch of its own.
# 160立方米每秒; 每 before anything but a measure begins other words (100公里，每年…).
PER_MEASURE = r"每(?:秒|小时|立方米|平方米|平方公里|升|公顷|亩|标准立方米)(?![\d补给])"
HOURS = "(?<![第几数十百千万亿零〇一二两三四五六七八九])[一二两三四五六七八九十]{1,3}(?=小时)"
NUMERAL_AT = re.compile(rf"(?P<share>{PERCENT})|(?P<spread>{SPREAD})|(?P<plain>{HOURS}|{NUMERAL})")
# 10 in 5G, PM2.5, 1+3+7, v1.2 and page addresses is part of a name or code, not a quantity.
CODE_BEFORE = re.compile(r"[A-Za-z_/=&?@#+＋.]\Z")
CODE_AFTER = re.compile(r"[A-Za-z_=&?@#+＋]")
CHINESE = re.compile(r"[^0-9０-９]+\Z")
YEAR = re.compile(r"(?:1[89]|20|21)\d\d\Z|[一二][九〇零○][〇零○一二三四五六七八九]{2}\Z")
# 1800—2300人 counts, 2018—2020年 does not.
COUNTED_RANGE = re.compile(r"[-—–至~～]{1,2}[0-9]+(?:[人名元个所家间座套户]|公里|公顷|平方米|吨|亩)")
# 余, 多 stand between numeral and unit (200余项); inside a numeral (20多万元) the numeral takes them.
ABOUT = re.compile(r"[余多来]")
# 一二三次产业 and 一二线城市 list ordinals; one digit more, or 产, 线 behind two digits, tells.
SERIES = frozenset("一二三四五六七八九产线")
SCALE = {"万": 10_000, "亿": 100_000_000}
BETWEEN = re.compile(r"[ \u3000]*(?:-{1,2}|—{1,2}|–|－|~|～|〜|−|至|到|或)[ \u3000]*\Z")
COLON = re.compile(r"[ ]?[:：∶比][ ]?\Z")


@cache
def unit_kinds() -> dict[str, str]:
    """Return each unit of the lexicon with its kind."""
    return {unit: entry.kind for entry in load("units", Units).entries for unit in entry.units}


def kind_of_unit(unit: str | None) -> str | None:
    """Return the kind of a unit as written (of 元/人年 that of 元), or None for one that is not in the lexicon."""
    if unit is None:
        return None
    kinds = unit_kinds()
    return kinds.get(unit) or kinds.get(re.split(r"[/／（(]", unit)[0])


@cache
def unit_pattern(*, chinese: bool) -> re.Pattern[str]:
    """Return the pattern of a unit after an Arabic or (`chinese`) a Chinese numeral, longest first."""
    words: dict[str, tuple[str, ...]] = {}
    for entry in load("units", Units).entries:
        for unit in entry.units:
            if not (chinese and unit in entry.digits_only):
                words[unit] = entry.not_before.get(unit, ())
    parts = []
    for unit in sorted(words, key=lambda u: (-len(u), u)):
        guard = "(?!" + "|".join(map(re.escape, words[unit])) + ")" if words[unit] else ""
        guard += "(?![A-Za-z0-9])" if unit[-1].isascii() and unit[-1].isalnum() else ""
        parts.append(re.escape(unit) + guard)
    one = "(?:" + "|".join(parts) + ")"
    plain = (
        "(?:"
        + "|".join(re.escape(u) for u in sorted(words, key=lambda u: (-len(u), u)))
        + "|年|月|日|时|生|床|万元|万人|百人|千人|[shda](?![A-Za-z]))"
    )
    per = rf"(?:[/／·•](?:[万千百])?{plain}+|{PER_MEASURE})"
    return re.compile(rf"{one}(?:[（(]{plain}[）)])?{per}?(?:[（(]{plain}[）)])?")


def find_numerals(text: str) -> Iterator[Numeral]:
    """Yield the numerals of a text in order; numbers inside codes (5G, PM2.5, 1+3+7) are left out."""
    for match in NUMERAL_AT.finditer(text):
        start, end = match.span()
        if CODE_BEFORE.search(text[max(0, start - 1) : start]):
            continue
        if CODE_AFTER.match(text, end) and not unit_pattern(chinese=False).match(text, end):
            continue
        words = match[0]
        chinese = CHINESE.match(words) is not None
        if match["share"]:
            share = parse_percent(words)
            if share is not None:
                yield Numeral(Span(start, end), share[0], chinese, words, share=share[1])
        elif match["spread"]:
            spread = parse_spread(words)
            if spread is not None and text[end : end + 1] not in SERIES:
                yield Numeral(Span(start, end), spread[0], chinese, words, high=spread[1])
        else:
            if words[0] == "负" and "\u4e00" <= text[start - 1 : start] <= "\u9fff":
                # 减负十项 is a word and a count, no negative number.
                start, words = start + 1, words[1:]
            value = parse_numeral(words)
            if value is not None:
                yield Numeral(Span(start, end), value, chinese, words)


def find_quantities(text: str) -> list[Mention]:
    """Return the numbers, quantities, percentages, ranges and ratios of a text, in text order, none overlapping.

    A year (2025年) is none of these. A Chinese numeral without a unit is returned only where it is a number beyond
    doubt: with a place value (一百二十) or as the whole text.
    """
    numerals = list(find_numerals(text))
    found: list[Mention] = []
    at = 0
    while at < len(numerals):
        mention, used = _read(text, numerals, at)
        if mention is not None:
            found.append(mention)
        at += used
    return found


def _read(text: str, numerals: list[Numeral], at: int) -> tuple[Mention | None, int]:
    """Read the mention that begins with numeral `at`; return it (or None) and how many numerals it took."""
    ratio = _ratio(text, numerals, at)
    if ratio is not None:
        return ratio, len(ratio.parts)
    first = _single(text, numerals[at])
    if at + 1 < len(numerals):
        second = _single(text, numerals[at + 1])
        merged = _range(text, first, second, numerals[at], numerals[at + 1])
        if merged is not None:
            return merged, 2
    if first is None or (first.kind is MentionKind.NUMBER and not _certain(numerals[at], text)):
        return None, 1
    return first, 1


def _single(text: str, numeral: Numeral) -> Mention | None:
    """Read one numeral with its unit; None for a year and for a list number such as 007."""
    start, end, value = numeral.span.start, numeral.span.end, numeral.value
    if numeral.share is not None:
        return Mention(
            MentionKind.PERCENT, numeral.span, "quantity.share", value, unit=numeral.share, value_span=numeral.span
        )
    year = YEAR.match(numeral.text) and text[end : end + 1] in "年、-—–至~～" and not COUNTED_RANGE.match(text, end)
    if year or re.match(r"0\d", numeral.text):
        return None
    about = ABOUT.match(text, end)
    unit_at = about.end() if about else end
    unit_at += len(text[unit_at : unit_at + 1]) - len(text[unit_at : unit_at + 1].lstrip(" \u3000"))
    match = unit_pattern(chinese=numeral.chinese).match(text, unit_at)
    if match is None:
        kind = MentionKind.RANGE if numeral.high is not None else MentionKind.NUMBER
        return Mention(kind, numeral.span, "quantity.number", value, numeral.high, value_span=numeral.span)
    words = "%" if match[0] in {"％", "﹪"} else match[0]
    stop = match.end()
    if words == "日内":
        words, stop = "日", stop - 1
    if words == "日" and "月" in text[max(0, start - 1) : start]:
        return None
    kind = MentionKind.PERCENT if words in {"%", "‰"} else MentionKind.QUANTITY
    return Mention(
        kind if numeral.high is None else MentionKind.RANGE,
        Span(start, stop),
        "quantity.about" if about else "quantity.unit",
        value,
        numeral.high,
        words,
        numeral.span,
        Span(unit_at, stop),
    )


def _range(text: str, first: Mention | None, second: Mention | None, a: Numeral, b: Numeral) -> Mention | None:
    """Join two neighbours to a range (1-2项, 4.5%—5%, 三至五名, 3-5万元) where only a dash or 至 stands between."""
    if first is None or second is None or first.value is None or second.value is None:
        return None
    gap = text[first.span.end : second.span.start]
    if not BETWEEN.match(gap) or (first.unit and second.unit and first.unit != second.unit):
        return None
    low, high = first.value, second.value
    if first.unit is None and low * 10 <= high and (scale := _scale(b.text)) > 1 and _scale(a.text) == 1:
        low *= scale
    alternative = "或" in gap
    if a.high or b.high or low >= high or (alternative and not second.unit):
        return None
    if first.unit and not second.unit:
        return None
    return replace(
        second,
        kind=MentionKind.RANGE,
        span=first.span.cover(second.span),
        rule="quantity.range",
        value=low,
        value_max=high,
        value_span=(first.value_span or first.span).cover(second.value_span or second.span),
    )


def _scale(words: str) -> int:
    """Return what 万 and 亿 at the end of a numeral multiply by."""
    scale = 1
    for character in reversed(words):
        if character not in "万亿":
            break
        scale *= SCALE[character]
    return scale


def _ratio(text: str, numerals: list[Numeral], at: int) -> Mention | None:
    """Read 1:1, 12.4:65.8:21.8 or 3比1; not a time of day (9:00—17:30), whose minutes are two digits below 60."""
    last = at
    while last + 1 < len(numerals) and COLON.match(
        text[numerals[last].span.end : numerals[last + 1].span.start] or "x"
    ):
        last += 1
    members = numerals[at : last + 1]
    if len(members) < 2:
        return None
    words = [member.text for member in members]
    clock = len(words) <= 3 and all(re.fullmatch(r"[0-5]\d", word) for word in words[1:])
    span = members[0].span.cover(members[-1].span)
    told = "比" in text[max(0, span.start - 8) : span.end]
    if clock and re.fullmatch(r"[01]?\d|2[0-4]", words[0]) and not told:
        return None
    parts = tuple(member.value for member in members)
    value = parts[0] / parts[1] if len(parts) == 2 and parts[1] else None
    return Mention(MentionKind.RATIO, span, "quantity.ratio", value, value_span=span, parts=parts)


def _certain(numeral: Numeral, text: str) -> bool:
    """Tell whether a numeral without a unit is a number beyond doubt."""
    if not numeral.chinese:
        return True
    if "分之" in numeral.text or "点" in numeral.text:
        return True
    place = any(c in numeral.text for c in "十百千万亿") and any(c not in "十百千万亿" for c in numeral.text)
    return place or numeral.span == Span(0, len(text.rstrip("。 \n")))
