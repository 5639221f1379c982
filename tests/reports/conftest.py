"""What tests of reports share: a small city that holds every kind of row, a measured town, and a browser."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from audit.model import Lang
from audit.store import Store
from reports.summary import Summary, build
from tests.reports import acting, town
from tests.reports.small_city import RULES, fill
from web_checks import chromium


@pytest.fixture(scope="session")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    opened = Store.at(tmp_path_factory.mktemp("store") / "audit.db")
    fill(opened)
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def summary(store: Store) -> Summary:
    return build(store, "latest", RULES)


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Summary]:
    """Return a run in which all that comes from outside tries to act, and people have judged and waived."""
    with acting.summary(tmp_path_factory.mktemp("hostile")) as built:
        yield built


@pytest.fixture(scope="session")
def measured(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Summary, Path]]:
    """Return the run of a town where all that the street side knows was measured, and the folder of its reports."""
    from reports import FORMATS  # noqa: PLC0415 - a fault in a format must not hide the other tests

    folder = tmp_path_factory.mktemp("town")
    opened = Store.at(folder / "audit.db")
    town.fill(opened, folder)
    measured = build(opened, "latest", {})
    for form in FORMATS.values():
        form.write(measured, folder / "out", Lang.ZH)
    yield measured, folder / "out"
    opened.close()


@pytest.fixture(scope="session")
def report(summary: Summary, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of the HTML report."""
    from reports import FORMATS  # noqa: PLC0415 - a fault in a format must not hide the other tests

    return FORMATS["html"].write(summary, tmp_path_factory.mktemp("report"), Lang.ZH).parent


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    found = chromium.find()
    if found is None:
        pytest.skip("no Chromium on this machine: run make setup")
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=found.path, chromium_sandbox=chromium.sandbox_possible())
        yield opened
        opened.close()
