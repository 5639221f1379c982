"""page-language-matches-text: Chinese by its characters, other languages by the detector."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from audit.model import Outcome

if TYPE_CHECKING:
    from tests.web_checks.conftest import Web

RULE = "page-language-matches-text"
ZH = "<p>市政府办公室关于印发年度重点工作安排的通知，请各单位认真贯彻执行，按时报送进展情况。</p>"
EN = "<p>The municipal government published its work report for the coming year this morning.</p>"
DE = "<p>Die Stadtverwaltung veröffentlicht heute ihren Bericht über das vergangene Jahr und die Pläne.</p>"


def _see(web: Web, lang: str, body: str, title: str = "") -> Outcome:
    html = (
        f"<!doctype html><html{lang and f' lang={lang}'}><head><title>{title}</title></head><body>{body}</body></html>"
    )
    return web.see(html, rules=(RULE,)).outcome(RULE)


@pytest.mark.parametrize(
    ("lang", "body"),
    [
        ("en", ZH),
        ("zh-CN", EN),
        ("en-US", DE),
        ("ja", ZH),
        ("en", '<img src="/x.png" alt="市政府办公室印发重点工作安排">'),
    ],
)
def test_another_language_than_the_text_fails(web: Web, lang: str, body: str) -> None:
    assert _see(web, lang, body) is Outcome.FAILED


@pytest.mark.parametrize(
    ("lang", "body"),
    [
        ("zh-CN", ZH),
        ("ZH", ZH),
        ("zh_CN", ZH),
        ("cmn-Hans", ZH),
        ("en-GB", EN),
        ("de", DE),
        ("zh-CN", ZH + f'<div lang="en">{EN * 9}</div>'),
    ],
)
def test_the_language_of_the_text_passes(web: Web, lang: str, body: str) -> None:
    assert _see(web, lang, body) is Outcome.PASSED


def test_traditional_characters_declared_simplified_are_for_a_person(web: Web) -> None:
    body = "<p>歡迎瀏覽政府網站，請點擊這裡查看詳細資訊，並與我們聯絡，謝謝您的意見與支持。</p>"
    assert _see(web, "zh-CN", body) is Outcome.CANT_TELL
    assert _see(web, "zh-HK", body) is Outcome.PASSED


def test_a_few_words_that_may_be_of_either_language_are_for_a_person(web: Web) -> None:
    # The detector is sure that these English words are Slovak, until it is told what to expect.
    assert _see(web, "en", "<p>test nav pre footer info</p>") is Outcome.CANT_TELL
    assert _see(web, "en", "<p>Die Stadtverwaltung veröffentlicht heute</p>") is Outcome.FAILED


def test_a_page_of_two_languages_is_for_a_person(web: Web) -> None:
    assert (
        _see(web, "fr", EN * 2 + "<p>Die Stadtverwaltung veröffentlicht heute ihren Bericht über das Jahr.</p>")
        is Outcome.CANT_TELL
    )


@pytest.mark.parametrize(
    ("lang", "body"), [("", ZH), ("en", "<p>通知</p>"), ("en", f"<div hidden>{ZH}</div>"), ("en", "")]
)
def test_no_language_or_too_little_text_is_not_its_business(web: Web, lang: str, body: str) -> None:
    assert _see(web, lang, body) is Outcome.INAPPLICABLE
