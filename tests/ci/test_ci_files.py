"""The files for pipelines: valid by schemas that others wrote, and their shell steps run with hostile settings."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import click
import pytest
from ruamel.yaml import YAML

import cli
import reports

ROOT = Path(cli.__file__).parent
HOSTILE = "a b'; touch owned; $(touch owned) `touch owned` \"\n* --help 网站"
VARIABLES = {
    "STEPFREE_BASELINE": "--baseline",
    "STEPFREE_FAIL_ON": "--fail-on",
    "STEPFREE_MIN_COVERAGE": "--min-coverage",
    "STEPFREE_WAIVERS": "--waivers",
    "STEPFREE_DEPTH": "--depth",
    "STEPFREE_MAX_PAGES": "--max-pages",
    "STEPFREE_BASE_URL": "--base-url",
    "STEPFREE_LANG": "--lang",
    "STEPFREE_OUT": "--out",
}


def read(name: str) -> Any:
    return YAML(typ="safe").load((ROOT / name).read_text("utf-8"))


@pytest.mark.parametrize(
    ("schema", "name"), [("vendor.github-actions", "action.yml"), ("vendor.gitlab-ci", "ci/gitlab-ci.yml")]
)
def test_a_file_fits_the_schema_of_its_service(schema: str, name: str) -> None:
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", schema, str(ROOT / name)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.fixture
def fake(tmp_path: Path) -> Path:
    """Return a stand-in for stepfree that writes down what it was given, a line each, and ends with 3."""
    path = tmp_path / "bin" / "stepfree"
    path.parent.mkdir(parents=True)
    path.write_text(f"#!{sys.executable}\nimport json, sys\nprint(json.dumps(sys.argv[1:]))\nsys.exit(3)\n", "utf-8")
    path.chmod(0o755)
    return path


def gate(folder: Path, command: Path | str, **settings: str) -> subprocess.CompletedProcess[str]:
    environment = {"PATH": "/usr/bin:/bin", "STEPFREE": str(command), **settings}
    return subprocess.run(
        ["sh", str(ROOT / "ci/gate.sh")], env=environment, cwd=folder, capture_output=True, text=True, check=False
    )


def given(done: subprocess.CompletedProcess[str]) -> list[str]:
    assert done.returncode == 3, done.stderr
    found: list[str] = YAML(typ="safe").load(done.stdout)
    return found


def test_a_target_alone(fake: Path, tmp_path: Path) -> None:
    assert given(gate(tmp_path, fake, STEPFREE_TARGET="public")) == ["site", "--out", "stepfree-out", "--", "public"]
    told = given(gate(tmp_path, fake, STEPFREE_TARGET="city/plan.toml", STEPFREE_BASE_URL="http://x/"))
    assert told == ["district", "--out", "stepfree-out", "--", "city/plan.toml"]


def test_a_gate_without_a_target_is_wrong_use(tmp_path: Path) -> None:
    done = gate(tmp_path, "stepfree")
    assert done.returncode == 2
    assert "STEPFREE_TARGET" in done.stderr


@pytest.mark.parametrize("variable", [*VARIABLES, "STEPFREE_TARGET", "STEPFREE_FORMATS"])
def test_a_setting_is_never_read_as_shell_text(variable: str, fake: Path, tmp_path: Path) -> None:
    told = given(gate(tmp_path, fake, **{"STEPFREE_TARGET": "public", variable: HOSTILE}))
    assert not (tmp_path / "owned").exists()
    if variable == "STEPFREE_TARGET":
        assert told[-2:] == ["--", HOSTILE]
    elif variable == "STEPFREE_FORMATS":
        assert [told[n + 1] for n, word in enumerate(told) if word == "--format"] == HOSTILE.split()
    else:
        assert told[told.index(VARIABLES[variable]) + 1] == HOSTILE


def test_every_setting_names_an_option_that_there_is() -> None:
    for command in (cli.site, cli.district):
        assert isinstance(command, click.Command)
        options = {name for parameter in command.params for name in parameter.opts}
        wanted = {*VARIABLES.values(), "--format"} - ({"--base-url"} if command is cli.district else set())
        assert wanted <= options


def test_a_baseline_that_is_not_there_yet_is_told_and_left_out(fake: Path, tmp_path: Path) -> None:
    settings = {"STEPFREE_TARGET": "public", "STEPFREE_BASELINE": "findings.json", "STEPFREE_FAIL_ON": "new"}
    done = gate(tmp_path, fake, **settings)
    assert "findings.json" in done.stderr
    assert given(done) == ["site", "--out", "stepfree-out", "--", "public"]
    (tmp_path / "findings.json").write_text("{}", "utf-8")
    assert given(gate(tmp_path, fake, **settings))[:5] == ["site", "--baseline", "findings.json", "--fail-on", "new"]


# ---- GitHub's action


def test_no_input_of_the_action_is_put_into_a_command() -> None:
    action = read("action.yml")
    for step in action["runs"]["steps"]:
        assert "${{" not in step.get("run", ""), step["name"]
        if "uses" in step:
            assert re.fullmatch(r"[\w./-]+@[0-9a-f]{40}", step["uses"]), "pinned by commit"
    variables = action["runs"]["steps"][-1]["env"]
    used = {re.fullmatch(r"\$\{\{ inputs\.([a-z-]+) \}\}", value)[1] for value in variables.values()}  # type: ignore[index]
    assert used == set(action["inputs"])
    assert set(variables) == {*VARIABLES, "STEPFREE_TARGET", "STEPFREE_FORMATS"}


def test_the_action_hands_on_code_and_report(fake: Path, tmp_path: Path) -> None:
    runner = tmp_path / "runner"
    (runner / "stepfree/bin").mkdir(parents=True)
    fake.rename(runner / "stepfree/bin/stepfree")
    step = read("action.yml")["runs"]["steps"][-1]
    outputs = tmp_path / "outputs"
    hostile = "out\nexit-code=0"
    environment = {
        "PATH": "/usr/bin:/bin",
        "GITHUB_ACTION_PATH": str(ROOT),
        "GITHUB_OUTPUT": str(outputs),
        "RUNNER_TEMP": str(runner),
        **dict.fromkeys(step["env"], ""),
        "STEPFREE_TARGET": "public",
        "STEPFREE_OUT": hostile,
    }
    done = subprocess.run(
        ["sh", "-e", "-c", step["run"]], env=environment, cwd=tmp_path, capture_output=True, check=False
    )
    assert done.returncode == 3
    assert outputs.read_text("utf-8").splitlines() == ["exit-code=3", "report=outexit-code=0"]


@pytest.mark.parametrize("formats", ["html", "json\ngithub-summary github-annotations"])
@pytest.mark.parametrize("code", [0, 1, 2, 3, 4])
def test_the_action_shows_what_was_asked_for(formats: str, code: int, tmp_path: Path) -> None:
    program = tmp_path / "stepfree/bin/stepfree"
    program.parent.mkdir(parents=True)
    program.write_text(f"#!/bin/sh\nexit {code}\n", "utf-8")
    program.chmod(0o755)
    hostile = "-out\n$(touch owned)"
    (tmp_path / hostile).mkdir()
    (tmp_path / hostile / "annotations.txt").write_text("::error file=%25,line=1::$(touch owned)\n", "utf-8")
    (tmp_path / hostile / "step-summary.md").write_text("# `touch owned`\n", "utf-8")
    shown = tmp_path / "shown"
    shown.write_text("before\n", "utf-8")
    step = read("action.yml")["runs"]["steps"][-1]
    environment = {
        "PATH": "/usr/bin:/bin",
        "GITHUB_ACTION_PATH": str(ROOT),
        "GITHUB_OUTPUT": str(tmp_path / "outputs"),
        "GITHUB_STEP_SUMMARY": str(shown),
        "RUNNER_TEMP": str(tmp_path),
        **dict.fromkeys(step["env"], ""),
        "STEPFREE_TARGET": "public",
        "STEPFREE_OUT": hostile,
        "STEPFREE_FORMATS": formats,
    }
    done = subprocess.run(
        ["sh", "-e", "-c", step["run"]], env=environment, cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.returncode == code
    told = formats != "html" and code in {0, 1, 3}
    assert done.stdout == ("::error file=%25,line=1::$(touch owned)\n" if told else "")
    assert shown.read_text("utf-8") == ("before\n# `touch owned`\n" if told else "before\n")
    assert not (tmp_path / "owned").exists()


# ---- installing


def test_the_installation_is_locked_and_done_once(tmp_path: Path) -> None:
    log = tmp_path / "log"
    python = tmp_path / "python"
    python.write_text(
        "#!/bin/sh\n"
        f'case "$1 $2" in "-m venv") mkdir -p "$3/bin"; cp "$0" "$3/bin/python"; exit;; esac\n'
        f'[ "$1" = -c ] || printf "%s\\n" "$*" >> "{log}"\n'
        f'case "$*" in *--no-deps*) touch "${{0%python}}stepfree"; chmod +x "${{0%python}}stepfree";; esac\n',
        "utf-8",
    )
    python.chmod(0o755)
    venv = tmp_path / "a folder" / "venv"
    environment = {"PATH": "/usr/bin:/bin", "PYTHON": str(python)}
    for _ in range(2):
        subprocess.run(["sh", str(ROOT / "ci/install.sh"), str(venv)], env=environment, check=True)
    first, second, chromium, again = log.read_text("utf-8").splitlines()
    assert "--require-hashes --only-binary :all:" in first
    assert first.endswith("requirements.txt")
    assert "--no-deps --no-build-isolation" in second
    assert chromium == again == f"{ROOT}/scripts/install_chromium.py"


# ---- the other files


def test_the_image_runs_a_plain_user_on_a_pinned_base() -> None:
    lines = (ROOT / "ci/Dockerfile").read_text("utf-8").splitlines()
    (base,) = [line.split()[1] for line in lines if line.startswith("FROM ")]
    assert re.fullmatch(r"[a-z]+:\d+\.\d+\.\d+[\w.-]*", base), "a version of its own, no moving tag"
    users = [line.split()[1] for line in lines if line.startswith("USER ")]
    assert users
    assert users[-1].isdecimal()
    assert int(users[-1]) > 0
    said = "\n".join(lines)
    assert "no-sandbox" not in said
    assert "--require-hashes" in said
    assert not re.search(r"index-url|https?://", said)


def test_jenkins_hands_no_parameter_to_the_shell_as_text() -> None:
    text = (ROOT / "ci/Jenkinsfile").read_text("utf-8")
    steps = re.findall(r"^\s*sh (.*)$", text, re.MULTILINE)
    assert steps == ["'sh /opt/stepfree/ci/gate.sh'"]
    assert text.count("{") == text.count("}")
    named = set(re.findall(r"(STEPFREE_\w+) =", text))
    assert named <= {*VARIABLES, "STEPFREE_TARGET"}


def test_gitlab_sets_what_the_gate_reads() -> None:
    pipeline = read("ci/gitlab-ci.yml")
    assert set(pipeline["variables"]) - {"STEPFREE_IMAGE"} <= {*VARIABLES, "STEPFREE_TARGET", "STEPFREE_FORMATS"}
    assert pipeline["stepfree"]["script"] == ["sh /opt/stepfree/ci/gate.sh"]


def test_gitlab_is_given_the_report_that_the_gate_writes() -> None:
    pipeline = read("ci/gitlab-ci.yml")
    formats = pipeline["variables"]["STEPFREE_FORMATS"].split()
    assert set(formats) <= set(reports.FORMATS)
    assert {*reports.USUAL, "gitlab"} == set(formats), "the usual ones stay"
    named = pipeline["stepfree"]["artifacts"]["reports"]["accessibility"]
    assert named == "$STEPFREE_OUT/gl-accessibility.json"


def test_the_hook_for_pre_commit_runs_a_command_that_there_is(tmp_path: Path) -> None:
    (hook,) = read(".pre-commit-hooks.yaml")
    assert {"id", "name", "entry", "language"} <= hook.keys()
    program, name = hook["entry"].split()
    assert (program, name) == ("stepfree", "site")
    # Within its group, as on the command line: by itself the command would keep another help option.
    group = click.Context(cli.stepfree, help_option_names=["-h", "--help"])
    context = cli.site.make_context("site", [*hook["args"]], parent=group)
    assert context.params["target"] == "public"
    assert context.params["fail_on"] == "serious"


@pytest.mark.parametrize("name", ["ci/gate.sh", "ci/install.sh", "scripts/find_python.sh"])
def test_scripts_are_plain_posix_shell(name: str) -> None:
    subprocess.run(["sh", "-n", str(ROOT / name)], check=True)
    assert (ROOT / name).read_text("utf-8").startswith("#!/bin/sh\n")
