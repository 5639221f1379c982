"""Which page a ticket of the hotline means: by the canonical form of the address that it names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final
from urllib.parse import urlsplit, urlunsplit

from audit.complaints import NO_SUCH_PAGE, PAGE, About
from audit.snapshot import page_key
from web_checks.scope import canonical

# What servers show for a folder: its address and the folder's are one page.
_OF_A_FOLDER: Final = re.compile(r"(?<=/)(?:index|default)\.(?:s?html?|jsp|php|aspx?)$", re.IGNORECASE)


class KnownPages:
    """The pages of a run, by address; http and https, with and without www., with and without index.html, are one."""

    def __init__(self, pages: Iterable[tuple[str, str]]) -> None:
        """Take pages as (site, address), in order: of two addresses that are one, the first counts."""
        self._known: dict[str, tuple[str, str]] = {}
        for site, address in pages:
            self._known.setdefault(_folder(_form(address)), (site, address))

    def find(self, url: str) -> About:
        """Return the page that an address means; people often leave out the scheme."""
        form = _form(url) or _form(f"http://{url}")
        found = next(filter(None, map(self._known.get, _readings(form))), None) if form else None
        return About(PAGE, site=found[0], subject=found[1]) if found else About(why=NO_SUCH_PAGE)


def _form(address: str) -> str:
    one = canonical(address, routes=True)
    return page_key(one, "") if one else ""


def _readings(form: str) -> Iterator[str]:
    """Yield what an address may mean, likeliest first: parameters that no page takes tell how somebody got there."""
    yield _folder(form)
    yield _folder(urlunsplit(urlsplit(form)._replace(query="")))


def _folder(form: str) -> str:
    parts = urlsplit(form)
    return urlunsplit(parts._replace(path=_OF_A_FOLDER.sub("", parts.path)))
