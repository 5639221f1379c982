"""The words: outcomes, their order, figures that are not known, signatures."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit.model import (
    OUTCOME_ORDER,
    Impact,
    IncompleteError,
    Indicator,
    Lang,
    Outcome,
    RuleTally,
    StepfreeError,
    Text,
    UsageError,
    digest,
    worst,
)

tallies = st.tuples(st.integers(0, 3), st.integers(0, 3), st.integers(0, 3))


def test_outcomes_are_those_of_earl() -> None:
    assert {o.value for o in Outcome} == {"passed", "failed", "cantTell", "inapplicable", "untested"}
    assert set(OUTCOME_ORDER) == set(Outcome)


@given(st.sets(st.sampled_from(Outcome)))
def test_one_failure_decides_and_nothing_is_inapplicable(outcomes: set[Outcome]) -> None:
    found = worst(outcomes)
    assert found in (outcomes or {Outcome.INAPPLICABLE})
    assert (found is Outcome.FAILED) == (Outcome.FAILED in outcomes)
    assert found is not Outcome.PASSED or Outcome.CANT_TELL not in outcomes


@given(tallies)
def test_a_tally_has_the_outcome_of_its_targets(counts: tuple[int, int, int]) -> None:
    of_each = dict(zip((Outcome.PASSED, Outcome.FAILED, Outcome.CANT_TELL), counts, strict=True))
    assert RuleTally(*counts).outcome is worst({outcome for outcome, n in of_each.items() if n})


def test_impacts_are_ordered_and_read_back() -> None:
    assert [impact.label for impact in sorted(Impact)] == ["minor", "moderate", "serious", "critical"]
    assert all(Impact.of(impact.label) is impact for impact in Impact)
    with pytest.raises(KeyError):
        Impact.of("grave")


def test_text_is_said_in_both_languages() -> None:
    text = Text("{n} 处", "{n} places").format(n=3)
    assert (text.to(Lang.ZH), text.to(Lang.EN)) == ("3 处", "3 places")


def test_errors_know_their_exit_code_and_every_problem() -> None:
    assert [kind.exit_code for kind in (UsageError, IncompleteError, StepfreeError)] == [2, 3, 4]
    assert str(UsageError(Text("一", "one"), Text("二", "two"))) == "one; two"


@given(st.integers(0, 50), st.integers(0, 50), st.integers(0, 50))
def test_an_indicator_without_facilities_is_not_known(passed: int, unknown: int, failed: int) -> None:
    found = Indicator("", "x", "pass", passed, unknown, passed + unknown + failed, "facilities")
    if not found.denominator:
        assert (found.low, found.high) == (None, None)
    else:
        assert found.low is not None
        assert found.high is not None
        assert 0 <= found.low <= found.high <= 1
        assert (found.low == found.high) == (unknown == 0)


def test_a_digest_is_the_same_in_every_process() -> None:
    code = "from audit.model import digest; print(digest('规则', 'main > a', 'e\\u0301', '\\ud800'))"
    said = [
        subprocess.run(
            [sys.executable, "-c", code], capture_output=True, check=True, text=True, env={"PYTHONHASHSEED": n}
        )
        for n in ("1", "2")
    ]
    assert {s.stdout.strip() for s in said} == {digest("规则", "main > a", "\u00e9", "\ud800")}


@given(st.lists(st.text(st.characters(exclude_characters="\x1f")), min_size=2, max_size=4))
def test_a_digest_tells_where_its_parts_end(parts: list[str]) -> None:
    assert len(digest(*parts)) == 16
    assert digest(*parts) != digest("".join(parts))
    assert digest(*parts) != digest(*parts, "")
