"""What the wording of an indicator says: its core, the deed that is counted, the groups it is limited to, its denominator.

Two wordings are the same measure only if nothing but filler words tells them apart: a word too many is another measure
(公园数量 and 口袋公园数量), so the reading is strict on purpose.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache

from extractors.lexicon import Entry, Lexicon, load
from extractors.numerals import parse_numeral


class WordEntry(Entry, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Words of one role; `to` is the form they are written as, the name of their deed, or the stages they stand for."""

    role: str
    words: tuple[str, ...]
    to: str = ""


class IndicatorWords(Lexicon, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The file `indicator_words.yaml`."""

    entries: tuple[WordEntry, ...]


@dataclass(frozen=True, slots=True)
class Wording:
    """A wording taken apart.

    `text` is the normal form without scope and leading verb; `core` is `text` without its groups of pupils; `measured`
    and `whole` are the two sides of a share (A占B比例), `whole` None where no denominator is named; `deed` is new, build,
    renew, total or start, None for a plain measure; `stages` the groups of pupils or schools it names.
    """

    text: str
    core: str
    measured: str
    whole: str | None
    deed: str | None
    stages: frozenset[str]

    @property
    def sides(self) -> str:
        """Both sides of a share in one text, whatever their order; the measure itself where it is none."""
        return self.measured + (self.whole or "")


ELIDED = 6
"""Characters that a wording must keep to be known without its head."""

MANY = 1 << 16
"""How many wordings are remembered: enough for a corpus of a province, bounded for a country's."""

LEADING_LINK = re.compile(r"^[和及与、，)）]+(?=..)")
"""What joins a wording to a subject that was read before it, or closes that."""

QUOTES = re.compile(r"[“”\"‘’'「」『』《》〈〉<>*＊·\s]")
TRAILING_UNIT = re.compile(
    r"""[（(]
        (?: [万亿千百]? (?: 个|所|家|座|处|项|套(?:[（(]间[）)])?|间|台|栋|张|人|名|户|次|件|条
                           | 元|亩|公顷|公里|米|平方米|平方公里|吨|立方米 )
          | [%％‰] | 元/[^（()）]* )
        [）)] $""",
    re.VERBOSE,
)
"""The unit that a table's row label carries in brackets."""

PROMINENT = re.compile(
    r"""^ (?: (?: (?: 核心 | 重要 | 重点 | 主要 ) (?: 区域 | 地区 | 部位 | 路段 | 道路 | 单体 ) | 单体 )
              (?: 建[(（]构[)）]筑物 | 建构[(（]筑[)）]物 | 建构?筑物 | 建筑 )?
              [、和及与]* )+ 的? (?=.) """,
    re.VERBOSE,
)
"""The prominent parts of a place, named before a measure that is only taken there: it is the same measure without them."""

TIME_IN_WORDS = re.compile(r"[一二三四五六七八九十]{1,3}(?=小时|分钟)")
"""A length of time inside a name, in words (二十四小时开放率); other numerals there are names (三农)."""

SHARE = re.compile(
    r"""^ (?P<measured> .+? )
        (?: (?: 占 (?! [比地用补有道] ) | 相当于 ) (?P<whole> .{2,}? ) (?: 中 )? (?: 的 )? (?: 占比 )?
          | 与 (?P<base> .{2,}? ) (?: 的占比 | 之比 | 的?比值 )
          | 在 (?! [园校册建职岗编读营线] )  # 在园幼儿 is a word, 在…占比 a denominator
            (?P<place> .+? ) (?: 中 )? (?: 的 )? 占比 ) $""",
    re.VERBOSE,
)
AMONG = re.compile(r"^(?P<whole>.{3,})中的?(?P<measured>(?![小心等国型长期段部央]).{2,})占比$")
"""A share whose denominator stands first (公交车中新能源车占比)."""

PLAIN_SHARE = re.compile(r"^(?P<measured>.+?)(?:的)?占比$")
RISE = re.compile(r"(?<=..)(?:年均|年平均|平均)?的?(?:增速|增长率|增长速度|增长幅度|增幅|涨幅|增长)$")
"""The word at the end that makes a rate of growth of a measure (海洋生产总值年均增速)."""

LISTED = re.compile(r"(?P<head>每[百千万]+[名位个]?(?:常住)?(?:人口|人|居民|老年人|学生))[^，,。；;\n]*、$")
"""The words before a measure that stands in a list with one per so many people."""

CLASS = re.compile(
    r"""(?: 国家 | 省 | 自治区 | 地市 | 市地 | 设区市 | 地 | 市 | 县 | 区 | 旗 | 乡镇 | 镇 | 街道 )
        (?: [级管控属]? 及? 以上 (?: 的? 城市 )? 的? | 级 (?! 别 ) )
      | ^ 规模以上 (?= (?: 工业 | 制造业 | 服务业 )? (?: 企业 )? . )""",
    re.VERBOSE,
)
"""The rank of the things that are counted (省级监督抽查), or from which they are (县级及以上水源地).

Writers leave it out where all that are counted have it.
"""

SHARE_OF_DONE = re.compile(
    r"(覆盖|达标|合格|利用|处理|处置|治理|消除|普及|建成|完成|回收|转化|保护|开放|使用|应用|参保|签约|监测|修复)的?占比$"
)
"""The share of what is done (覆盖比例), which other writers call its rate (覆盖率)."""

PER_COUNT = re.compile(r"(?<=[百千万])[名位个家户](?=人|老|儿|学|居|从|就|劳|职|企)|(?<=[百千万])人(?!口)(?=.)")
"""The counter of a measure per thousand people, or people for population (每千名老年人, 每万人); it is left out."""

URBAN = re.compile(r"(?:城市|城镇)(?!居民|人口|化|职工|单位|从业|就业|调查|登记|非|低保|最低)")
"""The town as the place of what only towns have (城市公交站点); before people (城镇居民) it tells who is meant."""

WHOLE_PLACE = "全域"
"""The issuing place as a denominator, whichever it is (占全省比重, 占全市比重)."""

RATE = re.compile(r"(?<=...)(?:占比|比例|(?:覆盖|完成)?率|量)$")
"""The ending that says that it is a share or a quantity: of what is told by the words before it, how by the unit."""

TOKEN = re.compile(r"\d[\d.]*|[A-Za-z]+|[^()（）]")

GROUP = re.compile(r"所有|全体|各级各类|各类|各级|各|每所|每个|专任|在校|学生|教师|学校|儿童|少年|青少年|[、和及与,，]")
LEFT_BEHIND = re.compile(r"(?:确保|力争|争取|原则上|一般|稳定|要|应|须|至少|均|保持|达到)+$")
"""Words of the predicate that a reader of the clause may have left at the end of the indicator."""

DEGREE = re.compile(r"^(?:全面|基本|全部|力争|如期|按期|提前|率先|大力|深入)+")


@cache
def words(role: str) -> dict[str, str]:
    """Return the words of a role, each with what it stands for."""
    return {
        word: entry.to
        for entry in load("indicator_words", IndicatorWords).entries
        if entry.role == role
        for word in entry.words
    }


@cache
def _pattern(role: str) -> re.Pattern[str]:
    longest_first = sorted(words(role), key=lambda word: (-len(word), word))
    return re.compile("|".join(map(re.escape, longest_first)))


@cache
def _deeds_before_a_rate() -> re.Pattern[str]:
    """Return the pattern of deeds that stand before a measure per head, where they belong to another clause."""
    return re.compile(rf"^(?:(?:{_pattern('action').pattern})[、和及]?)+(?=每|人均|生均|户均)")


@cache
def _area() -> re.Pattern[str]:
    """Return the pattern of the parts of a town for which a measure is taken (主城区和五个新城完整社区覆盖率)."""
    one = rf"(?:[一二三四五六七八九十\d]+个)?(?:{_pattern('area').pattern})"
    return re.compile(rf"^{one}(?:[和及与、]?{one})*(?:范围)?[内的]?")


def without_areas(text: str) -> str:
    """Return a text without the parts of a town that begin it.

    >>> without_areas("主城区和五个新城完整社区覆盖率")
    '完整社区覆盖率'
    """
    return _area().sub("", text)


def areas_of(text: str) -> frozenset[str]:
    """Return the parts of a town that a text names.

    >>> sorted(areas_of("主城区和五个新城"))
    ['主城区', '新城']
    """
    meant = words("area")
    return frozenset(meant[word] or word for word in _pattern("area").findall(text))


@lru_cache(MANY)
def read_wording(indicator: str) -> Wording:
    """Take the wording of an indicator apart.

    >>> read_wording("全市力争普惠园覆盖率").text
    '普惠性幼儿园覆盖率'
    >>> read_wording("成熟期大型居住社区占已启动大型居住社区比例").measured
    '成熟期大型居住社区'
    """
    text = TRAILING_UNIT.sub("", QUOTES.sub("", unicodedata.normalize("NFKC", indicator)))
    text = LEADING_LINK.sub("", text)
    text = TIME_IN_WORDS.sub(lambda found: str(parse_numeral(found[0]) or found[0]), text)
    text = LEFT_BEHIND.sub("", _strip_leading(text, "scope")) or text
    text = _deeds_before_a_rate().sub("", text)
    deed = deed_of(text)
    text = _strip_leading(DEGREE.sub("", text), "lead") or text
    text = PROMINENT.sub("", _strip_leading(text, "scope") or text)
    text = without_areas(text) or text
    synonyms = words("synonym")
    text = _pattern("synonym").sub(lambda found: synonyms[found[0]], text)
    text = SHARE_OF_DONE.sub(r"\1率", text)
    share = SHARE.match(text) or AMONG.match(text) or PLAIN_SHARE.match(text)
    parts = share.groupdict() if share else {}
    whole = parts.get("whole") or parts.get("place") or parts.get("base")
    if whole in words("scope"):
        whole = WHOLE_PLACE
    if whole and not text.endswith("占比"):
        text += "占比"
    return Wording(
        text,
        _pattern("stage").sub("", text) or text,
        parts.get("measured") or text,
        whole,
        deed or deed_of(text),
        stages_of(text),
    )


def shared_head(indicator: str, before: str) -> str:
    """Return the head (每千人口) that an indicator shares with the one before it in a list; empty where it has none to share.

    >>> shared_head("注册护士数", "每千人口执业医师数达到3.6人、")
    '每千人口'
    """
    found = LISTED.search(before)
    if found is None or indicator.startswith(("每", "人均")) or indicator.endswith("率") or deed_of(indicator):
        return ""
    return found["head"]


def deed_of(text: str) -> str | None:
    """Return the deed whose verb begins the wording, None where it begins with no verb of a deed.

    >>> deed_of("累计供应床位"), deed_of("毛入园率")
    ('total', None)
    """
    found = _pattern("action").match(DEGREE.sub("", text))
    return words("action")[found[0]] if found else None


def without_deed(text: str) -> str:
    """Return a wording without the verb that begins it: 新增供应床位 counts 供应床位."""
    found = _pattern("action").match(text)
    return text[found.end() :] or text if found else text


def stages_of(text: str | None) -> frozenset[str]:
    """Return the groups of pupils and schools that a text names.

    >>> sorted(stages_of("义务教育学校"))
    ['junior', 'primary']
    """
    stages = words("stage")
    return frozenset(stage for found in _pattern("stage").findall(text or "") for stage in stages[found].split())


@lru_cache(MANY)
def squeezed(text: str) -> str:
    """Return a text without filler words, so that 公园总量 and 公园数量 become one."""
    return _pattern("filler").sub("", text) or text


@lru_cache(MANY)
def known_as(text: str) -> str:
    """Return what is left of a wording in comparing: no fillers, brackets, counters or rank, one word for one meaning.

    The word at the end that only says that it is a share is gone too: the unit tells that.

    >>> known_as("自然村（30户以上）通硬化路比例") == known_as("自然村（30户以上）通硬化路率")
    True
    """
    meant = words("contrast")
    text = without_class(RISE.sub("", URBAN.sub("", text)))
    text = _pattern("contrast").sub(lambda found: meant[found[0]] or found[0], text)
    return "".join(TOKEN.findall(squeezed(PER_COUNT.sub("", RATE.sub("", text)))))


@lru_cache(MANY)
def signature(text: str) -> str:
    """Return what a wording is known by whatever the order of its words: its characters without fillers, each once.

    >>> signature("养老机构护理型床位") == signature("护理型床位养老机构床位")
    True
    """
    return "".join(sorted(set(TOKEN.findall(known_as(text)))))


@lru_cache(MANY)
def without_class(text: str) -> str:
    """Return a wording without the rank from which things are counted.

    >>> without_class("区管及以上河湖建成率")
    '河湖建成率'
    """
    return CLASS.sub("", text) or text


def class_of(text: str) -> str | None:
    """Return the rank from which a wording counts, None where it names none."""
    found = CLASS.search(text)
    return found[0].replace("及", "") if found else None


def same_measure(first: Wording, second: Wording) -> bool:
    """Tell whether two wordings measure one thing: the same deed, and nothing but fillers and order between them.

    The denominator of a share may be left out (护理型床位占比), stand before the measure (养老机构护理型床位占比), or share its
    words with it in another way; so may the rank from which things are counted.
    """
    if first.text == second.text:
        return True
    if None not in (first.deed, second.deed) and first.deed != second.deed:
        return False
    if None not in (ranks := (class_of(first.text), class_of(second.text))) and ranks[0] != ranks[1]:
        return False
    if same_words(first.measured, second.measured):
        return first.whole is None or second.whole is None or same_words(first.whole, second.whole)
    turned = first.whole is not None and same_words(first.whole, second.measured)
    return not turned and same_words(first.sides, second.sides)


@lru_cache(MANY)
def same_words(first: str, second: str) -> bool:
    """Tell whether two texts differ in fillers and order alone; a contrasting word on one side makes them different."""
    if signature(first) == signature(second):
        return contrasts(first) == contrasts(second)
    return False


def in_order(shorter: str, longer: str) -> bool:
    """Tell whether all characters of the shorter text stand in the longer one in the same order."""
    rest = iter(longer)
    return all(sign in rest for sign in shorter)


def contrasts(text: str) -> frozenset[str]:
    """Return the words in a text that tell measures apart, such as 农村 and 公办."""
    meant = words("contrast")
    return frozenset(
        meant[word] or word for word in _pattern("contrast").findall(URBAN.sub("", _pattern("area").sub("", text)))
    )


def elided(longer: str, shorter: str, before: str) -> bool:
    """Tell whether `shorter` is `longer` without its head, which stands in the words before it instead.

    >>> elided("旧衣物数字化回收覆盖率", "数字化回收覆盖率", "推行旧衣物电子登记，实现")
    True
    """
    head = longer[: len(longer) - len(shorter)].rstrip("的在")
    return len(shorter) >= ELIDED and longer.endswith(shorter) and len(head) > 1 and head in before


@lru_cache(MANY)
def without_group(text: str) -> str:
    """Return a wording without the groups of people or schools that begin it (所有小学、初中每12个班级 → 每12个班级)."""
    at = 0
    while (found := GROUP.match(text, at) or _pattern("stage").match(text, at)) and found.end() < len(text):
        at = found.end()
    return text[at:]


def _strip_leading(text: str, role: str) -> str:
    pattern = _pattern(role)
    while (found := pattern.match(text)) and found.end() < len(text):
        text = text[found.end() :]
    return text
