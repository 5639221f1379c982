"""Work that makes millions of objects and no cycles among them: looking for cycles again and again is time lost."""

from __future__ import annotations

import atexit
import gc
import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

# New objects after which Python looks for cycles among them (700 by default). Modules are made of hundreds of thousands
# that stay, while a crawl's own cycles are few and small.
_NEW_OBJECTS: Final = 50_000


@contextmanager
def uncollected() -> Iterator[None]:
    """Let Python look for cycles among objects only afterwards; whatever is used no more is freed at once all the same.

    As a decorator it holds for a whole function.
    """
    looking = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if looking:
            gc.enable()


def for_one_command() -> None:
    """Set this process up to run one command and end: before anything large is imported.

    Python looks for cycles less often, and not at the end, when the memory goes back as a whole. The only matrices
    multiplied here have three columns (the colours of film): the threads that OpenBLAS keeps would only spin.
    """
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    gc.set_threshold(_NEW_OBJECTS)
    atexit.register(gc.freeze)
