"""Build the pages, the PDF and the DOCX of `corpus/sample/` from the plain sources in `corpus/sample_text/`.

    python corpus/build_sample.py

The built files are in the repository, so nobody needs to run this to use the sample; run it after a change of a source.
The same sources give the same bytes. A source begins with `@field value` lines; each further line is a paragraph:
`> ` stands at the right (signature and date), `= ` in the middle (a title), `| a | b |` is a table row (the first one
the header), `## ` to `#### ` are headings that a word processor numbers by itself.
"""

from __future__ import annotations

import html
import io
import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from pathlib import Path
from typing import Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle
from reportlab.platypus.doctemplate import BaseDocTemplate

HERE = Path(__file__).parent
SOURCES = HERE / "sample_text"
SAMPLE = HERE / "sample"
NOTE = "教学示例语料：地名、机构、文号均为虚构"
FONT = "STSong-Light"


@dataclass(frozen=True)
class Line:
    """A paragraph: `kind` is text, right, centre, row, or head1 to head3; `cells` are the cells of a row."""

    kind: str
    text: str
    cells: tuple[str, ...] = ()


@dataclass(frozen=True)
class Source:
    """A notice before it gets the clothes of a web site or a file format."""

    fields: dict[str, str]
    lines: tuple[Line, ...]


MARKS = {"> ": "right", "= ": "centre", "## ": "head1", "### ": "head2", "#### ": "head3"}


def read_source(path: Path) -> Source:
    """Read a plain source."""
    fields: dict[str, str] = {}
    lines: list[Line] = []
    for raw in path.read_text("utf-8").splitlines():
        if raw.startswith("@"):
            name, _, value = raw[1:].partition(" ")
            fields[name] = value
        elif raw.startswith("|"):
            lines.append(Line("row", raw, tuple(cell.strip() for cell in raw.strip("|").split("|"))))
        else:
            mark = next((m for m in MARKS if raw.startswith(m)), "")
            lines.append(Line(MARKS.get(mark, "text"), raw.removeprefix(mark)))
    return Source(fields, tuple(lines))


def blocks(lines: tuple[Line, ...]) -> Iterator[tuple[bool, tuple[Line, ...]]]:
    """Yield runs of lines: (True, the rows of one table) or (False, the paragraphs between two tables)."""
    for is_table, run in groupby(lines, key=lambda line: line.kind == "row"):
        yield is_table, tuple(run)


# ---------------------------------------------------------------- web pages


def html_table(rows: tuple[Line, ...]) -> str:
    """Return the rows as an HTML table whose first row is the header."""
    body = []
    for number, row in enumerate(rows):
        tag = "th" if number == 0 else "td"
        body.append("<tr>" + "".join(f"<{tag}>{html.escape(cell)}</{tag}>" for cell in row.cells) + "</tr>")
    return '<table border="1" cellspacing="0">\n' + "\n".join(body) + "\n</table>"


def html_body(lines: tuple[Line, ...], paragraph: Callable[[Line], str]) -> str:
    """Return the lines as HTML: each table as one, every other line as `paragraph` dresses it."""
    parts: list[str] = []
    for is_table, run in blocks(lines):
        parts += [html_table(run)] if is_table else map(paragraph, run)
    return "\n".join(parts)


def escaped(fields: dict[str, str]) -> dict[str, str]:
    """Return the fields of a source as they stand in a page."""
    return {name: html.escape(value) for name, value in fields.items()}


def old_site(source: Source) -> bytes:
    """Dress a notice as a page of an older county or province site: header table, TRS editor, GB18030 called gb2312."""
    f = escaped(source.fields)
    align = {"right": ' align="right"', "centre": ' align="center"'}

    def paragraph(line: Line) -> str:
        return f"<p{align.get(line.kind, '')}>　　{html.escape(line.text)}</p>"

    page = f"""<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" "">
<html><head><meta http-equiv="Content-Type" content="text/html; charset=gb2312" />
<title>{f["title"]}_政府信息公开</title>
<style type="text/css">.nav li{{float:left}} .xxgk td{{padding:4px}}</style>
<script type="text/javascript">var docTitle="{f["title"]}";function doZoom(size){{}}</script></head>
<body>
<div class="top"><a href="/">网站首页</a> | <a href="/en/">English</a> | 无障碍浏览 | 技术支持：䶮泽数据中心（虚构）</div>
<div class="nav"><ul><li>首页</li><li>政务公开</li><li>政务服务</li><li>互动交流</li><li>数据发布</li></ul></div>
<div class="position">您现在的位置：首页 &gt; 政务公开 &gt; 法定主动公开内容 &gt; 规范性文件（{NOTE}）</div>
<table class="xxgk" width="100%">
<tr><td>索 引 号：</td><td>{f["index"]}</td><td>主题分类：</td><td>{f["topic"]}</td></tr>
<tr><td>发文机关：</td><td>{f["issuer"]}</td><td>成文日期：</td><td>{chinese_day(f["issued"])}</td></tr>
<tr><td>标&nbsp;&nbsp;&nbsp;&nbsp;题：</td><td colspan="3">{f["title"]}</td></tr>
<tr><td>发文字号：</td><td>{f["number"]}</td><td>发布日期：</td><td>{chinese_day(f["published"])}</td></tr>
<tr><td>有 效 性：</td><td colspan="3">{f["validity"]}</td></tr>
</table>
<div class="share">【字体：<a href="#">大</a> <a href="#">中</a> <a href="#">小</a>】 分享到：微信 微博 <a href="#">打印本页</a></div>
<h1 class="title">{f["title"]}</h1>
<div class="TRS_Editor">
{html_body(source.lines, paragraph)}
</div>
<div class="related"><h3>相关链接</h3><ul><li><a href="jd.html">一图读懂：基础教育提质扩优</a></li>
<li><a href="wd.html">【部门解读】教育部门负责人答记者问</a></li></ul></div>
<div class="footer">主办：{f["issuer"]}　{NOTE}　网站标识码：9900000001</div>
</body></html>
"""
    return page.encode("gb18030")


def new_site(source: Source) -> bytes:
    """Dress a notice as a page of a newer city site: meta tags, lines broken by <br>, digits cut by tags, UTF-8."""
    f = escaped(source.fields)

    def paragraph(line: Line) -> str:
        style = {"right": "text-align:right", "centre": "text-align:center;font-weight:bold"}.get(line.kind)
        text = re.sub(r"(\d)(\d)(?=%)", r"\1<span>\2</span>", html.escape(line.text))
        return f'<span style="{style}">{text}</span><br>' if style else f"&emsp;&emsp;{text}<br>"

    page = f"""<!DOCTYPE html>
<html lang="zh-CN"><head><meta charset="utf-8">
<title>{f["issuer"]}门户网站</title>
<meta name="SiteName" content="{f["issuer"]}（{NOTE}）">
<meta name="ColumnName" content="政策文件">
<meta name="ArticleTitle" content="{f["title"]}">
<meta name="PubDate" content="{f["published"]} 09:30">
<meta name="ContentSource" content="{f["issuer"]}">
<link rel="stylesheet" href="/css/main.css"></head>
<body>
<header><nav><a href="/">首页</a><a href="/zwgk/">政务公开</a><a href="/zwfw/">政务服务</a><a href="/hd/">互动交流</a></nav></header>
<div class="crumbs">当前位置：<a href="/">首页</a> / <a href="/zwgk/">政务公开</a> / 政策文件</div>
<article>
<h2 class="article-title">{f["title"]}</h2>
<div class="info"><span>发布日期：{f["published"]}</span> <span>来源：{f["issuer"]}</span> <span>浏览量：<i id="hits"></i>次</span></div>
<ul class="doc-info"><li><b>索引号</b><span>{f["index"]}</span></li><li><b>文号</b><span>{f["number"]}</span></li>
<li><b>成文日期</b><span>{f["issued"]}</span></li><li><b>有效性</b><span>{f["validity"]}</span></li></ul>
<div class="article-content" id="zoom">
{html_body(source.lines, paragraph)}
</div>
<div class="tools">扫一扫在手机打开当前页 <button>收藏</button><button>打印</button><button>关闭窗口</button></div>
</article>
<footer><p>{NOTE}</p><p>版权所有：{f["issuer"]} 网站地图 | 联系我们 | 隐私声明</p></footer>
<script>document.getElementById("hits").textContent = "1286";</script>
</body></html>
"""
    return page.encode("utf-8")


def chinese_day(iso: str) -> str:
    """Write 2021-09-14 as 2021年09月14日."""
    year, month, day = iso.split("-")
    return f"{year}年{month}月{day}日"


# ---------------------------------------------------------------- PDF


def pdf(source: Source) -> bytes:
    """Set a notice as a PDF without embedded fonts: running head, page numbers, a table that may run over pages."""
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    base: dict[str, Any] = {"fontName": FONT, "fontSize": 12, "leading": 22, "wordWrap": "CJK"}
    styles = {
        "text": ParagraphStyle("text", firstLineIndent=24, **base),
        "right": ParagraphStyle("right", alignment=2, **base),
        "centre": ParagraphStyle("centre", alignment=1, **(base | {"fontSize": 16, "leading": 26})),
        "cell": ParagraphStyle("cell", **(base | {"fontSize": 10, "leading": 14})),
    }
    flow: list[Any] = [
        Paragraph(source.fields["number"], ParagraphStyle("number", alignment=1, **base)),
        Spacer(1, 12),
        Paragraph(source.fields["title"], styles["centre"]),
        Spacer(1, 12),
    ]
    for is_table, run in blocks(source.lines):
        if is_table:
            cells = [[Paragraph(cell, styles["cell"]) for cell in row.cells] for row in run]
            table = Table(cells, colWidths=[66 * mm, 20 * mm, 26 * mm, 26 * mm, 20 * mm], repeatRows=1)
            table.setStyle(
                TableStyle([("GRID", (0, 0), (-1, -1), 0.5, "black"), ("VALIGN", (0, 0), (-1, -1), "MIDDLE")])
            )
            flow += [Spacer(1, 6), table]
        else:
            flow += [Paragraph(line.text, styles[line.kind]) for line in run]
    out = io.BytesIO()
    document = SimpleDocTemplate(
        out, pagesize=A4, title=source.fields["title"], author=source.fields["issuer"], invariant=1, pageCompression=0,
        leftMargin=26 * mm, rightMargin=26 * mm, topMargin=30 * mm, bottomMargin=28 * mm,
    )  # fmt: skip
    document.build(flow, onFirstPage=page_edge, onLaterPages=page_edge)
    return out.getvalue()


def page_edge(canvas: Canvas, document: BaseDocTemplate) -> None:
    """Draw the running head and the page number."""
    canvas.setFont(FONT, 9)
    canvas.drawCentredString(A4[0] / 2, A4[1] - 16 * mm, NOTE)
    canvas.drawCentredString(A4[0] / 2, 14 * mm, f"— {document.page} —")


# ---------------------------------------------------------------- DOCX

NUMBERING = f"""<w:abstractNum {nsdecls("w")} w:abstractNumId="90"><w:multiLevelType w:val="multilevel"/>
<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:suff w:val="nothing"/><w:lvlText w:val="%1、"/></w:lvl>
<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:suff w:val="nothing"/><w:lvlText w:val="（%2）"/></w:lvl>
<w:lvl w:ilvl="2"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:suff w:val="nothing"/><w:lvlText w:val="%3."/></w:lvl>
</w:abstractNum>"""
INSTANCE = f'<w:num {nsdecls("w")} w:numId="90"><w:abstractNumId w:val="90"/></w:num>'


def docx(source: Source) -> bytes:
    """Write a notice as a DOCX whose headings are numbered by the word processor, not in the text."""
    document: Any = Document()
    numbering = document.part.numbering_part.element
    numbering.insert(0, parse_xml(NUMBERING))
    numbering.append(parse_xml(INSTANCE))
    document.sections[0].footer.paragraphs[0].text = NOTE
    for text in (source.fields["number"], source.fields["title"]):
        document.add_paragraph(text).alignment = WD_ALIGN_PARAGRAPH.CENTER
    for is_table, run in blocks(source.lines):
        if is_table:
            table = document.add_table(rows=0, cols=len(run[0].cells), style="Table Grid")
            for row in run:
                for cell, text in zip(table.add_row().cells, row.cells, strict=True):
                    cell.text = text
            continue
        for line in run:
            paragraph = document.add_paragraph(line.text)
            if line.kind in ("right", "centre"):
                paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT if line.kind == "right" else WD_ALIGN_PARAGRAPH.CENTER
            elif line.kind.startswith("head"):
                number = paragraph._p.get_or_add_pPr().get_or_add_numPr()
                number.get_or_add_ilvl().set(qn("w:val"), str(int(line.kind[-1]) - 1))
                number.get_or_add_numId().set(qn("w:val"), "90")
    properties = document.core_properties
    properties.title, properties.author = source.fields["title"], source.fields["issuer"]
    properties.created = properties.modified = datetime.fromisoformat(source.fields["issued"])
    out = io.BytesIO()
    document.save(out)
    return timeless(out.getvalue())


def timeless(package: bytes) -> bytes:
    """Rewrite a zip file without the clock in it, so that the same content has the same bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in sorted(old.namelist(), key=lambda n: (n != "[Content_Types].xml", n)):
            new.writestr(zipfile.ZipInfo(name), old.read(name), zipfile.ZIP_DEFLATED)
    return out.getvalue()


def members(package: bytes) -> bytes:
    """Return all that a zip file holds, unpacked, so that two can be compared whatever packed them."""
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        return b"".join(name.encode() + archive.read(name) for name in sorted(archive.namelist()))


# ---------------------------------------------------------------- what is built

BUILT: dict[str, tuple[str, Callable[[Source], bytes]]] = {
    "lanchuan-plan-2021.html": ("lanchuan-plan-2021.txt", old_site),
    "linlan-plan-2021.pdf": ("linlan-plan-2021.txt", pdf),
    "linlan-plan-2023.html": ("linlan-plan-2023.txt", new_site),
    "tongpu-plan-2022.docx": ("tongpu-plan-2022.txt", docx),
    "yanhui-plan-2022.html": ("yanhui-plan-2022.txt", new_site),
    "qingzhe-plan-2023.html": ("qingzhe-plan-2023.txt", old_site),
    "fengdu-plan-2022.html": ("fengdu-plan-2022.txt", old_site),
}


def build(name: str) -> bytes:
    """Return the bytes of one built file of the sample."""
    source, dress = BUILT[name]
    return dress(read_source(SOURCES / source))


def main() -> None:
    """Build every file of the sample that is not plain text already."""
    for name in BUILT:
        (SAMPLE / name).write_bytes(build(name))


if __name__ == "__main__":
    main()
