"""Resolve citations to documents of the corpus, by number and then by title, and never to a younger document."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property


@dataclass(frozen=True)
class Paper:
    """A document as citing knows it: number, title, issuer and day, each None where unknown."""

    id: str
    title: str | None
    doc_number: str | None
    issuer: str | None
    jurisdiction: str | None
    issued_on: date | None

    @cached_property
    def titles(self) -> frozenset[str]:
        """Every form under which it is cited: whole, without its issuer, and what it issues."""
        whole = flat_title(self.title or "")
        forms = {whole, whole.removeprefix(flat_title(self.issuer or "")).removeprefix("关于")}
        forms.add(ABOUT.sub("", whole))
        forms |= {flat_title(inner) for inner in INNER.findall(self.title or "")}
        if found := ISSUING.search(whole):
            forms.add(found["inner"])
        return frozenset(form for form in forms if len(form) >= SHORTEST)


@dataclass(frozen=True, slots=True)
class Quoted:
    """A citation: who cites, and the title or number it gives."""

    id: str
    document: str
    title: str | None
    doc_number: str | None


SHORTEST = 4
INNER = re.compile(r"[《〈](?P<inner>[^《》〈〉]{4,})[》〉]")
ISSUING = re.compile(r"(?:印发|转发|发布|公布)(?P<inner>.{4,}?)(?:的通知)?$")
MARKS = re.compile(r"[\s“”\"‘’'《》〈〉<>()（）〔〕\[\]【】,，、·.。—–\-]")
ABOUT = re.compile(r"^.{2,20}?关于")
"""The issuer before a title, which a citation may leave out."""

NOTICE_OF = re.compile(r"的(?:通知|通告|公告|决定|意见|函|批复)$")


NATION = "100000"
PAIR_OF_NOUGHTS = re.compile(r"(?:00)+$")
OWN_NUMBER = re.compile(r"[12]\d{3}|令")
"""A number that says whose it is has a year, or is that of an order; 第5号 alone is everybody's."""

GOVERNMENT = re.compile(r"(?<!人民)政府")


class Library:
    """The documents of the corpus by number and by title."""

    def __init__(self, papers: Iterable[Paper]) -> None:
        """Index the papers."""
        self._numbers: dict[str, list[Paper]] = defaultdict(list)
        self._titles: dict[str, list[Paper]] = defaultdict(list)
        self._papers: dict[str, Paper] = {}
        for paper in papers:
            self._papers[paper.id] = paper
            if paper.doc_number:
                self._numbers[flat_number(paper.doc_number)].append(paper)
            for title in sorted(paper.titles):
                self._titles[title].append(paper)

    def resolve(self, citation: Quoted) -> str | None:
        """Return the id of the one document a citation can mean; None where there is none, or more than one."""
        citing = self._papers.get(citation.document)
        for found in (self._by_number(citation), self._by_title(citation, citing)):
            older = {p.id: p for p in found if p.id != citation.document and not _younger(p, citing)}
            if len(older) == 1:
                return next(iter(older))
            near = [p for p in older.values() if citing and p.jurisdiction == citing.jurisdiction]
            if len(near) == 1:
                return near[0].id
        return None

    def _by_number(self, citation: Quoted) -> list[Paper]:
        number = flat_number(citation.doc_number or "")
        found = self._numbers.get(number, []) if OWN_NUMBER.search(number) else []
        title = flat_title(citation.title or "")
        return [paper for paper in found if title in paper.titles] or found

    def _by_title(self, citation: Quoted, citing: Paper | None) -> list[Paper]:
        title = flat_title(citation.title or "")
        forms = [title, NOTICE_OF.sub("", title).removeprefix("关于"), ABOUT.sub("", title)]
        if found := ISSUING.search(title):
            forms.append(found["inner"])
        for form in forms:
            fitting = [paper for paper in self._titles.get(form, ()) if _may_mean(title, form, paper, citing)]
            if fitting:
                return fitting
        return []


def _may_mean(title: str, form: str, paper: Paper, citing: Paper | None) -> bool:
    """Tell whether a title whose form is that of a document can be this one.

    Two governments issue opinions under one title, so an issuer named before 关于 must be the document's; and a title that
    names nobody is one of the citing government or of those above it.
    """
    own = flat_title(paper.issuer or "") or issuer_in(flat_title(paper.title or ""))
    said = issuer_in(title)
    if said and own:
        return _same_issuer(said, own)
    return said != "" or form != title or citing is None or _is_above(paper.jurisdiction, citing.jurisdiction)


def issuer_in(title: str) -> str:
    """Return who issues, as a flat title begins with it; empty where it begins with 关于 or names none.

    >>> issuer_in("某省人民政府关于加快绿化的意见"), issuer_in("关于加快绿化的意见")
    ('某省人民政府', '')
    """
    found = ABOUT.match(title)
    return found[0].removesuffix("关于") if found else ""


def _same_issuer(said: str, own: str) -> bool:
    """Tell whether an issuer as cited (省政府, 国务院) is one as written (某省人民政府, 国务院办公厅)."""
    one, two = (GOVERNMENT.sub("人民政府", name) for name in (said, own))
    return one in two or two in one


def _is_above(code: str | None, below: str | None) -> bool:
    """Tell whether a division code is that of the nation, of a code's own place, or of one above it; unknown codes may be."""
    if not code or not below or not (code.isdigit() and below.isdigit()):
        return True
    return code == NATION or below.startswith(PAIR_OF_NOUGHTS.sub("", code))


def flat_number(number: str) -> str:
    """Return a document number without its brackets' shapes: 教督〔2017〕6号 and 教督[2017]6号 are one.

    >>> flat_number("教督〔2017〕6号") == flat_number("教督［2017］ 6 号")
    True
    """
    return re.sub(r"[\s〔〕\[\]【】()﹝﹞第]", "", unicodedata.normalize("NFKC", number))


def flat_title(title: str) -> str:
    """Return a title without marks, as it is compared."""
    return MARKS.sub("", unicodedata.normalize("NFKC", title)).removesuffix("的通知")


def core_title(title: str) -> str:
    """Return what a document is about without who issues it and the notice around it.

    >>> core_title("某市人民政府关于印发《某市绿化办法（试行）》的通知")
    '某市绿化办法试行'
    """
    whole = flat_title(title)
    found = ISSUING.search(whole)
    return found["inner"] if found else ABOUT.sub("", whole)


def _younger(paper: Paper, citing: Paper | None) -> bool:
    return bool(citing and citing.issued_on and paper.issued_on and paper.issued_on > citing.issued_on)
