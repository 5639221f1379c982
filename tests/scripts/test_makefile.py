"""`make setup` on a stand-in for Python: what is installed when, and what is left alone; and every other target."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TARGETS = ("help", "setup", "demo", "test", "check", "format", "lock", "act", "coverage", "screenshots", "clean")
pytestmark = pytest.mark.skipif(shutil.which("make") is None, reason="make is not on this machine")

# Answers as Python does where the set-up asks, and writes down what else it was told.
STAND_IN = """#!/bin/sh
case "$*" in
  -c*) exit 0 ;;
  "-m venv --clear "*) rm -rf "$4" && mkdir -p "$4/bin" && cp "$0" "$4/bin/python" ;;
  "-m pip install"*fail*) exit 1 ;;
esac
echo "$*" >> told.txt
"""


def make(
    folder: Path, *words: str, code: int = 0, path: str | None = None, **environ: str
) -> subprocess.CompletedProcess[str]:
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(("MAKE", "MFLAGS", "PYTHON"))}
    finished = subprocess.run(
        [shutil.which("make") or "make", *words],
        cwd=folder,
        env=inherited | environ | ({"PATH": path} if path is not None else {}),
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert finished.returncode == code, finished.stderr
    return finished


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    folder = tmp_path / "a clone"
    (folder / "scripts").mkdir(parents=True)
    for name in ("Makefile", "scripts/find_python.sh", "pyproject.toml", "requirements-dev.txt"):
        shutil.copyfile(ROOT / name, folder / name)
    program(tmp_path / "python", STAND_IN)
    return folder


def program(file: Path, text: str) -> Path:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, "utf-8")
    file.chmod(0o755)
    return file


def setup(clone: Path) -> list[str]:
    """Return what Python was told by one set-up, by the name of the step."""
    log = clone / "told.txt"
    log.unlink(missing_ok=True)
    make(clone, "setup", f"PYTHON={clone.parent / 'python'}")
    steps = {
        "-m venv": "environment",
        "--require-hashes": "dependencies",
        "--editable .": "stepfree",
        "install_chromium": "chromium",
    }
    lines = log.read_text("utf-8").splitlines()
    return [step for line in lines for words, step in steps.items() if words in line]


def test_the_first_set_up_installs_all_and_the_second_only_looks_for_the_browser(clone: Path) -> None:
    assert setup(clone) == ["environment", "dependencies", "stepfree", "chromium"]
    assert setup(clone) == ["chromium"]


@pytest.mark.parametrize("name", ["pyproject.toml", "requirements-dev.txt"])
def test_a_changed_lock_or_project_is_installed_again(clone: Path, name: str) -> None:
    setup(clone)
    later = (clone / ".venv" / "bin" / "python").stat().st_mtime + 10
    os.utime(clone / name, (later, later))
    for stamp in (clone / ".venv").glob(".set-up-*"):
        os.utime(stamp, (later - 5, later - 5))
    assert setup(clone) == ["dependencies", "stepfree", "chromium"]


def test_a_clone_that_was_moved_with_its_environment_is_installed_again(clone: Path) -> None:
    setup(clone)
    moved = clone.rename(clone.with_name("elsewhere"))
    assert setup(moved) == ["dependencies", "stepfree", "chromium"]
    assert setup(moved) == ["chromium"]


def test_an_interpreter_that_is_gone_is_replaced(clone: Path) -> None:
    setup(clone)
    python = clone / ".venv" / "bin" / "python"
    python.unlink()
    python.symlink_to("/nowhere/python3.11")
    assert setup(clone) == ["environment", "dependencies", "stepfree", "chromium"]


def test_a_set_up_that_failed_is_done_again(clone: Path) -> None:
    make(clone, "setup", f"PYTHON={program(clone.parent / 'failing', STAND_IN.replace('*fail*', '*'))}", code=2)
    assert not list((clone / ".venv").glob(".set-up-*"))
    shutil.copy(clone.parent / "python", clone / ".venv" / "bin" / "python")
    assert setup(clone) == ["dependencies", "stepfree", "chromium"]


def test_help_names_every_target() -> None:
    told = make(ROOT).stdout
    assert [target for target in TARGETS if f"make {target} " not in told] == ["help"]


@pytest.mark.parametrize("target", TARGETS)
def test_every_target_can_be_planned(target: str) -> None:
    assert make(ROOT, "-n", target, "ACT=folder").stdout


def test_the_ci_runs_the_tests_that_the_readme_names() -> None:
    assert (ROOT / ".ci" / "run").read_text("utf-8").rstrip().endswith("make test")
    assert "-m pytest" in make(ROOT, "-n", "test").stdout


def found_python(folder: Path, **pythons: str) -> subprocess.CompletedProcess[str]:
    """Return what find_python.sh says where only these Pythons are on the path, each a shell script."""
    for name, text in pythons.items():
        program(folder / name.replace("_", "."), f"#!/bin/sh\n{text}\n")
    shell = shutil.which("sh") or "/bin/sh"
    return subprocess.run(
        [shell, ROOT / "scripts" / "find_python.sh"],
        env={"PATH": str(folder)},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


OLD, NO_VENV, BROKEN = "exit 1", 'case "$2" in *venv*) exit 1 ;; esac', "echo shim: not installed >&2; exit 127"


def test_the_first_python_that_serves_is_taken(tmp_path: Path) -> None:
    answer = found_python(tmp_path, python3_13=BROKEN, python3_12=NO_VENV, python3_11="exit 0", python3="exit 0")
    assert answer.stdout.strip() == str(tmp_path / "python3.11")
    assert answer.stderr == ""


@pytest.mark.parametrize(
    ("pythons", "words"),
    [
        ({}, ("Python 3.11 或更高", "Python 3.11 or later")),
        ({"python3": OLD}, ("Python 3.11 或更高", "Python 3.11 or later")),
        ({"python3": NO_VENV}, ("缺少 venv", "lacks the module venv")),
    ],
    ids=["none", "old", "no-venv"],
)
def test_a_missing_python_is_told_in_one_line(tmp_path: Path, pythons: dict[str, str], words: tuple[str, str]) -> None:
    answer = found_python(tmp_path, **pythons)
    assert answer.returncode == 1
    assert answer.stdout == ""
    (line,) = answer.stderr.splitlines()
    assert all(part in line for part in words)


def test_a_python_that_was_named_is_the_only_candidate(clone: Path) -> None:
    told = make(clone, "setup", "PYTHON=/nowhere/python3", code=2).stderr
    assert "PYTHON=/nowhere/python3" in told
    assert not (clone / ".venv").exists()
