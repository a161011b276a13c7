"""Page furniture, as data: which ids hold the main text, which blocks and lines are not the notice, what header labels mean."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from typing import Literal

from extractors.lexicon import Entry, Lexicon, load

MAX_LINE = 400
WHITE = re.compile(r"[\s\u00a0\u200b-\u200f\u2028\u2029\u2060\u3000\ufeff\u00ad]+")


Opens = Literal["foot", "end", "beside"]


class ChromeEntry(Entry, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One kind of furniture. `field` is what a label or meta tag names ("" for one that says nothing of the notice).

    Of lines, `opens` foot marks those behind which, below the last running text, nothing belongs to the notice; end those
    behind which nothing does, whatever it looks like; beside those that are furniture only beside one of the latter.
    """

    part: Literal["container", "wrapper", "block", "line", "label", "meta"]
    patterns: tuple[str, ...]
    field: str | None = None
    opens: Opens | None = None


class Chrome(Lexicon, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The lexicon `chrome.yaml`."""

    entries: tuple[ChromeEntry, ...]


@cache
def lexicon() -> Chrome:
    """Load the lexicon, once per process."""
    chrome: Chrome = load("chrome", Chrome)
    return chrome


def squeeze(text: str) -> str:
    """Return `text` without any white space, as labels and lines are compared."""
    return WHITE.sub("", text)


@cache
def _pattern(part: str, *opens: Opens | None) -> re.Pattern[str]:
    """Return one pattern for all entries of a part; case flags of single patterns become local to them."""
    patterns = [
        f"(?i:{pattern[4:]})" if pattern.startswith("(?i)") else f"(?:{pattern})"
        for entry in lexicon().entries
        if entry.part == part and (not opens or entry.opens in opens)
        for pattern in entry.patterns
    ]
    return re.compile("|".join(patterns))


def is_container(name: str) -> bool:
    """Tell whether an id or class is one that holds the main text."""
    return _pattern("container").fullmatch(name) is not None


def is_wrapper(name: str) -> bool:
    """Tell whether the name of a container is one that many templates give to more than the main text."""
    return _pattern("wrapper").fullmatch(name) is not None


@cache
def is_block(name: str) -> bool:
    """Tell whether an id or class is one of furniture."""
    return len(name) < 60 and _pattern("block").fullmatch(name) is not None


def is_line(line: str) -> bool:
    """Tell whether a whole line is furniture, wherever it stands at the head or foot of a notice."""
    words = squeeze(line)
    return len(words) < MAX_LINE and _pattern("line", None, "foot", "end").fullmatch(words) is not None


def line_opens(line: str, what: Opens) -> bool:
    """Tell whether a line is furniture of one kind: that opens the foot, the end, or stands beside an imprint."""
    words = squeeze(line)
    return len(words) < MAX_LINE and _pattern("line", what).fullmatch(words) is not None


Labels = tuple[tuple[str, str], ...]

_publishers: ContextVar[Labels] = ContextVar("publishers", default=())


@contextmanager
def labels_of_publisher(columns: Mapping[str, str]) -> Iterator[None]:
    """Read labels as one publisher uses them (编号: index_number), before what they mean in general."""
    token = _publishers.set(tuple(sorted((squeeze(label), field) for label, field in columns.items())))
    try:
        yield
    finally:
        _publishers.reset(token)


def publishers_labels() -> Labels:
    """Return the labels of the publisher whose file is being read, with the fields that they name; mostly none."""
    return _publishers.get()


def fields() -> frozenset[str]:
    """Return our names of header fields, and the empty one of labels that say nothing of the notice."""
    return frozenset(_names("label", ()).values())


def names(part: Literal["label", "meta"]) -> dict[str, str]:
    """Return what each label (or meta name, in lower case) names in our vocabulary."""
    return _names(part, publishers_labels() if part == "label" else ())


@cache
def _names(part: str, own: Labels) -> dict[str, str]:
    general = {
        pattern: entry.field or "" for entry in lexicon().entries if entry.part == part for pattern in entry.patterns
    }
    return general | dict(own)
