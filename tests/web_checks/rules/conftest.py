"""What tests of rules share that look at a page in depth: people who wait less."""

from __future__ import annotations

import pytest

from web_checks.probes import keyboard, pointer


@pytest.fixture
def quick_pointer(monkeypatch: pytest.MonkeyPatch) -> None:
    """Wait less for what pointing opens and closes: the pages of tests are quick."""
    monkeypatch.setattr(pointer, "_OPEN", 120)
    monkeypatch.setattr(pointer, "_CLOSE", 120)
    monkeypatch.setattr(pointer, "_REST", 400)


@pytest.fixture
def quick_keyboard(monkeypatch: pytest.MonkeyPatch) -> None:
    """Wait less for what a key does: the pages of tests are quick."""
    monkeypatch.setattr(keyboard, "_SLOW", 40)
