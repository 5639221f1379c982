"""The links of a PDF: where they stand, what is said of them, where they lead.

A link that breaks at the end of a line is as many annotations as it has lines: here it is one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name

from web_checks.documents.document import Link, cut, place
from web_checks.documents.pdf_pages import MOST_PAGES, Place, Shown
from web_checks.documents.pdf_parts import Parts
from web_checks.documents.pdf_tree import Element

_ACROSS = 14_400.0  # points: the widest page there is (PDF 1.7, annex C.2)
_LINES = 2.5  # heights of a link, from the top of one line of it to the top of the next


def places(pdf: pikepdf.Pdf, *, lines: bool) -> dict[int, list[Place]]:
    """Return where the links of each page stand. lines: and the lines that they stand in."""
    found: dict[int, list[Place]] = {}
    for number, page in enumerate(pdf.pages, 1):
        if number > MOST_PAGES:
            break
        own = [where for note in _annotations(page) if (where := _rectangle(note)) is not None]
        found[number] = [*own, *(map(_line, own) if lines else ())]
    return found


def _line(where: Place) -> Place:
    """Return the lines around a place: the one it stands in, the one above, the one below."""
    _, bottom, _, top = where
    high = top - bottom
    return -_ACROSS, bottom - high, _ACROSS, top + high


def links(pdf: pikepdf.Pdf, elements: Sequence[Element], parts: Parts, shown: Sequence[Shown]) -> Iterator[Link]:
    """Yield the links that lead out of the document, page by page."""
    within = {known: element for element in elements for known in element.objects}
    tagged = bool(elements)
    for page, seen in zip(pdf.pages, shown, strict=False):
        for count, pieces in enumerate(_whole(list(_annotations(page))), 1):
            address = _address(pieces[0])
            known = [within.get(piece.objgen) if piece.objgen != (0, 0) else None for piece in pieces]
            element = next((found for found in known if found is not None), None)
            said = (parts.said(element) if element else "") or string(pieces[0].get("/Contents"))
            where = [spot for piece in pieces if (spot := _rectangle(piece)) is not None]
            around = parts.text(element.parent) if element is not None and element.parent is not None else ""
            if element is None:  # what a reader without tags goes by
                said = said or " ".join(seen.under.get(spot, "") for spot in where)
            if not tagged:
                around = " ".join(seen.under.get(_line(spot), "") for spot in where)
            number = seen.number
            target = place(f"page {number} > link {count}", f"{cut(said, 80)} {cut(address, 100)}", "pdf", "link")
            marked = not tagged or all(found is not None and _is_link(found) for found in known)
            yield Link(target, cut(said), cut(address, 500), cut(around, 1000), marked)


def _whole(annotations: Sequence[Dictionary]) -> Iterator[list[Dictionary]]:
    """Yield the annotations that are one link: the same address, one line after the other."""
    pieces: list[Dictionary] = []
    for annotation in annotations:
        if pieces and not (_address(annotation) == _address(pieces[-1]) and _goes_on(pieces[-1], annotation)):
            yield pieces
            pieces = []
        pieces.append(annotation)
    if pieces:
        yield pieces


def _goes_on(before: Dictionary, after: Dictionary) -> bool:
    """Return whether a link goes on from one annotation to the next: right beside it, or at the start of a line."""
    first, second = _rectangle(before), _rectangle(after)
    if first is None or second is None:
        return False
    high = max(first[3] - first[1], second[3] - second[1])
    below = first[3] - second[3]
    beside = abs(below) <= high / 2 and 0 <= second[0] - first[2] <= high
    return beside or (high / 2 < below <= _LINES * high and second[0] < first[2])


def _is_link(element: Element) -> bool:
    return any(role in ("Link", "Reference", "Annot") for role in element.chain)


def _annotations(page: Any) -> Iterator[Dictionary]:
    """Yield the annotations of a page that link out of the document."""
    for entry in listed(page.obj.get("/Annots")):
        if isinstance(entry, Dictionary) and entry.get("/Subtype") == Name.Link and _address(entry):
            yield entry


def _address(annotation: Dictionary) -> str:
    action = annotation.get("/A")
    if not isinstance(action, Dictionary) or action.get("/S") != Name.URI:
        return ""
    return string(action.get("/URI"))


def _rectangle(annotation: Dictionary) -> Place | None:
    try:
        left, bottom, right, top = (float(corner) for corner in listed(annotation.get("/Rect")))
    except (TypeError, ValueError):  # no four numbers
        return None
    return min(left, right), min(bottom, top), max(left, right), max(bottom, top)


def listed(entry: Any) -> list[Any]:
    """Return the items of an entry that should be an array; none when it is something else."""
    return list(entry) if isinstance(entry, Array) else []


def string(entry: Any) -> str:
    """Return the text of an entry that should be a string; "" when it is something else."""
    return str(entry).strip() if isinstance(entry, pikepdf.String) else ""
