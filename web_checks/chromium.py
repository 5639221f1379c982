"""Finds the Chromium that audits run on, and tells whether its sandbox and Chinese fonts are there."""

from __future__ import annotations

import importlib.util
import os
import platform
import re
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from pathlib import Path

from audit.model import Text, UsageError

OVERRIDE = "STEPFREE_CHROMIUM"
_SECONDS_TO_ANSWER = 20


class Kind(StrEnum):
    """A build of Chromium."""

    HEADLESS_SHELL = "headless-shell"
    CHROME = "chrome"
    CHROMIUM = "chromium"
    EDGE = "edge"


@dataclass(frozen=True, slots=True)
class Machine:
    """What decides which browser is found: operating system, environment, home and the root of the file system."""

    system: str = field(default_factory=platform.system)
    environ: Mapping[str, str] = field(default_factory=lambda: os.environ)
    home: Path = field(default_factory=Path.home)
    root: Path = field(default_factory=lambda: Path(Path.cwd().anchor))


@dataclass(frozen=True)
class Chromium:
    """A browser on this machine."""

    path: Path
    kind: Kind

    @cached_property
    def version(self) -> str:
        """Return the version as the browser tells it, for example "156.0.8078.79"; "" when it does not answer."""
        if self.path.suffix == ".exe":  # on Windows --version opens a window; the version names a folder beside it
            return max(_versions(self.path.parent), key=_as_numbers, default="")
        try:
            answer = subprocess.run(  # noqa: S603 - the path is one that find() vouches for
                [self.path, "--version"],
                check=False,
                capture_output=True,
                text=True,
                errors="replace",
                timeout=_SECONDS_TO_ANSWER,
            )
        except (OSError, subprocess.TimeoutExpired):
            return ""
        told = _VERSION.search(answer.stdout)
        return told[0] if told else ""


_VERSION = re.compile(r"\d+(?:\.\d+){1,3}")

# Names on $PATH, and fixed places below the root, in order of preference.
_NAMES: Mapping[Kind, tuple[str, ...]] = {
    Kind.HEADLESS_SHELL: ("chromium-headless-shell", "chrome-headless-shell", "headless_shell"),
    Kind.CHROME: ("google-chrome-stable", "google-chrome"),
    Kind.CHROMIUM: ("chromium", "chromium-browser"),
    Kind.EDGE: ("microsoft-edge-stable", "microsoft-edge"),
}
_LINUX: Mapping[Kind, tuple[str, ...]] = {
    Kind.HEADLESS_SHELL: (
        "usr/bin/chromium-headless-shell",  # Debian
        "usr/lib64/chromium-browser/headless_shell",  # Fedora
    ),
    Kind.CHROME: ("usr/bin/google-chrome-stable", "opt/google/chrome/chrome"),
    Kind.CHROMIUM: ("usr/bin/chromium", "usr/bin/chromium-browser", "usr/lib64/chromium-browser/chromium-browser"),
    Kind.EDGE: ("usr/bin/microsoft-edge-stable", "opt/microsoft/msedge/msedge"),
}
_MACOS: Mapping[Kind, tuple[str, ...]] = {
    Kind.CHROME: ("Applications/Google Chrome.app/Contents/MacOS/Google Chrome",),
    Kind.CHROMIUM: ("Applications/Chromium.app/Contents/MacOS/Chromium",),
    Kind.EDGE: ("Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",),
}
_WINDOWS: Mapping[Kind, tuple[str, ...]] = {
    Kind.CHROME: ("Google/Chrome/Application/chrome.exe",),
    Kind.CHROMIUM: ("Chromium/Application/chrome.exe",),
    Kind.EDGE: ("Microsoft/Edge/Application/msedge.exe",),
}
_WINDOWS_FOLDERS = ("PROGRAMFILES", "PROGRAMFILES(X86)", "LOCALAPPDATA")

# Playwright's own builds: the folder of a revision, and the executable in it on each system.
_PLAYWRIGHT: Mapping[Kind, tuple[str, tuple[str, ...]]] = {
    Kind.HEADLESS_SHELL: (
        "chromium_headless_shell-",
        ("*/chrome-headless-shell", "*/headless_shell", "*/chrome-headless-shell.exe", "*/headless_shell.exe"),
    ),
    Kind.CHROMIUM: (
        "chromium-",
        ("chrome-linux*/chrome", "chrome-win*/chrome.exe", "chrome-mac*/*.app/Contents/MacOS/*"),
    ),
}


def find(machine: Machine | None = None) -> Chromium | None:
    """Return the browser to use: $STEPFREE_CHROMIUM, a headless shell, the system's browser, or Playwright's own.

    Raises UsageError when $STEPFREE_CHROMIUM names nothing that can be run.
    """
    machine = machine or Machine()
    named = machine.environ.get(OVERRIDE)
    if named:
        path = shutil.which(named, path=machine.environ.get("PATH", ""))
        if path is None:
            raise UsageError(
                Text(
                    f"{OVERRIDE}={named}：没有这个可执行文件；请改成浏览器的完整路径，或去掉这个环境变量",
                    f"{OVERRIDE}={named}: no such executable; give the browser's full path, or unset the variable",
                )
            )
        return Chromium(Path(path), _kind(Path(path)))
    return next(candidates(machine), None)


def candidates(machine: Machine) -> Iterator[Chromium]:
    """Yield every browser on the machine, best first.

    A headless shell goes before all others: it spends a quarter less CPU on a page. A snap goes last: it is confined
    and cannot open the profile folder that Playwright makes for it in /tmp.
    """
    found = dict.fromkeys(_everywhere(machine))
    yield from (browser for browser in found if not _is_snap(browser.path))
    yield from (browser for browser in found if _is_snap(browser.path))


def _everywhere(machine: Machine) -> Iterator[Chromium]:
    for kind in Kind:
        yield from (Chromium(path, kind) for path in _installed(machine, kind))
        if kind is Kind.HEADLESS_SHELL:
            yield from _playwright_builds(machine, kind)
    yield from _playwright_builds(machine, Kind.CHROMIUM)


def _installed(machine: Machine, kind: Kind) -> Iterator[Path]:
    for name in _NAMES[kind]:
        if path := shutil.which(name, path=machine.environ.get("PATH", "")):
            yield Path(path)
    match machine.system:
        case "Darwin":
            places = [base / place for place in _MACOS.get(kind, ()) for base in (machine.root, machine.home)]
        case "Windows":
            bases = [Path(machine.environ[name]) for name in _WINDOWS_FOLDERS if machine.environ.get(name)]
            places = [base / place for place in _WINDOWS.get(kind, ()) for base in bases]
        case _:
            places = [machine.root / place for place in _LINUX[kind]]
    yield from filter(_runs, places)


def _playwright_builds(machine: Machine, kind: Kind) -> Iterator[Chromium]:
    """Yield Playwright's complete downloads, newest first."""
    prefix, executables = _PLAYWRIGHT[kind]
    folder = playwright_folder(machine)
    revisions = [build for build in folder.glob(f"{prefix}*") if build.name.removeprefix(prefix).isdecimal()]
    for build in sorted(revisions, key=lambda build: int(build.name.removeprefix(prefix)), reverse=True):
        if (build / "INSTALLATION_COMPLETE").exists():
            found = (path for pattern in executables for path in sorted(build.glob(pattern)))
            yield from (Chromium(path, kind) for path in found if _runs(path))


def playwright_folder(machine: Machine) -> Path:
    """Return the folder where Playwright keeps the browsers that it downloads."""
    told = machine.environ.get("PLAYWRIGHT_BROWSERS_PATH")
    if told == "0":
        package = importlib.util.find_spec("playwright")
        inside = package.submodule_search_locations[0] if package and package.submodule_search_locations else "."
        return Path(inside) / "driver" / "package" / ".local-browsers"
    if told:
        return Path(told)
    match machine.system:
        case "Darwin":
            cache = machine.home / "Library" / "Caches"
        case "Windows":
            cache = Path(machine.environ.get("LOCALAPPDATA") or machine.home / "AppData" / "Local")
        case _:
            cache = Path(machine.environ.get("XDG_CACHE_HOME") or machine.home / ".cache")
    return cache / "ms-playwright"


def _runs(path: Path) -> bool:
    return path.is_file() and os.access(path, os.X_OK)


def _is_snap(path: Path) -> bool:
    if "snap" in path.parts or path.resolve().name == "snap":
        return True
    try:
        with path.open("rb") as file:  # Ubuntu's /usr/bin/chromium-browser is a script that starts the snap
            beginning = file.read(4096)
    except OSError:  # may be run, not read
        return False
    return beginning.startswith(b"#!") and b"/snap/bin" in beginning


def _kind(path: Path) -> Kind:
    """Return the kind that a file's name tells."""
    name = path.name.lower().replace("_", "-")
    if "headless" in name:
        return Kind.HEADLESS_SHELL
    if "edge" in name:
        return Kind.EDGE
    return Kind.CHROME if "chrome" in name else Kind.CHROMIUM


def _versions(folder: Path) -> list[str]:
    return [entry.name for entry in folder.iterdir() if entry.is_dir() and _VERSION.fullmatch(entry.name)]


def _as_numbers(version: str) -> list[int]:
    return [int(part) for part in version.split(".")]


def sandbox_possible(machine: Machine | None = None) -> bool:
    """Return whether Chromium may keep its sandbox: always, except for root on Linux, where Chromium itself refuses.

    A plain user's sandbox is never given up in silence: see sandbox_obstacle.
    """
    return (machine or Machine()).system != "Linux" or os.geteuid() != 0


# Settings of the Linux kernel that govern user namespaces, and the value that takes them from plain users.
_USER_NAMESPACES: Mapping[str, str] = {
    "kernel/unprivileged_userns_clone": "0",
    "kernel/apparmor_restrict_unprivileged_userns": "1",
    "user/max_user_namespaces": "0",
}


def sandbox_obstacle(machine: Machine | None = None) -> Text | None:
    """Return why this machine may keep a plain user's Chromium from starting in its sandbox, and how to mend it."""
    machine = machine or Machine()
    if machine.system != "Linux":
        return None
    for setting, refused in _USER_NAMESPACES.items():
        try:
            value = (machine.root / "proc/sys" / setting).read_text("ascii").strip()
        except OSError:  # this kernel has no such setting
            continue
        if value == refused:
            key = setting.replace("/", ".")
            mended = "0" if refused == "1" else "1" if setting.startswith("kernel") else "15000"
            return Text(
                f"系统限制了用户命名空间（{key} = {value}），Chromium 的沙箱可能无法启动；"
                f"请管理员执行 sysctl -w {key}={mended}，或安装带 AppArmor 配置的 Chrome",
                f"user namespaces are restricted ({key} = {value}), so Chromium's sandbox may not start; "
                f"an administrator can run sysctl -w {key}={mended}, or install Chrome with its AppArmor profile",
            )
    return None


_FONT_FOLDERS = ("usr/share/fonts", "usr/local/share/fonts")
_CHINESE_FONT_FILE = re.compile(r"wqy|cjk|source-?han|droid.*fallback|uming|ukai|simsun|msyh", re.IGNORECASE)


def has_chinese_font(machine: Machine | None = None) -> bool | None:
    """Return whether a font covers Chinese, without which text is drawn as boxes; None when that cannot be told."""
    machine = machine or Machine()
    if machine.system != "Linux":
        return True  # macOS and Windows come with one
    if lister := shutil.which("fc-list", path=machine.environ.get("PATH", "")):
        try:
            answer = subprocess.run(  # noqa: S603 - fontconfig's own program
                [lister, ":lang=zh", "family"], check=False, capture_output=True, timeout=_SECONDS_TO_ANSWER
            )
        except (OSError, subprocess.TimeoutExpired):
            return None
        return bool(answer.stdout.strip()) if answer.returncode == 0 else None
    # A machine without fontconfig's programs may still have fonts: the usual ones are known by their file names.
    folders = (machine.root / folder for folder in _FONT_FOLDERS)
    files = (file for folder in folders for file in folder.rglob("*"))
    return any(_CHINESE_FONT_FILE.search(file.name) for file in files) or None
