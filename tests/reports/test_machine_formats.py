"""Each format read by a tool that is not ours, with text in it that tries to act."""

from __future__ import annotations

import dataclasses
import json
import re
import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import geopandas
import pyogrio
import pytest
import rdflib
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator, FormatChecker  # type: ignore[import-untyped]
from lxml import etree
from markdown_it import MarkdownIt
from ruamel.yaml import YAML

from audit.model import Lang, Outcome, Target, Text
from audit.reviews import Review, Says
from audit.store import Store
from reports import FORMATS, sarif
from reports.fingerprints import cause_fingerprint
from reports.github import MOST_OF_A_KIND
from reports.html_names import slug
from reports.rows import SiteRow
from reports.rule_outcomes import overall, rule_outcomes
from reports.summary import Summary, build
from reports.web_items import page_file
from tests.reports import town
from tests.reports.conftest import CONTROL, HOSTILE, RULES, fill

HERE = Path(__file__).parent
# Formula, markup, ANSI, bidi, NUL, half a surrogate pair; and what acts in YAML, Markdown, XML, SARIF and workflows.
ACTING = (
    f"{CONTROL} {HOSTILE} \ud800 ]]> {{0}} [a](javascript:alert(1)) ![x](http://evil/x) @everyone `c` | a, b: c\n"
    "::error::x\n%0A::set-output name=a::b\r\n# head\n- item: &a *a !!python/object\n"
)
WORDS = Text(ACTING, ACTING)


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Summary]:
    """Return a run in which all that comes from outside tries to act, and people have judged and waived."""
    store = Store.at(tmp_path_factory.mktemp("hostile") / "audit.db")
    fill(store)
    built = build(store, "latest", RULES)

    def acting(site: SiteRow) -> SiteRow:
        named = site.site.model_copy(update={"name": ACTING, "name_en": ACTING})
        return dataclasses.replace(site, site=named)

    def samples(_summary: Summary, site: str, each: int) -> Any:
        target = Target(ACTING, ACTING)
        return {
            key: tuple(dataclasses.replace(sample, target=target, message=WORDS) for sample in found)
            for key, found in as_kept(built, site, each).items()
        }

    as_kept = Summary.samples
    changed = dataclasses.replace(built, sites=tuple(map(acting, built.sites)))
    portal, services = changed.sites[:2]
    store.add_reviews(
        [
            said(cause_fingerprint("portal", portal.reviews[0]), Says.FAILED),
            said(cause_fingerprint("Services_网办", services.reviews[0]), Says.PASSED),
            said(cause_fingerprint("portal", portal.causes[0]), Says.WAIVED),
        ],
        datetime(2026, 11, 22, tzinfo=UTC),
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Summary, "samples", samples)
        yield changed
    store.close()


def said(fingerprint: str, says: Says) -> Review:
    return Review(fingerprint, says, ACTING, date(2026, 11, 20), ACTING, date(2026, 12, 31))


def schema(name: str) -> Draft202012Validator:
    document = json.loads((HERE / name).read_text("utf-8"))
    Draft202012Validator.check_schema(document)
    return Draft202012Validator(document, format_checker=FormatChecker())


@pytest.mark.parametrize("name", [name for name in FORMATS if name != "html"])
def test_no_format_lets_through_what_hides(hostile: Summary, tmp_path: Path, name: str) -> None:
    FORMATS[name].write(hostile, tmp_path, Lang.ZH)
    texts = [path for path in tmp_path.rglob("*") if path.suffix not in (".xlsx", ".gpkg") and path.is_file()]
    for path in texts:
        text = path.read_text("utf-8")
        assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]", text), path


@pytest.mark.parametrize("name", [name for name in FORMATS if name not in ("html", "rectification")])
def test_two_writings_are_equal(hostile: Summary, tmp_path: Path, name: str) -> None:
    for folder in ("a", "b"):
        FORMATS[name].write(hostile, tmp_path / folder, Lang.EN)
    first, second = (sorted(path for path in (tmp_path / f).rglob("*") if path.is_file()) for f in ("a", "b"))
    assert [p.relative_to(tmp_path / "a") for p in first] == [p.relative_to(tmp_path / "b") for p in second]
    assert all(one.read_bytes() == other.read_bytes() for one, other in zip(first, second, strict=True))


# ---- SARIF


def read_sarif(path: Path) -> Any:
    document = json.loads(path.read_text("utf-8"))
    assert [error.message for error in schema("sarif.schema.json").iter_errors(document)] == []
    for run in document["runs"]:
        rules = run["tool"]["driver"]["rules"]
        for result in run["results"]:
            assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
    return document


def test_sarif_is_what_code_scanning_takes(hostile: Summary, tmp_path: Path) -> None:
    document = read_sarif(FORMATS["sarif"].write(hostile, tmp_path, Lang.EN))
    portal, services, down = document["runs"]
    ids = [run["automationDetails"]["id"] for run in document["runs"]]
    assert len(set(ids)) == 3, "GitHub tells the analyses of one commit apart by them"
    assert down["invocations"] == [{"executionSuccessful": False}]
    assert down["results"] == []
    lines = [r["partialFingerprints"]["primaryLocationLineHash"] for r in portal["results"]]
    assert len(set(lines)) == len(lines) == len(hostile.sites[0].causes) + len(hostile.sites[0].reviews)
    by_rule = {(r["ruleId"], r["kind"]): r for r in portal["results"]}
    assert by_rule["axe-image-alt", "fail"]["level"] == "error"
    assert by_rule["axe-region", "fail"]["properties"]["judgedBy"]["verdict"] == "failed"
    assert not [r for r in services["results"] if r["ruleId"] == "axe-region"], "a person passed it"
    assert [bool(r.get("suppressions")) for r in portal["results"]].count(True) == 1
    assert "9 pages" in portal["results"][0]["message"]["text"]
    for result in portal["results"]:
        text = result["message"]["text"]
        assert not re.search(r"(?<!\\)\[", text), "a bracket would begin a link"
        assert "\n" not in text
    assert "Whom it hurts" in portal["tool"]["driver"]["rules"][0]["help"]["markdown"]


def test_sarif_goes_on_in_further_runs_and_files(hostile: Summary, tmp_path: Path) -> None:
    whole = read_sarif(FORMATS["sarif"].write(hostile, tmp_path / "whole", Lang.EN))
    total = sum(len(run["results"]) for run in whole["runs"])
    (tmp_path / "cut").mkdir()
    (tmp_path / "cut" / "findings-9.sarif").write_text("old")
    sarif.write(hostile, tmp_path / "cut", Lang.EN, most_results=2, most_bytes=3000)
    files = sorted((tmp_path / "cut").glob("findings*.sarif"))
    runs = [run for path in files if path.name != "findings-9.sarif" for run in read_sarif(path)["runs"]]
    assert len(files) > 2
    assert sum(len(run["results"]) for run in runs) == total, "nothing is cut"
    assert max(len(run["results"]) for run in runs) == 2
    assert len({run["automationDetails"]["id"] for run in runs}) == len(runs)
    sarif.write(hostile, tmp_path / "cut", Lang.EN)
    assert not (tmp_path / "cut" / "findings-2.sarif").exists(), "an earlier report's second file would stay for ever"


ADDRESS = st.one_of(st.text(max_size=30), st.from_regex(r"https?://[a-z./%:?#\\-]{0,30}", fullmatch=True))


@given(ADDRESS)
def test_a_page_s_file_never_leaves_the_site(address: str) -> None:
    from audit.plan import Site  # noqa: PLC0415

    site = SiteRow(Site(id="a", name="a", url="https://a.cn/"), Outcome.FAILED, None, {}, None, (), (), (), None)
    file = page_file(site, address)
    assert file
    assert not file.startswith("/")
    assert ".." not in file.split("/")
    assert not urlsplit(file).scheme
    assert file.isascii()
    assert not re.search(r"[\s<>\"\\:]", file)


def test_pages_are_called_as_the_files_of_a_folder_are(summary: Summary) -> None:
    (portal, *_) = summary.sites
    for address, file in (
        ("https://www.example.cn/", "index.html"),
        ("https://www.example.cn/a/", "a/index.html"),
        ("https://www.example.cn/a/b.html?x=1", "a/b.html%3Fx%3D1"),
        ("https://www.example.cn/../../etc/passwd", "etc/passwd"),
        ("https://other.example.cn/新闻.html", "other.example.cn/%E6%96%B0%E9%97%BB.html"),
    ):
        assert page_file(portal, address) == file


# ---- JUnit


def test_what_axe_found_nothing_for_is_inapplicable_where_it_ran(summary: Summary) -> None:
    def ends(site: SiteRow) -> list[Outcome]:
        ran = replace(site, facts={"rules": ["axe-blink", "elder-page-comfort"]})
        found = rule_outcomes(summary, ran)
        return [overall(found[rule]) for rule in ("axe-blink", "elder-page-comfort")]

    by_id = {row.site.id: row for row in summary.sites}
    assert ends(by_id["portal"]) == [Outcome.INAPPLICABLE, Outcome.UNTESTED]
    assert ends(by_id["down"]) == [Outcome.UNTESTED, Outcome.UNTESTED], "axe saw no page of it"


def test_junit_holds_its_schema_and_counts(hostile: Summary, tmp_path: Path) -> None:
    path = FORMATS["junit"].write(hostile, tmp_path, Lang.EN)
    document = etree.parse(path)
    etree.XMLSchema(etree.parse(HERE / "junit.xsd")).assertValid(document)
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


# ---- EARL


def test_earl_is_read_by_rdf_without_a_network(
    hostile: Summary, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("socket.socket.connect", lambda *_: pytest.fail("the file asks for something elsewhere"))
    path = FORMATS["earl"].write(hostile, tmp_path, Lang.EN)
    graph = rdflib.Graph().parse(path, format="json-ld")
    earl = rdflib.Namespace("http://www.w3.org/ns/earl#")
    assertions = set(graph.subjects(rdflib.RDF.type, earl.Assertion))
    assert len(assertions) > 20
    outcomes = {earl[outcome.value] for outcome in Outcome}
    for assertion in assertions:
        (result,) = graph.objects(assertion, earl.result)
        (outcome,) = graph.objects(result, earl.outcome)
        assert outcome in outcomes
        for term, kind in ((earl.subject, earl.TestSubject), (earl.assertedBy, earl.Assertor)):
            (node,) = graph.objects(assertion, term)
            assert (node, rdflib.RDF.type, kind) in graph, node
        (test,) = graph.objects(assertion, earl.test)
        assert set(graph.objects(test, rdflib.RDF.type)) <= {earl.TestCase, earl.TestRequirement, earl.TestCriterion}
        assert set(graph.objects(test, rdflib.RDF.type))
    manual = [node for node in assertions if (node, earl.mode, earl.manual) in graph]
    assert len(manual) == 2, "each with the tool's own cantTell beside it"
    untested = [node for node, _, said in graph.triples((None, earl.outcome, None)) if said == earl.untested]
    assert len(untested) >= 3
    rdflib.Graph().parse(data=graph.serialize(format="nt"), format="nt")


# ---- OpenACR


def test_openacr_is_a_draft_that_claims_nothing(hostile: Summary, tmp_path: Path) -> None:
    (tmp_path / "openacr").mkdir()
    (tmp_path / "openacr" / "gone.yaml").write_text("of an earlier report")
    note = FORMATS["openacr"].write(hostile, tmp_path, Lang.EN)
    assert "DRAFT" in note.read_text("utf-8")
    drafts = sorted(note.parent.glob("*.yaml"))
    assert len(drafts) == 2, "a site that could not be opened has none"
    validator = schema("openacr.schema.json")
    for path in drafts:
        document = YAML(typ="safe").load(path)
        assert [error.message for error in validator.iter_errors(document)] == []
        told = {
            criterion["num"]: criterion["components"][0]["adherence"]
            for chapter in document["chapters"].values()
            for criterion in chapter["criteria"]
        }
        assert set(told) == {criterion.partition(":")[2] for criterion in hostile.criteria}
        (component,) = {
            criterion["components"][0]["name"]
            for chapter in document["chapters"].values()
            for criterion in chapter["criteria"]
        }
        assert component == "web"
        assert told["1.1.1"]["level"] == "does-not-support"
        assert told["1.1.1"]["notes"] == "Fails on 9 pages."
        assert told["2.1.1"] == {"level": "not-evaluated", "notes": "No automatic test applied."}
        assert "supports" not in {found["level"] for found in told.values()}
        assert document["catalog"] == "2.5-edition-wcag-2.2-en"


@pytest.mark.parametrize(("site_class", "component"), [("app", "software"), ("documents", "electronic-docs")])
def test_openacr_calls_apps_and_documents_by_its_own_names(
    hostile: Summary, tmp_path: Path, site_class: str, component: str
) -> None:
    portal = hostile.sites[0]
    other = dataclasses.replace(portal, site=portal.site.model_copy(update={"site_class": site_class}))
    note = FORMATS["openacr"].write(dataclasses.replace(hostile, sites=(other,)), tmp_path, Lang.EN)
    (path,) = note.parent.glob("*.yaml")
    document = YAML(typ="safe").load(path)
    assert [error.message for error in schema("openacr.schema.json").iter_errors(document)] == []
    (criterion, *_) = next(iter(document["chapters"].values()))["criteria"]
    assert criterion["components"][0]["name"] == component


# ---- GitLab and GitHub


def test_gitlab_reads_every_page_and_its_faults(hostile: Summary, tmp_path: Path) -> None:
    document = json.loads(FORMATS["gitlab"].write(hostile, tmp_path, Lang.EN).read_text("utf-8"))
    tested = sum(page.tested for site in hostile.sites for page in site.pages)
    assert document["total"] == len(document["results"]) == tested
    issues = [issue for found in document["results"].values() for issue in found]
    assert document["errors"] == sum(issue["type"] == "error" for issue in issues) > 0
    assert document["passes"] == 0, "every page has a fault"
    for issue in issues:
        assert set(issue) == {
            *("code", "type", "typeCode", "message", "context", "selector", "runner", "runnerExtras")
        }  # fmt: skip
        assert {"error": 1, "warning": 2, "notice": 3}[issue["type"]] == issue["typeCode"]
    assert {i["type"] for i in issues if i["runnerExtras"]["waived"]} == {"notice"}


def test_gitlab_is_not_told_that_a_page_passed_which_a_person_must_look_at(hostile: Summary, tmp_path: Path) -> None:
    portal = hostile.sites[0]
    ends = [(Outcome.PASSED, 0), (Outcome.CANT_TELL, 2), (Outcome.INAPPLICABLE, 0)]
    pages = tuple(
        dataclasses.replace(
            portal.pages[0], address=f"https://a/{n}", outcome=outcome, reason=None, failed=0, cant_tell=c
        )
        for n, (outcome, c) in enumerate(ends)
    )
    told = dataclasses.replace(hostile, sites=(dataclasses.replace(portal, pages=pages, causes=(), reviews=()),))
    document = json.loads(FORMATS["gitlab"].write(told, tmp_path, Lang.EN).read_text("utf-8"))
    assert (document["total"], document["passes"]) == (3, 1)


COMMAND = re.compile(
    r"::(error|warning|notice) (?:file=[^\s,:]+,line=1,)?title=(?:[^,:\n]|%3A|%2C)+::[^\r\n]*"
)  # fmt: skip


def test_annotations_are_workflow_commands_and_nothing_else(hostile: Summary, tmp_path: Path) -> None:
    lines = FORMATS["github-annotations"].write(hostile, tmp_path, Lang.EN).read_text("utf-8").splitlines()
    assert lines
    for line in lines:
        assert COMMAND.fullmatch(line), line
    many = dataclasses.replace(hostile, sites=hostile.sites * 10)
    lines = FORMATS["github-annotations"].write(many, tmp_path, Lang.EN).read_text("utf-8").splitlines()
    kinds = [line.split(" ")[0] for line in lines]
    assert max(kinds.count(kind) for kind in set(kinds)) <= MOST_OF_A_KIND
    assert re.search(r"\d+ more faults are not shown here", lines[-1])


def test_the_step_summary_is_plain_markdown(hostile: Summary, tmp_path: Path) -> None:
    text = FORMATS["github-summary"].write(hostile, tmp_path, Lang.EN).read_text("utf-8")
    page = MarkdownIt("gfm-like", {"linkify": False}).render(text)
    assert page.count("<table>") == 3
    bare = page.replace("<!-- -->", "")
    assert not re.search(r"<(?!/?(?:h[12]|p|table|thead|tbody|tr|t[hd]|em|strong)\b)", bare), "nothing else came of it"
    assert "javascript:alert" in page, "it stands there as text"
    assert "@everyone" not in text


# ---- maps


def test_maps_are_read_by_gdal_and_lose_nothing(measured: tuple[Summary, Path], tmp_path: Path) -> None:
    summary, _ = measured
    path = FORMATS["gpkg"].write(summary, tmp_path, Lang.EN)
    layers = dict(pyogrio.list_layers(path))
    assert {"divisions", "facilities bus_stops", "facilities curb_ramps", "siting curb_ramps"} <= set(layers)
    stops = geopandas.read_file(path, layer="facilities bus_stops")
    assert stops.crs.to_epsg() == 4326
    assert stops["outcome"].tolist() == ["passed", "cantTell", "cantTell"]
    assert [(point.x, point.y) for point in stops.geometry] == [
        (117.001, 26.0025),
        (117.010, 26.0025),
        (117.012, 26.0075),
    ]
    divisions = geopandas.read_file(path, layer="divisions")
    assert len(divisions) == len(summary.divisions)
    assert divisions.geometry.is_valid.all()
    uncovered = [name for name in layers if name.startswith("uncovered")]
    assert uncovered
    assert all((geopandas.read_file(path, layer=name)["people"] > 0).all() for name in uncovered)
    note = FORMATS["geojson"].write(summary, tmp_path, Lang.EN)
    files = sorted(note.parent.glob("*.geojson"))
    assert len(files) == len(layers)
    for file in files:
        name = json.loads(file.read_text("utf-8"))["name"]
        assert len(geopandas.read_file(file)) == len(geopandas.read_file(path, layer=name))


def test_service_areas_are_read_by_gdal_and_say_how_exact_they_are(tmp_path: Path) -> None:
    store = Store.at(tmp_path / "audit.db")
    run = town.fill(store, tmp_path, street={"standards": ["agency-verdict"], "service_areas": True})
    summary = build(store, run, {})
    path = FORMATS["gpkg"].write(summary, tmp_path / "one", Lang.ZH)
    layers = dict(pyogrio.list_layers(path))
    assert layers["service areas bus_stops"] == "MultiPolygon"
    assert layers["service ways bus_stops"] == "MultiLineString"
    areas = geopandas.read_file(path, layer="service areas bus_stops")
    assert areas.geometry.dropna().is_valid.all()
    figures = {(i.layer, i.name, i.division): i for i in summary.indicators}
    for row in areas.itertuples():
        known = figures["bus_stops", f"coverage-{row.radius_m}", row.division]
        assert (row.people_within, row.people_perhaps, row.people) == (
            known.numerator,
            known.unknown,
            known.denominator,
        )
    with sqlite3.connect(path) as opened:
        said = dict(opened.execute("SELECT table_name, description FROM gpkg_contents"))
    assert "accuracy_m" in said["service areas bus_stops"]
    assert "步行路网" in said["service ways bus_stops"]
    again = FORMATS["gpkg"].write(summary, tmp_path / "two", Lang.ZH)
    assert again.read_bytes() == path.read_bytes()
    note = FORMATS["geojson"].write(summary, tmp_path / "one", Lang.EN)
    assert "accuracy_m" in note.read_text("utf-8")
    drawn = geopandas.read_file(note.parent / f"{slug('service areas bus_stops')}.geojson")
    assert len(drawn) == len(areas)
    store.close()


def test_a_facility_without_a_place_is_on_the_map_without_geometry(summary: Summary, tmp_path: Path) -> None:
    path = FORMATS["gpkg"].write(summary, tmp_path, Lang.EN)
    ramps = geopandas.read_file(path, layer="facilities curb_ramps")
    assert len(ramps) == 60
    assert ramps.geometry.isna().sum() == 1
    assert any(HOSTILE in str(label) for label in ramps["label"])
