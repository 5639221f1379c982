"""The theme that a slide stands in: what its colours are called, how shapes and slides are filled by it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from web_checks.documents import package, theme
from web_checks.documents.colours import AUTO, run_of
from web_checks.documents.package import A

P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
_WHITE = "ffffff"
_FILLS = frozenset(f"{A}{name}" for name in ("noFill", "solidFill", "gradFill", "blipFill", "pattFill", "grpFill"))
_OF_GROUNDS = 1001  # from which number on a reference means the fills for whole slides (ECMA-376 part 1, 19.3.1.3)


class Scenery:
    """What a slide inherits. levels: the slide, its layout and its master, the nearest first."""

    def __init__(self, slide: Any, themes: dict[int, Any]) -> None:
        layout = slide.slide_layout
        master = layout.slide_master
        self.levels = (slide, layout, master)
        if id(master.part) not in themes:  # there are few masters and many slides
            themes[id(master.part)] = _theme(master.part)
        self._theme = themes[id(master.part)]
        self.named = _names(theme.scheme(self._theme), [level.element for level in self.levels])
        self.ground = self._ground()

    def _ground(self) -> str:
        """Return the colour of the whole slide; "" = not known."""
        for level in self.levels:
            own = level.element.find(f"{P}cSld/{P}bg")
            if own is None:
                continue
            found = filled(own.find(f"{P}bgPr"), self.named)
            reference = own.find(f"{P}bgRef")
            ground = self.by_reference(reference) if found is None and reference is not None else found
            return _WHITE if ground == AUTO else ground or ""
        return self.named.get("bg1", _WHITE)

    def by_reference(self, reference: Any) -> str:
        """Return the colours that a reference to the theme's fills leads to; AUTO = no fill, "" = not known."""
        said = str(reference.get("idx") or "0")
        number = int(said) if said.isdecimal() else 0
        if number in (0, _OF_GROUNDS - 1):
            return AUTO
        name, place = (
            ("bgFillStyleLst", number - _OF_GROUNDS) if number >= _OF_GROUNDS else ("fillStyleLst", number - 1)
        )
        fills = next(self._theme.iter(f"{A}{name}"), None) if self._theme is not None else None
        entries = [entry for entry in fills if entry.tag in _FILLS] if fills is not None else []
        if place >= len(entries):
            return ""
        return _of_fill(entries[place], self.named, theme.colour(reference, self.named))


def filled(properties: Any, named: Mapping[str, str]) -> str | None:
    """Return the colours that the properties of a shape fill it with.

    AUTO = no fill, "" = not known, None = they do not say; of a run of colours, all of them (colours.run_of).
    """
    for entry in properties if properties is not None else ():
        if entry.tag in _FILLS:
            return _of_fill(entry, named)
    return None


def _of_fill(entry: Any, named: Mapping[str, str], placeholder: str = "") -> str:
    if entry.tag == f"{A}noFill":
        return AUTO
    if entry.tag == f"{A}gradFill":
        return run_of(theme.colour(stop, named, placeholder) for stop in entry.iter(f"{A}gs"))
    return theme.colour(entry, named, placeholder) if entry.tag == f"{A}solidFill" else ""


def _theme(part: Any) -> Any:
    relations = (known for known in part.rels.values() if not known.is_external)
    blob = next((known.target_part.blob for known in relations if known.reltype.endswith("/theme")), None)
    return package.parsed(blob) if blob else None


def _names(known: Mapping[str, str], levels: Iterable[Any]) -> dict[str, str]:
    """Return the colours by all names that count on a slide: the nearest map of names wins."""
    mapping = dict(theme.USUAL_MAP)
    for level in reversed(list(levels)):
        own = level.find(f"{P}clrMap")
        other = level.find(f"{P}clrMapOvr/{A}overrideClrMapping")
        for said in (own, other):
            mapping |= {str(name): str(leads) for name, leads in said.items()} if said is not None else {}
    return {**known, **{name: known[leads] for name, leads in mapping.items() if leads in known}}
