"""XML and JSON from outside, read without trust: no document types or entities, capped in size, depth and number.

What tools write around a dump and into it does no harm: the lines that adb prints beside it, the byte order and
encoding that a shell gave the file, characters that XML forbids.
"""

from __future__ import annotations

import contextlib
import json
import re
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from xml.parsers import expat

MOST_BYTES = 32 * 1024 * 1024
MOST_NODES = 20_000
MOST_DEPTH = 400

# What XML 1.0 forbids and dumps contain all the same (a text with a control character).
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
# References by number, one after the other: Android writes a character beyond U+FFFF as two surrogates.
_REFERENCES = re.compile(r"(?:&#(?:\d{1,7}|x[0-9a-f]{1,6});)+", re.IGNORECASE)
_REFERENCE = re.compile(r"&#(?:(\d+)|x([0-9a-f]+));", re.IGNORECASE)
_DECLARED = re.compile(rb"<\?xml[^>]*?encoding\s*=\s*[\"']([\w.-]+)")
_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_HEAD = 200  # bytes within which a declaration stands


class Unreadable(Exception):  # noqa: N818 - what becomes of a file, not a fault of ours
    """A file that cannot be read as what it should be; the message says why, in English, for the record."""


@dataclass(slots=True)
class Element:
    """An element with its attributes and children; text is not kept: dumps have none."""

    tag: str
    attributes: Mapping[str, str]
    children: list[Element] = field(default_factory=list)


def decoded(data: bytes) -> str:
    """Return the text of a file: by its byte order mark, else UTF-8, else as it declares, else GB 18030.

    Raises Unreadable when it is too large or no text.
    """
    if len(data) > MOST_BYTES:
        raise Unreadable(f"larger than {MOST_BYTES // 1024 // 1024} MB")
    declared = _DECLARED.search(data[:_HEAD])
    marked = next((name for mark, name in _MARKS if data.startswith(mark)), None)
    if marked is None and b"\0" in data[:2]:  # UTF-16 without a mark: each begins with a sign of ASCII
        marked = "utf-16-be" if data[:1] == b"\0" else "utf-16-le"
    if marked is None:
        with contextlib.suppress(UnicodeError):
            text = data.decode("utf-8", "surrogatepass")
            return text if text.isascii() else _joined(text)
    others = (declared[1].decode() if declared else "", "gb18030")
    for encoding in (marked,) if marked else others:
        with contextlib.suppress(UnicodeError, LookupError):
            return data.decode(encoding)
    raise Unreadable("no text in an encoding that is known")


def loaded(data: bytes) -> Any:
    """Return what a JSON file holds. Raises Unreadable."""
    try:
        # Copies of a dump from a phone may end in zeros.
        return json.loads(decoded(data).rstrip("\0"))
    except (ValueError, RecursionError) as error:
        raise Unreadable(f"no JSON: {error}") from error


def parse(data: bytes) -> Element:
    """Return the root element. Raises Unreadable."""
    source = decoded(data)
    # `uiautomator dump /dev/tty` says where it dumped to, before or after what it dumps.
    source = source[max(source.find("<"), 0) : source.rfind(">") + 1]
    source = _REFERENCES.sub(_characters, _FORBIDDEN.sub(" ", source))
    builder = _Builder()
    # Whatever the file declares, this is UTF-8 by now.
    parser = expat.ParserCreate("utf-8")
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _no_doctype
    parser.StartElementHandler = builder.start
    parser.EndElementHandler = builder.end
    try:
        parser.Parse(source.encode(), True)  # noqa: FBT003 - positional by its nature
    except (expat.ExpatError, ValueError, LookupError) as error:
        raise Unreadable(f"no well-formed XML: {error}") from error
    if builder.root is None:
        raise Unreadable("no element in it")
    return builder.root


def _characters(references: re.Match[str]) -> str:
    """Return references by number as references to what they mean together; spaces for what XML forbids."""
    found = _REFERENCE.findall(references[0])
    codes = (int(decimal or hexadecimal, 10 if decimal else 16) for decimal, hexadecimal in found)
    text = _joined("".join(chr(min(code, sys.maxunicode)) for code in codes))
    return "".join(f"&#{ord(each)};" for each in _FORBIDDEN.sub(" ", text))


def _joined(text: str) -> str:
    """Return a text with each pair of surrogates as the character that it stands for."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "surrogatepass")


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
