"""What the doctor says of browsers: the real one, a broken one, none."""

from pathlib import Path

import pytest
from playwright.sync_api import Error

from audit.doctor import Check
from web_checks import doctor
from web_checks.chromium import find


def browser_checks(monkeypatch: pytest.MonkeyPatch, **named: object) -> dict[str, Check]:
    for name, value in named.items():
        monkeypatch.setattr(doctor, name, value)
    return {check.name.en: check for check in doctor._browser()}


def test_the_machines_own_browser_starts() -> None:
    browser = find()
    if browser is None:
        pytest.skip("no Chromium on this machine")
    assert doctor.start(browser) == browser.version


def test_every_fault_says_in_both_languages_how_to_mend_it(tmp_path: Path) -> None:
    for check in doctor.checks(tmp_path):
        assert check.name.zh
        assert check.name.en
        if check.ok is True:
            assert check.mend is None
        if check.ok is False:
            assert check.mend is not None
            assert check.mend.zh != check.mend.en


def test_a_missing_browser(monkeypatch: pytest.MonkeyPatch) -> None:
    (check,) = browser_checks(monkeypatch, find=lambda: None).values()
    assert check.ok is False
    assert check.mend is not None
    assert "make setup" in check.mend.en


def test_an_override_that_names_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STEPFREE_CHROMIUM", "/nowhere/chrome")
    (check,) = browser_checks(monkeypatch).values()
    assert check.ok is False
    assert check.mend is not None
    assert "/nowhere/chrome" in check.mend.en


@pytest.mark.parametrize(
    ("words", "cure"),
    [
        ("chrome: error while loading shared libraries: libnss3.so: cannot open", "install-deps"),
        ("Chromium sandboxing failed!", "user namespaces"),
        ("some other thing", "make setup"),
    ],
)
def test_a_browser_that_does_not_start_says_why(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: str, cure: str
) -> None:
    broken = tmp_path / "chrome"
    broken.write_text("#!/bin/sh\nexit 1\n", "utf-8")
    broken.chmod(0o755)
    monkeypatch.setenv("STEPFREE_CHROMIUM", str(broken))

    def fail(_: object) -> str:
        raise Error(f"BrowserType.launch: closed\nBrowser logs:\n\n{words}\n")

    (check,) = browser_checks(monkeypatch, start=fail, sandbox_obstacle=lambda: None).values()
    assert check.ok is False
    assert check.mend is not None
    assert cure in check.mend.en
    assert str(broken) in check.detail
    assert words in check.detail or "launch" in check.detail


def test_a_program_that_is_no_browser_is_found_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    broken = tmp_path / "chrome"
    broken.write_text("#!/bin/sh\nexit 1\n", "utf-8")
    broken.chmod(0o755)
    monkeypatch.setenv("STEPFREE_CHROMIUM", str(broken))
    (check,) = browser_checks(monkeypatch).values()
    assert check.ok is False


@pytest.mark.parametrize(("possible", "ok"), [(True, True), (False, None)])
def test_a_sandbox_that_is_off_is_said(monkeypatch: pytest.MonkeyPatch, *, possible: bool, ok: bool | None) -> None:
    monkeypatch.setattr(doctor, "sandbox_possible", lambda: possible)
    check = doctor._sandbox()
    assert check.ok is ok
    assert (check.mend is None) is possible
