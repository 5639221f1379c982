"""Audits one site: seeds, crawl, in-depth sample, rules across pages, and the site's own record."""

from __future__ import annotations

import asyncio
import dataclasses
import json
from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from urllib.parse import urljoin

from audit.catalog import at_depth
from audit.model import Depth, Outcome, Reason, Untested
from audit.records import Link, Shot, Subject, Waiting, is_document
from audit.schema import storable
from audit.store import Store
from web_checks import barriers, evidence
from web_checks.arrival import Arrival, PageLost
from web_checks.carried import Carrying
from web_checks.course import SiteCourse
from web_checks.crawl import PageResult, Watch, crawl, share_out, unless
from web_checks.documents import kinds
from web_checks.documents.attached import Attachments
from web_checks.driver import AuditTab
from web_checks.ends import REDIRECTS, before_a_login, circles, no_result, redirected
from web_checks.etiquette import Robots, robots_of
from web_checks.fetcher import Fetched, TextFetcher, decode
from web_checks.jobs import Shelves, SiteJob, WebSettings, fitting
from web_checks.judge import judge_page, judge_site
from web_checks.login import LEAVES
from web_checks.observe import AXE, Questions, observe
from web_checks.pace import Hosts
from web_checks.page import Page, PageSummary, SitePages
from web_checks.pool import TabPool
from web_checks.probes.image_words import PROBE as IMAGE_WORDS
from web_checks.probes.outline import PROBE as OUTLINE
from web_checks.reach import Reach
from web_checks.sampling import Sample, in_depth_sample
from web_checks.scope import Doorkeeper, SiteScope, canonical, host_of
from web_checks.site_record import site_subject, site_untested
from web_checks.strata import stratum
from web_checks.tab import Tab
from web_checks.terms import Terms
from web_checks.twins import twins
from web_checks.visitor import SiteVisitor


class SiteAudit:
    """One site's audit in one run; `run` may be called again on the same run to go on after a stop or a crash."""

    def __init__(
        self,
        job: SiteJob,
        tabs: TabPool,
        store: Store,
        run: str,
        shelves: Shelves,
        settings: WebSettings,
        hosts: Hosts | None = None,
    ) -> None:
        self.job = job
        self.tabs = tabs
        self._store = store
        self._run = run
        self._shelves = shelves
        self.settings = settings
        self._door = Doorkeeper(job.hosts)
        # Forms go to a test copy's named hosts alone.
        sendable = SiteScope(job.hosts if job.staging else ())
        self.terms = Terms(self._door.admits, sendable.__contains__, job.login, job.viewport)
        self._reach = Reach(job)
        across = frozenset(shelved.rule.id for shelved in shelves.site)
        self.carrying = Carrying(job, settings, store, self._reach, across)
        self.hosts = hosts or Hosts(settings.delay)
        if job.folder is not None:
            for host in sorted(job.hosts):
                self.hosts.free(host)
        self._course = SiteCourse(job, self.hosts)
        fetcher = partial(
            TextFetcher,
            settings.contact,
            settings.resolve,
            hosts=self.hosts,
            headers=job.login.sent_to,
            pinned=self._door.pinned,
        )
        self._texts = fetcher(admit=self._door.admits, by_browser=self._by_browser)
        # Asked while a tab is held: another one might never come.
        self._from_a_page = fetcher(admit=self._door.admits)
        self._robots: dict[str, Robots] = {}
        self._asking = asyncio.Lock()
        self._files = fetcher(admit=self._lets_in)
        self.stop = asyncio.Event()
        self.shown_as_pages: set[str] = set()  # addresses that were linked as documents and lead to pages

    async def audit(self, watch: Watch) -> None:
        """Audit the site and record it. Raises crawl.Stopped when the user asked to stop."""
        job, store, run, course = self.job, self._store, self._run, self._course
        self.stop = watch.stop
        course.recall(store, run, job.id)
        await self._look_around()
        if not store.has_frontier(run, job.id):
            await self._begin()
        visitors = [SiteVisitor(self) for _ in range(self.tabs.size)]
        await crawl(store, run, job.id, job.max_pages, visitors, watch, course)
        if self.settings.max_documents:
            attachments = Attachments(self, self._files, store, run, self._reach.scope, course)
            await attachments.examine(visitors[0], watch)
        self._settle_addresses()
        if (sample := self._sample()) is not None:
            await self._in_depth(visitors, sample, watch)
        self._across_pages()
        if self.settings.screenshots:
            self._prune_shots()
        pages, left_out = store.subjects(run, "page", job.id), store.left_out(run, job.id)
        late, sample = course.out_of_time, self._sample()
        subject = site_subject(job, self.settings, self._shelves, pages, left_out, sample, out_of_time=late)
        driven = self.settings.webdriver is not None
        untested = site_untested(job, self._shelves, pages, left_out, out_of_time=late, webdriver=driven)
        store.save_subject(run, subject, (), untested)

    async def _look_around(self) -> None:
        """Learn where the start address leads, what robots.txt says and how fast the host may be asked."""
        job = self.job
        for address in filter(None, (job.start, *job.listed)):
            await self._robots_of(address)
        if job.start and job.folder is None and (await self._robots_of(job.start)).allows(job.start):
            met = await self._texts.get(job.start, 0, body=False)
            ended = canonical(met.address)
            if met.status and ended and ended not in self._reach.scope:
                # The start address itself leads elsewhere (example.gov.cn → portal.example.gov.cn): that is the site.
                self._reach.scope = self._reach.scope.with_host(host_of(ended))
                await self._robots_of(ended)

    async def _robots_of(self, address: str) -> Robots:
        """Return what the robots.txt of an address's origin says (RFC 9309, 2.3); each origin is asked once."""
        host, origin = host_of(address), urljoin(address, "/")
        async with self._asking:
            if origin not in self._robots:
                lost = self.hosts.lost(host)
                silent = Robots(Fetched(0, "", address, lost))
                self._robots[origin] = silent if lost else await robots_of(self._texts, address)
                if self.job.folder is None:
                    self.hosts.slow_down(host, self._robots[origin].delay)
        return self._robots[origin]

    async def _by_browser(self, address: str, cap: int) -> Fetched | None:
        """Return what a tab gets at an address, None when it gets no answer either."""
        async with self.tabs.slot():
            try:
                async with self.tabs.tab(self.terms) as tab:
                    arrival, raw = await tab.fetch(address)
            except PageLost:
                return None
        return Fetched(arrival.status, decode(raw, cap), arrival.address) if arrival.status else None

    async def _begin(self) -> None:
        """Fill the frontier, in one transaction with what did not fit into it."""
        job = self.job
        robots = await self._robots_of(job.start) if job.start else None
        seeds, left_out = await self._reach.seeds(self._texts, robots)
        if not left_out:
            self._store.add_links(self._run, job.id, seeds)
            return
        first = left_out[0]
        sitemap = Subject(first.subject, "sitemap", Outcome.UNTESTED, job.id, reason=first.reason)
        self._store.save_subject(self._run, sitemap, (), left_out, seeds)

    def _web_pages(self) -> list[Subject]:
        """Return the site's pages, without the documents that are recorded among them."""
        return [page for page in self._store.subjects(self._run, "page", self.job.id) if not is_document(page)]

    def _sample(self) -> Sample | None:
        """Return the pages to test in depth; None when that is none, or every page at its first visit."""
        settings = self.settings
        if settings.depth is not Depth.IN_DEPTH or settings.sample is None:
            return None
        return in_depth_sample(self._web_pages(), settings.sample, settings.random_share, self.job.id)

    async def _in_depth(self, visitors: Sequence[SiteVisitor], sample: Sample, watch: Watch) -> None:
        drawn = {page.id for page in sample.all}
        done = [page for page in sample.all if page.facts["depth"] == Depth.IN_DEPTH.value]
        self._course.remember(map(_second_visit, done))
        left = [(page, Depth.IN_DEPTH) for page in sample.all if page.facts["depth"] != Depth.IN_DEPTH.value]
        # Another sample than that of the run which they were carried over from: these are no longer in it.
        left += [
            (page, Depth.SIMPLIFIED)
            for page in self._web_pages()
            if "carried_from" in page.facts and page.facts["depth"] == Depth.IN_DEPTH.value and page.id not in drawn
        ]

        async def again(visitor: SiteVisitor, item: tuple[Subject, Depth]) -> tuple[PageResult, PageResult]:
            page, depth = item
            waiting = Waiting(page.id, int(page.facts["hops"]), page.position, page.facts["source"])
            result = await visitor.visit(waiting, depth)
            return result, self._second(page, depth, result)

        def save(results: tuple[PageResult, PageResult]) -> bool:
            met, kept = results
            self._store.save_subject(self._run, kept.subject, kept.findings, kept.untested, (), kept.shots, kept.loaded)
            watch.told(kept)
            return self._course.heard(met)

        while left := await share_out(left, visitors, again, save, watch.stop, self._course.enough):
            if self._course.enough():
                return
            await unless(watch.stop, self._course.pause(visitors[0]))

    def _second(self, page: Subject, depth: Depth, result: PageResult) -> PageResult:
        """Return what a page's second visit leaves of it."""
        if depth is Depth.SIMPLIFIED and not result.subject.tally:
            return result
        if result.subject.tally:
            # What a page was chosen by stays, so that a run that goes on chooses the same ones.
            chosen_by = {name: page.facts[name] for name in ("stratum", "template", "structure")}
            subject = dataclasses.replace(result.subject, facts={**result.subject.facts, **chosen_by})
            return dataclasses.replace(result, subject=subject)
        # The page was tested before and cannot be reached now: keep what is known, say what is missing.
        reason, met = result.subject.reason or Reason.NETWORK, result.subject.facts
        detail = str(met.get("detail") or "")
        missed = {"reason": reason.value, "detail": detail, "status": met.get("status", 0)}
        known = dataclasses.replace(page, facts={**page.facts, "depth": Depth.IN_DEPTH.value, "missed": missed})
        found = [f for f in self._store.findings(self._run, self.job.id) if f.subject == page.id]
        before = [u for u in self._store.untested(self._run) if (u.site, u.subject) == (self.job.id, page.id)]
        return PageResult(known, found, [*before, Untested(page.id, "in-depth", reason, detail)])

    def _settle_addresses(self) -> None:
        """Record what is known only now: redirects that lead nowhere, addresses that lead to one and the same page."""
        pages = {page.id: page for page in self._web_pages()}
        for result in circles(pages.values()):
            self._store.save_subject(self._run, result.subject, (), result.untested)
        if not self.job.follow:
            return  # each of the addresses that a user lists is wanted for itself
        for address, first in twins(pages.values()).items():
            page = pages[address]
            facts = {**page.facts, "detail": first}
            duplicate = dataclasses.replace(
                page, outcome=Outcome.INAPPLICABLE, reason=Reason.DUPLICATE, tally={}, facts=facts
            )
            self._store.save_subject(self._run, duplicate)

    def _across_pages(self) -> None:
        pages = [page for page in self._web_pages() if page.tally]
        seen = SitePages(
            self.job.id,
            tuple(
                PageSummary(
                    page.id,
                    page.title,
                    page.facts["lang"],
                    page.facts["template"],
                    page.facts["content"],
                    page.facts["hops"] == 0 and page.facts["source"] in ("start", *REDIRECTS),
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

    # ---- documents

    def document_behind(self, address: str) -> str:
        """Return the kind of document that an address names, "" when it is visited as a page."""
        asked = self.settings.max_documents and address not in self.shown_as_pages
        return kinds.named(address) if asked else ""

    async def _lets_in(self, address: str) -> bool:
        """Return whether a document may be asked for: every step of the way to it must be the site's."""
        admitted = address in self._reach.scope and await self._door.admits(address)
        return admitted and (await self._robots_of(address)).allows(address)

    # ---- one page

    async def page(self, tab: AuditTab, waiting: Waiting, depth: Depth) -> PageResult:
        """Visit one address that was let in. Raises PageLost when the tab must be replaced."""
        address = waiting.address
        tab.asked.clear()
        arrival = await tab.visit(address)
        heading_for = "" if self.settings.stay else arrival.heading_for
        ended = self._reach.ended(address, heading_for or arrival.address)
        if heading_for and ended != address and ended in self._reach.scope and not await self._is_page(heading_for):
            ended = self._reach.ended(address, arrival.address)  # a file: the page itself stays where it is
        # An error at the end of a redirect is this page's own, unless it is another site's.
        if arrival.reason is not None and (ended == address or ended in self._reach.scope):
            return self._refused(waiting, arrival)
        if ended and ended != address:
            if barriers.is_login_wall(address, ended):
                follow = ended in self._reach.scope and self.job.follow
                return before_a_login(self.job.id, waiting, ended, arrival.status, follow=follow)
            return redirected(self.job.id, waiting, ended, arrival.status, in_scope=ended in self._reach.scope)
        shelf_now = at_depth(self._shelves.page, depth, staging=self.job.staging)
        shelf_now = fitting(shelf_now, terminal=self.job.fixed_screen)
        rules = (shelved.rule for shelved in (*shelf_now, *self._shelves.site))
        also = (IMAGE_WORDS.name,) if self.settings.ocr else ()
        questions = Questions.of(rules, self._shelves.axe_options, also)
        page = await observe(tab, arrival, address, questions, depth, self._reach.scope.__contains__)
        await tab.check()
        again = self._reach.one_form(arrival.heading_for) == address
        barrier = barriers.met(page, again=again) or await self._challenge(tab, page)
        if barrier is not None:
            return no_result(self.job.id, waiting, barrier.reason, barrier.detail, arrival.status)
        judgement = judge_page(page, shelf_now, self._shelves.axe, self._shelves.site)
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
        links = page.answer(OUTLINE).links
        untested = [*judgement.untested, *self._reach.not_taken(address, links)]
        loaded = self.carrying.begun(links)
        return PageResult(subject, judgement.findings, untested, self._reach.links(links, waiting), loaded=loaded)

    async def _challenge(self, tab: AuditTab, page: Page) -> barriers.Barrier | None:
        """Return the barrier of a page that sets a cookie and loads itself again after a while, None for any other."""
        if not isinstance(tab, Tab) or not barriers.may_be_a_challenge(page):
            return None
        again = self._reach.one_form(await tab.leads()) == page.address
        return barriers.challenge(await tab.own_cookies()) if again else None

    async def links_of(self, tab: AuditTab, waiting: Waiting) -> list[Link]:
        """Visit an address for its links alone. Raises PageLost when the tab must be replaced."""
        arrival = await tab.visit(waiting.address)
        if arrival.reason is not None or self._reach.ended(waiting.address, arrival.address) != waiting.address:
            return []
        worlds, _ = await tab.frames(self._reach.scope.__contains__)
        seen = json.loads(await tab.ask(worlds[0], [OUTLINE.name]))[OUTLINE.name]
        return self._reach.links(OUTLINE.read([seen["seen"]]).links, waiting) if "seen" in seen else []

    async def _is_page(self, address: str) -> bool:
        """Return whether an address that a page's own script leads to is a page, as far as can be known."""
        met = await self._from_a_page.get(address, 0, body=False)
        return met.page or not met.status

    def _refused(self, waiting: Waiting, arrival: Arrival) -> PageResult:
        reason, detail = arrival.reason or Reason.NETWORK, arrival.detail
        if (barrier := barriers.refused(arrival.status, arrival.headers, arrival.html)) is not None:
            reason, detail = barrier.reason, barrier.detail
        result = no_result(self.job.id, waiting, reason, detail, arrival.status)
        if said := arrival.headers.get("retry-after"):
            seconds = self.hosts.retry_after(said, arrival.headers.get("date", ""))
            result.subject.facts["retry_after"] = round(seconds)
        return result

    async def kept_out(self, waiting: Waiting) -> PageResult | None:
        """Return the result of an address that may not be asked; None when it may."""
        address = waiting.address
        if not await self._door.admits(address):
            return no_result(self.job.id, waiting, Reason.PRIVATE_ADDRESS, host_of(address))
        if lost := self.hosts.lost(host_of(address)):
            return no_result(self.job.id, waiting, Reason.HOST_LOST, lost)
        if self.job.login and LEAVES.search(address.partition("://")[2].partition("/")[2]):
            return no_result(self.job.id, waiting, Reason.LOGIN, "not visited: it would end the session")
        robots = await self._robots_of(address)
        if robots.allows(address):
            return None
        if robots.unreachable:
            return no_result(self.job.id, waiting, robots.why, robots.detail)
        return no_result(self.job.id, waiting, Reason.ROBOTS)

    def _facts(self, page: Page, waiting: Waiting, depth: Depth, occurrences: int) -> dict[str, object]:
        outline = page.answer(OUTLINE)
        return {
            "status": page.status,
            "stratum": stratum(outline, page.address, waiting.depth),
            "template": page.template,
            "structure": outline.structure,
            "content": outline.content,
            "canonical": storable(self._reach.one_form(outline.canonical))[:2000],
            "lang": storable(page.lang)[:40],
            "charset": storable(outline.charset),
            "depth": depth.value,
            "hops": waiting.depth,
            "source": waiting.source,
            "elements": outline.elements,
            "occurrences": occurrences,
            "settled": page.settled,
            **self._documents_on(outline.links),
        }

    def _documents_on(self, links: Iterable[str]) -> dict[str, object]:
        """Return the documents of the site that a page links to, as a fact; nothing when there are none."""
        if not self.settings.max_documents:
            return {}
        found = dict.fromkeys(known for known in map(self._reach.one_form, links) if kinds.named(known))
        named = [storable(address) for address in found if address in self._reach.scope]
        return {"documents": named} if named else {}

    async def shots(self, tab: AuditTab, result: PageResult) -> list[Shot]:
        """Photograph the faults of the page that a tab has open. Raises PageLost when the tab must be replaced."""
        if not self.settings.screenshots or not result.findings or not isinstance(tab, Tab):
            return []
        known = self._store.shot_places(self._run, self.job.id)
        return await evidence.photograph(tab, result.subject, result.findings, known)

    def _prune_shots(self) -> None:
        found = self._store.findings(self._run, self.job.id)
        failed = frozenset(finding.component for finding in found if finding.outcome is Outcome.FAILED)
        places = self._store.shot_places(self._run, self.job.id)
        self._store.keep_shots(self._run, self.job.id, evidence.kept(places, failed))


def _second_visit(page: Subject) -> Subject:
    """Return how the second visit of a page ended."""
    missed = page.facts.get("missed")
    return dataclasses.replace(page, reason=Reason(missed["reason"]), facts=missed) if missed else page


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
