"""The ruled lines of a page become the cells of its tables, by pdfplumber's reader of lines, whatever file they come from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any

import networkx as nx
from pdfplumber.table import cells_to_tables, edges_to_intersections, intersections_to_cells, merge_edges

from pipeline.clean.pdf_page import Box, Rule

MAX_RULES = 20_000
MAX_PAIRS = 1_000_000
MAX_CROSSINGS = 5_000
"""A page with more lines, more pairs of a lying and a standing one, or more crossings is a drawing: no table has so many
cells, and the time to find them grows with the square of their number."""
NEAR = 3.0
"""Lines this near are one line, and lines that miss each other by no more meet, in points (pdfplumber's own setting)."""
OPEN_SIDE = 10.0
OPEN_LINES = 3
"""So many lines that reach so far beyond the outermost line across them, all to one end, have cells there: a table without
lines at its sides, or cut off by the end of the page."""
MOSTLY = 0.5

Edge = dict[str, Any]
"""A line as pdfplumber holds it: `x0`, `x1`, `top`, `bottom`, `width`, `height`, and the `orientation` h or v."""


def grids(rules: Sequence[Rule]) -> list[list[Box]]:
    """Return the cells of each table or lone box that the lines of a page rule, from its top; none for a drawing."""
    if len(rules) > MAX_RULES:
        return []
    edges: list[Edge] = merge_edges([_edge(rule) for rule in rules], NEAR, NEAR, NEAR, NEAR)
    edges = [edge for edge in edges if max(edge["x1"] - edge["x0"], edge["bottom"] - edge["top"]) > NEAR]
    lying = sum(edge["orientation"] == "h" for edge in edges)
    if lying * (len(edges) - lying) > MAX_PAIRS:
        return []
    found: list[list[Box]] = []
    for group in _groups(edges):
        closed = [*group, *_open_sides(group)]
        closed += _rests_of_sides(closed)
        cells = intersections_to_cells(edges_to_intersections(closed, NEAR, NEAR))
        found += cells_to_tables(cells) if len(cells) > 1 else [cells] if cells else []
    return sorted(found, key=lambda cells: min((cell[1], cell[0]) for cell in cells))


def _edge(rule: Rule) -> Edge:
    """Return a line as pdfplumber holds it."""
    lies = rule.x1 - rule.x0 > rule.bottom - rule.top
    x1, bottom = (rule.x1, rule.top) if lies else (rule.x0, rule.bottom)
    size = {"width": x1 - rule.x0, "height": bottom - rule.top, "orientation": "h" if lies else "v"}
    return {"x0": rule.x0, "x1": x1, "top": rule.top, "bottom": bottom, **size}


def _groups(edges: Sequence[Edge]) -> Iterator[list[Edge]]:
    """Part the lines into groups that hang together by their crossings; a line that crosses none is in no group."""
    crossings = edges_to_intersections(list(edges), NEAR, NEAR)
    if len(crossings) > MAX_CROSSINGS:
        return
    places = {id(edge): place for place, edge in enumerate(edges)}
    touching: nx.Graph[int] = nx.Graph()
    for crossing in crossings.values():
        touching.add_edges_from(pairwise(places[id(edge)] for edge in (*crossing["v"], *crossing["h"])))
    for group in nx.connected_components(touching):
        yield [edges[place] for place in sorted(group)]


def _open_sides(group: Sequence[Edge]) -> Iterator[Edge]:
    """Yield the sides of a table that no line closes: lines reach beyond the outermost of those across, all to one end."""
    for along, start, end, at in (("h", "x0", "x1", "top"), ("v", "top", "bottom", "x0")):
        lines = [edge for edge in group if edge["orientation"] == along]
        inner = [edge[start] for edge in group if edge["orientation"] != along]
        for side, beyond in (
            (start, [line for line in lines if min(inner) - line[start] > OPEN_SIDE]),
            (end, [line for line in lines if line[end] - max(inner) > OPEN_SIDE]),
        ):
            ends = [line[side] for line in beyond]
            if len(ends) >= OPEN_LINES and max(ends) - min(ends) <= 2 * NEAR:
                place, reach = sum(ends) / len(ends), [line[at] for line in beyond]
                yield _edge(
                    Rule(place, min(reach), place, max(reach))
                    if along == "h"
                    else Rule(min(reach), place, max(reach), place)
                )


def _rests_of_sides(group: Sequence[Edge]) -> list[Edge]:
    """Return the whole of each outer side that is ruled for the most part: the rest is that of a cell the page cut in two."""
    rests: list[Edge] = []
    for along, start, end, at in (("h", "x0", "x1", "top"), ("v", "top", "bottom", "x0")):
        lines = [edge for edge in group if edge["orientation"] == along]
        reach = [edge[start] for edge in group if edge["orientation"] != along]
        low, high = min(reach), max(reach)
        for outer in (min(line[at] for line in lines), max(line[at] for line in lines)):
            ruled = sum(line[end] - line[start] for line in lines if abs(line[at] - outer) <= NEAR)
            if high - low - NEAR > ruled >= MOSTLY * (high - low):
                rests.append(_edge(Rule(low, outer, high, outer) if along == "h" else Rule(outer, low, outer, high)))
    return rests
