"""Waivers: what they match, and that one which has expired or matches nothing is told."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from audit.ledger import cause
from audit.model import Lang, UsageError, digest
from audit.plan_gate import Waiver
from audit.waivers import load, match
from tests.audit.snapshots import DAY, SITE, address, fault, ramps, snapshot


def waiver(**given: Any) -> Waiver:
    return Waiver(**{"reason": "等第三方升级", "owner": "信息中心", "expires": DAY, **given})


FOUND = [fault("a.html"), fault("map/b.html", selector='a[href="/x"]', rule="link-name")]


@pytest.mark.parametrize(
    ("given", "matched"),
    [
        ({"rule": "axe-image-alt"}, [0]),
        ({"rule": "*"}, [0, 1]),
        ({"rule": "axe-*", "site": SITE}, [0]),
        ({"rule": "axe-*", "site": "other"}, []),
        ({"page": "*/map/*"}, [1]),
        ({"page": address("a.html")}, [0]),
        ({"page": "a.html"}, []),
        ({"selector": 'a[href="/x"]'}, [1]),
        ({"selector": "main > *"}, [0]),
        ({"fingerprint": FOUND[0]["fingerprint"]}, [0]),
        ({"fingerprint": FOUND[0]["fingerprint"], "rule": "link-name"}, []),
        ({"rule": "*", "district": "9901*"}, []),
        ({"rule": "*", "layer": "*"}, []),
    ],
)
def test_what_a_waiver_matches_on_pages(given: dict[str, str], matched: list[int]) -> None:
    found = match([waiver(**given)], snapshot(FOUND, ["a.html", "map/b.html"]), DAY)
    assert [row for row, number in enumerate(found.web) if number == 0] == matched
    assert not len(found.street)


@pytest.mark.parametrize(
    ("given", "matched"),
    [
        ({"layer": "curb_*", "rule": "width"}, [0, 1]),
        ({"facility": "1"}, [0]),
        ({"rule": "width", "district": "10"}, [0, 1]),
        ({"rule": "width", "district": "11"}, []),
        ({"rule": "width", "site": SITE}, []),
        ({"fingerprint": digest("curb_ramps", "2", "width")}, [1]),
    ],
)
def test_what_a_waiver_matches_on_the_street(given: dict[str, str], matched: list[int]) -> None:
    found = match([waiver(**given)], ramps([("1", 0, 0, "failed"), ("2", 9, 0, "failed"), ("3", 20, 0, "passed")]), DAY)
    assert [row for row, number in enumerate(found.street) if number == 0] == matched


def test_the_first_that_matches_is_named() -> None:
    found = match([waiver(rule="link-name"), waiver(rule="*")], snapshot(FOUND, ["a.html", "map/b.html"]), DAY)
    assert found.web.tolist() == [1, 0]


@pytest.mark.parametrize(("days", "expired"), [(0, False), (1, True)])
def test_a_waiver_holds_to_the_end_of_its_last_day(days: int, *, expired: bool) -> None:
    found = match([waiver(rule="*")], snapshot(FOUND), DAY + timedelta(days=days))
    assert bool(found.expired) is expired
    assert (found.web < 0).all() == expired
    assert not found.stale


@pytest.mark.parametrize(
    ("given", "changes", "kind"),
    [
        ({"rule": "link-name"}, {}, "stale"),
        ({"rule": "no-such-rule"}, {}, "stale"),
        ({"rule": "*", "site": "no-such-site"}, {}, "stale"),
        ({"page": "*/a.html"}, {}, "stale"),
        ({"page": "*/a.html"}, {"untested": ["a.html"]}, "unknown"),
        ({"rule": "*"}, {"untested": ["a.html", "b.html", "c.html"]}, "unknown"),
        ({"rule": "focus-visible"}, {"missed": [(SITE, SITE, "focus-visible")]}, "unknown"),
    ],
)
def test_a_waiver_that_matches_nothing(given: dict[str, str], changes: dict[str, Any], kind: str) -> None:
    asked = waiver(**given)
    found = match([asked], snapshot([], **changes), DAY)
    assert {"stale": found.stale, "unknown": found.unknown}[kind] == (asked,)


@pytest.mark.parametrize(
    "given",
    [
        {},
        {"site": SITE},
        {"layer": "curb_ramps"},
        {"fingerprint": "ABC"},
        {"rule": "x", "page": "*", "facility": "1"},
        {"rule": "x", "reason": ""},
        {"rule": "x", "owner": ""},
        {"rule": "x", "expires": "soon"},
    ],
)
def test_a_waiver_says_what_why_who_and_how_long(given: dict[str, str]) -> None:
    with pytest.raises(ValidationError):
        waiver(**given)


def test_a_file_of_waivers(tmp_path: Path) -> None:
    path = tmp_path / "stepfree-waivers.toml"
    path.write_text(
        '[[waiver]]\nrule = "axe-color-contrast"\nreason = "旧版"\nowner = "信息中心"\nexpires = 2027-01-01\n', "utf-8"
    )
    (found,) = load(path)
    assert found.expires == date(2027, 1, 1)
    assert found.name == 'rule = "axe-color-contrast"'


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[[waiver]\n", "not valid TOML"),
        ("[[waver]]\n", "did you mean waiver?"),
        ('[[waiver]]\nrule = "x"\n', "this key is missing"),
        ('[[waiver]]\nreason = "r"\nowner = "o"\nexpires = 2027-01-01\n', "give at least one of rule"),
        ('[[waiver]]\nrule = "x"\nreason = "r"\nowner = "o"\nexpires = "2027"\n', "must be a date"),
    ],
)
def test_what_is_wrong_with_a_file_is_said(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "w.toml"
    path.write_text(text, "utf-8")
    with pytest.raises(UsageError) as caught:
        load(path)
    lines = [problem.to(Lang.EN) for problem in caught.value.problems]
    assert any(said in line for line in lines), lines
    assert all(str(path) in line for line in lines)


def test_a_file_that_is_not_there_or_no_text(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no such file"):
        load(tmp_path / "none.toml")
    (tmp_path / "binary").write_bytes(b"\xff\xfe")
    with pytest.raises(UsageError, match="cannot be read"):
        load(tmp_path / "binary")


def test_what_people_waived_in_lists_is_let_through_after_what_the_plan_names() -> None:
    now = snapshot(FOUND, ["a.html", "map/b.html"])
    listed = {cause(SITE, FOUND[1]["component"])}
    found = match([waiver(rule="axe-image-alt")], now, DAY, listed)
    assert found.web.tolist() == [0, 1]
    assert not found.stale
    assert match([], now, DAY).web.tolist() == [-1, -1]
    street = ramps([("1", 0, 0, "failed"), ("2", 5, 0, "failed")])
    assert match([], street, DAY, {digest("curb_ramps", "2", "width")}).street.tolist() == [-1, 0]
