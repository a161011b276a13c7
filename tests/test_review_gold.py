"""Decisions become gold cases, sentence by sentence."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import yaml

from extractors.records import Deadline, Target
from extractors.vocabulary import Change, Comparator, DeadlineSource, Grain, Modality, Recurrence
from pipeline.review import gold
from pipeline.review.apply import apply
from pipeline.review.corrections import Decision, Review
from tests.test_review import BUILD, RATE, TEXT, decision, read, target


def cases(*targets: Target, decided: tuple[tuple[Decision, Target], ...]) -> list[gold.Case]:
    corrections = tuple(decision(kind, about) for kind, about in decided)
    return gold.cases(apply(read(TEXT, *targets), Review(notice="plan.txt", corrections=corrections)))


def test_a_sentence_whose_targets_were_all_decided_is_a_case() -> None:
    (case,) = cases(BUILD, decided=((Decision.ACCEPT, BUILD),))
    assert case == gold.Case("1.新建公办幼儿园12所，改扩建6所。", ("新建公办幼儿园 = 12 所",))


def test_a_sentence_with_an_open_record_is_none() -> None:
    other = target("改扩建6所", "改扩建", "6", unit="所")
    assert cases(BUILD, other, decided=((Decision.ACCEPT, BUILD),)) == []


def test_a_rejected_record_makes_a_sentence_where_nothing_is_to_be_found() -> None:
    (case,) = cases(BUILD, decided=((Decision.REJECT, BUILD),))
    assert case.found == ()


def test_a_deadline_from_elsewhere_is_left_out() -> None:
    due = Deadline(date(2025, 12, 31), "2025年", Grain.YEAR, DeadlineSource.DOCUMENT)
    late = replace(BUILD, deadline=due)
    (case,) = cases(late, decided=((Decision.ACCEPT, late),))
    assert case.found == ("新建公办幼儿园 = 12 所",)


def test_a_line_says_everything_that_binds() -> None:
    full = replace(
        RATE,
        comparator=Comparator.RANGE,
        value_max=Decimal(95),
        change=Change.INCREASE,
        recurrence=Recurrence.YEAR,
        modality=Modality.ASPIRATIONAL,
        absolute=True,
    )
    assert gold.line(full) == "学前教育：毛入园率 range 92..95 % | increase | every year | aim | in words"


def test_cases_are_written_as_a_gold_file_holds_them() -> None:
    text = gold.write([gold.Case("新建幼儿园12所。", ("新建幼儿园 = 12 所",))])
    assert yaml.safe_load(text) == {"cases": [{"text": "新建幼儿园12所。", "found": ["新建幼儿园 = 12 所"]}]}
