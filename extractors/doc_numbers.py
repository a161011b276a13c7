"""Read document numbers (文号): 加政发〔2023〕74号 and its variants, orders (令第61号), 公告2023年第5号."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from extractors.records import Span

_WIDE = str.maketrans("０１２３４５６７８９", "0123456789")

# The issuer's code (机关代字): Han characters and letters, may hold a bracket (发改办（综合）).
_CODE = r"(?P<code>[㐀-䶿一-鿿A-Za-z]{2,18})"
_YEAR = r"(?P<year>(?:19|20)\d{2})"

DOC_NUMBER = re.compile(
    rf"""
    {_CODE} \s? (?:
        [〔\[［(（【﹝{{] \s? {_YEAR} \s?年?\s? [〕\]］)）】﹞}}] \s? 第? \s? (?P<serial>\d{{1,5}}) \s? 号
      | \s? (?P<announced_in>(?:19|20)\d{{2}}) \s?年\s? 第 \s? (?P<announced>\d{{1,5}}) \s? 号  # 公告2023年第5号
      | \s? 第 \s? (?P<order_serial>\d{{1,5}}) \s? 号 (?P<order>令?)  # 令第61号, 第61号令
    )
    """,
    re.VERBOSE,
)
# Words before a number in running text that are not part of the issuer's code.
_BEFORE = re.compile(
    r"^.*(?:根据|按照|依据|依照|遵照|贯彻|落实|执行|转发|印发|下发|详见|参照|对照|以及|废止|替代|原|见|和|及|与|按|依|以|的|为|由|即|年|月|日)"
)
# 令 and 公告 carry the issuer's name in full; any other words before 第N号 make a name (第7号楼), not a number.
_ORDER = re.compile(r"(?:令|公告|通告)$")


@dataclass(frozen=True, slots=True)
class DocNumber:
    """A document number in the text; `normal` has the official brackets 〔〕 and no spaces."""

    span: Span
    normal: str


def find_doc_numbers(text: str, start: int = 0, end: int | None = None) -> Iterator[DocNumber]:
    """Find the document numbers between two offsets, in text order."""
    for hit in DOC_NUMBER.finditer(text, start, len(text) if end is None else end):
        found = _number(hit)
        if found is not None:
            yield found


def whole_doc_number(text: str) -> str | None:
    """Return the normal form if the text is a document number and nothing else (brackets around it allowed)."""
    bare = text.strip().strip("()（）")
    hit = DOC_NUMBER.fullmatch(bare)
    found = _number(hit) if hit else None
    return found.normal if found and found.span.start == 0 else None


def _number(hit: re.Match[str]) -> DocNumber | None:
    code = hit["code"]
    cut = _BEFORE.match(code)
    if cut and len(code) - cut.end() >= 2:
        code = code[cut.end() :]
    span = Span(hit.start("code") + len(hit["code"]) - len(code), hit.end())
    if hit["serial"]:
        return DocNumber(span, f"{code}〔{hit['year']}〕{_digits(hit['serial'])}号")
    if hit["announced"]:
        return (
            DocNumber(span, f"{code}{hit['announced_in']}年第{_digits(hit['announced'])}号")
            if _ORDER.search(code)
            else None
        )
    if hit["order"] or _ORDER.search(code):
        return DocNumber(span, f"{code}第{_digits(hit['order_serial'])}号{hit['order']}")
    return None


def _digits(serial: str) -> str:
    return serial.translate(_WIDE)
