"""Passages in another language that nothing marks: Tibetan, Uyghur or English sentences on a Chinese page.

Whom it hurts: a screen reader spells the passage with the wrong voice, or skips it. Tested: stretches of at least
eight letters (six on a page in Latin letters) in a script that the declared language does not use, and of eight Latin
words in a language other than the page's, by a language detector. Left to a person: Latin stretches and short ones,
which may be names and terms.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from audit.model import Impact, Outcome, Rule, Scope, Text, Verdict
from web_checks import language
from web_checks.page import Page
from web_checks.probes import languages
from web_checks.probes.languages import Piece

RULE = Rule(
    id="part-language-marked",
    title=Text("外文或少数民族文字没有标明语言", "Passage in another language is not marked"),
    whom=Text(
        "读屏软件用中文语音去读藏文、维吾尔文或英文句子，读错、乱拼或整段跳过。",
        "A screen reader reads a Tibetan, Uyghur or English passage with the page's voice: wrongly, or not at all.",
    ),
    mend=Text(
        '在这段文字外加 lang，例如 <p lang="bo">、<p lang="ug">、<p lang="en">。',
        'Put a lang attribute around the passage, for example <p lang="bo">, <p lang="ug"> or <p lang="en">.',
    ),
    impact=Impact.MODERATE,
    scope=Scope.PAGE,
    requirements=("wcag:3.1.2",),
    needs=("languages",),
    outcomes=frozenset({Outcome.FAILED, Outcome.CANT_TELL, Outcome.INAPPLICABLE}),
)

_HAN = "CJK"  # as Unicode names the script
# Letters and vowel signs: most official names have fewer.
_SENTENCE = 40


def judge(page: Page) -> Iterator[Verdict]:
    """Yield a verdict for each unmarked stretch that the declared language cannot be."""
    seen = page.answer(languages.PROBE)
    found = language.detect(seen.page.text) if seen.page else None
    for piece in seen.stretches:
        # A page that declares another language than it is in has one fault, not one for each paragraph.
        verdict = _judge(piece, found.code if found else "")
        if verdict:
            yield verdict


def _judge(piece: Piece, main: str) -> Verdict | None:
    script = _script(piece.text)
    found = language.detect(piece.text)
    # A few characters are too short for the detector, and can hardly be of another language than the page's others.
    code = found.code if found else "zh" if script == _HAN else ""
    if not language.primary(piece.lang) or (code and any(language.matches(lang, code) for lang in (piece.lang, main))):
        return None
    if script == "LATIN":
        if not code:
            return None
        why = Text(
            f"这段文字像是“{code}”，请人判断是否应标明语言",
            f"This seems to be “{code}”: a person should say whether to mark it",
        )
        return Verdict(Outcome.CANT_TELL, piece.target, why)
    named = code or script.title()
    why = Text(
        f"“{named}”文字没有标明语言，页面声明的是“{piece.lang[:40]}”",
        f"A passage in “{named}” is not marked; the page declares “{piece.lang[:40]}”",
    )
    # Names keep their own script; a sentence is no name.
    long = sum(unicodedata.category(sign)[0] in "LM" for sign in piece.text) >= _SENTENCE
    return Verdict(Outcome.FAILED if long else Outcome.CANT_TELL, piece.target, why)


def _script(text: str) -> str:
    """Return the script of a text's first letter, as Unicode names it."""
    return next((unicodedata.name(letter, "").split(" ")[0] for letter in text if letter.isalpha()), "")
