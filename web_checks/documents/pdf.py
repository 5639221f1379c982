"""Reads a PDF: its properties, form fields and links by pikepdf, its tree and pages by their own modules."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Object

from audit.model import Reason
from web_checks.documents import pdf_inks, pdf_links, pdf_pages, pdf_tree
from web_checks.documents.colours import Palette
from web_checks.documents.document import (
    SAMPLE,
    Colours,
    Document,
    Field,
    Heading,
    Pdf,
    PdfPage,
    Picture,
    TreeFault,
    cut,
    place,
)
from web_checks.documents.kinds import Format, Unreadable
from web_checks.documents.pdf_links import listed, string
from web_checks.documents.pdf_pages import Shown
from web_checks.documents.pdf_parts import Parts
from web_checks.documents.pdf_tree import Element

_CONTRAST = "document-text-contrast"  # the rule that a sample of the pages is judged by
_MOST_FIELDS = 10_000
_MOST_BOOKMARKS = 100_000
_HEADING = frozenset({"H", "Title", *(f"H{level}" for level in range(1, 10))})
_HIDDEN = 2  # bit of an annotation's flags
_PUSH_BUTTON = 1 << 16  # bit of a button field's flags
_LAST_ASKING = 4  # revision of the encryption from whose successors on readers no longer ask for the permission


def read(path: Path) -> Document:
    """Read a PDF. Raises Unreadable when it is broken, locked, or is filled in by a reader's own forms (XFA)."""
    try:
        with pikepdf.open(path) as pdf:
            return _document(pdf, path)
    except pikepdf.PasswordError as error:
        raise Unreadable(Reason.LOCKED, "needs a password to open") from error
    except pikepdf.PdfError as error:
        raise Unreadable(Reason.UNREADABLE, cut(str(error).rpartition(": ")[2])) from error


def _document(pdf: pikepdf.Pdf, path: Path) -> Document:
    root = pdf.Root
    form = root.get("/AcroForm")
    if isinstance(form, Dictionary) and "/XFA" in form and bool(root.get("/NeedsRendering", False)):
        raise Unreadable(Reason.UNSUPPORTED_FORMAT, "XFA")
    numbers = {page.obj.objgen: number for number, page in enumerate(pdf.pages, 1)}
    if not numbers:
        raise Unreadable(Reason.UNREADABLE, "no pages")
    top = root.get("/StructTreeRoot")
    shown = list(pdf_pages.pages(path, pdf_links.places(pdf, lines=not isinstance(top, Dictionary))))
    tree = pdf_tree.read(top, numbers) if isinstance(top, Dictionary) else pdf_tree.Tree((), ())
    parts = Parts(tree, shown)
    text = "\n".join(page.text for page in shown)
    unread = []
    if len(numbers) > len(shown):
        unread.append((f"+{len(numbers) - len(shown)}", Reason.DOCUMENT_CAP, f"pages from {len(shown) + 1}"))
    if len(shown) > pdf_inks.MOST_PAGES:
        unread.append((_CONTRAST, Reason.NOT_SAMPLED, f"looked at {pdf_inks.MOST_PAGES} of {len(numbers)} pages"))
    return Document(
        Format.PDF,
        len(numbers),
        title=_title(pdf),
        language=string(root.get("/Lang")),
        text=text[:SAMPLE],
        length=len("".join(text.split())),
        headings=tuple(_headings(tree.elements, parts)),
        pictures=tuple(_pictures(tree.elements, parts)),
        tables=tuple(parts.tables()),
        links=tuple(pdf_links.links(pdf, tree.elements, parts, shown)),
        colours=_colours(shown),
        fields=tuple(_fields(form)),
        bullets=tuple(parts.lists()),
        orders=tuple(parts.orders()),
        pdf=_pdf(pdf, tree, shown, tagged=isinstance(top, Dictionary)),
        unread=tuple(unread),
    )


def _pdf(pdf: pikepdf.Pdf, tree: pdf_tree.Tree, shown: Sequence[Shown], *, tagged: bool) -> Pdf:
    root = pdf.Root
    marks, view = root.get("/MarkInfo"), root.get("/ViewerPreferences")
    named = {e.page for e in tree.elements if e.role == "Figure" and (e.alternative or "").strip()}
    reached = tree.marks
    pages = []
    for number, page in enumerate(shown, 1):
        # Text under a mark that no element points to is as lost as text without one.
        lost = [m.text for mark, m in sorted(page.marks.items()) if (number, mark) not in reached and m.text.strip()]
        untagged, running = ([*page.untagged, *lost], page.running) if tagged else ([], [])
        pages.append(
            PdfPage(
                place(f"page {number}", "", "pdf", "page"),
                page.characters,
                page.lost,
                page.odd,
                page.covered,
                len("".join(untagged)),
                len("".join(running)),
                cut("".join(untagged or running), 80),
                number in named,
                page.blank,
                page.drawn,
            )
        )
    faults = tuple(
        TreeFault(place(fault.element.selector, "", "pdf", *fault.element.chain), fault.kind, fault.what)
        for fault in tree.faults
    )
    return Pdf(
        tagged,
        _says(marks, "/Marked"),
        _says(view, "/DisplayDocTitle"),
        _bookmarks(root.get("/Outlines")),
        _access(pdf),
        _claim(pdf),
        tuple(pages),
        faults,
    )


def _access(pdf: pikepdf.Pdf) -> bool | None:
    """Return whether assistive technology may read it (bit 10 of the permissions; bit 5 before revision 3)."""
    if not pdf.is_encrypted or pdf.allow.accessibility:
        return True
    return False if pdf.encryption.R <= _LAST_ASKING else None


def _colours(shown: Sequence[Shown]) -> tuple[Colours, ...]:
    palette = Palette()
    for page in shown:
        for found in page.inks:
            target = place(f"page {page.number}", found.text, "pdf", "text")
            palette.add(target, found.ink, found.ground, found.size, found.text.strip(), bold=found.bold)
    return palette.colours()


def _title(pdf: pikepdf.Pdf) -> str:
    """Return the title of the XMP metadata, else of the document information."""
    said = _metadata(pdf, "dc:title")
    information = pdf.trailer.get("/Info")
    old = string(information.get("/Title")) if isinstance(information, Dictionary) else ""
    return " ".join((said.strip() or old).split())


def _metadata(pdf: pikepdf.Pdf, name: str) -> str:
    """Return an entry of the XMP metadata, "" when there is none."""
    try:
        return str(pdf.open_metadata().get(name) or "")
    except Exception:  # noqa: BLE001 - metadata is foreign XML that may be anything
        return ""


def _claim(pdf: pikepdf.Pdf) -> str:
    part = _metadata(pdf, "pdfuaid:part")
    return f"PDF/UA-{part}" if part.isdigit() else ""


def _bookmarks(outline: Any) -> int:
    """Count the entries of an outline; one that goes in circles ends at its first repetition."""
    waiting, seen = [outline.get("/First")] if isinstance(outline, Dictionary) else [], set[tuple[int, int]]()
    count = 0
    while waiting and count < _MOST_BOOKMARKS:
        entry = waiting.pop()
        if not isinstance(entry, Dictionary) or entry.objgen in seen:
            continue
        seen.add(entry.objgen)
        count += 1
        waiting += [entry.get("/Next"), entry.get("/First")]
    return count


def _headings(elements: Sequence[Element], parts: Parts) -> Iterator[Heading]:
    for element in elements:
        if element.role in _HEADING and element.role != "Title":
            text = parts.text(element)
            yield Heading(_place(element, text), int(element.role[1:] or 0), cut(text))


def _pictures(elements: Sequence[Element], parts: Parts) -> Iterator[Picture]:
    for element in elements:
        if element.role == "Figure" and not element.foreign:
            inside = any(child.alternative for child in element.within() if child is not element)
            alternative = element.alternative
            yield Picture(
                _place(element, alternative or ""),
                "" if alternative is None and inside else alternative,
                decorative=alternative is None and inside,
                text=cut(parts.text(element)),
            )


def _place(element: Element, text: str) -> Any:
    return place(element.selector, text, "pdf", *element.chain)


def _fields(form: Any) -> Iterator[Field]:
    """Yield the fields that a person can use; each once, however many places it has."""
    if not isinstance(form, Dictionary) or not isinstance(form.get("/Fields"), Array):
        return
    waiting: list[tuple[Object, dict[str, Any]]] = [(entry, {}) for entry in reversed(list(form.Fields))]
    seen, count = set[tuple[int, int]](), 0
    while waiting and count < _MOST_FIELDS:
        entry, inherited = waiting.pop()
        if not isinstance(entry, Dictionary) or (entry.objgen != (0, 0) and entry.objgen in seen):
            continue
        seen.add(entry.objgen)
        own = {key: entry.get(key) for key in ("/FT", "/TU", "/Ff") if key in entry}
        name = ".".join(filter(None, (inherited.get("name", ""), string(entry.get("/T")))))
        known = {**inherited, **own, "name": name}
        kids = [kid for kid in listed(entry.get("/Kids")) if isinstance(kid, Dictionary)]
        below = [kid for kid in kids if "/T" in kid]
        if below:
            waiting += [(kid, known) for kid in reversed(below)]
            continue
        widgets = kids or [entry]
        if "/FT" not in known or all(_flags(widget) & _HIDDEN for widget in widgets):
            continue
        count += 1
        yield _field(known, widgets[0], count)


def _field(known: dict[str, Any], widget: Dictionary, count: int) -> Field:
    kind = str(known["/FT"])[1:]
    label = string(known.get("/TU"))
    look = widget.get("/MK")
    push = isinstance(known.get("/Ff"), int) and known["/Ff"] & _PUSH_BUTTON
    if not label and kind == "Btn" and push and isinstance(look, Dictionary):
        label = string(look.get("/CA"))  # a push button is known by its caption
    name = cut(known["name"], 80)
    target = place(f"field {count} ({name})" if name else f"field {count}", name, "pdf", "field", kind)
    return Field(target, name, label.strip(), kind)


def _flags(widget: Dictionary) -> int:
    flags = widget.get("/F", 0)
    return flags if isinstance(flags, int) else 0


def _says(entry: Any, key: str) -> bool:
    """Return whether a dictionary says yes to something; a value of another type does not."""
    said: Any = entry.get(key) if isinstance(entry, Dictionary) else None
    return said is True
