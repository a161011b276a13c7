"""Read document numbers (文号): 加政发〔2023〕74号 and its variants, orders (令第61号), 公告2023年第5号."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from extractors.span import Span

LONGEST_CODE = 18
_YEAR = r"(?P<year>(?:19|20)\d{2})"

# What stands behind the issuer's code; the code is looked for backwards, which keeps the search linear.
_CORE = re.compile(
    rf"""
    \s? [〔\[［(（【﹝] \s? {_YEAR} \s?年?\s? [〕\]］)）】﹞] \s? 第? \s? (?P<serial>\d{{1,5}}) \s? 号   # 〔2023〕74号
  | \s? (?P<announced_in>(?:19|20)\d{{2}}) \s?年\s? 第 \s? (?P<announced>\d{{1,5}}) \s? 号             # 公告2023年第5号
  | \s? 第 \s? (?P<order_serial>\d{{1,5}}) \s? 号 (?P<order>令?)                                     # 令第61号, 第61号令
    """,
    re.VERBOSE,
)
# The issuer's code (机关代字) or, in orders, its name: Han characters and letters.
_CODE = re.compile(rf"[\u3400-\u4dbf\u4e00-\u9fffA-Za-z]{{2,{LONGEST_CODE}}}$")
# Words before a number in running text that are not part of the code.
_BEFORE = re.compile(
    r"^.*(?:根据|按照|依据|依照|遵照|贯彻|落实|执行|转发|印发|下发|详见|参照|对照|以及|废止|替代"
    r"|[原见和及与按依以的为由即年月日])"
)
# 令 and 公告 carry the issuer's name in full; any other words before 第N号 make a name (第7号楼), not a number.
_ORDER = re.compile(r"(?:令|公告|通告)$")
# Who let a letter to a higher level go out stands behind its number: 甲府函〔2023〕5号　签发人：某某.
_LET_OUT = re.compile(r"签\s?发\s?人\s?[:：].*$")


@dataclass(frozen=True, slots=True)
class DocNumber:
    """A document number in the text; `normal` has the official brackets 〔〕 and no spaces."""

    span: Span
    normal: str


def find_doc_numbers(text: str, start: int = 0, end: int | None = None) -> Iterator[DocNumber]:
    """Find the document numbers between two offsets, in text order."""
    at = start
    for core in _CORE.finditer(text, start, len(text) if end is None else end):
        before = text[max(at, core.start() - LONGEST_CODE) : core.start()]
        code = _CODE.search(before)
        if code is not None and (found := _number(code[0], core)) is not None:
            yield found
            at = core.end()


def whole_doc_number(text: str) -> str | None:
    """Return the normal form if the text is a document number and nothing else, but for brackets and a 签发人."""
    bare = _LET_OUT.sub("", text).strip().strip("()（）")
    number = next(find_doc_numbers(bare), None)
    return number.normal if number and number.span == Span(0, len(bare)) else None


def _number(code: str, core: re.Match[str]) -> DocNumber | None:
    cut = _BEFORE.match(code)
    if cut and len(code) - cut.end() >= 2:
        code = code[cut.end() :]
    span = Span(core.start() - len(code), core.end())
    if core["serial"]:
        return DocNumber(span, f"{code}〔{core['year']}〕{_plain(core['serial'])}号")
    if core["announced"] and _ORDER.search(code):
        return DocNumber(span, f"{code}{core['announced_in']}年第{_plain(core['announced'])}号")
    if core["order_serial"] and (core["order"] or _ORDER.search(code)):
        return DocNumber(span, f"{code}第{_plain(core['order_serial'])}号{core['order']}")
    return None


def _plain(serial: str) -> str:
    """Return the digits of a serial number as half-width, leading zeros kept."""
    return "".join(str(int(digit)) for digit in serial)
