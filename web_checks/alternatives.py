"""What the text alternative of an image says, judged by its words: nothing (图片, IMG_2023.jpg), little, something."""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import unquote, urlsplit

from audit.model import Outcome, Text

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
        *("点击", "点我", "点这里", "点击这里", "按钮", "链接", "click", "click here", "button", "link"),
        *("image", "img", "picture", "photo", "pic", "graphic", "icon", "untitled", "spacer", "blank", "placeholder"),
        *("thumbnail", "screenshot"),
    }
)
# Words that say little but may be the truth (a bank's logo that is named "logo" in its home link).
_THIN_WORDS = frozenset({"logo", "banner", "标志", "徽标", "横幅", "头图", "封面", "二维码", "qrcode", "广告"})
# What calls itself decoration should be silent.
_ORNAMENT = re.compile(
    r"\bdecorative\b|\b(?:horizontal|dividing|separator) (?:line|rule)\b|^(?:divider|separator|ornament|decoration)$"
    r"|装饰(?:性|用|图|线|条|$)|分[隔割]线"
)
_FILE_NAME = re.compile(r"[^\\/:*?\"<>|\s]+\.(?:jpe?g|png|gif|bmp|webp|svg|tiff?|ico|avif|jfif)$", re.IGNORECASE)
_CAMERA_NAME = re.compile(
    r"^(?:dsc[nf]?|img|image|pic|photo|p|微信图片|微信截图|qq图片|qq截图|屏幕截图|截图|图片|无标题|未标题|未命名|新建图片|图)"
    r"[\s_\-]*[\d_\-]+$",
    re.IGNORECASE,
)
_COUNTER = re.compile(r"[\s_\-(\[]*\d+[)\]]*$")


def alternative(name: str, source: str = "") -> tuple[Outcome, Text]:
    """Return what can be said of an alternative, with {name} to be filled in. source: address of the image's file."""
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
    if _ORNAMENT.search(said):
        return Outcome.CANT_TELL, Text(
            "替代文本“{name}”说图片是装饰，装饰图片的替代文本应留空；请人判断",
            "The alternative “{name}” calls the image decoration, which should be silent: a person should decide",
        )
    if (stem and said == stem) or bare in _THIN_WORDS:
        return Outcome.CANT_TELL, Text(
            "替代文本“{name}”与文件名相同或很笼统，请人看一看是否说清了图片的内容",
            "The alternative “{name}” equals the file's name or is vague: a person should look whether it is enough",
        )
    return Outcome.PASSED, Text("替代文本有内容", "The alternative says something")
