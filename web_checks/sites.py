"""Audits the sites of a run, several at once, in one browser; folders of built pages are served meanwhile."""

from __future__ import annotations

import asyncio
import contextlib
import dataclasses
from collections.abc import AsyncIterator, Iterator, Sequence
from pathlib import Path
from urllib.parse import urlsplit

from audit.model import Depth, Text, UsageError
from audit.plan import Plan, Site
from audit.plan_web import KIOSK
from audit.store import Store
from web_checks import axe, capacity, carried, chromium, observe
from web_checks.arrival import VIEWPORT
from web_checks.bounds import Bounds
from web_checks.browser import Browser, BrowserSettings, core_script
from web_checks.crawl import Stopped, Watch
from web_checks.driver import Driver
from web_checks.fetcher import product
from web_checks.folder import served
from web_checks.gatekeeper import Gatekeeper, proxy_in
from web_checks.grid import SeleniumBrowser
from web_checks.jobs import Shelves, SiteJob, WebSettings
from web_checks.login import Login, login_of
from web_checks.pace import Hosts
from web_checks.pool import TabPool
from web_checks.scope import canonical
from web_checks.site import SiteAudit

# A name that no one can register (RFC 6761): built pages that were not told their address live here.
FOLDER_HOST = "folder.test"
_SITES_PER_TAB = 4

# CSS px: an upright terminal of full HD, as most that stand in service halls are.
_TERMINAL = (1080, 1920)


def job_of(site: Site, plan: Plan, base: Path) -> SiteJob:
    """Return the audit job of a plan's site. Raises UsageError when its address, bounds or login are wrong."""
    addresses = [(canonical(given, routes=site.hash_routes), given) for given in (site.url, *site.addresses)]
    problems = [problem for known, given in addresses if (problem := _wrong_address(site, known, given)) is not None]
    if site.staging and plan.web.depth is not Depth.IN_DEPTH:
        problems.append(
            Text(
                f"[[site]] {site.id}：测试环境的表单只在深入检测时提交；请把深度（depth）设为 in-depth",
                f"[[site]] {site.id}: forms of a test copy are sent off in depth only; set the depth to in-depth",
            )
        )
    listed = tuple(dict.fromkeys(known for known, _ in addresses[1:]))
    bounds = Bounds(site.include, site.exclude)
    if not problems:
        problems += [
            Text(f"[[site]] {site.id}：{problem.zh}", f"[[site]] {site.id}: {problem.en}")
            for problem in bounds.problems(listed or [addresses[0][0]])
        ]
    login = Login()
    try:
        login = login_of(site, base)
    except UsageError as error:
        problems += error.problems
    if problems:
        raise UsageError(*problems)
    return SiteJob(
        site.id,
        site.name,
        "" if listed else addresses[0][0],
        listed,
        follow=not listed,
        folder=base / site.folder if site.folder else None,
        district=site.district or "",
        site_class=site.site_class,
        max_pages=site.max_pages or plan.web.max_pages,
        staging=site.staging,
        bounds=bounds,
        max_depth=site.max_depth,
        max_minutes=site.max_minutes,
        hash_routes=site.hash_routes,
        login=login,
        viewport=site.viewport or (_TERMINAL if site.site_class == KIOSK else VIEWPORT),
    )


def _wrong_address(site: Site, known: str, given: str) -> Text | None:
    if not known:
        return Text(
            f"[[site]] {site.id}：{given} 不是 http(s) 网址",
            f"[[site]] {site.id}: {given} is no http(s) address",
        )
    if "@" in urlsplit(given.strip()).netloc:  # it may be a password: not shown, and not stored with the plan
        return Text(
            f"[[site]] {site.id}：网址里不能写用户名和密码；改用 [[site.header]] 的 basic:变量名",
            f"[[site]] {site.id}: an address must not hold a user name or password; use basic:NAME in [[site.header]]",
        )
    if site.folder and not _serves(known):
        return Text(
            f"[[site]] {site.id}：{given}：本地文件夹的网址要以 http:// 开头，不带端口（由 stepfree 自己提供）",
            f"[[site]] {site.id}: {given}: a folder's address begins with http:// and has no port, "
            f"since stepfree serves it itself",
        )
    return None


def _serves(address: str) -> bool:
    parts = urlsplit(address)
    return parts.scheme == "http" and parts.port is None


def contact_problems(contact: str) -> list[Text]:
    """Return what keeps a contact from standing in a User-Agent."""
    if contact.isascii() and contact.isprintable() and not set("()") & set(contact):
        return []
    return [
        Text(
            f"contact {contact!r} 不能写进 User-Agent：请用网址或 mailto: 地址",
            f"contact {contact!r} cannot stand in a User-Agent; use an address or mailto:",
        )
    ]


def notes(contact: str) -> Iterator[Text]:
    """Yield what the user should know before live sites are visited."""
    if not contact:
        yield Text(
            "没有填写联系方式：网站管理员不知道是谁在访问；用 --contact 或计划中的 [web] contact 写明",
            "no contact is given, so a site's administrator cannot tell who visits; "
            "name one with --contact, or [web] contact",
        )
    if variable := proxy_in():
        yield Text(
            f"按环境变量 {variable} 经代理访问：域名由代理解析，图片、脚本和 WebSocket 会不会连到内网，只能由代理把关",
            f"visiting through the proxy of {variable}: it looks names up, so it alone can keep pictures, scripts and "
            f"WebSockets from private addresses",
        )


def settings_of(plan: Plan) -> WebSettings:
    """Return how a plan wants its sites audited."""
    web = plan.web
    return WebSettings(
        web.depth,
        web.workers or capacity.tabs(),
        web.delay,
        web.contact,
        sample=None if web.sample == "all" else web.sample,
        random_share=web.random_share,
        level=web.level,
        screenshots=web.depth is Depth.IN_DEPTH if web.screenshots is None else web.screenshots,
        day=plan.date,
        ocr=web.ocr,
        max_documents=web.max_documents,
    )


@contextlib.asynccontextmanager
async def browsing(
    jobs: Sequence[SiteJob], settings: WebSettings, script: axe.AxeScript, *, isolated: bool = False
) -> AsyncIterator[tuple[Driver, WebSettings]]:
    """Start the browser (and the folders' servers) for some jobs; yield it with the settings it gives rise to.

    isolated: no host but the jobs' own can be reached. Raises UsageError when there is no browser.
    """
    found, webdriver = chromium.find(), settings.webdriver
    if found is None and webdriver is None:
        raise UsageError(
            Text(
                "找不到 Chromium 浏览器；运行 stepfree doctor 看怎样安装",
                "no Chromium browser was found; stepfree doctor tells how to install one",
            )
        )
    with contextlib.ExitStack() as servers:
        resolve: dict[str, int] = {}
        for job in jobs:
            if job.folder is not None:
                resolve |= dict.fromkeys(sorted(job.hosts), servers.enter_context(served(job.folder)))
        proxy = ""
        # Built pages of the user's own are served without it: they are trusted more, and come faster.
        if not isolated and not proxy_in() and any(job.folder is None for job in jobs):
            named = frozenset[str]().union(*(job.hosts for job in jobs))
            proxy = servers.enter_context(Gatekeeper(named, resolve)).server
        configured = BrowserSettings(
            executable=str(found.path) if found is not None else "",
            sandbox=chromium.sandbox_possible(),
            sources=(script.source, core_script(), axe.glue(), *observe.scripts()),
            product=product(settings.contact),
            resolve=resolve,
            isolated=isolated,
            proxy=proxy,
        )
        started = Browser(configured) if webdriver is None else SeleniumBrowser(configured, webdriver)
        async with started as browser:
            terms = carried.terms(configured, browser.version, settings)
            yield browser, dataclasses.replace(settings, resolve=resolve, terms=terms)


async def audit_sites(
    jobs: Sequence[SiteJob], browser: Driver, store: Store, run: str, settings: WebSettings, watch: Watch
) -> None:
    """Audit sites that this run has no record of yet, several at once; the tabs are shared among them.

    Most of a polite crawl is waiting for one host, so there are more sites under way than tabs. Raises crawl.Stopped
    when the user asked to stop.
    """
    done = {site.id for site in store.subjects(run, "site")}
    shelves = Shelves.all(settings.level)
    hosts = Hosts(settings.delay)
    tabs = TabPool(browser, settings.workers)
    for job in jobs:
        if job.id in done:
            hosts.recall(store.subjects(run, "page", job.id))
    lanes = lanes_of([job for job in jobs if job.id not in done])
    lanes.reverse()

    async def work() -> None:
        while lanes and not watch.stop.is_set():
            for job in lanes.pop():
                try:
                    await SiteAudit(job, tabs, store, run, shelves, settings, hosts).audit(watch)
                except Exception:
                    watch.stop.set()  # the others finish their pages, and the run can be gone on with
                    raise

    at_once = min(len(lanes), settings.workers * _SITES_PER_TAB)
    try:
        ends = await asyncio.gather(*(work() for _ in range(at_once)), return_exceptions=True)
    finally:
        await tabs.close()
    failed = [end for end in ends if isinstance(end, BaseException)]
    if failed:
        raise next((end for end in failed if not isinstance(end, Stopped)), failed[0])
    if watch.stop.is_set():
        raise Stopped


def lanes_of(jobs: Sequence[SiteJob]) -> list[list[SiteJob]]:
    """Return the sites in lanes: those that share a host are audited one after the other, in order."""
    lanes: list[list[SiteJob]] = []
    for job in jobs:
        shared = [lane for lane in lanes if any(job.hosts & other.hosts for other in lane)]
        if not shared:
            lanes.append([job])
            continue
        shared[0].append(job)
        for lane in shared[1:]:  # this site is what they have in common
            lanes.remove(lane)
            shared[0][-1:-1] = lane
    return lanes


def hosts_twice(jobs: Sequence[SiteJob]) -> list[Text]:
    """Return a problem for each host of a folder that another site claims too: they could not be told apart."""
    claimed: dict[str, str] = {}
    problems = []
    in_folders = {host for job in jobs if job.folder is not None for host in job.hosts}
    for host, site in [(host, job.id) for job in jobs for host in sorted(job.hosts & in_folders)]:
        if host in claimed:
            problems.append(
                Text(
                    f"[[site]] {site} 与 {claimed[host]} 都用 {host}；本地文件夹要各用一个网址",
                    f"[[site]] {site} and {claimed[host]} both use {host}; give each folder its own address",
                )
            )
        claimed[host] = site
    return problems


def site_of(target: str | None, url_list: Path | None, base_url: str | None) -> Site:
    """Return the site that a command names: an address, a folder of built pages, or a file that lists addresses.

    Raises UsageError when it names none, or more than one.
    """
    if (target is None) == (url_list is None):
        raise UsageError(
            Text("请给出一个网址、一个文件夹，或 --url-list 文件", "name one URL, one FOLDER, or --url-list FILE")
        )
    if url_list is not None:
        try:
            lines = [line.strip() for line in url_list.read_text("utf-8-sig").splitlines()]
        except (OSError, UnicodeDecodeError) as error:
            raise UsageError(
                Text(f"{url_list}：读不出来：{error}", f"{url_list}: cannot be read: {error}; it must be UTF-8 text")
            ) from error
        listed = [line for line in lines if line and not line.startswith("#")]
        if not listed:
            raise UsageError(Text(f"{url_list}：里面没有网址", f"{url_list}: holds no address; one a line"))
        return Site(id="list", name=url_list.stem, url=listed[0], addresses=tuple(listed))
    if target is not None and target.lower().startswith(("http://", "https://")):
        host = urlsplit(canonical(target)).hostname or "site"
        return Site(id=host, name=host, url=target)
    folder = Path(target or "")
    if not folder.is_dir():
        raise UsageError(
            Text(
                f"{target} 既不是 http(s) 网址，也不是文件夹",
                f"{target} is neither an http(s) address nor a folder; name one of them",
            )
        )
    name = folder.resolve().name
    return Site(id=name, name=name, url=base_url or f"http://{FOLDER_HOST}/", folder=str(folder.resolve()))
