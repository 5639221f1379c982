"""The same site five times, with late scripts, animation and answers in any order: the same record, row by row."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest

from audit.model import Depth, Outcome
from web_checks.browser import core_script
from web_checks.jobs import WebSettings

if TYPE_CHECKING:
    from audit.store import Store
    from tests.web_checks.conftest import PageServer, Web

PAGES = 6
_LATE = """
fetch('/late.json').then((answer) => answer.json()).then((titles) => {
  for (const title of titles) { const item = document.createElement('li'); item.textContent = title; news.append(item); }
  news.insertAdjacentHTML('beforeend', '<li><img src="/a.svg"></li>');
});
setTimeout(() => { const toast = document.createElement('p'); toast.textContent = '已更新'; document.body.append(toast); }, 40);
"""  # noqa: E501
_STYLE = """
@keyframes turn { to { transform: rotate(360deg) } }
.wheel { width: 40px; height: 40px; background: #09c; animation: turn 1s linear infinite }
.faint { color: #bbb }
"""


def _page(number: int) -> str:
    links = "".join(f'<a href="/{(number * 2 + step) % PAGES}.html">第{step}页</a> ' for step in (1, 2))
    return (
        f'<!doctype html><html lang="zh"><head><title>第{number}页：通知公告</title><style>{_STYLE}</style></head>'
        f'<body><main><h1>通知公告 {number}</h1>{links}<ul id="news"></ul><div class="wheel"></div>'
        f'{"<p class=faint>办事指南</p>" * (number % 3)}<form><input placeholder="姓名"><button>提交</button></form>'
        f"</main><script>{_LATE}</script></body></html>"
    )


def _serve(pages: PageServer, chance: random.Random) -> None:
    for number in range(PAGES):
        pages.answer("/" if number == 0 else f"/{number}.html", _page(number), delay=chance.uniform(0, 0.2))
    pages.answer("/0.html", _page(0), delay=chance.uniform(0, 0.1))
    pages.answer("/late.json", '["一", "二"]', delay=chance.uniform(0, 0.15), Content_Type="application/json")
    pages.answer("/a.svg", '<svg xmlns="http://www.w3.org/2000/svg"/>', Content_Type="image/svg+xml")


@pytest.mark.parametrize("depth", list(Depth))
def test_five_runs_are_one(web: Web, pages: PageServer, store: Store, depth: Depth) -> None:
    settings = WebSettings(depth=depth, delay=0, workers=3, sample=2)
    records = []
    for seed in range(5):
        _serve(pages, random.Random(seed))
        crawled = web.crawl(store, settings=settings)
        records.append(
            (
                store.subjects(crawled.run, "page"),
                store.subjects(crawled.run, "site"),
                list(store.findings(crawled.run)),
                list(store.untested(crawled.run)),
            )
        )
    assert records[0][2]
    for record in records[1:]:
        for rows, first in zip(record, records[0], strict=True):
            assert rows == first


def test_what_a_late_script_shows_soon_after_is_seen(web: Web, pages: PageServer, store: Store) -> None:
    # The DOM is quiet long before the script has come; what it shows a moment later is part of the page.
    links = ""
    for number in range(10):
        page = f'<html lang="zh"><title>第{number}页</title><h1>通知</h1><script src="/{number}.js" defer></script>'
        links += f'<a href="/{number}.html">第{number}页</a> '
        show = "setTimeout(() => document.body.append(new Image()), 60)"
        ask = f"fetch('/{number}.json').then(() => {show})"
        pages.page(f"/{number}.html", page)
        late = number * 0.02
        pages.answer(f"/{number}.js", ask if number % 2 else show, delay=late, Content_Type="text/javascript")
        pages.answer(f"/{number}.json", "{}", delay=late, Content_Type="application/json")
    pages.page("/", f'<html lang="zh"><title>首页</title><h1>首页</h1>{links}')
    crawled = web.crawl(store, settings=WebSettings(delay=0, workers=2))
    missed = [path for path, page in crawled.pages.items() if "axe-image-alt" not in page.tally]
    assert (missed, len(crawled.pages)) == (["/"], 11)


@pytest.mark.parametrize(
    "sign", ["<p>正在加载...</p>", "<p aria-busy=true>公告</p>", "<p><i class='icon loading'>◌</i></p>"]
)
def test_a_page_that_says_that_it_is_loading_is_waited_for(web: Web, sign: str) -> None:
    come = "setTimeout(() => { d.innerHTML = '<img>' }, 500)"
    seen = web.see(f"<div id=d>{sign}</div><p>通知</p><script>{come}</script>", rules=("axe-image-alt",))
    assert seen.selectors("axe-image-alt") == ["img"]


def test_a_page_that_says_so_for_ever_is_tested_all_the_same(web: Web) -> None:
    seen = web.see("<p>加载中</p><img>", rules=("axe-image-alt",))
    assert (seen.selectors("axe-image-alt"), seen.result.subject.facts["settled"]) == (["img"], True)


def test_what_a_frame_shows_late_is_seen(web: Web, pages: PageServer) -> None:
    # The page around it has long come to rest.
    steps = "let n = 0; const on = setInterval(() => { document.body.dataset.step = n; n += 1; if (n === 12) END }, 60)"
    end = "{ clearInterval(on); document.body.append(new Image()) }"
    pages.page("/inside", f"<html lang=zh><title>内</title><p>内</p><script>{steps.replace('END', end)}</script>")
    seen = web.see('<p>外</p><iframe title="内" src="/inside"></iframe>', rules=("axe-image-alt",))
    assert seen.selectors("axe-image-alt") == ["iframe >>> img"]


def _told(web: Web, script: str) -> object:
    """Return what a script says on an empty page."""

    async def told() -> object:
        assert web.browser._browser is not None
        context = await web.browser._browser.new_context()
        page = await context.new_page()
        await page.evaluate(core_script())
        answer: object = await page.evaluate(script)
        await context.close()
        return answer

    return web.runner.run(told())


# While a long script (or a busy machine) holds the page up the clock goes on, and what the page meant to do waits:
# it is neither at rest then, nor is its time up.
@pytest.mark.parametrize("cap", [3000, 300])
def test_a_page_that_is_held_up_is_not_taken_for_one_at_rest(web: Web, cap: int) -> None:
    held_up = f"""(async () => {{
        let came = false;
        setTimeout(() => {{ const end = performance.now() + 400; while (performance.now() < end); }}, 1);
        setTimeout(() => {{ came = true; }}, 60);
        return [await stepfree.settled(100, {cap}), came];
    }})()"""
    assert _told(web, held_up) == [True, True]


def test_a_page_that_is_held_up_for_ever_is_given_up_on(web: Web) -> None:
    held_up = """(async () => {
        const hold = () => { const end = performance.now() + 200; while (performance.now() < end); setTimeout(hold) };
        setInterval(() => { document.body.id += 'x'; }, 20);
        hold();
        return [await stepfree.settled(100, 250)];
    })()"""
    assert _told(web, held_up) == [False]


@pytest.mark.parametrize(
    ("animation", "waited"), [("600ms", True), ("600ms infinite", False), ("9s", False), ("600ms paused", False)]
)
def test_what_is_soon_there_is_waited_for(web: Web, animation: str, waited: bool) -> None:  # noqa: FBT001 - a column
    moved = f"""(async () => {{
        document.head.innerHTML = '<style>@keyframes in {{ from {{ opacity: 0 }} }}</style>';
        document.body.innerHTML = '<p style="animation: in {animation}">通知</p>';
        const calm = await stepfree.settled(100, 5000);
        return [calm, document.getAnimations().length === 0];
    }})()"""
    assert _told(web, moved) == [True, waited]


def test_a_page_where_something_always_fades_is_not_waited_for_twice(web: Web) -> None:
    fades = """(async () => {
        const fade = () => document.body.animate({ opacity: [0, 1] }, 300);
        fade();
        setInterval(fade, 200);
        await stepfree.stilled();
        const start = document.timeline.currentTime;
        await stepfree.stilled();
        return document.timeline.currentTime === start;
    })()"""
    assert _told(web, fades) is True


def test_a_page_is_looked_at_when_it_has_faded_in(web: Web) -> None:
    # Half-way a dark text is as faint as one that stays so.
    fades = "<style>@keyframes in { from { opacity: 0.1 } } p { animation: in 1.5s }</style><p>通知公告</p>"
    assert web.see(fades, rules=("axe-color-contrast",)).outcome("axe-color-contrast") is Outcome.PASSED
