"""Settings of every test. Examples that take long on a busy machine are no fault of the code. Long files go first."""

from __future__ import annotations

import os
from collections.abc import Generator

import pytest
from hypothesis import HealthCheck, settings

# The same examples each time, so that a test fails for whoever broke it and for nobody else; others are looked for with
# --hypothesis-profile explore.
settings.register_profile("explore", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("stepfree", settings.get_profile("explore"), derandomize=True)
settings.load_profile("stepfree")

# Files that audit, drive a browser or write reports, those of the longest first. Whichever come last are short, so that
# no worker is left alone with a long one.
_FIRST = (
    *("tests/test_", "tests/hostile/", "tests/audit/demo/", "tests/web_checks/test_", "tests/web_checks/documents/"),
    *("tests/reports/", "tests/web_checks/rules/"),
)
_WORKERS_PER_CORE = 2


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the files that take long first; xdist gives files out in this order (Makefile)."""
    last = len(_FIRST)
    items.sort(key=lambda item: next((n for n, start in enumerate(_FIRST) if item.nodeid.startswith(start)), last))


@pytest.hookimpl(wrapper=True, optionalhook=True)
def pytest_xdist_auto_num_workers() -> Generator[None, int, int]:
    """Start more workers than cores: most of the time a test waits, for a page to come to rest or a limit to pass."""
    found = yield
    return found if "PYTEST_XDIST_AUTO_NUM_WORKERS" in os.environ else found * _WORKERS_PER_CORE
