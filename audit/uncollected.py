"""Work that makes millions of objects and no cycles among them: looking for cycles again and again is time lost."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


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
