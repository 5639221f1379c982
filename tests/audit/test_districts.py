"""The tree of divisions: its faults are named, its sums are exact."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit.districts import WHOLE, Division, DivisionTree
from audit.model import UsageError

ROWS = [
    Division("990101002", "二街", "990101"),
    Division("990102", "西区"),
    Division("990101", "东区", population=1000),
    Division("990101001", "一街", "990101"),
]


def problems(rows: list[Division]) -> list[str]:
    with pytest.raises(UsageError) as refused:
        DivisionTree.of(rows)
    return [problem.en for problem in refused.value.problems]


def test_the_tree_is_ordered_by_code_whatever_the_file_says() -> None:
    for rows in (ROWS, ROWS[::-1]):
        tree = DivisionTree.of(rows)
        assert list(tree.divisions) == sorted(row.code for row in rows)
        assert [d.code for d in tree.walk()] == ["990101", "990101001", "990101002", "990102"]
        assert [d.level for d in tree.walk()] == [1, 2, 2, 1]
        assert tree.divisions["990101"].population == 1000
        assert [d.code for d in tree.walk("990101")] == ["990101001", "990101002"]


def test_a_line_of_ancestors_ends_with_the_whole() -> None:
    tree = DivisionTree.of(ROWS)
    assert tree.ancestors("990101001") == ("990101001", "990101", WHOLE)
    assert tree.ancestors(WHOLE) == (WHOLE,)
    with pytest.raises(KeyError):
        tree.ancestors("1")


def test_every_fault_of_the_rows_is_named_at_once() -> None:
    faulty = [Division("1", "a"), Division("1", "b"), Division("2", "c", "9"), Division("", "d")]
    found = problems(faulty)
    assert len(found) == 3
    assert all(any(word in line for line in found) for word in ("code 1", "parent 9", "'d' has no code"))


@pytest.mark.parametrize("parents", [{"1": "1"}, {"1": "2", "2": "1"}, {"1": "2", "2": "3", "3": "2"}])
def test_a_circle_is_refused(parents: dict[str, str]) -> None:
    assert "its own ancestor" in problems([Division(code, code, parent) for code, parent in parents.items()])[0]


def test_no_divisions_are_a_tree_too() -> None:
    tree = DivisionTree.of([])
    assert list(tree.walk()) == []
    assert tree.roll_up({WHOLE: 3}) == {WHOLE: 3}


@st.composite
def trees(draw: st.DrawFn) -> DivisionTree:
    count = draw(st.integers(1, 12))
    parents = [draw(st.sampled_from([WHOLE, *map(str, range(n))])) for n in range(count)]
    return DivisionTree.of([Division(str(n), f"区{n}", parent) for n, parent in enumerate(parents)])


@given(trees(), st.data())
def test_sums_upwards_lose_nothing_and_count_nothing_twice(tree: DivisionTree, data: st.DataObject) -> None:
    codes = [WHOLE, *tree.divisions]
    own = data.draw(st.dictionaries(st.sampled_from(codes), st.integers(0, 10**6)))
    totals = tree.roll_up(own)
    assert set(totals) == set(codes)
    assert totals[WHOLE] == sum(own.values())
    for code in codes:
        below = sum(totals[child] for child in tree.children.get(code, ()))
        assert totals[code] == own.get(code, 0) + below


@given(trees())
def test_parents_come_before_their_children(tree: DivisionTree) -> None:
    walked = [division.code for division in tree.walk()]
    assert sorted(walked) == sorted(tree.divisions)
    for division in tree.walk():
        if division.parent != WHOLE:
            assert walked.index(division.parent) < walked.index(division.code)
            assert division.level == tree.divisions[division.parent].level + 1
