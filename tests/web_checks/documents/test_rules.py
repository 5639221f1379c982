"""Each rule, over observations: every outcome that it can give, at its limit and just past it."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest

from audit.model import Outcome, Target, worst
from web_checks.documents.colours import contrast
from web_checks.documents.document import (
    Bullets,
    Colours,
    Document,
    Field,
    Heading,
    Link,
    Order,
    Pdf,
    PdfPage,
    Picture,
    Sheet,
    Slide,
    Table,
    TreeFault,
)
from web_checks.documents.judged import judge, rules
from web_checks.documents.kinds import Format

FAILED, CANT_TELL, PASSED, NONE = Outcome.FAILED, Outcome.CANT_TELL, Outcome.PASSED, Outcome.INAPPLICABLE
T = Target("somewhere", "", "docx > part")
RULES = {shelved.rule.id: shelved for shelved in rules()}
ENGLISH = "This report tells the residents of the district what the office has done and what it will do next year. "
CHINESE = "本报告向全区居民说明一年来所做的工作，以及下一年的工作安排，请大家监督并提出意见和建议。"
NAMES = "google yahoo gmail github"
MIXED = CHINESE * 2 + "These are the words of the English summary which stands beside the Chinese text here. " * 2


def docx(**seen: Any) -> Document:
    return Document(Format.DOCX, 1, **seen)


def pdf(*, document: dict[str, Any] | None = None, **seen: Any) -> Document:
    known = {"tagged": True, "marked": True, "shows_title": True, "bookmarks": 0, "access": True, "claim": "", **seen}
    return Document(Format.PDF, (document or {}).pop("pages", 1), pdf=Pdf(**known), **(document or {}))


def page(**seen: Any) -> Document:
    return pdf(pages=(PdfPage(T, **{"characters": 0, "lost": 0, "odd": 0, "covered": 0.0, **seen}),))


def table(**seen: Any) -> Document:
    return docx(tables=(Table(T, **{"rows": 3, "columns": 2, "header": True, **seen}),))


def xlsx(**seen: Any) -> Document:
    return Document(Format.XLSX, 1, **seen)


def stretched(*texts: str) -> Document:
    return docx(stretched=tuple((T, text) for text in texts))


CASES: list[tuple[str, Document, Outcome]] = [
    ("document-title", docx(title="残疾人两项补贴办法"), PASSED),
    ("document-title", docx(title="文档1"), FAILED),
    ("document-title", docx(title="文档管理办法"), PASSED),
    ("document-title", docx(title="20231105"), CANT_TELL),
    ("document-title", docx(), CANT_TELL),
    ("document-title", pdf(), FAILED),
    ("document-language", docx(length=1, language="en"), PASSED),
    ("document-language", docx(length=1), FAILED),
    ("document-language", docx(length=1, language="chinese"), FAILED),
    ("document-language", docx(length=0), NONE),
    ("document-language", xlsx(length=1), NONE),
    ("document-language", docx(length=1, text=CHINESE, east_asian="zh-CN"), PASSED),
    ("document-language-matches-text", pdf(document={"language": "en", "text": ENGLISH}), PASSED),
    ("document-language-matches-text", pdf(document={"language": "en-US", "text": CHINESE}), FAILED),
    ("document-language-matches-text", docx(language="en-US", text=CHINESE), CANT_TELL),
    ("document-language-matches-text", docx(language="en-US", east_asian="zh-CN", text=CHINESE), PASSED),
    ("document-language-matches-text", pdf(document={"language": "fr", "text": MIXED}), CANT_TELL),
    ("document-language-matches-text", pdf(document={"language": "en", "text": "2026"}), NONE),
    (
        "document-language-matches-text",
        pdf(document={"language": "en", "text": "google yahoo gmail github"}),
        CANT_TELL,
    ),
    ("document-language-matches-text", pdf(document={"language": "fr", "text": ENGLISH * 2}), FAILED),
    ("document-stretched-word", stretched("通　知"), FAILED),
    ("document-stretched-word", stretched("姓  名："), FAILED),
    ("document-stretched-word", stretched("N O T I C E"), FAILED),
    ("document-stretched-word", stretched("山 水"), CANT_TELL),
    ("document-stretched-word", stretched("李　明"), NONE),
    ("document-stretched-word", docx(), NONE),
    ("document-headings", docx(headings=(Heading(T, 1, "一"),)), PASSED),
    ("document-headings", docx(length=3000), CANT_TELL),
    ("document-headings", docx(length=2999), NONE),
    ("document-headings", docx(length=3000, looks_like_headings=(Heading(T, 0, "一"),)), CANT_TELL),
    ("document-headings", docx(length=2999, looks_like_headings=(Heading(T, 0, "一"),)), NONE),
    ("document-headings", pdf(document={"length": 9000}, tagged=False), NONE),
    ("document-heading-order", docx(headings=(Heading(T, 1, "a"), Heading(T, 2, "b"))), PASSED),
    ("document-heading-order", docx(headings=(Heading(T, 1, "a"), Heading(T, 3, "b"))), FAILED),
    ("document-heading-order", docx(headings=(Heading(T, 3, "a"), Heading(T, 1, "b"))), PASSED),
    ("document-heading-order", docx(headings=(Heading(T, 1, "a"),)), NONE),
    ("document-heading-order", docx(headings=(Heading(T, 0, "a"), Heading(T, 3, "b"))), NONE),
    ("document-image-alternative", docx(pictures=(Picture(T, "流程图"),)), PASSED),
    ("document-image-alternative", docx(pictures=(Picture(T, None),)), FAILED),
    ("document-image-alternative", docx(pictures=(Picture(T, " "),)), FAILED),
    ("document-image-alternative", docx(pictures=(Picture(T, None, drawn=True),)), CANT_TELL),
    ("document-image-alternative", docx(pictures=(Picture(T, None, text="12 %"),)), CANT_TELL),
    ("document-image-alternative", docx(pictures=(Picture(T, None, aside=True),)), CANT_TELL),
    ("document-image-alternative", docx(pictures=(Picture(T, None, decorative=True),)), NONE),
    ("document-image-alternative-meaningful", docx(pictures=(Picture(T, "办事流程图"),)), PASSED),
    ("document-image-alternative-meaningful", docx(pictures=(Picture(T, "图片 1"),)), FAILED),
    ("document-image-alternative-meaningful", docx(pictures=(Picture(T, "标志"),)), CANT_TELL),
    (
        "document-image-alternative-meaningful",
        docx(pictures=(Picture(T, "A person. Description automatically generated"),)),
        CANT_TELL,
    ),
    ("document-image-alternative-meaningful", docx(pictures=(Picture(T, None),)), NONE),
    ("document-table-headers", table(), PASSED),
    ("document-table-headers", table(header=False), CANT_TELL),
    ("document-table-headers", table(header=False, data=False), NONE),
    (
        "document-table-headers",
        xlsx(tables=(Table(Target("A!A1:B3", "", "xlsx > table"), 3, 2, header=False),)),
        FAILED,
    ),
    ("document-table-shape", table(), PASSED),
    ("document-table-shape", table(uneven="2-3"), FAILED),
    ("document-table-shape", table(uneven="2-3", header=False), CANT_TELL),
    ("document-table-shape", table(merged=1), CANT_TELL),
    ("document-table-shape", table(nested=True), CANT_TELL),
    ("document-table-shape", table(loose=2), CANT_TELL),
    ("document-table-shape", table(header=False, data=False, merged=3), NONE),
    ("document-link-purpose", docx(links=(Link(T, "补贴申请表", "https://a.cn/"),)), PASSED),
    ("document-link-purpose", docx(links=(Link(T, "点击这里", "https://a.cn/"),)), FAILED),
    ("document-link-purpose", docx(links=(Link(T, "点击这里", "https://a.cn/", "补贴申请表：点击这里"),)), PASSED),
    ("document-link-purpose", docx(links=(Link(T, "下载", "https://a.cn/", "下载"),)), CANT_TELL),
    ("document-link-purpose", docx(links=(Link(T, "", "https://a.cn/"),)), CANT_TELL),
    ("document-link-purpose", docx(links=(Link(T, "https://a.cn/", "https://a.cn/"),)), PASSED),
    ("document-link-purpose", pdf(document={"links": (Link(T, "点击这里", "https://a.cn/"),)}), FAILED),
    ("document-link-purpose", pdf(document={"links": (Link(T, "这里", "https://a.cn/"),)}, tagged=False), CANT_TELL),
    ("document-link-purpose", docx(), NONE),
    ("document-text-contrast", docx(colours=(Colours(T, "767676", "ffffff", large=False, text="", count=1),)), PASSED),
    ("document-text-contrast", docx(colours=(Colours(T, "777777", "ffffff", large=False, text="", count=1),)), FAILED),
    ("document-text-contrast", docx(colours=(Colours(T, "949494", "ffffff", large=True, text="", count=1),)), PASSED),
    ("document-text-contrast", docx(colours=(Colours(T, "959595", "ffffff", large=True, text="", count=1),)), FAILED),
    ("document-text-contrast", docx(colours=(Colours(T, "", "", large=False, text="", count=1),)), CANT_TELL),
    (
        "document-text-contrast",
        docx(colours=(Colours(T, "ffffff", "ffffff", large=False, text="", count=1),)),
        CANT_TELL,
    ),
    ("document-text-contrast", docx(), NONE),
    ("document-list-markup", docx(bullets=(Bullets(T, marked=True, count=2, text="a"),)), PASSED),
    ("document-list-markup", docx(bullets=(Bullets(T, marked=False, count=3, text="a"),)), CANT_TELL),
    ("document-list-markup", docx(bullets=(Bullets(T, marked=True, count=2, text="a", fault="P"),)), FAILED),
    ("document-list-markup", docx(), NONE),
    ("document-reading-order", docx(orders=(Order(T, None, 2),)), PASSED),
    ("document-reading-order", docx(orders=(Order(T, ("b", "a"), 2),)), CANT_TELL),
    ("document-reading-order", docx(), NONE),
    ("pdf-tagged", pdf(), PASSED),
    ("pdf-tagged", pdf(tagged=False), FAILED),
    ("pdf-tagged", pdf(faults=(TreeFault(T, "empty"),)), FAILED),
    ("pdf-tagged", pdf(marked=False), CANT_TELL),
    ("pdf-tagged", docx(), NONE),
    ("pdf-structure-sound", pdf(), PASSED),
    ("pdf-structure-sound", pdf(faults=(TreeFault(T, "cycle", "P"),)), FAILED),
    ("pdf-structure-sound", pdf(faults=(TreeFault(T, "role", "Absatz"),)), CANT_TELL),
    ("pdf-structure-sound", page(characters=4, untagged=1, sample="left"), FAILED),
    ("pdf-structure-sound", page(characters=4, running=1, sample="1"), CANT_TELL),
    ("pdf-structure-sound", page(characters=4, untagged=1, running=1, sample="left"), FAILED),
    ("pdf-structure-sound", pdf(tagged=False), NONE),
    ("pdf-title-shown", pdf(document={"title": "办法"}), PASSED),
    ("pdf-title-shown", pdf(document={"title": "办法"}, shows_title=False), FAILED),
    ("pdf-title-shown", pdf(shows_title=False), NONE),
    ("pdf-bookmarks", pdf(document={"pages": 21}), FAILED),
    ("pdf-bookmarks", pdf(document={"pages": 20}), NONE),
    ("pdf-bookmarks", pdf(document={"pages": 21}, bookmarks=1), PASSED),
    ("pdf-field-name", pdf(document={"fields": (Field(T, "T1", "姓名", "Tx"),)}), PASSED),
    ("pdf-field-name", pdf(document={"fields": (Field(T, "T1", "", "Tx"),)}), FAILED),
    ("pdf-field-name", pdf(document={"fields": (Field(T, "T1", "T1", "Tx"),)}), CANT_TELL),
    ("pdf-field-name", pdf(), NONE),
    ("pdf-text-unicode", page(characters=100), PASSED),
    ("pdf-text-unicode", page(characters=100, lost=1), PASSED),
    ("pdf-text-unicode", page(characters=100, lost=2), CANT_TELL),
    ("pdf-text-unicode", page(characters=100, lost=9), CANT_TELL),
    ("pdf-text-unicode", page(characters=100, lost=10), FAILED),
    ("pdf-text-unicode", page(characters=100, odd=2), CANT_TELL),
    ("pdf-text-unicode", page(characters=100, odd=90, lost=9), CANT_TELL),
    ("pdf-text-unicode", page(characters=100, odd=1), PASSED),
    ("pdf-text-unicode", page(), NONE),
    ("pdf-scanned-page", page(characters=1, covered=1.0), PASSED),
    ("pdf-scanned-page", page(covered=0.7), FAILED),
    ("pdf-scanned-page", page(covered=0.69), CANT_TELL),
    ("pdf-scanned-page", page(covered=0.7, named=True), CANT_TELL),
    ("pdf-scanned-page", page(covered=1.0, blank=True), NONE),
    ("pdf-scanned-page", page(drawn=50), CANT_TELL),
    ("pdf-scanned-page", page(drawn=49), NONE),
    ("pdf-scanned-page", page(drawn=50, named=True), NONE),
    ("pdf-scanned-page", page(covered=0.2), CANT_TELL),
    ("pdf-scanned-page", page(covered=0.19), NONE),
    ("pdf-assistive-access", pdf(), PASSED),
    ("pdf-assistive-access", pdf(access=False), FAILED),
    ("pdf-assistive-access", pdf(access=None), CANT_TELL),
    ("pdf-assistive-access", docx(), NONE),
    ("pdf-link-markup", pdf(document={"links": (Link(T, "a", "https://a.cn/"),)}), PASSED),
    ("pdf-link-markup", pdf(document={"links": (Link(T, "a", "https://a.cn/", marked=False),)}), FAILED),
    ("pdf-link-markup", docx(links=(Link(T, "a", "https://a.cn/"),)), NONE),
    ("slide-title", docx(slides=(Slide(T, "一"), Slide(T, "二"))), PASSED),
    ("slide-title", docx(slides=(Slide(T, None),)), FAILED),
    ("slide-title", docx(slides=(Slide(T, " "),)), FAILED),
    ("slide-title", docx(slides=(Slide(T, "一"), Slide(T, "一"))), CANT_TELL),
    ("slide-title", docx(), NONE),
    ("sheet-name", xlsx(sheets=(Sheet(T, "2026 年名单"), Sheet(T, "说明"))), PASSED),
    ("sheet-name", xlsx(sheets=(Sheet(T, "Sheet1"), Sheet(T, "说明"))), FAILED),
    ("sheet-name", xlsx(sheets=(Sheet(T, "Sheet1"),)), NONE),
]


@pytest.mark.parametrize(("rule", "document", "outcome"), CASES)
def test_outcomes(rule: str, document: Document, outcome: Outcome) -> None:
    said = list(RULES[rule].judge(document))
    assert worst({verdict.outcome for verdict in said}) is outcome
    for verdict in said:
        assert verdict.outcome in RULES[rule].rule.outcomes
        message = verdict.message
        assert message is None or not {"{", "}"} & set(message.zh + message.en)


def test_every_outcome_that_a_rule_declares_has_a_case() -> None:
    met = {(rule, outcome) for rule, _, outcome in CASES}
    declared = {(rule, outcome) for rule, shelved in RULES.items() for outcome in shelved.rule.outcomes}
    assert met | {(rule, NONE) for rule in RULES} >= declared


def test_what_a_rule_cannot_digest_is_untested_by_it_alone() -> None:
    broken = dataclasses.replace(docx(title="办法"), headings=(None,))  # type: ignore[arg-type]
    judged = judge(broken, "a.docx", rules())
    assert {missed.what for missed in judged.untested} == {"document-headings", "document-heading-order"}
    assert judged.tally["document-title"].outcome is PASSED


@pytest.mark.parametrize(("ink", "ground", "ratio"), [("000000", "ffffff", 21.0), ("777777", "ffffff", 4.478)])
def test_contrast(ink: str, ground: str, ratio: float) -> None:
    assert contrast(ink, ground) == pytest.approx(ratio, abs=0.001)
    assert contrast(ground, ink) == contrast(ink, ground)


def test_a_stretched_word_is_told_once_with_its_count() -> None:
    (verdict,) = RULES["document-stretched-word"].judge(stretched("通　知", "通 知"))
    assert verdict.message is not None
    assert "2 times" in verdict.message.en
