"""How a browser gets onto a machine: what is tried, in which order, and what is said."""

import os
import shutil
from collections.abc import Sequence
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from audit.model import Text, UsageError
from tests.scripts.loading import loaded
from web_checks.chromium import Chromium, Kind


@pytest.fixture
def script() -> ModuleType:
    return loaded("install_chromium")


class Machine:
    """A machine without browser and font, until a command that brings them succeeds."""

    def __init__(self, *succeeding: str, browser: bool = False, font: bool = False) -> None:
        self.succeeding = succeeding
        self.browser = browser
        self.font = font
        self.commands: list[str] = []

    def run(self, command: Sequence[str]) -> bool:
        words = " ".join(command)
        self.commands.append(words)
        works = any(part in words for part in self.succeeding)
        if works:
            self.browser |= "chromium-headless-shell" in words or "playwright install --only-shell" in words
            self.font |= "fonts-wqy-zenhei" in words
        return works

    def ran(self, part: str) -> bool:
        return any(part in command for command in self.commands)


def install(
    script: Any, monkeypatch: pytest.MonkeyPatch, machine: Machine, *, root: bool = True, programs: str = "apt-get sudo"
) -> int:
    browser = Path("/nowhere/chromium-headless-shell")
    monkeypatch.setattr(script, "find", lambda: Chromium(browser, Kind.HEADLESS_SHELL) if machine.browser else None)
    monkeypatch.setattr(script, "has_chinese_font", lambda: machine.font)
    monkeypatch.setattr(os, "geteuid", lambda: 0 if root else 1000)
    monkeypatch.setattr(shutil, "which", lambda name: f"/usr/bin/{name}" if name in programs.split() else None)
    code: int = script.main(machine.run)
    return code


def test_what_is_there_is_left_alone(script: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    machine = Machine(browser=True, font=True)
    assert install(script, monkeypatch, machine) == 0
    assert machine.commands == []


def test_root_installs_debians_packages_after_fetching_the_lists(
    script: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    machine = Machine("apt-get")
    assert install(script, monkeypatch, machine) == 0
    update, installation = machine.commands
    assert update.endswith(" update")
    assert "install -y --no-install-recommends chromium-headless-shell fonts-wqy-zenhei" in installation
    assert not machine.ran("sudo")


def test_sudo_without_a_password_serves_as_well(script: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    machine = Machine("sudo")
    assert install(script, monkeypatch, machine, root=False) == 0
    assert machine.commands[-1].startswith("sudo -n env DEBIAN_FRONTEND=noninteractive apt-get ")


@pytest.mark.parametrize("programs", ["apt-get", "apt-get sudo", "sudo", ""])
def test_a_plain_user_gets_playwrights_download(
    script: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], programs: str
) -> None:
    machine = Machine("playwright")
    assert install(script, monkeypatch, machine, root=False, programs=programs) == 0
    assert machine.ran("-m playwright install --only-shell chromium")
    assert not machine.ran("apt-get")
    assert "fonts-wqy-zenhei" in capsys.readouterr().out


def test_where_the_package_does_not_exist_playwright_downloads_and_the_font_is_still_installed(
    script: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Chromium, "version", "159.0.8154.6")
    machine = Machine("playwright", "--no-install-recommends fonts-wqy-zenhei")
    assert install(script, monkeypatch, machine) == 0
    assert machine.font
    assert not machine.ran("install-deps")  # the browser answers as it is


def test_a_download_that_does_not_run_gets_its_libraries(script: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Chromium, "version", "")
    machine = Machine("playwright")
    assert install(script, monkeypatch, machine) == 0
    assert machine.ran("-m playwright install-deps chromium")


def test_a_failed_download_leaves_the_system_as_it_was(script: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    machine = Machine(font=True)
    assert install(script, monkeypatch, machine) == 1
    assert not machine.ran("install-deps")


def test_without_any_browser_the_last_line_says_what_to_do(
    script: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert install(script, monkeypatch, Machine(), root=False, programs="") == 1
    last = capsys.readouterr().out.splitlines()[-1]
    assert "没有可用的浏览器" in last
    assert "there is no browser" in last
    assert "STEPFREE_CHROMIUM" in last


def test_a_wrong_override_is_told_and_nothing_is_installed(
    script: Any, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def find() -> None:
        raise UsageError(Text("变量不对", "the variable is wrong"))

    machine = Machine("apt-get", "playwright")
    monkeypatch.setattr(script, "find", find)
    assert script.main(machine.run) == 1
    assert machine.commands == []
    assert "the variable is wrong" in capsys.readouterr().out


def test_commands_that_fail_or_do_not_exist_are_told_apart_from_success(script: Any) -> None:
    assert script.call(("true",)) is True
    assert script.call(("false",)) is False
    assert script.call(("/nowhere/at-all",)) is False
