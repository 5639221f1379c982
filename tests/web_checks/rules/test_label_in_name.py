"""label-in-name: whole words, parts of words, Chinese, brackets, and what is not judged here."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from audit.model import Outcome
from web_checks.wording import spoken_words

if TYPE_CHECKING:
    from tests.web_checks.conftest import Web

RULE = "label-in-name"


@pytest.mark.parametrize(
    ("shown", "name"),
    [
        ("Go on", "Go on to the payment"),
        ("  Next <b>page</b> ", "next page of the list"),
        ("查询", "按姓名查询进度"),
        ("Download (PDF)", "Download the form"),
        ("ID 办理", "ID办理：居住证"),
    ],
)
def test_a_name_that_holds_the_words_passes(web: Web, shown: str, name: str) -> None:
    assert web.see(f'<button aria-label="{name}">{shown}</button>', rules=(RULE,)).outcome(RULE) is Outcome.PASSED


@pytest.mark.parametrize(("shown", "name"), [("Sign in", "Sign instead"), ("Art", "Start"), ("Go on", "Goon squad")])
def test_a_name_that_holds_only_the_letters_fails(web: Web, shown: str, name: str) -> None:
    seen = web.see(f'<a href="/" id="a" aria-label="{name}">{shown}</a>', rules=(RULE,))
    assert seen.selectors(RULE) == ["#a"]


@pytest.mark.parametrize(
    "html",
    [
        '<button aria-label="Send">Go</button>',  # axe's
        '<button aria-label="exit">x</button>',
        '<button aria-label="search"><svg width="9" height="9"></svg></button>',
        '<button aria-label="Start" hidden>Art</button>',
        '<input aria-label="Start">',
        "<button>Art</button>",
    ],
)
def test_other_things_are_inapplicable(web: Web, html: str) -> None:
    assert web.see(html, rules=(RULE,)).outcome(RULE) is Outcome.INAPPLICABLE


def test_words_are_said_without_what_brackets_hold() -> None:
    assert spoken_words("Sign-in (必填) ２ 办理") == ["sign", "in", "2", "办", "理"]


@pytest.mark.parametrize(
    ("label", "name", "outcome"),
    [
        ("出生日期", "字段一", Outcome.CANT_TELL),
        ("Date of birth", "Form field 1", Outcome.CANT_TELL),
        ("Date of birth", "Your date", Outcome.INAPPLICABLE),
        ("(*)", "Form field 1", Outcome.INAPPLICABLE),
    ],
)
def test_a_field_named_without_a_word_of_its_label_is_for_a_person(
    web: Web, label: str, name: str, outcome: Outcome
) -> None:
    seen = web.see(f'<label for="f">{label}</label><input id="f" aria-label="{name}">', rules=(RULE,))
    assert seen.outcome(RULE) is outcome
