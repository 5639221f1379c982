"""What `stepfree doctor` asks of the machine: Python, packages, native libraries, disk, memory, terminal; and tells."""

from __future__ import annotations

import os
import platform
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path

from audit.model import IncompleteError, Text
from audit.terminal import Screen

LEAST_PYTHON = (3, 11)
LEAST_DISK_GIB = 1.0  # an audit database of a city and its report, with room to spare
LEAST_MEMORY_GIB = 2.0  # two browser pages at once beside a layer of a city
_GIB = 2**30
_NAMED = ("geopandas", "playwright", "SQLAlchemy")  # the packages whose versions tell most when something fails
_SECONDS_TO_LOAD = 60


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that an audit needs: ok None means that it cannot be told, or matters only sometimes.

    detail: versions, paths and figures, the same in every language; mend: what to do, None when all is well.
    """

    name: Text
    ok: bool | None
    detail: str
    mend: Text | None = None


SET_UP_AGAIN = Text("在项目文件夹中运行 make setup", "run make setup in the project's folder")


def tell(found: Iterable[Check], screen: Screen) -> None:
    """Tell what was found; exit with the code of what is incomplete when something is lacking."""
    lacking = False
    for check in found:
        mark = {True: "✓", False: "✗", None: "?"}[check.ok]
        screen.result(f"{mark} {check.name.to(screen.lang)}  {check.detail}")
        if check.mend is not None:
            screen.result(f"    → {check.mend.to(screen.lang)}")
        lacking = lacking or check.ok is False
    if lacking:
        raise SystemExit(IncompleteError.exit_code)


def checks(folder: Path, root: Path = Path("/")) -> Iterator[Check]:
    """Yield what the machine has for an audit that writes into a folder; root is where the system's files are."""
    yield _python()
    yield _packages()
    yield _libraries()
    yield _writable(folder)
    yield _disk(folder)
    yield _memory(root)
    yield _terminal(sys.stdout.encoding)


def _python() -> Check:
    fine = sys.version_info >= LEAST_PYTHON
    mend = Text("安装 Python 3.11 或更高版本", "install Python 3.11 or later")
    return Check(
        Text("Python", "Python"), fine, f"{platform.python_version()} {sys.executable}", None if fine else mend
    )


def _packages() -> Check:
    name = Text("软件包", "Packages")
    try:
        declared = requires("stepfree") or []
        told = [f"stepfree {version('stepfree')}"]
    except PackageNotFoundError:
        return Check(name, ok=False, detail="stepfree ?", mend=SET_UP_AGAIN)
    missing = []
    for requirement in declared:
        package = re.match(r"[\w.-]+", requirement)
        if package is None or "extra ==" in requirement:
            continue
        try:
            found = version(package[0])
        except PackageNotFoundError:
            missing.append(package[0])
            continue
        if package[0] in _NAMED:
            told.append(f"{package[0]} {found}")
    if missing:
        return Check(name, ok=False, detail=" · ".join(f"{package} ?" for package in missing), mend=SET_UP_AGAIN)
    return Check(name, ok=True, detail=" · ".join(told))


# Loaded in a process of its own: a native library that does not fit the machine may end the process.
_LOAD = (
    "import geopandas, pyogrio, pyproj, shapely, sqlalchemy; "
    "print('GDAL', '.'.join(map(str, pyogrio.__gdal_version__)), '· GEOS', shapely.geos_version_string, "
    "'· PROJ', pyproj.proj_version_str)"
)


def _libraries() -> Check:
    name = Text("本机库", "Native libraries")
    try:
        answer = subprocess.run(  # noqa: S603 - this Python, and a program of ours
            [sys.executable, "-c", _LOAD],
            check=False,
            capture_output=True,
            text=True,
            encoding="utf-8",
            errors="replace",
            env={**os.environ, "PYTHONIOENCODING": "utf-8"},
            timeout=_SECONDS_TO_LOAD,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        return Check(name, ok=False, detail=str(error), mend=SET_UP_AGAIN)
    if answer.returncode != 0:
        last = answer.stderr.strip().splitlines()[-1:] or [f"exit {answer.returncode}"]
        return Check(name, ok=False, detail=last[0], mend=SET_UP_AGAIN)
    return Check(name, ok=True, detail=f"{answer.stdout.strip()} · SQLite {sqlite3.sqlite_version}")


def _writable(folder: Path) -> Check:
    name = Text("写入权限", "Write access")
    place = _existing(folder)
    try:
        with tempfile.TemporaryFile(dir=place):
            pass
    except OSError as error:
        mend = Text("用 --out 指定可以写入的文件夹", "name a folder that can be written with --out")
        return Check(name, ok=False, detail=f"{place}: {error.strerror}", mend=mend)
    return Check(name, ok=True, detail=str(place))


def _disk(folder: Path) -> Check:
    free = shutil.disk_usage(_existing(folder)).free / _GIB
    mend = Text(f"腾出至少 {LEAST_DISK_GIB:g} GiB 空间", f"free at least {LEAST_DISK_GIB:g} GiB")
    fine = free >= LEAST_DISK_GIB
    return Check(Text("磁盘剩余空间", "Free disk space"), fine, f"{free:.1f} GiB", None if fine else mend)


def _existing(folder: Path) -> Path:
    """Return the folder, or the nearest one above it that exists."""
    return next(place for place in (folder.resolve(), *folder.resolve().parents) if place.is_dir())


def _memory(root: Path) -> Check:
    name = Text("内存", "Memory")
    least = memory_limit(root)
    if least is None:
        return Check(name, ok=None, detail="?")
    mend = Text(
        f"内存少于 {LEAST_MEMORY_GIB:g} GiB，大图层和并行页面可能失败；请调高容器限额或减少并行",
        f"with less than {LEAST_MEMORY_GIB:g} GiB, large layers and parallel pages may fail; "
        "raise the container's limit or run fewer pages at once",
    )
    fine = least / _GIB >= LEAST_MEMORY_GIB
    return Check(name, fine, f"{least / _GIB:.1f} GiB · {os.cpu_count()} CPU", None if fine else mend)


def memory_limit(root: Path = Path("/")) -> int | None:
    """Return the bytes of memory that this process may use: the machine's, or its control group's if that is less."""
    limits = [_physical(root), *_control_groups(root)]
    return min((limit for limit in limits if limit), default=None)


def _physical(root: Path) -> int | None:
    told = re.search(r"^MemTotal:\s+(\d+) kB", _read(root / "proc/meminfo"), re.MULTILINE)
    if told:
        return int(told[1]) * 1024
    names: Mapping[str, int] = getattr(os, "sysconf_names", {})
    if "SC_PHYS_PAGES" in names and "SC_PAGE_SIZE" in names:
        return os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    return None


def _control_groups(root: Path) -> Iterator[int]:
    """Yield the limits of this process's control group and those above it (version 2, then version 1)."""
    for line in _read(root / "proc/self/cgroup").splitlines():
        _, controllers, group = line.split(":", 2)
        if controllers not in ("", "memory"):
            continue
        base, file = ("", "memory.max") if not controllers else ("memory", "memory.limit_in_bytes")
        mounted = root / "sys/fs/cgroup" / base
        below = Path(group.lstrip("/"))
        for folder in (below, *below.parents):
            limit = _read(mounted / folder / file).strip()
            if limit.isdecimal():
                yield int(limit)


def _read(file: Path) -> str:
    try:
        return file.read_text("utf-8", "replace")
    except OSError:
        return ""


def _terminal(encoding: str | None) -> Check:
    name = Text("终端编码", "Terminal encoding")
    try:
        "无碍 · ✓".encode(encoding or "ascii")
    except (UnicodeEncodeError, LookupError):
        mend = Text(
            "终端不能显示中文；设置 LANG=C.UTF-8（Windows：set PYTHONUTF8=1）",
            "the terminal cannot show Chinese; set LANG=C.UTF-8 (Windows: set PYTHONUTF8=1)",
        )
        return Check(name, ok=False, detail=str(encoding), mend=mend)
    return Check(name, ok=True, detail=str(encoding))
