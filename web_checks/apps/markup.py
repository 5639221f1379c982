"""XML from outside, read without trust: no document types or entities, capped in size, depth and number."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from xml.parsers import expat

MOST_BYTES = 32 * 1024 * 1024
MOST_NODES = 20_000
MOST_DEPTH = 400

# What XML 1.0 forbids and dumps contain all the same (a text with a control character).
_FORBIDDEN = re.compile(
    rb"&#(?:x0*(?:[0-8bcef]|1[0-9a-f])|0*(?:[0-8]|1[124-9]|2\d|3[01]));|[\x00-\x08\x0b\x0c\x0e-\x1f]", re.IGNORECASE
)


class Unreadable(Exception):  # noqa: N818 - what becomes of a file, not a fault of ours
    """A file that cannot be read as what it should be; the message says why, in English, for the record."""


@dataclass(slots=True)
class Element:
    """An element with its attributes and children; text is not kept: dumps have none."""

    tag: str
    attributes: Mapping[str, str]
    children: list[Element] = field(default_factory=list)


def parse(data: bytes) -> Element:
    """Return the root element. Raises Unreadable."""
    if len(data) > MOST_BYTES:
        raise Unreadable(f"larger than {MOST_BYTES // 1024 // 1024} MB")
    if data[:2] not in (b"\xff\xfe", b"\xfe\xff"):
        data = _FORBIDDEN.sub(b" ", data)
    builder = _Builder()
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _no_doctype
    parser.StartElementHandler = builder.start
    parser.EndElementHandler = builder.end
    try:
        parser.Parse(data, True)  # noqa: FBT003 - positional by its nature
    except (expat.ExpatError, ValueError, LookupError) as error:
        raise Unreadable(f"no well-formed XML: {error}") from error
    if builder.root is None:
        raise Unreadable("no element in it")
    return builder.root


def _no_doctype(*_declared: object) -> None:
    raise Unreadable("it declares a document type, which no dump does")


class _Builder:
    def __init__(self) -> None:
        self.root: Element | None = None
        self._open: list[Element] = []
        self._count = 0

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        self._count += 1
        if self._count > MOST_NODES:
            raise Unreadable(f"more than {MOST_NODES} elements")
        if len(self._open) >= MOST_DEPTH:
            raise Unreadable(f"nested deeper than {MOST_DEPTH}")
        element = Element(tag, attributes)
        if self._open:
            self._open[-1].children.append(element)
        else:
            self.root = element
        self._open.append(element)

    def end(self, _tag: str) -> None:
        self._open.pop()
