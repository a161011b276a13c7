"""The program against the answer key of the teaching corpus: every record, every field, and nothing else.

The key (`corpus/sample/answers/`) was written by reading the notices. Where the program does not yet agree the entry
carries `known_gap: reason` and is expected to fail; when it starts to agree the test says so, and the line comes out.
"""

from __future__ import annotations

from functools import cache

import pytest

from corpus import build_sample
from pipeline import corpus as folder
from tests.sample_key import SAMPLE, Judged, Key, keys, plain, readings

KEYS = {key.notice: key for key in keys()}
NOTICES = [pytest.param(name, id=name) for name in KEYS]


@cache
def judged(name: str) -> Judged:
    """Read a notice of the sample as `duibiao extract` does, once, and put it beside its key."""
    file = next(f for f in folder.find(SAMPLE) if f.source_path == name)
    return Judged(KEYS[name], folder.read(file))


def case(*values: object, gap: str | None, name: str) -> object:
    marks = [pytest.mark.xfail(reason=gap, strict=True)] if gap else []
    return pytest.param(*values, id=name, marks=marks)


def items(key: Key) -> list[tuple[int, object]]:
    return list(enumerate(key.items))


TARGETS = [
    case(key.notice, i, n, gap=target.known_gap, name=f"{key.notice}-{target.quote}-{n}")
    for key in KEYS.values()
    for i, item in enumerate(key.items)
    for n, target in enumerate(item.targets)
    if not target.optional
]
MILESTONES = [
    case(key.notice, milestone, gap=milestone.known_gap, name=f"{key.notice}-{milestone.quote}")
    for key in KEYS.values()
    for item in key.items
    for milestone in item.milestones
]
ITEMS = [
    case(key.notice, i, gap=item.known_gap, name=f"{key.notice}-{item.heading}")
    for key in KEYS.values()
    for i, item in enumerate(key.items)
    if item.who
]
CITATIONS = [
    case(key.notice, citation, gap=citation.known_gap, name=f"{key.notice}-{citation.title or citation.doc_number}")
    for key in KEYS.values()
    for citation in key.citations
]
HEADERS = [case(name, gap=key.header_gap, name=name) for name, key in KEYS.items()]
FINDINGS = [
    case(key.notice, finding, gap=finding.known_gap, name=f"{key.notice}-{finding.quote}")
    for key in KEYS.values()
    for finding in key.findings
    if finding.kind == "damage"
]


def test_every_notice_of_the_sample_has_a_key() -> None:
    assert {file.source_path for file in folder.find(SAMPLE)} == set(KEYS)


@pytest.mark.parametrize("name", list(build_sample.BUILT))
def test_the_built_files_are_those_of_their_sources(name: str) -> None:
    built, kept = build_sample.build(name), (SAMPLE / name).read_bytes()
    if name.endswith(".docx"):  # the packing may differ from one zlib to the next, the content may not
        built, kept = build_sample.members(built), build_sample.members(kept)
    assert built == kept, f"run python corpus/build_sample.py: {name} is not what its source says"


@pytest.mark.parametrize("name", HEADERS)
def test_header(name: str) -> None:
    key, header = KEYS[name], judged(name).records.header
    got = {
        "title": header.title,
        "doc_number": header.doc_number,
        "issuer": header.issuer,
        "issued_on": header.issued_on,
        "published_on": header.published_on,
        "index_number": header.index_number,
        "validity": header.validity,
        "addressees": list(header.addressees),
        "place": header.place.code if header.place else None,
        "period": [header.period_start, header.period_end] if header.period_start else None,
    }
    wanted = {field: None for field in got if field != "validity"} | key.header
    assert {field: got[field] for field in wanted} == wanted


@pytest.mark.parametrize(("name", "item", "number"), TARGETS)
def test_target(name: str, item: int, number: int) -> None:
    assert judged(name).differences(item, number) == []


@pytest.mark.parametrize("name", NOTICES)
def test_no_other_targets(name: str) -> None:
    notice = judged(name)
    extra = {t.quote.cut(notice.records.notice.text) for t in notice.extra_targets}
    assert extra == set(KEYS[name].extras)


@pytest.mark.parametrize(("name", "milestone"), MILESTONES)
def test_milestone(name: str, milestone: object) -> None:
    assert judged(name).milestone(milestone) == []  # type: ignore[arg-type]


@pytest.mark.parametrize(("name", "item"), ITEMS)
def test_who_does_an_item(name: str, item: int) -> None:
    wrong, _ = judged(name).responsibility(item)
    assert wrong == []


@pytest.mark.parametrize("name", NOTICES)
def test_no_other_brackets_say_who_does_an_item(name: str) -> None:
    notice = judged(name)
    in_items = [r for i, _ in items(notice.key) for r in notice.responsibility(i)[1] if notice.key.items[i].who]
    brackets = [r for r in notice.records.responsibilities if r.rule.startswith("bracket")]
    assert [r.quote.cut(notice.records.notice.text) for r in brackets if r not in in_items] == []


@pytest.mark.parametrize(("name", "citation"), CITATIONS)
def test_citation(name: str, citation: object) -> None:
    titles = [plain(title) for title in readings(citation.title)]  # type: ignore[attr-defined]
    found = [
        c
        for c in judged(name).records.citations
        if plain(c.title) in titles and c.doc_number == citation.doc_number  # type: ignore[attr-defined]
    ]
    assert found, [(c.title, c.doc_number) for c in judged(name).records.citations]
    assert found[0].relation.value in readings(citation.relation)  # type: ignore[attr-defined]


@pytest.mark.parametrize("name", NOTICES)
def test_no_other_citations(name: str) -> None:
    known = {plain(title) for c in KEYS[name].citations for title in readings(c.title)}
    assert {c.title for c in judged(name).records.citations if plain(c.title) not in known} == set()


@pytest.mark.parametrize(("name", "finding"), FINDINGS)
def test_damage_is_told(name: str, finding: object) -> None:
    notice = judged(name)
    told = [f.span for f in notice.records.findings if f.kind == "damage" and f.span]
    for place in notice.flat.find(finding.quote):  # type: ignore[attr-defined]
        assert any(place.start <= span.start and span.end <= place.end for span in told)
