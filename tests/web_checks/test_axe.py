"""axe in real pages: what crosses from its JSON, frames judged together, and the isolated world's equal findings."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from audit.model import Impact, Outcome, Reason, UsageError
from web_checks import axe
from web_checks.browser import core_script

if TYPE_CHECKING:
    from tests.web_checks.conftest import Seen, Web

ALL = ("axe-all",)
FAULTS = """<img src="/x.png"><p style="color:#aaa;background:#fff">灰字</p><a href="/empty"></a>
<button></button><div role="listitem">孤儿</div><p style="background:url(/x.png);color:#777">图上的字</p>"""


def _see(web: Web, html: str, **others: str) -> Seen:
    return web.see(html, rules=ALL, others={f"/{name}": text for name, text in others.items()})


def _faults(seen: Seen) -> list[tuple[str, Outcome, str]]:
    return [(found.rule, found.outcome, found.target.selector) for found in seen.result.findings]


# ---- what the answer means


def _answer(**rule: Any) -> str:
    known = {"id": "image-alt", "help": "x", "impact": "critical", "tags": ["wcag2a", "wcag111"], "passed": 0}
    return json.dumps([{**known, "failed": [], "incomplete": [], **rule}])


def _node(path: str = "html>body>img", **more: Any) -> dict[str, Any]:
    return {"selector": "img", "snippet": "<img>", "path": path, "impact": "serious", "checks": [], **more}


def test_incomplete_is_cant_tell_with_rule_and_target_kept() -> None:
    (found,) = axe.judge(_answer(incomplete=[_node()]), axe.rules())
    (verdict,) = found.verdicts
    assert (found.rule.id, verdict.outcome, verdict.target.selector) == ("axe-image-alt", Outcome.CANT_TELL, "img")
    assert verdict.impact is Impact.SERIOUS
    assert found.tally.outcome is Outcome.CANT_TELL


def test_copies_of_one_component_are_counted_once() -> None:
    (found,) = axe.judge(_answer(failed=[_node(), _node(), _node("html>body>main>img")], passed=4), axe.rules())
    assert len(found.verdicts) == 3
    assert found.tally == (4, 2, 0)


def test_a_contrast_is_measured() -> None:
    facts = {"fgColor": "#aaa", "bgColor": "#fff", "contrastRatio": 2.32, "expectedContrastRatio": "4.5:1"}
    node = _node(checks=[["color-contrast", "too low", facts]])
    (found,) = axe.judge(_answer(id="color-contrast", failed=[node]), axe.rules())
    measured = found.verdicts[0].measurement
    assert measured is not None
    assert (measured.value, measured.limit, measured.unit) == (2.32, 4.5, ":1")
    assert found.verdicts[0].message is not None
    assert "2.32" in found.verdicts[0].message.zh


def test_rules_that_the_table_lacks_are_built_from_what_axe_says() -> None:
    (found,) = axe.judge(_answer(id="brand-new", failed=[_node(impact=None)]), axe.rules())
    assert found.rule.id == "axe-brand-new"
    assert found.rule.requirements == ("wcag:1.1.1",)
    assert found.verdicts[0].impact is None


def test_judgements_come_in_the_order_of_their_rules() -> None:
    rules = [json.loads(_answer(id=name))[0] for name in ("label", "bypass", "image-alt")]
    assert [found.rule.id for found in axe.judge(json.dumps(rules), {})] == ["axe-bypass", "axe-image-alt", "axe-label"]


def test_another_script_must_be_axe(tmp_path: Path) -> None:
    other = tmp_path / "axe.js"
    other.write_text("/*! axe v9.8.7 */", "utf-8")
    assert axe.script(other).version == "9.8.7"
    for text in (b"/* jquery v1.2.3 */", b"\xff\xfe"):
        other.write_bytes(text)
        with pytest.raises(UsageError, match="axe-script"):
            axe.script(other)
    with pytest.raises(UsageError, match="axe-script"):
        axe.script(tmp_path / "missing.js")


# ---- axe in a real page


def test_the_isolated_world_finds_what_axe_finds_in_the_page_s_own(web: Web) -> None:
    ours = _faults(_see(web, FAULTS))

    async def in_the_page() -> dict[str, Any]:
        assert web.browser._browser is not None
        context = await web.browser._browser.new_context(viewport={"width": 1280, "height": 720})
        page = await context.new_page()
        await page.goto("http://pages.test/page.html")
        await page.evaluate(axe.script().source)
        found: dict[str, Any] = await page.evaluate(f"axe.run(document, {axe.options()})")
        await context.close()
        return found

    told = web.runner.run(in_the_page())
    plain = {
        (f"axe-{rule['id']}", outcome, " >>> ".join(node["target"]))
        for kind, outcome in (("violations", Outcome.FAILED), ("incomplete", Outcome.CANT_TELL))
        for rule in told[kind]
        for node in rule["nodes"]
    }
    assert len(plain) >= 5
    assert {Outcome.FAILED, Outcome.CANT_TELL} == {outcome for _, outcome, _ in plain}
    assert set(ours) == plain
    assert len(ours) == len(plain)


_COLOURS = (
    "#abc",
    "#abcd",
    "rgb(1 2 3)",
    "rgba(1,2,3,.4)",
    "hsl(2.5rad 40% 50%)",
    "hsl(.3turn 40% 50% / .5)",
    "lab(50% 20 none)",
    "oklch(60% .15 50)",
    "oklab(.5 .1 -.1 / .7)",
    "color(display-p3 1 .2 .1)",
    "color(srgb-linear .2 .4 1.5)",
    "Transparent",
)
_TEXTS = "".join(
    f'<div style="background:{back};color:{front};opacity:{1 - n / 20}">字色与底色<b>粗的字</b><i>斜的字</i></div>'
    for n, (back, front) in enumerate(zip(_COLOURS, _COLOURS[5:] + _COLOURS[:5], strict=True))
)


def test_colours_that_axe_remembers_are_those_that_it_reads(web: Web) -> None:
    web.server.page(
        "/colours.html", f'<!doctype html><html lang="zh"><title>色</title><main>{_TEXTS}{FAULTS}</main></html>'
    )
    runs = f"stepfree.axe.run({axe.options()})"
    read = """(texts) => texts.map((text) => {
        const one = new axe.commons.color.Color();
        try {
            one.parseString(text);
        } catch (error) {
            return error.message;
        }
        return [one.r, one.g, one.b, one.red, one.green, one.blue, one.alpha, one.toHexString()].map(String);
    })"""
    texts = [*_COLOURS, "color-mix(in srgb, red", "no colour", *_COLOURS, "no colour"]

    async def told(*, remember: bool) -> tuple[object, object]:
        assert web.browser._browser is not None
        context = await web.browser._browser.new_context()
        page = await context.new_page()
        await page.goto("http://pages.test/colours.html")
        for source in (axe.script().source, core_script(), axe.glue(remember=remember)):
            await page.evaluate(source)
        answers = await page.evaluate(runs), await page.evaluate(read, texts)
        await context.close()
        return answers

    published = web.runner.run(told(remember=False))
    assert web.runner.run(told(remember=True)) == published
    assert '"color-contrast"' in str(published[0])


_POLICY = "default-src 'none'; require-trusted-types-for 'script'"
_POISON = """<script>Array.prototype.map = Array.prototype.filter = Element.prototype.matches =
Document.prototype.querySelectorAll = () => { throw new Error('poisoned') };
Object.defineProperty(Object.prototype, 'selector', {get() { return 'poisoned' }, set() {}});
JSON.stringify = () => '[]'; window.axe = {run: () => Promise.resolve({violations: []})};
window.Promise = window.WeakMap = window.Set = null; window.stepfree = {observe: () => '{}'};</script>"""


@pytest.mark.parametrize(
    "hostile",
    [f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">', _POISON],
    ids=["strict policies", "poisoned prototypes"],
)
def test_a_page_cannot_change_what_is_found(web: Web, hostile: str) -> None:
    page = (
        '<!doctype html><html lang="zh"><head><title>页</title>{}</head><body><main><h1>x</h1>{}</main></body></html>'
    )
    # A strict policy does not apply style attributes: these faults need none.
    faults = '<img src="/x.png"><a href="/empty"></a><button></button><input>'
    expected = _faults(_see(web, page.format("", faults)))
    assert len(expected) >= 4
    assert _faults(_see(web, page.format(hostile, faults))) == expected


_INNER = '<!doctype html><html lang="zh"><title>内</title><main><h1>内</h1><img src="/x.png">{}</main></html>'


def test_frames_of_the_site_are_judged_with_the_page(web: Web) -> None:
    outer = '<iframe id="outer" title="outer" src="/outer"></iframe>'
    inner = '<iframe id="inner" title="inner" src="/inner"></iframe>'
    written = '<iframe id="s" title="s" srcdoc="<img src=/x.png>"></iframe>'
    seen = _see(
        web,
        f'<main><h1>外</h1><img src="/x.png">{outer}{written}</main>',
        outer=_INNER.format(inner),
        inner=_INNER.format(""),
    )
    expected = ["#outer >>> #inner >>> img", "#outer >>> img", "#s >>> img", "img"]
    assert sorted(seen.selectors("axe-image-alt")) == expected
    # Each document may have a main landmark of its own.
    assert seen.outcome("axe-landmark-no-duplicate-main") is not Outcome.FAILED
    assert list(seen.result.untested) == []


def test_frames_of_others_are_untested_by_name(web: Web) -> None:
    seen = _see(web, '<iframe title="x" src="http://other.test/ad"></iframe><img src="/x.png">')
    missed = {(untested.what, untested.reason) for untested in seen.result.untested}
    assert missed == {("frame http://other.test/ad", Reason.THIRD_PARTY_FRAME)}
    assert seen.selectors("axe-image-alt") == ["img"]


def test_frames_that_are_hidden_gone_or_added_do_no_harm(web: Web) -> None:
    seen = _see(
        web,
        '<img src="/x.png"><iframe title="a" id="a" style="display:none" src="/inner"></iframe>'
        '<iframe title="b" id="b" src="/missing"></iframe><iframe title="c" id="c"></iframe>'
        '<script>onload = () => { c.remove(); const f = document.createElement("iframe"); f.title = "d"; '
        "document.body.append(f) }</script>",
        inner=_INNER.format(""),
    )
    assert "img" in seen.selectors("axe-image-alt")


def test_shadow_roots_are_pierced_in_selectors(web: Web) -> None:
    seen = _see(
        web,
        '<div id="host"></div><script>const root = host.attachShadow({mode: "open"}); '
        "root.innerHTML = '<section id=deep></section>'; "
        "root.firstChild.attachShadow({mode: 'open'}).innerHTML = '<img src=/x.png>'</script>",
    )
    assert seen.selectors("axe-image-alt") == ["#host >>> #deep >>> img"]


def test_a_frame_inside_a_shadow_root_is_judged(web: Web) -> None:
    seen = _see(
        web,
        '<div id="host"></div><script>host.attachShadow({mode: "open"}).innerHTML = '
        "'<iframe id=f title=f src=/inner></iframe>'</script>",
        inner=_INNER.format(""),
    )
    assert seen.selectors("axe-image-alt") == ["#host >>> #f >>> img"]
