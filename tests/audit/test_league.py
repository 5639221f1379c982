"""Scores of layers and divisions: bounds, gates, sums upwards, and nothing made of nothing."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit.districts import WHOLE, Division, DivisionTree
from audit.layer_shares import scored_editions
from audit.league import division_scores, layer_scores, tail
from audit.model import Indicator, Score
from audit.plan import Plan
from audit.standards import FacilityEdition

TREE = DivisionTree.of(
    [Division("1", "东区"), Division("2", "西区"), Division("11", "一街", "1"), Division("12", "二街", "1")]
)
EDITION = "gb-55019-2021"


def plan(*kinds: str, **more: Any) -> Plan:
    layers = [{"kind": kind, "file": "x"} for kind in kinds or ("curb_ramps", "bus_stops")]
    return Plan.model_validate(
        {"name": "示例市", "date": date(2026, 11, 22), "districts": {"file": "x"}, "layer": layers, **more}
    )


def figure(division: str, layer: str, name: str, numerator: float, denominator: float, unknown: float = 0) -> Indicator:
    return Indicator(division, layer, name, numerator, unknown, denominator, "facilities", EDITION)


def site(subject: str, low: float | None, value: float | None, high: float | None, **more: Any) -> Score:
    return Score("site", subject, "online", low, high, value, **more)


def of(scores: list[Score], subject: str, axis: str) -> Score:
    [score] = [s for s in scores if (s.subject, s.axis) == (subject, axis)]
    return score


def parts(score: Score) -> dict[str, Any]:
    assert score.parts is not None
    assert json.loads(json.dumps(score.parts, allow_nan=False)) == score.parts
    return score.parts


def test_every_division_and_the_whole_have_both_axes_even_without_data() -> None:
    scores = division_scores(TREE, {}, [], plan())
    assert [(s.subject, s.axis) for s in scores] == [
        (c, a) for c in ("", "1", "11", "12", "2") for a in ("online", "street")
    ]
    for score in scores:
        assert (score.low, score.high, score.value, score.tested, score.needs_review) == (None, None, None, None, 0)
        assert parts(score)["ranked"] is False


# ---- street


def test_a_layers_bounds_count_the_unknown_both_ways() -> None:
    figures = [figure(WHOLE, "curb_ramps", "pass", 30, 100, 20), figure(WHOLE, "curb_ramps", "surveyed", 100, 125)]
    ramps, stops = layer_scores(figures, plan())
    assert (ramps.subject, ramps.low, ramps.high, ramps.value) == ("curb_ramps", 30, 50, None)
    assert (ramps.tested, ramps.needs_review, ramps.untested) == (0.8, 20, 25)
    assert parts(ramps) == {
        "standard": EDITION, "passed": 30, "unknown": 20, "facilities": 100, "surveyed": 100, "expected": 125
    }  # fmt: skip
    assert (stops.subject, stops.low, stops.high, stops.tested) == ("bus_stops", None, None, None)


def test_only_the_edition_that_is_scored_counts() -> None:
    other = Indicator(WHOLE, "bus_stops", "pass", 1, 0, 10, "facilities", "prowag-2023")
    main = figure(WHOLE, "bus_stops", "pass", 9, 10)
    both = plan("bus_stops", street={"standards": ["gb-55019-2021", "prowag-2023"]})
    assert layer_scores([other, main], both)[0].low == 90
    assert layer_scores([other, main], both, {"bus_stops": "prowag-2023"})[0].low == 10
    turned = plan("bus_stops", street={"standards": ["prowag-2023", "gb-55019-2021"]})
    assert layer_scores([main, other], turned)[0].low == 10
    # The plan names a file of the user's own, the indicator its id.
    assert layer_scores([other], plan("bus_stops", street={"standards": ["mine.toml"]}))[0].low == 10
    assert layer_scores([other, main], plan("bus_stops", street={"standards": ["mine.toml"]}))[0].low is None


def test_the_edition_scored_is_the_first_that_speaks_of_the_layer() -> None:
    def edition(name: str, *facilities: str) -> FacilityEdition:
        rows = [
            {"id": f"{name}:{n}", "title_zh": "x", "title_en": "x", "facility": facility, "attribute": "width"}
            | {"operator": ">=", "limit": 1}
            for n, facility in enumerate(facilities)
        ]
        table = {"id": name, "title_zh": "x", "title_en": "x", "kind": "facility", "requirements": rows}
        return FacilityEdition.model_validate(table)

    asked = plan("curb_ramps", "bus_stops", "public_toilets", street={"standards": ["ramps.toml", "all"]})
    loaded = {"ramps.toml": edition("ramps-1", "curb_ramps"), "all": edition("all", "curb_ramps", "bus_stops")}
    assert scored_editions(asked, loaded) == {"curb_ramps": "ramps-1", "bus_stops": "all"}


def test_a_division_weighs_the_layers_that_it_has() -> None:
    figures = [
        figure("1", "curb_ramps", "pass", 5, 10, 1), figure("1", "curb_ramps", "surveyed", 10, 10),
        figure("1", "bus_stops", "pass", 2, 2), figure("1", "bus_stops", "surveyed", 2, 4),
        figure("2", "curb_ramps", "pass", 5, 10, 1), figure("2", "curb_ramps", "surveyed", 10, 10),
    ]  # fmt: skip
    scores = division_scores(TREE, {}, figures, plan(weights={"layers": {"bus_stops": 3}}))
    one, two = of(scores, "1", "street"), of(scores, "2", "street")
    assert (one.low, one.high) == ((50 + 3 * 100) / 4, (60 + 3 * 100) / 4)
    assert (one.tested, one.needs_review, one.untested) == ((1 + 3 * 0.5) / 4, 1, 2)
    assert parts(one)["ranked"] is False
    assert parts(one)["share"] == {"low": pytest.approx(700 / 12, abs=1e-4), "high": pytest.approx(800 / 12, abs=1e-4)}
    assert (parts(one)["over"], parts(one)["worst"]) == ("layers", {"id": "curb_ramps", "low": 50, "high": 60})
    assert (two.low, two.high, parts(two)["ranked"], parts(two)["absent"]) == (50, 60, True, ["bus_stops"])
    assert of(scores, "11", "street").low is None


def test_the_gate_is_reached_by_just_enough() -> None:
    def ranked(*surveyed: float) -> bool:
        kinds = ("curb_ramps", "bus_stops", "public_toilets")
        figures = [figure("2", kind, "pass", 1, 2) for kind in kinds]
        figures += [figure("2", kind, "surveyed", n, 10) for kind, n in zip(kinds, surveyed, strict=False)]
        found = parts(of(division_scores(TREE, {}, figures, plan(*kinds)), "2", "street"))["ranked"]
        assert isinstance(found, bool)
        return found

    assert ranked(8, 8, 8)
    assert not ranked(8, 8, 7)
    assert not ranked(10, 10)  # what was surveyed of the third is not known: not known is not passed


def test_facilities_that_nobody_surveyed_at_all_lower_what_was_tested() -> None:
    figures = [
        figure("2", "curb_ramps", "pass", 9, 10), figure("2", "curb_ramps", "surveyed", 10, 10),
        figure("2", "bus_stops", "pass", 0, 0), figure("2", "bus_stops", "surveyed", 0, 40),
    ]  # fmt: skip
    score = of(division_scores(TREE, {}, figures, plan()), "2", "street")
    assert (score.low, score.tested, score.untested, parts(score)["ranked"]) == (90, 0.5, 40, False)


def test_a_parent_shows_its_worst_child() -> None:
    figures = [figure("11", "bus_stops", "pass", 1, 10), figure("12", "bus_stops", "pass", 9, 10)]
    figures += [figure(code, "bus_stops", "pass", 10, 20) for code in ("1", WHOLE)]
    scores = division_scores(TREE, {}, figures, plan())
    one = parts(of(scores, "1", "street"))
    assert (one["over"], one["worst"]["id"], one["p10"]) == ("divisions", "11", {"low": 10, "high": 10})
    assert parts(of(scores, WHOLE, "street"))["worst"]["id"] == "1"


# ---- online


def test_sites_count_upwards_and_the_share_that_passes_leads() -> None:
    sites = {
        "11": [site("a", 70, 80, 90, tested=0.4, needs_review=3, untested=1)],
        "1": [site("b", 55, 58, 62, tested=0.2, untested=2)],
        WHOLE: [site("c", 10, 10, 10, tested=0.6)],
    }
    scores = division_scores(TREE, sites, [], plan())
    one, whole = of(scores, "1", "online"), of(scores, WHOLE, "online")
    assert (one.low, one.value, one.high) == (50, 50, 100)
    assert (one.tested, one.needs_review, one.untested) == (0.3, 3, 3)
    assert (parts(one)["mean"], parts(one)["worst"]) == (69, {"site": "b", "value": 58})
    assert (parts(whole)["sites"], parts(whole)["passed"], parts(whole)["p10"]) == (3, 1, 10)
    assert of(scores, "2", "online").value is None


def test_a_site_without_data_fails_below_passes_above_and_stops_the_rank() -> None:
    sites = {"2": [site("a", 70, 80, 90, tested=0.4), site("b", None, None, None, untested=7)]}
    score = of(division_scores(TREE, sites, [], plan()), "2", "online")
    assert (score.low, score.value, score.high, score.tested, score.untested) == (50, 100, 100, 0.2, 7)
    assert parts(score)["ranked"] is False
    alone = of(division_scores(TREE, {"2": sites["2"][1:]}, [], plan()), "2", "online")
    assert (alone.low, alone.value, alone.high, alone.untested) == (None, None, None, 7)


def test_a_site_in_an_unknown_division_is_an_error_not_a_loss() -> None:
    with pytest.raises(KeyError):
        division_scores(TREE, {"9": [site("a", 1, 1, 1)]}, [], plan())


# ---- laws

counts = st.tuples(st.integers(0, 9), st.integers(0, 9), st.integers(0, 9), st.integers(0, 9))
codes = st.sampled_from([WHOLE, *TREE.divisions])
kinds = st.sampled_from(["curb_ramps", "bus_stops", "public_toilets"])


@given(
    st.dictionaries(st.tuples(codes, kinds), counts), st.dictionaries(codes, st.lists(st.integers(0, 100), max_size=3))
)
def test_bounds_hold_and_order_is_nothing(
    rows: dict[tuple[str, str], tuple[int, int, int, int]], marks: dict[str, list[int]]
) -> None:
    figures = []
    for (code, kind), (passed, failed, unknown, missing) in rows.items():
        all_of_them = passed + failed + unknown
        figures.append(figure(code, kind, "pass", passed, all_of_them, unknown))
        figures.append(figure(code, kind, "surveyed", all_of_them, all_of_them + missing))
    sites = {
        code: [site(f"{code}-{n}", max(0, m - 9), m, m, tested=0.5) for n, m in enumerate(ms)]
        for code, ms in marks.items()
    }
    scores = division_scores(TREE, sites, figures, plan())
    assert scores == division_scores(TREE, dict(reversed(sites.items())), figures[::-1], plan())
    for score in scores:
        parts(score)
        assert (score.low is None) == (score.high is None)
        if score.low is not None and score.high is not None:
            assert 0 <= score.low <= (score.low if score.value is None else score.value) <= score.high <= 100
    assert of(scores, WHOLE, "online").parts == {
        **parts(of(scores, WHOLE, "online")),
        "sites": sum(map(len, marks.values())),
    }


@given(st.lists(st.floats(0, 100), min_size=1))
def test_the_tail_is_one_of_the_figures_with_a_tenth_at_or_below_it(figures: list[float]) -> None:
    found = tail(figures)
    assert found in figures
    assert sum(figure <= found for figure in figures) >= len(figures) / 10
    assert sum(figure < found for figure in figures) <= len(figures) / 10


def test_two_layers_of_one_kind_share_its_weight_and_keep_their_own_figures() -> None:
    layers = [
        {"kind": "curb_ramps", "file": "x", "id": "ramps-2020"},
        {"kind": "curb_ramps", "file": "x", "id": "ramps-2024"},
        {"kind": "bus_stops", "file": "x"},
    ]
    figures = [
        figure("", "ramps-2020", "pass", 0, 10),
        figure("", "ramps-2024", "pass", 10, 10),
        figure("", "bus_stops", "pass", 10, 10),
    ]
    old, new, stops = layer_scores(figures, plan(layer=layers))
    assert [(score.subject, score.low) for score in (old, new, stops)] == [
        ("ramps-2020", 0),
        ("ramps-2024", 100),
        ("bus_stops", 100),
    ]
    (whole,) = (
        score
        for score in division_scores(TREE, {}, figures, plan(layer=layers))
        if not score.subject and score.axis == "street"
    )
    assert whole.low == 75
