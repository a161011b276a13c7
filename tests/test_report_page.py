"""The page in a browser: it asks nothing of the network, shows the comparison, and every cell leads to its words."""

from __future__ import annotations

import json
import re
import shutil
from contextlib import closing
from pathlib import Path

import pytest
import sqlite_utils
from playwright.sync_api import Browser, Page

from pipeline import matrices, page, report, store
from pipeline.shared import Places
from pipeline.surroundings import Sentences
from tests import house

# ---------------------------------------------------------------- without a browser


def test_the_page_asks_nothing_of_anybody(report_path: Path) -> None:
    html = report_path.read_text(encoding="utf-8")
    assert not re.search(r"(?:src|href)=[\"'](?!#|data:)", html)
    assert not re.search(r"@import|url\(", html)


@pytest.mark.parametrize(
    ("place", "pages"),
    [("[[3,1.0,2.0,3.0,4.0]]", "3"), ("[[3,1,2,3,4],[4,1,2,3,4]]", "3–4"), ("[[17,25]]", None), (None, None)],
)
def test_a_record_of_a_file_with_pages_tells_its_page(
    database: Path, tmp_path: Path, place: str | None, pages: str | None
) -> None:
    copy = Path(shutil.copy(database, tmp_path))
    with closing(sqlite_utils.Database(copy)) as db:
        db.execute("UPDATE targets SET quote_raw_place = ?", [place])
        shown = page.gather(db).records.values()
    assert {record.get("page") for record in shown if record["kind"] == "targets"} == {pages}


def test_words_of_a_notice_cannot_end_the_script(report_path: Path) -> None:
    html = report_path.read_text(encoding="utf-8")
    assert html.count("</script>") == 2
    content = json.loads(html.split('id="content">')[1].split("</script>")[0])
    assert any("</script><b>" in d["text"] for d in content["documents"].values() if d["text"])


def test_the_same_database_gives_the_same_page(database: Path, report_path: Path, tmp_path: Path) -> None:
    with closing(sqlite_utils.Database(database)) as db:
        report.write(db, tmp_path / "again.html")
    assert (tmp_path / "again.html").read_bytes() == report_path.read_bytes()


def test_an_empty_database_has_a_page(tmp_path: Path) -> None:
    store.build(tmp_path / "policy.db", [], house.RUN, Places(house.PLACES.get, lambda name, _: name))
    with closing(sqlite_utils.Database(tmp_path / "policy.db")) as db:
        report.write(db, tmp_path / "page.html")
    assert "没有可以相互对照" in (tmp_path / "page.html").read_text(encoding="utf-8")


def test_a_page_of_a_large_corpus_says_what_it_leaves_out(
    database: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(page, "RECORDS", 4)
    monkeypatch.setattr(page, "TEXTS", 60)
    monkeypatch.setattr(page, "NOTICES", 2)
    with closing(sqlite_utils.Database(database)) as db:
        content = page.gather(db)
        report.write(db, tmp_path / "page.html")
    assert content.left_out == 7
    assert sum(document["shown_text"] is not None for document in content.documents) < 3
    assert len(content.listed) == 2
    html = (tmp_path / "page.html").read_text(encoding="utf-8")
    assert "This page lists a part of the notices" in html
    assert "This page carries a part of the records" in html


def test_a_page_of_many_comparisons_says_what_it_leaves_out(
    database: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(matrices, "CELLS", 0)
    monkeypatch.setattr(page, "NOTICES", 1)
    with closing(sqlite_utils.Database(database)) as db:
        content = page.gather(db)
        report.write(db, tmp_path / "page.html")
    assert (len(content.matrices), content.matrices_left) == (0, 1)
    assert (len(content.silences_listed), len(content.silences)) == (1, 2)
    assert "documents whose comparisons are only in policy.db" in (tmp_path / "page.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("text", "words", "around"),
    [
        ("一。二三四。五。", "三", ("二", "三", "四。")),
        ("一。二三。四五。", "三。四", ("二", "三。四", "五。")),
        ("没有句号", "没有", ("", "没有", "句号")),
    ],
)
def test_words_are_shown_in_their_sentence(text: str, words: str, around: tuple[str, str, str]) -> None:
    start = text.index(words)
    assert Sentences(text).around(start, start + len(words)) == around


# ---------------------------------------------------------------- in a browser


in_browser = pytest.mark.browser


@in_browser
def test_the_comparison_stands_on_the_page(shown: Page) -> None:
    table = shown.locator("table.matrix")
    assert table.locator("thead th").all_inner_texts() == ["上级目标", "要求", "青浦口市", "石桥县"]
    row = table.locator("tbody tr").first
    assert row.locator("th").inner_text() == "城市建成区绿地率"
    cells = row.locator("td.cell")
    assert cells.nth(0).inner_text().split() == ["≥40%", "▲", "加码", "·", "提前"]
    assert cells.nth(1).inner_text().split() == ["≥36%", "▼", "弱化", "·", "推迟", "·", "语气减弱"]
    assert [c.inner_text().strip() for c in table.locator("tbody tr").nth(1).locator("td.cell").all()] == [
        "∅ 未提及",
        "↓ 按下达任务",
    ]


@in_browser
def test_a_cell_leads_to_both_quotes(shown: Page) -> None:
    shown.locator("button.stricter").click()
    drawer = shown.locator("#drawer")
    assert drawer.locator("mark").all_inner_texts() == ["城市建成区绿地率达到40%以上", "城市建成区绿地率达到38%以上"]
    assert "到2024年，全市" in drawer.locator("blockquote").first.inner_text()
    shown.keyboard.press("Escape")
    assert not drawer.is_visible()
    assert shown.evaluate("document.activeElement.className") == "stricter"


@in_browser
def test_the_page_works_by_keyboard(shown: Page) -> None:
    shown.locator("button.equal").focus()
    shown.keyboard.press("Enter")
    assert shown.locator("#drawer").is_visible()
    assert shown.evaluate("document.activeElement.id") == "close"
    shown.keyboard.press("Enter")
    assert not shown.locator("#drawer").is_visible()
    shown.locator("#words mark").first.focus()
    shown.keyboard.press("Enter")
    assert "城市建成区绿地率" in shown.locator("#drawer").inner_text()


@in_browser
def test_a_silence_leads_to_where_it_was_searched_for(shown: Page) -> None:
    shown.locator("table.matrix button.absent").click()
    drawer = shown.locator("#drawer")
    assert "青浦口市 · 查过，未提及" in drawer.inner_text()
    assert drawer.locator("mark").all_inner_texts() == ["新建口袋公园300个", "城镇生活垃圾回收利用率达到35%"]
    drawer.locator("dl button", has_text="青浦口市城市更新实施方案").click()
    assert not drawer.is_visible()
    assert shown.locator("#words").inner_text() == house.CITY_TEXT


@in_browser
def test_a_record_leads_to_its_words_in_the_notice_and_to_its_neighbours(shown: Page) -> None:
    shown.locator("button.equal").click()
    shown.locator("#drawer button[data-open]").first.click()
    assert not shown.locator("#drawer").is_visible()
    assert shown.locator("#words mark.here").inner_text() == "城镇生活垃圾回收利用率达到35%"
    assert shown.evaluate("document.activeElement.textContent") == "城镇生活垃圾回收利用率达到35%"
    shown.keyboard.press("Enter")
    assert shown.locator("#next").is_disabled()
    shown.keyboard.press("ArrowLeft")
    assert shown.locator("#drawer mark").inner_text() == "城市建成区绿地率达到40%以上"
    shown.keyboard.press("Escape")
    assert shown.evaluate("document.activeElement.textContent") == "城市建成区绿地率达到40%以上"


@in_browser
def test_the_comparison_can_be_filtered(shown: Page) -> None:
    shown.locator("#find-target").fill("绿地")
    assert shown.locator("table.matrix tbody tr:visible").count() == 1
    shown.locator("#find-target").fill("没有这样的指标")
    assert shown.locator(".matrix-block:visible").count() == 0


@in_browser
def test_records_of_all_notices_can_be_found(shown: Page) -> None:
    found = shown.locator("#found-rows tr")
    shown.locator("#find-record").fill("绿地率")
    assert [row.split("\t")[:4] for row in found.all_inner_texts()] == [
        ["云泽省", "城市建成区绿地率", "≥38%", "2025-12-31"],
        ["石桥县", "县城建成区绿地率", "≥36%", "2026-12-31"],
        ["青浦口市", "全市 城市建成区绿地率", "≥40%", "2024-12-31"],
    ]
    shown.locator("#find-record").fill("青浦口 2024 绿地")
    assert found.count() == 1
    found.locator("button").click()
    assert shown.locator("#drawer mark").inner_text() == "城市建成区绿地率达到40%以上"
    shown.locator("#find-record").fill("财政厅 绿地")
    assert found.count() == 1, "also by an agency"
    shown.locator("#find-record").fill("")
    assert not shown.locator("#found").is_visible()


@in_browser
def test_an_address_can_name_a_record(shown: Page, chromium: Browser) -> None:
    shown.locator("button.stricter").click()
    link = shown.locator("#drawer h3 a").first
    address = shown.url + str(link.get_attribute("href"))
    tab = chromium.new_page(locale="zh-CN")
    tab.goto(address)
    assert tab.locator("#drawer mark").inner_text() == "城市建成区绿地率达到40%以上"
    tab.close()


@in_browser
def test_notices_are_found_by_their_words(shown: Page) -> None:
    shown.locator("#find-text").fill("摸底调查")
    assert shown.locator("#shelf button").count() == 1


@in_browser
def test_the_reader_marks_the_words_of_each_record(shown: Page) -> None:
    assert shown.locator("#words mark.targets").all_inner_texts() == [
        "城市建成区绿地率达到38%以上",
        "新建口袋公园300个",
        "城镇生活垃圾回收利用率达到35%",
    ]
    assert shown.locator("#words").inner_text() == house.PROVINCE_TEXT
    assert "".join(shown.locator("#words mark.milestones").all_inner_texts()) == "2022年6月底前完成摸底调查"
    shown.locator("#paper-kinds input[value=targets]").uncheck()
    assert shown.locator("#words mark.targets").count() == 0


@in_browser
def test_words_that_look_like_markup_stay_words(shown: Page) -> None:
    shown.locator("#notices button", has_text="石桥县").click()
    assert shown.locator("#words").inner_text() == house.COUNTY_TEXT
    assert shown.locator("#words mark").inner_text() == "县城建成区绿地率力争达到36%</script><b>以上"


@in_browser
def test_both_languages_and_both_themes(shown: Page) -> None:
    assert shown.locator("#comparison h2").inner_text() == "对标"
    shown.locator("#language").click()
    assert shown.locator("#comparison h2").inner_text() == "Comparison"
    light = shown.evaluate("getComputedStyle(document.body).backgroundColor")
    shown.locator("#theme").click()
    assert shown.evaluate("getComputedStyle(document.body).backgroundColor") != light


@in_browser
def test_an_english_reader_gets_english(chromium: Browser, report_path: Path) -> None:
    tab = chromium.new_page(locale="en-GB")
    tab.goto(report_path.as_uri())
    assert tab.locator("#comparison h2").inner_text() == "Comparison"
    tab.close()


@in_browser
def test_notices_can_be_filtered(shown: Page) -> None:
    shown.locator("#find-status").select_option("failed")
    assert shown.locator("#notice-rows tr:visible").count() == 1
    assert "unreadable: 乱码" in shown.locator("#notice-rows tr:visible").inner_text()
    shown.locator("#find-status").select_option("")
    shown.locator("#find-notice").fill("云政发")
    assert shown.locator("#notice-rows tr:visible").count() == 1


@in_browser
def test_nothing_runs_over_the_edge_of_a_narrow_screen(chromium: Browser, report_path: Path) -> None:
    tab = chromium.new_page(viewport={"width": 390, "height": 800})
    tab.goto(report_path.as_uri())
    assert tab.evaluate("document.documentElement.scrollWidth") <= 390
    tab.close()


@in_browser
def test_it_prints_without_what_only_screens_need(shown: Page) -> None:
    shown.emulate_media(media="print")
    assert not shown.locator(".top").is_visible()
    assert shown.locator("table.matrix").is_visible()
    shown.set_viewport_size({"width": 420, "height": 800})
    assert shown.locator("table.matrix td.cell:visible").count() == 6
    edge = shown.evaluate("document.querySelector('table.matrix').getBoundingClientRect().right")
    assert edge <= 420, "no column runs over the edge of the paper"
