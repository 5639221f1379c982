"""PostGIS: a real server with the extension, which the tests start and stop."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from audit.model import UsageError
from audit.plan import Layer
from geo_checks import layers, postgis
from geo_checks.layers import NO_GEOMETRY, PLACED
from geo_checks.source import Source, source
from geo_checks.street import audit, check_plan
from tests.postgresql import running

psycopg = pytest.importorskip(
    "psycopg", reason="PostGIS is NOT tested: psycopg is not installed (stepfree[postgresql])"
)

SECRET = "geheim-4711"


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """Run a server whose role "surveyor" needs a password; yield the URL of its database."""
    lacking = "PostGIS is NOT tested: Debian's postgresql-15-postgis-3 is not installed"
    if not [*Path("/usr/share/postgresql").glob("*/extension/postgis.control")]:
        pytest.skip(lacking)
    with running("chief", lacking, "local all chief trust\nlocal all all scram-sha-256\n") as folder:
        _fill(folder)
        yield f"postgresql://surveyor@/survey?host={folder}"


def _fill(folder: Path) -> None:
    with psycopg.connect(f"postgresql://chief@/postgres?host={folder}", autocommit=True) as connection:
        connection.execute("CREATE DATABASE survey")
    with psycopg.connect(f"postgresql://chief@/survey?host={folder}", autocommit=True) as connection:
        for statement in STATEMENTS:
            connection.execute(statement)


STATEMENTS = (
    "CREATE EXTENSION postgis",
    f"CREATE ROLE surveyor LOGIN PASSWORD '{SECRET}'",
    'CREATE TABLE "坡道" (id int, "宽, 米" numeric, tactile boolean, note text, day date, geom geometry(Point, 4490))',
    """INSERT INTO "坡道" VALUES
        (1, 1.25, true, 'a "quoted", text', '2025-03-31', ST_SetSRID(ST_MakePoint(117.005, 26.0025), 4490)),
        (2, 0.90, false, E'two\\nlines', NULL, ST_SetSRID(ST_MakePoint(117.015, 26.005), 4490)),
        (3, NULL, NULL, '', NULL, NULL)""",
    "CREATE TABLE mixed (id int, geom geometry)",
    "INSERT INTO mixed VALUES (1, 'SRID=4326;POINT(117 26)'), (2, 'SRID=3857;POINT(0 0)')",
    "CREATE TABLE nowhere (id int, geom geometry)",
    "INSERT INTO nowhere VALUES (1, 'POINT(117 26)')",
    "CREATE TABLE plain (id int, lon float8, lat float8)",
    "INSERT INTO plain VALUES (1, 117.005, 26.0025)",
    "CREATE FUNCTION spoil() RETURNS int LANGUAGE sql AS 'UPDATE plain SET id = 0 RETURNING id'",
    "GRANT ALL ON ALL TABLES IN SCHEMA public TO surveyor",
)


@pytest.fixture
def database(server: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """Return the server's URL, with its password where a plan would name it."""
    monkeypatch.setenv("SURVEY_PASSWORD", SECRET)
    return server


def named(url: str, **given: Any) -> Source:
    layer = {"kind": "curb_ramps", "file": url, "password": "env:SURVEY_PASSWORD", **given}
    return source(Layer.model_validate(layer), Path())


def refused(wanted: Source, *columns: str) -> str:
    with pytest.raises(UsageError) as told:
        layers.read(wanted, columns)
    (problem,) = told.value.problems
    assert "\n" not in problem.zh + problem.en
    assert SECRET not in problem.zh + problem.en
    return problem.en


def test_a_table_is_read_with_its_places(database: str) -> None:
    wanted = named(database, layer="public.坡道")
    rows = layers.read(wanted, ["宽, 米", "tactile", "note", "day"])
    x, y, state = layers.points(rows)
    assert layers.names(wanted) == ("id", "宽, 米", "tactile", "note", "day")
    assert rows.crs.name == "EPSG:4490"
    assert rows.columns["宽, 米"].to_pylist() == ["1.25", "0.90", ""]
    assert rows.columns["tactile"].to_pylist() == ["true", "false", ""]
    assert rows.columns["note"].to_pylist() == ['a "quoted", text', "two\nlines", ""]
    assert rows.columns["day"].to_pylist() == ["2025-03-31", "", ""]
    assert state.tolist() == [PLACED, PLACED, NO_GEOMETRY]
    assert [x[0], y[0]] == [117.005, 26.0025]


def test_a_query_and_columns_of_coordinates(database: str) -> None:
    query = 'SELECT id, ST_Transform(geom, 4326) AS place FROM "坡道" WHERE id < 3 ORDER BY id DESC; -- newest {first}'
    rows = layers.read(named(database, query=query.replace(";", "")), ["id"])
    assert rows.columns["id"].to_pylist() == ["2", "1"]
    assert rows.crs.name == "EPSG:4326"
    by_columns = layers.read(named(database, layer="plain", x="lon", y="lat", crs="GCJ-02"), ["id"])
    assert layers.points(by_columns)[0].tolist() == [117.005]
    empty = layers.read(named(database, query='SELECT * FROM "坡道" WHERE false', crs="EPSG:4490"), ["id"])
    assert empty.count == 0


def test_nothing_can_be_written(database: str) -> None:
    by_columns = {"x": "x", "y": "x", "crs": "EPSG:4326"}
    told = refused(named(database, query="SELECT spoil() AS id, 1 AS x", **by_columns), "id")
    assert "read-only transaction" in told
    for query, why in (
        ("DELETE FROM plain", "syntax error"),
        ("SELECT 1; DELETE FROM plain", "syntax error"),
        ("SELECT 1) TO PROGRAM 'true' --", "must have an alias"),
        ("SELECT 1) AS a) TO PROGRAM 'true' --", "syntax error"),
        ("/*", "unterminated /* comment"),
    ):
        assert why in refused(named(database, query=query, **by_columns), "id")
    rows = layers.read(named(database, layer="plain", x="lon", y="lat", crs="EPSG:4326"), ["id"])
    assert rows.columns["id"].to_pylist() == ["1"]


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({}, "give either layer (a table or view) or query (a SELECT); tables with geometry: public.mixed, "),
        ({"layer": "gone"}, 'relation "gone" does not exist'),
        ({"layer": 'x"; DROP TABLE plain; --'}, "does not exist"),
        ({"layer": "mixed"}, "mixes coordinate systems (SRID 3857, 4326)"),
        ({"layer": "nowhere"}, "does not state its coordinate system"),
        ({"layer": "plain", "crs": "EPSG:4326"}, "no geometry column; add x and y to the plan"),
    ],
)
def test_what_is_wrong_is_one_line(database: str, given: dict[str, str], told: str) -> None:
    assert told in refused(named(database, **given), "id")


def test_passwords_stay_out_of_plans_and_messages(database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for file, password in (
        (f"postgresql://u:{SECRET}@host/db", None),
        (f"PostgreSQL+psycopg://u:{SECRET}@host/db", None),
        (f"postgresql://u@host/db?password={SECRET}", None),
        ("postgresql://u@host/db", SECRET),
    ):
        with pytest.raises(ValidationError) as told:
            Layer.model_validate({"kind": "curb_ramps", "file": file, "password": password})
        assert SECRET not in str([error["ctx"] for error in told.value.errors()])
    monkeypatch.setenv("SURVEY_PASSWORD", SECRET[::-1])
    assert "password authentication failed" in refused(named(database, layer="plain"), "id")
    monkeypatch.delenv("SURVEY_PASSWORD")
    assert "the environment variable SURVEY_PASSWORD is not set" in refused(named(database, layer="plain"), "id")


def test_a_server_that_is_not_there_is_one_line() -> None:
    assert "the database cannot be read" in refused(named("postgresql://u@/db?host=/nowhere", password=None), "id")


def test_an_audit_reads_a_layer_from_the_database(database: str, city: Any) -> None:
    layer = {
        "kind": "curb_ramps",
        "file": database,
        "password": "env:SURVEY_PASSWORD",
        "layer": "坡道",
        "columns": {"width": {"column": "宽, 米", "unit": "m"}, "tactile_warning": "tactile"},
    }
    plan = city.plan(layer)
    assert check_plan(plan, city.folder) == []
    (subject,) = audit(plan, city.folder).subjects
    assert subject.facts["counts"]["judged"] == 2
    assert subject.facts["counts"]["no_geometry"] == 1
    assert SECRET not in str(subject.facts)


def test_the_tables_with_geometry_are_listed(database: str) -> None:
    assert postgis.tables(named(database)) == ("public.mixed", "public.nowhere", "public.坡道")
