"""What a site's audit needs of a browser and of a tab, whoever drives them: Chromium (tab, browser) or a WebDriver."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

from audit.model import Reason
from web_checks.arrival import Arrival, FrameWorld, Look
from web_checks.terms import Terms


class AuditTab(Protocol):
    """A tab that visits pages and asks them; PageLost from any call means that it must be closed and replaced.

    What works a page (web_checks.page.OpenPage) or photographs it is asked of Chromium's own Tab alone. terms: of the
    site that is visited now; visits: how many it has made; asked: addresses that were asked for, without their queries,
    until it is emptied.
    """

    terms: Terms
    visits: int
    asked: set[str]

    @property
    def status(self) -> int:
        """Return what the server answered the last visit with; 0 = nothing, or not known."""

    async def visit(self, address: str) -> Arrival:
        """Go to an address and wait until the page is at rest."""

    async def fetch(self, address: str) -> tuple[Arrival, bytes]:
        """Go to an address that is no page (robots.txt); return how it ended, and what came: b"" = not to be had."""

    async def check(self) -> None:
        """Raise PageLost when the tab no longer shows the page that was visited."""

    async def settle(self) -> bool:
        """Let the page come to rest again, for a while; return whether it did."""

    async def frames(self, in_scope: Callable[[str], bool]) -> tuple[list[FrameWorld], list[tuple[str, Reason]]]:
        """Return the frames that can be tested, the top one first, and those that cannot, with the reason."""

    async def look(self, worlds: list[FrameWorld], options: str, names: Sequence[str]) -> Look:
        """Run axe and some static probes over the frames that can be tested. Raises ScriptError when axe fails."""

    async def ask(self, world: FrameWorld, names: Sequence[str]) -> str:
        """Return the answers of some static probes in one frame, as JSON."""

    async def forget(self) -> None:
        """Empty cookies and storage, so that the next page sees a visitor who was never here."""

    async def close(self) -> None:
        """Close the tab, giving up after a while."""


class Driver(Protocol):
    """A running browser, or a server that has some. version: what the record says of it."""

    version: str

    async def tab(self, terms: Terms) -> AuditTab:
        """Open a tab for a site on its terms. Raises PageLost when none opens."""

    async def restart(self) -> None:
        """Start the browser again; every tab that is open is lost."""
