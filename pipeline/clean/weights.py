"""Weigh the parts of a page: how much running text each holds, how many links, how many signs of a notice."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bs4 import Tag

from pipeline.clean.attachments import is_file_link
from pipeline.clean.chrome import squeeze
from pipeline.clean.html_lines import BLOCKS, SILENT
from pipeline.clean.html_tree import Words, attribute

SENTENCE = re.compile(r"[，。；]")
STOP_WEIGHT = 20
PROSE = 20
"""Running text has this many characters between two breaks, and a stop among them."""
FILLED_ROWS = 3
SIGNATURE_DAY = re.compile(
    r"(?:19|20|二[〇○ＯO零0])[\d〇○ＯO零0一二三四五六七八九]{2}年[\d一二三四五六七八九十]{1,3}月[\d一二三四五六七八九十]{1,3}日"
)
SIGN = re.compile(
    r"""
    第[一二三四五六七八九十百]+[条章].*             # numbered as notices are
  | [（(]?[一二三四五六七八九十]+[、）)].*
  | 附件\d{0,2}[:：].* | [（(]此件.*
  | [^，。；]{2,60}[:：]                            # whom it addresses
  """,
    re.VERBOSE,
)


@dataclass(slots=True)
class Weights:
    """For each tag, by id: characters outside links, where a stop counts `STOP_WEIGHT`, and inside links, and the number of links."""

    plain: dict[int, int]
    linked: dict[int, int]
    links: dict[int, int]

    def of(self, tag: Tag) -> int:
        """Return the weight of a tag."""
        return self.plain.get(id(tag), 0)


def weigh(root: Tag, dropped: set[int]) -> Weights:
    """Weigh every tag below `root` that is not below a dropped one."""
    weights = Weights({}, {}, {})

    def visit(tag: Tag, in_link: bool) -> tuple[int, int, int]:
        plain = linked = links = 0
        for child in tag.children:
            if isinstance(child, Words):
                words = squeeze(child)
                if in_link:
                    linked += len(words)
                else:
                    plain += len(words) + STOP_WEIGHT * len(SENTENCE.findall(words))
            elif isinstance(child, Tag) and child.name not in SILENT and id(child) not in dropped:
                link = child.name == "a" and bool(attribute(child, "href")) and not is_file_link(child)
                below = visit(child, in_link or link)
                plain, linked, links = plain + below[0], linked + below[1], links + below[2] + link
        weights.plain[id(tag)], weights.linked[id(tag)], weights.links[id(tag)] = plain, linked, links
        return plain, linked, links

    visit(root, False)
    return weights


def block_texts(part: Tag, dropped: set[int]) -> Iterator[str]:
    """Yield the words between two breaks below `part`, outside links and what is dropped, without white space."""
    words: list[str] = []

    def walk(tag: Tag) -> Iterator[str]:
        for child in tag.children:
            if isinstance(child, Words):
                words.append(squeeze(child))
            elif isinstance(child, Tag) and child.name not in SILENT and id(child) not in dropped and child.name != "a":
                breaks = child.name in BLOCKS or child.name == "br"
                if breaks:
                    yield from cut()
                yield from walk(child)
                if breaks:
                    yield from cut()

    def cut() -> Iterator[str]:
        text = "".join(words)
        words.clear()
        if text:
            yield text

    if id(part) not in dropped:
        yield from walk(part)
        yield from cut()


def has_prose(part: Tag, dropped: set[int]) -> bool:
    """Tell whether there is running text or a filled table below `part`, outside what is dropped."""
    if any(len(text) >= PROSE and SENTENCE.search(text) for text in block_texts(part, dropped)):
        return True
    return any(_filled(table, dropped) for table in part.find_all("table"))


def _filled(table: Tag, dropped: set[int]) -> bool:
    rows = 0
    for row in table.find_all("tr"):
        cells = [cell for cell in row.find_all(["td", "th"], recursive=False) if any(block_texts(cell, dropped))]
        rows += len(cells) > 1
        if rows >= FILLED_ROWS:
            return True
    return False


def is_signed(part: Tag) -> bool:
    """Tell whether a date stands below `part` between two breaks, as under a signature."""
    return any(SIGNATURE_DAY.fullmatch(text) for text in block_texts(part, set()))


def signs(part: Tag) -> int:
    """Count what only a notice has below `part`: its addressee, numbered paragraphs, annexes, the date under it."""
    return sum(bool(SIGN.fullmatch(text) or SIGNATURE_DAY.fullmatch(text)) for text in block_texts(part, set()))
