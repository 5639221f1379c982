"""Documents that are named rather than found: the [[document]] tables of a plan, each recorded as a site of its own."""

from __future__ import annotations

import asyncio
import tempfile
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urljoin, urlsplit

from audit.model import Depth, Outcome, Reason, Text, Untested, worst
from audit.plan import DocumentSet, Plan
from audit.plan_web import DOCUMENTS
from audit.records import DOCUMENT, MEDIUM, Subject
from audit.schema import storable
from audit.store import Store
from web_checks.crawl import PageResult, Stopped, Watch, share_out
from web_checks.documents import kinds
from web_checks.documents.attached import recorded
from web_checks.documents.desk import Desk
from web_checks.documents.fetched import MOST_BYTES, refusal
from web_checks.documents.judged import Judged, not_tested, rules
from web_checks.etiquette import Robots, robots_of
from web_checks.fetcher import TextFetcher
from web_checks.pace import Hosts
from web_checks.scope import Doorkeeper, canonical, host_of
from web_checks.strata import ATTACHMENTS

_AT_ONCE = 2


@dataclass(frozen=True, slots=True)
class Item:
    """One document of a set. address: canonical, or the path as it was named; path: None for an address."""

    address: str
    path: Path | None
    position: int

    @property
    def kind(self) -> str:
        """Return the kind of document that its name speaks of."""
        return kinds.named(self.address if self.path is None else self.path.name)


def items(given: DocumentSet, base: Path) -> list[Item]:
    """Return the documents of a set in order: those of a folder by name, hidden ones left out; each once."""
    found: dict[str, Path | None] = {}
    for named in given.files:
        if kinds.is_address(named):
            found[canonical(named)] = None
        elif (base / named).is_dir():
            inside = (path.relative_to(base / named) for path in (base / named).rglob("*") if path.is_file())
            shown = (path for path in inside if not any(part.startswith((".", "~$")) for part in path.parts))
            for below in sorted(path.as_posix() for path in shown if kinds.named(path.name)):
                found[f"{named.rstrip('/')}/{below}"] = base / named / below
        else:
            found[named] = base / named
    taken: Counter[str] = Counter()
    listed = []
    for position, (name, path) in enumerate(found.items()):
        # Names that are not UTF-8 are not told apart by what can be stored of them.
        address = storable(name)
        taken[address] += 1
        again = f" ({taken[address]})" if taken[address] > 1 else ""
        listed.append(Item(address + again, path, position))
    return listed


def problems(plan: Plan, base: Path) -> list[Text]:
    """Return what is wrong with a plan's documents before any is opened."""
    said = []
    for given in plan.documents:
        where = f"[[document]] {given.id}"
        for named in given.files:
            if kinds.is_address(named):
                if not canonical(named) or "@" in urlsplit(named).netloc:
                    said.append(
                        Text(f"{where}：{host_of(named) or '网址'} 不能用", f"{where}: {host_of(named)} cannot be used")
                    )
            elif not (base / named).exists():
                said.append(
                    Text(
                        f"{where}：没有 {base / named}；请给出文件、文件夹或 http(s) 网址",
                        f"{where}: {base / named} does not exist; name a file, a folder or an http(s) address",
                    )
                )
        if not said and not items(given, base):
            said.append(
                Text(
                    f"{where}：文件夹里没有文档（PDF、DOCX、PPTX、XLSX 等）",
                    f"{where}: the folder holds no document (PDF, DOCX, PPTX, XLSX, ...)",
                )
            )
    return said


async def audit(plan: Plan, base: Path, store: Store, run: str, watch: Watch) -> None:
    """Audit the sets that this run has no record of yet. Raises crawl.Stopped when the user asked to stop."""
    done = {site.id for site in store.subjects(run, "site")}
    async with Desk() as desk:
        for given in plan.documents:
            if given.id not in done:
                await _Set(given, plan, base, desk).audit(store, run, watch)
            if watch.stop.is_set():
                raise Stopped


class _Set:
    def __init__(self, given: DocumentSet, plan: Plan, base: Path, desk: Desk) -> None:
        self._given = given
        self._items = items(given, base)
        self._desk = desk
        addresses = [item.address for item in self._items if item.path is None]
        self._door = Doorkeeper(host_of(address) for address in addresses)
        door, pace = self._door, Hosts(plan.web.delay)
        self._fetcher = TextFetcher(plan.web.contact, {}, door.admits, pace, pinned=door.pinned)
        self._robots: dict[str, Robots] = {}
        self._asking = asyncio.Lock()

    async def audit(self, store: Store, run: str, watch: Watch) -> None:
        site = self._given.id
        known = {page.id for page in store.subjects(run, "page", site)}
        left = [item for item in self._items if item.address not in known]
        with tempfile.TemporaryDirectory(prefix="stepfree-") as folder:

            async def examined(lane: int, item: Item) -> PageResult:
                return self._result(item, await self._judged(item, Path(folder) / f"document-{lane}"))

            def save(result: PageResult) -> None:
                store.save_subject(run, result.subject, result.findings, result.untested)
                watch.told(result)

            await share_out(left, range(_AT_ONCE), examined, save, watch.stop)
        pages = store.subjects(run, "page", site)
        store.save_subject(run, self._site(pages), (), [] if pages else [Untested(site, "", Reason.NOT_SUPPLIED)])

    async def _judged(self, item: Item, path: Path) -> Judged:
        kind = item.kind
        if item.path is not None:
            if await asyncio.to_thread(_size, item.path) > MOST_BYTES:
                return not_tested(Reason.TOO_LARGE, f"over {MOST_BYTES} bytes")
            return await self._desk.examine(item.path, kind, item.address)
        robots = await self._robots_of(item.address)
        if not robots.allows(item.address):
            return not_tested(robots.why if robots.unreachable else Reason.ROBOTS, robots.detail)
        fetched = await self._fetcher.file(item.address, MOST_BYTES, path)
        if refusal(fetched) is Reason.NETWORK:
            fetched = await self._fetcher.file(item.address, MOST_BYTES, path)
        if (reason := refusal(fetched)) is not None:
            return not_tested(reason, fetched.detail or f"HTTP {fetched.status}")
        return await self._desk.examine(path, kinds.named(item.address, fetched.kind), item.address)

    async def _robots_of(self, address: str) -> Robots:
        origin = urljoin(address, "/")
        async with self._asking:
            if origin not in self._robots:
                self._robots[origin] = await robots_of(self._fetcher, address)
                self._fetcher.hosts.slow_down(host_of(address), self._robots[origin].delay)
        return self._robots[origin]

    def _result(self, item: Item, judged: Judged) -> PageResult:
        facts = {
            MEDIUM: DOCUMENT,
            "format": item.kind,
            "stratum": ATTACHMENTS,
            "depth": Depth.SIMPLIFIED.value,
            "hops": 0,
            "source": "list",
            "detail": judged.detail,
            **judged.facts,
        }
        return recorded(self._given.id, item.address, item.position, judged, facts)

    def _site(self, pages: Sequence[Subject]) -> Subject:
        read = [page for page in pages if page.tally]
        facts = {
            "url": self._given.files[0],
            "class": DOCUMENTS,
            "district": self._given.district or "",
            "rules": sorted(shelved.rule.id for shelved in rules()) if read else [],
            "pages_found": len(pages),
            "pages_known": len(pages),
            "pages_tested": 0,
            "pages_carried": 0,
            "since": "",
            "pages_in_depth": 0,
            "documents_known": len(pages),
            "documents_tested": len(read),
            "duplicates": 0,
            "retries": 0,
            "depth": Depth.SIMPLIFIED.value,
            "folder": False,
            "staging": False,
        }
        return Subject(
            self._given.id,
            "site",
            _outcome(read),
            self._given.id,
            reason=None if read else next((page.reason for page in pages if page.reason), Reason.NOT_SUPPLIED),
            title=self._given.name,
            facts=facts,
        )


def _outcome(read: Iterable[Subject]) -> Outcome:
    outcomes = {page.outcome for page in read}
    return worst(outcomes) if outcomes else Outcome.UNTESTED


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0  # what cannot be read is the reader's to say


def named_on_the_command_line(given: Sequence[str]) -> DocumentSet:
    """Return the set that a command names: files, folders, addresses."""
    first = given[0].rstrip("/").rpartition("/")[2] or given[0]
    name = first if len(given) == 1 else f"{first} (+{len(given) - 1})"
    return DocumentSet(id="documents", name=name, files=tuple(given))
