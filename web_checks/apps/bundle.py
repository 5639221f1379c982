"""Files, folders and zip archives as one thing: names in order, and bytes within a cap. Nothing is ever unpacked."""

from __future__ import annotations

import contextlib
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from audit.legible import one_line
from audit.model import Text, UsageError
from web_checks.apps.markup import MOST_BYTES, Unreadable

# Names beyond these are told of, not read.
MOST_FILES = 5_000
_LONGEST_NAME = 300
_INSTALLED = "node_modules"  # what npm installed: the first to be left out
_ENCRYPTED = 0x1
_UTF8_NAME = 0x800


@dataclass(frozen=True)
class Bundle:
    """Files by their relative names, in order. left_out: files beyond the cap."""

    name: str
    files: Mapping[str, _Source]
    left_out: int = 0

    def read(self, name: str) -> bytes:
        """Return the bytes of a file. Raises Unreadable when it is too large, encrypted or broken."""
        return self.files[name].read()

    def beside(self, name: str, suffixes: tuple[str, ...]) -> str | None:
        """Return the file that has the name of another one but for its suffix, if there is one."""
        stem = str(PurePosixPath(name).with_suffix(""))
        wanted = (stem + each for suffix in suffixes for each in (suffix, suffix.upper()))
        return next((found for found in wanted if found in self.files), None)


@dataclass(frozen=True)
class _Source:
    """A file of its own, or one in an archive."""

    path: Path
    member: zipfile.ZipInfo | None = None

    def read(self) -> bytes:
        try:
            if self.member is None:
                with self.path.open("rb") as file:
                    data = file.read(MOST_BYTES + 1)
            else:
                data = self._unpacked(self.member)
        except OSError as error:
            raise Unreadable(f"cannot be read: {error.strerror or error}") from error
        if len(data) > MOST_BYTES:
            raise Unreadable(f"larger than {MOST_BYTES // 1024 // 1024} MB")
        return data

    def _unpacked(self, member: zipfile.ZipInfo) -> bytes:
        if member.flag_bits & _ENCRYPTED:
            raise Unreadable("it is encrypted")
        try:
            with zipfile.ZipFile(self.path) as archive, archive.open(member) as file:
                return file.read(MOST_BYTES + 1)
        except (zipfile.BadZipFile, NotImplementedError, EOFError, RuntimeError, ValueError) as error:
            raise Unreadable(f"cannot be unpacked: {error}") from error
        except Exception as error:  # zlib, lzma and bz2 have errors of their own
            if isinstance(error, OSError):
                raise
            raise Unreadable(f"cannot be unpacked: {type(error).__name__}") from error


def opened(path: Path) -> Bundle:
    """Return the files of a path: a file, a folder with all below it, or a zip archive.

    Hidden files are left out. Raises UsageError when there is no such path or the archive is none.
    """
    if path.is_dir():
        found = _by_name(_of_folder(path))
    elif path.suffix.lower() == ".zip":
        found = _by_name(_of_archive(path))
    elif path.is_file():
        found = {path.name: _Source(path)}
    else:
        raise UsageError(Text(f"{path}：没有这个文件或文件夹", f"{path}: no such file or folder; correct the path"))
    kept = sorted(sorted(found, key=lambda name: (_INSTALLED in name.split("/"), name))[:MOST_FILES])
    return Bundle(path.name, {name: found[name] for name in kept}, len(found) - len(kept))


def _by_name(sources: Iterator[tuple[str, _Source]]) -> dict[str, _Source]:
    """Return files by name; an archive may hold two of one name."""
    found: dict[str, _Source] = {}
    taken = set[str]()
    for name, source in sources:
        found[free(name, taken)] = source
    return found


def free(name: str, taken: set[str]) -> str:
    """Return a name that is not taken yet, with a number where it must be, and take it."""
    number, chosen = 1, name
    while chosen in taken:
        number += 1
        stem, dot, suffix = name.rpartition(".")
        chosen = f"{stem} ({number}).{suffix}" if dot and "/" not in suffix else f"{name} ({number})"
    taken.add(chosen)
    return chosen


def _of_folder(folder: Path) -> Iterator[tuple[str, _Source]]:
    for path in sorted(folder.rglob("*")):
        relative = path.relative_to(folder)
        if not any(part.startswith(".") for part in relative.parts):
            with contextlib.suppress(OSError):  # a link that leads nowhere
                if path.is_file():
                    yield _named(relative.as_posix()), _Source(path)


def _of_archive(path: Path) -> Iterator[tuple[str, _Source]]:
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
    except (OSError, zipfile.BadZipFile, ValueError) as error:
        raise UsageError(Text(f"{path}：打不开这个压缩包：{error}", f"{path}: no zip archive: {error}")) from error
    for member in members:
        name = _member_name(member)
        parts = PurePosixPath(name).parts
        if member.is_dir() or not parts or any(part.startswith(".") or part == "__MACOSX" for part in parts):
            continue
        yield _named(name), _Source(path, member)


def _member_name(member: zipfile.ZipInfo) -> str:
    """Return the name of a member; without the mark for UTF-8 it is GBK more often than code page 437."""
    name = member.filename.replace("\\", "/").lstrip("/")
    if member.flag_bits & _UTF8_NAME:
        return name
    try:
        return name.encode("cp437").decode("gbk")
    except UnicodeError:
        return name


def _named(name: str) -> str:
    return one_line(name, _LONGEST_NAME)
