"""plan.toml: what is wrong is said at once, in both languages, with the word that was probably meant."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path
from typing import Any

import jsonschema  # type: ignore[import-untyped]
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, ValidationError

from audit import plan
from audit.model import Lang, UsageError
from audit.plan import Complaints, Target, Waiver
from audit.problems import known_keys, problems_of

SAMPLE = """
name = "示例市"
name_en = "Example City"
date = 2026-11-22
language = "zh"
fictitious = true

[web]
standard = "wcag-2.2"
level = "AA"
depth = "in-depth"
max_pages = 40

[street]
standards = ["gb-55019-2021"]

[districts]
file = "districts.gpkg"
code = "CODE"
name = "NAME"
parent = "PARENT"

[population]
file = "population.csv"
x = "lon"
y = "lat"

[[site]]
id = "portal"
name = "市政府门户网站"
url = "http://127.0.0.1:8000/"
district = "990101"
class = "portal"
include = ["/zwgk/", "*.html$"]
exclude = ["/en/"]
max_depth = 4
max_minutes = 7.5
hash_routes = true

[[site.header]]
origin = "http://127.0.0.1:8000"
value = "env:PORTAL_TOKEN"

[[layer]]
kind = "curb_ramps"
file = "ramps.csv"
crs = "EPSG:4490"
where = [{ column = "KIND", operator = "in", value = ["坡道", 3] }]

[layer.columns]
width = "WIDTH"
running_slope = { column = "SLOPE", unit = "%", unknown = [-1, "未知"] }

[[owner]]
bureau = "住房和城乡建设局"
layers = ["curb_*"]
deadline_days = 90

[thresholds]
coverage = [300, 500]

[weights.strata]
services = 0.5
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("districts.gpkg", "population.csv", "ramps.csv"):
        (tmp_path / name).write_text("")
    return tmp_path


def write(folder: Path, text: str) -> Path:
    path = folder / "plan.toml"
    path.write_text(text, "utf-8")
    return path


def problems(folder: Path, text: str, lang: Lang = Lang.EN) -> list[str]:
    path = write(folder, text)
    with pytest.raises(UsageError) as refused:
        plan.load(path)
    assert refused.value.exit_code == 2
    found = [problem.to(lang) for problem in refused.value.problems]
    assert all(line.startswith(str(path)) and "\n" not in line for line in found)
    return [line.removeprefix(str(path)).lstrip("：: ") for line in found]


def with_line(line: str, after: str) -> str:
    assert SAMPLE.count(after) == 1
    return SAMPLE.replace(after, f"{after}\n{line}")


def test_the_sample_is_read_as_it_stands(folder: Path) -> None:
    read, base = plan.load(write(folder, SAMPLE))
    assert base == folder
    assert read.sites[0].site_class == "portal"
    assert read.layers[0].columns["width"].column == "WIDTH"
    assert read.layers[0].columns["running_slope"].unknown == (-1, "未知")
    assert read.layers[0].where[0].value == ("坡道", 3)
    assert plan.layer_id(read.layers[0]) == "curb_ramps"
    assert read.weights.strata == {"services": 0.5}


def test_a_plan_survives_the_database(folder: Path) -> None:
    read, _ = plan.load(write(folder, SAMPLE))
    kept = json.loads(json.dumps(read.model_dump(mode="json", by_alias=True)))
    assert plan.Plan.model_validate(kept) == read


def test_files_may_lie_in_another_folder(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    elsewhere = write(tmp_path_factory.mktemp("elsewhere"), SAMPLE)
    with pytest.raises(UsageError, match="--data"):
        plan.load(elsewhere)
    assert plan.load(elsewhere, folder)[1] == folder


def test_every_missing_file_is_named_at_once(tmp_path: Path) -> None:
    text = with_line('folder = "built"', 'class = "portal"')
    found = problems(tmp_path, text)
    assert [line.split(":")[0] for line in found] == [
        "[districts] file",
        "[population] file",
        "[[layer]] curb_ramps file",
        "[[site]] portal folder",
    ]


@pytest.mark.parametrize(
    ("line", "after", "place", "meant"),
    [
        ("languge = 1", "fictitious = true", "languge", "language"),
        ("depht = 1", "max_pages = 40", "web.depht", "depth"),
        ("distict = 1", 'class = "portal"', "site.1.distict", "district"),
        ("encodin = 1", 'crs = "EPSG:4490"', "layer.1.encodin", "encoding"),
        ("height = { colum = 'H', column = 'H' }", "[layer.columns]", "layer.1.columns.height.colum", "column"),
        ("deadline = 1", 'layers = ["curb_*"]', "owner.1.deadline", "deadline_days"),
        ("channel = 1", "services = 0.5", "weights.strata: channel", "channels"),
    ],
)
def test_an_unknown_key_names_the_nearest(folder: Path, line: str, after: str, place: str, meant: str) -> None:
    text = with_line(line, after)
    assert problems(folder, text) == [f"{place}: unknown key; did you mean {meant}?"]
    assert problems(folder, text, Lang.ZH) == [f"{place.replace(': ', '：')}：没有这个键；是不是 {meant}？"]


def test_an_unknown_key_that_is_near_nothing_is_to_be_removed(folder: Path) -> None:
    assert problems(folder, with_line("zzzzzz = 1", "max_pages = 40")) == ["web.zzzzzz: unknown key; remove it"]


WRONG = """
name = 3
date = "tomorrow"
fictitious = "perhaps"
[web]
level = "B"
workers = 0
delay = nan
max_pages = 1.5
[thresholds]
pass_mark = 101
surveyed = 0
[weights.layers]
bus_stops = -1
[districts]
[[site]]
id = "a"
name = "b"
url = "c"
class = "portl"
[[layer]]
kind = "curb_ramp"
file = "x"
columns = "WIDTH"
where = [{ column = "a", value = {} }]
[[owner]]
bureau = "x"
sites = "portal"
"""


def test_all_problems_come_at_once_each_in_its_place(folder: Path) -> None:
    assert sorted(problems(folder, WRONG)) == [
        "date: must be a date, e.g. 2026-11-22, not 'tomorrow'",
        "districts.file: this key is missing",
        "fictitious: must be true or false, not 'perhaps'",
        "layer.1.columns: must be a table, not 'WIDTH'",
        "layer.1.kind: unknown kind 'curb_ramp'; did you mean curb_ramps?",
        "layer.1.where.1.value: must be text, a number, or a list of them",
        "name: must be text, not 3",
        "owner.1.sites: must be a list [ ], not 'portal'",
        "site.1.class: must be one of 'portal', 'service', 'app-h5', 'kiosk', not 'portl'",
        "thresholds.pass_mark: must be 100 or less, not 101",
        "thresholds.surveyed: must be greater than 0, not 0",
        "web.delay: must be a finite number, not nan",
        "web.level: must be one of 'A', 'AA', 'AAA', not 'B'",
        "web.max_pages: must be a whole number, not 1.5",
        "web.workers: must be 1 or more, not 0",
        "weights.layers: bus_stops: a weight cannot be below 0",
    ]


def test_the_chinese_messages_hold_no_english_sentence(folder: Path) -> None:
    chinese = problems(folder, WRONG, Lang.ZH)
    assert len(chinese) == 16
    for line in chinese:
        assert re.search(r"[\u4e00-\u9fff]", line)
        assert not re.search(r"[A-Za-z]+ [A-Za-z]+", line), line


def test_weights_that_are_all_zero_are_refused(folder: Path) -> None:
    zeros = "\n".join(f"{name} = 0" for name in plan.STRATA[1:])
    found = problems(folder, SAMPLE.replace("services = 0.5", f"services = 0\n{zeros}"))
    assert found == ["weights.strata: the weights cannot all be 0"]
    plan.load(write(folder, SAMPLE.replace("services = 0.5", "services = 0")))


def test_the_layers_of_a_plan_cannot_all_weigh_nothing(folder: Path) -> None:
    zero = SAMPLE + "\n[weights.layers]\ncurb_ramps = 0\n"
    assert problems(folder, zero) == ["[weights.layers]: the weights of the plan's layers cannot all be 0"]


@pytest.mark.parametrize(
    ("readings", "good"),
    [
        ('[{ edition = "a", until = 2012 }, { edition = "b", until = 2021 }, { edition = "c" }]', True),
        ('[{ edition = "a" }]', True),
        ('[{ edition = "a", until = 2012 }]', False),
        ('[{ edition = "a" }, { edition = "b" }]', False),
        ('[{ edition = "a", until = 2021 }, { edition = "b", until = 2012 }, { edition = "c" }]', False),
    ],
)
def test_build_years_run_from_early_to_late(folder: Path, readings: str, *, good: bool) -> None:
    given = f'name = "x"\ndate = 2026-11-22\n[street]\nby_year = {readings}\n'
    if good:
        read, _ = plan.load(write(folder, given))
        layer = plan.Layer(kind="curb_ramps", file="x", standards=("c",))
        assert plan.editions_of(read, layer)[0] == "c"
        return
    assert problems(folder, given) == [
        "street.by_year: years run from early to late: every table has until, the last alone has none"
    ]


def test_ids_stand_once_and_layers_need_districts(folder: Path) -> None:
    site = '[[site]]\nid = "portal"\nname = "x"\nurl = "x"\n'
    layer = '[[layer]]\nkind = "curb_ramps"\nfile = "ramps.csv"\n'
    head = 'name = "x"\ndate = 2026-11-22\n'
    assert problems(folder, head + site * 2 + layer * 2) == [
        "[[site]]: id 'portal' stands twice; give each its own",
        "[[layer]]: id 'curb_ramps' stands twice; give each its own",
        "[districts] is missing: layers cannot be scored by district without its polygons",
    ]


def test_what_is_no_plan_at_all_is_one_clear_line(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="stepfree init"):
        plan.load(tmp_path / "none.toml")
    with pytest.raises(UsageError, match="cannot be read"):
        plan.load(tmp_path)
    assert "not valid TOML" in problems(tmp_path, "name = ")[0]
    gbk = tmp_path / "gbk.toml"
    gbk.write_bytes('name = "示例市"'.encode("gbk"))
    with pytest.raises(UsageError, match="cannot be read"):
        plan.load(gbk)


values = st.recursive(
    st.one_of(st.text(max_size=5), st.integers(), st.floats(), st.booleans(), st.dates()),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(
            st.sampled_from(["file", "id", "kind", "columns", "value", "where", "str", "x"]), inner, max_size=3
        ),
    ),
    max_leaves=6,
)


@given(st.dictionaries(st.sampled_from(["name", "date", "web", "site", "layer", "owner", "weights", "z"]), values))
def test_any_table_is_a_plan_or_is_told_apart(table: dict[str, Any]) -> None:
    try:
        plan.Plan.model_validate(table)
    except ValidationError as error:
        found = problems_of("p", plan.Plan, error)
        assert found
        assert all(problem.zh and problem.en for problem in found)


def test_the_known_keys_of_a_place() -> None:
    assert "language" in known_keys(plan.Plan, ())
    assert "district" in known_keys(plan.Plan, ("site", 0))
    assert known_keys(plan.Plan, ("layer", 0, "columns", "width")) == [
        "column",
        "unit",
        "unknown",
        "yes",
        "no",
        "words",
    ]
    assert known_keys(plan.Plan, ("layer", 0, "columns")) == []
    assert known_keys(plan.Plan, ("nowhere", 0)) == []


def test_the_json_schema_accepts_the_sample_and_refuses_what_the_plan_refuses() -> None:
    schema = plan.schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)
    sample = json.loads(json.dumps(tomllib.loads(SAMPLE), default=str))
    assert list(validator.iter_errors(sample)) == []
    for wrong in ({**sample, "languge": "zh"}, {**sample, "web": {"level": "B"}}, {"name": "x"}):
        assert list(validator.iter_errors(wrong))


@pytest.mark.parametrize(
    "value", ['"Bearer hush-hush"', '"env:hush-hush"', '"env:"', '"hush:NAME"', "4711", '["hush"]']
)
def test_a_plan_holds_no_secret_and_what_was_written_is_not_shown(tmp_path: Path, value: str) -> None:
    path = tmp_path / "plan.toml"
    path.write_text(
        'name = "x"\ndate = 2026-11-22\n[[site]]\nid = "a"\nname = "a"\nurl = "http://a.cn/"\n'
        f'[[site.header]]\norigin = "http://a.cn"\nvalue = {value}\n',
        "utf-8",
    )
    with pytest.raises(UsageError) as refused:
        plan.load(path)
    (problem,) = refused.value.problems
    for text in (problem.zh, problem.en):
        assert "env:" in text
        assert "site.1.header.1.value" in text
        assert "hush" not in text
        assert "4711" not in text


def test_a_missing_browser_state_is_told(tmp_path: Path) -> None:
    path = tmp_path / "plan.toml"
    path.write_text(
        'name = "x"\ndate = 2026-11-22\n[[site]]\nid = "a"\nname = "a"\nurl = "http://a.cn/"\nstorage_state = "s.json"',
        "utf-8",
    )
    with pytest.raises(UsageError) as refused:
        plan.load(path)
    assert "storage_state" in refused.value.problems[0].en


@pytest.mark.parametrize("lang", Lang)
def test_what_the_plan_to_fill_in_shows_can_be_uncommented(lang: Lang) -> None:
    text = plan.template(lang)
    shown: dict[str, type[BaseModel]] = {"target": Target, "complaints": Complaints, "waiver": Waiver}
    for name, model in shown.items():
        blocks = re.findall(rf"^# \[\[{name}\]\].*?(?=^# \[|^\[|^# ----|\n\n)", text, re.MULTILINE | re.DOTALL)
        assert blocks, name
        for block in blocks:
            (table,) = tomllib.loads(re.sub(r"^# ?(# )?", "", block, flags=re.MULTILINE))[name]
            model.model_validate(table)
