"""findings.csv: one row for each finding on a page or at a facility; indicators.csv: one for each street indicator.

Both open in a spreadsheet and run nothing there.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from audit.districts import WHOLE
from audit.model import Finding, Impact, Lang, Outcome, Reason, Text
from audit.plan import Owner
from audit.plan_web import WEBSITE
from reports import columnar
from reports.clauses import clause_ids
from reports.decided_cells import CELL_LIMIT, Decided, csv_cells, csv_line
from reports.documents import linked_from
from reports.facilities import Responsible, failing
from reports.format import Format, new_file, remove
from reports.judged import Judged
from reports.media import About
from reports.rows import LayerRow, RequirementRow, SiteRow, Standing
from reports.sinks import cell, csv_cell
from reports.street_figures import Labels
from reports.summary import Summary
from reports.terms import IMPACTS, OUTCOMES, REASONS, STANDINGS, mark
from reports.wording import Words

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
    mark("Page, screen, document or facility"),
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
    mark("Human judgement"),
    mark("Reason of the waiver"),
    mark("Waived by"),
    mark("Waived until"),
    mark("Carried over from run"),
    mark("Pages that link to it"),
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


def write(summary: Summary, out: Path, lang: Lang) -> Path:
    """Write findings.csv (UTF-8 with a byte order mark, which Excel needs) and return its path.

    Beside it stands indicators.csv, where the run has any.
    """
    path, words, carried = out / "findings.csv", Words(lang), summary.carried()
    said = Decided(Judged(summary), words)
    state = words("interrupted: partial report") if summary.partial else words("finished")
    with new_file(path, "utf-8-sig") as file:
        rows, made = csv.writer(file, lineterminator="\r\n"), _SiteCells(summary, words)
        rows.writerow([words(column) for column in COLUMNS])
        for row in summary.sites:
            if row.interrupted:  # a partial list says so even where nothing was found yet
                rows.writerow(csv_cells([*_interrupted_cells(summary, words, row), *[""] * 6, state]))
        for finding, site in summary.site_findings():
            earlier = carried.get((finding.site, finding.subject), "")
            last = (cell(earlier), made.links(finding), state)
            rows.writerow([*made.of(finding, site), *csv_cells(said.of(finding)), *last])
        file.writelines(_facility_lines(summary, words, said, state))
    if summary.indicators:
        _write_indicators(summary, words, out / "indicators.csv")
    else:
        remove(out / "indicators.csv")
    return path


def _write_indicators(summary: Summary, words: Words, path: Path) -> None:
    """Write every indicator as it is, its bounds as shares (or as what its unit says), the whole plan's code empty."""
    called = cache(Labels(summary, words).indicator)
    with new_file(path, "utf-8-sig") as file:
        rows = csv.writer(file, lineterminator="\r\n")
        rows.writerow([words(column) for column in INDICATOR_COLUMNS])
        for i in summary.indicators:
            place = _division_name(summary, words, i.division) if i.division != WHOLE else words("Whole city")
            figures = (i.numerator, i.unknown, i.denominator)
            bounds = ("" if bound is None else bound for bound in (i.low, i.high))
            said = called(i.name)
            rows.writerow(csv_cells([i.division, place, i.layer, i.name, said, i.standard, *figures, i.unit, *bounds]))


def _interrupted_cells(summary: Summary, words: Words, row: SiteRow) -> Iterator[object]:
    district = row.site.district or ""
    yield About(words, row.site.site_class)("kind")
    yield words(OUTCOMES[Outcome.UNTESTED])
    yield from [""] * 5
    yield district
    yield _division_name(summary, words, district)
    yield row.name.to(words.lang)
    yield row.site.url
    yield from [""] * 5
    yield words(REASONS[Reason.INTERRUPTED])
    yield from [""] * 8


class _SiteCells:
    """Makes the cells of findings on websites; what is the same for all of one rule on one site is made once."""

    def __init__(self, summary: Summary, words: Words) -> None:
        self._summary, self._words = summary, words
        self._known: dict[tuple[str, Outcome, Impact, str], tuple[list[object], list[object]]] = {}
        self._linked = {row.site.id: linked_from(row) for row in summary.sites}

    def links(self, finding: Finding) -> object:
        """Return the first pages that link to the document that a finding is about."""
        page = self._linked.get(finding.site, {}).get(finding.subject)
        return cell(" ".join(page.linked_from))[:CELL_LIMIT] if page else ""

    def of(self, finding: Finding, site: SiteRow | None) -> list[object]:
        """Return the cells of a finding, up to its fingerprint."""
        key = (finding.rule, finding.outcome, finding.impact, finding.site)
        if key not in self._known:
            self._known[key] = (csv_cells(self._before(finding, site)), csv_cells(self._after(finding, site)))
        before, after = self._known[key]
        measured, target = finding.measurement, finding.target
        words = (target.selector, target.snippet, finding.message.to(self._words.lang))
        figures = (measured.value, measured.limit, cell(measured.unit)) if measured else ("", "", "")
        own = (cell(finding.subject)[:CELL_LIMIT], "", "", "", *(cell(word)[:CELL_LIMIT] for word in words), *figures)
        return [*before, *own, *after, finding.component, finding.fingerprint]

    def _before(self, finding: Finding, site: SiteRow | None) -> Iterator[object]:
        words, rule = self._words, self._summary.rule(finding.rule)
        district = (site.site.district or "") if site else ""
        yield About(words, site.site.site_class if site else WEBSITE)("kind")
        yield words(OUTCOMES[finding.outcome])
        yield words(IMPACTS[finding.impact])
        yield finding.rule
        yield rule.title.to(words.lang)
        yield clause_ids(self._summary, rule, words)
        yield words.term(STANDINGS, self._summary.standing(rule).value)
        yield district
        yield _division_name(self._summary, words, district)
        yield site.name.to(words.lang) if site else finding.site

    def _after(self, finding: Finding, site: SiteRow | None) -> Iterator[object]:
        yield self._summary.rule(finding.rule).mend.to(self._words.lang)
        yield from _owner(self._summary.site_owner(finding, site.site) if site else None, self._words)


def _facility_lines(summary: Summary, words: Words, said: Decided, state: str) -> Iterator[str]:
    """Yield the lines of all facility findings, some thousands at a time, made column by column."""
    owners = Responsible(summary.plan.owners)
    for layer in summary.layers:
        by_id = {requirement.id: requirement for requirement in layer.requirements}
        for table in failing(summary.tested(layer), layer):
            yield columnar.content(_table(table, summary, words, layer, by_id, owners, said, state))


def _table(
    table: Any,
    summary: Summary,
    words: Words,
    layer: LayerRow,
    by_id: Mapping[str, RequirementRow],
    owners: Responsible,
    said: Decided,
    state: str,
) -> Any:
    told, outcomes = columnar.encoded(table["outcome"])
    at, ids = columnar.encoded(table["requirement"])
    place, codes = columnar.encoded(table["division"])
    asked = [by_id[name] for name in ids]
    owned, pairs = columnar.combined(at, place)
    facility, label = (
        columnar.made_safe(table[name], columnar.CSV_UNSAFE, _cut, CELL_LIMIT) for name in ("facility", "label")
    )
    lon, lat = (columnar.numbers(pc.round(table[name], 7), "") for name in ("lon", "lat"))
    word = columnar.made_safe(table["word"], columnar.CSV_UNSAFE, csv_cell)
    fingerprints = columnar.digests(layer.id, table["facility"].to_pylist(), table["requirement"].to_pylist())
    within = words.term(STANDINGS, Standing.WITHIN.value)

    def test(row: RequirementRow) -> Iterator[object]:
        clause = " ".join(part for part in (row.standard, row.clause) if part)
        yield from ("", words(IMPACTS[row.impact]), row.id, row.title.to(words.lang), clause, within, "")

    def mend(row: RequirementRow) -> Iterator[object]:
        limit = words.limit(row.operator, row.limit, row.high_limit)
        yield from ("", limit, row.unit, row.mend.to(words.lang), "")

    def owner(requirement: int, division: int) -> str:
        return csv_line(["", *_owner(owners.of(layer, ids[requirement], codes[division]), words), "", ""])

    return columnar.joined(
        len(table),
        columnar.taken([csv_line([words("Facility"), words(OUTCOMES[Outcome(name)])]) for name in outcomes], told),
        columnar.taken([csv_line(test(row)) for row in asked], at),
        columnar.taken([csv_line([code, _division_name(summary, words, code)]) for code in codes], place),
        csv_line(["", words.kind(layer.kind), ""]),
        facility,
        ",",
        label,
        ",",
        lon,
        ",",
        lat,
        ",,,,",
        pc.coalesce(word, columnar.numbers(table["value"], "")),
        columnar.taken([csv_line(mend(row)).removesuffix(",") for row in asked], at),
        columnar.taken([owner(requirement, division) for requirement, division in pairs], owned),
        pa.array(fingerprints, pa.string()),
        said.column(fingerprints),
        csv_line(["", "", "", state]) + "\r\n",
    )


def _cut(text: str) -> str:
    return csv_cell(text[:CELL_LIMIT])


def _division_name(summary: Summary, words: Words, code: str) -> str:
    row = summary.divisions.get(code)
    return row.name.to(words.lang) if row else ""


def _owner(owner: Owner | None, words: Words) -> tuple[object, object]:
    if owner is None:
        return "", ""
    name = Text(owner.bureau, owner.bureau_en or owner.bureau)
    return name.to(words.lang), owner.deadline_days if owner.deadline_days is not None else ""


FORMAT = Format("csv", Text("问题清单（CSV）", "Findings (CSV)"), write)
