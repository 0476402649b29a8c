"""Takes the pictures of the README anew: ``python -m tests.site.pictures SITE``.

``SITE`` is a folder that ``rulebook book`` has made; the browser is that of the tests.
"""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

from playwright.sync_api import ViewportSize, sync_playwright

IMAGES = Path(__file__).parents[2] / "docs" / "images"
SIZE: ViewportSize = {"width": 1280, "height": 800}
PICTURES = {
    "rule-page.png": ("rules/shanghai/benefit-list/resident-inpatient.html", None),
    "calculator.png": ("rules/shanghai/benefit-list/resident-inpatient.html", "#calculator"),
    "compare.png": ("compare/plan-targets.html", "#differences"),
}
"""By file name: the page, and what is to stand at the top of the picture."""


def take(site: Path) -> None:
    """Take all pictures."""
    found = os.environ.get("CHROMIUM") or shutil.which("chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=found, args=["--no-sandbox", "--disable-background-networking"]
        )
        page = browser.new_page(viewport=SIZE, color_scheme="light")
        for name, (address, top) in PICTURES.items():
            page.goto((site / address).resolve().as_uri())
            if top is not None:
                page.locator(top).evaluate("it => { it.scrollIntoView(); window.scrollBy(0, -60) }")
            page.wait_for_timeout(500)
            page.screenshot(path=IMAGES / name)
        browser.close()


if __name__ == "__main__":
    take(Path(sys.argv[1]))
