"""Crawl one publisher: list pages, notices, attachments, into the folder of raw files."""

from __future__ import annotations

import logging
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import unquote, urlsplit

import scrapy
from scrapy.crawler import CrawlerProcess
from scrapy.http import HtmlResponse, Response

from pipeline.fetch.keep import Keep
from pipeline.fetch.listed import listed
from pipeline.fetch.sources import Source

SUFFIX = re.compile(r"\.[a-z0-9]{2,5}", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Report:
    """What a crawl did: notices seen in all, notices and attachments that are new or changed, why it ended.

    `lost` holds the addresses that could not be had, with the reason.
    """

    notices: int
    new: int
    attachments: int
    lost: tuple[str, ...]
    ended: str


class NoticeSpider(scrapy.Spider):
    """Walk the list pages of a source; everything it meets is kept by `keep`, so it may be stopped at any time."""

    name = "notices"

    def __init__(self, source: Source, source_name: str, keep: Keep, **kwargs: Any) -> None:
        """Take the source, its name, and the folder of raw files."""
        super().__init__(**kwargs)
        self.source = source
        self.source_name = source_name
        self.keep = keep
        self.article = re.compile(source.article)
        self.allowed_domains = list(source.hosts)
        self.state: dict[str, set[str]] = {}  # kept on disk by Scrapy, so that a crawl that goes on counts all
        self.changed: set[str] = set()
        self.files: set[str] = set()
        self.lost: set[str] = set()

    @property
    def notices(self) -> set[str]:
        """The addresses of the notices met so far, also before an interruption."""
        return self.state.setdefault("notices", set())

    async def start(self) -> Any:
        """Ask for the start pages; they are asked for in every crawl."""
        for address in self.source.start:
            yield self._request(address, self.parse_list, None)

    def parse_list(self, response: Response) -> Iterator[scrapy.Request]:
        """Follow the notices of a list page, and the pages after it."""
        if not isinstance(response, HtmlResponse):
            return
        for link in response.css(self.source.links):
            address = response.urljoin(link.attrib.get("href", "").strip())
            if self.article.search(address):
                yield self._request(address, self.parse_notice, response.url, listed(link))
        yield from self._next_pages(response)

    def parse_notice(self, response: Response) -> Iterator[scrapy.Request]:
        """Keep a notice, and follow its attachments; an unchanged one costs nothing more."""
        self.notices.add(response.url)
        if response.status == 304:
            return
        if self._keep(response, ".html"):
            self.changed.add(response.url)
        if isinstance(response, HtmlResponse):
            for link in response.css("a[href]"):
                address = response.urljoin(link.attrib["href"].strip())
                if _suffix(address).lstrip(".") in self.source.attachments:
                    yield self._request(address, self.parse_attachment, response.url)

    def parse_attachment(self, response: Response) -> None:
        """Keep an attachment."""
        if response.status != 304 and self._keep(response, ".bin"):
            self.files.add(response.url)

    def failed(self, failure: Any) -> None:
        """Remember an address that could not be had."""
        self.lost.add(f"{failure.request.url}: {failure.getErrorMessage()}")

    def _request(
        self, address: str, callback: Any, found_on: str | None, said: dict[str, str] | None = None
    ) -> scrapy.Request:
        meta = {"handle_httpstatus_list": [304], "found_on": found_on, "listed": said or {}}
        return scrapy.Request(address, callback, errback=self.failed, meta=meta)

    def _next_pages(self, response: HtmlResponse) -> Iterator[scrapy.Request]:
        paging = self.source.paging
        if paging.next:
            for link in response.css(paging.next):
                if address := link.attrib.get("href"):
                    yield self._request(response.urljoin(address), self.parse_list, response.url)
        if paging.script and paging.url and (made := re.search(paging.script, response.text)):
            for page in range(paging.first, paging.first + int(made["total"]) - 1):
                address = paging.url.format(page=page, **made.groupdict())
                yield self._request(response.urljoin(address), self.parse_list, response.url)

    def _keep(self, response: Response, otherwise: str) -> bool:
        def header(name: str) -> str | None:
            value = response.headers.get(name)
            return value.decode("latin1") if value else None

        _, new = self.keep.put(
            response.body,
            _suffix(response.url) or otherwise,
            url=response.request.url if response.request else response.url,
            listed=response.meta.get("listed", {}),
            source=self.source_name,
            content_type=header("Content-Type"),
            found_on=response.meta.get("found_on"),
            etag=header("ETag"),
            modified=header("Last-Modified"),
            http_date=header("Date"),
        )
        return new


def crawl(source: Source, name: str, folder: Path, contact: str) -> Report:
    """Crawl a source into `folder`; an interrupted crawl goes on where it stopped. Runs once per process."""
    keep = Keep(folder)
    state = folder / ".crawl" / name
    logging.getLogger("scrapy").setLevel(logging.WARNING)
    process = CrawlerProcess(settings(source, keep, state, contact))
    crawler = process.create_crawler(NoticeSpider)
    process.crawl(crawler, source=source, source_name=name, keep=keep)
    process.start()
    spider = crawler.spider
    ended = str(crawler.stats.get_value("finish_reason")) if crawler.stats else "failed"
    if ended == "finished":
        shutil.rmtree(state, ignore_errors=True)  # the next crawl asks for everything anew, if only for what changed
    if not isinstance(spider, NoticeSpider):
        return Report(0, 0, 0, (), ended)
    return Report(len(spider.notices), len(spider.changed), len(spider.files), tuple(sorted(spider.lost)), ended)


def settings(source: Source, keep: Keep, state: Path, contact: str) -> dict[str, object]:
    """Return the Scrapy settings of a polite crawl of this source."""
    return {
        "USER_AGENT": f"Duibiao/{version('duibiao')} (policy research; {contact})",
        "ROBOTSTXT_OBEY": True,
        "CONCURRENT_REQUESTS": 1,
        "CONCURRENT_REQUESTS_PER_DOMAIN": 1,
        "DOWNLOAD_DELAY": source.delay,
        "AUTOTHROTTLE_ENABLED": True,
        "AUTOTHROTTLE_START_DELAY": source.delay,
        "AUTOTHROTTLE_TARGET_CONCURRENCY": 1.0,
        "DOWNLOAD_MAXSIZE": source.limits.bytes,
        "DEPTH_LIMIT": source.limits.depth,
        "CLOSESPIDER_PAGECOUNT": source.limits.pages,
        "CLOSESPIDER_TIMEOUT": source.limits.seconds,
        "DOWNLOAD_TIMEOUT": 60,
        "RETRY_TIMES": 4,
        "JOBDIR": str(state),
        "KEEP": keep,
        "ALLOW_LOCAL": source.allow_local,
        "TELNETCONSOLE_ENABLED": False,
        "LOG_LEVEL": "WARNING",
        "LOG_INSTALL_ROOT_HANDLER": False,
        "EXTENSIONS": {"pipeline.fetch.polite.CrawlDelay": 500},
        "DOWNLOADER_MIDDLEWARES": {
            "scrapy.downloadermiddlewares.retry.RetryMiddleware": None,
            "pipeline.fetch.polite.BackOff": 550,
            "pipeline.fetch.polite.PublicOnly": 90,
            "pipeline.fetch.polite.OnlyChanges": 560,
        },
    }


def _suffix(address: str) -> str:
    """Return the ending of the file that an address names, in small letters, or nothing where it names none."""
    suffix = PurePosixPath(unquote(urlsplit(address).path)).suffix.lower()
    return suffix if SUFFIX.fullmatch(suffix) else ""
