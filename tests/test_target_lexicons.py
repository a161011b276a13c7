"""The lexicons of targets do what their examples say, and leave their counter-examples alone."""

from __future__ import annotations

import re

import pytest

from extractors.lexicon import load
from extractors.quantities import find_quantities
from extractors.targets.absolutes import AbsoluteEntry, AbsoluteWords
from extractors.targets.exclude import ExclusionEntry, Exclusions, cue
from extractors.targets.modality import ModalEntry, ModalWords, aspiration
from extractors.targets.phrases import (
    HeadEntry,
    Heads,
    OpeningEntry,
    Openings,
    OutputVerbs,
    VerbEntry,
    any_verb,
    heads,
    skip_opening,
)
from extractors.targets.values import ChangeEntry, ChangeWords, ComparatorEntry, Comparators, frame


def named(entry: object) -> str:
    return str(getattr(entry, "id", entry))


@pytest.mark.parametrize("entry", load("comparators", Comparators).entries, ids=named)
def test_comparators(entry: ComparatorEntry) -> None:
    for example in entry.examples:
        mention = find_quantities(example)[-1]
        found = frame(example, 0, mention, len(example)).comparator
        assert found == entry.comparator, example


@pytest.mark.parametrize("entry", load("change_words", ChangeWords).entries, ids=named)
def test_change_words(entry: ChangeEntry) -> None:
    for example in (e for e in entry.examples if find_quantities(e)):
        seen = frame(example, 0, find_quantities(example)[0], len(example))
        if entry.kind in {"increase", "decrease"}:
            assert seen.change == entry.kind, example
        elif entry.kind == "level":
            assert seen.level, example
    for example in (e for e in entry.counter_examples if entry.kind in {"increase", "decrease"}):
        seen = frame(example, 0, find_quantities(example)[0], len(example))
        assert seen.change is None, example


@pytest.mark.parametrize("entry", load("modality", ModalWords).entries, ids=named)
def test_modality(entry: ModalEntry) -> None:
    assert all(aspiration(example, 0, len(example)) for example in entry.examples)
    others = [e for e in entry.counter_examples if aspiration(e, 0, len(e))]
    assert others == []


@pytest.mark.parametrize("entry", load("output_verbs", OutputVerbs).entries, ids=named)
def test_output_verbs(entry: VerbEntry) -> None:
    assert all(any_verb().search(example) for example in entry.examples)
    assert not any(any_verb().search(example) for example in entry.counter_examples)
    assert len(set(entry.verbs)) == len(entry.verbs)


@pytest.mark.parametrize("entry", load("openings", Openings).entries, ids=named)
def test_openings(entry: OpeningEntry) -> None:
    """A word of the lexicon opens a clause, except before a continuation that makes a longer word of it."""
    for whole in entry.not_before:
        assert whole.startswith(entry.word), whole
        clause = f"{whole}达到5%"
        assert skip_opening(clause, 0, len(clause), []) == 0, whole


@pytest.mark.parametrize("entry", load("populations", Heads).entries, ids=named)
def test_heads(entry: HeadEntry) -> None:
    pattern = re.compile(heads(entry.kind))
    assert all(pattern.search(example) for example in entry.examples)
    assert len(set(entry.words)) == len(entry.words)


@pytest.mark.parametrize("entry", load("absolutes", AbsoluteWords).entries, ids=named)
def test_absolutes(entry: AbsoluteEntry) -> None:
    assert all(any(word in example for word in entry.words) for example in entry.examples)


@pytest.mark.parametrize("entry", load("exclusions", Exclusions).entries, ids=named)
def test_exclusions(entry: ExclusionEntry) -> None:
    pattern = cue(entry.scope)
    assert all(pattern.search(example) for example in entry.examples)
    assert not any(pattern.search(example) for example in entry.counter_examples)
