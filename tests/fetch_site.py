"""A small government site on this machine, with everything that real ones do to a crawler."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

NOTICES = 7
LIST = """<html><body><ul>{links}</ul><script>createPageHTML(3, {page}, "index", "html");</script></body></html>"""


def notice(number: int) -> str:
    files = f'<a href="/files/annex-{number}.pdf">附件</a>' if number == 2 else ""
    body = f"<h1>第{number}号通知</h1><p>新建学校{number}所。</p>{files}"
    return f'<html><head><meta charset="gb2312"></head><body>{body}</body></html>'


@dataclass
class Site:
    """The site's address, and how often each path was asked for."""

    address: str = ""
    asked: Counter[str] = field(default_factory=Counter)
    answered: Counter[tuple[str, int]] = field(default_factory=Counter)
    agents: set[str] = field(default_factory=set)
    texts: dict[str, str] = field(default_factory=dict)


@contextmanager
def running() -> Iterator[Site]:
    """Run the site on a free port of the loopback address."""
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
                page = int(path[7:8]) if path != "/index.html" else 0
                numbers = {0: (1, 2, 3), 1: (4, 5), 2: (6, 7)}[page]
                links = "".join(f'<li><a href="/art/{n}.html">{n}</a></li>' for n in numbers)
                if page == 0:
                    links += (
                        '<a href="/art/404.html">x</a><a href="/art/moved.html">y</a><a href="/secret/art/1.html">z</a>'
                    )
                    links += '<a href="http://other.invalid/art/9.html">w</a>'
                self.answer(200, LIST.format(links=links, page=page).encode())
            elif path == "/art/moved.html":
                self.send_response(302)
                self.send_header("Location", "/art/1.html")
                self.end_headers()
            elif path in once_broken:
                once_broken.discard(path)
                self.answer(503, b"busy", extra={"Retry-After": "0"})
            elif path in site.texts:
                body = site.texts[path].encode("gb18030")
                tag = f'"{hash(site.texts[path])}"'
                if self.headers.get("If-None-Match") == tag:
                    self.answer(304, b"", extra={"ETag": tag})
                else:
                    self.answer(200, body, "text/html; charset=gb2312", {"ETag": tag})
            elif path == "/files/annex-2.pdf":
                self.answer(200, b"%PDF-1.4 annex", "application/pdf", {"ETag": '"annex"'})
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

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    site.address = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield site
    finally:
        server.shutdown()
        server.server_close()
