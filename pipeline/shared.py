"""What rows of several notices share: stable names, and the governments and agencies that notices have in common."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass

from extractors.records import AgencyDuty, Place

Row = dict[str, object]
Rows = dict[str, list[Row]]


def digest(*parts: object, length: int = 16) -> str:
    """Hash values into a short hexadecimal name; None and the empty string differ."""
    joined = "\x1f".join("\x00" if part is None else str(part) for part in parts)
    return hashlib.sha256(joined.encode()).hexdigest()[:length]


@dataclass(frozen=True, slots=True)
class Places:
    """What is known of governments: the place of a code (None when unknown), an agency's canonical name in a place.

    `home` tells whose an agency is that a place's notice names; without knowledge it is that place's own.
    """

    find: Callable[[str], Place | None]
    canonical: Callable[[str, Place | None], str]
    home: Callable[[str, Place | None], Place | None] = lambda name, place: place


class Shared:
    """The governments and agencies that notices have in common."""

    def __init__(self, places: Places) -> None:
        """Begin without any."""
        self._places = places
        self._governments: dict[str, Place] = {}
        self._agencies: dict[str, Row] = {}

    def add_place(self, place: Place) -> None:
        """Keep a government and everything above it."""
        at: Place | None = place
        while at and at.code not in self._governments:
            self._governments[at.code] = at
            at = self._places.find(at.parent_code) if at.parent_code else None

    def agency(self, duty: AgencyDuty, place: Place | None) -> str:
        """Return the id of an agency under its canonical name, within its government; `place` is the notice's.

        A short form that the notice declares stands for its long one.
        """
        name = duty.full or duty.name
        owner = self._places.home(name, place)
        if owner is not None:
            self.add_place(owner)
        canonical = self._places.canonical(name, owner)
        code = owner.code if owner else None
        key = f"a{digest(code, canonical, length=12)}"
        self._agencies.setdefault(key, {"id": key, "name": canonical, "jurisdiction_code": code})
        return key

    def rows(self) -> Rows:
        """Return both as rows, in the order of their codes and ids; a parent that nobody knows is left out."""
        known = self._governments
        governments: list[Row] = [
            {
                "code": place.code,
                "name": place.name,
                "level": place.level,
                "parent_code": place.parent_code if place.parent_code in known else None,
            }
            for _, place in sorted(known.items())
        ]
        return {"jurisdictions": governments, "agencies": [row for _, row in sorted(self._agencies.items())]}
