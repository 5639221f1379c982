"""Which page a ticket means, however people write its address."""

from __future__ import annotations

import pytest

from audit.complaints import NO_SUCH_PAGE, PAGE
from web_checks.complaints import KnownPages

PAGES = KnownPages(
    [
        ("portal", "https://www.city.gov.cn/"),
        ("portal", "https://www.city.gov.cn/list?page=2&kind=news"),
        ("portal", "https://www.city.gov.cn/#/apply"),
        ("portal", "https://www.city.gov.cn/help/index.shtml"),
        ("portal", "https://www.city.gov.cn/login.html"),
        ("other", "http://city.gov.cn/"),
    ]
)


@pytest.mark.parametrize(
    ("url", "subject"),
    [
        ("https://www.city.gov.cn/", "https://www.city.gov.cn/"),
        ("http://city.gov.cn", "https://www.city.gov.cn/"),
        ("www.city.gov.cn", "https://www.city.gov.cn/"),
        ("WWW.CITY.GOV.CN/?utm_source=wx", "https://www.city.gov.cn/"),
        ("https://www.city.gov.cn/#top", "https://www.city.gov.cn/"),
        ("https://www.city.gov.cn/#/apply", "https://www.city.gov.cn/#/apply"),
        ("http://www.city.gov.cn/list?kind=news&page=2", "https://www.city.gov.cn/list?page=2&kind=news"),
        ("https://www.city.gov.cn/index.html", "https://www.city.gov.cn/"),
        ("https://www.city.gov.cn/help/", "https://www.city.gov.cn/help/index.shtml"),
        ("https://www.city.gov.cn/login.html?from=sms", "https://www.city.gov.cn/login.html"),
    ],
)
def test_a_page_is_found(url: str, subject: str) -> None:
    found = PAGES.find(url)
    assert (found.about, found.site, found.subject) == (PAGE, "portal", subject)


@pytest.mark.parametrize(
    "url",
    [
        "",
        "https://www.city.gov.cn/none",
        "https://www.city.gov.cn/list?page=3",
        "mailto:a@b.cn",
        "网站打不开",
        "http://[",
        "\x00",
    ],
)
def test_what_is_no_page_of_the_audit(url: str) -> None:
    found = PAGES.find(url)
    assert (found.about, found.why) == ("", NO_SUCH_PAGE)
