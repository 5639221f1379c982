"""Links that assistive technology meets: their name, where they lead, and the text that belongs to them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from audit.model import Target
from web_checks.page import Probe, target


@dataclass(frozen=True, slots=True)
class Link:
    """A link.

    name: its accessible name; address: absolute, "" when it is only known to a script; context: the texts that WCAG
    calls its programmatically determined context (block, list items, cell and headers, description), its own name
    included; titled: "heading" or "title" when one stands before it in its part of the page, else ""; base: the
    document's own address. Long names that occur once have neither a selector nor a context.
    """

    target: Target
    name: str
    address: str
    context: tuple[str, ...]
    titled: str
    base: str


def _read(answers: list[Any]) -> tuple[Link, ...]:
    return tuple(
        Link(target(seen), seen["name"], seen["address"], tuple(seen["context"]), seen["titled"], seen["base"])
        for answer in answers
        for seen in answer
    )


PROBE = Probe("links", _read)
