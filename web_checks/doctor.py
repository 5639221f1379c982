"""What `stepfree doctor` asks of the browser: which one, whether it really starts, sandbox, fonts, axe-core."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Error, sync_playwright

from audit import doctor
from audit.doctor import SET_UP_AGAIN, Check
from audit.model import Text, UsageError
from web_checks import axe
from web_checks.chromium import Chromium, find, has_chinese_font, sandbox_obstacle, sandbox_possible

_MILLISECONDS_TO_START = 30_000
_NO_BROWSER = Text(
    "安装 Chrome、Chromium 或 Edge，或在项目文件夹中运行 make setup",
    "install Chrome, Chromium or Edge, or run make setup in the project's folder",
)


def checks(folder: Path) -> list[Check]:
    """Return all that an audit which writes into a folder needs of this machine, in the order of reading."""
    return [*doctor.checks(folder), _axe(), *_browser(), _fonts()]


def start(browser: Chromium) -> str:
    """Start a browser as an audit does, open an empty page, and return its version.

    Raises playwright's Error when it does not start.
    """
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(
            executable_path=browser.path, chromium_sandbox=sandbox_possible(), timeout=_MILLISECONDS_TO_START
        )
        try:
            started.new_page().goto("about:blank")
            return started.version
        finally:
            started.close()


def _axe() -> Check:
    name = Text("axe-core", "axe-core")
    try:
        return Check(name, ok=True, detail=axe.script().version)
    except (OSError, UsageError, StopIteration) as error:
        return Check(name, ok=False, detail=str(error), mend=SET_UP_AGAIN)


def _browser() -> Iterator[Check]:
    name = Text("浏览器", "Browser")
    try:
        browser = find()
    except UsageError as error:
        yield Check(name, ok=False, detail="STEPFREE_CHROMIUM", mend=error.problems[0])
        return
    if browser is None:
        yield Check(name, ok=False, detail="", mend=_NO_BROWSER)
        return
    try:
        version = start(browser)
    except Error as error:
        cause = _cause(error)
        yield Check(name, ok=False, detail=f"{browser.path}: {cause}", mend=_mend(cause))
        return
    yield Check(name, ok=True, detail=f"{browser.path} {version} ({browser.kind})")
    yield _sandbox()


_SANDBOX_FAILED = "sandboxing failed"
_LIBRARY_MISSING = "error while loading shared libraries"


def _cause(error: Error) -> str:
    """Return the line of Playwright's message that tells most, else the first."""
    lines = [line.strip() for line in error.message.splitlines() if line.strip()]
    told = (line for mark in (_LIBRARY_MISSING, _SANDBOX_FAILED) for line in lines if mark in line)
    return next(told, next(iter(lines), "?"))


def _mend(cause: str) -> Text:
    if _LIBRARY_MISSING in cause:
        return Text(
            "浏览器缺少系统库：以 root 运行 .venv/bin/playwright install-deps chromium",
            "the browser lacks libraries of the system: run .venv/bin/playwright install-deps chromium as root",
        )
    if _SANDBOX_FAILED in cause:
        return sandbox_obstacle() or Text(
            "浏览器沙箱无法启动：请在容器的 seccomp 配置中允许用户命名空间，或换一台机器",
            "the browser's sandbox cannot start: allow user namespaces in the container's seccomp profile, "
            "or use another machine",
        )
    return _NO_BROWSER


def _sandbox() -> Check:
    """Return what became of the sandbox when the browser started."""
    name = Text("浏览器沙箱", "Browser sandbox")
    if sandbox_possible():
        return Check(name, ok=True, detail="on")
    mend = Text(
        "root 用户下 Chromium 不能启用沙箱；评估外部网站时请改用普通用户",
        "Chromium runs without its sandbox for root; audit foreign sites as a plain user",
    )
    return Check(name, ok=None, detail="root", mend=mend)


def _fonts() -> Check:
    name = Text("中文字体", "Chinese font")
    found = has_chinese_font()
    mend = Text(
        "安装中文字体（Debian：apt-get install fonts-wqy-zenhei）",
        "install a Chinese font (Debian: apt-get install fonts-wqy-zenhei)",
    )
    return Check(name, ok=found, detail="", mend=None if found else mend)
