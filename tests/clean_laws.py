"""What must hold of every clean notice, whatever the file was."""

from __future__ import annotations

import html
import re
import unicodedata

from extractors.notice import Notice
from pipeline.clean.encoding import decode
from pipeline.clean.radicals import NORMAL

WHITE = re.compile(r"\s+")


def check_lines(notice: Notice) -> None:
    """Truths 3 and 4."""
    assert "\r" not in notice.text
    assert notice.text == notice.text.strip("\n ")
    for line in notice.text.split("\n"):
        assert not line.startswith(" "), line
        assert not line.endswith(" "), line
        assert "  " not in line, line
    odd = {c for c in notice.text if c not in "\n\t" and unicodedata.category(c) in {"Cc", "Cf"} and c != "\u00ad"}
    assert not odd, odd


def check_tables(notice: Notice) -> None:
    """Truth 10: spans of cells are whole cells of their lines."""
    for table in notice.tables:
        for cell in table.cells:
            words = cell.span.cut(notice.text)
            assert "\t" not in words
            assert "\n" not in words
            before = notice.text[cell.span.start - 1 : cell.span.start]
            after = notice.text[cell.span.end : cell.span.end + 1]
            assert before in {"", "\n", "\t"}, (words, before)
            assert after in {"", "\n", "\t"}, (words, after)


def check_bytes(notice: Notice, raw: bytes) -> None:
    """Truth 12, for text files and pages."""
    encoding = decode(raw).encoding
    at = 0
    for run in notice.offsets:
        assert run.clean == at
        assert run.length >= 1
        assert run.raw_length % run.length == 0
        words = notice.text[at : at + run.length]
        there = raw[run.raw : run.raw + run.raw_length].decode(encoding)
        if words in {" ", "\t", "\n"}:
            assert html.unescape(there).strip() == "" or there.startswith("<"), (words, there)
        else:
            alike = [a in {b, _normal(b)} or (a in " \t\n" and b.isspace()) for a, b in zip(words, there, strict=False)]
            assert (len(there) == len(words) and all(alike)) or words == html.unescape(there), (words, there)
        at += run.length
    assert at == len(notice.text)


def check_order(notice: Notice, raw: bytes) -> None:
    """Truth 5, for text files and pages: the text is a subsequence of the source."""
    source = iter(html.unescape(decode(raw).text))
    for character in WHITE.sub("", notice.text):
        assert any(character in {c, _normal(c)} for c in source), character


def _normal(character: str) -> str:
    return character.translate(NORMAL)
