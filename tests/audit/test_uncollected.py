from __future__ import annotations

import gc

import pytest

from audit.uncollected import uncollected


def test_cycles_are_looked_for_again_whatever_happened() -> None:
    @uncollected()
    def work(fails: bool) -> bool:  # noqa: FBT001 -- it is all that is asked
        if fails:
            raise ValueError("broken off")
        return gc.isenabled()

    assert gc.isenabled()
    assert not work(fails=False)
    assert gc.isenabled()
    with pytest.raises(ValueError, match="broken off"):
        work(fails=True)
    assert gc.isenabled()


def test_within_another_it_changes_nothing() -> None:
    with uncollected():
        with uncollected():
            assert not gc.isenabled()
        assert not gc.isenabled()
    assert gc.isenabled()
