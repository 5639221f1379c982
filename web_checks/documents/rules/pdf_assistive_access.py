"""PDF files whose protection keeps assistive technology out.

Whom it hurts: a screen reader that respects the permission reads nothing; the eye reads on. Tested: the permission for
accessibility of encrypted files. Left to a person: files encrypted by the newest method, where readers no longer ask.
"""

from __future__ import annotations

from collections.abc import Iterator

from audit.model import Impact, Outcome, Rule, Scope, Text, Verdict
from web_checks.documents.document import Document

RULE = Rule(
    id="pdf-assistive-access",
    title=Text("PDF 的加密设置阻止辅助技术", "Protection of a PDF keeps assistive technology out"),
    whom=Text(
        "看得见的人照常能读，读屏软件却被拒绝，一个字也读不出。",
        "The eye reads on, while a screen reader that respects the permission reads nothing.",
    ),
    mend=Text(
        "在“文档属性－安全性”勾选“为视力障碍者启用屏幕阅读器设备的文本访问”，或取消加密。",
        "Under document properties, Security, enable text access for screen reader devices, or remove the encryption.",
    ),
    impact=Impact.CRITICAL,
    scope=Scope.PAGE,
    requirements=("wcag:1.3.1", "wcag:4.1.2"),
    outcomes=frozenset({Outcome.PASSED, Outcome.FAILED, Outcome.CANT_TELL, Outcome.INAPPLICABLE}),
)


def judge(document: Document) -> Iterator[Verdict]:
    """Yield one verdict for each PDF."""
    if document.pdf is None:
        return
    if document.pdf.access:
        yield Verdict(Outcome.PASSED, document.whole, Text("辅助技术可以读取", "Assistive technology may read it"))
    elif document.pdf.access is None:
        message = Text(
            "权限位不许辅助技术读取；新的加密方法下阅读器一般不再理会，请人用读屏软件确认",
            "The permission keeps assistive technology out, but readers no longer ask for it here: a person should try",
        )
        yield Verdict(Outcome.CANT_TELL, document.whole, message)
    else:
        message = Text("权限不许辅助技术读取内容", "Its permissions do not let assistive technology read it")
        yield Verdict(Outcome.FAILED, document.whole, message)
