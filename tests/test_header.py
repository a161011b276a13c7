"""What a notice's header says: whole notices from `gold/header.yaml`, and the small readers on their own."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from extractors.header import read_header
from extractors.issuers import issuer_in_title, read_day, split_addressees
from extractors.jurisdiction import is_national
from extractors.notice import Notice, PageField
from extractors.places import Gazetteer
from extractors.records import Header
from extractors.titles import is_title, kind_of, period_of

GOLD: list[dict[str, Any]] = yaml.safe_load((Path(__file__).parent / "gold" / "header.yaml").read_text("utf-8"))
PLACES = Gazetteer.load()


def read(text: str, fields: dict[str, Any] | None = None) -> Header:
    given_ = tuple(PageField(name, str(value), name, "table") for name, value in (fields or {}).items())
    return read_header(text, Notice("notice.txt", "0", "text/plain", text, fields=given_), PLACES)


def said(header: Header, name: str) -> Any:
    if name == "period":
        return [header.period_start, header.period_end] if header.period_start else None
    if name == "place":
        return header.place.code if header.place else None
    value = getattr(header, name)
    return list(value) if isinstance(value, tuple) else value


@pytest.mark.parametrize("case", GOLD, ids=lambda case: case["about"])
def test_a_header_says(case: dict[str, Any]) -> None:
    header = read(case["text"], case.get("fields"))
    assert {name: said(header, name) for name in case["header"]} == case["header"]


@pytest.mark.parametrize("case", GOLD, ids=lambda case: case["about"])
def test_every_field_points_into_the_text(case: dict[str, Any]) -> None:
    for evidence in read(case["text"], case.get("fields")).evidence:
        assert evidence.span.cut(case["text"]).strip()


@given(st.text(alphabet="滨州市人民政府教育局关于印发《》的通知方案〔2023〕年月日各单位：。\n 第号一、", max_size=200))
def test_any_text_has_a_header(text: str) -> None:
    header = read(text)
    assert header.title is None or header.title.strip()


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("滨州市关于印发《渔港规划》的通知", "通知"),
        ("渔港管理办法（试行）", "管理办法"),
        ("渔港建设三年行动计划(2018—2020年)", "行动计划"),
        ("2026年政府工作报告", "政府工作报告"),
        ("渔港五年规划和二〇三五年远景目标纲要", "纲要"),
        ("渔港项目名单公示", "公示"),
        ("渔港建设目标任务", "目标任务"),
        ("渔港风光", None),
        ("渔业资源保护法", None),
    ],
)
def test_the_kind_ends_the_title(title: str, kind: str | None) -> None:
    assert kind_of(title) == kind


@pytest.mark.parametrize("text", ["关于印发《渔港规划", "滨州市渔港", "渔港（草案", "通知", "关于加快渔港建设和"])
def test_not_a_whole_title(text: str) -> None:
    assert not is_title(text)


@pytest.mark.parametrize(
    ("title", "period"),
    [
        ("渔港行动计划（2018—2020年）", (date(2018, 1, 1), date(2020, 12, 31))),
        ("渔港行动计划（2018-2020年）", (date(2018, 1, 1), date(2020, 12, 31))),
        ("渔港规划（2021 年-2035 年）", (date(2021, 1, 1), date(2035, 12, 31))),
        ("渔港“十四五”规划", (date(2021, 1, 1), date(2025, 12, 31))),
        ("渔港“十五五”规划", (date(2026, 1, 1), date(2030, 12, 31))),
        ("渔港第十二个五年规划", (date(2011, 1, 1), date(2015, 12, 31))),
        ("渔港2021年工作计划", (date(2021, 1, 1), date(2021, 12, 31))),
        ("渔港2025年度实施计划", (date(2025, 1, 1), date(2025, 12, 31))),
        ("二〇二三年渔港工作要点", (date(2023, 1, 1), date(2023, 12, 31))),
        ("渔港三年行动计划", None),
        ("2011年11月上旬渔港名单", None),
        ("渔港管理办法（2015年修订）", None),
        ("渔港规划（2020年版）", None),
        ("面向2035年远景目标的渔港规划", None),
        ("第二十五届渔业大会方案", None),
    ],
)
def test_the_period_that_a_title_states(title: str, period: tuple[date, date] | None) -> None:
    assert period_of(title) == period


@pytest.mark.parametrize(
    ("title", "issuer"),
    [
        ("滨州市教育局关于做好渔业教育的通知", "滨州市教育局"),
        ("滨州市人民政府办公室关于转发市渔业局《渔港规划》的通知", "滨州市人民政府办公室"),
        ("财政部 税务总局关于渔船税收的公告", "财政部 税务总局"),
        ("山东省教育厅等11部门关于渔业教育的意见", "山东省教育厅等11部门"),
        ("教育部等八部门关于印发渔业教育规划的通知", "教育部等八部门"),
        ("关于印发渔港规划的通知", None),
        ("渔港建设2021年工作计划", None),
    ],
)
def test_the_issuer_that_a_title_begins_with(title: str, issuer: str | None) -> None:
    assert issuer_in_title(title) == issuer


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("各区人民政府，市政府各委、办、局，各有关单位", ("各区人民政府", "市政府各委、办、局", "各有关单位")),
        ("各镇人民政府、街道办事处,区属各公司", ("各镇人民政府", "街道办事处", "区属各公司")),
        ("国务院各部委、各直属机构", ("国务院各部委、各直属机构",)),
        ("各处室、中心，各村（居）", ("各处室、中心", "各村（居）")),
        ("各县（市、区）人民政府", ("各县（市、区）人民政府",)),
    ],
)
def test_a_salutation_is_split_where_bodies_end(text: str, names: tuple[str, ...]) -> None:
    assert split_addressees(text) == names


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2018年10月27日", date(2018, 10, 27)),
        ("2013-03-12", date(2013, 3, 12)),
        ("2018- 08- 10 17: 33", date(2018, 8, 10)),
        ("2021-08-01-06:08:00", date(2021, 8, 1)),
        ("202 2 年 11月17日", date(2022, 11, 17)),
        ("2023/5/4", date(2023, 5, 4)),
        ("二〇二三年九月五日", date(2023, 9, 5)),
        ("二○二三年十二月二十一日", date(2023, 12, 21)),
        ("２０１２年３月１日", date(2012, 3, 1)),
        ("2009年3月", None),
        ("2023年2月30日", None),
        ("长期有效", None),
    ],
)
def test_the_day_that_a_value_names(text: str, day: date | None) -> None:
    assert read_day(text) == day


@pytest.mark.parametrize("issuer", ["国务院办公厅", "财政部", "国家发展改革委办公厅", "中国证监会", "中共中央办公厅"])
def test_an_organ_of_the_centre(issuer: str) -> None:
    assert is_national(issuer)


@pytest.mark.parametrize("issuer", ["滨州市财政局", "市委组织部", "统计局", "省国资委", "中共阳江市委"])
def test_not_an_organ_of_the_centre(issuer: str) -> None:
    assert not is_national(issuer)
