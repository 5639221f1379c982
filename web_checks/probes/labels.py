"""Form fields with the labels that are seen, and the error messages that a form shows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from audit.model import Target
from web_checks.page import Probe, target


@dataclass(frozen=True, slots=True)
class Field:
    """A form field that is seen.

    kind: input type, "select", "textarea" or tag; key: its name or id; form: number of its form on the page; label: the
    words of its labels that are seen; control: those labels are all buttons or links; name: accessible name; group:
    headings, legends and row headers over it; apart: text that is no label stands between it and the field before;
    beside: words next to it that no code ties to it.
    """

    target: Target
    kind: str
    key: str
    form: str
    label: str
    control: bool
    name: str
    placeholder: str
    group: str
    apart: bool
    beside: str


@dataclass(frozen=True, slots=True)
class Message:
    """A text in a form that calls itself an error; field: the one field that it is tied to or stands beside, if any.

    tied: it is a field's description or error message, or part of its label.
    """

    target: Target
    text: str
    form: str
    field: Field | None
    tied: bool


@dataclass(frozen=True, slots=True)
class Labels:
    """The fields and the error messages of a page."""

    fields: tuple[Field, ...]
    messages: tuple[Message, ...]


def _read(answers: list[Any]) -> Labels:
    fields: list[Field] = []
    messages: list[Message] = []
    for frame, answer in enumerate(answers):
        here = [_field(seen, f"{frame}/{seen['form']}") for seen in answer["fields"]]
        fields += here
        for seen in answer["messages"]:
            index = seen["tied"] if seen["tied"] >= 0 else seen["near"]
            field = here[index] if index >= 0 else None
            tied = seen["tied"] >= 0 or seen["labelled"]
            messages.append(Message(target(seen), seen["text"], f"{frame}/{seen['form']}", field, tied))
    return Labels(tuple(fields), tuple(messages))


def _field(seen: Any, form: str) -> Field:
    kept = ("kind", "key", "label", "control", "name", "placeholder", "group", "apart", "beside")
    return Field(target=target(seen), form=form, **{name: seen[name] for name in kept})


PROBE = Probe("labels", _read)
