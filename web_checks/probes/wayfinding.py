"""What leads people through a site: repeated blocks of links, search, site map, help, statement, easier modes.

Rules across pages judge what is kept of it for each page (`facts`, JSON in the audit database; `kept` reads it again).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from audit.model import Target, digest
from web_checks.page import PageSummary, Probe, target
from web_checks.scope import canonical

# CSS px, dp on a page that fits its screen. 工业和信息化部, 互联网网站适老化通用设计规范 (2021), 1.2.3, as secondary
# sources quote it: at least one text size of a mobile page is 18 dp/pt or more.
ELDER_TEXT = 18.0
_SNIPPET = 120  # characters kept of each block's HTML: these facts are stored for every page
_DATE = re.compile(
    r"(?P<y>20\d\d)\s*[-./年]\s*(?P<m>1[0-2]|0?[1-9])(?:\s*[-./月]\s*(?P<d>3[01]|[12]\d|0?[1-9]))?(?!\d)"
    r"|(?:(?P<d2>\d{1,2})(?:st|nd|rd|th)?\s+)?(?P<name>Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?"
    r"\s+(?:(?P<d3>\d{1,2})(?:st|nd|rd|th)?,?\s+)?(?P<y2>20\d\d)",
    re.IGNORECASE,
)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_CONTACT = re.compile(
    r"联系|电话|邮箱|邮件|信箱|反馈|投诉|热线|\bcontact\b|\be-?mail\b|\bphone\b|\bfeedback\b|[\w.]+@[\w.]+",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Block:
    """A block of links that sites repeat on their pages.

    role: "navigation", "banner", "contentinfo" or "search", or "called" when only its class or id says so;
    key: equal for one block on many pages; links: (name, key of the address), in order.
    """

    target: Target
    role: str
    key: str
    links: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Function:
    """A link or button that leads to a function of the site.

    kind: "sitemap", "statement", "mode" or, in a block of the kind that sites repeat, "help"; address: canonical, ""
    for a button; key: of the address; place: before, in or after the main content, "" when the page does not mark it.
    """

    target: Target
    kind: str
    name: str
    address: str
    key: str
    place: str


@dataclass(frozen=True, slots=True)
class Statement:
    """An accessibility statement: the newest date in it ("2025-03-18" or "2025-03", "" = none); a way to complain."""

    dated: str
    contact: bool


@dataclass(frozen=True, slots=True)
class Wayfinding:
    """What leads people through the site on one page.

    search: a field to search with; size: CSS px of the middle letter of the main text (its first 600 pieces), 0 without
    text; statement: when the page is one.
    """

    blocks: tuple[Block, ...]
    functions: tuple[Function, ...]
    search: Target | None
    size: float
    statement: Statement | None

    def of_kind(self, kind: str) -> tuple[Function, ...]:
        """Return the functions of one kind, in the page's order."""
        return tuple(function for function in self.functions if function.kind == kind)

    def facts(self) -> dict[str, Any]:
        """Return what is stored of it for rules across pages."""
        return {
            "blocks": [[*_stored(b.target), b.role, b.key, [list(link) for link in b.links]] for b in self.blocks],
            "functions": [[*_stored(f.target), f.kind, f.name, f.address, f.key, f.place] for f in self.functions],
            "search": _stored(self.search) if self.search else None,
            "size": self.size,
            "statement": [self.statement.dated, self.statement.contact] if self.statement else None,
        }


def kept(page: PageSummary) -> Wayfinding | None:
    """Return what was stored of a page; None when the question failed there."""
    facts: Mapping[str, Any] | None = page.facts.get(PROBE.name)
    if facts is None:
        return None
    return Wayfinding(
        tuple(Block(Target(*b[:3]), b[3], b[4], tuple((n, k) for n, k in b[5])) for b in facts["blocks"]),
        tuple(Function(Target(*f[:3]), *f[3:]) for f in facts["functions"]),
        Target(*facts["search"]) if facts["search"] else None,
        facts["size"],
        Statement(*facts["statement"]) if facts["statement"] else None,
    )


def newest_date(text: str) -> str:
    """Return the newest date that a text names, as 2025-03-18 (or 2025-03); "" when it names none."""
    return max(map(_iso, _DATE.finditer(text)), default="")


def _iso(found: re.Match[str]) -> str:
    month = int(found["m"]) if found["m"] else _MONTHS.index(found["name"].lower()) + 1
    day = found["d"] or found["d2"] or found["d3"]
    return f"{found['y'] or found['y2']}-{month:02d}" + (f"-{int(day):02d}" if day else "")


def _stored(where: Target) -> tuple[str, str, str]:
    return where.selector, where.snippet[:_SNIPPET], where.path


def _key(address: str) -> str:
    known = canonical(address)
    # A page and its index file are one place; so are http and https.
    place = re.sub(r"^https?://|/(?:index|default)\.\w{3,5}$|/$", "", known) if known else address
    return digest(place)[:8]


def _read(answers: list[Any]) -> Wayfinding | None:
    seen = next(filter(None, answers), None)
    if seen is None:
        return None
    blocks = tuple(
        Block(
            target(block),
            block["role"],
            f"{block['role']} {block['label']} {block['tail']}",
            tuple((name, _key(address)) for name, address in block["links"]),
        )
        for block in seen["blocks"]
    )
    functions = tuple(
        Function(
            target(each),
            each["kind"],
            each["name"],
            canonical(each["href"]) or each["href"],
            _key(each["href"]) if each["href"] else "",
            each["place"],
        )
        for each in seen["functions"]
    )
    text = seen["statement"]
    statement = Statement(newest_date(text), bool(_CONTACT.search(text))) if text else None
    return Wayfinding(blocks, functions, target(seen["search"]) if seen["search"] else None, seen["size"], statement)


def _keep(seen: Wayfinding | None) -> dict[str, Any] | None:
    return seen.facts() if seen else None


PROBE = Probe("wayfinding", _read, keep=_keep)
