"""What people operate: elements only a mouse works, groups of choices, fields about the user, links that surprise."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from audit.model import Target
from web_checks.page import Probe, target

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class ClickHandler:
    """A visible element with a mouse handler in the markup, no tab stop, and nothing focusable around or inside it.

    role: as written; keys: it has key handlers too; text: what it shows; leads: the handler leads to another address.
    """

    target: Target
    role: str
    keys: bool
    text: str
    leads: bool


@dataclass(frozen=True, slots=True)
class ChoiceGroup:
    """Radio buttons or checkboxes of one name in one form, at least two.

    named: a named group holds them all; name: the group's name.
    """

    target: Target
    kind: str
    count: int
    named: bool
    name: str


@dataclass(frozen=True, slots=True)
class Field:
    """A visible field for text or a choice from a list.

    name: its accessible name, else its placeholder; written: its name and id attributes; complete: its autocomplete
    attribute; paste_stopped: the markup refuses pasting; login: its form asks for a password.
    """

    target: Target
    type: str
    name: str
    written: str
    complete: str
    paste_stopped: bool
    login: bool


@dataclass(frozen=True, slots=True)
class NewWindow:
    """A link that opens a new window; told: its name or title says so."""

    target: Target
    told: bool


@dataclass(frozen=True, slots=True)
class FileLink:
    """A link to a file; kind: its suffix; name: the link's name, title and pictures' alternatives."""

    target: Target
    kind: str
    name: str


@dataclass(frozen=True, slots=True)
class JumpMenu:
    """A list whose markup leads to another page or window, or submits, as soon as it is changed.

    around: its name, title, first option and what stands right beside it.
    """

    target: Target
    around: str


@dataclass(frozen=True, slots=True)
class Controls:
    """What was found in all frames."""

    click_handlers: tuple[ClickHandler, ...]
    choices: tuple[ChoiceGroup, ...]
    fields: tuple[Field, ...]
    new_windows: tuple[NewWindow, ...]
    files: tuple[FileLink, ...]
    jump_menus: tuple[JumpMenu, ...]


def _read(answers: list[Any]) -> Controls:
    def each(kind: str, build: Callable[[Any], T]) -> tuple[T, ...]:
        return tuple(build(item) for answer in answers for item in answer[kind])

    return Controls(
        each(
            "clickable",
            lambda item: ClickHandler(target(item), item["role"], item["keys"], item["text"], item["inline"]),
        ),
        each(
            "choices", lambda item: ChoiceGroup(target(item), item["kind"], item["count"], item["named"], item["name"])
        ),
        each("fields", _field),
        each("windows", lambda item: NewWindow(target(item), item["told"])),
        each("files", lambda item: FileLink(target(item), item["kind"], item["name"])),
        each("jumps", lambda item: JumpMenu(target(item), item["around"])),
    )


def _field(item: Any) -> Field:
    return Field(
        target(item), item["type"], item["name"], item["id"], item["complete"], item["pasteStopped"], item["login"]
    )


PROBE = Probe("controls", _read)
