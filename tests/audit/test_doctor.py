"""What the doctor says of the machine: folders, memory, packages, terminal."""

import shutil
import subprocess
import sys
import tempfile
from importlib.metadata import PackageNotFoundError
from pathlib import Path
from types import SimpleNamespace

import pytest

from audit import doctor
from audit.doctor import Check, checks, memory_limit

GIB = 2**30


def named(folder: Path) -> dict[str, Check]:
    return {check.name.en: check for check in checks(folder)}


def test_a_machine_that_runs_these_tests_is_well(tmp_path: Path) -> None:
    found = named(tmp_path / "not" / "yet")
    assert found["Python"].ok
    assert found["Packages"].ok
    assert "playwright" in found["Packages"].detail
    assert "GDAL" in found["Native libraries"].detail
    assert found["Write access"].detail == str(tmp_path)
    assert not (tmp_path / "not").exists()


def test_a_folder_that_cannot_be_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(**_: object) -> object:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(tempfile, "TemporaryFile", refuse)
    check = doctor._writable(tmp_path)
    assert check.ok is False
    assert "Permission denied" in check.detail
    assert check.mend is not None


@pytest.mark.parametrize(("free", "ok"), [(GIB - 1, False), (GIB, True)])
def test_too_little_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, free: int, ok: bool) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=free))
    check = doctor._disk(tmp_path)
    assert check.ok is ok
    assert (check.mend is None) is ok


def write(root: Path, **files: str) -> None:
    for name, text in files.items():
        file = root / name.replace("__", "/")
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")


MEMINFO = "MemTotal:       24683724 kB\nMemFree:        23000000 kB\n"


def test_memory_is_the_machines_when_no_group_limits_it(tmp_path: Path) -> None:
    write(tmp_path, proc__meminfo=MEMINFO, proc__self__cgroup="0::/\n")
    assert memory_limit(tmp_path) == 24683724 * 1024


def test_the_tightest_control_group_above_this_process_limits_it(tmp_path: Path) -> None:
    write(tmp_path, proc__meminfo=MEMINFO, proc__self__cgroup="0::/pod/container\n")
    groups = tmp_path / "sys/fs/cgroup/pod/container"
    groups.mkdir(parents=True)
    (groups / "memory.max").write_text("max\n", "ascii")
    (groups.parent / "memory.max").write_text(f"{GIB}\n", "ascii")
    assert memory_limit(tmp_path) == GIB
    check = doctor._memory(tmp_path)
    assert check.ok is False
    assert check.detail.startswith("1.0 GiB")
    assert check.mend is not None


def test_control_groups_of_version_1(tmp_path: Path) -> None:
    write(tmp_path, proc__meminfo=MEMINFO, proc__self__cgroup="5:cpu:/\n4:memory:/docker/1\n0::/\n")
    group = tmp_path / "sys/fs/cgroup/memory/docker/1"
    group.mkdir(parents=True)
    (group / "memory.limit_in_bytes").write_text(f"{4 * GIB}\n", "ascii")
    (group.parent / "memory.limit_in_bytes").write_text("9223372036854771712\n", "ascii")
    assert memory_limit(tmp_path) == 4 * GIB
    assert doctor._memory(tmp_path).ok is True


def test_a_package_that_is_missing_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    def found(package: str) -> str:
        if package == "w3lib":
            raise PackageNotFoundError(package)
        return "1.0"

    monkeypatch.setattr(doctor, "requires", lambda _: ["w3lib>=2.2", "click>=8", "ruff; extra == 'dev'"])
    monkeypatch.setattr(doctor, "version", found)
    check = doctor._packages()
    assert check.ok is False
    assert check.detail == "w3lib ?"
    assert check.mend == doctor.SET_UP_AGAIN


def test_a_native_library_that_does_not_load_is_told_by_its_last_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "_LOAD", "raise ImportError('libgdal.so.36: cannot open shared object file')")
    check = doctor._libraries()
    assert check.ok is False
    assert "libgdal.so.36" in check.detail


def test_a_native_library_that_ends_the_process_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "_LOAD", "import os; os.abort()")
    assert doctor._libraries().ok is False


@pytest.mark.parametrize(("encoding", "ok"), [("utf-8", True), ("gb18030", True), ("cp1252", False), (None, False)])
def test_a_terminal_that_cannot_show_chinese(*, encoding: str | None, ok: bool) -> None:
    check = doctor._terminal(encoding)
    assert check.ok is ok
    assert (check.mend is None) is ok


def test_asking_for_the_doctor_loads_no_native_library() -> None:
    loaded = "import audit.doctor, sys; sys.exit(any(name in sys.modules for name in ('pyogrio', 'geopandas')))"
    assert subprocess.run([sys.executable, "-c", loaded], check=False).returncode == 0
