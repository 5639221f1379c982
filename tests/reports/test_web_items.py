"""Pages are called as the files of a folder are, whatever their address."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from hypothesis import given
from hypothesis import strategies as st

from audit.model import Outcome
from reports.rows import SiteRow
from reports.summary import Summary
from reports.web_items import page_file

ADDRESS = st.one_of(st.text(max_size=30), st.from_regex(r"https?://[a-z./%:?#\\-]{0,30}", fullmatch=True))


@given(ADDRESS)
def test_a_page_s_file_never_leaves_the_site(address: str) -> None:
    from audit.plan import Site  # noqa: PLC0415

    site = SiteRow(Site(id="a", name="a", url="https://a.cn/"), Outcome.FAILED, None, {}, None, (), (), (), None)
    file = page_file(site, address)
    assert file
    assert not file.startswith("/")
    assert ".." not in file.split("/")
    assert not urlsplit(file).scheme
    assert file.isascii()
    assert not re.search(r"[\s<>\"\\:]", file)


def test_pages_are_called_as_the_files_of_a_folder_are(summary: Summary) -> None:
    (portal, *_) = summary.sites
    for address, file in (
        ("https://www.example.cn/", "index.html"),
        ("https://www.example.cn/a/", "a/index.html"),
        ("https://www.example.cn/a/b.html?x=1", "a/b.html%3Fx%3D1"),
        ("https://www.example.cn/../../etc/passwd", "etc/passwd"),
        ("https://other.example.cn/新闻.html", "other.example.cn/%E6%96%B0%E9%97%BB.html"),
    ):
        assert page_file(portal, address) == file
