"""screen-opaque-content: web views and drawn surfaces with something in them, and without."""

from __future__ import annotations

import pytest

from audit.model import Outcome
from tests.web_checks.apps.phones import ALL, View, outcome, seen, verdicts
from web_checks.apps.screen import Format

RULE = "screen-opaque-content"
PASSED, CANT_TELL, NONE = Outcome.PASSED, Outcome.CANT_TELL, Outcome.INAPPLICABLE
WHOLE, PART = (0, 100, 400, 800), (0, 100, 400, 260)
LINE = View("text", (10, 110, 90, 140), "办事指南")


@pytest.mark.parametrize("form", ALL)
@pytest.mark.parametrize(
    ("view", "said"),
    [
        (View("web", WHOLE, inner=(LINE,)), PASSED),
        (View("web", WHOLE, inner=(View("web", WHOLE, inner=(LINE,)),)), PASSED),
        (View("web", WHOLE), CANT_TELL),
        (View("web", WHOLE, inner=(View("group", WHOLE),)), CANT_TELL),
        (View("web", PART), CANT_TELL),  # a fifth
        (View("web", (0, 100, 400, 259)), NONE),
        (View("group", WHOLE), NONE),
    ],
)
def test_web_views(form: Format, view: View, said: Outcome) -> None:
    assert outcome(RULE, seen(form, view)) is said


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("android.view.SurfaceView", CANT_TELL),
        ("io.flutter.embedding.android.FlutterView", CANT_TELL),
        ("com.baidu.mapapi.map.TextureMapView", CANT_TELL),
        ("com.unity3d.player.UnityPlayer", CANT_TELL),
        ("android.widget.ImageView", NONE),
        ("android.view.View", NONE),
    ],
)
def test_surfaces_that_an_app_draws(kind: str, said: Outcome) -> None:
    assert outcome(RULE, seen(Format.ANDROID, View("group", WHOLE, more={"class": kind}))) is said


def test_web_views_within_each_other_are_one() -> None:
    assert len(verdicts(RULE, seen(Format.ANDROID, View("web", WHOLE, inner=(View("web", WHOLE),))))) == 1
