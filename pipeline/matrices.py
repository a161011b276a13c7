"""The comparison on the page: one matrix for each document that others are measured by, and who says nothing of what."""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass
from itertools import accumulate
from typing import Any

import sqlite_utils

from pipeline.amounts import amount, number

CELLS = 40_000
"""Cells of comparisons that one page shows; documents that are answered least are left out beyond them."""

COMPARED = ("stricter", "equal", "weaker")
SILENT = {"searched and absent": "absent", "delegated": "delegated"}
LEVELS = ("national", "province", "city", "county")

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Cell:
    """What one government answers to one reference target: its best verdict, and all alignments that say so.

    `verdict` is stricter, equal, weaker, not comparable, absent or delegated; `alignments` are places in the page's
    list of them, `silence` is one in that of silences, None where it is none.
    """

    verdict: str
    shown: str = ""
    alignments: tuple[int, ...] = ()
    deadline: str = ""
    wording: str = ""
    silence: int | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """One reference target with the answers to it, by division code."""

    target: Row
    cells: dict[str, Cell]


@dataclass(frozen=True, slots=True)
class Matrix:
    """One reference document: its targets down, the governments below it across.

    `compared` counts the cells that hold a comparison, `unheard` the governments below with no document in the corpus.
    """

    document: Row
    places: tuple[Row, ...]
    lines: tuple[Line, ...]
    compared: int
    unheard: int


@dataclass(frozen=True, slots=True)
class Comparison:
    """All matrices that fit on a page, and how many are left out; the alignments and silences that cells point at."""

    matrices: tuple[Matrix, ...]
    left: int
    alignments: list[Row]
    silences: list[Row]


def comparison(db: sqlite_utils.Database, documents: dict[str, Row]) -> Comparison:
    """Lay out what governments answer to those above them; `documents` are the page's, by id."""
    alignments: list[Row] = []
    silences: list[Row] = []
    matrices: list[Matrix] = []
    targets = {row["id"]: row for row in db.query("SELECT * FROM targets")}
    places = {row["code"]: row for row in db.query("SELECT * FROM jurisdictions")}
    cells: dict[tuple[str, str], list[int]] = defaultdict(list)
    for row in db.query("SELECT * FROM alignments ORDER BY reference_target_id, target_id, id"):
        target = targets[row["target_id"]]
        place = documents[target["document_id"]]["jurisdiction_code"]
        cells[row["reference_target_id"], place or ""].append(len(alignments))
        alignments.append(row | {"gap": _gap(row, target)})
    grid: dict[str, dict[str, Cell]] = defaultdict(dict)
    for (reference, code), indexes in cells.items():
        grid[reference][code] = _answer(alignments, targets, indexes)
    unheard: dict[str, set[str]] = defaultdict(set)
    for row in db.query("SELECT * FROM silences ORDER BY jurisdiction_code, reference_target_id"):
        target, code = targets[row["reference_target_id"]], row["jurisdiction_code"]
        if row["state"] == "no document in corpus":
            unheard[target["document_id"]].add(code)
            continue
        place_in_list = len(silences)
        grid[target["id"]].setdefault(code, Cell(SILENT[row["state"]], silence=place_in_list))
        lists = {name: json.loads(row.get(name) or "[]") for name in ("searched_documents", "nearest_misses")}
        told = {"number": place_in_list, "place": places[code]["name"], "target": described(target)}
        silences.append(row | lists | told)
    by_document: dict[str, list[Row]] = defaultdict(list)
    for reference in sorted(grid, key=lambda t: (targets[t]["quote_start"], t)):
        by_document[targets[reference]["document_id"]].append(targets[reference])
    for document, references in by_document.items():
        lines = tuple(Line(described(target), grid[target["id"]]) for target in references)
        codes = {code for line in lines for code in line.cells}
        columns = [places.get(code, {"code": code, "name": "—", "level": ""}) for code in codes]
        columns.sort(key=lambda place: (_rank(place), place["code"]))
        compared = sum(cell.verdict in COMPARED for line in lines for cell in line.cells.values())
        matrices.append(Matrix(documents[document], tuple(columns), lines, compared, len(unheard[document])))
    matrices.sort(key=lambda m: (-m.compared, _rank(m.document), m.document["source_path"], m.document["id"]))
    before = accumulate((len(m.places) * len(m.lines) for m in matrices), initial=0)
    shown = tuple(m for m, cells_before in zip(matrices, before, strict=False) if cells_before < CELLS)
    return Comparison(shown, len(matrices) - len(shown), alignments, silences)


def _answer(alignments: list[Row], targets: dict[str, Row], indexes: list[int]) -> Cell:
    """Say in one cell what several alignments of one government with one target come to: the comparable ones first."""
    ranks = ("stricter", "equal", "weaker", "not comparable")
    best = min(indexes, key=lambda i: (ranks.index(alignments[i]["value_verdict"]), i))
    row = alignments[best]
    return Cell(
        row["value_verdict"],
        amount_of(targets[row["target_id"]]),
        tuple(indexes),
        row["deadline_verdict"],
        row["modality_verdict"],
    )


def _rank(place: Row) -> int:
    level = place.get("level")
    return LEVELS.index(level) if level in LEVELS else len(LEVELS)


def described(target: Row) -> Row:
    """Add to a target's row the value as people write it."""
    return target | {"amount": amount_of(target)}


def amount_of(target: Row) -> str:
    """Write the value of a target's row."""
    return amount(target["comparator"], target["value"], target["value_max"], target["unit"], target["change"])


def _gap(row: Row, target: Row) -> str:
    """Write by how much a value differs, in the unit of the lower target: +3个百分点."""
    gap = row["value_gap"]
    unit = "个百分点" if target["unit"] == "%" else target["unit"]
    return f"{'+' if gap > 0 else '−'}{number(round(abs(gap), 6))}{unit or ''}" if gap else ""
