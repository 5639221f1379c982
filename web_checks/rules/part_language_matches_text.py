"""Parts of a page whose lang attribute names another language than their text is in.

Whom it hurts: a screen reader changes its voice to a language that the passage is not in. Tested: the text under each
lang attribute inside the page, by a language detector that is asked twice, the second time biased to the declared
language. Left to a person: passages in several languages or too short to know.
"""

from __future__ import annotations

from collections.abc import Iterator

from audit.model import Impact, Outcome, Rule, Scope, Text, Verdict
from web_checks import language
from web_checks.page import Page
from web_checks.probes import languages
from web_checks.probes.languages import Piece

RULE = Rule(
    id="part-language-matches-text",
    title=Text("局部声明的语言与文字不符", "Declared language of a part is not that of its text"),
    whom=Text(
        "读屏软件会换成另一种语言的语音来读这一段，听的人反而听不懂。",
        "A screen reader changes to the voice of a language that the passage is not in.",
    ),
    mend=Text(
        "把 lang 改成这段文字真正的语言；从别处复制来的 lang 应删去。",
        "Set lang to the passage's own language; remove a lang that was copied from elsewhere.",
    ),
    impact=Impact.MODERATE,
    scope=Scope.PAGE,
    requirements=("wcag:3.1.2",),
    act_rules=("off6ek",),
    needs=("languages",),
    outcomes=frozenset({Outcome.PASSED, Outcome.FAILED, Outcome.CANT_TELL, Outcome.INAPPLICABLE}),
)

# Share of the text: below it, the passage is of several languages.
_MOST = 0.8


def judge(page: Page) -> Iterator[Verdict]:
    """Yield a verdict for each part that declares a language and has enough text to know its own."""
    for piece in page.answer(languages.PROBE).parts:
        if verdict := _judge(piece):
            yield verdict


def _judge(piece: Piece) -> Verdict | None:
    found = language.detect(piece.text)
    if found is None:
        return None
    if language.matches(piece.lang, found.code):
        return Verdict(Outcome.PASSED, piece.target, Text("语言相符", "The language matches"))
    biased = language.detect(piece.text, hint=piece.lang)
    sure = found.share >= _MOST and biased is not None and biased.code == found.code
    why = Text(
        f"lang 写的是“{piece.lang[:40]}”，文字{'是' if sure else '像是'}“{found.code}”",
        f"lang says “{piece.lang[:40]}” but the text {'is' if sure else 'seems to be'} “{found.code}”",
    )
    return Verdict(Outcome.FAILED if sure else Outcome.CANT_TELL, piece.target, why)
