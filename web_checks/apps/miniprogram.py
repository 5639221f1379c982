"""The source of a WeChat mini-program: its templates with the styles and settings that belong to each."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import PurePosixPath
from typing import Any

from audit.model import Target
from web_checks.apps import script, wxml, wxss
from web_checks.apps.bundle import Bundle
from web_checks.apps.markup import Unreadable
from web_checks.apps.parts import TEMPLATE, Parts, beside, packaged, reached, run_time
from web_checks.apps.wxml import Tag

_STYLES, _SETTINGS = ".wxss", ".json"
_SCRIPTS = (".js", ".ts")
_SETS_TITLE = re.compile(rb"setNavigationBarTitle\s*\(")
_IMPORT = re.compile(r"@import\s+[\"']([^\"']+)[\"']")
_MOST_IMPORTS = 50
_MADE = "its elements are made at run time (as by Taro or Remax): dump the screens of the app instead"
_QUOTED = 200  # characters of a snippet


@dataclass(frozen=True)
class Source:
    """A template as it was observed.

    is_page, is_component: it is one of the app's pages, or a component, else a part of others; title: of its navigation
    bar, "" = none; custom: it draws that bar itself; sets_title: its script sets the title; elder: as of a Screen.
    """

    name: str
    root: Tag
    styles: tuple[wxss.Block, ...] = ()
    is_page: bool = False
    is_component: bool = False
    title: str = ""
    custom: bool = False
    sets_title: bool = False
    elder: str = ""

    @property
    def known(self) -> frozenset[str]:
        """Return which of the things that some rules need are there."""
        return frozenset({"source"})

    def stated(self, tag: Tag, name: str) -> str | None:
        """Return what an element is given of a property itself, as wxss.Sheet.stated."""
        return self._sheet.stated(tag, name, whole=self.is_page or self.is_component)

    def shows(self, tag: Tag) -> bool:
        """Return whether an element is shown at some time, as far as the source tells: not by display, nor `hidden`."""
        return not any(self._is_off(each) for each in (tag, *tag.above))

    def _is_off(self, tag: Tag) -> bool:
        if tag not in self._off:
            kept_back = "hidden" in tag.attributes and tag.get("hidden") in ("", "true", "{{true}}")
            self._off[tag] = kept_back or self.stated(tag, "display") == "none"
        return self._off[tag]

    @cached_property
    def _sheet(self) -> wxss.Sheet:
        return wxss.Sheet(self.styles)

    @cached_property
    def _off(self) -> dict[Tag, bool]:
        return {}  # several rules ask, of elements within each other

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


@dataclass(frozen=True, slots=True)
class MiniProgram:
    """What was met of a mini-program. unused: templates of packages that no page of it shows, which are left out."""

    pages: Iterator[MiniPage]
    unused: int = 0


def is_source(bundle: Bundle) -> bool:
    """Return whether some files are the source of a mini-program."""
    return any(name.lower().endswith(TEMPLATE) for name in bundle.files)


def read(bundle: Bundle, elder: str) -> MiniProgram:
    """Return the templates of a mini-program, in the order of their names."""
    root = _root(bundle)
    app, problem = _settings(bundle, f"{root}app.json")
    files = {str(PurePosixPath(file).with_suffix("")): file for file in bundle.files if file.lower().endswith(TEMPLATE)}
    met = {name: _tree(bundle, name, file) for name, file in files.items()}
    settings = {name: _settings(bundle, name + _SETTINGS) for name in files}
    trees = {name: tree for name, tree in met.items() if isinstance(tree, Tag)}
    parts = Parts(bundle, root, trees)
    used = {name: parts.tie(name, (settings[name][0], app)) for name in trees}
    met |= dict.fromkeys(run_time(trees, used), _MADE)
    listed = _pages_of(app, root)
    shown = reached(used, listed & trees.keys() | _own(trees))
    kept = {name: tree for name, tree in met.items() if name in shown or not (listed and packaged(name))}
    return MiniProgram(_pages(bundle, kept, settings, (app, problem), listed, elder), len(met) - len(kept))


def _own(trees: Mapping[str, Tag]) -> frozenset[str]:
    """Return the templates that belong to the app itself, whether a page is known to show them or not."""
    return frozenset(name for name in trees if not packaged(name))


def _tree(bundle: Bundle, name: str, file: str) -> Tag | str:
    """Return a template, or why it cannot be read."""
    try:
        tree = wxml.parse(_text(bundle.read(file)))
    except Unreadable as error:
        return str(error)
    written = _script(bundle, name)
    if written:
        script.fill(tree, written.decode("utf-8", "replace"))
    return tree


def _pages(
    bundle: Bundle,
    met: Mapping[str, Tag | str],
    settings: Mapping[str, tuple[Mapping[str, Any], str]],
    of_app: tuple[Mapping[str, Any], str],
    listed: frozenset[str],
    elder: str,
) -> Iterator[MiniPage]:
    root = _root(bundle)
    window = of_app[0].get("window")
    usual = window if isinstance(window, dict) else {}
    shared, missing = _styles(bundle, f"{root}app{_STYLES}", root)
    for place, (name, tree) in enumerate(met.items()):
        own, wrong = settings[name]
        styles, lost = _styles(bundle, name + _STYLES, root)
        is_page = name in listed
        notes = tuple(filter(None, (wrong, *lost, *((of_app[1], *missing) if place == 0 else ()))))
        if isinstance(tree, str):
            yield MiniPage(name, failure=tree, notes=notes)
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
                is_component=own.get("component") is True,
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
        waiting.extend(beside(sheet, found, root) for found in reversed(_IMPORT.findall(text)))
    return tuple(block for sheet_blocks in blocks for block in sheet_blocks), tuple(missing)


def _sets_title(bundle: Bundle, name: str) -> bool:
    written = _script(bundle, name)
    return written is None or _SETS_TITLE.search(written) is not None  # where it cannot be read, nobody can tell


def _script(bundle: Bundle, name: str) -> bytes | None:
    """Return the script of a template, empty where there is none; None when it cannot be read."""
    file = next((name + suffix for suffix in _SCRIPTS if name + suffix in bundle.files), None)
    try:
        return bundle.read(file) if file else b""
    except Unreadable:
        return None


def _text(data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Unreadable(f"no UTF-8 text: {error.reason}") from error
