"""Opens the sessions of an audit through WebDriver: on a ChromeDriver of this machine, a Selenium Grid or Appium."""

from __future__ import annotations

import asyncio
import dataclasses
import json
import math
import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, Self
from urllib.parse import unquote, urlsplit, urlunsplit

from selenium.common.exceptions import WebDriverException
from selenium.webdriver.chrome.options import Options as ChromeOptions
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.driver_finder import DriverFinder
from selenium.webdriver.common.options import BaseOptions
from selenium.webdriver.common.proxy import Proxy, ProxyType
from selenium.webdriver.remote.client_config import ClientConfig
from selenium.webdriver.remote.remote_connection import RemoteConnection
from selenium.webdriver.remote.webdriver import WebDriver

from audit.model import Depth, Reason, Text, UsageError
from audit.plan import Plan, Web
from audit.plan_web import KIOSK
from web_checks import selenium
from web_checks.arrival import VIEWPORT, PageLost
from web_checks.browser import BrowserSettings, command_line
from web_checks.jobs import WebDriverChoice, WebSettings
from web_checks.terms import Terms
from web_checks.webdriver import CDP, CHROME, Session, WebDriverTab, said

# Where an address with a password belongs: the plan is kept in the record and shown in reports.
OVERRIDE = "STEPFREE_WEBDRIVER"
# Asked of every session unless the user's capabilities say otherwise.
_USUAL = {"pageLoadStrategy": "eager", "unhandledPromptBehavior": "dismiss"}
# One for the call under way and one to end a session that hangs, for as many tabs as a plan may want.
_THREADS = 64
# Times that the folder is emptied before what is left is left to the system.
_SWEEPS = 20
# Where ChromeDriver makes its profiles (Linux and macOS, Windows): it leaves some behind, so in a folder of ours.
_TEMPORARY = ("TMPDIR", "TEMP", "TMP")


# ---- what the user chose


def chosen(settings: WebSettings, web: Web, base: Path) -> WebSettings:
    """Return the settings of an audit with the WebDriver that a plan names, if it names one.

    Depth is simplified and no pictures are taken then. Raises UsageError when the choice cannot be carried out.
    """
    if web.driver != "selenium":
        return settings
    address = web.webdriver or os.environ.get(OVERRIDE, "")
    choice = WebDriverChoice(address, capabilities_in(base / web.capabilities) if web.capabilities else {})
    return dataclasses.replace(settings, depth=Depth.SIMPLIFIED, screenshots=False, webdriver=choice)


def _not_with_webdriver(plan: Plan) -> Iterator[Text]:
    for site in plan.sites:
        if site.headers or site.storage_state:
            yield Text(
                f'[[site]] {site.id}：driver = "selenium" 不能登录；去掉 header 和 storage_state，或改用 chromium',
                f'[[site]] {site.id}: driver = "selenium" cannot log in; remove header and storage_state, '
                f"or use chromium",
            )
        if site.viewport or site.site_class == KIOSK:
            yield Text(
                f'[[site]] {site.id}：driver = "selenium" 屏幕大小固定；去掉 viewport 和 kiosk，或改用 chromium',
                f'[[site]] {site.id}: driver = "selenium" has one screen size; remove viewport and class = "kiosk", '
                f"or use chromium",
            )
        if site.staging:
            yield Text(
                f'[[site]] {site.id}：driver = "selenium" 不提交表单；去掉 staging，或改用 chromium',
                f'[[site]] {site.id}: driver = "selenium" sends no forms off; remove staging, or use chromium',
            )


def problems(plan: Plan, base: Path) -> list[Text]:
    """Return what is wrong with a plan's choice of a driver."""
    web, found = plan.web, []
    if web.driver != "selenium":
        if web.webdriver or web.capabilities:
            found.append(
                Text(
                    '[web] webdriver 和 capabilities 只在 driver = "selenium"（--driver selenium）时有用',
                    '[web] webdriver and capabilities need driver = "selenium" (--driver selenium)',
                )
            )
        return found
    found += _not_with_webdriver(plan)
    address = web.webdriver or os.environ.get(OVERRIDE, "")
    if address and (urlsplit(address).scheme not in ("http", "https") or not urlsplit(address).hostname):
        found.append(
            Text(
                "[web] webdriver：要写 WebDriver 服务的 http(s) 网址，例如 http://grid.example:4444",
                "[web] webdriver: give the http(s) address of a WebDriver server, for example http://grid.example:4444",
            )
        )
    elif "@" in urlsplit(web.webdriver or "").netloc:
        found.append(
            Text(
                f"[web] webdriver：计划会随结果保存，不要写密码；请把带密码的网址放进环境变量 {OVERRIDE}",
                f"[web] webdriver: plans are kept with the results, so no password here; "
                f"put the address with the password into the environment variable {OVERRIDE}",
            )
        )
    if address:
        found += [
            Text(
                f'[[site]] {site.id}：远程浏览器打不开本机文件夹；请改用 driver = "chromium"，或不填 webdriver',
                f"[[site]] {site.id}: a remote browser cannot open a folder of this machine; "
                f'use driver = "chromium", or leave webdriver out',
            )
            for site in plan.sites
            if site.folder
        ]
    if web.capabilities:
        try:
            capabilities_in(base / web.capabilities)
        except UsageError as error:
            found += error.problems
    return found


def notes(plan: Plan) -> list[Text]:
    """Return what a user should know before an audit through WebDriver begins."""
    if plan.web.driver != "selenium" or plan.web.depth is not Depth.IN_DEPTH:
        return []
    return [
        Text(
            "driver = selenium 只能做简化评估；深入评估的规则记为未测",
            "driver = selenium tests at simplified depth only; the in-depth rules are recorded as untested",
        )
    ]


def capabilities_in(path: Path) -> Mapping[str, object]:
    """Return the capabilities in a JSON file. Raises UsageError."""
    try:
        found = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise UsageError(Text(f"{path}：读不出来：{error}", f"{path}: cannot be read: {error}")) from error
    if not isinstance(found, dict):
        raise UsageError(
            Text(
                f'{path}：要写一个 JSON 对象，例如 {{"browserName": "firefox"}}',
                f'{path}: must hold one JSON object, for example {{"browserName": "firefox"}}',
            )
        )
    return found


# ---- sessions


class _AsGiven(BaseOptions):
    """Capabilities that Selenium sends as they are."""

    def __init__(self, capabilities: Mapping[str, object]) -> None:
        super().__init__()
        self._given = dict(capabilities)

    def to_capabilities(self) -> dict[str, object]:
        """Return the capabilities."""
        return self._given

    @property
    def default_capabilities(self) -> dict[str, object]:
        """Return none: nothing is added."""
        return {}


class SeleniumBrowser:
    """Gives each tab a session of its own. Use as an async context manager."""

    def __init__(self, settings: BrowserSettings, choice: WebDriverChoice) -> None:
        self.settings = settings
        self.version = ""
        self._choice = choice
        self._agent = ""
        self._service: Service | None = None
        self._spare: Session | None = None
        self._sessions: list[Session] = []
        self._lock = asyncio.Lock()
        self._threads = ThreadPoolExecutor(_THREADS, "webdriver")
        self._folder = tempfile.TemporaryDirectory(prefix="stepfree-", ignore_cleanup_errors=True)
        self._script = Path()

    async def __aenter__(self) -> Self:
        """Start ChromeDriver (unless there is a server) and open a first session. Raises UsageError if that fails."""
        self._script = selenium.write_script(Path(self._folder.name), self.settings.sources)
        try:
            first = await self._open()
            named = (first.driver.capabilities.get(key, "") for key in ("browserName", "browserVersion"))
            self.version = " ".join(filter(None, (*map(str, named), "(WebDriver)")))
            if self._choice.address:
                self._spare = first
            else:  # now that it is known what the browser calls itself, the others can add who is asking
                agent = await first.call(self.settings.deadlines.evaluate, lambda: _agent_of(first.driver))
                self._agent = f"{agent} {self.settings.product}"
                await first.quit()
        except PageLost as error:
            await self.__aexit__()
            where = urlsplit(self._choice.address).hostname or "ChromeDriver"
            raise UsageError(
                Text(
                    f"WebDriver 会话打不开（{where}）：{error.detail}",
                    f"no WebDriver session opens ({where}): {error.detail}",
                )
            ) from error
        return self

    async def __aexit__(self, *_exc: object) -> None:
        """End what is still open."""
        # Those of tabs that nobody closed, too: neither ChromeDriver nor a Grid would end them soon.
        await asyncio.gather(*(session.quit() for session in self._sessions))
        if self._service is not None:
            await asyncio.get_running_loop().run_in_executor(self._threads, self._service.stop)
        self._threads.shutdown(wait=False, cancel_futures=True)
        gone = False
        for _ in range(_SWEEPS):  # a browser that is ending may write into its profile, even make its folder again
            before, gone = gone, self._swept()
            if before and gone:
                break
            await asyncio.sleep(self.settings.deadlines.close / _SWEEPS)

    def _swept(self) -> bool:
        self._folder.cleanup()
        return not Path(self._folder.name).exists()

    async def restart(self) -> None:
        """Do nothing: each tab has a browser of its own."""

    async def tab(self, terms: Terms) -> WebDriverTab:
        """Open a tab in a session of its own; the terms say whether the address that a visit ends at may be tested."""
        async with self._lock:
            session, self._spare = self._spare or await self._open(), None
        return WebDriverTab(session, self._script, terms)

    async def _open(self) -> Session:
        loop, seconds = asyncio.get_running_loop(), self.settings.deadlines.evaluate
        try:
            return await asyncio.wait_for(loop.run_in_executor(self._threads, self._session), seconds)
        except TimeoutError as error:
            raise PageLost(Reason.TIMEOUT, f"no session within {seconds:g} s") from error
        except WebDriverException as error:
            raise PageLost(Reason.CRASH, said(error)) from error
        except Exception as error:  # urllib3 and Selenium raise what they like before a session stands
            raise PageLost(Reason.CRASH, f"{type(error).__name__}: {error}") from error

    def _session(self) -> Session:
        limits = self.settings.deadlines
        address, proxy = self._choice.address, Proxy({"proxyType": ProxyType.SYSTEM})
        wanted = {**_USUAL, "browserName": "chrome", **self._choice.capabilities}
        if not address:
            address, proxy = self._local(), Proxy({"proxyType": ProxyType.DIRECT})
            wanted = _joined({**self._chrome(), **_USUAL}, self._choice.capabilities)
        commands = {CDP: ("POST", "/session/$sessionId/goog/cdp/execute")}
        driver, client = begun(address, wanted, limits.evaluate, commands, proxy)
        try:
            session = Session(driver, client, self._threads, limits)
            if not self._choice.address:
                session.process = driver.capabilities.get("goog:processID")
            driver.set_page_load_timeout(limits.navigate)
            driver.set_script_timeout(limits.evaluate)
            if driver.capabilities.get("setWindowRect"):
                _fit(driver)
            self._sessions = [*(each for each in self._sessions if not each.ended), session]
        except Exception:
            driver.quit()  # a server has only so many
            raise
        return session

    def _local(self) -> str:
        """Return the address of the ChromeDriver of this audit, started when it does not run (any more)."""
        if self._service is None or self._service.process.poll() is not None:
            path = shutil.which("chromedriver") or DriverFinder(Service(), ChromeOptions()).get_driver_path()
            self._service = Service(
                path,
                # A process group of its own: Ctrl-C is for stepfree, which finishes the pages under way.
                # Files that a page hands out land in a folder that is thrown away.
                popen_kw={"start_new_session": True, "cwd": self._folder.name},
                env={**os.environ, "TZ": "Asia/Shanghai", **dict.fromkeys(_TEMPORARY, self._folder.name)},
            )
            self._service.start()
        return str(self._service.service_url)

    def _chrome(self) -> dict[str, Any]:
        """Return the capabilities of a Chromium of this machine, set up as for the Chromium driver."""
        options = ChromeOptions()
        options.binary_location = self.settings.executable
        arguments = [
            *command_line(self.settings),
            "--headless=new",
            "--force-device-scale-factor=1",
            "--accept-lang=zh-CN",
            *(() if self.settings.sandbox else ("--no-sandbox",)),
            *((f"--user-agent={self._agent}",) if self._agent else ()),
        ]
        for argument in arguments:
            options.add_argument(argument)
        # Of every kind; and nowhere to put it, for ChromeDriver allows a headless browser its downloads again at times.
        options.add_experimental_option("prefs", {"download_restrictions": 3, "download.default_directory": os.devnull})
        return dict(options.to_capabilities())


def begun(
    address: str,
    wanted: Mapping[str, object],
    seconds: float,
    commands: Mapping[str, tuple[str, str]],
    proxy: Proxy | None = None,
) -> tuple[WebDriver, ClientConfig]:
    """Begin a session; return its driver with the settings of its connection.

    address: of the server, with a user name and password or without; seconds: that a call may take; commands: method
    and path of calls that are not W3C's; proxy: by default what the environment says. Raises what Selenium and urllib3
    raise.
    """
    parts = urlsplit(address)
    client = ClientConfig(
        remote_server_addr=urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2])).rstrip("/"),
        username=unquote(parts.username) if parts.username else None,
        password=unquote(parts.password or "") if parts.username else None,
        proxy=proxy or Proxy({"proxyType": ProxyType.SYSTEM}),
        timeout=math.ceil(seconds),
        # A call that took too long is not made again.
        init_args_for_pool_manager={"init_args_for_pool_manager": {"retries": False}},
    )
    connection = RemoteConnection(client_config=client)
    for name, (method, path) in commands.items():
        connection.add_command(name, method, path)  # type: ignore[no-untyped-call]
    return WebDriver(connection, options=_AsGiven(wanted)), client


def _joined(ours: Mapping[str, Any], given: Mapping[str, Any]) -> dict[str, Any]:
    """Return capabilities with the user's over ours; arguments of Chrome are added to ours."""
    both = {**ours, **given}
    if CHROME in given:
        arguments = [*ours[CHROME].get("args", ()), *given[CHROME].get("args", ())]
        both[CHROME] = {**ours[CHROME], **given[CHROME], "args": arguments}
    return both


def _agent_of(driver: WebDriver) -> str:
    return str(driver.execute_script("return navigator.userAgent;"))


def _fit(driver: WebDriver) -> None:
    """Size the window so that the page has the audit's viewport."""
    width, height = VIEWPORT
    driver.set_window_size(width, height)
    inner_width, inner_height = driver.execute_script("return [innerWidth, innerHeight];")
    if (inner_width, inner_height) != VIEWPORT:
        driver.set_window_size(2 * width - inner_width, 2 * height - inner_height)
