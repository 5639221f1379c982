"""Names of the files of the HTML report: safe on every file system, different for different subjects."""

from __future__ import annotations

import re

from audit.model import digest

_PLAIN = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_LONGEST = 40
# The folder of the pictures, beside those of the languages.
SHOTS = "shots"
# The files of a report, so that those of an earlier one can be told from what is not ours.
KINDS = ("district", "league", "mend", "site", "sites", "faults", "found", "pages", "rule", "requirement")


def slug(text: str) -> str:
    """Return a file name's stem; what had to be changed is told apart by a signature."""
    if _PLAIN.fullmatch(text) and len(text) <= _LONGEST:
        return text
    plain = "-".join(re.findall(r"[a-z0-9]+", text.lower()))[:_LONGEST].strip("-")
    return f"{plain}-{digest(text)[:8]}".lstrip("-")


def district_file(code: str) -> str:
    """Return the file of a division's page."""
    return f"district-{slug(code)}.html"


def league_file(code: str, sheet: int = 1) -> str:
    """Return the file of a sheet of the divisions below one ("": the plan); the first stands on its page."""
    return _sheet("league", code, sheet)


def sites_file(code: str, sheet: int = 1) -> str:
    """Return the file of a sheet of the sites of a division ("": of all); the first stands on its page."""
    return _sheet("sites", code, sheet)


def _sheet(kind: str, code: str, sheet: int) -> str:
    if sheet == 1:
        return district_file(code) if code else "index.html"
    return f"{kind}-{slug(code)}-{sheet}.html" if code else f"{kind}-{sheet}.html"


def mend_file(code: str, sheet: int = 1) -> str:
    """Return the file of a sheet of a division's list of facilities to mend."""
    return f"mend-{slug(code)}-{sheet}.html"


def site_file(site: str, sheet: int = 1) -> str:
    """Return the file of a site's page, or of a further sheet of its list of pages."""
    return f"site-{slug(site)}.html" if sheet == 1 else f"pages-{slug(site)}-{sheet}.html"


def faults_file(site: str, sheet: int = 1) -> str:
    """Return the file of a sheet of a site's faults; the first stands on its page."""
    return site_file(site) if sheet == 1 else f"faults-{slug(site)}-{sheet}.html"


def found_file(site: str, sheet: int) -> str:
    """Return the file of a sheet of all occurrences of a site's faults."""
    return f"found-{slug(site)}-{sheet}.html"


def rule_file(rule: str) -> str:
    """Return the file of a rule's page."""
    return f"rule-{slug(rule)}.html"


def requirement_file(layer: str, requirement: str) -> str:
    """Return the file of the page of a requirement on the facilities of a layer."""
    return f"requirement-{slug(layer)}-{slug(requirement)}.html"


def shot_file(site: str, component: str) -> str:
    """Return the file of the picture of a fault of a site."""
    return f"{slug(site)}-{slug(component)}.webp"
