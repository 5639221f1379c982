"""What a format is, and how its files are written: whole or not at all."""

from __future__ import annotations

import contextlib
import os
import sys
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final, TextIO

from audit.model import IncompleteError, Lang, Text

if sys.platform != "win32":
    import fcntl

if TYPE_CHECKING:
    from reports.summary import Summary

# How the names of files end that are not whole yet: like nobody else's, for those left behind are removed.
_PART: Final = ".stepfree-part"


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
    """Yield the path of a partial file, which then takes the place of `path`; ReportError when it cannot be written.

    No two partial files have one name: another process may be writing the same report.
    """
    part = path.with_name(f"{path.name}.{uuid.uuid4().hex[:8]}{_PART}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        yield part
        os.replace(part, path)  # noqa: PTH105 - Path.replace says the same; this one is known to be atomic
    except OSError as error:
        raise _cannot_write(path, error) from error
    finally:
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)  # half a file helps nobody, least of all on a full disk


@contextmanager
def one_writer(out: Path, wait: Callable[[], None]) -> Iterator[None]:
    """Keep a folder of reports to this process; what one that was killed had begun to write there is removed.

    Two audits would else make one report of theirs, each without the pages that the other takes for old ones. wait: is
    told when another process is writing there now. Where folders cannot be locked, all goes on without.
    """
    with contextlib.ExitStack() as held:
        if sys.platform != "win32":
            with contextlib.suppress(OSError):  # a network drive; or a folder that the first file will complain about
                out.mkdir(parents=True, exist_ok=True)
                folder = os.open(out, os.O_RDONLY)
                held.callback(os.close, folder)
                try:
                    fcntl.flock(folder, fcntl.LOCK_EX | fcntl.LOCK_NB)
                except BlockingIOError:
                    wait()
                    fcntl.flock(folder, fcntl.LOCK_EX)
                for depth in ("*", "*/*"):
                    for left in out.glob(f"{depth}{_PART}*"):
                        left.unlink(missing_ok=True)
        yield


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
