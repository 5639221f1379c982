"""What a form said when it refused an entry: the texts, and whether they tell which field. Pure judgements."""

from __future__ import annotations

from collections.abc import Sequence

from web_checks import wording
from web_checks.probes.submission import Attempt, Field, Message


def texts(attempt: Attempt) -> list[str]:
    """Return what the page and the browser said of a refusal, in order; nothing when nothing was refused."""
    boxes = [text for text in attempt.dialogs if wording.says_refused(text)]
    bubbles = [field.bubble for field in attempt.fields if field.bubble]
    return [*bubbles, *boxes, *(message.text for message in messages(attempt))]


def messages(attempt: Attempt) -> list[Message]:
    """Return the new texts that speak of a refusal: by their words, or by standing at a field that was refused."""
    return [
        message
        for message in attempt.messages
        if wording.has_letters(message.text)
        and (wording.says_refused(message.text) or (not attempt.left and _stands_at_refused(message, attempt)))
    ]


def _stands_at_refused(message: Message, attempt: Attempt) -> bool:
    if not 0 <= message.near < len(attempt.fields):
        return False
    field = attempt.fields[message.near]
    told = message.tied or wording.suggests_correction(message.text)
    return told or field.invalid or field.marked or field.repainted


def identified(attempt: Attempt) -> bool:
    """Return whether some text tells the field: it stands at one, is the browser's own, or names one."""
    if any(field.bubble for field in attempt.fields) or any(message.near >= 0 for message in messages(attempt)):
        return True
    return any(names(text, field) for text in texts(attempt) for field in attempt.fields if field.shown)


def names(text: str, field: Field) -> bool:
    """Return whether a text names a field: by its label, or by words of it (手机号 for 手机号码)."""
    label = wording.label_core(field.label)
    return bool(label) and (label in wording.compact(text) or bool(_telling(label) & _telling(text)))


def _telling(text: str) -> frozenset[str]:
    return wording.topics(text) - _COMMON


# Pairs of letters and stems that stand in labels and in every refusal alike, and so name no field.
_COMMON = wording.topics(
    "请输入 请填写 请选择 输入 填写 选择 正确 不能为空 信息 内容 有误 错误 必填 格式 号码 "
    "the your enter fill please field form required invalid"
)


def of_field(attempt: Attempt, number: int) -> list[str]:
    """Return what was said of one field, by place or by name."""
    field = attempt.fields[number]
    at_it = [message.text for message in messages(attempt) if message.near == number and not attempt.left]
    loose: Sequence[str] = [
        *(text for text in attempt.dialogs if wording.says_refused(text)),
        *(message.text for message in messages(attempt) if message.near < 0 or attempt.left),
    ]
    named = [text for text in loose if names(text, field)]
    return [*filter(None, [field.bubble]), *at_it, *named]
