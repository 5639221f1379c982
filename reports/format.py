"""What a format is, and how its files are written: whole or not at all."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from audit.model import IncompleteError, Lang, Text

if TYPE_CHECKING:
    from reports.summary import Summary


class ReportError(IncompleteError):
    """A report cannot be written: full disk, rights, a file where a folder should be. The audit itself is kept."""


@dataclass(frozen=True, slots=True)
class Format:
    """A format of reports. write(summary, out, lang) writes into the folder `out` and returns the file to open.

    shapes: it shows service areas as shapes, which an audit makes only when asked.
    """

    id: str
    title: Text
    write: Callable[[Summary, Path, Lang], Path]
    shapes: bool = False


@contextmanager
def new_file(path: Path, encoding: str = "utf-8") -> Iterator[TextIO]:
    """Open a text file that takes its place only when all of it is written; ReportError when it cannot be."""
    with replaced(path) as part, part.open("w", encoding=encoding, newline="") as file:
        yield file


def write_bytes(path: Path, content: bytes) -> None:
    """Write a binary file, whole or not at all; ReportError when it cannot be written."""
    with replaced(path) as part:
        part.write_bytes(content)


@contextmanager
def replaced(path: Path) -> Iterator[Path]:
    """Yield the path of a partial file, which then takes the place of `path`; ReportError when it cannot be written."""
    part = path.with_name(f"{path.name}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        yield part
        os.replace(part, path)  # noqa: PTH105 - Path.replace says the same; this one is known to be atomic
    except OSError as error:
        with contextlib.suppress(OSError):
            part.unlink()  # half a file helps nobody, least of all on a full disk
        raise _cannot_write(path, error) from error


def remove(path: Path) -> None:
    """Remove a file of an earlier report, if it is there; ReportError when it cannot be removed."""
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        raise _cannot_write(path, error) from error


def _cannot_write(path: Path, error: OSError) -> ReportError:
    return ReportError(
        Text(
            f"{path}：写不进去：{error.strerror}；请检查磁盘空间和权限",
            f"{path}: cannot be written: {error.strerror}; check disk space and rights",
        )
    )
