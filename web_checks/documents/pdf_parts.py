"""The parts of a tagged PDF by tree and page together: text of elements, tables, lists, the order of blocks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from web_checks.box import Box
from web_checks.documents.document import Bullets, Order, Table, cut, place
from web_checks.documents.pdf_pages import Shown
from web_checks.documents.pdf_tree import Element, Tree
from web_checks.documents.sequence import backwards, typed_lists

_MOST_TEXT = 2000  # characters of one element
_MOST_MARKS = 500  # pieces of content of one element
_MOST_CELLS = 50_000  # of a table's grid
_BLOCKS = frozenset({"P", "H", *(f"H{level}" for level in range(1, 10)), "LI", "Table", "BlockQuote", "Code", "Title"})
# What stands aside from the order of the text, or is an order of its own.
_ASIDE = frozenset({"Note", "FENote", "Figure", "Caption", "Formula", "Form", "TOC", "TOCI", "Artifact", "Aside"})
_ROWS = frozenset({"THead", "TBody", "TFoot"})


class Parts:
    """What a tree's elements hold on the pages that were looked at."""

    def __init__(self, tree: Tree, shown: Sequence[Shown]) -> None:
        self._elements = tree.elements
        self._shown = shown
        self._named = frozenset(element.id for element in tree.elements if element.id)

    def text(self, element: Element) -> str:
        """Return the text that an element and all below it show."""
        said: list[str] = []
        size = seen = 0
        for part in element.within():
            for page, mark in part.marks:
                seen += 1
                if size > _MOST_TEXT or seen > _MOST_MARKS:
                    return " ".join("".join(said).split())
                content = self._shown[page - 1].marks.get(mark) if 0 < page <= len(self._shown) else None
                if content is not None:
                    said.append(content.text)
                    size += len(content.text)
        return " ".join("".join(said).split())

    def said(self, element: Element) -> str:
        """Return what assistive technology says of an element: its alternative, else its text and those within."""
        if element.alternative:
            return element.alternative
        within = [part.alternative for part in element.within() if part.alternative]
        return " ".join(filter(None, (self.text(element), *within)))

    def _box(self, element: Element) -> Box | None:
        boxes = [
            content.box
            for part in element.within()
            for page, mark in part.marks
            if page == element.page and 0 < page <= len(self._shown)
            for content in (self._shown[page - 1].marks.get(mark),)
            if content is not None and content.box is not None
        ]
        if not boxes:
            return None
        return Box(
            min(box.left for box in boxes),
            min(box.top for box in boxes),
            max(box.right for box in boxes),
            max(box.bottom for box in boxes),
        )

    # ---- tables

    def tables(self) -> Iterator[Table]:
        """Yield the tables of the tree."""
        for element in self._elements:
            if element.role == "Table":
                yield self._table(element)

    def _table(self, table: Element) -> Table:
        rows = [[cell for cell in _below(row) if cell.role in ("TH", "TD")] for row in _rows(table)]
        heads = [cell for row in rows for cell in row if cell.role == "TH"]
        widths = _widths(rows)
        uneven = "" if len(set(widths)) <= 1 else f"{min(widths)}-{max(widths)}"
        nested = "Table" in table.chain[:-1]
        columns = max(widths, default=0)
        return Table(
            place(table.selector, self.text(table), "pdf", *table.chain),
            len(rows),
            columns,
            bool(heads),
            data=len(rows) > 1 and columns > 1,
            # Merged cells are told apart by the scope of their headers; where there is none, `loose` says so.
            merged=0 if heads else sum(cell.spans != (1, 1) for row in rows for cell in row),
            nested=nested,
            uneven=uneven,
            loose=0 if _position_tells(rows) or any(c.headers for r in rows for c in r) else _without_scope(heads),
        )

    # ---- lists

    def lists(self) -> Iterator[Bullets]:
        """Yield the lists of the tree, and those that were only typed."""
        for element in self._elements:
            if element.role == "L":
                items = [child for child in _below(element) if child.role not in ("Caption", "L")]
                fault = next((child.role for child in items if child.role != "LI"), "")
                target = place(element.selector, self.text(element), "pdf", *element.chain)
                yield Bullets(target, marked=True, count=len(items), text=cut(self.text(element), 60), fault=fault)
        paragraphs = [element for element in self._elements if element.role == "P" and "L" not in element.chain]
        told = (
            (place(element.selector, text, "pdf", *element.chain), text)
            for element in paragraphs
            for text in (self.text(element),)
        )
        yield from typed_lists(told)

    # ---- order

    def orders(self) -> Iterator[Order]:
        """Yield, for each page, whether the order of the tree's blocks runs backwards on it."""
        blocks: dict[int, list[tuple[Box, str]]] = defaultdict(list)
        for element in self._elements:
            aside = any(role in _ASIDE for role in element.chain)
            inner = any(role in _BLOCKS for role in element.chain[:-1])
            if element.role in _BLOCKS and not aside and not inner and (box := self._box(element)) is not None:
                blocks[element.page].append((box, self.text(element)))
        for page in sorted(blocks):
            found = blocks[page]
            if len(found) > 1:
                target = place(f"page {page}", "", "pdf", "page")
                yield Order(target, backwards(found), len(found))


def _below(element: Element) -> list[Element]:
    """Return the children of an element; those of one that stands for nothing (NonStruct) take its place."""
    found: list[Element] = []
    waiting = list(reversed(element.children))
    while waiting:
        child = waiting.pop()
        if child.role == "NonStruct":
            waiting.extend(reversed(child.children))
        else:
            found.append(child)
    return found


def _rows(table: Element) -> list[Element]:
    rows: list[Element] = []
    for child in _below(table):
        if child.role == "TR":
            rows.append(child)
        elif child.role in _ROWS:
            rows += [row for row in _below(child) if row.role == "TR"]
    return rows


def _widths(rows: Sequence[Sequence[Element]]) -> list[int]:
    """Return the columns that each row fills, cells that reach down from rows above included."""
    reaching: dict[int, int] = {}  # column → rows that it is still taken for
    widths: list[int] = []
    laid = 0
    for row in rows:
        taken = {column for column, left in reaching.items() if left > 0}
        reaching = {column: left - 1 for column, left in reaching.items() if left > 1}
        column = 0
        for cell in row:
            while column in taken:
                column += 1
            down, across = cell.spans
            laid += across
            if laid > _MOST_CELLS:
                return widths
            for place_ in range(column, column + across):
                taken.add(place_)
                if down > 1:
                    reaching[place_] = down - 1
            column += across
        widths.append(len(taken))
    return widths


def _position_tells(rows: Sequence[Sequence[Element]]) -> bool:
    """Return whether headers are one whole row or one whole column, without cells that span others."""
    if any(cell.spans != (1, 1) for row in rows for cell in row):
        return False
    first_row = bool(rows) and all(cell.role == "TH" for cell in rows[0])
    others = [cell.role for row in rows[1:] for cell in row[1:]]
    first_column = [row[0].role for row in rows[1:] if row]
    if "TH" in others:
        return False
    if first_row:
        return "TH" not in first_column
    return all(role == "TH" for role in first_column) and all(cell.role == "TD" for cell in rows[0][1:])


def _without_scope(heads: Sequence[Element]) -> int:
    return sum(not head.scope for head in heads)
