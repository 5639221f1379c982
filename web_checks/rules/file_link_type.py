"""Links to files that do not say that a file comes, or of what kind.

Whom it hurts: people who use a screen reader or a phone start a download, or another program, without meaning to.
Tested: links to documents, archives and media against their names, titles and icons. Left to a person: nothing; it is
good practice and breaks no criterion.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from audit.model import Impact, Outcome, Rule, Scope, Text, Verdict
from web_checks.page import Page
from web_checks.probes import controls

RULE = Rule(
    id="file-link-type",
    title=Text("下载链接没有说明文件类型", "Link to a file does not say of what kind"),
    whom=Text(
        "读屏软件和手机的使用者点了才发现是下载文件，或打开了另一个程序，不知道怎么回来。",
        "People who use a screen reader or a phone start a download or another program without meaning to.",
    ),
    mend=Text(
        "在链接文字里写出类型和大小，如“办事指南（PDF，1.2 MB）”。",
        "Name kind and size in the link, such as “Guide (PDF, 1.2 MB)”.",
    ),
    impact=Impact.MINOR,
    scope=Scope.PAGE,
    needs=("controls",),
)

_FAMILIES = (
    ({"doc", "docx", "wps", "rtf"}, r"\bdocx?\b|word|\bwps\b|文档"),
    ({"xls", "xlsx", "et", "csv"}, r"\bxlsx?\b|excel|\bcsv\b|表格"),
    ({"ppt", "pptx", "dps"}, r"\bpptx?\b|powerpoint|幻灯|课件"),
    ({"zip", "rar", "7z"}, r"\bzip\b|\brar\b|\b7z\b|压缩"),
    ({"mp3", "m4a", "wav", "wma", "ogg"}, r"音频|录音|声音|收听|audio|recording|sound|listen"),
    ({"mp4", "m4v", "mov", "avi", "wmv", "flv", "mkv", "webm"}, r"视频|录像|影片|动画|观看|video|film|movie|watch"),
    ({"apk", "exe"}, r"\bapk\b|\bexe\b|安卓|android|安装|程序|客户端"),
)
# Words that say a file comes, though not of what kind.
_FILE = r"附件|下载|download|attachment"


def judge(page: Page) -> Iterator[Verdict]:
    """Yield a verdict for each link to a file."""
    for link in page.answer(controls.PROBE).files:
        words = next((words for kinds, words in _FAMILIES if link.kind in kinds), rf"\b{link.kind}\b")
        # A letter of another script beside the suffix is no boundary: 指南pdf says it.
        told = rf"(?<![A-Za-z]){re.escape(link.kind)}(?![A-Za-z])|{words}|{_FILE}"
        if re.search(told, link.name, re.IGNORECASE):
            yield Verdict(Outcome.PASSED, link.target, Text("说明了文件类型", "It says what comes"))
        else:
            message = Text("链接指向 {kind} 文件，名称里没有说", "The link leads to a {kind} file and does not say so")
            yield Verdict(Outcome.FAILED, link.target, message.format(kind=link.kind.upper()))
