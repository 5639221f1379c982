"""The faults of websites as machine formats list them: each cause with what people said of it, and where it stands."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote, unquote, urlsplit

from audit.model import Finding, Impact, Outcome
from audit.reviews import Review
from reports.fingerprints import cause_fingerprint
from reports.judged import Judged, Waiving
from reports.rows import Cause, SiteRow
from reports.sinks import visible
from reports.summary import Summary

# Findings of a cause that are looked at for the pages that have it.
SAMPLES = 20


# How GitHub and GitLab call faults by impact.
KINDS: Final = {Impact.CRITICAL: "error", Impact.SERIOUS: "error", Impact.MODERATE: "warning", Impact.MINOR: "notice"}


@dataclass(frozen=True, slots=True)
class WebItem:
    """A cause of a website. outcome: a person's verdict, else the test's; samples: its first findings."""

    site: SiteRow
    cause: Cause
    samples: tuple[Finding, ...]
    fingerprint: str
    outcome: Outcome
    verdict: Review | None
    waiver: Waiving | None

    @property
    def pages(self) -> tuple[str, ...]:
        """Return the pages of the samples, each once: the first pages that have it."""
        return tuple(dict.fromkeys(sample.subject for sample in self.samples))


def web_items(summary: Summary, site: SiteRow, judged: Judged, each: int = SAMPLES) -> Iterator[WebItem]:
    """Yield what failed on a site, then what needs review (not what a person passed). each: samples of a cause."""
    samples = summary.samples(site.site.id, each) if site.causes or site.reviews else {}
    for cause in (*site.causes, *site.reviews):
        fingerprint = cause_fingerprint(site.site.id, cause)
        outcome, verdict = judged.outcome(fingerprint, cause.outcome), judged.verdict_on(fingerprint)
        if outcome in (Outcome.FAILED, Outcome.CANT_TELL):
            waiver = judged.waiving(site, cause)
            yield WebItem(site, cause, samples[cause.key], fingerprint, outcome, verdict, waiver)


def site_base(site: SiteRow) -> str:
    """Return the address that the files of a site are relative to, with a slash at its end; "" for an odd address."""
    try:
        parts = urlsplit(site.site.url)
    except ValueError:
        return ""
    return f"{parts.scheme}://{parts.netloc}/" if parts.scheme in ("http", "https") and parts.netloc else ""


def page_file(site: SiteRow, address: str) -> str:
    """Return a page as a relative address within its site, as a file in a folder of built pages would be called.

    No step up and no scheme is left, whatever the address is. A page of another host stands under that host's name.
    """
    try:
        parts = urlsplit(address)
        host = "" if parts.netloc == urlsplit(site.site.url).netloc else parts.netloc
    except ValueError:
        return quote(visible(address), safe="") or "index.html"
    path = parts.path + ("index.html" if parts.path.endswith("/") or not parts.path else "")
    steps = [step for step in unquote(f"{host}/{path}", errors="replace").split("/") if step not in ("", ".", "..")]
    plain = "/".join(quote(visible(step), safe="~-._!$&'()*+,;=@") for step in steps)
    query = quote(visible(unquote(parts.query, errors="replace")), safe="")
    # A colon in the first step would make a scheme of it: quote() has taken care of that.
    return f"{plain}%3F{query}" if query else plain or "index.html"
