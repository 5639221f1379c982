"""The list of findings to judge: one a fault, the same for the same seed, and verdicts outlive a new draw."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit.model import Finding, Impact, Outcome, Target, Text, digest
from audit.schema import storable
from tests.scripts.loading import loaded

precision = loaded("precision_sample")


def finding(page: int, selector: str, component: str = "c", snippet: str = "<p>") -> Finding:
    address = f"http://folder.test/{page}.html"
    print_ = digest("rule", address, selector)
    target, text = Target(selector, snippet), Text("问题", "fault")
    return Finding(address, "rule", Outcome.FAILED, Impact.MINOR, target, text, component, print_)


def test_copies_of_a_fault_on_a_page_are_drawn_once_as_their_first() -> None:
    found = [finding(1, "#a"), finding(1, "#b"), finding(2, "#a"), finding(1, "#c", "other")]
    drawn = precision.drawn(found, 10, "1")
    assert {(f.subject[-6:], f.target.selector) for f in drawn} == {
        ("1.html", "#a"),
        ("2.html", "#a"),
        ("1.html", "#c"),
    }


def test_the_seed_decides() -> None:
    found = [finding(n, "#a") for n in range(50)]
    assert precision.drawn(found, 5, "1") == precision.drawn(list(reversed(found)), 5, "1")
    assert precision.drawn(found, 5, "1") != precision.drawn(found, 5, "2")
    assert len(precision.drawn(found, 5, "1")) == 5


@given(st.text(), st.text())
def test_hostile_text_survives_the_file(selector: str, snippet: str) -> None:
    found = [finding(1, storable(selector), snippet=storable(snippet))]
    rows = precision.listing(found, {})
    read = tomllib.loads(precision.as_toml(rows, "1", 7))
    assert (read["seed"], read["of"], read["finding"]) == ("1", 7, rows)


def test_verdicts_outlive_a_new_draw(tmp_path: Path) -> None:
    path = tmp_path / "list.toml"
    assert precision.verdicts_in(path) == {}
    rows = precision.listing([finding(1, "#a"), finding(2, "#a")], {("1.html", "rule", "#a"): "correct"})
    path.write_text(precision.as_toml(rows, "1", 2), "utf-8")
    again = precision.listing([finding(1, "#a"), finding(3, "#a")], precision.verdicts_in(path))
    assert [row["verdict"] for row in again] == ["correct", ""]


def test_a_folder_of_pages_is_audited_by_our_own_rules_alone(tmp_path: Path) -> None:
    pytest.importorskip("playwright")
    from web_checks import chromium  # noqa: PLC0415

    if chromium.find() is None:
        pytest.skip("no Chromium on this machine: run make setup")
    import asyncio  # noqa: PLC0415

    from audit.model import Depth  # noqa: PLC0415

    pixel = "data:image/gif;base64,R0lGODlhAQABAAAAACH5BAEKAAEALAAAAAABAAEAAAICTAEAOw=="
    (tmp_path / "a.html").write_text(
        f"<meta charset=utf-8><title>页</title><img src='{pixel}' alt='图片'><img src='{pixel}'>", "utf-8"
    )
    found = asyncio.run(precision.audited(tmp_path, Depth.SIMPLIFIED))
    assert "image-alternative-meaningful" in {f.rule for f in found}
    assert not [f.rule for f in found if f.rule.startswith("axe-")]
