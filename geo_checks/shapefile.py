"""Shapefiles, for layers alone: which encoding their text is in, names that were cut inside a character.

A .dbf holds bytes, names of 10 at most, and often does not say in which encoding. All is read as Latin-1, which loses
nothing, and decoded here: by the plan, else by the file's own statement when the text bears it out, else as UTF-8 when
it is UTF-8. Anything else is refused, since GBK, Big5 and Latin-1 cannot be told apart for sure.
"""

from __future__ import annotations

import codecs
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import pyarrow as pa
import pyarrow.compute as pc

from audit.model import Text, UsageError
from geo_checks.source import Source

# What GDAL is told: one byte is one character, whatever it means.
BYTES: Final = "ISO-8859-1"
_UTF8: Final = "utf-8"
# dBASE language driver at this place: 936 and 950 under both of their numbers, Korean and Thai. What only says "Windows
# ANSI" (0x03, 0x57) is written whatever the text is, and states nothing.
_DRIVER_AT: Final = 29
_DRIVERS: Final = {0x4D: "gb18030", 0x7A: "gb18030", 0x4F: "cp950", 0x78: "cp950", 0x4E: "cp949", 0x50: "cp874"}
# GB2312 and GBK are parts of GB 18030.
_WIDER: Final = {"gbk": "gb18030", "gb2312": "gb18030", "cp936": "gb18030"}
# ESRI Shapefile Technical Description, 1998: the file's length in 16-bit words stands in its header, big end first.
_HEADER: Final = 100
_LENGTH_AT: Final = 24
_SHOWN: Final = 20


@dataclass(frozen=True, slots=True)
class Parts:
    """Where GDAL finds a shapefile (a path, or a place in a zip), and what it states of its encoding ("" nothing)."""

    dataset: str
    stated: str


def parts(wanted: Source) -> Parts | None:
    """Return where a shapefile is and what it states; None for any other format."""
    path = wanted.path
    if path.suffix.casefold() == ".shp":
        _refuse_cut_off(wanted)
        beside = {near.suffix.casefold(): near for near in path.parent.glob(f"{_escaped(path.stem)}.*")}
        page = _bytes(beside.get(".cpg"), 64)
        return Parts(str(path), _stated(page, _bytes(beside.get(".dbf"), _DRIVER_AT + 1)))
    if not path.name.casefold().endswith((".zip", ".shz")) or not zipfile.is_zipfile(path):
        return None
    with zipfile.ZipFile(path) as archive:
        members = {name.casefold(): name for name in sorted(archive.namelist())}
        shapes = [name for name in members if name.endswith(".shp") and not name.startswith("__macosx/")]
        chosen = [name for name in shapes if wanted.layer in (None, members[name].rpartition("/")[2][:-4])]
        if not shapes or (wanted.layer is None and len(shapes) > 1):
            return None
        if not chosen:
            return None
        stem = chosen[0][:-4]
        heads = []
        for ending, size in ((".cpg", 64), (".dbf", _DRIVER_AT + 1)):
            if stem + ending in members:
                with archive.open(members[stem + ending]) as stream:
                    heads.append(stream.read(size))
            else:
                heads.append(b"")
        return Parts(f"/vsizip/{{{path.resolve()}}}/{members[chosen[0]]}", _stated(*heads))


def decoded(names: Sequence[str], encoding: str) -> list[str]:
    """Return column names of bytes read as Latin-1; what is left of a character that was cut is dropped."""
    found: list[str] = []
    for name in names:
        word = _decode(name, encoding).rstrip("\x00 ")
        count = 1
        while (unique := (word or "_") if count == 1 else f"{word or '_'}~{count}") in found:
            count += 1
        found.append(unique)
    return found


def encoding(wanted: Source, stated: str, words: Sequence[str]) -> str:
    """Return the encoding of some text that was read as Latin-1.

    Raises UsageError when the plan's or the file's word does not fit it, or when nothing says what it is.
    """
    strange = sorted({word for word in words if not word.isascii()})
    given = _known(wanted.encoding or "")
    if wanted.encoding is not None:
        if given is None or not _fits(strange, given):
            raise UsageError(
                Text(
                    f"{wanted.place}：文字不是 {wanted.encoding} 编码；改正计划里的 encoding",
                    f"{wanted.place}: its text is not {wanted.encoding}; correct encoding in the plan",
                )
            )
        return given
    if not strange:
        return _UTF8
    is_utf8, own = _fits(strange, _UTF8), _known(stated)
    if is_utf8 and own in (None, _UTF8):
        return _UTF8
    if own is not None and not is_utf8 and _fits(strange, own):
        return own
    likely = [name for name in ("UTF-8", "GBK", "Big5", "ISO-8859-1") if _fits(strange, _known(name) or _UTF8)]
    likely = likely[:1] if is_utf8 else likely
    readings = "; ".join(f"{name}: {_decode(strange[0], _known(name) or _UTF8)[:_SHOWN]!r}" for name in likely)
    why = (
        Text(f"自称 {stated} 编码，与文字不符", f"it says {stated}, which its text is not")
        if own
        else Text("没有说明文字的编码", "it does not say the encoding of its text")
    )
    raise UsageError(
        Text(
            f"{wanted.place}：{why.zh}；看哪种读法对，在计划里写 encoding（{readings}）",
            f"{wanted.place}: {why.en}; add encoding to the plan, whichever reads right ({readings})",
        )
    )


def redecoded(column: Any, encoding_: str) -> Any:
    """Return a text column that was read as Latin-1 in its encoding; other columns as they are."""
    array = column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column
    if not _is_text(array) or pc.all(pc.string_is_ascii(array), min_count=0).as_py() is not False:
        return column
    coded = array.dictionary_encode()
    words = [word if word is None else _decode(word, encoding_) for word in coded.dictionary.to_pylist()]
    return pa.array(words, pa.string()).take(coded.indices)


def words(column: Any) -> list[str]:
    """Return the distinct texts of a column that are not plain ASCII."""
    array = column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column
    if not _is_text(array):
        return []
    strange = array.filter(pc.fill_null(pc.invert(pc.string_is_ascii(array)), False))  # noqa: FBT003 -- pyarrow's own
    return list(pc.unique(strange).to_pylist())


def _is_text(array: Any) -> bool:
    return bool(pa.types.is_string(array.type) or pa.types.is_large_string(array.type))


def _refuse_cut_off(wanted: Source) -> None:
    """Raise UsageError for a .shp that is shorter than its header says: GDAL would give rows without a place."""
    head = _bytes(wanted.path, _HEADER)
    stated = 2 * int.from_bytes(head[_LENGTH_AT : _LENGTH_AT + 4], "big") if len(head) == _HEADER else 0
    if stated > wanted.path.stat().st_size:
        raise UsageError(
            Text(
                f"{wanted.place}：.shp 文件比它自称的短（{stated} 字节），可能没有复制完；请重新取得",
                f"{wanted.place}: the .shp is shorter than it says ({stated} bytes), perhaps it was not copied to its "
                "end; get the file again",
            )
        )


def _escaped(stem: str) -> str:
    return "".join(f"[{letter}]" if letter in "*?[" else letter for letter in stem)


def _bytes(path: Path | None, size: int) -> bytes:
    if path is None or not path.is_file():
        return b""
    with path.open("rb") as stream:
        return stream.read(size)


def _stated(page: bytes, table: bytes) -> str:
    """Return the encoding that the .cpg names, else the one of the .dbf's language driver."""
    word = page.decode("ascii", "replace").strip("\ufeff\x00 \r\n\t")
    if word:
        return word
    return _DRIVERS.get(table[_DRIVER_AT], "") if len(table) > _DRIVER_AT else ""


def _known(name: str) -> str | None:
    """Return Python's name of an encoding as people write it: UTF-8, GBK, 936, ANSI 936, CP936, 65001, ISO 88591."""
    plain = name.strip().casefold().replace(" ", "").removeprefix("ansi").removeprefix("cp")
    plain = {"65001": "utf-8", "88591": "iso-8859-1", "iso88591": "iso-8859-1"}.get(plain, plain)
    if plain.isdigit():
        plain = f"cp{plain}"
    try:
        found = codecs.lookup(plain).name
        "".encode(found)  # not every codec is one of text
    except (LookupError, UnicodeError):
        return None
    return _WIDER.get(found, found)


def _fits(strange: Sequence[str], encoding_: str) -> bool:
    try:
        for word in strange:
            _decode(word, encoding_)
    except UnicodeDecodeError:
        return False
    return True


def _decode(word: str, encoding_: str) -> str:
    """Return a text that was read as Latin-1; the rest of a character that its field had no room for is dropped."""
    return codecs.getincrementaldecoder(encoding_)().decode(word.encode(BYTES))
