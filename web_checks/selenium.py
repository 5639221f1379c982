"""Axe through axe-selenium-python, for browsers that only WebDriver reaches: a Selenium Grid, an Appium WebView.

The script, its options and the shape of the answer are those of the Chromium driver, so the findings are the same
words. What differs: the script runs in the page's own world, where the page can disturb it, and frames are not entered.
"""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import Protocol

from axe_selenium_python import Axe

from web_checks import axe
from web_checks.browser import core_script


class WebDriver(Protocol):
    """What axe-selenium-python asks of a Selenium or Appium driver."""

    def execute_script(self, script: str, *args: object) -> object:
        """Run JavaScript in the page."""

    def execute_async_script(self, script: str, *args: object) -> object:
        """Run JavaScript that calls back when it is done."""


def axe_answer(driver: WebDriver, script: axe.AxeScript, options: str) -> str:
    """Run axe on the page that a driver shows; return the answer that web_checks.axe.judge reads.

    options: as web_checks.axe.options gives them. Raises what the driver raises when the page refuses scripts.
    """
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "axe.js"
        path.write_text(f"{script.source}\n{core_script()}\n{axe.glue()}", "utf-8")
        runner = Axe(driver, str(path))
        runner.inject()
        chosen = json.dumps({**json.loads(options), "iframes": False, "reporter": "stepfree"})
        return str(runner.run(options=chosen))
