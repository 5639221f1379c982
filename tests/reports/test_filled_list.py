from __future__ import annotations

import csv
import shutil
import subprocess
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from audit.model import Lang, Outcome, UsageError
from audit.reviews import Item, Says
from audit.store import Store
from reports import FORMATS, wording
from reports.filled_list import read
from reports.rectification_columns import COLUMNS
from reports.summary import Summary, build
from reports.taken_in import take_in
from tests.reports.small_city import RULES, fill

KEYS = [column.key for column in COLUMNS]
NOW = datetime(2026, 12, 1, tzinfo=UTC)
SIGNED = {"reviewer": "李敏", "reviewed": date(2026, 11, 30)}
Wanted = Callable[[dict[str, Any]], bool]


@pytest.fixture(scope="module")
def lists(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Return an audit database, and the folder of its lists in both languages."""
    folder = tmp_path_factory.mktemp("lists")
    store = Store.at(folder / "audit.db")
    fill(store)
    summary = build(store, "latest", RULES)
    for lang in Lang:
        FORMATS["rectification"].write(summary, folder / lang.value, lang)
        FORMATS["rectification-csv"].write(summary, folder / lang.value, lang)
    store.close()
    return folder / "audit.db", folder


@pytest.fixture
def summary(lists: tuple[Path, Path], tmp_path: Path) -> Summary:
    shutil.copy(lists[0], tmp_path / "audit.db")
    return build(Store.at(tmp_path / "audit.db"), "latest", RULES)


def to_review(row: dict[str, Any]) -> bool:
    return row["outcome"] in ("needs review", "待人工复核")


def failed(row: dict[str, Any]) -> bool:
    return row["outcome"] in ("failed", "不通过")


def filled(source: Path, target: Path, wanted: Wanted, **given: object) -> tuple[Path, int, dict[str, Any]]:
    """Fill in the first row that is wanted; return the file, the row's number and what it said before."""
    book = openpyxl.load_workbook(source)
    sheet = book.worksheets[0]
    for cells in sheet.iter_rows(min_row=3):
        row = dict(zip(KEYS, (cell.value for cell in cells), strict=True))
        if wanted(row):
            for key, value in given.items():
                cells[KEYS.index(key)].value = value  # type: ignore[assignment]
            book.save(target)
            return target, cells[0].row or 0, row
    raise LookupError


def problems(summary: Summary, path: Path) -> list[str]:
    before = summary.store.reviews()
    with pytest.raises(UsageError) as caught:
        take_in(summary, path, NOW)
    assert summary.store.reviews() == before, "nothing is taken from a list with a problem"
    assert all(any("\u4e00" <= char <= "\u9fff" for char in problem.zh) for problem in caught.value.problems)
    return [problem.en for problem in caught.value.problems]


@pytest.mark.parametrize("lang", list(Lang))
@pytest.mark.parametrize("hidden", [True, False])
def test_a_verdict_comes_back_in_either_language(
    summary: Summary, lists: tuple[Path, Path], tmp_path: Path, lang: Lang, *, hidden: bool
) -> None:
    word = {Lang.ZH: "通过", Lang.EN: "passed"}[lang]
    path, _, row = filled(
        lists[1] / lang.value / "rectification.xlsx",
        tmp_path / "list.xlsx",
        to_review,
        verdict=word,
        note="看过",
        **SIGNED,
    )
    if not hidden:  # whoever removes the hidden row is understood by the titles
        book = openpyxl.load_workbook(path)
        book.worksheets[0].delete_rows(1)
        book.save(path)
    taken = take_in(summary, path, NOW)
    assert (taken.said, taken.new, taken.notes) == (1, 1, ())
    (review,) = summary.store.reviews()
    assert (review.fingerprint, review.says, review.person) == (row["fingerprint"], Says.PASSED, "李敏")
    assert (review.day, review.note, review.run, review.source) == (
        date(2026, 11, 30), "看过", summary.run.id, "list.xlsx",
    )  # fmt: skip
    assert review.item == Item("portal", summary.sites[0].reviews[0].component, "axe-region")
    assert take_in(summary, path, NOW).new == 0, "reading it twice changes nothing"


def test_what_was_taken_in_stands_in_the_next_list_and_comes_back_as_nothing_new(
    summary: Summary, lists: tuple[Path, Path], tmp_path: Path
) -> None:
    path, _, row = filled(
        lists[1] / "zh" / "rectification.xlsx", tmp_path / "a.xlsx", failed,
        state="已豁免", note="-年底拆除", until="2027年1月31日", **SIGNED,
    )  # fmt: skip
    assert take_in(summary, path, NOW).new == 1
    for name in ("rectification", "rectification-csv"):
        written = FORMATS[name].write(build(summary.store, "latest", RULES), tmp_path, Lang.EN)
        assert take_in(summary, written, NOW).new == 0
    (again,) = [
        found
        for cells in openpyxl.load_workbook(tmp_path / "rectification.xlsx")
        .worksheets[0]
        .iter_rows(3, values_only=True)
        if (found := dict(zip(KEYS, cells, strict=True)))["fingerprint"] == row["fingerprint"]
    ]
    assert (again["state"], again["note"], again["reviewer"]) == ("waived", "-年底拆除", "李敏")
    assert again["until"] == datetime(2027, 1, 31)  # noqa: DTZ001
    (review,) = summary.store.reviews()
    assert (review.says, review.until) == (Says.WAIVED, date(2027, 1, 31))
    source = tmp_path / "rectification.xlsx"
    back, _, _ = filled(source, tmp_path / "b.xlsx", lambda row: row["state"] == "waived", state="still open")
    assert take_in(summary, back, NOW).new == 1
    assert summary.store.reviews()[-1].says is Says.OPEN


def test_csv_is_read_as_spreadsheets_save_it(summary: Summary, lists: tuple[Path, Path], tmp_path: Path) -> None:
    source = (lists[1] / "zh" / "rectification.csv").read_text("utf-8-sig")
    header, *rows = list(csv.reader(source.splitlines()))
    row = next(row for row in rows if row[KEYS.index("outcome")] == "待人工复核")
    for key, value in (("verdict", "不适用"), ("reviewer", "王"), ("reviewed", "2026/11/30")):
        row[KEYS.index(key)] = value
    for number, (encoding, delimiter) in enumerate((("gb18030", ","), ("utf-8", ";"), ("utf-8-sig", "\t"))):
        path = tmp_path / f"{number}.csv"
        with path.open("w", encoding=encoding, newline="") as file:
            csv.writer(file, delimiter=delimiter).writerows([header, *rows])
        assert take_in(summary, path, NOW).said == 1
    (review,) = summary.store.reviews()
    assert (review.says, review.person) == (Says.INAPPLICABLE, "王")


@pytest.mark.parametrize(
    ("wanted", "given", "told"),
    [
        (to_review, {"verdict": "fine", **SIGNED}, "'fine' is none of: passed, failed, not applicable, needs review"),
        (to_review, {"verdict": "passed"}, "write who looked or decided"),
        (to_review, {"verdict": "passed", "reviewer": "x"}, "write the day"),
        (to_review, {"verdict": "passed", "reviewer": "x", "reviewed": "31.6.2026"}, "is no date"),
        (to_review, {"verdict": "passed", "reviewer": "x", "reviewed": "2026-06-31"}, "is no date"),
        (to_review, {"verdict": "passed", "fingerprint": "?", **SIGNED}, "copy it from the list"),
        (to_review, SIGNED, "signed but empty"),
        (failed, {"verdict": "passed", **SIGNED}, "was measured as failed"),
        (failed, {"state": "waived", "until": date(2027, 1, 1), **SIGNED}, "a waiver needs its reason"),
        (failed, {"state": "waived", "note": "x", **SIGNED}, "a waiver needs its last day"),
        (failed, {"state": "waived", "note": "x", "until": date(2026, 11, 29), **SIGNED}, "before the review date"),
        (failed, {"state": "done"}, "'done' is none of"),
        (failed, {"state": "mended"}, "write who looked or decided"),
    ],
)
def test_each_problem_is_one_line_that_names_the_cell(
    summary: Summary, lists: tuple[Path, Path], tmp_path: Path, wanted: Wanted, given: dict[str, Any], told: str
) -> None:
    path, number, _ = filled(lists[1] / "en" / "rectification.xlsx", tmp_path / "list.xlsx", wanted, **given)
    found = problems(summary, path)
    assert any(told in line for line in found), found
    assert all(line.startswith("'Rectification list' ") and f"{number}: " in line for line in found), found


def test_two_rows_of_one_item_must_agree(summary: Summary, lists: tuple[Path, Path], tmp_path: Path) -> None:
    path, _, row = filled(
        lists[1] / "en" / "rectification.xlsx", tmp_path / "list.xlsx", to_review, verdict="passed", **SIGNED
    )
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    sheet.append([{**row, "verdict": "failed", **SIGNED}[key] for key in KEYS])
    book.save(path)
    (line,) = problems(summary, path)
    assert "says otherwise" in line


def test_what_the_run_does_not_have_is_recorded_and_told(
    summary: Summary, lists: tuple[Path, Path], tmp_path: Path
) -> None:
    path, number, _ = filled(
        lists[1] / "en" / "rectification.xlsx", tmp_path / "l.xlsx", to_review,
        verdict="failed", fingerprint="0123456789abcdef", **SIGNED,
    )  # fmt: skip
    taken = take_in(summary, path, NOW)
    (note,) = taken.notes
    assert taken.new == 1
    assert note.en.startswith(f"row {number} of 'Rectification list': ")
    assert summary.store.reviews()[0].item is None


def test_a_claim_is_kept_and_changes_no_outcome(summary: Summary, lists: tuple[Path, Path], tmp_path: Path) -> None:
    path, _, _ = filled(lists[1] / "en" / "rectification.xlsx", tmp_path / "l.xlsx", failed, state="mended", **SIGNED)
    take_in(summary, path, NOW)
    (review,) = summary.store.reviews()
    assert (review.says, review.outcome) == (Says.MENDED, None)


def test_a_facility_is_found_by_its_fingerprint(summary: Summary, lists: tuple[Path, Path], tmp_path: Path) -> None:
    path, _, row = filled(
        lists[1] / "en" / "rectification.xlsx", tmp_path / "l.xlsx",
        lambda row: to_review(row) and row["thing"] == "R0005", verdict="Failed", **SIGNED,
    )  # fmt: skip
    take_in(summary, path, NOW)
    (review,) = summary.store.reviews()
    assert review.item == Item("curb_ramps", "R0005", "gb-55019:curb-ramp-slope")
    assert review.outcome is Outcome.FAILED
    assert row["measured"] is None


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("none.xlsx", None, "no such file"),
        ("text.xlsx", b"hello", "cannot be read"),
        ("zip.xlsx", b"PK\x05\x06" + b"\x00" * 18, "cannot be read"),
        ("other.csv", b"a,b\n1,2\n", "no header of a list"),
        ("binary.csv", b"\xff\xff\xff\xff", "cannot be read"),
    ],
)
def test_a_file_that_is_no_list_is_one_clear_line(tmp_path: Path, name: str, content: bytes | None, told: str) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)
    with pytest.raises(UsageError, match=told) as caught:
        read(tmp_path / name, "run")
    assert len(caught.value.problems) == 1


Change = Callable[[Any], object]


def changed(lists: tuple[Path, Path], tmp_path: Path, change: Change) -> Path:
    """Return a list with a verdict in it, then changed as people change a workbook; change: of the worksheet."""
    path, _, _ = filled(
        lists[1] / "zh" / "rectification.xlsx", tmp_path / "l.xlsx", to_review, verdict="通过", **SIGNED
    )
    book = openpyxl.load_workbook(path)
    change(book.worksheets[0])
    book.save(path)
    return path


def reordered(sheet: Any) -> None:
    rows = [[cell.value for cell in row][::-1] for row in sheet.iter_rows()]
    sheet.delete_rows(1, len(rows))
    for row in rows:
        sheet.append(row)


def with_a_title(sheet: Any) -> None:
    sheet.insert_rows(1)
    sheet["A1"] = "示例市整改清单"
    sheet.merge_cells("A1:F1")


@pytest.mark.parametrize(
    "change",
    [
        lambda sheet: sheet.delete_cols(KEYS.index("detail") + 1, 3),
        lambda sheet: sheet.delete_rows(1),
        lambda sheet: sheet.parent.copy_worksheet(sheet),
        lambda sheet: sheet.append(["小计", None, "共 3 项"]),
        reordered,
        with_a_title,
    ],
    ids=["columns-gone", "keys-gone", "two-sheets", "row-added", "reordered", "title"],
)
def test_a_list_that_people_rearranged_is_read(
    summary: Summary, lists: tuple[Path, Path], tmp_path: Path, change: Change
) -> None:
    take_in(summary, changed(lists, tmp_path, change), NOW)
    assert [review.says for review in summary.store.reviews()] == [Says.PASSED]


@pytest.mark.parametrize("key", ["verdict", "reviewer", "reviewed", "state"])
def test_a_column_that_is_gone_is_one_line(
    summary: Summary, lists: tuple[Path, Path], tmp_path: Path, key: str
) -> None:
    path = changed(lists, tmp_path, lambda sheet: sheet.delete_cols(KEYS.index(key) + 1))
    (told,) = problems(summary, path)
    title = next(column.title for column in COLUMNS if column.key == key)
    assert told == f"'整改清单' lacks these columns: {title}; copy them from the list as written"


@pytest.mark.parametrize(
    "written", ["2026/11/30", "2026年11月30日", "20261130", "2026-11-30 10:25", "２０２６-１１-３０"]
)
def test_days_are_read_as_people_write_them(
    summary: Summary, lists: tuple[Path, Path], tmp_path: Path, written: str
) -> None:
    def change(sheet: Any) -> None:
        for row in sheet.iter_rows(min_row=3):
            if row[KEYS.index("reviewed")].value:
                row[KEYS.index("reviewed")].value = written

    take_in(summary, changed(lists, tmp_path, change), NOW)
    assert [review.day for review in summary.store.reviews()] == [SIGNED["reviewed"]]


def test_the_catalogue_of_messages_is_read_once_however_long_a_list_is(
    lists: tuple[Path, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = changed(lists, tmp_path, lambda _sheet: None)
    assert len(read(path, "run")) == 1
    monkeypatch.setattr(wording, "catalogue", None)
    assert len(read(path, "run")) == 1


@pytest.mark.parametrize(
    "form", ["xlsx:Calc MS Excel 2007 XML", "xls:MS Excel 97", "ods", "csv:Text - txt - csv (StarCalc):44,34,76,1"]
)
def test_a_list_that_libreoffice_saved_is_read_and_keeps_its_help(
    summary: Summary, lists: tuple[Path, Path], tmp_path: Path, form: str
) -> None:
    path = saved_by_libreoffice(changed(lists, tmp_path, lambda _sheet: None), tmp_path / "saved", form)
    take_in(summary, path, NOW)
    (review,) = summary.store.reviews()
    assert (review.says, review.person, review.day) == (Says.PASSED, "李敏", SIGNED["reviewed"])
    if path.suffix == ".xls":  # what WPS calls .et is the same file
        assert read(path.rename(path.with_suffix(".et")), "run")
    if path.suffix == ".xlsx":
        sheet = openpyxl.load_workbook(path).worksheets[0]
        was = openpyxl.load_workbook(lists[1] / "zh" / "rectification.xlsx").worksheets[0]
        assert rules_of(sheet) == rules_of(was)
        assert sheet.auto_filter.ref == was.auto_filter.ref
        assert sheet.row_dimensions[1].hidden


def rules_of(sheet: Any) -> set[tuple[str, str, str]]:
    return {(rule.type, str(rule.sqref), rule.formula1) for rule in sheet.data_validations.dataValidation}


def saved_by_libreoffice(path: Path, folder: Path, form: str) -> Path:
    program = shutil.which("soffice")
    if program is None:
        pytest.skip("lists saved by LibreOffice are NOT tested: there is no soffice")
    profile = (folder / "profile").as_uri()
    subprocess.run(
        [program, "--headless", f"-env:UserInstallation={profile}", "--convert-to", form, "--outdir", folder, path],
        check=True,
        capture_output=True,
        timeout=120,
    )
    (saved,) = (file for file in folder.iterdir() if file.is_file())
    return saved
