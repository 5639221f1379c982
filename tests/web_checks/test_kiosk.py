"""What a self-service terminal shows: one screen of its own size, which nobody can zoom, narrow or turn."""

from __future__ import annotations

from pathlib import Path

import pytest

from audit.model import Depth, Reason
from audit.plan import Plan
from audit.store import Store
from tests.hostile.conftest import doc
from tests.web_checks.conftest import HOST, PageServer, Web
from web_checks import grid
from web_checks.jobs import SiteJob, WebSettings
from web_checks.sites import job_of

# Shown on a screen of a terminal alone: what stands there fails, what would stand elsewhere cannot.
UPRIGHT = (
    '<img src="/a.png"><script>if (innerWidth !== 1080 || innerHeight !== 1920) document.images[0].remove()</script>'
)
OTHER_SCREENS = {"orientation-lock", "reflow", "text-spacing", "text-zoom"}


def job(site_class: str = "kiosk") -> SiteJob:
    return SiteJob("site", "site", f"http://{HOST}/", site_class=site_class, viewport=(1080, 1920))


def test_a_terminal_is_tested_on_its_own_screen_and_on_no_other(web: Web, pages: PageServer, store: Store) -> None:
    pages.page("/", doc(UPRIGHT + '<div style="width: 1000px">一屏</div>'))
    settings = WebSettings(Depth.IN_DEPTH, delay=0, workers=1, sample=None)
    crawled = web.crawl(store, job=job(), settings=settings)
    page = crawled.pages["/"]
    assert page.tally["axe-image-alt"].outcome.value == "failed"
    assert not OTHER_SCREENS & set(page.tally)
    assert "focus-visible" in page.tally or "keyboard-trap" in page.tally, "the rest is tested in depth"
    told = {item.what for item in store.untested(crawled.run) if item.reason is Reason.FIXED_SCREEN}
    assert told == OTHER_SCREENS
    assert not OTHER_SCREENS & set(crawled.site.facts["rules"])
    assert "terminal-target-size" in page.tally


def test_any_site_may_name_its_screen(web: Web, pages: PageServer, store: Store) -> None:
    pages.page("/", doc(UPRIGHT))
    crawled = web.crawl(store, job=job("portal"))
    assert crawled.pages["/"].tally["axe-image-alt"].outcome.value == "failed"
    assert not [item for item in store.untested(crawled.run) if item.reason is Reason.FIXED_SCREEN]
    assert "terminal-target-size" not in crawled.pages["/"].tally


@pytest.mark.parametrize(
    ("given", "screen"),
    [({}, (1280, 720)), ({"class": "kiosk"}, (1080, 1920)), ({"class": "kiosk", "viewport": [768, 1366]}, (768, 1366))],
)
def test_the_screen_of_a_plan(given: dict[str, object], screen: tuple[int, int]) -> None:
    site = {"id": "hall", "name": "大厅自助机", "url": "http://hall.example/", **given}
    plan = Plan.model_validate({"name": "p", "date": "2026-11-22", "site": [site]})
    assert job_of(plan.sites[0], plan, Path()).viewport == screen
    driven = plan.model_copy(update={"web": plan.web.model_copy(update={"driver": "selenium"})})
    assert bool(grid.problems(driven, Path())) is bool(given), "a WebDriver's window has one size"
