"""Where in a document something stands, as people are told: "page 3 > Figure 2" in the words of their language.

A place is part of a finding's fingerprint and stays as it is in the record and in machine formats.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from audit.model import Lang
from reports.documents import documents_of
from reports.summary import Summary
from reports.terms import mark
from reports.wording import Words

_WHOLE: Final = "document"
_STEP: Final = " > "
# A word with its number; a form field's own name follows in brackets.
_NUMBERED: Final = re.compile(r"([A-Za-z]+)([1-9]?) ([0-9]+)( \(.*\))?", re.DOTALL)
# Places in these begin with the name that an author gave a sheet.
_SHEETS: Final = "xlsx"
# What documents are made of, and the structure elements of PDF that findings are about.
_WORDS: Final[Mapping[str, str]] = {
    "page": mark("page {n}"),
    "slide": mark("slide {n}"),
    "paragraph": mark("paragraph {n}"),
    "picture": mark("picture {n}"),
    "shape": mark("shape {n}"),
    "table": mark("table {n}"),
    "link": mark("link {n}"),
    "field": mark("field {n}"),
    "header": mark("header {n}"),
    "footer": mark("footer {n}"),
    "footnote": mark("footnote {n}"),
    "endnote": mark("endnote {n}"),
    "comment": mark("comment {n}"),
    "Figure": mark("Figure {n}"),
    "Formula": mark("Formula {n}"),
    "Table": mark("Table {n}"),
    "TR": mark("TR {n}"),
    "TH": mark("TH {n}"),
    "TD": mark("TD {n}"),
    "Caption": mark("Caption {n}"),
    "Link": mark("Link {n}"),
    "Annot": mark("Annot {n}"),
    "Form": mark("Form {n}"),
    "Note": mark("Note {n}"),
    "L": mark("L {n}"),
    "LI": mark("LI {n}"),
    "P": mark("P {n}"),
    "Span": mark("Span {n}"),
    "Title": mark("Title {n}"),
    "H": mark("H {n}"),
}


class DocumentPlaces:
    """The places in one run's documents, in one language."""

    def __init__(self, summary: Summary, words: Words) -> None:
        """Look up the format of each document."""
        self._words = words
        self._formats = {
            (site.site.id, page.address): document.format
            for site in summary.sites
            for page, document in documents_of(site)
        }

    def said(self, site: str, subject: str, selector: str) -> str:
        """Return a place for people; a place in a page or screen, and any word that is not ours, stay as they are."""
        if self._words.lang is Lang.EN or (site, subject) not in self._formats:
            return selector
        return place_said(selector, self._formats[site, subject], self._words)


def place_said(selector: str, form: str, words: Words) -> str:
    """Return a place in a document of a format, in the words of a language."""
    if selector == _WHOLE:
        return words("the whole document")
    steps = selector.split(_STEP)
    named = max(1, len(steps) - 1) if form == _SHEETS else 0
    return _STEP.join([*steps[:named], *(_step(step, words) for step in steps[named:])])


def _step(step: str, words: Words) -> str:
    found = _NUMBERED.fullmatch(step)
    if found is None:
        return step
    word, level, number, name = found.groups("")
    if word == "H" and level:
        return words("H{level} {n}", level=level, n=number) + name
    return words(_WORDS[word], n=number) + name if word in _WORDS and not level else step
