"""Holds requirement tables against what cities themselves say of their curb ramps, on published inventories.

    python benchmarks/editions.py FOLDER [--json FILE]

FOLDER holds sioux_falls/, boston/ and bend/, each with curb_ramps.jsonl.gz. Sioux Falls publishes a rating of each
ramp: the edition beside this script must give the same. Boston and Bend publish a verdict: it is tallied beside ours on
whatever was measured, and what was not measured stays unknown.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from audit.facility_kinds import Attribute
from audit.model import StepfreeError, Text
from audit.plan import Column, Layer
from audit.standards import FacilityEdition, load_facility
from geo_checks import layers, schema
from geo_checks.compliance import OUTCOMES, Codes, judge
from geo_checks.schema import Floats
from geo_checks.source import source

KIND: Final = "curb_ramps"
FILE: Final = "curb_ramps.jsonl.gz"
RATING: Final = Path(__file__).with_name("sioux_falls.toml")
# What the city calls complete: a rating and all that was measured.
_COMPLETE: Final = ("COMPLIANCERATING", "SLOPE", "CROSSSLOPE", "WIDTH")
# The city publishes one decimal.
_HALF_STEP: Final = 0.05
_DUST: Final = 1e-9
_FIGURE: Final = Attribute("count", "", Text("评分", "rating"))

_SIOUX_FALLS: Final[Mapping[str, Any]] = {
    "running_slope": {"column": "SLOPE", "unit": "%"},
    "cross_slope": {"column": "CROSSSLOPE", "unit": "%"},
    "width": {"column": "WIDTH", "unit": "ft"},
    "tactile_warning": "DETECTABLEWARNING",
    "landing": "TURNSPACESIZE",
    "landing_level": "TURNSPACESLOPE",
}
# Nought was written where nobody measured (half of the rows), so it is not known. APRON_SL is taken for the running
# slope by its name and its values; no description of the columns was found.
_BOSTON: Final[Mapping[str, Any]] = {
    "agency_verdict": "AAB_COMP",
    "running_slope": {"column": "APRON_SL", "unit": "%", "unknown": (0,)},
}
# PEN is pending; YESEX, compliant by an exception, is neither of the two.
_BEND: Final[Mapping[str, Any]] = {"agency_verdict": {"column": "Compliant", "unknown": ("PEN", "YESEX")}}


@dataclass(frozen=True)
class Ramps:
    """A city's ramps as standard columns, in the file's order; other: figures of the city's own."""

    columns: Mapping[str, Floats]
    other: Mapping[str, Floats]
    count: int


def ramps(folder: Path, columns: Mapping[str, Any], other: Sequence[str] = ()) -> Ramps:
    """Read a city's inventory."""
    layer = Layer.model_validate(
        {"kind": KIND, "file": FILE, "crs": "EPSG:4326", "x": "lon", "y": "lat", "columns": columns}
    )
    given = {**layer.columns, **{name: Column(column=name) for name in other}}
    rows = layers.read(source(layer, folder), {column.column for column in given.values()})
    attributes = {**schema.ATTRIBUTES[KIND], **dict.fromkeys(other, _FIGURE)}
    read = {
        name: schema.values(rows.columns[column.column], column, attributes[name]).floats
        for name, column in given.items()
    }
    return Ramps({name: read[name] for name in layer.columns}, {name: read[name] for name in other}, rows.count)


@dataclass(frozen=True)
class Rated:
    """How our rating stands to the city's. known: complete ramps of which nothing at all is unknown."""

    rows: int
    complete: int
    equal: int
    known: int
    known_equal: int

    @property
    def share(self) -> float:
        """Return the share of complete ramps whose rating is the city's."""
        return self.equal / self.complete


def rating(folder: Path) -> Rated:
    """Rate the ramps of Sioux Falls and compare with the city's own rating.

    The city takes a blank for missed, as our low bound does: that is what is compared.
    """
    found = ramps(folder, _SIOUX_FALLS, _COMPLETE)
    (edition,) = load_facility((str(RATING),))
    low, high = judge(KIND, found.columns, (edition,), found.count).ratings[edition.id]
    complete = ~np.isnan(np.stack([found.other[name] for name in _COMPLETE])).any(axis=0)
    equal = complete & (np.abs(low - found.other["COMPLIANCERATING"]) <= _HALF_STEP + _DUST)
    known = complete & (low == high)
    return Rated(found.count, *(int(which.sum()) for which in (complete, equal, known, equal & known)))


def tallied(folder: Path, columns: Mapping[str, Any], editions: Sequence[str]) -> dict[str, dict[str, list[int]]]:
    """Return the agency's verdict against ours: by edition or requirement, rows theirs yes / no / unknown.

    Each row counts our outcomes in the order of `OUTCOMES`: failed, cantTell, passed, inapplicable.
    """
    found = ramps(folder, columns)
    theirs = found.columns["agency_verdict"]
    loaded: tuple[FacilityEdition, ...] = load_facility(editions)
    judged = judge(KIND, found.columns, loaded, found.count)
    asked: dict[str, Codes] = {**judged.overall}
    asked |= {
        row.id: judged.by_requirement[row.id]
        for edition in loaded
        for row in edition.of(KIND)
        if row.id in judged.by_requirement and row.attribute in found.columns
    }
    return {name: _crossed(theirs, codes) for name, codes in asked.items()}


def _crossed(theirs: Floats, codes: Codes) -> dict[str, list[int]]:
    rows: dict[str, NDArray[np.bool_]] = {"yes": theirs == 1, "no": theirs == 0, "unknown": np.isnan(theirs)}
    return {name: np.bincount(codes[which], minlength=len(OUTCOMES)).tolist() for name, which in rows.items()}


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the comparison; return 1 when the city's rating is not reproduced for 95 %."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--json", type=Path)
    given = parser.parse_args(arguments)
    try:
        rated = rating(given.folder / "sioux_falls")
        tables = {
            "Boston": tallied(given.folder / "boston", _BOSTON, ("prowag-2023", "ada-2010", "gb-50763-2012")),
            "Bend": tallied(given.folder / "bend", _BEND, ("prowag-2023",)),
        }
    except StepfreeError as error:
        print(error, file=sys.stderr)
        return error.exit_code
    print(f"Sioux Falls: {rated.rows} ramps, {rated.complete} complete; the city's own rating for {rated.equal}")
    print(f"  = {rated.share:.2%}; of the {rated.known} of which nothing is unknown: {rated.known_equal}")
    words = [outcome.value for outcome in OUTCOMES]
    for city, tallies in tables.items():
        print(f"{city}: the agency's verdict (rows) and ours (columns)")
        for name, rows in tallies.items():
            print(f"  {name:<40}" + "".join(f"{word:>14}" for word in words))
            for verdict, counts in rows.items():
                print(f"    {verdict:<38}" + "".join(f"{count:>14}" for count in counts))
    print("Cannot be compared: Bend publishes no measured value, Boston one slope; the rest of an edition is unknown.")
    if given.json:
        report = {"sioux_falls": {**vars(rated), "share": rated.share}, "outcomes": words, **tables}
        given.json.write_text(json.dumps(report, indent=2) + "\n", "utf-8")
    return 0 if rated.share >= 0.95 else 1  # noqa: PLR2004 - what was asked for


if __name__ == "__main__":
    sys.exit(main())
