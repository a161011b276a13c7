"""Header fields as a page gives them: meta tags, the 政府信息公开 table in all its forms, lines above the main text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from extractors.notice import PageField
from pipeline.clean.chrome import Labels, names, publishers_labels, squeeze

DOC_NUMBER = re.compile(r"[\u4e00-\u9fff（）()]{1,20}[〔\[［(（【]?(?:19|20)\d{2}[〕\]］)）】]?第?\d{1,5}号")
INDEX_NUMBER = re.compile(r"(?=.*\d)[A-Za-z0-9]{5,}[-/][A-Za-z0-9/_-]*(?:19|20)\d{2}[-/][0-9A-Za-z-]+")
DAY = re.compile(r"(?:19|20)\d{2}[-/.年]\d{1,2}[-/.月]\d{1,2}日?(?:\d{1,2}[:：]\d{2}(?:[:：]\d{2})?)?")
VALIDITY = re.compile(r"(?:现行|部分)?有效|(?:已|部分)?(?:失效|废止|修改)")
AGENCY = re.compile(r"[\u4e00-\u9fff]{2,30}(?:局|厅|委|办|政府|办公室|委员会|中心|院|部|会)")
SPACED_DAY = re.compile(
    r"(?:19|20)\d{2}\s?[-/.年]\s?\d{1,2}\s?[-/.月]\s?\d{1,2}(?:\s?日)?(?:[\sT]\s?\d{1,2}\s?[:：]\s?\d{2}(?:\s?[:：]\s?\d{2}(?:\.\d{1,3})?)?)?(?!\d)"
)
BUTTON = re.compile(r"[【\[](?:打印|关闭|字体|字号|收藏|分享|大|中|小)")
SITE = re.compile(r"([\u4e00-\u9fff]{2,30})\s+(?:https?://)?(?:www\.)?[a-z0-9-]+(?:\.[a-z0-9-]+)+/?", re.IGNORECASE)
"""Who publishes, as 某委员会 www.example.cn above the main text."""
MAX_VALUE = 200
NOTHING = frozenset(
    {"", "无", "暂无", "本站", "本网", "本网站", "本站原创", "-", "--", "/", "null", "undefined", "未知"}
)


def _label() -> re.Pattern[str]:
    return _pattern(publishers_labels())


@cache
def _pattern(_own: Labels) -> re.Pattern[str]:
    """Match a known label with any white space inside it.

    It stands at the start of a line, behind white space or a bracket, or, with its colon, right behind a figure (08:12来源：…)
    or a semicolon (发布机构：甲市财政局；文号：…).
    A bracket that closes behind it is as good as a colon ([文号] 某发〔2024〕1号).
    """
    by_length = sorted(names("label"), key=len, reverse=True)
    spaced = "|".join(r"[\s\u3000]*".join(map(re.escape, label)) for label in by_length)
    return re.compile(
        rf"(?:^|(?<=[\s\u3000\[【（(｜|>\]】)）])|(?<=[\d；;])(?=[^:：；;]{{1,12}}[:：]))[•·*]?({spaced})[\s\u3000]*(?:([\]】]?[\s\u3000]*[:：]|[\]】])|(?=[\s\u3000])|$)"
    )


@dataclass(frozen=True, slots=True)
class LabelledLine:
    """What one line says with labels. `whole` tells that nothing but labels and values stands on it.

    `open_label` is a label at its end whose value may be the next line.
    """

    fields: tuple[PageField, ...]
    whole: bool
    open_label: str | None = None


def read_line(line: str, origin: str = "line") -> LabelledLine:
    """Read a line such as `发布日期：2024-03-01 来源：办公室` or `索 引 号 0001 文 号 某发〔2024〕1号`."""
    if len(line) > 3 * MAX_VALUE:
        return LabelledLine((), False)
    found = list(_label().finditer(line))
    colons = [match for match in found if match[2]]
    if colons and len(colons) < len(found):
        # 发布日期：2024-03-01 来源 is a label without its colon only at the end or before another label
        found = [m for i, m in enumerate(found) if m[2] or _followed(line, m, found[i + 1 :])]
    elif not colons and len(found) == 1 and len(squeeze(line)) > len(squeeze(found[0][1])):
        # one label and no colon: a sentence may begin so; believe only values of a known form
        value = squeeze(line[found[0].end() :])
        known = any(form.fullmatch(value) for form in (DOC_NUMBER, INDEX_NUMBER, DAY, VALIDITY, AGENCY))
        found = found if known and found[0].start() == 0 else []
    fields: list[PageField] = []
    open_label: str | None = None
    for i, match in enumerate(found):
        value = _value(line[match.end() : found[i + 1].start() if i + 1 < len(found) else len(line)])
        label = squeeze(match[1])
        if not value:
            open_label = label if i + 1 == len(found) else None
        elif names("label")[label] and len(value) <= MAX_VALUE:
            fields.append(PageField(names("label")[label], value, label, origin))
    before = line[: found[0].start()].strip(" \t\u3000\xa0|｜[]【】•·*>") if found else ""
    site = SITE.fullmatch(before)
    day = DAY.fullmatch(squeeze(before))
    if site:
        fields.insert(0, PageField("source", site[1], "", origin))
    elif day:
        fields.insert(0, PageField("published_on", before, "", origin))
    whole = bool(found) and (not before or site is not None or day is not None)
    return LabelledLine(tuple(fields), whole, open_label)


def _value(text: str) -> str:
    """Return the value behind a label, without a button or bracket behind it; a day alone where it begins with one."""
    value = BUTTON.split(text, maxsplit=1)[0].strip(" \t\u3000\xa0|｜[]【】").rstrip("；;。")
    day = SPACED_DAY.match(value)
    return day[0].strip() if day else value


def _followed(line: str, match: re.Match[str], later: Sequence[re.Match[str]]) -> bool:
    rest = line[match.end() : later[0].start() if later else len(line)]
    return (match.start() == 0 and not later) or not rest.strip()


def begins_with_label(text: str) -> bool:
    """Tell whether a text begins with a known label and its colon."""
    match = _label().match(text.lstrip())
    return match is not None and bool(match[2])


def is_label(text: str) -> str | None:
    """Return the label that a cell consists of, colon aside, or None."""
    words = squeeze(text).strip("•·*【[】]:：")
    return words if words in names("label") else None


def read_cells(cells: Iterable[str], origin: str = "table") -> list[PageField]:
    """Read header fields from the texts of cells or lines in order: a label with its value behind it, or in the next one."""
    fields: list[PageField] = []
    waiting: str | None = None
    for cell in cells:
        text = cell.strip()
        if not text:
            continue
        label = is_label(text)
        if label is not None:
            waiting = label
            continue
        line = read_line(text, origin)
        if line.fields or line.open_label:
            fields += line.fields
            waiting = line.open_label
            continue
        if waiting is not None and names("label")[waiting] and len(text) <= MAX_VALUE:
            fields.append(PageField(names("label")[waiting], text, waiting, origin))
        waiting = None
    return fields


def value_by_form(text: str) -> str | None:
    """Name the field of a header value that stands alone without a label: a 文号, an 索引号 or a day; None for others."""
    words = squeeze(text).lstrip("•·*")
    if INDEX_NUMBER.fullmatch(words):
        return "index_number"
    if DOC_NUMBER.fullmatch(words):
        return "doc_number"
    if DAY.fullmatch(words):
        return "published_on"
    return None


def unique(fields: Iterable[PageField]) -> tuple[PageField, ...]:
    """Return the fields without repetitions of the same name and value and without values that say nothing, in order."""
    seen: dict[tuple[str, str], PageField] = {}
    for field in fields:
        if squeeze(field.value) not in NOTHING:
            seen.setdefault((field.name, squeeze(field.value)), field)
    return tuple(seen.values())
