"""stepfree's own in-depth audit of its own report: every kind of page, in both languages, keyboard walk included."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

import cli
from audit import bookkeeping, complaints, snapshot
from audit.model import Lang
from audit.store import Store
from reports import district_pages, html_folder, html_names, page, site_pages
from reports.summary import build
from tests.reports import town
from tests.reports.small_city import NOW, RULES, fill
from tests.reports.test_judged import WAIVER
from tests.reports.test_plan_targets import TARGETS
from web_checks import chromium

pytestmark = pytest.mark.skipif(chromium.find() is None, reason="no Chromium on this machine: run make setup")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Pages of every kind, in both languages: of a city with a past and plans, and of a town measured throughout."""
    folder = tmp_path_factory.mktemp("report")
    with pytest.MonkeyPatch.context() as patch:
        # So that few findings fill several sheets of each list.
        for room, name in (
            (site_pages, "PAGES_A_SHEET"),
            (site_pages, "CAUSES_A_SHEET"),
            (district_pages, "FACILITIES_SHOWN"),
            (district_pages, "FACILITIES_A_SHEET"),
            (page, "SITES_A_SHEET"),
            (page, "DIVISIONS_A_SHEET"),
        ):
            patch.setattr(room, name, 2)
        city = Store.at(folder / "city.db")
        for month in (8, 10):
            fill(city, NOW.replace(month=month), date=f"2026-{month:02}-22", target=TARGETS)
        run = fill(city, target=TARGETS, waiver=[WAIVER])
        seen = snapshot.of_run(city, city.run(run))
        bookkeeping.keep(city, city.run(run), seen)
        ticket = complaints.Ticket("1", "2026-11-01", "", "", "", "", "")
        about = complaints.About(why=complaints.TOO_FAR)
        complaints.keep(city, run, complaints.table([("t.csv", ticket, about)]), seen)
        html_folder.write(build(city, "latest", RULES), folder / "city", Lang.ZH)
        city.close()
        measured = Store.at(folder / "town.db")
        town.fill(measured, folder)
        html_folder.write(build(measured, "latest", {}), folder / "town", Lang.ZH)
        measured.close()
    pages = folder / "pages"
    for lang in Lang:
        shutil.copytree(folder / "city" / html_names.SHOTS, pages / lang.value / html_names.SHOTS)
        of_city, of_town = (folder / name / lang.value for name in ("city", "town"))
        chosen = [of_city / name for name in ("index.html", "district-990101.html", "site-down.html")]
        chosen += [next(of_city.glob(f"{kind}-*.html")) for kind in html_names.KINDS]
        for path in sorted(set(chosen)):
            shutil.copy(path, pages / lang.value)
        for path in (of_town / "index.html", of_town / "method.html", of_town / "district-10.html"):
            shutil.copy(path, pages / lang.value / f"town-{path.name}")
    return pages


@pytest.mark.parametrize("lang", list(Lang))
def test_the_report_passes_its_own_audit(built: Path, tmp_path: Path, lang: Lang) -> None:
    command = ["site", str(built / lang.value), "--depth", "in-depth", "--out", str(tmp_path), "--format", "json"]
    result = CliRunner().invoke(cli.stepfree, [*command, "--quiet", "--lang", "en"])
    assert result.exit_code == 0, result.output
    document = json.loads((tmp_path / "findings.json").read_text("utf-8"))
    (site,) = document["sites"]
    assert site["pages"]["untested"] == 0
    assert in_depth(tmp_path) >= {"", "district", "town-district", "town-method", *html_names.KINDS}
    failed = {
        (found["rule"], found["page"], found["selector"], found["message"]["en"])
        for found in document["site_findings"]
        if found["outcome"] == "failed"
    }
    assert failed == set()


def in_depth(out: Path) -> set[str]:
    """The kinds of page that were tested in depth, by the first part of their names."""
    store = Store.at(out / "audit.sqlite")
    pages = store.subjects(store.run("latest").id, "page")
    store.close()
    names = [page.id.rpartition("/")[2].removesuffix(".html") for page in pages if page.facts["depth"] == "in-depth"]
    return {re.match(r"(?:town-)?[a-z]*", name)[0] for name in names}  # type: ignore[index]  # it matches anything
