"""Times the reading and judging of documents, and holds the PDF rules against those of pdfua where both have one.

    python benchmarks/documents.py FOLDER

FOLDER holds documents. Prints seconds and outcome of each, the slowest ones, and, when the package pdfua is installed
(pip install pdfua), in how many PDF files both say the same of a property, with those where they do not.
"""

from __future__ import annotations

import argparse
import importlib
import sys
import time
from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from audit.model import Outcome
from web_checks.documents import kinds
from web_checks.documents.judged import Judged
from web_checks.documents.worker import examined

# The rules of pdfua beside ours that ask for the same property.
_SAME: Mapping[str, tuple[str, ...]] = {
    "pdf-tagged": ("UA-01-005",),
    "document-language": ("UA-06-001",),
    "document-title": ("UA-07-001",),
    "pdf-title-shown": ("UA-07-002",),
    "document-image-alternative": ("UA-13-004",),
    "pdf-structure-sound": ("UA-01-003",),
}
_SLOWEST = 5


def main() -> int:
    """Time a folder of documents and print the agreement."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    folder: Path = parser.parse_args().folder
    files = sorted(path for path in folder.rglob("*") if path.is_file() and kinds.named(path.name))
    if not files:
        print(f"{folder}: no documents", file=sys.stderr)
        return 2
    times: dict[Path, float] = {}
    found: dict[Path, Judged] = {}
    for path in files:
        began = time.perf_counter()
        found[path] = examined(path, kinds.named(path.name), path.name)
        times[path] = time.perf_counter() - began
        told = found[path]
        print(f"{times[path]:7.2f} s  {told.outcome.value:12} {told.reason or '':20} {path.relative_to(folder)}")
    print(f"\n{len(files)} documents in {sum(times.values()):.1f} s; the slowest:")
    for path in sorted(files, key=lambda path: -times[path])[:_SLOWEST]:
        print(f"{times[path]:7.2f} s  {path.relative_to(folder)}")
    outcomes = Counter(told.outcome.value for told in found.values())
    print(", ".join(f"{name} {count}" for name, count in sorted(outcomes.items())))
    failing = Counter(
        rule for told in found.values() for rule, tally in told.tally.items() if tally.outcome is Outcome.FAILED
    )
    for rule, count in sorted(failing.items()):
        print(f"{count:5} {rule}")
    _agree({path: told for path, told in found.items() if told.facts.get("format") == "pdf"})
    return 0


def _agree(found: Mapping[Path, Judged]) -> None:
    """Print in how many files pdfua says the same as we do, rule by rule."""
    try:
        validate: Callable[[str], Any] = importlib.import_module("pdfua").validate
    except ImportError:
        print("\npdfua is not installed: no agreement printed")
        return
    same: Counter[str] = Counter()
    differing: dict[str, list[str]] = {}
    for path, told in found.items():
        try:
            others = {finding.rule_id for finding in validate(str(path)).findings}
        except Exception as error:  # noqa: BLE001 - the other tool's fault is a line of the print
            print(f"pdfua: {path.name}: {type(error).__name__}")
            continue
        for rule, theirs in _SAME.items():
            tally = told.tally.get(rule)
            ours = tally is not None and tally.outcome is Outcome.FAILED
            if ours == bool(others & set(theirs)):
                same[rule] += 1
            else:
                differing.setdefault(rule, []).append(f"{path.name} ({'ours' if ours else 'pdfua'} fails)")
    print(f"\nagreement with pdfua on {len(found)} PDF files:")
    for rule in _SAME:
        print(f"{same[rule]:5} {rule}")
        for line in differing.get(rule, [])[:_SLOWEST]:
            print(f"      {line}")


if __name__ == "__main__":
    sys.exit(main())
