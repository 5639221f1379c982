"""Which kind of page it is, for the stratified score: services, channels, articles, contact."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from web_checks.probes.outline import Outline

SERVICES, CHANNELS, ARTICLES, CONTACT = "services", "channels", "articles", "contact"
ATTACHMENTS = "attachments"  # the documents that pages link to

_CONTACT = re.compile(
    r"登录|注册|搜索|检索|联系我们|无障碍声明|隐私"
    r"|\b(?:login|sign[ -]?in|register|search|contact|accessibility statement)\b",
    re.IGNORECASE,
)
_SERVICES = re.compile(
    r"办事|办理|申请|预约|申报|查询|缴费|服务指南|\b(?:apply|application|appointment|service guide)\b", re.IGNORECASE
)
_ARTICLE_PATH = re.compile(r"(?:/t?\d{6,8}[_/]|_\d{5,}\.s?html?$|/art/|/content/|/article)", re.IGNORECASE)
# More than a search box: a page that asks for this many fields is there to be filled in.
_FORM_FIELDS = 3


def stratum(outline: Outline, address: str, depth: int) -> str:
    """Return the stratum of a page, from its meta tags, form, title, address and distance from the start page."""
    heading = f"{outline.title.split('-')[0].split('_')[0]} {outline.column}"
    if depth == 0:
        return CHANNELS
    if outline.passwords or _CONTACT.search(heading):
        return CONTACT
    if outline.fields >= _FORM_FIELDS or _SERVICES.search(heading):
        return SERVICES
    if outline.article or _ARTICLE_PATH.search(urlsplit(address).path):
        return ARTICLES
    return CHANNELS if depth == 1 else ARTICLES


def stratum_of_words(title: str, fields: int, depth: int, *, login: bool = False) -> str:
    """Return the stratum of a screen of an app, from its title, number of fields and distance from the start screen."""
    if depth == 0:
        return CHANNELS
    if login or _CONTACT.search(title):
        return CONTACT
    return SERVICES if fields >= _FORM_FIELDS or _SERVICES.search(title) else CHANNELS
