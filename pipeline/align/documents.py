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
        for found in (self._by_number(citation), self._by_title(citation)):
            older = {p.id: p for p in found if p.id != citation.document and not _younger(p, citing)}
            if len(older) == 1:
                return next(iter(older))
            near = [p for p in older.values() if citing and p.jurisdiction == citing.jurisdiction]
            if len(near) == 1:
                return near[0].id
        return None

    def _by_number(self, citation: Quoted) -> list[Paper]:
        found = self._numbers.get(flat_number(citation.doc_number), []) if citation.doc_number else []
        title = flat_title(citation.title or "")
        return [paper for paper in found if title in paper.titles] or found

    def _by_title(self, citation: Quoted) -> list[Paper]:
        title = flat_title(citation.title or "")
        forms = [title, NOTICE_OF.sub("", title).removeprefix("关于"), ABOUT.sub("", title)]
        if found := ISSUING.search(title):
            forms.append(found["inner"])
        return next((self._titles[form] for form in forms if form in self._titles), [])


def flat_number(number: str) -> str:
    """Return a document number without its brackets' shapes: 教督〔2017〕6号 and 教督[2017]6号 are one.

    >>> flat_number("教督〔2017〕6号") == flat_number("教督［2017］ 6 号")
    True
    """
    return re.sub(r"[\s〔〕\[\]【】()﹝﹞第]", "", unicodedata.normalize("NFKC", number))


def flat_title(title: str) -> str:
    """Return a title without marks, as it is compared."""
    return MARKS.sub("", unicodedata.normalize("NFKC", title)).removesuffix("的通知")


def _younger(paper: Paper, citing: Paper | None) -> bool:
    return bool(citing and citing.issued_on and paper.issued_on and paper.issued_on > citing.issued_on)
