"""Take the README's picture of the page, docs/page.png. Run by a developer, with the project's Python."""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

PORT = "8992"
PICTURE = Path(__file__).parents[1] / "docs" / "page.png"
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]


def main() -> None:
    """Iris after some steps, in the middle of the backward pass."""
    with tempfile.TemporaryDirectory() as state, sync_playwright() as playwright:
        server = subprocess.Popen(
            [sys.executable, "-m", "learnscope", "--no-browser", "--port", PORT],
            stdout=subprocess.PIPE,
            env={**os.environ, "XDG_STATE_HOME": state},
        )
        assert server.stdout is not None
        server.stdout.readline()
        executable = os.environ.get("CHROMIUM") or shutil.which("chromium")
        browser = playwright.chromium.launch(executable_path=executable, args=FLAGS)
        page = browser.new_page(viewport={"width": 1440, "height": 900})
        page.add_init_script("localStorage.setItem('learnscope.speed', '8')")
        page.goto(f"http://127.0.0.1:{PORT}/")
        strip = page.locator("[data-position]")
        for _ in range(30):
            page.get_by_role("button", name="Step", exact=True).click()
            page.wait_for_selector("[data-position='7']", state="attached")
        page.get_by_role("button", name="Backprop", exact=True).click()
        page.wait_for_selector("[data-position='6']", state="attached")
        box = strip.bounding_box()
        assert box is not None
        page.mouse.click(box["x"] + box["width"] * 4.72 / 7, box["y"] + box["height"] / 2)
        page.mouse.move(5, 5)
        page.screenshot(path=PICTURE)
        browser.close()
        server.terminate()
        server.wait()


if __name__ == "__main__":
    main()
