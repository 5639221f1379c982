"""What kind of file a document is: by its name or media type before it is fetched, by its bytes afterwards."""

from __future__ import annotations

import re
import zipfile
from enum import StrEnum
from pathlib import Path
from urllib.parse import unquote, urlsplit

from audit.model import Reason


class Format(StrEnum):
    """A format that can be tested."""

    PDF = "pdf"
    DOCX = "docx"
    PPTX = "pptx"
    XLSX = "xlsx"


# Endings of names that mean a format which can be tested (templates and files with macros are built alike).
_TESTED = {
    "pdf": Format.PDF,
    **dict.fromkeys(("docx", "docm", "dotx", "dotm"), Format.DOCX),
    **dict.fromkeys(("pptx", "pptm", "ppsx", "ppsm", "potx"), Format.PPTX),
    **dict.fromkeys(("xlsx", "xlsm", "xltx"), Format.XLSX),
}
# Endings of documents (and of what they are packed into) that cannot.
_KNOWN = frozenset(
    """
    ofd ceb cebx caj wps wpt et ett dps dpt doc dot xls xlt xlsb ppt pps
    rtf odt ods odp epub xps txt csv zip rar 7z gz tgz bz2 xz
    """.split()  # noqa: SIM905 - a list of names reads better as prose
)
_TYPES = {
    "application/pdf": "pdf",
    "application/x-pdf": "pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation": "pptx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "xlsx",
    "application/msword": "doc",
    "application/vnd.ms-excel": "xls",
    "application/vnd.ms-powerpoint": "ppt",
    "application/rtf": "rtf",
    "text/rtf": "rtf",
    "application/ofd": "ofd",
    "application/vnd.ofd": "ofd",
    "application/vnd.ms-works": "wps",
    "application/wps-office.wps": "wps",
    "application/kswps": "wps",
    "application/zip": "zip",
    "application/x-zip-compressed": "zip",
    "application/vnd.rar": "rar",
    "application/x-rar-compressed": "rar",
    "application/x-7z-compressed": "7z",
    "application/vnd.oasis.opendocument.text": "odt",
    "application/vnd.oasis.opendocument.spreadsheet": "ods",
    "application/vnd.oasis.opendocument.presentation": "odp",
    "text/csv": "csv",
    "application/epub+zip": "epub",
}
_ENDING = re.compile(r"\.([a-z0-9]{1,5})$", re.IGNORECASE)
_PROGRAMS = frozenset({"do", "action", "jsp", "jspx", "asp", "aspx", "ashx", "php", "cgi"})
_HEAD = 1024  # bytes within which "%PDF-" stands (PDF 1.7, appendix H.3, note 13)
_OLE = bytes.fromhex("d0cf11e0a1b11ae1")  # the container of DOC, XLS, PPT, WPS, and of an OOXML file with a password
_LOCKED_PACKAGE = "EncryptedPackage".encode("utf-16-le")
_PARTS = {"word/": Format.DOCX, "ppt/": Format.PPTX, "xl/": Format.XLSX}
_BINARY_BOOK = "xl/workbook.bin"
_PACKAGE = "[content_types].xml"  # names of parts are compared without regard to case


class Unreadable(Exception):  # noqa: N818 - an outcome, not an error of ours
    """A file cannot be tested; reason and detail say why."""

    def __init__(self, reason: Reason, detail: str = "") -> None:
        self.reason = reason
        self.detail = detail
        super().__init__(f"{reason.value} {detail}".strip())


def is_address(name: str) -> bool:
    """Return whether a name is an http(s) address rather than a path."""
    return name.lower().startswith(("http://", "https://"))


def named(address: str, media_type: str = "") -> str:
    """Return the kind of document that an address (or path) and a media type speak of; "" for none that we know."""
    kind = _TYPES.get(media_type.partition(";")[0].strip().lower(), "")
    if kind:
        return kind
    parts = urlsplit(address) if "://" in address else None
    # download.jsp?file=report.pdf names one in its query.
    names = (unquote(parts.path), unquote(parts.query)) if parts else (address,)
    endings = (ending[1].lower() for name in names if (ending := _ENDING.search(name)))
    return next((ending for ending in endings if ending in _TESTED or ending in _KNOWN), "")


def may_be(address: str) -> bool:
    """Return whether an address without the name of a document may lead to one: no ending, or a program's."""
    ending = _ENDING.search(urlsplit(address).path)
    return ending is None or ending[1].lower() in _PROGRAMS


def can_be_tested(kind: str) -> bool:
    """Return whether files of a kind can be tested at all."""
    return kind in _TESTED


def format_of(path: Path, kind: str = "") -> Format:
    """Return the format of a file by its bytes. Raises Unreadable when it cannot be tested, OSError.

    kind: what it was called, which tells formats apart that look alike from outside.
    """
    with path.open("rb") as file:
        head = file.read(_HEAD)
    if not head.strip(b"\x00 \t\r\n"):
        raise Unreadable(Reason.UNREADABLE, "empty")
    if b"%PDF-" in head:
        return Format.PDF
    if head.startswith(_OLE):
        raise _in_ole(path, kind)
    if head.startswith(b"PK"):
        return _in_zip(path, kind)
    if head.lstrip().startswith(b"{\\rtf"):
        raise Unreadable(Reason.UNSUPPORTED_FORMAT, "rtf")
    if head.lstrip(b"\xef\xbb\xbf \t\r\n").lower().startswith((b"<!doctype html", b"<html")):
        raise Unreadable(Reason.UNREADABLE, "a web page under the name of a document")
    if can_be_tested(kind):
        raise Unreadable(Reason.UNREADABLE, f"not {kind}")
    raise Unreadable(Reason.UNSUPPORTED_FORMAT, kind)


def _in_ole(path: Path, kind: str) -> Unreadable:
    with path.open("rb") as file:
        while chunk := file.read(1 << 20):
            if _LOCKED_PACKAGE in chunk:
                return Unreadable(Reason.LOCKED, "needs a password to open")
            if len(chunk) == 1 << 20:
                file.seek(-len(_LOCKED_PACKAGE), 1)
    return Unreadable(Reason.UNSUPPORTED_FORMAT, kind if kind and not can_be_tested(kind) else "doc/xls/ppt/wps")


def _in_zip(path: Path, kind: str) -> Format:
    try:
        with zipfile.ZipFile(path) as archive:
            names = [name.replace("\\", "/").lower() for name in archive.namelist()]
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        if kind and not can_be_tested(kind):
            raise Unreadable(Reason.UNSUPPORTED_FORMAT, kind) from error
        raise Unreadable(Reason.UNREADABLE, str(error)) from error
    if _BINARY_BOOK in names:
        raise Unreadable(Reason.UNSUPPORTED_FORMAT, "xlsb")
    if _PACKAGE in names:
        for start, found in _PARTS.items():
            if any(name.startswith(start) for name in names):
                return found
    if "ofd.xml" in names:
        raise Unreadable(Reason.UNSUPPORTED_FORMAT, "ofd")
    if can_be_tested(kind):
        raise Unreadable(Reason.UNREADABLE, f"not {kind}")
    raise Unreadable(Reason.UNSUPPORTED_FORMAT, kind or "zip")
