from __future__ import annotations

import csv
import dataclasses
import re
import zipfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.utils import get_column_letter
from openpyxl.utils.escape import unescape

from audit import ledger
from audit.model import Lang, Outcome, UsageError, digest
from audit.store import Store
from reports import FORMATS, USUAL, rectification_xlsx, sheet_stream
from reports.blocks import Block, Row
from reports.fingerprints import ident, idents
from reports.rectification import blocks
from reports.rectification_columns import COLUMNS, PIECES, SHARED
from reports.summary import Summary, build
from reports.wording import Words
from tests.reports import town
from tests.reports.small_city import NOW, RULES, SLOPE, fill, frame

KEYS = [column.key for column in COLUMNS]
Cells = dict[str, Any]


def listed(path: Path) -> list[Cells]:
    """Read the list with another library, all its sheets, by the hidden row of keys."""
    book = openpyxl.load_workbook(path)
    found = []
    for sheet in book.worksheets[:-1]:
        keys, _, *cells = sheet.iter_rows(values_only=True)
        assert list(keys) == KEYS
        found += [dict(zip(KEYS, row, strict=True)) for row in cells]
    return found


def rows(summary: Summary, words: Words) -> Iterator[Row]:
    for block in blocks(summary, words):
        yield from block.rows()


def read_csv(path: Path) -> tuple[list[str], list[dict[str, str]]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        header, *cells = csv.reader(file)
    return header, [dict(zip(KEYS, row, strict=True)) for row in cells]


@pytest.fixture(scope="module")
def book(summary: Summary, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return FORMATS["rectification"].write(summary, tmp_path_factory.mktemp("list"), Lang.ZH)


def test_each_thing_to_mend_is_one_row(summary: Summary, book: Path) -> None:
    found = listed(book)
    causes = sum(len(site.causes) + len(site.reviews) for site in summary.sites)
    facilities = [item for item in summary.facility_findings() if item.requirement.standard == "gb-55019-2021"]
    assert len(found) == causes + len(facilities)
    assert len({row["id"] for row in found}) == len({row["fingerprint"] for row in found}) == len(found)
    web = [row for row in found if row["kind"] == "网站"]
    assert len(web) == causes
    assert {row["outcome"] for row in web} == {"不通过", "待人工复核"}
    worst = web[0]
    assert (worst["pages"], worst["bureau"], worst["district"]) == (9, "数据局", "东湖区")
    assert str(worst["photo"]).startswith("shots/portal-")


def test_a_facility_is_named_with_its_place_measure_limit_and_bureau(summary: Summary, book: Path) -> None:
    (row,) = [row for row in listed(book) if row["thing"] == "R0004" and row["what"] == "坡度过陡"]
    assert (row["measured"], row["limit"], row["unit"]) == (9, "≤ 8.33", "%")
    assert row["clause"] == "gb-55019-2021 2.10.4（未核实：尚未查对标准原文）"
    assert (row["place"], row["lon"], row["lat"]) == ("解放路 4 号", 114.01, 30.01)
    assert (row["district"], row["street"], row["community"]) == ("东湖区", "东湖区一街道", None)
    assert (row["bureau"], row["impact"]) == ("住房和城乡建设局", "严重")
    assert (row["state"], row["days_open"]) == ("新增", 0)
    first, due = (getattr(row[key], "date", lambda: None)() for key in ("first_seen", "deadline"))
    assert (first, due) == (date(2026, 11, 22), date(2027, 2, 20)), "90 days by the plan"
    assert row["fingerprint"] == digest("curb_ramps", "R0004", str(SLOPE["id"]))
    (tactile,) = [row for row in listed(book) if row["thing"] == "R0005" and row["what"] == "没有提示盲道"]
    assert tactile["measured"] == "否"
    unknown = next(row for row in listed(book) if row["thing"] == "R0005" and row["what"] == "坡度过陡")
    assert (unknown["measured"], unknown["outcome"]) == (None, "待人工复核")


def test_only_the_scored_edition_asks_for_mending(summary: Summary) -> None:
    other = [dataclasses.replace(layer, scored_standard="another") for layer in summary.layers]
    assert not any(
        row[2][2] == "盲道" for row in rows(dataclasses.replace(summary, layers=tuple(other)), Words(Lang.ZH))
    )
    kinds = {row[2][2] for row in rows(dataclasses.replace(summary, layers=tuple(other)), Words(Lang.ZH))}
    assert kinds == {"网站"}


def test_shared_pieces_have_the_shape_of_their_columns(summary: Summary) -> None:
    for row in rows(summary, Words(Lang.EN)):
        assert [len(piece) for piece in row] == [len(piece) for piece in PIECES]
        assert all(hash(row[number]) is not None for number in SHARED)


@pytest.mark.parametrize("lang", list(Lang))
def test_the_csv_says_the_same_as_the_workbook(summary: Summary, tmp_path: Path, lang: Lang) -> None:
    header, cells = read_csv(FORMATS["rectification-csv"].write(summary, tmp_path, lang))
    assert header == [Words(lang)(column.title) for column in COLUMNS]
    assert len(set(header)) == len(header), "columns are known by their titles"
    sheet = listed(FORMATS["rectification"].write(summary, tmp_path, lang))
    assert [row["id"] for row in cells] == [row["id"] for row in sheet]
    assert [row["district"] for row in cells] == [row["district"] or "" for row in sheet]
    for row in cells:
        for value in row.values():
            assert not value.startswith(("=", "+", "-", "@", "\t", "\r")), value
            assert value.isprintable(), value


def test_the_workbook_runs_nothing_and_guides_who_fills_it_in(book: Path) -> None:
    opened = openpyxl.load_workbook(book)
    sheet, notes = opened.worksheets
    assert (sheet.title, notes.title) == ("整改清单", "填写说明")
    assert sheet.freeze_panes == "B3"
    printed = (sheet.print_title_rows, sheet.print_title_cols, sheet.page_setup.fitToWidth)
    assert printed == ("$2:$2", "$A:$A", 3), "on one page nobody could read it"
    assert sheet.row_dimensions[1].hidden
    last = sheet.max_row
    assert sheet.auto_filter.ref == f"A2:{get_column_letter(len(COLUMNS))}{last}"
    assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)
    assert any(str(cell.value).startswith("=HYPERLINK") for row in sheet.iter_rows() for cell in row), "kept as text"
    assert all(cell.number_format == "@" for cell in next(iter(sheet.iter_cols(1, 1, 3, last))))
    lists = {str(v.sqref): v.formula1 for v in sheet.data_validations.dataValidation if v.type == "list"}
    states, verdicts = sorted(lists.values(), key=len, reverse=True)
    assert "已豁免" in states
    assert "不通过" in verdicts
    assert all(f"{last}" in cells for cells in lists)
    said = "\n".join(str(cell.value) for row in notes.iter_rows() for cell in row if cell.value)
    assert "stepfree review rectification.xlsx" in said
    assert all(Words(Lang.ZH)(column.about) in said for column in COLUMNS)


def test_what_a_sheet_cannot_hold_goes_on_in_the_next(summary: Summary, tmp_path: Path, book: Path) -> None:
    whole = listed(book)
    path = rectification_xlsx.write(summary, tmp_path, Lang.ZH, most=2 + 10)
    opened = openpyxl.load_workbook(path)
    assert opened.sheetnames[:2] == ["整改清单", "整改清单 2"]
    assert [sheet.max_row for sheet in opened.worksheets[:-2]] == [12] * (len(opened.sheetnames) - 2)
    assert listed(path) == whole
    exact = rectification_xlsx.write(summary, tmp_path, Lang.ZH, most=2 + len(whole))
    assert len(openpyxl.load_workbook(exact).sheetnames) == 2, "a sheet that is just full needs no other"


def test_the_same_run_gives_the_same_bytes(summary: Summary, book: Path, tmp_path: Path) -> None:
    store = Store.at(tmp_path / "again.db")
    fill(store, NOW.replace(hour=11))
    again = FORMATS["rectification"].write(build(store, "latest", RULES), tmp_path, Lang.ZH)
    store.close()
    assert again.read_bytes() == book.read_bytes()


def test_an_empty_list_is_a_list(summary: Summary, tmp_path: Path) -> None:
    nothing = dataclasses.replace(summary, sites=(), layers=())
    assert listed(FORMATS["rectification"].write(nothing, tmp_path, Lang.EN)) == []
    assert read_csv(FORMATS["rectification-csv"].write(nothing, tmp_path, Lang.EN))[1] == []


def test_the_list_is_among_what_is_written_unasked() -> None:
    assert USUAL == ("html", "json", "csv", "rectification", "rectification-csv")


def test_people_gained_stand_with_the_facility_and_new_places_are_rows(measured: tuple[Summary, Path]) -> None:
    summary, _ = measured
    found = [
        dict(zip(KEYS, [cell for piece in row for cell in piece], strict=True)) for row in rows(summary, Words(Lang.EN))
    ]
    picks = [pick for pick in summary.siting() if pick.rank]
    assert picks
    for pick in picks:
        mine = [row for row in found if row["people"] == round(pick.gained) and (row["lon"], row["lat"]) is not None]
        assert mine, pick
    missing = [row for row in found if row["outcome"] == Words(Lang.EN)("failed") and row["kind"] == "Curb ramps"]
    assert missing, "corners without a ramp are to be mended, too"


def test_equal_texts_that_look_like_escapes_stay_as_they_are(tmp_path: Path) -> None:
    odd = ["_x0041_", "a<b>&\"'", "  two  spaces ", "𠮷🦽", "=1+1", "x" * 5000]

    def parts(counts: object) -> dict[str, bytes]:
        import io  # noqa: PLC0415

        import xlsxwriter  # noqa: PLC0415

        buffer = io.BytesIO()
        made = xlsxwriter.Workbook(buffer, {"in_memory": True})
        for _ in counts:  # type: ignore[attr-defined]
            made.add_worksheet().write_string(0, 0, "head")
        made.close()
        with zipfile.ZipFile(buffer) as archive:
            return {name: archive.read(name) for name in archive.namelist()}

    for shared in (frozenset({0}), frozenset[int]()):
        path = tmp_path / f"odd-{len(shared)}.xlsx"
        counts = sheet_stream.write(path, parts, [Block.of([((text,),) for text in odd], shared)], 1)
        assert counts == [len(odd)]
        sheet = openpyxl.load_workbook(path).worksheets[0]
        values = [str(row[0]) for row in sheet.iter_rows(min_row=2, values_only=True)]
        # The library undoes the escape in one kind of cell, and leaves it to its user in the other.
        assert odd[0] in (values[0], unescape(values[0]))
        assert values[1] == odd[1]
        assert values[3:5] == odd[3:5]
        assert len(str(values[5])) == 2000


@given(st.integers(0, 2**64 - 1), st.integers(0, 2**64 - 1))
def test_numbers_of_items_are_short_and_differ_as_fingerprints_do(one: int, two: int) -> None:
    first, second = ident(f"{one:016x}"), ident(f"{two:016x}")
    assert re.fullmatch(r"[0-9A-HJKMNP-TV-Z]{5}-[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}", first)
    assert (first == second) == (one == two)
    assert idents([f"{one:016x}", f"{two:016x}"]).to_pylist() == [first, second]


def test_what_failed_and_what_needs_review_of_one_component_are_two_items(summary: Summary) -> None:
    from reports.fingerprints import cause_fingerprint  # noqa: PLC0415

    cause = summary.sites[0].causes[0]
    other = dataclasses.replace(cause, outcome=Outcome.CANT_TELL)
    assert cause_fingerprint("portal", cause) != cause_fingerprint("portal", other)


def test_state_and_days_are_those_of_the_ledger(tmp_path: Path) -> None:
    store = Store.at(tmp_path / "audit.db")
    run = fill(store)
    cause = build(store, run, RULES).sites[0].causes[0]
    ramp = digest("curb_ramps", "R0004", str(SLOPE["id"]))
    kept: dict[str, list[Any]] = {
        "fingerprint": [ledger.cause("portal", cause.component), ramp, "0" * 16],
        "state": ["open", "recurred", "mended"],
        "first_seen": ["2026-08-24", "2026-11-01", "2026-01-01"],
        "days_open": [90, 21, 3],
    }
    rest = {name: [""] * 3 for name in ledger.COLUMNS if name not in kept}
    store.save_evidence(run, ledger.EVIDENCE, frame({**kept, **rest}))
    cells = [[cell for piece in row for cell in piece] for row in rows(build(store, run, RULES), Words(Lang.EN))]
    found = {row[-1]: dict(zip(KEYS, row, strict=True)) for row in cells}
    open_, recurred = found[kept["fingerprint"][0]], found[ramp]
    assert [open_[key] for key in ("state", "first_seen", "days_open")] == ["still open", date(2026, 8, 24), 90]
    assert [recurred[key] for key in ("state", "deadline")] == ["recurred", date(2027, 1, 30)]
    others = {row["state"] for name, row in found.items() if name not in kept["fingerprint"]}
    assert others == {"new"}
    store.close()


def test_survey_and_photo_are_those_of_the_record(tmp_path: Path) -> None:
    store = Store.at(tmp_path / "audit.db")
    stops = {"kind": "bus_stops", "file": "surveyed.csv", **town.POINTS, "columns": {"wheelchair_boarding": "ok"}}
    town.write(
        tmp_path, "surveyed.csv", "x,y,ok,day,shot", ["117.001,26.0025,2,2025-05-01,=a.jpg", "117.010,26.0025,2,,"]
    )
    layer = {**stops, "surveyed": "day", "photo": "shot"}
    run = town.fill(store, tmp_path, layer=[layer], completeness=None, access=None, siting=None)
    _, cells = read_csv(FORMATS["rectification-csv"].write(build(store, run, {}), tmp_path, Lang.EN))
    assert [(row["surveyed"], row["photo"]) for row in cells] == [("2025-05-01", "'=a.jpg"), ("", "")]
    with pytest.raises(UsageError, match="nowhere"):
        town.fill(store, tmp_path, layer=[{**layer, "photo": "nowhere"}], completeness=None, access=None, siting=None)
    store.close()
