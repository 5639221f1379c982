"""The page's forms, sent off empty and wrongly filled in: what is refused, what says so, what comes next.

Only asked on test copies (staging). Every try begins with a page loaded anew, as a new visitor's.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from importlib.resources import files
from typing import Any

from audit.model import Target
from web_checks import entries
from web_checks.page import OpenPage, Probe, beyond, target

_MOST_FORMS = 3
_SCRIPT = "submission.js"


class How(StrEnum):
    """How a form was sent off."""

    EMPTY = "empty"  # as the page gives it
    WRONG = "wrong"  # typed fields in a wrong format, the others filled in
    FILLED = "filled"  # filled in rightly, to get to the next step


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a form as it was before the try, and what became of it.

    kind: input type, "select" or "textarea"; label: its words; hint: words by it that tell a format; shown: it is in
    view; wrong: the format that was broken on purpose ("" = none); invalid: the browser refused it; marked:
    aria-invalid was set; repainted: its look or its label's changed; bubble: what the browser itself said; bare: that
    bubble can name no format (a pattern without a title).
    """

    target: Target
    kind: str
    label: str
    hint: str
    shown: bool
    required: bool
    wrong: str = ""
    invalid: bool = False
    marked: bool = False
    repainted: bool = False
    bubble: str = ""
    bare: bool = False


@dataclass(frozen=True, slots=True)
class Message:
    """A text that came into view; near: number of the field that it is tied to or stands by (-1 = none).

    tied: it is tied to that field by code; live: a live region holds it; focused: the focus went to it.
    """

    target: Target
    text: str
    near: int
    tied: bool
    live: bool
    focused: bool


@dataclass(frozen=True, slots=True)
class Asked:
    """A field of the next page: its label, its kind, and whether it already holds something."""

    target: Target
    label: str
    kind: str
    filled: bool


@dataclass(frozen=True, slots=True)
class Attempt:
    """One try. dialogs: what boxes said; left: another page came of it; held: the page's script stopped the submission.

    messages: new texts (on the next page when it left); focus: number of the field that had the focus then (-1 = none);
    elsewhere: it wanted to go to another site and was not let; next_fields: what the next page asks for.
    """

    how: How
    fields: tuple[Field, ...]
    messages: tuple[Message, ...]
    dialogs: tuple[str, ...]
    left: bool
    held: bool
    elsewhere: bool
    focus: int
    next_fields: tuple[Asked, ...]


@dataclass(frozen=True, slots=True)
class Form:
    """A form (or the page's fields outside any form). words: heading, button and name; said: all its text."""

    target: Target
    button: str
    words: str
    controls: tuple[str, ...]
    said: str
    fields: tuple[Field, ...]
    attempts: tuple[Attempt, ...]


@dataclass(frozen=True, slots=True)
class Forms:
    """The forms that were tried, in document order; left_out: forms that were not."""

    forms: tuple[Form, ...]
    left_out: int


def _words(form: Mapping[str, Any]) -> str:
    return f"{form['heading']} {form['button']} {form['own']}"


def _ways(form: Mapping[str, Any]) -> list[tuple[How, dict[int, str]]]:
    """Return how a form may be tried, with what is entered into which field."""
    fields = form["fields"]
    if not entries.may_send(_words(form), [field["kind"] for field in fields if field["shown"]]):
        return []
    ways: list[tuple[How, dict[int, str]]] = [(How.EMPTY, {})]
    if entries.is_grave(_words(form)):
        return ways
    if any(entries.wrong_format(field) for field in fields):
        ways.append((How.WRONG, entries.filled(fields, wrong=True)))
    if entries.leads_on(form["button"]):
        ways.append((How.FILLED, entries.filled(fields, wrong=False)))
    return ways


async def _drive(page: OpenPage) -> Any:
    source = (files("web_checks.probes") / _SCRIPT).read_text("utf-8")
    await page.evaluate(source)
    forms = [form for form in await page.evaluate("stepfree.submission.forms()") if not form["twin"]]
    tried = [(form, ways) for form in forms if (ways := _ways(form))]
    try:
        for form, ways in tried[:_MOST_FORMS]:
            form["attempts"] = [
                attempt for how, given in ways if (attempt := await _try(page, source, form["index"], how, given))
            ]
    finally:
        if tried:
            await page.reload()
    return {"forms": forms, "left_out": max(0, len(tried) - _MOST_FORMS)}


async def _try(page: OpenPage, source: str, index: int, how: How, given: Mapping[int, str]) -> dict[str, Any] | None:
    """Send a form off once; None when it is no longer there."""
    await page.reload()
    await page.evaluate(source)
    before = await page.evaluate(f"stepfree.submission.begin({index}, {json.dumps(given)})")
    if before is None:
        return None
    page.reactions()
    left = await page.follow("stepfree.submission.send()")
    reactions = page.reactions()
    if left:
        await page.evaluate(source)
        seen = await page.evaluate(f"stepfree.submission.landed({json.dumps(before)})")
    else:
        seen = await page.evaluate("stepfree.submission.look()")
    return {
        **seen,
        "how": how.value,
        "left": left,
        "dialogs": [reaction.what for reaction in reactions if reaction.kind == "dialog"],
        "elsewhere": not left and any(reaction.kind in ("navigation", "window") for reaction in reactions),
    }


def _read(answers: list[Any]) -> Forms:
    seen = answers[0]
    return Forms(tuple(_form(form) for form in seen["forms"]), seen["left_out"])


def _form(seen: Mapping[str, Any]) -> Form:
    attempts = tuple(_attempt(attempt, seen["fields"]) for attempt in seen.get("attempts", ()))
    fields = tuple(_field(field) for field in seen["fields"])
    return Form(target(seen), seen["button"], _words(seen), tuple(seen["controls"]), seen["said"], fields, attempts)


def _field(seen: Mapping[str, Any], became: Mapping[str, Any] | None = None, wrong: str = "") -> Field:
    known = (target(seen), seen["kind"], seen["label"], seen["hint"], seen["shown"], seen["required"], wrong)
    if became is None:
        return Field(*known)
    return Field(*known, **{name: became[name] for name in ("invalid", "marked", "repainted", "bubble", "bare")})


def _attempt(seen: Mapping[str, Any], fields: Sequence[Mapping[str, Any]]) -> Attempt:
    how, left = How(seen["how"]), seen["left"]
    # A page that builds its fields itself may have others by now: then nothing is said of single fields.
    became = seen["fields"] if not left and len(seen["fields"]) == len(fields) else [None] * len(fields)
    wrong = [entries.wrong_format(field) if how is How.WRONG else "" for field in fields]
    return Attempt(
        how,
        tuple(_field(*each) for each in zip(fields, became, wrong, strict=True)),
        tuple(
            Message(target(said), said["text"], said["near"], said["tied"] >= 0, said["live"], said["focused"])
            for said in seen["messages"]
        ),
        tuple(seen["dialogs"]),
        left,
        bool(seen.get("held")),
        seen["elsewhere"],
        -1 if left else seen["focus"],
        tuple(Asked(target(f), f["label"], f["kind"], f["filled"]) for f in seen["fields"]) if left else (),
    )


def _cut(forms: Forms) -> str:
    return beyond(forms.left_out)


PROBE = Probe("submission", _read, _drive, cut=_cut, staging=True)
