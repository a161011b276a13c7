"""Read what stands directly around a value: comparator before or after, change, level, and the words between.

The reading starts at the value and walks left over known words (每年, 不低于, 提高到 …) until it meets the noun that is
measured, then looks right for 以上, 以内, 左右.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from extractors.lexicon import Entry, Lexicon, load
from extractors.quantities import find_quantities
from extractors.records import Mention
from extractors.span import Span
from extractors.vocabulary import Change, Comparator, MentionKind


class ComparatorEntry(Entry, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Words of one comparator; `side` is before or after the value."""

    side: str
    comparator: str
    words: tuple[str, ...]


class Comparators(Lexicon, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """`comparators.yaml`."""

    entries: tuple[ComparatorEntry, ...]


class ChangeEntry(Entry, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Words between indicator and value; `kind` is increase, decrease, level or filler."""

    kind: str
    words: tuple[str, ...]


class ChangeWords(Lexicon, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """`change_words.yaml`."""

    entries: tuple[ChangeEntry, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """A known word directly left of a value: `kind` is comparator, increase, decrease, level or filler."""

    kind: str
    word: str
    span: Span


@dataclass(frozen=True, slots=True)
class Frame:
    """A value with what binds it. `start` is where the words left of it begin, `end` where those right of it end.

    `comparator` is None where no word gives one. `level` tells that a verb such as 达到 stands before it; `approximate` that
    约 or 左右 does beside a firmer comparator.
    """

    mention: Mention
    start: int
    end: int
    comparator: Comparator | None = None
    comparator_span: Span | None = None
    change: Change | None = None
    change_span: Span | None = None
    level: bool = False
    steps: tuple[Step, ...] = ()

    @property
    def bound(self) -> bool:
        """Tell whether a verb, comparator or change word ties the value to a noun on its left."""
        return self.level or self.comparator is not None or self.change is not None


COMPARATOR_OF = {c.value: c for c in Comparator}
LEVEL_AFTER_CHANGE = ("到", "至", "为", "成", "至于")
# 以上 before a noun of time or place is no comparator: 以上目标, 以下任务, 以内地为主
AFTER_BLOCK = re.compile(r"(?:以上|以下)(?:目标|任务|措施|各项|条件|内容|情形|问题|意见|简称|称)")
LONGEST = 8


@cache
def before_words() -> dict[str, str]:
    """Return each word that may stand left of a value with its kind; comparators as `>=` and so on."""
    words: dict[str, str] = {}
    for entry in load("change_words", ChangeWords).entries:
        for word in entry.words:
            words[word] = entry.kind
            if entry.kind in {"increase", "decrease"}:
                words.update({word + tail: "level" for tail in LEVEL_AFTER_CHANGE})
                words[word + "了"] = "past"
    for compare in load("comparators", Comparators).entries:
        if compare.side == "before":
            words.update(dict.fromkeys(compare.words, compare.comparator))
    return words


@cache
def after_pattern() -> re.Pattern[str]:
    """Return the pattern of comparators right of a value."""
    words = [w for e in load("comparators", Comparators).entries if e.side == "after" for w in e.words]
    bracket = r"(?:（[^（）]{0,20}）|\([^()]{0,20}\))?"  # 40万套（含宿舍）以上
    return re.compile(
        rf"[ \u3000]?{bracket}(" + "|".join(re.escape(w) for w in sorted(words, key=lambda w: (-len(w), w))) + ")"
    )


@cache
def after_comparator() -> dict[str, Comparator]:
    """Return each word right of a value with its comparator."""
    entries = load("comparators", Comparators).entries
    return {word: COMPARATOR_OF[e.comparator] for e in entries if e.side == "after" for word in e.words}


def walk_left(text: str, low: int, at: int) -> list[Step]:
    """Return the known words that end at `at`, nearest first, not reaching left of `low`."""
    words = before_words()
    steps: list[Step] = []
    while at > low:
        stop = at - len(text[low:at]) + len(text[low:at].rstrip(" \u3000"))
        for size in range(min(LONGEST, stop - low), 0, -1):
            word = text[stop - size : stop]
            kind = words.get(word)
            if kind is not None and not _inside_word(text, low, stop - size, word):
                steps.append(Step(kind, word, Span(stop - size, stop)))
                at = stop - size
                break
        else:
            break
    return steps


# The characters before which a short known word is only the tail of a longer one: 为 in 行为, 计 in 设计, 在 in 存在.
TAILS = {
    "为": "行作成认因转以",
    "是": "于但",
    "计": "设统累会估合总审预",
    "共": "公总",
    "在": "存现潜所",
    "至": "甚直乃以",
    "到": "得",
    "都": "首成",
    "有": "所拥具国私公持没含享保现",
    "年": "上每全当今明去半后近历逐整多长少青老",
    "于": "关对由基用低高大小少多等鉴位处",
    "要": "主重需",
    "可": "许认",
    "应": "供响效适反对相",
    "增": "倍新",
    "达": "发到直通雷下传抵表送",
    "须": "必",
    "均": "人户生平年地亩件班师月日",
    "超": "赶",
    "近": "附邻最临接靠",
    "约": "节集签预条合",
    "仅": "不",
}


def _inside_word(text: str, low: int, start: int, word: str) -> bool:
    """Tell whether a short known word is only the tail of a longer one (为 in 行为)."""
    return start > low and text[start - 1] in TAILS.get(word, "")


def frame(text: str, low: int, mention: Mention, high: int) -> Frame:
    """Read the words around one value, not reaching left of `low` or right of `high`."""
    steps = walk_left(text, low, mention.span.start)
    # 到 and 为 left of a change word belong to an earlier part; the nearest verb decides.
    comparator: Comparator | None = None
    comparator_span = None
    change, change_span, level = None, None, False
    kept: list[Step] = []
    for step in steps:
        if step.kind in COMPARATOR_OF:
            found = COMPARATOR_OF[step.kind]
            if comparator is None or comparator is Comparator.ABOUT:
                comparator, comparator_span = found, step.span
        elif step.kind in {"increase", "decrease"} and change is None and not level:
            change, change_span = Change(step.kind), step.span
        elif step.kind == "level":
            level = True
        kept.append(step)
    end = mention.span.end
    after = after_pattern().match(text, end, high)
    if after and not AFTER_BLOCK.match(text, end) and not _clock(mention, after[1]):
        right = after_comparator()[after[1]]
        if comparator is None or right is not Comparator.ABOUT or comparator is Comparator.ABOUT:
            # 控制在5%以内 and 约1.5万张以上: the word behind the value is the firmer one.
            comparator, comparator_span = right, Span(*after.span(1))
        end = after.end()
    elif mention.rule == "quantity.about" and comparator is None:
        comparator = Comparator.MORE_THAN
        comparator_span = mention.span
    start = kept[-1].span.start if kept else mention.span.start
    return Frame(mention, start, end, comparator, comparator_span, change, change_span, level, tuple(kept))


def _clock(mention: Mention, word: str) -> bool:
    """Tell that 内 behind something other than a length of time is the first character of a word."""
    return word == "内" and (mention.unit or "") not in {"年", "天", "日", "个月", "小时", "分钟", "个工作日", "工作日"}


CELL_NUMBERS = frozenset(
    {MentionKind.NUMBER, MentionKind.PERCENT, MentionKind.QUANTITY, MentionKind.RANGE, MentionKind.RATIO}
)
CELL_MARKS = re.compile(r"[\s\[\]〔〕【】（）()]+")


def read_value(text: str) -> tuple[Comparator, Decimal | None, Decimal | None, str | None, Change | None] | None:
    """Read a table cell that holds one value: comparator, value, value_max, unit, change.

    Brackets round a cumulative value ([200], 〔3000—4000〕) are passed over. None where the cell holds no value or several.
    """
    plain = CELL_MARKS.sub("", text).rstrip("。；;，,")
    mentions = [m for m in find_quantities(plain) if m.kind in CELL_NUMBERS]
    if len(mentions) != 1:
        return None
    mention = mentions[0]
    seen = frame(plain, 0, mention, len(plain))
    if seen.start > 0 or seen.end < len(plain):
        return None
    if mention.value_max is not None:
        return Comparator.RANGE, mention.value, mention.value_max, mention.unit, seen.change
    return seen.comparator or Comparator.EQUAL, mention.value, None, mention.unit, seen.change
