"""Makes the pictures of the documentation: audits the demo city and photographs its report.

python scripts/screenshots.py [FOLDER_OF_A_REPORT]
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from web_checks import chromium

PICTURES = Path(__file__).parents[1] / "docs" / "pictures"
# Name of the picture, page of the report, width and height in CSS px.
SHOTS = (
    ("report-zh", "zh/index.html", 1200, 1500),
    ("report-en", "en/index.html", 1200, 1500),
    ("district-zh", "zh/district-990102.html", 1200, 1500),
    ("street-zh", "zh/district-990102001.html", 1200, 1500),
    ("site-zh", "zh/site-portal.html", 1200, 1500),
    ("rule-zh", "zh/rule-axe-color-contrast.html", 1200, 1100),
    ("report-zh-phone", "zh/index.html", 320, 1200),
)


def shoot(report: Path) -> None:
    """Photograph the pages of a report."""
    found = chromium.find()
    if found is None:
        sys.exit("no Chromium: run make setup")
    PICTURES.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=str(found.path), chromium_sandbox=chromium.sandbox_possible()
        )
        for name, page_path, width, height in SHOTS:
            page = browser.new_page(viewport={"width": width, "height": height})
            page.goto((report / page_path).resolve().as_uri())
            page.screenshot(path=PICTURES / f"{name}.png")
            print(PICTURES / f"{name}.png")
            page.close()
        browser.close()


def main() -> None:
    """Audit the demo city, unless a report is named, and photograph it."""
    if len(sys.argv) > 1:
        shoot(Path(sys.argv[1]))
        return
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([sys.executable, "-m", "cli", "demo", "--quiet", "--out", folder], check=True)
        shoot(Path(folder))


if __name__ == "__main__":
    main()
