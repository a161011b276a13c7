"""Word files: all that Word shows is read, also what stands in no run of text; what Word hides is not."""

from __future__ import annotations

import io
import zipfile
from xml.sax.saxutils import escape

import docx
import pytest

from extractors.notice import Notice
from extractors.vocabulary import Status
from pipeline.clean import clean
from pipeline.clean.docx_numbering import written

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
MC = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'


def run(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def paragraph(*runs: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr>{''.join(r if r.startswith('<') else run(r) for r in runs)}</w:p>"


def numbered(text: str, level: int, number: int = 9) -> str:
    return paragraph(text, properties=f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>')


def cell(text: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{paragraph(text)}</w:tc>"


def word(*blocks: str, numbering: str = "", footnotes: str = "", styles: str = "") -> bytes:
    """Return a Word file with these blocks in its body."""
    plain = io.BytesIO()
    docx.Document().save(plain)
    result = io.BytesIO()
    with zipfile.ZipFile(plain) as source, zipfile.ZipFile(result, "w") as target:
        for name in source.namelist():
            part = source.read(name)
            if name == "word/document.xml":
                part = f"<w:document {W} {MC}><w:body>{''.join(blocks)}</w:body></w:document>".encode()
            if name == "word/numbering.xml" and numbering:
                part = f"<w:numbering {W}>{numbering}</w:numbering>".encode()
            if name == "word/styles.xml" and styles:
                part = part.replace(b"</w:styles>", f"{styles}</w:styles>".encode())
            if name == "word/_rels/document.xml.rels" and footnotes:
                kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"
                rel = f'<Relationship Id="rId99" Type="{kind}" Target="footnotes.xml"/></Relationships>'
                part = part.replace(b"</Relationships>", rel.encode())
            if name == "[Content_Types].xml" and footnotes:
                kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
                part = part.replace(
                    b"</Types>", f'<Override PartName="/word/footnotes.xml" ContentType="{kind}"/></Types>'.encode()
                )
            target.writestr(name, part)
        if footnotes:
            target.writestr("word/footnotes.xml", f"<w:footnotes {W}>{footnotes}</w:footnotes>")
    return result.getvalue()


def read(*blocks: str, numbering: str = "", footnotes: str = "", styles: str = "") -> Notice:
    notice = clean(word(*blocks, numbering=numbering, footnotes=footnotes, styles=styles), "notice.docx")
    assert notice.status is Status.OK, notice.reason
    return notice


LEVELS = """
<w:abstractNum w:abstractNumId="3">
 <w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="%1、"/></w:lvl>
 <w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="（%2）"/></w:lvl>
 <w:lvl w:ilvl="2"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1.%3"/></w:lvl>
 <w:lvl w:ilvl="3"><w:start w:val="1"/><w:numFmt w:val="bullet"/><w:lvlText w:val="&#61548;"/></w:lvl>
</w:abstractNum>
<w:num w:numId="9"><w:abstractNumId w:val="3"/></w:num>
<w:num w:numId="10"><w:abstractNumId w:val="3"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>
"""


def test_the_numbers_that_word_makes_are_in_the_text() -> None:
    notice = read(
        numbered("总体要求", 0),
        numbered("主要目标", 1),
        numbered("重点任务", 1),
        numbered("任务分工", 0),
        numbered("绿地建设", 1),
        numbered("逐项落实", 2),
        numbered("圆点", 3),
        paragraph("附件"),
        numbered("另起一表", 0, number=10),
        numbering=LEVELS,
    )
    assert notice.text.split("\n") == [
        "一、总体要求",
        "（一）主要目标",
        "（二）重点任务",
        "二、任务分工",
        "（一）绿地建设",
        "二.1逐项落实",
        "圆点",
        "附件",
        "一、另起一表",
    ]


@pytest.mark.parametrize(
    ("number", "style", "expected"),
    [
        (3, "decimal", "3"),
        (10, "chineseCounting", "十"),
        (21, "chineseCountingThousand", "二十一"),
        (2, "ideographTraditional", "乙"),
        (4, "decimalEnclosedCircle", "④"),
        (12, "decimalFullWidth", "１２"),
        (4, "lowerRoman", "iv"),
        (28, "upperLetter", "BB"),
        (7, "decimalZero", "07"),
    ],
)
def test_list_numbers_are_written_as_their_style_says(number: int, style: str, expected: str) -> None:
    assert written(number, style) == expected


def test_tracked_changes_are_taken_as_accepted() -> None:
    inserted = f'<w:ins w:id="1">{run("90")}</w:ins>'
    deleted = '<w:del w:id="2"><w:r><w:delText>85</w:delText></w:r></w:del>'
    moved = f'<w:moveFrom w:id="3">{run("旧处")}</w:moveFrom><w:moveTo w:id="4">{run("新处")}</w:moveTo>'
    assert read(paragraph(run("覆盖率达到"), inserted, deleted, run("%，"), moved)).text == "覆盖率达到90%，新处"


def test_links_and_controls_are_read_and_hidden_text_is_not() -> None:
    link = f'<w:hyperlink w:anchor="a">{run("附表")}</w:hyperlink>'
    control = f"<w:sdt><w:sdtContent>{run('见')}</w:sdtContent></w:sdt>"
    assert read(paragraph(control, link, run("暗", "<w:vanish/>"), run("。"))).text == "见附表。"


def mark(kind: str) -> str:
    return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'


def code(text: str) -> str:
    return f"<w:r><w:instrText>{text}</w:instrText></w:r>"


FIELDS = {
    "what a field shows is text, its code is not": (
        paragraph(run("见"), mark("begin"), code("REF _a"), mark("separate"), run("附表1"), mark("end"), run("。")),
        "见附表1。",
    ),
    "nor is what a field in that code shows": (
        paragraph(
            mark("begin"), code("IF "), mark("begin"), code("PAGE"), mark("separate"), run("3"), mark("end"),
            run("= 1"), mark("separate"), run("首页"), mark("end"),
        ),
        "首页",
    ),
    "a table of contents over several paragraphs goes": (
        paragraph(mark("begin"), code("TOC \\o"), mark("separate"), run("一、目标 1"))
        + paragraph(run("二、任务 2"), mark("end")) + paragraph("正文"),
        "正文",
    ),
    "a table of contents in its control goes": (
        '<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj></w:sdtPr>'
        f"<w:sdtContent>{paragraph('一、目标 1')}</w:sdtContent></w:sdt>{paragraph('正文')}",
        "正文",
    ),
    "a field that never ends hides nothing": (
        paragraph(mark("begin"), code("TOC"), mark("separate"), run("一、目标")) + paragraph("正文"), "一、目标\n正文"
    ),
}  # fmt: skip


@pytest.mark.parametrize("what", FIELDS)
def test_fields(what: str) -> None:
    given, expected = FIELDS[what]
    assert read(given).text == expected


def test_contents_set_by_hand_go() -> None:
    leader = '<w:tabs><w:tab w:val="right" w:leader="dot" w:pos="8000"/></w:tabs>'
    entries = [
        paragraph(run(heading), "<w:r><w:tab/></w:r>", run(str(page)), properties=leader)
        for page, heading in enumerate(("一、目标", "二、任务", "三、保障"), 1)
    ]
    assert read(paragraph("方案"), paragraph("目  录"), *entries, paragraph("一、目标")).text == "方案\n一、目标"
    assert read(*entries[:2]).text == "一、目标 1\n二、任务 2", "two lines are no contents"


def test_hidden_text_is_told_by_its_switch_and_its_style() -> None:
    styles = '<w:style w:type="character" w:styleId="Dark"><w:name w:val="Dark"/><w:rPr><w:vanish/></w:rPr></w:style>'
    dark = '<w:rStyle w:val="Dark"/>'
    text = read(
        paragraph(run("甲", '<w:vanish w:val="0"/>'), run("乙", dark), run("丙", dark + '<w:vanish w:val="false"/>')),
        styles=styles,
    ).text
    assert text == "甲丙"


def test_formulas_signs_and_readings() -> None:
    math = 'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
    formula = f"<m:oMath {math}><m:r><m:t>S = 0.6A</m:t></m:r></m:oMath>"
    tick = '<w:r><w:sym w:font="Wingdings" w:char="F0FE"/></w:r><w:r><w:sym w:font="Wingdings" w:char="F001"/></w:r>'
    ruby = f"<w:r><w:ruby><w:rt>{run('yǒng')}</w:rt><w:rubyBase>{run('甬')}</w:rubyBase></w:ruby></w:r>"
    raw = word(paragraph(run("得分"), formula, run("，"), ruby, run("江"), tick))
    notice = clean(raw, "a.docx")
    assert notice.text == "得分S = 0.6A，甬江☑"
    part = zipfile.ZipFile(io.BytesIO(raw)).read("word/document.xml")
    at = notice.text.index("0")
    offset = next(o for o in notice.offsets if o.clean <= at < o.clean + o.length)
    assert part[offset.raw : offset.raw + offset.raw_length].decode().endswith("A")


def test_a_paragraph_whose_end_was_deleted_goes_on_in_the_next() -> None:
    deleted = '<w:rPr><w:del w:id="1"/></w:rPr>'
    numbers = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="9"/></w:numPr>'
    gone = paragraph('<w:del w:id="2"><w:r><w:delText>旧目标</w:delText></w:r></w:del>', properties=numbers + deleted)
    assert read(
        numbered("目标", 0),
        gone,
        paragraph("到2025年，", properties=numbers + deleted),
        numbered("绿地率达到38%。", 0),
        numbering=LEVELS,
    ).text.split("\n") == ["一、目标", "二、到2025年，绿地率达到38%。"]


def test_lists_that_a_style_numbers() -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="Chapter"><w:name w:val="Chapter"/><w:pPr><w:numPr><w:numId w:val="9"/>'
        '</w:numPr></w:pPr></w:style><w:style w:type="paragraph" w:styleId="Part"><w:name w:val="Part"/>'
        '<w:basedOn w:val="Chapter"/><w:pPr><w:numPr><w:numId w:val="9"/></w:numPr></w:pPr></w:style>'
        '<w:style w:type="numbering" w:styleId="Official"><w:name w:val="Official"/><w:pPr><w:numPr><w:numId w:val="8"/>'
        "</w:numPr></w:pPr></w:style>"
    )
    levels = """
    <w:abstractNum w:abstractNumId="3">
     <w:lvl w:ilvl="0"><w:numFmt w:val="chineseCounting"/><w:pStyle w:val="Chapter"/><w:lvlText w:val="%1、"/></w:lvl>
     <w:lvl w:ilvl="1"><w:numFmt w:val="chineseCounting"/><w:pStyle w:val="Part"/><w:lvlText w:val="（%2）"/></w:lvl>
    </w:abstractNum>
    <w:abstractNum w:abstractNumId="4"><w:numStyleLink w:val="Official"/></w:abstractNum>
    <w:num w:numId="8"><w:abstractNumId w:val="3"/></w:num><w:num w:numId="9"><w:abstractNumId w:val="4"/></w:num>
    """
    blocks = [paragraph(t, properties=f'<w:pStyle w:val="{s}"/>') for t, s in (("目标", "Chapter"), ("绿地", "Part"))]
    assert read(*blocks, numbering=levels, styles=styles).text.split("\n") == ["一、目标", "（一）绿地"]


def test_a_text_box_is_read_once_behind_its_paragraph() -> None:
    inside = paragraph("专栏1 重点工程")
    box = (
        f"<w:r><mc:AlternateContent><mc:Choice><w:txbxContent>{inside}</w:txbxContent></mc:Choice>"
        f"<mc:Fallback><w:txbxContent>{inside}</w:txbxContent></mc:Fallback></mc:AlternateContent></w:r>"
    )
    assert read(paragraph(run("推进建设。"), box)).text.split("\n") == ["推进建设。", "专栏1 重点工程"]


def test_a_footnote_stands_behind_its_paragraph() -> None:
    mark = '<w:r><w:footnoteReference w:id="2"/></w:r>'
    note = '<w:footnote w:id="2">' + paragraph("口径为常住人口。") + "</w:footnote>"
    text = read(paragraph(run("人均面积12平方米"), mark, run("。")), paragraph("二、措施"), footnotes=note).text
    assert text.split("\n") == ["人均面积12平方米。", "口径为常住人口。", "二、措施"]


def test_line_breaks_part_lines_and_tabs_are_spaces() -> None:
    assert read(
        paragraph(run("松阳市"), "<w:r><w:br/></w:r>", run("绿化局"), "<w:r><w:tab/></w:r>", run("印发"))
    ).text == ("松阳市\n绿化局 印发")


def row(*cells: str, properties: str = "") -> str:
    return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(cells)}</w:tr>"


def test_a_table_keeps_its_merged_cells() -> None:
    wide, first, below = '<w:gridSpan w:val="2"/>', '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    rows = [
        row(cell("指标", wide), cell("目标"), properties="<w:tblHeader/>"),
        row(cell("绿化", first), cell("覆盖率"), cell("45%")),
        row(cell("", below), cell("人均面积"), cell("12")),
    ]
    notice = read(f"<w:tbl>{''.join(rows)}</w:tbl>")
    assert notice.text.split("\n") == ["指标\t\t目标", "绿化\t覆盖率\t45%", "\t人均面积\t12"]
    (table,) = notice.tables
    found = [(c.row, c.column, c.rowspan, c.colspan, c.header, c.span.cut(notice.text)) for c in table.cells]
    assert found[:3] == [(0, 0, 1, 2, True, "指标"), (0, 2, 1, 1, True, "目标"), (1, 0, 2, 1, False, "绿化")]


def test_paragraphs_of_a_cell_that_each_say_something_are_parted() -> None:
    def cells(*texts: str) -> str:
        return f"<w:tc>{''.join(paragraph(text) for text in texts)}</w:tc>"

    rows = [row(cells("主要", "指标"), cells("责任单位")), row(cells("绿地率"), cells("市住房城乡建设局", "市财政局"))]
    assert read(f"<w:tbl>{''.join(rows)}</w:tbl>").text.split("\n") == [
        "主要指标\t责任单位",
        "绿地率\t市住房城乡建设局 市财政局",
    ]


def test_a_table_in_a_cell_is_text_of_the_cell() -> None:
    inner = f"<w:tbl>{row(cell('甲'), cell('1'))}{row(cell('乙'), cell('2'))}</w:tbl>"
    outer = [row(cell("镇"), cell("任务")), row(cell("东镇"), f"<w:tc>{inner}{paragraph('')}</w:tc>")]
    notice = read(f"<w:tbl>{''.join(outer)}</w:tbl>")
    assert notice.text.split("\n") == ["镇\t任务", "东镇\t甲 1 乙 2"]
    assert len(notice.tables) == 1


def test_offsets_count_bytes_of_the_document_part() -> None:
    raw = word(paragraph(run("甲 & 乙"), run("达到95%")), numbered("目标", 0), numbering=LEVELS)
    notice = clean(raw, "notice.docx")
    part = zipfile.ZipFile(io.BytesIO(raw)).read("word/document.xml")
    assert notice.text == "甲 & 乙达到95%\n一、目标"
    for offset in notice.offsets:
        words = notice.text[offset.clean : offset.clean + offset.length]
        there = part[offset.raw : offset.raw + offset.raw_length].decode()
        assert there.replace("&amp;", "&") == words or (not there and words in "一、\n")


def test_a_broken_file_says_so() -> None:
    raw = word(paragraph("正文"))
    notice = clean(raw[: len(raw) // 2], "notice.docx")
    assert notice.status is Status.FAILED
    assert "cut off or damaged" in str(notice.reason)


def test_entities_are_refused() -> None:
    plain = word(paragraph("正文"))
    result = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(plain)) as source, zipfile.ZipFile(result, "w") as target:
        for name in source.namelist():
            part = source.read(name)
            if name == "word/document.xml":
                part = b'<!DOCTYPE d [<!ENTITY a "aaaa">]>' + part
            target.writestr(name, part)
    assert clean(result.getvalue(), "notice.docx").reason == "a Word file that declares XML entities: refused"


@pytest.mark.parametrize(
    ("size", "reason"),
    [(41_000_000, "too large: XML of more than 40 MB"), (201_000_000, "too large: unpacks to more than 200 MB")],
)
def test_a_bomb_is_not_unpacked(size: int, reason: str) -> None:
    result = io.BytesIO()
    with zipfile.ZipFile(result, "w", zipfile.ZIP_DEFLATED) as target:
        target.writestr("word/document.xml", bytes(size))
    assert len(result.getvalue()) < 300_000
    assert clean(result.getvalue(), "notice.docx").reason == reason
