"""Text copied from pages: what stood round the notice becomes fields or goes, what is the notice stays."""

from __future__ import annotations

import time

import pytest

from extractors.notice import Attachment, Notice
from extractors.vocabulary import Status
from pipeline.clean import clean
from tests.clean_laws import check_bytes, check_tables

BODY = "各镇要按照职责分工抓好落实，确保到2025年底前完成管网改造120公里，新增停车泊位800个，改造老旧小区15个。"


def read(text: str, name: str = "a.txt") -> Notice:
    notice = clean(text.encode(), name)
    assert notice.status is Status.OK, notice.reason
    return notice


HEADS = {
    "a path, header lines and tools on lines of their own": (
        "当前位置：\n首页\n>\n政务公开\n>\n规划计划\n某县停车设施建设方案\n发布时间：\n2024-03-01 09:00\n来源：\n县住建局\n"
        "阅读量：\n【字体：\n大\n中\n小\n】\n打印",
        "某县停车设施建设方案",
        {"published_on": "2024-03-01 09:00", "source": "县住建局"},
    ),
    "a path over two lines": (
        "您现在的位置:首页\n > 政务公开 > 规划计划 > 其他发展规划\n某县停车设施建设方案\n"
        "发布日期: 2024- 03- 01 17: 33\n浏览次数:\n字体:[ ]",
        "某县停车设施建设方案",
        {"published_on": "2024- 03- 01 17: 33"},
    ),
    "a header table as a list of values": (
        "  • 000000000/2024-00012\n  • 某县停车设施建设方案\n  • 某政发〔2024〕3号\n  • 2024-03-01\n\n某县停车设施建设方案",
        "某县停车设施建设方案",
        {
            "index_number": "000000000/2024-00012",
            "title": "某县停车设施建设方案",
            "doc_number": "某政发〔2024〕3号",
            "published_on": "2024-03-01",
        },
    ),
    "a header table with two fields a line and no colons": (
        "索 引 号 640000000/2024-00062 发文时间 2024-03-01\n发布机构 某县住建局 文 号 某建发〔2024〕3号\n公开方式 主动公开 有效性 有效\n"
        "标 题: 某县停车设施建设方案\n某县停车设施建设方案",
        "某县停车设施建设方案",
        {
            "index_number": "640000000/2024-00062",
            "issuer": "某县住建局",
            "doc_number": "某建发〔2024〕3号",
            "validity": "有效",
        },
    ),
    "a long header line with commas in a bracket": (
        "某县停车设施建设方案\n来源：某县教育局（示例文本，机构与地名均为虚构，请勿当真） 发布时间：2024-03-01 浏览次数：",
        "某县停车设施建设方案",
        {"source": "某县教育局（示例文本，机构与地名均为虚构，请勿当真）", "published_on": "2024-03-01"},
    ),
    "what a legal collection puts above": (
        "【法宝引证码】 CLI.1.1\n原文链接：https://example.cn/a.html\n某县停车设施建设方案",
        "某县停车设施建设方案",
        {},
    ),
    "nothing": (
        "某县停车设施建设方案\n某建发〔2024〕3号\n各镇人民政府：",
        "某县停车设施建设方案\n某建发〔2024〕3号\n各镇人民政府：",
        {},
    ),
}


@pytest.mark.parametrize("what", HEADS)
def test_head(what: str) -> None:
    source, kept, fields = HEADS[what]
    notice = read(f"{source}\n{BODY}\n一、目标\n{BODY}")
    assert notice.text == f"{kept}\n{BODY}\n一、目标\n{BODY}"
    given = {field.name: field.value for field in reversed(notice.fields)}
    assert {name: given.get(name) for name in fields} == fields


FEET = {
    "signature and imprint": (
        "某县住建局\n2024年3月1日\n扫一扫在手机打开当前页\n打印本页 关闭本页\n主办单位：某县人民政府\n某ICP备00000001号",
        "某县住建局\n2024年3月1日",
    ),
    "related links and all below": ("某县住建局\n相关链接：\n某县停车收费办法\n某县道路规划", "某县住建局"),
    "a contact that is part of the notice": (
        "联系电话：0000-0000000\n附件：任务表",
        "联系电话：0000-0000000\n附件：任务表",
    ),
    "a signature right above the imprint": (
        "联系电话：0000-0000000\n某县住建局\n2024年3月1日\n网站地图\n"
        "主办：某县人民政府　承办：某县政府办\n某ICP备00000001号\n某公网安备00000号",
        "联系电话：0000-0000000\n某县住建局\n2024年3月1日",
    ),
    "who runs an event": (
        "主办单位：某县体育局\n承办单位：某县体育中心",
        "主办单位：某县体育局\n承办单位：某县体育中心",
    ),
    "running text below the imprint": (
        "某县住建局\n网站标识码：0000000001\n为确保浏览效果，建议您使用以下浏览器：IE浏览器9.0版本及以上，分辨率不低于1024。",
        "某县住建局",
    ),
    "the source of the page": ("某县住建局\n来源：某县住建局", "某县住建局"),
    "neighbours": ("某县住建局\n上一篇：某县召开会议\n下一篇：没有了", "某县住建局"),
}


@pytest.mark.parametrize("what", FEET)
def test_foot(what: str) -> None:
    source, kept = FEET[what]
    assert read(f"{BODY}\n{source}").text == f"{BODY}\n{kept}"


def test_words_of_tools_amid_the_notice_stay() -> None:
    source = f"{BODY}\n小\n大\n打印\n{BODY}"
    assert read(source).text == source


def test_front_matter_is_fields_and_the_list_of_links_attachments() -> None:
    notice = read(
        "---\n标题: 关于印发《停车办法》的通知\n文号: \n发布单位: 某区住建委\n发布日期: 2024-03-01\n官方链接: https://example.cn/1\n---\n\n"
        f"> 本文正文由脚本自官网页面提取，仅供检索查阅。\n\n# 关于印发《停车办法》的通知\n\n{BODY}\n\n## 附件（官方直链）\n\n- [停车办法.pdf](https://example.cn/a.pdf)\n",
        "a.md",
    )
    assert notice.text == f"关于印发《停车办法》的通知\n\n{BODY}"
    assert notice.source_url == "https://example.cn/1"
    assert [(f.name, f.value) for f in notice.fields][:3] == [
        ("title", "关于印发《停车办法》的通知"), ("issuer", "某区住建委"), ("published_on", "2024-03-01"),
    ]  # fmt: skip
    assert notice.attachments == (Attachment("停车办法.pdf", "https://example.cn/a.pdf"),)


def test_tags_left_in_a_text_are_markup() -> None:
    source = f'"<divclass="title"><h2>某市工作报告</h2>时间：2004-03-25</div><divclass="p"><p>各位代表：</p><p>{BODY}</p></div>"'
    notice = read(source)
    assert notice.text == f"某市工作报告\n各位代表：\n{BODY}"
    assert ("published_on", "2004-03-25") in {(f.name, f.value) for f in notice.fields}


def test_tables_that_a_converter_left_in_a_text_are_tables() -> None:
    table = "<table><tr><td rowspan=2>绿化</td><td>覆盖<br>率</td></tr><tr><td>面积<br></td></tr></table>"
    source = f"# 某县绿化方案\n\n各镇：请落实<sup>①</sup>。\n\n{table}\n\n二、措施\n{table}"
    notice = read(source, "a.md")
    assert [line for line in notice.text.split("\n") if line] == [
        "某县绿化方案", "各镇：请落实①。", "绿化\t覆盖率", "\t面积", "二、措施", "绿化\t覆盖率", "\t面积",
    ]  # fmt: skip
    assert [len(table.cells) for table in notice.tables] == [3, 3]
    check_tables(notice)
    check_bytes(notice, source.encode())


LINE = "各区要加强统筹，把公园建设纳入年度计划，落实用地和资金，按期"
"""A line of 30 characters, as text extracted from a PDF has them."""


def extracted(*lines: str) -> list[str]:
    """Return the paragraphs read of these lines amid others of a page."""
    around = [*[LINE] * 8, "完成建设任务。"]
    return read("\n".join([*around, *lines, *around])).text.split("\n")[1:-1]


SMALL_TYPE = {
    "figures of formulas that stand on a line of their own": (
        ["到2025年底，城区细颗粒物（PM ）年平均浓度由46微克下降到32", "2.5", "微克以下，臭氧（O ）浓度稳中有降。"],
        ["到2025年底，城区细颗粒物（PM）年平均浓度由46微克下降到32微克以下，臭氧（O）浓度稳中有降。"],
    ),
    "several of them": (
        ["深入推进细颗粒物（PM ）和臭氧（O ）污染协同控制，加强了源头", "2.5 3", "管控，实施总量控制。"],
        ["深入推进细颗粒物（PM）和臭氧（O）污染协同控制，加强了源头管控，实施总量控制。"],
    ),
    "but not a figure of the sentence": (
        ["各区要落实用地和资金，把公园建设纳入年度计划，新建公园达到了", "120", "个以上，由主管部门组织验收。"],
        ["各区要落实用地和资金，把公园建设纳入年度计划，新建公园达到了120", "个以上，由主管部门组织验收。"],
    ),
    "an article behind the last words of the page before": (
        ["本办法所称绿地包括公园。 第四条 绿地管理应当坚持统一规划、", "分级负责的原则。"],
        ["本办法所称绿地包括公园。", "第四条 绿地管理应当坚持统一规划、分级负责的原则。"],
    ),
    "an article behind the heading of a chapter": (
        ["第七章 法律责任 第四十二条 违反本办法规定的，由主管部门责", "令限期改正。"],
        ["第七章 法律责任", "第四十二条 违反本办法规定的，由主管部门责令限期改正。"],
    ),
    "but not an article that is cited": (
        ["违反《松阳市绿化办法》和本规定 第四条 要求的，由主管部门责", "令限期改正。"],
        ["违反《松阳市绿化办法》和本规定 第四条 要求的，由主管部门责令限期改正。"],
    ),
    "the mark of a heading amid the first line of a paragraph": (
        ["坚持全覆盖、可持续，健全覆盖城乡居民的养护管理制度，实行统", "一、规范的做法。"],
        ["坚持全覆盖、可持续，健全覆盖城乡居民的养护管理制度，实行统一、规范的做法。"],
    ),
}  # fmt: skip


@pytest.mark.parametrize("what", SMALL_TYPE)
def test_what_the_turn_of_a_page_and_small_type_did_is_mended(what: str) -> None:
    given, expected = SMALL_TYPE[what]
    assert extracted(*given) == expected


def test_contents_glued_to_what_stands_before_and_behind_go() -> None:
    entries = [f"{mark}、推进绿地建设......{i}" for i, mark in enumerate("一二三四", 1)]
    text = read(
        "\n".join(["松阳市绿地规划", "市人民政府批准目 录", *entries, "3绿地是城市重要的基础设施。", LINE])
    ).text
    assert text.split("\n")[:3] == ["松阳市绿地规划", "市人民政府批准", "绿地是城市重要的基础设施。"]


def test_a_page_number_glued_to_the_number_of_an_item_goes() -> None:
    pages = [[*[LINE] * 11, f"完成第{sign}批任务。", str(number)] for number, sign in enumerate("甲乙丙丁戊己庚", 1)]
    pages[3][-1] = "422、林荫步道。是指两侧种有乔木、供人步行的道路。"
    lines = [line for page in pages for line in page]
    assert "\n22、林荫步道。是指" in read("\n".join(lines)).text


HOSTILE = {
    "deep.html": b"<div>" * 100_000 + "深处的文字。".encode(),
    "comments.html": b"<p><p><p>" + b"<!--" * 500_000,
    "tags.html": b"<p><p><p>" + b"<a " * 500_000,
    "quotes.html": b"<p><p><p><a " + b'"' * 500_000,
    "references.html": b"<p><p><p>" + b"&#" * 200_000,
    "spans.html": b"<table><tr>"
    + b"<td colspan=9999 rowspan=9999>x</td>" * 50
    + b"</tr><tr><td>y</td><td>z</td></tr></table>",
    "sheet.html": b"<p><p><p><style>" + b"@media x{a{" * 50_000 + b"</style>x",
    "buttons.txt": ("打印文章分享" * 60 + "x\n").encode() * 500,
    "path.txt": ("首页" + ">" * 3000 + "x\n").encode() * 100,
    "labels.txt": ("发布日期：来源：" * 20 + "\n").encode() * 500,
    "dots.txt": b"." * 2_000_000,
    "one.txt": b"a" * 3_000_000,
    "blanks.txt": b"x" + b" " * 3_000_000 + b"y",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_text_ends_in_time(name: str) -> None:
    begun = time.monotonic()
    clean(HOSTILE[name], name)
    assert time.monotonic() - begun < 30
