"""Finds the dumps in a bundle of files, and reads each as the screen it is, with its screenshot and density."""

from __future__ import annotations

import dataclasses
import json
import math
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath

from audit.model import Reason
from web_checks.apps import (
    android,
    arkui,
    droidbot,
    harmony,
    ios,
    maestro,
    picture,
    rico,
    strangers,
    webview,
)
from web_checks.apps.bundle import Bundle
from web_checks.apps.markup import Unreadable, decoded, loaded
from web_checks.apps.screen import Format, Screen
from web_checks.apps.webview import WebView
from web_checks.box import Box

# A file beside the dumps that says what they cannot: {"density": 420}. A live walk writes it.
DEVICE = "device.json"
# What a live walk writes beside the dumps: the screens that it did not get to; what was seen of a page in a WebView.
WALK, WEBVIEW = "walk.json", ".webview.json"
_DUMPS = (".xml", ".uix", ".json")  # .uix: of uiautomatorviewer
# What people hand in as an app and no screen can be read from.
_NO_SCREENS = {
    ".axml": "the source of an Alipay mini-program, which is not read",
    ".swan": "the source of a Baidu mini-program, which is not read",
    ".ttml": "the source of a Douyin mini-program, which is not read",
    ".qml": "the source of a QQ mini-program, which is not read",
    ".ksml": "the source of a Kuaishou mini-program, which is not read",
    ".wxapkg": "a packed mini-program, not its source",
    ".apk": "a package of an Android app",
    ".ipa": "a package of an iOS app",
    ".hap": "a package of a HarmonyOS app",
}
# Of shapes in JSON the first that fits: Maestro's looks like HarmonyOS's, and has words of its own.
_JSON = (droidbot, rico, arkui, maestro, harmony)
PICTURES = (".png", ".jpg", ".jpeg")
# A screenshot belongs to a dump when both have the same shape, to within so much (the navigation bar may be missing).
_SAME_SHAPE = 0.12
_BLANK = "\ufeff \t\r\n"
_HEAD = 4096  # characters in which the root element begins


@dataclass(frozen=True, slots=True)
class Met:
    """A file that was met.

    screen, webview: what it shows; failure: why it shows nothing, and reason; note: what is the matter with it.
    """

    name: str
    screen: Screen | None = None
    webview: WebView | None = None
    failure: str = ""
    reason: Reason = Reason.UNREADABLE
    note: str = ""


def screens(bundle: Bundle, density: float | None, *, beside_source: bool = False) -> Iterator[Met]:
    """Yield every XML or JSON file of a bundle, read as a screen or with the reason why it is none.

    density: dots per inch, where no device.json beside the dumps says otherwise; None = not known; beside_source: the
    files are the source of a mini-program, in which a JSON file that is no dump is a setting.
    """
    for name in bundle.files:
        path = PurePosixPath(name)
        if path.suffix.lower() in _NO_SCREENS:
            yield Met(name, failure=f"{_NO_SCREENS[path.suffix.lower()]}: dump its screens instead")
            continue
        if path.suffix.lower() not in _DUMPS or path.name == DEVICE:
            continue
        shown = name.removesuffix(WEBVIEW) if name.endswith(WEBVIEW) else str(path.with_suffix(""))
        try:
            if path.name == WALK:
                yield from _missed(bundle.read(name), path.parent)
                continue
            if path.name.endswith(WEBVIEW):
                yield Met(shown, webview=webview.read(bundle.read(name)))
                continue
            dots = _density(bundle, path) or density
            screen = _placed(_read(bundle.read(name), shown, dots))
        except Unreadable as error:
            if not (beside_source and path.suffix.lower() == ".json"):
                yield Met(shown, failure=str(error))
            continue
        shot, note = _screenshot(bundle, name, screen)
        yield Met(shown, _with(screen, shot), note=note)


def any_in(bundle: Bundle) -> bool:
    """Return whether a bundle holds any file that is read as a screen, or is known to hold none that can be."""
    paths = [PurePosixPath(name) for name in bundle.files]
    return any(path.suffix.lower() in (*_DUMPS, *_NO_SCREENS) and path.name != DEVICE for path in paths)


def _missed(data: bytes, folder: PurePosixPath) -> Iterator[Met]:
    """Yield the screens that a walk did not get to. Raises Unreadable."""
    try:
        rows = json.loads(data)["missed"]
        found = [(str(folder / row["screen"]), str(row["why"])) for row in rows]
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise Unreadable("no record of a walk") from error
    yield from (Met(name, failure=why, reason=Reason.NOT_REACHED) for name, why in found)


def _read(data: bytes, name: str, density: float | None) -> Screen:
    if not decoded(data).lstrip(_BLANK).startswith(("{", "[")):
        return _of_xml(data, name, density)
    found = loaded(data)
    if isinstance(found, dict) and "value" in found and "children" not in found:
        found = found["value"]  # the answer of a WebDriver server, kept as it came
    if isinstance(found, str):
        return _of_xml(found.encode("utf-8", "surrogatepass"), name, density)
    if ios.is_dump(found):
        return ios.screen(found, name)
    for form in _JSON:
        if form.is_dump(found):
            seen: Screen = form.screen(found, name, density)
            return seen
    raise strangers.refusal(found)


def _placed(screen: Screen) -> Screen:
    """Return a screen in which something has a place. Raises Unreadable for one without."""
    if not screen.shown:
        raise Unreadable("nothing in it has a place on the screen (bounds)")
    return screen


def _of_xml(data: bytes, name: str, density: float | None) -> Screen:
    start = decoded(data)[:_HEAD]
    if "XCUIElementType" in start or "<AppiumAUT" in start:
        return ios.read(data, name)
    return android.read(data, name, density)


def _density(bundle: Bundle, dump: PurePosixPath) -> float | None:
    """Return what device.json in the dump's folder, or in the nearest one above it, says. Raises Unreadable."""
    named = next((str(folder / DEVICE) for folder in dump.parents if str(folder / DEVICE) in bundle.files), None)
    if named is None:
        return None
    try:
        found = json.loads(bundle.read(named).decode("utf-8-sig"))
        density = found["density"] if isinstance(found, dict) else None
        dots = float(density) if density is not None else None
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise Unreadable(f'{named}: should hold {{"density": dots per inch}}') from error
    if dots is not None and not (math.isfinite(dots) and dots > 0):
        raise Unreadable(f"{named}: {dots} is no density")
    return dots


def _screenshot(bundle: Bundle, name: str, screen: Screen) -> tuple[picture.Picture | None, str]:
    """Return the screenshot beside a dump, or what is the matter with it ("" when there is none)."""
    beside = bundle.beside(name, PICTURES) or bundle.beside(droidbot.picture_of(name), PICTURES)
    if beside is None:
        return None, ""
    try:
        shot = picture.read(bundle.read(beside))
    except (picture.PictureError, Unreadable) as error:
        return None, f"{beside}: {error}"
    if not screen.size.area:
        return None, f"{beside}: the size of the screen is not known"
    ratio = (shot.height / shot.width) / (screen.size.height / screen.size.width)
    if abs(ratio - 1) > _SAME_SHAPE:
        shape = f"{shot.width} x {shot.height} px"
        return None, f"{beside}: {shape} is another shape than {screen.size.width:g} x {screen.size.height:g}"
    return shot, ""


def _with(screen: Screen, shot: picture.Picture | None) -> Screen:
    if shot is None:
        return screen
    size = screen.size
    if screen.format is not Format.IOS and min(abs(shot.width - size.width), abs(shot.height - size.height)) <= 1:
        # The dump leaves out the bars of the system; the screenshot is of the whole screen.
        size = Box(0, 0, max(size.right, shot.width), max(size.bottom, shot.height))
    return dataclasses.replace(screen, picture=shot, size=size)


def part(screen: Screen, box: Box) -> picture.Pixels | None:
    """Return the pixels of a box of a screen; None without a screenshot or outside of it."""
    if screen.picture is None or not screen.size.width:
        return None
    factor = screen.picture.width / screen.size.width
    left, top, right, bottom = (round(edge * factor) for edge in (box.left, box.top, box.right, box.bottom))
    if left < 0 or top < 0 or right > screen.picture.width or bottom > screen.picture.height:
        return None
    return screen.picture.pixels[top:bottom, left:right]
