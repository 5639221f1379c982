"""Pictures of faults: one for each component, of its first occurrence, whichever page was quicker."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

import pytest

from audit.model import Depth, Finding, Impact, Outcome, Target, Text
from audit.records import Subject
from audit.store import Store
from web_checks import evidence
from web_checks.jobs import WebSettings

if TYPE_CHECKING:
    from tests.web_checks.conftest import PageServer, Web

HOME = "http://pages.test/"
WITH_SHOTS = WebSettings(delay=0, workers=2, screenshots=True)
DOT = "data:image/gif;base64,R0lGODlhAQABAAAAACH5BAEKAAEALAAAAAABAAEAAAICTAEAOw=="
FAULT = f'<img class="logo" src="{DOT}" width="40" height="40">'


def doc(body: str, links: str = "") -> str:
    return (
        '<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><title>测试页</title></head>'
        f"<body><main><h1>测试</h1>{links}{body}</main></body></html>"
    )


def size(webp: bytes) -> tuple[int, int]:
    """Return width and height from the head of an extended WebP file."""
    assert (webp[:4], webp[8:16]) == (b"RIFF", b"WEBPVP8X")
    width, height = (int.from_bytes(webp[at : at + 3], "little") + 1 for at in (24, 27))
    return width, height


def test_each_component_has_one_picture_of_its_first_occurrence(web: Web, pages: PageServer, store: Store) -> None:
    links = '<a href="/a">甲</a> <a href="/b">乙</a>'
    pages.page("/", doc("<p>首页</p>", links))
    pages.answer("/a", doc(FAULT), delay=0.5)  # the second page is done before the first
    pages.page("/b", doc(FAULT + '<iframe srcdoc="&lt;p&gt;x&lt;/p&gt;"></iframe>'))
    crawled = web.crawl(store, settings=WITH_SHOTS)
    shots = store.shots(crawled.run, "site")
    failed = [f for f in store.findings(crawled.run, "site") if f.outcome is Outcome.FAILED]
    image = next(f for f in failed if f.rule == "axe-image-alt")
    (shot,) = [shot for shot in shots if shot.component == image.component]
    assert shot.subject == f"{HOME}a"
    assert (shot.width, shot.height) == size(shot.webp) == (320, 120)
    assert len({shot.component for shot in shots}) == len(shots)
    assert {shot.component for shot in shots} <= {finding.component for finding in failed}
    assert any(shot.subject == f"{HOME}b" for shot in shots), "the frame without a name"


def test_no_picture_is_taken_unless_asked_for(web: Web, pages: PageServer, store: Store) -> None:
    pages.page("/", doc(FAULT))
    crawled = web.crawl(store)
    assert store.shots(crawled.run, "site") == []


def test_pictures_reach_through_frames_and_shadow_roots(web: Web, pages: PageServer, store: Store) -> None:
    shadow = (
        "<div id=host></div><script>document.querySelector('#host').attachShadow({mode: 'open'})"
        f".innerHTML = `<p style='height:2000px'></p>{FAULT}`</script>"
    )
    inner = doc(FAULT).replace('"', "&quot;")
    pages.page("/", doc(f'{shadow}<iframe title="框架" srcdoc="{inner}" style="margin-top:900px"></iframe>'))
    crawled = web.crawl(store, settings=WITH_SHOTS)
    pictured = {shot.component for shot in store.shots(crawled.run, "site")}
    found = {f.target.selector: f for f in store.findings(crawled.run, "site") if f.rule == "axe-image-alt"}
    assert {selector.count(" >>> ") for selector in found} == {1}
    assert {"#host", "iframe"} == {selector.split(" >>> ")[0] for selector in found}
    assert all(finding.component in pictured for finding in found.values())


def test_what_nobody_sees_has_no_picture_and_the_page_is_left_as_it_was(
    web: Web, pages: PageServer, store: Store
) -> None:
    pages.page("/", doc(f'<div style="position:absolute;left:-9999px">{FAULT}</div>'))
    crawled = web.crawl(store, settings=WITH_SHOTS)
    image = next(f for f in store.findings(crawled.run, "site") if f.rule == "axe-image-alt")
    assert image.component not in {shot.component for shot in store.shots(crawled.run, "site")}


def test_a_run_in_depth_keeps_the_pictures_of_its_first_visit(
    web: Web, pages: PageServer, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(web, "shelves", dataclasses.replace(web.shelves, page=()))
    pages.page("/", doc(FAULT))
    settings = WebSettings(depth=Depth.IN_DEPTH, delay=0, screenshots=True)
    crawled = web.crawl(store, settings=settings)
    assert crawled.site.facts["pages_in_depth"] == 1
    image = next(f for f in store.findings(crawled.run, "site") if f.rule == "axe-image-alt")
    assert image.component in {shot.component for shot in store.shots(crawled.run, "site")}


# ---- which pictures are kept


def finding(component: str, outcome: Outcome = Outcome.FAILED) -> Finding:
    target, text = Target("img"), Text("问题", "fault")
    return Finding(HOME, "rule", outcome, Impact.MINOR, target, text, component, component)


class Camera:
    """A tab that shows everything; `taken` lists what it photographed."""

    def __init__(self, *sizes: int) -> None:
        self.sizes = list(sizes)
        self.qualities: list[int] = []

    async def evaluate(self, expression: str) -> object:
        return {"x": 0, "y": 0, "width": 320.0, "height": 120.0} if "querySelector" in expression else None

    async def picture(self, _box: object, quality: int) -> bytes:
        self.qualities.append(quality)
        return b"x" * (self.sizes.pop(0) if self.sizes else 10)


async def taken(position: int, findings: list[Finding], known: dict[str, tuple[int, int]], *sizes: int) -> list[str]:
    page = Subject(HOME, "page", Outcome.FAILED, position=position)
    shots = await evidence.photograph(Camera(*sizes), page, findings, known)  # type: ignore[arg-type]
    return [shot.component for shot in shots]


async def test_a_component_is_taken_again_only_from_an_earlier_page() -> None:
    found = [finding("a"), finding("a"), finding("b"), finding("c", Outcome.CANT_TELL)]
    assert await taken(5, found, {}) == ["a", "b"]
    assert await taken(5, found, {"a": (4, 0)}) == ["b"]
    assert await taken(5, found, {"a": (5, 0)}) == ["b"]
    assert await taken(5, found, {"a": (6, 0)}) == ["a", "b"]


async def test_the_limit_counts_earlier_pages_only(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(evidence, "SHOTS", 2)
    found = [finding("a"), finding("b"), finding("c")]
    assert await taken(5, found, {"x": (6, 0), "y": (7, 0)}) == ["a", "b"]
    assert await taken(5, found, {"x": (4, 0), "y": (7, 0)}) == ["a"]
    assert await taken(5, found, {"x": (4, 0), "y": (4, 1)}) == []
    places = {"b": (1, 2), "a": (1, 10), "c": (0, 5), "gone": (0, 0)}
    assert evidence.kept(places, frozenset("abc")) == ["c", "b"]


@pytest.mark.parametrize(("sizes", "expected"), [((100_000,), ["a"]), ((100_001, 99), ["a"]), ((100_001, 100_001), [])])
async def test_a_picture_is_never_larger_than_its_limit(sizes: tuple[int, ...], expected: list[str]) -> None:
    assert await taken(0, [finding("a")], {}, *sizes) == expected
