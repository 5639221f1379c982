"""What is wrong with a user's TOML file, in both languages: where, what, and the nearest word that is known."""

from __future__ import annotations

import difflib
import reprlib
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Any, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic_core import PydanticCustomError

from audit.model import Text

# What pydantic finds wrong, by its error types; the placeholders are those of its own context.
_WRONG = {
    "string_type": Text("应是文字", "must be text"),
    "int_type": Text("应是整数", "must be a whole number"),
    "int_parsing": Text("应是整数", "must be a whole number"),
    "int_from_float": Text("应是整数", "must be a whole number"),
    "float_type": Text("应是数", "must be a number"),
    "float_parsing": Text("应是数", "must be a number"),
    "finite_number": Text("应是有限的数", "must be a finite number"),
    "bool_type": Text("应是 true 或 false", "must be true or false"),
    "bool_parsing": Text("应是 true 或 false", "must be true or false"),
    "date_type": Text("应是日期，如 2026-11-22", "must be a date, e.g. 2026-11-22"),
    "date_parsing": Text("应是日期，如 2026-11-22", "must be a date, e.g. 2026-11-22"),
    "date_from_datetime_parsing": Text("应是日期，如 2026-11-22", "must be a date, e.g. 2026-11-22"),
    "date_from_datetime_inexact": Text("应是日期，不带时刻", "must be a date without a time"),
    "greater_than": Text("应大于 {gt}", "must be greater than {gt}"),
    "greater_than_equal": Text("不能小于 {ge}", "must be {ge} or more"),
    "less_than": Text("应小于 {lt}", "must be less than {lt}"),
    "less_than_equal": Text("不能大于 {le}", "must be {le} or less"),
    "literal_error": Text("应是 {expected} 之一", "must be one of {expected}"),
    "enum": Text("应是 {expected} 之一", "must be one of {expected}"),
    "tuple_type": Text("应是列表 [ ]", "must be a list [ ]"),
    "dict_type": Text("应是一个表", "must be a table"),
    "model_type": Text("应是一个表", "must be a table"),
    "model_attributes_type": Text("应是一个表", "must be a table"),
}
_ANY_VALUE = Text("应是文字、数，或它们的列表", "must be text, a number, or a list of them")
# Steps that pydantic adds to a location where several types are allowed.
_MEMBERS = frozenset({"str", "int", "float"})
_STATED = "stated"


def state(problems: list[Text]) -> None:
    """Raise problems from inside a validator, in both languages; nothing when there are none."""
    if problems:
        raise PydanticCustomError(_STATED, "{problems}", {"problems": problems})


def nearest(
    word: str, known: Iterable[str], otherwise: tuple[str, str] = ("；请删去", "; remove it")
) -> tuple[str, str]:
    """Return the advice on a word that is not known, in Chinese and in English. otherwise: when none is like it."""
    near = difflib.get_close_matches(word, list(known), n=1)
    return (f"；是不是 {near[0]}？", f"; did you mean {near[0]}?") if near else otherwise


def problems_of(path: Path | str, root: type[BaseModel], error: ValidationError) -> list[Text]:
    """Return every problem that validation found, one line each, in pydantic's order."""
    return list(dict.fromkeys(problem for item in error.errors() for problem in _problems(path, root, dict(item))))


def _problems(path: Path | str, root: type[BaseModel], error: dict[str, Any]) -> Iterator[Text]:
    location, context = tuple(error["loc"]), error.get("ctx", {})
    member = next((n for n, step in enumerate(location) if step in _MEMBERS or str(step).startswith("tuple[")), None)
    place = ".".join(str(step + 1) if isinstance(step, int) else str(step) for step in location[:member])
    if error["type"] == _STATED:
        wrong = context["problems"]
    elif error["type"] == "extra_forbidden":
        zh, en = nearest(str(location[-1]), known_keys(root, location[:-1]))
        wrong = [Text(f"没有这个键{zh}", f"unknown key{en}")]
    elif error["type"] == "missing":
        wrong = [Text("缺少这个键", "this key is missing")]
    elif member is not None:
        wrong = [_ANY_VALUE]
    else:
        wrong = [_value(error)]
    for problem in wrong:
        zh, en = (f"{place}：", f"{place}: ") if place else ("", "")
        yield Text(f"{path}：{zh}{problem.zh}", f"{path}: {en}{problem.en}")


def _value(error: dict[str, Any]) -> Text:
    message, given = str(error["msg"]), error.get("input")
    wrong = Text("值不对", message[:1].lower() + message[1:])
    if error["type"] in _WRONG:
        context = {name: _limit(value) for name, value in error.get("ctx", {}).items()}
        wrong = _WRONG[error["type"]].format(**context)
    if isinstance(given, dict):
        return wrong
    return Text(f"{wrong.zh}，写的却是 {_shown(given)}", f"{wrong.en}, not {_shown(given)}")


def _limit(value: Any) -> str:
    return f"{value:g}" if isinstance(value, float) else str(value).replace(" or ", ", ")


def _shown(value: Any) -> str:
    """Return a value much as TOML writes it, shortened."""
    if isinstance(value, bool):
        return str(value).lower()
    return value.isoformat() if isinstance(value, date) else reprlib.repr(value)


def known_keys(root: type[BaseModel], location: tuple[Any, ...]) -> list[str]:
    """Return the keys that the table at a location knows; none where any key may stand."""
    annotation: Any = root
    for step in location:
        if isinstance(step, int):
            continue
        model = _model_in(annotation)
        if get_origin(annotation) is dict or model is None:
            annotation = get_args(annotation)[1] if get_args(annotation) else None
            continue
        fields = _fields(model)
        if step not in fields:
            return []
        annotation = fields[step]
    model = _model_in(annotation)
    return list(_fields(model)) if model and get_origin(annotation) is not dict else []


def _fields(model: type[BaseModel]) -> dict[str, Any]:
    return {(field.alias or name): field.annotation for name, field in model.model_fields.items()}


def _model_in(annotation: Any) -> type[BaseModel] | None:
    """Return the table inside an annotation such as `tuple[Site, ...]` or `Districts | None`."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next((model for inner in get_args(annotation) if (model := _model_in(inner))), None)
