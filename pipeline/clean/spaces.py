"""Stray spaces: what white space in a line stands for nothing and goes, and what stays as one space."""

from __future__ import annotations

import re

from pipeline.clean.mapped import Mapped
from pipeline.clean.radicals import without_forms

HAN = r"\u2e80-\u2fdf\u3005-\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
WIDE = HAN + r"\u3001-\u301f\uff00-\uffef\u2018-\u201d\u2014\u2026"
SOURCE_BREAK = re.compile(rf"(?<=[{WIDE}])[ \t]*[\r\n]\s*(?=[{WIDE}])")
"""A line end in the source of a page amid Chinese text: no word ends there."""
INVISIBLE = re.compile(
    r"[\u200b-\u200f\u2060\ufeff\u202a-\u202e\x00-\x08\x0e-\x1f\x7f]+|(?<!\d)\u00ad"
)  # a soft hyphen between figures is the dash of a PDF
RUN = re.compile(r"[ \t\r\n\f\v\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\x85]+")
RUN_BUT_TAB = re.compile(r"[ \r\n\f\v\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\x85]+")

LETTER_SPACED = re.compile(
    rf"""(?<![{HAN}0-9A-Za-z])          # 目 录, 索 引 号: single Han characters,
    [{HAN}](?:\ [{HAN}])+               # each a word of its own
    (?![{HAN}0-9A-Za-z])""",
    re.VERBOSE,
)
STRAY = re.compile(
    rf"""
    (?: (?<=[{WIDE}])\ (?=[0-9A-Za-z%％‰℃+±<>≤≥~～—-])  # 到 2025: a typesetter's gap between Han and Latin
    |   (?<=[0-9A-Za-z%％‰℃)])\ (?=[{WIDE}])            # 2025 年
    |   (?<=[，。；：、！？）》】〕”’])\ (?=[{WIDE}])      # behind Chinese punctuation
    |   (?<=[{WIDE}])\ (?=[，。；：、！？（《【〔“‘）》】〕”’])  # and before it
    )
    (?![{HAN}]{{2,8}}[:：])                             # but not before a label: 2024-03-01 来源：
    """,
    re.VERBOSE,
)
CALENDAR = re.compile(r"(?<=\d)\ (?=[年月日号时](?!\ ?[\u4e00-\u9fff]{0,2}[:：]))|(?<=[年月])\ (?=\d{1,2}\ ?[月日])")
PROSE = re.compile(r"[，。；]")
COLUMN_GAP = re.compile(r"\ {3}|\t")


def tidy(words: Mapped, *, keep_tabs: bool = False) -> Mapped:
    """Return a line without invisible characters and odd forms, with single spaces, without spaces that stand for nothing.

    Between two Han characters a space stays: it may part two words of a heading or two cells of a table. Between Han and
    figures it goes from running text, and inside a date from every line.
    """
    words = without_forms(words.without(INVISIBLE))
    if not RUN.search(words.text):
        return words
    columns = COLUMN_GAP.search(words.text.strip())
    words = words.spaced(RUN_BUT_TAB if keep_tabs else RUN).strip()
    if " " not in words.text:
        return words
    words = words.without(CALENDAR)
    if PROSE.search(words.text) and not columns:
        words = words.without(STRAY)
    spaced = LETTER_SPACED.search(words.text)
    return words if spaced is None else _closed(words)


def _closed(words: Mapped) -> Mapped:
    spans: list[tuple[int, int]] = []
    at = 0
    for match in LETTER_SPACED.finditer(words.text):
        for i in range(match.start(), match.end()):
            if words.text[i] == " ":
                spans.append((at, i))
                at = i + 1
    return words.keep([*spans, (at, len(words))])
