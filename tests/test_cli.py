"""The command line: exit codes, clear lines in both languages, resumable runs, and never a traceback."""

from __future__ import annotations

import contextlib
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import jsonschema  # type: ignore[import-untyped]
import pytest
from click.testing import CliRunner, Result

import cli
from audit import plan as plans
from audit.command import DATABASE
from audit.store import Store
from web_checks import axe, chromium

ROOT = Path(cli.__file__).parent
needs_browser = pytest.mark.skipif(chromium.find() is None, reason="no Chromium on this machine: run make setup")


def run(*arguments: str | Path, exit_code: int = 0, env: dict[str, str] | None = None) -> Result:
    """Run a command in this process and check its exit code."""
    result = CliRunner().invoke(
        cli.stepfree, [str(part) for part in arguments], env={"LANG": "en_US.UTF-8", **(env or {})}
    )
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    assert result.exit_code == exit_code, result.output
    assert "Traceback" not in result.output
    return result


def problems(*arguments: str | Path, exit_code: int = 2, lang: str = "en") -> list[str]:
    """Return the lines that a command which fails writes to standard error."""
    return run(*arguments, "--lang", lang, exit_code=exit_code).stderr.splitlines()


def page(title: str, body: str = "", *links: str) -> str:
    """Return a page without a fault, but for what its body brings."""
    anchors = "".join(f'<p><a href="{link}">栏目 {link}</a></p>' for link in links)
    return (
        '<!doctype html><html lang="zh-CN"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width">'
        f"<title>{title} - 测试网站</title></head><body><main><h1>{title}</h1>{anchors}{body}</main></body></html>"
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Built pages: one with a critical fault."""
    site = tmp_path / "site"
    site.mkdir()
    (site / "index.html").write_text(page("首页", "", "a.html", "b.html"), "utf-8")
    (site / "a.html").write_text(page("甲", '<img src="a.png">'), "utf-8")
    (site / "b.html").write_text(page("乙"), "utf-8")
    return site


# ---- what is wrong is said, in full, before anything begins


@pytest.mark.parametrize(
    "target", ["nowhere", "ftp://a.cn/", "http://", "http://[", "http://a.cn:99999/", "www.example.gov.cn"]
)
def test_a_target_that_is_none_is_a_usage_error(target: str, tmp_path: Path) -> None:
    (line,) = problems("site", target, "--out", tmp_path)
    assert line.startswith("stepfree: ")
    assert target in line
    (chinese,) = problems("site", target, "--out", tmp_path, lang="zh")
    assert re.search("[\u4e00-\u9fff]", chinese)


def test_a_site_needs_one_target(folder: Path, tmp_path: Path) -> None:
    assert problems("site", "--out", tmp_path) == ["stepfree: name one URL, one FOLDER, or --url-list FILE"]
    problems("site", folder, "--url-list", folder / "a.html", "--out", tmp_path)


def test_a_list_must_be_a_text_with_addresses(tmp_path: Path) -> None:
    for name, text in (("empty", b"# none\n\n"), ("binary", b"\xff\xfe\x00"), ("gbk", "网址".encode("gbk"))):
        (tmp_path / name).write_bytes(text)
        (line,) = problems("site", "--url-list", tmp_path / name, "--out", tmp_path)
        assert name in line
    problems("site", "--url-list", tmp_path / "missing", "--out", tmp_path)
    (tmp_path / "odd").write_text("http://a.cn/\nmailto:a@b.cn\nnot an address\n", "utf-8")
    assert len(problems("site", "--url-list", tmp_path / "odd", "--out", tmp_path)) == 2


@pytest.mark.parametrize("base", ["https://www.example.gov.cn/", "http://example.gov.cn:8080/", "example.gov.cn"])
def test_a_folder_is_served_by_plain_http_only(folder: Path, tmp_path: Path, base: str) -> None:
    (line,) = problems("site", folder, "--base-url", base, "--out", tmp_path)
    assert base in line


def test_forms_are_sent_off_in_depth_only(folder: Path, tmp_path: Path) -> None:
    (line,) = problems("site", folder, "--staging", "--depth", "simplified", "--out", tmp_path)
    assert "in-depth" in line
    plan = tmp_path / "plan.toml"
    plan.write_text(
        'name = "x"\ndate = 2025-01-01\n[[site]]\nid = "a"\nname = "a"\nurl = "http://a.cn/"\nstaging = true\n', "utf-8"
    )
    (line,) = problems("district", plan, "--out", tmp_path)
    assert "in-depth" in line


@needs_browser
def test_a_test_copy_is_recorded_and_reported_as_one(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    run("site", folder, "--staging", "--max-pages", "1", "--out", out)
    (site,) = json.loads((out / "findings.json").read_text("utf-8"))["sites"]
    assert site["staging"] is True
    assert "where forms are filled in and sent off: site" in _plain(next(out.rglob("method.html")))


def _plain(path: Path) -> str:
    return " ".join(re.sub("<[^>]*>", "", path.read_text("utf-8")).split())


@pytest.mark.parametrize(
    ("options", "part"),
    [
        (("--include", "/news/"), "start address http://a.cn/"),
        (("--exclude", "/"), "start address http://a.cn/"),
        (("--include", "news"), "'news'"),
        (("--contact", "某某局"), "某某局"),
    ],
)
def test_bounds_that_cannot_be_are_one_clear_line(options: tuple[str, str], part: str, tmp_path: Path) -> None:
    (line,) = problems("site", "http://a.cn/", *options, "--out", tmp_path)
    assert part in line
    (chinese,) = problems("site", "http://a.cn/", *options, "--out", tmp_path, lang="zh")
    assert re.search("[\u4e00-\u9fff]", chinese)


def test_a_password_in_an_address_is_refused_and_not_shown(tmp_path: Path) -> None:
    (line,) = problems("site", "http://user:hush@a.cn/", "--out", tmp_path)
    assert "hush" not in line
    assert "basic:NAME" in line
    assert not (tmp_path / "audit.sqlite").exists()


def test_every_problem_of_a_plan_is_told_at_once(tmp_path: Path) -> None:
    plan = tmp_path / "plan.toml"
    plan.write_text(
        'name = "x"\ndate = 2025-01-01\n[web]\nmax_page = 3\n[street]\nstandard = []\n'
        '[[site]]\nid = "a"\nname = "a"\nurl = "http://a.cn/"\nclas = "portal"\n',
        "utf-8",
    )
    lines = problems("district", plan)
    assert len(lines) == 3
    assert all(line.startswith("stepfree: ") for line in lines)
    joined = "\n".join(lines)
    assert all(near in joined for near in ("max_pages", "standards", "class"))
    assert len(problems("district", plan, lang="zh")) == 3


def test_every_missing_file_of_a_plan_is_told_at_once(tmp_path: Path) -> None:
    plan = tmp_path / "plan.toml"
    plan.write_text(
        'name = "x"\ndate = 2025-01-01\n[districts]\nfile = "d.geojson"\n[population]\nfile = "p.csv"\n'
        '[[site]]\nid = "a"\nname = "a"\nurl = "http://a.cn/"\nfolder = "pages"\n',
        "utf-8",
    )
    lines = problems("district", plan)
    assert [name for line in lines for name in ("d.geojson", "p.csv", "pages") if name in line] == [
        *("d.geojson", "p.csv", "pages"),
    ]


def test_two_folders_cannot_share_an_address(folder: Path, tmp_path: Path) -> None:
    plan = tmp_path / "plan.toml"
    table = '[[site]]\nid = "{}"\nname = "x"\nurl = "http://a.cn/"\nfolder = "site"\n'
    plan.write_text(f'name = "x"\ndate = 2025-01-01\n{table.format("one")}{table.format("two")}', "utf-8")
    (line,) = problems("district", plan, "--out", tmp_path / "out")
    assert "one" in line
    assert "two" in line


@pytest.mark.parametrize(
    "arguments",
    [
        ("district",),
        ("district", "missing.toml"),
        ("district", "."),
        ("report", "--out", "nowhere"),
        ("site", ".", "--resume", "x"),
    ],
)
def test_what_is_missing_is_a_usage_error(
    arguments: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert len(problems(*arguments)) == 1


def test_other_inputs_that_are_wrong(folder: Path, tmp_path: Path) -> None:
    out = ("--out", tmp_path / "out")
    assert "axe.min.js" in problems("site", folder, "--axe-script", folder / "a.html", *out)[0]
    assert problems("site", folder, "--axe-script", tmp_path / "missing.js", *out)
    assert problems("site", folder, "--database", "mysql://a/b", *out)
    assert problems("site", folder, "--database", ":::", *out)
    assert not (tmp_path / "out").exists()
    for option in (
        ("--max-pages", "0"),
        ("--depth", "deep"),
        ("--lang", "fr"),
        ("--format", "docx"),
        ("--fail-on", "bad"),
    ):
        run("site", folder, *option, exit_code=2)


def test_a_webdriver_that_cannot_be_used_is_told_before_anything_begins(folder: Path, tmp_path: Path) -> None:
    out = ("--out", tmp_path / "out")
    (grid,) = problems("site", folder, "--webdriver", "http://grid:4444", *out)
    assert "--driver selenium" in grid
    (remote,) = problems("site", folder, "--driver", "selenium", "--webdriver", "http://grid:4444", *out)
    assert "folder" in remote
    (missing,) = problems("site", folder, "--driver", "selenium", "--capabilities", tmp_path / "caps.json", *out)
    assert "caps.json" in missing
    assert not (tmp_path / "out").exists()


@pytest.mark.skipif(shutil.which("chromedriver") is None, reason="no chromedriver: install Debian's chromium-driver")
@needs_browser
def test_a_folder_through_webdriver(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    told = run("site", folder, "--driver", "selenium", "--depth", "in-depth", "--out", out, "--format", "json")
    assert "simplified depth only" in told.stderr
    store = Store.at(out / DATABASE)
    try:
        found = store.run("latest")
        assert "axe-image-alt" in {f.rule for f in store.findings(found.id)}
        assert "WebDriver" in found.versions["browser"]
    finally:
        store.close()


def test_a_folder_that_cannot_be_written_is_told(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    result = run("site", folder, "--out", tmp_path / "file" / "out", exit_code=3)
    assert len(result.stderr.splitlines()) == 1
    assert "file" in result.stderr


def test_a_fault_of_our_own_leaves_its_traceback_in_a_file(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_path: object) -> None:
        raise RuntimeError("boom")

    monkeypatch.setattr(axe, "script", fail)
    (line,) = problems("site", folder, "--out", tmp_path, exit_code=4)
    log = Path(re.search(r"\S+\.log", line)[0])  # type: ignore[index]
    assert "RuntimeError: boom" in log.read_text()
    log.unlink()


# ---- commands that need no browser


def test_rules_are_listed_with_impact_clauses_and_title() -> None:
    listed = run("rules", "--lang", "zh").stdout
    lines = [line.split("\t") for line in listed.splitlines()]
    assert all(len(line) == 4 for line in lines)
    by_id = {line[0]: line[1:] for line in lines}
    assert by_id["axe-image-alt"][:2] == ["critical", "wcag:1.1.1"]
    assert "image-alternative-meaningful" in by_id
    assert any(name.startswith("gb-55019") for name in by_id)
    assert "\x1b" not in listed


def test_one_rule_is_explained_in_both_languages() -> None:
    chinese = run("rules", "axe-image-alt", "--lang", "zh").stdout
    english = run("rules", "axe-image-alt", "--lang", "en").stdout
    assert "wcag:1.1.1" in chinese or "1.1.1" in chinese
    assert chinese != english
    assert len(english.splitlines()) >= 4


def test_an_unknown_rule_names_those_near_it() -> None:
    (line,) = problems("rules", "axe-imag-alt")
    assert "axe-image-alt" in line
    (line,) = problems("rules", "zzzzzz")
    assert "stepfree rules" in line


def test_rules_as_json_say_what_a_program_asks() -> None:
    rules = json.loads(run("rules", "--format", "json").stdout)
    by_id = {rule["id"]: rule for rule in rules}
    assert len(by_id) == len(rules) > 90
    assert list(by_id) == sorted(by_id)
    assert {"id", "clauses", "act_rules", "impact", "needs", "outcomes"} <= by_id["reflow"].keys()
    assert by_id["axe-image-alt"]["clauses"] == ["wcag:1.1.1"]
    assert json.loads(run("rules", "reflow", "--format", "json").stdout) == [by_id["reflow"]]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_init_writes_a_plan_and_its_schema(tmp_path: Path, lang: str) -> None:
    run("init", tmp_path / "new", "--lang", lang)
    written = tomllib.loads((tmp_path / "new" / "plan.toml").read_text("utf-8"))
    schema = json.loads((tmp_path / "new" / "plan.schema.json").read_text("utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    plans.Plan.model_validate(written)
    (line,) = problems("init", tmp_path / "new")
    assert "plan.toml" in line


def test_doctor_says_what_it_found(tmp_path: Path) -> None:
    result = CliRunner().invoke(cli.stepfree, ["doctor", "--out", str(tmp_path), "--lang", "en"])
    assert result.exit_code in (0, 3)
    assert "axe-core" in result.stdout
    assert re.search(r"^[✓✗?] Browser ", result.stdout, re.MULTILINE)


def test_help_and_version() -> None:
    assert "district" in run("--help").stdout
    assert run("--version").stdout.startswith("stepfree")
    for command in ("site", "district", "demo", "report", "compare", "rules", "init", "doctor"):
        assert "Usage" in run(command, "-h").stdout


# ---- audits


@needs_browser
def test_a_folder_from_audit_to_report_again(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    result = run("site", folder, "--out", out, "--format", "json", "--no-color")
    assert "\x1b" not in result.output
    assert "site: page 1 http://folder.test/" in result.stderr.splitlines()
    found = json.loads((out / "findings.json").read_text("utf-8"))
    assert "axe-image-alt" in json.dumps(found)
    first = (out / "findings.json").read_bytes()
    (out / "findings.json").unlink()

    again = run("report", "--out", out, "--format", "json", "--quiet")
    assert again.stderr == ""
    assert (out / "findings.json").read_bytes() == first
    run("report", "--out", out, "--format", "csv")
    assert (out / "findings.csv").is_file()
    assert "latest" in problems("report", "1999-01-01-1", "--out", out)[0]

    # The run is finished: going on with it visits nothing, and renders the same.
    resumed = run("site", folder, "--out", out, "--format", "json", "--resume", "latest")
    assert "page 1" not in resumed.stderr
    assert (out / "findings.json").read_bytes() == first


@needs_browser
def test_the_gate(folder: Path, tmp_path: Path) -> None:
    common = ("--format", "json", "--quiet")
    result = run("site", folder, "--out", tmp_path / "1", *common, "--fail-on", "critical", exit_code=1)
    assert result.stderr == ""
    (folder / "a.html").write_text(page("甲"), "utf-8")
    run("site", folder, "--out", tmp_path / "2", *common, "--fail-on", "critical")


def test_a_folder_without_pages_is_said_before_anything_begins(tmp_path: Path) -> None:
    folder = tmp_path / "dist"
    folder.mkdir()
    (folder / "app.js").write_text("", "utf-8")
    (line,) = problems("site", folder, "--out", tmp_path / "out", "--lang", "en")
    assert "dist holds no web page (.html)" in line
    assert not (tmp_path / "out").exists()


@needs_browser
def test_a_site_that_cannot_be_reached_is_incomplete(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
    result = run(
        "site", f"http://127.0.0.1:{port}/", "--out", tmp_path, "--format", "json", "--lang", "zh", exit_code=3
    )
    assert "没能检测 127.0.0.1：读不到 robots.txt" in result.stderr.splitlines()[-1]
    assert (tmp_path / "findings.json").is_file()


# ---- runs that are cut short

_PAGES = 16


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Path:
    site = tmp_path_factory.mktemp("many") / "site"
    site.mkdir()
    names = [f"{n:02}.html" for n in range(_PAGES - 1)]
    (site / "index.html").write_text(page("首页", "", *names), "utf-8")
    for name in names:
        (site / name).write_text(page(f"文章 {name}", '<img src="a.png"><p style="color:#aaa">灰字</p>'), "utf-8")
    return site


def rows(out: Path) -> list[str]:
    """Return all that the last run recorded."""
    with contextlib.closing(Store.at(out / "audit.sqlite")) as store:
        run_ = store.runs()[-1]
        assert run_.state == "finished"
        return [*map(repr, (*store.subjects(run_.id), *store.findings(run_.id), *store.untested(run_.id)))]


@pytest.fixture(scope="module")
def undisturbed(many: Path, tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    out = tmp_path_factory.mktemp("undisturbed")
    run("site", many, "--out", out, "--format", "json", "--quiet")
    return rows(out)


@contextlib.contextmanager
def begun(*arguments: str | Path) -> Iterator[subprocess.Popen[str]]:
    """Start stepfree as a process of its own and wait until it has done ten pages."""
    command = [sys.executable, str(ROOT / "cli.py"), *map(str, arguments)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "LANG": "en_US.UTF-8"}
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment, start_new_session=True
    ) as process:
        try:
            assert process.stderr is not None
            assert any("page 10 " in line for line in process.stderr)
            yield process
        finally:
            with contextlib.suppress(ProcessLookupError):  # the browser of a process that was killed goes too
                os.killpg(process.pid, signal.SIGKILL)


@needs_browser
@pytest.mark.skipif(sys.platform == "win32", reason="no signals on Windows")
@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGKILL, -9)])
def test_a_run_that_is_cut_short_goes_on_to_the_same_end(
    many: Path, undisturbed: list[str], tmp_path: Path, number: signal.Signals, code: int
) -> None:
    with begun("site", many, "--out", tmp_path, "--format", "json") as process:
        process.send_signal(number)
        _, told = process.communicate(timeout=60)
    assert process.returncode == code
    assert "Traceback" not in told
    with contextlib.closing(Store.at(tmp_path / "audit.sqlite")) as store:
        (cut,) = store.runs()
        assert cut.state == ("running" if code == -9 else "interrupted")
        assert 10 <= len(store.subjects(cut.id, "page")) < _PAGES
    if code != -9:
        assert f"--resume {cut.id}" in told
    (line,) = problems("report", "--out", tmp_path, exit_code=3)
    assert f"--resume {cut.id}" in line
    resumed = run("site", "--resume", cut.id, "--out", tmp_path, "--format", "json")
    assert "page 10 " not in resumed.stderr  # what was done is not done again
    assert rows(tmp_path) == undisturbed


@needs_browser
def test_the_bounds_of_one_site_are_options(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    bounds = ("--exclude", "/a.html", "--max-depth", "3", "--max-minutes", "60", "--hash-routes")
    run("site", folder, *bounds, "--out", out, "--format", "json")
    store = Store.at(out / "audit.sqlite")
    (found,) = store.runs()
    assert {page.id for page in store.subjects(found.id, "page")} == {
        "http://folder.test/",
        "http://folder.test/b.html",
    }
    (site,) = found.plan["site"]
    assert (site["max_depth"], site["max_minutes"], site["hash_routes"]) == (3, 60, True)
    store.close()
