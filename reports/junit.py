"""junit.xml: each rule of each site, and each requirement of each layer, as a test case that build servers can show."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from audit.model import Lang, Outcome, Text
from reports.format import Format, new_file
from reports.judged import Judged
from reports.media import About
from reports.rows import LayerRow, SiteRow
from reports.rule_outcomes import overall, rule_outcomes
from reports.sinks import one_line, xml_text
from reports.summary import Summary
from reports.terms import REASONS
from reports.web_items import WebItem, web_items
from reports.wording import Words

_SHOWN: Final = 20
_LINE_LIMIT: Final = 500
# How a case may end, and the attribute that counts it.
_ENDS: Final[Mapping[str, str]] = {"failure": "failures", "error": "errors", "skipped": "skipped"}


@dataclass(frozen=True, slots=True)
class _Case:
    """A test case. how: "" (passed), "failure", "error" or "skipped"; detail: what a person wants to read of it."""

    name: str
    how: str = ""
    message: str = ""
    kind: str = ""
    detail: str = ""


def write(summary: Summary, out: Path, lang: Lang) -> Path:
    """Write junit.xml and return its path. It names no duration and no time: equal audits are equal files."""
    words, judged = Words(lang), Judged(summary)
    suites = [(site.site.id, list(_of_site(summary, site, judged, words))) for site in summary.sites]
    waived = judged.waived_facilities(summary)
    suites += [(layer.id, list(_of_layer(layer, waived, words))) for layer in summary.layers]
    path = out / "junit.xml"
    with new_file(path) as file:
        file.write('<?xml version="1.0" encoding="UTF-8"?>\n')
        everything = [case for _, cases in suites for case in cases]
        # Jenkins' schema knows no "skipped" here, only in each suite.
        file.write(f'<testsuites name="stepfree" {_counts(everything, "failure", "error")}>\n')
        for name, cases in suites:
            file.write(f'  <testsuite name="{_attribute(name)}" {_counts(cases)}>\n')
            file.writelines(_element(case, name) for case in cases)
            file.write("  </testsuite>\n")
        file.write("</testsuites>\n")
    return path


def _of_site(summary: Summary, site: SiteRow, judged: Judged, words: Words) -> Iterator[_Case]:
    if site.outcome is Outcome.UNTESTED:
        why = words(REASONS[site.reason]) if site.reason else words("not tested")
        yield _Case(About(words, site.site.site_class)("kind"), "error", why, "untested")
        return
    items: dict[str, list[WebItem]] = {}
    for item in web_items(summary, site, judged, 1):
        items.setdefault(item.cause.rule.id, []).append(item)
    outcomes = rule_outcomes(summary, site)
    for rule_id in sorted({*outcomes, *items}):
        rule = summary.rule(rule_id)
        name, mine = f"{rule_id}: {rule.title.to(words.lang)}", items.get(rule_id, [])
        failed = [item for item in mine if item.outcome is Outcome.FAILED and not item.waiver]
        waived = [item for item in mine if item.waiver]
        unclear = [item for item in mine if item.outcome is Outcome.CANT_TELL and not item.waiver]
        if failed:
            faults = words.plural("{n} fault", "{n} faults", len(failed))
            yield _Case(name, "failure", faults, rule.impact.label, _listed(failed, words, rule.mend.to(words.lang)))
        elif unclear:
            what = words.plural("{n} to review", "{n} to review", len(unclear))
            yield _Case(name, "skipped", what, detail=_listed(unclear, words, ""))
        elif waived:
            yield _Case(name, "skipped", words("waived"), detail=_listed(waived, words, ""))
        elif overall(outcomes[rule_id]) is Outcome.UNTESTED:
            yield _Case(name, "skipped", words("not tested"))
        else:
            yield _Case(name)


def _listed(items: Sequence[WebItem], words: Words, mend: str) -> str:
    lines = [mend] if mend else []
    for item in items[:_SHOWN]:
        sample = item.samples[0]
        pages = About(words, item.site.site.site_class).plural("pages", item.cause.pages)
        what = f"{sample.subject} {sample.target.selector} ({pages}): {sample.message.to(words.lang)}"
        lines.append(one_line(what, _LINE_LIMIT))
    if (left := len(items) - _SHOWN) > 0:
        lines.append(words.plural("and {n} more", "and {n} more", left))
    return "\n".join(lines)


def _of_layer(layer: LayerRow, waived: Mapping[tuple[str, str], int], words: Words) -> Iterator[_Case]:
    if layer.outcome is Outcome.UNTESTED:
        why = words(REASONS[layer.reason]) if layer.reason else words("not tested")
        yield _Case(words.kind(layer.kind), "error", why, "untested")
        return
    for requirement in layer.requirements:
        if not layer.scores(requirement):
            continue
        name = f"{requirement.id}: {requirement.title.to(words.lang)}"
        counts: Mapping[str, int] = {
            "failed": requirement.failed,
            "total": requirement.passed + requirement.failed + requirement.cant_tell,
            "unknown": requirement.cant_tell,
        }
        said = words("{failed} of {total} fail, {unknown} not known", **counts)
        let_through = waived.get((layer.id, requirement.id), 0)
        if let_through:
            said = words(", ").join((said, words.plural("{n} waived", "{n} waived", let_through)))
        if requirement.failed > let_through:
            yield _Case(name, "failure", said, requirement.impact.label, requirement.mend.to(words.lang))
        elif (
            let_through or requirement.cant_tell or not requirement.passed
        ):  # what nothing was held against has not passed
            yield _Case(name, "skipped", said)
        else:
            yield _Case(name)


def _counts(cases: Sequence[_Case], *ends: str) -> str:
    """Return how many cases there are, and how many ended in each way. ends: the ways; all when none is named."""
    known = {how: name for how, name in _ENDS.items() if how in (ends or _ENDS)}
    told = [f'{name}="{sum(case.how == how for case in cases)}"' for how, name in known.items()]
    return " ".join([f'tests="{len(cases)}"', *told])


def _element(case: _Case, suite: str) -> str:
    head = f'    <testcase classname="stepfree.{_attribute(suite)}" name="{_attribute(case.name)}"'
    if not case.how:
        return f"{head}/>\n"
    kind = f' type="{_attribute(case.kind)}"' if case.kind else ""
    detail = "\n".join(xml_text(one_line(line)) for line in case.detail.split("\n"))
    return (
        f'{head}>\n      <{case.how} message="{_attribute(case.message)}"{kind}>{detail}</{case.how}>\n'
        "    </testcase>\n"
    )


def _attribute(text: str) -> str:
    return xml_text(one_line(text, _LINE_LIMIT))


FORMAT = Format("junit", Text("JUnit", "JUnit"), write)
