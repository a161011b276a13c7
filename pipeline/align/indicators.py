"""Link the wording of a target to an indicator of the catalogue, with the parts that decided; unsure where several fit."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from extractors.lexicon import Entry, Lexicon, load
from extractors.vocabulary import Change
from pipeline.align.units import measure
from pipeline.align.wording import (
    ELIDED,
    RATE,
    RISE,
    Wording,
    contrasts,
    elided,
    read_wording,
    signature,
    squeezed,
    stages_of,
    without_class,
    without_group,
)

PERCENT = {"share", "points"}
FALLING = re.compile(r"(?:降低|下降|减少|压减|削减)(?:率|幅度|比例)?$")
"""A wording that already says the measure falls (能耗降低率 3%): the value is a change without the notice saying 降低 again."""

NOT_SHARES = ("率", "占比", "数", "数量", "总量", "面积", "规模", "长度")
"""Endings that already say how it is measured; any other wording in percent may have lost its 占比."""

COUNTED = ("数", "数量", "总量", "规模")
"""Endings of a wording that counts: without them it would be known for a share of the same things."""

RISING = re.compile(r"(?:增速|增长率|增长速度|增长幅度|增长|涨幅|增幅|上涨)$")


class IndicatorEntry(Entry, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One indicator. `unit` is a family of `unit_families.yaml`; `stages` are the groups of pupils it is limited to."""

    name: str
    wordings: tuple[str, ...]
    unit: str
    kind: str
    better: str
    domain: str
    definition: str
    stages: str = ""


class Catalogue(Lexicon, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The file `indicators.yaml`."""

    entries: tuple[IndicatorEntry, ...]


@dataclass(frozen=True, slots=True)
class Link:
    """What a wording was linked to: `entry` where one candidate was left, else None with all `candidates` (perhaps none).

    `parts` says for the winner what agreed: wording (always first), unit, stages, change.
    """

    entry: IndicatorEntry | None
    candidates: tuple[str, ...] = ()
    parts: tuple[tuple[str, str], ...] = ()

    @property
    def took_subject(self) -> bool:
        """Whether the indicator was only found with the subject before it: the subject then names it and limits nothing."""
        return bool(self.parts) and self.parts[0][1].startswith(WITH_SUBJECT)


WITH_SUBJECT = "with its subject"
SHORTEST_NAME = 4
"""Characters that must be left of a wording when the group before it is taken away."""


@cache
def catalogue() -> dict[str, IndicatorEntry]:
    """Return the catalogue by id."""
    return {entry.id: entry for entry in load("indicators", Catalogue).entries}


@cache
def _by_wording() -> dict[str, tuple[IndicatorEntry, ...]]:
    """Return the entries that each normal form may stand for: as worded, and without fillers."""
    found: dict[str, dict[str, IndicatorEntry]] = {}
    for entry in catalogue().values():
        for written in (entry.name, *entry.wordings):
            text = read_wording(written).text
            for form in (text, squeezed(text)):
                found.setdefault(form, {})[entry.id] = entry
    return {form: tuple(entries.values()) for form, entries in found.items()}


@cache
def _by_signature() -> dict[str, tuple[tuple[frozenset[str], IndicatorEntry], ...]]:
    """Return what is known by the same words in any order: each entry with the words that tell that wording apart."""
    found: dict[str, dict[str, tuple[frozenset[str], IndicatorEntry]]] = {}
    for entry in catalogue().values():
        for written in (entry.name, *entry.wordings):
            sides = read_wording(written).sides
            found.setdefault(signature(sides), {})[entry.id] = contrasts(sides), entry
    return {form: tuple(some.values()) for form, some in found.items()}


@cache
def _by_ending() -> dict[str, tuple[tuple[str, IndicatorEntry], ...]]:
    """Return what each ending of a wording may be the rest of: the whole wording and its entry."""
    found: dict[str, list[tuple[str, IndicatorEntry]]] = {}
    for full, entries in _by_wording().items():
        for at in range(2, len(full) - ELIDED + 1):
            found.setdefault(full[at:], []).extend((full, entry) for entry in entries)
    return {ending: tuple(some) for ending, some in found.items()}


@dataclass(frozen=True, slots=True)
class Around:
    """What stands round a target: `titles` (heading and title) and the words `before` its quote."""

    titles: str = ""
    before: str = ""


NOWHERE = Around()


def link(
    indicator: str, subject: str | None, unit: str | None, change: Change | None, around: Around = NOWHERE
) -> Link:
    """Link one target's wording.

    What stands round it only helps out: the titles tell the group of pupils where nothing nearer does, and the words
    before it hold the head that the wording left out.
    """
    wording = read_wording(indicator)
    groups = wording.stages | stages_of(subject)
    moving = change is not None or bool(FALLING.search(indicator)) or bool(RISING.search(indicator))
    for form, how in _forms(wording, subject, unit):
        fitting = [e for e in _by_wording().get(form, ()) if _fits(e, unit, moving, groups)]
        if len(fitting) > 1:
            fitting = _narrow(fitting, wording, groups or stages_of(around.titles))
        if len(fitting) == 1:
            winner = fitting[0]
            said = "as worded" if winner in _by_wording().get(wording.text, ()) else how
            parts = (("wording", said), ("unit", winner.unit), ("stages", winner.stages), ("change", str(change or "")))
            return Link(winner, (winner.id,), parts)
        if fitting:
            return Link(None, tuple(sorted(e.id for e in fitting)))
    for text, how in ((wording.sides, ""), (read_wording((subject or "") + wording.text).sides, f"{WITH_SUBJECT}, ")):
        if same := _in_any_order(text, lambda entry: _fits(entry, unit, moving, groups)):
            said = f"{how}in another order"
            parts = (("wording", said), ("unit", same.unit), ("stages", same.stages), ("change", str(change or "")))
            return Link(same, (same.id,), parts)
    headless = [
        entry
        for full, entry in _by_ending().get(wording.text, ())
        if elided(full, wording.text, around.before) and _fits(entry, unit, moving, groups)
    ]
    if len(set(headless)) == 1:
        return Link(headless[0], (headless[0].id,), (("wording", "with its head from the words before"),))
    return Link(None)


def _in_any_order(text: str, fits: Callable[[IndicatorEntry], bool]) -> IndicatorEntry | None:
    """Return the one entry that is worded with the same words in another order; None where none or several are."""
    if len(text) < SHORTEST_NAME or text.endswith(COUNTED):
        return None
    known = _by_signature().get(signature(text), ())
    rate = RATE.search(text) is not None
    fitting = [e for apart, e in known if apart == contrasts(text) and fits(e) and (e.unit == "share" or not rate)]
    return fitting[0] if len(fitting) == 1 else None


def _forms(wording: Wording, subject: str | None, unit: str | None) -> list[tuple[str, str]]:
    """Return the forms to look up, surest first, each with how it was made."""
    forms = [(wording.text, "as worded")]
    if subject:
        joined = read_wording(subject + wording.text).text
        forms = [(joined, WITH_SUBJECT), *forms, (squeezed(joined), f"{WITH_SUBJECT}, without fillers")]
    forms.append((squeezed(wording.text), "without fillers"))
    if wording.core != wording.text:
        forms.append((wording.core, "without its group"))
    if RISE.search(wording.text):
        forms.append((RISE.sub("", wording.text), "as a rise"))
    forms += [
        (without_class(form), f"{how}, without its rank") for form, how in tuple(forms) if without_class(form) != form
    ]
    shorter = [(without_group(form), f"{how}, without the group before it") for form, how in forms]
    forms += [(form, how) for form, how in shorter if len(form) >= SHORTEST_NAME]
    known = measure(unit)
    if known is not None and known.family == "share" and not wording.text.endswith(NOT_SHARES):
        forms += [(f"{form}占比", f"{how}, as a share") for form, how in tuple(forms)]
    return forms


def _fits(entry: IndicatorEntry, unit: str | None, moving: bool, groups: frozenset[str]) -> bool:
    """Tell whether unit, change and groups allow the entry."""
    known = measure(unit)
    family = known.family if known else None
    if entry.kind == "growth":
        return family in PERCENT and (moving or "涨幅" in entry.name or "增速" in entry.name)
    if moving and family in PERCENT and entry.unit != "share":
        return False
    if entry.unit in {"person", "things"}:
        unit_fits = family in {"person", "things", "household"}
    elif entry.id == "oversized-classes-share":
        unit_fits = family in {"share", "coefficient", "things"}
    else:
        unit_fits = family == entry.unit or (family == "coefficient" and entry.unit == "share" and unit is None)
    limited = frozenset(entry.stages.split())
    return unit_fits and (not limited or not groups or bool(limited & groups))


def _narrow(fitting: list[IndicatorEntry], wording: Wording, groups: frozenset[str]) -> list[IndicatorEntry]:
    """Keep the entries named exactly so; then those of the groups that the notice speaks of; then those limited most."""
    named = [e for e in fitting if read_wording(e.name).text == wording.text]
    if len(named) == 1:
        return named
    of_group = [e for e in fitting if groups and frozenset(e.stages.split()) & groups]
    if len(of_group) == 1:
        return of_group
    return of_group or fitting
