"""Hard-wrapped text: tell it by its line lengths, and join its lines back into paragraphs."""

from __future__ import annotations

import re
from collections.abc import Sequence
from unicodedata import east_asian_width

from pipeline.clean.chrome import squeeze
from pipeline.clean.lines import Line
from pipeline.clean.mapped import Mapped, join
from pipeline.clean.page_turns import parts

MIN_LINES = 12
LONGEST_WRAP = 130
SHARE_FULL = 0.35
FULL = 0.88
NEARLY = 0.72

ENDS = tuple("。！？!?；;：:")
STRONG_MARK = re.compile(
    r"""
      第[一二三四五六七八九十百零〇\d]{1,4}\s?[章节条编篇部分]   # 第三章
    | [一二三四五六七八九十]{1,3}、                           # 一、
    | [（(][一二三四五六七八九十]{1,3}[）)]                    # （一）
    | (?:附\s?[件表图录]|专栏|表|图)\s?[\d一二三四五六七八九十]{0,2}(?:[-—.．]\d)?(?=[\s:：“《]|$)  # 附件1, 专栏 2
    | [\u2460-\u2473]                                        # ①
    | ——                                                     # ——强化
    | [\u4e00-\u9fff]{2,16}[〔［\[(（](?:19|20)\d{2}[〕］\])）]\s?\d{1,5}\s?号$  # a 文号 on its own line
    """,
    re.VERBOSE,
)
WEAK_MARK = re.compile(
    r"""
      \d{1,2}\s?[.．、](?!\d)                    # 1.
    | \d{1,2}(?:\.\d{1,2}){1,3}(?=\s|[“《]|[\u4e00-\u9fff]{4})   # 1.2.3
    | [（(]\d{1,2}[）)]                          # （1）
    | [“"]?[一二三四五六七八九十]{1,2}是           # 一是
    | [★●■◆▪•·]
    """,
    re.VERBOSE,
)
SENTENCE = re.compile(r"[，。；、,;]")
HAN_NUMBER = re.compile(r"[一二三四五六七八九十]{1,3}、")
LETTER = re.compile(r"[A-Za-z]")
OPEN_DATE = re.compile(r"(?:19|20)\d{2}年\d{1,2}月\d{1,2}日")


def width(text: str) -> int:
    """Return how wide a line is set: 2 for a Han character or wide mark, 1 for a narrow one."""
    return sum(2 if east_asian_width(c) in "WFA" else 1 for c in text)


def wrap_width(lines: Sequence[Line]) -> int | None:
    """Return the width at which lines were broken, or None where they were not (each line is a paragraph or a cell)."""
    texts = [line.text for line in lines if line.table is None and line.text]
    widths = sorted(width(text) for text in texts)
    long = [w for w in widths if w >= 24]
    if len(long) < MIN_LINES:
        return None
    usual = long[int(len(long) * 0.6)]
    if usual > LONGEST_WRAP or long[int(len(long) * 0.97)] > 1.3 * usual:
        return None
    full = [text for text in texts if width(text) >= FULL * usual]
    broken = [text for text in full if not text.endswith(ENDS)]
    prose = [text for text in full if SENTENCE.search(text)]  # the names of a list may be of one length too
    shares = (len(full) >= SHARE_FULL * len(texts), len(broken) >= 0.6 * len(full), len(prose) >= 0.4 * len(full))
    return usual if all(shares) else None


def joined(lines: Sequence[Line], usual: int, headings: frozenset[str] = frozenset()) -> list[Line]:
    """Join lines that were broken at `usual` width into paragraphs; headings, list items and signatures stay lines.

    `headings` are known ones, without white space: what comes behind one never goes on with it.
    """
    paragraphs: list[Line] = []
    pieces: list[Mapped] = []
    last = 0
    for whole in lines:
        for line, may_go_on in parts(whole):
            if line.table is not None or not line.text:
                _close(pieces, paragraphs)
                if line.text:
                    paragraphs.append(line)
                continue
            if pieces and not _goes_on(pieces, last, line.text, usual):
                _close(pieces, paragraphs)
            if pieces and LETTER.match(pieces[-1].text[-1]) and LETTER.match(line.text[0]):
                pieces.append(pieces[-1].layout(" "))
            pieces.append(line.words)
            last = width(whole.text)
            if not may_go_on or (headings and squeeze("".join(piece.text for piece in pieces)) in headings):
                _close(pieces, paragraphs)
    _close(pieces, paragraphs)
    return paragraphs


def _close(pieces: list[Mapped], paragraphs: list[Line]) -> None:
    if pieces:
        paragraphs.append(Line(join(pieces)))
        pieces.clear()


def _goes_on(pieces: Sequence[Mapped], line_width: int, after: str, usual: int) -> bool:
    """Tell whether `after` goes on the paragraph of `pieces`, whose last line is of `line_width`."""
    line = pieces[-1].text
    full = line_width >= FULL * usual
    amid = SENTENCE.search(line) is not None and not line.endswith(ENDS)
    if HAN_NUMBER.match(after) and full and (len(pieces) > 1 or amid) and not line.endswith(ENDS):
        return True  # 统 | 一、可持续的: amid a sentence the mark of a heading is none
    if STRONG_MARK.match(after) or OPEN_DATE.fullmatch(after.replace(" ", "")):
        return False
    if line.endswith(ENDS):
        if not full or WEAK_MARK.match(after) or line.endswith(("：", ":")):
            return False
        return width(after) >= NEARLY * usual or after.endswith(ENDS)
    if full:
        return True
    return line_width >= NEARLY * usual and line.endswith(("，", "、", "（", "《", "“")) and not WEAK_MARK.match(after)
