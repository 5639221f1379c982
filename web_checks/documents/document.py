"""What was seen of a document, in the same words for every format: rules judge nothing else.

A place in it is a target: selector as a path for people ("page 3 > Figure 2", "slide 4 > picture 1", "Sheet1!B3:D9"),
path without numbers, so that faults of one kind are one component ("pdf > Figure").
"""

from __future__ import annotations

from dataclasses import dataclass

from audit.model import Reason, Target
from web_checks.documents.kinds import Format

# Characters of text that are kept of one place, and of a whole document to know its language by.
SHOWN, SAMPLE = 200, 20_000
# Roman points from which text is large, and from which bold text is (WCAG 2.2, definition of large-scale text).
_LARGE, _LARGE_BOLD = 18.0, 14.0


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading. level: 1-9, 0 when its kind does not tell (H in a PDF)."""

    target: Target
    level: int
    text: str


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture, chart or drawing.

    alternative: None = none is given; file: name of the picture's file ("" = not known); decorative: marked as such;
    drawn: lines and shapes rather than a picture or chart; text: words that stand inside it; aside: it stands in a
    running head or foot, or in a comment.
    """

    target: Target
    alternative: str | None
    file: str = ""
    decorative: bool = False
    drawn: bool = False
    text: str = ""
    aside: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table. header: whether header cells are marked; data: whether it looks like data rather than layout.

    merged: cells that span others; nested: it stands in another table; uneven: how rows differ ("" = they do not);
    loose: header cells that nothing ties to their cells, though position alone does not tell.
    """

    target: Target
    rows: int
    columns: int
    header: bool
    data: bool = True
    merged: int = 0
    nested: bool = False
    uneven: str = ""
    loose: int = 0


@dataclass(frozen=True, slots=True)
class Link:
    """A link out of the document. around: the paragraph or cell that it stands in; marked: as a link, in its tree."""

    target: Target
    text: str
    address: str
    around: str = ""
    marked: bool = True


@dataclass(frozen=True, slots=True)
class Colours:
    """All text of one pair of colours, by its first place. count: pieces of text.

    ink, ground: "rrggbb"; both "" for all text of which one of them is not known.
    """

    target: Target
    ink: str
    ground: str
    large: bool
    text: str
    count: int


@dataclass(frozen=True, slots=True)
class Field:
    """A form field. name: its internal name; label: what assistive technology is told ("" = nothing)."""

    target: Target
    name: str
    label: str
    kind: str


@dataclass(frozen=True, slots=True)
class Bullets:
    """Paragraphs one after the other that begin with the same sign, or a list.

    marked: as a list; fault: what a list holds that is no item ("" = nothing).
    """

    target: Target
    marked: bool
    count: int
    text: str
    fault: str = ""


@dataclass(frozen=True, slots=True)
class Order:
    """The order of one page or slide. backwards: (what comes first, what stands above it and comes later) in words."""

    target: Target
    backwards: tuple[str, str] | None
    blocks: int


@dataclass(frozen=True, slots=True)
class Slide:
    """A slide that is shown. title: None = it has no title at all."""

    target: Target
    title: str | None


@dataclass(frozen=True, slots=True)
class Sheet:
    """A worksheet that is shown and holds something."""

    target: Target
    name: str


@dataclass(frozen=True, slots=True)
class PdfPage:
    """A page of a PDF.

    characters: of text, blanks aside; lost: of them, letters that no Unicode is known of; odd: such signs by
    themselves, ornaments perhaps; covered: share of the page that pictures cover, 0-1; untagged: characters outside the
    structure tree that are no artifact; running: such ones where running heads and feet stand; sample: the first of
    both; named: a figure on it has an alternative; blank: its pictures show nothing; drawn: lines and areas.
    """

    target: Target
    characters: int
    lost: int
    odd: int
    covered: float
    untagged: int = 0
    running: int = 0
    sample: str = ""
    named: bool = False
    blank: bool = False
    drawn: int = 0


@dataclass(frozen=True, slots=True)
class Pdf:
    """What only a PDF has.

    tagged: it has a structure tree; marked: and says so; faults: what is wrong with the tree (Target, what zh, what
    en); shows_title: viewers are told to show the title; bookmarks: entries of the outline; access: assistive
    technology may read it, None = it may not, but readers of this version no longer ask; claim: "PDF/UA-1" or "".
    """

    tagged: bool
    marked: bool
    shows_title: bool
    bookmarks: int
    access: bool | None
    claim: str
    pages: tuple[PdfPage, ...] = ()
    faults: tuple[TreeFault, ...] = ()


@dataclass(frozen=True, slots=True)
class TreeFault:
    """Something wrong with a structure tree. kind: "cycle", "role" (what: the type), "empty"."""

    target: Target
    kind: str
    what: str = ""


@dataclass(frozen=True)
class Document:
    """One document as it was read.

    title, language: what its properties say ("" = nothing); east_asian: the language declared for Chinese, Japanese and
    Korean text where a format has one of its own; text: the beginning of its text; length: characters of all of it;
    pages: pages, slides or sheets; looks_like_headings: paragraphs that look like headings and are not marked;
    stretched: words whose characters are set apart by spaces, where they stand;
    unread: parts that were not read (what, why, detail).
    """

    format: Format
    pages: int
    title: str = ""
    language: str = ""
    east_asian: str = ""
    text: str = ""
    length: int = 0
    headings: tuple[Heading, ...] = ()
    looks_like_headings: tuple[Heading, ...] = ()
    pictures: tuple[Picture, ...] = ()
    tables: tuple[Table, ...] = ()
    links: tuple[Link, ...] = ()
    colours: tuple[Colours, ...] = ()
    fields: tuple[Field, ...] = ()
    bullets: tuple[Bullets, ...] = ()
    stretched: tuple[tuple[Target, str], ...] = ()
    orders: tuple[Order, ...] = ()
    slides: tuple[Slide, ...] = ()
    sheets: tuple[Sheet, ...] = ()
    pdf: Pdf | None = None
    unread: tuple[tuple[str, Reason, str], ...] = ()

    @property
    def whole(self) -> Target:
        """Return the document itself as a target."""
        return Target("document", "", self.format.value)

    @property
    def declared(self) -> str:
        """Return the language that counts for most of the text."""
        return (self.east_asian or self.language) if mostly_han(self.text) else self.language


def place(selector: str, snippet: str, *path: str) -> Target:
    """Return a place in a document. path: kinds of what it stands in, from the format inwards."""
    return Target(selector, cut(snippet), " > ".join(path))


def cut(text: str, most: int = SHOWN) -> str:
    """Return a text on one line, shortened."""
    line = " ".join(text.split())
    return f"{line[: most - 1]}…" if len(line) > most else line


def is_large(points: float, *, bold: bool) -> bool:
    """Return whether text is large in the sense of WCAG."""
    return points >= (_LARGE_BOLD if bold else _LARGE)


def mostly_han(text: str) -> bool:
    """Return whether Chinese characters are most of a text's letters."""
    letters = [character for character in text if character.isalpha()]
    return sum("\u3400" <= character <= "\u9fff" for character in letters) * 2 > len(letters)
