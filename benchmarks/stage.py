"""How smooth the stage is, in headless Chromium: `python -m benchmarks stage`.

    animating   frames a second while a whole step of 8-8-8-8 is drawn
    panning     frames a second while 784-128-10 is moved under the pointer, a move for each frame
    zooming     the same while a wheel brings it nearer and farther
    laying out  from a change of the stage's size to the next frame, in which 8-8-8-8 has its labels

The longest time between two frames stands beside each. Nothing here is asserted: machines are shared.
"""

import itertools
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, Page, sync_playwright

from benchmarks.page import FLAGS, blank, printed

PORT = 8992
SERVE = """
import sys
import numpy as np
import learnscope as ls
from learnscope.commands.page import open_page
port, *sizes = map(int, sys.argv[1:])
random = np.random.default_rng(0)
data = ls.from_arrays(random.normal(size=(60, sizes[0])), random.normal(size=(60, sizes[-1])))
shown = ls.Experiment(data=data, hidden=tuple(sizes[1:-1]), seed=7)
open_page(port=port, host="127.0.0.1", allow_host=(), no_browser=True, shown=shown)
"""

STEP = """() => new Promise((done) => {
    const strip = document.querySelector('[data-position]');
    const end = Number(strip.getAttribute('aria-valuemax'));
    const times = [];
    const look = (now) => {
        const position = Number(strip.dataset.position);
        if (position > 0 && position < end) times.push(now);
        if (position >= end && times.length > 0) done(times);
        else requestAnimationFrame(look);
    };
    [...document.querySelectorAll('button')].find((one) => one.innerText === 'Step').click();
    requestAnimationFrame(look);
})"""

GESTURE = """([kind, frames]) => new Promise((done) => {
    const stage = document.querySelector('.stage');
    const { left, top, width, height } = stage.getBoundingClientRect();
    const [x, y] = [left + 0.45 * width, top + 0.5 * height];
    const at = (dx, dy) => ({ clientX: x + dx, clientY: y + dy, bubbles: true, cancelable: true });
    const pointer = (type, dx, dy) => stage.dispatchEvent(new PointerEvent(type, { ...at(dx, dy),
        pointerId: 1, button: 0, buttons: type === 'pointerup' ? 0 : 1 }));
    stage.setPointerCapture = () => {};
    const times = [];
    if (kind === 'pan') pointer('pointerdown', 0, 0);
    const move = (now) => {
        times.push(now);
        const n = times.length;
        if (n > frames) { if (kind === 'pan') pointer('pointerup', 0, 0); return done(times); }
        if (kind === 'pan') pointer('pointermove', 160 * Math.sin(n / 9), 110 * Math.cos(n / 9));
        else stage.dispatchEvent(new WheelEvent('wheel', { ...at(0, 0), deltaY: n % 80 < 40 ? -40 : 40 }));
        requestAnimationFrame(move);
    };
    requestAnimationFrame(move);
})"""

LAYOUT = """() => new Promise((done) => {
    const stage = document.querySelector('.stage');
    const start = performance.now();
    stage.style.marginRight = '40px';
    new ResizeObserver((_, observer) => requestAnimationFrame(() => setTimeout(() => {
        observer.disconnect();
        done(performance.now() - start);
    }))).observe(stage);
})"""


def report() -> str:
    """The figures, one line each."""
    with sync_playwright() as playwright:
        executable = os.environ.get("CHROMIUM") or shutil.which("chromium")
        browser = playwright.chromium.launch(executable_path=executable, args=FLAGS)
        with served(browser, 8, 8, 8, 8) as page:
            steps = [page.evaluate(STEP) for _ in range(3)]
            laying = page.evaluate(LAYOUT)
        with served(browser, 784, 128, 10) as page:
            page.mouse.move(700, 300)
            page.evaluate(GESTURE, ["zoom", 30])  # near enough to have something to move over
            panning = page.evaluate(GESTURE, ["pan", 180])
            zooming = page.evaluate(GESTURE, ["zoom", 160])
        browser.close()
    return "\n".join(
        (
            "stage                         frames a second   longest",
            _line("animating a step, 8-8-8-8", *steps),
            _line("panning, 784-128-10", panning),
            _line("zooming, 784-128-10", zooming),
            f"laying out, 8-8-8-8           {laying:9.0f} ms",
        )
    )


def _line(name: str, *rounds: list[float]) -> str:
    rates = [1000 * (len(times) - 1) / (times[-1] - times[0]) for times in rounds]
    longest = max(after - before for times in rounds for before, after in itertools.pairwise(times))
    return f"{name:<30}{statistics.median(rates):9.1f}      {longest:6.0f} ms"


@contextmanager
def served(browser: Browser, *sizes: int) -> Iterator[Page]:
    """A page on which a network of these sizes is drawn."""
    with tempfile.TemporaryDirectory() as folder:
        server = subprocess.Popen(
            [sys.executable, "-c", SERVE, str(PORT), *map(str, sizes)],
            stdout=subprocess.PIPE,
            text=True,
            env=os.environ | {"XDG_STATE_HOME": folder, "XDG_DATA_HOME": folder},
        )
        try:
            address = printed(server)
            page = blank(browser)
            page.goto(address)
            page.wait_for_selector(".stage .picture")
            page.wait_for_timeout(1500)
            yield page
            page.context.close()
        finally:
            server.terminate()
            server.wait()
