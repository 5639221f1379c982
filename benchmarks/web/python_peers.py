"""Loops over pages as the READMEs of axe-playwright-python and axe-selenium-python show.

python -m benchmarks.web.python_peers playwright|selenium BROWSER ADDRESSES.json ANSWERS.json
"""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe as PlaywrightAxe
from axe_selenium_python import Axe as SeleniumAxe
from playwright.sync_api import sync_playwright
from selenium import webdriver

from web_checks import axe, chromium

_NO_SANDBOX = [] if chromium.sandbox_possible() else ["--no-sandbox"]


def with_playwright(browser: str, addresses: list[str]) -> dict[str, int]:
    """Return the number of violations of each page; a new page for each address."""
    answers = {}
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=browser, args=_NO_SANDBOX)
        for address in addresses:
            page = running.new_page()
            page.goto(address)
            answers[address] = PlaywrightAxe().run(page).violations_count
            page.close()
        running.close()
    return answers


def with_selenium(browser: str, addresses: list[str]) -> dict[str, int]:
    """Return the number of violations of each page; one driver for all."""
    options = webdriver.ChromeOptions()
    options.binary_location = browser
    for argument in ("--headless=new", *_NO_SANDBOX):
        options.add_argument(argument)
    driver = webdriver.Chrome(options=options, service=webdriver.ChromeService(shutil.which("chromedriver") or ""))
    answers = {}
    try:
        for address in addresses:
            driver.get(address)
            driver.execute_script(axe.script().source)  # the same version as the others, not the package's old one
            answers[address] = len(SeleniumAxe(driver).run()["violations"])
    finally:
        driver.quit()
    return answers


def main() -> None:
    """Audit the listed pages."""
    kind, browser, addresses, answers = sys.argv[1:]
    loops: dict[str, Callable[[str, list[str]], dict[str, int]]] = {
        "playwright": with_playwright,
        "selenium": with_selenium,
    }
    found = loops[kind](browser, json.loads(Path(addresses).read_text("utf-8")))
    Path(answers).write_text(json.dumps(found), "utf-8")


if __name__ == "__main__":
    main()
