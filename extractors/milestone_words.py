"""The words that tell an action or a state to be reached from a title and a statement: lexicon and patterns."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Literal

from extractors.lexicon import Entry, Lexicon, load


class MilestoneWords(Entry, frozen=True):
    """Words by what they make of a dated clause.

    `completing` (完成) and `going-on` (加强) make it an action, `reaching` at its end a state to be reached (全面提升);
    `naming` at its end makes it a title or a thing, `telling` anywhere a statement.
    """

    role: Literal["completing", "going-on", "reaching", "naming", "telling"]
    words: tuple[str, ...]


class MilestoneLexicon(Lexicon, frozen=True):
    """`lexicons/milestone_words.yaml`."""

    entries: tuple[MilestoneWords, ...]


def _any_of(*roles: str) -> str:
    known = {w for e in load("milestone_words", MilestoneLexicon).entries if e.role in roles for w in e.words}
    return f"(?:{'|'.join(sorted(map(re.escape, known), key=lambda w: (-len(w), w)))})"


@dataclass(frozen=True, slots=True)
class Words:
    """The patterns made of the lexicon, compiled once."""

    completing: re.Pattern[str]
    doing: re.Pattern[str]
    wholly: re.Pattern[str]
    reached: re.Pattern[str]
    reaching: re.Pattern[str]
    naming: re.Pattern[str]
    telling: re.Pattern[str]


@cache
def words() -> Words:
    """Return the patterns; adverbs may stand before the verb of an action: 基本完成, 全面启动."""
    adverbs = (
        "(?:(?:要|须|应|将|拟|计划|确保|力争|争取|努力|全面|基本|初步|普遍|总体|整体|率先|如期|全部|按期|按时|尽快|抓紧|"
        "滚动|分批|逐步|持续|稳步|有序|深入|扎实|着力|加快|加力|继续|进一步|分别|集中|统一|同步)*)"
    )
    wholly = "(?:基本|全面|初步|普遍|总体|整体|率先|如期|全部|分别)"
    completing, doing = _any_of("completing"), _any_of("completing", "going-on")
    return Words(
        re.compile(adverbs + completing),
        re.compile(adverbs + doing),
        re.compile(wholly + completing),
        # 某工程实现开工, 体系基本建成: reached by something named before it, and nothing more is said
        re.compile(f"[^，。；：]{{2,}}(?:{wholly}|实现){completing}$"),
        re.compile(_any_of("reaching") + "$"),
        re.compile(_any_of("naming") + "$"),
        re.compile(_any_of("telling") + "|^是|了(?!解)|^(?:在|为|对|从).{0,30}$"),
    )
