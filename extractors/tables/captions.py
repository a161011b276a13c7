"""Read what stands over a table: what it asks for, and in what unit."""

from __future__ import annotations

import re

from extractors.places import Gazetteer
from extractors.tables.units import Unit, read_unit

UNITS = re.compile(r"单位[：:]\s*(?P<units>[^\s）)；;]{1,24})")
UNIT_LINE = re.compile(r"[（(]?\s*(?:计量)?单位[：:].*$")
UNIT_AT_END = re.compile(r"[（(](?P<unit>[^（()）]{1,10})[)）]\s*$")
NUMBER = re.compile(r"^\s*(?:附?[表件录]\s*[\d一二三四五六七八九十.．\-—]*|专栏\s*\d*)[：:、.．\s]*")
OPENING = re.compile(
    r"""^ (?:
        (?: 到 | 至 )? 20\d\d (?: [-—–~～至] (?:20)?\d\d )? 年?度? (?: 底 | 末 )?
      | [“"]? 十[一二三四五六七]五 [”"]? (?: 期间 | 时期 )?
      | [全我] [国省市区县州盟旗] | 各地 | 分[市县区]
      | 各 [\u4e00-\u9fff]{0,3} [（(]? [市区县州盟旗乡镇、/]{1,8} [)）]? (?:街道)?
      | 关于 | 下达
    )""",
    re.VERBOSE,
)
"""What a caption says before it says what is asked: when, where, for whom."""

CLOSING = re.compile(
    r"""(?:
        (?: 年度 | 工作 )? (?: 目标 | 任务 | 计划 | 指标 | 分配 | 分解 | 下达 | 安排 | 数量? | 情况 | 明细 | 汇总 | 一览 )+ (?: 表 | 清单 )?
      | 表 | 清单 | 方案 | 的?通知
    ) (?: [（(] [^（()）]{0,24} [)）] )? $""",
    re.VERBOSE,
)
SEPARATORS = re.compile(r"[、，,/／]")


def units_of(caption: str) -> list[Unit]:
    """Return the units that a caption names, in order: 单位：亩、万元; or one in brackets at the end of its title."""
    if said := UNITS.search(caption):
        return [u for word in SEPARATORS.split(said["units"]) if (u := read_unit(word)) is not None and u.name]
    ends = (UNIT_AT_END.search(line) for line in caption.splitlines())
    units = (read_unit(end["unit"]) for end in ends if end)
    return [unit for unit in units if unit is not None and unit.name]


def task_of(caption: str, gazetteer: Gazetteer) -> str:
    """Return what a caption asks for, without its number, the time, the place, and 任务分解表; empty where it says nothing."""
    lines = [words for line in caption.splitlines() if (words := UNIT_LINE.sub("", line).strip())]
    if not lines:
        return ""
    name = NUMBER.sub("", UNIT_AT_END.sub("", lines[-1]) if units_of(lines[-1]) else lines[-1])
    while True:
        before = name
        name = OPENING.sub("", name).lstrip("的 ")
        _, end = gazetteer.leading(name)
        name = CLOSING.sub("", name[end:])
        if name == before:
            return "".join(name.split())
