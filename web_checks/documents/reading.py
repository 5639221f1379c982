"""Reads one file as the document that its bytes are."""

from __future__ import annotations

from pathlib import Path

from web_checks.documents import docx, kinds, pdf, pptx, xlsx
from web_checks.documents.document import Document
from web_checks.documents.kinds import Format

_READERS = {Format.PDF: pdf.read, Format.DOCX: docx.read, Format.PPTX: pptx.read, Format.XLSX: xlsx.read}


def read(path: Path, kind: str = "") -> Document:
    """Read a file. kind: what it was called. Raises kinds.Unreadable with the reason, OSError, MemoryError."""
    return _READERS[kinds.format_of(path, kind)](path)
