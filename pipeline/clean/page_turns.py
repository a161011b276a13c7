"""Text extracted from a PDF by others: at the turn of a page the line end may be lost, and two lines stand as one."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.clean.lines import Line

OWN_PAGE = re.compile(r"(?<=[\u4e00-\u9fff\d）])(?:\ 前\ ?言|\ 目\ ?录|\ 结\ ?语|\ 序\ ?言|目\ 录|前\ 言|结\ 语)$")
"""A word that stands on a page of its own, behind the last words of the page before."""
ARTICLE = re.compile(r"(?<=\S)\ ?第[一二三四五六七八九十百零]{1,6}[章节条]\ (?=\S)")
CHAPTER = re.compile(r"第[一二三四五六七八九十百零]{1,6}[章节]\ [^，。；]{2,20}")


def parts(line: Line) -> Iterator[tuple[Line, bool]]:
    """Yield the lines that stand as one, and of each whether it may go on: a word on a page of its own does not."""
    text = line.text
    at = 0
    for article in ARTICLE.finditer(text) if line.table is None else ():
        start = article.start()
        if text[start - 1] in "。；" or CHAPTER.fullmatch(text, at, start):
            yield Line(line.words[at:start].strip()), False
            at = start
    rest = Line(line.words[at:].strip()) if at else line
    word = OWN_PAGE.search(rest.text) if line.table is None else None
    if word is None:
        yield rest, True
    else:
        yield Line(rest.words[: word.start()].strip()), False
        yield Line(rest.words[word.start() :].strip()), False
