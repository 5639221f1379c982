"""Runs axe and the static probes in a page of a WebView and in the frames in it, by turning to each of them.

As on pages, frames of other hosts are somebody else's and stay out. Each frame gives a partial result, of which the top
one makes the judgement.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from selenium.common.exceptions import WebDriverException
from selenium.webdriver.remote.webdriver import WebDriver

from web_checks import selenium
from web_checks.arrival import ScriptError, inherits
from web_checks.scope import host_of

_MOST = 20  # frames of a page that are entered
_DEEPEST = 5
_WAIT = """const done = arguments[arguments.length - 1];
Promise.resolve().then(() => (%s)).then((value) => done([value, '']), (error) => done([null, String(error)]));"""
# The frames that axe counts in, each with its element and what childFrames in core.js tells of it.
_INNER = """const shown = JSON.parse(stepfree.childFrames());
return JSON.parse(stepfree.axe.frames(%s)).map(({ frameSelector, frameContext }) => {
  const element = stepfree.axe.frameElement(frameSelector);
  const told = shown.find(({ index }) => stepfree.frameElement(index) === element);
  return [element, JSON.stringify(frameContext), told || null];
});"""


@dataclass
class Seen:
    """What a page and its frames answered.

    axe: as axe.js gives it; probes: answers as JSON, with the selector of the frame and " >>> ", the top one first;
    missed, foreign: addresses of frames that were not entered, and of those that are somebody else's.
    """

    axe: str = ""
    probes: list[tuple[str, str]] = field(default_factory=list)
    missed: list[str] = field(default_factory=list)
    foreign: list[str] = field(default_factory=list)


def is_own(frame: Mapping[str, Any], address: str) -> bool:
    """Return whether a frame belongs to the page. frame: as childFrames in core.js tells of it."""
    url = str(frame["url"])
    return inherits(url) or host_of(url) == host_of(address)


def look(driver: WebDriver, script: Path, options: str, names: Sequence[str], address: str) -> Seen:
    """Look at the page that a driver shows, which has the scripts already. Raises ScriptError when axe fails."""
    return _Looker(driver, script, options, json.dumps(list(names)), address).look()


class _Looker:
    def __init__(self, driver: WebDriver, script: Path, options: str, names: str, address: str) -> None:
        self._driver = driver
        self._script = script
        self._options = options
        self._names = names
        self._address = address
        self._partials: list[str] = []
        self._entered = 0
        self._seen = Seen()

    def look(self) -> Seen:
        self._frame("null", "", 0)
        finish = f"stepfree.axe.finish([{','.join(self._partials)}], {self._options})"
        self._seen.axe = self._answer(finish)
        return self._seen

    def _answer(self, expression: str) -> str:
        value, error = self._driver.execute_async_script(_WAIT % expression)
        if error:
            raise ScriptError(str(error))
        return str(value)

    def _frame(self, context: str, prefix: str, depth: int) -> None:
        """Take in the frame that the driver has turned to, and those inside it, depth first as axe wants them."""
        self._partials.append(self._answer(f"stepfree.axe.partial({context}, {self._options})"))
        answers = self._driver.execute_script(f"return stepfree.observe({self._names});")
        self._seen.probes.append((prefix, str(answers)))
        shown = json.loads(self._driver.execute_script("return stepfree.childFrames();"))
        counted = set[int]()
        for element, inner, told in self._driver.execute_script(_INNER % context):
            if told is not None:
                counted.add(told["index"])
            if told is None or not self._enter(element, inner, told, prefix, depth):
                self._partials.append("null")
        self._seen.missed += (_named(each) for each in shown if each["index"] not in counted)

    def _enter(self, element: Any, context: str, told: Mapping[str, Any], prefix: str, depth: int) -> bool:
        """Turn to a frame and back again; return whether it could be tested."""
        if not is_own(told, self._address):
            self._seen.foreign.append(_named(told))
            return False
        if told["scriptless"] or self._entered >= _MOST or depth >= _DEEPEST:
            self._seen.missed.append(_named(told))
            return False
        self._entered += 1
        before = len(self._partials), len(self._seen.probes), len(self._seen.missed), len(self._seen.foreign)
        self._driver.switch_to.frame(element)
        try:
            selenium.inject(self._driver, self._script)
            self._frame(context, f"{prefix}{told['selector']} >>> ", depth + 1)
        except (WebDriverException, ScriptError):  # it went away, or takes no script
            lists: tuple[list[Any], ...] = self._partials, self._seen.probes, self._seen.missed, self._seen.foreign
            for kept, length in zip(lists, before, strict=True):
                del kept[length:]
            self._seen.missed.append(_named(told))
            return False
        finally:
            self._driver.switch_to.parent_frame()
        return True


def _named(frame: Mapping[str, Any]) -> str:
    return str(frame["url"] or frame["selector"])
