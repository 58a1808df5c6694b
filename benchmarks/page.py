"""How quick the page is, in headless Chromium: `python -m benchmarks page`.

    opening   from starting the command to the first drawn network
    paint     from the server's answer to the first paint in an empty browser, and to the drawn network
    answer    from a click on Step to the first frame in which the position has moved
    frames    frames a second while a whole step of 4-5-3 is drawn, and the longest time between two of them
    edit      from Enter in a weight's field to the frame that shows what follows from it

Medians of several rounds. Nothing here is asserted: machines are shared.
"""

import itertools
import os
import shutil
import statistics
import subprocess
import sys
import time

from playwright.sync_api import Browser, Page, sync_playwright

ROUNDS = 5
PORT = 8991
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-quic", "--no-first-run",
    "--enable-unsafe-swiftshader",
]  # fmt: skip

PAINT = """() => {
    const answered = performance.getEntriesByType('navigation')[0].responseStart;
    const painted = performance.getEntriesByName('first-contentful-paint')[0].startTime;
    return [painted - answered, window.drawn - answered];
}"""
NOTE_DRAWN = """new MutationObserver((_, observer) => {
    if (!document.querySelector("[data-key='weight.0.0.0']")) return;
    observer.disconnect();
    requestAnimationFrame(() => (window.drawn = performance.now()));
}).observe(document, { childList: true, subtree: true })"""

CLICK = """() => new Promise((done) => {
    const strip = document.querySelector('[data-position]');
    const step = [...document.querySelectorAll('button')].find((one) => one.innerText === 'Step');
    const before = strip.dataset.position;
    const start = performance.now();
    const look = () => strip.dataset.position !== before
        ? requestAnimationFrame(() => done(performance.now() - start)) : requestAnimationFrame(look);
    step.click();
    requestAnimationFrame(look);
})"""

FRAMES = """() => new Promise((done) => {
    const strip = document.querySelector('[data-position]');
    const times = [];
    const look = (now) => {
        times.push(now);
        if (Number(strip.dataset.position) >= 7) done(times);
        else requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
})"""

EDIT = """(text) => new Promise((done) => {
    const field = document.querySelector("[data-key='weight.0.0.0']");
    const follows = () => document.querySelector("[data-key='value.1.0']").dataset.value;
    const before = follows();
    field.focus();
    field.value = text;
    field.dispatchEvent(new Event('input', { bubbles: true }));
    const start = performance.now();
    field.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true }));
    const look = () => follows() !== before ? done(performance.now() - start) : requestAnimationFrame(look);
    requestAnimationFrame(look);
})"""


def report() -> str:
    """The figures, one line each."""
    with sync_playwright() as playwright:
        executable = os.environ.get("CHROMIUM") or shutil.which("chromium")
        browser = playwright.chromium.launch(executable_path=executable, args=FLAGS)
        openings, paints, networks, answers, rates, longest, edits = [], [], [], [], [], [], []
        for _ in range(ROUNDS):
            start = time.perf_counter()
            command = [sys.executable, "-m", "learnscope", "--no-browser", "--port", str(PORT)]
            server = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
            page = drawn(browser, printed(server))
            openings.append(time.perf_counter() - start)
            page.wait_for_timeout(500)
            paint, network = page.evaluate(PAINT)
            paints.append(paint)
            networks.append(network)
            answers.append(page.evaluate(CLICK))
            times = page.evaluate(FRAMES)
            gaps = [after - before for before, after in itertools.pairwise(times)]
            rates.append(1000 * len(gaps) / (times[-1] - times[0]))
            longest.append(max(gaps))
            page.get_by_role("button", name="Forward", exact=True).click()
            page.wait_for_selector("[data-position='4']", state="attached")
            edits.append(page.evaluate(EDIT, "0.375"))
            page.context.close()
            server.terminate()
            server.wait()
        browser.close()
    return "\n".join(
        (
            f"from command to first drawn network  {statistics.median(openings):6.2f} s",
            f"from answer to first paint            {statistics.median(paints):6.0f} ms   wanted: 1000",
            f"from answer to drawn network          {statistics.median(networks):6.0f} ms",
            f"from click to first moved frame      {statistics.median(answers):6.1f} ms",
            f"frames a second during a step        {statistics.median(rates):6.1f}",
            f"longest time between two frames      {statistics.median(longest):6.1f} ms",
            f"from Enter to the edited picture     {statistics.median(edits):6.1f} ms",
        )
    )


RESTLESS = (
    "localStorage.setItem('learnscope.speed', '1'); localStorage.setItem('learnscope.pace', '0');"
    "localStorage.setItem('learnscope.met', 'yes')"  # the first minute is over
)


def printed(server: subprocess.Popen[str]) -> str:
    """The address that a server prints when it has started, with its token."""
    assert server.stdout is not None
    return server.stdout.readline().split()[-1]


def blank(browser: Browser) -> Page:
    """An empty page of a reader who wants motion without pauses and training as fast as it goes."""
    page = browser.new_context(viewport={"width": 1440, "height": 900}).new_page()
    page.add_init_script(RESTLESS)
    return page


def drawn(browser: Browser, address: str) -> Page:
    """A new page on which the network is drawn."""
    page = blank(browser)
    page.add_init_script(NOTE_DRAWN)
    page.goto(address)
    page.wait_for_selector("[data-key='weight.0.0.0']")
    return page
