"""Read the values of one table cell: 〔3000—4000〕, ≥20.1, 增加20, 设区市≥25 县级市≥20, …（其中2026年500个）."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal

from extractors.quantities import find_quantities
from extractors.records import Mention
from extractors.span import Span
from extractors.tables.units import Unit
from extractors.targets.values import Frame, frame
from extractors.vocabulary import Change, Comparator, MentionKind

NUMBERS = frozenset(
    {MentionKind.NUMBER, MentionKind.PERCENT, MentionKind.QUANTITY, MentionKind.RANGE, MentionKind.RATIO}
)
CUMULATIVE = re.compile(r"[〔\[【［]")
ALL = re.compile(r"\s*(?P<word>全(?:面)?覆盖|应[\u4e00-\u9fff]尽[\u4e00-\u9fff]|全部(?:完成|达标|覆盖|达到|实现)?)\s*")
NONE = re.compile(r"\s*(?P<word>清零|(?:全面|基本|全部)?(?:消除|消灭|清零))\s*")
LABEL = re.compile(
    r"(?P<label>[\u4e00-\u9fff（）()、A-Za-z]{1,14}?)\s*[：:]?\s*(?:[一二三四五六七八九十\d]{1,2}年?)?\s*\Z"
)
PROSE_AFTER = re.compile(r"[\u4e00-\u9fff]{4,}")
DIGITS = re.compile(r"\d+(?:\.\d+)?")
RANGE_ONLY = re.compile(
    r"[\s〔\[【（(]*(?P<range>(?P<low>\d+(?:\.\d+)?)\s*[-—–~～至]{1,2}\s*(?P<high>\d+(?:\.\d+)?))[\s〕\]】）)]*"
)
YEARS = frozenset({"年", "个月", "月", "天", "日"})


@dataclass(frozen=True, slots=True)
class CellValue:
    """One value of a cell. `label` is whom a tier is for (设区市); `span` covers the value with its comparator."""

    span: Span
    value_span: Span
    value: Decimal | None
    value_max: Decimal | None
    unit: str | None
    comparator: Comparator
    comparator_span: Span | None
    change: Change | None
    label: Span | None = None
    cumulative: bool = False
    absolute: bool = False


def read_cell(text: str, span: Span, unit: Unit, dates: list[Span], *, lasting: bool = False) -> list[CellValue]:
    """Return the values of the cell at `span`, in order; none for dashes, words without a value, and whole sentences.

    Args:
        text: the text that all spans count.
        span: the cell.
        unit: what its column or row counts in, where the cell itself does not say.
        dates: the dates in the cell, whose numbers are no values.
        lasting: whether a length of time can be the value (平均预期寿命 in 岁 or 年).
    """
    words = span.cut(text)
    if in_words := _in_words(words, span):
        return [in_words]
    only = RANGE_ONLY.fullmatch(words)
    read = [_range(only)] if only else find_quantities(words) or _bare_number(words)
    mentions = [m for m in (_moved(m, span.start) for m in read) if m.kind in NUMBERS]
    mentions = [m for m in mentions if not any(d.overlaps(m.span) for d in dates)]
    if not lasting:
        mentions = [m for m in mentions if m.unit not in YEARS]
    found: list[CellValue] = []
    low = span.start
    for i, mention in enumerate(mentions):
        high = mentions[i + 1].span.start if i + 1 < len(mentions) else span.end
        low = max([low, *(d.end for d in dates if d.end <= mention.span.start)])
        seen = frame(text, low, mention, high)
        label = LABEL.search(text, low, seen.start)
        found.append(_value(text, span, seen, unit, Span(*label.span("label")) if label else None))
        low = seen.end
    return found if _is_told(text, span, found) else []


def _in_words(words: str, span: Span) -> CellValue | None:
    """Read 全覆盖 as all of it and 清零 as none."""
    for pattern, value, unit in ((ALL, Decimal(100), "%"), (NONE, Decimal(0), None)):
        if match := pattern.fullmatch(words):
            at = Span(span.start + match.start("word"), span.start + match.end("word"))
            return CellValue(at, at, value, None, unit, Comparator.EQUAL, None, None, absolute=True)
    return None


def _is_told(text: str, span: Span, found: list[CellValue]) -> bool:
    """Tell whether the values are what the cell says, and not numbers inside a sentence of it."""
    if not found:
        return False
    tail = text[found[-1].span.end : span.end]
    return not PROSE_AFTER.match(tail.lstrip())


def _value(text: str, cell: Span, seen: Frame, unit: Unit, label: Span | None) -> CellValue:
    mention = seen.mention
    bare = mention.unit is None and mention.kind is not MentionKind.RATIO
    factor = unit.factor if bare else Decimal(1)
    comparator = Comparator.RANGE if mention.value_max is not None else seen.comparator or Comparator.EQUAL
    return CellValue(
        span=Span(seen.start, seen.end),
        value_span=mention.value_span or mention.span,
        value=_times(mention.value, factor) if mention.value is not None else None,
        value_max=_times(mention.value_max, factor) if mention.value_max is not None else None,
        unit=unit.name if bare else mention.unit,
        comparator=comparator,
        comparator_span=seen.comparator_span,
        change=seen.change,
        label=label,
        cumulative=CUMULATIVE.search(text, cell.start, seen.end) is not None,
    )


def _range(match: re.Match[str]) -> Mention:
    """Make a range of a cell that holds nothing else; in a cell 1800—2300 are no years."""
    low, high = Decimal(match["low"]), Decimal(match["high"])
    span = Span(*match.span("range"))
    return Mention(
        MentionKind.RANGE, span, "table.range", value=min(low, high), value_max=max(low, high), value_span=span
    )


def _bare_number(words: str) -> list[Mention]:
    """Make a number of the only digits of a cell: 2000 in a cell of kilometres is no year."""
    digits = DIGITS.findall(words)
    if len(digits) != 1 or (match := DIGITS.search(words)) is None:
        return []
    span = Span(*match.span())
    return [Mention(MentionKind.NUMBER, span, "table.number", value=Decimal(digits[0]), value_span=span)]


def _times(value: Decimal, factor: Decimal) -> Decimal:
    """Multiply, without the noughts that 4.16 times ten thousand leaves behind the point."""
    product = value * factor
    whole = product.to_integral_value()
    return whole if whole == product else product.normalize()


def _moved(mention: Mention, by: int) -> Mention:
    def move(span: Span | None) -> Span | None:
        return Span(span.start + by, span.end + by) if span else None

    whole = Span(mention.span.start + by, mention.span.end + by)
    return replace(mention, span=whole, value_span=move(mention.value_span), unit_span=move(mention.unit_span))
