"""Documents that do not say which language they are in.

Whom it hurts: a screen reader picks its voice, and a braille display its code, by the language declared. Tested: PDF:
Lang of the catalogue; DOCX: the language of styles and runs; PPTX: that of the runs of text. A spreadsheet has no place
for it. Left to a person: nothing; whether it is the right language is document-language-matches-text.
"""

from __future__ import annotations

from collections.abc import Iterator

from audit.model import Impact, Outcome, Rule, Scope, Text, Verdict
from web_checks import language
from web_checks.documents.document import Document
from web_checks.documents.kinds import Format

RULE = Rule(
    id="document-language",
    title=Text("文档没有声明语言", "Document does not declare its language"),
    whom=Text(
        "读屏软件按声明的语言选语音；没有声明，中文可能用英文语音读出来，听不懂。",
        "A screen reader picks its voice by the declared language; without one, Chinese may come in an English voice.",
    ),
    mend=Text(
        "PDF：在“文档属性－高级－语言”选“中文（简体）”；Word、PowerPoint：全选文字后用“审阅－语言－设置校对语言”设置，再导出。",
        "PDF: choose the language under document properties, advanced. Word, PowerPoint: select all text, then Review, "
        "Language, Set Proofing Language; export again.",
    ),
    impact=Impact.SERIOUS,
    scope=Scope.PAGE,
    requirements=("wcag:3.1.1",),
)


def judge(document: Document) -> Iterator[Verdict]:
    """Yield one verdict for each document with text, of a format that can tell."""
    if document.format is Format.XLSX or not document.length:
        return
    if not document.declared:
        yield Verdict(Outcome.FAILED, document.whole, Text("没有声明语言", "No language is declared"))
    elif not language.primary(document.declared):
        message = Text("语言“{said}”不是语言代码", "The language “{said}” is no language tag")
        yield Verdict(Outcome.FAILED, document.whole, message.format(said=document.declared[:40]))
    else:
        yield Verdict(Outcome.PASSED, document.whole, Text("声明了语言", "A language is declared"))
