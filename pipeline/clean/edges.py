"""Take page furniture off both ends of a notice, and read the header fields that stand as lines above it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractors.notice import PageField
from pipeline.clean.chrome import is_line, line_opens, names, squeeze
from pipeline.clean.headline import end_of_title, ends_with_kind
from pipeline.clean.lines import Line
from pipeline.clean.page_fields import is_label, read_cells, read_line, value_by_form
from pipeline.clean.page_info import read_info

PROSE = 40
MAX_HEADER = 160
HEAD = 60
SEPARATOR = re.compile(r"[>/»›＞|｜\\]+")
MAY_NAME_A_KIND = frozenset({"title", "topic", "kind", "column"})
"""Fields whose value may end as a title does: 科技/通知."""
PATH_STEP = 16
OPEN = (":", "：", "]", "】")
"""What a label ends with whose value is the next line, or missing."""
HEADER_LABELS = 3
UNKNOWN_LABEL = re.compile(r"[\u4e00-\u9fff]{2,10}[:：]")
SALUTATION = re.compile(
    r"^(?:各|本|全)|(?:政府|单位|部门|委员会|公司|学校|机关|街道|办事处|局|委|办|厅|代表|同志)(?:（.{1,20}）)?[:：]$"
)
BULLET = re.compile(r"[•·●▪*]\s*")


def is_salutation(text: str) -> bool:
    """Tell whether a line addresses those to whom a notice goes, as 各县人民政府，市直各单位： does."""
    words = squeeze(text)
    return words.endswith(("：", ":")) and SALUTATION.search(words) is not None and not read_line(text).whole


def is_prose(text: str) -> bool:
    """Tell whether a line is running text of a notice: long, or closed by a full stop, with a Chinese stop in it."""
    words = squeeze(text)
    if len(words) < 12 or is_line(words) or (len(words) < MAX_HEADER and len(read_line(text).fields) > 1):
        return False
    stops = "。" in words or "；" in words
    return (len(words) >= PROSE and (stops or "，" in words or "," in words)) or (words.endswith(("。", "；")))


def trim(lines: Sequence[Line]) -> tuple[list[Line], tuple[PageField, ...]]:
    """Return the lines without furniture at head and foot, and the header fields that the removed lines gave."""
    lines = lines[: _end(lines)]
    begins = [
        i for i, line in enumerate(lines) if line.table is not None or is_prose(line.text) or is_salutation(line.text)
    ]
    ends = [i for i, line in enumerate(lines) if line.table is not None or is_prose(line.text)]
    first = min([*begins[:1], HEAD, len(lines)])
    last = max([*ends[-1:], first - 1])
    head = _Head(lines[:first])
    head.read()
    foot, fields = _foot(lines[last + 1 :])
    return [*head.kept, *lines[first : last + 1], *foot], (*head.fields, *fields)


def _end(lines: Sequence[Line]) -> int:
    """Return the line at which a notice ends for certain: the imprint of the site or the links to its neighbours."""
    later = range(len(lines) // 3, len(lines))
    end = next((i for i in later if lines[i].table is None and line_opens(lines[i].text, "end")), len(lines))
    imprint = end < len(lines)
    while (
        imprint
        and end
        and (not lines[end - 1].text or line_opens(lines[end - 1].text, "beside") or is_line(lines[end - 1].text))
    ):
        end -= 1
    return end


class _Head:
    """Reads the lines above the first words of a notice: `kept` are its own, `fields` what the others say of it."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self.lines = lines
        self.kept: list[Line] = []
        self.fields: list[PageField] = []
        self.in_path = False
        self.waiting: str | None = None

    def read(self) -> None:
        """Take each line as what it first proves to be; the rest is the notice's."""
        unknown = _unknown_labels(self.lines)
        pairs = _pairs(self.lines)
        self.fields += read_cells((self.lines[i].text for i in pairs), "line")
        unknown |= set(pairs)
        for i, line in enumerate(self.lines):
            if not line.text:
                if self.kept and self.kept[-1].text:
                    self.kept.append(line)
            elif i not in unknown and not (
                self._value(i)
                or self._path(i)
                or self._furniture(line.text)
                or self._labelled(line.text)
                or self._info(line.text)
                or self._bullet(i)
            ):
                self.kept.append(line)

    def _value(self, i: int) -> bool:
        """Take the value of a label on the line above."""
        label, self.waiting = self.waiting, None
        text = self.lines[i].text
        if (
            label is None
            or is_line(text)
            or is_label(text) is not None
            or read_line(text).whole
            or not _fits(label, text)
            or (names("label")[label] not in {"title", "issuer"} and end_of_title(self.lines, i) is not None)
        ):
            return False
        self._add(names("label")[label], text, label)
        return True

    def _path(self, i: int) -> bool:
        """Take a step of the path to the page, or a separator, where these came out as lines of their own."""
        words = squeeze(self.lines[i].text)
        before = squeeze(self.lines[i - 1].text) if i else ""
        after = squeeze(self.lines[i + 1].text) if i + 1 < len(self.lines) else ""
        parted = SEPARATOR.fullmatch(before) or SEPARATOR.match(after)
        step = SEPARATOR.match(words) or (len(words) <= PATH_STEP and parted)
        self.in_path = self.in_path and bool(step)
        return self.in_path

    def _furniture(self, text: str) -> bool:
        """Take a line of furniture; it may open a path."""
        if not is_line(text):
            return False
        self.in_path = "位置" in text
        return True

    def _labelled(self, text: str) -> bool:
        """Take a line of labels and values."""
        line = read_line(text)
        self.fields += line.fields if line.whole else ()
        self.waiting = line.open_label if line.whole and text.endswith(OPEN) else None
        return line.whole and bool(line.fields or line.open_label) and (bool(line.fields) or self.waiting is not None)

    def _info(self, text: str) -> bool:
        """Take the line under a title that says without labels when and by whom the page was put up."""
        fields = read_info(text)
        self.fields += fields or ()
        return fields is not None

    def _bullet(self, i: int) -> bool:
        """Take an item of a header that came out as a list of values without labels."""
        bullet = BULLET.match(self.lines[i].text)
        if not bullet:
            return False
        value = self.lines[i].text[bullet.end() :]
        repeated = squeeze(value) in {squeeze(line.text) for line in self.lines[i + 1 :]}
        name = value_by_form(value) or ("title" if repeated else None)
        if name:
            self._add(name, value, "")
        return name is not None

    def _add(self, name: str, value: str, label: str) -> None:
        if name:
            self.fields.append(PageField(name, value.strip(), label, "line"))


def _unknown_labels(lines: Sequence[Line]) -> set[int]:
    """Return the lines of labels we do not know, and of their values, amid at least `HEADER_LABELS` labels that we do."""
    labels = [i for i, line in enumerate(lines) if is_label(line.text) is not None or read_line(line.text).whole]
    if len(labels) < HEADER_LABELS:
        return set()
    inside = range(max(0, labels[0] - 2), labels[-1] + 1)
    odd = [i for i in inside if i not in labels and UNKNOWN_LABEL.fullmatch(squeeze(lines[i].text))]
    idle = {i for i in inside if (line := read_line(lines[i].text)).whole and not line.fields and not line.open_label}
    return idle | {k for i in odd for k in (i, i + 1) if k not in labels}


def _pairs(lines: Sequence[Line]) -> range:
    """Return the lines of a header whose labels, without colons, and values stand on lines of their own; maybe none."""
    labels = [i for i, line in enumerate(lines) if is_label(line.text) and not line.text.endswith((":", "："))]
    if len(labels) < HEADER_LABELS or len(labels) * 3 < labels[-1] - labels[0]:
        return range(0)
    last = labels[-1]
    valued = last + 1 < len(lines) and _fits(is_label(lines[last].text) or "", lines[last + 1].text)
    return range(labels[0], last + 1 + valued)


def _fits(label: str, text: str) -> bool:
    """Tell whether a line below a label can be its value: a short line, for a date one with a figure in it."""
    field = names("label")[label]
    if field in {"published_on", "issued_on", "index_number", "doc_number"}:
        return any(character.isdigit() for character in text)
    if field and field not in MAY_NAME_A_KIND and ends_with_kind(text):
        return False  # the title itself, behind a label that was left empty
    return len(squeeze(text)) <= PROSE if field else squeeze(text).isdigit()


def _foot(lines: Sequence[Line]) -> tuple[list[Line], list[PageField]]:
    """Return the lines below the last running text, up to the related links, without tools; and where the page is from."""
    kept: list[Line] = []
    fields: list[PageField] = []
    end = next((i for i, line in enumerate(lines) if line_opens(line.text, "foot")), len(lines))
    for line in lines[:end]:
        labelled = read_line(line.text)
        tools = labelled.whole and any(map(is_line, line.text.split(" ")))
        if labelled.whole and (tools or {field.name for field in labelled.fields} == {"source"}):
            fields += labelled.fields
        elif not line.text or not is_line(line.text):
            kept.append(line)
    return kept, fields
