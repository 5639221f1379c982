"""Shapefiles as surveys bring them: every encoding, stated rightly, wrongly or not at all; names cut at 10 bytes."""

from __future__ import annotations

import re
import struct
import zipfile
from pathlib import Path
from typing import Any

import geopandas
import pytest
import shapely

from audit.model import UsageError
from audit.plan import Layer
from geo_checks import layers
from geo_checks.layers import PLACED
from geo_checks.source import source

NAMES = ["盲道宽度", "坡度", "盲道宽窄"]
ROWS = [["一号坡道", "8%", "东街"], ["二号坡道", "9%", "西街口"]]
GBK_DRIVER, ANSI_DRIVER = 0x4D, 0x57


def write(
    folder: Path, encoding: str, page: str | None = None, driver: int = 0, stem: str = "a", width: int = 30
) -> Path:
    """Write a shapefile of two points whose table holds NAMES and ROWS in an encoding, as survey software does."""
    points = geopandas.GeoDataFrame({"n": [1, 2]}, geometry=[shapely.Point(117, 26), shapely.Point(118, 27)], crs=4490)
    points.to_file(folder / f"{stem}.shp")
    (folder / f"{stem}.cpg").unlink()
    if page is not None:
        (folder / f"{stem}.cpg").write_text(page)
    size = 1 + width * len(NAMES)
    head = struct.pack("<4BIHH", 3, 126, 1, 1, len(ROWS), 32 + 32 * len(NAMES) + 1, size) + bytes(17)
    table = head + bytes([driver, 0, 0])
    for name in NAMES:
        table += name.encode(encoding)[:10].ljust(11, b"\0") + b"C" + bytes(4) + bytes([width, 0]) + bytes(14)
    table += b"\r"
    for row in ROWS:
        table += b" " + b"".join(cell.encode(encoding)[:width].ljust(width) for cell in row)
    (folder / f"{stem}.dbf").write_bytes(table + b"\x1a")
    return folder / f"{stem}.shp"


def read(path: Path, encoding: str | None = None, layer: str | None = None) -> tuple[tuple[str, ...], list[list[Any]]]:
    given = Layer.model_validate({"kind": "curb_ramps", "file": path.name, "encoding": encoding, "layer": layer})
    wanted = source(given, path.parent)
    names = layers.names(wanted)
    rows = layers.read(wanted, names)
    assert layers.points(rows)[2].tolist() == [PLACED, PLACED]
    return names, [rows.columns[name].to_pylist() for name in names]


def refused(path: Path, encoding: str | None = None) -> str:
    with pytest.raises(UsageError) as told:
        read(path, encoding)
    (problem,) = told.value.problems
    assert "\n" not in problem.zh + problem.en
    return problem.en


@pytest.mark.parametrize(
    ("encoding", "page", "driver", "declared"),
    [
        ("gbk", "GBK", 0, None),
        ("gbk", "936", 0, None),
        ("gbk", None, GBK_DRIVER, None),
        ("gbk", None, 0, "GBK"),
        ("gbk", "UTF-8", 0, "GBK"),  # a wrong .cpg, and a plan that knows better
        ("gbk", None, ANSI_DRIVER, "gb2312"),
        ("gb18030", None, 0, "GB18030"),
    ],
)
def test_names_and_texts_in_every_encoding(
    tmp_path: Path, encoding: str, page: str | None, driver: int, declared: str | None
) -> None:
    found, columns = read(write(tmp_path, encoding, page, driver), declared)
    assert found == tuple(NAMES)
    assert columns == [list(column) for column in zip(*ROWS, strict=True)]


@pytest.mark.parametrize("page", ["UTF-8", "65001", None])
def test_names_cut_inside_a_character_can_be_named(tmp_path: Path, page: str | None) -> None:
    names, columns = read(write(tmp_path, "utf-8", page))
    # Three characters and a byte were left of each; two became one, and both stay reachable.
    assert names == ("盲道宽", "坡度", "盲道宽~2")
    assert columns[2] == ["东街", "西街口"]


def test_a_text_cut_by_its_field_keeps_what_is_whole(tmp_path: Path) -> None:
    _, columns = read(write(tmp_path, "utf-8", "UTF-8", width=10))
    assert columns[0] == ["一号坡", "二号坡"]


def test_what_the_file_does_not_say_is_asked_with_the_readings(tmp_path: Path) -> None:
    told = refused(write(tmp_path, "gbk"))
    assert "does not say the encoding of its text; add encoding to the plan, whichever reads right (GBK: '" in told
    assert "ISO-8859-1: '" in told


def test_a_wrong_cpg_is_told(tmp_path: Path) -> None:
    assert "it says UTF-8, which its text is not; add encoding" in refused(write(tmp_path, "gbk", "UTF-8"))
    assert "it says GBK, which its text is not; add encoding" in refused(write(tmp_path, "utf-8", "GBK"))


def test_a_wrong_declaration_is_told(tmp_path: Path) -> None:
    path = write(tmp_path, "gbk")
    assert "its text is not UTF-8; correct encoding" in refused(path, "UTF-8")
    assert "its text is not klingon; correct encoding" in refused(path, "klingon")
    assert "its text is not rot13; correct encoding" in refused(path, "rot13")


def test_zipped_in_a_folder_of_its_own_and_of_several_the_one_named(tmp_path: Path) -> None:
    write(tmp_path, "gbk", "GBK", stem="坡道")
    write(tmp_path, "gbk", "GBK", stem="别的")
    with zipfile.ZipFile(tmp_path / "one.zip", "w") as archive:
        for part in sorted(tmp_path.glob("坡道.*")):
            archive.write(part, f"资料/{part.name}")
    with zipfile.ZipFile(tmp_path / "two.zip", "w") as archive:
        for part in sorted([*tmp_path.glob("坡道.*"), *tmp_path.glob("别的.*")]):
            archive.write(part, part.name)
    assert read(tmp_path / "one.zip")[0] == tuple(NAMES)
    assert read(tmp_path / "two.zip", layer="坡道")[0] == tuple(NAMES)
    assert "which of its layers? Add layer to the plan, one of: " in refused(tmp_path / "two.zip")


@pytest.mark.parametrize("part", [".shp", ".dbf"])
def test_a_shapefile_that_was_cut_off_is_told(tmp_path: Path, part: str) -> None:
    path = write(tmp_path, "utf-8", "UTF-8")
    whole = path.with_suffix(part).read_bytes()
    path.with_suffix(part).write_bytes(whole[:-20])
    assert re.search("get the file again$", refused(path))


def test_a_text_in_a_column_of_numbers_is_told_and_no_nought(tmp_path: Path) -> None:
    frame = geopandas.GeoDataFrame({"wide": [1.25, 1.5]}, geometry=[shapely.Point(117, 26)] * 2, crs=4326)
    frame.to_file(tmp_path / "n.shp")
    table = (tmp_path / "n.dbf").read_bytes()
    assert b" 1.250000" in table
    (tmp_path / "n.dbf").write_bytes(table.replace(b" 1.250000", b"abt1.2500"))
    assert "cannot be read: Value " in refused(tmp_path / "n.shp")
