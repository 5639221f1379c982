"""The source of a WeChat mini-program: its templates with the styles and settings that belong to each."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

from audit.model import Target
from web_checks.apps import wxml, wxss
from web_checks.apps.bundle import Bundle
from web_checks.apps.markup import Unreadable
from web_checks.apps.wxml import BINDING, Tag

TEMPLATE, _STYLES, _SETTINGS = ".wxml", ".wxss", ".json"
_SCRIPTS = (".js", ".ts")
_SETS_TITLE = re.compile(rb"setNavigationBarTitle\s*\(")
_IMPORT = re.compile(r"@import\s+[\"']([^\"']+)[\"']")
_MOST_IMPORTS = 50
_TAP = re.compile(r"(?:capture-|mut-)?(?:bind|catch):?(?:tap|longpress|longtap)", re.IGNORECASE)
_QUOTED = 200  # characters of a snippet
# Components that take input or lead somewhere by themselves.
NATIVE = frozenset({"button", "navigator", "functional-page-navigator"})
FIELDS = frozenset({"input", "textarea", "picker", "slider", "switch", "checkbox", "radio", "editor"})
# Components whose content is drawn by the platform or by somebody else's template.
BUILT_IN = frozenset(
    """
    view scroll-view swiper swiper-item movable-view movable-area cover-view cover-image match-media
    page-container share-element root-portal grid-view list-view sticky-header sticky-section icon progress
    rich-text text form label picker-view picker-view-column checkbox-group radio-group audio camera image
    live-player live-pusher video voip-room map canvas web-view open-data ad ad-custom block template import
    include slot wxs page-meta navigation-bar
    """.split()  # noqa: SIM905 - a list of names reads better as prose
)


@dataclass(frozen=True)
class Source:
    """A template as it was observed.

    is_page: it is one of the app's pages, not a component or a part; title: of its navigation bar, "" = none; custom:
    it draws that bar itself; sets_title: its script sets the title; elder: as of a Screen.
    """

    name: str
    root: Tag
    styles: tuple[wxss.Block, ...] = ()
    is_page: bool = False
    title: str = ""
    custom: bool = False
    sets_title: bool = False
    elder: str = ""

    @property
    def known(self) -> frozenset[str]:
        """Return which of the things that some rules need are there."""
        return frozenset({"source"})

    def target(self, tag: Tag) -> Target:
        """Return the place of an element: the way down to it, with the line that it begins on in the snippet."""
        way = [tag, *tag.above][::-1]
        place = ">".join(f"{step.name}[{step.place}]" for step in way)
        path = ">".join(".".join((step.name, *step.get("class").split()[:1])) for step in way)
        said = " ".join(name if value is None else f'{name}="{value}"' for name, value in tag.attributes.items())
        return Target(place or "page", f"{tag.line}: <{' '.join(filter(None, (tag.name, said)))}>"[:_QUOTED], path)


@dataclass(frozen=True, slots=True)
class MiniPage:
    """A template that was met. source: None when it could not be read, for the failure; notes: what else could not."""

    name: str
    source: Source | None = None
    failure: str = ""
    notes: tuple[str, ...] = ()


def is_source(bundle: Bundle) -> bool:
    """Return whether some files are the source of a mini-program."""
    return any(name.lower().endswith(TEMPLATE) for name in bundle.files)


def pages(bundle: Bundle, elder: str) -> Iterator[MiniPage]:
    """Yield every template of a mini-program, in the order of their names."""
    root = _root(bundle)
    app, problem = _settings(bundle, f"{root}app.json")
    listed = _pages_of(app, root)
    window = app.get("window")
    usual = window if isinstance(window, dict) else {}
    shared, missing = _styles(bundle, f"{root}app{_STYLES}", root)
    for place, file in enumerate(name for name in bundle.files if name.lower().endswith(TEMPLATE)):
        name = str(PurePosixPath(file).with_suffix(""))
        own, wrong = _settings(bundle, name + _SETTINGS)
        styles, lost = _styles(bundle, name + _STYLES, root)
        is_page = name in listed
        notes = tuple(filter(None, (wrong, *lost, *((problem, *missing) if place == 0 else ()))))
        try:
            text = _text(bundle.read(file))
            tree = wxml.parse(text)
        except Unreadable as error:
            yield MiniPage(name, failure=str(error), notes=notes)
            continue
        title = own.get("navigationBarTitleText", usual.get("navigationBarTitleText", ""))
        bar = own.get("navigationStyle", usual.get("navigationStyle", ""))
        # The styles of the app do not reach into components, unless these ask for it.
        sheets = (*shared, *styles) if is_page or not own.get("component") else styles
        yield MiniPage(
            name,
            Source(
                name,
                tree,
                sheets,
                is_page=is_page,
                title=title if isinstance(title, str) else "",
                custom=bar == "custom",
                sets_title=_sets_title(bundle, name),
                elder=elder,
            ),
            notes=notes,
        )


def _root(bundle: Bundle) -> str:
    """Return the folder that holds app.json, with a slash at its end; "" when it is the bundle itself, or unknown."""
    found = sorted((name for name in bundle.files if PurePosixPath(name).name == "app.json"), key=len)
    folder = str(PurePosixPath(found[0]).parent) if found else "."
    return "" if folder == "." else f"{folder}/"


def _settings(bundle: Bundle, name: str) -> tuple[Mapping[str, Any], str]:
    if name not in bundle.files:
        return {}, ""
    try:
        found = json.loads(_text(bundle.read(name)))
    except (Unreadable, ValueError, RecursionError) as error:
        return {}, f"{name}: {error}"
    return (found, "") if isinstance(found, dict) else ({}, f"{name}: no JSON object")


def _pages_of(app: Mapping[str, Any], root: str) -> frozenset[str]:
    """Return the names of the templates that are pages."""
    found = {root + str(page) for page in _list(app.get("pages"))}
    for package in (*_list(app.get("subPackages")), *_list(app.get("subpackages"))):
        if isinstance(package, dict):
            folder = str(package.get("root", "")).strip("/")
            found |= {f"{root}{folder}/{page}" for page in _list(package.get("pages"))}
    return frozenset(found)


def _list(value: object) -> Sequence[Any]:
    return value if isinstance(value, list) else []


def _styles(bundle: Bundle, name: str, root: str) -> tuple[tuple[wxss.Block, ...], tuple[str, ...]]:
    """Return the rules of a style sheet after those that it imports, and what could not be read."""
    waiting, met, blocks, missing = [name], set[str](), list[tuple[wxss.Block, ...]](), list[str]()
    while waiting and len(met) < _MOST_IMPORTS:
        sheet = waiting.pop()
        if sheet in met:
            continue
        met.add(sheet)
        if sheet not in bundle.files:
            if sheet != name:
                missing.append(f"{sheet}: not there")
            continue
        try:
            text = _text(bundle.read(sheet))
        except Unreadable as error:
            missing.append(f"{sheet}: {error}")
            continue
        blocks.insert(0, wxss.parse(text))
        waiting.extend(_beside(sheet, found, root) for found in reversed(_IMPORT.findall(text)))
    return tuple(block for sheet_blocks in blocks for block in sheet_blocks), tuple(missing)


def _beside(sheet: str, imported: str, root: str) -> str:
    """Return the name of a file that another one imports by a relative path, or by one from the app's root."""
    if imported.startswith("/"):
        return root + imported.lstrip("/")
    parts: list[str] = []
    for part in (*PurePosixPath(sheet).parent.parts, *imported.split("/")):
        if part == "..":
            del parts[-1:]
        elif part not in (".", ""):
            parts.append(part)
    return "/".join(parts)


def _sets_title(bundle: Bundle, name: str) -> bool:
    for suffix in _SCRIPTS:
        if name + suffix in bundle.files:
            try:
                return _SETS_TITLE.search(bundle.read(name + suffix)) is not None
            except Unreadable:
                return True  # nobody can tell
    return False


def _text(data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Unreadable(f"no UTF-8 text: {error.reason}") from error


# ---- what rules ask of an element


def pressed(tag: Tag) -> bool:
    """Return whether an element takes taps: by a handler of its own, or by its nature."""
    return tag.name in NATIVE or any(_TAP.fullmatch(name) for name in tag.attributes)


def handled(tag: Tag) -> bool:
    """Return whether an element has a handler for taps that does something, as far as its name tells."""
    names = [value or "" for name, value in tag.attributes.items() if _TAP.fullmatch(name)]
    return any(
        value and not re.fullmatch(r"no_?op\w*|prevent\w*|stop\w*|empty\w*|none", value, re.IGNORECASE)
        for value in names
    )


def hidden(tag: Tag) -> bool | None:
    """Return whether an element is kept from assistive technology; None when a binding decides."""
    states = [each.get("aria-hidden") for each in (tag, *tag.above)]
    if "true" in states:
        return True
    return None if any(BINDING in state for state in states) else False


def foreign(tag: Tag) -> bool:
    """Return whether what an element shows is decided elsewhere: a component, a slot, a part of another file."""
    return tag.name in ("slot", "include", "template") or tag.name not in BUILT_IN | NATIVE | FIELDS


def said(tag: Tag) -> str | None:
    """Return what is read out for an element: its label, else the texts inside; None when a binding decides."""
    label = tag.get("aria-label")
    if label:
        return None if BINDING in label and not re.sub(r"\{\{.*?\}\}", "", label).strip() else label
    if "aria-labelledby" in tag.attributes:
        return None
    found = [*tag.texts(), *(each.get("aria-label") for each in tag.walk() if each.get("aria-hidden") != "true")]
    sure = " ".join(re.sub(r"\{\{.*?\}\}", " ", text, flags=re.DOTALL) for text in found).split()
    if sure:
        return " ".join(sure)
    if any(found) or any(foreign(each) for each in tag.walk()):
        return None
    return ""
