"""OFD: its pages are read as those of a PDF are, each character with page and box; what its fonts hide is not guessed."""

from __future__ import annotations

import time

import pytest

from extractors.notice import Notice
from extractors.vocabulary import Status
from pipeline.clean import clean
from pipeline.clean.ofd_page import steps
from tests.made_ofds import LEFT, NAMESPACE, content, node, ofd, paragraph, path, text

BODY = "各街道要把养护管理纳入年度考核并按季度通报进展情况，对连续两次排名靠后的单位进行约谈，推动问题整改到位。"


def read(raw: bytes) -> Notice:
    notice = clean(raw, "notice.ofd")
    assert notice.status is not Status.FAILED, notice.reason
    return notice


def lines(*objects: str) -> list[str]:
    return read(ofd(content(*objects))).text.split("\n")


def test_pages_become_paragraphs_without_what_their_template_repeats() -> None:
    head = text("松阳市绿地养护年度方案", 80, 15, Size=3)
    pages = [
        f'<ofd:Template TemplateID="90" ZOrder="Background"/>{content(inner, text(f"— {i} —", 100, 285, Size=4))}'
        for i, inner in enumerate(
            (
                text("松阳市绿地养护年度方案", 60, 50, Size=8)
                + text("一、总体安排", LEFT + 10, 70)
                + paragraph(BODY + BODY, 80),
                paragraph("二、工作要求", 40) + paragraph(BODY, 50),
                text("松阳市绿化局", 130, 40) + text("2024年3月5日", 130, 50),
            ),
            1,
        )
    ]
    notice = read(ofd(*pages, templates=(content(head),)))
    assert notice.media_type == "application/ofd"
    assert notice.method == "ofd, 3 pages"
    assert notice.text.split("\n") == [
        "松阳市绿地养护年度方案",
        "一、总体安排",
        BODY + BODY,
        "二、工作要求",
        BODY,
        "松阳市绿化局",
        "2024年3月5日",
    ]


def test_every_character_knows_page_and_box() -> None:
    notice = read(
        ofd(content(text("到2025年", 50, 60, code='DeltaX="5 2.5 2.5 2.5 2.5"')), content(text("达标", 20, 30)))
    )
    assert notice.text == "到2025年达标"
    first, last = notice.offsets[0], notice.offsets[-1]
    millimetre = 72 / 25.4
    assert first.page == 1
    assert first.box is not None
    assert first.box == pytest.approx(
        (50 * millimetre, 55.7 * millimetre, 55 * millimetre, 60.7 * millimetre), abs=0.05
    )
    assert last.page == 2
    at = 0
    for run in notice.offsets:
        assert run.clean == at
        at += run.length
    assert at == len(notice.text)


@pytest.mark.parametrize(
    ("given", "count", "expected"),
    [
        ("5 4 3", 3, [5, 4, 3]),
        ("g 3 2.5", 3, [2.5, 2.5, 2.5]),
        ("1 g 2 5 3", 4, [1, 5, 5, 3]),
        ("5", 3, [5, 5, 5]),
        ("5 4 3", 2, [5, 4]),
        ("g 1000000000 5", 2, [5, 5]),
        ("g x 5", 2, []),
        ("5 nan", 2, [5, 5]),
        (None, 3, []),
    ],
)
def test_steps_between_characters(given: str | None, count: int, expected: list[float]) -> None:
    assert steps(given, count) == expected


TEXTS = {
    "characters without steps stand side by side": (text("到2025年", 50, 60, code=" "), "到2025年"),
    "a transformed object is where its matrix puts it": (
        text("前", 50, 60) + text("后", 55, 60, Boundary="0 0 210 297", CTM="0.5 0 0 0.5 55 57.5", Size=10),
        "前后",
    ),
    "a line set in pieces is one line": (
        text("覆盖率", 50, 60) + text("达到", 65, 60, code='DeltaX="g 1 5"') + text("95%", 75, 60),
        "覆盖率达到95%",
    ),
    "later codes stand where they say, in one coordinate if the other stays": (
        '<ofd:TextObject Boundary="50 50 100 20" Size="5"><ofd:TextCode X="0" Y="5">甲</ofd:TextCode>'
        '<ofd:TextCode X="5">乙</ofd:TextCode></ofd:TextObject>',
        "甲乙",
    ),
    "two characters drawn as one glyph take one step": (
        text(
            "fi率",
            50,
            60,
            inner='<ofd:CGTransform CodePosition="0" CodeCount="2" GlyphCount="1"><ofd:Glyphs>7</ofd:Glyphs></ofd:CGTransform>',
            code='DeltaX="5"',
        ),
        "fi率",
    ),
    "what is not visible is no text": (text("甲", 50, 60) + text("乙", 60, 60, Visible="false"), "甲"),
    "a block in a block is read": (f"<ofd:PageBlock><ofd:PageBlock>{text('甲乙', 50, 60)}</ofd:PageBlock></ofd:PageBlock>", "甲乙"),
    "a watermark across the page is no text": (
        paragraph(BODY, 60) + text("内部资料", 60, 150, CTM="0.7 -0.72 0.72 0.7 0 0"),
        BODY,
    ),
}  # fmt: skip


@pytest.mark.parametrize("what", TEXTS)
def test_text(what: str) -> None:
    given, expected = TEXTS[what]
    assert lines(given) == [expected]


def test_composite_units_are_drawn_where_they_are_used() -> None:
    unit = f'<ofd:CompositeGraphicUnit ID="7" Width="50" Height="20">{content(text("率达标", 5, 10))}</ofd:CompositeGraphicUnit>'
    page = content(text("覆盖", 40, 60), '<ofd:CompositeObject ResourceID="7" Boundary="45 50 50 20"/>')
    assert read(ofd(page, units=unit)).text == "覆盖率达标"


def test_ruled_lines_are_a_table() -> None:
    cells = [["指标", "单位", "目标"], ["绿地率", "%", "38"], ["口袋公园", "个", "300"]]
    words = [text(word, 32 + 50 * i, 58 + 10 * j) for j, row in enumerate(cells) for i, word in enumerate(row)]
    across = [path(f"M 30 {50 + 10 * j} L 180 {50 + 10 * j}") for j in range(4)]
    frame = path("M 0 0 L 150 0 L 150 30 L 0 30 C", Boundary="30 50 150 30")
    down = [path("M 80 50 L 80 80"), path("S 130 50 L 130 80")]
    notice = read(ofd(content(paragraph(BODY, 20), *words, *across, frame, *down)))
    assert notice.text.split("\n")[1:] == ["指标\t单位\t目标", "绿地率\t%\t38", "口袋公园\t个\t300"]
    assert [table.origin for table in notice.tables] == ["ofd"]


def test_other_namespaces_and_absolute_paths_are_read() -> None:
    document = node(
        "Document",
        '<ofd:Pages><ofd:Page BaseLoc="/Doc_0/Pages/Page_0/Content.xml"/></ofd:Pages>',
        "http://www.ofdspec.org",
    )
    raw = ofd(content(text("甲乙", 50, 60)), namespace="http://www.ofdspec.org", Doc_0__Document=document.encode())
    assert read(raw).text == "甲乙"


GLYPHS = (
    '<ofd:CGTransform CodePosition="{}" CodeCount="{}" GlyphCount="{}"><ofd:Glyphs>{}</ofd:Glyphs></ofd:CGTransform>'
)


def test_glyphs_that_name_no_characters_are_unreadable() -> None:
    odd = "".join(chr(0xE100 + i) for i in range(20))
    glyphs = GLYPHS.format(0, 20, 20, " ".join(map(str, range(20))))
    assert clean(ofd(content(text(odd, 30, 60, inner=glyphs), paragraph(BODY, 80))), "a.ofd").reason == (
        "unreadable: font garbage: of 20 of 72 glyphs the file does not say which characters they show"
    )


def test_a_few_glyphs_without_characters_are_marked_and_warned_of() -> None:
    glyphs = GLYPHS.format(2, 1, 1, 44)
    notice = read(ofd(content(paragraph(BODY * 3, 80), text("增长¤%，约¤3亿元", 30, 60, inner=glyphs))))
    assert (notice.status, notice.reason) == (
        Status.WARNED,
        "1 characters are unreadable: the file does not say which they are",
    )
    assert notice.text.split("\n")[0] == "增长\ufffd%，约¤3亿元", "a sign of money that the file names stays"


def with_document(inner: str, **parts: bytes) -> bytes:
    return ofd(content(text("甲", 50, 60)), Doc_0__Document=inner.encode(), **parts)


UNIT = (
    '<ofd:CompositeGraphicUnit ID="{0}">'
    + content(*['<ofd:CompositeObject ResourceID="{1}"/>'] * 9)
    + "</ofd:CompositeGraphicUnit>"
)
BROKEN = {
    "pictures only": (ofd(content('<ofd:ImageObject ResourceID="1" Boundary="0 0 210 297"/>')), "scanned: an OFD of pictures"),
    "no pages": (with_document(node("Document", "<ofd:Pages/>")), "ofd without pages"),
    "a page that is not there": (
        with_document(node("Document", '<ofd:Pages><ofd:Page BaseLoc="../../../etc/passwd"/></ofd:Pages>')),
        "a broken OFD file: \"There is no item named 'etc/passwd' in the archive\"",
    ),
    "no XML": (with_document("<ofd:Document"), "a broken OFD file"),
    "entities": (
        with_document('<!DOCTYPE d [<!ENTITY a "aaaa">]>' + f'<ofd:Document xmlns:ofd="{NAMESPACE}">&a;</ofd:Document>'),
        "an OFD file that declares XML entities: refused",
    ),
    "too many pages": (
        with_document(node("Document", "<ofd:Pages>" + '<ofd:Page BaseLoc="Pages/Page_0/Content.xml"/>' * 2001 + "</ofd:Pages>")),
        "too large: 2001 pages, the limit is 2000",
    ),
    "drawings in drawings": (
        ofd(
            content('<ofd:CompositeObject ResourceID="0"/>'),
            units="".join(UNIT.format(i, i + 1) for i in range(30)),
        ),
        "made to break programs: drawings in drawings without end",
    ),
    "a drawing in itself": (
        ofd(content('<ofd:CompositeObject ResourceID="0"/>'), units=UNIT.format(0, 0)),
        "made to break programs: drawings in drawings without end",
    ),
    "a page of millions": (
        ofd(content(text("一" * 400_000, 10, 10))), "too large: a page of more than 300000 characters"
    ),
    "a ligature of millions": (
        ofd(content(text("一二", 10, 10, inner=GLYPHS.format(0, 1, 10**9, 1)))), None
    ),
    "a file cut off": (ofd(content(text("甲", 50, 60)))[:-40], "a broken ZIP archive"),
    "sizes that are no numbers": (
        ofd(content(text("甲", 50, 60).replace('Size="5.0"', 'Size="x"').replace('Boundary="', 'Boundary="nan '))), None
    ),
}  # fmt: skip


@pytest.mark.parametrize("what", BROKEN)
def test_broken_and_hostile_files_say_so_in_time(what: str) -> None:
    raw, reason = BROKEN[what]
    begun = time.monotonic()
    notice = clean(raw, "a.ofd")
    assert time.monotonic() - begun < 20
    if reason is None:
        assert notice.status is Status.OK, notice.reason
    else:
        assert notice.status is Status.FAILED
        assert str(notice.reason).startswith(reason), notice.reason
