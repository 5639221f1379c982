"""A district over two surveys: the gate, the ledger, complaints and targets, from plan to database."""

from __future__ import annotations

import csv
from pathlib import Path

from audit import complaints, ledger
from audit.model import digest
from audit.store import Store
from tests.commands import problems, run
from tests.geo_checks.conftest import City

PLAN = """
name = "示例区"
date = {date}
[street]
standards = ["agency-verdict"]
[districts]
file = "districts.geojson"
parent = "parent"
[[layer]]
kind = "curb_ramps"
file = "ramps.csv"
crs = "EPSG:4326"
x = "x"
y = "y"
key = "id"
label = "name"
columns = {{ agency_verdict = "ok" }}
[[complaints]]
file = "tickets.csv"
id = "no"
place = "where"
x = "x"
y = "y"
[[target]]
id = "ramps"
name = "坡道合格"
kind = "curb_ramps"
indicator = "pass"
goal = 0.9
nature = "binding"
since = 2026
year = 2030
"""


def survey(city: City, date: str, *rows: str, more: str = "") -> Path:
    city.text("ramps.csv", "\n".join(["id,name,x,y,ok", *rows]) + "\n")
    return city.text("plan.toml", PLAN.format(date=date) + more)


def test_two_surveys(tmp_path: Path) -> None:
    city = City(tmp_path)
    city.districts()
    city.text("tickets.csv", "no,where,x,y\n1,,117.0021,26.002\n2,人民路口,,\n3,,117.9,26.9\n")
    out = tmp_path / "out"
    options = ("--out", out, "--format", "json", "--format", "self-evaluation", "--lang", "en")
    plan = survey(
        city, "2026-01-01", "1,人民路口,117.002,26.002,0", "2,解放路口,117.004,26.004,0", "3,,117.006,26.006,1"
    )
    first = run("district", plan, *options)
    assert "complaints: 3; 2 are about its pages or facilities, 1 about nothing" in first.stderr

    # The first was mended, the third fails now, and every id was given anew.
    plan = survey(
        city, "2026-03-02", "11,人民路口,117.002,26.002,1", "12,解放路口,117.004,26.004,0", "13,,117.006,26.006,0"
    )
    second = run("district", plan, *options, "--baseline", "latest", exit_code=1)
    assert "new 1, known 1, mended 1, waived 0, not tested this time 0" in second.stdout
    assert "curb_ramps#13" in second.stdout

    store = Store.at(out / "audit.sqlite")
    try:
        latest = store.run("latest").id
        kept = ledger.read(store, latest)
        (rule,) = set(kept.frame["rule"])
        told = {name: kept.of(digest("curb_ramps", name, rule)) for name in ("11", "12", "13")}
        assert {name: entry and (entry.state.value, entry.days_open) for name, entry in told.items()} == {
            "11": ("mended", 60),
            "12": ("open", 60),
            "13": ("new", 0),
        }
        heard = complaints.read(store, latest)
        assert heard is not None
        assert heard.unmatched["ticket"].tolist() == ["3"]
        assert heard.of(digest("curb_ramps", "11", rule)) == 0, "mended: nothing fails there"
    finally:
        store.close()
    with (out / "self-evaluation-mid-term.csv").open(encoding="utf-8-sig", newline="") as file:
        (row,) = csv.DictReader(file)
    assert (row["完成数"], row["总数"], row["性质"], row["评价"]) == ("1", "3", "约束性", "符合进度")

    waiver = (
        f'\n[[waiver]]\nrule = "{rule}"\nfacility = "1[23]"\nreason = "r"\nowner = "城管局"\nexpires = 2099-01-01\n'
    )
    plan = survey(city, "2026-03-03", "12,解放路口,117.004,26.004,0", more=waiver)
    third = run("district", plan, *options, "--baseline", "latest", exit_code=1)
    assert "waiver matches nothing any more (城管局)" in third.stdout, "brackets mean themselves"
    plan = survey(city, "2026-03-03", "12,解放路口,117.004,26.004,0", more=waiver.replace("1[23]", "12"))
    third = run("district", plan, *options, "--fail-on", "minor")
    assert "failed 0, waived 1" in third.stdout


def test_what_is_wrong_with_complaints_is_told_before_the_audit(tmp_path: Path) -> None:
    city = City(tmp_path)
    city.districts()
    city.text("tickets.csv", "no,where,x\n")
    plan = survey(city, "2026-01-01", "1,a,117.002,26.002,0")
    (line,) = problems("district", plan, "--out", tmp_path / "out")
    assert "there is no column y" in line
