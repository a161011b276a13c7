"""The decisions of reviewers as plain files: one YAML per notice in a folder `reviews` beside the corpus folder."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from pathlib import Path, PurePosixPath

import msgspec
import yaml

from extractors.errors import DuibiaoError

FOLDER = "reviews"

Value = str | int | float | bool | None


class Decision(StrEnum):
    """What a reviewer may decide about a record; `add` is for one that was missed."""

    ACCEPT = "accept"
    REJECT = "reject"
    CHANGE = "change"
    ADD = "add"
    LINK = "link"
    UNLINK = "unlink"


class RecordKind(StrEnum):
    """The kinds of record that can be decided on."""

    TARGET = "target"
    MILESTONE = "milestone"


class Anchor(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """Where a record stands, told by its words: the quote, and some characters on either side of it."""

    quote: str
    before: str = ""
    after: str = ""


class Correction(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True, kw_only=True):
    """One decision. `read` holds the record's fields as `rule` read them, `fields` what is right instead.

    For `link` and `unlink` `fields` holds the `indicator_id`, or `reference` (the quote of the upper target).
    """

    decision: Decision
    record: RecordKind = RecordKind.TARGET
    reviewer: str
    reason: str = ""
    rule: str = ""
    anchor: Anchor
    read: dict[str, Value] = {}
    fields: dict[str, Value] = {}

    def __post_init__(self) -> None:
        """Refuse a decision that leaves open what is meant."""
        needs_fields = self.decision in {Decision.CHANGE, Decision.ADD, Decision.LINK, Decision.UNLINK}
        if needs_fields != bool(self.fields):
            raise ValueError(f"a decision to {self.decision} {'needs' if needs_fields else 'takes no'} fields")
        if not self.reviewer.strip():
            raise ValueError("a decision needs the reviewer's initials")
        if not self.anchor.quote.strip():
            raise ValueError("a decision needs the quote it is about")


class Review(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """All decisions on one notice, named by its path within the corpus."""

    notice: str
    corrections: tuple[Correction, ...] = ()


def file_name(source_path: str) -> str:
    """Return the name of the review file of a notice."""
    return "__".join(PurePosixPath(source_path).parts) + ".yaml"


def load(path: Path) -> Review:
    """Load one review file.

    Raises:
        DuibiaoError: the file cannot be read, or holds something that is no review; the message says where.
    """
    try:
        return msgspec.yaml.decode(path.read_bytes(), type=Review)
    except (OSError, msgspec.DecodeError) as error:
        raise DuibiaoError(f"{path}: {error}; mend the review file or move it away") from error


def load_all(folder: Path) -> dict[str, Review]:
    """Load every review in a folder, by the notice it is about; a folder that does not exist holds none.

    Raises:
        DuibiaoError: a file is no review, or two are about the same notice.
    """
    found: dict[str, Review] = {}
    for path in sorted(folder.glob("*.yaml")):
        review = load(path)
        if review.notice in found:
            raise DuibiaoError(f"{path}: a second review of {review.notice}; put its corrections into one file")
        found[review.notice] = review
    return found


def save(folder: Path, review: Review) -> Path:
    """Write a review; the same review gives the same bytes."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / file_name(review.notice)
    text = yaml.safe_dump(msgspec.to_builtins(review), allow_unicode=True, sort_keys=False, width=100)
    part = path.with_suffix(".part")
    part.write_text(text, "utf8")
    part.replace(path)
    return path


def decide(review: Review, corrections: Iterable[Correction]) -> Review:
    """Add decisions; a later decision of the same reviewer on the same record replaces the earlier one."""
    kept = {_about(c): c for c in review.corrections}
    kept.update({_about(c): c for c in corrections})
    return msgspec.structs.replace(review, corrections=tuple(kept.values()))


def _about(correction: Correction) -> tuple[object, ...]:
    link = correction.decision in {Decision.LINK, Decision.UNLINK}
    new = tuple(sorted(correction.fields.items(), key=str)) if link or correction.decision is Decision.ADD else ()
    return (
        correction.reviewer,
        correction.record,
        correction.anchor,
        tuple(sorted(correction.read.items(), key=str)),
        link,
        new,
    )
