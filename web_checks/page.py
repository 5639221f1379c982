"""What was seen: a page, its frames, the answers of its probes. Rules judge nothing else."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from importlib.resources import files
from typing import Any, Generic, Protocol, TypeVar, cast

from audit.model import Depth, Target, Untested

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Reaction:
    """Something that the page tried to do: kind "navigation", "window" or "dialog"; what: address or message."""

    kind: str
    what: str


@dataclass(frozen=True, slots=True)
class Listeners:
    """The types of event listeners by where they are: on the window, on the document, on elements.

    elements: one set of types for each element in stepfree.listening, in that order; left_out: elements beyond the cap.
    """

    window: frozenset[str]
    document: frozenset[str]
    elements: tuple[frozenset[str], ...]
    left_out: int


@dataclass(frozen=True, slots=True)
class Message:
    """A message that appeared while a probe worked the page; live: assistive technology is told of it."""

    target: Target
    text: str
    live: bool


@dataclass(frozen=True, slots=True)
class Exposed:
    """What the browser tells assistive technology of an element: its role and name ("" = none)."""

    role: str
    name: str


@dataclass(frozen=True, slots=True)
class Frame:
    """One picture of a film. time: s, from any beginning; picture: PNG, equal pictures have equal bytes."""

    time: float
    picture: bytes


class OpenPage(Protocol):
    """An open page as a probe that must drive it sees it: numbers in, JSON out."""

    async def evaluate(self, expression: str) -> Any:
        """Evaluate JavaScript in stepfree's own world of the top frame; return its JSON-able value."""

    async def resize(self, width: int, height: int) -> None:
        """Set the viewport in CSS px and let the page settle."""

    async def restore(self) -> None:
        """Set the viewport back to the audit's own."""

    async def press(self, key: str) -> None:
        """Press and release a key or a chord ("Tab", "Shift+Tab", "a") as a person would."""

    async def point(self, x: float, y: float, steps: int = 1) -> None:
        """Move the mouse pointer to a place in the viewport (CSS px), straight and in so many steps."""

    async def park(self) -> None:
        """Take the mouse pointer out of the page."""

    async def screenshot(self) -> bytes:
        """Return the viewport's picture (PNG); equal pictures have equal bytes."""

    async def film(self, seconds: float, width: int) -> tuple[Frame, ...]:
        """Return what the viewport shows for some seconds, this many px wide: a frame whenever something is painted."""

    async def loaded(self, types: Collection[str]) -> Mapping[str, bytes | None]:
        """Return the images of some media types that the page has loaded, by address; nothing is fetched for it.

        None: what the browser does not hold any more, and what was too much.
        """

    async def run_axe(self, options: str) -> str:
        """Run axe in every frame that can be tested and return axe.js's answer."""

    def reactions(self) -> tuple[Reaction, ...]:
        """Return what the page has tried to do since this was last asked; none of it was let happen."""

    async def listeners(self, types: frozenset[str]) -> Listeners:
        """Return the page's own event listeners of some types; the elements are kept as stepfree.listening."""

    async def exposed(self, *, but: frozenset[str]) -> Part[Exposed]:
        """Return what takes the focus, but for some roles; the elements are kept as stepfree.exposed, in that order."""

    async def reload(self, without: tuple[str, ...] = ()) -> None:
        """Load the page again as a new visitor, without what matches some URL patterns (* stands for anything)."""

    async def follow(self, expression: str) -> bool:
        """Evaluate JavaScript that may send a form off; return whether another page of a test copy came of it.

        On a live site nothing is sent and nothing comes of it.
        """


@dataclass(frozen=True)
class Probe(Generic[T]):
    """A question put to an open page.

    A static probe is a JavaScript file that defines stepfree.probes.<name>, run in every audited frame; a driving
    probe (`drive`) works the page itself and runs in the top frame, in-depth only. `read` turns the JSON answers
    (one for each frame, selectors already prefixed with the frame's) into what rules see; `keep` turns that into the
    JSON that is stored with the page for rules across pages (PageSummary.facts, under the probe's name); `cut` says in
    a few words what a cap of a driving probe left out ("" = nothing); a static one tells its caps to stepfree.leaveOut
    or stepfree.first in core.js. What is left out is untested. `staging`: it sends forms off or changes what is
    entered, and is asked on test copies only.
    """

    name: str
    read: Callable[[list[Any]], T]
    drive: Callable[[OpenPage], Any] | None = None
    keep: Callable[[T], Any] | None = None
    cut: Callable[[T], str] | None = None
    staging: bool = False

    @property
    def depth(self) -> Depth:
        """Return the depth that the probe needs."""
        return Depth.IN_DEPTH if self.drive else Depth.SIMPLIFIED

    def script(self) -> str:
        """Return the JavaScript of a static probe."""
        return (files("web_checks.probes") / f"{self.name}.js").read_text("utf-8")


@dataclass(frozen=True)
class Page:
    """One page as it was observed.

    address: canonical; status: HTTP status; template: signature of the page's structure; settled: whether the page
    came to rest before it was tested; seen: answers by probe name; again: those of a second look at a page that was
    still changing; calm: whether it had come to rest by then; untested: frames and probes that failed; left_out: what
    the caps of probes kept them from looking at, in a few words, by probe.
    """

    address: str
    status: int
    title: str
    lang: str
    template: str
    settled: bool
    seen: Mapping[str, Any] = field(default_factory=dict)
    untested: tuple[Untested, ...] = ()
    again: Mapping[str, Any] = field(default_factory=dict)
    calm: bool = False
    left_out: Mapping[str, str] = field(default_factory=dict)

    def answer(self, probe: Probe[T]) -> T:
        """Return a probe's answer; KeyError when it was not asked."""
        return cast("T", self.seen[probe.name])


@dataclass(frozen=True, slots=True)
class PageSummary:
    """What rules across pages see of one page.

    content: signature of the page's text; home: whether it is the site's start page.
    """

    address: str
    title: str
    lang: str
    template: str
    content: str
    home: bool
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SitePages:
    """All audited pages of a site, in order.

    day: the audit's date as its plan states it, for rules that ask how old something is; None = not known.
    """

    site: str
    pages: tuple[PageSummary, ...]
    day: date | None = None


@dataclass(frozen=True, slots=True)
class Part(Generic[T]):
    """What was found of one kind as far as a cap lets a probe look; left_out: how many there are beyond it."""

    found: tuple[T, ...]
    left_out: int = 0


def beyond(left_out: int) -> str:
    """Return how many things a cap left out, in words ("" = none)."""
    return f"+{left_out}" if left_out > 0 else ""


def target(answer: Mapping[str, Any]) -> Target:
    """Return the target in an answer of a static probe (stepfree.target in core.js)."""
    return Target(str(answer["selector"]), str(answer["snippet"]), str(answer["path"]))


def messages(rows: Sequence[Mapping[str, Any]]) -> tuple[Message, ...]:
    """Return the messages in a probe's answer (stepfree.messages in core.js)."""
    return tuple(Message(target(row), row["text"], row["live"]) for row in rows)
