"""The numbered truths of `pipeline.clean.clean`, one test or more for each line."""

from __future__ import annotations

import base64
import quopri

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractors.notice import Notice
from extractors.vocabulary import Status
from pipeline.clean import clean
from tests import made_pdfs
from tests.clean_laws import check_bytes, check_lines, check_order, check_tables

PAGE = """<html><head><title>试点方案</title></head><body><div class="nav"><a href="/">首页</a></div>
<div id="zoom"><p>各单位：</p><p>到2025年，覆盖率达到9<b>5</b>%&nbsp;以上。</p>{}</div><div class="footer">版权所有</div></body></html>"""


def page(inner: str = "") -> bytes:
    return PAGE.format(inner).encode()


def read(raw: bytes, name: str = "a.txt") -> Notice:
    notice = clean(raw, name)
    assert notice.status is not Status.FAILED, notice.reason
    return notice


# ---------------------------------------------------------------- 1 and 2


@pytest.mark.parametrize(
    ("name", "raw", "reason"),
    [
        ("a.txt", b"", "empty file"),
        ("a.html", b" \r\n\t ", "empty file"),
        ("a.pdf", b"%PDF-1.7\nnothing", "a broken PDF"),
        ("a.pdf", b"PK\x05\x06" + b"\0" * 18, "not a PDF, as its name says, but a ZIP archive: not read, unpack it"),
        ("a.rar", b"Rar!\x1a\x07\x00", "a RAR archive: not read, unpack it"),
        ("a.jpg", b"\xff\xd8\xff\xe0\x00\x10JFIF", "scanned, install duibiao[ocr]"),
        ("a.txt", b"\x01\x00\x02" * 50, "not a text file: it holds zero bytes"),
        ("a.txt", bytes(range(128, 256)) * 20, "unreadable: not text in any known encoding"),
        ("a.txt", b"x" * 12_000_001, "too large: 12 MB, the limit is 12 MB"),
        ("a.html", b"<html><body><p><script>x()</script></p></body></html>", "no text in it"),
        ("a.txt", ("/" + "!\"#$%&'()*+,(cid:127)(cid:128)" * 20).encode(), "unreadable: font garbage"),
        (
            "a.txt",
            "目标责任落实到位。".encode().decode("gb18030", "ignore").encode() * 40,
            "unreadable: characters that",
        ),
    ],
)
def test_1_a_bad_file_is_a_failed_notice_with_a_reason(name: str, raw: bytes, reason: str) -> None:
    notice = clean(raw, name)
    assert (notice.status, notice.text, notice.offsets) == (Status.FAILED, "", ())
    assert str(notice.reason).startswith(reason), notice.reason


@given(raw=st.binary(max_size=300), name=st.sampled_from(["a.txt", "a.html", "a.pdf", "a.docx", "a.md"]))
@settings(max_examples=150, deadline=None)
def test_1_no_bytes_raise(raw: bytes, name: str) -> None:
    clean(raw, name)
    clean(b"%PDF-1.4\n" + raw, name)
    clean(b"<p><p><p>" + raw, name)


SENTENCE = "各街道要落实责任，由朱䶮镕统筹。"


@pytest.mark.parametrize(
    ("encoding", "declared"),
    [("utf-8", "gb2312"), ("utf-8-sig", "gbk"), ("gb18030", "gb2312"), ("gb18030", "utf-8"), ("utf-16", "utf-8")],
)
def test_2_encodings_are_read_as_written_not_as_declared(encoding: str, declared: str) -> None:
    raw = f'<html><head><meta charset="{declared}"></head><body><p>{SENTENCE}</p></body></html>'.encode(encoding)
    notice = read(raw, "a.html")
    assert notice.text == SENTENCE
    check_bytes(notice, raw)


def test_2_big5_is_read_where_the_page_says_so() -> None:
    raw = '<html><meta charset="big5"><body><p>補助金額以三千元為上限，並由環境局負責。</p></body></html>'.encode(
        "big5"
    )
    assert read(raw, "a.html").text == "補助金額以三千元為上限，並由環境局負責。"


def test_2_a_page_called_txt_is_a_page_and_a_text_called_pdf_a_text() -> None:
    assert read(page(), "a.txt").media_type == "text/html"
    assert read("各单位：请落实。".encode(), "a.pdf").media_type == "text/plain"


@pytest.mark.parametrize(
    "raw", ["<body>甲</body>", "<!DOCTYPE html><span>甲</span>", "<p>甲<p><br>", '<divclass="a"><pclass="b">甲<br>']
)
def test_2_little_markup_is_markup(raw: str) -> None:
    assert read(raw.encode()).text == "甲"


@pytest.mark.parametrize("coding", ["quoted-printable", "base64"])
def test_2_a_page_packed_as_a_mail_is_a_page(coding: str) -> None:
    body = page("<p>落实责任。</p>")
    packed = quopri.encodestring(body) if coding == "quoted-printable" else base64.encodebytes(body)
    head = 'MIME-Version: 1.0\nContent-Type: multipart/related; boundary="=_a"\n\n--=_a\nContent-Type: {}\n'
    raw = (head.format("text/plain") + '\nThis is a page.\n--=_a\nContent-Type: text/html; charset="gb2312"\n').encode()
    raw += f"Content-Transfer-Encoding: {coding}\n\n".encode() + packed + b"\n--=_a--\n"
    notice = read(raw, "a.doc")
    assert notice.text == "试点方案\n各单位：\n到2025年，覆盖率达到95%以上。\n落实责任。"
    assert (notice.media_type, notice.offsets) == ("multipart/related", ())
    assert (
        clean(head.format("text/plain").encode() + b"\nx\n--=_a--\n", "a.doc").reason == "a mail without a page in it"
    )


def test_2_a_file_cut_off_in_a_character_is_read_with_a_warning() -> None:
    notice = clean((SENTENCE * 20).encode() + "县".encode()[:2], "a.txt")
    assert (notice.status, notice.reason) == (Status.WARNED, "1 characters could not be decoded as utf-8")


# ---------------------------------------------------------------- 3, 4, 5


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("\r\n  各单位：\r\n\u3000\u3000请落实。\r\n\r\n", "各单位：\n请落实。"),
        ("一、目标\u2028二、任务", "一、目标\n二、任务"),
        ("索 引 号 和 目 录", "索引号和目录"),
        ("某市市长 龚 正", "某市市长 龚正"),
        ("到 2025 年，达到 95 % 以上。", "到2025年，达到95 %以上。"),
        ("2020 年 3 月 5 日", "2020年3月5日"),
        ("指标   2020 年   2025 年", "指标 2020年 2025年"),
        ("零\u200b宽\ufeff字符", "零宽字符"),
        ("甲\u00a0\u00a0乙丙", "甲 乙丙"),
        ("序号\t名称", "序号\t名称"),
    ],
)
def test_3_and_4_white_space_is_plain(source: str, expected: str) -> None:
    notice = read(source.encode())
    assert notice.text == expected
    check_lines(notice)


def test_5_nothing_is_repaired() -> None:
    source = "增长５．４%左右；完成１２０公里，面积12㎡，（见附件"
    assert read(source.encode()).text == source
    assert read(page("<p>封山肓林２０２０年</p>"), "a.html").text.endswith("封山肓林２０２０年")


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("⼯作⽬标⻓期", "工作目标长期"),
        ("⺠⽣⻛险", "民生风险"),
        ("落實\uf9ea職責", "落實離職責"),
        ("﨑﨟", "﨑﨟"),
        ("㈠①Ⅱ％", "㈠①Ⅱ％"),
    ],
)
@pytest.mark.parametrize("name", ["a.txt", "a.html"])
def test_5_but_radicals_and_old_forms_that_stand_for_characters_are_these(
    source: str, expected: str, name: str
) -> None:
    raw = (f"<html><body><p>{source}</p></body></html>" if name == "a.html" else source).encode()
    notice = read(raw, name)
    assert notice.text == expected
    check_bytes(notice, raw)
    check_order(notice, raw)


# ---------------------------------------------------------------- 6 and 7: see test_clean_pages.py for whole pages


def test_6_hidden_text_is_no_text() -> None:
    hidden = (
        '<p style="display: none">甲</p><p hidden>乙</p><style>.x{display:none}</style><p class="x">丙</p>'
        '<p><span style="visibility:hidden">丁</span>戊</p><!-- 己 --><script>庚</script>'
    )
    assert read(page(hidden), "a.html").text == "试点方案\n各单位：\n到2025年，覆盖率达到95%以上。\n戊"


def test_7_header_lines_are_fields() -> None:
    source = (
        "索 引 号 0001/2023-01 发文时间 2023-05-06\n文 号 某教发〔2023〕8号\n某县教育局关于招生的通知\n"
        "各学校：\n请按要求落实招生计划，严格控制班额，不得超过规定人数。"
    )
    notice = read(source.encode())
    assert {(f.name, f.value) for f in notice.fields} == {
        ("index_number", "0001/2023-01"),
        ("published_on", "2023-05-06"),
        ("doc_number", "某教发〔2023〕8号"),
    }
    assert notice.text.startswith("某县教育局关于招生的通知\n各学校：")


# ---------------------------------------------------------------- 8 to 11

WRAPPED = [
    "松阳市绿化管理办法",
    "第一条 为了加强绿地养护，保护和改善生态环境，促进人与自",
    "然和谐共生，根据有关法律、法规的规定，结合本市实际，制定",
    "本办法。",
    "第二条 本市公园绿地、防护绿地、广场用地以及附属绿地的养",
    "护和监督管理，适用本办法。单块绿地面积达到 2.5 万平",
    "方米以上的，应当委托专业单位，并签订合同。",
    "松阳市政府公报",
    "1",
    "第三条 养护单位应当每年修剪不少于两次，在三月底以前报送",
    "年度计划，主管部门应当在二十日以内答复，逾期不答复的，视",
    "为同意。养护单位可以按照计划组织实施，实行统一标准、统",
    "一、规范的管理，夜间作业应当提前公告，采取降噪措施，不得",
    "2影响交通和居民正常生活。",
    "第四条 违反本办法规定的，由主管部门责令限期改正，并通报",
    "批评；情节严重的，列入失信名单，三年内不得参加本市绿化工",
    "松阳市政府公报",
    "3",
    "程的投标活动。有关单位应当及时将处理结果告知投诉人，并且",
    "向社会公布，接受监督。工作人员玩忽职守的，依照规定处分。",
    "松阳市政府公报",
    "4",
    "第五条 养护费用列入年度预算，按照每平方米不低于 8 元的标",
    "准核定，专款专用，不得挪用。",
    "松阳市政府公报",
    "5",
    "第六条 本办法自 2024 年 1 月 1 日起施行，有效期五年，期满",
    "自动失效。",
]


def test_8_and_9_wrapped_lines_are_joined_and_page_numbers_go() -> None:
    text = read("\n".join(WRAPPED).encode()).text.split("\n")
    assert [line[:3] for line in text] == ["松阳市", "第一条", "第二条", "第三条", "第四条", "第五条", "第六条"]
    assert text[1].endswith("结合本市实际，制定本办法。")
    assert "2.5万平方米以上" in text[2]
    assert "统一、规范的管理" in text[3], "the mark of a heading that is none"
    assert "不得影响交通" in text[3], "a page number glued to a line"
    assert "绿化工程的投标" in text[4], "a page number and a running head between two halves of a paragraph"


def test_8_the_names_of_a_list_are_not_joined_for_being_of_one_length() -> None:
    names = [f"松阳市第{i}批重点绿化建设工程项目承建单位名录" for i in range(11, 60)]
    assert read("\n".join(names).encode()).text.split("\n") == names


def test_8_a_heading_that_fills_its_line_is_known_from_the_contents() -> None:
    contents = [
        f"{mark}、推进绿地系统提质增效和公园城市建设行动方案甲......{i}" for i, mark in enumerate("一二三四", 1)
    ]
    line = "各区要加强统筹，把公园建设纳入年度计划，落实用地和资金，按"
    body = [
        part
        for mark in "一二三四"
        for part in (f"{mark}、推进绿地系统提质增效和公园城市建设行动方案甲", *[line] * 4, "期完成。")
    ]
    text = read("\n".join(["目录", *contents, *body]).encode()).text.split("\n")
    assert len(text) == 8
    assert [len(words) for words in text[::2]] == [24] * 4


def test_9_pages_of_contents_go() -> None:
    contents = [
        "目  录",
        "第一章 总则 ............ 1",
        "第二章 保护和利用各类",
        "绿地资源............ 12",
        "第三章 附则……………… 30",
    ]
    body = ["第一章 总则", "第一条 为了保护绿地，制定本办法。"]
    assert (
        read("\n".join(["绿化办法", *contents, *body]).encode()).text
        == "绿化办法\n第一章 总则\n第一条 为了保护绿地，制定本办法。"
    )


def test_8_one_cell_per_line_keeps_its_lines() -> None:
    cells = ["序号", "指标", "单位", "目标"] + [
        cell for i in range(1, 40) for cell in (str(i), f"指标{i}", "公里", str(i * 10))
    ]
    assert read("\n\n".join(cells).encode()).text.split("\n\n") == cells


def test_10_tables_of_a_page() -> None:
    table = (
        '<table><tr><th rowspan="2">镇</th><th colspan="2">任务</th></tr><tr><td>面<br>积</td><td>株数</td></tr>'
        "<tr><td>东镇</td><td>1<span>2</span>0</td><td></td></tr></table>"
    )
    notice = read(page(table), "a.html")
    assert notice.text.split("\n")[-3:] == ["镇\t任务\t", "\t面积\t株数", "东镇\t120\t"]
    check_tables(notice)
    cells = [(c.row, c.column, c.rowspan, c.colspan, c.header, c.span.cut(notice.text)) for c in notice.tables[0].cells]
    assert cells == [
        (0, 0, 2, 1, True, "镇"),
        (0, 1, 1, 2, True, "任务"),
        (1, 1, 1, 1, False, "面积"),
        (1, 2, 1, 1, False, "株数"),
        (2, 0, 1, 1, False, "东镇"),
        (2, 1, 1, 1, False, "120"),
        (2, 2, 1, 1, False, ""),
    ]


def test_10_pipe_tables_of_markdown() -> None:
    notice = read("# 方案\n\n| 指标 | 目标 |\n|---|---:|\n| 覆盖率 | 95% |\n".encode(), "a.md")
    assert notice.text == "方案\n\n指标\t目标\n覆盖率\t95%"
    assert notice.tables[0].origin == "markdown"


def test_11_empty_lines_only_in_text_files() -> None:
    assert "\n\n" in read("甲\n\n\n乙".encode()).text
    assert "\n\n" not in read(page("<p>甲</p><p>&nbsp;</p><br><br><p>乙</p>"), "a.html").text
    assert "\n\n" not in clean(made_pdfs.official_pages(), "a.pdf").text


# ---------------------------------------------------------------- 12 and 13: laws

WORDS = st.text(alphabet="一二年⽬标达到，。：、 1290%％５&<>\u3000\xa0\u200b\tab〔〕镕\n", max_size=30)
MARKUP = st.sampled_from(
    ["<p>", "</p>", "<br>", "<b>", "</b>", "<td>", "<tr>", "<table>", "</table>", "&nbsp;", "&#20013;", "&amp;", "&hellip;",
     "<div>", "</div>", "<!-- x -->", "<span>", "</span>", "<li>", "&bogus;", "<a href='x.pdf'>", "</a>"]
)  # fmt: skip


@given(pieces=st.lists(st.one_of(WORDS, MARKUP), max_size=40), encoding=st.sampled_from(["utf-8", "gb18030"]))
@settings(max_examples=200, deadline=None)
def test_12_offsets_of_pages(pieces: list[str], encoding: str) -> None:
    raw = ("<html><body><p>正文</p>" + "".join(pieces) + "</body></html>").encode(encoding)
    notice = clean(raw, "a.html")
    if notice.status is not Status.FAILED:
        check_bytes(notice, raw)
        check_lines(notice)
        check_tables(notice)
        check_order(notice, raw)


@given(text=st.lists(WORDS, max_size=12).map("\n".join), name=st.sampled_from(["a.txt", "a.md"]))
@settings(max_examples=200, deadline=None)
def test_12_offsets_of_text(text: str, name: str) -> None:
    raw = text.encode()
    notice = clean(raw, name)
    if notice.status is not Status.FAILED and notice.media_type != "text/html":
        check_bytes(notice, raw)
        check_order(notice, raw)


@pytest.mark.parametrize("raw", [page("<p>甲</p>"), made_pdfs.ruled_table(), "某单位\n通知".encode()])
def test_13_the_same_bytes_again(raw: bytes) -> None:
    assert clean(raw, "a") == clean(raw, "a")
