from __future__ import annotations

import io
import json
import re
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from audit.districts import WHOLE, Division, DivisionTree
from audit.model import Lang
from reports.siting import below, by_layer, picks
from reports.street_rows import Pick
from reports.summary import Summary
from reports.wording import Words
from tests.reports.town import text_of

TREE = DivisionTree.of([Division("10", "西区", WHOLE), Division("1001", "下街", "10"), Division("20", "东区", WHOLE)])


def pick(rank: int, division: str, layer: str = "stops") -> Pick:
    return Pick(layer, rank, "mend" if rank else "", "f", "l", 1.0, 2.0, division, 5.0, 0.5, 300.0)


def test_what_the_evidence_lacks_is_empty() -> None:
    buffer = io.BytesIO()
    pq.write_table(pa.table({"rank": [0, 1], "what": [None, "build"], "share": [float("nan"), 0.25]}), buffer)
    today, first = picks(buffer.getvalue(), "stops")
    assert (today.rank, today.what, today.share, today.way) == (0, "", None, "straight")
    assert (first.what, first.facility, first.lon, first.share) == ("build", "", None, 0.25)
    assert list(picks(None, "stops")) == []


def test_a_place_stands_in_its_division_and_in_all_above() -> None:
    found = [pick(0, ""), pick(1, "1001"), pick(2, "20"), pick(3, "10"), pick(4, "gone")]
    assert {code: [p.rank for p in rows] for code, rows in below(found, TREE).items() if code != WHOLE} == {
        "1001": [1],
        "10": [1, 3],
        "20": [2],
    }
    assert list(by_layer([pick(1, "20"), pick(1, "20", "toilets")])) == ["stops", "toilets"]


def test_the_places_stand_on_the_pages_and_in_findings_json(measured: tuple[Summary, Path]) -> None:
    summary, folder = measured
    found = list(summary.siting())
    assert {p.what for p in found} >= {"", "check", "build"}
    document = json.loads((folder / "findings.json").read_text("utf-8"))
    assert [(p["layer"], p["rank"], p["gained"], p["what"]) for p in document["siting"]] == [
        (p.layer, p.rank, p.gained, p.what or None) for p in found
    ]
    for lang, title in ((Lang.ZH, "下一步整改、核实或新建"), (Lang.EN, "Next to mend, check or build")):
        words = Words(lang)
        index, district = (text_of(folder / lang.value / name) for name in ("index.html", "district-20.html"))
        assert title in index
        for p in found:
            assert words.percent(p.share) in index
            if p.rank:
                assert f"{p.lon:.5f}, {p.lat:.5f}" in index
                assert (f"{p.lon:.5f}, {p.lat:.5f}" in district) == (p.division == "20")
        assert title in text_of(folder / lang.value / "method.html")
        on_foot = {Lang.ZH: "半径 120 米，步行", Lang.EN: "within 120 m, On foot"}[lang]
        assert on_foot in index, "each list says how its radius is measured"
    assert {p["way"] for p in document["siting"]} == {"walking"}
    corner = next(p for p in found if p.layer == "curb_ramps" and p.label)
    assert re.search("路|街", corner.label)
    assert corner.label in text_of(folder / "zh" / "index.html")
