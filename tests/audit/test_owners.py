"""Who must mend it: the last table that matches."""

from __future__ import annotations

import tomllib

import pytest

from audit import plan as plans
from audit.facility_kinds import KINDS
from audit.model import Lang
from audit.owners import owner_of
from audit.plan import Owner, Plan


def owner(bureau: str, **patterns: tuple[str, ...]) -> Owner:
    return Owner.model_validate({"bureau": bureau, **patterns})


OWNERS = (
    owner("工业和信息化局"),
    owner("住房和城乡建设局", layers=("curb_*", "public_toilets")),
    owner("交通运输局", layers=("bus_stops",)),
    owner("东区住建局", layers=("curb_ramps",), districts=("9901*",)),
    owner("门户网站编辑部", sites=("portal-*",)),
    owner("门户网站技术组", sites=("portal-*",), rules=("reflow", "axe-*")),
    owner("两边都管", sites=("both",), layers=("both",), districts=("7",)),
)


@pytest.mark.parametrize(
    ("asked", "bureau"),
    [
        ({"rule": "x", "layers": ("curb_ramps",)}, "住房和城乡建设局"),
        ({"rule": "x", "layers": ("ramps-2025", "curb_ramps")}, "住房和城乡建设局"),
        ({"rule": "x", "layers": ("curb_ramps",), "division": "990102"}, "东区住建局"),
        ({"rule": "x", "layers": ("curb_ramps",), "division": "8801"}, "住房和城乡建设局"),
        ({"rule": "x", "layers": ("bus_stops",), "division": "990102"}, "交通运输局"),
        ({"rule": "x", "site": "portal-east"}, "门户网站编辑部"),
        ({"rule": "axe-image-alt", "site": "portal-east"}, "门户网站技术组"),
        ({"rule": "axe-image-alt", "site": "other"}, "工业和信息化局"),
        ({"rule": "x", "site": "both", "division": "7"}, "两边都管"),
        ({"rule": "x", "layers": ("both",), "division": "7"}, "两边都管"),
        ({"rule": "x", "site": "PORTAL-east"}, "工业和信息化局"),
    ],
)
def test_the_last_table_that_matches_wins(asked: dict[str, str], bureau: str) -> None:
    found = owner_of(OWNERS, **asked)
    assert found is not None
    assert found.bureau == bureau


def test_no_table_is_nobody() -> None:
    assert owner_of((), rule="x", site="s") is None
    assert owner_of(OWNERS[1:], rule="x", site="s") is None


def test_a_table_by_rule_alone_holds_everywhere() -> None:
    only = (owner("a", rules=("reflow",)),)
    assert owner_of(only, rule="reflow", site="s") is only[0]
    assert owner_of(only, rule="other", site="s") is None


@pytest.mark.parametrize("lang", Lang)
def test_the_plan_to_fill_in_leaves_nothing_without_an_owner(lang: Lang) -> None:
    owners = Plan.model_validate(tomllib.loads(plans.template(lang))).owners
    found = {kind: owner_of(owners, rule="any", layers=(kind,)) for kind in KINDS}
    assert all(found.values()), [kind for kind, who in found.items() if who is None]
    signal = owner_of(owners, rule="gb-50763:crossing-sound-signal", layers=("crossings",))
    assert signal is not None
    assert signal is not found["crossings"], "signals are the police's, the road is not"
    assert owner_of(owners, rule="any", site="portal") is not None
