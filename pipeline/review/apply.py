"""Apply the reviewers' decisions to what was read: a correction made once stays made, and none is lost in silence."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import TypeVar

from rapidfuzz import fuzz

from extractors.bilingual import both
from extractors.errors import RecordError
from extractors.records import Deadline, Evidence, Milestone, NoticeRecords, Reviewed, Target
from extractors.span import Span
from extractors.vocabulary import Change, Comparator, DeadlineSource, Grain, Modality, Recurrence
from pipeline.flat import Flat, flatten
from pipeline.review.anchor import Place, locate
from pipeline.review.corrections import Correction, Decision, RecordKind, Review, Value

REVIEWED = "reviewed"
"""The rule id of a record that a reviewer added, because the program read nothing there."""

SAME_RECORD = 60
"""Below this likeness (0 to 100) of the wording a record at the same words is another one than was decided on."""


class Outcome(StrEnum):
    """What became of a decision in this run."""

    STILL_TRUE = "still true"
    RE_ANCHORED = "re-anchored"
    LOST = "no longer anchorable"


R = TypeVar("R", Target, Milestone)


def apply(records: NoticeRecords, review: Review) -> NoticeRecords:
    """Apply a review to freshly read records, in the order of its decisions; `reviews` says what became of each."""
    flat = flatten(records.notice.text)
    targets, milestones = list(records.targets), list(records.milestones)
    told: list[Reviewed] = []
    for correction in review.corrections:
        if correction.decision in {Decision.LINK, Decision.UNLINK}:
            told.append(_link(correction, targets, flat))
        elif correction.record is RecordKind.TARGET:
            told.append(_one(correction, targets, flat, _set_target, _new_target))
        else:
            told.append(_one(correction, milestones, flat, _set_milestone, _new_milestone))
    return replace(
        records,
        targets=tuple(sorted(targets, key=lambda t: t.quote)),
        milestones=tuple(sorted(milestones, key=lambda m: m.quote)),
        reviews=tuple(told),
    )


def fields_of(record: Target | Milestone) -> dict[str, Value]:
    """Return a record's fields as a review file holds them: plain values, empty ones left out."""
    names = TARGET_FIELDS if isinstance(record, Target) else MILESTONE_FIELDS
    found: dict[str, Value] = {}
    for name in names:
        value = getattr(record, name)
        if isinstance(value, Deadline):
            value = value.day
        if isinstance(value, date):
            value = value.isoformat()
        elif isinstance(value, Decimal):
            value = f"{value.normalize():f}"
        elif isinstance(value, StrEnum):
            value = str(value)
        if value is not None and value is not False:
            found[name] = value
    return found


def _link(correction: Correction, rows: list[Target], flat: Flat) -> Reviewed:
    """Find the target that a link is about; the link itself is made when targets are compared."""
    place = locate(flat, correction.anchor)
    found = _find(rows, place, correction.read, {}) if place else None
    if place is None or found is None:
        why = both("所关联的目标在这些字句处已读不到", "the target that it links is no longer read at these words")
        return _told(correction, Outcome.LOST, why=why)
    outcome = Outcome.STILL_TRUE if place.same else Outcome.RE_ANCHORED
    fields = tuple((name, None, _word(value)) for name, value in sorted(correction.fields.items()))
    return replace(_told(correction, outcome, place.span, found, found), fields=fields)


def try_change(record: Target | Milestone, fields: Mapping[str, Value]) -> str | None:
    """Say why a record cannot be changed like this, or None where it can."""
    try:
        if isinstance(record, Target):
            _set_target(record, fields, record.quote)
        else:
            _set_milestone(record, fields, record.quote)
    except (RecordError, ValueError, InvalidOperation) as error:
        return str(error) or "that is no number"
    return None


def _one(
    correction: Correction,
    rows: list[R],
    flat: Flat,
    change: Callable[[R, Mapping[str, Value], Span], R],
    create: Callable[[Mapping[str, Value], Span], R],
) -> Reviewed:
    place = locate(flat, correction.anchor)
    if place is None:
        why = both(
            "这些字句在文件中已不存在、出现多处或数字已变",
            "its words no longer stand in the notice, stand there several times, or their numbers changed",
        )
        return _told(correction, Outcome.LOST, why=why)
    outcome = Outcome.STILL_TRUE if place.same else Outcome.RE_ANCHORED
    wanted = {**correction.read, **correction.fields}
    found = _find(rows, place, wanted if correction.decision is Decision.ADD else correction.read, correction.fields)
    try:
        if correction.decision is Decision.REJECT:
            after = None
        elif found is not None:
            after = change(found, correction.fields, place.span)
        else:
            after = create(wanted, place.span)
    except (RecordError, ValueError, KeyError, InvalidOperation) as error:
        return _told(
            correction, Outcome.LOST, why=both(f"各字段不成一条记录：{error}", f"its fields make no record: {error}")
        )
    if found is not None:
        rows.remove(found)
    if after is not None:
        rows.append(after)
    return _told(correction, outcome, place.span, found, after)


def _told(
    correction: Correction,
    outcome: Outcome,
    span: Span | None = None,
    before: Target | Milestone | None = None,
    after: Target | Milestone | None = None,
    *,
    why: str | None = None,
) -> Reviewed:
    old, new = fields_of(before) if before else {}, fields_of(after) if after else {}
    both = ((name, _word(old.get(name)), _word(new.get(name))) for name in sorted(old.keys() | new.keys()))
    return Reviewed(
        str(correction.record),
        str(correction.decision),
        correction.reviewer,
        correction.reason,
        correction.anchor.quote,
        str(outcome),
        span,
        before,
        after,
        tuple(field for field in both if before and after and field[1] != field[2]),
        why,
    )


def _word(value: Value) -> str | None:
    return None if value is None else str(value)


def _find(rows: list[R], place: Place, read: Mapping[str, Value], fields: Mapping[str, Value]) -> R | None:
    """Find the record that was decided on: at these words, with the value it had or was given, and a like name."""
    values = {_number(read.get("value")), _number(fields.get("value", read.get("value")))}
    name = str(read.get("indicator") or read.get("action") or "")
    subject = str(read.get("subject") or "")

    def likeness(row: R) -> float:
        own = row.indicator if isinstance(row, Target) else row.action
        apart = 0.7 * fuzz.ratio(own, name) + 0.3 * fuzz.ratio(row.subject or "", subject)
        return max(apart, fuzz.ratio((row.subject or "") + own, subject + name))

    here = [row for row in rows if row.quote.overlaps(place.span)]
    here = [row for row in here if not isinstance(row, Target) or row.value in values]
    best = max(here, key=lambda row: (likeness(row), row.quote == place.span), default=None)
    return best if best is not None and likeness(best) >= SAME_RECORD else None


TARGET_FIELDS = (
    "indicator",
    "subject",
    "comparator",
    "value",
    "value_max",
    "unit",
    "change",
    "deadline",
    "recurrence",
    "modality",
    "condition",
    "absolute",
    "note",
)
MILESTONE_FIELDS = ("action", "subject", "start_date", "deadline")


def _number(value: Value) -> Decimal | None:
    return None if value is None else Decimal(str(value))


def _day(value: Value) -> date | None:
    return None if value is None else date.fromisoformat(str(value))


def _deadline(value: Value, old: Deadline | None, span: Span) -> Deadline | None:
    day = _day(value)
    if day is None or (old is not None and old.day == day):
        return old if day else None
    return Deadline(day, day.isoformat(), Grain.DAY, DeadlineSource.CLAUSE, span)


def _set_target(old: Target, fields: Mapping[str, Value], span: Span) -> Target:
    _known(fields, TARGET_FIELDS)
    new: dict[str, object] = {}
    for name, value in fields.items():
        match name:
            case "value" | "value_max":
                new[name] = _number(value)
            case "comparator":
                new[name] = Comparator(str(value))
            case "change":
                new[name] = Change(str(value)) if value else None
            case "recurrence":
                new[name] = Recurrence(str(value)) if value else None
            case "modality":
                new[name] = Modality(str(value))
            case "deadline":
                new[name] = _deadline(value, old.deadline, span)
            case "absolute":
                new[name] = bool(value)
            case _:
                new[name] = None if value is None else str(value)
    return replace(old, **new)  # type: ignore[arg-type]


def _new_target(fields: Mapping[str, Value], span: Span) -> Target:
    first = Target(
        span, str(fields["indicator"]), REVIEWED, _number(fields.get("value")), evidence=(Evidence("value", span),)
    )
    return _set_target(first, fields, span)


def _set_milestone(old: Milestone, fields: Mapping[str, Value], span: Span) -> Milestone:
    _known(fields, MILESTONE_FIELDS)
    new: dict[str, object] = {}
    for name, value in fields.items():
        match name:
            case "deadline":
                new[name] = _deadline(value, old.deadline, span)
            case "start_date":
                new[name] = _day(value)
            case _:
                new[name] = None if value is None else str(value)
    return replace(old, **new)  # type: ignore[arg-type]


def _new_milestone(fields: Mapping[str, Value], span: Span) -> Milestone:
    return _set_milestone(Milestone(span, str(fields["action"]), REVIEWED), fields, span)


def _known(fields: Mapping[str, Value], names: tuple[str, ...]) -> None:
    unknown = sorted(set(fields) - set(names))
    if unknown:
        raise ValueError(f"a record has no field {unknown[0]!r}")
