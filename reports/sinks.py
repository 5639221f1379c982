"""Text from outside (titles, snippets, labels, addresses) made safe for the place that it goes to."""

from __future__ import annotations

import json
import re
from typing import Any

# Bidi controls reorder what stands around them, so that a reader sees another text than the one in the file.
_BIDI = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
_UNSEEN = re.compile(f"[\x00-\x08\x0b-\x0c\x0e-\x1f\x7f-\x9f\ufeff\ufff9-\ufffb\ufffe\uffff\ud800-\udfff{_BIDI}]")
# Valid in JSON, yet harmful where the file is shown or pasted into a script.
_JSON_ESCAPED = re.compile(f"[\x7f-\x9f\u2028\u2029\ufeff\ufff9-\ufffb\ufffe\uffff{_BIDI}]")
_SURROGATE = re.compile("[\ud800-\udfff]")
# The full-width forms start a formula too where a Chinese input method is at work.
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_C0_END, _DELETE, _PICTURES, _DELETE_PICTURE = 0x20, 0x7F, 0x2400, "\u2421"


def visible(text: str) -> str:
    """Return the text with control characters, bidi controls and lone surrogates replaced by signs one can see."""
    return _UNSEEN.sub(_sign, text)


def one_line(text: str, limit: int = 0) -> str:
    """Return visible text on one line, for a terminal or a cell; cut with an ellipsis beyond `limit` characters."""
    line = " ".join(visible(text).split())
    return f"{line[: limit - 1]}…" if limit and len(line) > limit else line


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
    safe = text.startswith(("http://", "https://")) and not _UNSEEN.search(text) and not re.search(r"\s", text)
    return text if safe else None


def _sign(match: re.Match[str]) -> str:
    code = ord(match[0])
    if code < _C0_END:
        return chr(_PICTURES + code)
    if code == _DELETE:
        return _DELETE_PICTURE
    if 0xD800 <= code <= 0xDFFF:  # noqa: PLR2004 - the surrogates' own range
        return "\ufffd"
    return f"⟨U+{code:04X}⟩"
