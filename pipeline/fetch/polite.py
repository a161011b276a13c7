"""What Scrapy leaves to us of politeness: Crawl-delay, patience before a retry, public hosts, asking for changes."""

from __future__ import annotations

import asyncio
import ipaddress
import socket
from typing import Any

from scrapy import Request, Spider, signals
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.retry import RetryMiddleware
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response

from pipeline.fetch.keep import Keep

LONGEST_WAIT = 120.0
"""Seconds; a server that asks for more patience than this is asked again in the next crawl."""


class CrawlDelay:
    """Keep the Crawl-delay of robots.txt, which Scrapy does not do by itself (scrapy/scrapy#892)."""

    def __init__(self, crawler: Crawler) -> None:
        """Listen for robots.txt files."""
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> CrawlDelay:
        """Make the extension for a crawl."""
        extension = cls(crawler)
        crawler.signals.connect(extension.robots_parsed, signal=signals.robots_parsed)
        return extension

    def robots_parsed(self, robotparser: Any, request: Request) -> None:
        """Slow the host down to what it asks for, up to the longest wait."""
        delay = robotparser.crawl_delay(self.crawler.settings.get("USER_AGENT"))
        if delay and self.crawler.engine:
            key = request.meta.get("download_slot")
            slot = self.crawler.engine.downloader.slots.get(key) if key else None
            if slot is not None:
                slot.delay = max(slot.delay, min(float(delay), LONGEST_WAIT))


class BackOff(RetryMiddleware):
    """Wait before asking again: as long as Retry-After says, else 2, 4, 8 … times the delay between requests."""

    async def process_response(  # type: ignore[override]  # Scrapy awaits it
        self, request: Request, response: Response, spider: Spider | None = None
    ) -> Request | Response:
        """Wait where the answer is one to be tried again."""
        if response.status in self.retry_http_codes and not request.meta.get("dont_retry"):
            await asyncio.sleep(self._wait(request, response))
        return super().process_response(request, response)

    def _wait(self, request: Request, response: Response) -> float:
        asked = (response.headers.get(b"Retry-After") or b"").decode("latin1")
        if asked.isdigit():
            return min(float(asked), LONGEST_WAIT)
        tried = int(request.meta.get("retry_times", 0))
        return min(float(self.crawler.settings.getfloat("DOWNLOAD_DELAY") * 2 ** (tried + 1)), LONGEST_WAIT)


class PublicOnly:
    """Refuse addresses of the machine itself and of private networks, unless the source allows them."""

    def __init__(self, *, allow_local: bool) -> None:
        """Set whether local addresses are allowed."""
        self.allow_local = allow_local

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> PublicOnly:
        """Make the middleware for a crawl."""
        return cls(allow_local=crawler.settings.getbool("ALLOW_LOCAL"))

    async def process_request(self, request: Request, spider: Spider | None = None) -> None:
        """Raise IgnoreRequest where the host of a request is not public."""
        if self.allow_local:
            return
        host = request.url.split("/")[2].rsplit("@", 1)[-1].rsplit(":", 1)[0].strip("[]")
        try:
            found = await asyncio.get_running_loop().getaddrinfo(host, None, type=socket.SOCK_STREAM)
        except OSError:
            return  # the download itself will fail, and say so
        for *_, address in found:
            if not ipaddress.ip_address(str(address[0]).split("%")[0]).is_global:
                raise IgnoreRequest(f"{host} is not a public address")


class OnlyChanges:
    """Ask for what is kept already only if it changed, by the ETag and date that came with it."""

    def __init__(self, keep: Keep) -> None:
        """Share the folder of raw files."""
        self.keep = keep

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> OnlyChanges:
        """Make the middleware for a crawl."""
        keep = crawler.settings["KEEP"]
        if not isinstance(keep, Keep):
            raise TypeError("the setting KEEP is the folder of raw files")
        return cls(keep)

    def process_request(self, request: Request, spider: Spider | None = None) -> None:
        """Add If-None-Match and If-Modified-Since."""
        known = self.keep.newest.get(request.url)
        if known is not None:
            if known.etag:
                request.headers.setdefault(b"If-None-Match", known.etag.encode())
            if known.modified:
                request.headers.setdefault(b"If-Modified-Since", known.modified.encode())
