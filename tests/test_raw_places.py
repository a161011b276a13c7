"""The way back to the raw file: the bytes, or the boxes on a page, at the place of a record's words say these words."""

from __future__ import annotations

import html
import io
import json
import re
import sqlite3
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pdfplumber
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractors.notice import Notice, OffsetRun
from extractors.span import Span
from extractors.vocabulary import Status
from pipeline import corpus, run
from pipeline.clean import clean
from pipeline.clean.encoding import decode
from pipeline.raw_places import RawPlaces, pages
from pipeline.rows import rows_of
from pipeline.shared import Places, Rows, Shared
from tests import made_pdfs
from tests.conftest import PROJECT, Duibiao, write_notices

SAMPLE = PROJECT / "corpus" / "sample"
ONE_OF_EACH = (
    "lanchuan-plan-2021.html",
    "linlan-plan-2021.pdf",
    "linlan-plan-2023.html",
    "shaze-plan-2022.txt",
    "tongpu-plan-2022.docx",
)
Part = list[float]
Words = Callable[[list[Part]], str]


def without_white(words: str) -> str:
    return "".join(words.split())


def of_bytes(raw: bytes, encoding: str, *, escaped: bool) -> Words:
    """Return how to read the words at ranges of bytes; in markup an entity stands for a character."""

    def words(parts: list[Part]) -> str:
        pieces = [raw[int(start) : int(end)].decode(encoding) for start, end in parts]
        return without_white("".join(html.unescape(piece) if escaped else piece for piece in pieces))

    return words


def of_pages(raw: bytes) -> Words:
    """Return how to read the characters whose middle lies in boxes on the pages of a PDF, in the order of their code."""
    with pdfplumber.open(io.BytesIO(raw)) as pdf:
        pages = [[c for c in page.chars if c["text"].strip()] for page in pdf.pages]

    def words(parts: list[Part]) -> str:
        found: list[str] = []
        for page, x0, top, x1, bottom in parts:
            for char in pages[int(page) - 1]:
                x, y = (char["x0"] + char["x1"]) / 2, (char["top"] + char["bottom"]) / 2
                found += char["text"] if x0 <= x <= x1 and top <= y <= bottom else ""
        return "".join(sorted(found))

    return words


def reader(raw: bytes, media_type: str) -> Words:
    """Return how to read the words of a file at its raw places."""
    if media_type == "application/pdf":
        return of_pages(raw)
    if "wordprocessingml" in media_type:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            return of_bytes(archive.read("word/document.xml"), "utf-8", escaped=True)
    return of_bytes(raw, decode(raw).encoding, escaped=media_type == "text/html")


@cache
def read(name: str) -> tuple[Rows, Words]:
    """Return the rows of a notice of the teaching corpus, and how to read its file at a raw place."""
    path = SAMPLE / name
    records = corpus.read(corpus.File(path, name, corpus.places_of(SAMPLE)))
    rows = rows_of("d", records, Shared(Places(lambda _: None, lambda name, _: name)))
    return rows, reader(path.read_bytes(), records.notice.media_type)


def proofs(rows: Rows) -> Iterator[tuple[str, str | None]]:
    """Yield the words and the raw place of each quote and of each field's evidence."""
    text = str(rows["documents"][0]["text"])
    for row in rows["evidence"]:
        yield text[row["start"] : row["end"]], row["raw_place"]  # type: ignore[misc]
    for row in rows.get("findings", ()):
        if row["start"] is not None:
            yield text[row["start"] : row["end"]], row["raw_place"]  # type: ignore[misc]
    for table in ("targets", "milestones", "responsibilities", "citations"):
        for row in rows.get(table, ()):
            yield row["quote"], row["quote_raw_place"]  # type: ignore[misc]


@pytest.mark.parametrize("name", ONE_OF_EACH)
def test_the_raw_file_says_the_words_of_every_record_at_their_place(name: str) -> None:
    rows, there = read(name)
    found = list(proofs(rows))
    assert len(found) > 300
    for words, place in found:
        assert place is not None, words
        wanted = without_white(words)
        assert there(json.loads(place)) == ("".join(sorted(wanted)) if name.endswith("pdf") else wanted)


@pytest.mark.parametrize(
    "name", ["official_pages", "ruled_table", "unruled_table", "two_columns", "sideways", "footnote"]
)
def test_each_line_of_a_page_is_in_its_boxes_and_nothing_else_is(name: str) -> None:
    raw = getattr(made_pdfs, name)()
    notice = clean(raw, "a.pdf")
    places, there = RawPlaces(notice), of_pages(raw)
    at = 0
    for line in notice.text.split("\n"):
        parts = [list(part) for part in places.parts(Span(at, at + len(line)))]
        assert there(parts) == "".join(sorted(without_white(line))), line
        at += len(line) + 1


def test_words_that_a_page_end_parts_have_a_box_on_either_page() -> None:
    notice = clean(made_pdfs.official_pages(), "a.pdf")
    start = notice.text.index(made_pdfs.BODY)
    boxes = RawPlaces(notice).parts(Span(start, start + 3 * len(made_pdfs.BODY)))
    assert Counter(box[0] for box in boxes).keys() == {1, 2}


WORDS = st.text(alphabet="到2025年，覆盖率达95%以上 \u3000\n", max_size=12)
MARKUP = st.sampled_from(["<b>", "</b>", "<br>", "</p><p>", "&nbsp;", "&hellip;", "&#20013;", "<!-- x -->"])


@given(
    pieces=st.lists(st.one_of(WORDS, MARKUP), min_size=3, max_size=20),
    encoding=st.sampled_from(["utf-8", "gb18030"]),
    data=st.data(),
)
@settings(max_examples=100, deadline=None)
def test_any_words_of_any_page_are_at_their_bytes(pieces: list[str], encoding: str, data: st.DataObject) -> None:
    raw = ("<html><body><p>正文</p><p>" + "".join(pieces) + "</p></body></html>").encode(encoding)
    notice = clean(raw, "a.html")
    if notice.status is Status.FAILED:
        return
    start = data.draw(st.integers(0, len(notice.text)))
    end = data.draw(st.integers(start, len(notice.text)))
    parts = [list(part) for part in RawPlaces(notice).parts(Span(start, end))]
    there = of_bytes(raw, decode(raw).encoding, escaped=True)
    assert there(parts) == without_white(notice.text[start:end])


def test_words_in_one_piece_have_one_range_and_words_that_markup_parts_have_two() -> None:
    raw = "<html><body><p>到2025年，覆盖率达到9<b>5</b>%以上。</p></body></html>".encode()
    notice = clean(raw, "a.html")
    places = RawPlaces(notice)
    assert len(places.parts(Span(0, 6))) == 1
    start = notice.text.index("95%")
    pieces = [raw[int(part[0]) : int(part[1])].decode() for part in places.parts(Span(start, start + 3))]
    assert pieces == ["9", "5", "%"]


def test_what_no_byte_says_has_no_place() -> None:
    """Numbers that Word makes by itself, and notices that come without a map."""
    notice = Notice(
        "a.docx", "0", "x", "一、绿地", offsets=(OffsetRun(0, 1, 9, 0), OffsetRun(1, 1, 9, 0), OffsetRun(2, 2, 9, 6))
    )
    assert RawPlaces(notice).column(Span(0, 2)) is None
    assert RawPlaces(notice).column(Span(0, 4)) == "[[9,15]]"
    assert RawPlaces(Notice("a.txt", "0", "text/plain", "绿地")).column(Span(0, 2)) is None


@pytest.mark.parametrize(
    ("parts", "told"),
    [
        ([(3, 1.0, 2.0, 3.0, 4.0)], "3"),
        ([(3, 1, 2, 3, 4), (5, 1, 2, 3, 4), (4, 1, 2, 3, 4)], "3–5"),
        ([(17, 25)], ""),
        ([], ""),
    ],
)
def test_pages_are_named(parts: list[tuple[float, ...]], told: str) -> None:
    assert pages(parts) == told


def test_explain_names_the_page_of_each_record(duibiao: Duibiao) -> None:
    told = duibiao("explain", SAMPLE / "linlan-plan-2021.pdf").stdout
    assert re.search(r"(?m)^ *\d+ +target +1 ", told)
    assert re.search(r"(?m)^ *\d+ +target +4 ", told)
    assert "page" not in duibiao("explain", SAMPLE / "shaze-plan-2022.txt").stdout


def test_the_view_lays_places_out_part_by_part(tmp_path: Path) -> None:
    folder = write_notices(tmp_path / "corpus", {"a.txt": "某区绿化方案\n到2025年，绿地率达到38%。\n"})
    (folder / "b.pdf").write_bytes(made_pdfs.official_pages())
    database = run.extract(folder, tmp_path / "out", workers=1)
    raw = (folder / "a.txt").read_bytes()
    with sqlite3.connect(database) as db:
        found = db.execute(
            "SELECT words, byte_start, byte_end, page FROM raw_places WHERE source_path = 'a.txt' AND field = 'value'"
        ).fetchall()
        assert [(raw[start:end].decode(), page) for _, start, end, page in found] == [("38", None)]
        boxes = db.execute(
            "SELECT page, x0, top, x1, bottom, byte_start FROM raw_places WHERE source_path = 'b.pdf'"
        ).fetchall()
    assert boxes
    assert all(
        page in {1, 2, 3} and 0 < x0 < x1 < 596 and 0 < top < bottom < 842 for page, x0, top, x1, bottom, _ in boxes
    )
    assert {start for *_, start in boxes} == {None}
