"""A run applies the decisions that lie beside the corpus, and the database tells both values and who decided."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import sqlite_utils

from pipeline import report, run
from pipeline.review.corrections import Anchor, Correction, Decision, Review, save

TEXT = """云岭县教育局关于印发学前教育工作计划的通知

各乡镇中心校：
    到2025年，全县学前教育毛入园率达到92%。新建公办幼儿园12所。
"""

DECIDED = """
select reviewer, reviews.reason, outcome, indicator, targets.quote
from reviews left join targets on targets.id = record_id
"""


def test_decided_values_are_in_the_records_and_read_values_beside_them(tmp_path: Path) -> None:
    (tmp_path / "notices").mkdir()
    (tmp_path / "notices" / "plan.txt").write_text(TEXT, "utf8")
    added = Correction(
        decision=Decision.ADD,
        reviewer="LW",
        reason="附表",
        anchor=Anchor("新建公办幼儿园12所", "达到92%。", "。"),
        fields={"indicator": "建设县级示范园", "value": "12", "unit": "所"},
    )
    gone = Correction(
        decision=Decision.ACCEPT, reviewer="LW", anchor=Anchor("改扩建幼儿园3所"), read={"indicator": "改扩建"}
    )
    save(tmp_path / "reviews", Review(notice="plan.txt", corrections=(added, gone)))
    with closing(sqlite_utils.Database(run.extract(tmp_path / "notices", tmp_path / "out", workers=1))) as db:
        rows = list(db.query(DECIDED))
        assert report.figures(db)["reviews"] == {"still true": 1, "no longer anchorable": 1}
    assert [(r["reviewer"], r["outcome"]) for r in rows] == [("LW", "still true"), ("LW", "no longer anchorable")]
    assert (rows[0]["indicator"], rows[0]["quote"], rows[0]["reason"]) == (
        "建设县级示范园",
        "新建公办幼儿园12所",
        "附表",
    )


PROVINCE = """澜川省教育厅关于印发学前教育行动计划的通知

各市教育局：
    到2025年，全省学前三年毛入园率达到93%以上。
"""
CITY = """临岚市教育局关于印发学前教育行动计划的通知

各县教育局：
    到2025年，全市学前三年毛入园率达到95%以上。
"""


def aligned(folder: Path, out: Path) -> list[str]:
    with closing(sqlite_utils.Database(run.extract(folder, out, workers=1))) as db:
        return [
            row["value_verdict"] for row in db.query("select value_verdict from alignments where basis <> 'standard'")
        ]


def test_what_a_reviewer_unlinks_is_no_longer_compared(tmp_path: Path) -> None:
    notices = tmp_path / "notices"
    notices.mkdir()
    (notices / "province.txt").write_text(PROVINCE, "utf8")
    (notices / "city.txt").write_text(CITY, "utf8")
    (notices / "places.csv").write_text(Path("corpus/sample/places.csv").read_text("utf8"), "utf8")
    assert aligned(notices, tmp_path / "before") == ["stricter"]
    for number, fields in enumerate(({"reference": "全省学前三年毛入园率达到93%以上"}, {"indicator_id": "none"})):
        unlink = Correction(
            decision=Decision.UNLINK,
            reviewer="LW",
            anchor=Anchor("全市学前三年毛入园率达到95%以上"),
            read={"indicator": "学前三年毛入园率", "subject": "全市", "value": "95"},
            fields=dict(fields),
        )
        save(tmp_path / "reviews", Review(notice="city.txt", corrections=(unlink,)))
        assert aligned(notices, tmp_path / f"after-{number}") == []
