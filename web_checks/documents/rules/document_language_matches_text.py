"""Documents whose declared language is not that of their text.

Whom it hurts: a screen reader reads Chinese with an English voice and nobody understands it; the usual cause is a
program that was installed in English. Tested: the beginning of the text, by a language detector, against the language
declared for most of it. Left to a person: documents of several languages, a few words that may be but names, and
text that looks like Latin, which fills a form that nobody has written yet.
"""

from __future__ import annotations

from collections.abc import Iterator

from audit.model import Impact, Outcome, Rule, Scope, Text, Verdict
from web_checks import language
from web_checks.documents.document import Document
from web_checks.documents.kinds import Format

RULE = Rule(
    id="document-language-matches-text",
    title=Text("文档声明的语言与文字不符", "Declared document language is not that of the text"),
    whom=Text(
        "读屏软件按声明的语言选语音；中文文档声明成英文，读出来就听不懂，或者整段不读。",
        "A screen reader picks its voice by the declared language: Chinese declared as English cannot be understood.",
    ),
    mend=Text(
        "把文档语言改成文字所用的语言：简体中文写 zh-CN；Word 和 PowerPoint 在“审阅－语言”中全选设置后再导出。",
        "Set the document's language to that of its text, zh-CN for simplified Chinese; in Word and PowerPoint select "
        "all and use Review, Language, then export again.",
    ),
    impact=Impact.SERIOUS,
    scope=Scope.PAGE,
    requirements=("wcag:3.1.1",),
    outcomes=frozenset({Outcome.PASSED, Outcome.FAILED, Outcome.CANT_TELL, Outcome.INAPPLICABLE}),
)

# Share of the text: below it, the document is of several languages.
_MOST = 0.8
_FILLER = "la"
# Latin letters up to which a text may be but names, which the detector takes for some language or other.
_NAMES, _LAST_LATIN = 150, "\u024f"


def judge(document: Document) -> Iterator[Verdict]:
    """Yield one verdict for a document that declares a language and has enough text to know its own."""
    if not language.primary(document.declared):
        return
    found = language.detect(document.text)
    if found is None:
        return
    said = {"declared": document.declared[:40], "found": found.code, "share": f"{found.share:.0%}"}
    if language.matches(document.declared, found.code):
        yield Verdict(Outcome.PASSED, document.whole, Text("语言相符", "The language matches"))
    elif found.share < _MOST or found.code == _FILLER:
        yield Verdict(Outcome.CANT_TELL, document.whole, _MIXED.format(**said))
    elif _may_be_names(document.text):
        yield Verdict(Outcome.CANT_TELL, document.whole, _SHORT.format(**said))
    elif document.format is Format.PDF:
        yield Verdict(Outcome.FAILED, document.whole, _OTHER.format(**said))
    else:
        # Office programs also guess the language of what is typed, run by run.
        yield Verdict(Outcome.CANT_TELL, document.whole, _PROOFING.format(**said))


def _may_be_names(text: str) -> bool:
    letters = [letter for letter in text if letter.isalpha()]
    return len(letters) < _NAMES and all(letter <= _LAST_LATIN for letter in letters)


_OTHER = Text(
    "声明的语言是“{declared}”，文字的 {share} 是“{found}”",
    "The declared language is “{declared}” but {share} of the text is “{found}”",
)
_MIXED = Text(
    "声明的语言是“{declared}”，文字以“{found}”居多（{share}），请人判断主要语言",
    "The declared language is “{declared}”, most of the text is “{found}” ({share}): a person should say which is the "
    "document's",
)
_SHORT = Text(
    "声明的语言是“{declared}”，不多的文字像是“{found}”，也可能只是名称，请人判断",
    "The declared language is “{declared}”; what little text there is looks like “{found}”, or is but names: a person "
    "should say",
)
_PROOFING = Text(
    "校对语言是“{declared}”，文字的 {share} 是“{found}”，请人确认并改正",
    "The proofing language is “{declared}” but {share} of the text is “{found}”: a person should check and correct it",
)
