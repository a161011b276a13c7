"""Read grants in tiers behind a lead (给予奖励，标准为：一等奖5万元、二等奖3万元): each sum beside the tier that gets it."""

from __future__ import annotations

import re

from extractors.records import Mention
from extractors.span import Span
from extractors.targets.clauses import Clause, Sentence
from extractors.targets.distribute import items
from extractors.targets.draft import Draft, Memory
from extractors.targets.roles import kind_of
from extractors.vocabulary import Comparator

GIVEN = re.compile(r"奖励|补助|补贴|资助|奖补|贴息|扶持|奖金|津贴")
LEADS = re.compile(r"(?:标准|金额|额度)(?:分别|依次)?(?:为|是)?$|(?:标准|金额|额度)?如下$|分别[为是]$")
AND = re.compile(r"[、和及]")
TIER = re.compile(
    r"(?:对于?|凡)?(?P<who>[^，。；：、]{2,24}?)(?:的)?(?:每[家个人名项件]|一次性|给予|奖励|补助|补贴|分别|各|为)*$"
)
MOST = re.compile(r"(?:最高)?不超过$|最[高多]$")


def note_tiers(text: str, sentence: Sentence, clause: Clause, memory: Memory) -> None:
    """Keep the grant that a lead names for the tiers behind it."""
    if clause.mark not in {"：", ":"} or not LEADS.search(clause.span.cut(text)):
        return
    named = [Span(*m.span()) for m in GIVEN.finditer(text, sentence.span.start, clause.span.end)]
    memory.tiers = tuple(named[-1:])


def read_tiers(text: str, clause: Clause, mentions: list[Mention], memory: Memory) -> list[Draft]:
    """Return the grants of a clause behind such a lead; nothing unless each of its parts names a tier and a sum."""
    if not memory.tiers:
        return []
    found: list[Draft] = []
    for piece in items(text, clause.span, AND):
        sums = [
            m for m in mentions if m.span.end == piece.end and piece.contains(m.span) and kind_of(text, m) == "money"
        ]
        most = MOST.search(text, piece.start, sums[0].span.start) if sums else None
        tier = TIER.match(text[piece.start : (most.start() if most else sums[0].span.start)]) if sums else None
        if tier is None:
            return []
        who = Span(piece.start + tier.start("who"), piece.start + tier.end("who"))
        sum_of = sums[0]
        comparator = Comparator.AT_MOST if most else Comparator.EQUAL
        found.append(
            Draft(
                quote=piece,
                indicator=memory.tiers,
                rule="target.grant-tier",
                value=sum_of.value,
                anchor=sum_of.span,
                subject=(who,),
                comparator=Comparator.RANGE if sum_of.value_max is not None else comparator,
                value_max=sum_of.value_max,
                unit=sum_of.unit,
                value_span=sum_of.value_span,
                unit_span=sum_of.unit_span,
                comparator_span=Span(*most.span()) if most else None,
            )
        )
    return found
