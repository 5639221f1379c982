"""The demo city's app: two screens as `uiautomator dump` writes them, with listed faults."""

from __future__ import annotations

from collections.abc import Iterator
from xml.sax.saxutils import quoteattr

from audit.demo.sites import Fault

ID = "services-app"  # also its folder below apps/
_PX = 2  # for one dp: 320 dots per inch, as the plan says
_WIDTH, _HEIGHT = 360, 720  # dp

FAULTS = (
    Fault(
        ID, "home", "screen-control-name", 1, "右上角的消息按钮没有名称", "The message button at the top has no name"
    ),
    Fault(ID, "home", "screen-image-name", 1, "横幅图片读出资源文件名", "The banner speaks the name of its file"),
    Fault(ID, "login", "screen-field-label", 1, "验证码输入框没有名称", "The field for the code has no name"),
    Fault(ID, "login", "screen-target-size", 2, "两个小按钮挨在一起", "Two small buttons touch each other"),
)


def contents() -> Iterator[tuple[str, bytes]]:
    """Yield every file of the app: path inside its folder, bytes."""
    yield "home.xml", _dump(_home())
    yield "login.xml", _dump(_login())


def _home() -> Iterator[str]:
    yield _view("TextView", (16, 32, 260, 64), text="示例市政务服务（虚构）")
    yield _view("ImageButton", (304, 24, 352, 72), key="messages", clickable=True)
    yield _view("EditText", (16, 88, 344, 136), key="search", text="搜索办事事项", hint="搜索办事事项", clickable=True)
    yield _view("ImageView", (16, 152, 344, 272), label="banner_2025_spring")
    for place, name in enumerate(("社会保障", "公积金", "不动产登记", "出入境")):
        left, top = 16 + place % 2 * 168, 288 + place // 2 * 112
        yield _view("Button", (left, top, left + 160, top + 96), text=name, clickable=True)
    for place, name in enumerate(("首页", "办事", "我的")):
        left = 120 * place
        yield _view("Button", (left, 656, left + 120, 712), text=name, clickable=True, selected=place == 0)


def _login() -> Iterator[str]:
    yield _view("TextView", (16, 32, 344, 64), text="登录")
    yield _view("EditText", (16, 136, 344, 192), key="phone", label="", hint="手机号", clickable=True)
    yield _view("EditText", (16, 400, 344, 456), key="code", hint="", clickable=True)
    yield _view("CheckBox", (16, 500, 64, 548), text="同意服务条款", clickable=True, checkable=True)
    yield _view("Button", (200, 510, 216, 530), text="减", key="less", clickable=True)
    yield _view("Button", (216, 510, 232, 530), text="加", key="more", clickable=True)
    yield _view("Button", (16, 600, 344, 656), text="登录", clickable=True)


def _dump(views: Iterator[str]) -> bytes:
    root = _view("FrameLayout", (0, 0, _WIDTH, _HEIGHT), inner="".join(views))
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<hierarchy rotation="0">{root}</hierarchy>\n'.encode()


def _view(
    kind: str,
    place: tuple[int, int, int, int],
    *,
    text: str = "",
    label: str = "",
    hint: str = "",
    key: str = "",
    inner: str = "",
    **states: bool,
) -> str:
    left, top, right, bottom = (edge * _PX for edge in place)
    said = {
        "class": f"android.widget.{kind}",
        "text": text,
        "content-desc": label,
        "hint": hint,
        "resource-id": f"city.shili.example:id/{key}" if key else "",
        **{name: str(states.get(name, False)).lower() for name in ("clickable", "checkable", "checked", "selected")},
        "enabled": "true",
        "bounds": f"[{left},{top}][{right},{bottom}]",
    }
    attributes = " ".join(f"{name}={quoteattr(value)}" for name, value in said.items())
    return f"<node {attributes}>{inner}</node>"
