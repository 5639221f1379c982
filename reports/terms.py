"""The names of our own terms: outcomes, impacts, reasons, kinds; English here, and in the message catalogue Chinese."""

from __future__ import annotations

from collections.abc import Mapping

from audit.model import Depth, Impact, Outcome, Reason
from reports.rows import Standing


def mark(message: str) -> str:
    """Return the message as it is; the name tells the message extractor that it is translated elsewhere."""
    return message


OUTCOMES: Mapping[Outcome, str] = {
    Outcome.PASSED: mark("passed"),
    Outcome.FAILED: mark("failed"),
    Outcome.CANT_TELL: mark("needs review"),
    Outcome.INAPPLICABLE: mark("not applicable"),
    Outcome.UNTESTED: mark("not tested"),
}
IMPACTS: Mapping[Impact, str] = {
    Impact.CRITICAL: mark("critical"),
    Impact.SERIOUS: mark("serious"),
    Impact.MODERATE: mark("moderate"),
    Impact.MINOR: mark("minor"),
}
REASONS: Mapping[Reason, str] = {
    Reason.ROBOTS: mark("kept out by robots.txt"),
    Reason.ROBOTS_UNREACHABLE: mark("robots.txt could not be read, so the site was left alone"),
    Reason.BLOCKED: mark("the server refused the visit"),
    Reason.LOGIN: mark("only after logging in"),
    Reason.OLD_BROWSER: mark("asks for an old browser or a plug-in"),
    Reason.HTTP_ERROR: mark("the server answered with an error"),
    Reason.NETWORK: mark("no connection"),
    Reason.TLS: mark("no secure connection"),
    Reason.TIMEOUT: mark("took too long"),
    Reason.CRASH: mark("the browser crashed on it"),
    Reason.NOT_HTML: mark("not a web page"),
    Reason.UNREADABLE: mark("the file could not be read"),
    Reason.NOT_REACHED: mark("the steps did not lead there"),
    Reason.DOWNLOAD: mark("a download, not a page"),
    Reason.REDIRECT: mark("leads on to another page"),
    Reason.OUT_OF_SCOPE: mark("outside the site"),
    Reason.TOO_LONG: mark("the address is too long"),
    Reason.PRIVATE_ADDRESS: mark("a private network address"),
    Reason.PAGE_CAP: mark("beyond the page limit"),
    Reason.DEPTH_CAP: mark("more links away from the start page than the audit goes"),
    Reason.TIME_CAP: mark("the time set for the site was used up"),
    Reason.EXCLUDED: mark("left out by the plan's patterns"),
    Reason.TRAP: mark("addresses without end (calendar, session, repeated path)"),
    Reason.DUPLICATE: mark("the same page under another address"),
    Reason.HOST_LOST: mark("the host stopped answering or shut the audit out"),
    Reason.INTERRUPTED: mark("the audit was interrupted"),
    Reason.THIRD_PARTY_FRAME: mark("a frame of another party"),
    Reason.FRAME_UNREACHED: mark("a frame that could not be reached"),
    Reason.RULE_ERROR: mark("the rule itself failed"),
    Reason.NOT_SAMPLED: mark("not in the sample"),
    Reason.STAGING_ONLY: mark("only on a test copy (--staging)"),
    Reason.FIXED_SCREEN: mark("a terminal has one screen, which nobody can zoom or turn"),
    Reason.DRIVER: mark("not possible with this browser driver"),
    Reason.NOT_SUPPLIED: mark("no records supplied"),
    Reason.MISSING_COLUMN: mark("the column is missing"),
    Reason.NO_GEOMETRY: mark("no coordinates"),
    Reason.BAD_GEOMETRY: mark("coordinates that cannot be right"),
    Reason.OUTSIDE_DISTRICTS: mark("outside every district"),
    Reason.NO_POPULATION: mark("no population figures"),
    Reason.COORDINATES_IN_DOUBT: mark("the coordinates fit another system better than the declared one"),
    Reason.BORDERS_DISAGREE: mark("the outlines of divisions overlap or leave gaps"),
    Reason.OFF_NETWORK: mark("too far from the walking network"),
    Reason.NOT_SURVEYED: mark("the survey did not reach there"),
    Reason.DECLARED: mark("reported by a bureau against its plan, not observed"),
    Reason.DOCUMENT_CAP: mark("beyond the limit of documents"),
    Reason.UNSUPPORTED_FORMAT: mark("a format that cannot be tested; publish it as a web page, PDF or DOCX as well"),
    Reason.LOCKED: mark("needs a password to open"),
    Reason.TOO_LARGE: mark("too large, or unpacks to too much"),
}
SITE_CLASSES: Mapping[str, str] = {
    "portal": mark("Portal"),
    "service": mark("Online service"),
    "app-h5": mark("App (H5 pages)"),
    "kiosk": mark("Self-service terminal"),
    "app": mark("App"),
    "documents": mark("Documents"),
}
STRATA: Mapping[str, str] = {
    "services": mark("Services and forms"),
    "channels": mark("Home and channel pages"),
    "articles": mark("Lists and articles"),
    "contact": mark("Login, search, contact, statement"),
    "attachments": mark("Attachments"),
}
DEPTHS: Mapping[str, str] = {
    Depth.SIMPLIFIED.value: mark("simplified"),
    Depth.IN_DEPTH.value: mark("in-depth"),
}
CONFIDENCES: Mapping[str, str] = {
    "read": mark("read in the standard"),
    "secondary": mark("unverified: from a secondary source"),
    "memory": mark("unverified: not looked up in the standard"),
    "declared": mark("declared by the plan's author"),
}
STANDINGS: Mapping[str, str] = {
    Standing.WITHIN.value: mark("in the standard audited"),
    Standing.BEYOND.value: mark("beyond the standard audited"),
    Standing.GOOD_PRACTICE.value: mark("good practice, no clause"),
    Standing.UNKNOWN.value: mark("not known"),
}
COUNTS: Mapping[str, str] = {
    "rows": mark("rows in the file"),
    "judged": mark("judged"),
    "not_meant": mark("other rows, not meant by the plan"),
    "no_geometry": mark("without coordinates"),
    "bad_geometry": mark("with impossible coordinates"),
    "outside": mark("outside every district"),
    "double_keys": mark("keys that stand twice"),
    "unreadable": mark("values that could not be read"),
}
PICKS: Mapping[str, str] = {
    "mend": mark("mend"),
    "check": mark("check on site"),
    "build": mark("build"),
}
VERDICTS: Mapping[str, str] = {
    "confirmed": mark("confirmed: no other system fits as well"),
    "ambiguous": mark("other systems fit as well, so it cannot be told"),
    "doubtful": mark("doubtful: another system fits better than the declared one"),
    "contradicted": mark("contradicted: another system clearly fits, not the declared one"),
    "untried": mark("not examined"),
}
RAMPS: Mapping[str, str] = {
    "passed": mark("must meet the standard"),
    "present": mark("must be there"),
    "none": mark("no need"),
}
UNITS: Mapping[str, str] = {
    "facility": mark("facilities"),
    "facilities": mark("facilities"),
    "person": mark("people"),
    "people": mark("people"),
    "place": mark("places"),
    "point": mark("points"),
    "m2": mark("m²"),
}

# How the facilities of a map came out.
PLACES: Mapping[Outcome, str] = {
    Outcome.PASSED: mark("passed"),
    Outcome.FAILED: mark("failed"),
    Outcome.CANT_TELL: mark("cannot tell"),
    Outcome.UNTESTED: mark("not surveyed"),
}
