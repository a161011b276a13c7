"""Find what an applicant must meet, in lists (申报企业须具备以下条件：…) and before a grant: thresholds and no targets."""

from __future__ import annotations

import re

from extractors.span import Span
from extractors.targets.clauses import Clause, Sentence

CONDITIONS = re.compile(
    r"(?:下列|以下|如下)[^，。；：]{0,8}条件(?:之一)?(?:的)?[：:]"
    r"|(?:申报|申请|认定|评选|参评|准入)[^，。；：]{0,4}条件(?:是|为)?[：:]"
)
FOLLOW = re.compile(r"[：:][ \u3000]*\n")
MARK = re.compile(
    r"[ \u3000]*(?:[（(](?:\d{1,2}|[一二三四五六七八九十]{1,3})[）)]|(?:\d{1,2}|[一二三四五六七八九十]{1,3})[、.．]|[①-⑳])"
)
# 年纳税额达到500万元，且就业不少于100人，给予一次性奖励20万元: what leads to a sum that is given. 每家给予5万元 follows a plan.
GRANTS = re.compile(
    r"(?:则|可|将|即)?(?:一次性|给予|予以|奖励|奖补)[^，。；]{0,30}?\d[^，。；]{0,4}?(?:元|%)"
    r"|按照?[^，。；]{0,20}\d[^，。；]{0,20}(?:奖励|补助|补贴|奖补)"
)
# 且就业不少于100人的, and 投资达到1000万元方能申报, which sets thresholds itself.
GOES_ON = re.compile(
    r"(?:且|并且?|同时|或者?)[^，。；]*的$|[^，。；]*(?:方能|方可|才能|才可)以?(?:申[报请]|享受|参[评选]|认定|评为)"
)
THRESHOLD = re.compile(r"\d[^，。；]{0,6}(?:以上|以下)|(?:不少于|不低于|达到?|超过|突破|满)了?[^，。；\d]{0,2}\d")
# What the giver himself plans: 每年认定10家以上企业, 到2030年…, 支持20家以上企业.
PLANNED = re.compile(
    r"每年|\d{4}年|力争|确保|计划|目标|认定|评选|遴选|评定|支持|扶持|培育|选拔|推荐|安排|给予|奖励|补助|补贴"
)


def led_conditions(text: str, clauses: tuple[Clause, ...]) -> dict[int, Span]:
    """Return the clauses that set the thresholds of a grant behind them, by their place, with the words of them all."""
    found: dict[int, Span] = {}
    for i, clause in enumerate(clauses):
        words = clause.span.cut(text).strip()
        if not (GRANTS.match(words) or GOES_ON.match(words)):
            continue
        first = i
        while first and clauses[first - 1].mark in {"，", ","}:
            before = clauses[first - 1].span.cut(text)
            if PLANNED.search(before) or (re.search(r"\d", before) and not THRESHOLD.search(before)):
                break
            first -= 1
        while first < i and not THRESHOLD.search(text, clauses[first].span.start, clauses[first].span.end):
            first += 1
        end = i + 1 if GOES_ON.match(words) and (first < i or not words.endswith("的")) else i
        if first < end:
            found |= dict.fromkeys(range(first, end), Span(clauses[first].span.start, clauses[end - 1].span.end))
    return found


class Conditions:
    """Tells sentence by sentence, in text order, whether a condition is named."""

    def __init__(self, text: str) -> None:
        """Prepare for one notice."""
        self._text = text
        self._style: str | None = (
            None  # how the items of the list are numbered: "" before the first, None outside a list
        )

    def hold(self, sentence: Sentence) -> bool:
        """Tell whether a sentence leads a list of conditions or is one of its items; another way of numbering ends it."""
        span = sentence.span
        if CONDITIONS.search(self._text, span.start, span.end + 1):
            self._style = "" if FOLLOW.match(self._text, span.end) else None
            return True
        mark = MARK.match(self._text, self._text.rfind("\n", 0, span.start) + 1)
        style = re.sub(r"[\d一二三四五六七八九十①-⑳]+", "1", mark[0]).strip() if mark else ""
        if self._style == "" and style:
            self._style = style
        if not style or style != self._style:
            self._style = None
        return bool(self._style)
