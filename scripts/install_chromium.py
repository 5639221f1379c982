"""Finds a Chromium and Chinese fonts for the audits, or installs them; says what it does, in Chinese and English.

Order: a browser that is there; Debian's packages, when root or sudo without a password can install them; Playwright's
own download. Exit code 1 when there is still no browser.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from audit.model import Text, UsageError
from web_checks.chromium import OVERRIDE, Chromium, find, has_chinese_font

BROWSER_PACKAGE = "chromium-headless-shell"  # Debian 12 and later; Ubuntu has none
FONT_PACKAGE = "fonts-wqy-zenhei"
_APT = ("env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq", "-o", "DPkg::Lock::Timeout=120")
# Runs a command and tells whether it succeeded.
Run = Callable[[Sequence[str]], bool]


@dataclass(frozen=True, slots=True)
class Rights:
    """What this user may install: packages of Debian or Ubuntu, without asking anybody, and how to become root."""

    can_apt: bool
    prefix: tuple[str, ...] = ()


def rights(run: Run) -> Rights:
    """Return what the present user may install."""
    apt = shutil.which("apt-get") is not None
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        return Rights(apt)
    if apt and shutil.which("sudo") and run(("sh", "-c", "sudo -n true 2>/dev/null")):
        return Rights(apt, ("sudo", "-n"))
    return Rights(can_apt=False)


def apt_install(packages: Sequence[str], mine: Rights, run: Run) -> bool:
    """Install packages of Debian or Ubuntu; the lists are fetched first, and old ones serve when that fails."""
    run((*mine.prefix, *_APT, "update"))
    return run((*mine.prefix, *_APT, "install", "-y", "--no-install-recommends", *packages))


def install_browser(run: Run) -> Chromium | None:
    """Install a browser and return it; None when neither way works."""
    mine = rights(run)
    if mine.can_apt:
        say(
            Text(
                f"没有浏览器，用 apt-get 安装 {BROWSER_PACKAGE}", f"no browser: installing {BROWSER_PACKAGE} by apt-get"
            )
        )
        if apt_install((BROWSER_PACKAGE, FONT_PACKAGE), mine, run) and (browser := find()):
            return browser
    say(Text("由 Playwright 下载浏览器", "Playwright downloads its own browser"))
    playwright = (sys.executable, "-m", "playwright")
    run((*playwright, "install", "--only-shell", "chromium"))
    browser = find()
    # The libraries that the download needs are packages too: they are installed only for a browser that lacks them.
    if browser and not browser.version and mine.can_apt:
        say(Text("浏览器缺少系统库，正在安装", "the browser lacks libraries of the system: installing them"))
        run((*mine.prefix, *playwright, "install-deps", "chromium"))
        browser = find()
    return browser


def install_fonts(run: Run) -> None:
    """Install a Chinese font when there is none, or warn."""
    if has_chinese_font():
        return
    mine = rights(run)
    if mine.can_apt:
        say(Text(f"没有找到中文字体，安装 {FONT_PACKAGE}", f"no Chinese font found: installing {FONT_PACKAGE}"))
        apt_install((FONT_PACKAGE,), mine, run)
    if not has_chinese_font():
        say(
            Text(
                f"警告：没有找到中文字体，汉字可能显示为方框；请安装 {FONT_PACKAGE} 或 google-noto-sans-cjk-fonts",
                f"warning: no Chinese font found, so Chinese text may be drawn as boxes; install {FONT_PACKAGE} or "
                "google-noto-sans-cjk-fonts",
            )
        )


def call(command: Sequence[str]) -> bool:
    """Run a command and tell whether it succeeded; what it prints goes to stderr."""
    sys.stderr.flush()
    try:
        return subprocess.run(command, check=False, stdin=subprocess.DEVNULL, stdout=sys.stderr).returncode == 0
    except OSError:
        return False


def say(text: Text) -> None:
    """Print one line in both languages."""
    print(f"{text.zh} / {text.en}", flush=True)


def main(run: Run = call) -> int:
    """Return the exit code: 0 when a browser is there."""
    try:
        browser = find() or install_browser(run)
    except UsageError as error:
        for problem in error.problems:
            say(problem)
        return 1
    install_fonts(run)
    if browser is None:
        say(
            Text(
                "没有可用的浏览器，也装不上。请安装 Chrome、Chromium 或 Edge（Debian：apt-get install "
                f"{BROWSER_PACKAGE}；Fedora：dnf install chromium-headless），"
                f"或用环境变量 {OVERRIDE} 指明浏览器的路径，然后重试",
                "there is no browser, and none could be installed. Install Chrome, Chromium or Edge (Debian: apt-get "
                f"install {BROWSER_PACKAGE}; Fedora: dnf install chromium-headless), or set {OVERRIDE} to the path of "
                "a browser; then try again",
            )
        )
        return 1
    say(Text(f"浏览器：{browser.path} {browser.version}", f"browser: {browser.path} {browser.version}"))
    return 0


if __name__ == "__main__":
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="replace")  # type: ignore[union-attr]
    sys.exit(main())
