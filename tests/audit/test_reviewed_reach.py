"""Coverage in a straight line follows people's verdicts at once, and its bounds are never narrower than they may be."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pyproj
import pytest

from audit.districts import Division, DivisionTree
from audit.model import Indicator, Outcome
from audit.records import Subject
from audit.reviewed import indicators
from audit.reviewed_layer import JudgedLayer, judged
from audit.reviewed_reach import Reach
from audit.reviews import Item
from geo_checks.compliance import CANT_TELL, FAILED, PASSED
from geo_checks.measures.coverage import distances
from geo_checks.people import People

TREE = DivisionTree.of([Division("10", "市"), Division("1001", "东区", "10"), Division("1002", "西区", "10")])
RADII = (300, 500)
DOOR = {"id": "door", "standard": "gb", "attribute": "door", "kind": "scored"}
# Far from the middle of its zone, where a map's metres differ most from those of the ground.
MAP = pyproj.Transformer.from_crs(4326, 32650, always_xy=True)
CODES = {"passed": PASSED, "failed": FAILED, "cantTell": CANT_TELL}


class City:
    """Facilities and people at random places of a square of four kilometres, as an audit leaves them."""

    def __init__(self, seed: int = 1) -> None:
        """Judge the facilities in turn: passed, failed, not known; the last one lies in no division."""
        chance = np.random.default_rng(seed)
        self.lon, self.lat = 119.9 + chance.random(30) / 25, 31.2 + chance.random(30) / 28
        self.outcome = ["passed", "failed", "cantTell"] * 10
        self.lon_people, self.lat_people = 119.9 + chance.random(4000) / 25, 31.2 + chance.random(4000) / 28
        self.people, self.old = chance.integers(1, 9, 4000), chance.integers(0, 2, 4000)
        self.near = self.measured(self.outcome)

    def measured(self, outcomes: list[str]) -> tuple[np.ndarray, np.ndarray]:
        """Return how far an audit measures that people have it, surely and perhaps."""
        x, y = MAP.transform(self.lon, self.lat)
        at = MAP.transform(self.lon_people, self.lat_people)
        people = People(*at, self.people.astype(float), np.zeros(4000, np.int64))
        return distances(people, x, y, np.array([CODES[outcome] for outcome in outcomes]), max(RADII))

    def counted(self, near: tuple[np.ndarray, np.ndarray], radius: int) -> tuple[float, float]:
        sure, maybe = (float(self.people[metres <= radius].sum()) for metres in near)
        return sure, maybe

    def reach(self, **more: float) -> Reach:
        columns = {
            "lon": pa.array(self.lon_people.astype(np.float32)),
            "lat": pa.array(self.lat_people.astype(np.float32)),
            "division": pa.array(["1001", "1002"] * 2000).dictionary_encode(),
            "people": pa.array(self.people.astype(float)),
            "people@old": pa.array(self.old.astype(float)),
        }
        for name, metres in zip(("straight", "straight?"), self.near, strict=True):
            columns[name] = pa.array(metres.astype(np.float32), mask=~np.isfinite(metres))
        sink = pa.BufferOutputStream()
        pq.write_table(pa.table(columns), sink)
        counted = {(radius, ""): self.counted(self.near, radius)[0] + more.get("off", 0.0) for radius in RADII}
        near = self.near[0] <= RADII[0]
        return Reach(sink.getvalue().to_pybytes(), {**counted, (RADII[0], "@old"): float(self.old[near].sum())})

    def judged(self, said: Mapping[int, Outcome], reach: Reach) -> JudgedLayer:
        told = pa.table(
            {
                "facility": [f"F{n}" for n in range(30)],
                "division": ["1001"] * 30,
                "lon": self.lon,
                "lat": self.lat,
                "place": ["judged"] * 29 + ["outside"],
                "outcome": [*self.outcome[:29], "untested"],
                "req:door": [*self.outcome[:29], "untested"],
            }
        )
        sink = pa.BufferOutputStream()
        pq.write_table(told, sink)
        layer = Subject("toilets", "layer", Outcome.FAILED, facts={"scored_standard": "gb", "requirements": [DOOR]})
        outcomes = {Item("toilets", f"F{n}", "door"): outcome for n, outcome in said.items()}
        found = judged(layer, sink.getvalue().to_pybytes(), TREE, outcomes, (), reach)
        assert found
        return found


@pytest.mark.parametrize("seed", range(5))
def test_bounds_hold_against_an_audit_that_knows_and_are_hardly_wider(seed: int) -> None:
    city = City(seed)
    said = {n: Outcome.PASSED if n % 2 else Outcome.FAILED for n in range(2, 29, 3)}
    found = city.judged(said, city.reach())
    truth = city.measured([said[n].value if n in said else outcome for n, outcome in enumerate(city.outcome)])
    for radius in RADII:
        low, high = city.counted(city.near, radius)
        more, open_, _ = found.moves["", f"coverage-{radius}", ""]
        after = (low + more, low + more + (high - low) + open_)
        real = city.counted(truth, radius)
        assert low < after[0] <= real[0]
        assert real[1] <= after[1] < high
        assert real[0] - after[0] + after[1] - real[1] < 0.02 * city.people.sum(), "only who is at the limit"
    parts = [found.moves[code, "coverage-300", ""] for code in ("1001", "1002")]
    assert found.moves["10", "coverage-300", ""] == tuple(map(sum, zip(*parts, strict=True)))
    assert found.moves["", "coverage-300@old", ""][0] > 0
    assert found.reach


def test_a_verdict_that_leaves_the_facility_in_doubt_moves_nobody() -> None:
    city = City()
    found = city.judged({2: Outcome.INAPPLICABLE}, city.reach())
    assert not any(name.startswith("coverage") for _, name, _ in found.moves)
    before = Indicator("", "toilets", "coverage-300", 10, 5, 20, "person", "")
    assert indicators([before], {"toilets": found}) == [before]


def test_people_of_areas_stay_as_the_tests_left_them() -> None:
    city = City()
    found = city.judged({2: Outcome.PASSED}, city.reach(off=3.0))
    assert found.reach is None, "the points do not give what was counted"
    assert not any(name.startswith("coverage") for _, name, _ in found.moves)
