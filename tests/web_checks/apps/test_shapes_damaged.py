"""Shapes in JSON that somebody has damaged are refused or judged; no rule and no reader stumbles."""

from __future__ import annotations

import copy
import json
import random
from typing import Any

import pytest

from audit.model import Reason
from web_checks.apps import dumps, shelves
from web_checks.apps.bundle import opened
from web_checks.apps.record import judge

CONSENT = {
    "class": "b.TextView",
    "text": "我已阅读并同意《用户协议》",
    "bounds": [0, 0, 90, 90],
    "visible-to-user": True,
}
SHAPES: list[Any] = [
    {"activity": {"root": {"class": "a.ImageButton", "bounds": [0, 0, 1440, 2560], "children": [CONSENT, CONSENT]}}},
    {
        "attributes": {"bounds": "[0,0][400,800]", "class": "x.View", "accessibilityText": ""},
        "children": [{"attributes": {"class": "y.Button", "bounds": "[0,0][9,9]", "hintText": "图形验证码"}}],
    },
    {
        "$type": "root",
        "width": "720.0",
        "$resolution": "1.5",
        "$children": [{"$type": "Button", "$rect": "[0.00, 0.00],[9.00,9.00]", "$attrs": {"label": "a"}}],
    },
    [{"type": "Button", "frame": {"x": 1, "y": 2, "width": 30, "height": 40}, "AXLabel": "a"}],
    {"views": [{"class": "a.Button", "bounds": [[0, 0], [9, 9]], "children": [1]}, {"class": "b.View"}]},
]
JUNK: list[Any] = [
    None,
    0,
    -1,
    1e308,
    float("nan"),
    "",
    "[0,0][1,1]",
    [],
    {},
    [[]],
    True,
    [None],
    {"a": 1},
    "nan",
    "1e999",
]


def damaged(found: Any, chance: random.Random) -> Any:
    found = copy.deepcopy(found)
    for _ in range(chance.randint(1, 4)):
        at = found
        while isinstance(at, dict | list) and at:
            key: Any = chance.choice(sorted(at) if isinstance(at, dict) else range(len(at)))
            if chance.random() < 0.4 or not isinstance(at[key], dict | list):
                at[key] = copy.deepcopy(chance.choice(JUNK))
                break
            at = at[key]
    return found


@pytest.mark.parametrize("shape", range(len(SHAPES)))
def test_damaged_shapes(tmp_path_factory: pytest.TempPathFactory, shape: int) -> None:
    chance, folder = random.Random(shape), tmp_path_factory.mktemp("shapes")
    for number in range(60):
        (folder / f"{number:02}.json").write_text(json.dumps(damaged(SHAPES[shape], chance)))
    judged = 0
    for met in dumps.screens(opened(folder), 440):
        if met.screen is None:
            assert met.failure
            continue
        judged += 1
        untested = judge(met.screen, "app://x/x", shelves.shelved()).untested
        assert [left for left in untested if left.reason is Reason.RULE_ERROR] == []
    assert judged
