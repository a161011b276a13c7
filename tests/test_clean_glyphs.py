"""PDF, below the text: what fonts say that glyphs show, and files made to break the programs that read them."""

from __future__ import annotations

import io
import time
import zlib

import pytest

from extractors.vocabulary import Status
from pipeline.clean import clean


def with_codes(words: str, codes: dict[str, str]) -> bytes:
    """Return a PDF of one line whose font says of some characters that they are others, as broken tables do."""
    mapped = "".join(f"<{ord(c):04x}> <{codes.get(c, c).encode('utf-16-be').hex()}>\n" for c in sorted(set(words)))
    cmap = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /A def /CMapType 2 def\n"
        "1 begincodespacerange <0000> <ffff> endcodespacerange\n"
        f"{len(set(words))} beginbfchar\n{mapped}endbfchar endcmap end end"
    ).encode()
    shown = f"BT /F 12 Tf 60 700 Td <{''.join(f'{ord(c):04x}' for c in words)}> Tj ET".encode()
    return pdf_of(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
            b" /Resources << /Font << /F 5 0 R >> >> >>",
            b"<< /Length %d >> stream\n%s\nendstream" % (len(shown), shown),
            b"<< /Type /Font /Subtype /Type0 /BaseFont /A /Encoding /Identity-H /DescendantFonts [6 0 R] /ToUnicode 7 0 R >>",
            b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /A /DW 1000"
            b" /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >>"
            b" /FontDescriptor << /Type /FontDescriptor /FontName /A /Flags 4 /FontBBox [0 -200 1000 800] /Ascent 800 /Descent -200 >> >>",
            b"<< /Length %d >> stream\n%s\nendstream" % (len(cmap), cmap),
        ]
    )


def pdf_of(objects: list[bytes]) -> bytes:
    buffer = io.BytesIO(b"%PDF-1.4\n")
    buffer.seek(0, io.SEEK_END)
    places = []
    for number, content in enumerate(objects, 1):
        places.append(buffer.tell())
        buffer.write(b"%d 0 obj\n%s\nendobj\n" % (number, content))
    start = buffer.tell()
    buffer.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    buffer.write(b"".join(b"%010d 00000 n \n" % place for place in places))
    buffer.write(b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, start))
    return buffer.getvalue()


def test_what_a_font_says_is_read_as_what_it_shows() -> None:
    notice = clean(with_codes("工作长期2014-2020年", {"工": "⼯", "长": "⻓", "-": "\u00ad"}), "a.pdf")
    assert (notice.status, notice.text) == (Status.OK, "工作长期2014-2020年")
    assert sum(run.length for run in notice.offsets) == len(notice.text)


def test_a_few_lost_characters_are_marked_and_many_make_a_text_unreadable() -> None:
    few = clean(with_codes("目标任务" * 40 + "五", {"五": "\ue123"}), "a.pdf")
    assert (few.status, few.reason) == (
        Status.WARNED,
        "1 characters are unreadable: the file does not say which they are",
    )
    assert few.text.endswith("目标任务\ufffd")
    many = clean(with_codes("目标任务" * 40, {"标": "\ue123"}), "a.pdf")
    assert (many.status, many.text) == (Status.FAILED, "")
    assert str(many.reason).startswith("unreadable: font garbage: of 40 of 160 glyphs")


def drawing(operators: bytes, *, packed: bool = False) -> bytes:
    content = zlib.compress(operators, 9) if packed else operators
    packing = b"/Filter /FlateDecode " if packed else b""
    return pdf_of(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /XObject << /X 5 0 R >> >> >>",
            b"<< %s/Length %d >> stream\n%s\nendstream" % (packing, len(content), content),
            b"<< /Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X 6 0 R >> >> /Length 50 >> stream\n"
            + b"/X Do " * 8
            + b"  \nendstream",
            *(
                b"<< /Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X %d 0 R >> >> /Length 50 >> stream\n"
                % (number + 1)
                + b"/X Do " * 8
                + b"  \nendstream"
                for number in range(6, 30)
            ),
            b"<< /Type /XObject /Subtype /Form /BBox [0 0 9 9] /Length 1 >> stream\n \nendstream",
        ]
    )


def with_font(font: bytes = b"", codes: bytes = b"", *, packed: bool = False) -> bytes:
    """Return a PDF of one line in a font of which these things are said."""
    content = zlib.compress(codes, 9) if packed else codes
    return pdf_of(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F 5 0 R >> >> >>",
            b"<< /Length 22 >> stream\nBT /F 12 Tf (aaaa) Tj ET\nendstream",
            b"<< /Type /Font /Subtype /Type0 /BaseFont /A /Encoding /Identity-H /DescendantFonts [6 0 R] /ToUnicode 7 0 R >>",
            b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /A %s"
            b" /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >>"
            b" /FontDescriptor << /Type /FontDescriptor /FontName /A /Flags 4 /FontBBox [0 0 1 1] >> >>" % font,
            b"<< %s/Length %d >> stream\n%s\nendstream"
            % (b"/Filter /FlateDecode " if packed else b"", len(content), content),
        ]
    )


HOSTILE = {
    "a page that unpacks to hundreds of megabytes": (drawing(b"q Q " * 60_000_000, packed=True), "too large: a part that unpacks"),
    "a page of endless lines": (drawing(b"0 0 m 9 9 l S " * 60_000, packed=True), None),
    "a page of endless text": (drawing(b"BT /F 9 Tf (" + b"a" * 400_000 + b") Tj ET"), "too large: a page of more than"),
    "a font of a billion widths": (with_font(b"/W [0 999999999 1]"), "made to break programs: a font of"),
    "a font of a billion characters": (
        with_font(codes=b"1 beginbfrange <00000000> <3fffffff> <0000> endbfrange"), "made to break programs: a font of"
    ),
    "a font that unpacks to hundreds of megabytes": (
        with_font(codes=bytes(400_000_000), packed=True), "too large: a part that unpacks to more than 3 MB"
    ),
    "objects that unpack to hundreds of megabytes": (
        pdf_of([b"<< /Type /ObjStm /N 1 /First 4 /Filter /FlateDecode /Length 9 >> stream\n"
                + zlib.compress(bytes(400_000_000), 9) + b"\nendstream"]),
        "too large: a part that unpacks to more than 60 MB",
    ),
    "forms in forms": (drawing(b"/X Do"), "too large: a page of more than"),
    "rules without end": (drawing(b"".join(b"0 %d m 500 %d l S %d 0 m %d 800 l S " % (i, i, i, i) for i in range(0, 800, 4))), None),
}  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("what", HOSTILE)
def test_a_page_made_to_break_programs_ends_in_time(what: str) -> None:
    raw, reason = HOSTILE[what]
    begun = time.monotonic()
    notice = clean(raw, "a.pdf")
    assert time.monotonic() - begun < 60
    assert notice.status is Status.FAILED
    if reason is not None:
        assert str(notice.reason).startswith(reason), notice.reason
