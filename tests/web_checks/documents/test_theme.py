"""Colours by name, tint and shade; grounds that are runs of colour."""

from __future__ import annotations

import pytest
from lxml import etree

from audit.model import Target
from web_checks.documents import theme
from web_checks.documents.colours import AUTO, Palette, run_of

_A = "http://schemas.openxmlformats.org/drawingml/2006/main"
NAMED = {"accent1": "4f81bd", "tx1": "000000", "bg1": "ffffff"}


def colour(entry: str, placeholder: str = "") -> str:
    return theme.colour(etree.fromstring(f'<a:solidFill xmlns:a="{_A}">{entry}</a:solidFill>'), NAMED, placeholder)


@pytest.mark.parametrize(
    ("entry", "rgb"),
    [
        ('<a:srgbClr val="1F497D"/>', "1f497d"),
        ('<a:sysClr val="window" lastClr="FFFFFF"/>', "ffffff"),
        ('<a:prstClr val="black"/>', "000000"),
        ('<a:prstClr val="papayaWhip"/>', ""),
        ('<a:schemeClr val="accent1"/>', "4f81bd"),
        ('<a:schemeClr val="accent9"/>', ""),
        ('<a:schemeClr val="phClr"/>', "112233"),
        # What PowerPoint calls "lighter 60 %" and "darker 25 %" of this blue.
        ('<a:schemeClr val="accent1"><a:lumMod val="40000"/><a:lumOff val="60000"/></a:schemeClr>', "b9cde5"),
        ('<a:schemeClr val="accent1"><a:lumMod val="75000"/></a:schemeClr>', "376092"),
        ('<a:schemeClr val="tx1"><a:tint val="100000"/></a:schemeClr>', "000000"),
        ('<a:schemeClr val="bg1"><a:shade val="0"/></a:schemeClr>', "000000"),
        ('<a:srgbClr val="336699"><a:alpha val="100000"/></a:srgbClr>', "336699"),
        ('<a:srgbClr val="336699"><a:alpha val="50000"/></a:srgbClr>', ""),
        ('<a:srgbClr val="336699"><a:hueOff val="50000"/></a:srgbClr>', ""),
        ('<a:srgbClr val="336699"><a:lumMod val="bright"/></a:srgbClr>', ""),
        ("", ""),
    ],
)
def test_a_colour_as_drawings_write_it(entry: str, rgb: str) -> None:
    found = colour(entry, "112233")
    parts = [(int(found[at : at + 2], 16), int(rgb[at : at + 2], 16)) for at in (0, 2, 4)] if found and rgb else []
    assert bool(found) == bool(rgb)
    assert all(abs(one - other) <= 1 for one, other in parts)


def test_tints_and_shades_of_word_processors() -> None:
    assert theme.lit("4f81bd", 1.0, lighter=True) == "4f81bd"
    assert theme.lit("808080", 0.5, lighter=True) == "c0c0c0"
    assert theme.lit("808080", 0.5, lighter=False) == "404040"


@pytest.mark.parametrize(
    ("ink", "stops", "pair"),
    [
        ("ffffff", ["000000", "404040"], ("ffffff", "404040")),  # clear on the worst of them
        ("ffffff", ["eeeeee", "dddddd"], ("ffffff", "dddddd")),  # too faint on the best of them
        ("ffffff", ["000000", "eeeeee"], ("", "")),
        ("ffffff", ["000000", ""], ("", "")),
        ("ffffff", [], ("", "")),
        ("", ["000000"], ("", "")),
    ],
)
def test_text_on_a_run_of_colours(ink: str, stops: list[str], pair: tuple[str, str]) -> None:
    palette = Palette()
    palette.add(Target("slide 1"), ink, run_of(stops), 12, "text", bold=False)
    assert [(found.ink, found.ground) for found in palette.colours()] == [pair]


def test_what_a_program_sees_to_is_no_colour() -> None:
    palette = Palette()
    palette.add(Target("paragraph 1"), AUTO, "", 12, "text", bold=False)
    assert palette.colours() == ()
