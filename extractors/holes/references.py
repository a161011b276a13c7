"""Titles and document numbers that lost brackets: 〔202134, 《…方案20182022年某办发〔2019〕43号), 2019〕43号."""

from __future__ import annotations

import re
from collections.abc import Iterator

from extractors.holes.lexicon import one_of
from extractors.reading_text import Repair
from extractors.span import Span

YEAR = r"(?:19|20)\d\d"
UNCLOSED_NUMBER = re.compile(
    rf"(?<=[\u4e00-\u9fff][〔\[［【])(?P<year>{YEAR})(?P<number>\d{{1,4}})(?P<sign>号?)(?![\d年〕\]］】])"
)
UNOPENED_NUMBER = re.compile(rf"(?<=[发函办字政令])(?P<year>{YEAR})(?=〕\d{{1,4}}号)")
UNSIGNED_NUMBER = re.compile(rf"(?<=〔){YEAR}〕(?P<number>\d{{1,4}})(?=\s?[)）])")
UNBRACKETED_NUMBER = re.compile(rf"(?<=》)(?P<number>[\u4e00-\u9fff]{{2,8}}〔{YEAR}〕\d{{1,4}}号)")
BRACKETED_NUMBER = re.compile(rf"》[（(][\u4e00-\u9fff]{{2,8}}〔{YEAR}")


def unclosed_title(text: str) -> Iterator[Repair]:
    """《…方案20182022年某办发〔2019〕43号) → 《…方案(2018—2022年)》(某办发〔2019〕43号).

    A title ends in a word that names a kind of document; what follows, up to the number's year, is the agency's code.
    """
    kind = one_of("reference.unclosed-title", "document kinds")
    pattern = re.compile(
        rf"""
        《 [^《》〈〉\n。；;]{{4,80}}?
        (?P<kind>{kind}) (?P<years> (?P<first>{YEAR}) (?P<dash>[—–-]?) (?P<last>{YEAR}) 年 )?
        (?= [\u4e00-\u9fff]{{2,8}} 〔{YEAR}〕 \d{{1,4}} 号 (?P<closer>[)）])? )
        """,
        re.VERBOSE,
    )
    for match in pattern.finditer(text):
        opener, closer = ("(", ")") if match["closer"] == ")" else ("（", "）")
        years = f"{opener}{match['first']}—{match['last']}年{closer}" if match["years"] else ""
        meant = f"{match['kind']}{years}》{opener if match['closer'] else ''}"
        yield Repair(Span(match.start("kind"), match.end()), meant, "reference.unclosed-title")


def unclosed_number(text: str) -> Iterator[Repair]:
    """〔202134 → 〔2021〕34号: the year's closing bracket was lost, and often 号 with it."""
    for match in UNCLOSED_NUMBER.finditer(text):
        yield Repair(Span(*match.span()), f"{match['year']}〕{match['number']}号", "reference.unclosed-number")


def unopened_number(text: str) -> Iterator[Repair]:
    """某办发2019〕43号 → 某办发〔2019〕43号."""
    for match in UNOPENED_NUMBER.finditer(text):
        yield Repair(Span(*match.span()), f"〔{match['year']}", "reference.unopened-number")


def unsigned_number(text: str) -> Iterator[Repair]:
    """(某政发〔2021〕34) → (某政发〔2021〕34号)."""
    for match in UNSIGNED_NUMBER.finditer(text):
        span = Span(*match.span("number"))
        yield Repair(span, f"{match['number']}号", "reference.unsigned-number")


def unbracketed_number(text: str) -> Iterator[Repair]:
    """《…》某督〔2017〕6号 → 《…》（某督〔2017〕6号）, in a notice that brackets other numbers."""
    if not BRACKETED_NUMBER.search(text):
        return
    for match in UNBRACKETED_NUMBER.finditer(text):
        closed = text[match.end() : match.end() + 1] in {")", "）"}
        meant = f"（{match['number']}" + ("" if closed else "）")
        yield Repair(Span(*match.span("number")), meant, "reference.unbracketed-number")
