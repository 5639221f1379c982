"""Kinds of facility: whole entries, known to the plan, the columns and the reports alike."""

from __future__ import annotations

import pytest

from audit import plan as plans
from audit.facility_kinds import KINDS, FacilityKind
from audit.model import Lang
from geo_checks.schema import ATTRIBUTES, UNITS
from reports.wording import Words


@pytest.mark.parametrize("kind", KINDS.values(), ids=list(KINDS))
def test_each_kind_is_whole(kind: FacilityKind) -> None:
    assert KINDS[kind.id] is kind
    assert all((kind.title.zh, kind.title.en, kind.weight > 0))
    assert set(kind.sides or ()) <= kind.attributes.keys()
    assert {"built", "agency_verdict"} <= kind.attributes.keys()
    for name, attribute in kind.attributes.items():
        assert attribute.title.zh, name
        assert attribute.title.en, name
        assert (attribute.unit in UNITS[attribute.quantity]) == bool(attribute.unit), name
        assert (attribute.quantity == "category") == bool(attribute.categories), name
        words = [word for category in attribute.categories for word in (category.id, *category.words)]
        assert all(word == word.casefold() for word in words), name


def test_one_entry_serves_the_plan_the_columns_and_the_reports() -> None:
    assert tuple(ATTRIBUTES) == plans.LAYER_KINDS == tuple(KINDS)
    for kind in KINDS:
        assert plans.Layer.model_validate({"kind": kind, "file": "x"}).kind == kind
        assert plans.Weights.model_validate({"layers": {kind: 2}}).of_kind(kind) == 2
    assert [Words(lang).kind("curb_ramps") for lang in (Lang.ZH, Lang.EN)] == ["缘石坡道", "Curb ramps"]
    assert plans.schema()["$defs"]["Layer"]["properties"]["kind"]["enum"] == list(KINDS)


def test_only_the_first_three_are_missed_when_a_plan_has_none() -> None:
    assert [kind.id for kind in KINDS.values() if kind.expected] == ["curb_ramps", "public_toilets", "bus_stops"]
