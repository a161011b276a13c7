"""Why a notice was not read, or is to be looked at, in a word of Chinese: reasons are told in English by what reads."""

from __future__ import annotations

import re

GISTS = (
    (re.compile(r"^read by OCR"), "由 OCR 识别，数字请与原件核对"),
    (re.compile(r"^scanned, install"), "扫描件，需安装 duibiao[ocr]"),
    (re.compile(r"^same (?:bytes|text|notice)|^(?:a )?cop(?:y|ies) of|whose records stand for both"), "与另一文件相同"),
    (re.compile(r"\btoo large|^larger than|took more memory"), "文件过大"),
    (re.compile(r"\b(?:takes|took) (?:longer|more) than"), "读取超时"),
    (re.compile(r"^empty file|^no text|without (?:a page|pages)"), "没有文字"),
    (re.compile(r"locked with a password"), "有密码保护"),
    (re.compile(r"as its name says"), "内容与文件名的后缀不符"),
    (re.compile(r"^a list of links"), "链接列表页，不是一份文件"),
    (re.compile(r"could not be decoded"), "部分字符无法解码"),
    (re.compile(r"font garbage|make no words|mostly signs|known encoding|zero bytes"), "文字无法辨认：字体或编码损坏"),
    (re.compile(r"^a broken|cut off|damaged"), "文件损坏"),
    (re.compile(r"XML entities|made to break programs|leads out of the corpus"), "可疑文件，已拒绝"),
    (re.compile(r"LibreOffice"), "需要 LibreOffice 转换"),
    (re.compile(r"not read\b|not a document|^scanned: an OFD"), "此类文件不读取"),
    (re.compile(r"ended its process|failed with|could not be read|^unreadable"), "读取时出错"),
)
"""What reasons say, in the order in which they are tried, and the gist of each."""

OTHER = "另有说明"


def gist(reason: str) -> str:
    """Say a reason in a word of Chinese.

    >>> gist("too large: 300 MB, the limit is 200 MB")
    '文件过大'
    """
    return next((chinese for pattern, chinese in GISTS if pattern.search(reason)), OTHER)
