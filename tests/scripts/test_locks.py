"""The locked dependencies: complete, hashed, of one mind, and free of any registry's address."""

import re
import tomllib
from pathlib import Path
from typing import NamedTuple

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[2]
RUN_TIME, DEVELOPMENT = ROOT / "requirements.txt", ROOT / "requirements-dev.txt"
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
MACHINES = [
    {"python_version": version, "python_full_version": f"{version}.4", "sys_platform": platform, "os_name": os_name}
    for version in ("3.11", "3.12", "3.13", "3.14")
    for platform, os_name in (("linux", "posix"), ("darwin", "posix"), ("win32", "nt"))
]


UNLOCKED = {"ocr"}  # large, and few need it


class Pin(NamedTuple):
    """One locked requirement and the hashes of its files."""

    requirement: Requirement
    hashes: frozenset[str]

    @property
    def name(self) -> str:
        return canonicalize_name(self.requirement.name)

    @property
    def version(self) -> str:
        (only,) = self.requirement.specifier
        return only.version

    def meant_for(self, machine: dict[str, str]) -> bool:
        return self.requirement.marker is None or self.requirement.marker.evaluate(machine)


def pins(lock: Path) -> list[Pin]:
    joined = re.sub(r"\\\n", " ", lock.read_text("utf-8"))
    lines = [line for line in joined.splitlines() if line.strip() and not line.lstrip().startswith("#")]
    return [
        Pin(
            Requirement(line.split("--hash=")[0].strip()),
            frozenset(re.findall(r"--hash=sha256:([0-9a-f]{64})\b", line)),
        )
        for line in lines
    ]


@pytest.mark.parametrize("lock", [RUN_TIME, DEVELOPMENT], ids=lambda lock: lock.name)
class TestEachLock:
    def test_names_no_registry(self, lock: Path) -> None:
        text = lock.read_text("utf-8")
        assert "://" not in text
        assert not re.search(r"index|find-links|trusted-host|@\s*file", text)

    def test_pins_every_requirement_with_hashes(self, lock: Path) -> None:
        for pin in pins(lock):
            assert [specifier.operator for specifier in pin.requirement.specifier] == ["=="], pin.name
            assert pin.hashes, pin.name
            assert pin.requirement.url is None, pin.name

    @pytest.mark.parametrize("machine", MACHINES, ids=lambda each: f"{each['python_version']}-{each['sys_platform']}")
    def test_gives_each_machine_one_version_that_the_project_allows(self, lock: Path, machine: dict[str, str]) -> None:
        chosen = [pin for pin in pins(lock) if pin.meant_for(machine)]
        version = {pin.name: pin.version for pin in chosen}
        assert len(version) == len(chosen)
        wanted = [*PYPROJECT["project"]["dependencies"], *PYPROJECT["build-system"]["requires"]]
        if lock == DEVELOPMENT:
            extras = PYPROJECT["project"]["optional-dependencies"]
            wanted += [each for name, extra in extras.items() if name not in UNLOCKED for each in extra]
        for requirement in map(Requirement, wanted):
            name = canonicalize_name(requirement.name)
            assert name in version, f"{name} is not locked: run make lock"
            assert requirement.specifier.contains(version[name]), f"{requirement} is locked at {version[name]}"


def test_development_runs_on_what_is_delivered() -> None:
    assert {(str(pin.requirement), pin.hashes) for pin in pins(RUN_TIME)} <= {
        (str(pin.requirement), pin.hashes) for pin in pins(DEVELOPMENT)
    }
