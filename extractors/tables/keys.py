"""What can key the row of a table that divides something: a place, a body that stands beside places, or the total."""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import lru_cache

from extractors.places import Gazetteer

TOTAL = re.compile(
    r"""(?: 全 [国省市区县州盟旗] | 总 | 全部 )? (?: (?:合|总|小|共) 计 (?:数|量)? | 总合计 | 总数 | 汇总 )
      | 全 [国省市区县州盟旗] | 全自治[区州]""",
    re.VERBOSE,
)
"""The row of the whole."""

SHAPE = re.compile(
    r"""[\u4e00-\u9fff]{1,12}
        (?: [市区县旗州盟镇乡] | 地区 | 街道 | 街道办事处 | 林区 | 开发区 | 园区 | 管委会 | [农林牧渔]场 )
        (?: [（(] [^（()）]{1,16} [)）] )?""",
    re.VERBOSE,
)
"""A name that ends like a place's; a note in brackets may follow (不含开发区)."""

NO_PLACE = re.compile(
    r".*(?:公顷|社区|小区|校区|景区|库区|城区|病区|学区|林区数|超市|城市|门市|城镇|乡镇|下乡|县[市区]|市[州县区])"
)
"""Words that end like a place's name and are none."""

LOCAL = re.compile(r"[市区县州]? (?: 本级 | 直 | 直属 | 属 ) [\u4e00-\u9fff]{0,4} | 市辖区 | 市区 | 城区", re.VERBOSE)
"""Keys that mean something only within the place of the column before: the city's own part."""

BESIDE = re.compile(
    r"""[国省市区县州] (?: 直 | 属 | 本级 | 级 ) [\u4e00-\u9fff]{0,8}
      | [\u4e00-\u9fff]{1,6} 市?本级 | 市辖区 | 其[他它] | 预留 | 机动 | 兵团 | [\u4e00-\u9fff]{2,8} (?: 集团 | 总局 | 管理局 | 垦区 )""",
    re.VERBOSE,
)
"""What has a row of its own among places."""


def is_total(words: str) -> bool:
    """Tell whether a row with this key (white space left out) holds the sum of the others."""
    return TOTAL.fullmatch(words) is not None


@lru_cache(maxsize=20_000)
def is_place(words: str) -> bool:
    """Tell whether a key names a place: one that the gazetteer knows by a full or short name, or one by its ending."""
    if len(words) >= SHORTEST and SHAPE.fullmatch(words):
        return NO_PLACE.fullmatch(words) is None
    return bool(Gazetteer.load().find(words))


def is_local(words: str) -> bool:
    """Tell whether a key stands for a part of the place in the column before it (市本级)."""
    return LOCAL.fullmatch(words) is not None


def is_key(words: str) -> bool:
    """Tell whether a row of a table that divides something could be keyed by these words."""
    return is_total(words) or is_place(words) or BESIDE.fullmatch(words) is not None


def keyed_by_place(keys: Collection[str]) -> bool:
    """Tell whether the cells of a column key the rows of a table that divides: two places at least, and hardly others."""
    places = {key for key in keys if is_place(key) and not is_total(key)}
    known = [key for key in keys if is_key(key)]
    return len(places) >= LEAST_PLACES and len(known) >= MOSTLY * len(keys)


SHORTEST = 3
"""Characters of a place that is known by its ending alone; shorter ones (城乡) must stand in the gazetteer."""

LEAST_PLACES = 2
MOSTLY = 0.75
"""Of the rows so many must have a key that is known; the others may be bodies of any name."""
