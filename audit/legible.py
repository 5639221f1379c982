"""Text from outside made harmless for a terminal, a line of a file, a comment: nothing in it acts, all of it shows."""

from __future__ import annotations

import re

# Bidi controls reorder what stands around them, so that a reader sees another text than the one in the file.
BIDI = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
UNSEEN = re.compile(f"[\x00-\x08\x0b-\x0c\x0e-\x1f\x7f-\x9f\ufeff\ufff9-\ufffb\ufffe\uffff\ud800-\udfff{BIDI}]")
_C0_END, _DELETE, _PICTURES, _DELETE_PICTURE = 0x20, 0x7F, 0x2400, "\u2421"


def visible(text: str) -> str:
    """Return the text with control characters, bidi controls and lone surrogates replaced by signs one can see."""
    return UNSEEN.sub(_sign, text)


def one_line(text: str, limit: int = 0) -> str:
    """Return visible text on one line, for a terminal or a cell; cut with an ellipsis beyond `limit` characters."""
    line = " ".join(visible(text).split())
    return f"{line[: limit - 1]}…" if limit and len(line) > limit else line


def _sign(match: re.Match[str]) -> str:
    code = ord(match[0])
    if code < _C0_END:
        return chr(_PICTURES + code)
    if code == _DELETE:
        return _DELETE_PICTURE
    if 0xD800 <= code <= 0xDFFF:  # noqa: PLR2004 - the surrogates' own range
        return "\ufffd"
    return f"⟨U+{code:04X}⟩"
