"""Runs a command and writes what its whole process tree took: CPU seconds, memory, and which part took what.

    python -m benchmarks.web.meter REPORT.json COMMAND...

The meter adopts every orphan of the tree (a Linux sub-reaper), so a process that lived for a moment, or outlived its
parent, is counted when it is reaped; the CPU seconds are those of the kernel's own account, not of samples. Memory (sum
of PSS, which counts shared pages once) and the parts are sampled. Linux only.
"""

from __future__ import annotations

import ctypes
import json
import os
import resource
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

_PR_SET_CHILD_SUBREAPER = 36  # linux/prctl.h
_SAMPLE_SECONDS = 1.0
_POLL_SECONDS = 0.02
_GRACE_SECONDS = 10.0  # for what is left of the tree when the command itself has ended
_TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True)
class Sample:
    """The tree at a moment (time.monotonic): MB of PSS, CPU seconds until then."""

    time: float
    mb: float
    cpu: float


@dataclass
class Metered:
    """What a command took. parts: CPU seconds by kind of process, as last seen (the rest is under "unseen")."""

    exit: int = 0
    began: float = 0.0
    wall: float = 0.0
    cpu: float = 0.0
    parts: dict[str, float] = field(default_factory=dict)
    samples: list[Sample] = field(default_factory=list)

    @property
    def peak_mb(self) -> float:
        """Return the most memory seen."""
        return max((sample.mb for sample in self.samples), default=0.0)


def metered(command: Sequence[str], environ: Mapping[str, str], log: Path, folder: Path) -> Metered:
    """Run a command under a meter of its own and return what it took; its output goes to a log."""
    with tempfile.TemporaryDirectory() as work, log.open("wb") as output:
        report = Path(work) / "report.json"
        subprocess.run(
            [sys.executable, "-m", "benchmarks.web.meter", str(report), *command],
            check=True,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            env=dict(environ),
            cwd=folder,
        )
        told = json.loads(report.read_text("utf-8"))
    return Metered(**{**told, "samples": [Sample(**sample) for sample in told["samples"]]})


@dataclass(frozen=True, slots=True)
class _Process:
    pid: int
    parent: int
    started: str
    own: float
    reaped: float


def _processes() -> dict[int, _Process]:
    found = {}
    for entry in os.listdir("/proc"):  # noqa: PTH208 - called often
        if entry.isdecimal() and (process := _process(int(entry))):
            found[process.pid] = process
    return found


def _process(pid: int) -> _Process | None:
    try:
        raw = Path(f"/proc/{pid}/stat").read_text("utf-8", "replace")
    except OSError:  # it has just ended
        return None
    fields = raw[raw.rindex(")") + 2 :].split()  # state, ppid, … as in proc(5), from the third field on
    own, reaped = int(fields[11]) + int(fields[12]), int(fields[13]) + int(fields[14])
    return _Process(pid, int(fields[1]), fields[19], own / _TICKS, reaped / _TICKS)


def _tree() -> list[_Process]:
    """Return the living processes below this one."""
    everything = _processes()
    below: dict[int, list[_Process]] = {}
    for process in everything.values():
        below.setdefault(process.parent, []).append(process)
    found, waiting = [], [os.getpid()]
    while waiting:
        children = below.get(waiting.pop(), [])
        found += children
        waiting += [child.pid for child in children]
    return found


def _pss_mb(pid: int) -> float:
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text("ascii").splitlines()
    except OSError:
        return 0.0
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("Pss:")), 0.0)


def _part(pid: int) -> str:
    try:
        words = Path(f"/proc/{pid}/cmdline").read_bytes().decode("utf-8", "replace").replace("\0", " ").split(" ")
    except OSError:
        return "other"
    kind = next((word.removeprefix("--type=") for word in words if word.startswith("--type=")), "")
    name = Path(words[0]).name
    if kind:
        return {"gpu-process": "gpu", "utility": "network and other services"}.get(kind, kind)
    for part in ("python", "node", "chromedriver"):
        if name.startswith(part):
            return part
    return "browser" if "chrom" in name or "headless" in name else "other"


def _reaped_cpu() -> float:
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


class _Meter:
    def __init__(self) -> None:
        self.metered = Metered()
        self._seen: dict[tuple[int, str], tuple[str, float]] = {}

    def sample(self) -> None:
        tree = _tree()
        for process in tree:
            key, part = (process.pid, process.started), _part(process.pid)
            if part == "other":  # one that has ended says no more what it was
                part = self._seen.get(key, (part, 0.0))[0]
            self._seen[key] = (part, process.own)
        cpu = _reaped_cpu() + sum(process.own + process.reaped for process in tree)
        memory = sum(_pss_mb(process.pid) for process in tree)
        self.metered.samples.append(Sample(time.monotonic(), memory, cpu))

    def finish(self) -> None:
        self.metered.cpu = _reaped_cpu()
        parts: dict[str, float] = {}
        for part, own in self._seen.values():
            parts[part] = parts.get(part, 0.0) + own
        parts["unseen"] = max(0.0, self.metered.cpu - sum(parts.values()))
        self.metered.parts = dict(sorted(parts.items()))


def _reap(first: int, meter: _Meter, ended: float) -> float:
    """Reap what has ended; return when the command ended (0 = not yet). Raises ChildProcessError at the end."""
    while True:
        pid, status = os.waitpid(-1, os.WNOHANG)
        if pid == 0:
            return ended
        if pid == first:
            ended = time.monotonic()
            meter.metered.exit = os.waitstatus_to_exitcode(status)


def run(command: Sequence[str]) -> Metered:
    """Run a command to its end, and what it leaves behind; this process must have no other children."""
    if ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0) != 0:
        raise OSError(ctypes.get_errno(), "prctl")
    meter = _Meter()
    began = meter.metered.began = time.monotonic()
    first = os.posix_spawnp(command[0], list(command), os.environ)
    ended, next_sample = 0.0, began + 0.1
    try:
        while True:
            ended = _reap(first, meter, ended)
            now = time.monotonic()
            if ended and now - ended > _GRACE_SECONDS:
                for process in _tree():  # only what this command started
                    os.kill(process.pid, signal.SIGKILL)
            if now >= next_sample:
                meter.sample()
                next_sample = time.monotonic() + _SAMPLE_SECONDS
            time.sleep(_POLL_SECONDS)
    except ChildProcessError:  # the last one is reaped
        pass
    meter.metered.wall = (ended or time.monotonic()) - began
    meter.finish()
    return meter.metered


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(json.dumps(asdict(run(sys.argv[2:]))), "utf-8")
