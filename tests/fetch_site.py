"""A small government site on this machine, with everything that real ones do to a crawler.

`python -m tests.fetch_site` runs it, for trying `duibiao fetch test-site`; the source file is `corpus/sources/test-site.yaml`.
"""

from __future__ import annotations

import io
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from docx import Document

NOTICES = 7
PORT = 8765
LIST = """<html><head><meta charset="utf-8"></head><body>{links}
<script>createPageHTML(3, {page}, "index", "html");</script></body></html>"""
ROWS = "<table class='list'><tr><th>编号</th><th>标题</th><th>落款时间</th><th>经办人</th></tr>{rows}</table>"
ROW = "<tr><td>990000/2022-0000{n}</td><td><a href='/art/{n}.html'>{n}</a></td><td>2022-0{n}-01</td><td>某人</td></tr>"
SUBJECTS = ("道路", "供水", "学校", "绿地", "河道", "照明", "垃圾分类")


def notice(number: int) -> str:
    """Write a notice; two of them have attachments, the fourth a header in the publisher's own words."""
    subject = SUBJECTS[number - 1]
    links = {2: '<a href="/files/annex-2.pdf">附件</a>', 3: '<a href="/files/annex-3.docx">附件：任务清单</a>'}
    header = ""
    if number == 4:
        words = "".join(f"<tr><td>{label}：</td><td>{value}</td></tr>" for label, value in HEADER.items())
        header = f"<table>{words}</table>"
    body = (
        f"<h1>关于做好{subject}工作的通知</h1>{header}<div id='zoom'><p>各乡镇人民政府：</p>"
        f"<p>为做好{subject}工作，现将有关事项通知如下。各乡镇要结合实际制定年度计划，明确责任，按时完成。</p>"
        f"<p>一、2023年底前，新建{subject}示范点{number}个。</p><p>二、加强检查，每季度通报1次。</p></div>"
        f"{links.get(number, '')}"
    )
    return f'<html><head><meta charset="gb2312"></head><body>{body}</body></html>'


HEADER = {"编号": "990000/2022-00004", "制文单位": "试验县住房和城乡建设局", "落款时间": "2022-04-01", "经办人": "某人"}


def list_page(page: int) -> bytes:
    """Write a list page: the last one is a table, the first one has links that lead nowhere, elsewhere, or are forbidden."""
    numbers = {0: (1, 2, 3), 1: (4, 5), 2: (6, 7)}[page]
    if page == 2:
        links = ROWS.format(rows="".join(ROW.format(n=n) for n in numbers))
    else:
        links = "".join(f'<li><a href="/art/{n}.html">{n}</a></li>' for n in numbers)
        if page == 0:
            links += '<a href="/art/404.html">x</a><a href="/art/moved.html">y</a><a href="/secret/art/1.html">z</a>'
            links += '<a href="http://other.invalid/art/9.html">w</a>'
        links = f"<ul class='list'>{links}</ul>"
    return LIST.format(links=links, page=page).encode()


def task_list() -> bytes:
    """Return a Word file with a target of its own."""
    document = Document()
    document.add_paragraph("学校建设任务清单")
    document.add_paragraph("2024年底前，改造食堂12个，新增学位600个。")
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


@dataclass
class Site:
    """The site's address, how often each path was asked for, and how many seconds a notice takes to come."""

    address: str = ""
    asked: Counter[str] = field(default_factory=Counter)
    answered: Counter[tuple[str, int]] = field(default_factory=Counter)
    agents: set[str] = field(default_factory=set)
    texts: dict[str, str] = field(default_factory=dict)
    slow: float = 0.0


@contextmanager
def running(port: int = 0) -> Iterator[Site]:
    """Run the site on a port of the loopback address, a free one unless told."""
    annex = task_list()
    site = Site(texts={f"/art/{n}.html": notice(n) for n in range(1, NOTICES + 1)})
    once_broken = {"/art/3.html"}

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            site.asked[self.path] += 1
            site.agents.add(self.headers["User-Agent"])
            path = self.path
            if path == "/robots.txt":
                self.answer(200, b"User-agent: *\nDisallow: /secret/\nCrawl-delay: 0.05\n", "text/plain")
            elif path in {"/index.html", "/index_1.html", "/index_2.html"}:
                self.answer(200, list_page(int(path[7:8]) if path != "/index.html" else 0))
            elif path == "/art/moved.html":
                self.send_response(302)
                self.send_header("Location", "/art/1.html")
                self.end_headers()
            elif path in once_broken:
                once_broken.discard(path)
                self.answer(503, b"busy", extra={"Retry-After": "0"})
            elif path in site.texts:
                time.sleep(site.slow)
                body = site.texts[path].encode("gb18030")
                tag = f'"{hash(site.texts[path])}"'
                if self.headers.get("If-None-Match") == tag:
                    self.answer(304, b"", extra={"ETag": tag})
                else:
                    self.answer(200, body, "text/html; charset=gb2312", {"ETag": tag})
            elif path == "/files/annex-2.pdf":
                self.answer(200, b"%PDF-1.4 annex", "application/pdf", {"ETag": '"annex"'})
            elif path == "/files/annex-3.docx":
                self.answer(200, annex, "application/octet-stream")
            elif path.startswith("/trap/"):
                deeper = f'<a class="next" href="/trap/{len(path)}{path[6:14]}">next</a>'
                self.answer(200, f"<html><body>{deeper}</body></html>".encode())
            else:
                self.answer(404, b"not here")

        def answer(
            self, status: int, body: bytes, kind: str = "text/html", extra: dict[str, str] | None = None
        ) -> None:
            site.answered[self.path, status] += 1
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            for name, value in (extra or {}).items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Be silent."""

    server = ThreadingHTTPServer(("127.0.0.1", port), Handler)
    site.address = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield site
    finally:
        server.shutdown()
        server.server_close()


if __name__ == "__main__":
    with running(PORT) as shown:
        print(f"{shown.address}/index.html (Ctrl-C ends it)")  # noqa: T201
        threading.Event().wait()
