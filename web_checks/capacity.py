"""How many tabs this machine can drive at once: its cores and memory, as far as a container lets them be used."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

_CGROUPS = Path("/sys/fs/cgroup")
_MEMINFO = Path("/proc/meminfo")
# Two cores are full at three to four tabs: while one page loads or rests, another one is tested.
_TABS_A_CORE = 1.5
_MOST_TABS = 16
# The browser, its helpers and this program; then a tab and the page in it, a heavy one.
_BASE_BYTES = 600 * 1024**2
_TAB_BYTES = 300 * 1024**2


def tabs() -> int:
    """Return how many tabs to open at once, 2 to 16."""
    return tabs_for(cores(), memory())


def tabs_for(available_cores: float, available_bytes: int | None) -> int:
    """Return how many tabs some cores and bytes of memory (None = not known) are enough for."""
    by_cores = max(2, round(available_cores * _TABS_A_CORE))
    by_memory = _MOST_TABS if available_bytes is None else (available_bytes - _BASE_BYTES) // _TAB_BYTES
    return max(1, min(by_cores, by_memory, _MOST_TABS))


def cores(cgroups: Path = _CGROUPS) -> float:
    """Return the cores that this process may use: its affinity and its container's quota (cgroup v2 or v1)."""
    affinity = getattr(os, "sched_getaffinity", None)
    allowed = float(len(affinity(0)) if affinity else os.cpu_count() or 1)
    quotas = [_quota(folder) for folder in _own(cgroups, "cpu")]
    return min([allowed, *(quota for quota in quotas if quota is not None)])


def _quota(folder: Path) -> float | None:
    if parts := _read(folder / "cpu.max").split():
        quota, period = parts[0], parts[1] if len(parts) > 1 else "100000"
    else:
        quota, period = _read(folder / "cpu.cfs_quota_us"), _read(folder / "cpu.cfs_period_us")
    if not quota.isdigit() or not period.isdigit() or int(period) == 0:
        return None  # "max" or -1: no limit
    return int(quota) / int(period)


def memory(cgroups: Path = _CGROUPS, meminfo: Path = _MEMINFO) -> int | None:
    """Return the bytes of memory that are free for this process; None when the system does not say."""
    free = [int(line.split()[1]) * 1024 for line in _read(meminfo).splitlines() if line.startswith("MemAvailable:")]
    limits = [(_whole(folder, "memory.max", "memory.limit_in_bytes"), folder) for folder in _own(cgroups, "memory")]
    free += [
        max(0, limit - (_whole(folder, "memory.current", "memory.usage_in_bytes") or 0))
        for limit, folder in limits
        if limit is not None
    ]
    return min(free, default=None)


def _own(cgroups: Path, controller: str) -> Iterable[Path]:
    """Return the folders of this process's own control group and those above it, and the root's."""
    yield cgroups
    yield cgroups / controller
    for line in _read(Path("/proc/self/cgroup")).splitlines():
        _, controllers, path = line.split(":", 2)
        root = cgroups / controllers if controllers else cgroups
        if controllers and controller not in controllers.split(","):
            continue
        inner = Path(path.lstrip("/"))
        yield from (root / part for part in (inner, *inner.parents))


def _whole(folder: Path, *names: str) -> int | None:
    found = (_read(folder / name) for name in names)
    return next((int(text) for text in found if text.isdigit()), None)


def _read(path: Path) -> str:
    try:
        return path.read_text("ascii").strip()
    except (OSError, UnicodeDecodeError):
        return ""
