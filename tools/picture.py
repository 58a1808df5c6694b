"""Take the README's picture of the page, docs/page.png. Run by a developer, with the project's Python."""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

PORT = "8992"
PICTURE = Path(__file__).parents[1] / "docs" / "page.png"
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]


# Errors have flowed back, and the update is to come.
BACK = """() => {
    const { dataset, ariaValueMax } = document.querySelector('[data-position]');
    return Number(dataset.position) === Number(ariaValueMax) - 1;
}"""


def play(page: Page, milliseconds: int) -> None:
    """Train for a while."""
    page.get_by_role("button", name="Play training").click()
    page.wait_for_timeout(milliseconds)
    page.get_by_role("button", name="Pause training").click()
    page.wait_for_timeout(500)


def main() -> None:
    """Iris with two futures, errors flowed back, before the update."""
    with tempfile.TemporaryDirectory() as state, sync_playwright() as playwright:
        server = subprocess.Popen(
            [sys.executable, "-m", "learnscope", "--no-browser", "--port", PORT],
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, "XDG_STATE_HOME": state, "XDG_DATA_HOME": state},
        )
        try:
            assert server.stdout is not None
            address = server.stdout.readline().split()[-1]
            executable = os.environ.get("CHROMIUM") or shutil.which("chromium")
            browser = playwright.chromium.launch(executable_path=executable, args=FLAGS)
            page = browser.new_page(viewport={"width": 1440, "height": 900})
            page.add_init_script(  # somebody who has been here, with motion and a hundred steps a second
                "Object.assign(localStorage,"
                " {'learnscope.met': 'yes', 'learnscope.speed': '8', 'learnscope.pace': '100'})"
            )
            page.goto(address)
            play(page, 1500)
            playhead = page.get_by_role("slider", name="Step of the run")
            playhead.focus()
            for key in ["Home", *["ArrowRight"] * 38]:
                page.keyboard.press(key)
            page.wait_for_selector(".page:has([aria-valuenow='38'])")
            rate = page.locator("[data-key='setting.learning_rate']")
            rate.fill("1.6")
            rate.press("Enter")
            page.wait_for_timeout(500)
            play(page, 900)
            page.wait_for_timeout(1500)
            page.get_by_role("button", name="Backprop", exact=True).click()
            page.wait_for_function(BACK)
            page.evaluate("document.activeElement.blur()")
            page.mouse.move(5, 5)
            page.wait_for_timeout(500)
            page.screenshot(path=PICTURE)
            browser.close()
        finally:
            server.kill()
            server.wait()


if __name__ == "__main__":
    main()
