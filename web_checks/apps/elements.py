"""What rules ask of an element of a mini-program: does it take taps, is it hidden, what is read out for it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial

from web_checks.apps.wxml import BINDING, Tag

_TAP = re.compile(r"(?:capture-|mut-)?(?:bind|catch):?(?:tap|longpress|longtap)", re.IGNORECASE)
_NAME_BOUND = re.compile(r"\{\{\s*(\w+)\s*\}\}")
_MOST_STEPS = 2_000  # elements and texts that one element is taken to hold
# Components that take input or lead somewhere by themselves.
NATIVE = frozenset({"button", "navigator", "functional-page-navigator"})
FIELDS = frozenset({"input", "textarea", "picker", "slider", "switch", "checkbox", "radio", "editor"})
# What others lie in or on: a tap on it closes, moves or shows something as a whole.
GROUNDS = frozenset({"swiper", "scroll-view", "movable-area", "page-container", "map"})
# Components whose content is drawn by the platform or by somebody else's template.
BUILT_IN = frozenset(
    """
    view scroll-view swiper swiper-item movable-view movable-area cover-view cover-image match-media
    page-container share-element root-portal grid-view list-view sticky-header sticky-section icon progress
    rich-text text form label picker-view picker-view-column checkbox-group radio-group audio camera image
    live-player live-pusher video voip-room map canvas web-view open-data ad ad-custom block template import
    include slot wxs page-meta navigation-bar
    """.split()  # noqa: SIM905 - a list of names reads better as prose
)


def pressed(tag: Tag) -> bool:
    """Return whether an element takes taps: by a handler of its own, or by its nature."""
    return tag.name in NATIVE or any(_TAP.fullmatch(name) for name in tag.attributes)


def handled(tag: Tag) -> bool:
    """Return whether an element has a handler for taps that does something, as far as its name tells."""
    names = [value or "" for name, value in tag.attributes.items() if _TAP.fullmatch(name)]
    return any(
        value and not re.fullmatch(r"no_?op\w*|prevent\w*|stop\w*|empty\w*|none", value, re.IGNORECASE)
        for value in names
    )


def hidden(tag: Tag) -> bool | None:
    """Return whether an element is kept from assistive technology; None when a binding decides."""
    states = [each.get("aria-hidden") for each in (tag, *tag.above)]
    if "true" in states:
        return True
    return None if any(BINDING in state for state in states) else False


def foreign(tag: Tag) -> bool:
    """Return whether what an element shows is decided elsewhere, and that is not among the files."""
    elsewhere = tag.name in ("slot", "include", "template") or tag.name not in BUILT_IN | NATIVE | FIELDS
    return elsewhere and tag.shown is None


def said(tag: Tag) -> str | None:
    """Return what is read out for an element: its label, else the texts inside; None when a binding decides."""
    label = tag.get("aria-label")
    if label:
        return None if BINDING in label and not _sure(label) else label
    if "aria-labelledby" in tag.attributes:
        return None
    found: list[str] = []
    unknown = foreign(tag)
    for each in content(tag):
        if isinstance(each, str):
            found.append(each)
        else:
            found.append(each.get("aria-label"))
            unknown |= foreign(each) or "aria-labelledby" in each.attributes
    sure = " ".join(map(_sure, found)).split()
    if sure:
        return " ".join(sure)
    return None if unknown or any(found) else ""


def names(tag: Tag, root: Tag) -> list[str | None]:
    """Return what is read out for an element, and each label of its file that belongs to it, as in said."""
    labels = (each for each in root.walk() if each.name == "label" and _belongs(each, tag))
    return [said(tag), *map(said, labels)]


def _belongs(label: Tag, tag: Tag) -> bool:
    named = label.get("for")
    return (bool(named) and named == tag.get("id")) or (not named and label in tag.above)


def _sure(text: str) -> str:
    """Return what a text says whatever its bindings are."""
    return re.sub(r"\{\{.*?\}\}", " ", text, flags=re.DOTALL).strip()


@dataclass(frozen=True, slots=True)
class _Host:
    """The element that shows a template, within the one around that shows it; None = the file that is judged."""

    tag: Tag
    outer: _Host | None


def content(tag: Tag) -> Iterator[Tag | str]:
    """Yield the elements and texts that an element shows, those of components and includes among the files too.

    What is hidden from assistive technology is left out, and templates where they are but defined. What a component
    is given as a literal stands where its template binds it by name; what an element holds stands where the component
    has its slot. Beyond so many steps (components that hold themselves) a binding is yielded: nobody can tell.
    """
    waiting = _below(tag, None)[::-1]
    for _ in range(_MOST_STEPS):
        if not waiting:
            return
        each, host = waiting.pop()
        if isinstance(each, str):
            yield _given(each, host)
        elif each.get("aria-hidden") != "true" and not ("name" in each.attributes and each.name == "template"):
            fills = _fill(each, host)
            if fills is None:
                yield each
            waiting.extend((_below(each, host) if fills is None else fills)[::-1])
    yield "{{}}"


def parts(tag: Tag) -> Iterator[Tag]:
    """Yield the elements that an element shows, as in content."""
    return (each for each in content(tag) if not isinstance(each, str))


def _below(tag: Tag, host: _Host | None) -> list[tuple[Tag | str, _Host | None]]:
    if tag.shown is None:
        return [(each, host) for each in tag.inner]
    # A part that is included knows what stands around it; a component knows what it is given.
    inner = host if tag.name == "include" else _Host(tag, host)
    return [(each, inner) for each in tag.shown.inner]


def _fill(tag: Tag, host: _Host | None) -> list[tuple[Tag | str, _Host | None]] | None:
    """Return what stands in a slot; None where that is not known, or the element is no slot."""
    if tag.name != "slot" or host is None:
        return None
    name = tag.get("name")
    fills = (each for each in host.tag.inner if ("" if isinstance(each, str) else each.get("slot")) == name)
    return [(each, host.outer) for each in fills]


def _given(text: str, host: _Host | None) -> str:
    """Return a text with the literals that its component is given in place of its bindings."""
    while host is not None and BINDING in text:
        given = {_camel(name): value or "" for name, value in host.tag.attributes.items()}
        text = _NAME_BOUND.sub(partial(_literal, given), text)
        host = host.outer
    return text


def _literal(given: Mapping[str, str], bound: re.Match[str]) -> str:
    return given.get(bound[1], bound[0])


def _camel(name: str) -> str:
    return re.sub(r"-([a-z])", lambda found: found[1].upper(), name)
