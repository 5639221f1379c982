# ruff: noqa: E501 - rows of a table read better on one line
"""Pages of monstrous size: they end in time, and what can be tested is tested."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from audit.model import Outcome, Reason
from tests.hostile.conftest import FAULTS, HOST, SHORT, doc, outcomes, script
from web_checks.jobs import SiteJob

if TYPE_CHECKING:
    from tests.hostile.conftest import Arena

TESTED = (Outcome.FAILED, None)
TIMEOUT = (Outcome.UNTESTED, Reason.TIMEOUT)
CRASH = (Outcome.UNTESTED, Reason.CRASH)
TOO_DEEP = (Outcome.UNTESTED, Reason.RULE_ERROR)  # for the stack of scripts

# ---- pages that can be tested

_NESTED = "let box = document.body; for (let n = 0; n < {}; n += 1) {{ const inner = document.createElement('div'); box.append(inner); box = inner }}"
_BULKY = {
    "a title of a megabyte": doc(title="题" * 350_000),
    "an attribute of 5 MB": doc(f'<p title="{"x" * 5_000_000}" data-x="{"y" * 100_000}">x</p>'),
    "a picture of 5 MB": doc(f'<img alt="" src="data:image/png;base64,{"A" * 5_000_000}">'),
    "a comment of 20 MB": doc(f"<!--{' ' * 20_000_000}-->"),
    "a word of a megabyte": doc(f"<p>{'x' * 1_000_000}</p>"),
    "an id of a megabyte": doc(f'<img src="data:," id="{"i" * 1_000_000}" class="{"c " * 1000}">'),
    "ten thousand attributes": doc("<p " + " ".join(f"data-{n}={n}" for n in range(10_000)) + ">x</p>"),
    "ten thousand words of an aria attribute": doc(f'<p role="{"x " * 10_000}" aria-labelledby="{"y " * 10_000}">x</p>'),
    "addresses of 100 kB": doc("".join(f'<a href="/{n}{"a" * 100_000}">x</a>' for n in range(5))),
    "40 nested tables": doc("<table><tr><td>" * 40),
    "never closed": doc("<b><i><u><font>" * 300 + "<script>/*"),
    "shapes within shapes": doc('<svg><defs><g id="g0"><rect/></g>' + "".join(f'<g id="g{n}">' + f'<use href="#g{n - 1}"/>' * 4 + "</g>" for n in range(1, 7)) + '</defs><use href="#g6"/></svg>'),
    "styles": doc(head="<style>" + "".join(f".a{n} > .b{n} ~ :not(.c) {{ color: red }}" for n in range(5_000)) + "</style>"),
    "500 deep": doc("<div>" * 500),
    "60 frames": doc('<iframe title="x" srcdoc="x"></iframe>' * 60),
    "frames that never load": doc('<iframe title="x" src="/never"></iframe>' * 3),
    "a frame of itself": doc('<iframe title="x" src="/hostile"></iframe>'),
    "frames without end": doc("<script>const f = document.createElement('iframe'); f.title = 'x'; const n = +location.search.slice(1) || 0; f.src = '/hostile?' + (n + 1); if (n < 40) document.body.append(f)</script>"),
    "frames that go": doc("<script>setInterval(() => { document.querySelector('iframe')?.remove(); const f = document.createElement('iframe'); f.title = 'x'; f.src = '/frame'; document.body.append(f) }, 15)</script>"),
}  # fmt: skip


@pytest.mark.parametrize("html", _BULKY.values(), ids=_BULKY)
def test_bulk_is_tested(arena: Arena, html: str) -> None:
    arena.server.answer("/never", delay=20)
    arena.server.page("/frame", doc())
    crawled = arena.page(html)
    assert outcomes(crawled)["/hostile"] == TESTED, crawled.pages["/hostile"].facts
    assert "axe-image-alt" in {rule for rule, outcome, _ in crawled.findings("/hostile") if outcome is Outcome.FAILED}
    row = crawled.pages["/hostile"]
    assert len(row.title) <= 500
    assert all(len(f.target.snippet) <= 400 for f in crawled.store.findings(crawled.run))


# ---- pages that cannot

_BOMBS = {
    "75,000 nodes": doc("<div><p>一<b>二</b></p><p>三<i>四</i></p></div>" * 15_000),
    "growing": script("setInterval(() => { for (let n = 0; n < 3000; n += 1) document.body.append(document.createElement('p')) }, 1)"),
    "doubling": script("setInterval(() => document.body.append(document.body.cloneNode(true)), 10)"),
    "2,000 deep": script(_NESTED.format(2_000)),
    "200 nested tables": doc("<table><tr><td>" * 200),
    "100,000 deep": script(_NESTED.format(100_000)),
    "memory": script("const held = []; setInterval(() => { for (let n = 0; n < 20; n += 1) held.push(new Array(1e6).fill(n)) }, 1)"),
    "memory at once": script("const held = []; while (true) held.push(new Array(1e6).fill(0.5))"),
    "text": script("let text = 'x'; setInterval(() => { text += text; document.body.append(text) }, 5)"),
}  # fmt: skip


@pytest.mark.parametrize("html", _BOMBS.values(), ids=_BOMBS)
def test_a_bomb_ends_in_one_way_in_time(arena: Arena, html: str) -> None:
    crawled = arena.page(html, deadlines=SHORT)
    # Which comes first, the end of the page's time or of its memory, is the machine's business.
    assert outcomes(crawled)["/hostile"] in (TESTED, TIMEOUT, CRASH, TOO_DEEP)
    if outcomes(crawled)["/hostile"] != TESTED:
        assert crawled.findings("/hostile") == []


# ---- frames that hold no script


@pytest.mark.parametrize("sandbox", ["allow-scripts", "allow-same-origin", ""])
def test_a_sandboxed_frame_does_not_cost_the_page(arena: Arena, sandbox: str) -> None:
    arena.server.page("/frame", doc())
    crawled = arena.page(doc(f'<iframe title="x" sandbox="{sandbox}" src="/frame"></iframe>'), deadlines=SHORT)
    assert outcomes(crawled)["/hostile"] == TESTED
    assert FAULTS[0] in crawled.findings("/hostile")
    reached = ("axe-image-alt", Outcome.FAILED, "iframe >>> img") in crawled.findings("/hostile")
    missed = {what for _, what, reason in crawled.untested() if reason is Reason.FRAME_UNREACHED}
    assert reached == (sandbox == "allow-scripts")
    assert missed == (set() if reached else {f"frame http://{HOST}/frame"})


def test_a_page_in_a_sandbox_without_scripts_is_a_timeout(arena: Arena) -> None:
    arena.server.page("/hostile", doc(), **{"Content-Security-Policy": "sandbox"})
    assert outcomes(arena.meet("/hostile", deadlines=SHORT))["/hostile"] == TIMEOUT


# ---- sites without end

# The address of each link, the pages that five turns reach (the start is asked once more, to see where it leads), and
# how many addresses are left beyond the cap. A session's number in the path makes no address of its own.
_MAZES = {
    "a calendar": ("/calendar?month={}", ["/", *(f"/calendar?month={n}" for n in (20, 21, 22, 30))], 11),
    "a session in the path": ("/(S({}))/list.aspx", ["/", "/list.aspx"], 0),
    "a path that grows": ("{}/more", ["/", "/20/more", "/21/more", "/22/more", "/20/30/more"], 11),
    "letters and numbers": ("/%E{}?a[]={}", ["/", *(f"/%E{n}?a%5B%5D={n}" for n in (20, 21, 22, 30))], 11),
}


@pytest.mark.parametrize(("address", "reached", "beyond"), _MAZES.values(), ids=_MAZES)
def test_a_maze_ends(arena: Arena, address: str, reached: list[str], beyond: int) -> None:
    count = [0]

    def next_page() -> object:
        count[0] += 1
        links = "".join(f'<a href="{address.format(*[f"{count[0]}{n}"] * 2)}">x</a>' for n in range(3))
        arena.server.page("/generated", doc(links))
        return arena.server.answers["/generated"]

    class Everything(dict):  # type: ignore[type-arg]
        def get(self, key: str, default: object = None) -> object:
            return super().get(key, default) if "robots" in key or "sitemap" in key else next_page

    arena.server.answers = Everything(arena.server.answers)
    try:
        crawled = arena.crawl(SiteJob("maze", "maze", f"http://{HOST}/", max_pages=5))
    finally:
        arena.server.answers = {}
    assert outcomes(crawled) == dict.fromkeys(reached, TESTED)
    assert all(FAULTS[0] in crawled.findings(path) for path in reached)
    # Three links of each of five pages, less the four that had a turn: they are told, and not counted as tested.
    assert [reason for _, _, reason in crawled.untested()] == [Reason.PAGE_CAP] * beyond
