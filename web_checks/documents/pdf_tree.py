"""The structure tree of a PDF: its elements in reading order, what each stands for, and what is wrong with the tree."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Object

from audit.model import Reason
from web_checks.documents.kinds import Unreadable

# Types of PDF 1.7 (14.8.4) and of PDF 2.0 (14.8.4).
STANDARD = frozenset(
    {
        *(
            "Document",
            "DocumentFragment",
            "Part",
            "Art",
            "Sect",
            "Div",
            "BlockQuote",
            "Caption",
            "TOC",
            "TOCI",
            "Index",
        ),
        *(
            "NonStruct",
            "Private",
            "Aside",
            "Title",
            "FENote",
            "Sub",
            "P",
            "H",
            "L",
            "LI",
            "Lbl",
            "LBody",
            "Table",
            "TR",
        ),
        *("TH", "TD", "THead", "TBody", "TFoot", "Span", "Quote", "Note", "Reference", "BibEntry", "Code", "Em"),
        *("Strong", "Link", "Annot", "Ruby", "RB", "RT", "RP", "Warichu", "WT", "WP", "Figure", "Formula", "Form"),
        *("Artifact", *(f"H{level}" for level in range(1, 10))),
    }
)
MOST_ELEMENTS = 100_000
_DEEPEST_ROLE = 20


@dataclass(slots=True, eq=False)
class Element:
    """One structure element. role: its standard type, or its own where that stands for none.

    page: number from 1, 0 = not known; marks: (page, MCID) of the content right in it; objects: ids of annotations;
    alternative: Alt, else ActualText; None = neither is given; spans: rows and columns.
    """

    kind: str
    role: str
    parent: Element | None
    page: int
    foreign: bool = False
    children: list[Element] = field(default_factory=list)
    marks: list[tuple[int, int]] = field(default_factory=list)
    objects: list[tuple[int, int]] = field(default_factory=list)
    alternative: str | None = None
    scope: bool = False
    headers: bool = False
    id: str = ""
    spans: tuple[int, int] = (1, 1)
    number: int = 0

    @property
    def selector(self) -> str:
        """Return the element's place for people."""
        return f"page {self.page} > {self.role} {self.number}" if self.page else f"{self.role} {self.number}"

    @property
    def chain(self) -> tuple[str, ...]:
        """Return the roles from the root to here; equal for all elements of one kind."""
        chain: list[str] = []
        at: Element | None = self
        while at is not None and len(chain) < _DEEPEST_ROLE:
            chain.append(at.role)
            at = at.parent
        return tuple(reversed(chain))

    def within(self) -> Iterator[Element]:
        """Yield this element and all below it, in order."""
        waiting = [self]
        while waiting:
            element = waiting.pop()
            yield element
            waiting.extend(reversed(element.children))


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong at an element. kind: "cycle", "role" or "empty"; what: the type."""

    element: Element
    kind: str
    what: str = ""


@dataclass(frozen=True, slots=True)
class Tree:
    """A structure tree. elements: in reading order."""

    elements: tuple[Element, ...]
    faults: tuple[Fault, ...]

    @property
    def marks(self) -> frozenset[tuple[int, int]]:
        """Return (page, MCID) of all content that the tree reaches."""
        return frozenset(mark for element in self.elements for mark in element.marks)


def read(root: Object, pages: Mapping[tuple[int, int], int]) -> Tree:
    """Read a structure tree. pages: number (from 1) of each page, by its object.

    Raises Unreadable when it is too large.
    """
    return _Reader(root, pages).read()


class _Reader:
    def __init__(self, root: Object, pages: Mapping[tuple[int, int], int]) -> None:
        self._root = root
        self._pages = pages
        self._roles = _names(root.get("/RoleMap"))
        self._classes = root.get("/ClassMap")
        self._seen: set[tuple[int, int]] = set()
        self._elements: list[Element] = []
        self._faults: list[Fault] = []

    def read(self) -> Tree:
        top = Element("StructTreeRoot", "StructTreeRoot", None, 0)
        # Elements are read in document order: of what waits, the last comes next.
        waiting: list[tuple[Element, Any]] = [(top, kid) for kid in reversed(_listed(self._root.get("/K")))]
        while waiting:
            parent, kid = waiting.pop()
            if isinstance(kid, int) and not isinstance(kid, bool):
                parent.marks.append((parent.page, kid))
            elif isinstance(kid, Dictionary) and (element := self._kid(parent, kid)) is not None:
                if len(self._elements) > MOST_ELEMENTS:
                    raise Unreadable(Reason.TOO_LARGE, f"over {MOST_ELEMENTS} structure elements")
                waiting += [(element, below) for below in reversed(_listed(kid.get("/K")))]
        for element in top.children:
            element.parent = None
        self._find_pages()
        if not self._elements:
            self._faults.append(Fault(top, "empty"))
        return Tree(tuple(self._elements), tuple(self._faults))

    def _kid(self, parent: Element, kid: Dictionary) -> Element | None:
        """Take in what stands below an element; return it when it is an element itself."""
        kind = str(kid.get("/Type", ""))
        if kind == "/MCR":
            number = kid.get("/MCID")
            if isinstance(number, int):
                parent.marks.append((self._page_of(kid) or parent.page, number))
            return None
        if kind == "/OBJR":
            target = kid.get("/Obj")
            if isinstance(target, Dictionary):
                parent.objects.append(target.objgen)
                parent.page = parent.page or self._page_of(kid)
            return None
        if kid.objgen != (0, 0):
            if kid.objgen in self._seen:
                self._faults.append(Fault(parent, "cycle", _name(kid.get("/S"))))
                return None
            self._seen.add(kid.objgen)
        element = self._element(parent, kid)
        parent.children.append(element)
        self._elements.append(element)
        return element

    def _element(self, parent: Element, kid: Dictionary) -> Element:
        kind = _name(kid.get("/S"))
        role = self._role(kind)
        foreign = isinstance(kid.get("/NS"), Dictionary) and role not in STANDARD
        element = Element(kind, role, parent, self._page_of(kid) or parent.page, foreign or parent.foreign)
        alternative = _text(kid.get("/Alt"))
        element.alternative = _text(kid.get("/ActualText")) if alternative is None else alternative
        element.id = _text(kid.get("/ID")) or ""
        for attributes in self._attributes(kid):
            if "/Scope" in attributes:
                element.scope = True
            headers = attributes.get("/Headers")
            element.headers = element.headers or (isinstance(headers, Array) and len(headers) > 0)
            rows, columns = attributes.get("/RowSpan"), attributes.get("/ColSpan")
            element.spans = (_span(rows, element.spans[0]), _span(columns, element.spans[1]))
        if not element.foreign and role not in STANDARD:
            self._faults.append(Fault(element, "role", kind))
        return element

    def _attributes(self, kid: Dictionary) -> list[Dictionary]:
        found = [entry for entry in _listed(kid.get("/A")) if isinstance(entry, Dictionary)]
        if isinstance(self._classes, Dictionary):
            for name in _listed(kid.get("/C")):
                if isinstance(name, Name) and str(name) in self._classes:
                    found += [e for e in _listed(self._classes[str(name)]) if isinstance(e, Dictionary)]
        return found

    def _role(self, kind: str) -> str:
        role, steps = kind, 0
        while role not in STANDARD and role in self._roles and steps < _DEEPEST_ROLE:
            role, steps = self._roles[role], steps + 1
        return role if role in STANDARD else kind

    def _page_of(self, owner: Dictionary) -> int:
        page = owner.get("/Pg")
        return self._pages.get(page.objgen, 0) if isinstance(page, Dictionary) else 0

    def _find_pages(self) -> None:
        """Give elements that name no page that of the first thing below them; number them by role on their page."""
        for element in reversed(self._elements):
            below = (mark[0] for mark in element.marks)
            element.page = element.page or next(filter(None, (*below, *(child.page for child in element.children))), 0)
        counts: Counter[tuple[int, str]] = Counter()
        for element in self._elements:
            counts[element.page, element.role] += 1
            element.number = counts[element.page, element.role]


def _listed(entry: Any) -> list[Any]:
    """Return the items of an entry that holds one thing or an array of them."""
    if entry is None:
        return []
    return list(entry) if isinstance(entry, Array) else [entry]


def _names(entry: Any) -> dict[str, str]:
    if not isinstance(entry, Dictionary):
        return {}
    return {str(key)[1:]: _name(value) for key, value in entry.items()}


def _name(entry: Any) -> str:
    return str(entry)[1:][:100] if isinstance(entry, Name) else ""


def _text(entry: Any) -> str | None:
    return str(entry) if isinstance(entry, pikepdf.String) else None


def _span(entry: Any, otherwise: int) -> int:
    most = 1000  # a span of millions would be a table of millions of cells
    return min(max(entry, 1), most) if isinstance(entry, int) and not isinstance(entry, bool) else otherwise
