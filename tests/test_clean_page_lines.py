"""Lines above and below the main text of a page: what they say of the notice, what is furniture, and what is the notice's own."""

from __future__ import annotations

import pytest

from pipeline.clean import clean
from pipeline.clean.chrome import is_line
from pipeline.clean.headline import ends_with_kind
from pipeline.clean.page_fields import read_line
from pipeline.clean.page_info import read_info

INFO = {
    "2024-03-01 10:20 泾源县水利局 浏览（35）": {"published_on": "2024-03-01 10:20", "source": "泾源县水利局"},
    "[ 2024-03-01 ] 阅读 2301 次": {"published_on": "2024-03-01"},
    "2024-03-01 08:30:00.0": {"published_on": "2024-03-01 08:30:00.0"},
    "2024/3/1": {"published_on": "2024/3/1"},
    "市经济和信息化局 日期：2023-04-03 点击： 次 字体：[大][中][小]": {
        "published_on": "2023-04-03",
        "source": "市经济和信息化局",
    },
    "http://www.example.cn/show.asp?no=77 2011-12-1 湘沚县安全生产委员会": {
        "published_on": "2011-12-1",
        "source": "湘沚县安全生产委员会",
    },
    "泾源县林业局 www.jingyuan.example.cn 2020-10-12 来源：本站 【大 中 小】": {
        "published_on": "2020-10-12",
        "source": "本站",
    },
}


@pytest.mark.parametrize(("line", "fields"), INFO.items())
def test_a_line_under_the_title_says_when_and_by_whom(line: str, fields: dict[str, str]) -> None:
    read = read_info(line)
    assert read is not None
    given: dict[str, str] = {}
    for field in read:
        given.setdefault(field.name, field.value)
    assert given == fields


@pytest.mark.parametrize(
    "line",
    [
        "2022年9月10日",  # the day under a signature
        "柳湾乡人民政府 2022年9月10日",
        "会议定于2024-03-01 上午9:00 在三楼会议室召开",
        "2023-05-01至2023-06-30",
        "施行日期为2024-03-01。",
        "关于开展春季植树活动的通知 2024-03-01",  # an item of a list
    ],
)
def test_other_lines_with_a_day_are_left_alone(line: str) -> None:
    assert read_info(line) is None


@pytest.mark.parametrize(
    "line",
    [
        "【我要纠错】责任编辑：某某", "（编辑：某某 审核：某某）", "文字大小：【大】【中】【小】【打印】", "分享到： 微信 微博",
        "保存 打印 关闭", "累计浏览：88", "更多>>", "登录 | 注册", "进入关怀模式", "暂无相关解读", "加载中...",
        "网站地图 | 联系我们 | 关于我们 | 隐私声明", "本网站支持IPv6访问", "打开微信，点击“发现”，使用“扫一扫”即可将网页分享至朋友圈",
        "您是第 12345 位访问者", "上一条：[06-01] 关于举办艺术节的通知", "您对本解读是否满意：", "网友评论（3条）",
    ],
)  # fmt: skip
def test_lines_of_a_template_are_furniture(line: str) -> None:
    assert is_line(line)


@pytest.mark.parametrize(
    "line",
    [
        "附件：1.任务分解表", "附件1", "（此件公开发布）", "联系人：某某，电话：010-00000000", "地址：泾源县某路1号",
        "抄送：县委办公室，县人大办公室。", "县人民政府办公室 2024年1月5日印发", "责任单位：县教育局", "单位：万元",
        "来源：财政拨款", "分享经验做法。", "（试行）", "第1号", "群众满意度", "网站集约化建设",
    ],
)  # fmt: skip
def test_lines_of_a_notice_are_not(line: str) -> None:
    assert not is_line(line)


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("关于做好春耕备耕工作的通知", True),
        ("湖东县督查工作规则（试行）", True),
        ("重点项目计划", True),
        ("通知公告栏目", False),
        ("一图读懂", False),
    ],
)
def test_titles_end_with_the_kind_of_document(title: str, expected: bool) -> None:
    assert ends_with_kind(title) is expected


TEXT = """湖东县督查工作规则

第一章 总则

一、为规范督查工作，结合本县实际，制定本规则，年度办结率不低于95%。
"""
HEADERS = {
    "two labels on a line, some without values": (
        "索引号: 003129000/201901-00336 组配分类: 规范性文件发布\n生成日期: 2019-01-23 文号:\n信息来源: 关键词:\n"
        "浏览次数: 590 内容概述:\n\n",
        {"index_number": "003129000/201901-00336", "issued_on": "2019-01-23"},
    ),
    "bullets with the value on the next line": (
        "• 索引号:\n\n6107280000/2024-001005\n• 来源:\n\n• 发文字号:\n\n湖政发〔2024〕7号\n• 有效性:\n\n• 内容概述:\n\n",
        {"index_number": "6107280000/2024-001005", "doc_number": "湖政发〔2024〕7号"},
    ),
    "labels without colons, each with its value below": (
        "索引号\nHD-2023-05-004\n公开目录\n计划规划\n发布机构\n湖东县应急管理局\n发文日期\n2023年5月4日\n时效性\n有效\n",
        {
            "index_number": "HD-2023-05-004",
            "issuer": "湖东县应急管理局",
            "issued_on": "2023年5月4日",
            "validity": "有效",
        },
    ),
    "labels in brackets": (
        "[主题分类] 综合政务\n[发文机构] 湖东县人民政府\n[联合发文单位]\n[成文日期] 2023-09-01\n[有效性] 是\n",
        {"issuer": "湖东县人民政府", "issued_on": "2023-09-01", "validity": "是"},
    ),
    "days of three kinds": (
        "成文日期：2023-09-01\n印发日期：2023-09-04\n发布日期：2023-09-08\n",
        {"issued_on": "2023-09-01", "printed_on": "2023-09-04", "published_on": "2023-09-08"},
    ),
}


@pytest.mark.parametrize(("header", "fields"), HEADERS.values(), ids=HEADERS.keys())
def test_headers_are_fields_in_whatever_form_they_were_copied(header: str, fields: dict[str, str]) -> None:
    notice = clean((header + TEXT).encode(), "a.txt")
    assert notice.text == TEXT.strip()
    given = {field.name: field.value for field in reversed(notice.fields)}
    assert {name: given.get(name) for name in fields} == fields


def test_a_title_over_two_lines_is_no_value_of_a_label_left_empty() -> None:
    lines = [
        "主题词：",
        "湖东县人民政府关于加快推进",
        "农村客运公交化改造的实施意见",
        "各乡镇人民政府：",
        "通车率达到百分之百，年底前完成。",
    ]
    notice = clean("\n".join(lines).encode(), "a.txt")
    assert notice.text.split("\n") == lines[1:]


def test_labels_behind_semicolons_on_one_line_under_a_title() -> None:
    read = read_line("发布机构：甲市财政局；文号：甲财规〔2026〕4号；生成日期：2026年7月31日。")
    assert read.whole
    assert [(f.name, f.value) for f in read.fields] == [
        ("issuer", "甲市财政局"),
        ("doc_number", "甲财规〔2026〕4号"),
        ("issued_on", "2026年7月31日"),
    ]
