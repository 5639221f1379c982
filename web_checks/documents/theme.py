"""Colours as DrawingML writes them: plain, or by the name that a theme gives them, made lighter or darker."""

from __future__ import annotations

import colorsys
from collections.abc import Mapping
from typing import Any

from web_checks.documents.colours import linear, stored
from web_checks.documents.package import A, rgb

# Names by which slides and text speak of a theme's colours, unless a map of their own says otherwise.
USUAL_MAP = {"bg1": "lt1", "tx1": "dk1", "bg2": "lt2", "tx2": "dk2"}
_PLACEHOLDER = "phClr"
_WHOLE = 100_000  # units of a percentage (ECMA-376 part 1, 20.1.10.40)
# The presets that are met (20.1.10.48); of any other the colour is not known.
_PRESETS = {
    "black": "000000",
    "white": "ffffff",
    "red": "ff0000",
    "green": "008000",
    "blue": "0000ff",
    "yellow": "ffff00",
    "gray": "808080",
    "grey": "808080",
    "cyan": "00ffff",
    "magenta": "ff00ff",
    "orange": "ffa500",
}


def scheme(theme: Any) -> dict[str, str]:
    """Return the colours of a theme ("dk1", "accent1") as "rrggbb"."""
    found = next(theme.iter(f"{A}clrScheme"), None) if theme is not None else None
    named = {str(entry.tag).rpartition("}")[2]: _plain(entry) for entry in (found if found is not None else ())}
    return {name: plain for name, plain in named.items() if plain}


def _plain(holder: Any) -> str:
    for entry in holder:
        if entry.tag == f"{A}sysClr":
            return rgb(entry.get("lastClr"))
        if entry.tag == f"{A}srgbClr":
            return rgb(entry.get("val"))
    return ""


def colour(holder: Any, named: Mapping[str, str], placeholder: str = "") -> str:
    """Return the colour within an element (solidFill, fontRef, bgRef) as "rrggbb"; "" when it is not known.

    named: colours by the names that count where it stands; placeholder: the colour that phClr stands for.
    """
    for entry in holder if holder is not None else ():
        kind = str(entry.tag).rpartition("}")[2]
        said = str(entry.get("val") or "")
        if kind == "srgbClr":
            return _changed(rgb(said), entry)
        if kind == "sysClr":
            return _changed(rgb(entry.get("lastClr")), entry)
        if kind == "prstClr":
            return _changed(_PRESETS.get(said, ""), entry)
        if kind == "schemeClr":
            return _changed(placeholder if said == _PLACEHOLDER else named.get(said, ""), entry)
        return ""
    return ""


def _changed(plain: str, entry: Any) -> str:
    """Return a colour after the changes that its entry asks for, in their order; "" for one that we do not know."""
    for change in entry:
        if not plain or not isinstance(change.tag, str):
            continue
        try:
            share = float(str(change.get("val") or "").rstrip("%")) / _WHOLE
        except ValueError:
            return ""
        plain = _after(plain, change.tag.rpartition("}")[2], share)
    return plain


def _after(plain: str, change: str, share: float) -> str:
    red, green, blue = (int(plain[at : at + 2], 16) / 255 for at in (0, 2, 4))
    if change in ("tint", "shade"):
        # Mixed with white or black in linear light (20.1.2.3.31, 20.1.2.3.34).
        to = 1 - share if change == "tint" else 0.0
        return _written(*(stored(linear(part) * share + to) for part in (red, green, blue)))
    hue, light, saturation = colorsys.rgb_to_hls(red, green, blue)
    if change == "lumMod":
        light *= share
    elif change == "lumOff":
        light += share
    elif change == "satMod":
        saturation *= share
    elif change == "satOff":
        saturation += share
    elif change == "alpha" and share >= 1:
        return plain
    else:
        return ""
    return _written(*colorsys.hls_to_rgb(hue, min(max(light, 0.0), 1.0), min(max(saturation, 0.0), 1.0)))


def lit(plain: str, kept: float, *, lighter: bool) -> str:
    """Return a colour with so much of its light kept, 0-1, as word processors and spreadsheets make it.

    lighter: what is taken away becomes white, else black.
    """
    hue, light, saturation = colorsys.rgb_to_hls(*(int(plain[at : at + 2], 16) / 255 for at in (0, 2, 4)))
    return _written(*colorsys.hls_to_rgb(hue, light * kept + (1 - kept if lighter else 0), saturation))


def _written(red: float, green: float, blue: float) -> str:
    return "".join(f"{round(min(max(part, 0.0), 1.0) * 255):02x}" for part in (red, green, blue))
