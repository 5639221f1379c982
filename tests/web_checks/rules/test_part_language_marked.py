"""part-language-marked: other scripts on a page, long, short, marked and not."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from audit.model import Outcome

if TYPE_CHECKING:
    from tests.web_checks.conftest import Web

RULE = "part-language-marked"
UYGHUR = "شىنجاڭ ئۇيغۇر ئاپتونوم رايونلۇق خەلق ھۆكۈمىتى بۈگۈن يىغىن ئاچتى"
PAGE = "<p>市政府办公室关于印发年度重点工作安排的通知，请各单位认真贯彻执行，按时报送工作进展情况。</p>"
TIBETAN = "བོད་རང་སྐྱོང་ལྗོངས་མི་དམངས་སྲིད་གཞུང་གིས་དེ་རིང་ཚོགས་འདུ་འཚོགས་ཡོད་པ་རེད།"


@pytest.mark.parametrize("text", [UYGHUR, TIBETAN])
def test_a_sentence_in_another_script_fails(web: Web, text: str) -> None:
    assert web.see(f"{PAGE}<p>{text}</p>", rules=(RULE,)).outcome(RULE) is Outcome.FAILED


@pytest.mark.parametrize("text", ["Официальный сайт", "The council will meet on the first Monday of March"])
def test_a_name_or_a_latin_sentence_is_for_a_person(web: Web, text: str) -> None:
    assert web.see(f"{PAGE}<p>{text}</p>", rules=(RULE,)).outcome(RULE) is Outcome.CANT_TELL


@pytest.mark.parametrize(
    "html",
    [f'<p lang="ug">{UYGHUR}</p>', "<p>市政府 Beijing Office 印发</p>", "<p>通知公告</p>", "<p>WCAG HTML CSS</p>"],
)
def test_what_is_marked_or_short_is_not_its_business(web: Web, html: str) -> None:
    assert web.see(html, rules=(RULE,)).outcome(RULE) is Outcome.INAPPLICABLE


def test_a_page_that_declares_the_wrong_language_has_one_fault_not_many(web: Web) -> None:
    text = f"<p>{'市政府办公室关于印发年度重点工作安排的通知。' * 4}</p><p>公安机关备案：15081599</p>"
    html = f'<html lang="en"><title>x</title>{text}</html>'
    assert web.see(html, rules=(RULE,)).outcome(RULE) is Outcome.INAPPLICABLE


ENGLISH = "<p>The council meets on the first Monday of the month, and everyone is welcome to speak to it.</p>" * 3
SAYING = "No hay mal que por bien no venga"


def _on_an_english_page(web: Web, html: str) -> Outcome:
    page = f'<html lang="en"><title>Council</title><main>{ENGLISH}{html}</main></html>'
    return web.see(page, rules=(RULE,)).outcome(RULE)


@pytest.mark.parametrize("text", [SAYING, "いただきます", "Esta página es sólo para fines de demostración y prueba"])
def test_a_sentence_in_another_language_of_one_script_is_for_a_person(web: Web, text: str) -> None:
    assert _on_an_english_page(web, f"<p>They say <q>{text}</q>.</p>") is Outcome.CANT_TELL


@pytest.mark.parametrize(
    "html",
    [
        f'<p>They say <q lang="es">{SAYING}</q>.</p>',
        "<p>They say <q>coq au vin</q>.</p>",  # a name of few words
        "<p>中文版</p>",
        "<p>Planning, housing, roads, libraries, parks, waste, schools, taxes, elections</p>",
    ],
)
def test_what_is_marked_short_or_english_is_not_its_business(web: Web, html: str) -> None:
    assert _on_an_english_page(web, html) is Outcome.INAPPLICABLE
