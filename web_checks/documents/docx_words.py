"""The words of a DOCX: what a paragraph says itself, without text boxes that hang on it and copies for old programs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from web_checks.documents.package import A, W

_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
# What stands in a paragraph and is none of its own: boxes with paragraphs of theirs, copies for older programs.
APART = frozenset({f"{W}txbxContent", f"{_MC}Fallback"})
_TEXTS = frozenset({f"{W}t", f"{W}tab", f"{W}br", f"{A}t"})


def below(element: Any, apart: frozenset[str] = APART) -> Iterator[Any]:
    """Yield all that stands in an element, in order, without what stands apart in it."""
    for child in element:
        if child.tag not in apart:
            yield child
            yield from below(child, apart)


def elements(root: Any, tag: str) -> Iterator[Any]:
    """Yield the elements of a kind below a root, without the copies that are kept for older programs."""
    for element in root.iter(tag):
        if next(element.iterancestors(f"{_MC}Fallback"), None) is None:
            yield element


def words(found: Iterable[Any]) -> str:
    """Return the text of those elements that are text."""
    return "".join(_text_of(piece) for piece in found if piece.tag in _TEXTS)


def said(run: Any) -> str:
    """Return a run's own text, without that of a text box that hangs on it."""
    return "".join(str(piece.text or "") for piece in run.iterchildren(f"{W}t"))


def all_words(element: Any) -> str:
    """Return the text in an element, that of boxes included, copies for older programs aside."""
    return words(below(element, APART - {f"{W}txbxContent"}))


def field_links(found: Iterable[Any]) -> Iterator[tuple[str, str]]:
    """Yield (text, address) of links that are written as fields: HYPERLINK "address".

    found: what stands in a paragraph.
    """
    asked, text, state = "", "", ""
    for element in found:
        kind = str(element.get(f"{W}fldCharType") or "") if element.tag == f"{W}fldChar" else ""
        if element.tag == f"{W}fldSimple" and (address := _instructed(str(element.get(f"{W}instr") or ""))):
            yield all_words(element), address
        elif kind == "end":
            if state and (address := _instructed(asked)):
                yield text, address
            state = ""
        elif kind:
            asked, text, state = ("", "", kind) if kind == "begin" else (asked, text, kind)
        elif state == "begin" and element.tag == f"{W}instrText":
            asked += str(element.text or "")
        elif state == "separate" and element.tag in _TEXTS:
            text += _text_of(element)


def _text_of(piece: Any) -> str:
    return str(piece.text or "") if piece.tag in (f"{W}t", f"{A}t") else " "


def _instructed(instruction: str) -> str:
    parts = instruction.split()
    if len(parts) < 2 or parts[0].upper() != "HYPERLINK" or parts[1].startswith("\\"):  # noqa: PLR2004 - name, address
        return ""
    return parts[1].strip('"')
