from __future__ import annotations

import csv
import dataclasses
import json
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator, FormatChecker  # type: ignore[import-untyped]

from audit.model import Lang, StepfreeError, digest
from audit.reviews import Review, Says
from audit.schema import storable
from audit.store import Store
from reports import FORMATS, findings_csv
from reports.findings_json import schema
from reports.fingerprints import cause_fingerprint
from reports.rows import Standing
from reports.summary import Summary, build
from reports.wording import Words
from tests.reports.small_city import CONTROL, HOSTILE, NOW, RULES, fill


def test_findings_json_holds_its_schema(summary: Summary, tmp_path: Path) -> None:
    validator = Draft202012Validator(schema(), format_checker=FormatChecker())
    validator.check_schema(schema())
    document = json.loads(FORMATS["json"].write(summary, tmp_path, Lang.ZH).read_text("utf-8"))
    assert [error.message for error in validator.iter_errors(document)] == []
    assert len(document["site_findings"]) == sum(1 for _ in summary.site_findings())
    assert len(document["facility_findings"]) == sum(1 for _ in summary.facility_findings())
    document["site_findings"][0]["outcome"] = "conforms"
    assert list(validator.iter_errors(document)), "the schema must refuse what is no outcome"


def test_findings_say_how_they_stand_to_the_standard(summary: Summary, tmp_path: Path) -> None:
    document = json.loads(FORMATS["json"].write(summary, tmp_path, Lang.ZH).read_text("utf-8"))
    found = {finding["rule"]: finding["standing"] for finding in document["site_findings"]}
    assert found["axe-image-alt"] == "within-standard"
    assert document["audit"]["unverified_clauses"] == []
    beyond = dataclasses.replace(RULES["axe-image-alt"], requirements=("wcag:2.4.9",))
    assert summary.standing(beyond) is Standing.BEYOND
    assert summary.standing(RULES["axe-region"]) is Standing.GOOD_PRACTICE
    gone = dataclasses.replace(summary, criteria={})
    assert gone.standing(beyond) is Standing.UNKNOWN
    path = FORMATS["csv"].write(summary, tmp_path, Lang.ZH)
    assert "属于本次采用的标准" in path.read_text("utf-8-sig")


def test_a_standard_of_one_s_own_is_named_and_marked_as_unverified(tmp_path: Path) -> None:
    example = Path(__file__).parents[2] / "examples" / "standards" / "own-web-standard.toml"
    store = Store.at(tmp_path / "own.db")
    fill(store, NOW, web={"standard": str(example)})
    own = build(store, "latest", RULES)
    assert own.rule("axe-image-alt").requirements == ("wcag:1.1.1", "own:1.1")
    assert own.standing(own.rule("axe-image-alt")) is Standing.WITHIN
    assert own.standing(own.rule("axe-color-contrast")) is Standing.BEYOND
    assert [own.beyond(clause) for clause in ("own:1.1", "wcag:1.1.1", "wcag:1.4.3")] == [False, False, True]
    document = json.loads(FORMATS["json"].write(own, tmp_path, Lang.EN).read_text("utf-8"))
    assert document["audit"]["unverified_clauses"] == ["own:1.2"]
    FORMATS["html"].write(own, tmp_path, Lang.EN)
    (page,) = tmp_path.rglob("en/method.html")
    assert "unverified: from a secondary source" in page.read_text("utf-8")
    store.close()


def test_two_runs_of_one_input_give_the_same_bytes(tmp_path: Path) -> None:
    written = []
    for n in range(2):
        store = Store.at(tmp_path / f"{n}.db")
        for repeat in range(n + 1):  # the second database holds an older run too, so the run's id differs
            fill(store, NOW + timedelta(hours=repeat))
        path = FORMATS["json"].write(build(store, "latest", RULES), tmp_path / str(n), Lang.ZH)
        written.append((path.read_bytes(), (path.parent / "run.json").read_bytes()))
        store.close()
    assert written[0][0] == written[1][0]
    assert written[0][1] != written[1][1], "run.json is where runs differ"


def test_json_hides_no_control_character(summary: Summary, tmp_path: Path) -> None:
    text = FORMATS["json"].write(summary, tmp_path, Lang.EN).read_text("utf-8")
    assert not any(char in text for char in "\x00\x1b\x9b\u202e\u2066\u200f")
    assert any(storable(CONTROL) in finding["snippet"] for finding in json.loads(text)["site_findings"]), (
        "kept as it was found"
    )


@pytest.mark.parametrize("lang", list(Lang))
def test_csv_runs_nothing_and_keeps_every_finding(summary: Summary, tmp_path: Path, lang: Lang) -> None:
    path = FORMATS["csv"].write(summary, tmp_path, lang)
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    with path.open(encoding="utf-8-sig", newline="") as file:
        header, *rows = list(csv.reader(file))
    assert header == [Words(lang)(column) for column in findings_csv.COLUMNS]
    assert len(rows) == sum(1 for _ in summary.site_findings()) + sum(1 for _ in summary.facility_findings())
    for row in rows:
        assert len(row) == len(header)
        for value in row:
            assert not value.startswith(("=", "+", "@", "\t", "\r")), value
            assert not value.startswith("-") or float(value) < 0, "only numbers may begin with a minus"
            assert value.isprintable(), value
    assert any(HOSTILE in value for row in rows for value in row)


def test_a_file_that_cannot_be_written_is_one_clear_error(summary: Summary, tmp_path: Path) -> None:
    (tmp_path / "out").write_text("a file where the folder should be")
    for format_ in FORMATS.values():
        with pytest.raises(StepfreeError, match="cannot be written"):
            format_.write(summary, tmp_path / "out", Lang.EN)


@pytest.mark.parametrize("lang", list(Lang))
def test_csv_holds_every_indicator_as_it_is(measured: tuple[Summary, Path], tmp_path: Path, lang: Lang) -> None:
    summary, _ = measured
    FORMATS["csv"].write(summary, tmp_path, lang)
    with (tmp_path / "indicators.csv").open(encoding="utf-8-sig", newline="") as file:
        header, *rows = list(csv.reader(file))
    assert header == [Words(lang)(column) for column in findings_csv.INDICATOR_COLUMNS]
    for row, i in zip(rows, summary.indicators, strict=True):
        assert row[:1] + row[2:4] == [i.division, i.layer, i.name]
        assert [float(value) for value in row[6:9]] == [i.numerator, i.unknown, i.denominator]
        assert [float(value) if value else None for value in row[10:]] == [i.low, i.high]
    said = {row[3]: row[4] for row in rows}
    assert said["surveyed"] == Words(lang)("Surveyed")
    assert (
        said["gini:coverage-walking-300@over_65"]
        == {
            Lang.ZH: "步行 · 300 米以内 · over_65 · 基尼系数（0 均等，1 最不均等）",
            Lang.EN: "On foot · Within 300 m · over_65 · Gini coefficient (0 equal – 1 unequal)",
        }[lang]
    )
    bare = dataclasses.replace(summary, indicators=())
    FORMATS["csv"].write(bare, tmp_path, lang)
    assert not (tmp_path / "indicators.csv").exists()


def test_what_people_judged_stands_beside_what_was_found(tmp_path: Path) -> None:
    store = Store.at(tmp_path / "audit.db")
    fill(store)
    summary = build(store, "latest", RULES)
    site, ramp = summary.sites[0], digest("curb_ramps", "R0005", "gb-55019:curb-ramp-slope")
    said = Review(cause_fingerprint("portal", site.reviews[0]), Says.PASSED, HOSTILE, date(2026, 11, 20), CONTROL)
    store.add_reviews([said, replace(said, fingerprint=ramp, says=Says.FAILED)], NOW)
    document = json.loads(FORMATS["json"].write(summary, tmp_path, Lang.ZH).read_text("utf-8"))
    assert [e.message for e in Draft202012Validator(schema()).iter_errors(document)] == []
    judged = [finding for finding in document["site_findings"] if finding["review"]]
    assert len(judged) == site.reviews[0].occurrences
    assert {(f["outcome"], f["review"]["says"], f["review"]["by"]) for f in judged} == {("cantTell", "passed", HOSTILE)}
    (street,) = [finding for finding in document["facility_findings"] if finding["review"]]
    assert (street["facility"], street["outcome"], street["review"]["says"]) == ("R0005", "cantTell", "failed")
    with FORMATS["csv"].write(summary, tmp_path, Lang.EN).open(encoding="utf-8-sig", newline="") as file:
        cells = [row["Human judgement"] for row in csv.DictReader(file)]
    assert sum(cell.startswith("passed (") for cell in cells) == len(judged)
    assert sum(cell.startswith("failed (") for cell in cells) == 1
    assert all(cell.isprintable() for cell in cells)
    store.close()
