"""The page is audited with its overlay and without it, and is afterwards as it was."""

from __future__ import annotations

from audit.model import Depth, Outcome
from tests.web_checks.conftest import Answer, Web

RULE = "accessibility-overlay-effect"
SCRIPT = {"Content-Type": "text/javascript"}


def test_what_the_overlay_hides_is_told_and_the_page_comes_back_with_it(web: Web) -> None:
    patch = b"document.querySelectorAll('img').forEach((image) => { image.alt = 'patched'; });"
    web.server.answers["/wza/assist.js"] = Answer(patch, headers=SCRIPT)
    seen = web.see(
        '<main><h1>题</h1><img src="a.png"><img src="b.png"></main><script src="/wza/assist.js?sid=1"></script>',
        depth=Depth.IN_DEPTH,
        rules=(RULE, "axe-image-alt"),
    )
    (finding,) = seen.findings(RULE)
    assert finding.outcome is Outcome.CANT_TELL
    assert "axe-image-alt 0/2" in finding.message.en
    assert finding.measurement is not None
    assert (finding.measurement.value, finding.measurement.limit) == (0, 2)


def test_what_the_overlay_changes_inside_a_frame_counts_too(web: Web) -> None:
    patch = b"onload = () => { frames[0].document.querySelector('img').alt = 'patched'; };"
    web.server.answers["/wza/assist.js"] = Answer(patch, headers=SCRIPT)
    seen = web.see(
        '<h1>题</h1><iframe src="/inner.html" title="内页"></iframe><script src="/wza/assist.js?sid=1"></script>',
        depth=Depth.IN_DEPTH,
        others={"/inner.html": '<html lang="zh"><title>内页</title><img src="a.png"></html>'},
        rules=(RULE,),
    )
    (finding,) = seen.findings(RULE)
    assert "axe-image-alt 0/1" in finding.message.en


def test_an_overlay_that_changes_nothing_passes(web: Web) -> None:
    web.server.answers["/wza/assist.js"] = Answer(b"", headers=SCRIPT)
    html = '<main><h1>题</h1><img src="a.png"></main><script src="/wza/assist.js?sid=1"></script>'
    assert web.see(html, depth=Depth.IN_DEPTH, rules=(RULE,)).outcome(RULE) is Outcome.PASSED


def test_pages_without_an_overlay_are_inapplicable(web: Web) -> None:
    assert web.see("<p>正文</p>", depth=Depth.IN_DEPTH, rules=(RULE,)).outcome(RULE) is Outcome.INAPPLICABLE
