"""One language of the HTML report: the templates with all they may use, and a policy that runs only our own script."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable, Mapping
from functools import partial
from importlib.resources import files
from pathlib import Path
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from audit.districts import WHOLE
from audit.model import Finding, Lang
from audit.plan import Layer, Target
from reports import first_to_mend, terms
from reports import html_names as names
from reports.called import Called
from reports.document_places import DocumentPlaces
from reports.documents import verapdf_said
from reports.format import new_file
from reports.html_pages import Report
from reports.html_text import address, cut, foreign, lang_attribute
from reports.media import About
from reports.page import Page
from reports.rectification_columns import STATES, VERDICTS
from reports.rows import DivisionRow
from reports.sinks import visible
from reports.street_figures import WAYS, Labels
from reports.wording import Words

_TERMS = (
    "OUTCOMES",
    "IMPACTS",
    "REASONS",
    "SITE_CLASSES",
    "STRATA",
    "DEPTHS",
    "CONFIDENCES",
    "RAMPS",
    "PICKS",
    "VERDICTS",
    "UNITS",
    "PLACES",
)

_SHEETS: Mapping[str, Callable[..., str]] = {
    "site": names.site_file,
    "faults": names.faults_file,
    "mend": names.mend_file,
    "found": names.found_file,
    "sites": names.sites_file,
    "league": names.league_file,
}


class Edition:
    """The report in one language."""

    def __init__(self, report: Report, lang: Lang) -> None:
        """Prepare the templates."""
        self._report, self._summary = report, report.summary
        self._words = words = Words(lang)
        self._targets = {target.id: target for target in self._summary.plan.targets}
        self.environment = Environment(
            loader=PackageLoader("reports"),
            autoescape=True,
            undefined=StrictUndefined,
            finalize=_shown,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        called = Called(self._summary, words)
        self.environment.filters["system"] = called.system
        self._places = DocumentPlaces(self._summary, words)
        style, script = _ours("report.css"), _ours("report.js")
        summary = self._summary
        self.environment.globals.update(
            _=words,
            verapdf_said=lambda page: verapdf_said(page.document, words) if page.document else "",
            ngettext=words.plural,
            words=words,
            other=Words(Lang.EN if lang is Lang.ZH else Lang.ZH),
            other_name="English" if lang is Lang.ZH else "中文",
            summary=summary,
            css=style,
            script=script,
            # A hash works from a disk too, where 'self' means nothing in some browsers.
            csp=f"default-src 'none'; style-src {_hash(style)}; script-src {_hash(script)}; img-src 'self' file:; "
            "base-uri 'none'; form-action 'none'",
            foreign=lambda text, declared="": foreign(text, lang, declared),
            address=address,
            cut=cut,
            lang_of=self._lang_of,
            about=partial(About, words),
            place=self._place,
            clause=self._clause,
            limit=words.requirement_limit,
            edition=lambda name: summary.editions[name].to(lang) if name in summary.editions else name,
            layer_name=self._layer_name,
            scored={layer.id: layer.scored_standard for layer in summary.layers},
            count_name=lambda name: words.term(terms.COUNTS, name),
            labels=Labels(summary, words),
            ways_of=lambda layer: sorted(layer.facts["ways"], key=lambda way: (way not in WAYS, way)),
            division_link=self._division_link,
            division_name=self._division_name,
            shot_of=lambda row, cause: report.shots.get((row.site.id, cause.component)),
            shot_file=lambda row, shot: f"../{names.SHOTS}/{names.shot_file(row.site.id, shot.component)}",
            names=names,
            sheets_of=lambda kind, of: partial(_SHEETS[kind], of),
            rule_link=self._rule_link,
            history=report.history,
            change_online=lambda code: _signed(report.history.change_of_mean(code)),
            change_street=lambda code: _signed((report.history.change("division", code, "street") or (None,))[0]),
            both=lambda row, name: sum(getattr(score, name) for score in (row.online, row.street) if score),
            testable=report.testable,
            UNHEARD=first_to_mend.REASONS,
            judged=report.judged,
            STATES=STATES,
            SAYS=VERDICTS,
            called=called,
            system=called.system,
            **{name: getattr(terms, name) for name in _TERMS},
        )

    def write(self, folder: Path, page: Page) -> None:
        """Write one page into a folder."""
        self.render(page.template, folder / page.name, {"here": page.name, **page.values})

    def render(self, template: str, path: Path, values: Mapping[str, Any]) -> None:
        """Write one file."""
        with new_file(path) as file:
            for piece in self.environment.get_template(template).generate(**values):
                # A lone surrogate has no UTF-8; `visible` has replaced those in every variable already.
                file.write(piece)

    def main_of(self, page: Page) -> Markup:
        """Return what stands between the head and the foot of a page."""
        values = {"here": page.name, **page.values}
        template = self.environment.get_template(page.template)
        parts = self.environment.get_template("parts.html").make_module(values)
        context = template.new_context({**values, "parts": parts})
        return Markup("".join(template.blocks["main"](context)))  # noqa: S704 - our own template, escaped within

    def _lang_of(self, finding: Finding) -> Markup:
        declared = self._report.page_langs.get((finding.site, finding.subject), "")
        return lang_attribute(finding.target.snippet, self._words.lang, declared)

    def _place(self, finding: Finding) -> str:
        return self._places.said(finding.site, finding.subject, finding.target.selector)

    def _clause(self, requirement: str) -> Markup:
        """Return a success criterion as a link; a rule or an id of another standard as its name."""
        criterion = self._summary.criteria.get(requirement)
        if criterion is None:
            known, words = self._summary.rules.get(requirement), self._words
            if known or not self._summary.beyond(requirement):
                return foreign(known.title.to(words.lang) if known else requirement, words.lang)
            return foreign(words("{clause} (beyond the standard audited)", clause=requirement), words.lang)
        number = requirement.partition(":")[2]
        level = f" ({criterion.level})" if criterion.level else ""
        name = f"{number} {criterion.title.to(self._words.lang)}{level}"
        if unverified := self._summary.unverified(requirement):
            name += self._words(" ({what})", what=self._words.term(terms.CONFIDENCES, unverified))
        if not criterion.url:
            return foreign(name, self._words.lang)
        return Markup('<a href="{}" rel="noopener noreferrer">{}</a>').format(criterion.url, name)

    def _rule_link(self, rule: str, text: str) -> Markup:
        """Return a rule's title as a link to its page, where it has one."""
        name = foreign(text, self._words.lang)
        known = rule in self._report.rules
        return Markup('<a href="{}">{}</a>').format(names.rule_file(rule), name) if known else name

    def _layer_name(self, layer: str) -> Markup:
        row = next((row for row in self._summary.layers if row.id == layer), None)
        named: Layer | Target | None = row.layer if row else self._targets.get(layer)
        if named and named.name_en and self._words.lang is Lang.EN:
            return foreign(named.name_en, self._words.lang)
        # A name in the other language says less than the kind.
        if named and named.name and not lang_attribute(named.name, self._words.lang):
            return foreign(named.name, self._words.lang)
        kind = row.kind if row else layer
        own = "" if layer == kind else f" ({layer})"
        return foreign(f"{self._words.kind(kind)}{own}", self._words.lang)

    def _division_name(self, code: str | None) -> Markup:
        row = self._summary.divisions.get(code or WHOLE)
        return foreign(row.name.to(self._words.lang) if row else (code or "–"), self._words.lang)

    def _division_link(self, row: DivisionRow) -> Markup:
        name = foreign(row.name.to(self._words.lang), self._words.lang)
        code = row.division.code
        return (
            Markup('<a href="{}">{}</a>').format(names.district_file(code), name)
            if code in self._report.paged
            else name
        )


def _signed(moved: float | None) -> str:
    """Return by how much a score has moved, with its sign; "–" when there is nothing to compare."""
    if moved is None:
        return "–"
    shown = round(moved, 1)
    return f"{'+' if shown > 0 else '−' if shown < 0 else '±'}{abs(shown):.1f}"


def _ours(name: str) -> Markup:
    """Return a file of our own, to stand in a page as it is."""
    return Markup((files("reports") / "templates" / name).read_text("utf-8"))  # noqa: S704 - not foreign text


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def _shown(value: Any) -> Any:
    """Prepare what a template prints: text is made visible; None is a fault of the template."""
    if value is None:
        raise TypeError("a template prints None; say what stands for it")
    if isinstance(value, Markup) or not isinstance(value, str):
        return value
    return visible(value)
