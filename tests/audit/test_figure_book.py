from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from audit.model import Figures, Indicator
from audit.store import Store


@pytest.fixture
def run(store: Store) -> str:
    return store.start_run("district", "示例", {}, Path("/tmp"), {}, datetime(2026, 1, 1, tzinfo=UTC))


def figures(name: str, many: int) -> Figures:
    """Return a figure of many divisions, the last code first."""
    codes = [f"{number:04d}" for number in range(many)][::-1]
    return Figures(codes, "curb_ramps", name, [(number, 0.5, many) for number in range(many)], "facility")


@pytest.mark.parametrize("many", [0, 1, 99, 100, 101, 250])
def test_as_many_come_back_as_were_put_in_whatever_goes_into_one_statement(store: Store, run: str, many: int) -> None:
    store.save_figures(run, [figures("surveyed", many), figures("pass", many)])
    found = store.indicators(run)
    assert found == [
        Indicator(code, "curb_ramps", name, many - 1 - number, 0.5, many, "facility")
        for number, code in enumerate(f"{number:04d}" for number in range(many))
        for name in ("pass", "surveyed")
    ]
    store.save_figures(run, [figures("pass", 3)])
    assert len(store.indicators(run)) == 3
