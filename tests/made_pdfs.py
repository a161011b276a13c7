"""PDFs made for the tests: each shows one thing that official PDFs do."""

from __future__ import annotations

import io
from collections.abc import Callable

from PIL import Image
from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

FONT = "STSong-Light"
LEFT, RIGHT, TOP, LEADING, SIZE = 80.0, 80.0 + 28 * 15, 760.0, 28.0, 15.0
BODY = "各街道要把养护管理纳入年度考核并按季度通报进展情况，对连续两次排名靠后的单位进行约谈，推动问题整改到位。"


def made(draw: Callable[[Canvas], None]) -> bytes:
    """Return the PDF that `draw` draws."""
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=A4, invariant=True)
    draw(canvas)
    canvas.save()
    return buffer.getvalue()


def text(canvas: Canvas, x: float, y: float, words: str, size: float = SIZE) -> None:
    canvas.setFont(FONT, size)
    canvas.drawString(x, y, words)


def wrapped(words: str, first: int = 26, others: int = 28) -> list[str]:
    """Cut a paragraph into lines of 28 characters, the first indented by two."""
    lines = [words[:first]]
    lines += [words[i : i + others] for i in range(first, len(words), others)]
    return lines


def paragraphs(canvas: Canvas, number: int, height: float, items: list[str], x: float = LEFT) -> float:
    """Set paragraphs with an indent of two characters; return the next free height."""
    for item in items:
        for i, line in enumerate(wrapped(item)):
            text(canvas, x + (2 * SIZE if i == 0 else 0), height, line)
            height -= LEADING
    return height


def official_pages() -> bytes:
    """Two pages to the official format: running head, a paragraph over the page, dashed page numbers."""

    def draw(canvas: Canvas) -> None:
        lines = wrapped(BODY * 3)
        for page in (1, 2, 3):
            text(canvas, LEFT, 815, "松阳市绿地养护年度方案", 9)
            text(canvas, 480, 30, f"— {page} —", 12)
            if page == 1:
                text(canvas, 170, TOP, "松阳市绿地养护年度方案", 22)
                text(canvas, LEFT + 2 * SIZE, TOP - 60, "一、总体安排")
                for i, line in enumerate(lines[:3]):
                    text(canvas, LEFT + (2 * SIZE if i == 0 else 0), TOP - 90 - i * LEADING, line)
            elif page == 2:
                for i, line in enumerate(lines[3:]):
                    text(canvas, LEFT, TOP - i * LEADING, line)
                paragraphs(canvas, page, TOP - 6 * LEADING, ["二、工作要求", BODY])
            else:
                paragraphs(canvas, page, TOP, [BODY])
                text(canvas, 350, 500, "松阳市绿化局")
                text(canvas, 350, 470, "2024年3月5日")
            canvas.showPage()

    return made(draw)


def table(
    canvas: Canvas, top: float, widths: list[float], rows: list[list[str]], height: float = 24.0, left: float = LEFT
) -> None:
    """Rule a table; a cell of None belongs to the cell on its left, lines in a cell are parted by line ends."""
    x_edges = [left]
    for width in widths:
        x_edges.append(x_edges[-1] + width)
    y = top
    for row in rows:
        lines = max(len((cell or "").split("\n")) for cell in row)
        bottom = y - height * lines
        column = 0
        while column < len(row):
            end = column + 1
            while end < len(row) and row[end] is None:
                end += 1
            canvas.rect(x_edges[column], bottom, x_edges[end] - x_edges[column], y - bottom)
            for i, line in enumerate((row[column] or "").split("\n")):
                text(canvas, x_edges[column] + 4, y - 17 - i * height, line, 12)
            column = end
        y = bottom


def ruled_table() -> bytes:
    """A table over two pages: the heading repeated, one row cut in two by the page."""

    def draw(canvas: Canvas) -> None:
        widths = [150.0, 80.0, 90.0, 100.0]
        head = ["指标", "单位", "2020年", "2025年"]
        text(canvas, 200, 780, "主要指标表", 16)
        rows = [head, ["一、绿化", None, None, None]]
        rows += [[f"第{i}项指标", "公顷", str(i * 10), str(i * 20)] for i in range(1, 24)]
        rows.append(["城镇公园绿地", "平方米", "12.5", "不低于"])
        table(canvas, 750, widths, rows)
        text(canvas, 290, 20, "1", 10)
        canvas.showPage()
        table(canvas, 780, widths, [head, ["", "", "", "13.8"], ["古树保护率", "%", "98", "100"]])
        text(canvas, LEFT, 600, "注：数据来自统计年报。", 12)
        text(canvas, 290, 20, "2", 10)
        canvas.showPage()

    return made(draw)


def grouped_table() -> bytes:
    """A table whose first column has merged cells; the page cuts the second of them and a row beside it."""

    def group(canvas: Canvas, words: str, top: float, rows: list[list[str]]) -> None:
        height = 24.0 * sum(max(len(cell.split("\n")) for cell in row) for row in rows)
        canvas.rect(LEFT, top - height, 80, height)
        text(canvas, LEFT + 4, top - 17, words, 12)
        table(canvas, top, [120.0, 200.0], rows, left=LEFT + 80)

    def draw(canvas: Canvas) -> None:
        table(canvas, 160, [80.0, 120.0, 200.0], [["类别", "指标", "说明"]])
        group(canvas, "一、绿化", 136, [["覆盖率", "按面积计算"]])
        group(canvas, "二、水体", 112, [["水质达标率", "按断面计算，全"]])
        canvas.showPage()
        group(canvas, "", 780, [["", "年取平均值。"], ["岸线长度", "按公里计算"]])
        group(canvas, "三、道路", 732, [["林荫率", "按长度计算"]])
        canvas.showPage()

    return made(draw)


def unruled_table() -> bytes:
    """A table without lines, between two paragraphs."""

    def draw(canvas: Canvas) -> None:
        y = paragraphs(canvas, 1, TOP, [BODY])
        for row in (
            ("序号", "项目", "投资（万元）"),
            ("1", "湿地修复", "1200"),
            ("2", "口袋公园", "350"),
            ("3", "林荫步道", "80"),
        ):
            for x, words in zip((LEFT, LEFT + 90, LEFT + 280), row, strict=True):
                text(canvas, x, y, words)
            y -= LEADING
        paragraphs(canvas, 1, y, [BODY])

    return made(draw)


def two_columns() -> bytes:
    """A gazette page: a title across, then two columns."""

    def draw(canvas: Canvas) -> None:
        text(canvas, 200, 790, "市政公报", 20)
        for x, sign in ((60.0, "左"), (320.0, "右")):
            words = "".join(f"{sign}栏第{i:02d}句说明管护责任。" for i in range(1, 21))
            for i in range(0, len(words), 19):
                text(canvas, x, 740 - (i // 19) * 22, words[i : i + 19], 12)

    return made(draw)


def sideways() -> bytes:
    """A page whose text stands on its side, as wide tables do."""

    def draw(canvas: Canvas) -> None:
        canvas.rotate(90)
        for i, line in enumerate(wrapped(BODY * 2, 38, 40)):
            text(canvas, LEFT + (2 * SIZE if i == 0 else 0), -120 - i * LEADING, line)

    return made(draw)


def footnote() -> bytes:
    """A paragraph that goes over the page with a footnote between its halves."""

    def draw(canvas: Canvas) -> None:
        lines = wrapped(BODY * 4)
        for i, line in enumerate(lines[:5]):
            text(canvas, LEFT + (2 * SIZE if i == 0 else 0), 240 - i * LEADING, line)
        text(canvas, LEFT, 90, "① 养护面积按投影计算。", 9)
        text(canvas, 290, 30, "1", 10)
        canvas.showPage()
        for i, line in enumerate(lines[5:]):
            text(canvas, LEFT, TOP - i * LEADING, line)
        text(canvas, 290, 30, "2", 10)
        canvas.showPage()

    return made(draw)


def scanned() -> bytes:
    """A page that is only a picture."""

    def draw(canvas: Canvas) -> None:
        picture = Image.new("L", (200, 280), 255)
        canvas.drawImage(ImageReader(picture), 0, 0, 590, 840)

    return made(draw)


def locked() -> bytes:
    """A PDF that needs a password to be opened."""
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=A4, encrypt="secret")
    text(canvas, LEFT, TOP, BODY)
    canvas.save()
    return buffer.getvalue()
