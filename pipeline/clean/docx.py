"""Word files with python-docx: text, tables, numbering, boxes, notes; tracked changes are taken as accepted."""

from __future__ import annotations

import html
import io
import re
import zipfile
from array import array
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from xml.parsers import expat

import docx
from docx.opc.exceptions import OpcError
from lxml import etree

from extractors.errors import UnreadableNotice
from extractors.notice import Cell, OffsetRun
from extractors.span import Span
from pipeline.clean.contents import without_entries
from pipeline.clean.docx_fields import Fields, is_contents
from pipeline.clean.docx_numbering import Numbering, W
from pipeline.clean.limits import MAX_DEPTH, MAX_TABLE_COLUMNS, Clock
from pipeline.clean.lines import JOINING, OWN_LINE, Line, row_line
from pipeline.clean.mapped import Mapped, join
from pipeline.clean.spaces import tidy

MAIN = "word/document.xml"
NAMESPACE = W[1:-1]
NOT_TEXT = frozenset(
    f"{W}{name}"
    for name in (
        "del",
        "moveFrom",
        "pPr",
        "rPr",
        "sectPr",
        "instrText",
        "delText",
        "tblPr",
        "tblGrid",
        "trPr",
        "tcPr",
        "sdtPr",
        "footnoteRef",
        "endnoteRef",
        "rt",  # how a character is pronounced
    )
)
MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
TEXT = frozenset({f"{W}t", f"{MATH}t"})
SIGNS = {"f0fe": "☑", "f052": "☑", "f0fd": "☒", "f0fc": "✓", "f0a8": "□", "f06f": "□", "f0b7": "•", "f06c": "●"}
"""Signs of the Wingdings and Symbol fonts, by code; others say nothing."""
FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
CONTENTS_STYLE = re.compile(r"(?i)toc\s?\d|目录\s?\d?|table of figures|toc heading")
REFERENCE = re.compile(rb"&[^;<&]{1,10};")


@dataclass(frozen=True, slots=True)
class DocxNotice:
    """What was read of a Word file. Positions in its lines count bytes of its `word/document.xml`."""

    lines: tuple[Line, ...]
    method: str = "docx"


def read_docx(raw: bytes) -> DocxNotice:
    """Read a Word file.

    Raises:
        UnreadableNotice: it is broken, or made to break programs.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            places = text_places(archive.read(MAIN))
        document = docx.Document(io.BytesIO(raw))
        reader = _Reader(document, places)
        lines = without_entries(list(reader.blocks(document.element.body, 0)), reader.entries)
    except (
        OpcError,
        etree.XMLSyntaxError,
        expat.ExpatError,
        zipfile.BadZipFile,
        KeyError,
        ValueError,
        AttributeError,
        EOFError,
    ) as error:
        raise UnreadableNotice(f"a broken Word file: {error or type(error).__name__}") from error
    return DocxNotice(tuple(lines))


def text_places(xml: bytes) -> list[tuple[array[int], array[int]]]:
    """Return for each element of the part that holds text, in order, where each of its characters begins and ends, in bytes.

    Raises:
        UnreadableNotice: the part declares entities, which no honest Word file does, or is not UTF-8.
    """
    places: list[tuple[array[int], array[int]]] = []
    parser = expat.ParserCreate(namespace_separator=" ")

    def start(name: str, _attributes: dict[str, str]) -> None:
        if name in {f"{NAMESPACE} t", f"{MATH[1:-1]} t"}:
            begin = xml.find(b">", parser.CurrentByteIndex) + 1
            end = begin if xml[begin - 2 : begin - 1] == b"/" else xml.find(b"<", begin)
            places.append(_characters(xml, begin, end))

    def declaration(*_: object) -> None:
        raise UnreadableNotice("a Word file that declares XML entities: refused")

    parser.StartElementHandler = start
    parser.EntityDeclHandler = declaration
    parser.Parse(xml, True)
    return places


def _characters(xml: bytes, begin: int, end: int) -> tuple[array[int], array[int]]:
    at, to = array("q"), array("q")
    place = begin
    for piece in [*REFERENCE.finditer(xml, begin, end), None]:
        stop = piece.start() if piece else end
        for character in xml[place:stop].decode("utf-8", "replace").replace("\r\n", "\n"):
            width = len(character.encode("utf-8"))
            at.append(place)
            to.append(place + width)
            place += width
        if piece:
            at.extend([piece.start()] * len(html.unescape(piece[0].decode("ascii", "replace"))))
            to.extend([piece.end()] * (len(at) - len(to)))
            place = piece.end()
    return at, to


class _Reader:
    """Walks the body of a Word file in document order."""

    def __init__(self, document: Any, places: list[tuple[array[int], array[int]]]) -> None:
        self.numbering = Numbering(document)
        self.clock = Clock()
        self.tables = 0
        self.last = Mapped()
        self._texts = list(document.element.iter(*TEXT))  # kept: an element's id is its own only while it is held
        self.places = {id(element): place for element, place in zip(self._texts, places, strict=True)}
        self.notes = _notes(document)
        styles = document.styles.element.findall(f"{W}style")
        self.contents = {
            style.get(f"{W}styleId")
            for style in styles
            if CONTENTS_STYLE.fullmatch(style.find(f"{W}name").get(f"{W}val") or "")
        }
        self.hidden = {style.get(f"{W}styleId") for style in styles if _is_on(style.find(f"{W}rPr/{W}vanish"))}
        self.fields = Fields(document.element.iter(f"{W}fldChar"))
        self.held: list[Mapped | None] = []
        self.entries: list[Line] = []

    def blocks(self, parent: Any, depth: int) -> Iterator[Line]:
        """Yield the lines of all paragraphs and tables below `parent`."""
        if depth > MAX_DEPTH:
            return
        for child in parent:
            self.clock.check()
            if child.tag == f"{W}p":
                yield from self._paragraph(child, depth)
            elif child.tag == f"{W}tbl":
                yield from self._table(child, depth)
            elif (
                child.tag not in NOT_TEXT
                and child.tag != FALLBACK
                and isinstance(child.tag, str)
                and not is_contents(child)
            ):
                yield from self.blocks(child, depth + 1)
        held, self.held = self.held, []
        yield from (Line(words) for words in _split(held) if words)

    def _paragraph(self, paragraph: Any, depth: int) -> Iterator[Line]:
        style = paragraph.find(f"{W}pPr/{W}pStyle")
        if style is not None and style.get(f"{W}val") in self.contents:
            return
        pieces: list[Mapped | None] = []
        boxes: list[Any] = []
        notes: list[str] = []
        self._inline(paragraph, pieces, boxes, notes, depth)
        filled = [piece for piece in pieces if piece]
        if filled:
            self.last = filled[-1]
        if _is_joined(paragraph):
            self.held += pieces
        else:
            label = self.numbering.label(paragraph) if filled or self.held or not boxes else ""
            pieces, self.held = [*self.held, *pieces], []
            first = next((piece.at[0] for piece in pieces if piece), None)
            if label and first is not None:
                pieces.insert(0, Mapped.standing_for(label, first, first))
            found = [Line(words) for words in _split(pieces) if words]
            self.entries += found if _has_leader(paragraph) else []
            yield from found
        for box in boxes:
            yield from self.blocks(box, depth + 1)
        for note in notes:
            yield Line(tidy(self.last.layout(note)))

    def _inline(self, node: Any, pieces: list[Mapped | None], boxes: list[Any], notes: list[str], depth: int) -> None:
        """Collect the text of a paragraph; None stands for a line break in it."""
        if depth > MAX_DEPTH:
            return
        for child in node:
            tag = child.tag
            if tag in {f"{W}fldChar", f"{W}instrText"}:
                self.fields.take(child)
            elif self.fields.hides:
                self._inline(child, pieces, boxes, notes, depth + 1)
            elif tag in TEXT:
                text = child.text or ""
                at, to = self.places[id(child)]
                pieces.append(
                    Mapped(text, at, to) if len(at) == len(text) else Mapped.standing_for(text, at[0], to[-1])
                )
            elif tag in {f"{W}br", f"{W}cr"}:
                pieces.append(None if child.get(f"{W}type") not in {"page", "column"} else Mapped())
            elif tag in {f"{W}tab", f"{W}ptab"}:
                pieces.append(self._here(pieces).layout(" "))
            elif tag == f"{W}sym":
                pieces.append(self._here(pieces).layout(SIGNS.get((child.get(f"{W}char") or "").lower(), "")))
            elif tag == f"{W}noBreakHyphen":
                pieces.append(self._here(pieces).layout("-"))
            elif tag in {f"{W}footnoteReference", f"{W}endnoteReference"}:
                note = self.notes.get((tag, child.get(f"{W}id")))
                notes += [note] if note else []
            elif tag == f"{W}txbxContent":
                boxes.append(child)
            elif not self._is_unseen(child):
                self._inline(child, pieces, boxes, notes, depth + 1)

    def _is_unseen(self, node: Any) -> bool:
        """Tell whether Word shows nothing of an element in its paragraph: deleted, hidden, properties, a comment."""
        if not isinstance(node.tag, str) or node.tag in NOT_TEXT or node.tag in {FALLBACK, f"{W}p"}:
            return True
        if node.tag != f"{W}r":
            return False
        own, style = node.find(f"{W}rPr/{W}vanish"), node.find(f"{W}rPr/{W}rStyle")
        return _is_on(own) if own is not None else style is not None and style.get(f"{W}val") in self.hidden

    def _here(self, pieces: list[Mapped | None]) -> Mapped:
        return next((piece for piece in reversed(pieces) if piece), self.last)

    def _table(self, table: Any, depth: int) -> Iterator[Line]:
        rows = [row for row in _children(table, "tr") if row.find(f"{W}trPr/{W}del") is None]
        grid = [list(_cells(row)) for row in rows]
        columns = min(max((start + width for row in grid for _, start, width in row), default=0), MAX_TABLE_COLUMNS)
        if columns < 2 or len(rows) < 2:
            for row in grid:
                for cell, _, _ in row:
                    yield from self.blocks(cell, depth + 1)
            return
        self.tables += 1
        number = self.tables
        for at, row in enumerate(grid):
            header = rows[at].find(f"{W}trPr/{W}tblHeader") is not None
            laid: list[tuple[Cell, Mapped]] = []
            for cell, start, width in row:
                if start >= columns or _merge(cell) == "continue":
                    continue
                height = 1
                while (
                    _merge(cell) == "restart"
                    and at + height < len(grid)
                    and any(s == start and _merge(c) == "continue" for c, s, _ in grid[at + height])
                ):
                    height += 1
                words = self._cell_text(cell, depth)
                laid.append((Cell(at, start, Span(0, 0), height, min(width, columns - start), header), words))
            line = row_line(laid, columns, number, self.last)
            if line.text.strip():
                yield line

    def _cell_text(self, cell: Any, depth: int) -> Mapped:
        pieces: list[Mapped] = []
        for line in self.blocks(cell, depth + 1):
            words = line.words.spaced(re.compile(r"\t+"))
            if pieces and words and _are_apart(pieces[-1].text, words.text):
                pieces.append(pieces[-1].layout(" "))
            if words:
                pieces.append(words)
        return join(pieces)


def _is_on(switch: Any) -> bool:
    """Tell whether a property that is there is not switched off."""
    return switch is not None and switch.get(f"{W}val") not in {"0", "false", "off"}


def _is_joined(paragraph: Any) -> bool:
    """Tell whether a tracked change took the end of a paragraph away, so that it goes on in the next one."""
    mark = paragraph.find(f"{W}pPr/{W}rPr")
    return mark is not None and any(mark.find(f"{W}{name}") is not None for name in ("del", "moveFrom"))


def _has_leader(paragraph: Any) -> bool:
    """Tell whether a tab of a paragraph is drawn as a row of dots, as in a table of contents set by hand."""
    stops = paragraph.iterfind(f"{W}pPr/{W}tabs/{W}tab")
    return any(stop.get(f"{W}leader") not in {None, "none"} for stop in stops)


def _are_apart(before: str, after: str) -> bool:
    """Tell whether two paragraphs of a cell are to be parted: two Latin words, or two that each say something."""
    latin = before[-1].isascii() and after[0].isascii()
    return latin or (min(len(before), len(after)) >= OWN_LINE and before[-1] not in JOINING)


def _split(pieces: list[Mapped | None]) -> Iterator[Mapped]:
    line: list[Mapped] = []
    for piece in [*pieces, None]:
        if piece is None:
            yield tidy(join(line))
            line = []
        else:
            line.append(piece)


def _children(parent: Any, name: str) -> Iterator[Any]:
    """Yield the rows of a table or cells of a row, also those in content controls and inserted by a tracked change."""
    for child in parent:
        if child.tag == f"{W}{name}":
            yield child
        elif child.tag in {f"{W}sdt", f"{W}sdtContent", f"{W}ins", f"{W}customXml", f"{W}smartTag"}:
            yield from _children(child, name)


def _cells(row: Any) -> Iterator[tuple[Any, int, int]]:
    """Yield the cells of a row with the grid column at which each begins and the columns it spans."""
    before = row.find(f"{W}trPr/{W}gridBefore")
    start = int(before.get(f"{W}val")) if before is not None else 0
    for cell in _children(row, "tc"):
        span = cell.find(f"{W}tcPr/{W}gridSpan")
        width = max(1, int(span.get(f"{W}val") or 1)) if span is not None else 1
        yield cell, start, width
        start += width


def _merge(cell: Any) -> str | None:
    merge = cell.find(f"{W}tcPr/{W}vMerge")
    return None if merge is None else merge.get(f"{W}val") or "continue"


def _notes(document: Any) -> dict[tuple[str, str], str]:
    """Return the text of footnotes and endnotes by reference tag and id."""
    notes: dict[tuple[str, str], str] = {}
    for rel in document.part.rels.values():
        kind = rel.reltype.rsplit("/", 1)[-1]
        if kind not in {"footnotes", "endnotes"} or rel.is_external:
            continue
        root = etree.fromstring(rel.target_part.blob, etree.XMLParser(resolve_entities=False, no_network=True))
        for note in root.findall(f"{W}{kind[:-1]}"):
            if note.get(f"{W}type") is None:
                text = "".join(t.text or "" for t in note.iter(f"{W}t"))
                notes[(f"{W}{kind[:-1]}Reference", note.get(f"{W}id") or "")] = text
    return notes


def part_runs(words: Mapped) -> tuple[OffsetRun, ...]:
    """Turn positions, which count bytes of `word/document.xml`, into runs of characters of one width."""
    runs: list[OffsetRun] = []
    for i, (at, to) in enumerate(zip(words.at, words.to, strict=True)):
        last = runs[-1] if runs else None
        if (
            last is not None
            and to > at
            and last.raw + last.raw_length == at
            and last.raw_length == (to - at) * last.length
        ):
            runs[-1] = OffsetRun(last.clean, last.length + 1, last.raw, last.raw_length + to - at)
        else:
            runs.append(OffsetRun(i, 1, at, to - at))
    return tuple(runs)
