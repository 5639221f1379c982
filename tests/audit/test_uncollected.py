from __future__ import annotations

import gc
import os
import subprocess
import sys

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


@pytest.mark.parametrize(("threads", "kept"), [(None, "1"), ("3", "3")], ids=["unsaid", "said"])
def test_a_process_of_one_command_looks_for_few_cycles_and_keeps_what_its_user_said(
    threads: str | None, kept: str
) -> None:
    environ = {name: value for name, value in os.environ.items() if name != "OPENBLAS_NUM_THREADS"}
    environ |= {} if threads is None else {"OPENBLAS_NUM_THREADS": threads}
    lines = [
        "import atexit, gc, os",
        "from audit.uncollected import for_one_command",
        "def tell(): print(os.environ['OPENBLAS_NUM_THREADS'], gc.get_threshold()[0] > 700, gc.get_freeze_count() > 0)",
        "atexit.register(tell)",
        "for_one_command()",
    ]
    # Of what is left for the end, the last is done first: the freezing stands before the telling.
    told = subprocess.run(
        [sys.executable, "-c", "\n".join(lines)], env=environ, capture_output=True, text=True, check=True
    )
    assert told.stdout.split() == [kept, "True", "True"]
