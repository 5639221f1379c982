"""What the commands need of websites and documents: plans, problems, the audit, pages that complaints may mean."""

from __future__ import annotations

import asyncio
import dataclasses
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from audit.model import Depth, Lang, Text, UsageError
from audit.plan import Plan, Web
from audit.plan_web import KIOSK
from audit.records import Run
from audit.snapshot import Snapshot
from audit.store import Store
from audit.terminal import Screen, counting, first_signal
from web_checks import grid, ocr, sites
from web_checks.axe import AxeScript
from web_checks.complaints import KnownPages
from web_checks.crawl import Stopped, Watch
from web_checks.documents import sets
from web_checks.folder import pages_in
from web_checks.jobs import SiteJob

_OF_A_SITE: Final = ("staging", "include", "exclude", "max_depth", "max_minutes", "hash_routes")
_STOPPING: Final = Text(
    "正在停止：先做完已打开的页面，再写部分报告；再按一次立即结束",
    "stopping: the open pages are finished and a partial report is written; once more ends it at once",
)


def planned_site(
    target: str | None, url_list: Path | None, base_url: str | None, chosen: Mapping[str, Any], lang: Lang
) -> tuple[Plan, Path]:
    """Return the plan that `stepfree site` makes of its options, and the folder that its paths are relative to."""
    found = sites.site_of(target, url_list, base_url)
    shown = {"site_class": KIOSK} if chosen["kiosk"] else {}
    site = found.model_copy(update={**{name: chosen[name] for name in _OF_A_SITE}, **shown})
    usual = Web()
    # Forms are sent off, and images read, in depth only: who asks for it, means that.
    depth = Depth.IN_DEPTH if site.staging or chosen["ocr"] else usual.depth
    web = Web(delay=0 if site.folder else usual.delay, depth=depth, contact=chosen["contact"])
    return Plan(name=site.name, date=datetime.now(UTC).date(), language=lang, web=web, sites=(site,)), Path.cwd()


def planned_documents(files: Sequence[str], contact: str, lang: Lang) -> tuple[Plan, Path]:
    """Return the plan that `stepfree document` makes, and the folder that its paths are relative to."""
    given = sets.named_on_the_command_line(files)
    web = Web(contact=contact)
    return Plan(name=given.name, date=datetime.now(UTC).date(), language=lang, web=web, documents=(given,)), Path.cwd()


def with_options(plan: Plan, chosen: Mapping[str, Any]) -> Plan:
    """Return a plan with what the options of a command say of its visits to websites."""
    given = {name: chosen[name] for name in ("max_pages", "max_documents", "driver", "webdriver")}
    given["depth"] = Depth(chosen["depth"]) if chosen["depth"] else None
    given["ocr"] = chosen["ocr"] or None
    given["capabilities"] = str(chosen["capabilities"].resolve()) if chosen["capabilities"] else None
    web = plan.web.model_copy(update={name: value for name, value in given.items() if value is not None})
    capped = {"max_pages": chosen["max_pages"]} if chosen["max_pages"] else {}
    return plan.model_copy(update={"web": web, "sites": tuple(site.model_copy(update=capped) for site in plan.sites)})


def problems(plan: Plan, base: Path) -> list[Text]:
    """Return what is wrong with the sites and documents of a plan and can be seen before an audit begins."""
    said: list[Text] = sites.contact_problems(plan.web.contact)
    jobs = []
    for site in plan.sites:
        try:
            jobs.append(sites.job_of(site, plan, base))
        except UsageError as error:
            said.extend(error.problems)
    said.extend(_without_pages(job) for job in jobs if job.folder is not None and not pages_in(job.folder))
    said.extend(sites.hosts_twice(jobs))
    said.extend(sets.problems(plan, base))
    said.extend(grid.problems(plan, base))
    said.extend(ocr.problems(plan))
    return said


def notes(plan: Plan) -> Iterator[Text]:
    """Yield what the user should know before the live sites of a plan are visited."""
    if any(site.folder is None for site in plan.sites):
        yield from sites.notes(plan.web.contact)


def _without_pages(job: SiteJob) -> Text:
    return Text(
        f"[[site]] {job.id}：{job.folder} 里没有网页（.html）；请给出建好的网站所在的文件夹",
        f"[[site]] {job.id}: {job.folder} holds no web page (.html); name the folder that the built site is in",
    )


def gather(store: Store, run: Run, plan: Plan, base: Path, script: AxeScript, screen: Screen) -> int:
    """Observe and judge the sites and documents of a plan; return 0, or the exit code of an interruption."""
    code = 0
    if plan.sites:
        code = asyncio.run(_visit(store, run, plan, base, script, screen))
    if plan.documents and not code:
        code = asyncio.run(_stoppable(screen, lambda watch: sets.audit(plan, base, store, run.id, watch)))
    return code


def known_pages(seen: Snapshot) -> KnownPages:
    """Return the pages of a run, to be found by address."""
    return KnownPages([] if seen.pages is None else zip(seen.pages["site"], seen.pages["page"], strict=True))


async def _visit(store: Store, run: Run, plan: Plan, base: Path, script: AxeScript, screen: Screen) -> int:
    jobs = [sites.job_of(site, plan, base) for site in plan.sites]
    chosen = dataclasses.replace(sites.settings_of(plan), since=run.since or "")
    settings = grid.chosen(chosen, plan.web, base)
    for note in grid.notes(plan):
        screen.say(note)

    async def visited(watch: Watch) -> None:
        async with sites.browsing(jobs, settings, script) as (browser, served):
            store.note_versions(run.id, {"browser": browser.version})
            await sites.audit_sites(jobs, browser, store, run.id, served, watch)

    return await _stoppable(screen, visited)


async def _stoppable(screen: Screen, work: Callable[[Watch], Awaitable[None]]) -> int:
    """Do work that a signal stops at its next good place; return 0, or the exit code of an interruption."""
    received: list[int] = []
    with counting(screen) as told:
        watch = Watch(lambda result: told(result.subject.site, result.subject.id))
        loop = asyncio.get_running_loop()

        def stop(code: int) -> None:
            received.append(code)
            loop.call_soon_threadsafe(watch.stop.set)
            loop.call_soon_threadsafe(screen.say, _STOPPING)

        with first_signal(stop):
            try:
                await work(watch)
            except Stopped:
                return received[0]
    return 0
