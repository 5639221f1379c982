"""An overlay is named for a person to look at; it never passes and never fails a page."""

from __future__ import annotations

from audit.model import Outcome
from tests.web_checks.conftest import Web

RULE = "accessibility-overlay"


def test_an_overlay_is_for_a_person_once_for_each_product(web: Web) -> None:
    seen = web.see(
        '<script src="https://cdn.userway.org/widget.js"></script><script src="https://cdn.userway.org/b.js"></script>'
        '<script src="/wza/assist.js?sid=1"></script>',
        rules=(RULE,),
    )
    assert seen.outcome(RULE) is Outcome.CANT_TELL
    assert [finding.message.zh.split("。")[0] for finding in seen.findings(RULE)] == [
        "浮层工具：UserWay",
        "浮层工具：aria.js / assist.js",
    ]


def test_an_overlay_inside_a_frame_is_found_there(web: Web) -> None:
    seen = web.see(
        """<iframe srcdoc="<script src='https://acsbapp.com/a.js'></script>" title=t></iframe>""", rules=(RULE,)
    )
    (selector,) = seen.selectors(RULE, Outcome.CANT_TELL)
    assert " >>> " in selector


def test_pages_without_one_are_inapplicable(web: Web) -> None:
    assert web.see('<script src="/js/jquery.js"></script>', rules=(RULE,)).outcome(RULE) is Outcome.INAPPLICABLE
