"""The graph: what is in it, that it reads back unchanged in all three forms, and that it is written the same twice."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import networkx as nx
import pytest
import sqlite_utils

from pipeline import graph, schema
from pipeline.align import align
from tests.corpora import fill, notice, target

READERS = {
    "graph.gexf": nx.read_gexf,
    "graph.graphml": nx.read_graphml,
    "graph.json": lambda path: nx.node_link_graph(json.loads(Path(path).read_text("utf-8")), edges="edges"),
}


@pytest.fixture(scope="module")
def db() -> sqlite_utils.Database:
    made = sqlite_utils.Database(memory=True)
    schema.create(made)
    fill(
        made,
        notice("up", "330000", "某省\t“住房”\n发展规划", [target("绿色建筑占比", 80, "%")]),
        notice("low", "330100", "某市住房发展规划", [target("绿色建筑占比", 85, "%")]),
    )
    made["agencies"].insert({"id": "a1", "name": "市住建局", "jurisdiction_code": "330100"})
    made["target_agencies"].insert_all(
        {"target_id": "low-0", "agency_id": "a1", "name": "住建局", "role": role} for role in ("support", "lead")
    )
    align(made, tables_of_references=())
    return made


def same(one: Any, other: Any) -> bool:
    return dict(one.nodes(data=True)) == dict(other.nodes(data=True)) and {
        (a, b): data for a, b, data in one.edges(data=True)
    } == {(a, b): data for a, b, data in other.edges(data=True)}


def test_it_has_the_nodes_and_edges_of_the_design(db: sqlite_utils.Database) -> None:
    made = graph.build(db)
    assert {data["kind"] for _, data in made.nodes(data=True)} == {
        "document", "jurisdiction", "agency", "indicator", "target",
    }  # fmt: skip
    joined = {(a.split(":")[0], data["kind"], b.split(":")[0]) for a, b, data in made.edges(data=True)}
    assert joined == {
        ("document", "issued by", "jurisdiction"),
        ("jurisdiction", "part of", "jurisdiction"),
        ("document", "sets", "target"),
        ("target", "measures", "indicator"),
        ("agency", "responsible for", "target"),
        ("target", "aligned with", "target"),
    }
    assert made.edges["target:low-0", "target:up-0"]["value_verdict"] == "stricter"
    assert made.edges["agency:a1", "target:low-0"]["roles"] == "lead,support"


@pytest.mark.parametrize("name", READERS)
def test_it_reads_back_unchanged(db: sqlite_utils.Database, tmp_path: Path, name: str) -> None:
    graph.write(db, tmp_path)
    read = READERS[name](tmp_path / name)
    made = graph.build(db)
    if name == "graph.gexf":  # the reader keeps GEXF's own defaults for the view
        assert set(read) == set(made)
    assert same(read, made)


def test_two_writings_are_the_same_bytes(db: sqlite_utils.Database, tmp_path: Path) -> None:
    for folder in ("one", "two"):
        (tmp_path / folder).mkdir()
        graph.write(db, tmp_path / folder)
    for name in READERS:
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()


def test_a_neighbourhood_holds_what_is_near_and_nothing_else(db: sqlite_utils.Database) -> None:
    near = graph.neighbourhood(graph.build(db), ["agency:a1"], steps=1)
    assert set(near) == {"agency:a1", "target:low-0"}
    assert near.number_of_edges() == 1
