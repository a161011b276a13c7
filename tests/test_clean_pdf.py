"""PDF: what is soft about a printed page goes, what it says stays, and each character knows its page and box."""

from __future__ import annotations

import pytest

from extractors.notice import Cell, Notice
from extractors.vocabulary import Status
from pipeline.clean import clean, ocr
from tests import made_pdfs
from tests.made_pdfs import BODY


def read(name: str) -> Notice:
    return clean(getattr(made_pdfs, name)(), f"{name}.pdf")


def lines(name: str) -> list[str]:
    return read(name).text.split("\n")


def rows(notice: Notice, table: int = 0) -> list[list[str]]:
    cells = notice.tables[table].cells
    found: dict[int, list[Cell]] = {}
    for cell in cells:
        found.setdefault(cell.row, []).append(cell)
    return [[cell.span.cut(notice.text) for cell in row] for row in found.values()]


def test_a_paragraph_over_two_pages_is_one_line_without_running_heads_and_page_numbers() -> None:
    assert lines("official_pages") == [
        "松阳市绿地养护年度方案",
        "一、总体安排",
        BODY * 3,
        "二、工作要求",
        BODY,
        BODY,
        "松阳市绿化局",
        "2024年3月5日",
    ]


def test_a_table_over_two_pages_is_one_table() -> None:
    notice = read("ruled_table")
    (table,) = notice.tables
    assert table.origin == "pdf"
    found = rows(notice)
    assert found[0] == ["指标", "单位", "2020年", "2025年"], "the heading"
    assert found[1] == ["一、绿化"], "a row of one merged cell"
    assert table.cells[4].colspan == 4
    assert found[2] == ["第1项指标", "公顷", "10", "20"]
    assert found[-2] == ["城镇公园绿地", "平方米", "12.5", "不低于13.8"], "the row that the page cut in two"
    assert found[-1] == ["古树保护率", "%", "98", "100"]
    assert len(found) == 27, "the heading repeated on the second page is not a row"
    assert notice.text.endswith("注：数据来自统计年报。")


def test_a_merged_cell_goes_on_over_the_page() -> None:
    notice = read("grouped_table")
    assert notice.text.split("\n") == [
        "类别\t指标\t说明",
        "一、绿化\t覆盖率\t按面积计算",
        "二、水体\t水质达标率\t按断面计算，全年取平均值。",
        "\t岸线长度\t按公里计算",
        "三、道路\t林荫率\t按长度计算",
    ]
    first = [(c.row, c.rowspan, c.span.cut(notice.text)) for c in notice.tables[0].cells if c.column == 0]
    assert first == [(0, 1, "类别"), (1, 1, "一、绿化"), (2, 2, "二、水体"), (4, 1, "三、道路")]


def test_a_table_without_rules_is_found_by_its_columns() -> None:
    notice = read("unruled_table")
    assert rows(notice) == [
        ["序号", "项目", "投资（万元）"],
        ["1", "湿地修复", "1200"],
        ["2", "口袋公园", "350"],
        ["3", "林荫步道", "80"],
    ]
    assert notice.text.split("\n")[0] == BODY


def test_two_columns_are_read_one_after_the_other() -> None:
    title, left, right = lines("two_columns")
    assert title == "市政公报"
    assert left == "".join(f"左栏第{i:02d}句说明管护责任。" for i in range(1, 21))
    assert right == left.replace("左", "右")


def test_a_page_on_its_side_is_read() -> None:
    assert lines("sideways") == [BODY * 2]


def test_a_footnote_does_not_cut_the_paragraph_above_it() -> None:
    assert lines("footnote") == [BODY * 4, "① 养护面积按投影计算。"]


@pytest.mark.parametrize(
    ("name", "reason"),
    [("scanned", "scanned, install duibiao[ocr]"), ("locked", "locked with a password")],
)
def test_what_has_no_text_says_so(name: str, reason: str) -> None:
    notice = read(name)
    assert (notice.status, notice.reason, notice.text) == (Status.FAILED, reason, "")


def test_every_character_knows_page_and_box() -> None:
    notice = read("official_pages")
    at = 0
    for run in notice.offsets:
        assert run.clean == at
        assert run.page in (1, 2, 3)
        assert run.box is not None
        x0, top, x1, bottom = run.box
        assert 0 <= x0 <= x1 <= 596
        assert 0 <= top <= bottom <= 842
        at += run.length
    assert at == len(notice.text)
    first = notice.text.index("各街道")
    last = notice.text.index("松阳市绿化局")
    assert {run.page for run in notice.offsets if first <= run.clean < first + 3 * len(BODY)} == {1, 2}
    assert {run.page for run in notice.offsets if run.clean >= last} == {3}


def test_a_scan_is_read_where_the_engine_is_installed_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    """A stand-in for the engine: it gives the lines of a page with their boxes in pixels."""
    wide = [
        ("松阳市绿化方案", (500, 200, 1100, 260)),
        ("各街道要落实养护责任，确保到二〇二五年覆盖率达到百", (250, 400, 1450, 445)),
    ]
    rest = [("分之四十五。", (200, 470, 470, 515)), ("— 1 —", (780, 2200, 860, 2230))]
    monkeypatch.setattr(ocr, "is_installed", lambda: True)
    monkeypatch.setattr(ocr, "engine", lambda: lambda _picture: [*wide, *rest])
    notice = read("scanned")
    assert (notice.status, notice.reason) == (Status.WARNED, "read by OCR: compare figures with the page")
    assert notice.method == "ocr, 1 pages"
    assert notice.text == "松阳市绿化方案\n各街道要落实养护责任，确保到二〇二五年覆盖率达到百分之四十五。"
    first = notice.offsets[0]
    assert (first.page, first.length) == (1, 7)
    assert first.box == pytest.approx((180.0, 72.0, 396.0, 93.6), abs=0.5), "points, not pixels"


def test_a_broken_picture_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "is_installed", lambda: True)
    monkeypatch.setattr(ocr, "engine", lambda: list)
    assert clean(b"\x89PNG\r\n\x1a\n" + bytes(40), "a.png").reason == "a broken picture"
