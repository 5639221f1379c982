"""Audits an app and records it like a site: its screens are pages, its rules' verdicts ordinary findings."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Protocol
from urllib.parse import quote

from audit.catalog import Shelved, at_depth
from audit.legible import one_line
from audit.model import Depth, Outcome, Reason, Rule, Untested, UsageError, digest, worst
from audit.plan import App, Plan
from audit.records import Shot, Subject
from audit.schema import storable
from audit.store import Store
from web_checks.apps import bundle, dumps, evidence, miniprogram, shelves, webview
from web_checks.apps.bundle import free
from web_checks.apps.markup import Unreadable
from web_checks.apps.screen import Role, Screen
from web_checks.apps.webview import WebView
from web_checks.jobs import Shelves, fitting
from web_checks.judge import Judgement, finding, tally
from web_checks.strata import stratum_of_words

_SCREEN, _SOURCE = "screen", "source"
_LONGEST_TITLE = 120
_REPORTED = (Outcome.FAILED, Outcome.CANT_TELL)
_UNUSED = "components of packages that no page uses"


class Observed(Protocol):
    """What rules on apps judge: a screen, or a page of a mini-program's source. known: what some rules need."""

    @property
    def name(self) -> str:
        """Return its name within the app."""

    @property
    def known(self) -> frozenset[str]:
        """Return which of the things that some rules need are there."""


@dataclasses.dataclass(frozen=True, slots=True)
class Seen:
    """One screen or page on its way into the record.

    observed: None when there was nothing to judge, for the reason and detail; notes: what of it was not tested.
    """

    name: str
    observed: Observed | WebView | None
    facts: dict[str, object] = dataclasses.field(default_factory=dict)
    title: str = ""
    detail: str = ""
    reason: Reason = Reason.UNREADABLE
    notes: tuple[str, ...] = ()


def audit_apps(plan: Plan, base: Path, store: Store, run: str) -> None:
    """Audit the apps of a plan that a run has no record of yet. Raises UsageError when files are gone."""
    done = {subject.id for subject in store.subjects(run, "site")}
    of_pages = Shelves.all(plan.web.level)
    own = shelves.shelved(plan.web.level)
    page = fitting(at_depth(of_pages.page, Depth.SIMPLIFIED), terminal=False)
    terms = _Terms(own, page, of_pages.axe, pictures=plan.web.screenshots is not False)
    for app in plan.apps:
        if app.id not in done:
            _audit(app, base, store, run, terms)


def not_opened(app: App, store: Store, run: str, why: UsageError) -> None:
    """Record an app that did not open as not tested."""
    detail = storable("; ".join(problem.en for problem in why.problems))
    site = _site(app, (), set())
    site = dataclasses.replace(site, reason=Reason.NOT_REACHED, facts={**site.facts, "detail": detail})
    store.save_subject(run, site, (), [Untested(app.id, "", Reason.NOT_REACHED, detail)])


@dataclasses.dataclass(frozen=True, slots=True)
class _Terms:
    """The rules on screens, those on pages for what WebViews show, and whether pictures of faults are kept."""

    apps: tuple[Shelved, ...]
    page: tuple[Shelved, ...]
    axe: Mapping[str, Rule]
    pictures: bool


def address(app: str, name: str) -> str:
    """Return the address of a screen."""
    return f"app://{quote(app, safe='')}/{quote(name, safe='/')}"


def _audit(app: App, base: Path, store: Store, run: str, terms: _Terms) -> None:
    named = (*app.files, *((app.record,) if app.record else ()))
    bundles = [bundle.opened(base / path) for path in named]
    left_out = sum(opened.left_out for opened in bundles)
    # One at a time: a screenshot takes megabytes.
    untested = [Untested(app.id, f"+{left_out}", Reason.PAGE_CAP)] if left_out else []
    pages = (page for opened in bundles for page in _seen(app, opened, untested))
    taken = set[str]()
    subjects, ran = [], set[str]()
    for position, met in enumerate(_with_home(app, pages)):
        page = dataclasses.replace(met, name=free(met.name, taken))
        subject, judgement = _judged(app, page, position, terms)
        shots: list[Shot] = []
        if isinstance(page.observed, Screen) and terms.pictures:
            known = store.shot_places(run, app.id)
            shots = evidence.shots(page.observed, subject, judgement.findings, known)
        store.save_subject(run, subject, judgement.findings, judgement.untested, (), shots)
        subjects.append(subject)
        ran |= subject.tally.keys()
    store.save_subject(run, _site(app, subjects, ran), (), untested)


def _seen(app: App, opened: bundle.Bundle, untested: list[Untested]) -> Iterator[Seen]:
    """Yield the pages of a mini-program's source and the screens whose dumps lie in a bundle.

    untested: gets what is left out.
    """
    is_source = miniprogram.is_source(opened)
    if is_source:
        program = miniprogram.read(opened, app.elder or "")
        if program.unused:
            untested.append(Untested(app.id, f"+{program.unused}", Reason.OUT_OF_SCOPE, _UNUSED))
        for page in program.pages:
            yield Seen(
                page.name,
                page.source,
                {"medium": _SOURCE, "format": "wxml"},
                page.source.title if page.source else "",
                detail=page.failure,
                notes=page.notes,
            )
    for met in dumps.screens(opened, app.density, beside_source=is_source):
        if met.webview is not None:
            yield Seen(met.name, met.webview, {"medium": "webview", "url": met.webview.address}, met.webview.title)
            continue
        if met.screen is None:
            yield Seen(met.name, None, {"medium": _SCREEN}, detail=met.failure, reason=met.reason)
            continue
        screen = dataclasses.replace(met.screen, elder=app.elder or "", language=app.language or "")
        facts: dict[str, object] = {
            "medium": _SCREEN,
            "format": screen.format.value,
            "elements": len(screen.nodes),
            "template": digest(*(node.kind for node in screen.shown)),
        }
        yield Seen(met.name, screen, facts, _title(screen), notes=(met.note,) if met.note else ())


def _with_home(app: App, pages: Iterable[Seen]) -> Iterator[Seen]:
    """Yield the screens with the one marked that the app starts with: the one that the plan names, else the first."""
    home = app.home
    for page in pages:
        if not isinstance(page.observed, Screen):
            yield page
            continue
        home = home or page.name
        yield dataclasses.replace(page, observed=dataclasses.replace(page.observed, home=page.name == home))


def _judged(app: App, page: Seen, position: int, terms: _Terms) -> tuple[Subject, Judgement]:
    where = address(app.id, page.name)
    try:
        if isinstance(page.observed, WebView):
            judgement = webview.judge(page.observed, where, terms.page, terms.axe)
        elif page.observed is not None:
            judgement = judge(page.observed, where, terms.apps)
    except Unreadable as error:
        page = dataclasses.replace(page, observed=None, detail=str(error))
    if page.observed is None:
        facts = {**_FACTS, **page.facts, "detail": storable(page.detail)}
        judgement = Judgement(untested=[Untested(where, "", page.reason, storable(page.detail))])
        subject = Subject(where, "page", Outcome.UNTESTED, app.id, position, page.reason, page.name, facts=facts)
        return subject, judgement
    judgement.untested += [Untested(where, "screenshot", Reason.UNREADABLE, storable(note)) for note in page.notes]
    title = storable(page.title or page.name)
    facts = {
        **_FACTS,
        **page.facts,
        "stratum": _stratum(page.observed, page.title),
        "lang": app.language or "",
        "occurrences": len(judgement.findings),
    }
    outcome = judgement.outcome
    subject = Subject(where, "page", outcome, app.id, position, title=title, tally=judgement.tally, facts=facts)
    return subject, judgement


# What the record of every page has.
_FACTS: dict[str, object] = {"depth": Depth.SIMPLIFIED.value, "template": "", "lang": "", "elements": 0}


def judge(seen: Observed, where: str, shelf: Sequence[Shelved]) -> Judgement:
    """Judge one screen or page by the rules that are meant for it; what a rule lacks is untested with its reason."""
    judgement = Judgement()
    kind = _SCREEN if isinstance(seen, Screen) else _SOURCE
    for shelved in shelf:
        rule = shelved.rule
        if kind not in rule.needs:
            continue
        if lacking := [name for name in rule.needs if name not in seen.known]:
            judgement.untested.append(Untested(where, rule.id, Reason.NOT_SUPPLIED, ", ".join(lacking)))
            continue
        try:
            verdicts = list(shelved.judge(seen))
        except Exception as error:  # noqa: BLE001 - a screen that a rule cannot digest is untested by this rule alone
            detail = storable(f"{type(error).__name__}: {error}")
            judgement.untested.append(Untested(where, rule.id, Reason.RULE_ERROR, detail))
            continue
        judgement.tally[rule.id] = tally(verdicts)
        judgement.findings += (finding(rule, where, each) for each in verdicts if each.outcome in _REPORTED)
    return judgement


def _site(app: App, pages: Sequence[Subject], ran: set[str]) -> Subject:
    tested = [page for page in pages if page.tally]
    facts = {
        "url": app.as_site.url,
        "class": "app",
        "district": app.district or "",
        "rules": sorted(ran),
        "pages_found": len(pages),
        "pages_known": len(pages),
        "pages_tested": len(tested),
        "pages_carried": 0,
        "since": "",
        "pages_in_depth": 0,
        "duplicates": 0,
        "retries": 0,
        "depth": Depth.SIMPLIFIED.value,
        "folder": app.appium is None,
        "staging": False,
    }
    outcome = worst({page.outcome for page in tested}) if tested else Outcome.UNTESTED
    missed = None if tested else next((page for page in pages if page.reason), None)
    reason = None if tested else missed.reason if missed else Reason.NOT_SUPPLIED
    facts["detail"] = missed.facts.get("detail", "") if missed else ""
    return Subject(app.id, "site", outcome, app.id, reason=reason, title=app.name, facts=facts)


def _title(screen: Screen) -> str:
    """Return what stands at the top of a screen: the text of its title bar, else of its first heading."""
    for node in screen.shown:
        if node.role is Role.TITLE_BAR or node.heading:
            said = screen.spoken(node)
            if said:
                return one_line(said, _LONGEST_TITLE)
    return ""


def _stratum(seen: Observed | WebView, title: str) -> str:
    """Return the stratum of a screen by its title and fields, as that of a page."""
    if not isinstance(seen, Screen):
        return stratum_of_words(title, 0, 1)
    fields = sum(node.role is Role.FIELD for node in seen.shown)
    login = any(node.password for node in seen.shown)
    return stratum_of_words(title or seen.name, fields, 0 if seen.home else 1, login=login)
