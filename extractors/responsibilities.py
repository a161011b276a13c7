"""Find who does what: bracketed 责任单位 and 牵头, the same on a line of their own, and in prose."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from spacy.language import Language
from spacy.tokens import Doc

from extractors.agencies import looks_sound, split_glued
from extractors.aliases import find_aliases
from extractors.duty_lists import FIRST_LEADS, Listed, read_list, words
from extractors.prose_duties import find_prose
from extractors.reading import Reading, reading
from extractors.records import AgencyDuty, Responsibility, Section
from extractors.scopes import Scopes
from extractors.span import Span
from extractors.vocabulary import Role

# A bracket that may hold brackets: （各县（市、区）人民政府负责）.
_BRACKET = re.compile(
    r"[（(\[［【〔](?P<inside>(?:[^（()）\[\]［］【】〔〕]|[（(\[〔][^（()）\[\]［］【】〔〕]{0,40}[)）\]〕]){2,400})[)）\]］】〕]"
)
MOST_ROUNDS = 3


@dataclass(frozen=True, slots=True)
class Statement:
    """A place that says who does something: the whole quote, its lists, and the id of the rule that found it."""

    quote: Span
    listed: tuple[Listed, ...]
    rule: str


@Language.component("duibiao_responsibilities")
def responsibilities(doc: Doc) -> Doc:
    """Fill `aliases` and `responsibilities`."""
    state = reading(doc)
    state.aliases = {**find_aliases(state.text), **state.aliases}
    state.responsibilities = find_responsibilities(state.text, state)
    return doc


def find_responsibilities(text: str, state: Reading) -> tuple[Responsibility, ...]:
    """Find the statements of who does what, each with the stretch of text that it is for, in text order."""
    stated = find_statements(text, tuple(table.span for table in state.tables))
    scopes = Scopes(text, state.sections, tuple(s.quote for s in stated))
    pool = names_pool(text, stated)
    ranked_from = _ranked_from(text, stated)
    found: list[Responsibility] = []
    for statement in stated:
        duties = _duties(text, statement.listed, pool)
        if statement.quote.end > ranked_from or FIRST_LEADS.search(statement.quote.cut(text)):
            duties = first_leads(duties)
        found.append(_record(statement.quote, scopes.of(statement.quote), duties, statement.rule, state))
    taken = [s.quote for s in stated]
    for prose in find_prose(text, state.sentences, taken):
        duties = _duties(text, prose.listed, pool)
        found.append(_record(prose.quote, prose.scope, duties, prose.rule, state))
    return tuple(sorted((r for r in found if r.duties), key=lambda r: (r.quote, r.rule)))


def _ranked_from(text: str, stated: Sequence[Statement]) -> int:
    """Return where 列第一位者为牵头单位 begins to hold for every list: with 下同, or said outside any list."""
    for hit in FIRST_LEADS.finditer(text):
        if hit["on"] or not any(s.quote.start <= hit.start() < s.quote.end for s in stated):
            return hit.start()
    return len(text)


def _record(quote: Span, scope: Span, duties: Sequence[AgencyDuty], rule: str, state: Reading) -> Responsibility:
    section: Section | None = state.section_at(quote.start)
    declared = tuple(replace(d, full=state.aliases.get(d.name)) for d in duties)
    return Responsibility(quote, scope, declared, rule, section.position if section else None)


def find_statements(text: str, tables: Sequence[Span] = ()) -> list[Statement]:
    """Find the brackets and labelled lines that name agencies, in text order, none inside another or in a table."""
    found: list[Statement] = []
    for hit in _BRACKET.finditer(text):
        listed = read_list(text, Span(*hit.span("inside")))
        if listed:
            labelled = words().label.search(hit["inside"]) is not None
            found.append(Statement(Span(*hit.span()), tuple(listed), "bracket.label" if labelled else "bracket.verb"))
    taken = [s.quote for s in found]
    for span in _labelled_lines(text):
        i = bisect_right(taken, span)
        if not any(span.overlaps(other) for other in taken[max(0, i - 1) : i + 1]) and (
            listed := read_list(text, span)
        ):
            found.append(Statement(span, tuple(listed), "line.label"))
    found = [s for s in found if not any(table.contains(s.quote) for table in tables)]
    return sorted(found, key=lambda s: s.quote)


def _labelled_lines(text: str) -> Iterator[Span]:
    """Yield the stretches that a label opens at the beginning of a line or sentence, up to its end."""
    end = 0
    for hit in words().label.finditer(text):
        if hit.start() < end:
            continue
        before = text[max(0, hit.start() - 1) : hit.start()]
        opened = hit.start() - 1 if before in {"【", "[", "［"} else hit.start()
        if opened and text[opened - 1] not in "\n。；; \t\u3000）)":
            continue
        stop = re.compile(r"[。\n]").search(text, hit.end())
        end = stop.start() if stop else len(text)
        if text[hit.end() : end].strip():
            yield Span(opened, end)


def names_pool(text: str, stated: Sequence[Statement]) -> frozenset[str]:
    """Gather the names that stand whole in a notice's lists; those found by dividing one help to divide the next."""
    pieces = {one.span.cut(text) for s in stated for one in s.listed}
    pool = {piece for piece in pieces if looks_sound(piece)}
    for _ in range(MOST_ROUNDS):
        parts = {part for piece in pieces for part in split_glued(piece, pool) if len(part) >= 3 and looks_sound(part)}
        if parts <= pool:
            break
        pool |= parts
    return frozenset(pool)


def _duties(text: str, listed: Sequence[Listed], pool: frozenset[str]) -> list[AgencyDuty]:
    duties: list[AgencyDuty] = []
    for one in listed:
        at = one.span.start
        for part in split_glued(one.span.cut(text), pool):
            span = Span(at, at + len(part))
            at = span.end
            if not any(d.name == part and d.role is one.role for d in duties):
                duties.append(AgencyDuty(part, one.role, span))
    return duties


def first_leads(duties: Sequence[AgencyDuty]) -> list[AgencyDuty]:
    """Apply 列第一位者为牵头单位 to a list in which nobody is said to lead.

    A list of one has no rank, and 各有关部门 at the head of a list cannot lead.
    """
    unranked = len(duties) < 2 or any(d.role is Role.LEAD for d in duties) or duties[0].role is not Role.RESPONSIBLE
    if unranked or duties[0].name.startswith(("各", "有关", "相关")):
        return list(duties)
    return [AgencyDuty(duties[0].name, Role.LEAD, duties[0].span), *duties[1:]]
