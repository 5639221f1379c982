"""What GitHub Actions shows: annotations.txt (workflow commands to print) and step-summary.md (for the job's page)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from audit.model import Lang, Outcome, Text
from reports.format import Format, new_file
from reports.judged import Judged
from reports.media import About
from reports.sinks import one_line
from reports.summary import Summary
from reports.terms import IMPACTS
from reports.web_items import KINDS, WebItem, page_file, web_items
from reports.wording import Words

# GitHub shows ten annotations of a kind for a step, and takes a summary of one MiB.
MOST_OF_A_KIND: Final = 10
MOST_BYTES: Final = 1 << 20
_TEXT_LIMIT: Final = 300
_ROWS: Final = 50
_MARKDOWN: Final = re.compile(r"([\\`*_{}\[\]()#+\-.!|~>:])")


def write_annotations(summary: Summary, out: Path, lang: Lang) -> Path:
    """Write annotations.txt and return its path. What GitHub would not show is counted in its last line."""
    words, path = Words(lang), out / "annotations.txt"
    found = _failed(summary)
    shown: list[str] = []
    counts = dict.fromkeys(KINDS.values(), 0)
    for item in found:
        kind = KINDS[item.cause.impact]
        counts[kind] += 1
        if counts[kind] <= MOST_OF_A_KIND - (kind == "notice"):
            shown.append(_annotation(item, kind, words))
    left = len(found) - len(shown)
    if left:
        told = words("{n} more faults are not shown here; findings.json has all of them", n=left)
        shown.append(f"::notice title=stepfree::{_value(told)}")
    with new_file(path) as file:
        file.writelines(f"{line}\n" for line in shown)
    return path


def _failed(summary: Summary) -> list[WebItem]:
    """Return the causes that failed and are not waived: the worst first, then those on most pages."""
    judged = Judged(summary)
    found = [item for site in summary.sites for item in web_items(summary, site, judged, 1)]
    failed = [item for item in found if item.outcome is Outcome.FAILED and not item.waiver]
    return sorted(failed, key=lambda i: (-i.cause.impact, -i.cause.pages, i.site.site.id, i.fingerprint))


def _annotation(item: WebItem, kind: str, words: Words) -> str:
    cause, sample = item.cause, item.samples[0]
    pages = About(words, item.site.site.site_class).plural("pages", cause.pages)
    title = cause.rule.title.to(words.lang) + words(" ({what})", what=pages)
    text = f"{sample.message.to(words.lang)} {sample.target.selector}"
    file = _property(page_file(item.site, sample.subject))
    return f"::{kind} file={file},line=1,title={_property(title)}::{_value(text)}"


def _value(text: str) -> str:
    """Return the text of a workflow command: one line, in which no other command can begin."""
    line = one_line(text, _TEXT_LIMIT)
    return line.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _value(text).replace(":", "%3A").replace(",", "%2C")


def write_summary(summary: Summary, out: Path, lang: Lang) -> Path:
    """Write step-summary.md and return its path; it stays below what GitHub takes, and says what it left out."""
    words, path = Words(lang), out / "step-summary.md"
    with new_file(path) as file:
        size = 0
        for block in _blocks(summary, words):
            size += len(block.encode())
            if size > MOST_BYTES - 1000:
                file.write("\n" + words("The rest does not fit here; see the report.") + "\n")
                break
            file.write(block)
    return path


def _blocks(summary: Summary, words: Words) -> Iterator[str]:
    yield f"# {_plain(summary.name.to(words.lang))}\n\n"
    if summary.partial:
        yield f"**{words('interrupted: partial report')}**\n\n"
    day = words("Audit date: {day}", day=words.day(summary.plan.date))
    yield f"{day}\n\n"
    judged = Judged(summary)
    their = About(words, summary.online_class)
    heads = [their("site"), words("Score 0–100"), their("tested"), words("Faults"), words("Needs review")]
    if summary.sites:
        yield _row(heads) + _row(["---"] * len(heads))
        for site in summary.sites[:_ROWS]:
            score = words.score(site.score.value if site.score else None)
            tested = f"{words.number(site.tested_pages)} / {words.number(site.found_pages)}"
            counts = (words.number(len(site.causes)), words.number(judged.left(site)))
            yield _row([_plain(site.name.to(words.lang)), score, tested, *counts])
        yield _left(len(summary.sites), words)
    failed = _failed(summary)
    if failed:
        yield f"\n## {words('What to mend first')}\n\n"
        heads = [words("Impact"), words("What is wrong"), their("site"), their("pages"), words("Clauses")]
        yield _row(heads) + _row(["---"] * len(heads))
        for item in failed[:_ROWS]:
            clauses = ", ".join(map(one_line, item.cause.rule.requirements))
            told = (item.cause.rule.title.to(words.lang), item.site.name.to(words.lang))
            cells = (words(IMPACTS[item.cause.impact]), *told, words.number(item.cause.pages), clauses)
            yield _row([_plain(cell) for cell in cells])
        yield _left(len(failed), words)
    rows = [(layer, r) for layer in summary.layers for r in layer.requirements if layer.scores(r)]
    if rows:
        yield f"\n## {words('Facilities')}\n\n"
        heads = [words(head) for head in ("Layer", "What was tested", "passed", "failed", "needs review")]
        yield _row(heads) + _row(["---"] * len(heads))
        for layer, requirement in rows[:_ROWS]:
            counted = (requirement.passed, requirement.failed, requirement.cant_tell)
            named = (words.kind(layer.kind), requirement.title.to(words.lang))
            yield _row([*map(_plain, named), *map(words.number, counted)])
        yield _left(len(rows), words)
    part = words(
        "Automatic tests find only part of all barriers. A score is neither a certificate nor a legal finding."
    )
    yield f"\n{part}\n"


def _left(count: int, words: Words) -> str:
    left = count - _ROWS
    return "\n" + words.plural("and {n} more", "and {n} more", left) + "\n" if left > 0 else ""


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |\n"


def _plain(text: str) -> str:
    """Return text in which nothing is Markdown, HTML, a link or a mention."""
    line = one_line(text, _TEXT_LIMIT).replace("&", "&amp;").replace("<", "&lt;")
    # A mention is found in the finished page, where an escaped sign is a sign again: an empty comment parts it.
    return _MARKDOWN.sub(r"\\\1", line).replace("@", "@<!-- -->")


ANNOTATIONS = Format("github-annotations", Text("GitHub 注解", "GitHub annotations"), write_annotations)
SUMMARY = Format("github-summary", Text("GitHub 步骤摘要", "GitHub step summary"), write_summary)
