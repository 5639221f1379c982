"""Colours as a DOCX writes them: of text, of shades behind it, by value or by the name that its theme gives them."""

from __future__ import annotations

from typing import Any

from web_checks.documents import theme
from web_checks.documents.colours import AUTO
from web_checks.documents.docx_styles import attribute
from web_checks.documents.package import W, rgb

_HIGHLIGHTS = {
    "black": "000000",
    "blue": "0000ff",
    "cyan": "00ffff",
    "darkBlue": "00008b",
    "darkCyan": "008b8b",
    "darkGray": "a9a9a9",
    "darkGreen": "006400",
    "darkMagenta": "800080",
    "darkRed": "8b0000",
    "darkYellow": "808000",
    "green": "00ff00",
    "lightGray": "d3d3d3",
    "magenta": "ff00ff",
    "red": "ff0000",
    "white": "ffffff",
    "yellow": "ffff00",
}
# How text names the colours of a theme (ECMA-376 part 1, 17.18.97), and those that the settings lead elsewhere.
_NAMES = {
    "dark1": "dk1",
    "light1": "lt1",
    "dark2": "dk2",
    "light2": "lt2",
    **{f"accent{number}": f"accent{number}" for number in range(1, 7)},
    "hyperlink": "hlink",
    "followedHyperlink": "folHlink",
}
_MAPPED = {"text1": ("t1", "dark1"), "background1": ("bg1", "light1")} | {
    "text2": ("t2", "dark2"),
    "background2": ("bg2", "light2"),
}


class Inks:
    """What the colours of one document are. root: of its theme, None when it has none."""

    def __init__(self, root: Any, settings: Any) -> None:
        known = theme.scheme(root)
        self.named = {name: known[short] for name, short in _NAMES.items() if short in known}
        mapping = settings.find(f"{W}clrSchemeMapping") if settings is not None else None
        for name, (short, otherwise) in _MAPPED.items():
            leads = attribute(mapping, short) or otherwise
            if leads in self.named:
                self.named[name] = self.named[leads]
        # Drawings speak of the same colours in shorter words.
        self.drawn = {**known, **{short: known[leads] for short, leads in theme.USUAL_MAP.items() if leads in known}}

    def of(self, entry: Any, value: str, name: str) -> str:
        """Return the colour of an element by two of its attributes; AUTO for an automatic one, "" = not known."""
        said = attribute(entry, value)
        if plain := rgb(said):
            return plain  # programs that write a theme's colour write beside it what came of it
        themed = self.named.get(attribute(entry, name), "")
        if not attribute(entry, name):
            return AUTO if said in ("auto", "") else ""
        stem = name.removesuffix("Color")
        for change, lighter in (("Tint", True), ("Shade", False)):
            if themed and (kept := attribute(entry, stem + change)):
                themed = theme.lit(themed, _byte(kept), lighter=lighter)
        return themed

    def shade(self, entry: Any) -> str:
        """Return the colour of a shading; AUTO when it shades nothing, "" = not known."""
        pattern = attribute(entry, "val")
        ground = self.of(entry, "fill", "themeFill")
        if pattern in ("clear", "nil", ""):
            return ground
        ink = self.of(entry, "color", "themeColor")
        if pattern == "solid":
            return "000000" if ink == AUTO else ink
        if pattern.startswith("pct") and pattern[3:].isdecimal():
            return _mixed("000000" if ink == AUTO else ink, "ffffff" if ground == AUTO else ground, pattern[3:])
        return ""


def highlight(name: str) -> str:
    """Return the colour of a highlighter; "" for one that we do not know."""
    return _HIGHLIGHTS.get(name, "")


def _byte(said: str) -> float:
    """Return the share that two hexadecimal digits stand for, 0-1."""
    try:
        return min(int(said, 16), 255) / 255
    except ValueError:
        return 1.0


def _mixed(ink: str, ground: str, percent: str) -> str:
    """Return what dots of ink on a ground look like from afar."""
    if not ink or not ground:
        return ""
    share = min(int(percent), 100) / 100
    pairs = ((int(ink[at : at + 2], 16), int(ground[at : at + 2], 16)) for at in (0, 2, 4))
    return "".join(f"{round(dot * share + paper * (1 - share)):02x}" for dot, paper in pairs)
