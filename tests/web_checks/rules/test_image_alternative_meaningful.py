"""image-alternative-meaningful: each outcome, in Chinese and English."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from audit.model import Outcome

if TYPE_CHECKING:
    from tests.web_checks.conftest import Web

RULE = "image-alternative-meaningful"
PIXEL = "data:image/gif;base64,R0lGODlhAQABAAAAACH5BAEKAAEALAAAAAABAAEAAAICTAEAOw=="


@pytest.mark.parametrize(
    "alt",
    [
        "图片",
        "图片1",
        "IMG_2023.jpg",
        "微信图片_20230101",
        "banner3.png",
        "----",
        "……",
        "照片（2）",
        "Image",
        "untitled-1",
        "点击",
        "Click here",
    ],
)
def test_alternatives_that_say_nothing_fail(web: Web, alt: str) -> None:
    seen = web.see(f'<img src="{PIXEL}" alt="{alt}">', rules=(RULE,))
    assert seen.outcome(RULE) is Outcome.FAILED
    assert seen.findings(RULE)[0].message.zh
    assert alt[:3].lower() in seen.findings(RULE)[0].message.en.lower()


@pytest.mark.parametrize(
    "alt", ["市政务服务大厅外景", "图片展开幕式", "Image of the town hall", "2023年度报告封面", "P&amp;R 停车场"]
)
def test_alternatives_that_say_something_pass(web: Web, alt: str) -> None:
    assert web.see(f'<img src="{PIXEL}" alt="{alt}">', rules=(RULE,)).outcome(RULE) is Outcome.PASSED


def test_the_name_of_the_file_is_no_alternative(web: Web) -> None:
    assert web.see('<img src="/a/hall.svg?x=1" alt="hall.svg">', rules=(RULE,)).outcome(RULE) is Outcome.FAILED


@pytest.mark.parametrize("alt", ["logo", "横幅", "hall"])
def test_thin_alternatives_are_for_a_person(web: Web, alt: str) -> None:
    assert web.see(f'<img src="/hall.jpg" alt="{alt}">', rules=(RULE,)).outcome(RULE) is Outcome.CANT_TELL


def test_an_image_beside_text_in_its_link_is_for_a_person(web: Web) -> None:
    seen = web.see(f'<a href="/x"><img src="{PIXEL}" alt="图片">通知公告</a>', rules=(RULE,))
    assert seen.outcome(RULE) is Outcome.CANT_TELL


@pytest.mark.parametrize(
    "html",
    [
        f'<img src="{PIXEL}" alt="">',
        f'<img src="{PIXEL}">',
        f'<img src="{PIXEL}" alt="图片" hidden>',
        f'<img src="{PIXEL}" alt="图片" role="presentation">',
        "<p>没有图片</p>",
    ],
)
def test_images_without_a_name_are_not_its_business(web: Web, html: str) -> None:
    assert web.see(html, rules=(RULE,)).outcome(RULE) is Outcome.INAPPLICABLE


def test_an_image_in_a_frame_is_named_through_the_frame(web: Web) -> None:
    seen = web.see(
        '<iframe src="/inner.html" title="内页"></iframe>',
        others={"/inner.html": f'<!doctype html><html lang="zh"><title>内</title><img src="{PIXEL}" alt="图片">'},
        rules=(RULE,),
    )
    assert seen.selectors(RULE) == ["iframe >>> img"]


@pytest.mark.parametrize("alt", ["Decorative gold line", "装饰图片", "蓝色分隔线", "separator"])
def test_an_alternative_that_calls_the_image_decoration_is_for_a_person(web: Web, alt: str) -> None:
    assert web.see(f'<img src="{PIXEL}" alt="{alt}">', rules=(RULE,)).outcome(RULE) is Outcome.CANT_TELL


@pytest.mark.parametrize("alt", ["市装饰装修协会会员大会", "Museum of decoration", "Railway separator house"])
def test_an_image_about_decoration_passes(web: Web, alt: str) -> None:
    assert web.see(f'<img src="{PIXEL}" alt="{alt}">', rules=(RULE,)).outcome(RULE) is Outcome.PASSED
