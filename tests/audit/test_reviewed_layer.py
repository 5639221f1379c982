"""A verdict on a facility moves every figure that hangs on it: shares, veto items, points, build years, places."""

from __future__ import annotations

import math
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from audit.districts import Division, DivisionTree
from audit.model import Outcome, RuleTally
from audit.records import Subject
from audit.reviewed_layer import JudgedLayer, judged
from audit.reviews import Item
from audit.standards import BY_YEAR, THERE

TREE = DivisionTree.of([Division("10", "市"), Division("1001", "区", "10")])
OLD, NEW = "gb-old", "gb-new"
REQUIREMENTS = [
    {"id": "new:door", "standard": NEW, "attribute": "door", "kind": "veto", "points": None},
    {"id": "new:bell", "standard": NEW, "attribute": "bell", "kind": "scored", "points": 30.0},
    {"id": "old:door", "standard": OLD, "attribute": "door", "kind": "scored", "points": None},
    {"id": "new:there", "standard": NEW, "attribute": THERE, "kind": "scored"},
    {"id": "plan:there", "standard": "", "attribute": THERE, "kind": "scored"},
]
COLUMNS: dict[str, list[Any]] = {
    "facility": ["A", "B", "C", "out", "gap"],
    "division": ["1001", "1001", "nowhere", "1001", "1001"],
    "place": ["judged", "judged", "judged", "outside", "expected"],
    "outcome": ["cantTell", "cantTell", "cantTell", "untested", "cantTell"],
    "req:new:door": ["cantTell", "passed", "cantTell", "untested", None],
    "req:new:bell": ["passed", "cantTell", "passed", "untested", None],
    "req:old:door": ["cantTell", "failed", "cantTell", "untested", None],
    "req:new:there": [None, None, None, None, "cantTell"],
    "req:plan:there": [None, None, None, None, "cantTell"],
    "rating:gb-new": [0.0, 70.0, 0.0, 0.0, None],
    "rating-high:gb-new": [100.0, 100.0, 100.0, 0.0, None],
    "value:built": [1990.0, 2010.0, math.nan, 1990.0, None],
}
COUNTS = {"passed": 0, "failed": 0, "cantTell": 2}


def layer(**facts: Any) -> Subject:
    told = {
        "scored_standard": NEW,
        "requirements": REQUIREMENTS,
        "by_requirement": {"new:door": {"passed": 1, "failed": 0, "cantTell": 2}, "new:there": dict(COUNTS)},
        "completeness": {"expected": 4, "there": 1, "doubtful": 1, "missing": 1, "not-surveyed": 1},
        **facts,
    }
    return Subject("toilets", "layer", Outcome.CANT_TELL, tally={"new:door": RuleTally(1, 0, 2)}, facts=told)


def said(*verdicts: tuple[str, str, Outcome]) -> JudgedLayer:
    """Return the layer with some verdicts: facility, requirement, what a person found."""
    sink = pa.BufferOutputStream()
    table = pa.table(COLUMNS)
    listed = [name for name in COLUMNS if name.startswith("req:") or name in ("place", "outcome")]
    for name in listed:
        column = table[name].combine_chunks().dictionary_encode()
        table = table.set_column(table.schema.get_field_index(name), name, column)
    pq.write_table(table, sink)
    outcomes = {Item("toilets", facility, rule): outcome for facility, rule, outcome in verdicts}
    found = judged(layer(), sink.getvalue().to_pybytes(), TREE, outcomes, [(OLD, 2000), (NEW, math.inf)])
    assert found
    return found


def cells(found: JudgedLayer, name: str) -> list[Any]:
    column: list[Any] = pq.read_table(pa.BufferReader(found.parquet))[name].to_pylist()
    return column


def test_one_facility_settled_moves_all_that_hangs_on_it() -> None:
    found = said(("A", "new:door", Outcome.PASSED), ("A", "old:door", Outcome.FAILED))
    for code in ("1001", "10", ""):
        assert found.moves[code, "pass", NEW] == (1, -1, 0)
        assert found.moves[code, "pass", OLD] == (0, -1, 0)
        assert found.moves[code, "pass-veto", NEW] == (1, -1, 0)
        assert found.moves[code, "surveyed", NEW] == (1, 0, 0)
        assert found.moves[code, "requirement:new:door", NEW] == (1, -1, 0)
        assert found.moves[code, "pass", BY_YEAR] == (0, -1, 0), "built in 1990: by the older edition, which it fails"
        assert found.moves[code, "rating", NEW] == (100, -100, 0), "the door was a veto item: all points hung on it"
    assert cells(found, "outcome") == ["passed", "cantTell", "cantTell", "untested", "cantTell"]
    assert cells(found, "rating:gb-new")[:3] == [100, 70, 0]
    assert found.subject.facts["by_requirement"]["new:door"] == {"passed": 2, "failed": 0, "cantTell": 1}
    assert found.subject.tally["new:door"] == RuleTally(2, 0, 1)
    assert found.subject.facts["as_tested"]["by_requirement"]["new:door"] == {"passed": 1, "failed": 0, "cantTell": 2}
    assert [(s.facility, s.requirement, s.division) for s in found.settled] == [
        ("A", "new:door", "1001"),
        ("A", "old:door", "1001"),
    ]


@pytest.mark.parametrize(
    ("outcome", "rating", "passing"),
    [
        (Outcome.PASSED, (30, -30, 0), (1, -1, 0)),
        (Outcome.FAILED, (0, -30, 0), (0, -1, 0)),
        (Outcome.INAPPLICABLE, (30, -30, 0), (1, -1, 0)),
    ],
)
def test_points_follow_the_verdict(outcome: Outcome, rating: tuple[int, ...], passing: tuple[int, ...]) -> None:
    found = said(("B", "new:bell", outcome))
    assert found.moves["", "rating", NEW] == rating
    assert found.moves["", "pass", NEW] == passing
    assert found.moves["", "pass", BY_YEAR] == passing, "built in 2010: by the newer edition"
    assert ("", "pass", OLD) not in found.moves
    assert ("", "pass-veto", NEW) not in found.moves


def test_a_facility_without_a_build_year_stays_unknown_by_year() -> None:
    found = said(("C", "new:door", Outcome.PASSED), ("C", "old:door", Outcome.PASSED))
    assert found.moves["", "pass", NEW] == (1, -1, 0)
    assert ("", "pass", BY_YEAR) not in found.moves
    assert {code for code, _, _ in found.moves} == {""}, "a division that the tree does not have: only in the whole"


@pytest.mark.parametrize(
    ("outcome", "move", "places"),
    [
        (Outcome.PASSED, (1, -1, 0), {"expected": 4, "there": 2, "doubtful": 0, "missing": 1}),
        (Outcome.FAILED, (0, -1, 0), {"expected": 4, "there": 1, "doubtful": 0, "missing": 2}),
        (Outcome.INAPPLICABLE, (0, -1, -1), {"expected": 3, "there": 1, "doubtful": 0, "missing": 1}),
    ],
)
def test_that_something_is_there_is_one_fact_for_every_edition(
    outcome: Outcome, move: tuple[int, ...], places: dict[str, int]
) -> None:
    found = said(("gap", "plan:there", outcome))
    assert found.moves["1001", "completeness", ""] == move
    assert {name for _, name, _ in found.moves} == {"completeness"}
    assert found.subject.facts["completeness"] == {**places, "not-surveyed": 1}
    assert cells(found, "req:new:there")[-1] == cells(found, "req:plan:there")[-1] == outcome.value
    assert found.subject.facts["by_requirement"]["new:there"]["cantTell"] == 1
    assert found.subject.outcome is (Outcome.FAILED if outcome is Outcome.FAILED else Outcome.CANT_TELL)
    assert len(found.settled) == 1, "of what the person spoke of"


def test_what_was_measured_or_lies_outside_is_not_moved() -> None:
    found = said(
        ("A", "new:bell", Outcome.FAILED),  # passed by the test
        ("out", "new:door", Outcome.PASSED),
        ("nobody", "new:door", Outcome.PASSED),
        ("B", "new:bell", Outcome.PASSED),
    )
    assert [(s.facility, s.requirement) for s in found.settled] == [("B", "new:bell")]
    assert cells(found, "req:new:bell") == ["passed", "passed", "passed", "untested", None]


def test_verdicts_that_settle_nothing_change_nothing() -> None:
    outcomes = {Item("toilets", "A", "new:bell"): Outcome.FAILED, Item("other", "A", "new:door"): Outcome.PASSED}
    sink = pa.BufferOutputStream()
    pq.write_table(pa.table(COLUMNS), sink)
    assert judged(layer(), sink.getvalue().to_pybytes(), TREE, outcomes) is None
    assert judged(layer(), None, TREE, outcomes) is None
