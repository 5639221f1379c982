"""How many tabs fit a machine."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from web_checks import capacity

GB = 1024**3


@pytest.mark.parametrize(
    ("cores", "memory", "tabs"),
    [
        (1, 8 * GB, 2),
        (2, 8 * GB, 3),
        (4, 8 * GB, 6),
        (64, 512 * GB, 16),
        (4, 1 * GB, 1),
        (4, 2 * GB, 4),
        (4, 0, 1),
        (0.5, None, 2),
    ],
)
def test_the_scarcer_of_cores_and_memory_decides(cores: float, memory: int | None, tabs: int) -> None:
    assert capacity.tabs_for(cores, memory) == tabs


@given(st.floats(0.1, 256), st.integers(0, 1024 * GB))
def test_there_is_always_a_tab_and_never_too_many(cores: float, memory: int) -> None:
    assert 1 <= capacity.tabs_for(cores, memory) <= 16


def test_a_containers_quota_counts(tmp_path: Path) -> None:
    (tmp_path / "cpu.max").write_text("150000 100000\n")
    assert capacity.cores(tmp_path) <= 1.5


def test_no_quota_leaves_the_machines_cores(tmp_path: Path) -> None:
    (tmp_path / "cpu.max").write_text("max 100000\n")
    assert capacity.cores(tmp_path) == capacity.cores(tmp_path / "none")


def test_the_older_groups_are_read_too(tmp_path: Path) -> None:
    (tmp_path / "cpu").mkdir()
    (tmp_path / "cpu" / "cpu.cfs_quota_us").write_text("50000\n")
    (tmp_path / "cpu" / "cpu.cfs_period_us").write_text("100000\n")
    (tmp_path / "memory").mkdir()
    (tmp_path / "memory" / "memory.limit_in_bytes").write_text(f"{GB}\n")
    (tmp_path / "memory" / "memory.usage_in_bytes").write_text(f"{GB // 4}\n")
    assert capacity.cores(tmp_path) == 0.5
    assert capacity.memory(tmp_path, tmp_path / "none") == GB - GB // 4


def test_memory_is_the_least_of_machine_and_container(tmp_path: Path) -> None:
    meminfo = tmp_path / "meminfo"
    meminfo.write_text("MemTotal:       16000000 kB\nMemAvailable:    8000000 kB\n")
    assert capacity.memory(tmp_path / "none", meminfo) == 8_000_000 * 1024
    (tmp_path / "memory.max").write_text(f"{2 * GB}\n")
    (tmp_path / "memory.current").write_text(f"{GB}\n")
    assert capacity.memory(tmp_path, meminfo) == GB


def test_a_system_that_does_not_say_is_not_guessed_at(tmp_path: Path) -> None:
    assert capacity.memory(tmp_path / "none", tmp_path / "meminfo") is None


def test_this_machine_has_a_tab() -> None:
    assert 1 <= capacity.tabs() <= 16
