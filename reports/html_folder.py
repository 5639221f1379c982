"""Writes the HTML report: a folder of static pages in both languages, without script and without any request."""

from __future__ import annotations

import base64
import hashlib
import math
from collections.abc import Iterable, Mapping, Sequence
from importlib.resources import files
from pathlib import Path
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from audit import scoring
from audit.districts import WHOLE
from audit.model import Finding, Impact, Lang, Outcome, Rule, Text
from audit.plan import Layer, Target
from audit.records import Shot
from reports import siting, wording
from reports.district_map import DistrictMap, draw
from reports.facility_groups import FacilityGroup, by_division
from reports.faults import cause_order
from reports.format import Format, new_file, remove, write_bytes
from reports.html_names import district_file, shot_file, site_file
from reports.html_text import address, cut, foreign, lang_attribute
from reports.layer_facts import moved, streets
from reports.layer_figures import LayerFigures, layer_figures
from reports.rows import Cause, DivisionRow, SiteRow
from reports.sinks import visible
from reports.street_families import FAMILIES
from reports.street_figures import WAYS, Labels, Table, family_of, street_figures
from reports.summary import Summary
from reports.wording import Words

_SHOTS = "shots"
_FIRST_SHOWN = 10
_CAUSES_SHOWN = 60
_REVIEWS_SHOWN = 100
_OCCURRENCES_SHOWN = 10
_PICKS_SHOWN = 20
_PAGE_SIZE = 200


def write(summary: Summary, out: Path, lang: Lang) -> Path:
    """Write out/zh, out/en and out/index.html, which leads to the language asked for; return out/index.html."""
    paged = _paged_divisions(summary)
    groups = by_division(summary, paged)
    shots = _write_shots(summary, out / _SHOTS)
    for language in Lang:
        edition = _Edition(summary, language, shots)
        written = edition.write(out / language.value, paged, groups)
        _sweep(out / language.value, written)
    landing = out / "index.html"
    _Edition(summary, lang, shots).render("landing.html", landing, {})
    return landing


class _Edition:
    """The report in one language."""

    def __init__(self, summary: Summary, lang: Lang, shots: Mapping[tuple[str, str], Shot]) -> None:
        self._summary = summary
        self._words = words = Words(lang)
        self._ran = _rules_that_ran(summary)
        self._targets = {target.id: target for target in summary.plan.targets}
        self._page_langs = {(row.site.id, page.address): page.lang for row in summary.sites for page in row.pages}
        self._paged = frozenset(_paged_divisions(summary))
        self._picks = list(summary.siting())
        self._picks_below = siting.below(self._picks, summary.tree)
        self._environment = Environment(
            loader=PackageLoader("reports"),
            autoescape=True,
            undefined=StrictUndefined,
            finalize=_shown,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        style = (files("reports") / "templates" / "report.css").read_text("utf-8")
        sha = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
        testable = _testable(summary, self._ran)
        self._environment.globals.update(
            _=words,
            ngettext=words.plural,
            words=words,
            other=Words(Lang.EN if lang is Lang.ZH else Lang.ZH),
            other_name="English" if lang is Lang.ZH else "中文",
            summary=summary,
            css=Markup(style),  # noqa: S704 - our own file, not foreign text
            # A hash works from a disk too, where 'self' means nothing in some browsers.
            csp=f"default-src 'none'; style-src 'sha256-{sha}'; img-src 'self' file:; base-uri 'none'; "
            "form-action 'none'",
            foreign=lambda text, declared="": foreign(text, lang, declared),
            address=address,
            cut=cut,
            lang_of=self._lang_of,
            clause=self._clause,
            limit=words.requirement_limit,
            edition=lambda name: summary.editions[name].to(lang) if name in summary.editions else name,
            layer_name=self._layer_name,
            scored={layer.id: layer.scored_standard for layer in summary.layers},
            count_name=self._count_name,
            labels=Labels(summary, words),
            ways_of=lambda layer: sorted(layer.facts["ways"], key=lambda way: (way not in WAYS, way)),
            division_link=self._division_link,
            division_name=self._division_name,
            shot_of=lambda row, cause: shots.get((row.site.id, cause.component)),
            shot_file=lambda row, shot: f"../{_SHOTS}/{shot_file(row.site.id, shot.component)}",
            site_file=lambda row: site_file(row.site.id),
            sheet_file=lambda row, sheet: site_file(row.site.id, sheet),
            both=lambda row, name: sum(getattr(score, name) for score in (row.online, row.street) if score),
            testable=testable,
            page_size=_PAGE_SIZE,
            shown_occurrences=_OCCURRENCES_SHOWN,
            shown_reviews=_REVIEWS_SHOWN,
            shown_picks=_PICKS_SHOWN,
            **{
                name: getattr(wording, name)
                for name in (
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
                )
            },
        )

    def write(self, folder: Path, paged: Sequence[str], groups: Mapping[str, Sequence[FacilityGroup]]) -> set[str]:
        """Write every page; return the names of the files."""
        pages = [("index.html", "index.html", self._index()), ("method.html", "method.html", self._method())]
        pages.extend(("district.html", district_file(code), self._district(code, groups[code])) for code in paged)
        for row in self._summary.sites:
            pages.extend(self._site(row))
        for template, name, values in pages:
            self.render(template, folder / name, {"here": name, **values})
        return {name for _, name, _ in pages}

    def render(self, template: str, path: Path, values: Mapping[str, Any]) -> None:
        """Write one page."""
        with new_file(path) as file:
            for piece in self._environment.get_template(template).generate(**values):
                # A lone surrogate has no UTF-8; `visible` has replaced those in every variable already.
                file.write(piece)

    def _index(self) -> dict[str, Any]:
        summary = self._summary
        rows = summary.league
        requirements = [
            (layer, r) for layer in summary.layers for r in layer.requirements if r.failed and layer.scores(r)
        ]
        return {
            "league": rows,
            "street_map": _map(rows, [row.street.low if row.street else None for row in rows]),
            "online_map": _map(rows, [row.online_figures.mean if row.online_figures else None for row in rows]),
            "first_causes": sorted(
                ((site, cause) for site in summary.sites for cause in site.causes[:_FIRST_SHOWN]),
                key=lambda pair: (cause_order(pair[1]), pair[0].site.id),
            )[:_FIRST_SHOWN],
            "first_requirements": sorted(requirements, key=lambda p: (-p[1].impact, -p[1].failed, p[0].id, p[1].id))[
                :_FIRST_SHOWN
            ],
            "layer_figures": (figures := self._layers(summary.whole)),
            "street_figures": self._figures(summary.whole),
            "picks": siting.by_layer(self._picks),
            **self._facts(),
            "facilities": sum({row.layer: row.facilities or 0 for row in figures}.values()),
            "pages_tested": sum(row.tested_pages for row in summary.sites),
            "pages_carried": sum(row.carried_pages for row in summary.sites),
            "pages_found": sum(row.found_pages for row in summary.sites),
            "faults": sum(len(row.causes) for row in summary.sites),
            "occurrences": sum(row.occurrences for row in summary.sites),
        }

    def _method(self) -> dict[str, Any]:
        weights = {**scoring.STRATA, **self._summary.plan.weights.strata}
        present = {family_of(indicator.name)[0].id for indicator in self._summary.indicators}
        return {
            "sited": bool(self._picks),
            "families": [family for family in FAMILIES if family.id in present and family.method],
            "ran": self._ran,
            "scoring": {
                "first_fault": scoring.FIRST_FAULT,
                "levels": list(scoring.LEVEL_WEIGHTS.items()),
                "strata": list(weights.items()),
                "veto": [*sorted(scoring.VETO_CRITERIA), *sorted(scoring.VETO_RULES)],
                "margin": scoring.VETO_MARGIN,
            },
        }

    def _district(self, code: str, groups: Sequence[FacilityGroup]) -> dict[str, Any]:
        summary, row = self._summary, self._summary.divisions[code]
        children = summary.below(code)
        below = {code, *(division.code for division in summary.tree.walk(code))}
        return {
            "row": row,
            "ancestors": [summary.divisions[c] for c in reversed(summary.tree.ancestors(code)[1:]) if c != WHOLE],
            "children": children,
            "street_map": _map(children, [child.street.low if child.street else None for child in children]),
            "layer_figures": self._layers(row),
            "street_figures": self._figures(row),
            "picks": siting.by_layer(self._picks_below.get(code, ())),
            "worst_site": next(
                (s for s in summary.sites if row.online_figures and s.site.id == row.online_figures.worst), None
            ),
            "groups": groups,
            "sites": [site for site in summary.sites if site.site.district in below],
        }

    def _site(self, row: SiteRow) -> Iterable[tuple[str, str, dict[str, Any]]]:
        parts = (row.score.parts if row.score else None) or {}
        last = max(1, math.ceil(len(row.pages) / _PAGE_SIZE))
        shown = row.causes[:_CAUSES_SHOWN]
        by_rule: dict[str, list[Cause]] = {}
        for cause in shown:
            by_rule.setdefault(cause.rule.id, []).append(cause)
        values: dict[str, Any] = {
            "row": row,
            "division": self._summary.divisions.get(row.site.district or WHOLE),
            "rules": [(causes[0].rule, causes) for causes in by_rule.values()],
            "hidden_causes": len(row.causes) - len(shown),
            "impacts": [(i, n) for i in reversed(Impact) if (n := sum(c.impact is i for c in row.causes))],
            "untested_pages": len(row.pages) - row.tested_pages - row.carried_pages,
            "strata": parts.get("strata") or [],
            "veto": parts.get("veto") or [],
            "cap": parts.get("cap"),
            "failing_at_most": parts.get("failing_at_most") or None,
            "last_page": last,
        }
        for sheet in range(1, last + 1):
            listed = row.pages[(sheet - 1) * _PAGE_SIZE : sheet * _PAGE_SIZE]
            template = "site.html" if sheet == 1 else "pages.html"
            yield template, site_file(row.site.id, sheet), {**values, "pages": listed, "page_number": sheet}

    def _layers(self, row: DivisionRow) -> list[LayerFigures]:
        radii = self._summary.plan.thresholds.coverage
        return layer_figures(row.indicators, [layer.id for layer in self._summary.layers], radii)

    def _figures(self, row: DivisionRow) -> list[Table]:
        radii = self._summary.plan.thresholds.coverage
        return street_figures(row.indicators, [layer.id for layer in self._summary.layers], radii)

    def _facts(self) -> dict[str, Any]:
        """Return what was recorded about the layers beside their figures."""
        summary = self._summary
        at = {
            layer.id: streets(summary.store.evidence(summary.run.id, f"streets:{layer.id}")) for layer in summary.layers
        }
        return {
            "examined": [layer for layer in summary.layers if layer.coordinates],
            "trapped": [layer for layer in summary.layers if layer.traps],
            "moved": moved(summary.layers, summary.whole.indicators),
            "walked": [layer for layer in summary.layers if layer.facts.get("ways")],
            "streets": [(layer, *at[layer.id]) for layer in summary.layers if at[layer.id][1]],
        }

    def _lang_of(self, finding: Finding) -> Markup:
        declared = self._page_langs.get((finding.site, finding.subject), "")
        return lang_attribute(finding.target.snippet, self._words.lang, declared)

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
            name += f" ({self._words.term(wording.CONFIDENCES, unverified)})"
        if not criterion.url:
            return foreign(name, self._words.lang)
        return Markup('<a href="{}" rel="noopener noreferrer">{}</a>').format(criterion.url, name)

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

    def _count_name(self, name: str) -> str:
        return self._words.term(wording.COUNTS, name)

    def _division_name(self, code: str | None) -> Markup:
        row = self._summary.divisions.get(code or WHOLE)
        return foreign(row.name.to(self._words.lang) if row else (code or "–"), self._words.lang)

    def _division_link(self, row: DivisionRow) -> Markup:
        name = foreign(row.name.to(self._words.lang), self._words.lang)
        code = row.division.code
        return Markup('<a href="{}">{}</a>').format(district_file(code), name) if code in self._paged else name


def _write_shots(summary: Summary, folder: Path) -> dict[tuple[str, str], Shot]:
    """Write the pictures of the faults that are shown; return them by site and component."""
    shots = {
        (row.site.id, shot.component): shot
        for row in summary.sites
        for shown in [{cause.component for cause in row.causes[:_CAUSES_SHOWN]}]
        for shot in summary.store.shots(summary.run.id, row.site.id)
        if shot.component in shown
    }
    names = {shot_file(site, component): shot for (site, component), shot in shots.items()}
    for name, shot in names.items():
        write_bytes(folder / name, shot.webp)
    for path in folder.glob("*.webp"):
        if path.name not in names:
            remove(path)
    return shots


def _paged_divisions(summary: Summary) -> tuple[str, ...]:
    """Return the divisions with a page of their own: those of the league table, above it, and one level below."""
    deepest = max((row.division.level for row in summary.league), default=0) + 1
    return tuple(division.code for division in summary.tree.walk() if division.level <= deepest)


def _rules_that_ran(summary: Summary) -> list[Rule]:
    ran = {str(rule) for site in summary.sites for rule in site.facts.get("rules", ())}
    return [summary.rule(rule) for rule in sorted(ran)]


def _testable(summary: Summary, ran: Sequence[Rule]) -> frozenset[str]:
    able = {criterion for rule in ran if Outcome.FAILED in rule.outcomes for criterion in rule.requirements}
    return frozenset(able & summary.criteria.keys())


def _map(rows: Sequence[DivisionRow], scores: Sequence[float | None]) -> DistrictMap | None:
    return draw(rows, scores) if any(score is not None for score in scores) else None


def _shown(value: Any) -> Any:
    """Prepare what a template prints: text is made visible; None is a fault of the template."""
    if value is None:
        raise TypeError("a template prints None; say what stands for it")
    if isinstance(value, Markup) or not isinstance(value, str):
        return value
    return visible(value)


def _sweep(folder: Path, written: set[str]) -> None:
    """Remove pages of an earlier report that this one no longer has: nobody must find them by an old link."""
    for pattern in ("district-*.html", "site-*.html", "pages-*.html"):
        for path in folder.glob(pattern):
            if path.name not in written:
                remove(path)


FORMAT = Format("html", Text("网页报告", "HTML report"), write)
