"""Foreign text in HTML: made visible, isolated from the direction around it, and marked with its language."""

from __future__ import annotations

import re

from markupsafe import Markup, escape

from audit.model import Lang
from reports.sinks import visible, web_address

_LANGUAGE_TAG = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_HAN = re.compile("[\u3400-\u9fff]")
_LATIN_WORD = re.compile(r"[A-Za-z]{2,}")
_LATIN_WORDS = re.compile(r"[A-Za-z]{2,}[ ,.]+[A-Za-z]{2,}")
_SNIPPET_SHOWN = 400


def foreign(text: str, page_lang: Lang, declared: str = "") -> Markup:
    """Return text as an element of its own, with a lang attribute where it differs from the page's language."""
    # Markup.format takes ten times as long, and a report has millions of these.
    return Markup(f"<bdi{lang_attribute(text, page_lang, declared)}>{escape(visible(text))}</bdi>")  # noqa: S704


def lang_attribute(text: str, page_lang: Lang, declared: str = "") -> Markup:
    """Return ' lang="…"' for text in another language than the page's; guessed by its script when nobody says."""
    language = declared if _LANGUAGE_TAG.fullmatch(declared) else _by_script(text)
    own = {Lang.ZH: ("zh", "zh-cn", "zh-hans"), Lang.EN: ("en", "en-gb", "en-us")}[page_lang]
    return Markup("") if not language or language.lower() in own else Markup(' lang="{}"').format(language)


def address(text: str) -> Markup:
    """Return an address as a link when it is safe to follow, else as plain text."""
    shown, target = visible(text), web_address(text)
    if target is None:
        return Markup(f"<bdi>{escape(shown)}</bdi>")  # noqa: S704 - escaped
    link = f'<a href="{escape(target)}" rel="noopener noreferrer"><bdi>{escape(shown)}</bdi></a>'
    return Markup(link)  # noqa: S704 - both parts are escaped


def cut(text: str) -> str:
    """Return a snippet or selector, shortened in its middle: both ends tell elements apart."""
    if len(text) <= _SNIPPET_SHOWN:
        return text
    return f"{text[: _SNIPPET_SHOWN * 3 // 4]} … {text[-_SNIPPET_SHOWN // 4 :]}"


def _by_script(text: str) -> str:
    characters = len(_HAN.findall(text))
    if characters and characters >= len(_LATIN_WORD.findall(text)):
        return "zh-CN"
    return "en" if _LATIN_WORDS.search(text) else ""
