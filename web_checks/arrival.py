"""What a visit gives: how it ended, the frames that can be tested, a look at them; how long each step may take."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from audit.model import Reason

VIEWPORT = (1280, 720)  # CSS px
STORAGE = "local_storage,indexeddb,service_workers,cache_storage"  # what a visitor may leave in the browser
_HTML_TYPES = ("text/html", "application/xhtml+xml")
_BLOCKED_STATUS = (401, 403, 407, 412, 429)


@dataclass(frozen=True, slots=True)
class Deadlines:
    """Seconds that each step with a page may take.

    quiet and settle: how long it must be at rest, and the cap; resettle: the cap of a page that did not rest before;
    leave: how long a page is waited for that may be about to load itself again.
    """

    navigate: float = 30
    quiet: float = 0.25
    settle: float = 5
    resettle: float = 1
    leave: float = 8
    evaluate: float = 60
    close: float = 5


class PageLost(Exception):  # noqa: N818 - an event, not an error: the page hung or crashed and its tab is gone
    """The page hung or crashed; the tab must be replaced. status: what the server had answered, 0 = nothing yet."""

    def __init__(self, reason: Reason, detail: str, status: int = 0) -> None:
        self.reason = reason
        self.detail = detail
        self.status = status
        super().__init__(detail)


@dataclass(frozen=True, slots=True)
class Arrival:
    """How a visit ended: at a page (reason None) or not.

    address: where the browser ended up; settled: whether the page came to rest; heading_for: where the page itself
    wanted to go next (a redirect by script or meta refresh), which was not followed; headers (by lower-case name) and
    html: of an HTTP error.
    """

    address: str
    status: int = 0
    reason: Reason | None = None
    detail: str = ""
    settled: bool = True
    heading_for: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    html: str = ""


@dataclass(frozen=True, slots=True)
class FrameWorld:
    """A frame that can be tested: its execution context and the selector prefix of its elements."""

    frame: str
    context: int
    prefix: str


@dataclass(frozen=True, slots=True)
class Look:
    """One look at a page. axe: axe.js's answer; answers: of the static probes, as JSON, by frame.

    changing: whether the page changed meanwhile.
    """

    axe: str
    answers: Mapping[str, str]
    changing: bool


class ScriptError(Exception):
    """stepfree's JavaScript failed inside a page (the rule or probe is then untested there)."""


def arrived(address: str, status: int, kind: str) -> Arrival:
    """Return how an answer with a status (0 = not known) and a content type ends a visit."""
    reason = None
    if status in _BLOCKED_STATUS:
        reason = Reason.BLOCKED
    elif status >= 400:  # noqa: PLR2004 - the HTTP classes 4xx and 5xx
        reason = Reason.HTTP_ERROR
    elif kind not in _HTML_TYPES:
        reason = Reason.NOT_HTML
    detail = kind if reason is Reason.NOT_HTML else f"HTTP {status}" if reason else ""
    return Arrival(address, status, reason, detail)


def inherits(url: str) -> bool:
    """Return whether a frame's document is the embedding page's own (srcdoc, about:blank)."""
    return url in ("", ":") or url.startswith("about:")
