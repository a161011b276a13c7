"""A small house to test in: three made-up notices read by hand, stored, lined up by hand.

云泽省 sets three targets; 青浦口市 raises one, keeps one and is silent on the third; 石桥县 lowers and delays one.
"""

from __future__ import annotations

import hashlib
import json
from contextlib import closing
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import sqlite_utils

from extractors.notice import Notice
from extractors.records import (
    AgencyDuty,
    Citation,
    Deadline,
    Evidence,
    Finding,
    Header,
    Milestone,
    NoticeRecords,
    Place,
    Responsibility,
    Section,
    Target,
)
from extractors.span import Span
from extractors.vocabulary import Comparator, DeadlineSource, Grain, Level, Modality, Relation, Role, Severity, Status
from pipeline import store
from pipeline.shared import Places

NATION = Place("100000", "中华人民共和国", Level.NATIONAL, None)
PROVINCE = Place("970000", "云泽省", Level.PROVINCE, "100000")
CITY = Place("970100", "青浦口市", Level.CITY, "970000")
COUNTY = Place("970121", "石桥县", Level.COUNTY, "970100")
PLACES = {place.code: place for place in (NATION, PROVINCE, CITY, COUNTY)}

PROVINCE_TEXT = """云泽省城市更新行动方案
一、主要目标
到2025年，全省城市建成区绿地率达到38%以上，新建口袋公园300个，城镇生活垃圾回收利用率达到35%。（省住房城乡建设厅牵头，省财政厅配合）
二、进度安排
2022年6月底前完成摸底调查。
"""
CITY_TEXT = """青浦口市城市更新实施方案
根据《云泽省城市更新行动方案》（云政发〔2021〕7号），制定本方案。
一、目标
到2024年，全市城市建成区绿地率达到40%以上，城镇生活垃圾回收利用率达到35%。
"""
COUNTY_TEXT = """石桥县城市更新工作计划
到2026年，县城建成区绿地率力争达到36%</script><b>以上。
"""
RUN = store.Run("0.0", "code", "lexicons")


def span(text: str, words: str) -> Span:
    """Find words in a text."""
    start = text.index(words)
    return Span(start, start + len(words))


def target(text: str, quote: str, indicator: str, value: str, words: str, day: date, **more: object) -> Target:
    """Make a target from its words."""
    found = Target(
        quote=span(text, quote),
        indicator=indicator,
        rule="by-hand",
        value=Decimal(value),
        comparator=Comparator.AT_LEAST,
        unit="%",
        deadline=Deadline(day, words, Grain.YEAR, DeadlineSource.CLAUSE, span(text, words)),
        evidence=(Evidence("value", span(text, value)),),
    )
    return replace(found, **more)  # type: ignore[arg-type]


def notice(path: str, text: str, **more: object) -> Notice:
    """Make a clean notice."""
    sha = hashlib.sha256(path.encode()).hexdigest()
    return replace(Notice(path, sha, "text/plain", text), **more)  # type: ignore[arg-type]


def province() -> NoticeRecords:
    """Return the province's notice as read."""
    text = PROVINCE_TEXT
    due = date(2025, 12, 31)
    bracket = "（省住房城乡建设厅牵头，省财政厅配合）"
    duties = (
        AgencyDuty("省住房城乡建设厅", Role.LEAD, span(text, "省住房城乡建设厅")),
        AgencyDuty("省财政厅", Role.SUPPORT, span(text, "省财政厅")),
    )
    heading = span(text, "一、主要目标")
    return NoticeRecords(
        notice("云泽省/方案.txt", text),
        Header(
            title="云泽省城市更新行动方案", doc_number="云政发〔2021〕7号", issued_on=date(2021, 3, 2), place=PROVINCE
        ),
        sections=(Section(0, None, "一、", heading, Span(heading.start, text.index("二、")), 1),),
        targets=(
            target(
                text, "城市建成区绿地率达到38%以上", "城市建成区绿地率", "38", "到2025年", due, section=0, duties=duties
            ),
            target(
                text,
                "新建口袋公园300个",
                "新建口袋公园",
                "300",
                "到2025年",
                due,
                unit="个",
                comparator=Comparator.EQUAL,
            ),
            target(
                text,
                "城镇生活垃圾回收利用率达到35%",
                "城镇生活垃圾回收利用率",
                "35",
                "到2025年",
                due,
                comparator=Comparator.EQUAL,
            ),
        ),
        milestones=(
            Milestone(
                span(text, "2022年6月底前完成摸底调查"),
                "完成摸底调查",
                "by-hand",
                deadline=Deadline(date(2022, 6, 30), "2022年6月底前", Grain.MONTH, DeadlineSource.CLAUSE),
            ),
        ),
        responsibilities=(Responsibility(span(text, bracket), Span(heading.start, heading.end), duties, "bracket"),),
        findings=(
            Finding("unsure", Severity.WARNING, "一处存疑 <b>", span(text, "摸底"), {"candidates": ["甲", "乙"]}),
        ),
    )


def city() -> NoticeRecords:
    """Return the city's notice as read."""
    text = CITY_TEXT
    due = date(2024, 12, 31)
    return NoticeRecords(
        notice("青浦口市/方案.html", text, status=Status.WARNED, reason="编码声明有误"),
        Header(title="青浦口市城市更新实施方案", issued_on=date(2021, 9, 1), place=CITY),
        targets=(
            target(text, "城市建成区绿地率达到40%以上", "城市建成区绿地率", "40", "到2024年", due, subject="全市"),
            target(
                text,
                "城镇生活垃圾回收利用率达到35%",
                "城镇生活垃圾回收利用率",
                "35",
                "到2024年",
                due,
                comparator=Comparator.EQUAL,
            ),
        ),
        citations=(
            Citation(
                span(text, "《云泽省城市更新行动方案》（云政发〔2021〕7号）"),
                "云泽省城市更新行动方案",
                "云政发〔2021〕7号",
                Relation.BASIS,
                "by-hand",
            ),
        ),
    )


def county() -> NoticeRecords:
    """Return the county's notice as read; its text tries to break out of a script."""
    text = COUNTY_TEXT
    words = "县城建成区绿地率力争达到36%</script><b>以上"
    found = target(
        text, words, "县城建成区绿地率", "36", "到2026年", date(2026, 12, 31), modality=Modality.ASPIRATIONAL
    )
    return NoticeRecords(
        notice("石桥县/计划.txt", text), Header(title="石桥县城市更新工作计划", place=COUNTY), targets=(found,)
    )


def unreadable() -> NoticeRecords:
    """Return a notice that could not be read."""
    failed = notice("坏.pdf", "", media_type="application/pdf", status=Status.FAILED, reason="unreadable: 乱码")
    return NoticeRecords(failed, Header())


def build(path: Path) -> Path:
    """Store the four notices and line them up by hand."""
    reading = [(r.notice.sha256[:12], r) for r in (province(), city(), unreadable(), county())]
    store.build(path, reading, RUN, Places(PLACES.get, lambda name, _: name))
    with closing(sqlite_utils.Database(path)) as db:
        line_up(db)
    return path


def line_up(db: sqlite_utils.Database) -> None:
    """Fill alignments and silences as they should be."""
    ids = {
        (row["source_path"][:2], row["indicator"]): row["id"]
        for row in db.query(
            "SELECT d.source_path, t.indicator, t.id FROM targets t JOIN documents d ON d.id = document_id"
        )
    }
    green, refuse = "城市建成区绿地率", "城镇生活垃圾回收利用率"
    pairs = [
        ("青浦", green, green, "stricter", 2.0, 40 / 38, "earlier", -366, "same"),
        ("青浦", refuse, refuse, "equal", 0.0, 1.0, "earlier", -366, "same"),
        ("石桥", "县城建成区绿地率", green, "weaker", -2.0, 36 / 38, "later", 365, "softened"),
    ]
    db.table("alignments").insert_all(
        {
            "id": f"l{number}",
            "target_id": ids[who, what],
            "reference_target_id": ids["云泽", above],
            "basis": "parent",
            "value_verdict": verdict,
            "value_gap": gap,
            "value_ratio": ratio,
            "deadline_verdict": when,
            "deadline_gap_days": days,
            "modality_verdict": wording,
            "reason": "same indicator",
        }
        for number, (who, what, above, verdict, gap, ratio, when, days, wording) in enumerate(pairs)
    )
    parks = ids["云泽", "新建口袋公园"]
    searched = next(db.query("SELECT id FROM documents WHERE source_path LIKE '青浦口市%'"))["id"]
    db.table("silences").add_column("nearest_misses", str)
    db.table("silences").insert_all(
        [
            {
                "reference_target_id": parks,
                "jurisdiction_code": CITY.code,
                "state": "searched and absent",
                "searched_documents": json.dumps([searched]),
                "nearest_misses": json.dumps([ids["青浦", refuse]]),
            },
            {
                "reference_target_id": parks,
                "jurisdiction_code": COUNTY.code,
                "state": "delegated",
                "searched_documents": "[]",
                "nearest_misses": "[]",
            },
        ]
    )
