"""WXML, the templates of WeChat mini-programs, as a tree.

A reader of its own, since WXML is neither XML nor HTML: attributes may lack a value, bindings ({{a < b && c}}) stand
where XML forbids them, names keep their case (bindTap), <wxs> holds code, and HTML's parsers would move or close
elements by rules that are not WXML's. What is not well-formed is read as far as it goes.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from web_checks.apps.markup import MOST_DEPTH, MOST_NODES, Unreadable

BINDING = "{{"
_NAME = r"[A-Za-z_][\w.:-]*"
_TOKEN = re.compile(
    rf"<!--.*?(?:-->|\Z)|</\s*(?P<close>{_NAME})[^>]*>|<(?P<open>{_NAME})(?P<rest>(?:\"[^\"]*\"|'[^']*'|[^>\"'])*)>",
    re.DOTALL,
)
_ATTRIBUTE = re.compile(
    r"(?P<name>[^\s=\"'/<>]+)(?:\s*=\s*(?:\"(?P<double>[^\"]*)\"|'(?P<single>[^']*)'|(?P<bare>[^\s\"'>]+)))?"
)
_CODE_END = re.compile(r"</\s*wxs\s*>", re.IGNORECASE)
_ENTITIES = (("&lt;", "<"), ("&gt;", ">"), ("&nbsp;", "\u00a0"), ("&quot;", '"'), ("&apos;", "'"), ("&amp;", "&"))


@dataclass(slots=True, eq=False)
class Tag:
    """An element: attributes (None = without a value), children in order, the line that it begins on, its parent.

    shown: the root of the template that it shows, where that is among the files (a component, an include).
    """

    name: str
    attributes: dict[str, str | None]
    line: int
    parent: Tag | None = None
    place: int = 0  # among its siblings of the same name
    inner: list[Tag | str] = field(default_factory=list)
    shown: Tag | None = None

    @property
    def children(self) -> Iterator[Tag]:
        """Yield the elements directly inside."""
        return (each for each in self.inner if isinstance(each, Tag))

    @property
    def above(self) -> Iterator[Tag]:
        """Yield the elements around it, the nearest first; the root that holds everything is none."""
        tag = self.parent
        while tag is not None and tag.parent is not None:
            yield tag
            tag = tag.parent

    def walk(self) -> Iterator[Tag]:
        """Yield every element inside, in document order."""
        waiting = list(self.children)[::-1]
        while waiting:
            tag = waiting.pop()
            yield tag
            waiting.extend(list(tag.children)[::-1])

    def texts(self) -> Iterator[str]:
        """Yield every text inside that is not empty, but those hidden from assistive technology."""
        waiting: list[Tag | str] = self.inner[::-1]
        while waiting:
            each = waiting.pop()
            if isinstance(each, str):
                if each.strip():
                    yield each.strip()
            elif each.get("aria-hidden") != "true":
                waiting.extend(each.inner[::-1])

    def get(self, name: str) -> str:
        """Return an attribute's value, "" when it has none."""
        return (self.attributes.get(name) or "").strip()


def parse(source: str) -> Tag:
    """Return a root that holds the elements of a template. Raises Unreadable when they are too many or too deep."""
    root = Tag("", {}, 1)
    here, depth, count, at, line = root, 0, 0, 0, 1
    places: Counter[tuple[Tag, str]] = Counter()  # the elements so far inside another, by name
    while (token := _TOKEN.search(source, at)) is not None:
        _text(here, source[at : token.start()])
        line += source.count("\n", at, token.start())
        at = token.end()
        if token["open"]:
            count += 1
            tag = _opened(here, token["open"], token["rest"], line)
            tag.place = places[here, tag.name]
            places[here, tag.name] += 1
            if count > MOST_NODES or depth > MOST_DEPTH:
                raise Unreadable(f"more than {MOST_NODES} elements, or nested deeper than {MOST_DEPTH}")
            if tag.name == "wxs":
                end = _CODE_END.search(source, at)
                at = end.end() if end and not token["rest"].rstrip().endswith("/") else at
            elif not token["rest"].rstrip().endswith("/"):
                here, depth = tag, depth + 1
        elif token["close"]:
            here, depth = _closed(here, token["close"], depth)
        line += source.count("\n", token.start(), at)
    _text(here, source[at:])
    return root


def _opened(parent: Tag, name: str, rest: str, line: int) -> Tag:
    attributes: dict[str, str | None] = {}
    for found in _ATTRIBUTE.finditer(rest):
        value = next((found[kind] for kind in ("double", "single", "bare") if found[kind] is not None), None)
        attributes.setdefault(found["name"], _plain(value) if value is not None else None)
    tag = Tag(name, attributes, line, parent)
    parent.inner.append(tag)
    return tag


def _closed(here: Tag, name: str, depth: int) -> tuple[Tag, int]:
    """Return where the reader stands after an end tag; one that closes nothing is passed over."""
    tag: Tag | None = here
    steps = 0
    while tag is not None and tag.parent is not None:
        steps += 1
        if tag.name == name:
            return tag.parent, depth - steps
        tag = tag.parent
    return here, depth


def _text(tag: Tag, text: str) -> None:
    if text.strip():
        tag.inner.append(_plain(text))


def _plain(text: str) -> str:
    for entity, sign in _ENTITIES:
        text = text.replace(entity, sign)
    return text
