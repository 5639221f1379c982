"""What the items of the rectification list are known by, for programs and for people."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import numpy as np
import pyarrow as pa

from audit import ledger
from audit.model import digest
from reports.rows import Cause
from reports.street_rows import Pick

# Crockford's letters: none is taken for another when it is read aloud or copied by hand.
_LETTERS: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
# Thirteen of them hold the 64 bits, told apart in three groups.
_SIGNS: Final = 13
_HYPHENS: Final = (5, 10)


def ident(fingerprint: str) -> str:
    """Return a fingerprint (16 hexadecimal digits) as a number that people can copy; different ones differ."""
    bits = int(fingerprint, 16)
    signs = [_LETTERS[bits >> 5 * place & 31] for place in reversed(range(_SIGNS))]
    for place in _HYPHENS:
        signs.insert(place, "-")
    return "".join(signs)


def idents(fingerprints: Sequence[str]) -> Any:
    """Return `ident` of many, as an Arrow column."""
    bits = np.frombuffer(bytes.fromhex("".join(fingerprints)), ">u8").astype(np.uint64)
    letters = np.frombuffer(_LETTERS.encode(), np.uint8)
    shown = np.full((bits.size, _SIGNS + len(_HYPHENS)), ord("-"), np.uint8)
    places = [place for place in range(shown.shape[1]) if place not in _HYPHENS]
    for shift, place in zip(range(5 * (_SIGNS - 1), -1, -5), places, strict=True):
        shown[:, place] = letters[(bits >> np.uint64(shift)) & np.uint64(31)]
    ends = pa.py_buffer(np.arange(0, shown.size + 1, shown.shape[1], dtype=np.int32))
    return pa.StringArray.from_buffers(bits.size, ends, pa.py_buffer(shown))


def cause_fingerprint(site: str, cause: Cause) -> str:
    """Return what a website's cause is known by."""
    return ledger.item(site, cause.component, cause.outcome)


def new_place_fingerprint(pick: Pick) -> str:
    """Return what a new place is known by: itself, to about ten centimetres."""
    return digest("siting", pick.layer, pick.what, f"{pick.lon or 0:.6f}", f"{pick.lat or 0:.6f}")
