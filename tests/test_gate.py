"""The gate on real pages in a real browser: edits that make nothing new, faults that must not hide, waivers, codes."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.commands import needs_browser, page, problems, run

IMAGE = '<img src="/chart.svg" width="40" height="40">'
GREY = '<p class="note">说明文字</p>'
STYLE = "<style>.note, .hint, .x-1a2b { color: #bbb; background: #fff }</style>"
FAULTY = f'{STYLE}<div class="list"><p>甲</p>{IMAGE}{GREY}</div>'
# By page: its body before a release, and after it.
EDITS: Mapping[str, tuple[str, str]] = {
    "class-renamed": (FAULTY, FAULTY.replace("note", "hint").replace('class="list"', 'class="cards"')),
    "class-hashed": (FAULTY, FAULTY.replace('class="note"', 'class="x-1a2b"')),
    "id-generated": (FAULTY, FAULTY.replace("<img ", '<img id="ember1234" ').replace("<p class", '<p id="e9" class')),
    "banner": (FAULTY, f'<div class="banner"><p>国庆放假通知</p></div>{FAULTY}'),
    "siblings-turned": (FAULTY, f'{STYLE}<div class="list">{GREY}{IMAGE}<p>甲</p></div>'),
    "text-elsewhere": (FAULTY, FAULTY.replace("甲", "另一段完全不同的文字")),
    "own-text": (FAULTY, FAULTY.replace("说明文字", "换了一种说法")),
    "wrapped": (FAULTY, f'<section class="outer"><div>{FAULTY}</div></section>'),
}
OPTIONS = ("--quiet", "--lang", "en", "--format", "json")


def write(folder: Path, bodies: Mapping[str, str]) -> Path:
    """Write pages that the start page links to."""
    folder.mkdir(exist_ok=True)
    (folder / "chart.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg"/>', "utf-8")
    links = [f"{name}.html" for name in bodies]
    (folder / "index.html").write_text(page("首页", "", *links), "utf-8")
    for name, body in bodies.items():
        (folder / f"{name}.html").write_text(page(f"页面 {name}", body), "utf-8")
    return folder


@pytest.fixture(scope="module")
def before(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the findings.json of the release before."""
    folder = write(tmp_path_factory.mktemp("gate") / "site", {name: old for name, (old, _) in EDITS.items()})
    run("site", folder, "--out", folder.parent / "before", *OPTIONS)
    return folder.parent / "before" / "findings.json"


def failures(file: Path) -> list[dict[str, str]]:
    """Return what fails, as a findings.json has it."""
    found = json.loads(file.read_text("utf-8"))["site_findings"]
    return [finding for finding in found if finding["outcome"] == "failed"]


@needs_browser
def test_edits_that_change_no_fault_make_nothing_new(before: Path, tmp_path: Path) -> None:
    folder = write(tmp_path / "site", {name: new for name, (_, new) in EDITS.items()})
    result = run("site", folder, "--out", tmp_path, *OPTIONS, "--baseline", before)
    faults = len(failures(before))
    assert faults >= 2 * len(EDITS), "an image and a grey text on each page"
    assert f"new 0, known {faults}, mended 0, waived 0, not tested this time 0" in result.output
    # The same in a database: the ledger knows nothing older, and compare says what the gate said.
    told = run("compare", before, tmp_path / "findings.json", "--lang", "en").output
    assert f"new 0, known {faults}, mended 0, not tested this time 0" in told


@needs_browser
def test_new_faults_fail_and_are_named(before: Path, tmp_path: Path) -> None:
    bodies = {name: old for name, (old, _) in EDITS.items()}
    bodies["banner"] = FAULTY + IMAGE  # a second of the same kind beside the first
    bodies["wrapped"] = FAULTY.replace(IMAGE, "")  # mended here,
    bodies["own-text"] = FAULTY.replace(GREY, f"{GREY}{IMAGE}")  # and come up on another page
    folder = write(tmp_path / "site", bodies)
    result = run("site", folder, "--out", tmp_path, *OPTIONS, "--baseline", before, exit_code=1)
    lines = result.output.splitlines()
    known = len(failures(before)) - 1
    assert f"new 2, known {known}, mended 1, waived 0, not tested this time 0" in lines
    assert "gate failed: 2 new findings" in lines
    named = [line for line in lines if line.startswith("axe-image-alt · ")]
    assert len(named) == 2
    assert any("banner.html" in line for line in named)
    assert any("own-text.html" in line for line in named)

    # Held against the run in the database, nothing is new any more; a waiver lets the rest through by name.
    expires = (datetime.now(UTC) + timedelta(days=30)).date()
    waivers = tmp_path / "stepfree-waivers.toml"
    waiver = f'[[waiver]]\nrule = "axe-image-alt"\nreason = "r"\nowner = "信息中心"\nexpires = {expires}\n'
    waivers.write_text(waiver, "utf-8")
    held = ("--baseline", "latest", "--fail-on", "serious", "--waivers", waivers, "--min-coverage", "100%")
    result = run("site", folder, "--out", tmp_path, *OPTIONS, *held)
    images = sum(finding["rule"] == "axe-image-alt" for finding in failures(tmp_path / "findings.json"))
    assert f"new 0, known {known + 2 - images}, mended 0, waived {images}, not tested this time 0" in result.output
    waivers.write_text(waiver.replace("axe-image-alt", "axe-image-altt"), "utf-8")
    result = run("site", folder, "--out", tmp_path, *OPTIONS, *held, exit_code=1)
    assert 'waiver matches nothing any more (信息中心): rule = "axe-image-altt"; remove it' in result.output


@needs_browser
def test_a_scan_that_was_cut_short_never_passes(before: Path, tmp_path: Path) -> None:
    folder = write(tmp_path / "site", {name: old for name, (old, _) in EDITS.items()})
    options = ("--max-pages", "3", "--baseline", before, "--min-coverage", "95%")
    result = run("site", folder, "--out", tmp_path, *OPTIONS, *options, exit_code=3)
    total = len(EDITS) + 1
    assert f"({total - 6} / {total}, 33.3%), 95% are required" in result.stderr
    left = len(failures(before)) - len(failures(tmp_path / "findings.json"))
    assert (
        f"new 0, known {len(failures(before)) - left}, mended 0, waived 0, not tested this time {left}" in result.output
    )
    assert left >= 12, "two on each of six pages"


# ---- what is wrong with a gate is told before anything begins


def test_wrong_use_is_told_at_once(tmp_path: Path) -> None:
    folder = write(tmp_path / "site", {})
    for options, said in (
        (("--fail-on", "new"), "needs --baseline"),
        (("--min-coverage", "most"), "must be 0% to 100%"),
        (("--baseline", tmp_path / "none.json"), "cannot be read"),
        (("--baseline", "latest"), "there is no audit database"),
        (("--waivers", tmp_path / "none.toml"), "no such file"),
    ):
        (line,) = problems("site", folder, "--out", tmp_path / "out", *options)
        assert said in line
    assert not (tmp_path / "out").exists()
