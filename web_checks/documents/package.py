"""The zipped package of DOCX, PPTX and XLSX: what is checked before a library may read it, and what all three share."""

from __future__ import annotations

import posixpath
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from lxml import etree

from audit.model import Reason
from web_checks.documents.kinds import Unreadable

_MOST_PARTS = 20_000
_MOST_BYTES = 400 * 1024 * 1024  # of all parts, unpacked
_MOST_XML = 120 * 1024 * 1024  # of the parts that are read as XML: in memory they take ten times that
_BOMB_BYTES, _BOMB_RATIO = 10 * 1024 * 1024, 200  # text packs to a tenth or a thirtieth
_ENCRYPTED = 0x1
_HEAD = 4096
_XML = (".xml", ".rels", ".vml")
_LANGUAGES = 40  # characters of a language tag

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
RELS = "{http://schemas.openxmlformats.org/package/2006/relationships}"
DECORATIVE = "{http://schemas.microsoft.com/office/drawing/2017/decorative}decorative"


def check(path: Path) -> None:
    """Raise Unreadable when a package is broken, locked, too large, a bomb, or declares entities."""
    try:
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
            _check_sizes(parts)
            for part in parts:
                if part.filename.lower().endswith(_XML):
                    with archive.open(part) as file:
                        _check_entities(part.filename, file.read(_HEAD))
    except Unreadable:
        raise
    except Exception as error:  # zipfile raises whatever a broken archive provokes in the decoders
        raise Unreadable(Reason.UNREADABLE, f"{type(error).__name__}: {error}"[:200]) from error


def _check_entities(name: str, head: bytes) -> None:
    # UTF-16 has zeros between the letters.
    if b"<!doctype" in head.replace(b"\x00", b"").lower():
        raise Unreadable(Reason.UNREADABLE, f"{name} declares entities")


def _check_sizes(parts: list[zipfile.ZipInfo]) -> None:
    if any(part.flag_bits & _ENCRYPTED for part in parts):
        raise Unreadable(Reason.LOCKED, "needs a password to open")
    if len(parts) > _MOST_PARTS:
        raise Unreadable(Reason.TOO_LARGE, f"{len(parts)} parts")
    total = sum(part.file_size for part in parts)
    of_xml = sum(part.file_size for part in parts if part.filename.lower().endswith(_XML))
    if total > _MOST_BYTES or of_xml > _MOST_XML:
        raise Unreadable(Reason.TOO_LARGE, f"{total} bytes unpacked")
    for part in parts:
        if part.file_size > _BOMB_BYTES and part.file_size > _BOMB_RATIO * max(part.compress_size, 1):
            raise Unreadable(Reason.TOO_LARGE, f"{part.filename} unpacks to {part.file_size} bytes")


def parsed(raw: bytes) -> Any:
    """Parse a part. Raises Unreadable; entities are never resolved, nothing is fetched."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        return etree.fromstring(raw, parser)
    except etree.XMLSyntaxError as error:
        raise Unreadable(Reason.UNREADABLE, str(error)[:200]) from error


def related(archive: zipfile.ZipFile, part: str) -> dict[str, tuple[str, str]]:
    """Return what a part refers to within the package: (last word of the type, path) by id."""
    folder, _, name = part.rpartition("/")
    where = f"{folder}/_rels/{name}.rels" if folder else f"_rels/{name}.rels"
    return targets(archive.read(where), folder) if where in archive.NameToInfo else {}


def targets(relationships: bytes, folder: str) -> dict[str, tuple[str, str]]:
    """Return what the relationships of a part in a folder lead to: (last word of the type, path) by id."""
    found = {}
    for entry in parsed(relationships).iter(f"{RELS}Relationship"):
        if entry.get("TargetMode") == "External":
            continue
        target = str(entry.get("Target", ""))
        path = target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
        found[str(entry.get("Id"))] = (str(entry.get("Type", "")).rpartition("/")[2], path)
    return found


def alternative(properties: Any) -> str | None:
    """Return the alternative in the properties of a drawing (docPr, cNvPr): its description, else its title."""
    said = [" ".join(str(properties.get(name) or "").split()) for name in ("descr", "title")]
    return next(filter(None, said), None)


def is_decorative(properties: Any) -> bool:
    """Return whether a drawing is marked as decoration."""
    return any(mark.get("val") in ("1", "true") for mark in properties.iter(DECORATIVE))


def most_used(counts: Mapping[str, int]) -> str:
    """Return the language that most characters are marked with; "" for none."""
    known = {tag: count for tag, count in counts.items() if tag}
    return max(sorted(known), key=lambda tag: known[tag])[:_LANGUAGES] if known else ""


def rgb(value: Any) -> str:
    """Return a colour as "rrggbb" in lower case; "" for none, automatic, or one of a theme."""
    said = str(value or "").lower()
    said = said[2:] if len(said) == 8 else said  # noqa: PLR2004 - ARGB
    return said if len(said) == 6 and all(c in "0123456789abcdef" for c in said) else ""  # noqa: PLR2004 - RGB
