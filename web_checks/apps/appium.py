"""A phone behind an Appium server, over the W3C WebDriver protocol; with frames.py all that drives Selenium for apps.

Every call has a deadline. Appium's own calls are those on contexts (the native screen and the pages in WebViews).
"""

from __future__ import annotations

import contextlib
import json
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Self, TypeVar

from selenium.common.exceptions import WebDriverException
from selenium.webdriver.remote.command import Command
from selenium.webdriver.remote.webdriver import WebDriver
from selenium.webdriver.remote.webelement import WebElement
from urllib3.exceptions import HTTPError

from audit.model import Text, UsageError
from web_checks import selenium
from web_checks.apps import frames
from web_checks.apps.steps import By
from web_checks.arrival import ScriptError
from web_checks.grid import begun
from web_checks.webdriver import said

T = TypeVar("T")

NATIVE = "NATIVE_APP"
_CONTEXTS, _SWITCH = "appiumContexts", "appiumContext"
_COMMANDS = {
    _CONTEXTS: ("GET", "/session/$sessionId/contexts"),
    _SWITCH: ("POST", "/session/$sessionId/context"),
}
# Opening an app on a phone takes its time, all other calls do not (s).
_BEGIN = 180
# A screen is at rest when two looks at its source this far apart are equal, or after so long (s).
_PAUSE, _SETTLE = 0.5, 5.0
# What a page says of itself, and of the frames in it.
_SHOWN = "return [document.title, location.href, stepfree.childFrames()];"
_SWIPE_TIME = 400  # ms
# Where a swipe begins and ends, as shares of the screen.
_SWIPES = {
    "up": ((0.5, 0.75), (0.5, 0.25)),
    "down": ((0.5, 0.25), (0.5, 0.75)),
    "left": ((0.8, 0.5), (0.2, 0.5)),
    "right": ((0.2, 0.5), (0.8, 0.5)),
}
# What each system calls a text; the page source has the same attributes, so that one path serves all.
_TEXTS = ("text", "content-desc", "label", "value", "name", "hint")


class PhoneError(Exception):
    """A call that the phone or its server refused; the message is one line of theirs."""


class Phone:
    """A session with a phone. Use as a context manager. pause: seconds between two looks."""

    def __init__(self, address: str, capabilities: Mapping[str, object], pause: float = _PAUSE) -> None:
        self._address = address
        self._wanted = capabilities
        self._pause = pause
        self._driver: WebDriver

    def __enter__(self) -> Self:
        """Open the app. Raises UsageError when the server does not, with what it says."""
        try:
            self._driver, _ = begun(self._address, self._wanted, _BEGIN, _COMMANDS)
        except WebDriverException as error:
            raise _unopened(self._address, said(error)) from error
        except (HTTPError, OSError) as error:
            raise _unopened(self._address, type(error).__name__) from error
        return self

    def __exit__(self, *_exc: object) -> None:
        """End the session."""
        with contextlib.suppress(WebDriverException, HTTPError, OSError):
            self._driver.quit()

    @property
    def density(self) -> float | None:
        """Return the dots per inch of the screen; None when the server does not tell."""
        told = self._driver.capabilities.get("deviceScreenDensity")
        return float(told) if isinstance(told, int | float) and told > 0 else None

    def source(self) -> str:
        """Return the page source once it is at rest."""
        before, end = self._call(lambda: self._driver.page_source), time.monotonic() + _SETTLE
        while True:
            time.sleep(self._pause)
            now = self._call(lambda: self._driver.page_source)
            if now == before or time.monotonic() >= end:
                return str(now)
            before = now

    def picture(self) -> bytes:
        """Return a screenshot (PNG)."""
        return self._call(self._driver.get_screenshot_as_png)

    def tap(self, what: str, by: By) -> None:
        """Press an element."""
        self._call(lambda: self._element(what, by).click())

    def enter(self, text: str, into: str, by: By) -> None:
        """Enter a text into a field."""
        self._call(lambda: self._element(into, by).send_keys(text))

    def _element(self, what: str, by: By) -> WebElement:
        # Not Selenium's own find_element: that makes a CSS selector of an id.
        using, value = _locator(what, by)
        found: WebElement = self._driver.execute(Command.FIND_ELEMENT, {"using": using, "value": value})["value"]
        return found

    def back(self) -> None:
        """Go back."""
        self._call(self._driver.back)

    def swipe(self, way: str) -> None:
        """Draw a finger over the screen."""
        size = self._call(self._driver.get_window_size)
        start, end = _SWIPES[way]
        points = [{"x": round(x * size["width"]), "y": round(y * size["height"])} for x, y in (start, end)]
        moves = [
            {"type": "pointerMove", "duration": 0, "origin": "viewport", **points[0]},
            {"type": "pointerDown", "button": 0},
            {"type": "pointerMove", "duration": _SWIPE_TIME, "origin": "viewport", **points[1]},
            {"type": "pointerUp", "button": 0},
        ]
        finger = {"type": "pointer", "id": "finger", "parameters": {"pointerType": "touch"}, "actions": moves}
        self._call(lambda: self._driver.execute("actions", {"actions": [finger]}))

    def webviews(self) -> tuple[str, ...]:
        """Return the contexts that are pages, in order."""
        answer = self._call(lambda: self._driver.execute(_CONTEXTS))
        contexts = answer.get("value") if isinstance(answer, dict) else None
        return tuple(sorted(str(each) for each in contexts or () if str(each) != NATIVE))

    @contextlib.contextmanager
    def within(self, context: str) -> Iterator[None]:
        """Turn to a context, and to the native screen again afterwards."""
        self._call(lambda: self._driver.execute(_SWITCH, {"name": context}))
        try:
            yield
        finally:
            self._call(lambda: self._driver.execute(_SWITCH, {"name": NATIVE}))

    def look(self, script: Path, axe_options: str, names: Sequence[str]) -> Mapping[str, Any]:
        """Run axe and some static probes in the page of this context; return what there is to keep of it.

        Raises ScriptError when axe fails there.
        """

        def run() -> Mapping[str, Any]:
            driver = self._driver
            selenium.inject(driver, script)
            title, address, shown = driver.execute_script(_SHOWN)
            inner = json.loads(shown)
            kept = {"address": str(address), "title": str(title)}
            if any(frames.is_own(frame, address) for frame in inner):
                seen = frames.look(driver, script, axe_options, names, address)
                (_, probes), *others = seen.probes
                told = {"inner": others, "frames": seen.missed, "foreign": seen.foreign}
                return {**kept, "axe": seen.axe, "probes": probes, **told}
            driver.execute_script(f"stepfree.axe.prepare({json.dumps(list(names))})")
            _, of_axe, probes = selenium.run(driver, script, axe_options).split("\n")
            return {**kept, "axe": of_axe, "probes": probes, "foreign": [str(frame["url"]) for frame in inner]}

        try:
            return self._call(run)
        except (ValueError, KeyError, TypeError) as error:
            raise ScriptError("a dialog interrupted axe") from error

    def _call(self, work: Callable[[], T]) -> T:
        try:
            return work()
        except WebDriverException as error:
            raise PhoneError(said(error)) from error
        except (HTTPError, OSError) as error:
            raise PhoneError(f"no answer from the server: {type(error).__name__}") from error


def _unopened(address: str, why: str) -> UsageError:
    return UsageError(
        Text(
            f"Appium（{address}）没有打开应用：{why}",
            f"Appium ({address}) does not open the app: {why}",
        )
    )


def _locator(what: str, by: By) -> tuple[str, str]:
    if by == "text":
        return "xpath", f"//*[{' or '.join(f'@{name}={_quoted(what)}' for name in _TEXTS)}]"
    return {"id": "id", "accessibility-id": "accessibility id"}[by], what


def _quoted(text: str) -> str:
    """Return a text as a string of XPath 1.0, which has no escapes."""
    if '"' not in text:
        return f'"{text}"'
    parts = ", '\"', ".join(f'"{part}"' for part in text.split('"'))
    return f"concat({parts})"
