"""What changes the course of one site's crawl: traps, hosts that give out, the depth limit, the time that is left."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from audit.records import Subject, Waiting
from audit.store import Store
from web_checks.crawl import Course, PageResult, Visitor
from web_checks.jobs import SiteJob
from web_checks.pace import Hosts
from web_checks.traps import Traps


class SiteCourse(Course):
    """The course of one site's crawl in one run."""

    def __init__(self, job: SiteJob, hosts: Hosts) -> None:
        self.deepest = job.max_depth
        self._hosts = hosts
        self._traps = Traps()
        # Of what the user lists or serves from a folder there is an end.
        self._endless = job.follow and job.folder is None
        self._until = None if job.max_minutes is None else hosts.clock.now() + job.max_minutes * 60
        self.out_of_time = False

    def recall(self, store: Store, run: str, site: str) -> None:
        """Take note of what an earlier part of the run met."""
        pages = store.subjects(run, "page", site)
        self._traps.know((waiting.address, waiting.depth) for waiting in store.had_their_turn(run, site))
        for page in pages:
            self._saw(page.id, page.facts)
        self._hosts.recall(pages)

    def remember(self, visits: Iterable[Subject]) -> None:
        """Take note of how visits of pages ended that an earlier part of the run made a second time, in order."""
        self._hosts.recall(visits)

    def sift(self, found: Sequence[tuple[str, int]]) -> Sequence[str]:
        """Return the kind of trap that each address is, "" for a page."""
        return self._traps.sift(found) if self._endless else [""] * len(found)

    def heard(self, result: PageResult) -> bool:
        """Take note of a result; True when a host has given out."""
        self._saw(result.subject.id, result.subject.facts)
        return self._hosts.heard(result.subject)

    def _saw(self, address: str, facts: dict[str, object]) -> None:
        if isinstance(text := facts.get("content"), str):
            self._traps.saw(address, text)

    async def pause(self, visitor: Visitor) -> None:
        """Leave the hosts that gave out alone for a while, then ask each once more."""
        for host, address in self._hosts.to_knock():
            await self._hosts.clock.sleep(self._hosts.rest(host))
            result = await visitor.visit(Waiting(address, 0, 0, "link"))
            self._hosts.knocked(host, result.subject)

    def enough(self) -> bool:
        """Return whether the site's time is used up."""
        self.out_of_time = self.out_of_time or (self._until is not None and self._hosts.clock.now() >= self._until)
        return self.out_of_time
