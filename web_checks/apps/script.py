"""What the script of a mini-program's page writes down as its data: the lists that its template goes through.

Only plain literals count, and only lists that nothing else in the script sets again. All else is not known.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from web_checks.apps.wxml import Tag

_DATA = re.compile(r"\bdata\s*:\s*(?=\{)")
_SPACE = re.compile(r"(?:\s|//[^\n]*|/\*.*?\*/)*", re.DOTALL)
_STRING = re.compile(r"'((?:[^'\\\n]|\\.)*)'|\"((?:[^\"\\\n]|\\.)*)\"|`((?:[^`\\$]|\\.)*)`")
_NAME = re.compile(r"[A-Za-z_$][\w$]*")
_WORD = re.compile(r"-?[\w.$]+")
_OPEN, _CLOSE = "([{", ")]}"
_DEEPEST, _LONGEST = 40, 200_000  # levels of a literal; characters of a script that are looked at
_LIST = re.compile(r"\{\{\s*(\w+)\s*\}\}")
_BOUND = re.compile(r"\{\{\s*(\w+)\.(\w+)\s*\}\}")


class _Unknown:
    """A value that is no literal."""


UNKNOWN = _Unknown()


def fill(tree: Tag, source: str) -> None:
    """Put the names of items into the bindings of a template where the script of its page writes them down.

    A binding gets the text of the first item when every item of its list has one. source: the script.
    """
    match = _DATA.search(source[:_LONGEST])
    if match is None:
        return
    reader = _Reader(source[:_LONGEST], match.end())
    data = reader.value(0)
    rest = source[: match.start()] + source[reader.at :]
    if not isinstance(data, dict):
        return
    for tag in tree.walk():
        named = _LIST.fullmatch(tag.get("wx:for"))
        items = data.get(named[1]) if named and not _is_set(named[1], rest) else None
        if isinstance(items, list) and items and all(isinstance(item, dict) for item in items):
            _fill(tag, tag.get("wx:for-item") or "item", items)


def _is_set(name: str, script: str) -> bool:
    """Return whether a script may set a list of its data: as a key, by a path to one of its items, or as a whole."""
    ways = (
        rf"(?<![\w.]){name}\s*:",
        rf"['\"`]{name}[\[.'\"`]",
        rf"[{{,]\s*{name}\s*[,}}]",
        rf"\.{name}\s*(?:=[^=]|\[[^\]]*\]\s*[.=]|\.(?:push|splice|unshift|forEach))",
    )
    return any(re.search(way, script) for way in ways)


def _fill(loop: Tag, item: str, items: list[dict[str, Any]]) -> None:
    def literal(bound: re.Match[str]) -> str:
        values = [each.get(bound[2]) for each in items]
        known = bound[1] == item and all(isinstance(value, str) and value.strip() for value in values)
        return str(values[0]) if known else bound[0]

    for tag in (loop, *loop.walk()):
        tag.inner = [_BOUND.sub(literal, each) if isinstance(each, str) else each for each in tag.inner]
        label = tag.attributes.get("aria-label")
        if label:
            tag.attributes["aria-label"] = _BOUND.sub(literal, label)


class _Reader:
    """Reads a literal of JavaScript; what is none is UNKNOWN, and passed over."""

    def __init__(self, source: str, at: int) -> None:
        self._source = source
        self.at = at

    def value(self, depth: int) -> Any:
        self._skip()
        sign = self._source[self.at : self.at + 1]
        start = self.at
        if depth < _DEEPEST and sign in ("{", "["):
            found: Any = self._object(depth) if sign == "{" else self._array(depth)
        elif (text := _STRING.match(self._source, self.at)) is not None:
            self.at = text.end()
            found = next(part for part in text.groups() if part is not None)
        elif (word := _WORD.match(self._source, self.at)) is not None:
            self.at = word.end()
            found = UNKNOWN
        else:
            found = UNKNOWN
        self._skip()
        if self._source[self.at : self.at + 1] in (",", "}", "]", "") and self.at > start:
            return found
        self._pass()  # an expression goes on after it
        return UNKNOWN

    def _object(self, depth: int) -> Mapping[str, Any]:
        found: dict[str, Any] = {}
        self.at += 1
        while self._goes_on("}"):
            key = _STRING.match(self._source, self.at) or _NAME.match(self._source, self.at)
            if key is None:
                self._pass()
                continue
            self.at = key.end()
            self._skip()
            if self._source[self.at : self.at + 1] != ":":
                self._pass()  # a method, a name alone
                continue
            self.at += 1
            name = next((part for part in key.groups() if part is not None), key[0])
            found[name] = self.value(depth + 1)
        return found

    def _array(self, depth: int) -> list[Any]:
        found = []
        self.at += 1
        while self._goes_on("]"):
            found.append(self.value(depth + 1))
        return found

    def _goes_on(self, end: str) -> bool:
        """Pass over a comma; return whether another entry follows, else what ends the literal is passed over."""
        self._skip()
        if self._source[self.at : self.at + 1] == ",":
            self.at += 1
            self._skip()
        here = self._source[self.at : self.at + 1]
        if here == end or here in _CLOSE:  # the end of the script is in _CLOSE, too
            self.at = self.at + 1 if here == end else len(self._source)
            return False
        return True

    def _pass(self) -> None:
        """Pass over an expression, up to the comma or bracket that ends it."""
        depth = 0
        while True:
            self._skip()
            if self.at >= len(self._source):
                return
            text = _STRING.match(self._source, self.at)
            sign = self._source[self.at]
            if text is not None:
                self.at = text.end()
                continue
            if depth == 0 and (sign == "," or sign in _CLOSE):
                break
            depth += (sign in _OPEN) - (sign in _CLOSE)
            self.at += 1
        if self._source[self.at : self.at + 1] == ")":  # it closes nothing here
            self.at = len(self._source)

    def _skip(self) -> None:
        """Pass over blanks and comments."""
        space = _SPACE.match(self._source, self.at)
        self.at = space.end() if space else self.at
