"""Measures what the street side of a city costs: stepfree beside the bare kernels and beside a plain GeoPandas script.

    python -m benchmarks.geo [--scale 1] [--seed 1] [--repeat 1] [--only NAME] [--city FOLDER] [--json FILE]
    python -m benchmarks.geo --growth 10          the limit and stepfree at scale 1 and 10, and how the cost grows
    python -m benchmarks.geo --profile            where the time of stepfree's street side goes
    python -m benchmarks.geo --checks             distances, areas and catchments against other programs'

Linux only. Contenders run one after the other on one seeded city (benchmarks/geo/city.py). CPU seconds are those of the
whole process tree, start-up included; memory is its PSS. "limit" is benchmarks/geo/limit.py; "stepfree" is the street
side alone, files in to recorded results out; "stepfree-district" is the whole command line, scores and all reports
included; "plain" is benchmarks/geo/plain.py, a GeoPandas script with networkx that brings all of stepfree's figures;
"plain-no-profile" leaves out who can reach what, as the limit does; "tuned" is plain with the limit's own search along
the roads. The figures of all are compared number by number.

On a machine that others use, read ratios, and those below 1.3 as equal.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import pstats
import statistics
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from benchmarks.geo import checks, city, figures
from benchmarks.geo.city_size import Size
from benchmarks.web.meter import Metered, metered

ROOT = Path(__file__).resolve().parents[2]
# Ratios that are promised: of stepfree to the limit at most, of the plain way to stepfree at least, and the memory.
_MOST_TIMES_LIMIT, _LEAST_TIMES_PLAIN = 1.5, 5.0
_PROFILED = 40


@dataclass(frozen=True)
class Contender:
    """One way through the street side. command: from the city's and an empty folder; written: what it brings back."""

    name: str
    command: Callable[[Path, Path], list[str]]
    written: str = "indicators.parquet"


@dataclass(frozen=True)
class Run:
    """One run of a contender on a city of a scale."""

    name: str
    scale: int
    metered: Metered
    folder: Path

    @property
    def cpu(self) -> float:
        """Return the CPU seconds."""
        return self.metered.cpu


def _module(name: str, *more: str) -> Callable[[Path, Path], list[str]]:
    return lambda folder, out: [sys.executable, "-m", f"benchmarks.geo.{name}", str(folder), str(out), *more]


def _street_side(folder: Path, out: Path) -> list[str]:
    return [sys.executable, "-m", "benchmarks.geo.street_side", str(folder / "plan.toml"), str(out)]


def _district(folder: Path, out: Path) -> list[str]:
    return [sys.executable, "-m", "cli", "district", str(folder / "plan.toml"), "--quiet", "--out", str(out)]


CONTENDERS = (
    Contender("limit", _module("limit")),
    Contender("stepfree", _street_side, "audit.sqlite"),
    Contender("plain", _module("plain")),
    Contender("plain-no-profile", _module("plain", "--no-profile")),
    Contender("tuned", _module("plain", "--tuned")),
    Contender("stepfree-district", _district, "audit.sqlite"),
)


def measure(contender: Contender, scale: int, folder: Path, out: Path) -> Run:
    """Run a contender once. Raises SystemExit with the end of its output when it brings nothing back."""
    out.mkdir(parents=True)
    environ = {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")])}
    # As where stepfree is installed: modules are compiled once, and not in every run because the environment says so.
    environ.pop("PYTHONDONTWRITEBYTECODE", None)
    took = metered(contender.command(folder, out), environ, out / "log.txt", ROOT)
    if took.exit or not (out / contender.written).is_file():
        said = (out / "log.txt").read_text("utf-8", "replace")[-2000:]
        raise SystemExit(f"{contender.name} brought nothing back (exit code {took.exit})\n{said}")
    return Run(contender.name, scale, took, out)


def repeated(contenders: Sequence[Contender], scale: int, folder: Path, out: Path, times: int) -> list[Run]:
    """Run contenders in turn so many times, every second time the other way round."""
    return [
        measure(contender, scale, folder, out / str(turn) / contender.name)
        for turn in range(times)
        for contender in (contenders if turn % 2 == 0 else contenders[::-1])
    ]


def made(scale: int, seed: int, work: Path, given: Path | None) -> Path:
    """Return the folder of the city, made unless it is there."""
    folder = given or work / f"city-{scale}"
    if not (folder / "plan.toml").is_file():
        print(f"making the city of scale {scale} …", file=sys.stderr)
        city.write(folder, Size().times(scale), seed)
    return folder


def told(runs: Sequence[Run]) -> dict[str, float]:
    """Print a table of runs of one scale, medians of repeats; return the CPU seconds by name."""
    cpu = {run.name: statistics.median(one.cpu for one in runs if one.name == run.name) for run in runs}
    print(f"{'':20}{'CPU s':>8}{'wall s':>8}{'peak MB':>9}{'× limit':>9}{'× stepfree':>12}")
    for name, seconds in cpu.items():
        mine = [run for run in runs if run.name == name]
        wall = statistics.median(run.metered.wall for run in mine)
        peak = max(run.metered.peak_mb for run in mine)
        ratios = "".join(
            f"{seconds / cpu[other]:>{width}.2f}" if other in cpu else f"{'-':>{width}}"
            for other, width in (("limit", 9), ("stepfree", 12))
        )
        print(f"{name:20}{seconds:>8.1f}{wall:>8.1f}{peak:>9.0f}{ratios}")
    if {"limit", "stepfree"} <= cpu.keys():
        _promised("stepfree / limit", cpu["stepfree"] / cpu["limit"], most=_MOST_TIMES_LIMIT)
    if {"plain", "stepfree"} <= cpu.keys():
        _promised("plain / stepfree", cpu["plain"] / cpu["stepfree"], least=_LEAST_TIMES_PLAIN)
    if {"tuned", "stepfree"} <= cpu.keys():
        print(f"tuned / stepfree: {cpu['tuned'] / cpu['stepfree']:.2f}")
    return cpu


def _promised(name: str, ratio: float, most: float = math.inf, least: float = 0.0) -> None:
    bound = f"at most {most:g}" if most < math.inf else f"at least {least:g}"
    print(f"{name}: {ratio:.2f} ({bound}: {'held' if least <= ratio <= most else 'NOT held'})")


def same(runs: Sequence[Run]) -> int:
    """Compare the figures that each contender of one scale wrote; return how many differ."""
    folders = {run.name: run.folder for run in runs}
    if "stepfree" not in folders:
        return 0
    found = {
        name: (figures.of_stepfree if name.startswith("stepfree") else figures.of_parquet)(folder)
        for name, folder in folders.items()
    }
    return figures.compared(found)


def growth(names: Sequence[str], scale: int, arguments: argparse.Namespace, work: Path) -> list[Run]:
    """Run contenders at scale 1 and a larger one; print how their cost grows beside n log n."""
    runs: list[Run] = []
    cpu: dict[int, dict[str, float]] = {}
    chosen = [contender for contender in CONTENDERS if contender.name in names]
    for number in (1, scale):
        folder = made(number, arguments.seed, work, None)
        some = repeated(chosen, number, folder, work / f"{number}", arguments.repeat)
        print(f"\nscale {number}")
        cpu[number] = told(some)
        runs += some
    # Cells and facilities are sorted and looked up: n log n of a million and of so many times more.
    size = Size()
    points = size.ramps + size.stops + size.toilets + size.cells[0] * size.cells[1]
    allowed = scale * math.log(scale * points) / math.log(points)
    for name in names:
        _promised(f"{name}: cost at scale {scale} / at 1", cpu[scale][name] / cpu[1][name], most=allowed)
    return runs


def profile(folder: Path, work: Path) -> None:
    """Print where the time of stepfree's street side goes, by function."""
    contender = Contender(
        "stepfree", lambda f, out: [*_street_side(f, out), "--profile", str(work / "profile")], "audit.sqlite"
    )
    measure(contender, 1, folder, work / "profiled")
    stats = pstats.Stats(str(work / "profile"))
    stats.sort_stats("cumulative").print_stats(_PROFILED)
    stats.sort_stats("tottime").print_stats(_PROFILED)


def main() -> int:
    """Run what was asked for; return 1 when figures differ."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter, usage=argparse.SUPPRESS
    )
    names = [contender.name for contender in CONTENDERS]
    parser.add_argument("--scale", type=int, default=1, help="so many cities side by side (default 1)")
    parser.add_argument("--only", action="append", choices=names, help="this contender only; may be repeated")
    parser.add_argument("--repeat", type=int, default=1, help="runs of each; medians are shown")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--city", type=Path, help="folder of the city: made there when it is not there yet")
    parser.add_argument("--json", type=Path, help="write every run to a file too")
    modes = parser.add_mutually_exclusive_group()
    modes.add_argument("--growth", type=int, metavar="SCALE")
    modes.add_argument("--profile", action="store_true")
    modes.add_argument("--checks", action="store_true")
    arguments = parser.parse_args()
    if not sys.platform.startswith("linux"):
        raise SystemExit("this benchmark reads /proc: Linux only")
    runs: list[Run] = []
    wrong = 0
    with tempfile.TemporaryDirectory(prefix="stepfree-benchmark-", ignore_cleanup_errors=True) as where:
        work = Path(where)
        if arguments.growth:
            runs = growth(arguments.only or ("limit", "stepfree"), arguments.growth, arguments, work)
        else:
            folder = made(arguments.scale, arguments.seed, work, arguments.city)
            if arguments.profile:
                profile(folder, work)
            elif arguments.checks:
                wrong = 0 if checks.run(folder) else 1
            else:
                chosen = [c for c in CONTENDERS if not arguments.only or c.name in arguments.only]
                runs = repeated(chosen, arguments.scale, folder, work, arguments.repeat)
                told(runs)
                wrong = same(runs)
    if arguments.json:
        shown = [asdict(run.metered) | {"name": run.name, "scale": run.scale} for run in runs]
        arguments.json.write_text(json.dumps(shown, ensure_ascii=False, indent=1), "utf-8")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
