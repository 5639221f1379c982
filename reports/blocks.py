"""Rows of a list as blocks of columns: what is the same for many rows is kept once, what differs as Arrow columns."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Self

import numpy as np
import pyarrow as pa

from reports.columnar import Codes

Cell = str | float | date | None
Piece = tuple[Cell, ...]
Row = tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Shared:
    """A piece that is the same for many rows. codes: of each row, the number of its piece among `known`."""

    codes: Codes
    known: Sequence[Piece]

    def made(self, make: Callable[[Piece], str]) -> Any:
        """Return the piece of each row as text, made once for each that differs."""
        return pa.array([make(piece) for piece in self.known], pa.string()).take(pa.array(self.codes))

    def slice(self, start: int, stop: int) -> Self:
        """Return some rows of it."""
        return type(self)(self.codes[start:stop], self.known)

    def piece(self, row: int) -> Piece:
        """Return the piece of one row."""
        return self.known[int(self.codes[row])]


@dataclass(frozen=True, slots=True)
class Varying:
    """A piece that differs from row to row. columns: of each cell its texts and its numbers (floats), else null."""

    columns: tuple[tuple[Any, Any], ...]

    @classmethod
    def of(cls, *columns: Any) -> Self:
        """Return the piece of some Arrow columns, each of text or of numbers."""
        return cls(tuple(_both(column) for column in columns))

    def slice(self, start: int, stop: int) -> Self:
        """Return some rows of it."""
        size = stop - start
        cut = ((texts.slice(start, size), numbers.slice(start, size)) for texts, numbers in self.columns)
        return type(self)(tuple(cut))

    def piece(self, row: int) -> Piece:
        """Return the piece of one row."""
        return tuple(
            numbers[row].as_py() if (text := texts[row].as_py()) is None else text for texts, numbers in self.columns
        )


def _both(column: Any) -> tuple[Any, Any]:
    array = column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column
    if pa.types.is_string(array.type):
        return array, pa.nulls(len(array), pa.float64())
    return pa.nulls(len(array), pa.string()), array.cast(pa.float64())


@dataclass(frozen=True, slots=True)
class Block:
    """Some rows of a list, in pieces."""

    count: int
    pieces: tuple[Shared | Varying, ...]

    @classmethod
    def of(cls, rows: Sequence[Row], shared: frozenset[int]) -> Self:
        """Return rows as a block. shared: numbers of the pieces that are the same for many rows."""
        pieces: list[Shared | Varying] = []
        for number, column in enumerate(zip(*rows, strict=True)):
            if number in shared:
                known = {piece: code for code, piece in enumerate(dict.fromkeys(column))}
                pieces.append(Shared(np.array([known[piece] for piece in column], np.int64), list(known)))
            else:
                pieces.append(Varying(tuple(map(_cells, zip(*column, strict=True)))))
        return cls(len(rows), tuple(pieces))

    def slice(self, start: int, stop: int) -> Self:
        """Return some rows of it."""
        stop = min(stop, self.count)
        return type(self)(stop - start, tuple(piece.slice(start, stop) for piece in self.pieces))

    def rows(self) -> Iterator[Row]:
        """Yield the rows one by one."""
        for row in range(self.count):
            yield tuple(piece.piece(row) for piece in self.pieces)


def _cells(column: Sequence[Cell]) -> tuple[Any, Any]:
    # Half a surrogate pair has no place in Arrow's text.
    texts = [cell.encode(errors="replace").decode() if isinstance(cell, str) else None for cell in column]
    numbers = [float(cell) if isinstance(cell, int | float) else None for cell in column]
    return pa.array(texts, pa.string()), pa.array(numbers, pa.float64())
