"""The demo city's pages as files: links that lead somewhere, encodings, and faults only where they are listed."""

from __future__ import annotations

import json
import posixpath
import re
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

from audit import demo
from audit.demo import sites
from audit.demo.pictures import photograph, placeholder_pdf

GBK_PAGE = "topic/2019.html"
ASKED = re.compile(r'fault\("([a-z-]+)"\)')


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return demo.write(tmp_path_factory.mktemp("city")).parent


class _Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found |= {value for name, value in attrs if name in ("href", "src", "action") and value}
        named = dict(attrs)
        if tag == "meta" and named.get("http-equiv") == "refresh":
            self.found.add((named["content"] or "").partition("url=")[2])


def links(folder: Path, page: str) -> set[str]:
    parser = _Links()
    parser.feed((folder / page).read_bytes().decode("gbk" if page == GBK_PAGE else "utf-8"))
    inner = {urlsplit(link).path for link in parser.found if "://" not in link}
    return {posixpath.normpath(posixpath.join(posixpath.dirname(page), unquote(path))) for path in inner if path}


def pages(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*.html")}


@pytest.mark.parametrize("site", [site.id for site in sites.SITES])
def test_every_link_leads_to_a_file_and_every_page_is_reached_from_the_home_page(city: Path, site: str) -> None:
    folder = city / "sites" / site
    reached, waiting = {"index.html"}, ["index.html"]
    while waiting:
        page = waiting.pop()
        for link in links(folder, page):
            assert (folder / link).is_file(), f"{page} → {link}"
            if link.endswith(".html") and link not in reached:
                reached.add(link)
                waiting.append(link)
    assert reached == pages(folder)


def test_there_are_about_forty_pages(city: Path) -> None:
    assert 40 <= sum(len(pages(city / "sites" / site.id)) for site in sites.SITES) <= 50


def test_the_mirror_differs_from_the_portal_only_on_pages_with_listed_faults(city: Path) -> None:
    portal, mirror = city / "sites" / "portal", city / "sites" / "portal-clean"
    assert pages(portal) == pages(mirror)
    both = pages(portal) | {"files/plan-2025.pdf"}
    differing = {page for page in both if (portal / page).read_bytes() != (mirror / page).read_bytes()}
    assert differing == {fault.page for fault in sites.faults() if fault.site == "portal"}


def test_every_listed_rule_is_asked_for_by_a_template_and_every_asked_one_is_listed() -> None:
    templates = (Path(sites.__file__).parent / "pages").glob("*.html")
    asked = {rule for template in templates for rule in ASKED.findall(template.read_text("utf-8"))}
    assert asked == {fault.rule for fault in sites.faults() if fault.page.endswith(".html")}
    assert len([rule for rule in asked if rule.startswith("axe-")]) >= 12


def test_faults_are_handed_out_once_each_with_both_languages(city: Path) -> None:
    rows = json.loads((city / "faults.json").read_text("utf-8"))
    keys = [(row["site"], row["page"], row["rule"]) for row in rows]
    assert len(set(keys)) == len(keys)
    assert keys == sorted(keys)
    assert all(row["count"] >= 1 and row["note"]["zh"] and row["note"]["en"] for row in rows)


def test_the_old_topic_page_is_gbk_and_says_so(city: Path) -> None:
    body = (city / "sites" / "portal" / GBK_PAGE).read_bytes()
    assert b'<meta charset="gbk">' in body[:200]
    assert "全国助残日" in body.decode("gbk")
    with pytest.raises(UnicodeDecodeError):
        body.decode("utf-8")


def test_every_page_says_that_the_city_does_not_exist(city: Path) -> None:
    for site in sites.SITES:
        folder = city / "sites" / site.id
        for page in pages(folder) - {"widgets/weather.html"}:
            text = (folder / page).read_bytes().decode("gbk" if page == GBK_PAGE else "utf-8")
            assert "并不存在" in text or "does not exist" in text, page


def test_robots_and_sitemap_name_the_site_s_own_host(city: Path) -> None:
    for site in sites.SITES:
        folder = city / "sites" / site.id
        assert f"Sitemap: http://{site.host}/sitemap.xml" in (folder / "robots.txt").read_text("utf-8")
        places = re.findall(r"<loc>http://([^/]+)/(.+)</loc>", (folder / "sitemap.xml").read_text("utf-8"))
        assert {host for host, _ in places} == {site.host}
        assert {path for _, path in places} <= pages(folder)


def test_pictures_and_the_placeholder_are_what_their_names_say() -> None:
    assert photograph(1).startswith(b"\x89PNG")
    assert photograph(1) != photograph(2)
    assert placeholder_pdf("title", "words", tagged=True).startswith(b"%PDF-1.4")
