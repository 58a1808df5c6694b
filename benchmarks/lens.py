"""How quick the lens is, in headless Chromium: `python -m benchmarks lens`.

    explained  from a click on a number, the dock open, to the frame that explains it; 50 ms are wanted
    blamed     to the frame that shows the chain of blame below it
    steps      updates made a second while training plays, with the dock closed and with the lens open on a
               weight, of which a tenth fewer at most are wanted, and with the landscape open, of which half
    bytes      of all that is loaded until the first paint, as they travel; 250 kB are wanted, and no KaTeX

Nothing here is asserted: machines are shared.
"""

import os
import shutil
import statistics

from playwright.sync_api import Page, sync_playwright

from benchmarks.page import FLAGS, blank, printed
from benchmarks.playing import WATCH, start

ASKED = ("value.1.2", "value.2.1", "probability.0", "error.1", "value.1.0", "value.0.3")
ROUNDS = 5
SECONDS = 4
PORT = 8995

EXPLAINED = """(key) => new Promise((done) => {
    const number = document.querySelector(`.stage [data-key="${key}"]`);
    const start = performance.now();
    const found = { explained: 0 };
    number.click();
    const look = () => {
        const now = performance.now() - start;
        const shown = document.querySelector('.dock .value [data-key]');
        if (!found.explained && shown?.dataset.key === key) found.explained = now;
        const chain = document.querySelector(`.dock [data-blame="${key}"]`);
        if ((found.explained && chain) || now > 3000) return done([found.explained, now]);
        requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
})"""
BYTES = """() => {
    const loaded = performance.getEntriesByType('resource');
    const painted = performance.getEntriesByName('first-contentful-paint')[0].startTime;
    const page = performance.getEntriesByType('navigation')[0].encodedBodySize;
    const before = loaded.filter((one) => one.startTime < painted);
    const sum = (some) => some.reduce((all, one) => all + one.encodedBodySize, 0);
    return [page + sum(before), page + sum(loaded), loaded.filter((one) => /katex/i.test(one.name)).length];
}"""


def report() -> str:
    """The figures, one line each."""
    server = start("--no-browser", "--port", str(PORT))
    try:
        return _measured(printed(server))
    finally:
        server.terminate()
        server.wait()


def _measured(address: str) -> str:
    with sync_playwright() as playwright:
        executable = os.environ.get("CHROMIUM") or shutil.which("chromium")
        browser = playwright.chromium.launch(executable_path=executable, args=FLAGS)
        page = blank(browser)
        page.goto(address)
        page.wait_for_selector("[data-key='weight.0.0.0']")
        page.wait_for_load_state("networkidle")
        before, loaded, formulas = page.evaluate(BYTES)
        page.keyboard.press("Escape")
        page.wait_for_timeout(800)
        page.evaluate(EXPLAINED, ASKED[0])  # loads the lens and KaTeX
        page.wait_for_timeout(800)
        taken = [page.evaluate(EXPLAINED, key) for _ in range(ROUNDS) for key in reversed(ASKED)]
        rates: dict[str, list[float]] = {"": [], "Why": [], "Landscape": []}
        for _ in range(ROUNDS):
            for panel in rates:
                rates[panel].append(_steps(page, panel))
        browser.close()
    explained, blamed = (sorted(each) for each in zip(*taken, strict=True))
    closed, opened, landscape = map(statistics.median, rates.values())
    return "\n".join(
        (
            f"from a click to the explanation  {statistics.median(explained):8.1f} ms, "
            f"nine in ten {explained[int(0.9 * len(explained))]:.1f} ms",
            f"and to the chain of blame        {statistics.median(blamed):8.1f} ms",
            f"steps a second, dock closed      {closed:8.0f}",
            f"steps a second, lens open        {opened:8.0f} ({100 * (opened / closed - 1):+.1f} %)",
            f"steps a second, landscape open   {landscape:8.0f} ({100 * (landscape / closed - 1):+.1f} %)",
            f"bytes before the first paint     {before / 1000:8.1f} kB",
            f"bytes until all is quiet         {loaded / 1000:8.1f} kB, KaTeX files among them: {formulas}",
        )
    )


def _steps(page: Page, panel: str) -> float:
    """Updates a second while training plays as fast as it can, with a panel in the dock or "" none."""
    if (page.locator(".dock").count() == 0) != (panel == ""):
        page.keyboard.press("y")
        page.wait_for_timeout(500)
    if panel:
        page.get_by_role("button", name="All panels").click()
        page.locator(".dock .all").get_by_role("button", name=panel).first.click()
        page.wait_for_timeout(500)
    page.get_by_role("button", name="Play training").click()
    page.wait_for_timeout(700)
    found: float = page.evaluate(WATCH, SECONDS)[0]
    page.get_by_role("button", name="Pause training").click()
    page.get_by_role("button", name="Play training").wait_for()
    page.wait_for_timeout(700)
    return found
