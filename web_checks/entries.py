"""What is entered into the forms of a test copy: which forms may be tried, what is right and wrong in a field.

Everything entered is fictitious: names and numbers that belong to nobody, an address in a domain that nobody can own.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from web_checks import words

# What a field asks for, by its type, its label and its name, in this order.
_FORMATS: tuple[tuple[str, tuple[str, ...], re.Pattern[str]], ...] = (
    ("email", ("email",), re.compile(r"邮箱|电子邮件|邮件地址|e-?mail", re.IGNORECASE)),
    ("id", (), re.compile(r"身份证|公民身份号码|id ?card", re.IGNORECASE)),
    ("phone", ("tel",), re.compile(r"手机|电话号码|联系电话|mobile|phone|(?<![a-z])tel(?![a-z])", re.IGNORECASE)),
    ("date", (), re.compile(r"日期|出生年月|(?<![a-z])date(?![a-z])|birthday", re.IGNORECASE)),
    (
        "number",
        ("number",),
        re.compile(r"年龄|数量|金额|人数|面积|(?<![a-z])(?:age|amount|quantity)(?![a-z])", re.IGNORECASE),
    ),
)
_TYPED = ("text", "email", "tel", "url", "textarea", "number", "search")
_WRONG = {"email": "abc", "id": "123", "phone": "123", "date": "abc", "number": "abc"}
_RIGHT = {
    "email": "test@example.com",
    "id": "110101199003070011",  # its check digit is replaced below
    "phone": "13800138000",
    "date": "2000-01-01",
    "number": "1",
}
_BY_TYPE = {"url": "https://example.com/", "number": "1", "date": "2000-01-01", "month": "2000-01", "time": "09:00"}
_NOT_ENTERED = ("file", "color", "range", "week", "datetime-local")
_PASSWORD = "Stepfree-2026"  # noqa: S105 - entered into forms of test copies, opens nothing
_CODE = re.compile(r"验证码|校验码|captcha|verif", re.IGNORECASE)
_CONSENT = re.compile(r"同意|已阅读|已知悉|承诺|agree|accept|consent", re.IGNORECASE)


def may_send(said: str, kinds: Sequence[str]) -> bool:
    """Return whether a form may be sent off, by the words on it and the kinds of its visible fields.

    A way out of the session is left alone, and so is what deletes or pays when nothing has to be entered first.
    """
    if re.search(words.LEAVING, said, re.IGNORECASE):
        return False
    return not is_grave(said) or any(kind in (*_TYPED, "password", "select") for kind in kinds)


def is_grave(said: str) -> bool:
    """Return whether the words on a form speak of paying or deleting: then it is sent off empty only."""
    return re.search(words.GRAVE, said, re.IGNORECASE) is not None


def leads_on(button: str) -> bool:
    """Return whether a button leads to the next step of several."""
    return re.search(words.NEXT_STEP, button, re.IGNORECASE) is not None


def format_of(field: Mapping[str, Any]) -> str:
    """Return the format that a field (as submission.js tells it) asks for; "" when none is known."""
    if field["kind"] not in _TYPED:
        return ""
    said = f"{field['label']} {field['key']}"
    if _CODE.search(said):
        return ""
    by_type = (name for name, types, _ in _FORMATS if field["kind"] in types)
    by_words = (name for name, _, pattern in _FORMATS if pattern.search(said))
    return next(by_type, next(by_words, ""))


def wrong_format(field: Mapping[str, Any]) -> str:
    """Return the format that a wrong entry breaks in a field; "" when nothing wrong can be typed into it."""
    found = format_of(field) if field["shown"] and not field["locked"] else ""
    # The browser keeps letters out of type=number by itself; only a number that is too high is wrong there.
    return found if field["kind"] != "number" or field["over"] else ""


def filled(fields: Sequence[Mapping[str, Any]], *, wrong: bool) -> dict[int, str]:
    """Return what to enter into each field, by its number; "@choose" and "@tick" are told to the page's script."""
    given: dict[int, str] = {}
    groups: set[str] = set()
    for number, field in enumerate(fields):
        kind = field["kind"]
        if kind == "radio":
            if field["group"] not in groups:
                groups.add(field["group"])
                given[number] = "@tick"
        elif kind == "checkbox":
            if field["required"] or _CONSENT.search(f"{field['label']} {field['key']}"):
                given[number] = "@tick"
        elif kind not in _NOT_ENTERED and field["shown"] and not field["locked"]:
            given[number] = _entry(field, wrong=wrong)
    return given


def _entry(field: Mapping[str, Any], *, wrong: bool) -> str:
    kind, asked = field["kind"], format_of(field)
    if wrong and wrong_format(field):
        return str(field["over"] if kind == "number" else _WRONG[asked])
    if kind == "select":
        return "@choose"
    if kind == "password":
        return _PASSWORD
    return _BY_TYPE.get(kind) or (_with_check_digit(_RIGHT["id"]) if asked == "id" else _RIGHT.get(asked, "测试"))


def _with_check_digit(number: str) -> str:
    """Return a resident identity number with its last digit right (GB 11643, ISO 7064 MOD 11-2)."""
    weighed = sum(int(digit) * (2 ** (17 - place) % 11) for place, digit in enumerate(number[:17]))
    return number[:17] + "10X98765432"[weighed % 11]
