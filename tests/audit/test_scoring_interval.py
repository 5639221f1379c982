"""The confidence interval of a sampled site: honest widths, and the coverage that was published."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import stdtrit

from audit.scoring import Stratum, interval, share_at_most, stratified_mean

shares = st.floats(0, 1, allow_subnormal=False)


def strata(*groups: list[float]) -> list[Stratum]:
    return [Stratum(str(n), 1 / len(groups), tuple(scores)) for n, scores in enumerate(groups)]


@pytest.mark.parametrize(("clean", "share"), [(10, 0.26), (30, 0.095), (59, 0.05)])
def test_pages_without_a_fault_still_allow_failing_ones(clean: int, share: float) -> None:
    assert share_at_most(clean) == pytest.approx(share, abs=0.002)


def test_no_page_allows_anything() -> None:
    assert share_at_most(0) == 1


@given(st.lists(st.lists(shares, min_size=1, max_size=6), min_size=1, max_size=5))
def test_all_audited_leaves_nothing_to_estimate(groups: list[list[float]]) -> None:
    sample = strata(*groups)
    value = stratified_mean(sample)
    assert interval(sample, sum(map(len, groups))) == (value, value)
    assert interval(sample, 0) == (value, value)


@given(st.lists(st.lists(shares, min_size=1, max_size=6), min_size=1, max_size=5), st.integers(1, 500))
def test_the_interval_holds_the_value_and_has_a_width(groups: list[list[float]], unseen: int) -> None:
    sample, audited = strata(*groups), sum(map(len, groups))
    low, high = interval(sample, audited + unseen)
    value, share = stratified_mean(sample), unseen / (audited + unseen)
    assert low <= value <= high
    assert low >= value * (1 - share) - 1e-9
    assert high <= value + share * (1 - value) + 1e-9


def test_one_page_in_each_stratum_says_little() -> None:
    low, high = interval(strata([0.9], [0.5]), 1000)
    assert [low, high] == pytest.approx([0.7 * 0.05, 0.7 + 0.95 * 0.3])
    # Of two known pages one was seen: the other may score anything, no more.
    assert list(interval(strata([0.8]), 2)) == pytest.approx([0.4, 0.9])


def test_one_page_in_a_stratum_takes_the_variance_of_the_others() -> None:
    # Strata of 4 and 1, half of the weight each; s² = 0.05/3 with 3 df serves both, 10 pages are known.
    low, high = interval(strata([0.4, 0.5, 0.6, 0.7], [0.6]), 10)
    many, one = (0.25 * 0.5 * (0.05 / 3) / pages for pages in (4, 1))
    freedom = (many + one) ** 2 / (many**2 / 3 + one**2 / 3)
    half = float(stdtrit(freedom, 0.975)) * (many + one) ** 0.5
    assert [low, high] == pytest.approx([0.575 - half, 0.575 + half], abs=1e-9)


def test_pages_all_alike_do_not_pretend_to_certainty() -> None:
    low, high = interval(strata([1.0] * 10), 100_000)
    assert [low, high] == pytest.approx([1 - 0.26, 1], abs=0.002)
    narrower, _ = interval(strata([1.0] * 100), 100_000)
    assert narrower > 0.97


def test_by_hand_against_the_textbook() -> None:
    # One stratum, n = 4 of 8: s² = 0.05/3, se² = (1 - 0.5) · s² / 4, t(3 df, 97.5 %) = 3.1824463.
    low, high = interval([Stratum("a", 1.0, (0.4, 0.5, 0.6, 0.7))], 8)
    half = 3.1824463 * (0.5 * 0.05 / 3 / 4) ** 0.5
    assert [low, high] == pytest.approx([0.55 - half, 0.55 + half], abs=1e-7)


@pytest.mark.parametrize("size", [10, 30, 60])
def test_the_interval_covers_about_95_in_100(size: int) -> None:
    chance = random.Random(20261122)
    weights = {"services": 0.4, "channels": 0.2, "articles": 0.4}
    site = {
        "services": [min(1.0, max(0.0, chance.gauss(0.75, 0.12))) for _ in range(400)],
        "channels": [min(1.0, max(0.0, chance.gauss(0.85, 0.08))) for _ in range(200)],
        "articles": [min(1.0, max(0.0, chance.gauss(0.90, 0.06))) for _ in range(400)],
    }
    truth = sum(weights[name] * sum(scores) / len(scores) for name, scores in site.items())
    covered, trials = 0, 600
    for _ in range(trials):
        sample = [
            Stratum(name, weights[name], tuple(chance.sample(scores, max(2, round(size * weights[name])))))
            for name, scores in site.items()
        ]
        low, high = interval(sample, 1000)
        covered += low <= truth <= high
    assert 0.92 <= covered / trials <= 0.98
