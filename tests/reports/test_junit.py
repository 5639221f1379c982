"""JUnit: its schema and counts; what nothing was held against has not passed."""

from __future__ import annotations

import dataclasses
from pathlib import Path

from lxml import etree

from audit.model import Lang, Outcome
from reports import FORMATS
from reports.rows import SiteRow
from reports.rule_outcomes import overall, rule_outcomes
from reports.summary import Summary
from tests.reports.schemas import FOLDER


def test_what_axe_found_nothing_for_is_inapplicable_where_it_ran(summary: Summary) -> None:
    def ends(site: SiteRow) -> list[Outcome]:
        ran = dataclasses.replace(site, facts={"rules": ["axe-blink", "elder-page-comfort"]})
        found = rule_outcomes(summary, ran)
        return [overall(found[rule]) for rule in ("axe-blink", "elder-page-comfort")]

    by_id = {row.site.id: row for row in summary.sites}
    assert ends(by_id["portal"]) == [Outcome.INAPPLICABLE, Outcome.UNTESTED]
    assert ends(by_id["down"]) == [Outcome.UNTESTED, Outcome.UNTESTED], "axe saw no page of it"


def test_junit_holds_its_schema_and_counts(hostile: Summary, tmp_path: Path) -> None:
    path = FORMATS["junit"].write(hostile, tmp_path, Lang.EN)
    document = etree.parse(path)
    etree.XMLSchema(etree.parse(FOLDER / "junit.xsd")).assertValid(document)
    root = document.getroot()
    for suites in (root, *root.findall("testsuite")):
        cases = suites.findall(".//testcase")
        assert int(suites.get("tests", "")) == len(cases)
        assert int(suites.get("failures", "")) == sum(case.find("failure") is not None for case in cases)
        skipped = suites.get("skipped")
        assert skipped is None or int(skipped) == sum(case.find("skipped") is not None for case in cases)
        assert (skipped is None) == (suites is root), "Jenkins takes it of suites alone"
        assert int(suites.get("errors", "")) == sum(case.find("error") is not None for case in cases)
    cases = {(s.get("name"), str(c.get("name")).split(":")[0]): c for s in root for c in s}
    assert cases["portal", "axe-image-alt"].find("failure") is not None, "one of its two causes is waived, one is not"
    assert cases["portal", "axe-region"].find("failure") is not None, "a person failed it"
    assert cases["Services_网办", "axe-region"].find("skipped") is None, "a person passed it"
    assert cases["portal", "page-title-unique"].find("skipped") is not None, "it ran on no page"
    (down,) = [case for (suite, _), case in cases.items() if suite == "down"]
    assert down.find("error") is not None
    slope = root.find("testsuite[@name='curb_ramps']/testcase/failure")
    assert slope is not None
    assert slope.get("message") == "19 of 60 fail, 12 not known"


def test_a_requirement_that_nothing_was_held_against_has_not_passed(hostile: Summary, tmp_path: Path) -> None:
    layer = hostile.layers[0]
    nothing = tuple(dataclasses.replace(row, passed=0, failed=0, cant_tell=0) for row in layer.requirements)
    told = dataclasses.replace(hostile, layers=(dataclasses.replace(layer, requirements=nothing),))
    root = etree.parse(FORMATS["junit"].write(told, tmp_path, Lang.EN)).getroot()
    cases = root.findall(f"testsuite[@name='{layer.id}']/testcase")
    assert cases
    assert all(case.find("skipped") is not None for case in cases)
