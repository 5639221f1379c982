"""findings.csv: one row for each finding on a page or at a facility; indicators.csv: one for each street indicator.

Both open in a spreadsheet and run nothing there.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from pathlib import Path

from audit.districts import WHOLE
from audit.model import Finding, Lang, Outcome, Reason, Text
from audit.plan import Owner
from reports.clauses import clause_ids
from reports.format import Format, new_file, remove
from reports.rows import FacilityFinding, SiteRow, Standing
from reports.sinks import cell
from reports.street_figures import Labels
from reports.summary import Summary
from reports.wording import IMPACTS, OUTCOMES, REASONS, STANDINGS, Words, mark

COLUMNS = (
    mark("Kind"),
    mark("Outcome"),
    mark("Impact"),
    mark("Rule or requirement"),
    mark("What was tested"),
    mark("Clauses"),
    mark("Standing"),
    mark("District code"),
    mark("District"),
    mark("Site or layer"),
    mark("Page or facility"),
    mark("Place"),
    mark("Longitude"),
    mark("Latitude"),
    mark("Selector"),
    mark("Snippet"),
    mark("Message"),
    mark("Measured value"),
    mark("Limit"),
    mark("Unit"),
    mark("How to mend"),
    mark("Responsible bureau"),
    mark("Days to mend"),
    mark("Component"),
    mark("Fingerprint"),
    mark("Carried over from run"),
    mark("Audit"),
)
INDICATOR_COLUMNS = (
    mark("District code"),
    mark("District"),
    mark("Layer"),
    mark("Indicator"),
    mark("What it says"),
    mark("Standard"),
    mark("Numerator"),
    mark("Unknown"),
    mark("Denominator"),
    mark("Unit"),
    mark("Low"),
    mark("High"),
)
# A selector or snippet longer than this helps nobody in a cell; Excel itself takes 32,767 characters.
_CELL_LIMIT = 2000


def write(summary: Summary, out: Path, lang: Lang) -> Path:
    """Write findings.csv (UTF-8 with a byte order mark, which Excel needs) and return its path.

    Beside it stands indicators.csv, where the run has any.
    """
    path, words, carried = out / "findings.csv", Words(lang), summary.carried()
    state = words("interrupted: partial report") if summary.partial else words("finished")
    with new_file(path, "utf-8-sig") as file:
        rows = csv.writer(file, lineterminator="\r\n")
        rows.writerow([words(column) for column in COLUMNS])
        for row in summary.sites:
            if row.interrupted:  # a partial list says so even where nothing was found yet
                rows.writerow(_safe([*_interrupted_cells(summary, words, row), "", state]))
        for finding, site in summary.site_findings():
            earlier = carried.get((finding.site, finding.subject), "")
            rows.writerow(_safe([*_site_cells(summary, words, finding, site), earlier, state]))
        for item in summary.facility_findings():
            rows.writerow(_safe([*_facility_cells(summary, words, item), "", state]))
    if summary.indicators:
        _write_indicators(summary, words, out / "indicators.csv")
    else:
        remove(out / "indicators.csv")
    return path


def _write_indicators(summary: Summary, words: Words, path: Path) -> None:
    """Write every indicator as it is, its bounds as shares (or as what its unit says), the whole plan's code empty."""
    labels = Labels(summary, words)
    with new_file(path, "utf-8-sig") as file:
        rows = csv.writer(file, lineterminator="\r\n")
        rows.writerow([words(column) for column in INDICATOR_COLUMNS])
        for i in summary.indicators:
            place = _division_name(summary, words, i.division) if i.division != WHOLE else words("Whole city")
            figures = (i.numerator, i.unknown, i.denominator)
            bounds = ("" if bound is None else bound for bound in (i.low, i.high))
            said = labels.indicator(i.name)
            rows.writerow(_safe([i.division, place, i.layer, i.name, said, i.standard, *figures, i.unit, *bounds]))


def _safe(cells: Iterable[object]) -> list[object]:
    return [cell(value)[:_CELL_LIMIT] if isinstance(value, str) else value for value in cells]


def _interrupted_cells(summary: Summary, words: Words, row: SiteRow) -> Iterator[object]:
    district = row.site.district or ""
    yield words("Website")
    yield words(OUTCOMES[Outcome.UNTESTED])
    yield from [""] * 5
    yield district
    yield _division_name(summary, words, district)
    yield row.name.to(words.lang)
    yield row.site.url
    yield from [""] * 5
    yield words(REASONS[Reason.INTERRUPTED])
    yield from [""] * 8


def _site_cells(summary: Summary, words: Words, finding: Finding, site: SiteRow | None) -> Iterator[object]:
    rule, measured = summary.rule(finding.rule), finding.measurement
    district = (site.site.district or "") if site else ""
    yield words("Website")
    yield words(OUTCOMES[finding.outcome])
    yield words(IMPACTS[finding.impact])
    yield finding.rule
    yield rule.title.to(words.lang)
    yield clause_ids(summary, rule, words)
    yield words.term(STANDINGS, summary.standing(rule).value)
    yield district
    yield _division_name(summary, words, district)
    yield site.name.to(words.lang) if site else finding.site
    yield finding.subject
    yield from ("", "", "")
    yield finding.target.selector
    yield finding.target.snippet
    yield finding.message.to(words.lang)
    yield from (measured.value, measured.limit, measured.unit) if measured else ("", "", "")
    yield rule.mend.to(words.lang)
    yield from _owner(summary.site_owner(finding, site.site) if site else None, words)
    yield finding.component
    yield finding.fingerprint


def _facility_cells(summary: Summary, words: Words, item: FacilityFinding) -> Iterator[object]:
    requirement = item.requirement
    kind = next((layer.kind for layer in summary.layers if layer.id == item.layer), item.layer)
    yield words("Facility")
    yield words(OUTCOMES[item.outcome])
    yield words(IMPACTS[requirement.impact])
    yield requirement.id
    yield requirement.title.to(words.lang)
    yield " ".join(part for part in (requirement.standard, requirement.clause) if part)
    yield words.term(STANDINGS, Standing.WITHIN.value)
    yield item.division
    yield _division_name(summary, words, item.division)
    yield words.kind(kind)
    yield item.facility
    yield item.label
    yield "" if item.lon is None else round(item.lon, 7)
    yield "" if item.lat is None else round(item.lat, 7)
    yield from ("", "", "")
    yield "" if item.value is None else item.value
    yield words.limit(requirement.operator, requirement.limit, requirement.high_limit)
    yield requirement.unit
    yield requirement.mend.to(words.lang)
    yield from _owner(item.owner, words)
    yield ""
    yield item.fingerprint


def _division_name(summary: Summary, words: Words, code: str) -> str:
    row = summary.divisions.get(code)
    return row.name.to(words.lang) if row else ""


def _owner(owner: Owner | None, words: Words) -> tuple[object, object]:
    if owner is None:
        return "", ""
    name = Text(owner.bureau, owner.bureau_en or owner.bureau)
    return name.to(words.lang), owner.deadline_days if owner.deadline_days is not None else ""


FORMAT = Format("csv", Text("问题清单（CSV）", "Findings (CSV)"), write, usual=True)
