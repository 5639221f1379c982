"""Products are known by the addresses of their scripts, and by nothing that merely resembles them."""

from __future__ import annotations

import pytest

from web_checks.overlays import overlays


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("https://acsbapp.com/apps/app/dist/js/app.js", "accessiBe"),
        ("https://cdn.userway.org/widget.js", "UserWay"),
        ("https://wsmcdn.audioeye.com/aem.js", "AudioEye"),
        ("https://cdn.equalweb.com/core/2.0.2/accessibility.js", "EqualWeb"),
        ("//gov.govwza.cn/dist/aria.js?appid=1", "govwza.cn"),
        ("http://api.govwza.cn/cniil/assist.js?sid=1&pos=left", "govwza.cn"),
        ("http://www.a.gov.cn/canyou/js/canyou.js", "canyou"),
        ("http://tools.a.com.cn/wza/assist.js?sid=2716&pos=left&bar=0", "aria.js / assist.js"),
        ("https://www.a.gov.cn/js/aria.js?appid=5", "aria.js / assist.js"),
    ],
)
def test_a_product_is_known_by_its_script(address: str, name: str) -> None:
    assert [product.name for product, _ in overlays([address])] == [name]


@pytest.mark.parametrize(
    "address",
    [
        "https://www.a.gov.cn/js/aria.js",
        "https://notuserway.org/widget.js",
        "https://www.a.gov.cn/?ref=userway.org",
        "https://cdn.a.cn/assist.js",
        "https://a.cn/canyoufeel.js",
    ],
)
def test_what_resembles_a_product_is_none(address: str) -> None:
    assert overlays([address]) == ()


def test_each_product_is_named_once() -> None:
    twice = ["https://cdn.userway.org/a.js", "https://cdn.userway.org/b.js", "https://acsbapp.com/x.js"]
    assert [(p.name, address) for p, address in overlays(twice)] == [("UserWay", twice[0]), ("accessiBe", twice[2])]
