"""The headline for the terminal: the main numbers and the league table as plain text."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from audit.districts import WHOLE
from audit.model import Lang
from audit.plan_web import APP, DOCUMENTS, WEBSITE
from reports.layer_figures import layer_figures
from reports.rows import DivisionRow
from reports.sinks import one_line
from reports.summary import Summary
from reports.terms import mark
from reports.wording import Words

_NAME_WIDTH = 28
# What is online, where all of it is of one class.
_ONLINE = {
    WEBSITE: mark("Websites: {passed} of {total} at the pass mark; {tested} of {found} pages tested"),
    APP: mark("Apps: {passed} of {total} at the pass mark; {tested} of {found} screens tested"),
    DOCUMENTS: mark("Sets of documents: {passed} of {total} at the pass mark; {tested} of {found} documents tested"),
}
_MIXED = mark(
    "Websites, apps and sets of documents: {passed} of {total} at the pass mark; {tested} of {found} "
    "pages, screens and documents tested"
)


def headline(summary: Summary, lang: Lang) -> str:
    """Return the main numbers and the league table, as lines without colour or control characters."""
    words = Words(lang)
    lines = [f"{one_line(summary.name.to(lang))} · {words.day(summary.plan.date)}"]
    if summary.plan.fictitious:
        lines.append(words("Fictitious: this city does not exist. All its figures are made up for demonstration."))
    if summary.partial:
        lines.append(words("Partial report: the audit was interrupted. The figures are those reached so far."))
    lines.extend(_numbers(summary, words))
    if summary.league:
        lines += ["", *_table(_league(summary, words))]
    return "\n".join(lines) + "\n"


def _numbers(summary: Summary, words: Words) -> list[str]:
    lines = []
    if summary.sites:
        faults = sum(len(site.causes) for site in summary.sites)
        occurrences = sum(site.occurrences for site in summary.sites)
        counts = {
            "passed": summary.sites_passed,
            "total": len(summary.sites),
            "tested": sum(site.tested_pages for site in summary.sites),
            "found": sum(site.found_pages for site in summary.sites),
        }
        lines.append(words(_ONLINE.get(summary.online_class, _MIXED), **counts))
        lines.extend(
            words(
                "  {site}: {n} pages carried over from run {run}, since nothing of them has changed",
                site=one_line(site.name.to(words.lang), _NAME_WIDTH),
                n=site.carried_pages,
                run=site.since,
            )
            for site in summary.sites
            if site.since
        )
        lines.append(
            words("Faults online: {faults}, {occurrences} occurrences", faults=faults, occurrences=occurrences)
        )
        lines.extend(
            words(
                "  {site}: {score} ({interval}), {tested} of the criteria tested",
                site=one_line(site.name.to(words.lang), _NAME_WIDTH),
                score=words.score(site.score.value),
                interval=words.interval(site.score.low, site.score.high),
                tested=words.percent(site.score.tested),
            )
            for site in summary.sites
            if site.score and site.score.value is not None
        )
    if summary.layers:
        street = summary.whole.street
        lines.append(
            words(
                "Street score: {score}; surveyed: {surveyed}",
                score=words.interval(street.low, street.high) if street else words("no data"),
                surveyed=words.percent(summary.whole.surveyed),
            )
        )
    lines.extend(_layers(summary, words))
    lines.append(
        words("Needs review: {review}; not tested: {untested}", review=summary.needs_review, untested=summary.left_out)
    )
    return lines


def _layers(summary: Summary, words: Words) -> list[str]:
    """Account for every row of every layer, then give its shares for the whole plan."""
    radii = summary.plan.thresholds.coverage
    order = [layer.id for layer in summary.layers]
    figures = layer_figures([i for i in summary.indicators if i.division == WHOLE], order, radii)
    lines = []
    for layer in summary.layers:
        counts = layer.counts
        name = words.kind(layer.kind)
        lines.append(
            words(
                "  {layer}: {rows} rows = {judged} judged + {outside} outside the districts + {other} not meant "
                "+ {lost} without a position",
                layer=name,
                rows=counts.get("rows", 0),
                judged=counts.get("judged", 0),
                outside=counts.get("outside", 0),
                other=counts.get("not_meant", 0),
                lost=counts.get("no_geometry", 0) + counts.get("bad_geometry", 0),
            )
        )
        for row in figures:
            if row.layer != layer.id or row.standard != layer.scored_standard:
                continue
            lines.append(
                words(
                    "    pass: {share}; surveyed: {surveyed}",
                    share=words.span(row.low, row.high),
                    surveyed=words.percent(row.surveyed),
                )
            )
            lines.extend(
                words("    within {radius} m: {share}", radius=radius, share=words.span(found.low, found.high))
                for radius, found in zip(radii, row.coverage, strict=True)
                if found is not None
            )
    return lines


def _league(summary: Summary, words: Words) -> list[list[str]]:
    online = [words("Sites at the pass mark"), words("Mean score"), words("Rank")] if summary.sites else []
    street = [words("Street score, low–high"), words("Surveyed"), words("Rank")] if summary.layers else []
    named = [*((row, row.name.to(words.lang)) for row in summary.league), (summary.whole, words("Whole city"))]
    return [
        [words("District"), *online, *street],
        *(
            [
                one_line(name, _NAME_WIDTH),
                *(_online(row, words) if online else ()),
                *(_street(row, words) if street else ()),
            ]
            for row, name in named
        ),
    ]


def _online(row: DivisionRow, words: Words) -> list[str]:
    figures = row.online_figures
    return [
        f"{figures.passed}/{figures.sites}" if figures and figures.judged else words("no data"),
        words.score(figures.mean) if figures else words("no data"),
        str(row.online_rank or "–"),
    ]


def _street(row: DivisionRow, words: Words) -> list[str]:
    return [
        words.interval(row.street.low, row.street.high) if row.street else words("no data"),
        words.percent(row.surveyed),
        str(row.street_rank or "–"),
    ]


def _table(rows: Sequence[Sequence[str]]) -> list[str]:
    """Line up columns: the first to the left, the figures to the right."""
    widths = [max(map(_width, column)) for column in zip(*rows, strict=True)]
    lines = []
    for row in rows:
        first = row[0] + " " * (widths[0] - _width(row[0]))
        rest = (" " * (width - _width(cell)) + cell for cell, width in zip(row[1:], widths[1:], strict=True))
        lines.append("  ".join([first, *rest]).rstrip())
    return [lines[0], "-" * max(map(_width, lines)), *lines[1:]]


def _width(text: str) -> int:
    """Return the columns that a terminal gives the text: Chinese characters take two."""
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)
