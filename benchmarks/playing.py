"""How the page keeps up while training plays, in headless Chromium: `python -m benchmarks playing`.

2-8-8-2 on the circle, batch 10, plain descent, as fast as possible; 40 000 steps and 50 frames are wanted.

    steps     updates made a second while the page draws
    frames    how many moments of the run a second reach the screen
    display   how many frames the browser draws a second, and the longest time between two
    pause     from a click on Pause to the button that says so
    seek      from an arrow key on the playhead to the picture of that step

Nothing here is asserted: machines are shared.
"""

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from benchmarks.page import blank, printed

PORT = 8993
SECONDS = 5
SEEKS = 20
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-quic", "--no-first-run",
    "--enable-unsafe-swiftshader",
]  # fmt: skip

WATCH = """(seconds) => new Promise((done) => {
    const revision = () => document.querySelector('.page').dataset.revision;
    const head = () => Number(document.querySelector('[data-field=head]').dataset.value);
    const [from, start] = [head(), performance.now()];
    let [before, moments, times] = [revision(), 0, []];
    const look = (now) => {
        times.push(now);
        if (revision() !== before) moments++;
        before = revision();
        if (performance.now() - start < 1000 * seconds) return requestAnimationFrame(look);
        const passed = (performance.now() - start) / 1000;
        const gaps = times.slice(1).map((time, k) => time - times[k]);
        done([(head() - from) / passed, moments / passed, gaps.length / passed, Math.max(...gaps)]);
    };
    requestAnimationFrame(look);
})"""

PAUSE = """() => new Promise((done) => {
    const button = document.querySelector('[aria-label="Pause training"]');
    const start = performance.now();
    button.click();
    const look = () => document.querySelector('[aria-label="Play training"]')
        ? done(performance.now() - start) : requestAnimationFrame(look);
    requestAnimationFrame(look);
})"""

SEEK = """() => new Promise((done) => {
    const playhead = document.querySelector('[data-field=playhead]');
    const step = Number(playhead.dataset.value);
    const start = performance.now();
    playhead.dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowLeft', bubbles: true }));
    const look = () => Number(document.querySelector('[data-field=playhead]').dataset.value) !== step
        ? done(performance.now() - start) : requestAnimationFrame(look);
    requestAnimationFrame(look);
})"""


def report() -> str:
    """The figures, one line each."""
    with tempfile.TemporaryDirectory() as folder:
        run = Path(folder) / "circle.run"
        train = ["train", "circle", "--hidden", "8,8", "--batch-size", "10", "--epochs", "1", "--save"]
        start(*train, str(run)).wait()
        server = start("open", str(run), "--no-browser", "--port", str(PORT))
        address = printed(server)
        try:
            return _measured(address)
        finally:
            server.terminate()
            server.wait()


def start(*arguments: str) -> subprocess.Popen[str]:
    """A server of the page, or another command."""
    return subprocess.Popen(
        [sys.executable, "-m", "learnscope", *arguments], stdout=subprocess.PIPE, text=True
    )


def _measured(address: str) -> str:
    with sync_playwright() as playwright:
        executable = os.environ.get("CHROMIUM") or shutil.which("chromium")
        browser = playwright.chromium.launch(executable_path=executable, args=FLAGS)
        page = blank(browser)
        page.goto(address)
        page.wait_for_selector("[data-key='weight.0.0.0']")
        page.get_by_role("button", name="Play training").click()
        page.wait_for_function(
            "() => Number(document.querySelector('[data-field=head]').dataset.value) > 5000"
        )
        steps, moments, frames, longest = page.evaluate(WATCH, SECONDS)
        pause = page.evaluate(PAUSE)
        page.locator("[data-field=playhead]").focus()
        seeks = [page.evaluate(SEEK) for _ in range(SEEKS)]
        browser.close()
    return "\n".join(
        (
            f"steps a second while the page draws  {steps:8.0f}",
            f"moments of the run on screen, a second {moments:6.1f}",
            f"frames drawn a second                {frames:8.1f}",
            f"longest time between two frames      {longest:8.1f} ms",
            f"from Pause to rest                   {pause:8.1f} ms",
            f"from an arrow key to that step       {statistics.median(seeks):8.1f} ms (median of {SEEKS})",
        )
    )
