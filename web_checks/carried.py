"""Pages of a folder that need not be opened again: what each one loaded, and what an earlier run recorded of it.

A page is carried over when its own bytes and those of every file that it asked for are what they were, under the same
rules, browser and settings, at the same distance from the start page. One that asked for anything outside the folder,
never came to rest, or could not be tested in full is opened. What a script makes of the clock is not seen here.
"""

from __future__ import annotations

import asyncio
import dataclasses
import hashlib
import json
from collections.abc import Collection, Iterable, Sequence
from pathlib import Path
from urllib.parse import urlsplit

from audit import __version__
from audit.model import Depth, Reason, Text, UsageError, digest, worst
from audit.plan import Plan
from audit.records import Kept, Loaded, Subject, Waiting
from audit.store import Store
from web_checks.browser import BrowserSettings
from web_checks.crawl import PageResult
from web_checks.folder import file_behind
from web_checks.jobs import SiteJob, WebSettings
from web_checks.reach import Reach

# What a page itself is to blame for; any other reason may be gone at the next try.
_LASTING = (Reason.NOT_SAMPLED, Reason.TOO_LONG)
_ABSENT = "-"


class Carrying:
    """What one folder's audit carries over from an earlier run, and notes for a later one."""

    def __init__(
        self, job: SiteJob, settings: WebSettings, store: Store, reach: Reach, across: Collection[str]
    ) -> None:
        """Take an audit's job and settings; across: rules that judge all pages together, which are applied anew."""
        # What a login brings along is no file of the folder.
        self._folder = None if job.login else job.folder
        self._site, self._hosts = job.id, job.hosts
        self._since, self._depth = settings.since, settings.depth
        own = (sorted(job.hosts), job.start, job.staging, job.hash_routes, job.follow, job.viewport, job.fixed_screen)
        self._terms = digest(settings.terms, json.dumps(own))
        self._store, self._reach = store, reach
        self._across = across
        self._files: dict[str, tuple[tuple[int, int], str]] = {}

    def begun(self, links: Iterable[str]) -> Loaded | None:
        """Return what is known of a page before its files are: the site's addresses among its links."""
        if self._folder is None:
            return None
        named = dict.fromkeys(link for link in map(self._reach.one_form, links) if link in self._reach.scope)
        return Loaded(self._terms, (), "", tuple(named))

    async def noted(self, result: PageResult, asked: Iterable[str]) -> PageResult:
        """Return a page's result with what the page was made of. asked: addresses that it asked for."""
        if result.loaded is None:
            return result
        paths = {self._path(address) for address in asked}
        files = tuple(sorted(paths))
        sha256 = "" if "" in paths else await asyncio.to_thread(self._signature, files)
        loaded = dataclasses.replace(result.loaded, files=files, sha256=sha256) if sha256 else None
        return dataclasses.replace(result, loaded=loaded)

    def _path(self, address: str) -> str:
        """Return the path of an address of the folder; "" for anything outside it."""
        try:
            parts = urlsplit(address)
        except ValueError:
            return ""
        return parts.path if parts.scheme == "http" and parts.netloc in self._hosts else ""

    async def over(self, waiting: Waiting, depth: Depth | None) -> PageResult | None:
        """Return what is carried over of a page; None when it must be opened.

        depth: to which it must have been tested; None = at its first visit: in an audit in depth, pages that were
        tested in depth before are then taken as they are.
        """
        if not self._since or self._folder is None:
            return None
        kept = self._store.kept(self._since, self._site, waiting.address)
        if kept is None or not self._fits(kept, waiting, depth):
            return None
        if await asyncio.to_thread(self._signature, kept.loaded.files) != kept.loaded.sha256:
            return None
        return PageResult(
            self._subject(kept.subject, waiting),
            tuple(finding for finding in kept.findings if finding.rule not in self._across),
            kept.untested,
            self._reach.links(kept.loaded.links, waiting),
            tuple(dataclasses.replace(shot, position=waiting.position) for shot in kept.shots),
            kept.loaded,
        )

    def _fits(self, kept: Kept, waiting: Waiting, depth: Depth | None) -> bool:
        page = kept.subject
        deep = depth is None and self._depth is Depth.IN_DEPTH and page.facts["depth"] == Depth.IN_DEPTH.value
        return (
            kept.loaded.terms == self._terms
            and page.reason is None
            and bool(page.tally)
            and page.facts["settled"]
            and not page.facts.get("missed")
            and page.facts["hops"] == waiting.depth  # the kind of page goes by it
            and (deep or page.facts["depth"] == (depth or Depth.SIMPLIFIED).value)
            and all(missed.reason in _LASTING for missed in kept.untested)
        )

    def _subject(self, page: Subject, waiting: Waiting) -> Subject:
        facts = {name: value for name, value in page.facts.items() if name != "retries"}
        facts |= {"source": waiting.source, "carried_from": page.facts.get("carried_from", self._since)}
        tally = {rule: counts for rule, counts in page.tally.items() if rule not in self._across}
        outcome = worst({counts.outcome for counts in tally.values()})
        return dataclasses.replace(page, position=waiting.position, outcome=outcome, tally=tally, facts=facts)

    def _signature(self, files: Sequence[str]) -> str:
        """Return the SHA-256 of some paths and what is there; "" when one has changed while the audit went on."""
        whole = hashlib.sha256()
        for path in files:
            content = self._content(path)
            if not content:
                return ""
            whole.update(f"{path}\0{content}\n".encode())
        return whole.hexdigest()

    def _content(self, path: str) -> str:
        """Return the SHA-256 of a file; "-" when there is none, "" when it is not what it was a while ago."""
        found = file_behind(self._folder, path) if self._folder else None
        try:
            stat = found.stat() if found else None
            state = (stat.st_mtime_ns, stat.st_size) if stat else (0, -1)
            before, known = self._files.get(path, (state, ""))
            if before != state:
                return ""
            if not known:
                known = _ABSENT if found is None else _sha256(found)
                self._files[path] = (state, known)
        except OSError:  # the server could not read it, either
            return _ABSENT
        return known


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def terms(browser: BrowserSettings, version: str, settings: WebSettings) -> str:
    """Return the signature of all that findings depend on beside the pages. version: of the browser."""
    room = Path(__file__).parent
    own = sorted(path for path in room.rglob("*") if path.suffix in (".py", ".js"))
    code = hashlib.sha256(b"".join(path.read_bytes() for path in own)).hexdigest()
    made = (settings.level, str(settings.screenshots), str(settings.stay), str(settings.ocr))
    return digest(__version__, code, version, browser.product, *made, *browser.sources)


def for_folders(plan: Plan) -> None:
    """Raise UsageError when a plan has websites that are no folders: what a server answers can change unseen."""
    names = ", ".join(site.id for site in plan.sites if not site.folder)
    if names or not plan.sites:
        raise UsageError(
            Text(
                f"--since 只用于检测本地文件夹里构建好的页面（{names or '计划里没有网站'}）；请去掉 --since",
                f"--since is for folders of built pages ({names or 'the plan has no website'}); leave --since out",
            )
        )


def earlier(store: Store, wanted: str, plan: Plan) -> str:
    """Return the id of the run that unchanged pages are carried over from.

    Raises UsageError when there is none, when it is not finished, or when it was of other folders.
    """
    run = store.run(wanted)
    if run.state != "finished":
        raise UsageError(
            Text(
                f"--since {wanted}：运行 {run.id} 还没有完成；先用 --resume {run.id} 做完",
                f"--since {wanted}: run {run.id} is not finished; finish it first with --resume {run.id}",
            )
        )
    then = {(site.id, site.url) for site in Plan.model_validate(run.plan).sites if site.folder}
    others = ", ".join(f"{site.id} ({site.url})" for site in plan.sites if (site.id, site.url) not in then)
    if others:
        raise UsageError(
            Text(
                f"--since {wanted}：运行 {run.id} 检测的不是文件夹 {others}；请指明同一文件夹以前的运行",
                f"--since {wanted}: run {run.id} was not of the folder {others}; name an earlier run of the same one",
            )
        )
    return run.id
