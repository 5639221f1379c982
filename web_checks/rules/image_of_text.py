"""Text that is drawn in an image.

Whom it hurts: people with low vision or dyslexia cannot change the size, font, colours or spacing of text in an
image. Tested: SVG images in the page's own source whose text can be read; when the audit reads images ([web] ocr), also
the words in other large images, unless the page says the same in text. Left to a person: logos, which may be images,
whether the image has to be one (a scan, a map, a chart), small images, backgrounds and video.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from audit.model import Impact, Outcome, Rule, Scope, Text, Verdict
from web_checks.page import Page
from web_checks.probes import decorations, image_words
from web_checks.wording import compact, topics

RULE = Rule(
    id="image-of-text",
    title=Text("文字做成了图片", "Text is drawn in an image"),
    whom=Text(
        "低视力者和读写障碍者不能改变图片里文字的大小、字体、颜色和间距，放大就模糊。",
        "People with low vision or dyslexia cannot change the size, font, colours or spacing of text in an image.",
    ),
    mend=Text(
        "把图片里的字改成网页文字，用 CSS 排版；标志（logo）可以保留图片。",
        "Write the words as text and style them by CSS; logotypes may stay images.",
    ),
    impact=Impact.MODERATE,
    scope=Scope.PAGE,
    requirements=("wcag:1.4.5",),
    act_rules=("0va7u6",),
    needs=("decorations",),
    outcomes=frozenset({Outcome.FAILED, Outcome.CANT_TELL, Outcome.INAPPLICABLE}),
)

_LOGO = re.compile(r"logo|brand|标志|徽标|会徽|国徽", re.IGNORECASE)
# A shorter text is a sign or a figure inside a drawing.
_WORDS = re.compile(r"[^\W\d_]{3,}|[\u3400-\u9fff]{2,}")

_HAN = re.compile(r"[\u3400-\u9fff]")
_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f]")
_LEAST_HAN, _LEAST_LATIN = 6, 12  # in a photo, less may be a sign in the street
_SAME = 0.6  # of what a line is about, said in text as well: the same words, a slip of the reading aside
_SHOWN = 60  # characters that are quoted


def judge(page: Page) -> Iterator[Verdict]:
    """Yield a verdict for each image that can be read and has words in it."""
    for image in page.answer(decorations.PROBE).texts:
        if not _WORDS.search(image.text):
            continue
        logo = _LOGO.search(image.hints) is not None
        why = Text(
            f"图片里画了文字“{image.text[:60]}”" + ("，请人判断是不是标志" if logo else ""),
            f"The image draws the text “{image.text[:60]}”"
            + (": a person should say whether it is a logo" if logo else ""),
        )
        yield Verdict(Outcome.CANT_TELL if logo else Outcome.FAILED, image.target, why)
    if image_words.PROBE.name in page.seen:
        yield from _read(page.answer(image_words.PROBE))


def _read(words: image_words.ImageWords) -> Iterator[Verdict]:
    """Yield a verdict for each image in which more was read than stands in text."""
    page = _run(words.text)
    for image in words.images:
        beside = " ".join(image.beside)
        known, about = _run(beside), topics(beside)
        new = [line for line in image.lines if not _is_said(line, page, known, about)]
        text = " ".join(new)
        if len(_HAN.findall(text)) < _LEAST_HAN and len(_LATIN.findall(text)) < _LEAST_LATIN:
            continue
        message = Text(
            "图片里读到文字“{text}”，替代文本和旁边的文字都没有；请人判断是不是必须做成图片",
            "Words were read in the image that stand neither in its alternative nor in text: “{text}”; a person should "
            "say whether it has to be an image",
        ).format(text=text[:_SHOWN])
        yield Verdict(Outcome.CANT_TELL, image.target, message)


def _run(text: str) -> str:
    return compact(text).replace(" ", "")  # spaces are what is read worst


def _is_said(line: str, page: str, known: str, about: frozenset[str]) -> bool:
    said, topic = _run(line), topics(line)
    if said in page or said in known:
        return True
    return bool(topic) and len(topic & about) >= _SAME * len(topic)
