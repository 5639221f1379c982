"""What of an element's HTML stays when unrelated edits change its classes, generated ids and numbers."""

from __future__ import annotations

import re
from typing import Final

import pandas as pd

# A tag, or what is left of one at the end of a shortened snippet.
_TAG: Final = re.compile(r"<(/?)([a-zA-Z][^\s/>]*)((?:[^>\"']|\"[^\"]*(?:\"|$)|'[^']*(?:'|$))*)>?")
_ATTRIBUTE: Final = re.compile(r"([^\s=/\"'>]+)(?:\s*=\s*(\"[^\"]*\"?|'[^']*'?|[^\s>]+))?")
# Attributes that style, or that only join elements with each other: they change with every build.
_FLEETING: Final = frozenset(
    {
        *("class", "style", "id", "for", "nonce", "integrity", "aria-labelledby", "aria-describedby", "aria-controls"),
        *("aria-owns", "aria-activedescendant", "aria-flowto", "aria-details", "aria-errormessage", "headers", "list"),
        *("form", "xmlns"),
    }
)
_KEPT_DATA: Final = "data-"
# A word with a digit in it: a counter, a date, a file's hash.
_NUMBERED: Final = re.compile(r"[A-Za-z]*\d[A-Za-z\d]*")
_SPACE: Final = re.compile(r"\s+")


def likeness(snippet: str) -> str:
    """Return a snippet of HTML as tags, lasting attributes in order, and text; words with digits stand as 0."""
    parts: list[str] = []
    end = 0
    for tag in _TAG.finditer(snippet):
        parts.append(_plain(snippet[end : tag.start()]))
        end = tag.end()
        closing, name, attributes = tag.groups()
        parts.append(f"<{closing}{name.lower()}{''.join(sorted(_lasting(attributes)))}>")
    parts.append(_plain(snippet[end:].removesuffix("…")))
    return "".join(parts)


def likenesses(snippets: pd.Series) -> pd.Series:
    """Return the likeness of each snippet; those that repeat are worked out once."""
    return snippets.map({snippet: likeness(snippet) for snippet in snippets.unique()}).astype("object")


def _lasting(attributes: str) -> list[str]:
    found = []
    for name, value in _ATTRIBUTE.findall(attributes):
        low = name.lower()
        if low not in _FLEETING and not low.startswith((_KEPT_DATA, "on")):
            found.append(f" {low}={_plain(value.strip(chr(34) + chr(39)))}")
    return found


def _plain(text: str) -> str:
    return _SPACE.sub(" ", _NUMBERED.sub("0", text)).strip()
