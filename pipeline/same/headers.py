"""What the headers of two files say of whether they may be one notice at all."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipeline.align.documents import flat_number, flat_title


@dataclass(frozen=True, slots=True)
class Head:
    """What tells a notice from others before its text is read; each is None where neither page nor text says it.

    `place` is a division code, the days are ISO dates, `period` the title's period. `lies` is
    the site that a file was fetched from, or else its folder.
    """

    title: str | None = None
    doc_number: str | None = None
    issuer: str | None = None
    place: str | None = None
    issued_on: str | None = None
    period: str | None = None
    lies: str | None = None


STAGE = re.compile(
    r"征求意见|意见征集|草案|送审|讨论稿|代拟|报批|修订|修正|修改|试行|暂行|转发|批转|解读|第[一二三四五六七八九十\d]+[版批期]"
)
"""Words of a title that tell one act about a text from another about the same text."""

YEAR = re.compile(r"[12]\d{3}")


def differ(first: Head, second: Head) -> bool:
    """Tell whether two headers cannot be of one notice, however alike the texts are."""
    numbered = bool(first.doc_number and second.doc_number)
    if numbered and flat_number(first.doc_number or "") != flat_number(second.doc_number or ""):
        return True
    if _conflict(first.period, second.period) or _titles_differ(first.title, second.title, numbered=numbered):
        return True
    if numbered:  # it is given once; pages that have it name the office that put them up, and its place and day
        return False
    offices = flat_title(first.issuer or ""), flat_title(second.issuer or "")
    return _conflict(first.place, second.place) or _conflict(first.issued_on, second.issued_on) or not _within(*offices)


def agree(first: Head, second: Head) -> bool:
    """Tell whether two headers that do not differ name one notice: by its number, or by title, day and whose it is."""
    if first.doc_number and second.doc_number:
        return True
    whose = (first.issuer and second.issuer) or (first.place and second.place)
    return bool(whose and first.title and second.title and first.issued_on and second.issued_on)


def apart(part: Head, whole: Head) -> bool:
    """Tell whether a part that does not say whose it is lies elsewhere than this file of the whole."""
    return not part.place and not part.doc_number and part.lies != whole.lies


def _conflict(one: str | None, other: str | None) -> bool:
    return one is not None and other is not None and one != other


def _titles_differ(one: str | None, other: str | None, *, numbered: bool) -> bool:
    if not one or not other:
        return False
    if set(STAGE.findall(one)) != set(STAGE.findall(other)):
        return True
    ours, theirs = set(YEAR.findall(one)), set(YEAR.findall(other))
    if ours and theirs and ours != theirs:
        return True
    return not numbered and not _within(flat_title(one), flat_title(other))


def _within(one: str, other: str) -> bool:
    return one in other or other in one
