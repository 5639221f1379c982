"""The demo city's sites have exactly the faults that they list: every page in a browser, under axe and at 320 px."""

from __future__ import annotations

import json
import shutil
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

from audit import demo
from audit.demo.sites import SITES

CHROMIUM = "chromium-headless-shell"
VIEWPORT: ViewportSize = {"width": 1280, "height": 720}
PHONE: ViewportSize = {"width": 320, "height": 256}
MOVED = "2018/0301/t1.html"
JUDGE = """async () => {
  const seen = await axe.run(document, { rules: { 'target-size': { enabled: true } }, resultTypes: ['violations'] });
  const images = [...document.images].filter((image) => image.hasAttribute('alt'));
  return {
    version: seen.testEngine.version,
    failed: seen.violations.map((rule) => [rule.id, rule.nodes.length]),
    title: document.title,
    images: images.map((image) => [image.alt, image.getAttribute('src').split('/').pop()]),
  };
}"""

Known = dict[tuple[str, str, str], int]


@dataclass(frozen=True)
class Seen:
    """One page as the browser shows it: axe's failures, title, images, and whether it scrolls sideways at 320 px."""

    failed: dict[str, int]
    title: str
    images: list[tuple[str, str]]
    scrolls: bool


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: Any) -> None:
        """Say nothing."""


@contextmanager
def served(folder: Path) -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def look(page: Page, address: str, script: str) -> Seen:
    page.set_viewport_size(VIEWPORT)
    page.goto(address)
    for frame in page.frames:
        frame.evaluate(script)
    judged = page.evaluate(JUDGE)
    assert judged["version"] == "4.12.1"
    page.set_viewport_size(PHONE)
    width = page.evaluate("document.scrollingElement.scrollWidth")
    return Seen(dict(judged["failed"]), judged["title"], [tuple(image) for image in judged["images"]], width > 320)


@contextmanager
def chromium() -> Iterator[Browser]:
    executable = shutil.which(CHROMIUM)
    with sync_playwright() as playwright:
        if executable is None and not Path(playwright.chromium.executable_path).exists():
            pytest.skip(f"NO BROWSER: neither {CHROMIUM} nor Playwright's Chromium; the demo's faults were not checked")
        browser = playwright.chromium.launch(executable_path=executable, chromium_sandbox=False)
        try:
            yield browser
        finally:
            browser.close()


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return demo.write(tmp_path_factory.mktemp("city")).parent


@pytest.fixture(scope="module")
def known(city: Path) -> Known:
    rows = json.loads((city / "faults.json").read_text("utf-8"))
    return {(row["site"], row["page"], row["rule"]): row["count"] for row in rows}


@pytest.fixture(scope="module")
def seen(city: Path) -> dict[tuple[str, str], Seen]:
    """Return every page of every site as the browser shows it, but for the one that redirects at once."""
    script = (files("axe_playwright_python") / "axe.min.js").read_text("utf-8")
    pages = {}
    with chromium() as browser, served(city / "sites") as root:
        page = browser.new_page()
        for path in sorted((city / "sites").rglob("*.html")):
            site, _, name = path.relative_to(city / "sites").as_posix().partition("/")
            if name != MOVED:
                pages[site, name] = look(page, f"{root}/{site}/{name}", script)
    return pages


def by_rule(known: Known, *rules: str) -> Known:
    return {key: count for key, count in known.items() if key[2] in rules}


def test_axe_finds_the_listed_faults_and_no_others(seen: dict[tuple[str, str], Seen], known: Known) -> None:
    found = {
        (site, name, f"axe-{rule}"): count for (site, name), page in seen.items() for rule, count in page.failed.items()
    }
    assert found == {key: count for key, count in known.items() if key[2].startswith("axe-")}


def test_only_the_listed_pages_scroll_sideways_at_320_px(seen: dict[tuple[str, str], Seen], known: Known) -> None:
    found = {(*key, "reflow"): 1 for key, page in seen.items() if page.scrolls}
    assert found == by_rule(known, "reflow")


def test_only_the_listed_pages_share_a_title_and_it_is_the_home_page_s(
    seen: dict[tuple[str, str], Seen], known: Known
) -> None:
    homes = {site: page.title for (site, name), page in seen.items() if name == "index.html"}
    found = {
        (site, name, "page-title-unique"): 1
        for (site, name), page in seen.items()
        if page.title == homes[site] and name != "index.html"
    }
    assert found == by_rule(known, "page-title-unique")
    others = Counter((site, page.title) for (site, _), page in seen.items() if page.title not in ("", homes[site]))
    assert max(others.values()) == 1


def test_only_the_listed_images_have_an_alternative_without_meaning(
    seen: dict[tuple[str, str], Seen], known: Known
) -> None:
    def meaningless(alt: str, file: str) -> bool:
        return alt in ("图片", file) or alt.lower().endswith((".jpg", ".png")) or (alt != "" and not alt.strip("—- "))

    found = Counter(
        (*key, "image-alternative-meaningful")
        for key, page in seen.items()
        for image in page.images
        if meaningless(*image)
    )
    assert found == by_rule(known, "image-alternative-meaningful")


def test_the_mirror_has_the_pages_of_the_portal_and_none_of_its_faults(
    seen: dict[tuple[str, str], Seen], known: Known
) -> None:
    pages = {site.id: {name for other, name in seen if other == site.id} for site in SITES}
    assert pages["portal-clean"] == pages["portal"]
    assert not [key for key in known if key[0] == "portal-clean"]


def test_the_old_address_leads_to_the_new_one(city: Path) -> None:
    with chromium() as browser, served(city / "sites" / "portal") as root:
        page = browser.new_page()
        page.goto(f"{root}/{MOVED}")
        page.wait_for_url("**/news/article-1.html")
