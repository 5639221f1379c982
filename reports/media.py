"""What is said of pages, said of what they are: the screens of an app, the documents of a set, or all of them together.

The record knows an app or a set of documents as a site, and a screen or a document as a page; people are told which.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from audit.plan_web import APP, DOCUMENTS, WEBSITE
from reports.rows import SiteRow
from reports.terms import STRATA, mark
from reports.wording import Words

# Where several classes stand together.
MIXED: Final = ""


def plural(one: str, many: str) -> tuple[str, str]:
    """Return both forms as they are; the name tells the message extractor that they are translated elsewhere."""
    return one, many


# Of a stratum whose name speaks of pages.
_CHANNELS: Final = "channels"
# By what is said, then by class; a class that is not there is told as websites are.
_SAID: Final[Mapping[str, Mapping[str, str]]] = {
    "kind": {WEBSITE: mark("Website"), APP: mark("App"), DOCUMENTS: mark("Document")},
    "site": {
        WEBSITE: mark("Website"),
        APP: mark("App"),
        DOCUMENTS: mark("Set of documents"),
        MIXED: mark("Website, app, documents"),
    },
    "page": {WEBSITE: mark("Page"), APP: mark("Screen"), DOCUMENTS: mark("Document")},
    "pages": {
        WEBSITE: mark("Pages"),
        APP: mark("Screens"),
        DOCUMENTS: mark("Documents"),
        MIXED: mark("Pages, screens, documents"),
    },
    "where": {WEBSITE: mark("Selector"), DOCUMENTS: mark("Place")},
    "all": {WEBSITE: mark("Pages of the site"), APP: mark("Screens of the app"), DOCUMENTS: mark("Documents")},
    "sheets": {
        WEBSITE: mark("Sheets of the page list"),
        APP: mark("Sheets of the screen list"),
        DOCUMENTS: mark("Sheets of the document list"),
    },
    "sort": {WEBSITE: mark("Kind of page"), APP: mark("Kind of screen"), DOCUMENTS: mark("Kind of document")},
    _CHANNELS: {WEBSITE: STRATA[_CHANNELS], APP: mark("Home and channel screens")},
    "tested": {
        WEBSITE: mark("Pages tested"),
        APP: mark("Screens tested"),
        DOCUMENTS: mark("Documents tested"),
        MIXED: mark("Pages, screens and documents tested"),
    },
    "untested": {
        WEBSITE: mark("Pages not tested"),
        APP: mark("Screens not tested"),
        DOCUMENTS: mark("Documents not tested"),
    },
    "of found": {
        WEBSITE: mark("of {pages} found"),
        APP: mark("of {pages} screens found"),
        DOCUMENTS: mark("of {pages} documents found"),
        MIXED: mark("of {pages} found in all"),
    },
    "tested of found": {
        WEBSITE: mark("{tested} of {found} pages tested"),
        APP: mark("{tested} of {found} screens tested"),
        DOCUMENTS: mark("{tested} of {found} documents tested"),
    },
    "every": {
        WEBSITE: mark("Every page that was found has exactly one outcome."),
        APP: mark("Every screen that was found has exactly one outcome."),
        DOCUMENTS: mark("Every document that was found has exactly one outcome."),
    },
    "to a sheet": {
        WEBSITE: mark("{total} pages, {size} to a sheet."),
        APP: mark("{total} screens, {size} to a sheet."),
        DOCUMENTS: mark("{total} documents, {size} to a sheet."),
    },
    "none tested": {
        WEBSITE: mark("No page could be tested: no data."),
        APP: mark("No screen could be tested: no data."),
        DOCUMENTS: mark("No document could be tested: no data."),
    },
    "none failed": {
        WEBSITE: mark(
            "No tested page failed a criterion. With so few pages tested, up to {share} of all pages may still fail "
            "one (95 % sure)."
        ),
        APP: mark(
            "No tested screen failed a criterion. With so few screens tested, up to {share} of all screens may still "
            "fail one (95 % sure)."
        ),
        DOCUMENTS: mark(
            "No tested document failed a criterion. With so few documents tested, up to {share} of all documents may "
            "still fail one (95 % sure)."
        ),
    },
    "veto": {
        WEBSITE: mark("A barrier that blocks the rest of the page stands in a service, login or contact page:"),
        APP: mark("A barrier that blocks the rest of the screen stands in a service, login or contact screen:"),
    },
    "where it fails": {
        WEBSITE: mark("Websites by the pages that fail"),
        APP: mark("Apps by the screens that fail"),
        DOCUMENTS: mark("Sets of documents by the documents that fail"),
        MIXED: mark("Websites, apps and documents by the pages, screens or documents that fail"),
    },
    "of the largest": {
        WEBSITE: mark("Pages of the largest fault"),
        APP: mark("Screens of the largest fault"),
        DOCUMENTS: mark("Documents of the largest fault"),
        MIXED: mark("Pages, screens or documents of the largest fault"),
    },
    "first": {
        WEBSITE: mark("Online: faults by impact and by the pages that one repair mends"),
        APP: mark("Online: faults by impact and by the screens that one repair mends"),
        DOCUMENTS: mark("Online: faults by impact and by the documents that have them"),
        MIXED: mark("Online: faults by impact and by the pages, screens or documents that one repair mends"),
    },
    "first heard": {
        WEBSITE: mark("Online: faults by impact, complaints, and the pages that one repair mends"),
        APP: mark("Online: faults by impact, complaints, and the screens that one repair mends"),
        DOCUMENTS: mark("Online: faults by impact, complaints, and the documents that have them"),
        MIXED: mark("Online: faults by impact, complaints, and the pages, screens or documents that one repair mends"),
    },
    "unknown": {
        WEBSITE: mark("Of these websites no page could be tested:"),
        APP: mark("Of these apps no screen could be tested:"),
        DOCUMENTS: mark("Of these sets no document could be tested:"),
        MIXED: mark("Of these websites, apps and sets of documents nothing could be tested:"),
    },
}
_COUNTED: Final[Mapping[str, Mapping[str, tuple[str, str]]]] = {
    "pages": {
        WEBSITE: plural("{n} page", "{n} pages"),
        APP: plural("{n} screen", "{n} screens"),
        DOCUMENTS: plural("{n} document", "{n} documents"),
    },
    "on": {
        WEBSITE: plural("on {n} page", "on {n} pages"),
        APP: plural("on {n} screen", "on {n} screens"),
        DOCUMENTS: plural("in {n} document", "in {n} documents"),
    },
    "sentence": {
        WEBSITE: plural("On {n} page.", "On {n} pages."),
        APP: plural("On {n} screen.", "On {n} screens."),
        DOCUMENTS: plural("In {n} document.", "In {n} documents."),
    },
    "fails": {
        WEBSITE: plural("Fails on {n} page.", "Fails on {n} pages."),
        APP: plural("Fails on {n} screen.", "Fails on {n} screens."),
        DOCUMENTS: plural("Fails in {n} document.", "Fails in {n} documents."),
    },
    "to review": {
        WEBSITE: plural("To be reviewed on {n} page.", "To be reviewed on {n} pages."),
        APP: plural("To be reviewed on {n} screen.", "To be reviewed on {n} screens."),
        DOCUMENTS: plural("To be reviewed in {n} document.", "To be reviewed in {n} documents."),
    },
    "with elements": {
        WEBSITE: plural("The page with its element", "{n} pages with their elements"),
        APP: plural("The screen with its element", "{n} screens with their elements"),
        DOCUMENTS: plural("The document with the place", "{n} documents with the places"),
    },
    "mended": {
        WEBSITE: plural("{n} page of {whole} is mended", "{n} pages of {whole} are mended"),
        APP: plural("{n} screen of {whole} is mended", "{n} screens of {whole} are mended"),
        DOCUMENTS: plural("{n} document of {whole} is mended", "{n} documents of {whole} are mended"),
    },
}


def class_of(sites: Iterable[SiteRow]) -> str:
    """Return the class that all sites are of: APP, DOCUMENTS or WEBSITE; MIXED where there are several."""
    known = {name if name in (APP, DOCUMENTS) else WEBSITE for name in (row.site.site_class for row in sites)}
    return known.pop() if len(known) == 1 else MIXED


class About:
    """Says in one language what is said of pages, about a class of sites. Calling it says one thing by its key."""

    def __init__(self, words: Words, site_class: str) -> None:
        """site_class: of a site, or MIXED for several."""
        self._words = words
        self._class = site_class if site_class in (APP, DOCUMENTS, MIXED) else WEBSITE

    def __call__(self, key: str, **values: object) -> str:
        """Return what the key stands for, with its {placeholders} filled."""
        forms = _SAID[key]
        return self._words(forms.get(self._class, forms[WEBSITE]), **values)

    def stratum(self, name: str) -> str:
        """Return the name of a kind of page; one that we do not know stands for itself."""
        return self(name) if name == _CHANNELS else self._words.term(STRATA, name)

    def plural(self, key: str, n: int, **values: object) -> str:
        """Return what the key stands for, in the form that the number n asks for."""
        forms = _COUNTED[key]
        one, many = forms.get(self._class, forms[WEBSITE])
        return self._words.plural(one, many, n, **values)
