"""Which addresses a site's audit takes in, in which form, and where the first ones come from."""

from __future__ import annotations

import re
from urllib.parse import urljoin, urlsplit, urlunsplit

from audit.model import Reason, Untested
from audit.records import EXCLUDED, Link, Waiting
from web_checks.crawl import AFTER_LINKS
from web_checks.etiquette import Robots, SitemapPages, sitemap_pages
from web_checks.fetcher import TextFetcher
from web_checks.folder import file_behind, pages_in
from web_checks.jobs import SiteJob
from web_checks.scope import SiteScope, canonical

# PostgreSQL can index no key of over 2,704 bytes; addresses beyond this are session states, not pages.
_LONGEST_ADDRESS = 2000
_INDEX = re.compile(r"/index\.html?$")


class Reach:
    """The addresses of one site. scope: its hosts."""

    def __init__(self, job: SiteJob) -> None:
        self._job = job
        self.scope = SiteScope(job.hosts)

    def one_form(self, address: str) -> str:
        """Return the canonical form of an address; a folder's index page has one address, not two."""
        known = canonical(address, routes=self._job.hash_routes)
        if self._job.folder is not None and known in self.scope:
            # Built pages may name themselves by https or "www."; served here, they have one address.
            parts = urlsplit(known)
            home = self._job.start or known
            path = _INDEX.sub("/", parts.path)
            return urlunsplit(("http", urlsplit(home).netloc, path, parts.query, parts.fragment))
        return known

    def ended(self, asked: str, reached: str) -> str:
        """Return the canonical address where a visit ended; what a server answers with has no fragment."""
        ended = self.one_form(reached)
        return asked if ended == asked.partition("#")[0] else ended

    def _exists(self, address: str) -> bool:
        """Return whether an address of a folder site is one of its files."""
        return self._job.folder is None or file_behind(self._job.folder, urlsplit(address).path) is not None

    def links(self, found: tuple[str, ...], waiting: Waiting) -> list[Link]:
        """Return the links of a page that lead to pages of the site."""
        if not self._job.follow:
            return []
        return [
            Link(address, waiting.depth + 1, waiting.position, number, self._source(address, "link"))
            for number, address in enumerate(dict.fromkeys(self.one_form(link) for link in found))
            if self._takes(address)
        ]

    def _takes(self, address: str) -> bool:
        holds_secret = self._job.login.shows(address)
        return address in self.scope and self._exists(address) and len(address) <= _LONGEST_ADDRESS and not holds_secret

    def _source(self, address: str, source: str) -> str:
        return source if address in self._job.bounds else EXCLUDED

    def not_taken(self, page: str, found: tuple[str, ...]) -> list[Untested]:
        """Return what a page's links lead to and cannot be followed."""
        links = sorted({link for link in found if link in self.scope})
        too_long = [link for link in links if len(link) > _LONGEST_ADDRESS]
        secret = sum(len(link) <= _LONGEST_ADDRESS and self._job.login.shows(link) for link in links)
        untested = [Untested(page, f"{link[:200]}…", Reason.TOO_LONG, str(len(link))) for link in too_long]
        if secret:
            untested.append(Untested(page, f"+{secret}", Reason.LOGIN, "addresses that hold a secret"))
        return untested

    async def seeds(self, fetcher: TextFetcher, robots: Robots | None) -> tuple[list[Link], list[Untested]]:
        """Return the first addresses, and what a cap left out of them. robots: of the start address's host."""
        job = self._job
        start = self.one_form(job.start)
        seeds = [Link(start, 0, source="start")] if start else []
        seeds += [Link(address, 0, -1, n, "list") for n, address in enumerate(job.listed)]
        if job.folder is not None and not job.listed:
            pages = [self.one_form(urljoin(job.start, f"/{page}")) for page in pages_in(job.folder)]
            if not self._exists(start):
                seeds = []
            others = [page for page in pages if page != start]
            seeds += [Link(page, 1, AFTER_LINKS, n, self._source(page, "list")) for n, page in enumerate(others)]
        elif robots is not None and job.follow:
            named = robots.sitemaps or [urljoin(job.start, "/sitemap.xml")]
            cap = max(job.max_pages * 20, 1000)
            read = SitemapPages([]) if robots.unreachable else await sitemap_pages(fetcher, named, cap)
            known = [page for page in read.pages if page != job.start and self._takes(page)]
            seeds += [Link(page, 1, AFTER_LINKS, n, self._source(page, "sitemap")) for n, page in enumerate(known)]
            # Nobody promised a sitemap that is only looked for.
            missed = read.missed if robots.sitemaps else ""
            told = ((Reason.PAGE_CAP, read.left_out), (Reason.UNREADABLE, missed))
            return seeds, [Untested(named[0], "", reason, what) for reason, what in told if what]
        return seeds, []
