"""A thousand random edits of a notice: only what was edited is told; order, wrapping and width alone tell nothing."""

from __future__ import annotations

import random
import re
from unicodedata import east_asian_width

import pytest

from extractors.records import NoticeRecords
from pipeline.clean import clean
from pipeline.diff.changes import Comparison, Kind, compare
from pipeline.diff.sides import from_records
from pipeline.extract import read_notice

HEAD = """云岭县人民政府办公室关于印发云岭县基础教育提升行动计划的通知
云政办发〔2023〕12号

各乡镇人民政府，县直各部门：

《云岭县基础教育提升行动计划》已经县政府同意，现印发给你们，请认真贯彻执行。

云岭县人民政府办公室
2023年5月8日

云岭县基础教育提升行动计划
"""
ITEMS = (
    ("扩大学前教育资源", "到2025年，学前教育毛入园率达到96%，普惠性幼儿园覆盖率达到88%以上。", "县教育局", "县财政局"),
    ("改善学校办学条件", "2024年底前新建义务教育学校7所，改造农村学校运动场23片。", "县住房城乡建设局", "县教育局"),
    ("加强教师队伍建设", "每年培训中小学教师1200人次，专任教师持证率达到98%。", "县人力资源社会保障局", "县教育局"),
    ("促进学生健康成长", "学生近视率控制在34%以内，学生体质健康优良率达到55%。", "县卫生健康局", "县教育局"),
    ("推进教育数字转型", "2026年底前建成智慧校园14所，配备多媒体设备320套。", "县工业信息化局", "县教育局"),
    ("办好乡村小规模学校", "2025年底前改造乡村教学点16个，建设教师周转宿舍240套。", "县乡村振兴局", "县教育局"),
    (
        "发展特殊教育",
        "到2026年，残疾儿童义务教育入学率达到97%，新建特殊教育资源教室18间。",
        "县残疾人联合会",
        "县教育局",
    ),
    ("提升高中办学水平", "到2027年，高中阶段教育毛入学率达到95%，创建特色普通高中2所。", "县发展改革局", "县教育局"),
    ("完善资助保障体系", "每年资助家庭经济困难学生3600人次，资助资金发放及时率达到100%。", "县民政局", "县财政局"),
    ("维护校园安全稳定", "每学期开展安全演练2次，专职保安配备率达到100%。", "县公安局", "县教育局"),
)
LEAD_IN = "围绕{}的要求，坚持规划先行、分步实施，压实属地责任，健全部门协同、定期会商和跟踪问效的工作机制。"
NUMERALS = "一二三四五六七八九十"
HALF_TO_FULL = str.maketrans("0123456789%,()", "０１２３４５６７８９％，（）")


def write(items: list[tuple[str, str, str, str]]) -> str:
    """Write the notice with these items."""
    body = [
        f"{NUMERALS[i]}、{heading}\n{LEAD_IN.format(heading)}{text}（{lead}牵头，{support}配合）"
        for i, (heading, text, lead, support) in enumerate(items)
    ]
    return HEAD + "\n".join(body) + "\n"


def read(text: str) -> NoticeRecords:
    """Read a notice as the program does with a file."""
    return read_notice(clean(text.encode(), "plan.txt"))


@pytest.fixture(scope="module")
def old() -> NoticeRecords:
    records = read(write(list(ITEMS)))
    assert len(records.targets) == 20 and len(records.responsibilities) == 10
    return records


def differences(old: NoticeRecords, text: str) -> Comparison:
    return compare(from_records(old, "old"), from_records(read(text), "new"))


def wrap(text: str, width: int) -> str:
    """Break every line where it is set wider than `width`, a Han character being 2 wide, as a PDF does."""
    lines = []
    for line in text.splitlines():
        lines.append("")
        room = width
        for character in line:
            room -= 2 if east_asian_width(character) in "WFA" else 1
            if room < 0:
                lines.append("")
                room = width - 2
            lines[-1] += character
    return "\n".join(lines) + "\n"


def edit_value(chance: random.Random, items: list[tuple[str, str, str, str]]) -> set[Kind]:
    """Change one number that is no year."""
    at = chance.randrange(len(items))
    heading, text, lead, support = items[at]
    number = chance.choice([m for m in re.finditer(r"\d+", text) if text[m.end()] != "年"])
    new = max(1, int(number[0]) + chance.choice([-3, -2, -1, 1, 2, 3]))
    items[at] = (heading, f"{text[: number.start()]}{new}{text[number.end() :]}", lead, support)
    return {Kind.RAISED if new > int(number[0]) else Kind.LOWERED}


def edit_date(chance: random.Random, items: list[tuple[str, str, str, str]]) -> set[Kind]:
    """Change the year of one item that has one."""
    at = chance.choice([i for i, item in enumerate(items) if re.search(r"20\d\d年", item[1])])
    heading, text, lead, support = items[at]
    year = re.search(r"20\d\d", text)
    assert year
    new = int(year[0]) + chance.choice([-1, 1, 2])
    items[at] = (heading, text.replace(year[0], str(new), 1), lead, support)
    return {Kind.POSTPONED if new > int(year[0]) else Kind.BROUGHT_FORWARD}


def edit_agency(chance: random.Random, items: list[tuple[str, str, str, str]]) -> set[Kind]:
    """Change who leads one item."""
    at = chance.randrange(len(items))
    heading, text, lead, support = items[at]
    others = {"县发展改革局", "县审计局", "县自然资源局"} - {lead}
    items[at] = (heading, text, chance.choice(sorted(others)), support)
    return {Kind.LEAD_CHANGED}


@pytest.mark.slow
def test_only_what_was_edited_is_reported(old: NoticeRecords) -> None:
    chance = random.Random(11)  # noqa: S311 - a fixed seed makes the same edits each time
    for number in range(700):
        items = list(ITEMS)
        edit = (edit_value, edit_date, edit_agency)[number % 3]
        expected = edit(chance, items)
        found = differences(old, write(items))
        told = {change.kind for line in found.changed for change in line.changes}
        assert told == expected, (number, items, [(line.item.name, line.changes) for line in found.changed])
        touched = {line.item.section for line in found.changed}
        assert touched == {new[0] for new, before in zip(items, ITEMS, strict=True) if new != before}


@pytest.mark.slow
def test_order_wrapping_and_width_alone_report_no_record(old: NoticeRecords) -> None:
    chance = random.Random(13)  # noqa: S311
    for number in range(300):
        items = list(ITEMS)
        if number % 3 == 0:
            chance.shuffle(items)
            found = differences(old, write(items))
            assert not found.changed, [(line.item.name, line.changes) for line in found.changed]
            continue
        text = write(items)
        if number % 3 == 1:
            text = wrap(text, 2 * chance.randint(22, 42))
        else:
            head, body = text[: len(HEAD)], text[len(HEAD) :]
            text = head + "".join(c.translate(HALF_TO_FULL) if chance.random() < 0.5 else c for c in body)
        found = differences(old, text)
        assert found.same, [(line.item.name, line.changes) for line in found.changed] or found.sentences
