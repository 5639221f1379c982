"""Which browser is found, on machines of every kind built in a temporary folder."""

import os
import sys
from pathlib import Path

import pytest

from audit.model import UsageError
from web_checks import chromium
from web_checks.chromium import Chromium, Kind, Machine, candidates, find, has_chinese_font, playwright_folder

SHELL = "root/usr/bin/chromium-headless-shell"
CHROME = "root/opt/google/chrome/chrome"
CHROMIUM = "root/usr/bin/chromium"
EDGE = "root/opt/microsoft/msedge/msedge"
OWN_SHELL = "home/.cache/ms-playwright/chromium_headless_shell-1255/chrome-headless-shell-linux64/chrome-headless-shell"
OWN_CHROMIUM = "home/.cache/ms-playwright/chromium-1255/chrome-linux64/chrome"


class Place:
    """A machine in a temporary folder, with its files."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def add(self, *paths: str, text: str = "#!/bin/sh\n", mode: int = 0o755) -> None:
        for path in paths:
            file = self.folder / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, "utf-8")
            file.chmod(mode)
            if "ms-playwright" in path:
                build = next(part for part in file.parents if part.parent.name == "ms-playwright")
                (build / "INSTALLATION_COMPLETE").touch()

    def machine(self, system: str = "Linux", **environ: str) -> Machine:
        return Machine(system, {"PATH": "", **environ}, self.folder / "home", self.folder / "root")


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path)


def found(place: Place, machine: Machine | None = None) -> list[str]:
    browsers = candidates(machine or place.machine())
    return [browser.path.relative_to(place.folder).as_posix() for browser in browsers]


def test_a_machine_without_a_browser_has_none(place: Place) -> None:
    assert find(place.machine()) is None


def test_a_headless_shell_goes_first_and_playwrights_full_browser_last(place: Place) -> None:
    place.add(OWN_CHROMIUM, EDGE, CHROMIUM, CHROME, OWN_SHELL, SHELL)
    assert found(place) == [SHELL, OWN_SHELL, CHROME, CHROMIUM, EDGE, OWN_CHROMIUM]


def test_a_browser_on_the_path_is_found_once(place: Place) -> None:
    place.add("root/usr/bin/google-chrome-stable", "elsewhere/microsoft-edge")
    machine = place.machine(PATH=os.pathsep.join(str(place.folder / part) for part in ("root/usr/bin", "elsewhere")))
    assert found(place, machine) == ["root/usr/bin/google-chrome-stable", "elsewhere/microsoft-edge"]


def test_what_cannot_be_run_is_no_browser(place: Place) -> None:
    place.add(SHELL, mode=0o644)
    (place.folder / CHROME).mkdir(parents=True)
    assert find(place.machine()) is None


@pytest.mark.parametrize("snap", ["root/usr/bin/chromium-browser", "snap/bin/chromium"])
def test_a_snap_goes_last(place: Place, snap: str) -> None:
    place.add(snap, text="#!/bin/sh\nexec /snap/bin/chromium\n")
    place.add(OWN_CHROMIUM)
    machine = place.machine(PATH=str(place.folder / "snap/bin"))
    assert found(place, machine) == [OWN_CHROMIUM, snap]


def test_of_playwrights_builds_the_newest_complete_one_is_taken(place: Place) -> None:
    newest, older = OWN_SHELL.replace("1255", "1300"), OWN_SHELL.replace("1255", "999")
    place.add(newest, OWN_SHELL, older)
    (place.folder / "home/.cache/ms-playwright/chromium_headless_shell-1300/INSTALLATION_COMPLETE").unlink()
    assert found(place) == [OWN_SHELL, older]


@pytest.mark.parametrize(
    ("system", "environ", "folder"),
    [
        ("Linux", {}, "home/.cache/ms-playwright"),
        ("Linux", {"XDG_CACHE_HOME": "cache"}, "cache/ms-playwright"),
        ("Linux", {"PLAYWRIGHT_BROWSERS_PATH": "browsers"}, "browsers"),
        ("Darwin", {}, "home/Library/Caches/ms-playwright"),
        ("Windows", {}, "home/AppData/Local/ms-playwright"),
        ("Windows", {"LOCALAPPDATA": "local"}, "local/ms-playwright"),
    ],
)
def test_playwrights_folder(place: Place, system: str, environ: dict[str, str], folder: str) -> None:
    environ = {name: str(place.folder / value) for name, value in environ.items()}
    assert playwright_folder(place.machine(system, **environ)) == place.folder / folder


def test_playwrights_folder_may_be_inside_the_package(place: Place) -> None:
    folder = playwright_folder(place.machine(PLAYWRIGHT_BROWSERS_PATH="0"))
    assert folder.parts[-4:] == ("playwright", "driver", "package", ".local-browsers")
    assert folder.parent.is_dir()


def test_macos_applications_of_all_users_and_of_one(place: Place) -> None:
    chrome = "Applications/Google Chrome.app/Contents/MacOS/Google Chrome"
    place.add(f"root/{chrome}", f"home/{chrome}")
    assert found(place, place.machine("Darwin")) == [f"root/{chrome}", f"home/{chrome}"]


def test_windows_programs(place: Place) -> None:
    edge, chrome = "x86/Microsoft/Edge/Application/msedge.exe", "local/Google/Chrome/Application/chrome.exe"
    place.add(edge, chrome)
    folders = {"PROGRAMFILES(X86)": str(place.folder / "x86"), "LOCALAPPDATA": str(place.folder / "local")}
    assert found(place, place.machine("Windows", **folders)) == [chrome, edge]


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("my_headless_shell", Kind.HEADLESS_SHELL),
        ("msedge", Kind.EDGE),
        ("chrome", Kind.CHROME),
        ("browser", Kind.CHROMIUM),
    ],
)
def test_the_override_wins(place: Place, name: str, kind: Kind) -> None:
    place.add(SHELL, f"own/{name}")
    path = place.folder / "own" / name
    assert find(place.machine(STEPFREE_CHROMIUM=str(path))) == Chromium(path, kind)
    assert find(place.machine(STEPFREE_CHROMIUM=name, PATH=str(path.parent))) == Chromium(path, kind)


def test_an_override_that_names_nothing_is_an_error_not_another_browser(place: Place) -> None:
    place.add(SHELL)
    with pytest.raises(UsageError) as raised:
        find(place.machine(STEPFREE_CHROMIUM="/nowhere/chrome"))
    assert "/nowhere/chrome" in raised.value.problems[0].zh
    assert "/nowhere/chrome" in raised.value.problems[0].en


def version(place: Place, text: str) -> str:
    place.add("browser", text=text)
    return Chromium(place.folder / "browser", Kind.CHROMIUM).version


def test_the_version_is_the_browsers_own_word(place: Place) -> None:
    assert version(place, "#!/bin/sh\necho Chromium 156.0.8078.79 built on Debian 12\n") == "156.0.8078.79"
    assert version(place, "#!/bin/sh\nexit 127\n") == ""
    assert version(place, "no program at all") == ""


def test_a_browser_that_does_not_answer_has_no_version(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(chromium, "_SECONDS_TO_ANSWER", 0.2)
    assert version(place, "#!/bin/sh\nexec sleep 30\n") == ""


def test_on_windows_the_version_is_read_from_the_folder(place: Place) -> None:
    place.add("Application/chrome.exe", "Application/99.0.1.2/x", "Application/156.0.8078.79/x", "Application/text/x")
    assert Chromium(place.folder / "Application/chrome.exe", Kind.CHROME).version == "156.0.8078.79"


def test_only_root_on_linux_gives_up_the_sandbox(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    assert not chromium.sandbox_possible(place.machine("Linux"))
    assert chromium.sandbox_possible(place.machine("Darwin"))
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    assert chromium.sandbox_possible(place.machine("Linux"))


@pytest.mark.parametrize(
    ("setting", "refused", "allowed"),
    [
        ("kernel/unprivileged_userns_clone", "0", "1"),
        ("kernel/apparmor_restrict_unprivileged_userns", "1", "0"),
        ("user/max_user_namespaces", "0", "96364"),
    ],
)
def test_a_restricted_kernel_is_named_with_its_cure(place: Place, setting: str, refused: str, allowed: str) -> None:
    assert chromium.sandbox_obstacle(place.machine()) is None
    place.add(f"root/proc/sys/{setting}", text=f"{allowed}\n")
    assert chromium.sandbox_obstacle(place.machine()) is None
    place.add(f"root/proc/sys/{setting}", text=f"{refused}\n")
    told = chromium.sandbox_obstacle(place.machine())
    assert told is not None
    assert f"sysctl -w {setting.replace('/', '.')}=" in told.zh
    assert f"sysctl -w {setting.replace('/', '.')}={refused}" not in told.en
    assert chromium.sandbox_obstacle(place.machine("Darwin")) is None


@pytest.mark.parametrize(
    ("script", "answer"), [("echo 文泉驿正黑", True), ("true", False), ("exit 1", None)], ids=["font", "none", "broken"]
)
def test_chinese_fonts_are_those_that_fontconfig_lists(place: Place, *, script: str, answer: bool | None) -> None:
    place.add("bin/fc-list", text=f"#!/bin/sh\n{script}\n")
    assert has_chinese_font(place.machine(PATH=str(place.folder / "bin"))) is answer


def test_without_fontconfig_a_known_file_tells_and_its_absence_does_not(place: Place) -> None:
    assert has_chinese_font(place.machine()) is None
    place.add("root/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf")
    assert has_chinese_font(place.machine()) is None
    place.add("root/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc")
    assert has_chinese_font(place.machine()) is True
    assert has_chinese_font(Place(place.folder / "other").machine("Darwin")) is True


def test_this_machines_own_description() -> None:
    machine = Machine()
    assert machine.root.is_absolute()
    assert machine.environ is os.environ
    assert (machine.system == "Linux") == sys.platform.startswith("linux")
