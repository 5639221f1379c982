"""Text from outside (titles, snippets, labels, addresses) made safe for the place that it goes to."""

from __future__ import annotations

import json
import re
from typing import Any

from audit.legible import BIDI, UNSEEN, one_line, visible

__all__ = ["cell", "json_text", "one_line", "visible", "web_address"]

# Valid in JSON, yet harmful where the file is shown or pasted into a script.
_JSON_ESCAPED = re.compile(f"[\x7f-\x9f\u2028\u2029\ufeff\ufff9-\ufffb\ufffe\uffff{BIDI}]")
_SURROGATE = re.compile("[\ud800-\udfff]")
# The full-width forms start a formula too where a Chinese input method is at work.
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def cell(text: str) -> str:
    """Return the text for a CSV cell: one line, and never a formula."""
    line = one_line(text)
    starts_formula = text.startswith(_FORMULA_STARTS) or line.startswith(_FORMULA_STARTS)
    return f"'{line}" if starts_formula else line


def json_text(value: Any, *, indent: int | None = None) -> str:
    """Return JSON in UTF-8 that no terminal or script trips over; equal values give equal text."""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, allow_nan=False, indent=indent)
    return _JSON_ESCAPED.sub(lambda match: f"\\u{ord(match[0]):04x}", _SURROGATE.sub("\ufffd", text))


def web_address(text: str) -> str | None:
    """Return an address that may stand in a link: http or https and nothing hidden; None for any other."""
    safe = text.startswith(("http://", "https://")) and not UNSEEN.search(text) and not re.search(r"\s", text)
    return text if safe else None
