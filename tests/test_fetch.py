"""Fetching from a site that the tests start: nothing is lost, nothing is asked twice, nobody is harmed."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml
from parsel import Selector

from pipeline.fetch.due import CRAWLS, due, last_crawls, note
from pipeline.fetch.keep import MANIFEST, SOURCES, Keep
from pipeline.fetch.listed import listed
from pipeline.fetch.sources import FOLDER, Source, SourceError, load
from tests.conftest import Duibiao
from tests.fetch_site import NOTICES, Site, running

TEST_SITE = "test-site"


@pytest.fixture
def site() -> Iterator[Site]:
    with running() as found:
        yield found


def source(site: Site, folder: Path, start: str = "index.html", name: str = "site", **changes: object) -> Path:
    """Write the test site's source file with the address that it has this time."""
    said = yaml.safe_load((FOLDER / f"{TEST_SITE}.yaml").read_text("utf8"))
    paging = said["paging"] if start == "index.html" else {"next": "a.next"}
    said |= {"start": [f"{site.address}/{start}"], "paging": paging} | changes
    path = folder / f"{name}.yaml"
    path.write_text(yaml.safe_dump(said, allow_unicode=True), "utf8")
    return path


def command(path: Path | str, to: Path, *more: str) -> list[str]:
    verb = [sys.executable, "-m", "pipeline.cli", "fetch", str(path)]
    return [*verb, "--to", str(to), "--contact", "a@example.org", *more]


def fetch(path: Path | str, to: Path, *more: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command(path, to, *more), capture_output=True, text=True, timeout=120, check=False)


def kept(folder: Path) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = {}
    for line in (folder / MANIFEST).read_text("utf8").splitlines():
        entry = json.loads(line)
        found.setdefault(entry["url"], []).append(entry)
    return found


def test_all_notices_and_attachments_are_kept_as_they_were_served(site: Site, tmp_path: Path) -> None:
    done = fetch(source(site, tmp_path), tmp_path / "raw")
    assert done.returncode == 0, done.stderr
    entries = kept(tmp_path / "raw")
    assert set(entries) == {f"{site.address}/art/{n}.html" for n in range(1, NOTICES + 1)} | {
        f"{site.address}/files/annex-2.pdf",
        f"{site.address}/files/annex-3.docx",
    }
    (fifth,) = entries[f"{site.address}/art/5.html"]
    assert (tmp_path / "raw" / fifth["file"]).read_bytes() == site.texts["/art/5.html"].encode("gb18030")
    assert fifth["found_on"] == f"{site.address}/index_1.html" and fifth["etag"] and fifth["http_date"]
    assert "404" in done.stderr


def test_the_site_is_treated_politely(site: Site, tmp_path: Path) -> None:
    fetch(source(site, tmp_path), tmp_path / "raw")
    assert site.asked["/secret/art/1.html"] == 0
    assert all(agent.startswith("Duibiao/") and "a@example.org" in agent for agent in site.agents)
    assert site.asked["/art/3.html"] == 2, "503 is tried again, once"
    assert max(n for path, n in site.asked.items() if path not in {"/art/3.html", "/art/1.html"}) == 1


def test_a_second_crawl_only_asks_what_changed(site: Site, tmp_path: Path) -> None:
    path = source(site, tmp_path)
    fetch(path, tmp_path / "raw")
    site.answered.clear()
    site.texts["/art/4.html"] += "<!-- 更正 -->"
    done = fetch(path, tmp_path / "raw")
    assert "1 new or changed" in done.stdout, done.stdout + done.stderr
    assert site.answered["/art/5.html", 304] == 1 and site.answered["/art/5.html", 200] == 0
    assert len(kept(tmp_path / "raw")[f"{site.address}/art/4.html"]) == 2, "a page that changed is a new version"


def test_an_interrupted_crawl_goes_on_where_it_stopped(site: Site, tmp_path: Path) -> None:
    path = source(site, tmp_path)
    site.slow = 0.5
    first = subprocess.Popen(command(path, tmp_path / "raw"), stdout=subprocess.PIPE, text=True)
    until = time.monotonic() + 60
    while sum(site.answered[f"/art/{n}.html", 200] for n in range(1, NOTICES + 1)) < 2 and time.monotonic() < until:
        time.sleep(0.05)
    first.send_signal(signal.SIGINT)
    told, _ = first.communicate(timeout=60)
    assert "shutdown" in told
    had = set(kept(tmp_path / "raw"))
    assert 0 < len(had) < NOTICES
    site.slow = 0
    done = fetch(path, tmp_path / "raw")
    assert f"{NOTICES} notices" in done.stdout
    assert len(kept(tmp_path / "raw")) == NOTICES + 2
    assert all(site.answered[f"/art/{n}.html", 200] == 1 for n in range(2, NOTICES + 1)), "nothing is asked twice"


def test_a_trap_of_endless_links_ends(site: Site, tmp_path: Path) -> None:
    fetch(source(site, tmp_path, start="trap/a"), tmp_path / "raw")
    assert sum(n for path, n in site.asked.items() if path.startswith("/trap/")) <= 8


def test_private_addresses_are_refused_unless_the_source_allows_them(site: Site, tmp_path: Path) -> None:
    done = fetch(source(site, tmp_path, allow_local=False), tmp_path / "raw")
    assert done.returncode == 1 and "not a public address" in done.stderr
    assert site.asked["/index.html"] == 0


def test_too_few_notices_is_trouble(site: Site, tmp_path: Path) -> None:
    done = fetch(source(site, tmp_path, expected={"min": 15, "max": 20}), tmp_path / "raw")
    assert done.returncode == 1 and "15 to 20 are expected" in done.stderr


def test_due_sources_are_fetched_and_then_rest(site: Site, tmp_path: Path) -> None:
    folder = tmp_path / "sources"
    folder.mkdir()
    source(site, folder, name="daily", every=1)
    source(site, folder, name="few", every=7, expected={"min": 15, "max": 20})
    source(site, folder, name="by-name", every=None)
    done = fetch("--due", tmp_path / "raw", "--sources", str(folder))
    assert done.returncode == 1, "one of the two has too few notices; the other is fetched all the same"
    assert "few: 7 notices where 15 to 20 are expected" in done.stderr and "daily" not in done.stderr
    assert set(last_crawls(tmp_path / "raw")) == {"daily", "few"}
    assert {path.stem for path in (tmp_path / "raw" / SOURCES).iterdir()} == {"daily", "few"}
    again = fetch("--due", tmp_path / "raw", "--sources", str(folder))
    assert (again.returncode, again.stdout) == (0, "no publisher is due\n")


@pytest.mark.parametrize(
    ("every", "hours", "expected"),
    [(1, 23, False), (1, 24, True), (7, 24 * 6, False), (7, 24 * 8, True), (0, 0, True), (None, 24 * 999, False)],
)
def test_a_source_is_due_after_as_many_days_as_it_says(
    site: Site, tmp_path: Path, every: int | None, hours: int, expected: bool
) -> None:
    source(site, tmp_path, every=every)
    start = datetime(2024, 3, 1, tzinfo=UTC)
    note(tmp_path, "site", start)
    assert ("site" in due(tmp_path, start + timedelta(hours=hours), tmp_path)) is expected


def test_a_source_that_was_never_fetched_to_the_end_is_due(site: Site, tmp_path: Path) -> None:
    source(site, tmp_path, every=30)
    (tmp_path / CRAWLS).write_text('{"source": "site", "ended": "20', "utf8")
    assert "site" in due(tmp_path, datetime(2024, 3, 1, tzinfo=UTC), tmp_path)


def test_a_folder_of_sources_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="no such folder"):
        due(tmp_path, datetime(2024, 3, 1, tzinfo=UTC), tmp_path / "none")


@pytest.mark.parametrize("words", [[], ["test-site", "--due"]])
def test_a_publisher_is_named_or_all_that_are_due(words: list[str], duibiao: Duibiao) -> None:
    done = duibiao("fetch", *words, "--contact", "a@example.org")
    assert done.returncode == 1
    assert "name a publisher, or say --due" in done.stderr


def test_what_a_list_says_of_a_notice_is_kept_as_written(site: Site, tmp_path: Path) -> None:
    fetch(source(site, tmp_path), tmp_path / "raw")
    entries = kept(tmp_path / "raw")
    (seventh,), (fifth,) = entries[f"{site.address}/art/7.html"], entries[f"{site.address}/art/5.html"]
    assert seventh["listed"] == {"编号": "990000/2022-00007", "标题": "7", "落款时间": "2022-07-01", "经办人": "某人"}
    assert fifth["listed"] == {}, "it is listed in no table"


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("<td>甲发〔2021〕1号</td><td><a href=x>修路</a></td>", {"文号": "甲发〔2021〕1号", "标题": "修路"}),
        ("<td> </td><td><a href=x> 修\n路 </a></td>", {"标题": "修 路"}),
        ("<td></td><td><a href=x title='关于修路的通知'>关于修…</a></td>", {"标题": "关于修路的通知"}),
        ("<td colspan=2><a href=x>修路</a></td>", {}),
        (f"<td>{'长' * 300}</td><td><a href=x>修路</a></td>", {"标题": "修路"}),
    ],
)
def test_a_row_of_a_list_is_read_by_the_headings_of_its_columns(row: str, said: dict[str, str]) -> None:
    page = Selector(f"<table><tr><th>文号</th><th>标题</th></tr><tr>{row}</tr></table>")
    assert listed(page.css("a")[0]) == said


def test_links_outside_tables_and_in_headings_are_in_no_list() -> None:
    page = Selector("<ul><li><a href=x>修路</a></li></ul><table><tr><th><a href=y>文号</a></th></tr></table>")
    assert [listed(link) for link in page.css("a")] == [{}, {}]


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.yaml")), ids=lambda p: p.stem)
def test_every_source_file_says_what_it_must(path: Path) -> None:
    assert isinstance(load(path.stem), Source)


@pytest.mark.parametrize(
    ("edit", "word"),
    [
        (("level: county", "level: village"), "level"),
        (("delay: 0.01", "dealy: 0.01"), "dealy"),
        (("hosts: [127.0.0.1]", "hosts: [example.org]"), "not on one of the hosts"),
        (("article: /art/", "article: '('\n#"), "regular expression"),
        (("制文单位: issuer", "制文单位: isuer"), "no field of ours: isuer"),
    ],
)
def test_a_source_that_is_wrong_is_refused_with_the_reason(tmp_path: Path, edit: tuple[str, str], word: str) -> None:
    text = (FOLDER / f"{TEST_SITE}.yaml").read_text("utf8")
    assert edit[0] in text
    path = tmp_path / "site.yaml"
    path.write_text(text.replace(*edit), "utf8")
    with pytest.raises(SourceError, match=word):
        load(str(path))


def test_a_manifest_line_cut_short_by_a_crash_is_left_out(tmp_path: Path) -> None:
    keep = Keep(tmp_path)
    keep.put(b"one", ".html", listed={}, url="http://example.org/1", source="site")
    with (tmp_path / MANIFEST).open("a", encoding="utf8") as manifest:
        manifest.write('{"url": "http://exa')
    assert set(Keep(tmp_path).newest) == {"http://example.org/1"}
