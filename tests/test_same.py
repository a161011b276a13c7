"""One notice in several files: what is a copy, what is a part, what only looks like one, and what becomes of each."""

from __future__ import annotations

import time
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
import sqlite_utils
from hypothesis import given
from hypothesis import strategies as st

from corpus import build_sample
from pipeline import report, run
from pipeline.same.headers import Head, agree, apart, differ
from pipeline.same.recognise import SAME_BYTES, SAME_RECORDS, File, recognise
from pipeline.same.texts import Relation, bare, figures, near, relation, sketch
from tests.conftest import write_notices

TITLE = "云泽省人民政府办公厅关于印发云泽省湿地修复行动方案的通知"
NUMBER = "云政办发〔2021〕19号"
LETTER = f"""{TITLE}
各市人民政府：
现将《云泽省湿地修复行动方案》印发给你们，请认真组织实施。
云泽省人民政府办公厅
2021年5月8日
"""
PLAN = """云泽省湿地修复行动方案
一、主要目标
到2025年，全省修复退化湿地12万亩以上，湿地保护率达到58%。（省林业局牵头，省财政厅配合）
二、重点任务
（一）摸清底数。2021年9月底前，各市完成湿地资源普查，建立湿地名录，明确每块湿地的边界和管护单位。
（二）恢复水源。清退占用湿地的养殖塘，疏通河道，保障枯水期的生态补水，逐步恢复自然岸线和水生植被。
（三）加强管护。每处重要湿地配备专职巡护员2名，设立界桩和宣传牌，定期开展水质和鸟类监测。
三、保障措施
各市要把湿地修复列入年度工作计划，细化措施，落实经费，加强宣传引导，形成全社会共同参与的局面。
"""
NOTICE = LETTER + PLAN
IMPRINT = "抄送：省委各部门，省人大常委会办公厅，省军区，省法院，省检察院。\n云泽省人民政府办公厅 2021年5月10日印发\n"


@pytest.mark.parametrize(
    ("other", "why"),
    [
        (NOTICE.replace("，", ",").replace("%", "％").replace("2021", "２０２１"), "full width and half width"),
        (NOTICE.replace("，", "，\n").replace("湿地", "湿 地"), "hard wraps and stray blanks"),
        (f"云泽省人民政府办公厅文件\n{NUMBER}\n{NOTICE}", "the letterhead of a PDF"),
        (NOTICE + IMPRINT, "the imprint of a PDF"),
        (NOTICE + "（此件公开发布）", "a remark on publication"),
        (NOTICE.replace(TITLE, f"{TITLE}\n{NUMBER}"), "the number under the title, as pages have it"),
    ],
)
def test_the_same_text_in_other_clothes_is_one(other: str, why: str) -> None:
    plain, dressed = bare(NOTICE, (TITLE, NUMBER)), bare(other, (TITLE, NUMBER))
    if why.startswith("the number under"):
        plain = bare(f"{NUMBER}\n{NOTICE}", (TITLE, NUMBER))
    assert relation(plain, dressed) is relation(dressed, plain) is Relation.SAME


@pytest.mark.parametrize(
    ("other", "why"),
    [
        (NOTICE.replace("58%", "60%"), "another value"),
        (NOTICE.replace("2名", "3名"), "another count"),
        (NOTICE.replace("12万亩以上", "12万亩"), "without its 以上"),
        (NOTICE.replace("省林业局牵头，省财政厅配合", "省财政厅牵头，省林业局配合"), "the lead changed"),
        (NOTICE.replace("2021年9月底", "2022年9月底"), "a later deadline"),
        (NOTICE.replace("云泽省人民政府办公厅\n2021年5月8日", "云泽省人民政府办公厅\n2022年5月9日"), "another day"),
        (NOTICE.replace("修复行动方案\n一", "修复行动方案\n（征求意见稿）\n一"), "a draft"),
        (f"{NOTICE}（征求意见稿）", "a draft that says so at the end"),
        (NOTICE.replace("云泽省", "乙禾市").replace("全省", "全市").replace("各市", "各县"), "a city's reprint"),
        (f"乙禾市教育局\n{PLAN}乙禾市教育局\n", "a template that another office signs"),
        ("详见附件。", "too short to tell"),
        (PLAN.replace("湿地", "绿地"), "another plan of the same pattern"),
    ],
)
def test_a_text_that_differs_in_a_word_or_figure_is_not_the_same(other: str, why: str) -> None:
    own = f"丙丘市教育局\n{PLAN}丙丘市教育局\n" if why.startswith("a template") else NOTICE
    assert relation(bare(own), bare(other)) is not Relation.SAME, why


LETTERS = [place for place, letter in enumerate(NOTICE) if letter.isalnum()]


@given(st.sampled_from(LETTERS), st.sampled_from("0123456789一二三省市县各不"))
def test_one_other_letter_anywhere_makes_another_text(place: int, letter: str) -> None:
    other = f"{NOTICE[:place]}{letter}{NOTICE[place + 1 :]}"
    same = relation(bare(NOTICE, (TITLE, NUMBER)), bare(other, (TITLE, NUMBER))) is Relation.SAME
    assert same is (NOTICE[place] == letter)


@given(st.sampled_from(LETTERS))
def test_a_letter_less_is_never_the_same_text(place: int) -> None:
    other = f"{NOTICE[:place]}{NOTICE[place + 1 :]}"
    assert relation(bare(NOTICE, (TITLE, NUMBER)), bare(other, (TITLE, NUMBER))) is not Relation.SAME


@given(
    st.text("通知修复湿地0123.%，。；\n 　文件抄送年月日号", max_size=400), st.text("通知湿地0123.% \n", max_size=400)
)
def test_relations_are_the_same_from_both_sides(one: str, other: str) -> None:
    turned = {Relation.PART: Relation.WHOLE, Relation.WHOLE: Relation.PART, Relation.SAME: Relation.SAME, None: None}
    assert relation(bare(one), bare(other)) is turned[relation(bare(other), bare(one))]
    assert relation(bare(one), bare(one + one)) in {Relation.PART, Relation.SAME, None}


def test_long_texts_are_compared_in_a_moment() -> None:
    long, same = "".join(f"第{n}条各地要抓好落实" for n in range(150_000)), "甲" * 2_000_000
    began = time.monotonic()
    assert relation(bare(long), bare(f"{long}{'乙' * 1_000_000}")) is Relation.PART
    assert relation(bare(same), bare(f"乙{same}乙")) is not Relation.SAME
    assert near(long, same + long) is False
    assert sketch(f"{NOTICE}{long}")
    assert time.monotonic() - began < 20


def test_a_plan_is_a_part_of_the_notice_that_issues_it() -> None:
    assert relation(bare(PLAN), bare(NOTICE)) is Relation.PART
    assert relation(bare(NOTICE), bare(PLAN)) is Relation.WHOLE


@pytest.mark.parametrize(
    ("whole", "why"),
    [
        (NOTICE.replace("印发给你们", "转发给你们"), "passed on by somebody else"),
        (NOTICE.replace("现将", "现公开征求意见，将"), "put out for comment"),
        (LETTER + "其他事项。" * 600 + PLAN, "printed in a gazette"),
        (LETTER + PLAN.replace("58%", "59%"), "issued with another figure"),
    ],
)
def test_a_plan_is_no_part_of_another_act(whole: str, why: str) -> None:
    assert relation(bare(PLAN), bare(whole)) is None, why


def test_nearly_the_same_text_is_recognised_as_such() -> None:
    assert near(NOTICE, NOTICE.replace("58%", "60%"))
    assert figures(NOTICE, NOTICE.replace("58%", "60%")) == (("58%",), ("60%",))
    assert figures(NOTICE, f"{NUMBER}\n{NOTICE}{IMPRINT}", (TITLE, NUMBER)) == ((), ())
    assert not near(NOTICE, PLAN.replace("湿地", "绿地"))
    assert set(sketch(NOTICE)) & set(sketch(NOTICE.replace("58%", "60%")))


# ---------------------------------------------------------------- headers

HEAD = Head(TITLE, NUMBER, "云泽省人民政府办公厅", "990000", "2021-05-08", None, "a")


@pytest.mark.parametrize(
    "change",
    [
        {"doc_number": "云政办发〔2021〕20号"},
        {"place": "990100", "doc_number": None},
        {"title": TITLE.replace("的通知", "（修订）的通知")},
        {"title": TITLE.replace("印发", "转发")},
        {"title": f"2022年{TITLE}", "doc_number": None, "issued_on": None},
        {"title": TITLE.replace("湿地", "林地"), "doc_number": None},
        {"issued_on": "2022-05-08", "doc_number": None},
        {"issuer": "云泽省林业局", "doc_number": None},
        {"period": "2021-01-01 2025-12-31"},
    ],
)
def test_headers_that_cannot_be_of_one_notice(change: dict[str, str | None]) -> None:
    own = replace(HEAD, period="2016-01-01 2020-12-31", title=f"2021年{TITLE}" if "2022年" in str(change) else TITLE)
    assert differ(own, replace(own, **change))
    assert differ(replace(own, **change), own)


@pytest.mark.parametrize(
    "change",
    [
        {"doc_number": "云政办发[2021] 19 号"},
        {"issued_on": "2021-05-10"},
        {"place": "990100", "issuer": "乙禾市林业局"},
        {"title": "云泽省湿地修复行动方案", "doc_number": None},
        {"title": None, "place": None, "doc_number": None, "issuer": None, "issued_on": None},
    ],
)
def test_headers_that_may_be_of_one_notice(change: dict[str, str | None]) -> None:
    assert not differ(HEAD, replace(HEAD, **change))


def test_a_part_without_a_header_belongs_to_what_lies_beside_it() -> None:
    part = Head(title="云泽省湿地修复行动方案", lies="a")
    assert not apart(part, HEAD)
    assert apart(replace(part, lies="b"), HEAD)
    assert not apart(replace(part, lies="b", place="990000"), HEAD)


def test_a_number_or_a_title_with_day_and_office_names_one_notice() -> None:
    assert agree(HEAD, HEAD)
    assert agree(replace(HEAD, doc_number=None), HEAD)
    assert not agree(replace(HEAD, doc_number=None, issued_on=None), HEAD)
    nobodys = replace(HEAD, doc_number=None, issuer=None, place=None)
    assert not agree(nobodys, nobodys), "offices of one template sign on one day"


# ---------------------------------------------------------------- a corpus

TYPO = NOTICE.replace("宣传引导", "宣传引异")


def file(key: str, head: Head = HEAD, *, settled: bool = False) -> File:
    return File(key, key, key, head, settled)


def found(
    texts: dict[str, str], records: dict[str, str] | None = None, **heads: Head
) -> tuple[dict[str, str], set[str]]:
    files = [file(key, heads.get(key, HEAD)) for key in texts]
    seen = recognise(files, texts.__getitem__, (records or {}).get)
    return {copy.id: f"{copy.of}: {copy.how}" for copy in seen.copies}, {key for pair in seen.versions for key in pair}


def test_of_equal_files_the_first_is_kept() -> None:
    assert found({"a": NOTICE, "b": NOTICE, "c": NOTICE + IMPRINT}) == (
        {"b": "a: same text", "c": "a: same text"},
        set(),
    )


def test_parts_and_their_copies_become_copies_of_the_whole() -> None:
    copies, _ = found({"plan": PLAN, "again": PLAN, "all": NOTICE}, {"plan": "1", "again": "1", "all": "1 and 2"})
    assert copies == {"plan": "all: a part of its text", "again": "all: a part of its text"}


def test_of_a_part_and_a_whole_that_say_the_same_the_first_is_kept() -> None:
    assert found({"plan": PLAN, "all": NOTICE})[0] == {"all": "plan: its text and more"}
    assert found({"all": NOTICE, "plan": PLAN})[0] == {"plan": "all: a part of its text"}


def test_a_last_sentence_more_is_not_lost() -> None:
    longer = f"{NOTICE}各市林业局要加强督导检查，压实责任。"
    assert found({"a": NOTICE, "b": longer}, {"a": "1", "b": "1 and 2"})[0] == {"a": "b: a part of its text"}


def test_a_slip_of_the_pen_under_one_number_is_a_copy_where_the_records_are_the_same() -> None:
    assert found({"a": NOTICE, "b": TYPO}) == ({"b": f"a: {SAME_RECORDS}"}, set())
    assert found({"a": NOTICE, "b": TYPO}, {"a": "1", "b": "2"}) == ({}, {"a", "b"})


def test_another_figure_under_one_number_is_a_version() -> None:
    assert found({"a": NOTICE, "b": NOTICE.replace("58%", "60%")}) == ({}, {"a", "b"})


def test_a_slip_without_number_or_day_tells_nothing() -> None:
    bare = Head(title=TITLE)
    assert found({"a": NOTICE, "b": TYPO}, a=bare, b=bare) == ({}, {"a", "b"})


def test_a_file_that_a_reviewer_decided_on_keeps_its_records() -> None:
    files = [file("a"), file("b", settled=True)]
    assert recognise(files, lambda key: NOTICE, lambda key: None).copies == ()


def test_what_everybody_shares_tells_nothing_and_costs_nothing() -> None:
    asked = []

    def text_of(key: str) -> str:
        asked.append(key)
        return f"第{key}号。" + "各单位要高度重视，加强领导，抓好落实，确保各项工作取得实效。" * 3

    count = 300
    recognise([File(str(n), str(n), str(n), Head(title="工作简报")) for n in range(count)], text_of, lambda key: None)
    assert len(asked) < 60 * count


# ---------------------------------------------------------------- a run


def rows(out: Path) -> dict[str, dict[str, object]]:
    with closing(sqlite_utils.Database(out / "policy.db")) as db:
        query = """SELECT d.*, o.source_path AS original, (SELECT count(*) FROM targets WHERE document_id = d.id) AS targets
            FROM documents AS d LEFT JOIN documents AS o ON o.id = d.copy_of WHERE d.media_type <> 'reference'"""
        return {str(row["source_path"]): row for row in db.query(query)}


def test_a_mixed_folder_is_read_once_per_notice(tmp_path: Path) -> None:
    numbered = NOTICE.replace(TITLE, f"{TITLE}\n{NUMBER}")
    notices = {
        "a/通知.txt": numbered,
        "b/通知.md": numbered.replace("，", "， "),
        "c/通知.md": numbered.replace("，", "， "),
        "a/附件.txt": PLAN,
        "修订/通知.txt": numbered.replace("58%", "60%"),
    }
    run.extract(write_notices(tmp_path / "in", notices), tmp_path / "out", workers=1)
    read = rows(tmp_path / "out")
    kept = {path for path, row in read.items() if row["targets"]}
    assert kept == {"b/通知.md", "修订/通知.txt"}
    assert read["a/通知.txt"]["reason"] == "copy of b/通知.md: same text"
    assert read["c/通知.md"]["reason"] == f"copy of b/通知.md: {SAME_BYTES}"
    assert read["a/附件.txt"]["reason"] == "copy of b/通知.md: a part of its text"
    assert {row["original"] for row in read.values()} == {None, "b/通知.md"}
    assert all(row["status"] == "warned" and row["text"] for row in read.values() if row["copy_of"])
    with closing(sqlite_utils.Database(tmp_path / "out" / "policy.db")) as db:
        assert report.figures(db)["notices"] == {"ok": 2, "warned": 0, "failed": 0, "copies": 3, "older": 0}
        (finding,) = db.query("SELECT * FROM findings WHERE kind = 'version'")
        assert "60%" in finding["message"] and "58%" in finding["message"]
        orphans = "SELECT record_id FROM evidence WHERE record_id NOT IN ({})".format(
            " UNION ".join(
                f"SELECT id FROM {name}" for name in ("documents", "targets", "milestones", "responsibilities")
            )
        )
        assert not list(db.query(orphans))


def test_a_page_its_pdf_and_its_word_file_are_one_notice(tmp_path: Path) -> None:
    source = build_sample.read_source(build_sample.SOURCES / "fengdu-plan-2022.txt")
    (tmp_path / "in").mkdir()
    for name, dress in (("a.pdf", build_sample.pdf), ("b.docx", build_sample.docx), ("c.html", build_sample.old_site)):
        (tmp_path / "in" / name).write_bytes(dress(source))
    run.extract(tmp_path / "in", tmp_path / "out", workers=1)
    read = rows(tmp_path / "out")
    assert {path: row["original"] for path, row in read.items()} == {
        "a.pdf": "c.html",
        "b.docx": "c.html",
        "c.html": None,
    }
