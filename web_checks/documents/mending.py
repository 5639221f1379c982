"""Packages that office programs open all the same: of the strict form, with parts missing or called a little otherwise.

The libraries that read them know one form of names alone, and stop at the first part that is missing. What they are
given is then a copy in memory in which that is mended; the file itself stays as it is.
"""

from __future__ import annotations

import contextlib
import io
import re
import zipfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import IO

from lxml import etree

from web_checks.documents import package
from web_checks.documents.kinds import Unreadable

# Names of the strict form (ISO/IEC 29500-1) differ from those of the transitional one (29500-4) in their root alone.
_STRICT = re.compile(rb"http://purl\.oclc\.org/ooxml/(\w+)/(\w+)")
_TRANSITIONAL = rb"http://schemas.openxmlformats.org/\1/2006/\2"
_XML = (".xml", ".rels")
_TYPES = "[Content_Types].xml"
_OVERRIDE = "{http://schemas.openxmlformats.org/package/2006/content-types}Override"
_STYLES = "xl/styles.xml"
_SHEETS = "xl/worksheets/_rels/"
_FORMATS = re.compile(rb"<(?:\w+:)?xf\b")
_BARE = (
    '<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><fonts count="1"><font/></fonts>'
    '<fills count="1"><fill><patternFill/></fill></fills><borders count="1"><border/></borders>'
    '<cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs>{formats}</cellXfs></styleSheet>'
)


def opened(path: Path) -> IO[bytes]:
    """Open a package for a library: the file itself, or a mended copy of it."""
    with zipfile.ZipFile(path) as archive:
        parts = _Parts(archive)
        if parts.are_right and not _is_strict(archive):
            return path.open("rb")

        def mended(name: str, raw: bytes) -> bytes:
            raw = _STRICT.sub(_TRANSITIONAL, raw) if name.lower().endswith(_XML) else raw
            return _without(raw, parts.missing[name]) if name in parts.missing else raw

        return _rewritten(archive, mended, parts.called)


def without_drawings(path: Path) -> IO[bytes]:
    """Return a copy of a workbook whose sheets show no pictures: of one, it is enough to stop openpyxl."""
    with opened(path) as file, zipfile.ZipFile(file) as archive:

        def changed(name: str, raw: bytes) -> bytes:
            if not name.startswith(_SHEETS) or not name.endswith(".rels"):
                return raw
            drawn = {known for known, (kind, _) in package.targets(raw, "xl/worksheets").items() if kind == "drawing"}
            return _without(raw, drawn)

        return _rewritten(archive, changed)


def without_styles(path: Path) -> IO[bytes]:
    """Return a copy of a workbook whose cells all look alike and whose sheets show no pictures."""
    with without_drawings(path) as file, zipfile.ZipFile(file) as archive:
        # Cells go on to name their styles by number: there must be as many.
        count = len(_FORMATS.findall(archive.read(_STYLES))) if _STYLES in archive.NameToInfo else 1
        bare = _BARE.format(formats="<xf/>" * max(count, 1)).encode()
        return _rewritten(archive, lambda name, raw: bare if name == _STYLES else raw)


def _rewritten(
    archive: zipfile.ZipFile,
    change: Callable[[str, bytes], bytes],
    called: Callable[[str], Sequence[str]] = lambda name: (name,),
) -> IO[bytes]:
    """Return a copy of a package.

    change: name and bytes of a part → the bytes that it is to have; called: its name → all names that it is to have.
    """
    copy = io.BytesIO()
    with zipfile.ZipFile(copy, "w", zipfile.ZIP_STORED) as made:
        for name in dict.fromkeys(archive.namelist()):
            raw = change(name, archive.read(name))
            for known in called(name):
                made.writestr(known, raw)
    copy.seek(0)
    return copy


def _is_strict(archive: zipfile.ZipFile) -> bool:
    name = "_rels/.rels"
    return name in archive.NameToInfo and _STRICT.search(archive.read(name)) is not None


class _Parts:
    """The parts of a package as it speaks of them.

    Names are compared without regard to case (ISO/IEC 29500-2, 6.2.2.3), and some programs part folders by backslashes.
    missing: what leads to a part that is not there, by the part that says so: ids of relationships, names of types.
    """

    def __init__(self, archive: zipfile.ZipFile) -> None:
        names = archive.namelist()
        self._plain = {name: name.replace("\\", "/") for name in names}
        self._own = {plain.casefold(): name for name, plain in self._plain.items()}
        self._expected: dict[str, dict[str, None]] = {}
        self.missing: dict[str, set[str]] = {}
        for name in names:
            plain = self._plain[name]
            with contextlib.suppress(Unreadable):  # a library may do without it
                if plain.casefold() == _TYPES.casefold():
                    self._expect(_TYPES)
                    typed = (str(entry.get("PartName")) for entry in package.parsed(archive.read(name)).iter(_OVERRIDE))
                    self._follow(name, {said: said.lstrip("/") for said in typed})
                elif plain.endswith(".rels"):
                    folder = plain.rpartition("_rels/")[0].rstrip("/")
                    led = package.targets(archive.read(name), folder)
                    self._follow(name, {known: target for known, (_, target) in led.items()})

    @property
    def are_right(self) -> bool:
        """Return whether every part is there under the name that the package speaks of."""
        return not self.missing and all(self.called(name) == (name,) for name in self._plain)

    def called(self, name: str) -> tuple[str, ...]:
        """Return the names by which a package speaks of a part."""
        return tuple(self._expected.get(name, ())) or (self._plain[name],)

    def _follow(self, name: str, led: Mapping[str, str]) -> None:
        lost = {known for known, target in led.items() if not self._expect(target)}
        if lost:
            self.missing[name] = lost

    def _expect(self, plain: str) -> bool:
        """Take note of what a part is called; return whether it is there."""
        own = self._own.get(plain.casefold())
        if own is not None:
            self._expected.setdefault(own, {})[plain] = None
        return own is not None


def _without(raw: bytes, lost: set[str]) -> bytes:
    root = package.parsed(raw)
    for entry in list(root):
        if entry.get("Id" if entry.get("PartName") is None else "PartName") in lost:
            root.remove(entry)
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8"))
