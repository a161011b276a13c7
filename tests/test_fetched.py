"""What was fetched as a corpus: readable names, versions, attachments, and what source and list page say of a notice."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import sqlite_utils

from extractors.notice import Origin
from pipeline import corpus, report, run
from pipeline.fetch.keep import MANIFEST, Keep
from pipeline.fetch.kept import kept_files
from tests.conftest import Duibiao
from tests.fetch_site import notice, task_list

SITE = "http://127.0.0.1:8765"
DAYS = {1: "Sat, 01 Apr 2023 08:00:00 GMT", 2: "Mon, 01 May 2023 08:00:00 GMT"}
PLACES = "code,name,level,parent,valid_from,valid_to,source\n990000,试验县,county,100000,,,tests\n"


def keep(folder: Path, path: str, body: bytes | str, day: int = 1, **more: Any) -> None:
    """Keep a file as a crawl of the test site does."""
    raw = body.encode("gb18030") if isinstance(body, str) else body
    origin = {"content_type": "text/html; charset=gb2312", "found_on": f"{SITE}/index.html", "http_date": DAYS[day]}
    said = {"listed": {}, "source": "test-site", **origin, **more}
    Keep(folder).put(raw, Path(path).suffix or ".html", url=f"{SITE}{path}", **said)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of raw files: a page that changed, one whose footer changed, one listed in a table, one with an attachment."""
    folder = tmp_path_factory.mktemp("raw")
    (folder / "places.csv").write_text(PLACES, "utf8")
    listed = {"编号": "990000/2022-00006", "落款时间": "2022-06-01", "经办人": "某人"}
    keep(folder, "/art/6.html", notice(6), listed=listed)
    keep(folder, "/art/5.html", notice(5))
    keep(folder, "/art/5.html", notice(5).replace("示范点5个", "示范点8个"), day=2)
    keep(folder, "/art/1.html", notice(1))
    keep(folder, "/art/1.html", notice(1) + "<!-- 更新 -->", day=2)
    keep(folder, "/art/4.html", notice(4), listed={"编号": "990000/2022-9…", "文号": "试政办〔2022〕…"})
    keep(folder, "/art/3.html", notice(3))
    keep(
        folder,
        "/files/annex-3.docx",
        task_list(),
        found_on=f"{SITE}/art/3.html",
        content_type="application/octet-stream",
    )
    keep(folder, "/files/plan.zip", b"PK\x05\x06" + bytes(18), found_on=f"{SITE}/art/3.html")
    return folder


@pytest.fixture(scope="module")
def outputs(store: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return run.extract(store, tmp_path_factory.mktemp("out"), workers=1).parent


@pytest.fixture(scope="module")
def documents(outputs: Path) -> Iterator[dict[str, dict[str, Any]]]:
    """The rows of the documents by path inside the site, with the paths of the documents that they name."""
    with closing(sqlite_utils.Database(outputs / "policy.db")) as db:
        rows = list(db.query("SELECT * FROM documents WHERE media_type <> 'reference'"))
    paths = {row["id"]: row["source_path"].removeprefix("127.0.0.1_8765/") for row in rows}
    named = {name: lambda row, name=name: paths.get(row[name]) for name in ("copy_of", "replaced_by", "attached_to")}
    yield {paths[row["id"]]: row | {name: of(row) for name, of in named.items()} for row in rows}


def test_files_go_by_the_address_they_came_from(documents: dict[str, dict[str, Any]]) -> None:
    assert sorted(documents) == [
        *("art/1.html", "art/1.v1.html", "art/3.html", "art/4.html", "art/5.html", "art/5.v1.html", "art/6.html"),
        *("files/annex-3.docx", "files/plan.zip"),
    ]


def test_a_notice_knows_where_it_came_from(documents: dict[str, dict[str, Any]]) -> None:
    row = documents["art/3.html"]
    assert row["source_url"] == f"{SITE}/art/3.html"
    assert row["fetched_from"] == f"{SITE}/index.html"
    assert row["fetched_on"] == "2023-04-01"
    assert row["content_type"] == "text/html; charset=gb2312"
    assert row["version"] == 1


def test_a_page_whose_text_changed_is_a_new_version(documents: dict[str, dict[str, Any]], outputs: Path) -> None:
    old, new = documents["art/5.v1.html"], documents["art/5.html"]
    assert (old["replaced_by"], old["copy_of"], old["version"]) == ("art/5.html", None, 1)
    assert (new["replaced_by"], new["version"], new["fetched_on"]) == (None, 2, "2023-05-01")
    with closing(sqlite_utils.Database(outputs / "policy.db")) as db:
        force = {row["document_id"] for row in db.query("SELECT document_id FROM in_force")}
        assert new["id"] in force
        assert old["id"] not in force
        assert not list(db.query("SELECT * FROM findings WHERE kind = 'version'"))
        counted = report.figures(db)
        said = db.execute("SELECT count(*) FROM targets WHERE document_id <> ?", [old["id"]]).fetchone()[0]
        assert counted["notices"] == {"ok": 6, "warned": 0, "failed": 1, "copies": 1, "older": 1}
        assert counted["records"]["targets"] == said, "what the older version said does not count"


def test_versions_can_be_compared(duibiao: Duibiao, outputs: Path) -> None:
    old, new = "127.0.0.1_8765/art/5.v1.html", "127.0.0.1_8765/art/5.html"
    done = duibiao("diff", old, new, "--db", outputs / "policy.db")
    assert done.returncode == 1
    assert "5" in done.stdout and "8" in done.stdout


def test_a_page_whose_text_stayed_is_a_copy_of_itself(documents: dict[str, dict[str, Any]]) -> None:
    old = documents["art/1.v1.html"]
    assert (old["copy_of"], old["replaced_by"]) == ("art/1.html", None)


def test_an_attachment_knows_its_page(documents: dict[str, dict[str, Any]], outputs: Path) -> None:
    assert documents["files/annex-3.docx"]["attached_to"] == "art/3.html"
    assert documents["files/plan.zip"]["attached_to"] == "art/3.html"
    assert documents["files/plan.zip"]["status"] == "failed"
    with closing(sqlite_utils.Database(outputs / "policy.db")) as db:
        assert [row["state"] for row in db.query("SELECT state FROM attachments")] == ["read"]


def test_the_publishers_own_words_are_read_on_its_pages_and_lists(documents: dict[str, dict[str, Any]]) -> None:
    page, listed = documents["art/4.html"], documents["art/6.html"]
    assert (page["index_number"], page["issuer"]) == ("990000/2022-00004", "试验县住房和城乡建设局")
    assert page["issued_on"] == "2022-04-01"
    assert page["doc_number"] is None, "what a list cuts short is not taken"
    assert (listed["index_number"], listed["issued_on"]) == ("990000/2022-00006", "2022-06-01")


def test_they_mean_nothing_elsewhere(tmp_path: Path) -> None:
    (tmp_path / "4.html").write_bytes(notice(4).encode("gb18030"))
    assert corpus.read(corpus.find(tmp_path)[0]).header.index_number is None


def test_a_notice_that_does_not_say_whose_it_is_is_its_publishers(documents: dict[str, dict[str, Any]]) -> None:
    assert {row["jurisdiction_code"] for row in documents.values() if row["status"] != "failed"} == {"990000"}


def test_a_list_page_gives_no_records(tmp_path: Path) -> None:
    links = "".join(f"<li><a href='/{n}.html'>关于2025年新建学校{n}所的通知</a> 2022-01-0{n}</li>" for n in range(1, 9))
    (tmp_path / "a.html").write_text(f"<html><body><ul>{links}</ul></body></html>", "utf8")
    read = corpus.read(corpus.find(tmp_path)[0])
    assert read.notice.method == corpus.LIST_OF_LINKS
    assert (read.targets, read.citations) == ((), ())


# ---------------------------------------------------------------- names, versions, trouble


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("https://example.org/art/2021/5/a_1.html", "example.org/art/2021/5/a_1.html"),
        ("https://example.org/", "example.org/index"),
        ("https://example.org/art/", "example.org/art/index"),
        ("https://example.org/show.jsp?id=12&x=../y", "example.org/show_id_12_x_.._y.jsp"),
        ("https://example.org/%E9%80%9A%E7%9F%A5.pdf", "example.org/通知.pdf"),
        ("https://example.org/a/../../%2e%2e/etc/passwd", "example.org/a/etc/passwd"),
        ("https://example.org/a%0Ab%1b.html", "example.org/a_b_.html"),
    ],
)
def test_names_are_readable_and_harmless(tmp_path: Path, url: str, name: str) -> None:
    Keep(tmp_path).put(b"x", ".html", listed={}, url=url, source="test-site")
    assert [kept.name for kept in kept_files(tmp_path)] == [name]


def test_two_addresses_never_share_a_name(tmp_path: Path) -> None:
    for url in ("http://example.org/a.html", "https://example.org/a.html"):
        Keep(tmp_path).put(b"x", ".html", listed={}, url=url, source="test-site")
    assert [kept.name for kept in kept_files(tmp_path)] == ["example.org/a.html", "example.org/a~.html"]


def test_a_version_that_comes_back_is_the_newest_again(tmp_path: Path) -> None:
    for body in (b"one", b"two", b"one"):
        Keep(tmp_path).put(body, ".html", listed={}, url="http://example.org/a.html", source="gone")
    found = {kept.name: (kept.path.read_bytes(), kept.origin.version) for kept in kept_files(tmp_path)}
    assert found == {"example.org/a.v1.html": (b"two", 1), "example.org/a.html": (b"one", 2)}


def test_a_manifest_that_points_elsewhere_is_not_followed(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("正文。")
    (tmp_path / "raw").mkdir()
    entry = {"url": "http://example.org/a.html", "source": "x", "sha256": "0", "file": "../secret.txt"}
    (tmp_path / "raw" / MANIFEST).write_text(json.dumps(entry) + "\n")
    (file,) = corpus.find(tmp_path / "raw")
    assert corpus.read(file).notice.reason == "a path that leads out of the corpus folder"


def test_what_lies_beside_the_kept_files_is_read_too(tmp_path: Path) -> None:
    keep(tmp_path / "raw", "/art/1.html", notice(1))
    (tmp_path / "raw" / "own.txt").write_text("到2025年，绿地率达到38%。", "utf8")
    (tmp_path / "raw" / "ab").mkdir()
    (tmp_path / "raw" / "ab" / "rest.html.part").write_bytes(b"cut off")
    found = {file.source_path: file.kept for file in corpus.find(tmp_path)}
    assert set(found) == {"raw/127.0.0.1_8765/art/1.html", "raw/own.txt"}
    kept = found["raw/127.0.0.1_8765/art/1.html"]
    assert kept is not None
    assert kept.origin == Origin(
        f"{SITE}/art/1.html", 1, f"{SITE}/index.html", date(2023, 4, 1), "text/html; charset=gb2312"
    )


def test_a_kept_file_that_is_gone_is_told(tmp_path: Path) -> None:
    keep(tmp_path, "/art/1.html", notice(1))
    (file,) = corpus.find(tmp_path)
    file.path.unlink()
    read = corpus.read(corpus.find(tmp_path)[0])
    assert read.notice.reason == "unreadable: No such file or directory"


def test_watching_a_store_shows_what_changed_on_a_page(tmp_path: Path, duibiao: Duibiao) -> None:
    keep(tmp_path / "raw", "/art/5.html", notice(5))
    duibiao("extract", tmp_path / "raw", "--out", tmp_path / "out", "--workers", 1)
    keep(tmp_path / "raw", "/art/5.html", notice(5).replace("示范点5个", "示范点8个"), day=2)
    done = duibiao("watch", tmp_path / "raw", "--out", tmp_path / "out")
    assert done.stdout.splitlines()[0] == "~ 127.0.0.1_8765/art/5.html"
    assert len(done.stdout.splitlines()) == 2, "the older version is no notice that came"
