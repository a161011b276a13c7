"""Tell text from garbage: a file may decode and still hold no words, when its fonts or its encoding were lost."""

from __future__ import annotations

import re

from extractors.errors import UnreadableNotice

CID = re.compile(r"\(cid:\d+\)")
HAN = re.compile(r"[\u3400-\u9fff]")
SYMBOL = re.compile(r"""[!"#$%&'()*+,\-./:;<=>?@\[\\\]^_`{|}~\u00a1-\u00bf\u02c0-\u02df\ufb00-\ufb06]""")
COMMON = frozenset(
    "的一和在是有为不以中对及大年日月市区县省政府人民工作建设发展实施管理部门单位关于通知业务公开第条项个上下"
)
"""Characters that make up a good part of any official text; hardly one of them appears in text decoded wrongly."""
WHITE = re.compile(r"\s+")

MIN_CHARACTERS = 200
MAX_CID_SHARE = 0.01
MIN_COMMON_SHARE = 0.02


def check_readable(text: str) -> None:
    """Refuse a text that is no words.

    Raises:
        UnreadableNotice: font garbage, or text decoded by a wrong table.
    """
    codes = CID.findall(text)
    words = WHITE.sub("", text)
    if len(codes) >= 5 and sum(map(len, codes)) > MAX_CID_SHARE * len(words):
        raise UnreadableNotice(
            f"unreadable: font garbage ({codes[0]} and {len(codes) - 1} more): the PDF does not say which characters its fonts show"
        )
    if len(words) < MIN_CHARACTERS:
        return
    han = HAN.findall(words)
    symbols = len(SYMBOL.findall(words))
    if symbols > 0.3 * len(words) and len(han) < 0.3 * len(words):
        raise UnreadableNotice("unreadable: mostly signs, hardly a word: the fonts or the encoding were lost")
    if len(han) > 0.3 * len(words) and len(han) >= MIN_CHARACTERS:
        common = sum(character in COMMON for character in han)
        if common < MIN_COMMON_SHARE * len(han):
            raise UnreadableNotice("unreadable: characters that make no words: decoded by a wrong table")
