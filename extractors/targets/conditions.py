"""Follow lists of what an applicant must meet (申报企业须具备以下条件：…): their amounts are thresholds and no targets."""

from __future__ import annotations

import re

from extractors.targets.clauses import Sentence

CONDITIONS = re.compile(
    r"(?:下列|以下|如下)[^，。；：]{0,8}条件(?:之一)?(?:的)?[：:]"
    r"|(?:申报|申请|认定|评选|参评|准入)[^，。；：]{0,4}条件(?:是|为)?[：:]"
)
FOLLOW = re.compile(r"[：:][ \u3000]*\n")
MARK = re.compile(
    r"[ \u3000]*(?:[（(](?:\d{1,2}|[一二三四五六七八九十]{1,3})[）)]|(?:\d{1,2}|[一二三四五六七八九十]{1,3})[、.．]|[①-⑳])"
)


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
