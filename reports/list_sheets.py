"""Reads the sheets of a filled-in list, whatever a spreadsheet saved it as: .xlsx, .xls, .et, .ods or .csv."""

from __future__ import annotations

import csv
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final

import python_calamine as calamine

from audit.legible import one_line
from audit.model import Text, UsageError

# Bytes that a list may unpack to: a hundred times what a city's needs, and less than fills a disk by stealth.
_MOST_BYTES: Final = 8 << 30
_ENCODINGS: Final = ("utf-8-sig", "gb18030")


def sheets(path: Path) -> Iterator[tuple[str, Sequence[Sequence[Any]]]]:
    """Yield the name and the rows of each sheet; a CSV file is one without a name. UsageError when it is none."""
    try:
        if path.suffix.lower() == ".csv":
            yield "", _csv_rows(path)
            return
        _refuse_bombs(path)
        with path.open("rb") as file:  # by what it holds: bureaus save as .xls, .et and .ods, and rename
            book = calamine.CalamineWorkbook.from_filelike(file)
        for name in book.sheet_names:
            # Empty rows and columns at the edge are kept, so that numbers are those that a person sees.
            yield name, book.get_sheet_by_name(name).to_python(skip_empty_area=False)
    except FileNotFoundError as error:
        raise UsageError(Text(f"{path}：没有这个文件", f"{path}: no such file")) from error
    except (OSError, calamine.CalamineError, zipfile.BadZipFile, csv.Error) as error:
        raise _unreadable(path, error) from error
    except BaseException as error:
        # The parser's own panics are no Exception; whatever it stumbles on is a broken file.
        if type(error).__name__ != "PanicException":
            raise
        raise _unreadable(path, "broken file") from error


def _unreadable(path: Path, error: object) -> UsageError:
    what = one_line((isinstance(error, OSError) and error.strerror) or str(error), 120)
    return UsageError(
        Text(
            f"{path}：读不出来（{what}）；请给 .xlsx 或 .csv 的清单",
            f"{path}: cannot be read ({what}); give the list as .xlsx or .csv",
        )
    )


def _refuse_bombs(path: Path) -> None:
    if not zipfile.is_zipfile(path):  # .xls and .et as they were before 2007 pack nothing
        return
    with zipfile.ZipFile(path) as archive:
        if sum(entry.file_size for entry in archive.infolist()) > _MOST_BYTES:
            raise OSError("unpacks to more than 8 GiB")


def _csv_rows(path: Path) -> list[list[str]]:
    """Return the rows of a CSV file in UTF-8, or in GBK as Chinese spreadsheets save it, with commas or semicolons."""
    content = path.read_bytes()
    for encoding in _ENCODINGS:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        first = text.partition("\n")[0]
        delimiter = max(",;\t", key=first.count)
        return list(csv.reader(text.splitlines(keepends=True), delimiter=delimiter))
    raise OSError("neither UTF-8 nor GBK")
