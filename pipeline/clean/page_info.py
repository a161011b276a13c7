"""Read the line that a page sets under a title without labels: its day, who put it up, its address, how often it was read."""

from __future__ import annotations

import re

from extractors.notice import PageField
from pipeline.clean.chrome import is_line, names
from pipeline.clean.page_fields import AGENCY, SPACED_DAY, read_line

MAX_INFO = 160
MAX_NAME = 20
STOP = re.compile(r"[。；;！？]")
ADDRESS = re.compile(r"(?:https?://)?(?:[a-z0-9-]+\.)+[a-z]{2,6}(?:[/?:][\w./?=&%#:-]*)?", re.IGNORECASE)
COUNT = re.compile(r"(?:浏览|阅读|点击|访问|查看|人气)(?:量|数|率|次数|人次)?[\s:：(（]*[\d,]*\s*次?[)）]?")
LABELLED = re.compile(r"[\u4e00-\u9fff]{2,6}[:：]\s*\S+")
PUBLISHED = sorted((label for label, name in names("label").items() if name == "published_on"), key=len, reverse=True)
GAP = re.compile(r"[\s|｜/·•]+")
WRITTEN_OUT = re.compile(r"年.*月.*日\Z")


def read_info(text: str) -> tuple[PageField, ...] | None:
    """Return the fields of a line such as `2024-03-01 10:20  某县水利局  浏览（35）`, or None for any other line.

    A day written out with 年月日 alone may be the notice's own; it takes a second sign that the page says it.
    """
    if len(text) > MAX_INFO or STOP.search(text):
        return None
    days = list(SPACED_DAY.finditer(text))
    if len(days) != 1:
        return None
    day = days[0][0].strip()
    before = text[: days[0].start()]
    labels = (label for label in PUBLISHED if before.rstrip(" :：").endswith(label))
    before = before.rstrip(" :：").removesuffix(next(labels, ""))
    rest = f"{before} {text[days[0].end() :]}"
    fields: list[PageField] = [PageField("published_on", day, "", "line")]
    signs = 0 if WRITTEN_OUT.search(day) else 1
    for pattern in (ADDRESS, COUNT):
        rest, count = pattern.subn(" ", rest)
        signs += count
    for match in LABELLED.finditer(rest):
        labelled = read_line(match[0])
        if labelled.whole:
            fields += labelled.fields
            signs += 1
            rest = rest.replace(match[0], " ")
    pieces = list(filter(None, GAP.split(rest.strip())))
    others = [piece for piece in pieces if not is_line(piece)]
    if not signs + len(pieces) - len(others) or len(others) > 1:
        return None
    if others and not (len(others[0]) <= MAX_NAME and AGENCY.fullmatch(others[0])):
        return None
    return (*fields, *(PageField("source", name, "", "line") for name in others))
