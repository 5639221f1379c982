"""The only module that knows axe-selenium-python: it puts our script into the page that a WebDriver shows, and runs it.

The script, its options and the shape of the answer are those of the Chromium driver, so the findings are the same
words. What differs: the script runs in the page's own world, where the page can disturb it, and frames are not entered.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from importlib.resources import files
from pathlib import Path
from typing import Protocol

from axe_selenium_python import Axe

from web_checks.arrival import ScriptError


class WebDriver(Protocol):
    """What axe-selenium-python asks of a Selenium or Appium driver."""

    def execute_script(self, script: str, *args: object) -> object:
        """Run JavaScript in the page."""

    def execute_async_script(self, script: str, *args: object) -> object:
        """Run JavaScript that calls back when it is done."""


def write_script(folder: Path, sources: Iterable[str]) -> Path:
    """Write the scripts that a page is given (axe, core.js, axe.js, probes) as the one file that the package wants."""
    path = folder / "axe.js"
    glue = (files("web_checks") / "webdriver.js").read_text("utf-8")
    path.write_text("\n".join((*sources, glue)), "utf-8")
    return path


def inject(driver: WebDriver, script: Path) -> None:
    """Put the scripts into the open page. Raises what the driver raises when the page refuses them."""
    Axe(driver, str(script)).inject()


def run(driver: WebDriver, script: Path, options: str) -> str:
    """Run axe on a page that has the scripts; return what stepfree.axe.look in axe.js would, "" when interrupted.

    options: as web_checks.axe.options gives them. Raises ScriptError when axe fails.
    """
    chosen = {**json.loads(options), "iframes": False, "reporter": "stepfree-and-probes"}
    answer = Axe(driver, str(script)).run(options=json.dumps(chosen))
    if isinstance(answer, dict):
        raise ScriptError(str(answer.get("error", "axe gave no results")))
    return str(answer or "")
