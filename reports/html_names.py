"""Names of the files of the HTML report: safe on every file system, different for different subjects."""

from __future__ import annotations

import re

from audit.model import digest

_PLAIN = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_LONGEST = 40


def slug(text: str) -> str:
    """Return a file name's stem; what had to be changed is told apart by a signature."""
    if _PLAIN.fullmatch(text) and len(text) <= _LONGEST:
        return text
    plain = "-".join(re.findall(r"[a-z0-9]+", text.lower()))[:_LONGEST].strip("-")
    return f"{plain}-{digest(text)[:8]}".lstrip("-")


def district_file(code: str) -> str:
    """Return the file of a division's page."""
    return f"district-{slug(code)}.html"


def site_file(site: str, sheet: int = 1) -> str:
    """Return the file of a site's page, or of a further sheet of its list of pages."""
    return f"site-{slug(site)}.html" if sheet == 1 else f"pages-{slug(site)}-{sheet}.html"


def shot_file(site: str, component: str) -> str:
    """Return the file of the picture of a fault of a site."""
    return f"{slug(site)}-{slug(component)}.webp"
