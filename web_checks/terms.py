"""On what terms a site is visited: which requests may be made, which may change something, what is brought along."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from web_checks.arrival import VIEWPORT
from web_checks.login import Login


def nowhere(_address: str) -> bool:
    """Return that nothing may be sent to an address: the answer for every live site."""
    return False


@dataclass(frozen=True)
class Terms:
    """The terms of one site.

    admit: says whether a page may send a request to an address; may_send: whether that request may change something
    there (a form that is sent off); login: what the visitor brings along; viewport: of the screen, in CSS px.
    """

    admit: Callable[[str], Awaitable[bool]]
    may_send: Callable[[str], bool] = nowhere
    login: Login = field(default_factory=Login)
    viewport: tuple[int, int] = VIEWPORT
