"""Attachments of a page: the files it links to, also those that only a script writes."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from urllib.parse import unquote

from bs4 import Tag

from extractors.notice import Attachment
from pipeline.clean.html_lines import text_of
from pipeline.clean.html_tree import attribute, tokens, words_in
from pipeline.clean.mapped import Mapped
from pipeline.clean.spaces import tidy

FILE = re.compile(
    r"\.(?:pdf|docx?|wps|et|xlsx?|ofd|pptx?|zip|rar|7z|rtf|txt|ceb|jpe?g|png|tiff?)(?:[?#].*)?$", re.IGNORECASE
)
PICTURE = re.compile(r"\.(?:jpe?g|png|tiff?)(?:[?#].*)?$", re.IGNORECASE)
SCRIPT_LINK = re.compile(
    r"""<a\b[^<>]{0,500}?href=\\?["']?([^"'\s<>\\]{1,500})\\?["']?[^<>]{0,300}>([^<>]{1,200})<""", re.IGNORECASE
)
VIEWERS = frozenset({"iframe", "embed", "object"})
LIST_OF_FILES = re.compile(r"(?:相关|本文|文章)?附件")
DOWNLOAD = re.compile(r"(?:down(?:load|file)|getfile|attachment|fileid)[\w./-]*[?=]", re.IGNORECASE)
"""An address that hands out a file whose name it does not give."""
FILE_AREA = re.compile(r"attach|appendix|fujian|fjxz|file|annex|download", re.IGNORECASE)


def is_file_link(link: Tag) -> bool:
    """Tell whether a link leads to a file: by its address, or by a file name as its words."""
    address = attribute(link, "href")
    return bool(FILE.search(address) or DOWNLOAD.search(address) or FILE.search(text_of(link).strip()))


def attachments(root: Tag, dropped: set[int]) -> tuple[Attachment, ...]:
    """Return the attachments of the page below `root`, in order, outside what is dropped."""
    found: dict[str, str] = {}
    for tag in _shown(root, dropped):
        if tag.name == "a" and (url := attribute(tag, "href")):
            name = text_of(tag).strip() or attribute(tag, "title") or attribute(tag, "download")
            if not is_file_link(tag):
                continue
            if PICTURE.search(url) and not FILE_AREA.search(" ".join(map(_names, (tag, tag.parent)))):
                continue
            found[url] = found.get(url) or name
        elif tag.name in VIEWERS and (url := _viewed(tag)):
            found.setdefault(url, "")
        elif tag.name == "script":
            for url, name in SCRIPT_LINK.findall("".join(words_in(tag))[:200_000]):
                if FILE.search(url) and not PICTURE.search(url):
                    found[url] = found.get(url) or html.unescape(name)
    return tuple(Attachment(_file_name(name, url), url) for url, name in found.items())


def _names(tag: Tag | None) -> str:
    return " ".join(tokens(tag)) if tag else ""


def _viewed(tag: Tag) -> str:
    """Return the address of the file that a frame shows, itself or through a viewer (viewer.html?file=plan.pdf), or nothing."""
    address = attribute(tag, "src") or attribute(tag, "data")
    files = [unquote(part) for part in re.split(r"[?&#]", address) if FILE.search(unquote(part))]
    return next((part.partition("=")[2] or part for part in files if not PICTURE.search(part)), "")


def _file_name(text: str, url: str) -> str:
    return tidy(Mapped.verbatim(text, 0, len(text))).text or unquote(url.split("?", maxsplit=1)[0].rsplit("/", 1)[-1])


def _shown(node: Tag, dropped: set[int]) -> Iterator[Tag]:
    for child in node.children:
        if isinstance(child, Tag) and (id(child) not in dropped or LIST_OF_FILES.match(text_of(child).lstrip()[:10])):
            yield child
            yield from _shown(child, dropped)
