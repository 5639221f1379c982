"""What is wrong with options, targets, lists and plans is said in full, in both languages, before anything begins."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.commands import built_site, problems, run


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return built_site(tmp_path)


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


def test_a_folder_that_cannot_be_written_is_told(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    result = run("site", folder, "--out", tmp_path / "file" / "out", exit_code=3)
    assert len(result.stderr.splitlines()) == 1
    assert "file" in result.stderr


def test_a_folder_without_pages_is_said_before_anything_begins(tmp_path: Path) -> None:
    folder = tmp_path / "dist"
    folder.mkdir()
    (folder / "app.js").write_text("", "utf-8")
    (line,) = problems("site", folder, "--out", tmp_path / "out", "--lang", "en")
    assert "dist holds no web page (.html)" in line
    assert not (tmp_path / "out").exists()
