"""Fetching from a site that the tests start: nothing is lost, nothing is asked twice, nobody is harmed."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.fetch.keep import MANIFEST, Keep
from pipeline.fetch.sources import FOLDER, Source, SourceError, load
from tests.fetch_site import NOTICES, Site, running

SOURCE = """
name: 试验站
level: county
division: "990000"
hosts: [127.0.0.1]
start: ["{address}/{start}"]
article: /art/\\w+\\.html$
paging:
  {paging}
expected: {{min: {least}, max: 20}}
delay: 0.01
limits: {{depth: 6}}
allow_local: {local}
"""
SCRIPT = """script: 'createPageHTML\\((?P<total>\\d+),\\s*\\d+,\\s*"(?P<stem>\\w+)",\\s*"(?P<ending>\\w+)"'
  url: "{stem}_{page}.{ending}\""""


@pytest.fixture
def site() -> Iterator[Site]:
    with running() as found:
        yield found


def source(site: Site, folder: Path, start: str = "index.html", local: str = "true", least: int = 1) -> Path:
    paging = SCRIPT if start == "index.html" else "next: a.next"
    path = folder / "site.yaml"
    path.write_text(SOURCE.format(address=site.address, start=start, paging=paging, local=local, least=least), "utf8")
    return path


def fetch(path: Path, to: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "pipeline.cli", "fetch", str(path), "--to", str(to), "--contact", "a@example.org"]
    return subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)


def kept(folder: Path) -> dict[str, list[dict[str, str]]]:
    found: dict[str, list[dict[str, str]]] = {}
    for line in (folder / MANIFEST).read_text("utf8").splitlines():
        entry = json.loads(line)
        found.setdefault(entry["url"], []).append(entry)
    return found


def test_all_notices_and_attachments_are_kept_as_they_were_served(site: Site, tmp_path: Path) -> None:
    done = fetch(source(site, tmp_path), tmp_path / "raw")
    assert done.returncode == 0, done.stderr
    entries = kept(tmp_path / "raw")
    assert set(entries) == {f"{site.address}/art/{n}.html" for n in range(1, NOTICES + 1)} | {
        f"{site.address}/files/annex-2.pdf"
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


def test_a_trap_of_endless_links_ends(site: Site, tmp_path: Path) -> None:
    fetch(source(site, tmp_path, start="trap/a"), tmp_path / "raw")
    assert sum(n for path, n in site.asked.items() if path.startswith("/trap/")) <= 8


def test_private_addresses_are_refused_unless_the_source_allows_them(site: Site, tmp_path: Path) -> None:
    done = fetch(source(site, tmp_path, local="false"), tmp_path / "raw")
    assert done.returncode == 1 and "not a public address" in done.stderr
    assert site.asked["/index.html"] == 0


def test_too_few_notices_is_trouble(site: Site, tmp_path: Path) -> None:
    done = fetch(source(site, tmp_path, least=15), tmp_path / "raw")
    assert done.returncode == 1 and "15 to 20 are expected" in done.stderr


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
    ],
)
def test_a_source_that_is_wrong_is_refused_with_the_reason(tmp_path: Path, edit: tuple[str, str], word: str) -> None:
    text = SOURCE.format(address="http://127.0.0.1:9", start="x", paging="next: a.next", local="true", least=1)
    path = tmp_path / "site.yaml"
    path.write_text(text.replace(*edit), "utf8")
    with pytest.raises(SourceError, match=word):
        load(str(path))


def test_a_manifest_line_cut_short_by_a_crash_is_left_out(tmp_path: Path) -> None:
    keep = Keep(tmp_path)
    keep.put(b"one", ".html", url="http://example.org/1", source="site")
    with (tmp_path / MANIFEST).open("a", encoding="utf8") as manifest:
        manifest.write('{"url": "http://exa')
    assert set(Keep(tmp_path).newest) == {"http://example.org/1"}
