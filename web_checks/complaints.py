"""Which page a ticket of the hotline means: by the canonical form of the address that it names."""

from __future__ import annotations

from collections.abc import Iterable

from audit.complaints import NO_SUCH_PAGE, PAGE, About
from audit.snapshot import page_key
from web_checks.scope import canonical


class KnownPages:
    """The pages of a run, by address; http and https, with and without www., are one."""

    def __init__(self, pages: Iterable[tuple[str, str]]) -> None:
        """Take pages as (site, address), in order: of two addresses that are one, the first counts."""
        self._known: dict[str, tuple[str, str]] = {}
        for site, address in pages:
            self._known.setdefault(_form(address), (site, address))

    def find(self, url: str) -> About:
        """Return the page that an address means; people often leave out the scheme."""
        form = _form(url) or _form(f"http://{url}")
        found = self._known.get(form) if form else None
        return About(PAGE, site=found[0], subject=found[1]) if found else About(why=NO_SUCH_PAGE)


def _form(address: str) -> str:
    one = canonical(address, routes=True)
    return page_key(one, "") if one else ""
