"""The made-up audit of the report's benchmark, in small: its counts are those that were asked for."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest

from audit.store import Store
from benchmarks import reports
from reports.summary import build


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> reports.Size:
    for name, count in (("DISTRICTS", 2), ("STREETS", 3), ("COMMUNITIES", 6)):
        monkeypatch.setattr(reports, name, count)
    return reports.Size(pages=20, findings=200, sites=2, facilities=100, seed=1)


def test_the_database_holds_what_was_asked_for(small: reports.Size, tmp_path: Path) -> None:
    with closing(Store.at(tmp_path / "audit.sqlite")) as store:
        run = reports.fill(store, small)
        assert sum(1 for _ in store.findings(run)) == small.findings
        assert len(store.subjects(run, "page")) == small.pages
        summary = build(store, run, {})
        assert [row.division.level for row in summary.league] == [1, 1]
        assert len(summary.divisions) == 2 + 3 + 6
        whole = {i.layer: i.numerator for i in summary.whole.indicators if i.name == "facilities"}
        assert whole == {"curb_ramps": 80, "bus_stops": 15, "public_toilets": 5}
        assert all(row.street is not None and row.street.low is not None for row in summary.league)


def test_two_databases_are_alike(small: reports.Size, tmp_path: Path) -> None:
    found = []
    for name in ("one", "two"):
        with closing(Store.at(tmp_path / f"{name}.sqlite")) as store:
            run = reports.fill(store, small)
            found.append((list(store.findings(run)), store.indicators(run), store.evidence(run, "layer:bus_stops")))
    assert found[0] == found[1]


def test_it_is_rendered_and_measured(small: reports.Size, tmp_path: Path) -> None:
    with closing(Store.at(tmp_path / "audit.sqlite")) as store:
        reports.fill(store, small)
    reports.render(tmp_path / "audit.sqlite", tmp_path / "report")
    pages = list((tmp_path / "report").rglob("*.html"))
    assert len(pages) > 2 * 11
    assert max(path.stat().st_size for path in pages) < reports.MOST_BYTES
