"""Text from outside (titles, snippets, labels, addresses) made safe for the place that it goes to."""

from __future__ import annotations

import json
import re
from typing import Any

from audit.legible import BIDI, UNSEEN, one_line, visible

__all__ = ["cell", "csv_cell", "json_text", "one_line", "plain", "visible", "web_address", "xml_text"]

# Valid in JSON, yet harmful where the file is shown or pasted into a script.
_JSON_ESCAPED = re.compile(f"[\x7f-\x9f\u2028\u2029\ufeff\ufff9-\ufffb\ufffe\uffff{BIDI}]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_QUOTED = re.compile('[",;\r\n]')
_MARKUP = re.compile("[&<>\"'\t\r\n]")
# A parser makes plain spaces of line ends and tabs in an attribute.
_XML = str.maketrans(
    {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;", "\t": "&#9;", "\r": "&#13;", "\n": "&#10;"}
)
# The full-width forms start a formula too where a Chinese input method is at work.
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_RISKY_STARTS = frozenset({*_FORMULA_STARTS, " "})


def cell(text: str) -> str:
    """Return the text for a CSV cell: one line, and never a formula."""
    if text.isprintable() and text[:1] not in _RISKY_STARTS:
        return text
    line = one_line(text)
    starts_formula = text.startswith(_FORMULA_STARTS) or line.startswith(_FORMULA_STARTS)
    return f"'{line}" if starts_formula else line


def plain(text: str) -> str:
    """Return visible text on one line, as `one_line`; text that is so already, which is nearly all, costs nothing."""
    return text if text.isprintable() else one_line(text)


def csv_cell(text: str) -> str:
    """Return the text as a cell of a CSV file, quoted where it has to be."""
    safe = cell(text)
    return '"' + safe.replace('"', '""') + '"' if _QUOTED.search(safe) else safe


def xml_text(text: str) -> str:
    """Return visible text for an XML document, between tags or in an attribute."""
    safe = text if text.isprintable() else visible(text)
    return safe.translate(_XML) if _MARKUP.search(safe) else safe


def json_text(value: Any, *, indent: int | None = None) -> str:
    """Return JSON in UTF-8 that no terminal or script trips over; equal values give equal text."""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, allow_nan=False, indent=indent)
    return _JSON_ESCAPED.sub(lambda match: f"\\u{ord(match[0]):04x}", _SURROGATE.sub("\ufffd", text))


def web_address(text: str) -> str | None:
    """Return an address that may stand in a link: http or https and nothing hidden; None for any other."""
    safe = text.startswith(("http://", "https://")) and not UNSEEN.search(text) and not re.search(r"\s", text)
    return text if safe else None
