"""A survey form is filled in, and read back by the table that came with it."""

from __future__ import annotations

import tomllib
from pathlib import Path

import openpyxl
import pytest

from audit.facility_kinds import KINDS
from audit.model import Lang, UsageError
from audit.plan import Layer
from geo_checks import survey_form
from geo_checks.street import audit
from tests.geo_checks.conftest import City


def filled(path: Path, lang: Lang, kind: str, at: tuple[float, float], **values: str | int) -> Layer:
    """Write a form and fill one row in, by the names of attributes; return the layer that reads it."""
    layer = Layer.model_validate(tomllib.loads(survey_form.write(kind, path, lang))["layer"][0])
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    headings = [cell.value for cell in sheet[1]]
    place = {name: headings.index(column.column) + 1 for name, column in layer.columns.items()}
    for name, fixed in (("key", "A1"), ("label", "政务大厅"), ("x", at[0]), ("y", at[1])):
        sheet.cell(2, headings.index(getattr(layer, name)) + 1, fixed)
    for name, value in values.items():
        sheet.cell(2, place[name], value)
    book.save(path)
    return layer


@pytest.mark.parametrize("lang", list(Lang))
@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_has_a_form_with_columns_of_its_own(tmp_path: Path, kind: str, lang: Lang) -> None:
    path = tmp_path / "form.xlsx"
    table = survey_form.write(kind, path, lang)
    (layer,) = (Layer.model_validate(found) for found in tomllib.loads(table)["layer"])
    assert set(layer.columns) == set(KINDS[kind].attributes)
    headings = [cell.value for cell in openpyxl.load_workbook(path).worksheets[0][1]]
    assert len(headings) == len(set(headings)) == 4 + len(layer.columns)
    assert [column.column for column in layer.columns.values()] == headings[4:]


def test_one_form_is_the_same_wherever_it_is_made(tmp_path: Path) -> None:
    for name in ("a.xlsx", "b.xlsx"):
        survey_form.write("lifts", tmp_path / name, Lang.ZH)
    # The table names its file, and nothing else differs.
    one, other = (openpyxl.load_workbook(tmp_path / name) for name in ("a.xlsx", "b.xlsx"))
    assert one.properties.created == other.properties.created
    assert [c.value for c in one.worksheets[0][1]] == [c.value for c in other.worksheets[0][1]]


@pytest.mark.parametrize(
    ("lang", "yes", "no", "sort"),
    [(Lang.ZH, "是", "否", "政务自助终端"), (Lang.EN, "yes", "no", "government services")],
)
def test_what_was_filled_in_is_judged(city: City, lang: Lang, yes: str, no: str, sort: str) -> None:
    given: dict[str, str | int] = {"voice": yes, "large_print": no, "screen_centre_height": 1200, "class": sort}
    layer = filled(city.folder / "form.xlsx", lang, "self_service_terminals", at=city.east, **given)
    table = {**layer.model_dump(exclude_none=True, exclude_defaults=True), "standards": ["barrier-free-law-2023"]}
    found = audit(city.plan(table), city.folder)
    (subject,) = found.subjects
    assert subject.facts["counts"]["judged"] == 1
    assert not subject.facts.get("unreadable")
    assert subject.facts["by_requirement"] == {
        "barrier-free-law:terminal-voice": {"passed": 1, "failed": 0, "cantTell": 0},
        "barrier-free-law:terminal-large-print": {"passed": 0, "failed": 1, "cantTell": 0},
        "barrier-free-law:terminal-braille": {"passed": 0, "failed": 0, "cantTell": 1},
    }


def test_a_kind_that_there_is_not(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="self_service_terminals"):
        survey_form.write("self_service_terminal", tmp_path / "a.xlsx", Lang.EN)


def test_a_place_that_cannot_be_written_to(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="cannot be written"):
        survey_form.write("lifts", tmp_path / "none" / "a.xlsx", Lang.EN)
