"""What is let through for a time: matches waivers with findings, and tells those that have expired or match nothing."""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from pydantic import ValidationError

from audit.ledger import item
from audit.model import Outcome, Text, UsageError
from audit.plan_gate import Waiver, Waivers
from audit.problems import problems_of
from audit.reviews import Says, Spoken
from audit.snapshot import Snapshot, facility_fingerprints
from audit.store import Store

Flags = NDArray[np.bool_]
# Keys of a waiver that are patterns of a column, in the frame of websites and in that of the street.
_WEB: Final = {"rule": "rule", "site": "site", "page": "page", "selector": "selector", "fingerprint": "fingerprint"}
_STREET: Final = {"rule": "rule", "layer": "layer", "facility": "facility", "district": "division"}


@dataclass(frozen=True)
class Waived:
    """What waivers let through.

    web, street: for each finding the number of its waiver, -1 for none; what a person waived in a list has the number
    after the last. expired: waivers past their last day, which let nothing through any more; stale: those that match
    nothing of what was tested; unknown: those that match nothing, while what they name was not tested.
    """

    waivers: tuple[Waiver, ...]
    web: NDArray[np.int64]
    street: NDArray[np.int64]
    expired: tuple[Waiver, ...]
    stale: tuple[Waiver, ...]
    unknown: tuple[Waiver, ...]


def load(path: Path) -> tuple[Waiver, ...]:
    """Read a file of [[waiver]] tables; UsageError with every problem in it."""
    try:
        table = tomllib.loads(path.read_text("utf-8"))
        return Waivers.model_validate(table).waivers
    except FileNotFoundError as error:
        raise UsageError(Text(f"{path}：没有这个文件", f"{path}: no such file")) from error
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(Text(f"{path}：读不出来：{error}", f"{path}: cannot be read: {error}")) from error
    except tomllib.TOMLDecodeError as error:
        raise UsageError(Text(f"{path}：不是合格的 TOML：{error}", f"{path}: not valid TOML: {error}")) from error
    except ValidationError as error:
        raise UsageError(*problems_of(path, Waivers, error)) from error


def match(
    waivers: Sequence[Waiver], snapshot: Snapshot, today: date, in_lists: Collection[str] = frozenset()
) -> Waived:
    """Return what waivers let through of a run's findings; the first that matches is named.

    in_lists: fingerprints of what people waived in a filled-in list (`waived_in_lists`): causes, or facility findings.
    """
    web, street = (np.full(len(table), -1, dtype=np.int64) for table in (snapshot.web, snapshot.street))
    expired: list[Waiver] = []
    stale: list[Waiver] = []
    unknown: list[Waiver] = []
    districts = {site: seen.district for site, seen in snapshot.sites.items()}
    prints = _Fingerprints(snapshot)
    for number, waiver in enumerate(waivers):
        if waiver.expires < today:
            expired.append(waiver)
            continue
        on_pages = _on_pages(waiver, snapshot, districts)
        on_street = _on_street(waiver, snapshot, prints)
        if not on_pages.any() and not on_street.any():
            (stale if _was_tested(waiver, snapshot) else unknown).append(waiver)
        web[on_pages & (web < 0)] = number
        street[on_street & (street < 0)] = number
    if in_lists:
        tested = map(Outcome, snapshot.web["by_test"])
        items = zip(snapshot.web["site"], snapshot.web["component"], tested, strict=True)
        listed = np.fromiter((item(*each) in in_lists for each in items), dtype=bool, count=len(web))
        web[listed & (web < 0)] = len(waivers)
        street[prints.among(in_lists) & (street < 0)] = len(waivers)
    return Waived(tuple(waivers), web, street, tuple(expired), tuple(stale), tuple(unknown))


def waived_in_lists(store: Store, today: date) -> frozenset[str]:
    """Return the fingerprints of what people have waived in filled-in lists, on a day."""
    spoken = Spoken.of(store.reviews(), today)
    return frozenset(name for name, review in spoken.states.items() if review.says is Says.WAIVED)


class _Fingerprints:
    """The fingerprints of facility findings, worked out when the first waiver asks for one."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._street = snapshot.street
        self._known: pd.Series | None = None

    def among(self, wanted: Collection[str]) -> Flags:
        """Return which findings have one of some fingerprints."""
        if self._known is None:
            self._known = pd.Series(facility_fingerprints(self._street), dtype="object")
        return self._known.isin(wanted).to_numpy(bool)


def _on_pages(waiver: Waiver, snapshot: Snapshot, districts: dict[str, str]) -> Flags:
    if waiver.layer or waiver.facility:
        return np.zeros(len(snapshot.web), dtype=bool)
    found = _all_of(waiver, snapshot.web, _WEB)
    if waiver.district:
        found &= _matches(snapshot.web["site"].map(districts).fillna(""), waiver.district)
    return found


def _on_street(waiver: Waiver, snapshot: Snapshot, prints: _Fingerprints) -> Flags:
    if waiver.site or waiver.page or waiver.selector:
        return np.zeros(len(snapshot.street), dtype=bool)
    found = _all_of(waiver, snapshot.street, _STREET)
    return found & prints.among({waiver.fingerprint}) if waiver.fingerprint and found.any() else found


def _all_of(waiver: Waiver, findings: pd.DataFrame, columns: dict[str, str]) -> Flags:
    found = np.ones(len(findings), dtype=bool)
    for key, column in columns.items():
        if pattern := getattr(waiver, key):
            found &= _matches(findings[column], pattern)
    return found


def _matches(values: pd.Series, pattern: str) -> Flags:
    """Return which texts a pattern matches, each different text asked once."""
    codes, texts = pd.factorize(values.astype("object"))
    plain = pattern.replace("[", "[[]")  # brackets mean themselves: selectors are full of them
    hits = np.array([fnmatchcase(str(text), plain) for text in texts], dtype=bool)
    return np.asarray(hits[codes], dtype=bool)


def _was_tested(waiver: Waiver, snapshot: Snapshot) -> bool:
    """Return whether what a waiver names was tested, or is not known at all: then it lets nothing through for good."""
    if waiver.rule and _matches(snapshot.missed["what"], waiver.rule).any():
        return False
    named: list[bool] = []
    if not (waiver.layer or waiver.facility):
        named += _tested(waiver.site, {site: seen.tested > 0 for site, seen in snapshot.sites.items()})
        if waiver.page and snapshot.pages is not None:
            pages = dict(zip(snapshot.pages["page"], snapshot.pages["tested"].astype(bool), strict=True))
            named = _tested(waiver.page, pages)
    if not (waiver.site or waiver.page or waiver.selector):
        named += _tested(waiver.layer, {layer: seen.tested > 0 for layer, seen in snapshot.layers.items()})
    return not named or any(named)


def _tested(pattern: str | None, known: dict[str, bool]) -> list[bool]:
    names = pd.Series(sorted(known), dtype="object")
    chosen = names[_matches(names, pattern)] if pattern and len(names) else names
    return [known[name] for name in chosen]
