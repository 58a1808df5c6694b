"""How long a what-if takes: `python -m benchmarks what_if`, in process and in headless Chromium.

    answer   1 000 steps of 2-8-8-2, batch 10, from another value of a setting to the encoded answer
    drawn    the same in the page: from the slider's input event to the frame that shows the new curve

Medians over a drag of sixty values.
"""

import itertools
import os
import shutil
import socket
import statistics
import threading
import time

import msgspec
from playwright.sync_api import sync_playwright

from benchmarks.page import FLAGS, blank
from learnscope.experiment import Experiment
from learnscope.hosts.server.guard import Rules
from learnscope.hosts.server.serve import make_server
from learnscope.scene.schema import Moment, WhatIf
from learnscope.session import Session, decode
from learnscope.session.state import begin
from learnscope.session.what_if import Presents, what_if
from learnscope.sittings.sittings import Sittings

VALUES = 60
RECIPE = Experiment(data="circle", hidden=(8, 8), optimizer="sgd", batch_size=10, learning_rate=0.1)
SETTINGS = {
    "learning_rate": [0.001 * 10 ** (k / 20) for k in range(VALUES)],
    "batch_size": [float(k + 1) for k in range(VALUES)],
    "l2": [0.001 * k for k in range(VALUES)],
    "hidden.1": [float(1 + k % 20) for k in range(VALUES)],
    "initial_scale": [0.1 * (k + 1) for k in range(VALUES)],
    "seed": [float(k) for k in range(VALUES)],
    "data.noise": [k / 200 for k in range(VALUES)],
}
DRAG = """async (count) => {
    const slider = document.querySelector('.what-if input[type=range]');
    const curve = () => document.querySelector("[data-curve='train']")?.getAttribute('d');
    const times = [];
    for (let k = 0; k < count; k++) {
        const before = curve();
        const start = performance.now();
        slider.value = 60 + 4 * k;
        slider.dispatchEvent(new Event('input', { bubbles: true }));
        await new Promise((done) => {
            const look = () => curve() !== before ? done() : requestAnimationFrame(look);
            requestAnimationFrame(look);
        });
        times.push(performance.now() - start);
    }
    return times;
}"""


def report() -> str:
    """The figures, one line each."""
    lines = [
        _line(f"what-if of {name}, answered", _answers(name, values)) for name, values in SETTINGS.items()
    ]
    return "\n".join([*lines, _line("what-if of learning_rate, drawn", _drawn())])


def _answers(name: str, values: list[float]) -> list[float]:
    """Milliseconds to each answer."""
    state, at, times = begin("", RECIPE, run="a"), Moment("a", 0, 0, 0.0, 0), []
    presents = Presents()  # of a sitting: the run as it stands is trained once
    for value in [values[0], *values]:
        start = time.perf_counter()
        question = WhatIf(at=at, name=name, value=value, steps=1000, milliseconds=1000.0)
        answer = what_if(state, question, clock=time.perf_counter, engine="compiled", presents=presents)
        msgspec.msgpack.encode(answer)
        times.append(1000 * (time.perf_counter() - start))
    return times[1:]  # the first also loads what is compiled


def _drawn() -> list[float]:
    """Milliseconds until each is drawn."""
    seeds = itertools.count()
    sittings = Sittings(lambda snapshot: Session(seeds=lambda: next(seeds), experiment=RECIPE), decode)
    server = make_server(sittings, rules=Rules(frozenset(), "", cookie="benchmark"))
    with socket.create_server(("127.0.0.1", 0)) as listener, sync_playwright() as playwright:
        serving = threading.Thread(target=lambda: server.run(sockets=[listener]), daemon=True)
        serving.start()
        executable = os.environ.get("CHROMIUM") or shutil.which("chromium")
        browser = playwright.chromium.launch(executable_path=executable, args=FLAGS)
        page = blank(browser)
        page.goto(f"http://127.0.0.1:{listener.getsockname()[1]}/")
        page.wait_for_selector("[data-key='weight.0.0.0']")
        page.get_by_role("button", name="What if…").click()
        page.wait_for_selector(".what-if input[type=range]")
        page.evaluate(DRAG, 5)
        times: list[float] = page.evaluate(DRAG, VALUES)
        browser.close()
        server.end()
        serving.join()
    return times


def _line(what: str, times: list[float]) -> str:
    ordered = sorted(times)
    late = ordered[int(0.9 * len(ordered))]
    return f"{what:36} {statistics.median(times):6.1f} ms   {late:6.1f} ms at the 90th percentile"
