"""What every lexicon must be: loadable, sourced, without a twin, and refused as soon as a key is misspelt."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from extractors import lexicon
from extractors.citations import RelationCues, find_citations
from extractors.duty_lists import Roles
from extractors.errors import LexiconError
from extractors.jurisdiction import NationalAgencies, is_national
from extractors.lexicon import FOLDER, Entry, Lexicon, load
from extractors.notice import Notice
from extractors.reading import Reading
from extractors.responsibilities import find_responsibilities
from extractors.titles import DocumentKinds, cited_kind

FILES = sorted(FOLDER.glob("*.yaml"))


def entries(path: Path) -> list[dict[str, Any]]:
    found = yaml.safe_load(path.read_text("utf-8"))["entries"]
    assert isinstance(found, list)
    return found


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_a_lexicon_says_what_it_is_about(path: Path) -> None:
    whole = yaml.safe_load(path.read_text("utf-8"))
    assert set(whole) == {"about", "entries"}
    assert len(whole["about"]) > 20


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_every_entry_has_an_id_of_its_own_and_a_source(path: Path) -> None:
    ids = [str(entry["id"]) for entry in entries(path)]
    assert len(set(ids)) == len(ids)
    assert all(str(entry.get("source", "")).strip() for entry in entries(path))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_every_entry_shows_what_it_matches_or_leaves(path: Path) -> None:
    assert [e["id"] for e in entries(path) if not (e.get("examples") or e.get("counter_examples"))] == []


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_no_example_is_a_counter_example(path: Path) -> None:
    for entry in entries(path):
        assert not set(entry.get("examples", ())) & set(entry.get("counter_examples", ()))


# ---------------------------------------------------------------- loading


class Sample(Entry, frozen=True):
    word: str


class Samples(Lexicon, frozen=True):
    entries: tuple[Sample, ...]


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("about: x\nentries: [{id: a, word: b, source: c, exampels: [d]}]", "exampels"),
        ("about: x\nentries: [{id: a, word: b}]", "source"),
        ("about: x\nentries: [{id: a, word: 3, source: c}]", "word"),
        ("about: x\nentries: [{id: a, word: b, source: c}, {id: a, word: d, source: c}]", "twice"),
        ("about: x\nentries: [", "sample.yaml"),
    ],
)
def test_a_faulty_lexicon_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str, complaint: str
) -> None:
    (tmp_path / "sample.yaml").write_text(text, "utf-8")
    monkeypatch.setattr(lexicon, "FOLDER", tmp_path)
    load.cache_clear()
    with pytest.raises(LexiconError, match=complaint):
        load("sample", Samples)
    load.cache_clear()


# ---------------------------------------------------------------- names: examples that must match


@pytest.mark.parametrize("kind", load("document_kinds", DocumentKinds).entries, ids=lambda kind: kind.id)
def test_a_document_kind_ends_its_examples(kind: Any) -> None:
    assert {cited_kind(example) for example in kind.examples} == {kind.id}


@pytest.mark.parametrize("agency", load("national_agencies", NationalAgencies).entries, ids=lambda agency: agency.id)
def test_a_national_agency_is_known_by_every_form(agency: Any) -> None:
    assert all(is_national(name) for name in (agency.name, *agency.forms, *agency.examples))


@pytest.mark.parametrize("cue", load("citation_relations", RelationCues).entries, ids=lambda cue: cue.id)
def test_a_relation_is_read_from_its_examples(cue: Any) -> None:
    for example in cue.examples:
        assert {c.relation for c in find_citations(example)} == {cue.relation}
    for example in cue.counter_examples:
        assert cue.relation not in {c.relation for c in find_citations(example)}


@pytest.mark.parametrize("role", load("roles", Roles).entries, ids=lambda role: role.id)
def test_a_role_is_read_from_its_examples(role: Any) -> None:
    def roles(text: str) -> set[str]:
        found = find_responsibilities(text, Reading(Notice("x", "0", "text/plain")))
        return {duty.role for one in found for duty in one.duties}

    assert all(role.role in roles(example) for example in role.examples)
    assert all(role.role not in roles(example) for example in role.counter_examples)
