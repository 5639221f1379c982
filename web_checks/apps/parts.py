"""Ties the templates of a mini-program together: components, includes and imports, as far as they are among the files.

Paths as WeChat reads them: from the file, from the root of the app, or into a package, whose built copy lies in the
nearest miniprogram_npm; before it is built it lies in node_modules, in the folder that its package.json names.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import PurePosixPath
from typing import Any

from web_checks.apps.bundle import Bundle
from web_checks.apps.markup import Unreadable
from web_checks.apps.wxml import BINDING, Tag

TEMPLATE = ".wxml"
_BUILT, _INSTALLED = "miniprogram_npm", "node_modules"
_USED = "usingComponents"
_MACHINE = 2  # templates that hand on to each other by a binding, from which a file is no page but a machine


class Parts:
    """The templates of a mini-program by their names, and which of them each one uses."""

    def __init__(self, bundle: Bundle, root: str, trees: Mapping[str, Tag]) -> None:
        self._bundle = bundle
        self._root = root
        self._trees = trees
        self._folders: dict[str, str] = {}  # of the components in a package that is not built, by the package's own

    def tie(self, name: str, settings: Iterable[Mapping[str, Any]]) -> set[str]:
        """Say in a template what each element shows; return the templates that it uses.

        settings: its own and the app's, which name its components.
        """
        tree = self._trees[name]
        components = self._components(name, settings)
        imported, used = self._imported(name, tree), set(components.values())
        for tag in tree.walk():
            if tag.name in components:
                tag.shown = self._trees[components[tag.name]]
            elif tag.name == "template" and tag.get("is") and BINDING not in tag.get("is"):
                tag.shown = imported.get(tag.get("is"))
            elif tag.name in ("include", "import"):
                part = self._part(name, tag.get("src"))
                used |= {part} if part else set()
                tag.shown = self._trees.get(part) if tag.name == "include" else None
        return used

    def _components(self, name: str, settings: Iterable[Mapping[str, Any]]) -> dict[str, str]:
        """Return the templates of components by the names that a template calls them."""
        found: dict[str, str] = {}
        for each in settings:
            named = each.get(_USED)
            for called, path in named.items() if isinstance(named, dict) else ():
                template = self._component(name, str(path))
                if template is not None:
                    found.setdefault(str(called), template)
        return found

    def _imported(self, name: str, tree: Tag) -> dict[str, Tag]:
        """Return the parts of templates that a template may show: its own, and those of the files that it imports."""
        sources = [tag.get("src") for tag in tree.walk() if tag.name == "import"]
        others = (self._trees.get(self._part(name, source)) for source in sources)
        return {
            tag.get("name"): tag
            for each in (*filter(None, others), tree)
            for tag in each.walk()
            if tag.name == "template" and tag.get("name")
        }

    def _part(self, name: str, source: str) -> str:
        """Return the template that an include or import names, whether it is there or not."""
        path = source.removesuffix(TEMPLATE)
        return beside(name, path, self._root) if path and BINDING not in path else ""

    def _component(self, name: str, path: str) -> str | None:
        if "://" in path or not path.strip("/"):
            return None
        tries = [beside(name, path, self._root), self._root + path.strip("/")]
        if not path.startswith(("/", ".")):
            tries += self._packaged(name, path)
        return next((each for at in tries for each in (at, f"{at}/index") if each in self._trees), None)

    def _packaged(self, name: str, path: str) -> Iterator[str]:
        parts = path.split("/")
        own = 2 if path.startswith("@") else 1
        package, rest = "/".join(parts[:own]), "/".join(parts[own:])
        for folder in PurePosixPath(name).parents:
            at = "" if str(folder) == "." else f"{folder}/"
            yield f"{at}{_BUILT}/{path}"
            installed = f"{at}{_INSTALLED}/{package}"
            yield f"{installed}/{self._folder(installed)}/{rest}"

    def _folder(self, package: str) -> str:
        """Return the folder that holds the components of a package that is not built."""
        if package not in self._folders:
            self._folders[package] = "miniprogram_dist"
            settings = f"{package}/package.json"
            if settings in self._bundle.files:
                try:
                    named = json.loads(self._bundle.read(settings)).get("miniprogram")
                except (Unreadable, ValueError, AttributeError, RecursionError):
                    named = None  # what it should have said is not known
                self._folders[package] = named.strip("/.") if isinstance(named, str) else "miniprogram_dist"
        return self._folders[package]


def run_time(trees: Mapping[str, Tag], used: Mapping[str, set[str]]) -> set[str]:
    """Return the templates whose elements are only made at run time, and those that show nothing but such ones.

    Taro and Remax write one file of templates, one for each kind of element, that hand whatever the data says on to
    each other; a page shows the first of them. used: the files that each one uses.
    """
    machines = {name for name, tree in trees.items() if _is_machine(tree)}
    return machines | {
        name for name, tree in trees.items() if not machines.isdisjoint(used[name]) and _holds_no_elements(tree)
    }


def _is_machine(tree: Tag) -> bool:
    defined = [tag for tag in tree.walk() if tag.name == "template" and tag.get("name")]
    handing_on = [tag for tag in defined if any(BINDING in inner.get("is") for inner in tag.walk())]
    return len(handing_on) >= _MACHINE and 2 * len(handing_on) >= len(defined)


def _holds_no_elements(tree: Tag) -> bool:
    return all(tag.name in ("template", "import", "wxs") for tag in tree.children)


def packaged(name: str) -> bool:
    """Return whether a file belongs to a package, not to the app itself."""
    return any(part in (_BUILT, _INSTALLED) for part in PurePosixPath(name).parts)


def reached(used: Mapping[str, set[str]], starts: Iterable[str]) -> set[str]:
    """Return the templates that some of them lead to, by what each one uses."""
    waiting, met = list(starts), set[str]()
    while waiting:
        name = waiting.pop()
        if name not in met:
            met.add(name)
            waiting.extend(used.get(name, ()))
    return met


def beside(file: str, named: str, root: str) -> str:
    """Return the name of a file that another one names by a relative path, or by one from the app's root."""
    if named.startswith("/"):
        return root + named.lstrip("/")
    parts: list[str] = []
    for part in (*PurePosixPath(file).parent.parts, *named.split("/")):
        if part == "..":
            del parts[-1:]
        elif part not in (".", ""):
            parts.append(part)
    return "/".join(parts)
