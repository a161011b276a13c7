"""PDF, the finer points of print: what stands aslant, raised, in boxes, in columns without lines, or cut in two by a page."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from extractors.notice import Notice
from extractors.vocabulary import Status
from pipeline.clean import clean
from tests import made_pdfs
from tests.clean_laws import check_lines, check_tables
from tests.made_pdfs import BODY, FONT, LEADING, LEFT, SIZE, TOP, made, paragraphs, table, text, wrapped
from tests.test_clean_pdf import rows


def read(draw: Callable[[Canvas], None]) -> Notice:
    notice = clean(made(draw), "a.pdf")
    assert notice.status is Status.OK, notice.reason
    return notice


def lines(draw: Callable[[Canvas], None]) -> list[str]:
    return read(draw).text.split("\n")


def test_a_watermark_across_the_page_is_no_text() -> None:
    def draw(canvas: Canvas) -> None:
        paragraphs(canvas, 1, TOP, [BODY, BODY])
        canvas.rotate(35)
        text(canvas, 400, 300, "内部资料注意保存", 40)

    assert lines(draw) == [BODY, BODY]


def test_a_page_upside_down_is_read() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.translate(595, 842)
        canvas.rotate(180)
        paragraphs(canvas, 1, TOP, [BODY])

    assert lines(draw) == [BODY]


def test_a_table_on_its_side_keeps_its_cells() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.rotate(90)
        canvas.translate(0, -595)
        table(canvas, 500, [150.0, 80.0], [["指标", "目标"], ["绿地率", "38%"], ["湿地保护率", "55%"]])

    assert rows(read(draw)) == [["指标", "目标"], ["绿地率", "38%"], ["湿地保护率", "55%"]]


def test_hanging_items_are_joined() -> None:
    def draw(canvas: Canvas) -> None:
        y = paragraphs(canvas, 1, TOP, [BODY])
        for number in (1, 2):
            for i, line in enumerate(wrapped(f"（{number}）{BODY}", 26, 24)):
                text(canvas, LEFT + (2 if i == 0 else 4) * SIZE, y, line)
                y -= LEADING
        paragraphs(canvas, 1, y, [BODY])

    assert lines(draw) == [BODY, f"（1）{BODY}", f"（2）{BODY}", BODY]


def test_text_in_a_box_has_margins_of_its_own() -> None:
    def draw(canvas: Canvas) -> None:
        paragraphs(canvas, 1, TOP, [BODY])
        canvas.rect(LEFT + 40, 440, 300, 220)
        text(canvas, LEFT + 130, 630, "专栏1 重点工程", 12)
        for i, line in enumerate(wrapped(BODY, 20, 22)):
            text(canvas, LEFT + 55 + (24 if i == 0 else 0), 600 - 20 * i, line, 12)
        paragraphs(canvas, 1, 400, [BODY])

    assert lines(draw) == [BODY, "专栏1 重点工程", BODY, BODY]


def test_white_between_lines_parts_paragraphs_without_indent() -> None:
    full = BODY[:27] + "。"

    def draw(canvas: Canvas) -> None:
        y = TOP
        for _ in range(6):
            for line in (BODY[:28], full):
                text(canvas, LEFT, y, line)
                y -= 24
            y -= 12

    assert lines(draw) == [BODY[:28] + full] * 6


def test_the_mark_of_a_heading_amid_a_sentence_is_none() -> None:
    def draw(canvas: Canvas) -> None:
        y = TOP
        for line in (
            BODY[:28],
            "推进城区各类公园绿地养护管理实行统一标准、统一要求、统",
            "一、规范的做法，按期完成。",
            "二、工作要求",
            BODY[:20],
        ):
            text(canvas, LEFT, y, line)
            y -= 24

    assert lines(draw)[1:] == ["二、工作要求", BODY[:20]]


def test_raised_marks_of_notes_go_and_exponents_stay() -> None:
    def draw(canvas: Canvas) -> None:
        x = LEFT
        for words, raised in (
            ("人均公园绿地", ""),
            ("面积", "1"),
            ("达到12m", "2"),
            ("，绿地率达到38%", "2"),
            ("以上。", ""),
        ):
            text(canvas, x, TOP, words)
            x += canvas.stringWidth(words)
            text(canvas, x, TOP + 6, raised, 8)
            x += canvas.stringWidth(raised)
        paragraphs(canvas, 1, TOP - LEADING, [BODY])

    assert lines(draw) == ["人均公园绿地面积达到12m2，绿地率达到38%以上。", BODY]


def test_notes_stand_behind_the_paragraph_that_the_page_cut_in_two() -> None:
    def draw(canvas: Canvas) -> None:
        parts = wrapped(BODY * 3)
        for page, part in enumerate((parts[:3], parts[3:])):
            for i, line in enumerate(part):
                text(
                    canvas, LEFT + (2 * SIZE if i == page == 0 else 0), (200 if page == 0 else TOP) - i * LEADING, line
                )
            if page == 0:
                text(canvas, LEFT, 100, "1按投影面积计算。", 9)
                text(canvas, LEFT, 86, "2含代建绿地。", 9)
            else:
                paragraphs(canvas, 2, 500, [BODY])
            canvas.showPage()

    assert lines(draw) == [BODY * 3, "1按投影面积计算。", "2含代建绿地。", BODY]


PAGES = {
    "pages": made_pdfs.official_pages, "table": made_pdfs.ruled_table, "groups": made_pdfs.grouped_table,
    "unruled": made_pdfs.unruled_table, "columns": made_pdfs.two_columns, "sideways": made_pdfs.sideways, "note": made_pdfs.footnote,
}  # fmt: skip


@pytest.mark.parametrize("what", PAGES)
def test_what_holds_of_every_clean_text_holds(what: str) -> None:
    notice = clean(PAGES[what](), "a.pdf")
    check_lines(notice)
    check_tables(notice)
    at = 0
    for run in notice.offsets:
        assert run.clean == at
        at += run.length
    assert at == len(notice.text)


# ---------------------------------------------------------------- tables


def unruled(canvas: Canvas, y: float, columns: list[float], cells: list[list[str]]) -> float:
    """Set rows whose cells of several lines are centred; return the next free height."""
    for row in cells:
        height = max(cell.count("\n") + 1 for cell in row) * 14
        for x, cell in zip(columns, row, strict=True):
            parts = cell.split("\n")
            for i, part in enumerate(parts):
                text(canvas, x, y - (height - 14 * len(parts)) / 2 - 14 * i, part, 11)
        y -= height + 8
    return y


def test_a_table_without_lines_keeps_cells_of_several_lines() -> None:
    cells = [
        ["序号", "指标", "2020年", "2025年", "责任单位"],
        ["1", "人均公园\n绿地面积", "11.6", "12.8", "市住房城乡建设局"],
        ["2", "绿地率", "36.2", "38.5", "市住房城乡建设局、\n市自然资源局、各\n镇街"],
        ["3", "口袋公园", "45", "165", "各镇街"],
        ["10", "古树名木\n保护率", "98", "100", "市林业局"],
    ]

    def draw(canvas: Canvas) -> None:
        y = paragraphs(canvas, 1, TOP, [BODY])
        y = unruled(canvas, y, [LEFT, LEFT + 40, LEFT + 120, LEFT + 190, LEFT + 250], cells)
        paragraphs(canvas, 1, y - 30, [BODY])

    notice = read(draw)
    assert rows(notice) == [[cell.replace("\n", "") for cell in row] for row in cells]
    assert [notice.text.split("\n")[i] for i in (0, -1)] == [BODY, BODY]


def test_a_cell_over_several_columns_is_one() -> None:
    def draw(canvas: Canvas) -> None:
        y = unruled(canvas, TOP, [LEFT, LEFT + 90, LEFT + 230, LEFT + 320], [["甲：", "一二三", "乙：", "四五六"]] * 4)
        text(canvas, LEFT, y, "丙：", 11)
        text(canvas, LEFT + 90, y, "这一格横跨右边三列直到表格的末尾", 11)

    table_of = read(draw).tables[0]
    assert [(cell.column, cell.colspan) for cell in table_of.cells if cell.row == 4] == [(0, 1), (1, 2), (3, 1)] or [
        (cell.column, cell.colspan) for cell in table_of.cells if cell.row == 4
    ] == [(0, 1), (1, 3)]


def test_a_table_open_at_its_sides_has_its_outer_columns() -> None:
    def draw(canvas: Canvas) -> None:
        for i, row in enumerate((["指标", "单位", "目标"], ["绿地率", "%", "38"], ["口袋公园", "个", "120"])):
            canvas.line(LEFT, 700 - 30 * i, LEFT + 300, 700 - 30 * i)
            for k, words in enumerate(row):
                text(canvas, LEFT + 5 + 100 * k, 680 - 30 * i, words, 11)
        canvas.line(LEFT, 610, LEFT + 300, 610)
        for x in (LEFT + 100, LEFT + 200):
            canvas.line(x, 610, x, 700)

    assert rows(read(draw)) == [["指标", "单位", "目标"], ["绿地率", "%", "38"], ["口袋公园", "个", "120"]]


def test_a_merged_cell_that_the_page_leaves_open_is_read() -> None:
    def draw(canvas: Canvas) -> None:
        for y in (140, 110, 80):
            canvas.line(LEFT if y == 140 else LEFT + 60, y, LEFT + 260, y)
        for x in (LEFT, LEFT + 60, LEFT + 160, LEFT + 260):
            canvas.line(x, 80, x, 140)
        for x, y, words in (
            (5, 120, "绿化"),
            (65, 120, "覆盖率"),
            (165, 120, "45%"),
            (65, 90, "湿地"),
            (165, 90, "55%"),
        ):
            text(canvas, LEFT + x, y, words, 11)

    notice = read(draw)
    assert notice.text == "绿化\t覆盖率\t45%\n\t湿地\t55%"
    assert notice.tables[0].cells[0].rowspan == 2


def test_lines_of_a_cell_that_were_meant_to_stand_alone_are_parted() -> None:
    def draw(canvas: Canvas) -> None:
        cells = [["任务", "责任单位"], ["建设口袋公园一百二十\n个并完善标识", "市住房城乡建设局\n市财政局"]]
        table(canvas, 700, [130.0, 200.0], cells)

    assert rows(read(draw))[1] == ["建设口袋公园一百二十个并完善标识", "市住房城乡建设局 市财政局"]


# ---------------------------------------------------------------- edges of pages


@pytest.mark.parametrize(
    "number", ["— {} —", "- {} -", "第{}页 共3页", "第 {} 页", "{}/3", "{} / 3", "{}", "Page {} of 3"]
)
def test_page_numbers_go(number: str) -> None:
    def draw(canvas: Canvas) -> None:
        for page in (1, 2, 3):
            paragraphs(canvas, page, TOP, [BODY])
            text(canvas, 290, 30, number.format(page), 10)
            canvas.showPage()

    assert lines(draw) == [BODY] * 3


def test_what_two_pages_repeat_at_one_height_is_a_running_head_and_what_differs_is_not() -> None:
    def draw(canvas: Canvas) -> None:
        for page in (1, 2):
            text(canvas, 480, 815, "松阳市人民政府公报", 9)
            text(canvas, LEFT, 790, f"第{page}批名单", 12)
            paragraphs(canvas, page, 740, [BODY])
            canvas.showPage()

    assert lines(draw) == ["第1批名单", BODY, "第2批名单", BODY]


def test_the_unit_of_a_table_is_kept_once() -> None:
    def draw(canvas: Canvas) -> None:
        for page in (1, 2, 3):
            text(canvas, 430, 800, "单位：万元", 10)
            table(canvas, 780, [150.0, 80.0], [["项目", "金额"], *[[f"第{page}{i}项", str(i)] for i in range(3)]])
            canvas.showPage()

    notice = read(draw)
    assert notice.text.split("\n")[:2] == ["单位：万元", "项目\t金额"]
    assert notice.text.count("单位：万元") == 1
    assert notice.text.count("项目\t") == 1


@pytest.mark.parametrize("caption", ["续表", "表1 主要指标（续）", "续表1 主要指标", "单位：万元", "二、其他指标"])
def test_a_table_that_says_it_goes_on_is_one(caption: str) -> None:
    def draw(canvas: Canvas) -> None:
        for page in (1, 2):
            text(canvas, LEFT, 780, "表1 主要指标" if page == 1 else caption, 12)
            cells = [["项目", "金额"], *[[f"第{page}{i}项", str(i)] for i in range(3)]]
            table(canvas, 760, [150.0, 80.0], cells)
            canvas.showPage()

    notice = read(draw)
    assert len(notice.tables) == (2 if caption == "二、其他指标" else 1)
    assert (caption in notice.text) == (caption == "二、其他指标")


def test_a_page_printed_by_a_browser_is_read_as_the_page() -> None:
    def draw(canvas: Canvas) -> None:
        for page in (1, 2):
            text(canvas, 30, 820, "2024/3/8 10:12", 8)
            text(canvas, 250, 820, "松阳市公园体系建设方案_松阳市人民政府门户网站", 8)
            text(canvas, 30, 15, "https://www.example.cn/art/2024/3/8/art_1_58.html", 8)
            text(canvas, 550, 15, f"{page}/2", 8)
            if page == 1:
                header = [
                    ["索引号：", "002482000/2024-00123", "主题分类：", "城乡建设"],
                    ["发文机关：", "松阳市人民政府办公室", "成文日期：", "2024年03月05日"],
                    ["发文字号：", "松政办发〔2024〕12号", "发布日期：", "2024年03月08日"],
                ]
                text(canvas, LEFT, 790, "首页 > 政务公开 > 政策文件", 10)
                unruled(canvas, 770, [LEFT, LEFT + 60, LEFT + 220, LEFT + 280], header)
                text(canvas, 150, 680, "松阳市公园体系建设方案", 20)
                paragraphs(canvas, 1, 640, [BODY])
            else:
                paragraphs(canvas, 2, TOP, [BODY])
                text(canvas, 350, 500, "松阳市人民政府办公室")
                text(canvas, LEFT, 400, "扫一扫在手机打开当前页", 10)
            canvas.showPage()

    notice = read(draw)
    assert notice.text.split("\n") == ["松阳市公园体系建设方案", BODY, BODY, "松阳市人民政府办公室"]
    assert notice.source_url == "https://www.example.cn/art/2024/3/8/art_1_58.html"
    assert {(field.name, field.value) for field in notice.fields} >= {
        ("index_number", "002482000/2024-00123"),
        ("doc_number", "松政办发〔2024〕12号"),
        ("published_on", "2024年03月08日"),
    }


def test_contents_with_leaders_go_whether_or_not_their_lines_are_full() -> None:
    def draw(canvas: Canvas) -> None:
        text(canvas, 260, 780, "目  录", 16)
        for i, heading in enumerate(("一、总体要求", "二、重点任务", "三、保障措施")):
            text(canvas, LEFT, 740 - 28 * i, heading + "." * 70 + str(i + 1), 12)
        canvas.showPage()
        paragraphs(canvas, 2, TOP, ["一、总体要求", BODY])

    assert lines(draw) == ["一、总体要求", BODY]


def test_the_text_that_ocr_laid_under_a_scan_is_marked_as_such() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.drawImage(ImageReader(Image.new("L", (60, 80), 255)), 0, 0, 590, 840)
        for i, line in enumerate(wrapped(BODY)):
            words = canvas.beginText(LEFT + (2 * SIZE if i == 0 else 0), TOP - i * LEADING)
            words.setFont(FONT, SIZE)
            words.setTextRenderMode(3)
            words.textOut(line)
            canvas.drawText(words)

    notice = clean(made(draw), "a.pdf")
    assert (notice.status, notice.text) == (Status.WARNED, BODY)
    assert notice.reason == "read by OCR: compare figures with the page"
