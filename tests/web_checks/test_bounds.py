"""Patterns of addresses: written as in robots.txt, matched from the start of the path."""

from __future__ import annotations

import time

import pytest

from web_checks.bounds import Bounds

A = "http://a.test"


@pytest.mark.parametrize(
    ("pattern", "inside", "outside"),
    [
        ("/news/", ["/news/", "/news/1.html"], ["/new", "/news", "/x/news/"]),
        ("/news", ["/news", "/newsletter"], ["/x/news"]),
        ("*.jsp$", ["/a.jsp", "/b/c.jsp"], ["/a.jspx", "/a.jsp?x=1"]),
        ("*.jsp", ["/a.jsp?x=1"], ["/a.html"]),
        ("/a/*/print$", ["/a/1/print", "/a/x/y/print"], ["/a/print", "/a/1/print/2"]),
        ("*?id=", ["/a?id=3"], ["/a?x=1"]),
        ("/$", ["/"], ["/a"]),
        ("*", ["/", "/x"], []),
        ("/办事/", ["/%E5%8A%9E%E4%BA%8B/1"], ["/x"]),
        ("/a*b*b$", ["/abb", "/axbxb"], ["/ab"]),
        ("/#/my/", ["/#/my/1"], ["/#/x"]),
    ],
)
def test_a_pattern(pattern: str, inside: list[str], outside: list[str]) -> None:
    for place in inside:
        assert f"{A}{place}" in Bounds((pattern,)), place
        assert f"{A}{place}" not in Bounds((), (pattern,)), place
    for place in outside:
        assert f"{A}{place}" not in Bounds((pattern,)), place
        assert f"{A}{place}" in Bounds((), (pattern,)), place


def test_what_is_excluded_stays_so_though_it_is_included() -> None:
    bounds = Bounds(("/a/", "/b/"), ("*/print$",))
    assert f"{A}/a/1" in bounds
    assert f"{A}/b/1" in bounds
    assert f"{A}/c/1" not in bounds
    assert f"{A}/a/print" not in bounds
    assert f"{A}/x" in Bounds()


def test_a_hostile_pattern_costs_no_time() -> None:
    bounds = Bounds(("/" + "*a" * 500 + "$",))
    began = time.perf_counter()
    assert f"{A}/" + "a" * 1900 + "b" not in bounds
    assert time.perf_counter() - began < 1


def test_a_pattern_must_begin_like_a_path() -> None:
    (problem,) = Bounds(("news/",)).problems([f"{A}/"])
    assert "news/" in problem.zh
    assert "news/" in problem.en
    (problem,) = Bounds(("/news/",)).problems([f"{A}/"])
    assert f"{A}/" in problem.en
    assert Bounds(("/news/",), ("/x",)).problems([f"{A}/news/1"]) == []
