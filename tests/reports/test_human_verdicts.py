"""What people found out about facilities changes every figure that hangs on it, alike in every format."""

from __future__ import annotations

import csv
import json
from collections import Counter
from collections.abc import Iterator
from datetime import date
from itertools import cycle
from pathlib import Path

import pyogrio
import pytest
import python_calamine as calamine

from audit.assess import score_run
from audit.districts import WHOLE
from audit.model import Lang, Outcome, digest
from audit.reviews import Item, Review, Says
from audit.store import Store
from reports import FORMATS
from reports.facilities import failing
from reports.facility_map import SHOWN, Facilities
from reports.rectification import to_mend
from reports.summary import Summary, build
from tests.reports import town
from tests.reports.town import NOW, text_of

DAY = date(2026, 11, 25)
WORDS = (Says.PASSED, Says.FAILED, Says.INAPPLICABLE)
PLAIN = {"passed": "passed", "failed": "failed", "not applicable": "inapplicable", "needs review": "cantTell"}


def judge_all(store: Store, summary: Summary) -> list[Review]:
    """Let a person judge all that no test could tell of facilities, in turn in each way."""
    words, reviews = cycle(WORDS), []
    for layer in summary.layers:
        for table in failing(summary.tested(layer), layer):
            rows = (table[name].to_pylist() for name in ("facility", "requirement", "outcome"))
            for facility, requirement, outcome in zip(*rows, strict=True):
                if outcome == Outcome.CANT_TELL.value:
                    item = Item(layer.id, facility, requirement)
                    name = digest(layer.id, facility, requirement)
                    reviews.append(Review(name, next(words), "李敏", DAY, "到现场看过", None, item))
    store.add_reviews(reviews, NOW)
    return reviews


@pytest.fixture(scope="module")
def audited(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Summary, Summary, list[Review], Path]]:
    """Return the town as the tests left it and as people judged it, what they said, and the folder of the reports."""
    folder = tmp_path_factory.mktemp("judged")
    store = Store.at(folder / "audit.db")
    run = town.fill(store, folder)
    before = build(store, run, {})
    reviews = judge_all(store, before)
    score_run(store, run, before.plan, folder, {}, before.tree)
    after = build(store, run, {})
    for name in ("html", "json", "csv", "rectification", "gpkg", "junit", "earl"):
        FORMATS[name].write(after, folder / "out", Lang.EN)
    yield before, after, reviews, folder / "out"
    store.close()


def test_nothing_is_left_to_judge_and_no_facility_is_lost(audited: tuple[Summary, Summary, list[Review], Path]) -> None:
    before, after, reviews, _ = audited
    assert Counter(review.says for review in reviews).keys() == set(WORDS)
    old, new = ([i for i in summary.indicators if i.name == "pass"] for summary in (before, after))
    assert any(i.unknown for i in old)
    assert not any(i.unknown for i in new)
    assert all(i.low == i.high for i in new)
    for was, now in zip(old, new, strict=True):
        assert was.denominator - now.denominator <= was.unknown, "only what was in doubt can turn out not to apply"
        assert was.low is None or now.low is None or was.numerator <= now.numerator


def test_the_whole_is_the_sum_of_its_divisions(audited: tuple[Summary, Summary, list[Review], Path]) -> None:
    _, after, _, _ = audited
    sums: dict[tuple[str, str, str, str], list[float]] = {}
    for division in after.tree.divisions:
        for parent in [WHOLE] if after.tree.divisions[division].parent == WHOLE else []:
            for i in after.divisions[division].indicators:
                found = sums.setdefault((parent, i.layer, i.name, i.standard), [0, 0, 0])
                found[:] = [a + b for a, b in zip(found, (i.numerator, i.unknown, i.denominator), strict=True)]
    whole = {("", i.layer, i.name, i.standard): i for i in after.whole.indicators}
    counted = [key for key in sums if key[2] in ("pass", "completeness") or key[2].startswith("requirement:")]
    assert counted
    for key in counted:
        i = whole[key]
        assert sums[key] == [i.numerator, i.unknown, i.denominator], key


def test_scores_and_league_are_those_of_the_indicators(audited: tuple[Summary, Summary, list[Review], Path]) -> None:
    before, after, _, _ = audited
    for layer in after.layers:
        (i,) = (
            i for i in after.whole.indicators
            if (i.layer, i.name, i.standard) == (layer.id, "pass", layer.scored_standard)
        )  # fmt: skip
        assert layer.score is not None
        assert layer.score.low is not None
        assert (layer.score.low, layer.score.high) == (round(100 * (i.low or 0), 4), round(100 * (i.high or 0), 4))
        assert layer.score.needs_review == 0
    assert before.needs_review
    assert after.needs_review == 0
    assert after.whole.street
    assert after.whole.street.low == after.whole.street.high


def counts_of(rows: Iterator[tuple[str, str, str]]) -> dict[tuple[str, str], Counter[str]]:
    found: dict[tuple[str, str], Counter[str]] = {}
    for layer, requirement, outcome in rows:
        found.setdefault((layer, requirement), Counter())[outcome] += 1
    return found


def by_requirement(summary: Summary) -> dict[tuple[str, str], tuple[int, int]]:
    """Return how many facilities fail each requirement, and of how many nobody can tell."""
    return {(layer.id, row.id): (row.failed, row.cant_tell) for layer in summary.layers for row in layer.requirements}


def test_every_format_counts_alike(audited: tuple[Summary, Summary, list[Review], Path]) -> None:
    before, after, _, out = audited
    expected = by_requirement(after)
    assert expected != by_requirement(before)
    document = json.loads((out / "findings.json").read_text("utf-8"))
    listed = counts_of((f["layer"], f["requirement"], f["judged"]) for f in document["facility_findings"])
    stated = {
        (layer["id"], row["id"]): (row["failed"], row["cant_tell"])
        for layer in document["layers"]
        for row in layer["requirements"]
    }
    assert stated == expected
    assert {key: found["failed"] for key, found in listed.items()} == {key: expected[key][0] for key in listed}
    assert all(not any(expected[key]) for key in expected.keys() - listed.keys())
    assert not any(found["cantTell"] for found in listed.values())
    # Places that the survey did not reach are counted, and no one can have looked at them.
    assert {key[1] for key, (_, unknown) in expected.items() if unknown} <= {"gb-55019:curb-ramp-there"}
    told = {key: found["failed"] for key, found in counts_of(judged_in_csv(out, after)).items()}
    assert told == {key: found["failed"] for key, found in listed.items()}
    assert {key: found["failed"] for key, found in counts_of(judged_in_gpkg(out, after)).items()} == {
        key: failed for key, (failed, _) in expected.items() if key in listed
    }
    assert sum(failed for failed, _ in judged_in_xlsx(out).values()) == sum(
        expected[layer.id, row.id][0] for layer in after.layers for row in to_mend(layer)
    )


def judged_in_csv(out: Path, summary: Summary) -> Iterator[tuple[str, str, str]]:
    rules = {row.id: layer.id for layer in summary.layers for row in layer.requirements}
    with (out / "findings.csv").open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            said = row["Human judgement"].partition(" (")[0]
            outcome = PLAIN[said or row["Outcome"]]
            yield rules[row["Rule or requirement"]], row["Rule or requirement"], outcome


def judged_in_gpkg(out: Path, summary: Summary) -> Iterator[tuple[str, str, str]]:
    for layer in summary.layers:
        frame = pyogrio.read_dataframe(out / "facilities.gpkg", layer=f"facilities {layer.id}", read_geometry=False)
        for row in layer.requirements:
            column = f"req {row.id}".replace(":", " ")  # one that is optional may not be there
            for outcome in frame[column].dropna() if column in frame else ():
                yield layer.id, row.id, outcome
        assert frame["judged_by"].notna().any() == bool(layer.id in summary.judged)


def judged_in_xlsx(out: Path) -> dict[str, tuple[int, int]]:
    sheet = calamine.CalamineWorkbook.from_path(str(out / "rectification.xlsx")).get_sheet_by_index(0)
    keys, _, *rows = sheet.to_python(skip_empty_area=False)
    found: dict[str, tuple[int, int]] = {}
    for cells in rows:
        row = dict(zip(map(str, keys), cells, strict=False))
        if row["outcome"] in PLAIN:
            outcome = PLAIN[str(row["verdict"] or row["outcome"])]
            failed, unknown = found.get(str(row["kind"]), (0, 0))
            found[str(row["kind"])] = (failed + (outcome == "failed"), unknown + (outcome == "cantTell"))
    return found


def test_maps_and_pages_show_the_verdicts_as_human_judgement(
    audited: tuple[Summary, Summary, list[Review], Path],
) -> None:
    before, after, reviews, out = audited
    views = [Facilities(summary).draw(WHOLE, summary.league) for summary in (before, after)]
    drawn = [dict(view.counts) for view in views if view]
    unclear = SHOWN.index(Outcome.CANT_TELL)
    assert sum(counts[unclear] for counts in drawn[0].values())
    assert not sum(counts[unclear] for counts in drawn[1].values())
    assert "their bounds hold, and are only wider" in text_of(out / "en" / "method.html")
    index = text_of(out / "en" / "index.html")
    assert f"judged by people: {len(reviews)}" in index
    assert "Not all of these figures have people's verdicts on facilities in them yet" in index, "those on foot"
    pages = [text_of(path) for path in sorted((out / "en").glob("district-*.html"))]
    assert any("Judged by people" in page for page in pages)
    assert any("judged by 李敏, 25 November 2026" in page for page in pages)
    requirement = next(iter(sorted((out / "en").glob("requirement-*.html"))))
    assert "What people found out" in "".join(text_of(path) for path in requirement.parent.glob("requirement-*.html"))


def test_a_person_is_the_assertor_of_a_verdict_on_a_facility(
    audited: tuple[Summary, Summary, list[Review], Path],
) -> None:
    _, _, reviews, out = audited
    graph = json.loads((out / "earl.jsonld").read_text("utf-8"))["@graph"]
    manual = [node for node in graph if node.get("mode") == "earl:manual"]
    assert len(manual) == len(reviews)
    assert {node["assertedBy"] for node in manual} == {"urn:stepfree:person:%E6%9D%8E%E6%95%8F"}
    assert Counter(node["result"]["outcome"] for node in manual) == Counter(f"earl:{r.says.value}" for r in reviews)
    assert any(node.get("mode") == "earl:semiAuto" for node in graph)


def test_verdicts_that_are_taken_back_leave_no_trace(tmp_path: Path) -> None:
    store = Store.at(tmp_path / "audit.db")
    run = town.fill(store, tmp_path)
    before = build(store, run, {})
    reviews = judge_all(store, before)
    assert build(store, run, {}).indicators != before.indicators
    store.add_reviews([Review(r.fingerprint, Says.CANT_TELL, "王", DAY, "", None, r.item) for r in reviews], NOW)
    after = build(store, run, {})
    assert (after.indicators, after.layers, after.judged) == (before.indicators, before.layers, {})
    store.close()
