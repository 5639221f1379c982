"""The folder server: loopback only, files only, and no charset that the page did not name."""

from __future__ import annotations

import http.client
import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from web_checks.folder import file_behind, pages_in, served

SECRET = b"outside"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "secret.html").write_bytes(SECRET)
    (tmp_path / "site-old").mkdir()
    (tmp_path / "site-old" / "secret.html").write_bytes(SECRET)
    site = tmp_path / "site"
    for path, body in {
        "index.html": b"home",
        "gbk.html": '<meta charset="gbk">办事'.encode("gbk"),
        "bare-gbk.html": "<p>办事".encode("gbk"),
        "bare-utf8.html": "<p>办事".encode(),
        "页面/说明.html": b"chinese name",
        "empty/image.png": b"png",
        "UPPER.HTM": b"upper",
        ".git/config.html": b"hidden",
        "feed.xml": b"<x/>",
    }.items():
        (site / path).parent.mkdir(parents=True, exist_ok=True)
        (site / path).write_bytes(body)
    return site


@pytest.fixture
def port(folder: Path) -> Iterator[int]:
    with served(folder) as found:
        yield found


def _get(port: int, path: str, host: str = "127.0.0.1") -> tuple[int, bytes, str]:
    connection = http.client.HTTPConnection(host, port, timeout=5)
    connection.putrequest("GET", path, skip_host=True)
    connection.putheader("Host", "folder.test")
    connection.endheaders()
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    return answer.status, body, answer.getheader("Content-Type", "")


def test_pages_are_served_without_a_charset(port: int) -> None:
    status, body, kind = _get(port, "/gbk.html")
    assert (status, body.decode("gbk"), kind) == (200, '<meta charset="gbk">办事', "text/html")
    assert _get(port, "/")[1] == b"home"
    assert _get(port, "/bare-gbk.html")[2] == "text/html"
    assert _get(port, "/gbk.html?v=1")[0] == 200


def test_a_page_in_utf8_that_declares_nothing_is_served_as_such(port: int) -> None:
    assert _get(port, "/bare-utf8.html")[2] == "text/html; charset=utf-8"


def test_chinese_names_are_found(port: int) -> None:
    assert _get(port, "/%E9%A1%B5%E9%9D%A2/%E8%AF%B4%E6%98%8E.html")[1] == b"chinese name"


@pytest.mark.parametrize(
    "path",
    [
        *("/../secret.html", "/..%2fsecret.html", "/%2e%2e/secret.html", "/%2e%2e%2fsecret.html", "//../secret.html"),
        *("/../site-old/secret.html", "/empty/../../secret.html", "/....//secret.html", "/..%5csecret.html"),
        *("/%252e%252e/secret.html", "/%c0%ae%c0%ae/secret.html"),
    ],
)
def test_nothing_outside_the_folder_is_served(port: int, path: str) -> None:
    status, body, _ = _get(port, path)
    assert status == 404
    assert SECRET not in body


def test_folders_are_not_listed(port: int) -> None:
    status, body, _ = _get(port, "/empty/")
    assert status == 404
    assert b"image.png" not in body


def test_an_impossible_name_disturbs_nobody(port: int, capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(http.client.RemoteDisconnected):
        _get(port, "/%00")
    assert _get(port, f"/{'a' * 5000}")[0] == 404
    assert _get(port, "/")[0] == 200
    assert capfd.readouterr().err == ""


@pytest.mark.parametrize(
    ("path", "file"),
    [
        ("/", "index.html"),
        ("/gbk.html", "gbk.html"),
        ("/empty/../gbk.html", "gbk.html"),
        ("/%E9%A1%B5%E9%9D%A2/%E8%AF%B4%E6%98%8E.html", "页面/说明.html"),
        *((path, None) for path in ("/empty/", "/none", "/..%2fsecret.html", "/../site-old/secret.html", "/%00")),
    ],
)
def test_the_file_behind_an_address_is_the_one_that_is_served(folder: Path, path: str, file: str | None) -> None:
    assert file_behind(folder, path) == (None if file is None else folder / file)


def test_only_this_machine_can_ask(port: int) -> None:
    # Another address of this very machine, which a server on all interfaces would answer at.
    with pytest.raises(ConnectionRefusedError):
        _get(port, "/", "127.0.0.2")


def test_the_port_is_given_back(folder: Path) -> None:
    with served(folder) as port:
        assert _get(port, "/")[0] == 200
    with pytest.raises(ConnectionRefusedError):
        _get(port, "/")


def test_every_page_of_a_folder_is_found_whatever_its_suffix_but_hidden_ones(folder: Path) -> None:
    (folder / "looks-like.html").mkdir()
    assert pages_in(folder) == [
        *("%E9%A1%B5%E9%9D%A2/%E8%AF%B4%E6%98%8E.html", "UPPER.HTM", "bare-gbk.html", "bare-utf8.html"),
        *("gbk.html", "index.html"),
    ]


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has file names that are not UTF-8")
def test_a_file_name_in_gbk_is_found_and_served(folder: Path) -> None:
    name = "办事.html".encode("gbk")
    (folder / os.fsdecode(name)).write_bytes(b"gbk name")
    assert "%B0%EC%CA%C2.html" in pages_in(folder)
    with served(folder) as port:
        assert _get(port, "/%B0%EC%CA%C2.html")[1] == b"gbk name"
