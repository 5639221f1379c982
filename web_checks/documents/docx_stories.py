"""The stories of a DOCX: its body, then the heads and feet that are shown, the notes that are referred to, comments."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from web_checks.documents import package
from web_checks.documents.docx_styles import attribute, is_on
from web_checks.documents.package import R, W

_REFERENCES = {f"{W}headerReference": "header", f"{W}footerReference": "footer"}
_NOTES = {"footnotes": "footnote", "endnotes": "endnote"}
_COMMENTS = "comments"


@dataclass(frozen=True, slots=True)
class Story:
    """A flow of text of its own. kind: "body", "header", "footer", "footnote", "endnote" or "comment".

    name: for people ("footnote 2"), "" for the body; links: the relationships of the part that it stands in.
    """

    kind: str
    name: str
    root: Any
    links: Any

    @property
    def is_aside(self) -> bool:
        """Return whether it is no part of the text: repeated on every page, or said about it."""
        return self.kind in ("header", "footer", "comment")


def stories(found: Any) -> Iterator[Story]:
    """Yield the stories of a document that python-docx opened."""
    main = found.part
    body = found.element.body
    yield Story("body", "", body, main.rels)
    yield from _heads_and_feet(body, main, evenly=_is_on(found, "evenAndOddHeaders"))
    for relation in list(main.rels.values()):
        kind = relation.reltype.rpartition("/")[2]
        if not relation.is_external and kind in (*_NOTES, _COMMENTS):
            yield from _aside(kind, relation.target_part, body)


def _is_on(found: Any, switch: str) -> bool:
    return is_on(found.settings.element.find(f"{W}{switch}"))


def _heads_and_feet(body: Any, main: Any, *, evenly: bool) -> Iterator[Story]:
    """Yield each head and foot that some page shows, once. A section without one of its own has the last one's."""
    counts = {"header": 0, "footer": 0}
    known: dict[tuple[str, str], str] = {}
    given: set[str] = set()
    for section in body.iter(f"{W}sectPr"):
        for reference in section.iterchildren(*_REFERENCES):
            known[_REFERENCES[reference.tag], attribute(reference, "type")] = str(reference.get(f"{R}id") or "")
        shown = ("default", *(("first",) if is_on(section.find(f"{W}titlePg")) else ()), *(("even",) if evenly else ()))
        for (kind, sort), part_id in known.items():
            relation = main.rels.get(part_id)
            if sort not in shown or part_id in given or relation is None or relation.is_external:
                continue
            given.add(part_id)
            counts[kind] += 1
            part = relation.target_part
            yield Story(kind, f"{kind} {counts[kind]}", _root(part), part.rels)


def _aside(kind: str, part: Any, body: Any) -> Iterator[Story]:
    root = _root(part)
    if kind == _COMMENTS:
        for number, comment in enumerate(root.iterchildren(f"{W}comment"), 1):
            yield Story("comment", f"comment {number}", comment, part.rels)
        return
    note = _NOTES[kind]
    referred = {attribute(reference, "id"): None for reference in body.iter(f"{W}{note}Reference")}
    notes = {attribute(found, "id"): found for found in root.iterchildren(f"{W}{note}")}
    for number, known in enumerate((name for name in referred if name in notes), 1):
        yield Story(note, f"{note} {number}", notes[known], part.rels)


def _root(part: Any) -> Any:
    element = getattr(part, "element", None)
    return package.parsed(part.blob) if element is None else element
