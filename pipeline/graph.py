"""The graph: documents, jurisdictions, agencies, indicators and targets, and what joins them, for Gephi and NetworkX.

Written as GEXF, GraphML and node-link JSON. Nodes and edges are added in the order of their ids and no clock is written,
so the same database gives the same bytes; what is NULL in the database is left out.
"""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import networkx as nx
import sqlite_utils

if TYPE_CHECKING:
    Graph = nx.DiGraph[str]
else:
    Graph = nx.DiGraph

NODES = {
    "document": """SELECT id, title AS label, kind AS document_kind, doc_number, issued_on, jurisdiction_code, source_path
        FROM documents WHERE status <> 'failed' AND copy_of IS NULL ORDER BY id""",
    "jurisdiction": "SELECT code AS id, name AS label, level FROM jurisdictions ORDER BY code",
    "agency": "SELECT id, name AS label, jurisdiction_code FROM agencies ORDER BY id",
    "indicator": "SELECT id, name AS label, unit, better, domain FROM indicators ORDER BY id",
    "target": """SELECT id, indicator AS label, subject, comparator, value, value_max, unit, change, deadline,
        recurrence, modality, quote FROM targets ORDER BY id""",
}

EDGES = {
    "cites": ("document", "document", """SELECT document_id, cited_document_id, min(id), count(*) AS times,
        group_concat(DISTINCT relation) AS relations FROM (SELECT * FROM citations ORDER BY relation, id)
        WHERE cited_document_id IS NOT NULL GROUP BY 1, 2 ORDER BY 1, 2"""),
    "issued by": ("document", "jurisdiction", """SELECT id, jurisdiction_code, id FROM documents
        WHERE jurisdiction_code IS NOT NULL AND status <> 'failed' AND copy_of IS NULL ORDER BY id"""),
    "part of": ("jurisdiction", "jurisdiction", """SELECT code, parent_code, code FROM jurisdictions
        WHERE parent_code IN (SELECT code FROM jurisdictions) ORDER BY code"""),
    "sets": ("document", "target", "SELECT document_id, id, id FROM targets ORDER BY id"),
    "measures": ("target", "indicator", """SELECT id, indicator_id, id FROM targets
        WHERE indicator_id IS NOT NULL ORDER BY id"""),
    "responsible for": ("agency", "target", """SELECT agency_id, target_id, agency_id || ' ' || target_id,
        group_concat(role) AS roles FROM (SELECT DISTINCT agency_id, target_id, role FROM target_agencies
        WHERE agency_id IS NOT NULL ORDER BY 1, 2, 3) GROUP BY 1, 2 ORDER BY 1, 2"""),
    "aligned with": ("target", "target", """SELECT target_id, reference_target_id, id, basis, value_verdict, value_gap,
        value_ratio, deadline_verdict, deadline_gap_days, modality_verdict, code FROM alignments ORDER BY id"""),
}  # fmt: skip
"""Each kind of edge: what it joins, and the query for its ends, its name and its attributes. Two nodes are joined once."""

CLOCK = re.compile(rb' lastmodifieddate="[^"]*"')
"""The date that GEXF files are stamped with."""

UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]|\r")
"""What XML cannot hold, or would not give back as it was."""


def build(db: sqlite_utils.Database) -> Graph:
    """Return the whole graph. A node's key is its kind and id (`target:…`); every node has a `kind` and a `label`."""
    graph: Graph = nx.DiGraph()
    for kind, query in NODES.items():
        for row in db.query(query):
            label = row.get("label") or row["id"]
            graph.add_node(f"{kind}:{row['id']}", **_attributes(row | {"kind": kind, "label": label}, without=("id",)))
    for kind, (tail, head, query) in EDGES.items():
        cursor = db.execute(query)
        names = [column[0] for column in cursor.description]
        for values in cursor:
            source, target = f"{tail}:{values[0]}", f"{head}:{values[1]}"
            if source in graph and target in graph:
                more = dict(zip(names[3:], values[3:], strict=True)) | {"kind": kind, "id": f"{kind} {values[2]}"}
                graph.add_edge(source, target, **_attributes(more))
    return graph


def neighbourhood(graph: Graph, of: Iterable[str], steps: int = 2) -> Graph:
    """Return the part of a graph within some steps of the nodes given, whichever way the edges point.

    Big corpora are looked at this way: one province, one indicator, one agency.
    """
    near = set()
    undirected = graph.to_undirected(as_view=True)
    for node in of:
        near |= set(nx.single_source_shortest_path_length(undirected, node, cutoff=steps))
    part: Graph = nx.DiGraph()
    part.add_nodes_from((node, data) for node, data in graph.nodes(data=True) if node in near)
    part.add_edges_from(
        (tail, head, data) for tail, head, data in graph.edges(data=True) if tail in near and head in near
    )
    return part


def nodes_named(graph: Graph, name: str) -> list[str]:
    """Return the nodes that a person means by a name: its label (临岚市), its id, or its key (`agency:…`)."""
    return [node for node, data in graph.nodes(data=True) if name in {node, node.partition(":")[2], data["label"]}]


def write(db: sqlite_utils.Database, folder: Path) -> None:
    """Write `graph.gexf`, `graph.graphml` and `graph.json` into a folder."""
    save(build(db), folder)


def save(graph: Graph, folder: Path) -> None:
    """Write one graph in the three forms."""
    (folder / "graph.json").write_text(
        json.dumps(nx.node_link_data(graph, edges="edges"), ensure_ascii=False, indent=1) + "\n", encoding="utf-8"
    )
    with (folder / "graph.graphml").open("wb") as file:
        nx.write_graphml(graph, file, encoding="utf-8", prettyprint=True)
    stamped = io.BytesIO()
    nx.write_gexf(graph, stamped, encoding="utf-8", prettyprint=True)
    (folder / "graph.gexf").write_bytes(CLOCK.sub(b"", stamped.getvalue()))


def _attributes(row: dict[str, Any], without: tuple[str, ...] = ()) -> dict[str, str | int | float]:
    """Return the attributes that all three forms can hold."""
    return {
        name: UNPRINTABLE.sub(" ", value) if isinstance(value, str) else value
        for name, value in row.items()
        if value is not None and name not in without
    }
