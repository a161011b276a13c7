"""Pages in the manner of the usual content systems: `tests/pages/*.html` with, beside each, what must stay and what must go.

A page's JSON says: `must_keep` and `must_drop` (fragments, white space aside), `rows` (lines of tables, tabs and all), `once`
(fragments that stand once), `attachments` (names in order), and header fields by name: the first value that the page gives.
To add a page, put the two files there.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from pipeline.clean import clean
from pipeline.clean.chrome import lexicon, names, squeeze
from pipeline.clean.encoding import decode
from tests.clean_laws import check_bytes, check_lines, check_tables
from tests.main_text_compared import BEGIN, DOCS, END, by_us, head, measure, pages_in, row

PAGES = Path(__file__).parent / "pages"
FIELDS = ("title", "doc_number", "issuer", "issued_on", "published_on", "index_number", "validity", "source")


@pytest.mark.parametrize("name", sorted(path.stem for path in PAGES.glob("*.html")))
def test_page(name: str) -> None:
    truth: dict[str, Any] = json.loads((PAGES / f"{name}.json").read_text("utf8"))
    raw = (PAGES / f"{name}.html").read_bytes()
    notice = clean(raw, f"{name}.html")
    assert notice.status == truth.get("status", "ok"), notice.reason
    assert truth.get("reason", "") in (notice.reason or "")
    text = squeeze(notice.text)
    assert [f for f in truth["must_keep"] if squeeze(f) not in text] == [], "lost"
    assert [f for f in truth["must_drop"] if squeeze(f) in text] == [], "furniture left"
    assert [f for f in truth.get("once", []) if text.count(squeeze(f)) != 1] == [], "not once"
    assert [row for row in truth.get("rows", []) if row not in notice.text.split("\n")] == [], "rows"
    assert [attachment.name for attachment in notice.attachments] == truth["attachments"]
    given: dict[str, str] = {}
    for field in notice.fields:
        given.setdefault(field.name, field.value)
    assert {k: given.get(k) for k in FIELDS if k in truth} == {k: truth[k] for k in FIELDS if k in truth}
    check_bytes(notice, raw)
    check_lines(notice)
    check_tables(notice)


def test_the_docs_show_how_pages_are_read_today_and_that_no_other_reads_them_better() -> None:
    shown = DOCS.read_text("utf-8").partition(BEGIN)[2].partition(END)[0].strip().splitlines()
    score = measure(pages_in(PAGES), None, by_us)
    ours = row("duibiao", score)
    assert shown[:5] == [*head(pages_in(PAGES), score), ours], "python -m tests.main_text_compared --write"
    figures = [[float(cell) for cell in line.split("|")[2:-1]] for line in shown[4:]]
    assert len(figures) >= 4
    assert all(mine >= theirs for other in figures for mine, theirs in zip(figures[0], other, strict=True))


NAMES = re.compile(r"""\b(class|id)\s*=\s*("[^"]*"|'[^']*'|[^\s>]+)""")


def nameless(page: str) -> str:
    """Return a page whose classes and ids are words that say nothing, each always the same."""
    words: dict[str, str] = {}

    def rename(match: re.Match[str]) -> str:
        renamed = [words.setdefault(word, f"x{len(words)}") for word in match[2].strip("\"'").split()]
        return f'{match[1]}="{" ".join(renamed)}"'

    return NAMES.sub(rename, page)


def test_pages_are_read_even_where_no_name_of_a_part_is_known() -> None:
    left: list[str] = []
    drops = 0
    for path in sorted(PAGES.glob("*.html")):
        truth = json.loads(path.with_suffix(".json").read_text("utf8"))
        page = nameless(decode(path.read_bytes()).text)
        text = squeeze(clean(page.encode(), path.name).text)
        assert [f for f in truth["must_keep"] if squeeze(f) not in text] == [], path.name
        drops += len(truth["must_drop"])
        left += [f"{path.stem}: {f}" for f in truth["must_drop"] if squeeze(f) in text]
    assert len(left) <= 0.06 * drops, left


@pytest.mark.parametrize("entry", lexicon().entries, ids=lambda entry: entry.id)
def test_every_entry_of_the_lexicon_matches_its_examples_and_no_other(entry: Any) -> None:
    def matches(text: str) -> bool:
        if entry.part in {"label", "meta"}:
            return names(entry.part).get(text.lower() if entry.part == "meta" else text) == (entry.field or "")
        return any(re.fullmatch(pattern, squeeze(text)) for pattern in entry.patterns)

    assert entry.examples
    assert entry.counter_examples
    assert [example for example in entry.examples if not matches(example)] == []
    assert [example for example in entry.counter_examples if matches(example)] == []


@pytest.mark.parametrize("section", ["<![endif]>", "<![CDATA[ 1 ]]>", "<![C>", "<![ ]>", "<![if !IE]><![endif]>"])
def test_marked_sections_of_whatever_kind_are_passed_over(section: str) -> None:
    sentences = ["到2025年，全县新建公园10个。", "到2026年，全县新建公园20个，绿地率达到三成以上。"]
    page = f"<html><body><p>{sentences[0]}</p>{section}<p>{sentences[1]}</p></body></html>"
    assert clean(page.encode(), "a.html").text.split("\n") == sentences
