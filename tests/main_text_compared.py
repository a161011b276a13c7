"""Compare how pages are cleaned with the public extractors of main text: `python -m tests.main_text_compared [FOLDER…]`.

Needs the extra `compare`. Without a folder the project's own pages are measured; `--write` puts the table into CONTRIBUTING.md.
A page with a JSON of its name beside it, or in the folder given with `--truth`, is measured by that truth: `must_keep`, `must_drop`
and header fields by name. For a page without one a truth is made from the page alone, the same for every tool: what must be kept
are its sentences outside of links that no other page of the folder has; what must go are the words of its links to other pages,
and the usual words of tools, header tables and imprints, each where no sentence of the page has it.

Every tool gets the page decoded, as text; what counts is its text together with the title and attachments that it names.
"""

from __future__ import annotations

import argparse
import json
import logging
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from importlib import import_module
from pathlib import Path
from time import perf_counter
from typing import Any

from lxml import html as lxml_html

from extractors.header import read_header
from extractors.places import Gazetteer
from pipeline.clean import clean
from pipeline.clean.chrome import squeeze
from pipeline.clean.encoding import decode

PROJECT = Path(__file__).resolve().parent.parent
PAGES = PROJECT / "tests" / "pages"
DOCS = PROJECT / "CONTRIBUTING.md"
BEGIN, END = "<!-- main text compared -->", "<!-- end -->"

FIELDS = ("title", "published_on", "doc_number", "issuer", "issued_on", "index_number")
"""Header fields that count. The tools of others know the first two."""
DAY = re.compile(r"((?:19|20)\d{2})\D{1,2}(\d{1,2})\D{1,2}(\d{1,2})")
SILENT = ("script", "style", "noscript", "textarea", "select", "option", "iframe", "template", "title", "head")
INLINE = frozenset({"a", "b", "strong", "i", "em", "u", "s", "span", "font", "sub", "sup", "small", "big", "label"})
SENTENCE = re.compile(r"[^。；;！？]{16,}[。；]")
MIN_LINK = 4
MARKS = (
    "索引号", "发文字号", "主题分类", "主题词", "公开方式", "当前位置", "您的位置", "字号：", "字体：", "扫一扫", "打印本页", "关闭窗口",
    "分享到", "责任编辑", "浏览次数", "点击数", "上一篇", "下一篇", "相关链接", "网站标识码", "ICP备", "公网安备", "版权所有", "主办单位",
)  # fmt: skip
FILE = re.compile(r"\.(?:pdf|docx?|wps|et|xlsx?|ofd|pptx?|zip|rar)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Extract:
    """What a tool makes of a page: text, and header fields by name."""

    text: str
    fields: dict[str, str]


@dataclass(frozen=True)
class Truth:
    """What must be kept of a page, what must go, and its header fields."""

    keep: tuple[str, ...]
    drop: tuple[str, ...]
    fields: dict[str, str]


@dataclass
class Score:
    """Counts over pages: right and all, by what was asked; and the seconds that it took."""

    kept: list[bool] = field(default_factory=list)
    gone: list[bool] = field(default_factory=list)
    fields: dict[str, list[bool]] = field(default_factory=lambda: {"title": [], "published_on": [], "others": []})
    seconds: float = 0.0
    errors: list[str] = field(default_factory=list)


def by_us(page: bytes, _text: str) -> Extract:
    """Read a page with the project: the text as cleaned, the header fields as they go into the database."""
    notice = clean(page, "page.html")
    header = read_header(notice.text, notice, Gazetteer.load())
    fields = {name: str(value) for name in FIELDS if (value := getattr(header, name)) is not None}
    return Extract("\n".join([notice.text, *(a.name for a in notice.attachments)]), fields)


def by_trafilatura(favor_recall: bool) -> Callable[[bytes, str], Extract]:
    """Return the reading with trafilatura, at its default or told to rather keep than drop."""
    trafilatura = import_module("trafilatura")
    metadata = import_module("trafilatura.metadata")

    def read(_page: bytes, text: str) -> Extract:
        kept = trafilatura.extract(text, favor_recall=favor_recall, include_tables=True, target_language=None) or ""
        meta = metadata.extract_metadata(text)
        fields = {"title": meta.title or "", "published_on": meta.date or ""} if meta else {}
        return Extract("\n".join([fields.get("title", ""), kept]), fields)

    return read


def by_readability(_page: bytes, text: str) -> Extract:
    """Read a page with readability-lxml."""
    document = import_module("readability").Document(text)
    title = document.short_title()
    return Extract("\n".join([title, text_of(document.summary())]), {"title": title})


def by_gne(_page: bytes, text: str) -> Extract:
    """Read a page with GNE (GeneralNewsExtractor)."""
    found: dict[str, Any] = import_module("gne").GeneralNewsExtractor().extract(text)
    fields = {"title": found["title"], "published_on": found["publish_time"]}
    return Extract("\n".join([found["title"], found["content"]]), fields)


def tools() -> dict[str, Callable[[bytes, str], Extract]]:
    """Return the tools compared, by the names of the table."""
    return {
        "duibiao": by_us,
        "trafilatura": by_trafilatura(False),
        "trafilatura, `favor_recall`": by_trafilatura(True),
        "readability-lxml": by_readability,
        "GNE": by_gne,
    }


def text_of(markup: str) -> str:
    """Return the text of a piece of HTML."""
    return str(lxml_html.fromstring(markup).text_content()) if markup.strip() else ""


def made_truth(text: str) -> Truth:
    """Make the truth of a page nobody has read."""
    parser = lxml_html.HTMLParser(encoding="utf-8", remove_comments=True)
    root = lxml_html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    blocks = [squeeze(block) for block in _blocks(root)]
    sentences = dict.fromkeys(s for block in blocks for s in SENTENCE.findall(block))
    whole = "".join(sentences)
    links = [
        squeeze(link.text_content())
        for link in root.iter("a")
        if link.get("href") and not FILE.search(f"{link.get('href')} {link.text_content()}")
    ]
    marks = [mark for mark in MARKS if any(mark in block for block in blocks)]
    drop = dict.fromkeys(x for x in [*links, *marks] if (len(x) >= MIN_LINK or x in MARKS) and x not in whole)
    return Truth(tuple(sentences), tuple(drop), {})


def _blocks(root: Any) -> Iterator[str]:
    """Yield the text of each block outside of links, without what is never shown."""
    pieces: list[str] = []

    def walk(tag: Any) -> Iterator[str]:
        if not isinstance(tag.tag, str) or tag.tag in SILENT:
            return
        inline = tag.tag in INLINE
        if not inline and pieces:
            yield "".join(pieces)
            pieces.clear()
        linked = tag.tag == "a" and tag.get("href")
        if tag.text and not linked:
            pieces.append(tag.text)
        for child in tag:
            if not linked:
                yield from walk(child)
            if child.tail and not linked:
                pieces.append(child.tail)
        if not inline and pieces:
            yield "".join(pieces)
            pieces.clear()

    yield from walk(root)


def truths(paths: list[Path], folder: Path | None) -> dict[Path, Truth]:
    """Return the truth of each page: the JSON of its name, or one made from the page."""
    found: dict[Path, Truth] = {}
    made: dict[Path, Truth] = {}
    for path in paths:
        named = next((one for one in (folder, path.parent) if one and (one / f"{path.stem}.json").exists()), None)
        if named is None:
            made[path] = made_truth(decode(path.read_bytes()).text)
            continue
        truth = json.loads((named / f"{path.stem}.json").read_text("utf-8"))
        keep = (*truth["must_keep"], *(truth.get("attachments", ()) if named == path.parent else ()))
        fields = {name: truth[name] for name in FIELDS if truth.get(name)}
        found[path] = Truth(tuple(map(squeeze, keep)), tuple(map(squeeze, truth["must_drop"])), fields)
    pages = Counter(sentence for truth in made.values() for sentence in truth.keep)
    for path, truth in made.items():
        found[path] = replace(truth, keep=tuple(sentence for sentence in truth.keep if pages[sentence] == 1))
    return found


def same(name: str, found: str, right: str) -> bool:
    """Tell whether a header field was read right; of a day written in any way only the day counts."""
    if name.endswith("_on") and (day := DAY.search(right)):
        other = DAY.search(found)
        return other is not None and [int(x) for x in day.groups()] == [int(x) for x in other.groups()]
    return squeeze(found) == squeeze(right)


def measure(paths: list[Path], folder: Path | None, read: Callable[[bytes, str], Extract]) -> Score:
    """Measure one tool on pages. A page that it breaks on is one of which it keeps nothing, and which counts as left."""
    score = Score()
    known = truths(paths, folder)
    for path in paths:
        page = path.read_bytes()
        text = decode(page).text
        truth = known[path]
        begun = perf_counter()
        try:
            extract: Extract | None = read(page, text)
        except Exception as error:  # noqa: BLE001 - the tool of another may raise anything
            score.errors.append(f"{path.stem}: {type(error).__name__} {error}")
            extract = None
        score.seconds += perf_counter() - begun
        words = squeeze(extract.text) if extract else ""
        for fragment in truth.keep:
            score.kept.append(fragment in words)
            score.errors += [] if score.kept[-1] else [f"{path.stem}: lost {fragment}"]
        for fragment in truth.drop:
            score.gone.append(extract is not None and fragment not in words)
            score.errors += [] if score.gone[-1] else [f"{path.stem}: left {fragment}"]
        for name, value in truth.fields.items():
            found = extract.fields.get(name, "") if extract else ""
            right = same(name, found or "", value)
            score.fields[name if name in score.fields else "others"].append(right)
            score.errors += [] if right else [f"{path.stem}: {name} {found!r}, should be {value!r}"]
    return score


def share(found: list[bool]) -> str:
    """Return a share as it stands in the table."""
    return f"{sum(found) / len(found):.3f}" if found else "–"


def row(name: str, score: Score, *, times: bool = False) -> str:
    """Return one row of the table."""
    cells = [name, share(score.kept), share(score.gone), *(share(found) for found in score.fields.values())]
    return f"| {' | '.join(cells + [f'{score.seconds:.1f}'] * times)} |"


def head(paths: list[Path], score: Score, *, times: bool = False) -> list[str]:
    """Return the head of the table."""
    columns = ["", f"kept of {len(score.kept)}", f"gone of {len(score.gone)}"]
    columns += [f"{label} of {len(score.fields[key])}" for label, key in
                (("title", "title"), ("day", "published_on"), ("other fields", "others"))]  # fmt: skip
    columns += ["seconds"] * times
    return [f"{len(paths)} pages:", "", f"| {' | '.join(columns)} |", "|---|" + "--:|" * (len(columns) - 1)]


def pages_in(folder: Path) -> list[Path]:
    """Return the pages of a folder."""
    return sorted(path for path in folder.iterdir() if path.suffix in {".html", ".htm", ".shtml"})


def table(paths: list[Path], truth: Path | None = None, *, times: bool = False, errors: bool = False) -> list[str]:
    """Return the lines of the table of some pages, and below it what Duibiao got wrong if that is asked."""
    lines: list[str] = []
    wrong: list[str] = []
    for name, read in tools().items():
        score = measure(paths, truth, read)
        lines += [] if lines else head(paths, score, times=times)
        lines.append(row(name, score, times=times))
        wrong += score.errors if errors and name == "duibiao" else []
    return lines + wrong


def main() -> None:
    """Print the tables of the folders named, or write that of the own pages into the docs."""
    logging.disable(logging.CRITICAL)
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="*", type=Path, default=[PAGES])
    parser.add_argument(
        "--truth", type=Path, help="the folder of the JSON files, where they do not stand beside the pages"
    )
    parser.add_argument("--errors", action="store_true", help="print what Duibiao got wrong")
    parser.add_argument("--write", action="store_true", help="put the table of the own pages into CONTRIBUTING.md")
    given = parser.parse_args()
    if given.write:
        before, _, rest = DOCS.read_text("utf-8").partition(BEGIN)
        after = rest.partition(END)[2]
        DOCS.write_text("\n".join([f"{before}{BEGIN}", *table(pages_in(PAGES)), f"{END}{after}"]), "utf-8")
        return
    sets = {str(folder): pages_in(folder) for folder in given.folders}
    if len(sets) > 1:
        sets["all of them"] = [path for paths in sets.values() for path in paths]
    for name, paths in sets.items():
        lines = table(paths, given.truth, times=True, errors=given.errors and name != "all of them")
        sys.stdout.write("\n".join(["", f"{name}, {lines[0]}", *lines[1:], ""]))


if __name__ == "__main__":
    main()
