"""Pages whose lang attribute names another language than their text is in.

Whom it hurts: a screen reader reads Chinese with an English voice, or English with a Chinese one, and nobody
understands it. Tested: the visible text, the text alternatives and the title that no other lang covers, by a language
detector that is asked twice, the second time biased to the declared language; Chinese by its characters. Left to a
person: pages of several languages or of few words, and simplified against traditional characters. A page without lang
is axe's html-has-lang.
"""

from __future__ import annotations

from collections.abc import Iterator

from audit.model import Impact, Outcome, Rule, Scope, Text, Verdict
from web_checks import language
from web_checks.page import Page
from web_checks.probes import languages

RULE = Rule(
    id="page-language-matches-text",
    title=Text("页面声明的语言与文字不符", "Declared page language is not that of the text"),
    whom=Text(
        '读屏软件按 lang 选择语音；中文页写成 lang="en"，中文就会用英文语音读，听不懂或干脆不读。',
        "A screen reader picks its voice by lang: Chinese in an English voice cannot be understood, or is skipped.",
    ),
    mend=Text(
        '简体中文页写 <html lang="zh-CN">，英文版写 lang="en"；各语言版本的模板分开设置，不要照抄。',
        'Write <html lang="zh-CN"> on pages in simplified Chinese, lang="en" on English ones; set it in each template.',
    ),
    impact=Impact.SERIOUS,
    scope=Scope.PAGE,
    requirements=("wcag:3.1.1",),
    act_rules=("ucwvc8",),
    needs=("languages",),
    outcomes=frozenset({Outcome.PASSED, Outcome.FAILED, Outcome.CANT_TELL, Outcome.INAPPLICABLE}),
)

# Share of the text: below it, the page is of several languages.
_MOST = 0.8
_TRADITIONAL = ("hant", "tw", "hk", "mo")


def judge(page: Page) -> Iterator[Verdict]:
    """Yield one verdict for a page that declares a language and has enough text to know its own."""
    piece = page.answer(languages.PROBE).page
    if piece is None or not language.primary(piece.lang):
        return
    found = language.detect(piece.text)
    if found is None:
        return
    said = {"declared": piece.lang[:40], "found": found.code, "share": f"{found.share:.0%}"}
    if language.matches(piece.lang, found.code):
        subtags = piece.lang.lower().replace("_", "-").split("-")
        if (
            found.code == "zh"
            and found.traditional != any(subtag in _TRADITIONAL for subtag in subtags)
            and (found.traditional or piece.lang.lower() != "zh")
        ):
            yield Verdict(Outcome.CANT_TELL, piece.target, _CHARACTERS.format(**said))
        else:
            yield Verdict(Outcome.PASSED, piece.target, Text("语言相符", "The language matches"))
        return
    # Of a few words the detector may be sure and wrong; told what is expected, it then says what is declared.
    biased = language.detect(piece.text, hint=piece.lang)
    if biased is not None and language.matches(piece.lang, biased.code):
        yield Verdict(Outcome.CANT_TELL, piece.target, _FEW.format(**said))
        return
    clear = found.share >= _MOST
    yield Verdict(
        Outcome.FAILED if clear else Outcome.CANT_TELL, piece.target, (_OTHER if clear else _MIXED).format(**said)
    )


_OTHER = Text(
    "lang 写的是“{declared}”，文字的 {share} 是“{found}”", "lang says “{declared}” but {share} of the text is “{found}”"
)
_MIXED = Text(
    "lang 写的是“{declared}”，文字以“{found}”居多（{share}），请人判断页面的主要语言",
    "lang says “{declared}”, most of the text is “{found}” ({share}): a person should say which is the page's language",
)
_FEW = Text(
    "lang 写的是“{declared}”，文字太少，也可能是“{found}”，请人看一看",
    "lang says “{declared}”; the text is short and may be “{found}” as well: a person should look",
)
_CHARACTERS = Text(
    "lang 写的是“{declared}”，请人看一看文字是简体还是繁体",
    "lang says “{declared}”: a person should look whether the characters are simplified or traditional",
)
