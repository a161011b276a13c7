"""Take page furniture off both ends of a notice, and read the header fields that stand as lines above it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractors.records import PageField
from pipeline.clean.chrome import is_line, names, opens_foot, squeeze
from pipeline.clean.lines import Line
from pipeline.clean.page_fields import is_label, read_line, value_by_form

PROSE = 40
HEAD = 60
FOOT = 80
SEPARATOR = re.compile(r"[>/»›＞|｜\\]+")
BREADCRUMB_PART = 16
HEADER_LABELS = 3
UNKNOWN_LABEL = re.compile(r"[\u4e00-\u9fff]{2,10}[:：]")
BULLET = re.compile(r"[•·●▪*]\s*")


def is_prose(text: str) -> bool:
    """Tell whether a line is running text of a notice: long, or closed by a full stop, with a Chinese stop in it."""
    words = squeeze(text)
    if is_line(words):
        return False
    stops = "。" in words or "；" in words
    return (len(words) >= PROSE and (stops or "，" in words or "," in words)) or (
        len(words) >= 12 and words.endswith(("。", "；"))
    )


def trim(lines: Sequence[Line]) -> tuple[list[Line], tuple[PageField, ...]]:
    """Return the lines without furniture at head and foot, and the header fields that the removed lines gave."""
    prose = [i for i, line in enumerate(lines) if line.table is None and is_prose(line.text)]
    rows = [i for i, line in enumerate(lines) if line.table is not None]
    first = min([*prose[:1], *rows[:1], HEAD, len(lines)])
    last = max([*prose[-1:], *rows[-1:], -1])
    kept_head, fields = _head(lines[:first])
    foot = lines[max(first, last + 1) :]
    kept_foot, foot_fields = _foot(foot)
    return [*kept_head, *lines[first : max(first, last + 1)], *kept_foot], (*fields, *foot_fields)


def _head(lines: Sequence[Line]) -> tuple[list[Line], list[PageField]]:
    kept: list[Line] = []
    fields: list[PageField] = []
    path = False
    waiting: str | None = None
    unknown = _unknown_labels(lines)
    for i, line in enumerate(lines):
        text = line.text
        if i in unknown:
            continue
        after = next((later.text for later in lines[i + 1 :] if later.text), "")
        if not text:
            if kept and kept[-1].text:
                kept.append(line)
            continue
        if waiting is not None:
            label, waiting = waiting, None
            if (
                not is_line(text)
                and is_label(text) is None
                and len(squeeze(text)) <= PROSE
                and not read_line(text).whole
            ):
                if _fits(label, text):
                    if names("label")[label]:
                        fields.append(PageField(names("label")[label], text.strip(), label, "line"))
                    continue
        if path and (SEPARATOR.match(squeeze(text)) or _in_path(lines, i)):
            continue
        if is_line(text):
            path = path or "位置" in text
            continue
        path = path and bool(SEPARATOR.match(squeeze(after)))
        labelled = read_line(text)
        label = is_label(text)
        if label is not None and (text.rstrip().endswith((":", "：")) or is_label(after) is None):
            if text.rstrip().endswith((":", "：")):
                waiting = label
                continue
        if labelled.whole and (labelled.fields or labelled.open_label):
            fields += labelled.fields
            waiting = labelled.open_label
            continue
        bullet = BULLET.match(text)
        form = value_by_form(text[bullet.end() :] if bullet else text)
        if bullet and len(squeeze(text)) <= 2 * PROSE:
            value = text[bullet.end() :].strip()
            name = form or ("title" if squeeze(value) in {squeeze(later.text) for later in lines[i + 1 :]} else None)
            if name:
                fields.append(PageField(name, value, "", "line"))
                continue
        kept.append(line)
    return kept, fields


def _unknown_labels(lines: Sequence[Line]) -> set[int]:
    """Return the lines of labels we do not know, and of their values, amid at least `HEADER_LABELS` labels that we do."""
    labels = [i for i, line in enumerate(lines) if is_label(line.text) is not None or read_line(line.text).whole]
    if len(labels) < HEADER_LABELS:
        return set()
    odd = [
        i
        for i, line in enumerate(lines[: labels[-1]])
        if i >= labels[0] - 2 and i not in labels and UNKNOWN_LABEL.fullmatch(squeeze(line.text))
    ]
    return {k for i in odd for k in (i, i + 1) if k not in labels}


def _fits(label: str, text: str) -> bool:
    """Tell whether a line below a label can be its value: a short line, for a date one with a figure in it."""
    field = names("label")[label]
    if field in {"published_on", "issued_on", "index_number", "doc_number"}:
        return any(character.isdigit() for character in text)
    return len(squeeze(text)) <= PROSE if field else squeeze(text).isdigit()


def _in_path(lines: Sequence[Line], i: int) -> bool:
    """Tell whether a short line is a step of a path whose steps and separators came out as lines of their own."""
    if len(squeeze(lines[i].text)) > BREADCRUMB_PART:
        return False
    before = lines[i - 1].text if i else ""
    after = lines[i + 1].text if i + 1 < len(lines) else ""
    return SEPARATOR.fullmatch(squeeze(before)) is not None or SEPARATOR.match(squeeze(after)) is not None


def _foot(lines: Sequence[Line]) -> tuple[list[Line], list[PageField]]:
    kept: list[Line] = []
    fields: list[PageField] = []
    for line in lines:
        text = line.text
        if text and opens_foot(text):
            break
        if text and is_line(text):
            continue
        kept.append(line)
    return kept, fields
