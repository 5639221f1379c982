"""What a site's audit is given: the site, the rules, the settings."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import web_checks.documents.rules
import web_checks.rules
import web_checks.site_rules
from audit.catalog import Shelved, shelf
from audit.model import Depth, Rule
from audit.plan_web import KIOSK
from audit.standards import Level, load_web
from web_checks import axe
from web_checks.arrival import VIEWPORT
from web_checks.bounds import Bounds
from web_checks.login import Login
from web_checks.scope import host_of

_NEWEST = "wcag-2.2"  # the edition whose levels sort the rules


# Probes that show a page on other screens: narrower, larger, turned.
_OTHER_SCREENS = frozenset({"narrow", "adaptation"})
_TERMINAL = "terminal"  # the probe that is for terminals alone


def of_other_screens(shelved: Shelved) -> bool:
    """Return whether a rule asks how a page takes to another screen than the one it is shown on."""
    return not _OTHER_SCREENS.isdisjoint(shelved.rule.needs)


def fitting(shelf: Iterable[Shelved], *, terminal: bool) -> tuple[Shelved, ...]:
    """Return the rules for a terminal, whose screen has one size, or those for every other screen."""
    return tuple(each for each in shelf if not (of_other_screens(each) if terminal else _TERMINAL in each.rule.needs))


@dataclass(frozen=True)
class SiteJob:
    """A site to audit.

    start: canonical address of the start page, "" for a list of addresses; listed: addresses given by the user;
    folder: the built pages when stepfree serves them itself; follow: whether links are followed; staging: it is a test
    copy, whose forms may be sent off; bounds: which addresses are taken in; max_depth: links away from the start page;
    max_minutes: after which no page is begun; hash_routes: whether #/… and #!/… are pages of their own; login: what a
    visitor brings along; viewport: of the screen, in CSS px.
    """

    id: str
    name: str
    start: str
    listed: tuple[str, ...] = ()
    folder: Path | None = None
    district: str = ""
    site_class: str = "portal"
    max_pages: int = 100
    follow: bool = True
    staging: bool = False
    bounds: Bounds = field(default_factory=Bounds)
    max_depth: int | None = None
    max_minutes: float | None = None
    hash_routes: bool = False
    login: Login = field(default_factory=Login)
    viewport: tuple[int, int] = VIEWPORT

    @property
    def fixed_screen(self) -> bool:
        """Return whether it is shown on a terminal, whose screen has one size and where nobody can zoom or turn it."""
        return self.site_class == KIOSK

    @property
    def hosts(self) -> frozenset[str]:
        """Return the hosts that the user named."""
        return frozenset(host_of(address) for address in (self.start, *self.listed) if address)


@dataclass(frozen=True)
class Shelves:
    """The rules that a run applies."""

    axe: Mapping[str, Rule]
    page: tuple[Shelved, ...]
    site: tuple[Shelved, ...]
    axe_options: str
    document: tuple[Shelved, ...] = ()

    @classmethod
    def all(cls, level: Level = "AAA") -> Shelves:
        """Return every rule; those that stand for nothing but criteria of level AAA only when that is the level.

        What an edition or level A leaves out is tested all the same, and shown as beyond the standard.
        """
        newest = load_web(_NEWEST)
        above = newest.at("AAA").keys() - newest.at("AAA" if level == "AAA" else "AA").keys()
        known = axe.rules()
        of_axe = {key: rule for key, rule in known.items() if not _is_above(rule, above)}
        page, site, document = (
            tuple(shelved for shelved in shelf(package) if not _is_above(shelved.rule, above))
            for package in (web_checks.rules, web_checks.site_rules, web_checks.documents.rules)
        )
        return cls(of_axe, page, site, axe.options(off=known.keys() - of_axe.keys()), document)

    @property
    def rules(self) -> dict[str, Rule]:
        """Return every rule by id."""
        own = {shelved.rule.id: shelved.rule for shelved in (*self.page, *self.site, *self.document)}
        return {**self.axe, **own}


def _is_above(rule: Rule, above: AbstractSet[str]) -> bool:
    return bool(rule.requirements) and set(rule.requirements) <= above


@dataclass(frozen=True)
class WebDriverChoice:
    """The WebDriver to audit with instead of Chromium.

    address: of a Selenium Grid or an Appium server, "" = a ChromeDriver of this machine; capabilities: what the user
    asks of it (W3C WebDriver, alwaysMatch).
    """

    address: str = ""
    capabilities: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class WebSettings:
    """How sites are audited.

    delay: least seconds between two requests to a host; sample: in-depth pages at most, None = every page;
    random_share: random pages among them, as a part of the structured ones; level: AAA adds rules;
    screenshots: keep a picture of the first occurrence of each fault; day: the plan's date, for what grows old;
    resolve: host → loopback port, for folders; stay: test a page that leads elsewhere by script as it stands;
    ocr: read the words in images, in depth; webdriver: audit through it, at simplified depth; since: id of the run that
    unchanged pages of folders are carried over from, "" = none; terms: signature of what findings depend on beside the
    pages; max_documents: documents that pages link to, fetched and tested at most; 0 = they are left alone.
    """

    depth: Depth = Depth.SIMPLIFIED
    workers: int = 3
    delay: float = 0.5
    contact: str = ""
    sample: int | None = 30
    random_share: float = 0.1
    level: Level = "AA"
    screenshots: bool = False
    day: date | None = None
    resolve: Mapping[str, int] = field(default_factory=dict)
    stay: bool = False
    ocr: bool = False
    webdriver: WebDriverChoice | None = None
    since: str = ""
    terms: str = ""
    max_documents: int = 0

    @property
    def first_depth(self) -> Depth:
        """Return the depth of the first visit: in-depth only when no sample is drawn afterwards."""
        return self.depth if self.sample is None else Depth.SIMPLIFIED
