"""The numbers that Word makes by itself: 一、 and （一） that stand in no run of the file are computed from its lists."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
HAN_DIGITS = "〇一二三四五六七八九"
STEMS = "甲乙丙丁戊己庚辛壬癸"
PLACEHOLDER = re.compile(r"%([1-9])")
PRIVATE = re.compile(r"[\ue000-\uf8ff]")
MAX_STYLES = 20


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list: how its number is written, the text round it (%1 is the number of level 0), where it starts."""

    style: str
    text: str
    start: int
    of: str = ""  # the paragraph style that this level numbers


@dataclass(slots=True)
class Numbering:
    """The lists of a Word file and how far each has counted. Ask in document order."""

    document: Any
    _lists: dict[str, dict[int, Level]] = field(default_factory=dict)
    _abstract: dict[str, str] = field(default_factory=dict)
    _counts: dict[str, dict[int, int]] = field(default_factory=dict)
    _overrides: dict[str, dict[int, int]] = field(default_factory=dict)
    _used: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        """Read `numbering.xml`, if the file has one."""
        part = next(
            (rel.target_part for rel in self.document.part.rels.values() if rel.reltype.endswith("/numbering")), None
        )
        if part is None:
            return
        root = part.element
        levels = {
            abstract.get(f"{W}abstractNumId"): {
                int(level.get(f"{W}ilvl")): Level(
                    _value(level, "numFmt", "decimal"),
                    _value(level, "lvlText", ""),
                    int(_value(level, "start", "1")),
                    _value(level, "pStyle", ""),
                )
                for level in abstract.findall(f"{W}lvl")
            }
            for abstract in root.findall(f"{W}abstractNum")
        }
        for number in root.findall(f"{W}num"):
            name = number.get(f"{W}numId")
            abstract = _linked(root, self.document, _value(number, "abstractNumId", ""))
            self._abstract[name] = abstract
            self._lists[name] = levels.get(abstract, {})
            self._overrides[name] = {
                int(override.get(f"{W}ilvl")): int(_value(override, "startOverride", "1"))
                for override in number.findall(f"{W}lvlOverride")
                if override.find(f"{W}startOverride") is not None
            }

    def label(self, paragraph: Any) -> str:
        """Return the number that Word shows before a paragraph; empty for none and for bullets."""
        found = self._list_of(paragraph)
        if found is None:
            return ""
        name, depth = found
        level = self._lists.get(name, {}).get(depth)
        if level is None:
            return ""
        counts = self._counts.setdefault(self._abstract[name], {})
        if name not in self._used:
            self._used.add(name)
            for overridden, start in self._overrides[name].items():
                counts[overridden] = start - 1
        counts[depth] = counts.get(depth, level.start - 1) + 1
        for deeper in [d for d in counts if d > depth]:
            del counts[deeper]
        if level.style in {"bullet", "none"}:
            return ""

        def number(match: re.Match[str]) -> str:
            at = int(match[1]) - 1
            other = self._lists[name].get(at, level)
            return written(counts.get(at, other.start), other.style)

        return PRIVATE.sub("", PLACEHOLDER.sub(number, level.text))

    def _list_of(self, paragraph: Any) -> tuple[str, int] | None:
        """Return the list and level of a paragraph, its own or that of its style."""
        own = paragraph.find(f"{W}pPr/{W}numPr")
        style = paragraph.find(f"{W}pPr/{W}pStyle")
        found = _num(own)
        steps = 0
        name = style.get(f"{W}val") if style is not None else None
        while found is None and name is not None and steps < MAX_STYLES:
            element = self._style(name)
            if element is None:
                break
            properties = element.find(f"{W}pPr/{W}numPr")
            found = _num(properties)
            if found is not None and properties.find(f"{W}ilvl") is None:
                levels = self._lists.get(found[0], {})
                found = found[0], next((depth for depth, level in levels.items() if level.of == name), found[1])
            based = element.find(f"{W}basedOn")
            name = based.get(f"{W}val") if based is not None else None
            steps += 1
        return found if found is not None and found[0] != "0" else None

    def _style(self, name: str) -> Any:
        return _named(self.document.styles.element.findall(f"{W}style"), "styleId", name)


def _linked(root: Any, document: Any, abstract: str) -> str:
    """Return the list whose levels a list has: its own, or those of the numbering style that it names."""
    own = _named(root.findall(f"{W}abstractNum"), "abstractNumId", abstract)
    style = _named(document.styles.element.findall(f"{W}style"), "styleId", _value(own, "numStyleLink", ""))
    properties = style.find(f"{W}pPr/{W}numPr") if style is not None else None
    number = _named(root.findall(f"{W}num"), "numId", _value(properties, "numId", ""))
    return _value(number, "abstractNumId", abstract)


def _named(elements: Iterable[Any], attribute: str, name: str) -> Any:
    """Return the element with this name, or None."""
    return next((element for element in elements if name and element.get(f"{W}{attribute}") == name), None)


def _num(properties: Any) -> tuple[str, int] | None:
    if properties is None or properties.find(f"{W}numId") is None:
        return None
    return _value(properties, "numId", "0"), int(_value(properties, "ilvl", "0"))


def _value(element: Any, name: str, default: str) -> str:
    child = element.find(f"{W}{name}") if element is not None else None
    value = child.get(f"{W}val") if child is not None else None
    return default if value is None else str(value)


def written(number: int, style: str) -> str:
    """Return a number as a list style writes it.

    >>> [written(12, style) for style in ("decimal", "chineseCounting", "lowerRoman", "upperLetter")]
    ['12', '十二', 'xii', 'L']
    """
    if style in {
        "chineseCounting",
        "chineseCountingThousand",
        "japaneseCounting",
        "taiwaneseCountingThousand",
        "taiwaneseCounting",
        "ideographDigital",
        "koreanCounting",
    }:
        return _han(number)
    if style in {"ideographTraditional", "ideographZodiac"} and 1 <= number <= len(STEMS):
        return STEMS[number - 1]
    if style.startswith("decimalEnclosedCircle") and 1 <= number <= 20:
        return chr(0x2460 + number - 1)
    if style == "decimalFullWidth":
        return "".join(chr(ord(c) + 0xFEE0) for c in str(number))
    if style in {"upperRoman", "lowerRoman"}:
        roman = _roman(number)
        return roman if style == "upperRoman" else roman.lower()
    if style in {"upperLetter", "lowerLetter"} and number >= 1:
        letter = chr(ord("A") + (number - 1) % 26) * ((number - 1) // 26 + 1)
        return letter if style == "upperLetter" else letter.lower()
    return f"{number:02d}" if style == "decimalZero" else str(number)


def _han(number: int) -> str:
    if not 0 < number < 100:
        return "".join(HAN_DIGITS[int(c)] for c in str(number))
    tens, ones = divmod(number, 10)
    return (HAN_DIGITS[tens] if tens > 1 else "") + ("十" if tens else "") + (HAN_DIGITS[ones] if ones else "")


def _roman(number: int) -> str:
    letters = ((100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))
    written_so_far = ""
    for value, letter in letters:
        count, number = divmod(number, value)
        written_so_far += letter * min(count, 30)
    return written_so_far
