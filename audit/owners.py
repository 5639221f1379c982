"""Who must mend a fault: the plan's [[owner]] tables, the last match wins (as in CODEOWNERS)."""

from __future__ import annotations

from collections.abc import Sequence
from fnmatch import fnmatchcase

from audit.plan import Owner


def owner_of(
    owners: Sequence[Owner], *, rule: str, division: str = "", site: str = "", layers: Sequence[str] = ()
) -> Owner | None:
    """Return the owner of a finding on a site or in a layer (by id and kind); None when no table matches."""
    for owner in reversed(owners):
        where_given = bool(owner.sites or owner.layers)
        on_site = bool(site) and _matches(owner.sites, site)
        in_layer = any(_matches(owner.layers, name) for name in layers)
        if where_given and not (on_site or in_layer):
            continue
        if owner.rules and not _matches(owner.rules, rule):
            continue
        if owner.districts and not _matches(owner.districts, division):
            continue
        return owner
    return None


def _matches(patterns: Sequence[str], value: str) -> bool:
    return any(fnmatchcase(value, pattern) for pattern in patterns)
