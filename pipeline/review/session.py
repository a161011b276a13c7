"""Review a notice in the terminal: record by record with its sentence; quits and resumes anywhere."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from rich.console import Console
from rich.text import Text

from extractors.records import Milestone, NoticeRecords, Target
from extractors.span import Span
from pipeline.review.anchor import anchor_of
from pipeline.review.apply import fields_of, try_change
from pipeline.review.corrections import Correction, Decision, RecordKind, Review, Value, decide
from pipeline.segment import sentences

KEYS = "a 接受 accept · c 修改 change · r 否决 reject · s 跳过 skip · q 退出 quit"

Record = Target | Milestone


@dataclass(frozen=True, slots=True)
class Question:
    """A record to decide on, the sentence it stands in, and how many records there are before it and in all."""

    record: Record
    sentence: Span
    number: int
    total: int


def questions(records: NoticeRecords, review: Review, reviewer: str) -> Iterator[Question]:
    """Give the records that this reviewer has not decided on yet, in text order."""
    text = records.notice.text
    decided = {(c.anchor, tuple(sorted(c.read.items(), key=str))) for c in review.corrections if c.reviewer == reviewer}
    found: list[Record] = sorted([*records.targets, *records.milestones], key=lambda r: r.quote)
    around = sentences(text)
    for number, record in enumerate(found, start=1):
        if (anchor_of(text, record.quote), tuple(sorted(fields_of(record).items(), key=str))) in decided:
            continue
        held = [s for s in around if s.overlaps(record.quote)]
        sentence = held[0].cover(held[-1]) if held else record.quote
        yield Question(record, sentence, number, len(found))


@dataclass(frozen=True, slots=True)
class Desk:
    """Who decides, and how to speak with them.

    `ask` shows a prompt and returns one line; it raises EOFError where there is no more input, which quits.
    `keep` is given the review after every decision, so that nothing is lost.
    """

    reviewer: str
    console: Console
    ask: Callable[[str], str]
    keep: Callable[[Review], object]


def run(records: NoticeRecords, review: Review, desk: Desk) -> Review:
    """Ask about each record that is open, and return the review with the decisions made."""
    text = records.notice.text
    for question in questions(records, review, desk.reviewer):
        show(question, text, desk.console)
        while True:
            try:
                answer = desk.ask(f"{KEYS} > ").strip().lower()
            except EOFError:
                return review
            if answer in {"q", "quit"}:
                return review
            if answer in {"s", "skip"}:
                break
            made = _answer(answer, question.record, text, desk)
            if made is not None:
                review = decide(review, [made])
                desk.keep(review)
                break
    return review


def show(question: Question, text: str, console: Console) -> None:
    """Show a record's fields, and its sentence with the quote marked."""
    quote = question.record.quote
    words = Text(text[question.sentence.start : quote.start])
    words.append(quote.cut(text), "bold reverse")
    words.append(text[quote.end : question.sentence.end])
    console.rule(f"{question.number} / {question.total} · {question.record.rule}")
    console.print(words)
    console.print(Text("  ".join(f"{name}={value}" for name, value in fields_of(question.record).items()), "cyan"))


def _answer(answer: str, record: Record, text: str, desk: Desk) -> Correction | None:
    """Turn an answer into a decision; None where it is none, and the question is to be asked again."""
    decision = {"a": Decision.ACCEPT, "r": Decision.REJECT, "c": Decision.CHANGE}.get(answer[:1])
    if decision is None:
        return None
    fields: dict[str, Value] = {}
    reason = ""
    try:
        if decision is Decision.CHANGE:
            fields = _fields(desk.ask("字段=新值，用分号隔开 field=value; … > "))
            why_not = try_change(record, fields)
            if why_not:
                desk.console.print(f"[red]{why_not}[/red]")
                return None
        if decision is not Decision.ACCEPT:
            reason = desk.ask("理由 reason > ").strip()
    except (EOFError, ValueError) as error:
        desk.console.print(f"[red]{error}[/red]")
        return None
    return Correction(
        decision=decision,
        record=RecordKind.TARGET if isinstance(record, Target) else RecordKind.MILESTONE,
        reviewer=desk.reviewer,
        reason=reason,
        rule=record.rule,
        anchor=anchor_of(text, record.quote),
        read=fields_of(record),
        fields=fields,
    )


def _fields(line: str) -> dict[str, Value]:
    """Read `value=95; deadline=2024-12-31`; an empty value clears the field.

    Raises:
        ValueError: a piece has no equals sign.
    """
    found: dict[str, Value] = {}
    for piece in filter(str.strip, line.replace("；", ";").split(";")):
        name, sign, value = piece.partition("=")
        if not sign:
            raise ValueError(f"{piece.strip()!r} is no field=value")
        found[name.strip()] = value.strip() or None
    if not found:
        raise ValueError("nothing to change")
    return found
