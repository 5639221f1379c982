"""The benchmark city is the same for a seed and whole; the three ways through it give equal figures."""

import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow.parquet as pq
import pytest
import shapely

from benchmarks.geo import checks, city, figures, limit, plain, street_side
from benchmarks.geo.city_layers import SENTINEL
from benchmarks.geo.city_size import TINY, Size

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the benchmark reads /proc")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("city")
    city.write(folder, TINY)
    return folder


@pytest.fixture(scope="module")
def found(folder: Path) -> dict[str, pd.DataFrame]:
    limit.run(folder, folder / "limit")
    plain.run(folder, folder / "tuned", plain.by_scipy)
    street_side.run(folder / "plan.toml", folder / "stepfree")
    return {
        "stepfree": figures.of_stepfree(folder / "stepfree"),
        "limit": figures.of_parquet(folder / "limit"),
        "tuned": figures.of_parquet(folder / "tuned"),
    }


def test_the_same_seed_gives_the_same_bytes(tmp_path: Path, folder: Path) -> None:
    city.write(tmp_path / "again", TINY)
    city.write(tmp_path / "other", TINY, seed=2)
    for name in ("divisions", "population", "roads", "curb_ramps", "public_toilets", "bus_stops"):
        once = (folder / f"{name}.parquet").read_bytes()
        assert once == (tmp_path / "again" / f"{name}.parquet").read_bytes()
        # The people's cells lie on a grid, but how many live in each is drawn.
        assert once != (tmp_path / "other" / f"{name}.parquet").read_bytes()


def test_the_divisions_neither_overlap_nor_leave_gaps(folder: Path) -> None:
    table = pq.read_table(folder / "divisions.parquet")
    shapes = shapely.from_wkb(table["geometry"].to_numpy())
    digits = np.array([len(code) for code in table["code"].to_pylist()])
    assert shapely.is_valid(shapes).all()
    whole = shapely.area(shapes[0])
    for level, count in ((6, 3), (9, 8), (12, 32)):
        some = shapes[digits == level][1 if level == 6 else 0 :]
        assert (digits == level).sum() == count
        assert shapely.coverage_is_valid(some)
        assert shapely.area(some).sum() == pytest.approx(whole, rel=1e-12)
    vertices = shapely.get_num_coordinates(shapes[digits == 12])
    assert vertices.min() >= 200
    assert vertices.max() <= 2001


def test_the_full_city_has_the_size_that_it_is_said_to_have() -> None:
    one, ten = Size(), Size().times(10)
    assert (one.streets[0] * one.streets[1], one.communities[0] * one.communities[1]) == (200, 3_000)
    assert (one.cells[0] * one.cells[1], one.nodes[0] * one.nodes[1]) == (500_000, 200_000)
    assert (ten.communities[0] * ten.communities[1], ten.edges, ten.ramps) == (30_000, 2_800_000, 4_000_000)


@pytest.mark.parametrize("other", ["limit", "tuned"])
def test_the_three_ways_give_equal_figures(found: dict[str, pd.DataFrame], other: str) -> None:
    assert len(found[other]) > 1_000
    assert figures.differences(found["stepfree"], found[other]) == []
    # The limit leaves out what is the profile's; the script that others would write brings all of it.
    assert (len(found[other]) == len(found["stepfree"])) == (other == "tuned")


def test_the_plain_way_gives_equal_figures(folder: Path, found: dict[str, pd.DataFrame]) -> None:
    plain.run(folder, folder / "plain")
    brought = figures.of_parquet(folder / "plain")
    assert figures.differences(found["stepfree"], brought) == []
    assert len(brought) == len(found["stepfree"])


def test_the_city_holds_what_the_ways_could_disagree_about(folder: Path) -> None:
    ramps = pq.read_table(folder / "curb_ramps.parquet").to_pandas()
    assert (ramps["landing_m"] == 0).any()  # impossible, so not known
    assert (ramps["slope_pct"] == SENTINEL).any()
    assert ramps["geometry"].isna().any() or len(ramps) < 1_000
    assert ramps["tactile"].isin(["", "不详"]).any()
    assert ramps["form"].isin(["全宽式"]).any()
    assert ramps["form"].isin(["", "不详"]).any()  # which limit holds is not known


def test_every_kind_of_figure_of_the_limit_says_something(found: dict[str, pd.DataFrame]) -> None:
    city = found["limit"].xs("").groupby("name")[["numerator", "unknown", "denominator"]].max()
    limited = city.loc["requirement:gb-55019:curb-ramp-running-slope-full-width"]
    assert 0 < limited["denominator"] < city["denominator"]["facilities"]
    assert limited["unknown"] > 0
    assert city["numerator"]["coverage-walking-500"] < city["numerator"]["coverage-500"]
    assert city["numerator"]["pass-veto"] > 0


def test_every_figure_that_differs_is_counted(found: dict[str, pd.DataFrame]) -> None:
    wrong = found["limit"] + 1.0
    assert len(figures.differences(found["stepfree"], wrong)) == len(wrong)


def test_a_figure_that_differs_is_told(found: dict[str, pd.DataFrame]) -> None:
    one_more = np.arange(len(found["limit"])) == 5
    wrong = found["limit"].assign(numerator=found["limit"]["numerator"] + one_more)
    assert len(figures.differences(found["stepfree"], wrong)) == 1
    assert len(figures.differences(found["stepfree"].drop(found["limit"].index[0]), found["limit"])) == 1


def test_other_programs_measure_the_same(folder: Path) -> None:
    results = [result for check in checks.CHECKS for result in check(folder)]
    assert [str(result) for result in results if not result.passed] == []
    assert len(results) >= 4
