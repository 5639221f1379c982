"""Templates of a mini-program that show each other: components, slots, includes, imports, packages."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from audit.model import Outcome
from tests.web_checks.apps.phones import outcome
from web_checks.apps import bundle, miniprogram
from web_checks.apps.elements import content, said
from web_checks.apps.miniprogram import MiniProgram, Source

PASSED, FAILED, CANT_TELL, NONE = Outcome.PASSED, Outcome.FAILED, Outcome.CANT_TELL, Outcome.INAPPLICABLE
PAGE = "pages/index/index"


def program(folder: Path, files: dict[str, str]) -> MiniProgram:
    for name, text in {"app.json": json.dumps({"pages": [PAGE]}), **files}.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, "utf-8")
    return miniprogram.read(bundle.opened(folder), "")


def page(folder: Path, markup: str, using: dict[str, str] | None = None, **files: str) -> Source:
    """Return a page. files: by their names, with __ for a slash."""
    own = {f"{PAGE}.wxml": markup, f"{PAGE}.json": json.dumps({"usingComponents": using or {}})}
    others = {f"{name.replace('__', '/')}.wxml": text for name, text in files.items()}
    (found,) = (each.source for each in program(folder, own | others).pages if each.name == PAGE)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("using", "there"),
    [
        ("/components/card/card", "components__card__card"),
        ("../../components/card/card", "components__card__card"),
        ("components/card/card", "components__card__card"),
        ("/components/card", "components__card__index"),
        ("./card", "pages__index__card"),
        ("kit/card", "miniprogram_npm__kit__card"),
        ("@kit/card/index", "miniprogram_npm__@kit__card__index"),
        ("@kit/card/index", "node_modules__@kit__card__miniprogram_dist__index"),
    ],
)
def test_where_components_lie(tmp_path: Path, using: str, there: str) -> None:
    source = page(tmp_path, '<my-card bindtap="go"/>', {"my-card": using}, **{there: "<text>预约</text>"})
    (card,) = source.root.children
    assert said(card) == "预约"
    assert outcome("miniprogram-tap-name", source) is PASSED


def test_where_a_package_says_its_components_lie(tmp_path: Path) -> None:
    own = {f"{PAGE}.wxml": "<c-card/>", f"{PAGE}.json": '{"usingComponents": {"c-card": "kit/card"}}'}
    others = {
        "node_modules/kit/package.json": '{"miniprogram": "lib/"}',
        "node_modules/kit/lib/card.wxml": "<text>甲</text>",
    }
    (source,) = (each.source for each in program(tmp_path, own | others).pages if each.name == PAGE)
    assert source is not None
    assert said(next(source.root.children)) == "甲"


@pytest.mark.parametrize("using", ["plugin://kit/card", "/nowhere/card", "/", "kit/card"])
def test_a_component_that_is_not_there_is_not_known(tmp_path: Path, using: str) -> None:
    source = page(tmp_path, '<my-card bindtap="go"/>', {"my-card": using})
    assert said(next(source.root.children)) is None
    assert outcome("miniprogram-tap-name", source) is CANT_TELL
    assert outcome("miniprogram-tap-role", source) is CANT_TELL


CARD = {"my-card": "/card"}


@pytest.mark.parametrize(
    ("markup", "card", "expected"),
    [
        ("<my-card/>", "<view>固定</view>", "固定"),
        ('<my-card title="预约挂号"/>', "<view>{{title}}</view>", "预约挂号"),
        ('<my-card sub-title="预约"/>', "<view>{{ subTitle }}</view>", "预约"),
        ('<my-card title="{{name}}"/>', "<view>{{title}}</view>", None),
        ("<my-card/>", "<view>{{title}}</view>", None),
        ("<my-card>预约</my-card>", "<view><slot/></view>", "预约"),
        ("<my-card>预约</my-card>", "<view/>", ""),
        ('<my-card><view slot="a">甲</view>乙</my-card>', '<slot name="a"/>', "甲"),
        ('<my-card><view slot="a">甲</view>乙</my-card>', "<slot/>", "乙"),
        ("<my-card/>", "<slot/>", ""),
        ("<my-card/>", '<image src="a.png"/>', ""),
        ("<my-card/>", '<image src="a.png" aria-label="返回"/>', "返回"),
        ("<my-card/>", '<view aria-hidden="true">装饰</view>', ""),
        ("<my-card/>", "<other-card/>", None),
    ],
)
def test_what_a_component_says(tmp_path: Path, markup: str, card: str, expected: str | None) -> None:
    assert said(next(page(tmp_path, markup, CARD, card=card).root.children)) == expected


def test_a_component_within_a_component_hands_on_what_it_is_given(tmp_path: Path) -> None:
    files = {
        f"{PAGE}.wxml": '<outer-card label="甲"><text>乙</text></outer-card>',
        f"{PAGE}.json": '{"usingComponents": {"outer-card": "/outer"}}',
        "outer.wxml": '<inner-card text="{{label}}"><slot/></inner-card>',
        "outer.json": '{"usingComponents": {"inner-card": "/inner"}}',
        "inner.wxml": "<view>{{text}}</view><slot/>",
    }
    (source,) = (each.source for each in program(tmp_path, files).pages if each.name == PAGE)
    assert source is not None
    assert said(next(source.root.children)) == "甲 乙"


def test_a_component_that_holds_itself_comes_to_an_end(tmp_path: Path) -> None:
    files = {
        f"{PAGE}.wxml": "<my-tree/>",
        "app.json": json.dumps({"pages": [PAGE], "usingComponents": {"my-tree": "/tree"}}),
        "tree.wxml": '<image src="a.png"/><my-tree/><my-tree/>',
    }
    (source,) = (each.source for each in program(tmp_path, files).pages if each.name == PAGE)
    assert source is not None
    assert said(next(source.root.children)) is None


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ('<view><include src="/part.wxml"/></view>', "甲"),
        ('<view><include src="../../part"/></view>', "甲"),
        ('<view><include src="/none.wxml"/></view>', None),
        ('<view><include src="{{part}}"/></view>', None),
        ('<import src="/part.wxml"/><view><template is="item" data="{{a}}"/></view>', "乙"),
        ('<view><template is="item"/></view>', None),
        ('<import src="/part.wxml"/><view><template is="{{item}}"/></view>', None),
        ('<template name="own"><text>丙</text></template><view><template is="own"/></view>', "丙"),
    ],
)
def test_includes_and_imports(tmp_path: Path, markup: str, expected: str | None) -> None:
    source = page(tmp_path, markup, part='<text>甲</text><template name="item"><text>乙</text></template>')
    (view,) = (tag for tag in source.root.children if tag.name == "view")
    assert said(view) == expected


@pytest.mark.parametrize(
    ("card", "said"),
    [
        ("<button>办理</button>", PASSED),
        ('<view aria-role="button">办理</view>', PASSED),
        ("<view>办理</view>", FAILED),
        ('<view bindtap="go">办理</view>', CANT_TELL),
        ("<view/>", CANT_TELL),
        ("<slot/>", CANT_TELL),
    ],
)
def test_the_role_of_a_component_that_takes_taps(tmp_path: Path, card: str, said: Outcome) -> None:
    source = page(tmp_path, '<my-card bindtap="go"/>', CARD, card=card)
    assert outcome("miniprogram-tap-role", source) is said


def test_packages_are_judged_as_far_as_pages_show_them(tmp_path: Path) -> None:
    npm = {f"miniprogram_npm/kit/{name}/index.wxml": "<view/>" for name in ("button", "icon", "unused")}
    files = {
        f"{PAGE}.wxml": "<k-button/>",
        f"{PAGE}.json": '{"usingComponents": {"k-button": "kit/button/index"}}',
        "miniprogram_npm/kit/button/index.json": '{"usingComponents": {"k-icon": "../icon/index"}}',
        "components/spare.wxml": "<view/>",
        **npm,
    }
    found = program(tmp_path, files)
    assert [each.name.rpartition("kit/")[2] for each in found.pages] == [
        "components/spare",
        "button/index",
        "icon/index",
        PAGE,
    ]
    assert found.unused == 1


def test_a_package_on_its_own_is_judged_whole(tmp_path: Path) -> None:
    (tmp_path / "miniprogram_npm").mkdir()
    (tmp_path / "miniprogram_npm" / "a.wxml").write_text("<view/>")
    found = miniprogram.read(bundle.opened(tmp_path), "")
    assert ([each.name for each in found.pages], found.unused) == (["miniprogram_npm/a"], 0)


def test_content_is_in_order(tmp_path: Path) -> None:
    source = page(tmp_path, "<my-card>乙</my-card>丁", CARD, card="<text>甲</text><slot/><text>丙</text>")
    assert [each for each in content(source.root) if isinstance(each, str)] == ["甲", "乙", "丙", "丁"]


MACHINE = """
<template name="start"><block wx:for="{{root.cn}}"><template is="{{x.a(item.nn)}}" data="{{i}}"/></block></template>
<template name="t_view"><view bindtap="eh"><template is="{{x.a(i.nn)}}" wx:for="{{i.cn}}"/></view></template>
<template name="t_image"><image src="{{i.src}}" bindtap="eh"/></template>
"""
START = '<import src="../../base.wxml"/><template is="start" data="{{root:root}}"/>'


def test_pages_that_are_made_at_run_time_are_untested(tmp_path: Path) -> None:
    own = '<template name="a"><button/></template><template is="{{kind}}"/>'
    found = program(tmp_path, {f"{PAGE}.wxml": START, "base.wxml": MACHINE, "own.wxml": own})
    ends = {each.name: each.failure for each in found.pages}
    assert "run time" in ends["base"]
    assert "run time" in ends[PAGE]
    assert ends["own"] == ""


def test_a_page_of_ones_own_with_a_template_of_a_kind_is_judged(tmp_path: Path) -> None:
    markup = '<import src="/part.wxml"/><view><template is="{{kind}}"/></view>'
    part = '<template name="a"><template is="{{kind}}"/></template><template name="b"/><template name="c"/>'
    found = program(tmp_path, {f"{PAGE}.wxml": markup, "part.wxml": part})
    assert [each.failure for each in found.pages] == ["", ""]
