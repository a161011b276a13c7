"""Reviewing in the terminal, and what the decisions say about rules and reviewers."""

from __future__ import annotations

import io
from collections.abc import Iterator

from rich.console import Console

from pipeline.review import session
from pipeline.review.corrections import Anchor, Correction, Decision, Review
from pipeline.review.measure import agreement, precision_by_rule
from tests.test_review import BUILD, RATE, TEXT, read


def review(*answers: str, start: Review | None = None, reviewer: str = "LW") -> tuple[Review, list[Review], str]:
    lines: Iterator[str] = iter(answers)
    kept: list[Review] = []

    def ask(_: str) -> str:
        try:
            return next(lines)
        except StopIteration:
            raise EOFError from None

    page = io.StringIO()
    console = Console(file=page, width=200)
    done = session.run(
        read(TEXT, RATE, BUILD), start or Review(notice="plan.txt"), session.Desk(reviewer, console, ask, kept.append)
    )
    return done, kept, page.getvalue()


def test_each_answer_is_kept_at_once() -> None:
    done, kept, _ = review("a", "r", "不是目标")
    assert [c.decision for c in done.corrections] == [Decision.ACCEPT, Decision.REJECT]
    assert done.corrections[1].reason == "不是目标"
    assert len(kept) == 2


def test_the_record_is_shown_in_its_sentence() -> None:
    _, _, page = review("q")
    assert "全县学前教育毛入园率达到92%" in page and "value=92" in page and "1 / 2" in page


def test_a_review_goes_on_where_it_stopped() -> None:
    first, _, _ = review("a", "q")
    second, kept, page = review("a", start=first)
    assert len(second.corrections) == 2 and len(kept) == 1
    assert "1 / 2" not in page and "2 / 2" in page


def test_a_second_reviewer_is_asked_about_everything() -> None:
    first, _, _ = review("a", "a")
    both, _, _ = review("a", "a", start=first, reviewer="ZH")
    assert len(both.corrections) == 4


def test_a_change_that_makes_no_record_is_asked_again() -> None:
    done, _, page = review("c", "comparator=about", "c", "value=95；deadline=2024-12-31", "附件表为准", "q")
    assert done.corrections[0].fields == {"value": "95", "deadline": "2024-12-31"}
    assert "about" in page


def test_what_is_no_answer_is_asked_again_and_the_end_of_input_quits() -> None:
    done, kept, _ = review("x", "")
    assert (done.corrections, kept) == ((), [])


def judged(rule: str, decision: Decision, quote: str, reviewer: str = "LW") -> Correction:
    fields = {"value": "1"} if decision is Decision.CHANGE else {}
    return Correction(decision=decision, reviewer=reviewer, rule=rule, anchor=Anchor(quote), fields=dict(fields))


def test_the_rule_that_errs_most_comes_first() -> None:
    decisions = (
        judged("level", Decision.ACCEPT, "甲"),
        judged("level", Decision.ACCEPT, "乙"),
        judged("count", Decision.REJECT, "丙"),
        judged("count", Decision.ACCEPT, "丁"),
        judged("change", Decision.CHANGE, "戊"),
    )
    table = precision_by_rule([Review(notice="plan.txt", corrections=decisions)])
    assert [(row.rule, row.accepted, row.judged) for row in table] == [
        ("change", 0, 1),
        ("count", 1, 2),
        ("level", 2, 2),
    ]


def test_agreement_counts_only_records_that_both_saw() -> None:
    decisions = (
        judged("level", Decision.ACCEPT, "甲"),
        judged("level", Decision.REJECT, "乙"),
        judged("level", Decision.ACCEPT, "丙"),
        judged("level", Decision.ACCEPT, "甲", "ZH"),
        judged("level", Decision.ACCEPT, "乙", "ZH"),
    )
    (row,) = agreement([Review(notice="plan.txt", corrections=decisions)])
    assert (row.reviewers, row.both, row.alike, row.kappa) == (("LW", "ZH"), 2, 1, 0.0)
