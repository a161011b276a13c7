"""Deciding in the page: what a reviewer presses becomes the review file that a run applies."""

from __future__ import annotations

import json
from contextlib import closing
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
import sqlite_utils
from playwright.sync_api import Browser, Locator, Page

from extractors.records import Header, NoticeRecords
from pipeline import report, store
from pipeline.review import corrections
from pipeline.review.anchor import anchor_of
from pipeline.review.apply import apply, fields_of
from pipeline.shared import Places
from tests import house

in_browser = pytest.mark.browser


@pytest.mark.parametrize("records", [house.province(), house.city(), house.county()])
def test_the_page_knows_a_record_as_a_review_file_does(records: NoticeRecords, report_path: Path) -> None:
    content = json.loads(report_path.read_text(encoding="utf-8").split('id="content">')[1].split("</script>")[0])
    shown = [r["read"] for r in content["records"].values() if "read" in r]
    assert all(fields_of(target) in shown for target in records.targets)
    assert all(fields_of(milestone) in shown for milestone in records.milestones)


def decide(tab: Page, words: str, decision: str) -> Locator:
    """Open the record that stands at some words, and press a button."""
    tab.locator("#words mark", has_text=words).first.press("Enter")  # the drawer of the last one may lie over it
    box = tab.locator("#drawer .review").first
    box.locator(f"button.{decision}").click()
    return box


@in_browser
def test_decisions_become_a_review_file_that_a_run_applies(shown: Page, tmp_path: Path) -> None:
    decide(shown, "城市建成区绿地率", "accept")
    box = decide(shown, "新建口袋公园", "change")
    box.locator("input[name=value]").fill("350")
    box.locator("select[name=comparator]").select_option(">=")
    box.locator("input[name=deadline]").fill("2024-12-31")
    box.locator("input[name=reason]").fill("附表：“350个”")
    box.locator("button[type=submit]").click()
    box = decide(shown, "城镇生活垃圾", "reject")
    box.locator("input[name=reason]").fill("不是目标")
    box.locator("button[type=submit]").click()
    decide(shown, "2022年6月", "accept")
    assert shown.locator("#words mark[data-decision=reject]").inner_text() == "城镇生活垃圾回收利用率达到35%"

    shown.reload()  # a file keeps them, too
    assert shown.locator("#decision-list .tag").all_inner_texts() == ["已采纳", "已修改", "已否决", "已采纳"]
    shown.locator("#download").click()
    assert shown.evaluate("document.activeElement.id") == "reviewer", "no file without initials"
    shown.locator("#reviewer").fill("LW")
    with shown.expect_download() as download:
        shown.locator("#download").click()
    assert download.value.suggested_filename == corrections.file_name("云泽省/方案.txt")
    download.value.save_as(tmp_path / download.value.suggested_filename)

    fresh = house.province()
    review = corrections.load_all(tmp_path)["云泽省/方案.txt"]
    applied = apply(fresh, review)
    assert [r.outcome for r in applied.reviews] == ["still true"] * 4
    kept, changed = applied.targets
    assert kept == fresh.targets[0]
    assert (changed.value, changed.comparator) == (Decimal(350), ">=")
    assert changed.deadline is not None
    assert changed.deadline.day == date(2024, 12, 31)
    assert applied.milestones == fresh.milestones
    made = review.corrections[1]
    assert made.fields == {"value": "350", "comparator": ">=", "deadline": "2024-12-31"}
    assert (made.reviewer, made.reason, made.rule) == ("LW", "附表：“350个”", "by-hand")
    assert made.anchor == anchor_of(fresh.notice.text, fresh.targets[1].quote)
    assert made.read == fields_of(fresh.targets[1])


@in_browser
def test_characters_that_yaml_or_a_browser_counts_otherwise_keep_their_place(chromium: Browser, tmp_path: Path) -> None:
    text = "𠮷县\u2028规划\x85纲要\t😀\ufeff\x7f“到2025年”，：# 绿地率\\达到38%以上\u2029。'{}"
    records = NoticeRecords(
        house.notice("甲/乙 #1.txt", text),
        Header(title="纲要"),
        targets=(house.target(text, "绿地率\\达到38%", "绿地率", "38", "到2025年", date(2025, 12, 31)),),
    )
    store.build(tmp_path / "policy.db", [("a1", records)], house.RUN, Places(house.PLACES.get, lambda name, _: name))
    with closing(sqlite_utils.Database(tmp_path / "policy.db")) as db:
        report.write(db, tmp_path / "page.html")
    tab = chromium.new_page()
    tab.goto((tmp_path / "page.html").as_uri())
    decide(tab, "绿地率", "accept")
    tab.locator("#close").click()
    tab.locator("#reviewer").fill("李")
    with tab.expect_download() as download:
        tab.locator("#download").click()
    download.value.save_as(tmp_path / "made.yaml")
    tab.close()
    (made,) = corrections.load(tmp_path / "made.yaml").corrections
    assert made.anchor == anchor_of(text, records.targets[0].quote)
    assert download.value.suggested_filename == corrections.file_name("甲/乙 #1.txt")


@in_browser
def test_a_decision_can_be_undone_in_the_list_and_at_the_record(shown: Page) -> None:
    box = decide(shown, "城市建成区绿地率", "accept")
    box.locator("button.undo").click()
    assert shown.locator("#decision-list li").count() == 0
    assert shown.locator("#download").is_disabled()
    decide(shown, "新建口袋公园", "accept")
    shown.locator("#close").click()
    shown.locator("#decision-list li button", has_text="撤销").click()
    assert shown.locator("#decision-list li").count() == 0
    assert shown.locator("#words mark[data-decision]").count() == 0


@in_browser
@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("value", "三百", "The value must be a number"),
        ("indicator", "", "The indicator cannot be empty"),
        ("value_max", "400", "nothing else has one"),
        ("note", "", "No field was changed"),
    ],
)
def test_a_change_that_makes_no_record_is_refused_on_the_spot(shown: Page, name: str, value: str, told: str) -> None:
    shown.locator("#language").click()
    box = decide(shown, "新建口袋公园", "change")
    box.locator(f"input[name={name}]").fill(value)
    box.locator("button[type=submit]").click()
    assert told in box.locator("[role=alert]").inner_text()
    assert shown.locator("#decision-list li").count() == 0
