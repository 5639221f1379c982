"""Tests that are to tell people from machines, the help beside them, and other ways to log in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from audit.model import Target
from web_checks.page import Probe, target


@dataclass(frozen=True, slots=True)
class Captcha:
    """A CAPTCHA.

    vendor: "" when it is the site's own; kind: "slide" (a drag), "picture" (letters or objects to recognise), "score"
    (nothing to do); met: it is on screen now, not only loaded for later; alternative: the picture's text; help: sound
    or another form stands beside it; other: another way to do the same (SMS, QR code, certificate); login: the form
    asks for a password.
    """

    target: Target
    vendor: str
    kind: str
    met: bool
    alternative: str
    help: bool
    other: bool
    login: bool


def _read(answers: list[Any]) -> tuple[Captcha, ...]:
    return tuple(
        Captcha(
            target(item),
            item["vendor"],
            item["kind"],
            item["met"],
            item["alternative"],
            item["help"],
            item["other"],
            item["login"],
        )
        for answer in answers
        for item in answer
    )


PROBE = Probe("captcha", _read)
