"""Text alternatives that say nothing: 图片, IMG_2023.jpg, the file's own name, only punctuation.

Whom it hurts: blind people hear "图片" or a file name and never learn what the image shows. Tested: the accessible name
of every image that assistive technology meets. Left to a person: whether an alternative that does say something says
the right thing.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from urllib.parse import unquote, urlsplit

from audit.model import Impact, Outcome, Rule, Scope, Text, Verdict
from web_checks.page import Page
from web_checks.probes import images

RULE = Rule(
    id="image-alternative-meaningful",
    title=Text("图片的替代文本没有内容", "Image alternative says nothing"),
    whom=Text(
        "读屏软件的使用者听到的是“图片”或文件名，不知道图上是什么；图片是链接时，也不知道会去哪里。",
        "People who use a screen reader hear “image” or a file name and never learn what it shows or where it leads.",
    ),
    mend=Text(
        '在 alt 中写出图片传达的内容或链接的去处；纯装饰的图片写 alt=""。'
        "编辑后台应把替代文本设为必填，不许用文件名代替。",
        'Write in alt what the image conveys or where it leads; give a purely decorative image alt="". '
        "Make the field mandatory in the content system, and never fill it with the file name.",
    ),
    impact=Impact.SERIOUS,
    scope=Scope.PAGE,
    requirements=("wcag:1.1.1",),
    act_rules=("9eb3f6",),
    needs=("images",),
    outcomes=frozenset({Outcome.PASSED, Outcome.FAILED, Outcome.CANT_TELL, Outcome.INAPPLICABLE}),
)

# Words that name the medium and nothing else, after normalisation.
_EMPTY_WORDS = frozenset(
    {
        *(
            "图片",
            "图像",
            "照片",
            "图",
            "相片",
            "配图",
            "插图",
            "图标",
            "图片说明",
            "图片描述",
            "无标题",
            "未标题",
            "未命名",
        ),
        *("空白", "新建图片", "默认图片", "缩略图", "轮播图", "截图"),
        *("image", "img", "picture", "photo", "pic", "graphic", "icon", "untitled", "spacer", "blank", "placeholder"),
        *("thumbnail", "screenshot"),
    }
)
# Words that say little but may be the truth (a bank's logo that is named "logo" in its home link).
_THIN_WORDS = frozenset({"logo", "banner", "标志", "徽标", "横幅", "头图", "封面", "二维码", "qrcode", "广告"})
_FILE_NAME = re.compile(r"[^\\/:*?\"<>|\s]+\.(?:jpe?g|png|gif|bmp|webp|svg|tiff?|ico|avif|jfif)$", re.IGNORECASE)
_CAMERA_NAME = re.compile(
    r"^(?:dsc[nf]?|img|image|pic|photo|p|微信图片|微信截图|qq图片|qq截图|屏幕截图|截图|图片|无标题|未标题|未命名|新建图片|图)"
    r"[\s_\-]*[\d_\-]+$",
    re.IGNORECASE,
)
_COUNTER = re.compile(r"[\s_\-(\[]*\d+[)\]]*$")


def judge(page: Page) -> Iterator[Verdict]:
    """Yield a verdict for each image that has a name; images without one are axe's image-alt."""
    for image in page.answer(images.PROBE):
        if not image.name:
            continue
        outcome, why = _judge(image.name, image.source)
        if outcome is not Outcome.PASSED and not image.alone:
            # The link or button has words of its own: the image may well be decoration.
            outcome = Outcome.CANT_TELL
        yield Verdict(outcome, image.target, why.format(name=image.name[:80]))


def _judge(name: str, source: str) -> tuple[Outcome, Text]:
    said = unicodedata.normalize("NFKC", name).strip().lower()
    bare = _COUNTER.sub("", said).strip("()[]【】<>《》.。:： _-")
    file_name = unquote(urlsplit(source).path.rpartition("/")[2]).lower() if not source.startswith("data:") else ""
    stem = file_name.rpartition(".")[0] or file_name
    if not any(unicodedata.category(character)[0] in "LN" for character in said):
        return Outcome.FAILED, Text("替代文本“{name}”只有标点", "The alternative “{name}” is only punctuation")
    if _FILE_NAME.fullmatch(said) or (file_name and said == file_name):
        return Outcome.FAILED, Text("替代文本“{name}”是文件名", "The alternative “{name}” is a file name")
    if said in _EMPTY_WORDS or bare in _EMPTY_WORDS or _CAMERA_NAME.match(said):
        return Outcome.FAILED, Text(
            "替代文本“{name}”没有说图片是什么", "The alternative “{name}” does not say what the image shows"
        )
    if (stem and said == stem) or bare in _THIN_WORDS:
        return Outcome.CANT_TELL, Text(
            "替代文本“{name}”与文件名相同或很笼统，请人看一看是否说清了图片的内容",
            "The alternative “{name}” equals the file's name or is vague: a person should look whether it is enough",
        )
    return Outcome.PASSED, Text("替代文本有内容", "The alternative says something")
