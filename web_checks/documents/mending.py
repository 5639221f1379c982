"""Packages that office programs open all the same: written in the strict form, or with parts that are not there.

The libraries that read them know one form of names alone, and stop at the first part that is missing. What they are
given is then a copy in memory in which that is mended; the file itself stays as it is.
"""

from __future__ import annotations

import contextlib
import io
import re
import zipfile
from collections.abc import Callable
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
_FORMATS = re.compile(rb"<(?:\w+:)?xf\b")
_BARE = (
    '<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><fonts count="1"><font/></fonts>'
    '<fills count="1"><fill><patternFill/></fill></fills><borders count="1"><border/></borders>'
    '<cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs>{formats}</cellXfs></styleSheet>'
)


def opened(path: Path) -> IO[bytes]:
    """Open a package for a library: the file itself, or a mended copy of it. Raises Unreadable for a broken one."""
    with zipfile.ZipFile(path) as archive:
        missing = _missing(archive)
        if not missing and not _is_strict(archive):
            return path.open("rb")

        def mended(name: str, raw: bytes) -> bytes:
            raw = _STRICT.sub(_TRANSITIONAL, raw) if name.lower().endswith(_XML) else raw
            return _without(raw, missing[name], "PartName" if name == _TYPES else "Id") if name in missing else raw

        return _rewritten(archive, mended)


def without_styles(path: Path) -> IO[bytes]:
    """Return a copy of a workbook whose cells all look alike, for one whose styles cannot be read."""
    with zipfile.ZipFile(path) as archive:
        # Cells go on to name their styles by number: there must be as many.
        count = len(_FORMATS.findall(archive.read(_STYLES))) if _STYLES in archive.NameToInfo else 1
        bare = _BARE.format(formats="<xf/>" * max(count, 1)).encode()
        return _rewritten(archive, lambda name, raw: bare if name == _STYLES else raw)


def _rewritten(archive: zipfile.ZipFile, change: Callable[[str, bytes], bytes]) -> IO[bytes]:
    copy = io.BytesIO()
    with zipfile.ZipFile(copy, "w", zipfile.ZIP_STORED) as made:
        for name in dict.fromkeys(archive.namelist()):
            made.writestr(name, change(name, archive.read(name)))
    copy.seek(0)
    return copy


def _is_strict(archive: zipfile.ZipFile) -> bool:
    name = "_rels/.rels"
    return name in archive.NameToInfo and _STRICT.search(archive.read(name)) is not None


def _missing(archive: zipfile.ZipFile) -> dict[str, set[str]]:
    """Return what names a part that is not there, by the part that says so: ids of relationships, types."""
    found: dict[str, set[str]] = {}
    with contextlib.suppress(Unreadable):
        typed = [str(entry.get("PartName")) for entry in package.parsed(archive.read(_TYPES)).iter(_OVERRIDE)]
        found[_TYPES] = {name for name in typed if name.lstrip("/") not in archive.NameToInfo}
    for name in archive.namelist():
        folder, _, own = name.rpartition("_rels/")
        if not own.endswith(".rels") or (folder and not folder.endswith("/")):
            continue
        with contextlib.suppress(Unreadable):  # a library may do without it
            related = package.related(archive, folder + own.removesuffix(".rels"))
            found[name] = {known for known, (_, target) in related.items() if target not in archive.NameToInfo}
    return {name: lost for name, lost in found.items() if lost}


def _without(raw: bytes, lost: set[str], key: str) -> bytes:
    root = package.parsed(raw)
    for entry in list(root):
        if entry.get(key) in lost:
            root.remove(entry)
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8"))
