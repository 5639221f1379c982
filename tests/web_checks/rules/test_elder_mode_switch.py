"""The switch is pressed: what works passes, what does nothing or takes content away is for a person."""

from __future__ import annotations

import pytest

from audit.model import Depth, Outcome
from tests.web_checks.conftest import Web

RULE = "elder-mode-switch"
NAVIGATION = "<nav>" + "".join(f'<a href="/{name}">{name}</a> ' for name in "甲乙丙丁戊") + "</nav>"


def page(action: str, size: int = 14) -> str:
    return (
        f'{NAVIGATION}<button onclick="{action}">大字版</button>'
        f'<main style="font-size:{size}px"><p>正文正文正文正文正文</p></main>'
    )


GROW = "document.querySelector('main').style.fontSize='{0}px'"
DROP = "document.querySelectorAll('nav a:nth-child(-n+{0})').forEach((a)=>a.remove())"


@pytest.mark.parametrize(
    ("action", "outcome", "said"),
    [
        (GROW.format(18), Outcome.PASSED, ""),
        (GROW.format(17), Outcome.CANT_TELL, "17 像素"),
        ("", Outcome.CANT_TELL, "没有变化"),
        (GROW.format(20) + ";" + DROP.format(1), Outcome.PASSED, ""),
        (GROW.format(20) + ";" + DROP.format(2), Outcome.CANT_TELL, "少了 2 个"),
        ("document.body.style.zoom=1.5", Outcome.PASSED, ""),
        ("location.href='/elder.html'", Outcome.CANT_TELL, "/elder.html"),
        ("window.open('/elder.html')", Outcome.CANT_TELL, "/elder.html"),
    ],
)
def test_what_the_switch_does_decides(web: Web, action: str, outcome: Outcome, said: str) -> None:
    seen = web.see(page(action), depth=Depth.IN_DEPTH, rules=(RULE,))
    assert seen.outcome(RULE) is outcome
    assert all(said in finding.message.zh for finding in seen.findings(RULE))


def test_the_page_is_afterwards_as_it_was(web: Web) -> None:
    remember = "document.querySelector('main').style.width='2000px';localStorage.big=1"
    html = page(remember) + "<script>if (localStorage.big) document.querySelector('main').style.width='2000px'</script>"
    seen = web.see(html, depth=Depth.IN_DEPTH, rules=(RULE, "reflow"))
    assert seen.outcome("reflow") is Outcome.PASSED


def test_links_are_left_to_the_crawl_and_pages_without_a_switch_are_inapplicable(web: Web) -> None:
    for html in ('<a href="/elder.html">长者专区</a>', "<button>提交</button>"):
        assert web.see(html, depth=Depth.IN_DEPTH, rules=(RULE,)).outcome(RULE) is Outcome.INAPPLICABLE
