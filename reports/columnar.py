"""Lines of a file made column by column: a city has a million of them, and Python should see each of them once at most.

Texts from outside are looked through by a pattern; only those that it finds are made safe one by one.
"""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Callable, Sequence
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

# What `audit.legible.one_line` would change: controls, bidi and other unseen characters, all white space but the plain
# blank; in the notation of RE2.
_UNSEEN: Final = (
    r"\p{Cc}\p{Cf}\p{Co}\x{FFF9}-\x{FFFF}\x{00A0}\x{1680}\x{2000}-\x{200A}\x{2028}\x{2029}\x{202F}\x{205F}\x{3000}"
)
CSV_UNSAFE: Final = rf'[",;{_UNSEEN}]|^[ =+\-@＝＋－＠]'
JSON_UNSAFE: Final = rf'["\\{_UNSEEN}]'
XML_UNSAFE: Final = rf"[&<>\"'{_UNSEEN}]|_x[0-9A-Fa-f]"

Codes = NDArray[np.int64]


def texts(column: Any) -> Any:
    """Return a column as one Arrow array of text."""
    array = column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column
    return array.cast(pa.string())


def made_safe(column: Any, unsafe: str, safe: Callable[[str], str], longest: int = 0) -> Any:
    """Return a column of texts in which those that a pattern finds, or that are too long, are made safe."""
    array = texts(column)
    found = pc.match_substring_regex(array, unsafe)
    if longest:
        found = pc.or_(found, pc.greater(pc.utf8_length(array), longest))
    found = pc.fill_null(found, fill_value=False)
    if not pc.any(found).as_py():
        return array
    mended = [safe(text) for text in array.filter(found).to_pylist()]
    return pc.replace_with_mask(array, found, pa.array(mended, pa.string()))


def numbers(column: Any, unknown: str) -> Any:
    """Return a column of numbers as text, the shortest that reads back as the same number."""
    array = column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column
    return pc.fill_null(array.cast(pa.string()), unknown)


def taken(known: Sequence[str], codes: Codes) -> Any:
    """Return the texts that some codes stand for."""
    return pa.array(known, pa.string()).take(pa.array(codes))


def joined(count: int, *parts: Any) -> Any:
    """Return the parts of `count` lines side by side: columns of text, and texts that are the same in every line."""
    scalars = [pa.scalar(part, pa.string()) if isinstance(part, str) else part for part in parts]
    if all(isinstance(part, pa.Scalar) for part in scalars):
        scalars.append(pa.array([""] * count, pa.string()))
    return pc.binary_join_element_wise(*scalars, pa.scalar("", pa.string()))


def content(lines: Any) -> str:
    """Return the lines one after the other; each holds its own line end."""
    # In Arrow's memory they lie like that already.
    compact = pa.concat_arrays([lines]) if lines.offset else lines
    _, offsets, data = compact.buffers()
    if data is None or not len(compact):
        return ""
    ends = np.frombuffer(offsets, np.int32)
    return bytes(data[int(ends[0]) : int(ends[len(compact)])]).decode()


def encoded(column: Any) -> tuple[Codes, list[str]]:
    """Return a column of texts as codes and the texts that they stand for."""
    words = texts(column).dictionary_encode()
    codes: Codes = words.indices.to_numpy(zero_copy_only=False).astype(np.int64)
    return codes, words.dictionary.to_pylist()


def combined(*columns: Codes) -> tuple[Codes, list[tuple[int, ...]]]:
    """Return one code for each combination of several codes, and the combinations."""
    together = np.zeros(len(columns[0]), np.int64)
    for column in columns:
        together = together * (int(column.max(initial=0)) + 1) + column
    _, first, codes = np.unique(together, return_index=True, return_inverse=True)
    return codes.astype(np.int64), [tuple(int(column[at]) for column in columns) for at in first]


def digests(before: str, names: Sequence[str], after: Sequence[str]) -> list[str]:
    """Return `audit.model.digest(before, name, after)` of many."""
    sha256, normal, plain = hashlib.sha256, unicodedata.normalize, unicodedata.is_normalized
    head, tails = normal("NFC", before), {last: normal("NFC", last) for last in set(after)}
    whole = (
        f"{head}\x1f{name if plain('NFC', name) else normal('NFC', name)}\x1f{tails[last]}"
        for name, last in zip(names, after, strict=True)
    )
    return [sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16] for text in whole]
