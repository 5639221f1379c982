"""Audits one site: seeds, crawl, in-depth sample, rules across pages, and the site's own record."""

from __future__ import annotations

import asyncio
import dataclasses
import os
import re
from collections.abc import Mapping, Sequence
from urllib.parse import unquote_to_bytes, urljoin, urlsplit, urlunsplit

from audit.catalog import at_depth
from audit.model import Depth, Outcome, Reason, StepfreeError, Untested, worst
from audit.records import Link, Shot, Subject, Waiting
from audit.schema import storable
from audit.store import Store
from web_checks import barriers, evidence
from web_checks.browser import Browser
from web_checks.crawl import AFTER_LINKS, PageResult, Watch, crawl, share_out
from web_checks.etiquette import Pace, Robots, TextFetcher, robots_of, sitemap_pages
from web_checks.folder import pages_in
from web_checks.jobs import Shelves, SiteJob, WebSettings
from web_checks.judge import judge_page, judge_site
from web_checks.observe import AXE, Questions, observe
from web_checks.page import Page, PageSummary, SitePages
from web_checks.probes.outline import PROBE as OUTLINE
from web_checks.sampling import Sample, in_depth_sample, record
from web_checks.scope import Doorkeeper, SiteScope, canonical, host_of
from web_checks.strata import stratum
from web_checks.tab import PageLost, ScriptError, Tab

_NEWEST = "wcag-2.2"  # the edition whose levels sort the rules
_PAGE_SECONDS = 120  # a page's whole budget
_STAGING_SECONDS = 300  # the same where forms are sent off: each try loads the page again
_ATTEMPTS = 2
# PostgreSQL can index no key of over 2,704 bytes; addresses beyond this are session states, not pages.
_LONGEST_ADDRESS = 2000
_INDEX = re.compile(r"/index\.html?$")
# Pages that send each other on by script have no end; browsers follow 20 redirects, people fewer.
_REDIRECTS = tuple(f"redirect{n}" if n else "redirect" for n in ("", 2, 3, 4, 5))
# What may go better the second time; a page that says no is taken at its word.
_WORTH_ANOTHER_TRY = (Reason.NETWORK, Reason.CRASH, Reason.TIMEOUT)
# Ends that are no page of this site, rather than a page that could not be tested.
_NO_PAGE = (Reason.REDIRECT, Reason.NOT_HTML, Reason.DOWNLOAD, Reason.OUT_OF_SCOPE)


class SiteAudit:
    """One site's audit in one run; `run` may be called again on the same run to go on after a stop or a crash."""

    def __init__(
        self, job: SiteJob, browser: Browser, store: Store, run: str, shelves: Shelves, settings: WebSettings
    ) -> None:
        self.job = job
        self._browser = browser
        self._store = store
        self._run = run
        self._shelves = shelves
        self.settings = settings
        self._door = Doorkeeper(job.hosts)
        self._scope = SiteScope(job.hosts)
        self._sendable = SiteScope(job.hosts if job.staging else ())
        self._fetcher = TextFetcher(settings.contact, settings.resolve, self._door.admits)
        self._robots: dict[str, Robots] = {}
        self._asking = asyncio.Lock()
        self._pace = Pace(settings.delay if job.folder is None else 0.0)

    async def audit(self, watch: Watch) -> None:
        """Audit the site and record it. Raises crawl.Stopped when the user asked to stop."""
        job, store, run = self.job, self._store, self._run
        await self._look_around()
        if not store.has_frontier(run, job.id):
            store.add_links(run, job.id, await self._seeds())
        visitors = [_Visitor(self) for _ in range(self.settings.workers)]
        try:
            await crawl(store, run, job.id, job.max_pages, visitors, watch)
            if (sample := self._sample()) is not None:
                await self._in_depth(visitors, sample, watch)
        finally:
            await asyncio.gather(*(visitor.close() for visitor in visitors))
        self._across_pages()
        if self.settings.screenshots:
            self._prune_shots()
        store.save_subject(run, *self._record())

    async def _look_around(self) -> None:
        """Learn where the start address leads, what robots.txt says and how fast the host may be asked."""
        job = self.job
        for address in filter(None, (job.start, *job.listed)):
            await self._robots_of(address)
        if job.start and job.folder is None and self._robots[host_of(job.start)].allows(job.start):
            met = await self._fetcher.get(job.start, 0, body=False)
            ended = canonical(met.address)
            if met.status and ended and ended not in self._scope:
                # The start address itself leads elsewhere (example.gov.cn → portal.example.gov.cn): that is the site.
                self._scope = self._scope.with_host(host_of(ended))
                await self._robots_of(ended)

    async def _robots_of(self, address: str) -> Robots:
        """Return what the robots.txt of an address's host says; each host is asked once."""
        host = host_of(address)
        async with self._asking:
            if host not in self._robots:
                self._robots[host] = await robots_of(self._fetcher, address)
                if self.job.folder is None:
                    self._pace.slow_down(self._robots[host].delay)
        return self._robots[host]

    async def _seeds(self) -> list[Link]:
        job = self.job
        start = self._one_form(job.start)
        seeds = [Link(start, 0, source="start")] if start else []
        seeds += [Link(address, 0, -1, n, "list") for n, address in enumerate(job.listed)]
        if job.folder is not None and not job.listed:
            pages = [self._one_form(urljoin(job.start, f"/{page}")) for page in pages_in(job.folder)]
            if not self._exists(start):
                seeds = []
            seeds += [Link(page, 1, AFTER_LINKS, n, "list") for n, page in enumerate(pages) if page != start]
        elif job.folder is None and job.follow and job.start:
            robots = self._robots[host_of(job.start)]
            named = robots.sitemaps or [urljoin(job.start, "/sitemap.xml")]
            pages = await sitemap_pages(self._fetcher, named, max(job.max_pages * 20, 1000))
            known = (page for page in pages if page in self._scope and page != job.start)
            seeds += [Link(page, 1, AFTER_LINKS, n, "sitemap") for n, page in enumerate(known)]
        return seeds

    def _one_form(self, address: str) -> str:
        """Return the canonical form of an address; a folder's index page has one address, not two."""
        known = canonical(address)
        if self.job.folder is not None and known in self._scope:
            # Built pages may name themselves by https or "www."; served here, they have one address.
            parts = urlsplit(known)
            home = self.job.start or known
            return urlunsplit(("http", urlsplit(home).netloc, _INDEX.sub("/", parts.path), parts.query, ""))
        return known

    def _exists(self, address: str) -> bool:
        """Return whether an address of a folder site is one of its files."""
        if self.job.folder is None:
            return True
        path = self.job.folder / os.fsdecode(unquote_to_bytes(urlsplit(address).path).lstrip(b"/"))
        # Unlike Path.is_file, this one also says no to a name that no file can have.
        return any(os.path.isfile(file) for file in (path, path / "index.html", path / "index.htm"))  # noqa: PTH113

    def _sample(self) -> Sample | None:
        """Return the pages to test in depth; None when that is none, or every page at its first visit."""
        settings = self.settings
        if settings.depth is not Depth.IN_DEPTH or settings.sample is None:
            return None
        pages = self._store.subjects(self._run, "page", self.job.id)
        return in_depth_sample(pages, settings.sample, settings.random_share, self.job.id)

    async def _in_depth(self, visitors: Sequence[_Visitor], sample: Sample, watch: Watch) -> None:
        left = [page for page in sample.all if page.facts["depth"] != Depth.IN_DEPTH.value]

        async def again(visitor: _Visitor, page: Subject) -> PageResult:
            waiting = Waiting(page.id, int(page.facts["hops"]), page.position, page.facts["source"])
            result = await visitor.visit(waiting, Depth.IN_DEPTH)
            if result.subject.tally:
                # What a page was chosen by stays, so that a run that goes on chooses the same ones.
                chosen_by = {name: page.facts[name] for name in ("stratum", "template", "structure")}
                subject = dataclasses.replace(result.subject, facts={**result.subject.facts, **chosen_by})
                return dataclasses.replace(result, subject=subject)
            # The page was tested before and cannot be reached now: keep what is known, say what is missing.
            known = dataclasses.replace(page, facts={**page.facts, "depth": Depth.IN_DEPTH.value, "missed": True})
            found = [f for f in self._store.findings(self._run, self.job.id) if f.subject == page.id]
            before = [u for u in self._store.untested(self._run) if (u.site, u.subject) == (self.job.id, page.id)]
            missing = Untested(page.id, "in-depth", result.subject.reason or Reason.NETWORK)
            return PageResult(known, found, [*before, missing])

        def save(result: PageResult) -> None:
            self._store.save_subject(self._run, result.subject, result.findings, result.untested, shots=result.shots)
            watch.told(result)

        await share_out(left, visitors, again, save, watch.stop)

    def _across_pages(self) -> None:
        pages = [page for page in self._store.subjects(self._run, "page", self.job.id) if page.tally]
        seen = SitePages(
            self.job.id,
            tuple(
                PageSummary(
                    page.id,
                    page.title,
                    page.facts["lang"],
                    page.facts["template"],
                    page.facts["content"],
                    page.facts["hops"] == 0 and page.facts["source"] in ("start", *_REDIRECTS),
                    page.facts,
                )
                for page in pages
            ),
            self.settings.day,
        )
        judgements = judge_site(seen, self._shelves.site)
        self._store.add_judgements(
            self._run,
            self.job.id,
            [shelved.rule.id for shelved in self._shelves.site],
            {address: (judgement.findings, judgement.tally) for address, judgement in judgements.items()},
        )

    def _record(self) -> tuple[Subject, tuple[()], list[Untested]]:
        job = self.job
        pages = self._store.subjects(self._run, "page", job.id)
        beyond = self._store.never_visited(self._run, job.id)
        tested = [page for page in pages if page.tally]
        deep = sum(page.facts["depth"] == Depth.IN_DEPTH.value and not page.facts.get("missed") for page in tested)
        untested = [Untested(job.id, address, Reason.PAGE_CAP) for address in beyond[:100]]
        if len(beyond) > len(untested):
            untested.append(Untested(job.id, f"+{len(beyond) - len(untested)}", Reason.PAGE_CAP))
        allowed = [s.rule for s in self._shelves.page if job.staging or not s.rule.staging]
        untested += [
            Untested(job.id, rule.id, Reason.NOT_SAMPLED, f"{deep}/{len(tested)}")
            for rule in allowed
            if rule.depth is Depth.IN_DEPTH and deep < len(tested)
        ]
        kept_back = {s.rule.id for s in self._shelves.page} - {rule.id for rule in allowed}
        untested += [Untested(job.id, rule, Reason.STAGING_ONLY) for rule in sorted(kept_back) if tested]
        ran = {rule.id for rule in self._shelves.rules.values() if rule.depth is Depth.SIMPLIFIED or deep} - kept_back
        outcome = worst({page.outcome for page in tested}) if tested else Outcome.UNTESTED
        facts = {
            "url": job.start or (job.listed[0] if job.listed else ""),
            "class": job.site_class,
            "district": job.district,
            "rules": sorted(ran),
            "pages_found": len(pages) + len(beyond),
            "pages_known": sum(page.outcome is not Outcome.INAPPLICABLE for page in pages) + len(beyond),
            "pages_tested": len(tested),
            "pages_in_depth": deep,
            "depth": self.settings.depth.value,
            "folder": job.folder is not None,
            "staging": job.staging,
        }
        if (sample := self._sample()) is not None:
            in_depth = [shelved.rule.id for shelved in self._shelves.page if shelved.rule.depth is Depth.IN_DEPTH]
            facts["sample"] = record(sample, in_depth)
        reason = None if tested else next((page.reason for page in pages if page.reason), Reason.NETWORK)
        return Subject(job.id, "site", outcome, job.id, reason=reason, title=job.name, facts=facts), (), untested

    # ---- one page

    async def page(self, tab: Tab, waiting: Waiting, depth: Depth) -> PageResult:
        """Visit one address. Raises PageLost when the tab must be replaced."""
        address = waiting.address
        if kept_out := await self._kept_out(waiting):
            return kept_out
        await self._pace.turn(host_of(address))
        arrival = await tab.visit(address)
        heading_for = "" if self.settings.stay else arrival.heading_for
        ended = self._one_form(heading_for or arrival.address)
        # An error at the end of a redirect is this page's own, unless it is another site's.
        if arrival.reason is not None and (ended == address or ended in self._scope):
            return self._no_result(waiting, arrival.reason, arrival.detail, arrival.status)
        if ended and ended != address:
            if barriers.is_login_wall(address, ended):
                return self._login_wall(waiting, ended, arrival.status)
            return self._redirect(waiting, ended, arrival.status)
        shelf_now = at_depth(self._shelves.page, depth, staging=self.job.staging)
        rules = (shelved.rule for shelved in (*shelf_now, *self._shelves.site))
        questions = Questions.of(rules, self._shelves.axe_options)
        page = await observe(tab, arrival, address, questions, depth, self._scope.__contains__)
        await tab.check()
        if (barrier := barriers.met(page)) is not None:
            return self._no_result(waiting, barrier.reason, barrier.detail, arrival.status)
        judgement = judge_page(page, shelf_now, self._shelves.axe)
        # Most criteria stand on axe: where it failed, a page is known to fail at best, and never to pass.
        blind = bool(self._shelves.axe_options) and AXE not in page.seen and judgement.outcome is not Outcome.FAILED
        subject = Subject(
            address,
            "page",
            Outcome.UNTESTED if blind else judgement.outcome,
            self.job.id,
            waiting.position,
            Reason.RULE_ERROR if blind else None,
            title=storable(page.title)[:500],
            tally=judgement.tally,
            facts=self._facts(page, waiting, depth, len(judgement.findings)) | _kept(page, questions),
        )
        untested = [*judgement.untested, *self._too_long(page)]
        return PageResult(subject, judgement.findings, untested, self._links(page, waiting))

    async def _kept_out(self, waiting: Waiting) -> PageResult | None:
        """Return the result of an address that may not be asked; None when it may."""
        address = waiting.address
        if not await self._door.admits(address):
            return self._no_result(waiting, Reason.PRIVATE_ADDRESS, host_of(address))
        robots = await self._robots_of(address)
        if robots.allows(address):
            return None
        if robots.unreachable:
            return self._no_result(waiting, Reason.ROBOTS_UNREACHABLE, robots.detail)
        return self._no_result(waiting, Reason.ROBOTS, "")

    def _facts(self, page: Page, waiting: Waiting, depth: Depth, occurrences: int) -> dict[str, object]:
        outline = page.answer(OUTLINE)
        return {
            "status": page.status,
            "stratum": stratum(outline, page.address, waiting.depth),
            "template": page.template,
            "structure": outline.structure,
            "content": outline.content,
            "lang": storable(page.lang)[:40],
            "charset": storable(outline.charset),
            "depth": depth.value,
            "hops": waiting.depth,
            "source": waiting.source,
            "elements": outline.elements,
            "occurrences": occurrences,
            "settled": page.settled,
        }

    def _links(self, page: Page, waiting: Waiting) -> list[Link]:
        if not self.job.follow:
            return []
        found = dict.fromkeys(self._one_form(link) for link in page.answer(OUTLINE).links)
        return [
            Link(address, waiting.depth + 1, waiting.position, number)
            for number, address in enumerate(found)
            if address in self._scope and self._exists(address) and len(address) <= _LONGEST_ADDRESS
        ]

    def _too_long(self, page: Page) -> list[Untested]:
        links = {link for link in page.answer(OUTLINE).links if len(link) > _LONGEST_ADDRESS and link in self._scope}
        return [Untested(page.address, f"{link[:200]}…", Reason.TOO_LONG, str(len(link))) for link in sorted(links)]

    def _redirect(self, waiting: Waiting, ended: str, status: int) -> PageResult:
        if ended not in self._scope:
            return self._no_result(waiting, Reason.OUT_OF_SCOPE, ended, status)
        followed = _REDIRECTS.index(waiting.source) + 1 if waiting.source in _REDIRECTS else 0
        if followed == len(_REDIRECTS):
            return self._no_result(waiting, Reason.NETWORK, f"too many redirects: {ended}", status)
        result = self._no_result(waiting, Reason.REDIRECT, ended, status)
        # The page that it leads to takes this one's place; a start page stays the start page.
        link = Link(ended, waiting.depth, waiting.position, 0, _REDIRECTS[followed])
        return dataclasses.replace(result, links=[link])

    def _login_wall(self, waiting: Waiting, ended: str, status: int) -> PageResult:
        result = self._no_result(waiting, Reason.LOGIN, ended, status)
        # The login page is a page of its own; the one behind it stays untested.
        link = Link(ended, waiting.depth + 1, waiting.position)
        return dataclasses.replace(result, links=[link] if ended in self._scope and self.job.follow else [])

    def _no_result(self, waiting: Waiting, reason: Reason, detail: str, status: int = 0) -> PageResult:
        outcome = Outcome.INAPPLICABLE if reason in _NO_PAGE else Outcome.UNTESTED
        facts = {"status": status, "detail": storable(detail)[:500], "hops": waiting.depth, "source": waiting.source}
        subject = Subject(
            waiting.address, "page", outcome, self.job.id, waiting.position, reason, facts={**facts, "depth": ""}
        )
        untested = (
            [Untested(waiting.address, "", reason, storable(detail)[:500])] if outcome is Outcome.UNTESTED else []
        )
        return PageResult(subject, untested=untested)

    async def shots(self, tab: Tab, result: PageResult) -> list[Shot]:
        """Photograph the faults of the page that a tab has open. Raises PageLost when the tab must be replaced."""
        if not self.settings.screenshots or not result.findings:
            return []
        known = self._store.shot_places(self._run, self.job.id)
        return await evidence.photograph(tab, result.subject, result.findings, known)

    def _prune_shots(self) -> None:
        found = self._store.findings(self._run, self.job.id)
        failed = frozenset(finding.component for finding in found if finding.outcome is Outcome.FAILED)
        places = self._store.shot_places(self._run, self.job.id)
        self._store.keep_shots(self._run, self.job.id, evidence.kept(places, failed))

    async def open_tab(self) -> Tab:
        """Open a tab that asks only what the doorkeeper lets it ask; forms go to a test copy's named hosts alone."""
        return await self._browser.tab(self._door.admits, self._sendable.__contains__)


def _kept(page: Page, questions: Questions) -> dict[str, object]:
    """Return what the probes keep of a page for rules across pages, by probe."""
    return {
        probe.name: _storable(probe.keep(page.answer(probe)))
        for probe in questions.static
        if probe.keep is not None and probe.name in page.seen
    }


def _storable(kept: object) -> object:
    if isinstance(kept, str):
        return storable(kept)
    if isinstance(kept, Mapping):
        return {key: _storable(value) for key, value in kept.items()}
    return [_storable(item) for item in kept] if isinstance(kept, list | tuple) else kept


class _Visitor:
    """One tab of a site; it is replaced when a page takes it down."""

    def __init__(self, audit: SiteAudit) -> None:
        self._audit = audit
        self._tab: Tab | None = None

    async def visit(self, waiting: Waiting, depth: Depth | None = None) -> PageResult:
        """Visit an address; what takes the tab down is that page's outcome and nobody else's."""
        depth = depth or self._audit.settings.first_depth
        for attempt in range(1, _ATTEMPTS + 1):
            result = await self._try(waiting, depth)
            if result.subject.reason not in _WORTH_ANOTHER_TRY or attempt == _ATTEMPTS:
                break
        return result

    async def _try(self, waiting: Waiting, depth: Depth) -> PageResult:
        no_result = self._audit._no_result  # noqa: SLF001 - a visitor is half of its audit
        seconds = _STAGING_SECONDS if self._audit.job.staging else _PAGE_SECONDS
        try:
            if self._tab is None:
                self._tab = await self._audit.open_tab()
            result = await asyncio.wait_for(self._audit.page(self._tab, waiting, depth), seconds)
        except PageLost as lost:
            await self.close()
            return no_result(waiting, lost.reason, lost.detail)
        except TimeoutError:
            await self.close()
            return no_result(waiting, Reason.TIMEOUT, f"{seconds} s")
        except ScriptError as error:
            await self.close()
            return no_result(waiting, Reason.RULE_ERROR, str(error))
        except StepfreeError:
            raise  # not the page's doing: no browser, no database
        except Exception as error:  # noqa: BLE001 - whatever a page provokes is its own outcome, never the run's
            await self.close()
            return no_result(waiting, Reason.RULE_ERROR, f"{type(error).__name__}: {error}")
        try:
            result = dataclasses.replace(result, shots=await self._audit.shots(self._tab, result))
            await self._tab.forget()
        except PageLost:  # what was seen is kept; the next page gets a new tab
            await self.close()
        return result

    async def close(self) -> None:
        """Close the tab, if there is one."""
        if self._tab is not None:
            tab, self._tab = self._tab, None
            await tab.close()
